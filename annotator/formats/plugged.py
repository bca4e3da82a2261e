"""Formats from other packages, found by the entry point group ``annotator.formats``; see ``docs/plugins.md``.

Each entry point names a :class:`Format`. One that cannot be loaded, or that raises when it is asked whose a file is, is told
and passed over. One that raises while it reads or writes refuses that file, in one line that names it; what it brings is
checked as gold is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

from annotator.errors import AnnotatorError, InputError, OutputError
from annotator.formats.base import BadLine, Brought, Dropped, Format, Parsed, whole
from annotator.gold import GoldRecord, decode, encode, to_gold
from annotator.records import Annotation, Article

GROUP = "annotator.formats"


class Plugged:
    """The formats of other packages. ``packages`` says for each name which brought it, ``problems`` what was left out."""

    def __init__(self, ours: frozenset[str]) -> None:
        self.formats: list[Format] = []
        self.packages: dict[str, str] = {}
        self.problems: list[str] = []
        for point in sorted(entry_points(group=GROUP), key=lambda p: (p.name, p.value)):
            try:
                self._add(point, ours)
            except Exception as error:  # another's code may raise anything
                self.problems.append(f"the format {point.name} of {_package(point)} was left out ({_told(error)}).")

    def _add(self, point: EntryPoint, ours: frozenset[str]) -> None:
        format = point.load()
        if not isinstance(format, Format):
            raise TypeError(f"it is {type(format).__name__}, not a Format")
        if format.name in ours or format.name in self.packages:
            raise ValueError(f"there is a format {format.name!r} already")
        if not format.suffixes or not (format.reads or format.writes):
            raise ValueError("it needs a suffix, and a reader or a writer")
        self.packages[format.name] = _package(point)
        self.formats.append(_guarded(format, f"the format {format.name} of {_package(point)}", self._tell))

    def _tell(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


@lru_cache(maxsize=1)
def _installed(_where: tuple[str, ...], ours: frozenset[str]) -> Plugged:
    return Plugged(ours)


def plugged(ours: frozenset[str]) -> Plugged:
    """What is installed beside formats with these names; looked for once for each path of modules."""
    return _installed(tuple(sys.path), ours)


def _package(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist is not None else "an unknown package"


def _told(error: Exception) -> str:
    words = str(error).strip().split("\n", 1)[0]
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def _guarded(format: Format, which: str, tell: Callable[[str], None]) -> Format:
    """The same format, whose faults are problems of a file."""
    whose = f"{which} failed"
    reader, writer = format.reader, format.writer

    def looks_like(head: bytes, path: Path) -> bool:
        try:
            return bool(format.looks_like(head, path))
        except Exception as error:  # another's code may raise anything
            tell(f"{which} was not asked whose a file is ({_told(error)}).")
            return False

    def read(path: Path) -> Iterator[Parsed]:
        assert reader is not None
        try:
            yield from (_checked(item, number) for number, item in enumerate(reader(path), start=1))
        except AnnotatorError:
            raise
        except Exception as error:  # another's code may raise anything
            raise InputError(f"{whose} ({_told(error)}).", where=str(path)) from error

    def write(records: Iterable[GoldRecord], path: Path) -> Iterator[Dropped | None]:
        assert writer is not None
        try:
            for dropped in writer(records, path):
                yield {kind: count for kind, count in dropped.items() if count} if dropped is not None else None
        except AnnotatorError:
            raise
        except Exception as error:  # another's code may raise anything
            raise OutputError(f"{whose} ({_told(error)}).", where=str(path)) from error

    return replace(format, looks_like=looks_like, reader=read if reader else None, writer=write if writer else None)


def _checked(item: Any, number: int) -> Parsed:
    """The item, if it is one and its annotation could be gold; a BadLine that says what is wrong with it otherwise."""
    if not _is_item(item):
        raise TypeError(f"it yields {type(item).__name__}, no article")
    found: Parsed = item
    if isinstance(found, BadLine):
        return found
    brought = whole(found)
    if brought.annotation is not None:
        try:
            decode(encode(to_gold(brought.article, brought.annotation)))
        except InputError as error:
            return BadLine(number, str(error))
    return found


def _is_item(item: Any) -> bool:
    if isinstance(item, tuple):
        return len(item) == 2 and isinstance(item[0], Article) and isinstance(item[1], Annotation)
    return isinstance(item, Article | Brought | BadLine)
