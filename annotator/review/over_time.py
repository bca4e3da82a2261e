"""How the work goes: acceptance, time and keys for each article, blind and not, in the order in which articles were done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.ledger import JUDGED
from annotator.records import Record
from annotator.review.columns import Columns
from annotator.review.flat import scores_of

if TYPE_CHECKING:
    from annotator.review.columns import Mask

POINTS = 24
"""So many points a line has at most."""
KINDS = ("mention", "stance")


class Stretch(Record, frozen=True):
    """Some articles that were done one after the other, the first and last day of it, and what they took.

    ``accepted`` is the share of suggestions accepted as they stood, of those decided one by one; seconds and presses are
    medians for an article. None where nothing is known.
    """

    since: str
    until: str
    articles: int
    accepted: float | None = None
    seconds: float | None = None
    presses: float | None = None
    acts: float | None = None


class Habit(Record, frozen=True):
    """Articles that were curated one way: ``blind``, or with suggestions shown. ``f1`` is the run's strict F1 on them, of
    mentions; ``stances_f1`` that of stances (holder, target, polarity). Medians for an article, as in :class:`Stretch`."""

    blind: bool
    articles: int
    seconds: float | None = None
    presses: float | None = None
    f1: float | None = None
    stances_f1: float | None = None


class OverTime(Record, frozen=True):
    """The stretches in order, and both habits. ``pull`` is by how much F1 of mentions is higher where suggestions were
    shown: so far do they pull decisions, if the articles are alike; None without both."""

    stretches: tuple[Stretch, ...] = ()
    habits: tuple[Habit, ...] = ()
    pull: float | None = None


def over_time(columns: Columns, mask: Mask) -> OverTime:
    """How the work on the articles of a mask went."""
    rows = sorted((done, number) for number, done in enumerate(columns.done) if mask[number] and done)
    size = max(1, -(-len(rows) // POINTS))
    stretches = tuple(_stretch(columns, rows[at : at + size]) for at in range(0, len(rows), size))
    habits = tuple(
        habit for blind in (True, False) if (habit := _habit(columns, mask & (columns.blind == blind), blind=blind))
    )
    pull = None
    if len(habits) == 2 and habits[0].f1 is not None and habits[1].f1 is not None:
        pull = habits[1].f1 - habits[0].f1
    return OverTime(stretches, habits, pull)


def _stretch(columns: Columns, rows: list[tuple[str, int]]) -> Stretch:
    numbers = [number for _, number in rows]
    right = sum(float(columns.column(("fates", kind, "accepted"))[numbers].sum()) for kind in KINDS)
    judged = sum(float(columns.column(("fates", kind, fate))[numbers].sum()) for kind in KINDS for fate in JUDGED)
    return Stretch(
        rows[0][0][:10],
        rows[-1][0][:10],
        len(rows),
        right / judged if judged else None,
        _median(columns.ms[numbers], 1000.0),
        _median(columns.presses[numbers]),
        _median(columns.acts[numbers]),
    )


def _habit(columns: Columns, mask: Mask, *, blind: bool) -> Habit | None:
    if not mask.any():
        return None
    scores = scores_of(columns.sums(mask))
    strict, triplet = scores.mentions.strict, scores.stances.triplet
    return Habit(
        blind,
        int(mask.sum()),
        _median(columns.ms[mask], 1000.0),
        _median(columns.presses[mask]),
        strict.f1 if strict.gold else None,
        triplet.f1 if triplet.gold else None,
    )


def _median(values: object, unit: float = 1.0) -> float | None:
    """The median of the values that are known, over ``unit``; None when none is."""
    import numpy as np

    array = np.asarray(values, dtype=np.float64)
    known = array[~np.isnan(array)]
    return float(np.median(known)) / unit if len(known) else None
