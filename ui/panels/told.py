"""The last word of the status line: what does not fit ends in … and is whole in the tooltip."""

from __future__ import annotations

import time

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QStyleOption, QStylePainter, QWidget

LEAST_SECONDS = 3.0
"""How long an answer stays at least when the focus moves on."""
_SIGNS = {"saved": "✓ saved · ", "problem": "⚠ "}


class LastWord(QLabel):
    """Words on one line, however little room there is; its text is all of them."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("told")
        self.setAccessibleDescription("Last word")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._since = 0.0

    def tell(self, kind: str, words: str) -> None:
        """Say something else; ``kind`` is "saved", "problem" or "told" (an answer)."""
        self._since = time.monotonic()
        self.setText(_SIGNS.get(kind, "") + words)
        if self.property("kind") != kind:
            self.setProperty("kind", kind)
            self.style().unpolish(self)
            self.style().polish(self)

    def move_on(self) -> None:
        """The focus is on something else: an answer goes, unless it is new; what was saved, and a problem, stay."""
        if self.property("kind") == "told" and time.monotonic() - self._since > LEAST_SECONDS:
            self.clear()

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
        rest = "" if words == self.text() else self.text()
        if rest != self.toolTip():
            self.setToolTip(rest)
        option = QStyleOption()
        option.initFrom(self)
        painter = QStylePainter(self)
        painter.drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option)
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawItemText(self.contentsRect(), side, self.palette(), True, words, self.foregroundRole())
        painter.end()


class Apart(QWidget):
    """Gives a label all of its room, apart from the layout around: other words there have no neighbour painted anew."""

    def __init__(self, label: QLabel) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._label = label
        label.setParent(self)

    def sizeHint(self) -> QSize:
        """The label's."""
        return self._label.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """The label's."""
        return self._label.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The label has all of it."""
        super().resizeEvent(event)
        self._label.setGeometry(self.rect())
