"""Rows of the sheet of keys: actions by group, each with its keys as caps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise
from typing import Protocol

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from ui import signs
from ui.keymap import Bound, caps_of

INDENT = 6
"""How far (pixels) the ground of the marked row goes beyond its words."""
NO_ROW = -1
_GAP = 5


class Grouped(Bound, Protocol):
    """What the sheet needs of an action."""

    @property
    def group(self) -> str: ...


class KeyCaps(QWidget):
    """Keys as caps on a keyboard, one beside the other."""

    def __init__(self, keys: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_keys(keys)

    def show_keys(self, keys: Sequence[str]) -> None:
        """Show other keys."""
        self.caps = caps_of(keys)
        self.setAccessibleName(" or ".join(self.caps) or "no key")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """All caps in a row."""
        width = sum(signs.cap_width(self.font(), cap) + _GAP for cap in self.caps) - _GAP
        return QSize(max(0, round(width) + 1), self.fontMetrics().height() + 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """One cap after the other."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self.font())
            left = 0.5
            for cap in self.caps:
                left = signs.paint_cap(painter, left, QRectF(self.rect()), cap, self.palette()) + _GAP


class Group(QWidget):
    """One group: its name, and its actions with their keys."""

    def __init__(self, name: str, actions: Sequence[Bound]) -> None:
        super().__init__()
        self.setObjectName(f"keys_{name}")
        self.setAccessibleName(name)
        self.items = list(actions)
        self.rows: list[tuple[str, tuple[QLabel, KeyCaps]]] = []
        self._current = NO_ROW
        grid = QGridLayout(self)
        grid.setContentsMargins(INDENT, 0, INDENT, 10)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 1)
        head = QLabel(name)
        head.setFont(signs.sized(self.font(), 1.05, bold=True))
        grid.addWidget(head, 0, 0, 1, 2)
        for row, action in enumerate(actions, 1):
            words = QLabel(action.words.rstrip("…"))
            words.setTextFormat(Qt.TextFormat.PlainText)
            words.setWordWrap(True)
            caps = KeyCaps(action.keys)
            grid.addWidget(words, row, 0)
            grid.addWidget(caps, row, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            self.rows.append((_found(name, action, caps), (words, caps)))

    def show_keys(self, actions: Mapping[str, Bound]) -> None:
        """Show other keys of the same actions."""
        self.items = [actions[action.id] for action in self.items]
        for row, (action, (_, (words, caps))) in enumerate(zip(self.items, self.rows, strict=True)):
            caps.show_keys(action.keys)
            self.rows[row] = (_found(self.accessibleName(), action, caps), (words, caps))

    def narrow(self, words: Sequence[str]) -> int:
        """Show only actions that have all the words; how many."""
        left = 0
        for text, widgets in self.rows:
            fits = all(word in text for word in words)
            left += fits
            for widget in widgets:
                widget.setVisible(fits)
        self.setVisible(left > 0)
        return left

    def mark(self, row: int) -> None:
        """Mark one row; -1 marks none."""
        self._current = row
        self.update()

    def row_at(self, y: int) -> int:
        """The row at a height, or -1."""
        boxes = enumerate(self.box(row) for row in range(len(self.rows)))
        return next((row for row, box in boxes if box.top() <= y <= box.bottom()), NO_ROW)

    def box(self, row: int) -> QRect:
        """Where a row is; nowhere, when it is hidden."""
        words, caps = self.rows[row][1]
        if words.isHidden():
            return QRect()
        both = words.geometry().united(caps.geometry())
        return QRect(0, both.top() - 2, self.width(), both.height() + 3)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground of the marked row."""
        super().paintEvent(event)
        if self._current != NO_ROW:
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self.palette().highlight())
                painter.drawRoundedRect(self.box(self._current), 4, 4)


def _found(group: str, action: Bound, caps: KeyCaps) -> str:
    """By what an action is found."""
    return f"{group} {action.words} {' '.join(action.keys)} {' '.join(caps.caps)}".casefold()


def groups_of(actions: Sequence[Grouped], *, all_of_them: bool) -> list[Group]:
    """One for each group, in the table's order; only actions with keys, unless all are wanted."""
    found: dict[str, list[Grouped]] = {}
    for action in actions:
        if action.keys or all_of_them:
            found.setdefault(action.group, []).append(action)
    return [Group(name, items) for name, items in found.items()]


def spread(heights: Sequence[int], columns: int) -> list[tuple[int, int]]:
    """Where to cut a sequence so that its ``columns`` pieces are as even as can be: half-open pairs of indexes."""

    def pieces(cuts: tuple[int, ...]) -> list[tuple[int, int]]:
        return list(pairwise((0, *cuts, len(heights))))

    every = combinations(range(1, len(heights)), min(columns, max(1, len(heights))) - 1)
    return min(map(pieces, every), key=lambda parts: max(sum(heights[a:b]) for a, b in parts))
