"""Labels of different makers compared: OntoNotes has eighteen, CoNLL four, others their own words for them.

When gold uses names that are not OntoNotes', both sides are told in four coarse classes (PER, ORG, LOC, MISC; a country is a
LOC), and what gold never marks does not count.
"""

from __future__ import annotations

from collections.abc import Iterable

from annotator.quality.mentions import Marked, Normaliser
from annotator.titles import without_title

FINE = frozenset(
    ("PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART", "TOPIC", "LANGUAGE")
)
"""The names of OntoNotes that mentions may have here, and TOPIC."""
_COARSE = {
    "PER": ("PER", "PERSON", "PEOPLE", "MILITARYPERSON"),
    "ORG": ("ORG", "ORGANIZATION", "ORGANISATION", "CORPORATION", "COMPANY"),
    "LOC": ("LOC", "GPE", "FAC", "LOCATION", "PLACE", "FACILITY", "GEO-LOC"),
    "MISC": ("MISC", "NORP", "EVENT", "PRODUCT", "WORK_OF_ART", "CREATIVE-WORK", "LAW", "LANGUAGE", "NATIONALITY"),
}
_CLASS = {name: coarse for coarse, names in _COARSE.items() for name in names}


def coarse(label: str) -> str:
    """The coarse class of a label; one that has none is a class of its own, in capitals."""
    return _CLASS.get(label.upper(), label.upper())


def title_blind(text: str, mention: Marked) -> Marked:
    """A person's mention without its civil title: whether "Ms" belongs to a name is a convention, not an error."""
    place, label = mention
    return (without_title(text, place), label) if coarse(label) == "PER" else mention


def common_ground(labels: Iterable[str]) -> Normaliser | None:
    """How to compare with gold that has these labels: None when they are ours, else in coarse classes."""
    wanted = set(labels)
    if wanted <= FINE:
        return None
    classes = {coarse(label) for label in wanted}

    def rule(_text: str, mention: Marked) -> Marked | None:
        place, label = mention
        return (place, coarse(label)) if coarse(label) in classes else None

    return rule
