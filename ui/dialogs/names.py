"""Asking for one line: a name, an identifier."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget


class LineDialog(QDialog):
    """One line to type, which must fit a pattern if there is one."""

    def __init__(self, parent: QWidget | None, question: str, value: str, pattern: str = "") -> None:
        super().__init__(parent)
        self.setObjectName("lineDialog")
        self.setWindowTitle(question)
        self.resize(420, 110)
        label = QLabel(question)
        self.line = QLineEdit(value)
        self.line.setAccessibleName(question)
        label.setBuddy(self.line)
        if pattern:
            self.line.setValidator(QRegularExpressionValidator(QRegularExpression(pattern), self))
        self.line.selectAll()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.line.textChanged.connect(lambda _text: self._ok.setEnabled(self.line.hasAcceptableInput()))
        column = QVBoxLayout(self)
        for widget in (label, self.line, buttons):
            column.addWidget(widget)


def ask_line(parent: QWidget | None, question: str, value: str, pattern: str = "") -> str | None:
    """The line that was typed; None when it was cancelled."""
    dialog = LineDialog(parent, question, value, pattern)
    return dialog.line.text() if dialog.exec() == QDialog.DialogCode.Accepted else None
