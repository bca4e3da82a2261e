"""The whole room as one page of HTML, for those who do not have the program: nothing in it comes from elsewhere or runs."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path

from annotator import charts
from annotator.agreeing.report import PARTS_IN_WORDS, Brief, Told
from annotator.charts.inks import FONT, PAGE
from annotator.charts.page import STYLE, figure
from annotator.edits import plural
from annotator.escaping import shown
from annotator.learn.shelf import shelf_of
from annotator.progress import Progress
from annotator.review import drawn, matrix
from annotator.review.columns import Slice
from annotator.review.figures import Line
from annotator.review.learning import Learning, learned, lessons
from annotator.review.listing import PLURALS, Failure
from annotator.review.room import Room
from annotator.review.verdicts import WORDS, Verdict
from annotator.review.whole import Review, review

_WIDTH = 720.0
_KINDS = {
    "missed": "missed by the model",
    "invented": "suggested, but no gold",
    "label": "another label",
    "edges": "other edges",
    "edges and label": "other edges and another label",
    "polarity": "another polarity",
    "direction": "the other way round",
    "holder": "another holder",
    "target": "another target",
    "split": "one entity of gold in several",
    "merged": "several entities of gold in one",
}
_GROUPS = {
    "mentions": "Mentions",
    "labels": "Labels, range and label right",
    "clusters": "Who is who",
    "stances": "Stances",
    "polarities": "Polarities, with holder and target right",
    "cues": "Cues",
}
_LOOK = f"""
body {{ font: 1em/1.5 {FONT}; max-width: 60em; margin: 2em auto; padding: 0 1em; color: var(--chart-ink);
background: var(--chart-paper) }}
h1 {{ font-size: 1.5em }} h2 {{ font-size: 1.2em; margin-top: 2.5em }} .faded {{ color: var(--chart-faded) }}
.headline {{ display: flex; flex-wrap: wrap; gap: 1em; margin: 1.5em 0 }}
.headline > div {{ border: 1px solid var(--chart-edge); padding: 0.8em 1.2em; flex: 1 1 18em }}
.headline b {{ font-size: 1.5em }}
table.lines {{ border-collapse: collapse; font-variant-numeric: tabular-nums; width: 100% }}
.lines td, .lines th {{ padding: 0.15em 0.6em; text-align: right; border-bottom: 1px solid var(--chart-edge) }}
.lines td:first-child, .lines th:first-child {{ text-align: left }}
.lines tr.group th {{ padding-top: 0.9em }} .lines tr {{ break-inside: avoid }}
.failure {{ margin: 0 0 0.9em; break-inside: avoid }} .failure p {{ margin: 0 }}
"""


def report(
    room: Room,
    run: str,
    project: Path,
    against: str | None = None,
    wanted: Slice | None = None,
    *,
    hide_names: bool = False,
) -> Generator[Progress, None, str]:
    """Look at everything, and make the page of it; the models beside the ``project`` tell what more gold would bring.

    Curators are called by letters where names are hidden.
    """
    found = yield from review(room, run, against, wanted)
    curators = yield from room.agreement(hide_names=hide_names)
    return as_html(found, project.stem, learned(lessons(shelf_of(project).cards())), curators)


def as_html(found: Review, title: str, learning: Learning | None = None, curators: Brief | None = None) -> str:
    """The page. ``title`` names the project; ``curators`` is how far they agree."""
    return "".join(_page(found, title, learning or Learning(), curators or Brief()))


def _page(found: Review, title: str, learning: Learning, curators: Brief) -> Iterator[str]:
    run, scored = found.run, found.scored
    read = f"on {scored.articles:,} finished articles"
    read += f"; {scored.unread:,} finished ones it has not read" if scored.unread else ""
    yield f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{shown(title)}: review</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width"><style>{STYLE}{_LOOK}</style></head><body>
<h1>{shown(title)}: how good are the suggestions?</h1>
<p>{shown(run.model)} {shown(run.version)}, run of {shown(run.at[:10])}, {read}.</p>
<div class="headline">{_blind(found)}{_headline("All gold", scored.lines, scored.articles)}</div>
"""
    yield "<h2>Scores</h2>\n" + _lines(scored.lines)
    yield figure(charts.bars(drawn.by_label(scored, {}, {}), PAGE, _WIDTH))
    yield figure(charts.stacked(drawn.fates(scored), PAGE, _WIDTH))
    yield "<h2>Where it fails</h2>\n" + figure(charts.confusion(matrix.matrix(scored, "any"), PAGE, _WIDTH))
    yield from _failures(found)
    yield "<h2>Probabilities</h2>\n"
    for each in found.thresholds:
        yield f"<h3>{'Mentions' if each.kind == 'entities' else 'Stances'}</h3>\n"
        yield figure(charts.reliability(drawn.honesty(each, None), PAGE, _WIDTH))
        yield figure(charts.threshold(drawn.cost(each, None), PAGE, _WIDTH))
    if found.compared is not None:
        yield f"<h2>Against {shown(found.compared.old)}</h2>\n"
        yield figure(charts.differences(drawn.changes(found.compared, found.compared.old, run.id), PAGE, _WIDTH))
    yield "<h2>Over time</h2>\n"
    for name in drawn.WORK:
        yield figure(charts.over_time(drawn.work(found.over_time, name), PAGE, _WIDTH))
    yield figure(charts.learning_curve(drawn.curve(learning), PAGE, _WIDTH))
    yield from _agreement(curators)
    yield "</body></html>\n"


def _blind(found: Review) -> str:
    scored = found.scored
    if scored.blind:
        return _headline("Blind gold", scored.blind_lines, scored.blind)
    return (
        "<div><p>Blind gold</p><p class=faded>There is none. Gold that grew out of a model's suggestions flatters that "
        "model; articles curated with the suggestions hidden tell how good it really is.</p></div>"
    )


def _headline(title: str, lines: tuple[Line, ...], articles: int) -> str:
    by_name = {line.name: line for line in lines}
    parts = [
        f"{what} <b>{line.f1:.3f}</b>{_between(line)}"
        for what, name in (("Mentions", "strict"), ("Stances", "triplet"))
        if (line := by_name.get(name)) is not None and line.f1 is not None
    ]
    told = "<br>".join(parts) or "Nothing to measure."
    return f"<div><p>{title}, {articles:,} articles (F1)</p><p>{told}</p></div>"


def _between(line: Line) -> str:
    if line.f1_interval is None:
        return ""
    low, high = line.f1_interval
    return f' <span class="faded">{low:.3f} to {high:.3f}</span>'


def _lines(lines: tuple[Line, ...]) -> str:
    heads = ("", "Precision", "Recall", "F1", "95 % interval", "Gold", "Suggested")
    rows = ["<tr>" + "".join(f"<th>{head}</th>" for head in heads) + "</tr>"]
    group = ""
    for line in lines:
        if line.f1 is None:
            continue
        if line.group != group:
            group = line.group
            rows.append(f'<tr class="group"><th colspan="7">{_GROUPS[group]}</th></tr>')
        figures = ("–" if value is None else f"{value:.3f}" for value in (line.p, line.r, line.f1))
        low_high = "" if line.f1_interval is None else "{:.3f} to {:.3f}".format(*line.f1_interval)
        items = (
            (f"{line.gold:,}", f"{line.suggested:,}") if line.gold or line.suggested else ("", "")
        )  # a mean has none
        cells = (shown(line.words), *figures, low_high, *items)
        rows.append("<tr>" + "".join(f"<td dir=auto>{cell}</td>" for cell in cells) + "</tr>")
    return '<table class="lines">' + "\n".join(rows) + "</table>\n"


def _agreement(found: Brief) -> Iterator[str]:
    """How far the curators agree, pair by pair; nothing where the project holds the work of one alone."""
    if not found.pairs:
        return
    yield "<h2>Do curators agree?</h2>\n"
    yield "<p class=faded>From 0 to 1; alpha and kappa are 0 for what chance alone would bring, and may be below.</p>\n"
    for pair in found.pairs:
        yield f"<h3>{shown(pair.one)} and {shown(pair.other)}: {plural(pair.articles, 'article')} that both have done</h3>\n"
        yield _agreed(pair.figures, pair.one, pair.other)
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in pair.kinds)
        yield f"<p>Disagreements: {sum(count for _, count in pair.kinds):,}{f' ({kinds})' if kinds else ''}.</p>\n"
    if found.over_all:
        yield "<h3>All together</h3>\n" + _agreed(found.over_all)


def _agreed(told: tuple[Told, ...], one: str = "one", other: str = "other") -> str:
    """The figures of a pair, part by part."""
    heads = ("", "Agreement", "95 % interval", f"Items of {one}", f"Items of {other}")
    rows = ["<tr>" + "".join(f"<th>{shown(head)}</th>" for head in heads) + "</tr>"]
    part = ""
    for row in told:
        if row.part != part:
            part = row.part
            rows.append(f'<tr class="group"><th colspan="5">{PARTS_IN_WORDS[part]}</th></tr>')
        figure = row.figure
        low_high = "" if figure.interval is None else "{:.3f} to {:.3f}".format(*figure.interval)
        value = "–" if figure.value is None else f"{figure.value:.3f}"
        cells = (shown(row.words), value, low_high, f"{figure.ones:,}", f"{figure.others:,}")
        rows.append("<tr>" + "".join(f"<td dir=auto>{cell}</td>" for cell in cells) + "</tr>")
    return '<table class="lines">' + "\n".join(rows) + "</table>\n"


def _failures(found: Review) -> Iterator[str]:
    if found.verdicts:
        told = ", ".join(f"{count:,} {WORDS[verdict]}" for verdict, count in sorted(_known(found.verdicts)))
        yield f"<p>Looked at one by one so far: {told}.</p>\n"
    for (what, kind), several in _by_kind(found.failures).items():
        count = found.scored.kinds.get(what, {}).get(kind, len(several))
        yield f"<h3>{PLURALS[what].capitalize()}, {_KINDS.get(kind, kind)}: {count:,}</h3>\n"
        yield from map(_failure, several)


def _known(verdicts: dict[str, int]) -> Iterator[tuple[Verdict, int]]:
    return ((name, verdicts[name]) for name in WORDS if name in verdicts)


def _by_kind(failures: tuple[Failure, ...]) -> dict[tuple[str, str], list[Failure]]:
    found: dict[tuple[str, str], list[Failure]] = {}
    for failure in failures:
        found.setdefault((failure.what, failure.kind), []).append(failure)
    return found


def _failure(failure: Failure) -> str:
    """The sentence, and what either side says."""
    gold, said = failure.gold or "nothing", failure.suggested or "nothing"
    return (
        f'<div class="failure"><p dir=auto>{shown(failure.words)}</p>'
        f'<p class="faded" dir=auto>gold: {shown(gold)} · model: {shown(said)}</p></div>\n'
    )
