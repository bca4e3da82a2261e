"""Does a probability mean what it says? Accuracy against confidence, and how often each confidence is told."""

from __future__ import annotations

from annotator.charts import words as wording
from annotator.charts.base import Box, Chart, Drawing, Table
from annotator.charts.canvas import MARGIN, SMALL, Canvas, Entry
from annotator.charts.inks import LIGHT, Ink
from annotator.charts.plots import BELOW, CONFIDENCES, SHARES, Frame, draw_frame
from annotator.charts.scales import Scale
from annotator.records import Record

_LEFT = MARGIN + 46.0
_COUNTS = 52.0
_MOST = 460.0
"""No plot is larger: a square of this width shows all there is."""
_ROOMY = 280.0
"""Only plots of this width have words within."""
_LEAST = 3.5


class Told(Record, frozen=True):
    """What was told with a probability in (low, high]: how many, their mean probability, and the share that was right."""

    low: float
    high: float
    n: int
    confidence: float
    accuracy: float
    key: str = ""


class Reliability(Chart, frozen=True):
    """Bins in order; ``ece`` is the expected calibration error, ``threshold`` what is accepted from, 0 to 1."""

    bins: tuple[Told, ...] = ()
    ece: float | None = None
    threshold: float | None = None


def reliability(chart: Reliability, ink: Ink = LIGHT, width: float = 640.0) -> Drawing:
    """Draw it, as a square with the counts below."""
    canvas = Canvas(ink, width)
    bins = [b for b in chart.bins if b.n > 0 and wording.finite(b.accuracy + b.confidence) is not None]
    legend = (Entry("right among these", ink.hue(0).fill, "dot"), Entry("off by", ink.hue(1).fill, "line"))
    error = wording.finite(chart.ece)
    lead = "" if error is None else f"On average {100 * error:.1f} points off (expected calibration error)."
    y = canvas.head(chart.title, chart.note, legend, lead) if bins else canvas.head(chart.title, chart.note)
    y = _plot(canvas, chart, bins, y) if bins else canvas.nothing(chart.nothing, y)
    header = ("from", "to", "confidence", "right", "n")
    rows = tuple((b.low, b.high, wording.finite(b.confidence), wording.finite(b.accuracy), b.n) for b in chart.bins)
    return canvas.finish(y, chart.title, _described(chart, bins), Table(header, rows))


def _plot(canvas: Canvas, chart: Reliability, bins: list[Told], y: float) -> float:
    side = min(_MOST, canvas.width - _LEFT - MARGIN - 12)
    frame = Frame.of(Box(_LEFT, y + 24, side, side * 0.82), (0.0, 1.0))
    draw_frame(canvas, frame, (), SHARES, ("", "were right"))
    if side >= _ROOMY:
        _corners(canvas, frame.box)
    canvas.line(frame.at(0, 0), frame.at(1, 1), canvas.ink.faded, width=1.3, dash="5 4")
    below = Frame.of(Box(_LEFT, frame.box.bottom + 14, side, _COUNTS), (0.0, 1.0))
    draw_frame(canvas, below, CONFIDENCES, (), ("confidence", ""))
    _threshold(canvas, chart, frame, below)
    _bins(canvas, frame, below, bins)
    return below.box.bottom + BELOW + 4


def _corners(canvas: Canvas, box: Box) -> None:
    faded, room = canvas.ink.faded, box.width * 0.42
    canvas.text((box.x + 10, box.y + 18), "too modest", size=SMALL, fill=faded, room=room)
    place = (box.right - 10, box.bottom - 12)
    canvas.text(place, "too sure", size=SMALL, fill=faded, anchor="end", room=room)


def _threshold(canvas: Canvas, chart: Reliability, frame: Frame, below: Frame) -> None:
    chosen = wording.share(chart.threshold)
    if chosen is None:
        return
    x = frame.x.at(chosen)
    canvas.line((x, frame.box.y - 6), (x, below.box.bottom), canvas.ink.ink, width=1.4, dash="2 3")
    told = f"accepted from {chosen:.2f}"
    half = wording.width(told, SMALL) / 2
    left = _LEFT + wording.width("were right", SMALL) + 10  # the name of the axis is on this line
    middle = max(left + half, min(x, canvas.width - MARGIN - half))
    canvas.text((middle, frame.box.y - 12), told, size=SMALL, anchor="middle")


def _bins(canvas: Canvas, frame: Frame, below: Frame, bins: list[Told]) -> None:
    most, whole = max(b.n for b in bins), sum(b.n for b in bins)
    heights, blue, orange = Scale(0, most, 0, _COUNTS - 14), canvas.ink.hue(0), canvas.ink.hue(1)
    places = [frame.at(b.confidence, b.accuracy) for b in bins]
    for b, (x, y) in zip(bins, places, strict=True):
        canvas.line((x, y), (x, frame.y.at(b.confidence)), orange.fill, width=2.5)
    canvas.path(places, blue.fill, width=1.4)
    for b, (x, y) in zip(bins, places, strict=True):
        canvas.dot((x, y), _LEAST + 4.5 * (b.n / most) ** 0.5, blue.fill, canvas.ink.paper)
        left, right, tall = below.x.at(b.low), below.x.at(b.high), heights.at(b.n)
        canvas.rect(Box(left + 1, below.box.bottom - tall, right - left - 2, tall), canvas.ink.hue(5).fill, corner=1)
        told = wording.count(b.n)
        if wording.width(told, SMALL) <= right - left - 2:
            place = ((left + right) / 2, below.box.bottom - tall - 4)
            canvas.text(place, told, size=SMALL, fill=canvas.ink.faded, anchor="middle")
        band = Box(left, frame.box.y, right - left, below.box.bottom - frame.box.y)
        canvas.spot(band, _told(b, whole), b.key)


def _told(b: Told, whole: int) -> str:
    told = f"confidence {b.low:.2f} to {b.high:.2f}: {wording.percent(b.accuracy)} were right"
    return f"{told}, on average {b.confidence:.2f} was told; {wording.count(b.n)} of {wording.count(whole)}"


def _described(chart: Reliability, bins: list[Told]) -> str:
    if not bins:
        return chart.nothing
    worst = max(bins, key=lambda b: abs(b.accuracy - b.confidence))
    where = f"furthest off at confidence {worst.confidence:.2f}, where {wording.percent(worst.accuracy)} were right"
    error = wording.finite(chart.ece)
    told = "" if error is None else f"on average {100 * error:.1f} points off, "
    return f"{wording.count(sum(b.n for b in bins))} suggestions: {told}{where}."
