"""Shares side by side: one group of bars for each label, with the intervals that chance leaves and the counts behind."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.charts import words as wording
from annotator.charts.base import Box, Cell, Chart, Drawing, Table
from annotator.charts.canvas import BODY, MARGIN, SMALL, Canvas, Entry
from annotator.charts.inks import LIGHT, Ink
from annotator.charts.scales import Scale
from annotator.records import Record

_BAR, _ALONE, _GAP, _APART = 13.0, 16.0, 4.0, 13.0
"""Heights of a bar and of one without siblings, between siblings and between groups."""


class Bar(Record, frozen=True):
    """A share from 0 to 1 with its interval, both None when unknown; ``n`` is the count that it is of."""

    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    key: str = ""


class Group(Record, frozen=True):
    """The bars of one label, one for each series."""

    name: str
    bars: tuple[Bar, ...]


class Bars(Chart, frozen=True):
    """Groups of bars; ``series`` names the bars of each group in order, ``counted`` what is counted in ``n``."""

    series: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    counted: str = "n"


def bars(chart: Bars, ink: Ink = LIGHT, width: float = 640.0) -> Drawing:
    """Draw it, as high as it must be. Raises ``ValueError`` when a group has other than one bar for each series."""
    if any(len(group.bars) != len(chart.series) for group in chart.groups):
        raise ValueError("a group needs one bar for each series")
    canvas = Canvas(ink, width)
    many = len(chart.series) > 1
    legend = [Entry(name, ink.hue(n).fill) for n, name in enumerate(chart.series)] if many else []
    y = canvas.head(chart.title, chart.note, legend if chart.groups else ())
    y = canvas.nothing(chart.nothing, y) if not chart.groups else _plot(canvas, chart, y)
    return canvas.finish(y, chart.title, _described(chart), _table(chart))


def _plot(canvas: Canvas, chart: Bars, y: float) -> float:
    counts = [wording.count(bar.n) for group in chart.groups for bar in group.bars if bar.n is not None]
    names = max(wording.width(group.name, BODY) for group in chart.groups)
    left = MARGIN + min(names + 2, 0.3 * canvas.width) + 10
    room = max((wording.width(told, SMALL) for told in (*counts, chart.counted)), default=0) if counts else 0.0
    room = min(room, 0.2 * canvas.width)
    values = canvas.width - MARGIN - (room + 12 if counts else 0)
    scale = Scale(0, 1, left, values - wording.width("100.0 %", BODY) - 8)
    if counts:
        place = (canvas.width - MARGIN, y + 6)
        canvas.text(place, chart.counted, size=SMALL, fill=canvas.ink.faded, anchor="end", middle=True, room=room)
    top, height = y + 16, _ALONE if len(chart.series) == 1 else _BAR
    tall = len(chart.series) * (height + _GAP) - _GAP
    bottom = top + len(chart.groups) * (tall + _APART)
    _grid(canvas, scale, top - 6, bottom)
    for number, group in enumerate(chart.groups):
        at = top + number * (tall + _APART)
        place = (left - 10, at + tall / 2)
        canvas.text(place, group.name, anchor="end", room=left - 10 - MARGIN, middle=True)
        for which, bar in enumerate(group.bars):
            band = Box(left, at + which * (height + _GAP), values - left, height)
            _bar(canvas, scale, bar, band, which)
            words = f"{group.name}, {chart.series[which]}: {_told(bar, chart.counted)}"
            canvas.spot(Box(MARGIN, band.y - 1, canvas.width - 2 * MARGIN, height + 2), words, bar.key)
    return bottom + 2 * SMALL + 6


def _grid(canvas: Canvas, scale: Scale, top: float, bottom: float) -> None:
    step = 25 if scale.end - scale.start < 6 * wording.width("100 %", SMALL) else 20
    if scale.end - scale.start < 4 * wording.width("100 %", SMALL):
        step = 100
    for tick in range(0, 101, step):
        x = scale.at(tick / 100)
        canvas.line((x, top), (x, bottom), canvas.ink.edge if tick else canvas.ink.faded)
        place = (x, bottom + SMALL + 3)
        canvas.text(
            place, f"{tick} %" if tick == 100 else str(tick), size=SMALL, fill=canvas.ink.faded, anchor="middle"
        )


def _bar(canvas: Canvas, scale: Scale, bar: Bar, band: Box, which: int) -> None:
    value, hue, middle = wording.share(bar.value), canvas.ink.hue(which), band.y + band.height / 2
    if value is not None:
        canvas.rect(Box(band.x, band.y, scale.at(value) - band.x, band.height), hue.fill, corner=2)
        low, high = wording.share(bar.low), wording.share(bar.high)
        if low is not None and high is not None:
            canvas.whisker(scale.at(low), scale.at(high), middle)
    fill = canvas.ink.faded if value is None else hue.words
    canvas.text((band.right, middle), wording.percent(value), fill=fill, anchor="end", middle=True)
    if bar.n is not None:
        place = (canvas.width - MARGIN, middle)
        canvas.text(place, wording.count(bar.n), size=SMALL, fill=canvas.ink.faded, anchor="end", middle=True)


def _told(bar: Bar, counted: str) -> str:
    n = "" if bar.n is None else f", {counted} {wording.count(bar.n)}"
    return wording.percent(wording.share(bar.value)) + wording.between(bar.low, bar.high) + n


def _described(chart: Bars) -> str:
    told = [text for n, name in enumerate(chart.series) if (text := _extremes(chart, n, name))]
    return "; ".join(told) + "." if told else chart.nothing


def _extremes(chart: Bars, which: int, name: str) -> str:
    known = [(v, g.name) for g in chart.groups if (v := wording.share(g.bars[which].value)) is not None]
    if not known:
        return ""
    high, low = max(known, key=lambda k: k[0]), min(known, key=lambda k: k[0])
    if len(known) == 1:
        return f"{name}: {high[1]} {wording.percent(high[0])}"
    return f"{name}: from {wording.percent(low[0])} ({low[1]}) to {wording.percent(high[0])} ({high[1]})"


def _table(chart: Bars) -> Table:
    header = ("label", "series", "value", "low", "high", chart.counted)
    return Table(header, tuple(_rows(chart)))


def _rows(chart: Bars) -> Iterator[tuple[Cell, ...]]:
    for group in chart.groups:
        for name, bar in zip(chart.series, group.bars, strict=True):
            yield (group.name, name, *(wording.finite(v) for v in (bar.value, bar.low, bar.high)), bar.n)
