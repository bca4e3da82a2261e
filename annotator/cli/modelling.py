"""Models: what they suggest, how good that is, what became of it; training more of them."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import annotator
from annotator.cli.shared import AsJson, ProjectPath, Result, in_json, watch

if TYPE_CHECKING:
    from annotator.progress import Progress

MOST_PROBLEMS = 5
"""So many lines that could not be used are told one by one."""


def suggest(
    project: ProjectPath,
    model: Annotated[
        str | None, typer.Option(help="A spaCy package or folder; the model in use when not given.")
    ] = None,
    with_: Annotated[
        list[str] | None, typer.Option("--with", help="Only this plug-in after the model (several times for more).")
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="No plug-in; without this, all that are installed.")] = False,
    finished: Annotated[
        bool, typer.Option("--finished", help="Over the finished articles, to measure the model there.")
    ] = False,
) -> None:
    """Run the model, and what plug-ins are installed, over the open articles that lack its suggestions."""
    from annotator.running import Suggested, suggest_all
    from annotator.shelved import model_path

    if plain and with_:
        raise typer.BadParameter("not together with --with", param_hint="--plain")

    with annotator.Project.open(project) as opened:
        plug_ins = () if plain else with_ or None
        done: Suggested = watch(suggest_all(opened, model or model_path(opened), plug_ins, finished=finished))
    for problem in done.problems:
        typer.echo(problem, err=True)
    noun = "article" if done.articles == 1 else "articles"
    typer.echo(f"{project}: suggestions for {done.articles} {noun}.")
    if done.problems:
        raise typer.Exit(1)


def evaluate_(
    gold: Annotated[Path, typer.Argument(metavar="PROJECT|FILE", help="A project, or a file that carries gold.")],
    model: Annotated[
        str | None, typer.Option(help="A spaCy package or folder; found by itself when not given.")
    ] = None,
    format: Annotated[str | None, typer.Option(help="A format's name; found by content when not given.")] = None,
    given: Annotated[
        str | None, typer.Option(help="What of the gold the model is told: mentions or entities; nothing by itself.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only so many articles, from all over the file.")] = None,
    errors: Annotated[Path | None, typer.Option(help="Write the disagreements to this file, to read.")] = None,
    as_json: AsJson = False,
) -> None:
    """Measure a model against gold; docs/evaluate.md says what the figures mean."""
    from annotator.evaluating import Disagreement, Evaluation, Given, as_table, evaluate, open_gold, write_disagreements
    from annotator.evaluating import as_json as plain

    kinds: dict[str | None, Given | None] = {None: None, "mentions": "mentions", "entities": "entities"}
    if given not in kinds:
        raise typer.BadParameter("mentions or entities", param_hint="--given")
    source = open_gold(gold, format=format, limit=limit)
    from annotator.suggest import Suggester  # spaCy takes over a second to import

    told: list[Disagreement] = []
    work = evaluate(source, Suggester(model), given=kinds[given], tell=told.append if errors else None)
    found: Evaluation = watch(work)
    for problem in found.problems[:MOST_PROBLEMS]:
        typer.echo(problem, err=True)
    if len(found.problems) > MOST_PROBLEMS:
        typer.echo(f"… and {len(found.problems) - MOST_PROBLEMS} more that could not be used.", err=True)
    typer.echo(in_json(plain(found)) if as_json else as_table(found))
    if errors is not None:
        count = write_disagreements(told, errors)
        typer.echo(f"{errors}: {count} disagreements.", err=True)


def review_(
    project: ProjectPath,
    run: Annotated[str | None, typer.Option(help="A run's id, or how it begins; the newest when not given.")] = None,
    against: Annotated[str | None, typer.Option(help="An older run to compare it with, likewise.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write all of it, with charts, to this page of HTML.")] = None,
    as_json: AsJson = False,
) -> None:
    """Say how good a run's suggestions are by what curators decided, and where they fail; docs/review.md explains."""
    from annotator.files import replacing
    from annotator.reckoning import run_of
    from annotator.review import NoRun, Review, Room, as_plain, as_table, cache_of, report, review

    with annotator.Project.open(project) as opened, closing(cache_of(opened.path)) as cache:
        room = Room(opened.store, cache)
        runs = [known.id for known in room.runs()]
        if not runs:
            raise NoRun("no model has suggested anything yet.", where=str(project), remedy="annotator suggest does it.")
        chosen = run_of(opened, run) if run else runs[0]
        other = run_of(opened, against) if against else None
        if html is not None:
            page: str = watch(report(room, chosen, opened.path, other, hide_names=opened.hides_names))
            with replacing(html) as file:
                file.write(page.encode())
            typer.echo(f"{html}: the review of {chosen}.")
            return
        found: Review = watch(review(room, chosen, other))
    typer.echo(in_json(as_plain(found)) if as_json else as_table(found))


def train(
    project: ProjectPath,
    out: Annotated[Path | None, typer.Option(help="A new folder for the model, instead of the shelf.")] = None,
    base: Annotated[str | None, typer.Option(help="The spaCy package or folder to train further.")] = None,
    seed: Annotated[int, typer.Option(help="Another seed gives another model.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Train a model from the gold; it is used from now on if it is better on held-out articles.

    It goes on the project's shelf (see `models`), or with --out into a folder of its own, which is never used by itself.
    """
    from annotator import shelved, training
    from annotator.learn.cards import Settings
    from annotator.learn.messages import Told

    with annotator.Project.open(project) as opened:
        work = training.train(opened, Settings(seed=seed), base=base, out=out)
        card = watch(_lines(work, lambda m: typer.echo(m.words, err=True) if isinstance(m, Told) else None))
        if card.verdict.promote and out is None:
            shelved.promote(opened, card.name)
    typer.echo(training.report(card, out) if not as_json else in_json(training.figures(card)))


def models(
    project: ProjectPath,
    use: Annotated[str | None, typer.Option(help="Use this model from now on; “base” for the default one.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the models on the project's shelf, and go back to any of them."""
    from annotator import shelved, training

    with annotator.Project.open(project) as opened:
        if use is not None:
            shelved.promote(opened, "" if use == shelved.BASE else use)
        cards, used = shelved.models(opened), shelved.in_use(opened)
    if as_json:
        typer.echo(in_json({"in_use": used or shelved.BASE, "models": cards}))
        return
    typer.echo(training.listed(cards, used))


def ledger(
    project: ProjectPath,
    run: Annotated[
        str | None, typer.Option(help="A run's id, or the beginning of one; all runs when not given.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """What became of the suggestions: by run, by suggester, and by how likely they were."""
    from annotator.reckoning import as_table, reckon, run_of, to_json

    with annotator.Project.open(project) as opened:
        found = watch(reckon(opened, run_of(opened, run) if run else None))
    if as_json:
        typer.echo(to_json(found))
        return
    for line in as_table(found) or ["no run has suggested anything yet."]:
        typer.echo(line)


def _lines(work: Generator[Any, None, Result], told: Callable[[Any], object]) -> Generator[Progress, None, Result]:
    """A training's messages as lines of progress; each is shown to ``told`` too."""
    from annotator.training import words

    while True:
        try:
            message = next(work)
        except StopIteration as end:
            result: Result = end.value
            return result
        told(message)
        yield words(message)
