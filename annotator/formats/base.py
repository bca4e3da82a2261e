"""What a format is: how it is found, what it reads and writes, and what it cannot carry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.errors import InputError
from annotator.gold import GoldRecord
from annotator.records import Annotation, Article


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line (from 1) that could not be read, and why."""

    line: int
    cause: str


Parsed = Article | tuple[Article, Annotation] | BadLine
"""What a file yields: an article, one with its finished annotation, or a line that could not be read."""


@dataclass(frozen=True, slots=True)
class Format:
    """One file format. ``loses`` are the things that it cannot carry, each as the end of a sentence.

    ``marks`` is what a file of it marks throughout, so that what it lacks is not so: "entities", "stances", or only the
    stances between given "pairs" or towards given "targets".

    ``looks_like(head, path)`` tells from the first bytes whether a file is of this format. ``read`` yields what a file
    holds, or raises InputError when the whole file is unreadable; None when the format is only written. ``write`` writes
    records and yields after each; what was there before stays until all is written; None when it is only read.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    looks_like: Callable[[bytes, Path], bool]
    reader: Callable[[Path], Iterator[Parsed]] | None = None
    writer: Callable[[Iterable[GoldRecord], Path], Iterator[None]] | None = None
    loses: tuple[str, ...] = ()
    marks: tuple[str, ...] = ("entities", "stances")

    @property
    def reads(self) -> bool:
        """True when files of this format can be imported."""
        return self.reader is not None

    @property
    def writes(self) -> bool:
        """True when gold can be exported to it."""
        return self.writer is not None

    def read(self, path: Path) -> Iterator[Parsed]:
        """What a file holds, one article at a time; raises InputError."""
        if self.reader is None:
            raise InputError(f"the format {self.name!r} is only written, not read.", where=str(path))
        return self.reader(path)

    def write(self, records: Iterable[GoldRecord], path: Path) -> Iterator[None]:
        """Write records to a file, yielding after each; raises OutputError."""
        if self.writer is None:
            raise InputError(f"the format {self.name!r} is only read, not written.", where=str(path))
        return self.writer(records, path)
