"""Precision, recall and F1 of sets, and macro and micro F1 of classes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from annotator.records import Record


class Score(Record, frozen=True):
    """How many of the ``suggested`` things are ``right``, and how many of the ``gold`` things were ``found``.

    ``right`` and ``found`` differ only where one thing may stand for several others.
    """

    right: int = 0
    suggested: int = 0
    found: int = 0
    gold: int = 0

    @property
    def p(self) -> float:
        """Precision: right / suggested; 0 when nothing was suggested."""
        return self.right / self.suggested if self.suggested else 0.0

    @property
    def r(self) -> float:
        """Recall: found / gold; 0 when there is no gold."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, 2pr / (p + r); 0 when both are."""
        return 2 * self.p * self.r / (self.p + self.r) if self.right and self.found else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.right + other.right,
            self.suggested + other.suggested,
            self.found + other.found,
            self.gold + other.gold,
        )

    def figures(self) -> dict[str, float | int]:
        """The figures under the names that JSON has."""
        return {
            "p": self.p,
            "r": self.r,
            "f1": self.f1,
            "right": self.right,
            "suggested": self.suggested,
            "found": self.found,
            "gold": self.gold,
        }


class Weighted(Record, frozen=True):
    """Sums of precision and recall with their weights, so that the scores of articles add up."""

    right_said: float = 0.0
    said: float = 0.0
    right_wanted: float = 0.0
    wanted: float = 0.0

    @property
    def precision(self) -> float:
        """From 0 to 1; 0 when nothing was said."""
        return self.right_said / self.said if self.said else 0.0

    @property
    def recall(self) -> float:
        """From 0 to 1; 0 when nothing was wanted."""
        return self.right_wanted / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __add__(self, other: Weighted) -> Weighted:
        return Weighted(
            self.right_said + other.right_said,
            self.said + other.said,
            self.right_wanted + other.right_wanted,
            self.wanted + other.wanted,
        )


def score_sets(gold: Iterable[object], suggested: Iterable[object]) -> Score:
    """The score of one set against another: a thing is right when the very same is in the gold."""
    wanted, said = set(gold), set(suggested)
    right = len(wanted & said)
    return Score(right, len(said), right, len(wanted))


def macro_f1(gold: Sequence[str], said: Sequence[str]) -> float:
    """The mean of the F1 of all classes that occur in gold or in what was said, item by item; 0 for no items.

    A class that was never said has F1 0. The sequences are of one length, else ``ValueError``.
    """
    both = Counter(g for g, s in zip(gold, said, strict=True) if g == s)
    wanted, given = Counter(gold), Counter(said)
    classes = {*wanted, *given}
    if not classes:
        return 0.0
    return sum(2 * both[c] / (wanted[c] + given[c]) for c in classes) / len(classes)


def micro_f1(gold: Sequence[str], said: Sequence[str]) -> float:
    """The share of items whose class is right; where each item has one class, this is micro F1. 0 for no items."""
    return sum(g == s for g, s in zip(gold, said, strict=True)) / len(gold) if gold else 0.0
