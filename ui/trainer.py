"""Training beside the window: the trainer's process, what it says, and what follows when it is done."""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from annotator import shelved, training
from annotator.errors import AnnotatorError
from annotator.learn.cards import Card, Point
from annotator.learn.messages import Failed, Finished, Message, Pointed, Stage, Started, Told, decode
from annotator.progress import Progress
from ui.bridge import Bridge
from ui.jobs import Sliced, end

JOB = ".job.jsonl"
"""The file beside the models that holds what a training reads."""


class Trainer(QObject):
    """One training at a time, in a process of its own, from the gold of the open project.

    ``changed()``: it began, went on or ended; look at ``words``, ``done``, ``total``, ``points``, ``notes``.
    ``finished(Card)``: a model is on the shelf, and in use if it is better.
    """

    changed = Signal()
    finished = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._process: QProcess | None = None
        self._writing: Sliced | None = None
        self._job: Path | None = None
        self._buffer = b""
        self._ended = False
        self.words = ""
        self.done = self.total = 0
        self.points: list[Point] = []
        self.notes: list[str] = []
        self.failed = False
        bridge.projectChanged.connect(lambda _project: self.stop())

    @property
    def running(self) -> bool:
        """True from the start to the end."""
        return self._writing is not None or self._process is not None

    def start(self) -> None:
        """Train a model from all that is done; says why not when it cannot be."""
        project = self._bridge.project
        if project is None or self.running:
            return
        folder = shelved.shelf(project).folder
        self.points, self.notes, self.failed, self._buffer, self._ended = [], [], False, b"", False
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self._fail(f"{folder} cannot be made: {error.strerror or error}.")
            return
        self._job = folder / JOB
        self._writing = Sliced(training.write_job(project, self._job), self)
        self._writing.progressed.connect(self._read_on)
        self._writing.finished.connect(self._launch)
        self._writing.failed.connect(lambda error: self._fail(str(error)))
        self._writing.start()
        self._tell("Reading the gold", 0, 0)

    def stop(self) -> None:
        """End the training; nothing is left of it."""
        if self.running:
            self._end()
            self.failed = True
            self._tell("Stopped; nothing was changed.", 0, 0)

    def _read_on(self, progress: Progress) -> None:
        self._tell("Reading the gold", progress.done, progress.total)

    def _launch(self, _articles: int) -> None:
        self._let_go_of_writing()
        if self._job is None:
            return
        process = self._process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        for name, value in training.environment().items():
            environment.insert(name, value)
        process.setProcessEnvironment(environment)
        process.readyReadStandardOutput.connect(self._read)
        process.readyReadStandardError.connect(lambda: process.readAllStandardError())
        process.finished.connect(self._over)
        process.errorOccurred.connect(self._broke)
        program, *arguments = training.command(self._job)
        self._tell("Loading the model", 0, 0)
        process.start(program, arguments)

    def _read(self) -> None:
        if self._process is None:
            return
        self._buffer += self._process.readAllStandardOutput().data()
        *lines, self._buffer = self._buffer.split(b"\n")
        for line in lines:
            with contextlib.suppress(msgspec.MsgspecError):
                self._take(decode(line))

    def _take(self, message: Message) -> None:
        if isinstance(message, Started):
            gold = message.gold
            self.notes.append(
                f"{gold.articles:,} articles are done: {gold.taught:,} are taught, {gold.watched:,} watched, "
                f"{gold.exam}, for the exam."
            )
            self.changed.emit()
        elif isinstance(message, Stage):
            self._tell(message.words, message.done, message.total)
        elif isinstance(message, Pointed):
            self.points.append(message.point)
            told = training.words(message)
            self._tell(told.words, told.done, told.total)
        elif isinstance(message, Told):
            self.notes.append(message.words)
            self.changed.emit()
        elif isinstance(message, Finished):
            self._ended = True
            self._finish(message.card)
        elif isinstance(message, Failed):
            self._ended = True
            self._fail(message.why)

    def _finish(self, card: Card) -> None:
        """The better model takes its place at once; one click goes back."""
        self._end()
        better = card.verdict.promote
        self._tell(f"{card.name} is {'in use' if better else 'on the shelf'}. {card.verdict.why}", 1, 1)
        if better:
            self._bridge.use_model(card.name)
        else:
            self._bridge.said.emit("told", f"Trained {card.name}: {card.verdict.why}")
        self.finished.emit(card)

    def _fail(self, why: str) -> None:
        self._end()
        self.failed = True
        self._tell(why, 0, 0)
        self._bridge.said.emit("problem", f"Training: {why}")

    def _broke(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._fail("the process for training could not be started.")

    def _over(self) -> None:
        """The process ended without a last word."""
        self._read()
        if not self._ended and self._process is not None:
            self._fail("it stopped before it was done; there may be too little memory.")

    def _end(self) -> None:
        self._let_go_of_writing()
        process, self._process = self._process, None
        if process is not None:
            process.finished.disconnect(self._over)
            process.errorOccurred.disconnect(self._broke)
            end(process)
        job, self._job = self._job, None
        if job is not None:
            with contextlib.suppress(OSError):
                job.unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                job.parent.rmdir()  # which only an empty folder allows

    def _let_go_of_writing(self) -> None:
        writing, self._writing = self._writing, None
        if writing is not None:
            QTimer.singleShot(0, writing, writing.end)  # it may be about to return from its last slice
            writing.cancel()

    def _tell(self, words: str, done: int, total: int) -> None:
        self.words, self.done, self.total = words, done, total
        self.changed.emit()

    def cards(self) -> list[Card]:
        """The models on the project's shelf, newest first."""
        project = self._bridge.project
        return list(reversed(shelved.models(project))) if project is not None else []

    def in_use(self) -> str:
        """The name of the model in use, "" for the default one."""
        project = self._bridge.project
        return shelved.in_use(project) if project is not None else ""

    def remove(self, name: str) -> None:
        """Delete a model from the shelf; says why not when it cannot be."""
        project = self._bridge.project
        if project is not None:
            try:
                shelved.remove(project, name)
            except AnnotatorError as error:
                self._bridge.said.emit("problem", str(error))
            self.changed.emit()
