"""Arcs from holder to target: in one line a low bow above the words, else rails in the margin, each on its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF

from annotator.records import Polarity
from ui.theme import SIGNS, Theme

RAIL = 12.0
"""The distance (pixels) of two rails in the margin."""
MOST_RAILS = 7
BADGE = 8.0


@dataclass(frozen=True, slots=True)
class Arc:
    """One stance to draw: the top left corners of holder and target on the screen, and how it looks."""

    stance: str
    start: QPointF
    end: QPointF
    polarity: Polarity
    decided: bool
    focused: bool


def route(arc: Arc, rail: int, left: float) -> tuple[QPainterPath, QPointF]:
    """The way of an arc and the place of its badge. ``left`` is where the text begins; rails run left of it."""
    start, end = arc.start, arc.end
    path = QPainterPath(start)
    if abs(start.y() - end.y()) < 2:
        height = min(13.0, 5 + abs(end.x() - start.x()) * 0.05)
        path.cubicTo(QPointF(start.x(), start.y() - height), QPointF(end.x(), end.y() - height), end)
        return path, path.pointAtPercent(0.5)
    x = left - 16 - (rail % MOST_RAILS) * RAIL
    down = 1.0 if end.y() > start.y() else -1.0
    out, back, bend = start.y() - 3 - rail % 3, end.y() - 4 - rail % 3, 7.0
    path.quadTo(QPointF(start.x(), out), QPointF(start.x() - 6, out))
    path.lineTo(x + bend, out)
    path.quadTo(QPointF(x, out), QPointF(x, out + bend * down))
    path.lineTo(x, back - bend * down)
    path.quadTo(QPointF(x, back), QPointF(x + bend, back))
    path.lineTo(end.x() - 6, back)
    path.quadTo(QPointF(end.x(), back), end)
    return path, QPointF(x, (out + back) / 2)


def paint_arcs(painter: QPainter, arcs: Sequence[Arc], left: float, shown: QRectF, theme: Theme, font: QFont) -> None:
    """Draw arcs, the focused one last and strongest; badges stay on the screen while any part of the arc does."""
    rails: dict[str, int] = {}
    for arc in sorted(arcs, key=lambda a: (abs(a.start.y() - a.end.y()), a.stance)):
        rails[arc.stance] = len(rails)
    for arc in sorted(arcs, key=lambda a: a.focused):
        path, badge = route(arc, rails[arc.stance], left)
        if abs(arc.start.y() - arc.end.y()) >= 2:
            low, high = sorted((arc.start.y(), arc.end.y()))
            badge.setY(min(max(badge.y(), shown.top() + 14), shown.bottom() - 14) if low < shown.bottom() and high > shown.top() else badge.y())
        colour = QColor(theme.polarity(arc.polarity))
        colour.setAlpha(255 if arc.focused or len(arcs) == 1 else 140)
        pen = QPen(colour, 2.2 if arc.focused else 1.5)
        if not arc.decided:
            pen.setDashPattern([3.0, 2.0])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        tip = arc.end
        painter.drawPolygon(QPolygonF([tip, QPointF(tip.x() - 4, tip.y() - 7), QPointF(tip.x() + 4, tip.y() - 7)]))
        painter.drawEllipse(badge, BADGE, BADGE)
        painter.setPen(theme.paper)
        painter.setFont(font)
        box = QRectF(badge.x() - BADGE, badge.y() - BADGE, 2 * BADGE, 2 * BADGE)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, SIGNS[arc.polarity])
