"""Pieces of the scheme editor: a row of its list, the hues to choose from, and how a label will look."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QIcon, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from annotator.records import POLARITIES
from annotator.scheme import HUES, Label
from ui import signs
from ui.models.entities import ITEM_ROLE, WORDS_ROLE
from ui.panels.rows import Index, RowDelegate
from ui.theme import Theme, reading_font

_THEMES = (Theme.of("light"), Theme.of("dark"))
_SWATCH = QSize(64, 18)
_SAMPLE = "a word"


class SchemeDelegate(RowDelegate):
    """The key's cap, the chip, and how often it is used; or a polarity's sign."""

    def paint_row(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        """One label or polarity."""
        item, palette = index.data(ITEM_ROLE), option.palette
        theme = signs.theme_of(palette)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, palette.highlight())
        line = box.adjusted(7, 0, -9, 0)
        cap = signs.cap_width(option.font, "0")
        if isinstance(item, Label):
            if item.key:
                signs.paint_cap(painter, line.left(), line, item.key, palette)
            signs.paint_chip(painter, line.left() + cap + 8, line, item.name or "?", theme.hue(item.hue), decided=True)
            painter.setPen(theme.faded)
            painter.setFont(signs.sized(option.font, 0.87))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, index.data(WORDS_ROLE))
        elif item in POLARITIES:
            if item == POLARITIES[0]:
                painter.setPen(theme.edge)
                painter.drawLine(box.topLeft(), box.topRight())
            side = line.height() - 9
            badge = QRectF(line.left() + cap + 8, line.top() + 4.5, side, side)
            signs.paint_badge(painter, badge, item, theme, decided=True)
            line.setLeft(badge.right() + 7)
            painter.setPen(theme.ink)
            signs.paint_words(painter, line, item)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line."""
        return QSize(100, option.fontMetrics.height() + 10)


class HueBox(QComboBox):
    """The named hues, each as its chips look on light and on dark ground, and who else has it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("schemeHue")
        self.setAccessibleName("Colour")
        self.setIconSize(_SWATCH)
        for hue in HUES:
            self.addItem(_swatch(hue, self.font()), hue, hue)

    def show_hue(self, hue: str, owners: Mapping[str, tuple[str, ...]]) -> None:
        """Choose a hue; ``owners`` names the other labels of each."""
        for at, name in enumerate(HUES):
            others = owners.get(name, ())
            self.setItemText(at, f"{name} — also {', '.join(others)}" if others else name)
        self.setCurrentIndex(HUES.index(hue) if hue in HUES else -1)


def _swatch(hue: str, font: QFont) -> QIcon:
    pixmap = QPixmap(_SWATCH * 2)
    pixmap.setDevicePixelRatio(2)
    half = _SWATCH.width() / 2
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)
        for n, theme in enumerate(_THEMES):
            ground = QRectF(n * half, 0, half, _SWATCH.height())
            painter.fillRect(ground, theme.paper)
            signs.paint_chip(painter, ground.left() + 5, ground, "Aa", theme.hue(hue), decided=True)
    return QIcon(pixmap)


class Preview(QWidget):
    """A label's chip over a marked word, decided and only suggested, on light and on dark ground."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("schemePreview")
        self.setAccessibleName("How it looks in the text")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.label = Label("", HUES[0])

    def show_label(self, label: Label) -> None:
        """Show another label."""
        self.label = label
        self.update()

    def sizeHint(self) -> QSize:
        """A line of text with room for chips."""
        return QSize(320, round(self.fontMetrics().height() * 3.4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Light at the left, dark at the right."""
        half = self.width() / 2
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for n, theme in enumerate(_THEMES):
                box = QRectF(n * half, 0, half, self.height())
                painter.fillRect(box, theme.paper)
                painter.setClipRect(box)
                left = box.left() + 14
                for decided in (True, False):
                    left = self._word(painter, box, left, theme, decided=decided) + 22
            painter.setClipping(False)
            painter.setPen(self.palette().mid().color())
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _word(self, painter: QPainter, box: QRectF, left: float, theme: Theme, *, decided: bool) -> float:
        """One word as the desk shows it; where the next may begin."""
        hue, small = theme.hue(self.label.hue), self.font()
        painter.setFont(reading_font(small.pointSizeF() * 1.25))
        metrics = painter.fontMetrics()
        top = box.bottom() - metrics.height() - 10
        word = QRectF(left, top, metrics.horizontalAdvance(_SAMPLE), metrics.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(hue.decided if decided else hue.suggested)
        painter.drawRoundedRect(word.adjusted(-2, 0, 2, 1), 3, 3)
        pen = QPen(hue.line, 2)
        if not decided:
            pen.setDashPattern([2.2, 1.5])
        painter.setPen(pen)
        painter.drawLine(word.bottomLeft(), word.bottomRight())
        painter.setPen(theme.ink)
        painter.drawText(word, Qt.AlignmentFlag.AlignCenter, _SAMPLE)
        painter.setFont(small)
        above = QRectF(left, top - metrics.height(), 10, metrics.height())
        chip = signs.paint_chip(painter, left - 2, above, self.label.name or "?", hue, decided=decided)
        return max(chip, word.right())


def button(name: str, words: str, told: str) -> QPushButton:
    """A button that Return does not press by itself."""
    made = QPushButton(words)
    made.setObjectName(name)
    made.setToolTip(told)
    made.setAutoDefault(False)
    return made


def row_of(*widgets: QWidget) -> QHBoxLayout:
    """Widgets side by side."""
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    return row
