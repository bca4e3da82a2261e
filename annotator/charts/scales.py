"""From values to places: scales, round ticks, and labels that keep apart."""

from __future__ import annotations

import math
from collections.abc import Sequence

from annotator.records import Record


class Scale(Record, frozen=True):
    """Values from ``low`` to ``high`` on places from ``start`` to ``end``; what is outside is put on the nearer end."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The place of a value."""
        reach = (self.high - self.low) or 1.0
        part = min(1.0, max(0.0, (value - self.low) / reach))
        return self.start + part * (self.end - self.start)


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round values that take in ``low`` and ``high``, in steps of 1, 2 or 5; at least two of them."""
    reach = (high - low) or abs(high) or 1.0
    raw = reach / max(1, about)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(step for step in (power, 2 * power, 5 * power, 10 * power) if step >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(n * step, 12) for n in range(first, max(last, first + 1) + 1)]


def spread(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places moved as little as needed to be ``gap`` apart, within ``low`` and ``high`` while there is room."""
    order = sorted(range(len(places)), key=lambda n: places[n])
    made = list(places)
    for before, n in zip([None, *order], order, strict=False):
        made[n] = max(made[n], low if before is None else made[before] + gap)
    edge = high
    for n in reversed(order):
        made[n] = min(made[n], edge)
        edge = made[n] - gap
    return made
