"""Do probabilities mean what they say? Reliability bins, expected calibration error, Brier score.

Expected calibration error, with M bins of equal width over (0, 1]: sum over bins of |B| / n × |accuracy(B) - confidence(B)|
(Naeini, Cooper and Hauskrecht, AAAI 2015; Guo et al., ICML 2017, equation 3). Brier score: the mean of (p - outcome)²
(Brier, Monthly Weather Review 1950, for two classes).
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from annotator.records import Record

BINS = 10


class Bin(Record, frozen=True):
    """What was said with a probability in (low, high]: how many, with which mean probability, and how many were right."""

    low: float
    high: float
    n: int = 0
    confidence: float = 0.0
    accuracy: float = 0.0


class Calibration(Record, frozen=True):
    """How ``n`` probabilities compare with what came of them. ``bins`` without any are left out."""

    n: int
    ece: float
    brier: float
    bins: tuple[Bin, ...] = ()


def calibrate(told: Iterable[tuple[float, bool]], bins: int = BINS) -> Calibration | None:
    """Compare probabilities with outcomes; None when there are none.

    ``told`` are pairs (probability, was it right); one outside 0 to 1 or not a number raises ``ValueError``.
    """
    items = list(told)
    if not items:
        return None
    groups: dict[int, list[tuple[float, bool]]] = {}
    for p, right in items:
        if not 0 <= p <= 1:  # also not for NaN
            raise ValueError(f"{p} is no probability")
        groups.setdefault(max(0, math.ceil(p * bins) - 1), []).append((p, right))
    made = tuple(
        Bin(
            number / bins,
            (number + 1) / bins,
            len(group),
            sum(p for p, _ in group) / len(group),
            sum(right for _, right in group) / len(group),
        )
        for number, group in sorted(groups.items())
    )
    n = len(items)
    return Calibration(
        n,
        sum(b.n / n * abs(b.accuracy - b.confidence) for b in made),
        sum((p - right) ** 2 for p, right in items) / n,
        made,
    )
