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

from annotator.records import SuggestedMention
from annotator.suggest.assemble import Records, assemble
from annotator.suggest.lexicon import default_lexicon
from annotator.suggest.names import Cluster, cluster
from annotator.suggest.ner import Found, find_mentions
from annotator.suggest.outline import make_outline
from annotator.suggest.parse import read_doc
from annotator.suggest.stance import find_stances

LINES = "annotator_lines"
"""The one component that comes before everything else."""

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


@Language.factory("annotator_mentions")
class Mentions(Component):
    """Finds mentions."""

    def __call__(self, doc: Doc) -> Doc:
        """Write the mentions, each an entity of its own."""
        scores = self.meta.get("performance", {}).get("ents_per_type") or {}
        precision = {label: float(row["p"]) for label, row in scores.items()}
        found = find_mentions(doc.text, [(e.start_char, e.end_char, e.label_) for e in doc.ents], precision)
        _write(doc, assemble(doc.text, found, [Cluster(m.label, [i]) for i, m in enumerate(found)]))
        return doc


@Language.factory("annotator_entities")
class Entities(Component):
    """Clusters the mentions into entities."""

    def __call__(self, doc: Doc) -> Doc:
        """Write the mentions anew, with their entities."""
        found, clusters = cluster(doc.text, _found(doc))
        _write(doc, assemble(doc.text, found, clusters))
        for entity, item in zip(doc._.entities, clusters, strict=True):
            entity["gender"] = item.gender  # for the pronouns; no part of a suggestion
        return doc


@Language.factory("annotator_stances")
class Stances(Component):
    """Finds stances, with the topics and descriptions that are their ends, and the outline."""

    def __call__(self, doc: Doc) -> Doc:
        """Write the stances, and all on which they rest."""
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
    mentions = msgspec.convert(doc._.mentions, list[SuggestedMention])
    return [Found(m.start, m.end, m.label, m.p, m.why) for m in mentions]


def _clusters(doc: Doc) -> list[Cluster]:
    members: dict[str, list[int]] = {}
    for number, mention in enumerate(doc._.mentions):
        members.setdefault(mention["entity"], []).append(number)
    return [
        Cluster(e["label"], members[e["id"]], e["name"], e.get("gender"), why=e.get("why", "")) for e in doc._.entities
    ]
