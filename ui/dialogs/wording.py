"""Labels that words are put into."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def words_label(name: str, words: str = "", *, told: str = "") -> QLabel:
    """A label of plain words over several lines; ``told`` says to a screen reader, behind them, what they are about."""
    label = QLabel(words)
    label.setObjectName(name)
    label.setAccessibleDescription(told)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
