"""The commands. Exit code 0: fine, 1: a problem, told in one clear line, 2: wrong usage."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec
import typer

from annotator.blind import USUAL
from annotator.errors import AnnotatorError
from annotator.exporting import Exported, export
from annotator.filtering import Filter
from annotator.imported import Imported
from annotator.importing import As, files_of, import_files
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

MOST_PROBLEMS = 5
"""So many lines that could not be used are told one by one."""
Result = TypeVar("Result")
ProjectPath = Annotated[Path, typer.Argument(metavar="PROJECT", help="The project file (NAME.annot).")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def new(
    project: ProjectPath,
    scheme: Annotated[Path | None, typer.Option(help="Labels and guidelines, as TOML.")] = None,
    blind: Annotated[
        float, typer.Option(min=0, max=100, help="Per cent of the articles to curate without seeing suggestions.")
    ] = 100 * USUAL,
) -> None:
    """Make an empty project; an existing file is refused. docs/blind.md says what the blind share is for."""
    toml = read_scheme(scheme)[1] if scheme else None
    Project.create(project, toml, blind=blind / 100).close()
    share = f"; {blind:g} % of its articles will be curated blind" if blind else ""
    typer.echo(f"{project}: a new, empty project{share}.")


@app.command("import")
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
    from annotator.labelmap import read_map

    if as_ not in ("gold", "articles"):
        raise typer.BadParameter("gold or articles", param_hint="--as")
    kind: As = "articles" if as_ == "articles" else "gold"
    table = read_map(labels) if labels is not None else None
    with Project.open(project) as opened:
        work = import_files(opened, files_of(files), format=format, as_=kind, rejects=rejects, labels=table)
        result: Imported = _watch(work)
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


@app.command()
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
    from annotator.training import model_path

    if plain and with_:
        raise typer.BadParameter("not together with --with", param_hint="--plain")

    with Project.open(project) as opened:
        plug_ins = () if plain else with_ or None
        done: Suggested = _watch(suggest_all(opened, model or model_path(opened), plug_ins, finished=finished))
    for problem in done.problems:
        typer.echo(problem, err=True)
    typer.echo(f"{project}: suggestions for {done.articles} articles.")
    if done.problems:
        raise typer.Exit(1)


@app.command("evaluate")
def evaluate_(
    gold: Annotated[Path, typer.Argument(metavar="PROJECT|FILE", help="A project, or a file that carries gold.")],
    model: Annotated[
        str | None, typer.Option(help="A spaCy package or folder; found by itself when not given.")
    ] = None,
    format: Annotated[str | None, typer.Option(help="A format's name; found by content when not given.")] = None,
    given: Annotated[
        str | None, typer.Option(help="What of the gold the model is told: mentions or entities; nothing by itself.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only so many articles, the first.")] = None,
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
    found: Evaluation = _watch(work)
    for problem in found.problems[:MOST_PROBLEMS]:
        typer.echo(problem, err=True)
    if len(found.problems) > MOST_PROBLEMS:
        typer.echo(f"… and {len(found.problems) - MOST_PROBLEMS} more that could not be used.", err=True)
    typer.echo(msgspec.json.encode(plain(found)).decode() if as_json else as_table(found))
    if errors is not None:
        count = write_disagreements(told, errors)
        typer.echo(f"{errors}: {count} disagreements.", err=True)


@app.command("review")
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

    with Project.open(project) as opened, closing(cache_of(opened.path)) as cache:
        room = Room(opened.store, cache)
        runs = [known.id for known in room.runs()]
        if not runs:
            raise NoRun("no model has suggested anything yet.", where=str(project), remedy="annotator suggest does it.")
        chosen = run_of(opened, run) if run else runs[0]
        other = run_of(opened, against) if against else None
        if html is not None:
            page: str = _watch(report(room, chosen, opened.path, other))
            with replacing(html) as file:
                file.write(page.encode())
            typer.echo(f"{html}: the review of {chosen}.")
            return
        found: Review = _watch(review(room, chosen, other))
    typer.echo(msgspec.json.encode(as_plain(found)).decode() if as_json else as_table(found))


@app.command("agree")
def agree_(
    files: Annotated[list[Path], typer.Argument(help="Two or more projects, or files of gold, on the same articles.")],
    hide_names: Annotated[bool, typer.Option("--hide-names", help="Call the parties A, B …")] = False,
    listed: Annotated[bool, typer.Option("--list", help="Every disagreement too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Measure how far curators agree; docs/agreement.md says what the figures mean."""
    from annotator.agreeing import Agreement, agree, as_list, as_table, open_parties
    from annotator.agreeing import as_json as plain

    found: Agreement = _watch(agree(open_parties(files, hide_names=hide_names)))
    if as_json:
        typer.echo(msgspec.json.encode(plain(found, listed=listed)).decode())
        return
    typer.echo(as_table(found))
    if listed:
        typer.echo("\n" + as_list(found))


@app.command("merge")
def merge_(
    project: ProjectPath,
    others: Annotated[list[Path], typer.Argument(metavar="OTHER…", help="Projects, or files of gold.")],
    as_json: AsJson = False,
) -> None:
    """Bring in other curators' versions of the same articles, beside what is there; docs/agreement.md says how."""
    from annotator.merging import Merged, merge

    with Project.open(project) as opened:
        found: Merged = _watch(merge(opened, others))
    if as_json:
        typer.echo(msgspec.json.encode(msgspec.structs.asdict(found)).decode())
    else:
        for problem in found.problems:
            typer.echo(problem, err=True)
        typer.echo(f"{project}: {found.words()}.")
        typer.echo(f"Articles with versions: {found.standing()}.")
    if found.refused:
        raise typer.Exit(1)


@app.command()
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
    from annotator import training
    from annotator.learn.cards import Settings
    from annotator.learn.messages import Told

    with Project.open(project) as opened:
        work = training.train(opened, Settings(seed=seed), base=base, out=out)
        card = _watch(_lines(work, lambda m: typer.echo(m.words, err=True) if isinstance(m, Told) else None))
        if card.verdict.promote and out is None:
            training.promote(opened, card.name)
    typer.echo(training.report(card, out) if not as_json else msgspec.json.encode(training.figures(card)).decode())


@app.command()
def models(
    project: ProjectPath,
    use: Annotated[str | None, typer.Option(help="Use this model from now on; “base” for the default one.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the models on the project's shelf, and go back to any of them."""
    from annotator import training

    with Project.open(project) as opened:
        if use is not None:
            training.promote(opened, "" if use == training.BASE else use)
        cards, used = training.models(opened), training.in_use(opened)
    if as_json:
        typer.echo(msgspec.json.encode({"in_use": used or training.BASE, "models": cards}).decode())
        return
    typer.echo(training.listed(cards, used))


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
    typer.echo(f"blind: {counts.blind_done} done of {counts.blind}")
    typer.echo("decisions: " + (", ".join(f"{n} {kind}" for kind, n in counts.decisions.items()) or "none"))
    typer.echo("curators: " + (", ".join(counts.curators) or "none"))
    if counts.versions:
        typer.echo("versions: " + ", ".join(f"{n} {state}" for state, n in counts.versions.items()))
    typer.echo("runs: " + (", ".join(f"{r.model} {r.version}" for r in counts.runs) or "none"))
    speed = f", {counts.articles_per_hour} articles an hour" if counts.articles_per_hour else ""
    typer.echo(f"active work: {counts.active_minutes} minutes{speed}")


@app.command()
def ledger(
    project: ProjectPath,
    run: Annotated[
        str | None, typer.Option(help="A run's id, or the beginning of one; all runs when not given.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """What became of the suggestions: by run, by suggester, and by how likely they were."""
    from annotator.reckoning import as_table, reckon, run_of, to_json

    with Project.open(project) as opened:
        found = _watch(reckon(opened, run_of(opened, run) if run else None))
    if as_json:
        typer.echo(to_json(found))
        return
    for line in as_table(found) or ["no run has suggested anything yet."]:
        typer.echo(line)


@app.command()
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

    with Project.open(project) as opened:
        for key in fine or ():
            call_fine(opened, _watch(find(opened.store, key)))
            typer.echo(f"{key}: fine as it is.", err=as_json)
        if fine and not only:
            return
        found = _watch(doubt(opened.store, only or ()))
    typer.echo(to_json(found) if as_json else "\n".join(as_lines(found)))


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
    source: Annotated[str, typer.Option(help="Only articles with this source in their meta.")] = "",
    since: Annotated[str, typer.Option(help="Only from this date on, such as 2024-05-01.")] = "",
    until: Annotated[str, typer.Option(help="Only up to this date; 2024-05 is the whole month.")] = "",
    date: Annotated[str, typer.Option(help="The key of meta that holds the date.")] = "date",
    curator: Annotated[str, typer.Option(help="Only what this curator had a hand in.")] = "",
    label: Annotated[str, typer.Option(help="Only articles in which a mention has this label.")] = "",
    flagged: Annotated[bool | None, typer.Option(help="Only articles that are flagged, or not.")] = None,
) -> None:
    """Write the gold: the articles that are done, and nothing else unless asked. Gold with errors is refused."""
    wanted = Filter(source, since, until, date, curator, label, flagged)
    with Project.open(project) as opened:
        work = export(opened, out, format=format, include_undone=include_undone, wanted=wanted)
        result: Exported = _watch(work)
    left = f"; {result.left_out} are not done and stayed out" if result.left_out else ""
    left += f"; {result.filtered} more are not such as was asked for" if result.filtered else ""
    typer.echo(f"{out}: {result.articles} articles{left}.")
    for loss in result.loses:
        typer.echo(f"This format cannot carry {loss}.")
    if result.dropped:
        typer.echo(f"Dropped: {result.words()}.")


@app.command("release")
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
    with Project.open(project) as opened:
        result: Released = _watch(
            release(opened, folder, format=format, settings=settings, about=about, keep_test=keep_test)
        )
    typer.echo(f"{folder}: " + ", ".join(f"{part} {count}" for part, count in result.articles.items()) + " articles.")
    for warning in result.warnings:
        typer.echo(f"note: {warning}", err=True)
    if result.dropped:
        typer.echo("Dropped: " + ", ".join(f"{kind}: {count}" for kind, count in result.dropped.items()) + ".")


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
