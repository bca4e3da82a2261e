"""Long work beside the window: the worker process that runs the model, and generators run in slices."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections import deque
from collections.abc import Generator
from typing import Any

import msgspec
from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from annotator.convention import Convention, default_convention
from annotator.errors import AnnotatorError
from annotator.records import Article, Run, Section, Suggestion

SLICE_MS = 6
"""How long (milliseconds) a generator may hold the event loop at a time: less than a frame."""
HANG_MS = 120_000
"""After this long (milliseconds) without an answer the worker counts as hung and is started again."""


def beside(parent: QObject) -> QProcess:
    """A process, not started yet, for this interpreter: it finds the same modules, and its complaints are dropped."""
    process = QProcess(parent)
    environment = QProcessEnvironment.systemEnvironment()
    environment.insert("PYTHONPATH", os.pathsep.join(p for p in sys.path if p))
    environment.insert("OMP_NUM_THREADS", "1")
    process.setProcessEnvironment(environment)
    process.readyReadStandardError.connect(lambda: process.readAllStandardError())
    return process


def end(process: QProcess) -> None:
    """End a process whose word is no longer wanted, and wait until it is gone."""
    process.closeWriteChannel()
    process.kill()
    process.waitForFinished(2000)
    process.deleteLater()


class Worker(QObject):
    """One warm process that suggests; one article in flight, the article on the desk first.

    ``ready(str)``: the model is loaded (its name and version). ``suggested(str, Run, Suggestion)``: an answer.
    ``failed(str, str)``: an article that could not be done ("" when the worker itself failed, "plug-in" for one
    that was left out), and why.
    ``waiting(int)``: how many articles are still to be done.
    """

    ready = Signal(str)
    suggested = Signal(str, object, object)
    failed = Signal(str, str)
    waiting = Signal(int)

    def __init__(self, model: str | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._convention = default_convention()
        self._queue: deque[str] = deque()
        self._articles: dict[str, tuple[Article, tuple[Section, ...]]] = {}
        self._flying: str | None = None
        self._buffer = b""
        self._run: Run | None = None
        self._crashes = 0
        self._process: QProcess | None = None
        self._watch = QTimer(self)
        self._watch.setSingleShot(True)
        self._watch.setInterval(HANG_MS)
        self._watch.timeout.connect(self._hung)

    @property
    def run(self) -> Run | None:
        """What the loaded model calls its run; None before it is ready."""
        return self._run

    def set_convention(self, convention: Convention) -> None:
        """How names are wanted from now on; a process that knows another convention is started again."""
        if convention == self._convention:
            return
        self._convention = convention
        if self._process is not None:
            self.stop()
            self._run = None
            self.start()

    def start(self) -> None:
        """Start the process; the model loads while the window is used."""
        process = beside(self)
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._broke)
        wanted = msgspec.json.encode(self._convention).decode()
        arguments = ["-m", "annotator.worker", "--convention", wanted]
        if self._model:
            arguments += ["--model", self._model]
        self._process = process
        self._buffer = b""
        process.start(sys.executable, arguments)
        self._watch.start()

    def use(self, model: str | None) -> None:
        """Suggest with another model from now on (a package's name or a folder; None for the default one).

        What waits is forgotten; a process that runs is started again.
        """
        if model == self._model:
            return
        running = self._process is not None
        self.stop()
        self._model, self._run, self._crashes = model, None, 0
        if running:
            self.start()
        self.waiting.emit(0)

    def stop(self) -> None:
        """End the process; what is not done is simply not done."""
        self._watch.stop()
        self._queue.clear()
        self._articles.clear()
        self._flying = None
        process, self._process = self._process, None
        if process is not None:
            process.finished.disconnect(self._ended)
            process.errorOccurred.disconnect(self._broke)
            end(process)

    def ask(self, article: Article, sections: tuple[Section, ...], *, first: bool = False) -> None:
        """Have an article done; ``first`` before all that wait. Asking again for one that waits only moves it."""
        if article.id == self._flying:
            return
        if article.id in self._articles:
            if not first:
                return
            self._queue.remove(article.id)
        self._articles[article.id] = (article, sections)
        if first:
            self._queue.appendleft(article.id)
        else:
            self._queue.append(article.id)
        self._feed()

    def forget(self) -> None:
        """Drop everything that waits."""
        self._queue.clear()
        self._articles = {k: v for k, v in self._articles.items() if k == self._flying}
        self.waiting.emit(len(self._articles))

    @property
    def pending(self) -> int:
        """How many articles wait or are being done."""
        return len(self._articles)

    def _feed(self) -> None:
        self.waiting.emit(len(self._articles))
        if self._run is None or self._flying is not None or not self._queue or self._process is None:
            return
        self._flying = self._queue.popleft()
        article, sections = self._articles[self._flying]
        request = {"id": article.id, "text": article.text, "sections": msgspec.to_builtins(sections)}
        self._process.write(json.dumps(request).encode() + b"\n")
        self._watch.start()

    def _read(self) -> None:
        if self._process is None:
            return
        self._buffer += self._process.readAllStandardOutput().data()
        *lines, self._buffer = self._buffer.split(b"\n")
        for line in lines:
            with contextlib.suppress(ValueError):
                self._answer(json.loads(line))

    def _answer(self, message: dict[str, Any]) -> None:
        if "problem" in message:
            self.failed.emit("plug-in", message["problem"])
            return
        self._watch.stop()
        if "run" in message:
            self._run = msgspec.convert(message["run"], Run)
            self.ready.emit(f"{self._run.model} {self._run.version}")
        elif "fatal" in message:
            self._crashes = 99
            self.failed.emit("", message["fatal"])
        elif message.get("id") == self._flying and self._flying is not None:
            id, self._flying = self._flying, None
            del self._articles[id]
            self._crashes = 0
            if "suggestion" in message and self._run is not None:
                self.suggested.emit(id, self._run, msgspec.convert(message["suggestion"], Suggestion))
            else:
                self.failed.emit(id, message.get("error", "no answer"))
        self._feed()

    def _hung(self) -> None:
        if self._process is not None and (self._flying or self._run is None):
            self._process.kill()

    def _broke(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self.failed.emit("", "the process for suggestions could not be started.")

    def _ended(self) -> None:
        """The process died: the article in its hands is given up, the rest goes on in a new process."""
        self._watch.stop()
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
        self._run = None
        if self._flying is not None:
            id, self._flying = self._flying, None
            self._articles.pop(id, None)
            self.failed.emit(id, "the model stopped while it read this article.")
        self._crashes += 1
        if self._crashes <= 3:
            self.start()
        elif self._crashes < 99:
            self.failed.emit(
                "", "the model stopped again and again; suggestions are off until the program starts again."
            )


class Sliced(QObject):
    """Runs a generator on the event loop in slices shorter than a frame, so that the window never waits for it.

    ``progressed(object)``: what the generator yielded last. ``finished(object)``: its return value.
    ``failed(object)``: the AnnotatorError that ended it. One of the two comes, unless it is cancelled.
    """

    progressed = Signal(object)
    finished = Signal(object)
    failed = Signal(object)

    def __init__(self, work: Generator[Any, None, Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._slice)

    def start(self) -> None:
        """Begin; returns at once."""
        self._timer.start(0)

    def cancel(self) -> None:
        """End the work; the generator's own clean-up runs."""
        self._timer.stop()
        self._work.close()

    def end(self) -> None:
        """Cancel it, if it still runs, and let go of it."""
        self.cancel()
        self.deleteLater()

    def _slice(self) -> None:
        until = time.monotonic() + SLICE_MS / 1000
        latest: Any = None
        try:
            while latest is None or time.monotonic() < until:  # at least a step, however late it is
                latest = next(self._work)
        except StopIteration as end:
            self._timer.stop()
            self.finished.emit(end.value)
            return
        except AnnotatorError as error:
            self._timer.stop()
            self.failed.emit(error)
            return
        except BaseException:
            self._timer.stop()  # a fault of ours: told once, not at every turn of the event loop
            raise
        self.progressed.emit(latest)
