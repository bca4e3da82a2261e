"""Parts of a whole: what became of suggestions, one bar of 100 % for each label, article source or day."""

from __future__ import annotations

from itertools import accumulate

from annotator.charts import words as wording
from annotator.charts.base import Box, Chart, Drawing, Table
from annotator.charts.canvas import BODY, MARGIN, SMALL, Canvas, Entry
from annotator.charts.inks import LIGHT, Ink
from annotator.records import Record

_BAR, _ROW = 22.0, 32.0
_HUES = (0, 4, 1, 5, 2, 3)
"""Which hue each part has: what was kept is blue, what was mended is paler, what was refused is orange."""


class Stack(Record, frozen=True):
    """One bar: a count for each part, and a key for each or none at all."""

    name: str
    counts: tuple[int, ...]
    keys: tuple[str, ...] = ()


class Stacked(Chart, frozen=True):
    """Bars of the same ``parts``, in their order."""

    parts: tuple[str, ...] = ()
    rows: tuple[Stack, ...] = ()


def stacked(chart: Stacked, ink: Ink = LIGHT, width: float = 640.0) -> Drawing:
    """Draw it, as high as it must be. Raises ``ValueError`` for a row without one count for each part."""
    if any(len(row.counts) != len(chart.parts) or len(row.keys) not in (0, len(chart.parts)) for row in chart.rows):
        raise ValueError("a row needs one count, and one key or none, for each part")
    canvas = Canvas(ink, width)
    legend = [Entry(part, _fill(ink, n)) for n, part in enumerate(chart.parts)] if chart.rows else []
    y = canvas.head(chart.title, chart.note, legend)
    y = _plot(canvas, chart, y) if chart.rows else canvas.nothing(chart.nothing, y)
    table = Table(("label", *chart.parts, "all"), tuple((r.name, *r.counts, sum(r.counts)) for r in chart.rows))
    return canvas.finish(y, chart.title, _described(chart), table)


def _fill(ink: Ink, part: int) -> str:
    return ink.hue(_HUES[part % len(_HUES)]).fill


def _plot(canvas: Canvas, chart: Stacked, y: float) -> float:
    names = max(wording.width(row.name, BODY) for row in chart.rows)
    left = MARGIN + min(names + 2, 0.3 * canvas.width) + 10
    totals = [wording.count(sum(row.counts)) for row in chart.rows]
    right = canvas.width - MARGIN - max(wording.width(told, SMALL) for told in totals) - 10
    for number, (row, total) in enumerate(zip(chart.rows, totals, strict=True)):
        band = Box(left, y + number * _ROW, right - left, _BAR)
        middle = band.y + _BAR / 2
        canvas.text((left - 10, middle), row.name, anchor="end", room=left - 10 - MARGIN, middle=True)
        _segments(canvas, chart, row, band)
        place = (canvas.width - MARGIN, middle)
        canvas.text(place, total, size=SMALL, fill=canvas.ink.faded, anchor="end", middle=True)
    return y + len(chart.rows) * _ROW + MARGIN - (_ROW - _BAR)


def _segments(canvas: Canvas, chart: Stacked, row: Stack, band: Box) -> None:
    whole = sum(row.counts)
    if not whole:
        canvas.rect(band, "none", corner=2, stroke=canvas.ink.edge)
        canvas.spot(band, f"{row.name}: none")
        return
    ends = [band.x + part / whole * band.width for part in accumulate(row.counts)]
    starts = [band.x, *ends]
    for n, (count, start, end) in enumerate(zip(row.counts, starts, ends, strict=False)):
        if not count:
            continue
        gap = min(1.5, (end - start) / 3) if end < band.right - 0.01 else 0.0
        box = Box(start, band.y, end - start - gap, band.height)
        canvas.rect(box, _fill(canvas.ink, n), corner=min(2.0, box.width / 2))
        told = wording.percent(count / whole, 0)
        if wording.width(told, SMALL, bold=True) + 8 <= box.width:
            on = canvas.ink.hue(_HUES[n % len(_HUES)]).on
            place = (box.x + box.width / 2, box.y + box.height / 2)
            canvas.text(place, told, size=SMALL, fill=on, anchor="middle", bold=True, middle=True)
        words = f"{row.name}, {chart.parts[n]}: {wording.count(count)} ({wording.percent(count / whole)})"
        canvas.spot(box, words, row.keys[n] if row.keys else "")


def _described(chart: Stacked) -> str:
    sums = [sum(row.counts[n] for row in chart.rows) for n in range(len(chart.parts))]
    if not sum(sums):
        return chart.nothing
    told = [f"{percent} {part}" for part, n in zip(chart.parts, sums, strict=True) if (percent := _part(n, sum(sums)))]
    return f"Of {wording.count(sum(sums))}: {wording.listed(told)}."


def _part(number: int, whole: int) -> str:
    return wording.percent(number / whole)
