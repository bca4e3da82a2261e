"""Curators against each other: planted disagreements are found, exactly; the figures; the command."""

from __future__ import annotations

from annotator.agreeing import Agreement, Party, agree
from annotator.evaluating.reading import Case
from tests.agreeing.planting import PLANTS, article, under_other_ids

EACH = 4
"""So many articles have a disagreement of each kind."""


def planted() -> tuple[list[Case], list[Case], list[tuple[str, str, int]]]:
    """Two curators' articles, and what they disagree on: article, kind, place."""
    mine, theirs, expected = [], [], []
    for number, plant in enumerate(list(PLANTS.values()) * EACH):
        text, annotation = article(number)
        changed, kinds = plant(annotation)
        mine.append((text, annotation))
        theirs.append((text, under_other_ids(changed)))
        expected += [(text.id, kind, place) for kind, place in kinds]
    return mine, theirs, expected


def party(name: str, *cases: Case) -> Party:
    return Party(name, "", {found.text: (found, annotation) for found, annotation in cases})


def run(*parties: Party) -> Agreement:
    work = agree(parties)
    while True:
        try:
            next(work)
        except StopIteration as end:
            found: Agreement = end.value
            return found


def test_planted_disagreements_are_found_and_nothing_else() -> None:
    mine, theirs, expected = planted()
    (between,) = run(party("ann", *mine), party("ben", *theirs)).pairs
    assert between.articles == len(PLANTS) * EACH
    assert sorted((d.article, d.kind, d.start) for d in between.disagreements) == sorted(expected)
