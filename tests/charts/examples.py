"""One chart of each kind as a review would have it, and the same kinds with what is hard to draw."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from annotator.charts import (
    LIGHT,
    Bar,
    Bars,
    Chart,
    Confused,
    Confusion,
    Cut,
    Difference,
    Differences,
    Drawing,
    Group,
    Ink,
    Learned,
    LearningCurve,
    Moment,
    More,
    OverTime,
    Reliability,
    Series,
    Stack,
    Stacked,
    Thresholds,
    Told,
    bars,
    confusion,
    differences,
    learning_curve,
    over_time,
    reliability,
    stacked,
    threshold,
)

LABELS = ("PERSON", "ORG", "GPE", "NORP", "EVENT", "TOPIC")
LONG = "A_label_whose_name_is_so_long_that_no_chart_has_room_for_it_at_all"
HEBREW = "תווית ארוכה מאוד בעברית"
MARKUP = 'R&D <b>"x"</b>'
NASTY = (LONG, HEBREW, MARKUP, "地名と組織", "tur\u202ened", "bell\x07", "e\u0301" * 40)


@dataclass(frozen=True)
class Sample:
    """A chart and the function that draws it."""

    name: str
    chart: Chart
    draw: Callable[..., Drawing]

    def drawn(self, ink: Ink = LIGHT, width: float = 640.0) -> Drawing:
        return self.draw(self.chart, ink, width)


def some_bars(names: tuple[str, ...] = LABELS, series: tuple[str, ...] = ("blind gold", "all gold")) -> Bars:
    groups = []
    for n, name in enumerate(names):
        made = []
        for s in range(len(series)):
            value = max(0.0, 0.93 - 0.07 * (n % 9) + 0.03 * s)
            spread = 0.015 + 0.012 * (n % 9)
            made.append(Bar(value, max(0, value - spread), min(1, value + spread), 2400 // (n + 1), f"{name}/{s}"))
        groups.append(Group(name, tuple(made)))
    return Bars(
        "F1 by label", "Strict: same words, same label. Whiskers: 95 % of draws.", series=series, groups=tuple(groups)
    )


def some_differences(names: tuple[str, ...] = LABELS) -> Differences:
    values = ((0.041, 0.019, 0.063), (-0.027, -0.048, -0.006), (0.012, -0.008, 0.031), (0.0, -0.02, 0.02))
    rows = [Difference(name, *values[n % 4], n=900 // (n + 1), key=name) for n, name in enumerate(names)]
    return Differences("F1 by label, new against old", "Paired, 95 %.", first="old", second="new", rows=tuple(rows))


def some_confusion(names: tuple[str, ...] = LABELS) -> Confusion:
    labels = (*names, "nothing")
    cells = []
    for r, row in enumerate(labels):
        for c, column in enumerate(labels):
            count = 900 // (r + 1) if r == c else (137 * (r + 2) * (c + 3) % 41) // (1 + abs(r - c))
            if count and not row == column == "nothing":
                cells.append(Confused(row, column, count, f"{row}>{column}"))
    return Confusion("What was taken for what", "Shade: share of the gold label.", labels=labels, cells=tuple(cells))


def some_reliability() -> Reliability:
    bins = []
    for n in range(10):
        low, confidence = n / 10, n / 10 + 0.055
        bins.append(Told(low, low + 0.1, 14 + 7 * n * n, confidence, confidence**1.35, f"bin{n}"))
    return Reliability("Does the model know how sure it is?", "", bins=tuple(bins), ece=0.061, threshold=0.8)


def some_thresholds() -> Thresholds:
    cuts = []
    for n in range(51):
        t = n / 50
        coverage = 1 - t**2.2
        cuts.append(Cut(t, coverage, 0.8 + 0.19 * t if coverage else None, round(4100 * coverage), f"cut{n}"))
    return Thresholds("What would Shift+Enter accept?", "", cuts=tuple(cuts), chosen=0.8)


def some_time(days: int = 30) -> OverTime:
    first = date(2026, 3, 2)
    series = []
    for s, name in enumerate(("with suggestions", "blind")):
        moments = []
        for n in range(days):
            day = first + timedelta(days=n)
            value = 0.62 + 0.25 * (1 - math.exp(-n / 9)) - 0.13 * s + 0.02 * math.sin(n * 1.7 + s)
            around = 0.035 + 0.03 * s
            moments.append(Moment(n, f"{day.day} {day:%b}", value, value - around, value + around, 20, f"{name}/{n}"))
        series.append(Series(name, tuple(moments)))
    return OverTime("Suggestions accepted as they are", "Mean of 7 days.", series=tuple(series), up="accepted")


def some_learning() -> LearningCurve:
    def score(n: float) -> float:
        return 0.9 - 0.55 * (n + 12) ** -0.35

    points = [
        Learned(n, score(n) + 0.006 * math.sin(n), score(n) - 0.02, score(n) + 0.02, f"{n}")
        for n in (10, 20, 40, 80, 120, 160, 200, 240)
    ]
    curve = [
        Learned(n, score(n), score(n) - 0.008 - max(0, n - 240) / 9000, score(n) + 0.008 + max(0, n - 240) / 14000)
        for n in range(10, 490, 10)
    ]
    return LearningCurve(
        "What would more articles bring?",
        "F1 on watched articles.",
        points=tuple(points),
        curve=tuple(curve),
        more=More(120, 80, 210),
        up="F1",
    )


def some_fates(names: tuple[str, ...] = LABELS) -> Stacked:
    rows = []
    for n, name in enumerate(names):
        counts = (900 // (n + 1), 60 + 9 * (n % 9), 70 + 14 * (n % 9), 12 + 15 * (n % 9))
        rows.append(Stack(name, counts, tuple(f"{name}/{part}" for part in range(4))))
    return Stacked(
        "What became of suggestions", "", parts=("accepted", "corrected", "rejected", "added"), rows=tuple(rows)
    )


USUAL = (
    Sample("bars", some_bars(), bars),
    Sample("three bars", some_bars(LABELS[:4], ("precision", "recall", "F1")), bars),
    Sample("differences", some_differences(), differences),
    Sample("confusion", some_confusion(), confusion),
    Sample("reliability", some_reliability(), reliability),
    Sample("threshold", some_thresholds(), threshold),
    Sample("over time", some_time(), over_time),
    Sample("learning curve", some_learning(), learning_curve),
    Sample("stacked", some_fates(), stacked),
)
EMPTY = (
    Sample("no bars", Bars("F1 by label", nothing="No article is done yet, so there is nothing to score."), bars),
    Sample("no differences", Differences("Differences"), differences),
    Sample("no confusion", Confusion("Confusion"), confusion),
    Sample("labels but no confusion", Confusion("Confusion", labels=LABELS), confusion),
    Sample("no reliability", Reliability("Reliability"), reliability),
    Sample("no thresholds", Thresholds("Thresholds"), threshold),
    Sample("no time", OverTime("Over time"), over_time),
    Sample("no moments", OverTime("Over time", series=(Series("a"),)), over_time),
    Sample("no points", LearningCurve("Learning"), learning_curve),
    Sample("no fates", Stacked("Fates"), stacked),
)
_NAN = float("nan")
_MANY = tuple(f"LABEL_{n:02}" for n in range(40))
_MOMENT = Moment(1, "1 March", 0.5, key="one")
_UNKNOWN = Bars(
    LONG,
    LONG,
    series=("s",),
    groups=(
        Group("none", (Bar(None),)),
        Group("nan", (Bar(_NAN, _NAN, math.inf, 3),)),
        Group("zero", (Bar(0.0, 0.0, 0.0, 0),)),
        Group("one", (Bar(1.0, 0.0, 1.0, 1_234_567),)),
    ),
)
_EXTREME = Differences(
    "D",
    first=LONG,
    second=HEBREW,
    rows=(
        Difference("none", None),
        Difference("nan", _NAN, _NAN, _NAN),
        Difference("zero", 0.0, 0.0, 0.0),
        Difference("one", 1.0, 0.9, 1.0, 123_456),
        Difference("minus one", -1.0, -1.0, -0.9),
        Difference("sure of nothing", 0.0, -0.1, 0.1, sure=True),
    ),
)
_GAPS = OverTime(
    "O",
    kind="number",
    across="article",
    up="seconds of work",
    series=(
        Series(HEBREW, tuple(Moment(n, f"{n}", None if n % 5 == 2 else 40.0 * n, n=3) for n in range(12))),
        Series(LONG, (Moment(11, "11", 440.0),)),
    ),
)
_WHOLES = Stacked(
    "S", parts=("a", "b"), rows=(Stack("x", (1, 0)), Stack("none", (0, 0)), Stack("y", (1, 10**6), ("k", "l")))
)
_ONE_CELL = Confusion("C", labels=("A", "nothing"), cells=(Confused("A", "A", 1_234_567, "k"),))
_ONE_BIN = Reliability("R", bins=(Told(0.9, 1.0, 3, 1.0, 0.0, "k"),), ece=1.0, threshold=1.0)
_FLAT = Thresholds("T", cuts=(Cut(0.0, 1.0, 1.0), Cut(1.0, 1.0, 1.0)), chosen=1.0, accepted=LONG)
_NO_ARTICLES = LearningCurve("L", points=(Learned(0, 0.0, _NAN, 0.5),), more=More(1, 1, None, 0.02))
HARD = (
    Sample("nasty bars", some_bars(NASTY), bars),
    Sample("40 bars", some_bars(_MANY), bars),
    Sample("unknown bars", _UNKNOWN, bars),
    Sample("nasty differences", some_differences(NASTY), differences),
    Sample("40 differences", some_differences(_MANY), differences),
    Sample("extreme differences", _EXTREME, differences),
    Sample("nasty confusion", some_confusion(NASTY), confusion),
    Sample("40 labels", some_confusion(_MANY), confusion),
    Sample("one cell", _ONE_CELL, confusion),
    Sample("one bin", _ONE_BIN, reliability),
    Sample("nan bin", Reliability("R", bins=(Told(0.0, 0.1, 3, _NAN, 0.5),), ece=_NAN, threshold=0.0), reliability),
    Sample("one cut", Thresholds("T", cuts=(Cut(0.5, 1.0, 1.0, 3, "k"),), chosen=0.5), threshold),
    Sample("flat cuts", _FLAT, threshold),
    Sample("nan cuts", Thresholds("T", cuts=(Cut(0.0, _NAN, None), Cut(1.0, 0.0, _NAN))), threshold),
    Sample("one moment", OverTime("O", series=(Series("only", (_MOMENT,)),), across="day", up="share"), over_time),
    Sample("long time", some_time(400), over_time),
    Sample("gaps", _GAPS, over_time),
    Sample("one point", LearningCurve("L", points=(Learned(7, 1.0),)), learning_curve),
    Sample("no articles", _NO_ARTICLES, learning_curve),
    Sample("nasty fates", some_fates(NASTY), stacked),
    Sample("whole fates", _WHOLES, stacked),
)
EVERYTHING = USUAL + EMPTY + HARD
