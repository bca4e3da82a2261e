"""The commands. Exit code 0: fine, 1: a problem, told in one clear line, 2: wrong usage.

Each loads what it needs when it is run, so that all of them answer at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from inspect import getdoc

import typer

from annotator.cli.curators import agree_, doubts, merge_
from annotator.cli.going_out import export_, formats, release_, schema
from annotator.cli.modelling import evaluate_, ledger, models, review_, suggest, train
from annotator.cli.projects import check, import_, new, status
from annotator.cli.window import demo, open_
from annotator.errors import AnnotatorError

app = typer.Typer(
    name="annotator",
    help="Turn news articles into gold-standard entities and stances.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain lines, and a tenth of a second sooner
)
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
for _name, _command in _COMMANDS.items():
    app.command(_name, short_help=(getdoc(_command) or "").split("\n\n")[0])(_command)


def main() -> None:
    """Run a command; problems that we know are told in one line."""
    try:
        app()
    except AnnotatorError as error:
        typer.echo(f"annotator: {error}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        typer.echo("annotator: stopped.", err=True)
        sys.exit(1)
