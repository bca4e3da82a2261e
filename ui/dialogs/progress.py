"""How far a long piece of work is, with a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget


class ProgressStrip(QWidget):
    """Words, a bar and Cancel, for the status line. ``cancelled()``: stop it."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.words = QLabel("")
        self.words.setObjectName("stripWords")
        self.words.setAccessibleDescription("Work in progress")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = QProgressBar()
        self.bar.setObjectName("stripBar")
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(120)
        self.bar.setAccessibleName("Progress of the work")
        self.stop = QToolButton()
        self.stop.setObjectName("stripStop")
        self.stop.setText("Cancel")
        self.stop.setAccessibleName("Cancel the work")
        self.stop.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.words, self.bar, self.stop):
            row.addWidget(widget)

    def show_progress(self, words: str, done: int, total: int) -> None:
        """Say how far it is; without a total the bar only moves."""
        self.words.setText(words)
        self.bar.setRange(0, total)
        self.bar.setValue(done)
