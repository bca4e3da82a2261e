"""What the columns of a DocBin have for each doc: they are read side by side, each unpacked from its own place on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import repeat
from typing import Any, BinaryIO

import numpy as np
from srsly.msgpack import UnpackException

from annotator.errors import InputError
from annotator.packing.columns import PIECE, Columns, Unpacked, walk
from annotator.packing.docs import MOST_TOKENS


@dataclass(frozen=True, slots=True)
class Row:
    """A doc as it is packed: its words and what else is wanted of its tokens; None when there are too many of them.

    ``unknown`` is True when nobody knows where spaces are; ``categories`` says how many the whole text has.
    """

    tokens: np.ndarray[Any, np.dtype[np.uint64]] | None
    spaces: np.ndarray[Any, np.dtype[np.bool_]]
    unknown: bool
    categories: int
    span_groups: bytes
    user_data: bytes


def rows(file: BinaryIO, columns: Columns, places: list[int]) -> Iterator[Row]:
    """The docs in their order, of their tokens the attributes at these places; raises InputError for broken columns."""
    beside = zip(
        _each(file, columns.starts.get("flags"), _unknown, default=False),
        _each(file, columns.starts.get("cats"), _categories, default=0),
        _each(file, columns.starts.get("span_groups"), _bytes, default=b""),
        _each(file, columns.starts.get("user_data"), _bytes, default=b""),
        strict=False,
    )
    tokens, spaces, lengths = (Unpacked(file, columns.starts[n]) for n in ("tokens", "spaces", "lengths"))
    width = len(columns.attrs)
    for _ in range(columns.docs):
        (length,) = np.frombuffer(lengths.read(4), "int32").tolist()
        kept = length if length <= MOST_TOKENS else 0
        array = _tokens(tokens, kept, width, places)
        space = np.frombuffer(spaces.read(kept), bool)
        tokens.pass_over((length - kept) * width * 8)
        spaces.pass_over(length - kept)
        yield Row(array if kept == length else None, space, *next(beside))


def _tokens(column: Unpacked, length: int, width: int, places: list[int]) -> np.ndarray[Any, np.dtype[np.uint64]]:
    step = PIECE // (8 * width)
    pieces = [np.empty((0, len(places)), "uint64")]
    for at in range(0, length, step):
        piece = column.read(min(step, length - at) * width * 8)
        pieces.append(np.frombuffer(piece, "uint64").reshape(-1, width).take(places, axis=1))
    return np.concatenate(pieces)


def _each(file: BinaryIO, start: int | None, take: Callable[[Any], Any], *, default: object) -> Iterator[Any]:
    """What a column that begins there has for each doc; the default again and again when there is no such column."""
    if start is None:
        yield from repeat(default)
        return
    there = walk(file, start)
    while True:
        try:
            yield take(there)
        except (ValueError, TypeError, OverflowError, UnpackException) as error:
            raise InputError(f"no DocBin of spaCy: {error!r}.") from error


def _unknown(there: Any) -> bool:
    known = True
    for _ in range(there.read_map_header()):
        name, value = there.unpack(), there.unpack()
        known = known and not (name == "has_unknown_spaces" and value)
    return not known


def _categories(there: Any) -> int:
    count = int(there.read_map_header())
    for _ in range(2 * count):
        there.skip()
    return count


def _bytes(there: Any) -> bytes:
    data = there.unpack()
    if not isinstance(data, bytes | None):
        raise TypeError("bytes were expected")
    return data or b""
