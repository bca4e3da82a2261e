"""The worker process: loads a model once and suggests for articles that come in as JSON lines.

In: ``{"id", "text", "sections"}``. Out: first ``{"run": Run}`` or ``{"fatal": why}``, then for each article
``{"id", "suggestion"}`` or ``{"id", "error"}``, and ``{"problem": why}`` when a plug-in was left out. Nothing else is ever
written to standard output. It ends with its input.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from typing import Any, BinaryIO

import msgspec

from annotator.clock import now
from annotator.convention import Convention
from annotator.errors import AnnotatorError
from annotator.records import Article, Run, Section
from annotator.suggest import Suggester


class Request(msgspec.Struct, forbid_unknown_fields=True):
    """One article to be read."""

    id: str
    text: str
    sections: tuple[Section, ...] = ()


def serve(source: BinaryIO, sink: BinaryIO, model: str | None, convention: Convention | None = None) -> int:
    """Answer requests from ``source`` on ``sink`` until it ends; the exit code."""

    def send(message: dict[str, Any]) -> None:
        sink.write(msgspec.json.encode(message) + b"\n")
        sink.flush()

    try:
        suggester = Suggester(model, convention=convention)
    except AnnotatorError as error:
        send({"fatal": str(error)})
        return 1
    send({"run": new_run(suggester)})
    told = 0
    for line in source:
        send(answer(suggester, line))
        for problem in suggester.problems[told:]:
            send({"problem": problem})
        told = len(suggester.problems)
    return 0


def new_run(suggester: Suggester) -> Run:
    """The run that a loaded model makes: the same model, version and settings give the same id."""
    return Run(suggester.run_id, suggester.model, suggester.version, now(), suggester.settings)


def answer(suggester: Suggester, line: bytes) -> dict[str, Any]:
    """The answer to one request; a model that fails on an article is an answer too."""
    try:
        request = msgspec.json.decode(line, type=Request)
    except msgspec.MsgspecError as error:
        return {"id": "", "error": f"not a request: {error}"}
    try:
        article = Article(request.id, request.text, sections=request.sections)
        return {"id": request.id, "suggestion": suggester.suggest(article, ())}
    except Exception as error:  # a third party's model may raise anything; the worker must live on
        return {"id": request.id, "error": f"{type(error).__name__}: {error}"}


def main() -> int:
    """Serve standard input on standard output; whatever libraries print goes to standard error."""
    parser = argparse.ArgumentParser(prog="annotator.worker")
    parser.add_argument("--model")
    parser.add_argument("--convention", help="how a scheme wants names, as JSON; the default scheme if not given")
    arguments = parser.parse_args()
    sink = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(5)  # the window comes first
    wanted = arguments.convention
    convention = None if wanted is None else msgspec.json.decode(wanted, type=Convention)
    return serve(sys.stdin.buffer, sink, arguments.model, convention)


if __name__ == "__main__":
    sys.exit(main())
