"""How a figure moves: one or two series over days or articles, with what chance leaves open around them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from annotator.charts import words as wording
from annotator.charts.base import Box, Cell, Chart, Drawing, Table
from annotator.charts.canvas import MARGIN, SMALL, Canvas
from annotator.charts.inks import LIGHT, Hue, Ink
from annotator.charts.plots import (
    BELOW,
    End,
    Frame,
    draw_band,
    draw_ends,
    draw_frame,
    draw_line,
    ends_room,
    numbers_around,
    shares_around,
)
from annotator.records import Record

_TALL = 220.0
_DOTS = 18.0
"""Moments that are closer together (pixels) have no dots."""


class Moment(Record, frozen=True):
    """A value at ``x`` (days, articles), which has a name ("3 March", "120"), with its interval; None when unknown."""

    x: float
    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    key: str = ""


class Series(Record, frozen=True):
    """Moments in order."""

    name: str
    moments: tuple[Moment, ...] = ()


class OverTime(Chart, frozen=True):
    """Series over the same axis. ``kind`` is "share" (0 to 1, shown as per cent) or "number"; the axes have names."""

    series: tuple[Series, ...] = ()
    kind: Literal["share", "number"] = "share"
    across: str = ""
    up: str = ""


def over_time(chart: OverTime, ink: Ink = LIGHT, width: float = 640.0) -> Drawing:
    """Draw it."""
    canvas = Canvas(ink, width)
    y = canvas.head(chart.title, chart.note)
    y = _plot(canvas, chart, y) if any(_known(s) for s in chart.series) else canvas.nothing(chart.nothing, y)
    header = (chart.across or "at", "series", "value", "low", "high", "n")
    return canvas.finish(y, chart.title, _described(chart), Table(header, tuple(_rows(chart))))


def _known(series: Series) -> list[tuple[Moment, float]]:
    return [(m, value) for m in series.moments if (value := wording.finite(m.value)) is not None]


def _plot(canvas: Canvas, chart: OverTime, y: float) -> float:
    moments = sorted({m.x: m for s in chart.series for m in s.moments}.values(), key=lambda m: m.x)
    values = [
        v
        for s in chart.series
        for m in s.moments
        for e in (m.value, m.low, m.high)
        if (v := wording.finite(e)) is not None
    ]
    low, high, up = shares_around(values) if chart.kind == "share" else numbers_around(values)
    left = MARGIN + max(wording.width(told, SMALL) for _, told in up) + 8
    last = [(s.name, known[-1][1], canvas.ink.hue(n)) for n, s in enumerate(chart.series) if (known := _known(s))]
    names = [f"{name} {_number(value, chart)}" for name, value, _ in last]
    room = min(ends_room(names), 0.35 * canvas.width)
    box = Box(left, y + 26, canvas.width - MARGIN - room - left, _TALL)
    reach = (moments[0].x, moments[-1].x) if len(moments) > 1 else (moments[0].x - 1, moments[0].x + 1)
    frame = Frame.of(box, reach, (low, high))
    draw_frame(canvas, frame, [(m.x, m.name) for m in moments], up, (chart.across, chart.up))
    for number, series in enumerate(chart.series):
        band = ((m.x, wording.finite(m.low), wording.finite(m.high)) for m in series.moments)
        draw_band(canvas, frame, band, canvas.ink.hue(number).fill)
    for number, series in enumerate(chart.series):
        _line(canvas, frame, chart, series, canvas.ink.hue(number))
    ends = [End(words, frame.y.at(value), hue) for words, (_, value, hue) in zip(names, last, strict=True)]
    draw_ends(canvas, frame, ends)
    return box.bottom + (BELOW if chart.across else BELOW - SMALL) + 4


def _line(canvas: Canvas, frame: Frame, chart: OverTime, series: Series, hue: Hue) -> None:
    draw_line(canvas, frame, [(m.x, wording.finite(m.value)) for m in series.moments], hue.fill)
    known = _known(series)
    apart = frame.box.width / max(1, len(known) - 1)
    half = min(9.0, max(3.0, apart / 2))
    for moment, value in known:
        x, y = frame.at(moment.x, value)
        if apart >= _DOTS:
            canvas.dot((x, y), 3.5, hue.fill, canvas.ink.paper)
        canvas.spot(Box(x - half, y - 9, 2 * half, 18), f"{series.name}, {_told(moment, value, chart)}", moment.key)


def _number(value: float, chart: OverTime) -> str:
    return wording.percent(value) if chart.kind == "share" else f"{value:,.1f}".removesuffix(".0").replace("-", "−")


def _told(moment: Moment, value: float, chart: OverTime) -> str:
    low, high = wording.finite(moment.low), wording.finite(moment.high)
    around = "" if low is None or high is None else f" ({_number(low, chart)} to {_number(high, chart)})"
    n = "" if moment.n is None else f", n {wording.count(moment.n)}"
    return f"{moment.name}: {_number(value, chart)}{around}{n}"


def _described(chart: OverTime) -> str:
    told = []
    for series in chart.series:
        known = _known(series)
        if known:
            (first, start), (last, end) = known[0], known[-1]
            told += [
                f"{series.name}: from {_number(start, chart)} ({first.name}) to {_number(end, chart)} ({last.name})"
            ]
    return "; ".join(told) + "." if told else chart.nothing


def _rows(chart: OverTime) -> Iterator[tuple[Cell, ...]]:
    for series in chart.series:
        for m in series.moments:
            yield (m.name, series.name, *(wording.finite(v) for v in (m.value, m.low, m.high)), m.n)
