"""Where charts are drawn: shapes and words become SVG that browsers and Qt show alike.

Only what SVG Tiny 1.2 has is used. ``y`` of words is their baseline.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from annotator.charts import words as wording
from annotator.charts.base import Box, Drawing, Spot, Table
from annotator.charts.inks import Ink
from annotator.escaping import in_xml, seen
from annotator.records import Record

TITLE, BODY, SMALL = 15.0, 13.0, 11.5
"""Sizes of words in pixels."""
MARGIN = 14.0
LEAST = 260.0
"""No drawing is narrower."""
_MIDDLE = 0.36
"""How far below the middle of a line the baseline is, as a share of the size."""
Anchor = Literal["start", "middle", "end"]
Sign = Literal["up", "down", "ring"]
Mark = Literal["square", "dot", "line", "dash"] | Sign
Point = tuple[float, float]


class Entry(Record, frozen=True):
    """A line of a legend: what a colour and its mark mean."""

    words: str
    fill: str
    mark: Mark = "square"


class Canvas:
    """Collects what is drawn; :meth:`finish` makes the drawing of it."""

    def __init__(self, ink: Ink, width: float) -> None:
        self.ink = ink
        self.width = max(LEAST, width)
        self._parts: list[str] = []
        self._spots: list[Spot] = []

    # --- shapes

    def rect(self, box: Box, fill: str, *, corner: float = 0.0, stroke: str = "", line: float = 1.0) -> None:
        """A rectangle, with an outline when ``stroke`` is given."""
        outline = f' stroke="{stroke}" stroke-width="{_n(line)}"' if stroke else ""
        rounded = f' rx="{_n(corner)}"' if corner else ""
        size = f'width="{_n(max(0.0, box.width))}" height="{_n(max(0.0, box.height))}"'
        self._parts.append(f'<rect x="{_n(box.x)}" y="{_n(box.y)}" {size}{rounded} fill="{fill}"{outline}/>')

    def line(self, start: Point, end: Point, stroke: str, *, width: float = 1.0, dash: str = "") -> None:
        """A straight line."""
        self.path((start, end), stroke, width=width, dash=dash)

    def path(self, points: Sequence[Point], stroke: str, *, width: float = 2.0, dash: str = "") -> None:
        """A line through points."""
        if len(points) > 1:
            dashed = f' stroke-dasharray="{dash}"' if dash else ""
            style = f'stroke="{stroke}" stroke-width="{_n(width)}" stroke-linejoin="round"'
            self._parts.append(f'<polyline points="{_points(points)}" fill="none" {style}{dashed}/>')

    def area(self, points: Sequence[Point], fill: str, *, opacity: float = 1.0, stroke: str = "") -> None:
        """A filled area within points."""
        if len(points) > 2:
            see = f' fill-opacity="{_n(opacity)}"' if opacity < 1 else ""
            outline = f' stroke="{stroke}" stroke-width="1.5"' if stroke else ""
            self._parts.append(f'<polygon points="{_points(points)}" fill="{fill}"{see}{outline}/>')

    def dot(self, at: Point, radius: float, fill: str, stroke: str = "") -> None:
        """A disc, with an outline when ``stroke`` is given."""
        outline = f' stroke="{stroke}" stroke-width="2"' if stroke else ""
        place = f'cx="{_n(at[0])}" cy="{_n(at[1])}" r="{_n(radius)}"'
        self._parts.append(f'<circle {place} fill="{fill}"{outline}/>')

    def sign(self, sign: Sign, at: Point, fill: str) -> None:
        """A triangle that points up or down, or a ring: told apart without colour."""
        x, y = at
        if sign == "ring":
            self.dot(at, 4.5, self.ink.paper, fill)
        else:
            up = -1 if sign == "up" else 1
            self.area([(x, y + up * 7.5), (x - 7.5, y - up * 6), (x + 7.5, y - up * 6)], fill, stroke=self.ink.paper)

    def whisker(self, low: float, high: float, y: float, *, reach: float = 4.0) -> None:
        """An interval lying at ``y``, in ink with a rim of paper so that it is seen on any bar."""
        ends = [((x, y - reach), (x, y + reach)) for x in (low, high)]
        for stroke, width in ((self.ink.paper, 3.5), (self.ink.ink, 1.4)):
            for start, end in (((low, y), (high, y)), *ends):
                self.line(start, end, stroke, width=width)

    # --- words

    def text(
        self,
        at: Point,
        words: str,
        *,
        size: float = BODY,
        fill: str = "",
        anchor: Anchor = "start",
        bold: bool = False,
        room: float | None = None,
        turn: float = 0.0,
        middle: bool = False,
    ) -> None:
        """One line of words, shortened to ``room``; ``turn`` is in degrees; ``middle`` puts their middle at ``y``."""
        told = seen(" ".join(words.split()))
        told = told if room is None else wording.elided(told, room, size, bold=bold)
        if not told:
            return
        x, y = at[0], at[1] + (_MIDDLE * size if middle else 0.0)
        style = "".join(
            (
                f' text-anchor="{anchor}"' if anchor != "start" else "",
                ' font-weight="bold"' if bold else "",
                f' transform="rotate({_n(turn)} {_n(x)} {_n(y)})"' if turn else "",
            )
        )
        place = f'x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" fill="{fill or self.ink.ink}"'
        self._parts.append(f"<text {place}{style}>{in_xml(told)}</text>")

    def head(self, title: str, note: str = "", legend: Sequence[Entry] = (), lead: str = "") -> float:
        """Title, what it comes to (``lead``), a note, and what colours mean; where they end below."""
        room = self.width - 2 * MARGIN
        y = MARGIN - TITLE * 0.2
        for line in wording.wrapped(title, room, TITLE, bold=True):
            y += TITLE * 1.27
            self.text((MARGIN, y - 4), line, size=TITLE, bold=True)
        y += 2
        for line in wording.wrapped(lead, room, BODY):
            y += BODY * 1.4
            self.text((MARGIN, y - 2), line)
        y += 3 if lead else 0
        for line in wording.wrapped(note, room, SMALL):
            y += SMALL * 1.35
            self.text((MARGIN, y - 2), line, size=SMALL, fill=self.ink.faded)
        y += 8
        return self._legend(y, legend) if legend else y + 2

    def _legend(self, y: float, legend: Sequence[Entry]) -> float:
        x, y = MARGIN, y + 8
        for entry in legend:
            told = wording.elided(entry.words, self.width - 2 * MARGIN - 21, SMALL)
            needed = 21 + wording.width(told, SMALL)
            if x > MARGIN and x + needed > self.width - MARGIN:
                x, y = MARGIN, y + SMALL * 1.7
            self._mark(entry, x, y)
            self.text((x + 21, y), told, size=SMALL, middle=True)
            x += needed + 16
        return y + 20

    def _mark(self, entry: Entry, x: float, y: float) -> None:
        if entry.mark == "square":
            self.rect(Box(x + 2, y - 5.5, 11, 11), entry.fill, corner=2)
        elif entry.mark == "dot":
            self.dot((x + 7.5, y), 4, entry.fill)
        elif entry.mark in ("up", "down", "ring"):
            self.sign(entry.mark, (x + 7.5, y), entry.fill)
        else:
            self.line((x, y), (x + 15, y), entry.fill, width=2.2, dash="4 3" if entry.mark == "dash" else "")

    # --- the end

    def spot(self, box: Box, words: str, key: str = "") -> None:
        """A place that says more."""
        self._spots.append(Spot(box, words, key))

    def nothing(self, words: str, y: float) -> float:
        """Say in the middle of an empty place that there is nothing; where it ends below."""
        box = Box(MARGIN, y, self.width - 2 * MARGIN, 96)
        self.rect(box, "none", corner=6, stroke=self.ink.edge)
        lines = [*wording.wrapped(words, box.width - 32, BODY)][:3]
        top = y + box.height / 2 - (len(lines) - 1) * BODY * 0.75
        for number, line in enumerate(lines):
            place = (self.width / 2, top + number * BODY * 1.5)
            self.text(place, line, fill=self.ink.faded, anchor="middle", middle=True)
        return box.bottom + MARGIN

    def finish(self, height: float, title: str, description: str, table: Table) -> Drawing:
        """The drawing of all that was collected; places with words become tooltips in browsers."""
        size = f'width="{_n(self.width)}" height="{_n(height)}" viewBox="0 0 {_n(self.width)} {_n(height)}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{in_xml(self.ink.font)}" role="img"'
        ground = f'<rect width="{_n(self.width)}" height="{_n(height)}" fill="{self.ink.paper}"/>'
        label = f' aria-label="{in_xml(title)}: {in_xml(description)}">'
        body = "\n".join((head + label, ground, *self._parts, *_tips(self._spots), "</svg>\n"))
        return Drawing(body, self.width, height, seen(title), seen(description), table, tuple(self._spots))


def _tips(spots: Iterable[Spot]) -> Iterable[str]:
    for spot in spots:
        box = spot.box
        place = f'x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.width)}" height="{_n(box.height)}"'
        yield f'<rect {place} fill="none" pointer-events="all"><title>{in_xml(spot.words)}</title></rect>'


def _points(points: Iterable[Point]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _n(number: float) -> str:
    """A number to a hundredth of a pixel."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
