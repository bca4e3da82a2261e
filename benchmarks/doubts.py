"""Checks of gold: how many planted faults each finds, what it says of faultless gold, how long 100,000 articles take."""

from __future__ import annotations

import argparse
import time
import tracemalloc
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.doubting import Found, doubt
from annotator.doubts import Doubt
from annotator.project import Project
from benchmarks.faults import FAULTS, flip, plant
from benchmarks.made_up import a_project, make, suggest
from benchmarks.rows import Row, figure, report

ARTICLES, EACH, FIRST, LEAST = 200, 20, 100, 0.6
MANY = 100_000
JUDGING = ("labels", "model")
"""The checks that find label flips."""


def measure(folder: Path, articles: int = ARTICLES, each: int = EACH, timed: int = 1_000) -> list[Row]:
    """Everything; ``timed`` articles are gone through to say how long 100,000 take."""
    return [
        *_false_alarms(folder, articles),
        *_planted(folder, articles, each),
        *_flips(folder, articles, each),
        *_speed(folder, timed),
    ]


def _false_alarms(folder: Path, articles: int) -> list[Row]:
    made = make(articles, 1)
    suggest(made, 2)
    with a_project(folder / "clean.annot", made) as project:
        counts = _found(project).counts
    return [figure(f"{name}: doubts in {articles} faultless articles", "doubts", n, None) for name, n in counts.items()]


def _planted(folder: Path, articles: int, each: int) -> list[Row]:
    made = make(articles, 1)
    planted = plant(made, each, 3)
    with a_project(folder / "planted.annot", made) as project:
        told = {(d.check, d.article, d.start) for d in _found(project).doubts}
    rows = []
    for name in FAULTS:
        own = {fault for fault in planted if fault[0] == name}
        rows.append(_at_least(f"{name}: found of {len(own)} planted faults", "found", len(own & told), each))
    return rows


def _flips(folder: Path, articles: int, each: int) -> list[Row]:
    made = make(articles, 1)
    suggest(made, 2)
    flipped = flip(made, each, 4)
    with a_project(folder / "flipped.annot", made) as project:
        found = _found(project)
    rows = []
    for name in JUDGING:
        first = [d for d in found.doubts if d.check == name][:FIRST]
        limit = LEAST * each if name == "model" else None
        hit = len([1 for places in flipped.values() if places & _places(first)])
        rows.append(_at_least(f"{name}: of {each} flipped labels, in its first {FIRST} rows", "found", hit, limit))
    return rows


def _places(rows: list[Doubt]) -> set[tuple[str, int]]:
    return {(row.article, row.start) for row in rows}


def _speed(folder: Path, articles: int) -> list[Row]:
    """The processor's time for many articles, and what a few more of them add to memory: that says what 100,000 do."""
    tracemalloc.start()
    begin, half = (_most_memory(folder, count) for count in (articles // 8, articles // 4))
    tracemalloc.stop()
    each = max(0.0, half - begin) / (articles // 8)
    with _project(folder, articles) as project:
        started = time.process_time()
        _found(project)
        seconds = time.process_time() - started
    return [
        figure(f"{articles:,} articles", "s of processor time", seconds, None),
        figure(f"{MANY:,} articles at this rate", "minutes", seconds / articles * MANY / 60, None),
        figure(f"memory for {articles // 4:,} articles, at most", "MB", half / 1e6, None),
        figure(f"memory for {MANY:,} articles, if it grows on like this", "MB", (half + each * MANY) / 1e6, None),
    ]


def _most_memory(folder: Path, articles: int) -> float:
    """The most bytes in use at a time while so many articles are gone through, above those before."""
    with _project(folder, articles) as project:
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        _found(project)
        return tracemalloc.get_traced_memory()[1] - before


def _project(folder: Path, articles: int) -> Project:
    made = make(articles, 5)
    suggest(made, 6)
    return a_project(folder / f"{articles}.annot", made)


def _found(project: Project) -> Found:
    work = doubt(project.store)
    while True:
        try:
            next(work)
        except StopIteration as end:
            found: Found = end.value
            return found


def _at_least(name: str, unit: str, value: float, least: float | None) -> Row:
    line = figure(name, unit, value, None)
    return line | {"limit": least, "holds": least is None or value >= least}


def add_options(parser: argparse.ArgumentParser) -> None:
    """What can be asked for."""
    parser.add_argument("--json", type=Path, help="also write the rows to this file")
    parser.add_argument("--timed", type=int, default=1_000, help="how many articles are timed")


def run(chosen: argparse.Namespace) -> int:
    """Measure and print; 1 when a limit does not hold."""
    with TemporaryDirectory() as folder:
        return report(measure(Path(folder), timed=chosen.timed), chosen.json)
