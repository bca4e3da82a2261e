"""What many commands have: a project's name, ``--json``, and progress on a terminal while they work."""

from __future__ import annotations

import sys
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

if TYPE_CHECKING:
    from annotator.progress import Progress

Result = TypeVar("Result")
ProjectPath = Annotated[Path, typer.Argument(metavar="PROJECT", help="The project file (NAME.annot).")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def in_json(value: object) -> str:
    """As JSON, records as objects."""
    from msgspec.json import encode

    return encode(value).decode()


def watch(work: Generator[Progress, None, Result]) -> Result:
    """Drive a piece of work to its end, with a line of progress on a terminal."""
    show = sys.stderr.isatty()
    while True:
        try:
            progress = next(work)
        except StopIteration as end:
            if show:
                typer.echo("\r\033[K", nl=False, err=True)
            result: Result = end.value
            return result
        if show:
            typer.echo(f"\r\033[K{progress.words}", nl=False, err=True)
