"""What is known of a run at one moment, and how it follows the project: only the rows that changed are put in anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from annotator.review.columns import Columns, Told
from annotator.review.flat import Key

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from annotator.review.columns import Floats

    Ints = NDArray[np.int64]

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """The columns of a run while the project is at a ``mark`` (see :meth:`annotator.store.Reader.mark`).

    ``rule`` names the terms in which both sides were compared; ``unread`` counts finished articles without a suggestion.
    """

    mark: bytes
    rule: str
    unread: int
    columns: Columns

    def changed(self, stamps: Mapping[str, bytes]) -> set[str]:
        """Those of some articles with their stamps that have no row, or one made from something else."""
        known = dict(zip(self.columns.ids, self.columns.stamps, strict=True))
        return {id for id, stamp in stamps.items() if known.get(id) != stamp}

    def labels(self, ids: set[str]) -> set[str]:
        """All labels of the gold of some articles."""
        several = {own for id, own in zip(self.columns.ids, self.columns.labels, strict=True) if id in ids}
        return {label for own in several for label in own}


def merged(old: Columns, new: Columns, ids: Sequence[str]) -> Columns:
    """The rows of ``ids`` in that order: those of ``new`` where it has them, else those of ``old``. Neither is changed."""
    import numpy as np

    place = {id: row for row, id in enumerate((*old.ids, *new.ids))}  # one that both have is the new one's
    rows = np.array([place[id] for id in ids], dtype=np.int64)
    picked = rows.tolist()

    def several(one: list[T], other: list[T]) -> list[T]:
        both = one + other
        return [both[row] for row in picked]

    def array(one: Floats, other: Floats) -> Floats:
        return np.concatenate([one, other])[rows]

    keys = [*old.keys, *(key for key in new.keys if key not in old.number)]
    return Columns(
        list(ids),
        np.concatenate([old.numbers, new.numbers])[rows],
        several(old.stamps, new.stamps),
        several(old.sources, new.sources),
        several(old.days, new.days),
        several(old.done, new.done),
        np.concatenate([old.words, new.words])[rows],
        several(old.curators, new.curators),
        several(old.labels, new.labels),
        np.concatenate([old.blind, new.blind])[rows],
        array(old.ms, new.ms),
        array(old.acts, new.acts),
        array(old.presses, new.presses),
        keys,
        _table(old, new, rows, keys),
        {kind: _told(old, new, rows, kind) for kind in (*old.told, *(k for k in new.told if k not in old.told))},
    )


def _table(old: Columns, new: Columns, rows: Ints, keys: list[Key]) -> Floats:
    """The counts; the large old table is copied once, or twice where there are columns more."""
    import numpy as np

    fresh = rows >= len(old)
    if len(old) and len(keys) == len(old.keys):
        table = old.table.take(np.where(fresh, 0, rows), axis=0)
        table[fresh] = 0
    else:
        table = np.zeros((len(rows), len(keys)))
        table[~fresh, : len(old.keys)] = old.table[rows[~fresh]]
    if fresh.any():
        numbers = {key: n for n, key in enumerate(keys)}
        across = np.array([numbers[key] for key in new.keys], dtype=np.int64)
        table[np.flatnonzero(fresh)[:, None], across] = new.table[rows[fresh] - len(old)]
    return table


def _told(old: Columns, new: Columns, rows: Ints, kind: str) -> Told:
    """The probabilities of one kind, still row by row."""
    import numpy as np

    sides = [(columns.told[kind], at) for columns, at in ((old, 0), (new, len(old))) if kind in columns.told]
    there = np.full(len(old) + len(new), -1, dtype=np.int64)
    there[rows] = np.arange(len(rows))
    now = there[np.concatenate([told.rows + at for told, at in sides])]
    order = np.argsort(now, kind="stable")[int((now < 0).sum()) :]
    p, right = (np.concatenate([getattr(told, name) for told, _ in sides])[order] for name in ("p", "right"))
    return Told(now[order], p, right)
