"""How a large project feels: start-up, the next article, search, memory; against the same in one of a thousand articles.

Part of ``python -m benchmarks desk``. The projects are made once and kept (``--projects``, else in the system's folder for
temporary files): a million articles take some minutes and about two gigabytes.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.project import Project
from annotator.records import Article, Run
from annotator.store.schema import VERSION
from benchmarks.material import D1, make_page
from benchmarks.rows import Row, figure, row, timed
from ui.app import application
from ui.suggesting import CALM_MS
from ui.window import Window

SMALL = 1_000
MATERIAL = 2
"""Changes with what the projects are made of, so that older ones are made anew."""
WORDS = 60
"""Words of most articles of a large project; the first hundred are as long as news is, with suggestions."""
FIRST = 100
BATCH = 5_000
STARTS = 7
_SYLLABLES = tuple(a + b for a in "bdfgklmnprstvz" for b in "aeiou")
VOCABULARY = tuple(a + b + c for a in _SYLLABLES[:20] for b in _SYLLABLES for c in _SYLLABLES[::3])
"""33,600 words that mean nothing, the most frequent first."""
_WEIGHTS = tuple(accumulate(1 / (rank + 3) for rank in range(len(VOCABULARY))))
"""The r-th word is about r times rarer than the first (G. K. Zipf, 1949)."""
SOUGHT = ((3,), (40,), (400,), (4_000,), (20_000,), (3, 9), (40, 41), (400, 12), (20, 4_000), (9, 30, 300))
"""Ranks of the words that are searched for, one, two or three at a time."""
USABLE, USABLE_COLD, RATIO, NEXT, SEARCH, MEMORY = 500.0, 1000.0, 1.5, 33.0, 50.0, 300.0
_CACHES = Path("/proc/sys/vm/drop_caches")


def measure(articles: int, folder: Path | None) -> list[Row]:
    """All rows about projects of a thousand and of ``articles`` articles."""
    home = folder or Path(tempfile.gettempdir()) / "annotator-benchmarks"
    home.mkdir(parents=True, exist_ok=True)
    small, large = (_project(home, count) for count in (SMALL, articles))
    _start(small)  # the first one compiles
    starts = {path: [_start(path) for _ in range(STARTS)] for path in (small, large)}
    usable = {path: sorted(s["seconds"] for s in found)[STARTS // 2] for path, found in starts.items()}
    size = _short(articles)
    rows = [row(f"process started to article painted, {size}, p50", [s["seconds"] for s in starts[large]], USABLE)]
    rows[0] |= {"bare": round(sorted(_bare_start() for _ in range(STARTS))[STARTS // 2] * 1e3, 2)}
    rows.append(row(f"of that the processor's time, {size}, p50", [s["cpu"] for s in starts[large]], None))
    if _drop_caches():
        cold = []
        for _ in range(3):
            _drop_caches()
            cold.append(_start(large)["seconds"])
        rows.append(row(f"the same with a cold disk, {size}, p50", cold, USABLE_COLD))
    rows.append(figure(f"opening {size} against opening 1k", "ratio", usable[large] / usable[small], RATIO))
    rows.append(figure(f"memory of the window's process, {size}", "MB", max(s["mb"] for s in starts[large]), MEMORY))
    return rows + _commands(small) + _in_the_window(large, size)


def _short(count: int) -> str:
    return f"{count // 1_000_000}M articles" if count >= 1_000_000 else f"{count // 1_000}k articles"


def _in_the_window(path: Path, size: str) -> list[Row]:
    application()
    with tempfile.TemporaryDirectory(prefix="annotator-bench-") as folder:
        window = Window(settings=QSettings(str(Path(folder) / "s.ini"), QSettings.Format.IniFormat))
        window.show()
        window.open_path(path)
        QTest.qWait(300)
        bridge, project = window.bridge, window.bridge.project
        assert project is not None

        def following() -> None:
            bridge.open_next()
            window.desk.viewport().repaint()

        nexts = []
        for _ in range(60):
            nexts.append(timed(following))
            window.catch_up()
            QTest.qWait(CALM_MS + 60)  # nobody reads an article faster
        words = [" ".join(VOCABULARY[rank] for rank in ranks) for ranks in SOUGHT]
        searches = [timed(lambda w=w: project.search(w, 50)) for w in words * 5]  # type: ignore[misc]
        window.close()
        QApplication.processEvents()
    return [
        row(f"next article, opened to painted, {size}, p95", nexts, NEXT),
        row(f"search, first 50 hits with context, {size}, p95", searches, SEARCH),
    ]


# --- start-up, each in a process of its own


def _start(path: Path) -> dict[str, float]:
    """Seconds until an article is painted, and megabytes of memory then."""
    begin = time.time()
    code = f"import gc; gc.disable(); from benchmarks.start import opened; opened({str(path)!r}, {begin!r})"
    return dict(json.loads(_run(code)))


def _commands(path: Path) -> list[Row]:
    """How soon commands answer that have next to nothing to do."""
    found = []
    for words in (["--help"], ["status", str(path)]):
        times = [timed(lambda w=words: _run("from annotator.cli import main; main()", *w)) for _ in range(STARTS)]  # type: ignore[misc]
        found.append(row(f"annotator {words[0]}, p50", times, None))
    return found


def _bare_start() -> float:
    """The floor: seconds until an empty window of Qt is painted."""
    begin = time.time()
    code = (
        "import time; from PySide6.QtWidgets import QApplication, QMainWindow; a = QApplication([]); w = QMainWindow();"
        f" w.resize(1280, 820); w.show(); a.processEvents(); print(time.time() - {begin!r})"
    )
    return float(_run(code))


def _run(code: str, *arguments: str) -> str:
    """The last line that a process prints."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a program that was started before is compiled
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return done.stdout.decode().splitlines()[-1]


def _drop_caches() -> bool:
    """Have the system forget what it read from the disk; False where that is not allowed."""
    try:
        os.sync()
        _CACHES.write_text("3", encoding="ascii")
    except OSError:
        return False
    return True


# --- material


def _project(home: Path, count: int) -> Path:
    path = home / f"{count}-{VERSION}-{MATERIAL}.annot"
    if not path.exists():
        part = home / f"{count}-{VERSION}-{MATERIAL}.part.annot"
        for suffix in ("", "-wal", "-shm"):
            Path(f"{part}{suffix}").unlink(missing_ok=True)
        _fill(part, count)
        part.rename(path)
    return path


def _fill(path: Path, count: int) -> None:
    with Project.create(path, curator="bench") as project:
        project.add_run(Run("generated", "generated", "1", "2025-01-01T00:00:00Z"))
        pages = [make_page(D1, seed, decided=0) for seed in range(1, FIRST + 1)]
        project.add([Article(f"long-{n}", page.text) for n, page in enumerate(pages)])
        project.put_suggestions(
            [(f"long-{n}", page.suggestion) for n, page in enumerate(pages) if page.suggestion is not None]
        )
        batch: list[Article] = []
        for article in _short_articles(count - FIRST):
            batch.append(article)
            if len(batch) == BATCH:
                project.add(batch)
                batch = []
        project.add(batch)


def _short_articles(count: int) -> Iterator[Article]:
    """Different texts of a few sentences each, always the same. Words are as unevenly frequent as those of a language."""
    chance = random.Random(count)
    for number in range(count):
        words = chance.choices(VOCABULARY, cum_weights=_WEIGHTS, k=WORDS)
        text = ". ".join(" ".join(words[at : at + 12]).capitalize() for at in range(0, WORDS, 12))
        yield Article(f"a{number}", f"Report {number} of the day\n\n{text}.\n", {"source": f"s{number % 50}"})
