"""The reviewer's process: keeps the review room of one project, and answers questions that come in as JSON lines.

``python -m annotator.reviewer PROJECT``; :mod:`annotator.review.messages` has the questions and answers. It reads the
project beside the window that has it open, writes nothing but its cache, and ends with its input.
"""

from __future__ import annotations

import argparse
import os
import queue
import sys
import threading
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from annotator.errors import AnnotatorError
from annotator.progress import Progress
from annotator.review import Room, cache_of
from annotator.review import messages as m
from annotator.store import read_beside

_decode = msgspec.json.Decoder(m.Numbered).decode
Waiting = queue.Queue[m.Numbered | None]
TELL = 0.1
"""So often (seconds) progress is told at most."""


class Desk:
    """Answers questions in order. Long answers let quick questions through, and are left for a newer one of their kind."""

    def __init__(self, room: Room, sink: BinaryIO) -> None:
        self._room = room
        self._sink = sink
        self._later: list[m.Numbered] = []
        self._told = 0.0

    def serve(self, waiting: Waiting) -> None:
        """Answer until the input ends."""
        while True:
            asked = self._later.pop(0) if self._later else waiting.get()
            if asked is None:
                return
            if not self._answer(asked, waiting):
                return

    def _answer(self, asked: m.Numbered, waiting: Waiting, *, meanwhile: bool = False) -> bool:
        """Answer one; False when the input ended before it was done. ``meanwhile`` another one is being answered."""
        try:
            found = asked.question.ask(self._room)
            if not isinstance(found, Generator):
                self._send(m.Reply(asked.number, answer=_raw(found)))
                return True
            return self._work(asked, found, waiting)
        except AnnotatorError as error:
            self._send(m.Reply(asked.number, problem=str(error)))
        except KeyError:
            if meanwhile:
                self._later.append(asked)  # the run may be what is being read
            else:
                self._send(m.Reply(asked.number, problem="this run was not read yet."))
        return True

    def _work(self, asked: m.Numbered, work: Generator[Progress, None, Any], waiting: Waiting) -> bool:
        while True:
            try:
                progress = next(work)
            except StopIteration as end:
                self._send(m.Reply(asked.number, answer=_raw(end.value)))
                return True
            self._tell(asked.number, progress)
            while not waiting.empty():
                newer = waiting.get()
                if newer is None:
                    work.close()
                    return False
                if isinstance(newer.question, m.Cancel) or newer.question.lane == asked.question.lane:
                    work.close()
                    self._send(m.Reply(asked.number, dropped=True))
                    self._later.append(newer)
                    return True
                if isinstance(newer.question, m.Gather | m.AskIntervals | m.AskCompared | m.AskDoubts):
                    self._later.append(newer)
                else:
                    self._answer(newer, waiting, meanwhile=True)

    def _tell(self, number: int, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._told >= TELL:
            self._told = now
            self._send(m.Reply(number, progress=progress))

    def _send(self, reply: m.Reply) -> None:
        self._sink.write(msgspec.json.encode(reply) + b"\n")
        self._sink.flush()


def _raw(answer: Any) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(m.plain(answer)))


def _read(source: BinaryIO, waiting: Waiting) -> None:
    for line in source:
        waiting.put(_decode(line))
    waiting.put(None)


def main() -> int:
    """Serve standard input on standard output; whatever libraries print goes to standard error."""
    parser = argparse.ArgumentParser(prog="annotator.reviewer")
    parser.add_argument("project", type=Path)
    arguments = parser.parse_args()
    sink = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    waiting: Waiting = queue.Queue()
    try:
        reader = read_beside(arguments.project)
    except AnnotatorError as error:
        sink.write(msgspec.json.encode(m.Reply(0, problem=str(error))) + b"\n")
        return 1
    cache = cache_of(arguments.project)
    threading.Thread(target=_read, args=(sys.stdin.buffer, waiting), daemon=True).start()
    try:
        Desk(Room(reader, cache), sink).serve(waiting)
    finally:
        cache.close()
        reader.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
