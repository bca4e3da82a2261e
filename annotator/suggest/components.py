"""The suggesters as spaCy components. Registered by entry points, so that ``spacy.load`` finds them.

After the pipeline ``doc.spans["mentions"]`` holds the mentions (widened to whole tokens), ``doc._.mentions``,
``doc._.entities`` and ``doc._.stances`` the suggested records and ``doc._.outline`` the outline, as plain data that a
``DocBin`` can store; offsets in them are code points of ``doc.text``.
"""

from __future__ import annotations

from typing import Any

import msgspec
from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from annotator.records import SuggestedEntity, SuggestedMention
from annotator.suggest.assemble import Records, assemble
from annotator.suggest.lexicon import default_lexicon
from annotator.suggest.names import Cluster, cluster
from annotator.suggest.ner import Found, find_mentions
from annotator.suggest.outline import make_outline
from annotator.suggest.parse import read_doc
from annotator.suggest.people import Gender
from annotator.suggest.stance import find_stances

FIRST = "annotator_lines"
LAST = ("annotator_mentions", "annotator_entities", "annotator_stances")
"""The components' names: one before everything else, three after."""

for _name in ("mentions", "entities", "stances"):
    Doc.set_extension(_name, default=[], force=True)
Doc.set_extension("outline", default={}, force=True)
Doc.set_extension("genders", default={}, force=True)


@Language.component(FIRST)
def lines(doc: Doc) -> Doc:
    """Let a sentence begin with every line, so that headlines and paragraphs never run together."""
    fresh = False
    for token in doc:
        if token.is_space:
            fresh = fresh or "\n" in token.text
        elif fresh:
            token.is_sent_start = True
            fresh = False
    return doc


@Language.factory(LAST[0])
def make_mentions(nlp: Language, name: str) -> Mentions:
    """The component that finds mentions."""
    scores = nlp.meta.get("performance", {}).get("ents_per_type") or {}
    return Mentions({label: float(row["p"]) for label, row in scores.items()})


class Mentions:
    """Finds mentions; ``precision`` is what the pipeline publishes for its labels."""

    def __init__(self, precision: dict[str, float]) -> None:
        self.precision = precision

    def __call__(self, doc: Doc) -> Doc:
        recognised = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
        found = find_mentions(doc.text, recognised, self.precision)
        alone = [Cluster(m.label, [i], m.range.of(doc.text)) for i, m in enumerate(found)]
        _write(doc, assemble(doc.text, found, alone))
        return doc


@Language.component(LAST[1])
def entities(doc: Doc) -> Doc:
    """Cluster the mentions into entities."""
    found, clusters = cluster(doc.text, _found(doc))
    records = assemble(doc.text, found, clusters)
    _write(doc, records)
    doc._.genders = {e.id: c.gender for e, c in zip(records[0], clusters, strict=True) if c.gender}
    return doc


@Language.component(LAST[2])
def stances(doc: Doc) -> Doc:
    """Find stances, with the topics and descriptions that are their ends, and the outline."""
    lexicon = default_lexicon()
    parse = read_doc(doc)
    found, clusters = _found(doc), _clusters(doc)
    _write(doc, assemble(doc.text, found, clusters, find_stances(parse, found, clusters, lexicon)))
    doc._.outline = msgspec.to_builtins(make_outline(parse, lexicon))
    return doc


def _write(doc: Doc, records: Records) -> None:
    doc._.entities, doc._.mentions, doc._.stances = (msgspec.to_builtins(items) for items in records)
    spans = [
        span
        for m in records[1]
        if (span := doc.char_span(m.start, m.end, m.label, alignment_mode="expand", span_id=m.id)) is not None
    ]
    doc.spans["mentions"] = SpanGroup(doc, name="mentions", spans=spans)


def _found(doc: Doc) -> list[Found]:
    return [Found(m["start"], m["end"], m["label"], m["p"], m.get("why", "")) for m in doc._.mentions]


def _clusters(doc: Doc) -> list[Cluster]:
    members: dict[str, list[int]] = {}
    for number, mention in enumerate(msgspec.convert(doc._.mentions, list[SuggestedMention])):
        members.setdefault(mention.entity, []).append(number)
    genders: dict[str, Gender] = doc._.genders
    found: list[SuggestedEntity] = msgspec.convert(doc._.entities, list[SuggestedEntity])
    return [Cluster(e.label, members[e.id], e.name, genders.get(e.id), why=e.why) for e in found]


def plain(doc: Doc) -> dict[str, Any]:
    """What the components left on a document, as the fields of a suggestion."""
    return {name: getattr(doc._, name) for name in ("entities", "mentions", "stances", "outline")}
