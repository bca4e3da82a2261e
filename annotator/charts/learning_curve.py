"""What more articles would bring: scores so far, the curve through them, and where it leads with how much certainty."""

from __future__ import annotations

from annotator.charts import words as wording
from annotator.charts.base import Box, Cell, Chart, Drawing, Table
from annotator.charts.canvas import MARGIN, SMALL, Canvas, Entry
from annotator.charts.inks import LIGHT, Ink
from annotator.charts.plots import BELOW, Frame, draw_band, draw_frame, draw_line, shares_around
from annotator.charts.scales import ticks
from annotator.records import Record

_TALL = 240.0


class Learned(Record, frozen=True):
    """A score from 0 to 1 after so many articles, with its interval; None when unknown."""

    articles: float
    score: float | None
    low: float | None = None
    high: float | None = None
    key: str = ""


class More(Record, frozen=True):
    """So many more articles for a gain (a share: 0.01 is a point), between ``low`` and ``high``; None is without end."""

    articles: int
    low: int | None = None
    high: int | None = None
    gain: float = 0.01

    def told(self) -> str:
        """In a sentence."""
        points = f"{100 * self.gain:.3g}"
        articles = "article" if self.articles == 1 else "articles"
        by = f"About {wording.count(self.articles)} more {articles} for +{points} point{'' if points == '1' else 's'}"
        if self.low is None:
            return f"{by}."
        if self.high is None:
            return f"{by} (at least {wording.count(self.low)})."
        return f"{by} ({wording.count(self.low)} to {wording.count(self.high)})."


class LearningCurve(Chart, frozen=True):
    """Points that were measured, and a curve through them, in order; beyond the last point it is a projection."""

    points: tuple[Learned, ...] = ()
    curve: tuple[Learned, ...] = ()
    more: More | None = None
    across: str = "articles"
    up: str = "score"


def learning_curve(chart: LearningCurve, ink: Ink = LIGHT, width: float = 640.0) -> Drawing:
    """Draw it."""
    canvas = Canvas(ink, width)
    points = [p for p in chart.points if wording.share(p.score) is not None]
    lead = chart.more.told() if chart.more else ""
    y = canvas.head(chart.title, chart.note, _legend(chart, points, ink) if points else (), lead)
    y = _plot(canvas, chart, points, y) if points else canvas.nothing(chart.nothing, y)
    header = (chart.across, chart.up, "low", "high", "kind")
    rows = (*(_row(p, "measured") for p in chart.points), *(_row(p, _kind(p, points)) for p in chart.curve))
    return canvas.finish(y, chart.title, _described(chart, points), Table(header, rows))


def _legend(chart: LearningCurve, points: list[Learned], ink: Ink) -> list[Entry]:
    kinds = {_kind(p, points) for p in chart.curve}
    blue, orange = ink.hue(0).fill, ink.hue(1).fill
    marks = [Entry("measured", blue, "dot")]
    marks += [Entry("curve through them", blue, "line")] if "fitted" in kinds else []
    return marks + ([Entry("projection", orange, "dash")] if "projected" in kinds else [])


def _kind(point: Learned, points: list[Learned]) -> str:
    return "projected" if not points or point.articles > points[-1].articles else "fitted"


def _row(point: Learned, kind: str) -> tuple[Cell, ...]:
    return (point.articles, *(wording.finite(v) for v in (point.score, point.low, point.high)), kind)


def _plot(canvas: Canvas, chart: LearningCurve, points: list[Learned], y: float) -> float:
    everything = [*points, *chart.curve]
    values = [v for p in everything for e in (p.score, p.low, p.high) if (v := wording.share(e)) is not None]
    low, high, up = shares_around(values, 0.1)
    left = MARGIN + wording.width("100 %", SMALL) + 8
    box = Box(left, y + 26, canvas.width - 2 * MARGIN - left - 10, _TALL)
    most = max(p.articles for p in everything)
    across = [t for t in ticks(0, most, 6) if t <= most] or [0.0]
    frame = Frame.of(box, (0.0, most or 1.0), (low, high))
    draw_frame(canvas, frame, [(t, f"{t:,.6g}") for t in across], up, (chart.across, chart.up))
    _curve(canvas, frame, chart, points)
    for point in points:
        _point(canvas, frame, point)
    return box.bottom + BELOW + 4


def _curve(canvas: Canvas, frame: Frame, chart: LearningCurve, points: list[Learned]) -> None:
    parts = {kind: [p for p in chart.curve if _kind(p, points) == kind] for kind in ("fitted", "projected")}
    parts["projected"] = parts["fitted"][-1:] + parts["projected"]
    for kind, hue, dash in (("fitted", canvas.ink.hue(0), ""), ("projected", canvas.ink.hue(1), "7 5")):
        if len(parts[kind]) < 2:
            continue
        band = ((p.articles, wording.share(p.low), wording.share(p.high)) for p in parts[kind])
        draw_band(canvas, frame, band, hue.fill)
        draw_line(canvas, frame, [(p.articles, wording.share(p.score)) for p in parts[kind]], hue.fill, dash=dash)


def _point(canvas: Canvas, frame: Frame, point: Learned) -> None:
    score, low, high = (wording.share(v) for v in (point.score, point.low, point.high))
    x, y = frame.at(point.articles, score or 0.0)
    if low is not None and high is not None:
        canvas.line((x, frame.y.at(low)), (x, frame.y.at(high)), canvas.ink.hue(0).fill, width=1.4)
    canvas.dot((x, y), 4.5, canvas.ink.hue(0).fill, canvas.ink.paper)
    words = f"{point.articles:,.6g} articles: {wording.percent(score)}{wording.between(point.low, point.high)}"
    canvas.spot(Box(x - 9, y - 9, 18, 18), words, point.key)


def _described(chart: LearningCurve, points: list[Learned]) -> str:
    if not points:
        return chart.nothing
    first, last = points[0], points[-1]
    end = f"{wording.percent(last.score)} after {last.articles:,.6g} articles"
    start = "" if first is last else f"from {wording.percent(first.score)} after {first.articles:,.6g} to "
    more = "" if chart.more is None else "; " + chart.more.told().rstrip(".").replace("About", "about", 1)
    return f"{chart.up}: {start}{end}{more}."
