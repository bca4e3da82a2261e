"""The frozen records that everything else passes around: article, suggestion, annotation.

A *suggestion* is what one model run proposes; an *annotation* is what curators decided about an article so far; *gold*
(see :mod:`annotator.gold`) is the annotation of an article that was marked done. Three things, three types.
All offsets are code points of the untouched text, half-open. Dicts inside frozen records are never changed in place.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from annotator.spans import Range

Polarity = Literal["favor", "against", "neutral", "mixed"]
Manner = Literal["quoted", "reported", "acted"]
SectionKind = Literal["body", "boilerplate"]
Status = Literal["todo", "started", "done", "skipped"]
Decision = Literal["accepted", "corrected", "added", "imported"]
ItemKind = Literal["mention", "stance", "entity"]

POLARITIES: tuple[Polarity, ...] = ("favor", "against", "neutral", "mixed")
MANNERS: tuple[Manner, ...] = ("quoted", "reported", "acted")
WRITER = "writer"
UNNAMED = "unnamed"
NOT_AN_ENTITY = (WRITER, UNNAMED)
"""Holders that are no entity: the text itself, and somebody whom the text does not name."""


class Record(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Base of all records: immutable, small on disk; trees, so that nothing in them is ever looked at for cycles."""


class Section(Record, frozen=True):
    """A range of an article that is ``body`` or ``boilerplate``."""

    start: int
    end: int
    kind: SectionKind = "boilerplate"

    @property
    def range(self) -> Range:
        """The section's place in the text."""
        return Range(self.start, self.end)


class Article(Record, frozen=True):
    """One text with an id and metadata; the text never changes once imported.

    ``sections`` are those found at import; the curator's own are in the annotation.
    """

    id: str
    text: str
    meta: dict[str, Any] = {}
    sections: tuple[Section, ...] = ()

    @property
    def title(self) -> str:
        """What lists show: the title of the metadata, else the first line that is not empty, shortened."""
        title = self.meta.get("title")
        if isinstance(title, str) and title.strip():
            return title.strip()
        line = next((line.strip() for line in self.text.split("\n", 20) if line.strip()), "")
        return line if len(line) <= 100 else line[:99].rstrip() + "…"


# --- what a model proposes -------------------------------------------------------------------------------------------


MEMORY = "memory"
"""Who suggests what follows from decisions; also the run of its suggestions, which are never stored."""


class SuggestedEntity(Record, frozen=True):
    """A cluster of suggested mentions; ``id`` is local to the suggestion ("e1"). ``links`` are those of an entity."""

    id: str
    label: str
    name: str
    about: tuple[str, ...] = ()
    why: str = ""
    links: dict[str, str] = {}


class Choice(Record, frozen=True):
    """A label that a suggested mention may have instead, with its probability."""

    label: str
    p: float


class SuggestedMention(Record, frozen=True):
    """A suggested range with a label; ``p`` is the probability that a curator accepts it as it stands.

    ``others`` are the next-best labels, likeliest first; ``by`` names the suggester ("ner", "stance", "memory", a plug-in).
    """

    id: str
    start: int
    end: int
    label: str
    entity: str
    p: float
    why: str = ""
    by: str = msgspec.field(name="source", default="")  # its name on disk since the first version
    others: tuple[Choice, ...] = ()

    @property
    def range(self) -> Range:
        """The mention's place in the text."""
        return Range(self.start, self.end)


class SuggestedStance(Record, frozen=True):
    """A suggested stance between suggested entities (their ids), ``writer`` or ``unnamed``.

    ``holder_mention`` and ``target_mention`` name the suggested mentions on which it rests, so that accepting the stance
    can accept its ends; ``why`` is a sentence for the curator ("rebuffed: subject → object"); ``by`` names the suggester
    when it is not the model itself ("memory", a plug-in).
    """

    id: str
    holder: str
    target: str
    polarity: Polarity
    p: float
    cues: tuple[Range, ...] = ()
    manner: Manner = "reported"
    source: str | None = None
    holder_mention: str | None = None
    target_mention: str | None = None
    why: str = ""
    by: str = ""


class Predicate(Record, frozen=True):
    """A word that may govern a stance, as the parse has it: a verb, or a noun such as "bid".

    ``cue`` is the word with its particle and with what turns it round, ``span`` all that hangs on it, ``subject`` who does
    it (if the sentence says), ``polarity`` what the lexicon says of it, if anything; a ``deed`` is done, not said.
    """

    cue: Range
    span: Range
    subject: Range | None = None
    polarity: Polarity | None = None
    deed: bool = False


class Outline(Record, frozen=True):
    """What the desk needs of the parse: sentences in order, and the predicates in reading order.

    ``phrases`` are what may be marked as a mention, in groups (topics, other things, people and times), each in reading
    order. ``cues`` are what beside the predicates may show a stance ("refused to criticize", "reckless"), in reading order.
    Both are empty in suggestions of older versions.
    """

    sentences: tuple[Range, ...] = ()
    predicates: tuple[Predicate, ...] = ()
    phrases: tuple[Range, ...] = ()
    cues: tuple[Range, ...] = ()


class Suggestion(Record, frozen=True):
    """All that one model run proposes for one article; immutable, never gold. Items are in reading order."""

    run: str
    entities: tuple[SuggestedEntity, ...] = ()
    mentions: tuple[SuggestedMention, ...] = ()
    stances: tuple[SuggestedStance, ...] = ()
    outline: Outline = Outline()


class PairScore(Record, frozen=True):
    """How likely one given entity is for or against another; what is missing to 1 is "neither".

    ``holder`` and ``target`` are ids of given entities, ``decided`` is what the model would say, None for nothing.
    """

    holder: str
    target: str
    favor: float
    against: float
    decided: Polarity | None = None


class TargetScore(Record, frozen=True):
    """How likely the words are for or against a given entity, whoever holds it; what is missing to 1 is "neither"."""

    target: str
    favor: float
    against: float
    decided: Polarity | None = None


class Judgement(Record, frozen=True):
    """What a model says of an article whose mentions or entities it was given: for every ordered pair within reach, and
    for every entity. ``suggestion`` has the given entities' ids."""

    suggestion: Suggestion
    pairs: tuple[PairScore, ...] = ()
    targets: tuple[TargetScore, ...] = ()


class Run(Record, frozen=True):
    """One run of a model over a project. ``id`` names it for good; ``at`` is ISO 8601 in UTC."""

    id: str
    model: str
    version: str
    at: str
    settings: dict[str, Any] = {}


# --- what a curator decided ------------------------------------------------------------------------------------------


class Origin(Record, frozen=True):
    """The suggestion that a decision was about, as it stood: where it came from and what it said.

    ``item`` is the suggested item's id in its run; ``start``, ``end`` and ``label`` are those of a suggested mention.
    """

    run: str
    item: str
    start: int | None = None
    end: int | None = None
    label: str | None = None


class Mention(Record, frozen=True):
    """A range that refers to an entity."""

    id: str
    start: int
    end: int
    label: str
    entity: str
    decision: Decision = "added"
    bulk: bool = False
    origin: Origin | None = None
    extra: dict[str, Any] = {}

    @property
    def range(self) -> Range:
        """The mention's place in the text."""
        return Range(self.start, self.end)


class Entity(Record, frozen=True):
    """A cluster of mentions with a name and a label; ``about`` names entities to which its polarity carries over.

    ``clusters`` are the suggested clusters ("run/e3") that this entity stands for.
    """

    id: str
    label: str
    name: str
    links: dict[str, str] = {}
    about: tuple[str, ...] = ()
    clusters: tuple[str, ...] = ()
    extra: dict[str, Any] = {}


class Stance(Record, frozen=True):
    """Holder → target with a polarity and the words that show it. Ends are entity ids; a holder may be no entity."""

    id: str
    holder: str
    target: str
    polarity: Polarity
    cues: tuple[Range, ...] = ()
    manner: Manner = "reported"
    source: str | None = None
    decision: Decision = "added"
    bulk: bool = False
    origin: Origin | None = None
    extra: dict[str, Any] = {}


class Rejection(Record, frozen=True):
    """A thing that a curator said is not so. It is about the thing, not about one run's copy of it.

    A mention is known by its range and label; a stance by its ends' words, its polarity and its first cue.
    """

    what: Literal["mention", "stance"]
    start: int
    end: int
    label: str
    run: str = ""
    holder: str = ""
    target: str = ""
    item: str = ""
    extra: dict[str, Any] = {}

    @property
    def key(self) -> str:
        """What identifies the rejected thing within its article, whichever run proposed it."""
        ends = f"\t{self.holder}\t{self.target}" if self.what == "stance" else ""
        return f"{self.what}\t{self.start}\t{self.end}\t{self.label}{ends}"


class Said(Record, frozen=True):
    """Which curators had an item in their own versions: just the ``same``, or ``partly`` the same."""

    same: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()


class Provenance(Record, frozen=True):
    """Who decided, on which runs, and how often; as a gold record carries it.

    ``said`` tells of items, by their ids in the annotation, who had them.
    """

    curators: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()
    done_at: str | None = None
    accepted: int = 0
    corrected: int = 0
    rejected: int = 0
    added: int = 0
    extra: dict[str, Any] = {}
    said: dict[str, Said] = {}


class Annotation(Record, frozen=True):
    """Everything decided about one article so far. Dicts are keyed by id and never changed in place.

    ``blind``: no suggestion for the article was ever shown (see :mod:`annotator.blind`); it is settled by the first act.
    ``serial`` is the last number given to a new item; ``base`` the provenance that came with imported gold;
    ``extra`` holds what an imported record carried beyond what this version knows. ``settled`` says how each disagreement
    with other versions was settled, by its key; ``adjudicated`` names the versions between which all of them are (see
    :func:`annotator.versions.fingerprint`).
    """

    status: Status = "todo"
    flagged: bool = False
    blind: bool = False  # before all that may be long: stores look for it there
    note: str = ""
    sections: tuple[Section, ...] = ()
    entities: dict[str, Entity] = {}
    mentions: dict[str, Mention] = {}
    stances: dict[str, Stance] = {}
    rejected: dict[str, Rejection] = {}
    looked_at: tuple[Range, ...] = ()
    curators: tuple[str, ...] = ()
    done_at: str | None = None
    base: Provenance | None = None
    serial: int = 0
    extra: dict[str, Any] = {}
    settled: dict[str, str] = {}
    adjudicated: str = ""


class Step(Record, frozen=True):
    """One piece of a change: what stood at ``path`` before and what stands there after; None is absence.

    ``path`` is ``("mentions", id)`` for an item of a collection, ``("mentions", id, "origin", "label")`` for a field in
    it, or ``("note",)`` for a plain field. Values are plain JSON data, so that an event can be read without this program.
    """

    path: tuple[str, ...]
    before: Any = None
    after: Any = None


LOOK = "look"
"""The kind of a change that only says what was looked at: undo passes it over."""
UNBLIND = "unblind"
"""The kind of a change by which an article is blind no more: undo passes it over, since what was seen stays seen."""


class Change(Record, frozen=True):
    """What one act did to one article's annotation: enough to redo it, to undo it, and to say so on the screen.

    ``kind`` is the act's name ("accept"), ``words`` what a menu or status line says ("accept “Kim Yo Jong”"), ``side``
    what else was touched ("and 2 stances"), or empty. ``presses`` is how many keys were pressed for it since the act before,
    None when nobody counted.
    """

    kind: str
    words: str
    steps: tuple[Step, ...] = ()
    side: str = ""
    presses: int | None = None

    def inverse(self) -> Change:
        """The change that takes this one back."""
        steps = tuple(Step(s.path, s.after, s.before) for s in reversed(self.steps))
        return Change(self.kind, self.words, steps, self.side)

    def without(self, *fields: str) -> Change:
        """The same change, but for what it does to some plain fields."""
        steps = tuple(s for s in self.steps if len(s.path) > 1 or s.path[0] not in fields)
        return Change(self.kind, self.words, steps, self.side)

    def touched(self, collection: str) -> set[str]:
        """The ids of the items of ``collection`` ("mentions", "entities", "stances", "rejected") that changed."""
        return {s.path[1] for s in self.steps if s.path[0] == collection and len(s.path) > 1}


_TYPES: dict[str, Any] = {
    "entities": Entity,
    "mentions": Mention,
    "stances": Stance,
    "rejected": Rejection,
    "settled": str,
    "sections": tuple[Section, ...],
    "looked_at": tuple[Range, ...],
    "curators": tuple[str, ...],
    "base": Provenance,
}
_DEFAULTS: dict[str, Any] = {name: getattr(Annotation(), name) for name in Annotation.__struct_fields__}


def apply_change(annotation: Annotation, change: Change) -> Annotation:
    """``annotation`` after ``change``. Both stay as they are; a path that no annotation has raises ``AttributeError``."""
    fields: dict[str, Any] = {}
    for step in change.steps:
        name = step.path[0]
        if len(step.path) == 1:
            kind = _TYPES.get(name)
            value = step.after
            if value is None:
                value = _DEFAULTS[name]
            elif kind is not None:
                value = msgspec.convert(value, kind)
            fields[name] = value
            continue
        items = fields.get(name)
        if items is None:
            items = fields[name] = dict(getattr(annotation, name))
        if len(step.path) > 2:
            items[step.path[1]] = _with(items[step.path[1]], step.path[2:], step.after)
        elif step.after is None:
            items.pop(step.path[1], None)
        else:
            items[step.path[1]] = msgspec.convert(step.after, _TYPES[name])
    return msgspec.structs.replace(annotation, **fields)


def _with(record: Any, path: tuple[str, ...], value: Any) -> Any:
    """``record`` with another plain value in the field at ``path``."""
    name, *deeper = path
    if deeper:
        value = _with(getattr(record, name), tuple(deeper), value)
    return msgspec.structs.replace(record, **{name: value})
