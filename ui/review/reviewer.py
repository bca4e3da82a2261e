"""The reviewer's process beside the window: questions go in, answers come back by their number."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from annotator.progress import Progress
from annotator.review.messages import Numbered, Question, Reply, answer_of
from ui.jobs import end

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Reply).decode


@dataclass(frozen=True, slots=True)
class _Asked:
    question: Question
    answered: Callable[[Any], None]
    progressed: Callable[[Progress], None] | None


class Reviewer(QObject):
    """One process for one project at a time; it starts with the first question.

    ``failed(str)``: a question could not be answered, or the process is gone, and why; nothing more will be answered then.
    """

    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._process: QProcess | None = None
        self._asked: dict[int, _Asked] = {}
        self._number = 0
        self._buffer = b""

    def open(self, path: Path | None) -> None:
        """Answer about the project at ``path`` from now on; what was asked about another is dropped."""
        if path != self._path:
            self.stop()
            self._path = path

    def ask(
        self,
        question: Question,
        answered: Callable[[Any], None],
        progressed: Callable[[Progress], None] | None = None,
    ) -> None:
        """Ask; ``answered`` gets the answer unless it fails or is dropped, ``progressed`` hears how far it is."""
        if self._path is None:
            return
        if self._process is None:
            self._start(self._path)
        self._number += 1
        self._asked[self._number] = _Asked(question, answered, progressed)
        if self._process is not None:
            self._process.write(_encode(Numbered(self._number, question)) + b"\n")  # type: ignore[arg-type]

    def stop(self) -> None:
        """End the process; what was asked is not answered any more."""
        self._asked.clear()
        self._buffer = b""
        process, self._process = self._process, None
        if process is not None:
            process.finished.disconnect(self._ended)
            process.errorOccurred.disconnect(self._broke)
            end(process)

    def _start(self, path: Path) -> None:
        process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONPATH", os.pathsep.join(p for p in sys.path if p))
        environment.insert("OMP_NUM_THREADS", "1")
        process.setProcessEnvironment(environment)
        process.readyReadStandardOutput.connect(self._read)
        process.readyReadStandardError.connect(lambda: process.readAllStandardError())
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._broke)
        self._process = process
        process.start(sys.executable, ["-m", "annotator.reviewer", str(path)])

    def _read(self) -> None:
        if self._process is None:
            return
        self._buffer += self._process.readAllStandardOutput().data()
        *lines, self._buffer = self._buffer.split(b"\n")
        for line in lines:
            with contextlib.suppress(msgspec.MsgspecError):
                self._take(_decode(line))

    def _take(self, reply: Reply) -> None:
        if reply.problem:
            self._asked.pop(reply.number, None)
            self.failed.emit(reply.problem)
            return
        asked = self._asked.get(reply.number)
        if asked is None:
            return
        if reply.progress is not None:
            if asked.progressed is not None:
                asked.progressed(reply.progress)
            return
        del self._asked[reply.number]
        if not reply.dropped:
            asked.answered(answer_of(asked.question, reply.answer))

    def _ended(self) -> None:
        """The process is gone though nobody ended it."""
        self._read()
        waited = bool(self._asked)
        self.stop()
        if waited:
            self.failed.emit("the process that looks through the gold stopped; there may be too little memory.")

    def _broke(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self.stop()
            self.failed.emit("the process that looks through the gold could not be started.")
