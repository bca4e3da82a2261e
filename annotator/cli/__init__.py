"""The commands. Exit code 0: fine, 1: a problem, told in one clear line, 2: wrong usage, 130: stopped by Ctrl+C.

Each loads what it needs when it is run, so that all of them answer at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from inspect import getdoc

import typer

from annotator.cli.curators import agree_, doubts, merge_
from annotator.cli.going_out import export_, formats, release_, schema
from annotator.cli.modelling import evaluate_, ledger, models, review_, suggest, train
from annotator.cli.projects import check, import_, new, status
from annotator.cli.window import demo, open_
from annotator.errors import AnnotatorError

_COMMANDS: dict[str, Callable[..., None]] = {
    "new": new,
    "import": import_,
    "suggest": suggest,
    "evaluate": evaluate_,
    "review": review_,
    "agree": agree_,
    "merge": merge_,
    "train": train,
    "models": models,
    "status": status,
    "ledger": ledger,
    "doubts": doubts,
    "open": open_,
    "export": export_,
    "release": release_,
    "check": check,
    "schema": schema,
    "formats": formats,
    "demo": demo,
}
"""In the order in which ``--help`` lists them, each with the first paragraph of its docstring, whole."""


def _app(names: Iterable[str]) -> typer.Typer:
    """The program with these commands."""
    made = typer.Typer(
        name="annotator",
        help="Turn news articles into gold-standard entities and stances.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,  # plain lines, and a tenth of a second sooner
    )
    made.callback()(lambda: None)  # or the command would not be named where there is only one
    for name in names:
        command = _COMMANDS[name]
        made.command(name, short_help=(getdoc(command) or "").split("\n\n")[0])(command)
    return made


app = _app(_COMMANDS)
STOPPED = 130


def main() -> None:
    """Run a command; problems that we know are told in one line."""
    named = [name for name in sys.argv[1:2] if name in _COMMANDS]
    try:
        _app(named or _COMMANDS)()  # to make all takes a while
    except AnnotatorError as error:
        typer.echo(f"annotator: {error}", err=True)
        sys.exit(1)
    except OSError as error:  # a folder that cannot be written, a full disk
        place = f"{error.filename}: " if error.filename else ""
        typer.echo(f"annotator: {place}{error.strerror or error}.", err=True)
        sys.exit(1)
    except SystemExit as end:
        if end.code == STOPPED:  # typer makes this of Ctrl+C, and says nothing
            typer.echo("annotator: stopped.", err=True)
        raise
