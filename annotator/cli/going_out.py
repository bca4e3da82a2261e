"""What goes out: gold in the formats of others, datasets, and what is known of both."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

import annotator
from annotator.cli.shared import AsJson, ProjectPath, watch


def export_(
    project: ProjectPath,
    out: Annotated[Path, typer.Argument(help="The file to write.")],
    format: Annotated[str | None, typer.Option(help="A format's name; by the file's suffix when not given.")] = None,
    include_undone: Annotated[
        bool, typer.Option(help="Also what is decided of unfinished articles (no gold).")
    ] = False,
    source: Annotated[str, typer.Option(help="Only articles with this source in their meta.")] = "",
    since: Annotated[str, typer.Option(help="Only from this date on, such as 2024-05-01.")] = "",
    until: Annotated[str, typer.Option(help="Only up to this date; 2024-05 is the whole month.")] = "",
    date: Annotated[str, typer.Option(help="The key of meta that holds the date.")] = "date",
    curator: Annotated[str, typer.Option(help="Only what this curator had a hand in.")] = "",
    label: Annotated[str, typer.Option(help="Only articles in which a mention has this label.")] = "",
    flagged: Annotated[bool | None, typer.Option(help="Only articles that are flagged, or not.")] = None,
) -> None:
    """Write the gold: the articles that are done, and nothing else unless asked. Gold with errors is refused."""
    from annotator.exporting import Exported, export
    from annotator.filtering import Filter

    wanted = Filter(source, since, until, date, curator, label, flagged)
    if wanted.no_date:
        hint = "--since" if wanted.no_date == since else "--until"
        raise typer.BadParameter("a date, such as 2024, 2024-05 or 2024-05-01", param_hint=hint)
    with annotator.Project.open(project) as opened:
        work = export(opened, out, format=format, include_undone=include_undone, wanted=wanted)
        result: Exported = watch(work)
    left = f"; {result.left_out} are not done and stayed out" if result.left_out else ""
    left += f"; {result.filtered} more are not such as was asked for" if result.filtered else ""
    typer.echo(f"{out}: {result.articles} articles{left}.")
    for loss in result.loses:
        typer.echo(f"This format cannot carry {loss}.")
    if result.dropped:
        typer.echo(f"Dropped: {result.words()}.")


def release_(
    project: ProjectPath,
    folder: Annotated[Path, typer.Argument(help="A new folder.")],
    format: Annotated[str, typer.Option(help="A format's name.")] = "gold",
    shares: Annotated[str, typer.Option(help="Per cent for train, dev and test.")] = "80,10,10",
    by: Annotated[str, typer.Option(help="chance, or date: the newest articles are for testing.")] = "chance",
    group: Annotated[str, typer.Option(help="A key of meta; articles with the same value stay together.")] = "",
    date: Annotated[str, typer.Option(help="The key of meta that holds the date.")] = "date",
    alike: Annotated[
        float, typer.Option(help="From which share of the same words on articles stay together; 2 for never.")
    ] = 0.6,
    seed: Annotated[int, typer.Option(help="Another seed gives other parts.")] = 0,
    keep_test: Annotated[
        Path | None, typer.Option(help="An earlier release, whose test part is kept as it is.")
    ] = None,
    title: Annotated[str, typer.Option(help="For the card.")] = "Gold",
    description: Annotated[str, typer.Option(help="For the card.")] = "",
    licence: Annotated[str, typer.Option(help="For the card.")] = "",
) -> None:
    """Make a dataset: parts for training, development and test, with a card and a manifest of hashes."""
    from annotator.release.card import About
    from annotator.release.split import By, SplitSettings
    from annotator.releasing import Released, release

    if by not in ("chance", "date"):
        raise typer.BadParameter("chance or date", param_hint="--by")
    try:
        train, dev, test = (float(share) / 100 for share in shares.split(","))
    except ValueError as error:
        raise typer.BadParameter("three numbers, such as 80,10,10", param_hint="--shares") from error
    kind: By = "date" if by == "date" else "chance"
    settings = SplitSettings((train, dev, test), kind, group, date, alike, seed)
    about = About(title, description, licence)
    with annotator.Project.open(project) as opened:
        result: Released = watch(
            release(opened, folder, format=format, settings=settings, about=about, keep_test=keep_test)
        )
    typer.echo(f"{folder}: " + ", ".join(f"{part} {count}" for part, count in result.articles.items()) + " articles.")
    for warning in result.warnings:
        typer.echo(f"note: {warning}", err=True)
    if result.dropped:
        typer.echo("Dropped: " + ", ".join(f"{kind}: {count}" for kind, count in result.dropped.items()) + ".")


def schema() -> None:
    """Print the JSON Schema of a gold line."""
    from annotator.gold import json_schema

    typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


def formats(as_json: AsJson = False) -> None:
    """List the formats: what each reads, writes and loses."""
    from annotator.formats import all_formats, brought_by

    others = brought_by()
    rows: list[dict[str, Any]] = [
        {
            "name": f.name,
            "title": f.title,
            "suffixes": f.suffixes,
            "reads": f.reads,
            "writes": f.writes,
            "loses": f.loses,
            "package": others.packages.get(f.name, ""),
            "lacks": f.lacks,
        }
        for f in all_formats()
    ]
    for problem in others.problems:
        typer.echo(problem, err=True)
    if as_json:
        typer.echo(json.dumps(rows))
        return
    for row in rows:
        ways = " and ".join(w for w, can in (("read", row["reads"]), ("written", row["writes"])) if can)
        whose = f", from {row['package']}" if row["package"] else ""
        typer.echo(f"{row['name']:15} {row['title']} ({', '.join(row['suffixes'])}): {ways}{whose}")
        for loss in row["loses"]:
            typer.echo(f"{'':15} cannot carry {loss}")
        if row["lacks"]:
            typer.echo(f"{'':15} {row['lacks']}")
