"""The reviewer's process, as the window sees it: questions go out, answers come back later, and nothing ever waits."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, QProcess, Signal

from annotator.progress import Progress
from annotator.review.messages import Numbered, Question, Reply, answer_of
from ui.jobs import beside, end

Answered = Callable[[Any], None]
CRASHES = 3
"""After so many deaths without an answer between them it is not started again."""
_decode = msgspec.json.Decoder(Reply).decode


class Client(QObject):
    """One process for one project. Questions that were put to a process that died are not answered any more.

    ``progressed(Progress)``: how far a long question is. ``failed(str)``: why something is not answered.
    ``died()``: the process is gone; when it was started again, whatever was gathered must be asked for again.
    ``busyChanged(bool)``: questions wait for an answer, or none does any more.
    """

    progressed = Signal(object)
    failed = Signal(str)
    died = Signal()
    busyChanged = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._path: Path | None = None
        self._asked: dict[int, tuple[Question, Answered]] = {}
        self._number = 0
        self._crashes = 0
        self._buffer = b""

    @property
    def running(self) -> bool:
        """True while there is a process."""
        return self._process is not None

    @property
    def busy(self) -> bool:
        """True while a question waits for its answer."""
        return bool(self._asked)

    def start(self, path: Path) -> None:
        """Begin to read the project at ``path``; returns at once."""
        self.stop()
        self._path, self._crashes = path, 0
        self._launch()

    def stop(self) -> None:
        """End the process; what was asked is not answered any more."""
        self._path = None
        process, self._process = self._process, None
        if process is not None:
            process.finished.disconnect(self._ended)
            process.errorOccurred.disconnect(self._broke)
            end(process)
        self._forget()

    def ask(self, question: Question, answered: Answered = lambda _answer: None) -> None:
        """Ask; ``answered`` is called with the answer when it comes, or never."""
        if self._process is None:
            return
        self._number += 1
        self._asked[self._number] = question, answered
        self._process.write(msgspec.json.encode(Numbered(self._number, question)) + b"\n")  # type: ignore[arg-type]
        if len(self._asked) == 1:
            self.busyChanged.emit(True)

    def _launch(self) -> None:
        process = self._process = beside(self)
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._broke)
        self._buffer = b""
        process.start(sys.executable, ["-m", "annotator.reviewer", str(self._path)])

    def _read(self) -> None:
        if self._process is None:
            return
        self._buffer += self._process.readAllStandardOutput().data()
        *lines, self._buffer = self._buffer.split(b"\n")
        for line in lines:
            self._take(_decode(line))

    def _take(self, reply: Reply) -> None:
        if reply.progress is not None:
            if reply.number in self._asked:
                self.progressed.emit(Progress(reply.progress.done, reply.progress.total, reply.progress.words))
            return
        question, answered = self._asked.pop(reply.number, (None, None))
        if reply.problem:
            self.failed.emit(reply.problem)
        elif question is not None and answered is not None and not reply.dropped:
            self._crashes = 0
            answered(answer_of(question, reply.answer))
        if question is not None and not self._asked:
            self.busyChanged.emit(False)

    def _forget(self) -> None:
        if self._asked:
            self._asked.clear()
            self.busyChanged.emit(False)

    def _broke(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self.failed.emit("the process that compares could not be started.")

    def _ended(self) -> None:
        """The process died by itself: a new one takes its place, unless that happens again and again."""
        self._read()
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
        self._forget()
        self._crashes += 1
        if self._crashes > CRASHES or self._path is None:
            self.failed.emit("the process that compares stopped again and again; close the room and open it again.")
            return
        self._launch()
        self.died.emit()
