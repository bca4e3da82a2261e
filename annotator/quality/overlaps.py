"""Mentions whose edges may differ: the four ways of SemEval-2013 task 9.1 to say how far two sides agree.

Segura-Bedmar, Martínez and Herrero-Zazo, "SemEval-2013 Task 9" (2013), after Chinchor and Sundheim, MUC-5 (1993): strict is
the same range and label, exact the same range, type the same label on any overlap, partial any overlap, which counts half
unless the range is the same. Mentions are paired one to one, the most alike first (see ``pairing``), so that F1 is the same
whichever side is called gold. The same range and label twice counts once; an empty range meets only the very same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from annotator.quality.counting import Weighted
from annotator.quality.matching import dice
from annotator.quality.mentions import Marked
from annotator.quality.pairing import Likeness, pair_up
from annotator.records import Record

Way = Literal["strict", "exact", "partial", "type"]
WAYS: tuple[Way, ...] = ("strict", "exact", "partial", "type")


class Overlaps(Record, frozen=True):
    """How many mentions either side has, and how many of them agree in each of the four ways (``partial`` in halves).

    Where the one side is gold and the other what was said, precision is agreed / others, recall agreed / ones.
    """

    ones: int = 0
    others: int = 0
    strict: float = 0
    exact: float = 0
    partial: float = 0
    type: float = 0

    def __add__(self, other: Overlaps) -> Overlaps:
        return Overlaps(*(getattr(self, f) + getattr(other, f) for f in self.__struct_fields__))

    def score(self, way: Way) -> Weighted:
        """One of the four ways as precision and recall of the other side against the one."""
        agreed = float(getattr(self, way))
        return Weighted(agreed, self.others, agreed, self.ones)


def score_overlaps(ones: Iterable[Marked], others: Iterable[Marked]) -> Overlaps:
    """The counts of one article; 2 × agreed / (ones + others) is the F1 of each."""
    first, second = sorted(set(ones)), sorted(set(others))
    both = [(one, other) for one, other in pair_up(first, second, _alike) if one is not None and other is not None]
    same_range = [one[0] == other[0] for one, other in both]
    same_label = [one[1] == other[1] for one, other in both]
    return Overlaps(
        len(first),
        len(second),
        sum(a and b for a, b in zip(same_range, same_label, strict=True)),
        sum(same_range),
        sum(1 if same else 0.5 for same in same_range),
        sum(same_label),
    )


def _alike(one: Marked, other: Marked) -> Likeness | None:
    common, equal = dice(one[0], other[0]), one[0] == other[0]
    return (equal, one[1] == other[1], common) if common or equal else None
