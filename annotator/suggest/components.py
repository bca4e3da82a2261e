"""The suggesters as spaCy components. Registered by entry points, so that ``spacy.load`` finds them.

After the pipeline ``doc.spans["mentions"]`` holds the mentions (widened to whole tokens), ``doc._.mentions``,
``doc._.entities`` and ``doc._.stances`` the suggested records and ``doc._.outline`` the outline, as plain data that a
``DocBin`` can store; offsets in them are code points of ``doc.text``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from annotator.convention import Convention, default_convention
from annotator.records import SuggestedEntity, SuggestedMention, SuggestedStance
from annotator.suggest.assemble import Records, assemble
from annotator.suggest.candidates import Words
from annotator.suggest.labelling import default_table
from annotator.suggest.lexicon import default_lexicon
from annotator.suggest.links import Cluster, Links, default_links
from annotator.suggest.names import cluster
from annotator.suggest.ner import Found, find_mentions
from annotator.suggest.outline import make_outline
from annotator.suggest.parse import read_doc, text_of
from annotator.suggest.saying import say
from annotator.suggest.scoring.model import StanceModel, default_model
from annotator.suggest.scoring.scene import Scene, recognised
from annotator.suggest.scoring.weighing import suggest_stances
from annotator.suggest.softmax import Softmax
from annotator.suggest.stance import read_stances

LINES = "annotator_lines"
"""The one component that comes before everything else."""
OURS = "annotator"
"""The key of a pipeline's meta that holds what is ours: ``labels`` are those on which the recogniser has the last word,
``groups`` is true when noun groups may be mentions too."""

for _name in ("mentions", "entities", "stances"):
    Doc.set_extension(_name, default=[], force=True)
Doc.set_extension("outline", default={}, force=True)


class Component:
    """What all our components have: the pipeline's own account of itself, and their name in it."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.meta: dict[str, Any] = nlp.meta
        self.name = name


@Language.factory(LINES)
class Lines(Component):
    """Lets a sentence begin with every line, so that headlines and paragraphs never run together."""

    def __call__(self, doc: Doc) -> Doc:
        """Mark the first word of each line."""
        fresh = False
        for token in doc:
            if token.is_space:
                fresh = fresh or "\n" in token.text
            elif fresh:
                token.is_sent_start = True
                fresh = False
        return doc


class Kept(Component):
    """A component with something to keep in the pipeline's folder: one small JSON file."""

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """What it keeps, as JSON."""
        raise NotImplementedError

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Kept:
        """Take what :meth:`to_bytes` gave."""
        raise NotImplementedError

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write it into the pipeline's folder; spaCy calls it."""
        Path(path).mkdir(parents=True, exist_ok=True)
        (Path(path) / "table.json").write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Kept:
        """Take what a pipeline's folder has; one that was saved without it has the default."""
        file = Path(path) / "table.json"
        return self.from_bytes(file.read_bytes()) if file.is_file() else self


@Language.factory("annotator_mentions")
class Mentions(Kept):
    """Finds mentions: ``table`` weighs the clues."""

    def __init__(self, nlp: Language, name: str) -> None:
        super().__init__(nlp, name)
        self.table = default_table()
        self._nlp = nlp

    def __call__(self, doc: Doc) -> Doc:
        """Write the mentions, each an entity of its own."""
        convention = convention_in(self._nlp)
        ours = self.meta.get(OURS, {})
        own = ours.get("labels", ())
        taught = {convention.read(label) or label for label in own}
        marks = marks_of(doc, convention, own)
        told = published(self.meta)
        precision = told | {convention.read(label) or label: told[label] for label in own if label in told}
        words = words_of(doc)
        found = find_mentions(words, marks, self.table, precision, taught, bool(ours.get("groups")))
        _write(doc, assemble(words.text, found, [Cluster(m.label, [i]) for i, m in enumerate(found)]))
        return doc

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The table of clues."""
        return self.table.to_bytes()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Mentions:
        """Take a table of clues."""
        self.table = Softmax.from_bytes(data)
        return self


def convention_in(nlp: Language) -> Convention:
    """The convention that a pipeline keeps; the default scheme's if it keeps none."""
    return next((pipe.convention for _, pipe in nlp.pipeline if isinstance(pipe, InConvention)), default_convention())


def published(meta: Mapping[str, Any]) -> dict[str, float]:
    """The precision that a pipeline publishes for each label, from 0 to 1."""
    scores = meta.get("performance", {}).get("ents_per_type") or {}
    return {label: float(row["p"]) for label, row in scores.items()}


def words_of(doc: Doc) -> Words:
    """The words of a document: all its tokens that are no white space."""
    columns = doc.to_array(["IS_SPACE", "IDX", "LENGTH", "TAG", "SENT_START"]).astype("int64")
    _, starts, sizes, tags, firsts = columns[columns[:, 0] == 0].T.tolist() if len(doc) else ([],) * 5
    names = {tag: doc.vocab.strings[tag % 2**64] if tag else "" for tag in set(tags)}
    ends = [start + size for start, size in zip(starts, sizes, strict=True)]
    return Words(text_of(doc), starts, ends, [names[tag] for tag in tags], [first == 1 for first in firsts])


def marks_of(doc: Doc, convention: Convention, taught: Collection[str] = ()) -> list[tuple[int, int, str]]:
    """What the recogniser marked, under the labels that we know, as ``(start, end, label)`` in code points.

    A label that it was ``taught`` is known, whatever the convention says of it.
    """
    names = {label: label for label in taught}
    marked = ((e.start_char, e.end_char, convention.read(e.label_) or names.get(e.label_)) for e in doc.ents)
    return [(start, end, label) for start, end, label in marked if label is not None]


@Language.factory("annotator_entities")
class Entities(Kept):
    """Clusters the mentions into entities; ``links`` say which rules to trust."""

    def __init__(self, nlp: Language, name: str) -> None:
        super().__init__(nlp, name)
        self.links = default_links()

    def __call__(self, doc: Doc) -> Doc:
        """Write the mentions anew, with their entities."""
        text = text_of(doc)
        found, clusters = cluster(text, _found(doc), self.links)
        _write(doc, assemble(text, found, clusters))
        for entity, item in zip(doc._.entities, clusters, strict=True):
            entity["gender"] = item.gender  # for the pronouns; no part of a suggestion
        return doc

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The counts of the rules."""
        return self.links.to_bytes()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Entities:
        """Take counts of the rules."""
        self.links = Links.from_bytes(data)
        return self


@Language.factory("annotator_stances")
class Stances(Component):
    """Finds stances, with the topics and descriptions that are their ends, and the outline.

    ``model`` scores them; it is saved with the pipeline. A pipeline that was saved without one has the default model.
    """

    def __init__(self, nlp: Language, name: str) -> None:
        super().__init__(nlp, name)
        self.model = default_model()

    def __call__(self, doc: Doc) -> Doc:
        """Write the stances, and all on which they rest."""
        lexicon = default_lexicon()
        parse = read_doc(doc)
        found, clusters = _found(doc), _clusters(doc)
        reading = read_stances(parse, found, clusters, lexicon)
        scene = Scene(parse, lexicon, recognised(doc), reading)
        stances = suggest_stances(scene, reading, self.model)
        _write(doc, assemble(parse.text, found, clusters, stances))
        doc._.outline = msgspec.to_builtins(make_outline(parse, lexicon))
        return doc

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the stance model into the pipeline's folder; spaCy calls it."""
        self.model.to_disk(Path(path))

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Stances:
        """Take the stance model of a pipeline's folder, if it has one."""
        if Path(path).is_dir():
            self.model = StanceModel.from_disk(Path(path))
        return self

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The stance model in bytes."""
        return self.model.to_bytes()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Stances:
        """Take the stance model that :meth:`to_bytes` gave."""
        self.model = StanceModel.from_bytes(data)
        return self


@Language.factory("annotator_convention")
class InConvention(Kept):
    """Says everything in the words of a scheme: its labels, with or without civil titles. It comes last."""

    def __init__(self, nlp: Language, name: str) -> None:
        super().__init__(nlp, name)
        self.convention = default_convention()

    def __call__(self, doc: Doc) -> Doc:
        """Write the records anew, in the convention."""
        if self.convention.says or not self.convention.titles:
            records = (
                msgspec.convert(doc._.entities, list[SuggestedEntity], strict=False),
                msgspec.convert(doc._.mentions, list[SuggestedMention]),
                msgspec.convert(doc._.stances, list[SuggestedStance]),
            )
            _write(doc, say(text_of(doc), records, self.convention))
        return doc

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The convention."""
        return msgspec.json.encode(self.convention)

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> InConvention:
        """Take a convention."""
        self.convention = msgspec.json.decode(data, type=Convention)
        return self


def _write(doc: Doc, records: Records) -> None:
    doc._.entities, doc._.mentions, doc._.stances = (msgspec.to_builtins(items) for items in records)
    spans = [
        span
        for m in records[1]
        if (span := doc.char_span(m.start, m.end, m.label, alignment_mode="expand", span_id=m.id)) is not None
    ]
    doc.spans["mentions"] = SpanGroup(doc, name="mentions", spans=spans)


def _found(doc: Doc) -> list[Found]:
    mentions = msgspec.convert(doc._.mentions, list[SuggestedMention])
    return [Found(m.start, m.end, m.label, m.p, m.why, m.others) for m in mentions]


def _clusters(doc: Doc) -> list[Cluster]:
    members: dict[str, list[int]] = {}
    for number, mention in enumerate(doc._.mentions):
        members.setdefault(mention["entity"], []).append(number)
    return [
        Cluster(e["label"], members[e["id"]], e["name"], e.get("gender"), why=e.get("why", "")) for e in doc._.entities
    ]
