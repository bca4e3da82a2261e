"""Reading a JSON file object by object: those of an array, one after another, each found by its brackets and then decoded.

Memory holds one object at a time, never the file. What is no JSON is told with the line on which its object begins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from annotator.errors import InputError
from annotator.files import opened, replacing
from annotator.formats.base import BadLine, Dropped
from annotator.formats.lines import LONGEST_LINE
from annotator.gold import GoldRecord

_PIECE = re.compile(rb'[^{}\[\]"]*+(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"[^{}\[\]"]*+)*+([{}\[\]"]|\Z)', re.DOTALL)
"""What is between brackets, with whole strings; then a bracket, the beginning of a string without end, or the end."""
_BEFORE = re.compile(rb"[\s,\[\]]*")
_CHUNK = 64 * 1024


def objects(path: Path, most: int = LONGEST_LINE) -> Iterator[tuple[int, Any] | BadLine]:
    """The line (from 1) and the data of each object of a file: an array of objects, one object, or one after another.

    An object of more than ``most`` bytes, or without an end, ends the reading; any other bad one is passed over.
    """
    with opened(path) as file:
        source = _Source(file, most)
        while True:
            try:
                item = source.next()
            except InputError as error:
                yield BadLine(source.line, error.what)
                return
            if item is None:
                return
            yield _decoded(source.line, item)


def _decoded(line: int, item: bytes) -> tuple[int, Any] | BadLine:
    try:
        return line, msgspec.json.decode(item)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return BadLine(line, f"not valid JSON: {error}.")
    except RecursionError:
        return BadLine(line, "the JSON is nested too deeply.")


class _Source:
    """A file of which the next object is asked for; ``line`` is that on which the last one began."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file = file
        self._most = most
        self._held = b""
        self._passed = 1
        self.line = 1
        self._more()
        self._held = self._held.removeprefix(b"\xef\xbb\xbf")

    def _more(self) -> bool:
        # as much again as is held: a string that goes on and on is not searched from its beginning too often
        chunk = self._file.read(max(_CHUNK, len(self._held)))
        self._held += chunk
        return bool(chunk)

    def next(self) -> bytes | None:
        """The bytes of the next object; None at the end. Raises InputError when there is something else."""
        self._pass_over()
        self.line = self._passed
        if not self._held:
            return None
        if not self._held.startswith(b"{"):
            shown = self._held[:20].decode(errors="replace")
            raise InputError(f"a JSON object is expected, not {shown!r}.")
        end = self._end_of_object()
        item, self._held = self._held[:end], self._held[end:]
        self._passed += item.count(b"\n")
        return item

    def _pass_over(self) -> None:
        while True:
            match = _BEFORE.match(self._held)
            gone = match.end() if match else 0
            self._passed += self._held.count(b"\n", 0, gone)
            self._held = self._held[gone:]
            if self._held or not self._more():
                return

    def _end_of_object(self) -> int:
        depth = done = 0
        while True:
            for piece in _PIECE.finditer(self._held, done):
                found = piece[1]
                if found in (b'"', b""):
                    done = piece.start(1)
                    break
                depth += 1 if found in (b"{", b"[") else -1
                if depth == 0:
                    return piece.end()
            if len(self._held) > self._most:
                raise InputError(f"an object of more than {self._most // 1_000_000} MB.")
            if not self._more():
                raise InputError("not valid JSON: the file ends within this object.")


def write_array(
    records: Iterable[GoldRecord], path: Path, made: Callable[[GoldRecord], tuple[Any, Dropped]]
) -> Iterator[Dropped]:
    """Write what is ``made`` of each record into a JSON array, one object a line; yields what was dropped of each."""
    with replacing(path) as file:
        file.write(b"[")
        for number, record in enumerate(records):
            data, dropped = made(record)
            file.write((b",\n" if number else b"\n") + msgspec.json.encode(data))
            yield dropped
        file.write(b"\n]\n")


def write_lines(
    records: Iterable[GoldRecord], path: Path, made: Callable[[GoldRecord], tuple[Any, Dropped]]
) -> Iterator[Dropped]:
    """Write what is ``made`` of each record as a line of JSON; yields what was dropped of each."""
    with replacing(path) as file:
        for record in records:
            data, dropped = made(record)
            file.write(msgspec.json.encode(data) + b"\n")
            yield dropped
