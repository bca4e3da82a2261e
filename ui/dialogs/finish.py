"""Finishing an article while suggestions are undecided: asked once."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui import signs
from ui.dialogs.keys import KeyCaps


class FinishChoice(Enum):
    """What becomes of suggestions that nobody decided about."""

    ACCEPT = auto()
    DROP = auto()
    STAY = auto()


class FinishDialog(QDialog):
    """A: accept the likely ones and drop the rest; D: drop all; Esc: stay.

    The keyboard is on "Stay": Space brought the curator here, so a Space held too long or pressed twice must not
    decide about what nobody looked at. The two other ways are one letter each.
    """

    def __init__(self, parent: QWidget | None, open_count: int, above: int, threshold: float) -> None:
        super().__init__(parent)
        self.setObjectName("finishDialog")
        self.setWindowTitle("Done?")
        self.choice = FinishChoice.STAY
        title = QLabel(f"{open_count:,} {'suggestion is' if open_count == 1 else 'suggestions are'} undecided")
        title.setObjectName("finishTitle")
        title.setFont(signs.sized(self.font(), 1.2, bold=True))
        note = QLabel("What is dropped is recorded as not looked at, never as rejected.")
        note.setObjectName("finishNote")
        note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(6)
        column.addWidget(title)
        column.addWidget(note)
        column.addSpacing(8)
        grid = QGridLayout()
        grid.setColumnStretch(0, 1)
        grid.setHorizontalSpacing(10)
        column.addLayout(grid)
        percent = f"{threshold:.0%}"
        all_of_them = "it" if open_count == 1 else f"all {open_count:,}"
        some = f"the {above:,} at {percent} or more, drop the rest"
        accept = f"Accept {f'{all_of_them}, {percent} or more each' if above == open_count else some}"
        drop = "Drop it" if open_count == 1 else f"Drop all {open_count:,}"
        ways = [(drop, "D", FinishChoice.DROP), ("Stay in this article", "Esc", FinishChoice.STAY)]
        if above:
            ways.insert(0, (accept, "A", FinishChoice.ACCEPT))
        for row, (words, key, choice) in enumerate(ways):
            button = self._button(words, key, choice)
            grid.addWidget(button, row, 0)
            grid.addWidget(KeyCaps((key,)), row, 1, Qt.AlignmentFlag.AlignVCenter)
            if choice is FinishChoice.STAY:
                button.setDefault(True)
                button.setFocus()

    def _button(self, words: str, key: str, choice: FinishChoice) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(f"finish{choice.name.title()}")
        button.setAutoDefault(choice is FinishChoice.STAY)
        button.clicked.connect(lambda _checked=False: self._choose(choice))
        if choice is not FinishChoice.STAY:  # Esc is every dialog's own
            QShortcut(QKeySequence(key), self).activated.connect(lambda: self._choose(choice))
        return button

    def _choose(self, choice: FinishChoice) -> None:
        self.choice = choice
        self.accept()

    @classmethod
    def ask(cls, parent: QWidget | None, open_count: int, above: int, threshold: float) -> FinishChoice:
        """What was chosen; Esc is to stay."""
        dialog = cls(parent, open_count, above, threshold)
        dialog.exec()
        return dialog.choice
