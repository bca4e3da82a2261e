"""The review's figures as charts: the same on the screen, in the report and on the clipboard.

Keys of what can be opened: ``label NAME``, ``fate KIND ERROR`` (see :func:`asked_by`), and those of
:mod:`annotator.review.matrix`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from annotator import charts
from annotator.review.comparing import Compared, Difference
from annotator.review.figures import Intervals, Line
from annotator.review.learning import Learning
from annotator.review.listing import Asked
from annotator.review.over_time import OverTime, Stretch
from annotator.review.room import Scored
from annotator.review.thresholds import Thresholds

FATE_PARTS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("accepted", ("accepted",), ""),
    ("changed", ("range", "label"), "edges"),
    ("rejected", ("rejected",), "invented"),
    ("accepted in bulk", ("bulk",), ""),
    ("never decided", ("dropped", "unseen", "open"), ""),
    ("added by hand", ("added",), "missed"),
)
"""Fates put together for a chart, and the kind of error that each leads to."""
Work = Literal["accepted", "seconds", "presses"]
WORK: dict[Work, tuple[str, Callable[[Stretch], float | None]]] = {
    "accepted": ("Accepted as suggested", lambda stretch: stretch.accepted),
    "seconds": ("Active seconds for an article", lambda stretch: stretch.seconds),
    "presses": ("Key presses for an article", lambda stretch: stretch.presses),
}
"""What is drawn over time."""
_STEPS = 40
"""So many places of a curve are drawn."""


def by_label(scored: Scored | None, intervals: Intervals, blind_intervals: Intervals) -> charts.Bars:
    """F1 of each label on all gold, and on blind gold if there is some."""
    lines = [line for line in scored.lines if line.group == "labels" and line.f1 is not None] if scored else []
    blind = {line.name: line for line in scored.blind_lines if line.group == "labels"} if scored else {}
    groups = []
    for line in lines:
        bars = [_bar(line, intervals)]
        if blind:
            bars.append(_bar(blind.get(line.name), blind_intervals))
        groups.append(charts.Group(line.name, tuple(bars)))
    return charts.Bars(
        "F1 by label, with 95 % intervals",
        series=("all gold", "blind gold") if blind else ("all gold",),
        groups=tuple(groups),
        counted="in gold",
        nothing="No label has gold or suggestions here.",
    )


def _bar(line: Line | None, intervals: Intervals) -> charts.Bar:
    if line is None:
        return charts.Bar(None)
    low, high = intervals.get((line.group, line.name)) or line.f1_interval or (None, None)
    return charts.Bar(line.f1, low, high, line.gold, f"label {line.name}")


def fates(scored: Scored | None) -> charts.Stacked:
    """What became of the suggestions."""
    rows = []
    for kind, counts in sorted(scored.fates.items()) if scored else ():
        keys = tuple(f"fate {kind} {link}" if link else "" for _, _, link in FATE_PARTS)
        summed = tuple(sum(counts.get(fate, 0) for fate in several) for _, several, _ in FATE_PARTS)
        rows.append(charts.Stack(f"{kind}s", summed, keys))
    return charts.Stacked(
        "What became of the suggestions",
        "Of all that was suggested or added; without blind articles, whose suggestions nobody saw.",
        "Nothing was suggested for these articles.",
        tuple(words for words, _, _ in FATE_PARTS),
        tuple(rows),
    )


def asked_by(key: str) -> Asked | None:
    """The errors that a key of :func:`by_label` or :func:`fates` leads to."""
    what, _, rest = key.partition(" ")
    if what == "label":
        return Asked("mention", label=rest)
    if what == "fate":
        kind, _, error = rest.partition(" ")
        return Asked("stance" if kind == "stance" else "mention", kind=error.strip())
    return None


def honesty(found: Thresholds | None, limit: float | None) -> charts.Reliability:
    """Whether probabilities come true."""
    known = found.calibration if found is not None else None
    bins = tuple(charts.Told(b.low, b.high, b.n, b.confidence, b.accuracy) for b in known.bins) if known else ()
    return charts.Reliability(
        "Do probabilities mean what they say?",
        "Dots on the diagonal are honest; below it the model is too sure of itself.",
        "Nothing was suggested with a probability.",
        bins,
        known.ece if known else None,
        limit,
    )


def cost(found: Thresholds | None, limit: float | None, note: str = "") -> charts.Thresholds:
    """What accepting everything from some limit on would have taken; keys are the steps' numbers."""
    cuts: tuple[charts.Cut, ...] = ()
    if found is not None and found.total:
        cuts = tuple(
            charts.Cut(step.at, step.taken / found.total, step.precision, step.taken, str(number))
            for number, step in enumerate(found.steps)
        )
    nothing = "Nothing was suggested with a probability."
    return charts.Thresholds("What would each limit have taken?", note, nothing, cuts, limit)


def changes(found: Compared | None, old: str, new: str) -> charts.Differences:
    """What is different between two runs, called ``old`` and ``new``: all mentions, each label, all stances."""
    rows = tuple(
        _changed(line)
        for line in (found.lines if found is not None else ())
        if line.group == "labels" or (line.group, line.name) in (("mentions", "strict"), ("stances", "triplet"))
        if line.change is not None
    )
    return charts.Differences(
        "This run minus the other: F1",
        "Sure is what chance alone makes as large in less than 5 of 100 draws.",
        "Choose another run.",
        old or "other",
        new or "this",
        rows,
        "in gold",
    )


def _changed(line: Difference) -> charts.Difference:
    low, high = line.change_interval or (None, None)
    return charts.Difference(line.words, line.change, low, high, line.gold, sure=line.sure)


def work(found: OverTime, name: Work) -> charts.OverTime:
    """Something of each stretch, over the articles finished so far."""
    (title, value), share = WORK[name], name == "accepted"
    done, moments = 0, []
    for stretch in found.stretches:
        done += stretch.articles
        moments.append(charts.Moment(done, f"{done:,}", value(stretch), n=stretch.articles))
    known = any(moment.value is not None for moment in moments)
    return charts.OverTime(
        title,
        "Of those decided one by one." if share else "Median; only articles that were finished by hand.",
        "Nothing was decided by hand for these articles yet." if share else "No article was finished by hand here yet.",
        (charts.Series(name, tuple(moments)),) if known else (),
        "share" if share else "number",
        "articles finished",
    )


def curve(found: Learning) -> charts.LearningCurve:
    """What more gold brings."""
    points = tuple(charts.Learned(lesson.articles, lesson.f1) for lesson in found.lessons)
    drawn: list[charts.Learned] = []
    if found.curve is not None:
        first, last = found.lessons[0].articles, found.lessons[-1].articles * 2
        for step in range(_STEPS + 1):
            at = first + (last - first) * step / _STEPS
            drawn.append(charts.Learned(at, found.curve.at(at), *(found.curve.band(at) or (None, None))))
    more = None
    if found.more is not None:
        low, high = (None if end is None else round(end) for end in (found.low, found.high))
        more = charts.More(round(found.more), low, high)
    few = "" if found.curve is not None else " Three models from different amounts of gold make a curve."
    return charts.LearningCurve(
        "What does more gold bring?",
        "F1 of mentions of each trained model on the gold held out for it." + few,
        "No model was trained from this gold yet.",
        points,
        tuple(drawn),
        more,
        "articles that taught",
        "F1 of mentions",
    )
