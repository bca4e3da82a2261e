"""Where several versions see something differently: each one's words between brackets, with the digit that takes it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from ui.theme import Theme

_THICK = 2.0
_TICK = 4.0
_LEVEL = 4.0
"""How far (pixels) the brackets of the third and fourth version lie outside those of the first two."""


def paint_versions(painter: QPainter, versions: Sequence[Sequence[QRectF]], theme: Theme, font: QFont) -> None:
    """For each version, in their order, the rectangles (of the viewport) of its words: the first above, the next below.

    A version without words has no bracket.
    """
    for number, rects in enumerate(versions):
        level, below = _LEVEL * (number // 2), bool(number % 2)
        pen = QPen(theme.hint_line, _THICK)
        pen.setCapStyle(Qt.PenCapStyle.SquareCap)
        for place, rect in enumerate(rects):
            painter.setPen(pen)
            _bracket(painter, rect.adjusted(-5 - level, -2 - level, 5 + level, 5 + level), below=below)
            if not place:
                _digit(painter, rect.adjusted(-6 - level, 0, 0, 0), str(number + 1), theme, font, below=below)


def _bracket(painter: QPainter, box: QRectF, *, below: bool) -> None:
    y, inwards = (box.bottom(), -_TICK) if below else (box.top(), _TICK)
    painter.drawLine(QLineF(box.left(), y, box.right(), y))
    for x in (box.left(), box.right()):
        painter.drawLine(QLineF(x, y, x, y + inwards))


def _digit(painter: QPainter, box: QRectF, digit: str, theme: Theme, font: QFont, *, below: bool) -> None:
    """The digit on the ground of what can be typed, before the words: above or below their line."""
    metrics = QFontMetricsF(font)
    size = QRectF(0, 0, metrics.horizontalAdvance(digit) + 7, metrics.height())
    corner = QPointF(box.left() - size.width(), box.bottom() - 3 if below else box.top() - size.height() + 4)
    size.moveTopLeft(corner)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.hint)
    painter.drawRoundedRect(size, 3, 3)
    painter.setPen(theme.hint_ink)
    painter.setFont(font)
    painter.drawText(size, Qt.AlignmentFlag.AlignCenter, digit)
