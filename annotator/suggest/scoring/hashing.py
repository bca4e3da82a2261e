"""Named features as sparse rows of numbers: each name is hashed to a column, the same on every machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from zlib import crc32

import msgspec
import numpy as np
from numpy.typing import NDArray

BITS = 18
"""Columns are numbers below 2 ** BITS."""
MASK = (1 << BITS) - 1


class Rows(msgspec.Struct, frozen=True):
    """Sparse rows one after another: row ``r`` is ``columns[starts[r]:starts[r + 1]]`` with ``values`` alike. No row is
    empty; a column may stand twice in a row, then it counts twice."""

    starts: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def times(self, weights: NDArray[np.floating]) -> NDArray[np.float64]:
        """The product with a matrix (columns × classes): rows × classes."""
        parts = weights[self.columns] * self.values[:, None]
        return np.add.reduceat(parts.astype(np.float64), self.starts[:-1], axis=0)

    def take(self, wanted: Iterable[int]) -> Rows:
        """The rows with these numbers, in this order."""
        numbers = list(wanted)
        pieces = [np.arange(self.starts[r], self.starts[r + 1]) for r in numbers]
        flat = np.concatenate(pieces) if pieces else np.zeros(0, np.int64)
        lengths = self.starts[1:][numbers] - self.starts[:-1][numbers]
        return Rows(_starts(lengths.tolist()), self.columns[flat], self.values[flat])


def hash_rows(features: Iterable[Mapping[str, float]]) -> Rows:
    """The rows of named features."""
    lengths: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row in features:
        lengths.append(len(row))
        columns += [crc32(name.encode()) & MASK for name in row]
        values += row.values()
    return Rows(_starts(lengths), np.array(columns, np.int64), np.array(values, np.float64))


def _starts(lengths: list[int]) -> NDArray[np.int64]:
    return np.cumsum([0, *lengths], dtype=np.int64)
