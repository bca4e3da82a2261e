"""The sheet of all keys, made from the table of actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

COLUMNS = 3


class ActionLike(Protocol):
    """What the sheet needs of an action."""

    @property
    def group(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def keys(self) -> tuple[str, ...]: ...


class KeySheet(QDialog):
    """All actions with their keys by group, and a box to narrow them."""

    def __init__(self, actions: Sequence[ActionLike], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("All keys")
        self.setObjectName("keySheet")
        self.resize(1080, 680)
        self._rows: list[tuple[str, list[QWidget]]] = []
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a key or an action")
        self.search.setAccessibleName("Find a key or an action")
        self.search.textChanged.connect(self._narrow)
        body = QWidget()
        columns = QHBoxLayout(body)
        columns.setSpacing(28)
        for groups in _spread(actions):
            columns.addWidget(self._column(groups), 1)
        area = QScrollArea()
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        whole = QVBoxLayout(self)
        whole.addWidget(self.search)
        whole.addWidget(area, 1)

    def _column(self, groups: list[tuple[str, list[ActionLike]]]) -> QWidget:
        column = QWidget()
        grid = QGridLayout(column)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        row = 0
        for group, actions in groups:
            head = QLabel(group)
            font = head.font()
            font.setBold(True)
            head.setFont(font)
            grid.addWidget(head, row, 0, 1, 2)
            row += 1
            for action in actions:
                keys = QLabel("  ".join(shown(k) for k in action.keys))
                keys.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
                words = QLabel(action.words)
                for label in (keys, words):
                    label.setTextFormat(Qt.TextFormat.PlainText)
                words.setWordWrap(True)
                grid.addWidget(keys, row, 0)
                grid.addWidget(words, row, 1)
                found = f"{group} {action.words} {' '.join(action.keys)}".casefold()
                self._rows.append((found, [keys, words]))
                row += 1
            grid.setRowMinimumHeight(row, 10)
            row += 1
        grid.setRowStretch(row, 1)
        return column

    def _narrow(self, words: str) -> None:
        for text, widgets in self._rows:
            for widget in widgets:
                widget.setVisible(all(w in text for w in words.casefold().split()))


def shown(key: str) -> str:
    """A key as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def _spread(actions: Sequence[ActionLike]) -> list[list[tuple[str, list[ActionLike]]]]:
    """The groups in columns of about the same height; only actions with keys."""
    groups: dict[str, list[ActionLike]] = {}
    for action in actions:
        if action.keys:
            groups.setdefault(action.group, []).append(action)
    columns: list[list[tuple[str, list[ActionLike]]]] = [[] for _ in range(COLUMNS)]
    heights = [0] * COLUMNS
    for group, items in groups.items():
        shortest = heights.index(min(heights))
        columns[shortest].append((group, items))
        heights[shortest] += len(items) + 2
    return columns
