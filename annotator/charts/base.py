"""What a chart is made into: a drawing with its numbers, its words, and the places that lead on."""

from __future__ import annotations

from annotator.records import Record

Cell = str | int | float | None


class Box(Record, frozen=True):
    """A rectangle in a drawing's units (pixels of a screen at 1x); ``y`` grows downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends to the right."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.y + self.height


class Spot(Record, frozen=True):
    """A place in a drawing that says more (``words``, plain text) and, when it has a ``key``, opens what is behind it."""

    box: Box
    words: str
    key: str = ""


class Table(Record, frozen=True):
    """The numbers behind a drawing; every row is as long as the header. Shares are 0 to 1, None is unknown."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()


class Drawing(Record, frozen=True):
    """A chart drawn: SVG, its size, and all that those need who cannot see it or want to know more.

    ``svg`` is a whole document within SVG Tiny 1.2. It may be wider than was asked for, when the words would not be
    readable otherwise. ``description`` is one sentence.
    """

    svg: str
    width: float
    height: float
    title: str
    description: str
    table: Table
    spots: tuple[Spot, ...] = ()


class Chart(Record, frozen=True):
    """What all charts are given: a title, a line below it, and what to say when there is nothing to draw."""

    title: str
    note: str = ""
    nothing: str = "Nothing to show yet."
