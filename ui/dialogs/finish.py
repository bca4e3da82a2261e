"""Finishing an article while suggestions are undecided or sentences unread: asked once."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.page import Page
from ui import signs
from ui.dialogs.keys import KeyCaps


class FinishChoice(Enum):
    """What becomes of suggestions that nobody decided about, and of sentences that nobody looked at."""

    ACCEPT = auto()
    DROP = auto()
    DECIDE = auto()
    SHOW = auto()
    STAY = auto()


class FinishDialog(QDialog):
    """A: accept the likely ones and drop the rest; D: drop all; S: go to the first of what is asked about; Esc: stay.

    Where suggestions are undecided and sentences were never looked at, S goes to a suggestion and N to a sentence.
    ``bare`` says why an article on which nothing is marked is asked about too; "" when it is not.

    The keyboard is on "Stay": Space brought the curator here, so a Space held too long or pressed twice must not
    decide about what nobody looked at. The other ways are one letter each.
    """

    def __init__(
        self, parent: QWidget | None, open_count: int, above: int, threshold: float, unread: int = 0, bare: str = ""
    ) -> None:
        super().__init__(parent)
        self.setObjectName("finishDialog")
        self.setWindowTitle("Done?")
        self.choice = FinishChoice.STAY
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(18, 16, 18, 16)
        self._column.setSpacing(6)
        never = f"{unread:,} {'sentence was' if unread == 1 else 'sentences were'} never looked at"
        if open_count:
            self._title(f"{open_count:,} {'suggestion is' if open_count == 1 else 'suggestions are'} undecided")
            self._note("finishNote", "What is dropped is recorded as not looked at, never as rejected.")
            if unread:
                self._note("finishUnread", f"{never}, and will be recorded as that.")
        elif bare:
            self._title("Nothing is marked in this article")
            self._note("finishBare", bare)
            if unread:
                self._note("finishUnread", f"{never}, and will be recorded as that.")
        else:
            self._title(never)
            self._note("finishUnread", "Elsewhere, that nothing is marked is a decision; there it is not.")
        self._column.addSpacing(8)
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self._grid.setHorizontalSpacing(10)
        self._column.addLayout(self._grid)
        for row, (words, key, choice) in enumerate(_ways(open_count, above, threshold, unread)):
            button = self._button(words, key, choice)
            self._grid.addWidget(button, row, 0)
            self._grid.addWidget(KeyCaps((key,)), row, 1, Qt.AlignmentFlag.AlignVCenter)
            if choice is FinishChoice.STAY:
                button.setDefault(True)
                button.setFocus()

    def _title(self, words: str) -> None:
        title = QLabel(words)
        title.setObjectName("finishTitle")
        title.setFont(signs.sized(self.font(), 1.2, bold=True))
        self._column.addWidget(title)

    def _note(self, name: str, words: str) -> None:
        note = QLabel(words)
        note.setObjectName(name)
        note.setWordWrap(True)
        self._column.addWidget(note)

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
    def ask(
        cls, parent: QWidget | None, open_count: int, above: int, threshold: float, unread: int = 0, bare: str = ""
    ) -> FinishChoice:
        """What was chosen; Esc is to stay."""
        dialog = cls(parent, open_count, above, threshold, unread, bare)
        dialog.exec()
        return dialog.choice


def why_bare(page: Page) -> str:
    """Why an article on which nothing is marked is asked about before it is done; "" when it is not.

    Where a model's suggestions were on the screen, that nothing is marked was decided; else one Space too many is enough.
    """
    if page.mentions or page.stances or page.annotation.rejected or (page.run and not page.blind):
        return ""
    why = "Suggestions are hidden on a blind article" if page.blind else "No model has read it yet"
    return f"{why}; done like this, the gold says that there is nothing."


def _ways(open_count: int, above: int, threshold: float, unread: int) -> list[tuple[str, str, FinishChoice]]:
    """The buttons: words, key, choice."""
    ways: list[tuple[str, str, FinishChoice]] = []
    if above:
        percent = f"{threshold:.0%}"
        all_of_them = "it" if open_count == 1 else f"all {open_count:,}"
        some = f"the {above:,} at {percent} or more, drop the rest"
        accept = f"Accept {f'{all_of_them}, {percent} or more each' if above == open_count else some}"
        ways.append((accept, "A", FinishChoice.ACCEPT))
    drop = {0: "Done all the same", 1: "Drop it"}.get(open_count, f"Drop all {open_count:,}")
    ways.append((drop, "D", FinishChoice.DROP))
    if open_count:
        ways.append(("Go to it" if open_count == 1 else "Go to the first of them", "S", FinishChoice.DECIDE))
    if unread:
        sentence = "the sentence" if unread == 1 else "the first sentence"
        ways.append((f"Show {sentence} never looked at", "N" if open_count else "S", FinishChoice.SHOW))
    return [*ways, ("Stay in this article", "Esc", FinishChoice.STAY)]
