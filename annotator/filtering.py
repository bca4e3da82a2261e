"""Which articles an export is about: by source, date, curator, label and flag."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from itertools import islice

from annotator.progress import Progress
from annotator.project import Project
from annotator.records import Annotation, Article, Record, Status
from annotator.release.facts import value_at
from annotator.store import Stored

STATUSES: tuple[Status, ...] = ("todo", "started", "done", "skipped")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?!\d)")
_LOOKED_AT = 500
_FIRST = 3


class Filter(Record, frozen=True):
    """What an article must have; empty fields ask for nothing.

    ``source`` is its "source" in the metadata; ``since`` and ``until`` (both included, as far as they are written: "2024",
    "2024-05-01") are compared with what the key ``date`` holds there, and an article without such a date is in no range.
    ``curator`` decided something in it, ``label`` is that of a decided mention.
    """

    source: str = ""
    since: str = ""
    until: str = ""
    date: str = "date"
    curator: str = ""
    label: str = ""
    flagged: bool | None = None

    def __bool__(self) -> bool:
        """Whether it asks for anything."""
        return self != Filter(date=self.date)

    @property
    def no_date(self) -> str:
        """The first of its dates that is none, which nothing lies in; "" when all are."""
        return next((date for date in (self.since, self.until) if date and not _day(date, whole=True)), "")

    def takes(self, article: Article, annotation: Annotation) -> bool:
        """Whether an article is one of those."""
        return (
            self._takes_meta(article)
            and (not self.curator or self.curator in annotation.curators)
            and (not self.label or any(m.label == self.label for m in annotation.mentions.values()))
            and self.flagged in (None, annotation.flagged)
        )

    def _takes_meta(self, article: Article) -> bool:
        if self.source and value_at(article.meta, "source") != self.source:
            return False
        if not self.since and not self.until:
            return True
        date, since, until = _day(value_at(article.meta, self.date)), _day(self.since), _day(self.until)
        return bool(date) and not self.no_date and date >= since and (not until or date[: len(until)] <= until)


def _day(words: str, *, whole: bool = False) -> str:
    """The date that words begin with, or, ``whole``, are: "2024-3" is "2024-03"; "" when it is none."""
    found = _DATE.fullmatch(words) if whole else _DATE.match(words)
    return "" if found is None else "-".join(part.zfill(2) for part in found.groups() if part)


ALL = Filter()
"""The filter that takes everything."""


class Matching(Record, frozen=True):
    """How many articles a filter takes, how many of them are done, and the first ids."""

    articles: int = 0
    done: int = 0
    first: tuple[str, ...] = ()


def matching(project: Project, wanted: Filter, *, include_undone: bool = False) -> Generator[Progress, None, Matching]:
    """Count what a filter takes of the articles that are done, or of all; yields progress."""
    found = done = 0
    first: list[str] = []
    for number, (item, takes) in enumerate(_looked_at(project, wanted, include_undone=include_undone), start=1):
        if takes:
            found += 1
            done += item.annotation.status == "done"
            first += [item.article.id] if len(first) < _FIRST else []
        yield Progress(number, 0, f"{found:,} so far")
    return Matching(found, done, tuple(first))


def taken(project: Project, wanted: Filter, *, include_undone: bool = False) -> Iterator[Stored]:
    """The articles that a filter takes of those that are done, or of all, in order of import."""
    return (item for item, takes in _looked_at(project, wanted, include_undone=include_undone) if takes)


def _looked_at(project: Project, wanted: Filter, *, include_undone: bool) -> Iterator[tuple[Stored, bool]]:
    """Every article, and whether the filter takes it."""
    for item in project.store.stored(list(project.store.ids(STATUSES if include_undone else ("done",)))):
        there = (
            include_undone or item.annotation.status == "done"
        )  # it may have been opened again since the list was made
        yield item, there and wanted.takes(item.article, item.annotation)


def sources(project: Project) -> list[str]:
    """The sources that the first articles have, for lists to choose from."""
    ids = islice(project.store.ids(STATUSES), _LOOKED_AT)
    return sorted({value_at(project.store.article(id).meta, "source") for id in ids} - {""})
