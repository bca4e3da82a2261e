"""How the lists of the window of doubtful gold look."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QListView, QStyle, QStyleOptionViewItem

from annotator.doubts import Doubt
from ui import signs
from ui.models.doubts import DOUBT_ROLE, TITLE_ROLE, words_of
from ui.panels.rows import SMALL, Delegate, Index, Looks

COUNT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""How many doubts a check has."""


class DoubtsList(QListView):
    """The doubts, or a friendly word where there are none."""

    empty_words = ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, or the word."""
        super().paintEvent(event)
        if self.empty_words and self.model().rowCount() == 0:
            with QPainter(self.viewport()) as painter:
                painter.setPen(self.palette().placeholderText().color())
                painter.setFont(signs.sized(self.font(), 1.15))
                painter.drawText(self.viewport().rect(), int(Qt.AlignmentFlag.AlignCenter), self.empty_words)


class CheckLine(Delegate):
    """A check, and at the right how many doubts it has; faded when it has none."""

    def paint_row(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        """One check."""
        theme, count = self.looks.theme, index.data(COUNT_ROLE) or 0
        self.paint_ground(painter, box, option, focused=bool(option.state & QStyle.StateFlag.State_Selected))
        painter.setPen(theme.ink if count else theme.faded)
        font = signs.sized(option.font, 1.0, bold=bool(count))
        room = signs.words_width(font, f"{count:,}")
        line = box.adjusted(10, 0, -10, 0)
        signs.paint_words(painter, line.adjusted(0, 0, -room - 10, 0), str(index.data()).rpartition("  ·  ")[0])
        painter.setFont(font)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), f"{count:,}")

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line, with room for a finger."""
        return QSize(100, option.fontMetrics.height() + 13)


class DoubtRow(Delegate):
    """The words in bold and the reason, with the key at the right where there is a fix; below the article, and the check."""

    def __init__(self, looks: Looks, titles: dict[str, str], parent: QObject) -> None:
        super().__init__(looks, parent)
        self._titles = titles

    def paint_row(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        """One doubt."""
        doubt, theme = index.data(DOUBT_ROLE), self.looks.theme
        if not isinstance(doubt, Doubt):
            return
        self.paint_ground(painter, box, option, focused=bool(option.state & QStyle.StateFlag.State_Selected))
        height, font = option.fontMetrics.height(), option.font
        line = QRectF(box.left() + 10, box.top() + 5, box.width() - 20, height)
        below = line.translated(0, height + 2)
        if doubt.fix is not None:
            cap = signs.cap_width(signs.sized(font, SMALL), "F")
            signs.paint_cap(painter, line.right() - cap, line, "F", option.palette)
            line.setRight(line.right() - cap - 8)
        painter.setFont(signs.sized(font, 1.0, bold=True))
        painter.setPen(theme.ink)
        words = QRectF(line)
        words.setWidth(line.width() * 0.4)
        line.setLeft(signs.paint_words(painter, words, words_of(doubt)) + 10)
        painter.setFont(font)
        signs.paint_words(painter, line, doubt.reason)
        painter.setFont(signs.sized(font, SMALL))
        painter.setPen(theme.faded)
        check = self._titles.get(doubt.check, doubt.check)
        room = signs.words_width(painter.font(), check)
        signs.paint_words(painter, below.adjusted(0, 0, -room - 12, 0), str(index.data(TITLE_ROLE)))
        painter.drawText(below, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), check)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines."""
        return QSize(100, 2 * option.fontMetrics.height() + 13)
