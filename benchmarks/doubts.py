"""Checks of gold: how many planted faults each finds, what it says of faultless gold, how long 100,000 articles take."""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.doubting import Found, doubt
from annotator.doubts import Doubt
from annotator.project import Project
from benchmarks.faults import FAULTS, a_project, flip, make, plant, suggest
from benchmarks.rows import Row, figure, report

ARTICLES, EACH, FIRST, LEAST = 200, 20, 100, 0.6
MANY = 100_000
JUDGING = ("labels", "model")
"""The checks that find label flips."""


def measure(folder: Path, articles: int = ARTICLES, each: int = EACH, timed: int = 2_000) -> list[Row]:
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
    """The command on a few and on many articles; what one article more needs says what 100,000 do."""
    few, many = (_command(folder, count) for count in (articles // 4, articles))
    more = articles - articles // 4
    seconds, memory = ((big - small) / more for small, big in zip(few, many, strict=True))
    return [
        figure(f"annotator doubts on {articles:,} articles", "s", many[0], None),
        figure(f"annotator doubts on {articles:,} articles, most memory", "MB", many[1], None),
        figure(f"the same on {MANY:,} articles, extrapolated", "minutes", (many[0] + seconds * MANY) / 60, None),
        figure(f"the same on {MANY:,} articles, extrapolated, most memory", "MB", many[1] + memory * MANY, None),
    ]


def _command(folder: Path, articles: int) -> tuple[float, float]:
    """The seconds that the command takes, and the most memory (MB) that any command has taken so far."""
    made = make(articles, 5)
    suggest(made, 6)
    path = folder / f"{articles}.annot"
    a_project(path, made).close()
    begin = time.perf_counter()
    command = [sys.executable, "-c", "from annotator.cli import app; app()", "doubts", str(path), "--json"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seconds = time.perf_counter() - begin
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return seconds, most / (1 << 20 if sys.platform == "darwin" else 1 << 10)


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
    parser.add_argument("--timed", type=int, default=2_000, help="how many articles are timed")


def run(chosen: argparse.Namespace) -> int:
    """Measure and print; 1 when a limit does not hold."""
    with TemporaryDirectory() as folder:
        return report(measure(Path(folder), timed=chosen.timed), chosen.json)
