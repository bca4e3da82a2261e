"""What charts of lines share: a frame with ticks, bands, lines with gaps, and names at their ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from annotator.charts import words as wording
from annotator.charts.base import Box
from annotator.charts.canvas import SMALL, Canvas, Point
from annotator.charts.inks import Hue
from annotator.charts.scales import Scale, spread, ticks
from annotator.records import Record

Tick = tuple[float, str]
SHARES: tuple[Tick, ...] = ((0.0, "0"), (0.25, "25"), (0.5, "50"), (0.75, "75"), (1.0, "100 %"))
CONFIDENCES: tuple[Tick, ...] = tuple((n / 5, f"{n / 5:.1f}") for n in range(6))
BELOW = 2 * SMALL + 18
"""Room below a frame for its ticks and the name of the axis."""
_LINE = SMALL * 1.35


class Frame(Record, frozen=True):
    """A plot's place and its two scales."""

    box: Box
    x: Scale
    y: Scale

    @classmethod
    def of(cls, box: Box, x: tuple[float, float], y: tuple[float, float] = (0.0, 1.0)) -> Frame:
        """A frame for values between these."""
        return cls(box, Scale(*x, box.x, box.right), Scale(*y, box.bottom, box.y))

    def at(self, x: float, y: float) -> Point:
        """The place of two values."""
        return self.x.at(x), self.y.at(y)


class End(Record, frozen=True):
    """The name of a line and the place (in the drawing) where it ends."""

    words: str
    y: float
    hue: Hue


def draw_frame(
    canvas: Canvas, frame: Frame, across: Sequence[Tick], up: Sequence[Tick], names: tuple[str, str] = ("", "")
) -> None:
    """Lines at the ticks, their names, and what the axes mean (across, up); ticks whose names would touch have none."""
    box, faded = frame.box, canvas.ink.faded
    for value, told in up:
        y = frame.y.at(value)
        canvas.line((box.x, y), (box.right, y), canvas.ink.edge)
        canvas.text((box.x - 7, y), told, size=SMALL, fill=faded, anchor="end", middle=True)
    canvas.line((box.x, box.bottom), (box.right, box.bottom), faded)
    for value, told in _apart(canvas, frame, across):
        x = frame.x.at(value)
        canvas.line((x, box.bottom), (x, box.bottom + 4), faded)
        canvas.text((x, box.bottom + SMALL + 6), told, size=SMALL, fill=faded, anchor="middle")
    canvas.text((box.x, box.y - 12), names[1], size=SMALL, fill=faded, room=canvas.width - box.x)
    canvas.text(
        (box.right, box.bottom + BELOW - 8), names[0], size=SMALL, fill=faded, anchor="end", room=box.right - 10
    )


def _apart(canvas: Canvas, frame: Frame, across: Sequence[Tick]) -> Iterator[Tick]:
    """The ticks that keep apart and inside; the last is wanted more than those before it."""
    placed = [(frame.x.at(value), value, told) for value, told in across]
    last = next(((x, told) for x, _, told in reversed(placed) if _inside(canvas, x, told)), None)
    end = float("-inf")
    for x, value, told in placed:
        half = wording.width(told, SMALL) / 2 + 5
        is_last = last is not None and (x, told) == last
        free = last is None or is_last or x + half <= last[0] - wording.width(last[1], SMALL) / 2 - 5
        if _inside(canvas, x, told) and x - half >= end and free:
            yield value, told
            end = x + half


def _inside(canvas: Canvas, x: float, told: str) -> bool:
    half = wording.width(told, SMALL) / 2
    return half <= x <= canvas.width - half


def ends_room(ends: Iterable[str]) -> float:
    """Room that names need at the right of a frame."""
    return max((wording.width(words, SMALL, bold=True) for words in ends), default=0.0) + 14


def draw_ends(canvas: Canvas, frame: Frame, ends: Sequence[End]) -> None:
    """Names at the right end of lines, moved apart where they would touch."""
    places = spread([end.y for end in ends], _LINE, frame.box.y, frame.box.bottom)
    for end, y in zip(ends, places, strict=True):
        place = (frame.box.right + 9, y)
        room = canvas.width - place[0]
        canvas.text(place, end.words, size=SMALL, fill=end.hue.words, bold=True, middle=True, room=room)


def pieces(values: Iterable[tuple[float, float | None]]) -> Iterator[list[Point]]:
    """Runs of values between those that are unknown."""
    run: list[Point] = []
    for x, value in values:
        if value is None:
            if run:
                yield run
            run = []
        else:
            run.append((x, value))
    if run:
        yield run


def draw_line(
    canvas: Canvas,
    frame: Frame,
    values: Iterable[tuple[float, float | None]],
    stroke: str,
    *,
    width: float = 2.2,
    dash: str = "",
) -> None:
    """A line through values, broken where they are unknown; a value alone between gaps is a dot."""
    for run in pieces(values):
        places = [frame.at(*value) for value in run]
        canvas.path(places, stroke, width=width, dash=dash)
        if len(places) == 1:
            canvas.dot(places[0], 3.5, stroke)


def draw_band(
    canvas: Canvas, frame: Frame, values: Iterable[tuple[float, float | None, float | None]], fill: str
) -> None:
    """The area between lows and highs, left out where one is unknown."""
    known = [(x, low, high) for x, low, high in values if low is not None and high is not None]
    upper = [frame.at(x, high) for x, _, high in known]
    lower = [frame.at(x, low) for x, low, _ in reversed(known)]
    canvas.area([*upper, *lower], fill, opacity=0.18)


def shares_around(values: Sequence[float], least: float = 0.2) -> tuple[float, float, list[Tick]]:
    """Bounds and ticks for shares: no closer together than ``least``, never outside 0 to 1."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    if high - low < least:
        middle = (low + high) / 2
        low = min(max(0.0, middle - least / 2), 1.0 - least)
        high = low + least
    places = [t for t in ticks(low, high, 4) if -1e-9 <= t <= 1 + 1e-9]
    told = [(t, f"{100 * t:.0f}" + (" %" if t == places[-1] else "")) for t in places]
    return places[0], places[-1], told


def numbers_around(values: Sequence[float]) -> tuple[float, float, list[Tick]]:
    """Bounds and ticks for numbers from nothing upwards, or as far down as they go."""
    places = ticks(min(0.0, *values), max(0.0, *values), 4) if values else [0.0, 1.0]
    return places[0], places[-1], [(t, f"{t:,.6g}".replace("-", "−")) for t in places]
