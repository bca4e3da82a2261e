"""The last word of the status line: what does not fit ends in … and is whole in the tooltip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QStyle, QStyleOption, QStylePainter


class LastWord(QLabel):
    """Words on one line, however little room there is; its text is all of them."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("told")
        self.setAccessibleDescription("Last word")
        self.setTextFormat(Qt.TextFormat.PlainText)

    def minimumSizeHint(self) -> QSize:
        """A line high; as narrow as it must be."""
        return QSize(0, super().minimumSizeHint().height())

    def shown(self) -> str:
        """What of the words has room."""
        width = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, width)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """As any label, of the words that have room."""
        words = self.shown()
        self.setToolTip("" if words == self.text() else self.text())
        option = QStyleOption()
        option.initFrom(self)
        painter = QStylePainter(self)
        painter.drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option)
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawItemText(self.contentsRect(), side, self.palette(), True, words, self.foregroundRole())
        painter.end()
