"""How the probabilities of a project's suggestions are spread: what a threshold would hide."""

from __future__ import annotations

from collections.abc import Generator

from annotator.project import Project
from annotator.records import Record, Status, Suggestion

OPEN: tuple[Status, ...] = ("todo", "started")
STEPS = 100
"""Probabilities are counted by hundredths."""


class Spread(Record, frozen=True):
    """How many suggestions of the newest runs have each probability, over ``articles`` of ``total`` that are open.

    ``counts[n]`` are those of n to n + 1 hundredths.
    """

    articles: int
    total: int
    counts: tuple[int, ...]

    @property
    def suggestions(self) -> int:
        """How many there are."""
        return sum(self.counts)

    def below(self, p: float) -> int:
        """How many are less probable than ``p``, to a hundredth."""
        return sum(self.counts[: round(p * STEPS)])


def probabilities(suggestion: Suggestion | None) -> list[float]:
    """Those of all mentions and stances of a suggestion."""
    if suggestion is None:
        return []
    return [mention.p for mention in suggestion.mentions] + [stance.p for stance in suggestion.stances]


def spread(project: Project) -> Generator[Spread, None, Spread]:
    """Count the suggestions for all open articles; yields after each article what is counted so far.

    Of blind articles nothing is counted.
    """
    counted = project.counts()
    total = sum(counted[status] for status in OPEN)
    counts = [0] * (STEPS + 1)
    number = 0
    for number, id in enumerate(project.store.ids(OPEN), start=1):
        suggestion = project.suggestion(id)
        for p in probabilities(suggestion):
            counts[int(p * STEPS + 1e-9)] += 1
        yield Spread(number, total, tuple(counts))
    return Spread(number, total, tuple(counts))
