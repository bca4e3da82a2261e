"""How marks look: fills under the words, lines, chips and the focus above them. Nothing here decides anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from annotator.page import is_open
from annotator.scheme import Scheme
from ui.desk.geometry import LANE, CueMark, Mark
from ui.theme import SIGNS, Hue, Theme


class Brushes:
    """Everything that paints needs, looked up once: colours by label, the chips' font."""

    def __init__(self, theme: Theme, scheme: Scheme, chip_font: QFont) -> None:
        self.theme = theme
        self.chip_font = chip_font
        self._hues = {label.name: theme.hue(label.hue) for label in scheme.label}
        self._other = theme.hue("grey")

    def hue(self, label: str) -> Hue:
        """The colours of a label; of one that the scheme does not know, grey."""
        return self._hues.get(label, self._other)


def paint_fills(painter: QPainter, marks: Iterable[Mark], brushes: Brushes, kin: frozenset[str]) -> None:
    """The ground under the words; ``kin`` are the mentions of the entity in focus, which are always filled fully."""
    painter.setPen(Qt.PenStyle.NoPen)
    for mark in marks:
        hue = brushes.hue(mark.item.label)
        strong = not is_open(mark.item.id) or mark.item.id in kin
        painter.setBrush(hue.decided if strong else hue.suggested)
        for rect in mark.rects:
            painter.drawRoundedRect(rect.adjusted(-1, 0, 1, 1), 3, 3)


def paint_lines(painter: QPainter, marks: Iterable[Mark], brushes: Brushes, kin: frozenset[str]) -> None:
    """Underlines, solid for decisions and dashed for suggestions, and chips."""
    painter.setFont(brushes.chip_font)
    for mark in marks:
        hue = brushes.hue(mark.item.label)
        undecided = is_open(mark.item.id)
        pen = QPen(hue.line, 2.0)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if undecided:
            pen.setDashPattern([2.0, 1.6])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for rect in mark.rects:
            y = rect.bottom() + 1.0 + mark.lane * LANE
            painter.drawLine(QLineF(rect.left(), y, rect.right(), y))
        if mark.item.id in kin:
            painter.setPen(QPen(hue.line, 1.0))
            for rect in mark.rects:
                painter.drawRoundedRect(rect.adjusted(-1.5, -0.5, 1.5, 1.5), 3, 3)
        if mark.chip is not None:
            _paint_chip(painter, mark.chip, mark.chip_words, hue, brushes, undecided)


def _paint_chip(painter: QPainter, box: QRectF, words: str, hue: Hue, brushes: Brushes, undecided: bool) -> None:
    if undecided:
        pen = QPen(hue.chip, 1.0)
        pen.setDashPattern([2.5, 2.0])
        painter.setPen(pen)
        painter.setBrush(brushes.theme.paper)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setPen(hue.chip)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(hue.chip)
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(hue.chip_text)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def paint_cues(painter: QPainter, cues: Iterable[CueMark], brushes: Brushes, focus: str) -> None:
    """The words that show a stance: a wavy-looking double line in the polarity's colour, with its sign."""
    painter.setFont(brushes.chip_font)
    for cue in cues:
        colour = brushes.theme.polarity(cue.polarity)
        focused = cue.stance == focus
        if focused:
            painter.setPen(Qt.PenStyle.NoPen)
            ground = QColor(colour)
            ground.setAlpha(46)
            painter.setBrush(ground)
            for rect in cue.rects:
                painter.drawRoundedRect(rect.adjusted(-1, 0, 1, 1), 3, 3)
        pen = QPen(colour, 2.4 if focused else 1.6)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if not cue.decided:
            pen.setDashPattern([1.2, 1.4])
        painter.setPen(pen)
        for rect in cue.rects:
            y = rect.bottom() + 2.0
            painter.drawLine(QLineF(rect.left(), y, rect.right(), y))
        if cue.begins and cue.rects:
            _paint_sign(painter, cue, colour, brushes)


def _paint_sign(painter: QPainter, cue: CueMark, colour: QColor, brushes: Brushes) -> None:
    first = cue.rects[0]
    box = QRectF(first.x() - 0.5, first.y() - 12.5, 13.0, 12.0)
    painter.setPen(QPen(colour, 1.0) if not cue.decided else Qt.PenStyle.NoPen)
    painter.setBrush(brushes.theme.paper if not cue.decided else colour)
    painter.drawEllipse(box.adjusted(0.5, 0, -0.5, 0))
    painter.setPen(colour if not cue.decided else brushes.theme.paper)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, SIGNS[cue.polarity])


def paint_focus(painter: QPainter, rects: Sequence[QRectF], theme: Theme) -> None:
    """The one focus: a ring that nothing else has."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.focus, 2.4))
    for rect in rects:
        painter.drawRoundedRect(rect.adjusted(-3, -2, 3, 4), 5, 5)


def paint_dimmed(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Boilerplate: the words are there, but step back."""
    veil = QColor(theme.paper)
    veil.setAlpha(150)
    painter.fillRect(rect, veil)


def paint_hint(painter: QPainter, at: QPointF, letters: str, typed: str, theme: Theme, font: QFont) -> None:
    """A hint to type; what of it was typed already is faded."""
    if not letters.startswith(typed):
        return
    painter.setFont(font)
    metrics = painter.fontMetrics()
    box = QRectF(at.x() - 3, at.y() - metrics.height() - 2, metrics.horizontalAdvance(letters.upper()) + 12, metrics.height() + 3)
    painter.setPen(QPen(theme.ink, 1.0))
    painter.setBrush(QColor("#ffd94a"))
    painter.drawRoundedRect(box, 4, 4)
    done = typed.upper()
    painter.setPen(QColor("#8a7520"))
    painter.drawText(QPointF(box.x() + 6, box.y() + metrics.ascent() + 1.5), done)
    painter.setPen(QColor("#1b1b1b"))
    x = box.x() + 6 + metrics.horizontalAdvance(done)
    painter.drawText(QPointF(x, box.y() + metrics.ascent() + 1.5), letters[len(typed) :].upper())
