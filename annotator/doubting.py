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
from annotator.doubts import Case, Check, Doubt, Worked, find_checks
from annotator.edits import Edit, under_new_names
from annotator.errors import EditError, InputError
from annotator.page import Page
from annotator.progress import Progress
from annotator.project import Project
from annotator.records import Record

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


def doubt(project: Project, only: Sequence[str] = (), most: int = MOST) -> Generator[Progress, None, Found]:
    """Run the checks, all or those named; yields after each article. Raises :class:`InputError` for an unknown name."""
    checks = find_checks(only)
    learning = [check for check in checks if check.learns]
    done = project.counts()["done"]
    total = done * (2 if learning else 1)
    if learning:
        for number, case in enumerate(_cases(project), start=1):
            for check in learning:
                check.learn(case)
            yield Progress(number, total, f"learning what is usual, {number:,} of {done:,}")
    kept: dict[str, _Kept] = {check.name: [] for check in checks}
    counts = dict.fromkeys(kept, 0)
    fine = serial = 0
    for number, case in enumerate(_cases(project), start=1):
        for found in _doubts(checks, case):
            if is_fine(project, found.key):
                fine += 1
                continue
            serial += 1
            counts[found.check] += 1
            _keep(kept[found.check], found, serial, most)
        yield Progress(total - done + number, total, f"looking for doubtful gold, {number:,} of {done:,}")
    rows = [row[2] for heap in kept.values() for row in sorted(heap, reverse=True)]
    return Found(tuple(rows), counts, fine, done)


def _doubts(checks: Sequence[Check], case: Case) -> Iterator[Doubt]:
    for check in checks:
        yield from check.doubts(case)


def _keep(heap: _Kept, found: Doubt, serial: int, most: int) -> None:
    """Keep the most doubtful; of equals, those that came first."""
    row = (found.rank, -serial, found)
    if len(heap) < most:
        heapq.heappush(heap, row)
    else:
        heapq.heappushpop(heap, row)


def _cases(project: Project) -> Iterator[Case]:
    store, former = project.store, project.scheme.former()
    for id in store.ids(("done",)):
        suggestion = store.suggestion(id)
        if suggestion is not None:
            suggestion = under_new_names(suggestion, former)
        annotation = store.annotation(id)
        if annotation.blind:  # a model's word would change what was decided without it
            suggestion = without_proposals(suggestion)
        yield Case(store.article(id), annotation, suggestion, partial(_worked, project, id))


def _worked(project: Project, id: str) -> Worked | None:
    """The active time on an article; None when it was not finished by hand, or when a pause hides a part of the time."""
    ms, who = 0, ""
    for event in project.store.events(id):
        if event.batch is not None:  # one act on many articles tells nothing of the time on this one
            continue
        if event.ms is None:
            return None
        ms += event.ms
        if event.change.kind == "finish" and event.undoes is None:
            who = event.who
    return Worked(who, ms / 1000) if who else None


# --- what becomes of a doubt


def mend(page: Page, doubt: Doubt) -> Edit:
    """The fix of a doubt as an act on the article's page; like any act it opens a finished article again.

    Raises :class:`EditError` when the doubt has no fix, or it fits no more.
    """
    if doubt.fix is None:
        raise EditError("this doubt has no fix that is sure.")
    act = getattr(edits, doubt.fix.act)
    found: Edit = act(page, *doubt.fix.args)
    return found


def is_fine(project: Project, key: str) -> bool:
    """Whether somebody said that a doubt is fine as it is, about this very gold."""
    return bool(project.store.setting(FINE + key))


def call_fine(project: Project, key: str, *, fine: bool = True) -> None:
    """Remember that a doubt is fine as it is, or forget it."""
    said = json.dumps({"who": project.curator, "at": now()}) if fine else ""
    project.store.set_setting(FINE + key, said)


def find(project: Project, key: str) -> Generator[Progress, None, Doubt]:
    """The doubt with a key; raises :class:`InputError` when the gold raises no such doubt (any more)."""
    name = key.rpartition("-")[0]
    found = yield from doubt(project, (name,), most=2**63)
    for row in found.doubts:
        if row.key == key:
            return row
    raise InputError(f"no doubt has the key “{key}”.", where=str(project.path), remedy="List them: annotator doubts.")


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
