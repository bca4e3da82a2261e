"""Asking for one line: a name, an identifier."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget


class LineDialog(QDialog):
    """One line to type. It must fit a pattern (the whole of it, without white space around), or else not be empty."""

    def __init__(self, parent: QWidget | None, question: str, value: str, pattern: str = "") -> None:
        super().__init__(parent)
        self.setObjectName("lineDialog")
        self.setWindowTitle(question)
        self._pattern = re.compile(pattern or r".*\S.*", re.DOTALL)
        self._needs = "This does not fit." if pattern else "This must not be empty."
        label = QLabel(question)
        self.line = QLineEdit(value)
        self.line.setObjectName("lineWords")
        self.line.setAccessibleName(question)
        self.line.setMinimumWidth(52 * self.fontMetrics().averageCharWidth())
        label.setBuddy(self.line)
        self.line.selectAll()
        self.reason = QLabel(" ")
        self.reason.setObjectName("lineReason")
        self.reason.setAccessibleDescription("Why this cannot be taken")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.line.textChanged.connect(lambda _text: self._check())
        column = QVBoxLayout(self)
        for widget in (label, self.line, self.reason, buttons):
            column.addWidget(widget)
        self._check()

    @property
    def words(self) -> str:
        """What was typed, without white space around it."""
        return self.line.text().strip()

    def _check(self) -> None:
        fits = self._pattern.fullmatch(self.words) is not None
        self.ok.setEnabled(fits)
        self.reason.setText(" " if fits else self._needs)


def ask_line(parent: QWidget | None, question: str, value: str, pattern: str = "") -> str | None:
    """The line that was typed; None when it was cancelled."""
    dialog = LineDialog(parent, question, value, pattern)
    return dialog.words if dialog.exec() == QDialog.DialogCode.Accepted else None
