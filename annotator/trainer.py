"""The trainer's process: learns from the gold in a job's file and tells how it goes, as JSON lines.

``python -m annotator.trainer JOB``; :mod:`annotator.learn.messages` says what is in the file and what comes out. Nothing
else is ever written to standard output. It ends when its standard input is closed, and leaves nothing half-written.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import threading
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

import msgspec

from annotator.errors import AnnotatorError, InputError
from annotator.files import opened
from annotator.gold import from_gold
from annotator.learn.cards import Card
from annotator.learn.messages import Failed, Gold, Job, Message, Unread, decode_job, encode
from annotator.learn.shelf import Shelf
from annotator.learn.split import Pair
from annotator.records import Article


def read_job(path: Path) -> tuple[Job, list[Pair], list[Article]]:
    """What is to be trained, the gold, and the unread articles; raises InputError naming the line."""
    job: Job | None = None
    gold: list[Pair] = []
    unread: list[Article] = []
    with opened(path) as file:
        for number, line in enumerate(file, start=1):
            try:
                item = decode_job(line)
            except msgspec.MsgspecError as error:
                raise InputError(f"not a line of a job: {error}.", where=f"{path}:{number}") from error
            if isinstance(item, Gold):
                gold.append(from_gold(item.record))
            elif isinstance(item, Unread):
                unread.append(Article(item.id, item.text))
            else:
                job = item
    if job is None:
        raise InputError("this file holds no job.", where=str(path))
    return job, gold, unread


def messages(path: Path) -> Generator[Message, None, Card | None]:
    """Do the job in a file; messages come at every step, the last one is Finished or Failed."""
    from annotator.learn.teaching import teach

    try:
        job, gold, unread = read_job(path)
        if job.out is None:
            Shelf(Path(job.shelf)).clear()
        return (yield from teach(job, gold, unread))
    except AnnotatorError as error:
        yield Failed(str(error))
    except MemoryError:
        yield Failed("there is not enough memory.")
    return None


def serve(work: Generator[Message, None, Card | None], sink: BinaryIO, stop: threading.Event) -> int:
    """Write messages until there are no more, or until it is to stop; the exit code."""
    last: Message | None = None
    with closing(work):
        for last in _until(work, stop):
            sink.write(encode(last))
            sink.flush()
    return 1 if last is None or isinstance(last, Failed) or stop.is_set() else 0


def _until(work: Generator[Message, None, Card | None], stop: threading.Event) -> Iterator[Message]:
    for message in work:
        yield message
        if stop.is_set():
            return


def _watch(stop: threading.Event) -> None:
    """Note when standard input ends: whoever started the training wants no more of it."""
    while os.read(sys.stdin.fileno(), 4096):
        pass
    stop.set()


def main() -> int:
    """Do a job; whatever libraries print goes to standard error."""
    parser = argparse.ArgumentParser(prog="annotator.trainer")
    parser.add_argument("job", type=Path)
    arguments = parser.parse_args()
    sink = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(7)  # the window comes first, then the suggestions
    stop = threading.Event()
    threading.Thread(target=_watch, args=(stop,), daemon=True).start()
    with contextlib.suppress(BrokenPipeError):
        return serve(messages(arguments.job), sink, stop)
    return 1


if __name__ == "__main__":
    sys.exit(main())
