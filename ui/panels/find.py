"""The bar above the text that finds words in this article."""

from __future__ import annotations

import regex
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from annotator.page import Page


class FindBar(QWidget):
    """Words to find, how often they stand in the article, and steps from one to the next.

    ``found(int, int)``: the place (code points) to show. ``closed()``: the bar was left.
    """

    found = Signal(int, int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self._text = ""
        self._hits: list[tuple[int, int]] = []
        self._at = -1
        self.words = QLineEdit()
        self.words.setPlaceholderText("Find in this article")
        self.words.setAccessibleName("Find in this article")
        self.words.setClearButtonEnabled(True)
        self.count = QLabel("")
        self.count.setAccessibleDescription("Hits")
        close = QToolButton()
        close.setText("✕")
        close.setAccessibleName("Close the find bar")
        close.setAutoRaise(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.addWidget(self.words, 1)
        row.addWidget(self.count)
        row.addWidget(close)
        self.words.textChanged.connect(self._search)
        self.words.returnPressed.connect(lambda: self.step(1))
        close.clicked.connect(self.close_bar)

    def set_page(self, page: Page | None) -> None:
        """Find in this page from now on."""
        text = page.text if page else ""
        if text != self._text:
            self._text = text
            self._search(self.words.text(), show=False)

    def open(self) -> None:
        """Show the bar and give it the keyboard."""
        self.show()
        self.words.setFocus()
        self.words.selectAll()

    def step(self, by: int) -> None:
        """Go to the next or previous place, round at the ends."""
        if self._hits:
            self._at = (self._at + by) % len(self._hits)
            self.count.setText(f"{self._at + 1} of {len(self._hits)}")
            self.found.emit(*self._hits[self._at])

    def close_bar(self) -> None:
        """Hide the bar."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves, Shift+Return goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ):
            self.step(-1)
        else:
            super().keyPressEvent(event)

    def _search(self, words: str, *, show: bool = True) -> None:
        self._at = -1
        found = regex.finditer(regex.escape(words), self._text, regex.IGNORECASE) if words.strip() else ()
        self._hits = [m.span() for m in found]
        self.count.setText(f"{len(self._hits)} found" if words.strip() else "")
        if self._hits and show:
            self.step(1)
