"""Arcs from holder to target: they leave the holder's chip in the band above its line, run down a rail of their own in
the margin, and come back in the band of the target's line. No word is ever crossed.

Everything is in the coordinates of the document, in pixels, so that scrolling changes nothing here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from annotator.records import Polarity
from ui.desk.painting import Looks, paint_badge

_WIDEST_RAIL = 12.0
_BEND = 7.0
_INSIDE = 15.0
"""How far from the edge of what is shown (pixels) the middle of a badge stays."""
_TIP = 6.0
_FAN = 3.0
"""How far apart (pixels) arcs leave or reach the same chip."""


@dataclass(frozen=True, slots=True)
class Arc:
    """One stance to draw: the chips of its holder and target (or the places where they would stand).

    ``sign`` is where the text shows its sign already, above its cue.
    """

    stance: str
    start: QRectF
    end: QRectF
    polarity: Polarity
    is_open: bool
    strong: bool
    sign: QRectF | None = None


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


def routes(arcs: Sequence[Arc], left: float) -> list[Route]:
    """The ways of some arcs; the words begin at ``left``, rails run left of it. Strong ones come last."""
    far = [arc for arc in arcs if not _same_line(arc)]
    rails = _rails([(min(_y(a.start), _y(a.end)), max(_y(a.start), _y(a.end))) for a in far])
    gap = min(_WIDEST_RAIL, (left - 26.0) / max(rails, default=0)) if any(rails) else _WIDEST_RAIL
    ends: dict[tuple[float, float], int] = {}
    found: list[Route] = []
    lane = iter(rails)
    for arc in arcs:
        out, back = _fan(ends, arc.start), _fan(ends, arc.end)
        if _same_line(arc):
            found.append(_straight(arc, out))
        else:
            found.append(_round(arc, left - 16.0 - next(lane) * gap, out, back))
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


def _fan(ends: dict[tuple[float, float], int], chip: QRectF) -> float:
    """How far from the middle of a chip the next arc meets it: 0, 1, -1 … steps, within the chip's height."""
    key = (chip.x(), chip.y())
    rank = ends[key] = ends.get(key, -1) + 1
    steps = (rank + 1) // 2 * (1 if rank % 2 else -1)
    return max(-chip.height() / 2 + 1.5, min(chip.height() / 2 - 1.5, steps * _FAN))


def _straight(arc: Arc, out: float) -> Route:
    forward = arc.end.center().x() >= arc.start.center().x()
    y = _y(arc.start) + out
    begin = QPointF(arc.start.right() if forward else arc.start.left(), y)
    tip = QPointF(arc.end.left() if forward else arc.end.right(), y)
    path = QPainterPath(begin)
    path.lineTo(tip)
    middle = (begin + tip) / 2
    low, high = sorted((begin.x(), tip.x()))
    has_sign = arc.sign is not None and arc.sign.top() < y < arc.sign.bottom() and low < arc.sign.center().x() < high
    return Route(arc, path, tip, 1.0 if forward else -1.0, None if has_sign else (middle, middle))


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
        pen = QPen(_colour(route.arc, looks), 2.0 if route.arc.strong else 1.5)
        if route.arc.is_open:
            pen.setDashPattern([3.0, 2.0])
        painter.setPen(pen)
        painter.drawPath(route.path)


def paint_ends(painter: QPainter, found: Sequence[Route], looks: Looks, shown: QRectF) -> None:
    """Arrowheads and badges; a badge stays in what is ``shown`` of the document as long as its rail does."""
    for route in found:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_colour(route.arc, looks))
        x, y = route.tip.x(), route.tip.y()
        back = x - _TIP * route.direction
        painter.drawPolygon(QPolygonF([route.tip, QPointF(back, y - _TIP * 0.66), QPointF(back, y + _TIP * 0.66)]))
        place = badge_place(route, shown)
        if place is not None:
            size = looks.measures.chip + 2.5
            box = QRectF(place.x() - size / 2, place.y() - size / 2, size, size)
            paint_badge(painter, box, route.arc.polarity, looks, route.arc.is_open)


def badge_place(route: Route, shown: QRectF) -> QPointF | None:
    """Where the sign of an arc stands: in the middle of that part of its rail which is shown; None if none is."""
    if route.rail is None:
        return None
    top, bottom = route.rail
    low, high = max(top.y(), shown.top() + _INSIDE), min(bottom.y(), shown.bottom() - _INSIDE)
    if bottom.y() < shown.top() or top.y() > shown.bottom():
        return None
    return QPointF(top.x(), (low + high) / 2 if low <= high else top.y())


def _colour(arc: Arc, looks: Looks) -> QColor:
    colour = QColor(looks.theme.polarity(arc.polarity))
    if not arc.strong:
        colour.setAlpha(150)
    return colour
