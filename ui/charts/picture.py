"""A drawing on the screen: sharp on any, with places that say more and lead on, by mouse and by keys."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QToolTip, QWidget

from annotator.charts import Drawing, Spot, Table
from annotator.escaping import shown
from ui import signs
from ui.charts.pictures import image_of

_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ACROSS = 3.0
"""So much further is what lies aside of an arrow's way than what lies on it."""


class Picture(QWidget):
    """Paints a drawing. ``opened(key)``: a place was clicked, or Return pressed on it. ``reached``: a place is in focus."""

    opened = Signal(str)
    reached = Signal(QRect)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("picture")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.drawing = Drawing("", 0, 0, "", "", Table(()))
        self.current: int | None = None
        """The number of the place in focus."""
        self._painted = QPixmap()

    def show_drawing(self, drawing: Drawing) -> None:
        """Show this one; the place in focus stays when there are as many as before."""
        if len(drawing.spots) != len(self.drawing.spots):
            self.current = None
        self.drawing = drawing
        self._painted = QPixmap()
        self.setAccessibleName(drawing.title)
        self._describe()
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        """As large as the drawing."""
        return QSize(math.ceil(self.drawing.width), math.ceil(self.drawing.height))

    def spot_at(self, place: QPointF) -> int | None:
        """The number of the place there; of several the one whose middle is nearest."""
        over = [n for n, spot in enumerate(self.drawing.spots) if _rect(spot).contains(place)]
        middles = {n: _rect(self.drawing.spots[n]).center() - place for n in over}
        return min(over, key=lambda n: QPointF.dotProduct(middles[n], middles[n]), default=None)

    # --- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The drawing, made once for each of the screen's resolutions, and a ring around the place in focus."""
        ratio = self.devicePixelRatioF()
        if self._painted.isNull() or self._painted.devicePixelRatio() != ratio:
            self._painted = QPixmap.fromImage(image_of(self.drawing, ratio))
            self._painted.setDevicePixelRatio(ratio)
        with QPainter(self) as painter:
            painter.drawPixmap(QPoint(0, 0), self._painted)
            if self.current is not None and self.hasFocus():
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                theme = signs.theme_of(self.palette())
                for colour, width in ((theme.paper, 5.0), (theme.focus, 2.2)):
                    painter.setPen(QPen(colour, width))
                    painter.drawRoundedRect(_rect(self.drawing.spots[self.current]).adjusted(-1, -1, 1, 1), 4, 4)

    # --- mouse

    def event(self, event: QEvent) -> bool:
        """Tooltips; the arrow keys and Return are ours even where the window has uses for them."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            which = self.spot_at(QPointF(event.pos()))
            words = self.drawing.spots[which].words if which is not None else ""
            QToolTip.showText(event.globalPos(), f"<span>{shown(words)}</span>" if words else "", self)
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._ours(event):
            event.accept()
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what can be opened."""
        which = self.spot_at(event.position())
        leads = which is not None and bool(self.drawing.spots[which].key)
        self.setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click goes to the place and opens what is behind it."""
        which = self.spot_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and which is not None:
            self.go(which)
            self._open()

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End walk over the places; Return opens."""
        if not self._ours(event):
            super().keyPressEvent(event)
            return
        key, last = Qt.Key(event.key()), len(self.drawing.spots) - 1
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif key in _WAYS and self.current is not None:
            self.go(neighbour(self.drawing.spots, self.current, _WAYS[key]))
        else:
            self.go(last if key == Qt.Key.Key_End else 0)

    def _ours(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        key = event.key()
        walks = key in _WAYS or key in (Qt.Key.Key_Home, Qt.Key.Key_End)
        opens = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None
        return plain and bool(self.drawing.spots) and (walks or opens)

    def go(self, which: int) -> None:
        """Put the focus on a place, by its number."""
        self.current = which
        self._describe()
        self.update()
        box = _rect(self.drawing.spots[which]).toAlignedRect()
        self.reached.emit(box)
        below = self.mapToGlobal(box.bottomLeft() + QPoint(8, 4))
        if self.isVisible():
            QToolTip.showText(below, f"<span>{shown(self.drawing.spots[which].words)}</span>", self)

    def _open(self) -> None:
        if self.current is not None and self.drawing.spots[self.current].key:
            self.opened.emit(self.drawing.spots[self.current].key)

    def _describe(self) -> None:
        here = "" if self.current is None else self.drawing.spots[self.current].words
        self.setAccessibleDescription(here or self.drawing.description)


def neighbour(spots: Sequence[Spot], current: int, way: tuple[int, int]) -> int:
    """The nearest place on an arrow's way; where there is none, the next or the one before in their order."""
    here = _rect(spots[current]).center()
    found: list[tuple[float, int]] = []
    for n, spot in enumerate(spots):
        there = _rect(spot).center() - here
        along = there.x() * way[0] + there.y() * way[1]
        aside = abs(there.x() * way[1]) + abs(there.y() * way[0])
        if n != current and along > 0.5 and along >= aside / 2:
            found.append((along + _ACROSS * aside, n))
    if found:
        return min(found)[1]
    return min(len(spots) - 1, max(0, current + way[0] + way[1]))


def _rect(spot: Spot) -> QRectF:
    return QRectF(spot.box.x, spot.box.y, spot.box.width, spot.box.height)
