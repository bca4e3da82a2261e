"""The commands that show the window. Only they import it, and only when they run."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Annotated

import typer


def open_(
    project: Annotated[Path | None, typer.Argument(metavar="[PROJECT]", help="The project file.")] = None,
    model: Annotated[str | None, typer.Option(help="A spaCy package or folder.")] = None,
) -> None:
    """Open the window."""
    gc.disable()  # nothing is thrown away while the program starts; the window turns it on again
    from ui.app import run

    raise typer.Exit(run(project, model))


def demo(
    folder: Annotated[Path | None, typer.Argument(help="Where the sample project lies.")] = None,
    headless: Annotated[
        Path | None,
        typer.Option(help="Without a display: curate by itself and leave gold and pictures in this folder."),
    ] = None,
) -> None:
    """Open a sample project, made from the sample articles."""
    if headless is not None:
        from ui.demo import curate

        raise typer.Exit(curate(headless))
    from annotator.sample import sample_project
    from ui.app import run

    raise typer.Exit(run(sample_project(folder), None))
