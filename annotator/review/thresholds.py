"""Are the probabilities what they say, and what would accepting everything above some limit have cost?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from annotator.quality.calibration import Calibration, calibrate
from annotator.records import Record
from annotator.review.columns import Columns, Told

if TYPE_CHECKING:
    from annotator.review.columns import Mask

Kind = Literal["entities", "stances"]
STEPS = 100


class Threshold(Record, frozen=True):
    """Accepting all suggestions of probability ``at`` or more: how many are ``taken``, and how many of those are right."""

    at: float
    taken: int
    right: int

    @property
    def wrong(self) -> int:
        """So many wrong ones would have become gold."""
        return self.taken - self.right

    @property
    def precision(self) -> float | None:
        """The share that is right; None when none is taken."""
        return self.right / self.taken if self.taken else None


class Thresholds(Record, frozen=True):
    """All limits from 0 to 1 in steps of a hundredth, over ``total`` suggestions; ``calibration`` None without any."""

    kind: Kind
    total: int
    steps: tuple[Threshold, ...]
    calibration: Calibration | None


def thresholds(columns: Columns, mask: Mask, kind: Kind) -> Thresholds:
    """What every limit would have meant for the articles of a mask."""
    import numpy as np

    told = columns.told.get(kind) or Told(np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0, dtype=bool))
    here = mask[told.rows]
    said = list(zip(told.p[here].tolist(), told.right[here].tolist(), strict=True))
    order = np.argsort(told.p[here])
    p, right = told.p[here][order], told.right[here][order]
    above = np.concatenate([np.cumsum(right[::-1])[::-1], [0]])
    limits = [step / STEPS for step in range(STEPS + 1)]
    firsts = np.searchsorted(p, limits, side="left")
    steps = tuple(
        Threshold(at, len(p) - int(first), int(above[first])) for at, first in zip(limits, firsts, strict=True)
    )
    return Thresholds(kind, len(p), steps, calibrate(said))
