"""Finishing an article while suggestions are undecided: asked once."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


class FinishChoice(Enum):
    """What becomes of suggestions that nobody decided about."""

    ACCEPT = auto()
    DROP = auto()
    STAY = auto()


class FinishDialog(QDialog):
    """A: accept the likely ones and drop the rest; D: drop all; Esc: stay."""

    def __init__(self, parent: QWidget | None, open_count: int, above: int, threshold: float) -> None:
        super().__init__(parent)
        self.setObjectName("finishDialog")
        self.setWindowTitle("Done?")
        self.choice = FinishChoice.STAY
        noun = "suggestion is" if open_count == 1 else "suggestions are"
        label = QLabel(
            f"{open_count} {noun} undecided. What is dropped is recorded as not looked at, never as rejected."
        )
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        accept = QPushButton(f"&Accept the {above} at {threshold:.0%} or more, drop the rest")
        accept.setEnabled(above > 0)
        drop = QPushButton("&Drop " + ("it" if open_count == 1 else "them"))
        stay = QPushButton("Stay")
        stay.setDefault(True)
        row = QHBoxLayout()
        for button, choice in ((accept, FinishChoice.ACCEPT), (drop, FinishChoice.DROP), (stay, FinishChoice.STAY)):
            button.clicked.connect(lambda _checked=False, c=choice: self._choose(c))
            row.addWidget(button)
        for key, choice, enabled in (("A", FinishChoice.ACCEPT, above > 0), ("D", FinishChoice.DROP, True)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setEnabled(enabled)
            shortcut.activated.connect(lambda c=choice: self._choose(c))
        column = QVBoxLayout(self)
        column.addWidget(label)
        column.addLayout(row)
        stay.setFocus()

    def _choose(self, choice: FinishChoice) -> None:
        self.choice = choice
        self.accept()

    @classmethod
    def ask(cls, parent: QWidget | None, open_count: int, above: int, threshold: float) -> FinishChoice:
        """What was chosen; Esc is to stay."""
        dialog = cls(parent, open_count, above, threshold)
        dialog.exec()
        return dialog.choice
