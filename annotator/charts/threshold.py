"""What accepting everything above a threshold gains and costs: how much is accepted, and how much of it is right."""

from __future__ import annotations

from annotator.charts import words as wording
from annotator.charts.base import Box, Chart, Drawing, Table
from annotator.charts.canvas import MARGIN, SMALL, Canvas
from annotator.charts.inks import LIGHT, Ink
from annotator.charts.plots import BELOW, CONFIDENCES, SHARES, End, Frame, draw_ends, draw_frame, draw_line, ends_room
from annotator.records import Record

_TALL = 240.0


class Cut(Record, frozen=True):
    """At a threshold: the share that is accepted and the share of these that is right (None when none is accepted)."""

    threshold: float
    coverage: float | None
    precision: float | None
    n: int | None = None
    key: str = ""


class Thresholds(Chart, frozen=True):
    """Cuts in order of their thresholds; ``chosen`` is the one in use."""

    cuts: tuple[Cut, ...] = ()
    chosen: float | None = None
    accepted: str = "accepted"
    right: str = "right"


def threshold(chart: Thresholds, ink: Ink = LIGHT, width: float = 640.0) -> Drawing:
    """Draw it."""
    canvas = Canvas(ink, width)
    cut = _chosen(chart)
    y = canvas.head(chart.title, chart.note, lead=_told(cut, chart) + "." if cut else "")
    y = _plot(canvas, chart, y) if chart.cuts else canvas.nothing(chart.nothing, y)
    header = ("threshold", chart.accepted, chart.right, "n")
    rows = tuple((c.threshold, wording.finite(c.coverage), wording.finite(c.precision), c.n) for c in chart.cuts)
    return canvas.finish(y, chart.title, _described(chart), Table(header, rows))


def _plot(canvas: Canvas, chart: Thresholds, y: float) -> float:
    cut = _chosen(chart)
    lines = (
        (chart.accepted, [(c.threshold, wording.share(c.coverage)) for c in chart.cuts], canvas.ink.hue(1)),
        (chart.right, [(c.threshold, wording.share(c.precision)) for c in chart.cuts], canvas.ink.hue(0)),
    )
    left = MARGIN + wording.width("100 %", SMALL) + 8
    room = min(ends_room(name for name, _, _ in lines), 0.35 * canvas.width)
    box = Box(left, y + 30, canvas.width - MARGIN - room - left, _TALL)
    frame = Frame.of(box, (0.0, 1.0))
    draw_frame(canvas, frame, CONFIDENCES, SHARES, ("accept from this confidence", ""))
    ends = []
    for name, values, hue in lines:
        draw_line(canvas, frame, values, hue.fill)
        known = [value for _, value in values if value is not None]
        ends += [End(name, frame.y.at(known[-1]), hue)] if known else []
    draw_ends(canvas, frame, ends)
    if cut is not None:
        _mark(canvas, frame, cut)
    _spots(canvas, chart, box, frame)
    return box.bottom + BELOW + 4


def _chosen(chart: Thresholds) -> Cut | None:
    """The cut of the chosen threshold: the last that is not above it."""
    chosen = wording.share(chart.chosen)
    fitting = [c for c in chart.cuts if chosen is not None and c.threshold <= chosen + 1e-9]
    return fitting[-1] if fitting else None


def _mark(canvas: Canvas, frame: Frame, cut: Cut) -> None:
    x = frame.x.at(cut.threshold)
    canvas.line((x, frame.box.y - 8), (x, frame.box.bottom), canvas.ink.ink, width=1.4, dash="2 3")
    canvas.text((x, frame.box.y - 13), f"{cut.threshold:.2f}", size=SMALL, bold=True, anchor="middle")
    for value, hue in ((cut.coverage, canvas.ink.hue(1)), (cut.precision, canvas.ink.hue(0))):
        known = wording.share(value)
        if known is not None:
            canvas.dot((x, frame.y.at(known)), 5, hue.fill, canvas.ink.paper)


def _spots(canvas: Canvas, chart: Thresholds, box: Box, frame: Frame) -> None:
    """A strip for each cut, from half way to the one before to half way to the next."""
    places = [frame.x.at(cut.threshold) for cut in chart.cuts]
    for n, cut in enumerate(chart.cuts):
        left = (places[n - 1] + places[n]) / 2 if n else places[n] - 4
        right = (places[n] + places[n + 1]) / 2 if n + 1 < len(places) else places[n] + 4
        canvas.spot(Box(left, box.y, right - left, box.height), _told(cut, chart), cut.key)


def _told(cut: Cut, chart: Thresholds) -> str:
    accepted = f"From {cut.threshold:.2f}: {wording.percent(wording.share(cut.coverage))} {chart.accepted}"
    n = "" if cut.n is None else f" ({wording.count(cut.n)})"
    right = wording.share(cut.precision)
    return accepted + n + ("" if right is None else f", {wording.percent(right)} of these {chart.right}")


def _described(chart: Thresholds) -> str:
    if not chart.cuts:
        return chart.nothing
    cut = _chosen(chart)
    if cut is not None:
        return _told(cut, chart) + "."
    first, last = chart.cuts[0], chart.cuts[-1]
    return f"{_told(first, chart)}; {_told(last, chart).replace('From', 'from', 1)}."
