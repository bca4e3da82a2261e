"""Curators against each other, and against their own gold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import annotator
from annotator.cli.shared import AsJson, ProjectPath, in_json, watch


def agree_(
    files: Annotated[list[Path], typer.Argument(help="Two or more projects, or files of gold, on the same articles.")],
    hide_names: Annotated[bool, typer.Option("--hide-names", help="Call the parties A, B …")] = False,
    listed: Annotated[bool, typer.Option("--list", help="Every disagreement too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Measure how far curators agree; docs/agreement.md says what the figures mean."""
    from annotator.agreeing import Agreement, agree, as_list, as_table, open_parties
    from annotator.agreeing import as_json as plain

    found: Agreement = watch(agree(open_parties(files, hide_names=hide_names)))
    if as_json:
        typer.echo(in_json(plain(found, listed=listed)))
        return
    typer.echo(as_table(found))
    if listed:
        typer.echo("\n" + as_list(found))


def merge_(
    project: ProjectPath,
    others: Annotated[list[Path], typer.Argument(metavar="OTHER…", help="Projects, or files of gold.")],
    as_json: AsJson = False,
) -> None:
    """Bring in other curators' versions of the same articles, beside what is there; docs/agreement.md says how."""
    from msgspec.structs import asdict

    from annotator.merging import Merged, merge

    with annotator.Project.open(project) as opened:
        found: Merged = watch(merge(opened, others))
    if as_json:
        typer.echo(in_json(asdict(found)))
    else:
        for problem in found.problems:
            typer.echo(problem, err=True)
        typer.echo(f"{project}: {found.words()}.")
        typer.echo(f"Articles with versions: {found.standing()}.")
    if found.refused:
        raise typer.Exit(1)


def doubts(
    project: ProjectPath,
    only: Annotated[list[str] | None, typer.Option(help="Only this check (several times for more).")] = None,
    fine: Annotated[
        list[str] | None, typer.Option(help="Remember that the doubt with this key is fine as it is.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find gold that looks wrong; docs/doubts.md says what is looked for."""
    from annotator.doubting import as_lines, call_fine, doubt, find, to_json

    with annotator.Project.open(project) as opened:
        for key in fine or ():
            call_fine(opened, watch(find(opened.store, key)))
            typer.echo(f"{key}: fine as it is.", err=as_json)
        if fine and not only:
            return
        found = watch(doubt(opened.store, only or ()))
    typer.echo(to_json(found) if as_json else "\n".join(as_lines(found)))
