"""Two runs on the same articles: what differs, and whether that may be chance.

The test is approximate randomisation: both runs' counts are exchanged article by article at random, and the share of such
shuffles with a difference at least as large is the probability of seeing it by chance (Noreen, "Computer-Intensive Methods
for Testing Hypotheses", 1989; Yeh, "More accurate tests for the statistical significance of result differences", COLING
2000). One is added above and below, so that it is never 0 (Phipson and Smyth 2010).
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

from annotator.progress import Progress
from annotator.quality.bootstrap import Interval, interval
from annotator.records import Record
from annotator.review.columns import Columns
from annotator.review.figures import Group, Line, lines_of
from annotator.review.flat import Key, scores_of

if TYPE_CHECKING:
    from annotator.review.columns import Floats

SHUFFLES = 1000
MOST_READ = 20_000_000
FEWEST = 200
SURE = 0.05
"""A change that is seen by chance less often than this is called one."""


class Difference(Record, frozen=True):
    """One line of both runs: F1 of each, the new minus the old, its 95 % interval, and how likely so much is by chance."""

    group: Group
    name: str
    words: str
    old: float | None
    new: float | None
    change: float | None = None
    change_interval: Interval | None = None
    p: float | None = None
    gold: int = 0

    @property
    def sure(self) -> bool:
        """Whether the change is called more than chance: by the test alone, in tables and in charts."""
        return self.p is not None and self.p < SURE


class Compared(Record, frozen=True):
    """Two runs: on how many articles that both read, and line by line."""

    old: str
    new: str
    articles: int
    lines: tuple[Difference, ...] = ()


def differences(
    old: Columns, new: Columns, rows: list[tuple[int, int]], names: tuple[str, str], seed: int = 0
) -> Generator[Progress, None, Compared]:
    """Compare two runs; ``rows`` are the rows of the same articles in either, ``names`` the runs' ids, old first."""
    import numpy as np

    keys, first, second = _together(old, new, rows)
    was = _lines(keys, first.sum(axis=0))
    now = _lines(keys, second.sum(axis=0))
    chance = np.random.default_rng(seed)
    number = max(FEWEST, min(SHUFFLES, MOST_READ // max(1, len(rows))))
    beyond: dict[tuple[str, str], int] = {}
    drawn: dict[tuple[str, str], list[float | None]] = {}
    apart = second - first
    changes = {at: _change(was.get(at), now.get(at)) for at in {**was, **now}}
    for done in range(number if len(rows) > 1 else 0):
        swap = chance.integers(0, 2, len(rows)).astype(np.float64) @ apart
        shuffled = _changes(keys, first.sum(axis=0) + swap, second.sum(axis=0) - swap)
        times = np.bincount(chance.integers(0, len(rows), len(rows)), minlength=len(rows)).astype(np.float64)
        resampled = _changes(keys, times @ first, times @ second)
        for at, change in changes.items():
            other = shuffled.get(at)
            if change is not None and other is not None:
                beyond[at] = beyond.get(at, 0) + (abs(other) >= abs(change) - 1e-12)
            drawn.setdefault(at, []).append(resampled.get(at))
        yield Progress(done + 1, number, f"comparing, {done + 1:,} of {number:,} draws")
    lines = tuple(
        Difference(
            *at,
            (now.get(at) or was[at]).words,
            was[at].f1 if at in was else None,
            now[at].f1 if at in now else None,
            change,
            interval(drawn.get(at, [])) if change is not None else None,
            (beyond.get(at, 0) + 1) / (number + 1) if change is not None and len(rows) > 1 else None,
            (now.get(at) or was[at]).gold,
        )
        for at, change in changes.items()
    )
    return Compared(*names, len(rows), lines)


def _together(old: Columns, new: Columns, rows: list[tuple[int, int]]) -> tuple[list[Key], Floats, Floats]:
    """Both tables on the same rows with the same columns."""
    import numpy as np

    keys = list(dict.fromkeys([*old.keys, *new.keys]))
    sides = []
    for side, columns in enumerate((old, new)):
        table = np.zeros((len(rows), len(keys)))
        chosen = columns.table[[pair[side] for pair in rows]] if rows else columns.table[:0]
        numbers = {key: n for n, key in enumerate(keys)}
        table[:, [numbers[key] for key in columns.keys]] = chosen
        sides.append(table)
    return keys, sides[0], sides[1]


Lines = dict[tuple[Group, str], Line]


def _lines(keys: list[Key], values: Floats) -> Lines:
    counts = dict(zip(keys, values.tolist(), strict=True))
    return {(line.group, line.name): line for line in lines_of(scores_of(counts))}


def _change(was: Line | None, now: Line | None) -> float | None:
    """The new F1 minus the old; a line that only one run has (a label that nobody suggests) is 0 in the other."""
    if was is None or now is None or was.f1 is None or now.f1 is None:
        values = [line.f1 for line in (was, now) if line is not None and line.f1 is not None]
        return None if not values else (values[0] if now is not None and now.f1 is not None else -values[0])
    return now.f1 - was.f1


def _changes(keys: list[Key], was: Floats, now: Floats) -> dict[tuple[Group, str], float | None]:
    first, second = _lines(keys, was), _lines(keys, now)
    return {at: _change(first.get(at), second.get(at)) for at in {**first, **second}}
