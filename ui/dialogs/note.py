"""A note on an article."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from ui.dialogs.keys import KeyCaps

_LOSES = "saves · Esc again: leave without saving"


class NoteDialog(QDialog):
    """Several lines to write; Ctrl+Return keeps them, Esc does not, which takes a second one when there are new words."""

    def __init__(self, parent: QWidget | None, words: str) -> None:
        super().__init__(parent)
        self.setObjectName("noteDialog")
        self.setWindowTitle("Note on this article")
        self.resize(62 * self.fontMetrics().averageCharWidth(), 14 * self.fontMetrics().height())
        label = QLabel("&Note on this article; an empty one is none")
        self.words = QPlainTextEdit(words)
        self.words.setObjectName("noteWords")
        self.words.setAccessibleName("Note")
        self.words.setTabChangesFocus(True)
        self.words.moveCursor(QTextCursor.MoveOperation.End)
        label.setBuddy(self.words)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(super().reject)
        self._before = words
        self.hint = QLabel("saves")
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(KeyCaps(("Ctrl+Return",)))
        foot.addWidget(self.hint)
        foot.addStretch(1)
        foot.addWidget(buttons)
        column = QVBoxLayout(self)
        column.addWidget(label)
        column.addWidget(self.words, 1)
        column.addLayout(foot)
        self.words.setFocus()

    def reject(self) -> None:
        """Esc: at once when nothing was written, else it says first that this is about to be lost."""
        if self.words.toPlainText() == self._before or self.hint.text() == _LOSES:
            super().reject()
        else:
            self.hint.setText(_LOSES)

    @classmethod
    def ask(cls, parent: QWidget | None, words: str) -> str | None:
        """The note as it was written; None when it was cancelled."""
        dialog = cls(parent, words)
        return dialog.words.toPlainText() if dialog.exec() == QDialog.DialogCode.Accepted else None
