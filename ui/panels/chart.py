"""The live chart of a training: F1 on watched articles above, the loss below, over the steps."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.learn.cards import Point
from ui import signs

_LEFT, _GAP = 44.0, 20.0
"""Room (pixels) for numbers at the left, and between the two plots."""
_INSET = 8.0
"""Pixels between the edge of a column and its plot, when there are several."""
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class Chart(QWidget):
    """Paints points; its accessible description says the last ones in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chart")
        self.setAccessibleName("Chart of the training")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(150)
        self.points: tuple[Point, ...] = ()

    def show_points(self, points: Sequence[Point]) -> None:
        """Show these."""
        if tuple(points) != self.points:
            self.points = tuple(points)
            self.setAccessibleDescription(self.told())
            self.update()

    def told(self) -> str:
        """The chart in words."""
        scores = [point.score for point in self.points if point.score is not None]
        losses = [point.loss for point in self.points if point.loss is not None]
        told = [f"F1 {', '.join(f'{100 * score:.1f}' for score in scores)}"] if scores else []
        told += [f"loss from {losses[0]:.3g} to {losses[-1]:.3g}"] if losses else []
        return "; ".join(told) or "nothing yet"

    def sizeHint(self) -> QSize:
        """Wide and not too high."""
        return QSize(460, 230)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Two plots, one above the other, over the same steps; each part that is taught has its own column."""
        theme = signs.theme_of(self.palette())
        box = QRectF(self.rect()).adjusted(_LEFT, 20, -12, -18)
        height = (box.height() - _GAP) / 2
        above = QRectF(box.left(), box.top(), box.width(), height)
        below = QRectF(box.left(), box.top() + height + _GAP, box.width(), height)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(signs.sized(self.font(), 0.85))
            low, high = _around([p.score for p in self.points if p.score is not None])
            top = max((p.loss for p in self.points if p.loss is not None), default=0.0) * 1.05 or 1.0
            self._frame(painter, above, "F1 on watched articles", f"{100 * low:.0f}", f"{100 * high:.0f}")
            self._frame(painter, below, "Loss", "0", f"{top:.2g}")
            parts = self._parts()
            for number, points in enumerate(parts):
                columns = [_column(box, number, len(parts)) for box in (above, below)]
                steps = [p.step / max(p.steps, 1) for p in points]
                kept = next((p for p in reversed(points) if p.best), None)  # the best so far
                scores = [(x, p.score, p is kept) for x, p in zip(steps, points, strict=True) if p.score is not None]
                losses = [(x, p.loss, False) for x, p in zip(steps, points, strict=True) if p.loss is not None]
                self._plot(painter, columns[0], scores, (low, high), theme.focus, dots=True)
                self._plot(painter, columns[1], losses, (0.0, top), theme.polarity("against"), dots=False)
                self._name(painter, columns, points[-1], alone=len(parts) == 1)

    def _parts(self) -> list[list[Point]]:
        """The points of each part that is taught, in order."""
        parts: dict[str, list[Point]] = {}
        for point in self.points:
            parts.setdefault(point.part, []).append(point)
        return list(parts.values())

    def _name(self, painter: QPainter, columns: Sequence[QRectF], last: Point, *, alone: bool) -> None:
        """What is taught in a column and how far it is, and a line that parts it from the one before."""
        painter.setPen(signs.theme_of(self.palette()).faded)
        below = columns[-1]
        words = f"step {last.step:,} of at most {last.steps:,}" if alone else f"{last.part}: step {last.step:,}"
        painter.drawText(QRectF(below.left(), below.bottom() + 2, below.width(), 16), _MIDDLE, words)
        for box in () if alone else columns:
            left = QPointF(_INSET, 0)
            painter.drawLine(box.topLeft() - left, box.bottomLeft() - left)

    def _frame(self, painter: QPainter, box: QRectF, words: str, low: str, high: str) -> None:
        theme = signs.theme_of(self.palette())
        painter.setPen(QPen(theme.edge, 1))
        painter.setBrush(theme.paper)
        painter.drawRect(box)
        painter.drawLine(QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()))
        painter.setPen(theme.faded)
        painter.drawText(QRectF(0, box.top() - 8, _LEFT - 6, 16), _MIDDLE, high)
        painter.drawText(QRectF(0, box.bottom() - 8, _LEFT - 6, 16), _MIDDLE, low)
        painter.setPen(theme.ink)
        painter.drawText(QPointF(box.left(), box.top() - 5), words)

    def _plot(
        self,
        painter: QPainter,
        box: QRectF,
        values: Sequence[tuple[float, float, bool]],
        span: tuple[float, float],
        colour: QColor,
        *,
        dots: bool,
    ) -> None:
        low, high = span
        places = [
            QPointF(box.left() + x * box.width(), box.bottom() - (value - low) / (high - low) * box.height())
            for x, value, _ in values
        ]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 1.8))
        if len(places) > 1:
            painter.drawPolyline(places)
        for place, (_, value, best) in zip(places, values, strict=True) if dots else ():
            painter.setBrush(colour if best else signs.theme_of(self.palette()).paper)
            painter.drawEllipse(place, 4.0, 4.0)
            if best:
                side = Qt.AlignmentFlag.AlignHCenter
                down = place.y() + 6 if place.y() - box.top() < 22 else place.y() - 21
                painter.drawText(
                    QRectF(min(place.x() - 30, self.width() - 52.0), down, 60, 16), side, f"{100 * value:.1f}"
                )


def _column(box: QRectF, number: int, of: int) -> QRectF:
    """The share of a plot that belongs to one part."""
    width = box.width() / of
    inset = _INSET if of > 1 else 0.0
    return QRectF(box.left() + number * width + inset, box.top(), width - 2 * inset, box.height())


def _around(scores: Sequence[float]) -> tuple[float, float]:
    """The tenths between which all scores lie; no closer than two of them."""
    low, high = min(scores, default=0.0), max(scores, default=1.0)
    low, high = int(low * 10) / 10, min(1.0, int(high * 10 + 1) / 10)
    return (low, high) if high - low > 0.15 else (max(0.0, high - 0.2), high)
