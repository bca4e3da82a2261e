"""A note on an article."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget


class NoteDialog(QDialog):
    """Several lines to write; Ctrl+Return keeps them."""

    def __init__(self, parent: QWidget | None, words: str) -> None:
        super().__init__(parent)
        self.setObjectName("noteDialog")
        self.setWindowTitle("Note on this article")
        self.resize(460, 220)
        self.words = QPlainTextEdit(words)
        self.words.setAccessibleName("Note")
        self.words.setTabChangesFocus(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.accept)
        column = QVBoxLayout(self)
        column.addWidget(self.words, 1)
        column.addWidget(buttons)

    @classmethod
    def ask(cls, parent: QWidget | None, words: str) -> str | None:
        """The note as it was written; None when it was cancelled."""
        dialog = cls(parent, words)
        return dialog.words.toPlainText() if dialog.exec() == QDialog.DialogCode.Accepted else None
