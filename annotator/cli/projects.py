"""A project's beginning, what comes into it, and how it is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import annotator
from annotator.cli.shared import AsJson, ProjectPath, in_json, watch


def new(
    project: ProjectPath,
    scheme: Annotated[Path | None, typer.Option(help="Labels and guidelines, as TOML.")] = None,
    blind: Annotated[
        float | None,
        typer.Option(
            min=0, max=100, help="Per cent of the articles to curate without seeing suggestions; 10 when not given."
        ),
    ] = None,
) -> None:
    """Make an empty project; an existing file is refused. docs/blind.md says what the blind share is for."""
    from annotator.blind import USUAL
    from annotator.scheme import read_scheme

    toml = read_scheme(scheme)[1] if scheme else None
    chosen = USUAL if blind is None else blind / 100
    annotator.Project.create(project, toml, blind=chosen).close()
    share = f"; {100 * chosen:g} % of its articles will be curated blind" if chosen else ""
    typer.echo(f"{project}: a new, empty project{share}.")


def import_(
    project: ProjectPath,
    files: Annotated[list[Path], typer.Argument(help="Files, or folders of files.")],
    format: Annotated[str | None, typer.Option(help="A format's name; found by content when not given.")] = None,
    as_: Annotated[
        str, typer.Option("--as", help="What to take: gold (finished annotation too) or articles.")
    ] = "gold",
    rejects: Annotated[
        Path | None, typer.Option(help="The file for bad lines; FILE.rejects.jsonl when not given.")
    ] = None,
    labels: Annotated[
        Path | None, typer.Option(help="What labels of other tools are called here (TOML); the project remembers it.")
    ] = None,
) -> None:
    """Bring in articles. Bad lines go to FILE.rejects.jsonl, the rest is imported."""
    from annotator.imported import Imported
    from annotator.importing import As, files_of, import_files
    from annotator.labelmap import read_map

    if as_ not in ("gold", "articles"):
        raise typer.BadParameter("gold or articles", param_hint="--as")
    kind: As = "articles" if as_ == "articles" else "gold"
    table = read_map(labels) if labels is not None else None
    with annotator.Project.open(project) as opened:
        work = import_files(opened, files_of(files), format=format, as_=kind, rejects=rejects, labels=table)
        result: Imported = watch(work)
    for problem in result.problems:
        typer.echo(problem, err=True)
    for name in result.rejects:
        typer.echo(f"Refused lines are in {name}", err=True)
    typer.echo(f"{project}: {result.words()}.")
    if result.left_out:
        kinds = ", ".join(f"{kind}: {count}" for kind, count in sorted(result.left_out.items()))
        typer.echo(f"Left out, because no annotation has a place for it: {kinds}.")
    for line in result.labels_told():
        typer.echo(line)
    if result.unknown:
        typer.echo("A table (--labels FILE) says what they are called here: docs/formats.md.")
    if result.refused:
        raise typer.Exit(1)


def status(project: ProjectPath, as_json: AsJson = False) -> None:
    """Articles by state, decisions, runs, curators, speed."""
    with annotator.Project.open(project) as opened:
        counts = opened.status()
    if as_json:
        typer.echo(in_json(counts))
        return
    total = sum(counts.articles.values())
    typer.echo(f"{total} articles: " + ", ".join(f"{n} {name}" for name, n in counts.articles.items()))
    typer.echo(f"blind: {counts.blind_done} done of {counts.blind}")
    typer.echo("decisions: " + (", ".join(f"{n} {kind}" for kind, n in counts.decisions.items()) or "none"))
    typer.echo("curators: " + (", ".join(counts.curators) or "none"))
    if counts.versions:
        typer.echo("versions: " + ", ".join(f"{n} {state}" for state, n in counts.versions.items()))
    typer.echo("runs: " + (", ".join(f"{r.model} {r.version}".strip() for r in counts.runs) or "none"))
    speed = f", {counts.articles_per_hour} articles an hour" if counts.articles_per_hour else ""
    typer.echo(f"active work: {counts.active_minutes} minutes{speed}")


def check(path: Annotated[Path, typer.Argument(help="A project, or gold JSONL.")], as_json: AsJson = False) -> None:
    """Look for damage in a project or in a file of gold."""
    from annotator.checking import check_path, is_project

    problems = check_path(path)
    if as_json:
        typer.echo(in_json(problems))
    else:
        for problem in problems:
            typer.echo(f"{problem.where}: {problem.what}" if problem.where else problem.what)
        typer.echo(f"{path}: {len(problems) or 'no'} problem{'' if len(problems) == 1 else 's'} found.")
        if is_project(path):
            typer.echo(f"Gold that looks wrong is no damage: annotator doubts {path} lists it.")
    if problems:
        raise typer.Exit(1)
