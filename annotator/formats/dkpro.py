"""What WebAnno and INCEpTION call things: which layers hold mentions, which feature is a label, how entities are linked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

WIKIDATA = "http://www.wikidata.org/entity/"
NAMED_ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
LABELS = ("value", "polarity", "entity", "label", "type", "category")
"""Features that are taken for the label, the first that is set; else any other."""
_WIKIDATA = re.compile(r"https?://www\.wikidata\.org/(?:entity|wiki)/(Q\d+)")
_OF_WORDS = frozenset(
    ("POS", "Lemma", "Stem", "MorphologicalFeatures", "Token", "Sentence", "Dependency", "Chunk", "SurfaceForm")
)
_SAME = re.compile(r"coref", re.IGNORECASE)
_NOT_THE_SAME = re.compile(r"bridg", re.IGNORECASE)


def describes_words(layer: str) -> bool:
    """True for layers of DKPro that describe words, not what is named, by the last part of their names."""
    return layer.rsplit(".", 1)[-1] in _OF_WORDS


def is_coreference(layer: str) -> bool:
    """True for a layer whose relations say that two mentions are of one entity, if they are not of another kind."""
    return _SAME.search(layer) is not None


def is_bridging(kind: str) -> bool:
    """True for a kind of coreference that joins different entities."""
    return _NOT_THE_SAME.search(kind) is not None


def label_in(values: Mapping[str, str]) -> str:
    """The label that the features of a span say; "" when none does."""
    known = next((values[f] for f in LABELS if values.get(f)), "")
    return known or next((v for f, v in values.items() if v and f not in ("identifier", "identity")), "")


def links_in(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What says which thing of the world a span is: Wikidata's number, a page of Wikipedia, or another address."""
    identifier, page = values.get("identifier"), values.get("identity")
    if identifier:
        match = _WIKIDATA.fullmatch(identifier)
        yield ("wikidata", match[1]) if match else ("identifier", identifier)
    if page:
        yield "wikipedia", page
