"""The review room of a large project: how fast it opens, answers for another slice, and follows an act beside it.

The project is made once and kept (``--projects``, else in the system's folder for temporary files). What was never compared
before is compared first, with progress, and is told apart: it happens once for each finished article and run.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Self

import msgspec

from annotator import edits
from annotator.bringing import difference
from annotator.clock import now
from annotator.project import Coming, Project
from annotator.records import Annotation, Article, Run
from annotator.review import Asked, Slice
from annotator.review import messages as m
from annotator.store.schema import VERSION
from benchmarks.material import Size, make_page
from benchmarks.rows import Row, figure, report, row

SHORT = Size("short", 120, 8, 2)
PAGES = 200
"""So many different articles; the others are the same words under another number."""
OPENING, SLICE = 1500.0, 300.0
ROUNDS = 5
RUN = "generated"
SLICES = (
    Slice(source="source 3"),
    Slice(label="ORG"),
    Slice(since="2026-03-01", until="2026-06-30"),
    Slice(shortest=130),
    Slice(curator="bench", label="PERSON"),
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """What can be asked for."""
    parser.add_argument("--json", type=Path, help="also write the rows to this file")
    parser.add_argument("--articles", type=int, default=100_000, help="how many finished articles")
    parser.add_argument("--projects", type=Path, help="where the project is kept for the next time")


def run(chosen: argparse.Namespace) -> int:
    """Measure and print; 1 when a limit does not hold."""
    return report(measure(chosen.articles, chosen.projects), chosen.json)


def measure(articles: int, folder: Path | None) -> list[Row]:
    """All rows."""
    home = folder or Path(tempfile.gettempdir()) / "annotator-benchmarks"
    home.mkdir(parents=True, exist_ok=True)
    path = home / f"review-{articles}-{VERSION}.annot"
    if not path.exists():
        _fill(path, articles)
    with Project.open(path, curator="bench") as project:  # as the window has it open
        with Asking(path) as first:
            seconds = first.timed(m.Gather(RUN))
        openings, slices, pages, follows, mb = [], [], [], [], 0.0
        for _ in range(ROUNDS):
            begin = time.perf_counter()
            with Asking(path) as room:
                room.ask(m.Gather(RUN))
                room.ask(m.AskScores(RUN))
                openings.append(time.perf_counter() - begin)
                for wanted in SLICES:
                    slices.append(room.timed(m.AskScores(RUN, wanted)))
                    pages.append(room.timed(m.AskFailures(RUN, Asked(what="mention"), wanted)))
                follows += [_follow(room, project, f"a{number}") for number in range(ROUNDS)]
                mb = room.memory()
    size = f"{articles:,} finished articles"
    return [
        figure(f"compared for the first time or looked up, {size}", "articles/s", articles / seconds, None),
        row(f"room opened to figures, {size}, p50", openings, OPENING),
        row(f"figures of another slice, {size}, p95", slices, SLICE),
        row(f"errors of another slice, first page, {size}, p95", pages, SLICE),
        row(f"figures after an article was finished again, {size}, p95", follows, OPENING),
        figure(f"memory of the room's process, {size}", "MB", mb, None),
    ]


def _follow(room: Asking, project: Project, id: str) -> float:
    """Seconds until the figures are there again, after an article was opened and finished again."""
    page = project.act(project.page(id), edits.reopen)
    project.act(page, edits.finish, "bench", now(), ())
    begin = time.perf_counter()
    room.ask(m.Gather(RUN))
    room.ask(m.AskScores(RUN))
    return time.perf_counter() - begin


class Asking:
    """The reviewer's process, asked one question after the other."""

    def __init__(self, path: Path) -> None:
        self._command = [sys.executable, "-m", "annotator.reviewer", str(path)]
        self._number = 0

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()

    def ask(self, question: m.Questions) -> Any:
        """The answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._number += 1
        self._process.stdin.write(msgspec.json.encode(m.Numbered(self._number, question)) + b"\n")
        self._process.stdin.flush()
        while True:
            reply = msgspec.json.decode(self._process.stdout.readline(), type=m.Reply)
            if reply.problem:
                raise RuntimeError(reply.problem)
            if reply.progress is None:
                return m.answer_of(question, reply.answer)

    def timed(self, question: m.Questions) -> float:
        """Seconds until it is answered."""
        begin = time.perf_counter()
        self.ask(question)
        return time.perf_counter() - begin

    def memory(self) -> float:
        """The resident memory of the process in megabytes; 0 where the system does not tell."""
        status = Path(f"/proc/{self._process.pid}/status")
        if not status.exists():
            return 0.0
        sizes = dict(line.split(":", 1) for line in status.read_text(encoding="ascii").splitlines() if ":" in line)
        return float(sizes["VmRSS"].split()[0]) / 1024


def _fill(path: Path, count: int) -> None:
    """Finished articles in which nine of ten suggestions were accepted."""
    pages = [make_page(SHORT, seed, decided=0.9) for seed in range(1, PAGES + 1)]
    part = path.with_name(path.stem + ".part.annot")
    for suffix in ("", "-wal", "-shm"):
        Path(f"{part}{suffix}").unlink(missing_ok=True)
    with Project.create(part, curator="bench") as project:
        project.add_run(Run(RUN, RUN, "1", "2026-01-01T00:00:00Z"))
        for start in range(0, count, PAGES):
            numbers = range(start, min(start + PAGES, count))
            project.add([_article(number, pages[number % PAGES].text) for number in numbers])
            project.bring(_finished(number, pages[number % PAGES].annotation) for number in numbers)
            project.put_suggestions(
                (f"a{number}", suggestion)
                for number in numbers
                if (suggestion := pages[number % PAGES].suggestion) is not None
            )
    part.rename(path)


def _finished(number: int, accepted: Annotation) -> Coming:
    done = f"2026-{1 + number % 12:02}-{1 + number % 28:02}T10:00:00Z"
    after = msgspec.structs.replace(accepted, status="done", done_at=done, curators=("bench",))
    return Coming(f"a{number}", after, difference(Annotation(), after, "import", "import"), "bench")


def _article(number: int, text: str) -> Article:
    date = f"2026-{1 + number % 12:02}-{1 + number % 28:02}"
    return Article(f"a{number}", f"{text}Number {number}.", {"source": f"source {number % 7}", "date": date})
