"""What a format is: how it is found, what it reads and writes, and what it cannot carry."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from annotator.errors import InputError
from annotator.gold import GoldRecord
from annotator.records import Annotation, Article, Suggestion

Dropped = Mapping[str, int]
"""How many items of each kind ("stances", "links", …) were not carried over; see :mod:`annotator.formats.room`."""
NOTHING: Dropped = {}
REFUSED = "whole articles, which this format cannot hold"
"""The kind of what was dropped when a writer left an article out: each such count is one article that was not written."""


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line (from 1) that could not be read, and why."""

    line: int
    cause: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """What another program's model says of an article. The suggestion's run is named when it comes into a project."""

    model: str
    version: str
    suggestion: Suggestion


@dataclass(frozen=True, slots=True)
class Brought:
    """An article with all that a file of another program says of it.

    An annotation that is done is finished work; one that is not holds single answers: mentions that were accepted and
    suggestions that were rejected. ``left_out`` counts what was in the file and has no place in an annotation.
    """

    article: Article
    annotation: Annotation | None = None
    proposed: tuple[Proposed, ...] = ()
    left_out: Dropped = field(default_factory=dict)

    @property
    def finished(self) -> tuple[Article, Annotation] | None:
        """The article with its finished annotation; None when there is none."""
        there = self.annotation
        return (self.article, there) if there is not None and there.status == "done" else None


Parsed = Article | tuple[Article, Annotation] | Brought | BadLine
"""What a file yields: an article, one with its finished annotation or with more, or a line that could not be read."""


def never(_head: bytes, _path: Path) -> bool:
    """No file looks like a format that is only written."""
    return False


def whole(item: Article | tuple[Article, Annotation] | Brought) -> Brought:
    """The same as the record that has room for everything."""
    if isinstance(item, Brought):
        return item
    return Brought(item) if isinstance(item, Article) else Brought(*item)


@dataclass(frozen=True, slots=True)
class Format:
    """One file format. ``loses`` are the things that it cannot carry, each as the end of a sentence.

    ``marks`` is what a file of it marks throughout, so that what it lacks is not so: "entities", "stances", or only the
    stances between given "pairs" or towards given "targets". ``beside`` are the suffixes of files that belong to one of
    this format and are not read by themselves, ``companions`` the names of files that are so in the same folder.
    ``packed`` files are nothing to look at; a ``folder`` is new, and never takes the place of anything. ``needs`` is a
    package that is not installed with this program. A format that parts articles by itself names the ``part`` format, in
    which a dataset writes each part, and what files lie beside them (``extras``).

    ``looks_like(head, path)`` tells from the first bytes whether a file is of this format. ``read`` yields what a file
    holds, or raises InputError when the whole file is unreadable; None when the format is only written. ``write`` writes
    records and yields after each what of it was dropped, and None while there is other work to wait for; what was there
    before stays until all is written; None when it is only read.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    looks_like: Callable[[bytes, Path], bool]
    reader: Callable[[Path], Iterator[Parsed]] | None = None
    writer: Callable[[Iterable[GoldRecord], Path], Iterator[Dropped | None]] | None = None
    loses: tuple[str, ...] = ()
    marks: tuple[str, ...] = ("entities", "stances")
    beside: tuple[str, ...] = ()
    companions: tuple[str, ...] = ()
    packed: bool = False
    part: Format | None = None
    extras: Mapping[str, str] = field(default_factory=dict)
    folder: bool = False
    needs: str = ""

    @property
    def reads(self) -> bool:
        """True when files of this format can be imported."""
        return self.reader is not None

    @property
    def writes(self) -> bool:
        """True when gold can be exported to it."""
        return self.writer is not None

    @property
    def lacks(self) -> str:
        """What is missing to write it and how to have that, in one line; "" when nothing is."""
        if not self.needs or find_spec(self.needs) is not None:
            return ""
        return f"{self.needs} is not installed. Install it: {sys.executable} -m pip install {self.needs}"

    def read(self, path: Path) -> Iterator[Parsed]:
        """What a file holds, one article at a time; raises InputError."""
        if self.reader is None:
            raise InputError(f"the format {self.name!r} is only written, not read.", where=str(path))
        return self.reader(path)

    def write(self, records: Iterable[GoldRecord], path: Path) -> Iterator[Dropped | None]:
        """Write records, yielding after each what was dropped of it, None in between; raises OutputError."""
        if self.writer is None:
            raise InputError(f"the format {self.name!r} is only read, not written.", where=str(path))
        return self.writer(records, path)
