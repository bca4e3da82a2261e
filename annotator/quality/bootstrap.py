"""How far a figure may be chance: percentile bootstrap intervals over articles, the same each time.

Efron, "Bootstrap Methods: Another Look at the Jackknife" (Annals of Statistics 7, 1979): articles are drawn anew, as many as
there are and with putting back, and the figure is computed of each draw; the interval holds the middle 95 % of what comes
out. Whole articles are drawn because decisions within one hang together.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DRAWS = 1000
SHARE = 0.95
_Key = TypeVar("_Key", bound=Hashable)
Interval = tuple[float, float]
Figure = Callable[[Mapping[_Key, float]], float | None]
"""A figure of summed counts; None where it is undefined."""


def draws(counts: Sequence[Mapping[_Key, float]], number: int = DRAWS, seed: int = 0) -> Iterator[dict[_Key, float]]:
    """Sums of the counts of articles drawn with putting back, ``number`` times; the same seed gives the same sums.

    Of fewer than two articles there is nothing to draw.
    """
    import numpy as np

    if len(counts) < 2:
        return
    keys = list({key: None for count in counts for key in count})
    table = np.array([[count.get(key, 0.0) for key in keys] for count in counts])
    for drawn in sums(table, number, seed):
        yield dict(zip(keys, drawn.tolist(), strict=True))


def sums(table: NDArray[np.float64], number: int = DRAWS, seed: int = 0) -> Iterator[NDArray[np.float64]]:
    """The same of a table, a row for each article and a column for each count: the sums of all columns, draw by draw."""
    import numpy as np  # thousands of articles would take minutes without it

    if len(table) < 2:
        return
    chance = np.random.default_rng(seed)
    for _ in range(number):
        times = np.bincount(chance.integers(0, len(table), len(table)), minlength=len(table))
        yield times @ table


def interval(values: Sequence[float | None], share: float = SHARE) -> Interval | None:
    """The middle ``share`` of values that came of draws, undefined ones aside; None with fewer than two."""
    known = sorted(value for value in values if value is not None)
    if len(known) < 2:
        return None
    out = (1 - share) / 2
    return _quantile(known, out), _quantile(known, 1 - out)


def _quantile(values: Sequence[float], share: float) -> float:
    """Between the two nearest of sorted values, in proportion."""
    place = share * (len(values) - 1)
    below = int(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (place - below) * (values[above] - values[below])
