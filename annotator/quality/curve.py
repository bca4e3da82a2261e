"""How a score grows with the gold: an inverse power law through the points, and what more gold would bring.

The error 1 - score is taken as a × n^(-b), which is a line in logarithms (Figueroa, Zeng-Treitler, Kandula and Ngo,
"Predicting sample size required for classification performance", BMC Medical Informatics and Decision Making 12, 2012;
Viering and Loog, "The Shape of Learning Curves: A Review", IEEE TPAMI 2023). The line is the one of least squares; how
unsure it is comes from drawing the points anew (bootstrap).
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from annotator.quality.bootstrap import Interval, interval
from annotator.records import Record

FEWEST = 3
"""Through fewer points there is no curve."""
DRAWS = 500
_LEAST_ERROR = 1e-6


class Curve(Record, frozen=True):
    """1 - score = ``a`` × n^-``b``; ``draws`` are (a, b) of the points drawn anew."""

    a: float
    b: float
    draws: tuple[tuple[float, float], ...] = ()

    def at(self, n: float) -> float:
        """The score that the curve says for so many articles (1 or more)."""
        return _score(self.a, self.b, n)

    def band(self, n: float) -> Interval | None:
        """The 95 % interval of :meth:`at`; None with too few draws."""
        return interval([_score(a, b, n) for a, b in self.draws])

    def needed(self, now: float, gain: float) -> float | None:
        """How many articles more than ``now`` would raise the score by ``gain``; None when no number would."""
        return _needed(self.a, self.b, now, gain)

    def needed_band(self, now: float, gain: float) -> tuple[float, float | None] | None:
        """The 95 % interval of :meth:`needed`; its upper end is None when it may be that no number would."""
        if not self.draws:
            return None
        found = sorted(math.inf if (more := _needed(a, b, now, gain)) is None else more for a, b in self.draws)
        low, high = found[int(0.025 * len(found))], found[min(len(found) - 1, int(0.975 * len(found)))]
        return None if math.isinf(low) else (low, None if math.isinf(high) else high)


def fit(points: Sequence[tuple[float, float]], seed: int = 0) -> Curve | None:
    """The curve through points (articles, score 0 to 1); None with fewer than three different numbers of articles."""
    usable = [(n, score) for n, score in points if n >= 1 and 0 <= score <= 1]
    line = _line(usable)
    if len({n for n, _ in usable}) < FEWEST or line is None:
        return None
    chance = random.Random(seed)
    drawn = (_line(chance.choices(usable, k=len(usable))) for _ in range(DRAWS))
    return Curve(*line, tuple(found for found in drawn if found is not None))


def _line(points: Sequence[tuple[float, float]]) -> tuple[float, float] | None:
    """a and b by least squares on the logarithms; None when all points have the same number of articles."""
    xs = [math.log(n) for n, _ in points]
    ys = [math.log(max(1 - score, _LEAST_ERROR)) for _, score in points]
    if len(set(xs)) < 2:
        return None
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    slope = sum((one - x) * (two - y) for one, two in zip(xs, ys, strict=True)) / sum((one - x) ** 2 for one in xs)
    return math.exp(y - slope * x), -slope


def _score(a: float, b: float, n: float) -> float:
    try:
        return min(1.0, max(0.0, 1 - a * math.pow(max(n, 1.0), -b)))
    except OverflowError:
        return 0.0


def _needed(a: float, b: float, now: float, gain: float) -> float | None:
    wanted = _score(a, b, now) + gain
    if b <= 0 or wanted >= 1 or a <= 0:
        return None
    try:
        return max(0.0, math.pow(a / (1 - wanted), 1 / b) - now)
    except OverflowError:
        return None
