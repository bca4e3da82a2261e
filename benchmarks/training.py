"""Retraining on two hundred articles: how long, how much memory, and whether the window feels it.

``python -m benchmarks training``. The gold is generated (500 words, 60 mentions, 15 stances each), the process is the one
that the window starts; beside it an article stands open and a timer sees how late events come. ``--set`` takes a set of
gold instead, as ``learning`` does.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import msgspec
from PySide6.QtCore import QElapsedTimer, QEventLoop, QProcess, QProcessEnvironment, Qt, QTimer
from PySide6.QtWidgets import QApplication

from annotator import training
from annotator.gold import to_gold
from annotator.learn.cards import Card, Settings
from annotator.learn.messages import Failed, Finished, Gold, Job, Message, Unread, decode, encode
from annotator.learn.split import Pair
from benchmarks.learning import read_set
from benchmarks.material import D1, make_page
from benchmarks.rows import Row, figure, report, row
from ui.desk.view import Desk
from ui.theme import Theme, apply_theme

SECONDS = 120.0
LATE = 8.0
"""Milliseconds by which an event may come late (95 per cent of them)."""
EVERY = 10
"""Milliseconds from one event to the next."""


def generated(count: int) -> list[Pair]:
    """Finished articles of words that mean nothing together."""
    found: list[Pair] = []
    for number in range(count):
        page = make_page(D1, number, decided=1.0)
        found.append((msgspec.structs.replace(page.article, id=f"article {number}"), page.annotation))
    return found


def write_job(path: Path, folder: Path, gold: Iterable[Pair], unread: Iterable[Pair]) -> None:
    """What the trainer reads."""
    pairs = list(gold)
    labels = sorted({m.label for _, annotation in pairs for m in annotation.mentions.values()})
    with path.open("wb") as file:
        file.write(encode(Job(str(folder), tuple(labels), Settings())))
        file.writelines(encode(Gold(to_gold(*pair))) for pair in pairs)
        file.writelines(encode(Unread(article.id, article.text)) for article, _ in unread)


class Watch:
    """A timer that sees how late it comes, in seconds."""

    def __init__(self) -> None:
        self.late: list[float] = []
        self._clock = QElapsedTimer()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._came)

    def start(self) -> None:
        """Begin to look."""
        self._clock.start()
        self._timer.start(EVERY)

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def _came(self) -> None:
        self.late.append(max(0.0, self._clock.nsecsElapsed() / 1e9 - EVERY / 1e3))
        self.start()


def trained(job: Path, watch: Watch) -> Card:
    """Run the trainer as the window does, reading what it says on the event loop; raises RuntimeError when it fails."""
    loop, process, last = QEventLoop(), QProcess(), list[Message]()
    environment = QProcessEnvironment.systemEnvironment()
    for name, value in training.environment().items():
        environment.insert(name, value)
    process.setProcessEnvironment(environment)

    def read() -> None:
        while process.canReadLine():
            last[:] = [decode(process.readLine().data())]

    process.readyReadStandardOutput.connect(read)
    process.readyReadStandardError.connect(lambda: process.readAllStandardError())
    process.finished.connect(loop.quit)
    program, *arguments = training.command(job)
    process.start(program, arguments)
    watch.start()
    loop.exec()
    watch.stop()
    read()
    if not last or not isinstance(last[0], Finished):
        raise RuntimeError(last[0].why if last and isinstance(last[0], Failed) else "the trainer stopped")
    return last[0].card


def measure(gold: list[Pair], unread: list[Pair]) -> list[Row]:
    """The rows; opens a window of its own."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    apply_theme(application, Theme.of("light"))
    desk = Desk()
    desk.resize(1100, 800)
    desk.show()
    desk.show_page(make_page(D1))
    QApplication.processEvents()
    idle, busy = Watch(), Watch()
    idle.start()
    QTimer.singleShot(3000, application.quit)
    application.exec()
    idle.stop()
    with tempfile.TemporaryDirectory() as folder:
        job = Path(folder) / "job.jsonl"
        write_job(job, Path(folder) / "models", gold, unread)
        begin = time.perf_counter()
        card = trained(job, busy)
        seconds = time.perf_counter() - begin
    desk.close()
    desk.deleteLater()
    sys.stdout.writelines(f"{part.part}: {part.seconds} s, trained {part.trained}\n" for part in card.parts)
    name = f"retraining on {len(gold)} articles"
    return [
        figure(f"{name}", "s", seconds, SECONDS),
        figure(f"{name}: of a processor", "s", card.cpu, SECONDS),
        figure(f"{name}: most memory", "MB", card.peak or 0.0, None),
        figure(f"{name}: the model's size", "MB", card.size / 1e6, None),
        row("an event comes late while it runs, p95", busy.late, LATE, bare=idle.late),
    ]


def add_options(parser: argparse.ArgumentParser) -> None:
    """What can be asked for."""
    parser.add_argument("--set", type=Path, help="gold: a file, or a folder of files; generated when not given")
    parser.add_argument("--format", help="the files' format; found by content when not given")
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--json", type=Path, help="also write the rows to this file")


def run(chosen: argparse.Namespace) -> int:
    """Measure and print; 1 when a limit does not hold."""
    pairs = read_set(chosen.set, chosen.format) if chosen.set else generated(chosen.articles + 60)
    return report(measure(pairs[: chosen.articles], pairs[chosen.articles :]), chosen.json)
