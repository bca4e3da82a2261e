"""Where the columns of a DocBin begin, and what they say, unpacked piece by piece: hostile ones fill no memory.

Every part is passed over once before the first doc is made (:func:`survey`). From then on the file is known to be whole,
and its columns to fit together.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import numpy as np
from srsly.msgpack import Unpacker, UnpackException

from annotator.errors import InputError
from annotator.formats.lines import LONGEST_LINE
from annotator.packing.words import Words

MOST_BYTES = 8_000_000_000
"""A file that unpacks to more is refused. spaCy itself can pack no more than 4 GB of tokens."""
MOST_DOCS = 10_000_000
MOST_WORDS = 10_000_000
MOST_IN_WORDS = 1_000_000_000
"""So many bytes all words together may have: they are the only thing that is put on the disk."""
MOST_ATTRS = 64
PIECE = 1 << 16
RAW = ("tokens", "spaces", "lengths")
"""Columns in which all docs lie end to end; the others are lists with an item for each doc."""
LISTS = ("cats", "flags", "span_groups", "user_data")
_NONE = "no DocBin of spaCy: its parts do not fit together."


class Unpacked:
    """What is in a packed file from an offset on. Several may read one file in turn, each at its own place."""

    def __init__(self, file: BinaryIO, start: int = 0) -> None:
        self._file, self._at, self._given = file, 0, 0
        self._zlib = zlib.decompressobj()
        self.pass_over(start)

    def read(self, count: int) -> bytes:
        """So many bytes; fewer only at the end. Raises InputError when the file is cut off, or none, or too large."""
        found = bytearray()
        while len(found) < count and (piece := self._piece(count - len(found))):
            found += piece
        self._given += len(found)
        if self._given > MOST_BYTES:
            raise InputError(f"larger than {MOST_BYTES // 1_000_000_000} GB unpacked.")
        return bytes(found)

    def pass_over(self, count: int) -> None:
        """Read so many bytes for nothing."""
        while count and (piece := self.read(min(count, PIECE))):
            count -= len(piece)

    def _piece(self, most: int) -> bytes:
        while not self._zlib.eof:
            packed = self._zlib.unconsumed_tail or self._packed()
            try:
                piece = self._zlib.decompress(packed, most)
            except zlib.error as error:
                raise InputError(f"no DocBin of spaCy: {error}.") from error
            if piece:
                return piece
            if not packed:
                raise InputError("no DocBin of spaCy: it is cut off.")
        return b""

    def _packed(self) -> bytes:
        self._file.seek(self._at)
        packed = self._file.read(PIECE)
        self._at += len(packed)
        return packed


def walk(file: BinaryIO, start: int = 0) -> Any:
    """An Unpacker from an offset on that makes numbers, words and bytes of up to 64 MB, but no list and no map."""
    most = {"max_buffer_size": LONGEST_LINE, "max_array_len": 0, "max_map_len": 0}
    return Unpacker(Unpacked(file, start), raw=False, read_size=PIECE, **most)


@dataclass(slots=True)
class Columns:
    """Where each column begins in the unpacked file, and what its docs are: ``attrs`` are numbers of spaCy's."""

    docs: int = 0
    attrs: list[int] = field(default_factory=list)
    starts: dict[str, int] = field(default_factory=dict)


def survey(file: BinaryIO, words: Words) -> Columns:
    """Pass over a DocBin, putting its words into ``words``. Raises InputError unless all is there and fits together."""
    try:
        return _Survey(file, words).done()
    except (ValueError, TypeError, OverflowError, UnpackException) as error:
        raise InputError(f"no DocBin of spaCy: {error!r}.") from error


class _Survey:
    """One walk over all parts of a DocBin, in whatever order they come."""

    def __init__(self, file: BinaryIO, words: Words) -> None:
        self._walk, self._words = walk(file), words
        self._columns = Columns()
        self._sizes: dict[str, int] = {}
        self._tokens = 0

    def done(self) -> Columns:
        for _ in range(self._walk.read_map_header()):
            self._part(self._walk.unpack())
        if self._walk.read_bytes(1):
            raise ValueError("there is more behind its end")
        self._check()
        return self._columns

    def _part(self, name: object) -> None:
        if name in RAW:
            self._raw(str(name))
        elif name in LISTS:
            for _ in range(self._listed(str(name), MOST_DOCS)):
                self._walk.skip()
        elif name == "attrs":
            self._columns.attrs = [int(self._walk.unpack()) for _ in range(self._listed("attrs", MOST_ATTRS))]
        elif name == "strings":
            self._words.put(self._strings(self._listed("strings", MOST_WORDS)))
        else:
            self._walk.skip()

    def _begin(self, name: str, size: int) -> int:
        if name in self._sizes:
            raise ValueError(f"{name} is there twice")
        self._columns.starts[name], self._sizes[name] = self._walk.tell(), size
        return size

    def _listed(self, name: str, most: int) -> int:
        if (count := self._walk.read_array_header()) > most:
            raise ValueError(f"more than {most:,} {name}")
        return self._begin(name, count)

    def _strings(self, count: int) -> Iterator[str]:
        for _ in range(count):
            text = self._walk.unpack()
            if not isinstance(text, str) or self._walk.tell() - self._columns.starts["strings"] > MOST_IN_WORDS:
                raise ValueError("its strings are none, or too many")
            yield text

    def _raw(self, name: str) -> None:
        if not (width := {b"\xc4": 1, b"\xc5": 2, b"\xc6": 4}.get(self._walk.read_bytes(1))):
            raise ValueError(f"{name} are no bytes")
        size = int.from_bytes(self._walk.read_bytes(width))
        self._begin(name, size)
        while size and (piece := self._walk.read_bytes(min(size, PIECE))):
            size -= len(piece)
            if name == "lengths":
                self._count(np.frombuffer(piece, "int32"))

    def _count(self, lengths: np.ndarray[Any, np.dtype[np.int32]]) -> None:
        if lengths.min() < 0:
            raise ValueError("a length is below nought")
        self._columns.docs += lengths.size
        self._tokens += int(lengths.sum(dtype="int64"))

    def _check(self) -> None:
        sizes, docs, attrs = self._sizes, self._columns.docs, self._columns.attrs
        wanted = {"tokens": self._tokens * len(attrs) * 8, "spaces": self._tokens, "lengths": docs * 4}
        fits = all(sizes.get(name) == size for name, size in wanted.items())
        listed = all(sizes.get(name, docs) == docs for name in LISTS)
        if not (fits and listed and attrs and docs <= MOST_DOCS and "strings" in sizes):
            raise InputError(_NONE)
