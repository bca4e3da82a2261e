"""What curators decided: the annotation of an article, and what it is made of."""

from __future__ import annotations

from typing import Any, Literal

from annotator.records.articles import Section
from annotator.records.base import Decision, Manner, Polarity, Record, Status
from annotator.spans import Range


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
