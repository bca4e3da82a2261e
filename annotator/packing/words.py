"""All words of a DocBin by the numbers that stand for them in its columns: on the disk, in no folder that anybody sees."""

from __future__ import annotations

import errno
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Self

_INTO = "INSERT OR IGNORE INTO word VALUES (?, ?)"
_OF = "SELECT text FROM word WHERE number IN (SELECT value FROM json_each(?))"
_IN_MEMORY_KIB = 4096


class Words:
    """The words; a context that throws them away at its end. Raises OSError when the disk is full."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("")  # a file of its own, gone when it is closed
        self._db.execute(f"PRAGMA cache_size = -{_IN_MEMORY_KIB}")
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("CREATE TABLE word (number INTEGER PRIMARY KEY, text TEXT NOT NULL)")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def put(self, texts: Iterable[str]) -> None:
        """Add words; those that are there already count once."""
        from spacy.strings import StringStore

        numbers = StringStore()
        with _said_plainly():
            self._db.executemany(_INTO, ((_signed(numbers[text]), text) for text in texts))

    def of(self, numbers: Iterable[int]) -> Iterator[str]:
        """The words with these numbers (64 bits without a sign), without those that there are not."""
        with _said_plainly():
            for (text,) in self._db.execute(_OF, (json.dumps([_signed(n) for n in numbers]),)):
                yield text

    def __len__(self) -> int:
        (count,) = self._db.execute("SELECT count(*) FROM word").fetchone()
        return int(count)

    def __iter__(self) -> Iterator[str]:
        """All of them, sorted by their code points."""
        with _said_plainly():
            for (text,) in self._db.execute("SELECT text FROM word ORDER BY text"):
                yield text


def _signed(number: int) -> int:
    return number - (number >> 63 << 64)


@contextmanager
def _said_plainly() -> Iterator[None]:
    """Say what SQLite cannot write as any other file says it."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise OSError(errno.ENOSPC, f"words cannot be put down: {error}") from error
