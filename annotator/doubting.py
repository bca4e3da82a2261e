"""Doubtful gold: the checks of :mod:`annotator.doubts` over all finished articles of a project, one article at a time.

Two passes: in the first those checks learn that compare articles, in the second all tell their doubts. Memory holds what
the checks keep, and no more doubts of each than asked for.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Generator, Iterator, Sequence
from functools import partial

import msgspec

from annotator import edits
from annotator.blind import without_proposals
from annotator.clock import now
from annotator.doubts import Case, Doubt, Worked, find_checks
from annotator.edits import Edit, under_new_names
from annotator.errors import EditError, InputError
from annotator.page import Page
from annotator.progress import Progress
from annotator.project import Project
from annotator.records import Record
from annotator.scheme import default_scheme_toml, parse_scheme
from annotator.store import Reader

MOST = 1_000
"""So many doubts of each check are kept, the most doubtful; all are counted."""
FINE = "fine "
"""The settings that remember what is fine: this and the doubt's key, with who said so and when."""

_Kept = list[tuple[float, int, Doubt]]


class Found(Record, frozen=True):
    """The doubts by check, each check's most doubtful first; ``counts`` are of all, ``fine`` of those not shown again."""

    doubts: tuple[Doubt, ...] = ()
    counts: dict[str, int] = {}
    fine: int = 0
    articles: int = 0


class Doubting:
    """The checks over one project, which may be open in another process. What they learned serves for single articles.

    Raises :class:`InputError` for the name of a check that is unknown.
    """

    def __init__(self, reader: Reader, only: Sequence[str] = ()) -> None:
        self._reader = reader
        self._checks = find_checks(only)

    def all(self, most: int = MOST) -> Generator[Progress, None, Found]:
        """Run the checks over all finished articles; yields after each. Only once: they learn by it."""
        learning = [check for check in self._checks if check.learns]
        done = self._reader.counts()["done"]
        total = done * (2 if learning else 1)
        if learning:
            for number, case in enumerate(self._cases(), start=1):
                for check in learning:
                    check.learn(case)
                yield Progress(number, total, f"learning what is usual, {number:,} of {done:,}")
        kept: dict[str, _Kept] = {check.name: [] for check in self._checks}
        counts = dict.fromkeys(kept, 0)
        known = self._fine()
        fine = serial = 0
        for number, case in enumerate(self._cases(), start=1):
            for found in self._doubts(case):
                if found.key in known:
                    fine += 1
                    continue
                serial += 1
                counts[found.check] += 1
                _keep(kept[found.check], found, serial, most)
            yield Progress(total - done + number, total, f"looking for doubtful gold, {number:,} of {done:,}")
        rows = [row[2] for heap in kept.values() for row in sorted(heap, reverse=True)]
        return Found(tuple(rows), counts, fine, done)

    def of(self, article: str) -> tuple[Doubt, ...]:
        """The doubts of one article by what was learned from all; none of one that is not done."""
        if self._reader.annotation(article).status != "done":
            return ()
        known = self._fine()
        found = self._doubts(self._case(article, self._former()))
        return tuple(row for row in found if row.article == article and row.key not in known)

    def _doubts(self, case: Case) -> Iterator[Doubt]:
        for check in self._checks:
            yield from check.doubts(case)

    def _cases(self) -> Iterator[Case]:
        former = self._former()
        for id in self._reader.ids(("done",)):
            yield self._case(id, former)

    def _case(self, id: str, former: dict[str, str]) -> Case:
        reader = self._reader
        suggestion = reader.suggestion(id)
        if suggestion is not None:
            suggestion = under_new_names(suggestion, former)
        annotation = reader.annotation(id)
        if annotation.blind:  # a model's word would change what was decided without it
            suggestion = without_proposals(suggestion)
        return Case(reader.article(id), annotation, suggestion, partial(_worked, reader, id))

    def _former(self) -> dict[str, str]:
        return parse_scheme(self._reader.setting("scheme") or default_scheme_toml()).former()

    def _fine(self) -> set[str]:
        return {key.removeprefix(FINE) for key, said in self._reader.settings(FINE).items() if said}


def doubt(reader: Reader, only: Sequence[str] = (), most: int = MOST) -> Generator[Progress, None, Found]:
    """Run the checks, all or those named, over a project; see :class:`Doubting`."""
    return (yield from Doubting(reader, only).all(most))


def _keep(heap: _Kept, found: Doubt, serial: int, most: int) -> None:
    """Keep the most doubtful; of equals, those that came first."""
    row = (found.rank, -serial, found)
    if len(heap) < most:
        heapq.heappush(heap, row)
    else:
        heapq.heappushpop(heap, row)


def _worked(reader: Reader, id: str) -> Worked | None:
    """The active time on an article; None when it was not finished by hand, or when a pause hides a part of the time."""
    ms, who = 0, ""
    for event in reader.events(id):
        if event.batch is not None:  # one act on many articles tells nothing of the time on this one
            continue
        if event.ms is None:
            return None
        ms += event.ms
        if event.change.kind == "finish" and event.undoes is None:
            who = event.who
    return Worked(who, ms / 1000) if who else None


# --- what becomes of a doubt


def mend(page: Page, doubt: Doubt, curator: str, at: str) -> Edit:
    """The fix of a doubt as one act on the article's page. A finished article stays finished: the fix is sure, and
    nothing else of it was decided anew; ``curator`` and ``at`` (ISO 8601) are those of :func:`annotator.edits.finish`.

    Raises :class:`EditError` when the doubt has no fix, or it fits no more.
    """
    if doubt.fix is None:
        raise EditError("this doubt has no fix that is sure.")
    if not _still_there(page, doubt):
        raise EditError("the gold is another there by now.")
    act = getattr(edits, doubt.fix.act)
    return edits.still_done(page, act(page, *doubt.fix.args), curator, at)


def _still_there(page: Page, doubt: Doubt) -> bool:
    """Whether the item that a fix is about is there, with the words that the doubt told."""
    if doubt.fix is None or doubt.fix.act == "add":
        return True
    id = str(doubt.fix.args[0])
    mention = page.annotation.mentions.get(id)
    if mention is not None:
        return (mention.start, mention.end) == (doubt.start, doubt.end)
    return id in page.annotation.entities or id in page.annotation.stances


class Fine(Record, frozen=True):
    """What somebody called fine as it is, and when (ISO 8601)."""

    doubt: Doubt
    who: str = ""
    at: str = ""


def call_fine(project: Project, doubt: Doubt, *, fine: bool = True) -> None:
    """Remember that a doubt is fine as it is, or forget it."""
    said = msgspec.json.encode(Fine(doubt, project.curator, now())).decode() if fine else ""
    project.store.set_setting(FINE + doubt.key, said)


def called_fine(reader: Reader) -> list[Fine]:
    """What was called fine, the newest first."""
    said = [msgspec.json.decode(value, type=Fine) for value in reader.settings(FINE).values() if value]
    return sorted(said, key=lambda one: one.at, reverse=True)


def find(reader: Reader, key: str) -> Generator[Progress, None, Doubt]:
    """The doubt with a key; raises :class:`InputError` when the gold raises no such doubt (any more)."""
    name = key.rpartition("-")[0]
    if name in {check.name for check in find_checks()}:
        found = yield from doubt(reader, (name,), most=2**63)
        for row in found.doubts:
            if row.key == key:
                return row
    raise InputError(f"no doubt has the key “{key}”.", where=reader.name, remedy="List them: annotator doubts.")


# --- for a shell


def as_lines(found: Found) -> list[str]:
    """The doubts as lines of words: article, place, words, reason, fix and key; then how many of each check."""
    lines = [_line(row) for row in found.doubts]
    shown = {name: len([d for d in found.doubts if d.check == name]) for name in found.counts}
    for name, count in found.counts.items():
        cut = f" (the first {shown[name]:,} shown)" if shown[name] < count else ""
        lines.append(f"{name:14}{count:>8,}{cut}")
    told = f", {found.fine:,} fine as they are" if found.fine else ""
    lines.append(f"{sum(found.counts.values()):,} doubts in {edits.plural(found.articles, 'finished article')}{told}.")
    return lines


def _line(row: Doubt) -> str:
    fix = f" Fix: {row.fix.words}." if row.fix is not None else ""
    words = f" {edits.shorten(row.words)}" if row.words else ""
    return f"{row.article}:{row.start}-{row.end}:{words} {row.reason}{fix} [{row.key}]"


def to_json(found: Found) -> str:
    """The doubts as JSON: ``doubts`` (rows), ``counts`` by check, ``fine``, ``articles``."""
    rows = [{**msgspec.to_builtins(row), "rank": row.rank} for row in found.doubts]
    told = {"doubts": rows, "counts": found.counts, "fine": found.fine, "articles": found.articles}
    return json.dumps(told, ensure_ascii=False)
