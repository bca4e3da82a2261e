"""What was taken for what: gold labels down, a model's across, the shade of a cell its share of the row."""

from __future__ import annotations

from annotator.charts import words as wording
from annotator.charts.base import Box, Chart, Drawing, Table
from annotator.charts.canvas import BODY, MARGIN, SMALL, Canvas
from annotator.charts.inks import LIGHT, Ink, Shade
from annotator.records import Record

_LEAST, _MOST = 30.0, 64.0
"""Sides of a cell in pixels; numbers of four digits are readable in the least one."""
_APART = 7.0
"""Between the labels and the row and column of nothing."""
_STEPS = (0.0, 0.03, 0.08, 0.18, 0.35, 0.6, 0.85)
"""Shares of a row from which each shade is used."""


class Confused(Record, frozen=True):
    """So many of gold label ``row`` were ``column`` on the other side; each a name among the labels."""

    row: str
    column: str
    count: int
    key: str = ""


class Confusion(Chart, frozen=True):
    """Counts of pairs. ``labels`` are in order; ``blank`` is the last of them when there is one for nothing at all."""

    labels: tuple[str, ...] = ()
    cells: tuple[Confused, ...] = ()
    blank: str = "nothing"
    rows: str = "gold"
    columns: str = "model"


class _Grid(Record, frozen=True):
    """Where the cells are."""

    chart: Confusion
    left: float
    top: float
    side: float

    def place(self, number: int) -> float:
        """How far the cells of a label are from the first one's."""
        last = number == len(self.chart.labels) - 1
        blank = last and number > 0 and self.chart.labels[number] == self.chart.blank
        return number * self.side + (_APART if blank else 0.0)

    def box(self, row: int, column: int) -> Box:
        """The cell of two labels."""
        gap = 1.0
        x, y = self.left + self.place(column), self.top + self.place(row)
        return Box(x + gap, y + gap, self.side - 2 * gap, self.side - 2 * gap)


def confusion(chart: Confusion, ink: Ink = LIGHT, width: float = 640.0) -> Drawing:
    """Draw it, as high as it must be, and wider than asked for when there are many labels.

    Raises ``ValueError`` for a cell whose label is not among the labels.
    """
    if {name for cell in chart.cells for name in (cell.row, cell.column)} - set(chart.labels):
        raise ValueError("a cell needs labels that are among the labels")
    names = min(max((wording.width(name, BODY) for name in chart.labels), default=0) + 2, 150.0)
    side, lean, needed = _sizes(chart, names, width)
    canvas = Canvas(ink, max(width, needed if chart.cells else 0.0))
    y = canvas.head(chart.title, chart.note)
    if not chart.cells:
        y = canvas.nothing(chart.nothing, y)
    else:
        head = lean + 18 if lean else 22.0
        grid = _Grid(chart, MARGIN + SMALL + 12 + names, y + SMALL + 8 + head, side)
        _names(canvas, grid, names, lean)
        y = _cells(canvas, grid)
    header = (f"{chart.rows} \\ {chart.columns}", *chart.labels)
    return canvas.finish(y, chart.title, _described(chart), Table(header, _rows(chart)))


def _sizes(chart: Confusion, names: float, width: float) -> tuple[float, float, float]:
    """The side of a cell, how high the names above lean (0 when they lie), and the width of all."""
    totals = wording.width(wording.count(max(_totals(chart).values(), default=0)), SMALL) + 14
    around = 2 * MARGIN + SMALL + 12 + names + totals + _APART
    size = max(1, len(chart.labels))
    wide = max((min(wording.width(name, SMALL), names) for name in chart.labels), default=0.0)
    side = min(_MOST, max(_LEAST, (width - around) / size))
    if wide <= side - 6:
        return side, 0.0, around + size * side
    lean = wide * 0.72
    around += max(0.0, lean - totals)  # the last name leans over the totals
    side = max(_LEAST, min(side, (width - around) / size))
    return side, lean, around + size * side


def _names(canvas: Canvas, grid: _Grid, room: float, lean: float) -> None:
    chart, faded = grid.chart, canvas.ink.faded
    whole = grid.place(len(chart.labels) - 1) + grid.side
    across = (grid.left + whole / 2, grid.top - 12 - max(lean + 6, 12))
    canvas.text(across, chart.columns, size=SMALL, fill=faded, anchor="middle", room=whole)
    axis = (MARGIN + SMALL, grid.top + whole / 2)
    canvas.text(axis, chart.rows, size=SMALL, fill=faded, anchor="middle", turn=-90, room=whole)
    for number, name in enumerate(chart.labels):
        middle = grid.place(number) + grid.side / 2
        canvas.text((grid.left - 8, grid.top + middle), name, anchor="end", room=room, middle=True)
        if lean:
            place = (grid.left + middle + 2, grid.top - 6)
            canvas.text(place, name, size=SMALL, turn=-45, room=room)
        else:
            canvas.text((grid.left + middle, grid.top - 7), name, size=SMALL, anchor="middle", room=grid.side - 4)


def _cells(canvas: Canvas, grid: _Grid) -> float:
    chart, ink, size = grid.chart, canvas.ink, len(grid.chart.labels)
    found, totals = {(cell.row, cell.column): cell for cell in chart.cells}, _totals(chart)
    for row, name in enumerate(chart.labels):
        for column, other in enumerate(chart.labels):
            box, cell = grid.box(row, column), found.get((name, other))
            blank = name == other == chart.blank
            if cell is None or cell.count <= 0:
                if not blank:
                    canvas.rect(box, "none" if row == column else ink.wrong[0].fill, corner=2, stroke="")
            else:
                _cell(canvas, box, cell, cell.count / totals[name])
                canvas.spot(box, _told(cell, totals[name], chart), cell.key)
            if row == column and not blank:
                canvas.rect(box, "none", corner=2, stroke=ink.hue(0).fill, line=2)
        place = (grid.box(row, size - 1).right + 8, grid.top + grid.place(row) + grid.side / 2)
        canvas.text(place, wording.count(totals[name]), size=SMALL, fill=ink.faded, middle=True)
    return grid.box(size - 1, 0).bottom + MARGIN


def _cell(canvas: Canvas, box: Box, cell: Confused, part: float) -> None:
    shades = canvas.ink.right if cell.row == cell.column else canvas.ink.wrong
    shade = _shade(shades, part)
    canvas.rect(box, shade.fill, corner=2)
    told = _short(cell.count)
    room = box.width - 3
    size = next((s for s in (BODY, SMALL, 10.0, 9.0) if wording.width(told, s) <= room), 8.0)
    place = (box.x + box.width / 2, box.y + box.height / 2)
    canvas.text(place, told, size=size, fill=shade.on, anchor="middle", middle=True)


def _shade(shades: tuple[Shade, ...], part: float) -> Shade:
    return shades[max(n for n, least in enumerate(_STEPS) if part >= least)]


def _short(number: int) -> str:
    """A count in at most four characters; the full one is in the words of the spot and in the table."""
    if number < 10_000:
        return str(number)
    return f"{number / 1000:.0f}k" if number < 999_500 else f"{number / 1_000_000:.0f}M"


def _totals(chart: Confusion) -> dict[str, int]:
    """How many there are of each row's label."""
    totals = dict.fromkeys(chart.labels, 0)
    for cell in chart.cells:
        totals[cell.row] += max(0, cell.count)
    return totals


def _told(cell: Confused, total: int, chart: Confusion) -> str:
    part = f"{wording.count(cell.count)} of {wording.count(total)} ({wording.percent(cell.count / total)})"
    return f"{chart.rows} {cell.row}, {chart.columns} {cell.column}: {part}"


def _described(chart: Confusion) -> str:
    whole = sum(_totals(chart).values())
    if not whole:
        return chart.nothing
    same = sum(cell.count for cell in chart.cells if cell.row == cell.column)
    told = f"{wording.count(same)} of {wording.count(whole)} ({wording.percent(same / whole)}) agree"
    other = max((c for c in chart.cells if c.row != c.column), key=lambda c: c.count, default=None)
    if other is None or other.count <= 0:
        return told + "."
    most = f"{chart.rows} {other.row} is {chart.columns} {other.column} ({wording.count(other.count)})"
    return f"{told}; the most frequent confusion: {most}."


def _rows(chart: Confusion) -> tuple[tuple[str | int, ...], ...]:
    found = {(cell.row, cell.column): cell.count for cell in chart.cells}
    return tuple((name, *(found.get((name, other), 0) for other in chart.labels)) for name in chart.labels)
