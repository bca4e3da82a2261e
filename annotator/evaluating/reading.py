"""Gold to measure against: the finished articles of a project, or a file of any format that carries annotation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from annotator.errors import InputError
from annotator.files import opened
from annotator.formats import BadLine, detect, find_format, whole
from annotator.project import Project
from annotator.records import Annotation, Article, Record

_SQLITE = b"SQLite format 3\x00"
Case = tuple[Article, Annotation]
_Item = TypeVar("_Item")


class GoldSource(Record, frozen=True):
    """Finished articles, and what their gold marks throughout (see :class:`annotator.formats.base.Format`).

    ``renamed`` are labels that the project has under another name now; ``problems`` tell of lines that are no gold;
    ``curated`` says that it is this program's own gold, some of which may be blind.
    """

    name: str
    cases: tuple[Case, ...]
    marks: tuple[str, ...] = ("entities", "stances")
    renamed: dict[str, str] = {}
    problems: tuple[str, ...] = ()
    curated: bool = False


def open_gold(path: Path, *, format: str | None = None, limit: int | None = None) -> GoldSource:
    """The gold of a project or file; raises InputError or ProjectError.

    The format of a file is found by its content when none is named. With ``limit`` only so many articles, from all over
    it: many files are sorted, so that the first ones are all of a kind.
    """
    with opened(path) as file:
        head = file.read(len(_SQLITE))
    if format is None and (head == _SQLITE or path.suffix == ".annot"):
        source = _of_project(path, limit)
    else:
        source = _of_file(path, format, limit)
    if not source.cases:
        told = f" ({source.problems[0]})" if source.problems else ""
        raise InputError(f"there is no finished article in it{told}.", where=str(path))
    return source


def _of_project(path: Path, limit: int | None) -> GoldSource:
    with Project.open(path) as project:
        ids = spread(list(project.store.ids(("done",))), limit)
        cases = tuple((item.article, item.annotation) for item in project.store.stored(ids))
        return GoldSource(project.name, cases, renamed=project.scheme.former(), curated=True)


def _of_file(path: Path, name: str | None, limit: int | None) -> GoldSource:
    format = find_format(name) if name else detect(path)
    cases: list[Case] = []
    problems: list[str] = []
    for item in format.read(path):
        if isinstance(item, BadLine):
            problems.append(f"{path}:{item.line}: {item.cause}")
        elif (case := whole(item).finished) is not None:
            cases.append(case)
        elif isinstance(item, Article):
            raise InputError(f"the format {format.name!r} carries no annotation.", where=str(path))
    told, own = tuple(problems), format.name == "gold"
    return GoldSource(path.name, tuple(spread(cases, limit)), format.marks, problems=told, curated=own)


def spread(items: Sequence[_Item], most: int | None) -> Sequence[_Item]:
    """At most so many items, at equal distances and in their order; all of them for None."""
    if most is None or most >= len(items):
        return items
    return [items[number * len(items) // most] for number in range(most)]
