"""The commands. Exit code 0: fine, 1: a problem, told in one clear line, 2: wrong usage."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec
import typer

from annotator.errors import AnnotatorError
from annotator.exporting import Exported, export
from annotator.importing import As, Imported, files_of, import_files
from annotator.progress import Progress
from annotator.project import Project
from annotator.scheme import read_scheme

app = typer.Typer(
    name="annotator",
    help="Turn news articles into gold-standard entities and stances.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Result = TypeVar("Result")
ProjectPath = Annotated[Path, typer.Argument(metavar="PROJECT", help="The project file (NAME.annot).")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def new(
    project: ProjectPath,
    scheme: Annotated[Path | None, typer.Option(help="Labels and guidelines, as TOML.")] = None,
) -> None:
    """Make an empty project; an existing file is refused."""
    toml = read_scheme(scheme)[1] if scheme else None
    Project.create(project, toml).close()
    typer.echo(f"{project}: a new, empty project.")


@app.command("import")
def import_(
    project: ProjectPath,
    files: Annotated[list[Path], typer.Argument(help="Files, or folders of files.")],
    format: Annotated[str | None, typer.Option(help="A format's name; found by content when not given.")] = None,
    as_: Annotated[
        str, typer.Option("--as", help="What to take: gold (finished annotation too) or articles.")
    ] = "gold",
) -> None:
    """Bring in articles. Bad lines go to FILE.rejects.jsonl, the rest is imported."""
    if as_ not in ("gold", "articles"):
        raise typer.BadParameter("gold or articles", param_hint="--as")
    kind: As = "articles" if as_ == "articles" else "gold"
    with Project.open(project) as opened:
        result: Imported = _watch(import_files(opened, files_of(files), format=format, as_=kind))
    for problem in result.problems:
        typer.echo(problem, err=True)
    for rejects in result.rejects:
        typer.echo(f"Refused lines are in {rejects}", err=True)
    typer.echo(f"{project}: {result.words()}.")
    if result.refused:
        raise typer.Exit(1)


@app.command()
def suggest(
    project: ProjectPath,
    model: Annotated[
        str | None, typer.Option(help="A spaCy package or folder; found by itself when not given.")
    ] = None,
) -> None:
    """Run the model over the open articles that lack its suggestions."""
    from annotator.running import Suggested, suggest_all

    with Project.open(project) as opened:
        done: Suggested = _watch(suggest_all(opened, model))
    for problem in done.problems:
        typer.echo(problem, err=True)
    typer.echo(f"{project}: suggestions for {done.articles} articles.")
    if done.problems:
        raise typer.Exit(1)


@app.command()
def status(project: ProjectPath, as_json: AsJson = False) -> None:
    """Articles by state, decisions, runs, curators, speed."""
    with Project.open(project) as opened:
        counts = opened.status()
    if as_json:
        typer.echo(msgspec.json.encode(counts).decode())
        return
    total = sum(counts.articles.values())
    typer.echo(f"{total} articles: " + ", ".join(f"{n} {name}" for name, n in counts.articles.items()))
    typer.echo("decisions: " + (", ".join(f"{n} {kind}" for kind, n in counts.decisions.items()) or "none"))
    typer.echo("curators: " + (", ".join(counts.curators) or "none"))
    typer.echo("runs: " + (", ".join(f"{r.model} {r.version}" for r in counts.runs) or "none"))
    speed = f", {counts.articles_per_hour} articles an hour" if counts.articles_per_hour else ""
    typer.echo(f"active work: {counts.active_minutes} minutes{speed}")


@app.command("open")
def open_(
    project: Annotated[Path | None, typer.Argument(metavar="[PROJECT]", help="The project file.")] = None,
    model: Annotated[str | None, typer.Option(help="A spaCy package or folder.")] = None,
) -> None:
    """Open the window."""
    gc.disable()  # nothing is thrown away while the program starts; the window turns it on again
    from ui.app import run

    raise typer.Exit(run(project, model))


@app.command("export")
def export_(
    project: ProjectPath,
    out: Annotated[Path, typer.Argument(help="The file to write.")],
    format: Annotated[str | None, typer.Option(help="A format's name; by the file's suffix when not given.")] = None,
    include_undone: Annotated[
        bool, typer.Option(help="Also what is decided of unfinished articles (no gold).")
    ] = False,
) -> None:
    """Write the gold: the articles that are done, and nothing else unless asked."""
    with Project.open(project) as opened:
        result: Exported = _watch(export(opened, out, format=format, include_undone=include_undone))
    left = f"; {result.left_out} are not done and stayed out" if result.left_out else ""
    typer.echo(f"{out}: {result.articles} articles{left}.")
    for loss in result.loses:
        typer.echo(f"This format cannot carry {loss}.")


@app.command()
def check(path: Annotated[Path, typer.Argument(help="A project, or gold JSONL.")], as_json: AsJson = False) -> None:
    """Look for damage in a project or in a file of gold."""
    from annotator.checking import check_path

    problems = check_path(path)
    if as_json:
        typer.echo(msgspec.json.encode(problems).decode())
    else:
        for problem in problems:
            typer.echo(f"{problem.where}: {problem.what}" if problem.where else problem.what)
        typer.echo(f"{path}: {len(problems) or 'no'} problem{'' if len(problems) == 1 else 's'} found.")
    if problems:
        raise typer.Exit(1)


@app.command()
def schema() -> None:
    """Print the JSON Schema of a gold line."""
    from annotator.gold import json_schema

    typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@app.command()
def formats(as_json: AsJson = False) -> None:
    """List the formats: what each reads, writes and loses."""
    from annotator.formats import FORMATS

    rows: list[dict[str, Any]] = [
        {
            "name": f.name,
            "title": f.title,
            "suffixes": f.suffixes,
            "reads": f.reads,
            "writes": f.writes,
            "loses": f.loses,
        }
        for f in FORMATS
    ]
    if as_json:
        typer.echo(json.dumps(rows))
        return
    for row in rows:
        ways = " and ".join(w for w, can in (("read", row["reads"]), ("written", row["writes"])) if can)
        typer.echo(f"{row['name']:10} {row['title']} ({', '.join(row['suffixes'])}): {ways}")
        for loss in row["loses"]:
            typer.echo(f"{'':10} cannot carry {loss}")


@app.command()
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


def _watch(work: Generator[Progress, None, Result]) -> Result:
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


if __name__ == "__main__":
    main()
