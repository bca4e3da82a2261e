"""Arcs from holder to target: they leave the holder's chip in the band above its line, run down a rail of their own in
the margin, and come back in the band of the target's line. No word is ever crossed, and where several run in one band,
each has a height of its own.

Everything is in the coordinates of the document, in pixels, so that scrolling changes nothing here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from annotator.records import Polarity
from ui.desk.painting import Looks, paint_badge

_WIDEST_RAIL = 12.0
_BEND = 7.0
_FIRST_RAIL = 16.0
"""How far left of the words (pixels) the first rail runs."""
_INSIDE = 15.0
"""How far from the edge of what is shown (pixels) the middle of a badge stays."""
_NAMED = 4
"""How many ends that are not on the screen are named at each edge."""
_HEIGHTS = (0.0, 0.8, -0.8, 0.4, -0.4, 0.6, -0.6, 0.2, -0.2)
"""Where in a band arcs may run, the first free one first: 0 is the middle of the chips, 1 and -1 are their edges."""
_APART = 3.0
"""Arcs in one band that come nearer to each other than this (pixels) take different heights."""
_SHARES = (0.5, 0.38, 0.62, 0.26, 0.74, 0.14, 0.86)
"""Where on a straight arc its badge may stand, the best place first."""


@dataclass(frozen=True, slots=True)
class Arc:
    """One stance to draw: the chips of its holder and target (or the places where they would stand), and their names.

    ``sign`` is where the text shows its sign already, above its cue.
    """

    stance: str
    start: QRectF
    end: QRectF
    polarity: Polarity
    is_open: bool
    strong: bool
    sign: QRectF | None = None
    names: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Route:
    """An arc with its way: where it runs, its arrowhead's tip and direction (1 to the right, -1 to the left).

    ``rail`` is the vertical stretch on which its badge may stand, from its top to its bottom; for an arc within one
    line it is a single point, or None when the line runs through the stance's sign anyway.
    """

    arc: Arc
    path: QPainterPath
    tip: QPointF
    direction: float
    rail: tuple[QPointF, QPointF] | None


def routes(arcs: Sequence[Arc], left: float, chips: Sequence[QRectF] = ()) -> list[Route]:
    """The ways of some arcs; the words begin at ``left``, rails run left of it. Strong ones come last.

    No badge of an arc within one line stands on one of ``chips``, if there is another place.
    """
    far = [arc for arc in arcs if not _same_line(arc)]
    rails = _rails([(min(_y(a.start), _y(a.end)), max(_y(a.start), _y(a.end))) for a in far])
    gap = min(_WIDEST_RAIL, (left - 26.0) / max(rails, default=0)) if any(rails) else _WIDEST_RAIL
    bands = _Bands()
    found: list[Route] = []
    lane = iter(rails)
    for arc in arcs:
        if _same_line(arc):
            low, high = sorted((arc.start.center().x(), arc.end.center().x()))
            found.append(_straight(arc, bands.height(arc.start, low, high), chips))
        else:
            x = left - _FIRST_RAIL - next(lane) * gap
            out, back = (bands.height(chip, x, chip.left()) for chip in (arc.start, arc.end))
            found.append(_round(arc, x, out, back))
    return sorted(found, key=lambda route: route.arc.strong)


def _y(box: QRectF) -> float:
    return box.center().y()


def _same_line(arc: Arc) -> bool:
    return abs(_y(arc.start) - _y(arc.end)) < arc.start.height() / 2


def _rails(stretches: Sequence[tuple[float, float]]) -> list[int]:
    """Which rail each stretch takes: the shorter ones inside, none on one rail with another that it meets."""
    taken: list[list[tuple[float, float]]] = []
    found = [0] * len(stretches)
    for index in sorted(range(len(stretches)), key=lambda i: (stretches[i][1] - stretches[i][0], i)):
        top, bottom = stretches[index]
        free = (n for n, row in enumerate(taken) if all(bottom + _BEND < a or b + _BEND < top for a, b in row))
        rail = next(free, len(taken))
        if rail == len(taken):
            taken.append([])
        taken[rail].append((top, bottom))
        found[index] = rail
    return found


class _Bands:
    """Which arcs run where in the bands above the lines, so that no two run on one another."""

    def __init__(self) -> None:
        self._taken: dict[tuple[int, float], list[tuple[float, float]]] = {}

    def height(self, chip: QRectF, low: float, high: float) -> float:
        """How far from the middle of a chip an arc runs that reaches from ``low`` to ``high`` in the chip's band.

        When every height is taken there, it is that on which the fewest run.
        """
        band = round(_y(chip))
        rows = [self._taken.setdefault((band, height), []) for height in _HEIGHTS]
        meets = [sum(a < high + _APART and low - _APART < b for a, b in row) for row in rows]
        best = meets.index(min(meets))
        rows[best].append((low, high))
        return _HEIGHTS[best] * (chip.height() / 2 - 1.5)


def _straight(arc: Arc, out: float, chips: Sequence[QRectF]) -> Route:
    forward = arc.end.center().x() >= arc.start.center().x()
    y = _y(arc.start) + out
    begin = QPointF(arc.start.right() if forward else arc.start.left(), y)
    tip = QPointF(arc.end.left() if forward else arc.end.right(), y)
    path = QPainterPath(begin)
    path.lineTo(tip)
    low, high = sorted((begin.x(), tip.x()))
    has_sign = arc.sign is not None and arc.sign.top() < y < arc.sign.bottom() and low < arc.sign.center().x() < high
    place = None if has_sign else _free_place(begin, tip, arc.start.height() + 3.0, chips)
    return Route(arc, path, tip, 1.0 if forward else -1.0, None if place is None else (place, place))


def _free_place(begin: QPointF, tip: QPointF, size: float, chips: Sequence[QRectF]) -> QPointF:
    """Where on a straight line a badge of that size stands on no chip; in the middle if that is nowhere."""
    places = [begin + (tip - begin) * share for share in _SHARES]
    return next((p for p in places if not any(_around(p, size).intersects(c) for c in chips)), places[0])


def _around(place: QPointF, size: float) -> QRectF:
    return QRectF(place.x() - size / 2, place.y() - size / 2, size, size)


def _round(arc: Arc, x: float, out: float, back: float) -> Route:
    begin = QPointF(arc.start.left(), _y(arc.start) + out)
    tip = QPointF(arc.end.left(), _y(arc.end) + back)
    bend = _BEND if tip.y() > begin.y() else -_BEND
    path = QPainterPath(begin)
    path.lineTo(x + _BEND, begin.y())
    path.quadTo(QPointF(x, begin.y()), QPointF(x, begin.y() + bend))
    path.lineTo(x, tip.y() - bend)
    path.quadTo(QPointF(x, tip.y()), QPointF(x + _BEND, tip.y()))
    path.lineTo(tip)
    top, bottom = sorted((begin.y(), tip.y()))
    return Route(arc, path, tip, 1.0, (QPointF(x, top), QPointF(x, bottom)))


def paint_routes(painter: QPainter, found: Sequence[Route], looks: Looks) -> None:
    """The lines themselves; chips are painted over them."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for route in found:
        pen = QPen(_colour(route.arc, looks), looks.measures.line * (1.0 if route.arc.strong else 0.75))
        if route.arc.is_open:
            pen.setDashPattern([3.0, 2.0])
        painter.setPen(pen)
        painter.drawPath(route.path)


def paint_ends(painter: QPainter, found: Sequence[Route], looks: Looks, shown: QRectF) -> None:
    """Arrowheads and badges; a badge stays in what is ``shown`` of the document as long as its rail does."""
    size, head = looks.measures.chip + 2.5, looks.measures.chip * 0.46
    taken: list[QRectF] = []
    for route in found:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_colour(route.arc, looks))
        x, y = route.tip.x(), route.tip.y()
        back = x - head * route.direction
        painter.drawPolygon(QPolygonF([route.tip, QPointF(back, y - head * 0.66), QPointF(back, y + head * 0.66)]))
        place = badge_place(route, shown, size, taken)
        if place is not None:
            box = _around(place, size)
            taken.append(box)
            paint_badge(painter, box, route.arc.polarity, looks, route.arc.is_open)


def far_ends(found: Sequence[Route], shown: QRectF) -> tuple[list[tuple[str, Polarity]], list[tuple[str, Polarity]]]:
    """Whom the arcs lead to that leave what is ``shown`` of the document: by its top, by its bottom; each once."""
    above: list[tuple[str, Polarity]] = []
    below: list[tuple[str, Polarity]] = []
    for route in found:
        if route.rail is None or route.rail[0].y() > shown.bottom() or route.rail[1].y() < shown.top():
            continue
        down = route.arc.start.top() < route.arc.end.top()
        first, last = route.arc.names if down else route.arc.names[::-1]
        for name, leaves, edge in (
            (first, route.rail[0].y() < shown.top(), above),
            (last, route.rail[1].y() > shown.bottom(), below),
        ):
            if leaves and name and (name, route.arc.polarity) not in edge:
                edge.append((name, route.arc.polarity))
    return above, below


def paint_far_ends(painter: QPainter, found: Sequence[Route], looks: Looks, shown: QRectF, room: float) -> None:
    """In the margin (``room`` wide) at the edges of what is ``shown``: the names of ends that are not on the screen."""
    line = looks.measures.chip + 1.0
    painter.setFont(looks.chip_font)
    metrics = QFontMetricsF(looks.chip_font)
    for names, top, step, arrow in zip(
        far_ends(found, shown), (shown.top() + 2, shown.bottom() - line - 2), (line, -line), "↑↓", strict=True
    ):
        more = [(f"{len(names) - _NAMED + 1} more", names[-1][1])] if len(names) > _NAMED else []
        for row, (name, polarity) in enumerate([*names[: _NAMED - len(more)], *more]):
            words = metrics.elidedText(f"{arrow} {name}", Qt.TextElideMode.ElideRight, room - 10)
            box = QRectF(2, top + row * step, min(room, metrics.horizontalAdvance(words) + 8), line)
            painter.fillRect(box, looks.theme.paper)
            painter.setPen(looks.theme.polarity(polarity))
            painter.drawText(box.adjusted(4, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)


def areas(found: Sequence[Route], looks: Looks, shown: QRectF, left: float) -> list[QRectF]:
    """Where something of some arcs is painted, with badges, and with names at the edges of what is ``shown``.

    The margin, which is ``left`` wide, is taken as a whole as far as there are badges: it has no words.
    """
    reach = looks.measures.chip / 2 + 4.0
    margin = QRectF(0, shown.top(), left - _FIRST_RAIL + looks.measures.chip / 2 + 2.0, shown.height())
    areas = [] if all(_same_line(route.arc) for route in found) else [margin]
    for route in found:
        begin, tip = QPointF(route.path.elementAt(0).x, route.path.elementAt(0).y), route.tip
        ends = [(begin, tip)] if _same_line(route.arc) else [(begin, QPointF(0, begin.y())), (QPointF(0, tip.y()), tip)]
        areas += [QRectF(one, other).normalized().adjusted(-reach, -reach, reach, reach) for one, other in ends]
    return areas


def badge_place(route: Route, shown: QRectF, size: float = 0.0, taken: Sequence[QRectF] = ()) -> QPointF | None:
    """Where the sign of an arc stands: in the middle of that part of its rail which is shown; None if none is.

    Where another badge stands already (``taken``), it gives way along the rail, as far as there is room.
    """
    if route.rail is None:
        return None
    top, bottom = route.rail
    if bottom.y() < shown.top() or top.y() > shown.bottom():
        return None
    low, high = max(top.y(), shown.top() + _INSIDE), min(bottom.y(), shown.bottom() - _INSIDE)
    if low > high:
        return top
    if low == high:  # within one line
        return QPointF(top.x(), low)
    places = [QPointF(top.x(), low + (high - low) * share) for share in _SHARES]
    return next((p for p in places if not any(_around(p, size).intersects(box) for box in taken)), places[0])


def _colour(arc: Arc, looks: Looks) -> QColor:
    colour = QColor(looks.theme.polarity(arc.polarity))
    if not arc.strong:
        colour.setAlpha(150)
    return colour
