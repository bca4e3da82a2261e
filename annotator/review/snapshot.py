"""Columns as bytes and back: what makes the room of 100,000 articles open at once when nothing changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from annotator.review.columns import Columns, Told

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class _Told(msgspec.Struct, array_like=True):
    rows: bytes
    p: bytes
    right: bytes


class _Packed(msgspec.Struct, array_like=True):
    ids: list[str]
    numbers: bytes
    stamps: list[bytes]
    sources: list[str]
    days: list[str]
    done: list[str]
    curators: list[tuple[str, ...]]
    labels: list[tuple[str, ...]]
    words: bytes
    blind: bytes
    ms: bytes
    acts: bytes
    presses: bytes
    keys: list[tuple[str, ...]]
    at: bytes
    across: bytes
    values: bytes
    told: dict[str, _Told]


def packed(columns: Columns) -> bytes:
    """The columns as bytes; of the table only what is not 0."""
    at, across = columns.table.nonzero()
    told = {
        kind: _Told(each.rows.tobytes(), each.p.tobytes(), each.right.tobytes()) for kind, each in columns.told.items()
    }
    return msgspec.msgpack.encode(
        _Packed(
            columns.ids,
            columns.numbers.tobytes(),
            columns.stamps,
            columns.sources,
            columns.days,
            columns.done,
            columns.curators,
            columns.labels,
            columns.words.tobytes(),
            columns.blind.tobytes(),
            columns.ms.tobytes(),
            columns.acts.tobytes(),
            columns.presses.tobytes(),
            columns.keys,
            at.astype("int32").tobytes(),
            across.astype("int32").tobytes(),
            columns.table[at, across].tobytes(),
            told,
        )
    )


def unpacked(data: bytes) -> Columns:
    """The columns again; raises ``msgspec.MsgspecError`` or ``ValueError`` for bytes that are none."""
    import numpy as np

    found = msgspec.msgpack.decode(data, type=_Packed)
    table = np.zeros((len(found.ids), len(found.keys)))
    at, across = _ints(found.at, "int32"), _ints(found.across, "int32")
    table[at, across] = np.frombuffer(found.values, dtype=np.float64)
    told = {
        kind: Told(
            _ints(each.rows, "int64"), np.frombuffer(each.p, dtype=np.float64), np.frombuffer(each.right, dtype=bool)
        )
        for kind, each in found.told.items()
    }
    return Columns(
        found.ids,
        _ints(found.numbers, "int64"),
        found.stamps,
        found.sources,
        found.days,
        found.done,
        _ints(found.words, "int64"),
        found.curators,
        found.labels,
        np.frombuffer(found.blind, dtype=bool),
        np.frombuffer(found.ms, dtype=np.float64),
        np.frombuffer(found.acts, dtype=np.float64),
        np.frombuffer(found.presses, dtype=np.float64),
        found.keys,
        table,
        told,
    )


def _ints(data: bytes, kind: str) -> NDArray[np.int64]:
    import numpy as np

    found: NDArray[np.int64] = np.frombuffer(data, dtype=kind)
    return found
