"""What changed from one run to another, label by label, and which changes are more than chance."""

from __future__ import annotations

from typing import Literal

from annotator.charts import words as wording
from annotator.charts.base import Box, Chart, Drawing, Table
from annotator.charts.canvas import BODY, MARGIN, SMALL, Canvas, Entry, Sign
from annotator.charts.inks import LIGHT, Ink
from annotator.charts.scales import Scale
from annotator.charts.scales import ticks as round_ticks
from annotator.records import Record

Verdict = Literal["better", "worse", "chance"]
_ROW = 27.0
_VERDICTS: dict[Verdict, tuple[str, int, Sign]] = {
    "better": ("better", 0, "up"),
    "worse": ("worse", 1, "down"),
    "chance": ("may be chance", 5, "ring"),
}
"""How each verdict is told and drawn: words, hue, sign."""


class Difference(Record, frozen=True):
    """A label's difference of shares, -1 to 1, second minus first, with its interval; None when unknown.

    ``sure`` is whether a test calls it more than chance, None when there was no test: then the interval decides.
    """

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    key: str = ""
    sure: bool | None = None

    @property
    def verdict(self) -> Verdict:
        """Better or worse when the test is sure, or, without one, when the interval leaves out zero; else chance."""
        if self.sure is not None:
            value = wording.finite(self.value) if self.sure else None
            return "chance" if not value else "better" if value > 0 else "worse"
        low, high = wording.finite(self.low), wording.finite(self.high)
        if low is not None and low > 0:
            return "better"
        return "worse" if high is not None and high < 0 else "chance"


class Differences(Chart, frozen=True):
    """Differences ``second`` minus ``first``, named so; ``counted`` is what is counted in ``n``."""

    first: str = "A"
    second: str = "B"
    rows: tuple[Difference, ...] = ()
    counted: str = "n"


def differences(chart: Differences, ink: Ink = LIGHT, width: float = 640.0) -> Drawing:
    """Draw it, as high as it must be."""
    canvas = Canvas(ink, width)
    legend = [Entry(words, ink.hue(hue).fill, sign) for words, hue, sign in _VERDICTS.values()]
    y = canvas.head(chart.title, chart.note, legend if chart.rows else ())
    y = _plot(canvas, chart, y) if chart.rows else canvas.nothing(chart.nothing, y)
    header = ("label", f"{chart.second} − {chart.first}", "low", "high", "verdict", chart.counted)
    table = Table(
        header,
        tuple(
            (row.name, *(wording.finite(v) for v in (row.value, row.low, row.high)), row.verdict, row.n)
            for row in chart.rows
        ),
    )
    return canvas.finish(y, chart.title, _described(chart), table)


def _plot(canvas: Canvas, chart: Differences, y: float) -> float:
    names = max(wording.width(row.name, BODY, bold=True) for row in chart.rows)
    left = MARGIN + min(names, 0.28 * canvas.width) + 14
    counted = any(row.n is not None for row in chart.rows)
    counts = [wording.count(row.n) for row in chart.rows if row.n is not None] + [chart.counted]
    room = min(max(wording.width(told, SMALL) for told in counts), 0.2 * canvas.width)
    values = canvas.width - MARGIN - (room + 12 if counted else 0)
    widest = max(wording.width(wording.points(row.value), BODY, bold=True) for row in chart.rows)
    scale = _scale(chart, left + 10, values - widest - 16)
    top = y + 2 * SMALL + 2
    bottom = top + len(chart.rows) * _ROW
    _sides(canvas, chart, scale, top - SMALL)
    if counted:
        place = (canvas.width - MARGIN, top - SMALL)
        canvas.text(place, chart.counted, size=SMALL, fill=canvas.ink.faded, anchor="end", room=room)
    _grid(canvas, scale, top, bottom)
    for number, row in enumerate(chart.rows):
        _row(canvas, scale, row, Box(left, top + number * _ROW, values - left, _ROW))
        band = Box(MARGIN, top + number * _ROW + 1, canvas.width - 2 * MARGIN, _ROW - 2)
        canvas.spot(band, _told(row, chart), row.key)
    return bottom + 2 * SMALL + 6


def _scale(chart: Differences, start: float, end: float) -> Scale:
    """Even to both sides of zero, as far as the differences go; intervals that reach further are cut off."""
    values = [abs(v) for row in chart.rows if (v := wording.finite(row.value)) is not None]
    edges = [abs(v) for row in chart.rows for e in (row.low, row.high) if (v := wording.finite(e)) is not None]
    reach = max([0.01, *values, *(min(edge, 3 * max([0.01, *values])) for edge in edges)])
    most = round_ticks(0, min(1.0, reach), 4)[-1]
    return Scale(-most, most, start, end)


def _sides(canvas: Canvas, chart: Differences, scale: Scale, y: float) -> None:
    """Which side is whose."""
    zero = scale.at(0)
    for told, x, anchor, room in (
        (f"{chart.first} better", zero - 12, "end", zero - 12 - MARGIN),
        (f"{chart.second} better", zero + 12, "start", scale.end - zero - 12),
    ):
        canvas.text((x, y), told, size=SMALL, fill=canvas.ink.faded, anchor=anchor, room=room)  # type: ignore[arg-type]


def _grid(canvas: Canvas, scale: Scale, top: float, bottom: float) -> None:
    ticks = {part: f"{100 * part * scale.high:+.3g}".replace("-", "−") for part in (-1.0, -0.5, 0.5, 1.0)}
    fitting = (scale.end - scale.start) / (max(wording.width(told, SMALL) for told in ticks.values()) + 8)
    for part, told in {**ticks, 0.0: "0"}.items():
        x, zero = scale.at(part * scale.high), part == 0
        canvas.line((x, top - (6 if zero else 0)), (x, bottom), canvas.ink.faded if zero else canvas.ink.edge)
        if zero or fitting >= (2 if abs(part) == 1 else 4):
            canvas.text((x, bottom + SMALL + 3), told, size=SMALL, fill=canvas.ink.faded, anchor="middle")


def _row(canvas: Canvas, scale: Scale, row: Difference, band: Box) -> None:
    middle, ink, verdict = band.y + band.height / 2, canvas.ink, row.verdict
    sure = verdict != "chance"
    _, number, sign = _VERDICTS[verdict]
    hue = ink.hue(number)
    place = (band.x - 10, middle)
    canvas.text(place, row.name, anchor="end", bold=sure, room=band.x - 10 - MARGIN, middle=True)
    value, low, high = (wording.finite(v) for v in (row.value, row.low, row.high))
    if low is not None and high is not None:
        canvas.line((scale.at(low), middle), (scale.at(high), middle), hue.fill, width=3 if sure else 2)
    if value is not None:
        canvas.sign(sign, (scale.at(value), middle), hue.fill)
    fill = hue.words if sure else ink.faded
    canvas.text((band.right, middle), wording.points(value), fill=fill, anchor="end", bold=sure, middle=True)
    if row.n is not None:
        place = (canvas.width - MARGIN, middle)
        canvas.text(place, wording.count(row.n), size=SMALL, fill=ink.faded, anchor="end", middle=True)


def _told(row: Difference, chart: Differences) -> str:
    verdict = {
        "better": f"{chart.second} is better",
        "worse": f"{chart.second} is worse",
        "chance": "may be chance",
    }[row.verdict]
    n = "" if row.n is None else f", {chart.counted} {wording.count(row.n)}"
    return f"{row.name}: {wording.points(row.value)} points{wording.between(row.low, row.high)}, {verdict}{n}"


def _described(chart: Differences) -> str:
    if not chart.rows:
        return chart.nothing
    found = {v: [row.name for row in chart.rows if row.verdict == v] for v in _VERDICTS}
    told = [
        f"{chart.second} is {words} than {chart.first} at {wording.listed(found[verdict])}"
        for verdict, (words, _, _) in _VERDICTS.items()
        if verdict != "chance" and found[verdict]
    ]
    rest = len(found["chance"])
    told += [f"{rest} of {len(chart.rows)} differences may be chance"] if rest else []
    return "; ".join(told) + "."
