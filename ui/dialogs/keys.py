"""The sheet of all keys, made from the table of actions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import Protocol

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui import signs

MOST_COLUMNS = 3
_COLUMN_LETTERS = 44
"""About how many letters wide a column has to be."""
_GAP = 5
_SHORT = {"Return": "Enter", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


class ActionLike(Protocol):
    """What the sheet needs of an action."""

    @property
    def group(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def keys(self) -> tuple[str, ...]: ...


def shown(key: str) -> str:
    """A key (QKeySequence's portable text) as this system writes it, arrows as arrows."""
    native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    *modifiers, last = native.rsplit("+", 1) if not native.endswith("+") else [native[:-2], "+"]
    return "+".join([*(m for m in modifiers if m), _SHORT.get(last, last)])


def caps_of(keys: Sequence[str]) -> tuple[str, ...]:
    """What to write on the caps: one for each key, without those that read alike (Return and Enter)."""
    return tuple(dict.fromkeys(shown(key) for key in keys))


class KeyCaps(QWidget):
    """Keys as caps on a keyboard, one beside the other."""

    def __init__(self, keys: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.caps = caps_of(keys)
        self.setAccessibleName(" or ".join(self.caps))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """All caps in a row."""
        width = sum(signs.cap_width(self.font(), cap) + _GAP for cap in self.caps) - _GAP
        return QSize(round(width) + 1, self.fontMetrics().height() + 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """One cap after the other."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self.font())
            left = 0.5
            for cap in self.caps:
                left = signs.paint_cap(painter, left, QRectF(self.rect()), cap, self.palette()) + _GAP


class _Group(QWidget):
    """One group: its name, and its actions with their keys."""

    def __init__(self, name: str, actions: Sequence[ActionLike]) -> None:
        super().__init__()
        self.setObjectName(f"keys_{name}")
        self.setAccessibleName(name)
        self.rows: list[tuple[str, tuple[QWidget, QWidget]]] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 10)
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
            found = f"{name} {action.words} {' '.join(action.keys)} {' '.join(caps.caps)}".casefold()
            self.rows.append((found, (words, caps)))

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


class KeySheet(QDialog):
    """All actions with their keys by group in up to three columns, and a box to narrow them. Esc closes."""

    def __init__(self, actions: Sequence[ActionLike], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keySheet")
        self.setWindowTitle("All keys")
        self.search = QLineEdit()
        self.search.setObjectName("keySearch")
        self.search.setPlaceholderText("Find a key or an action")
        self.search.setAccessibleName("Find a key or an action")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self.nothing = QLabel("No action is like that.")
        self.nothing.setObjectName("keyNothing")
        self.nothing.hide()
        self.groups = _groups(actions)
        body = QWidget()
        self._columns: list[QVBoxLayout] = []
        self._shown_columns = 0
        self._row = QHBoxLayout(body)
        self._row.setContentsMargins(4, 8, 12, 4)
        self._row.setSpacing(32)
        for _ in range(MOST_COLUMNS):
            column = QVBoxLayout()
            column.setSpacing(0)
            self._columns.append(column)
            self._row.addLayout(column)
        self.area = QScrollArea()
        self.area.setObjectName("keyArea")
        self.area.setAccessibleName("Keys")
        self.area.setWidget(body)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.addWidget(self.search)
        whole.addWidget(self.nothing)
        whole.addWidget(self.area, 1)
        self._resize_to_screen()
        self._flow()
        self.search.installEventFilter(self)

    def _resize_to_screen(self) -> None:
        letter = self.fontMetrics().averageCharWidth()
        wanted = QSize(MOST_COLUMNS * _COLUMN_LETTERS * letter + 120, self.fontMetrics().height() * 46)
        screen = self.screen().availableGeometry().size()
        self.resize(wanted.boundedTo(screen * 0.94))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as there is room for."""
        super().resizeEvent(event)
        self._flow()

    def _flow(self) -> None:
        letter = self.fontMetrics().averageCharWidth()
        count = max(1, min(MOST_COLUMNS, self.width() // (_COLUMN_LETTERS * letter)))
        if count == self._shown_columns:
            return
        self._shown_columns = count
        for column in self._columns:
            while column.count():
                column.takeAt(0)
        parts = spread([len(group.rows) + 2 for group in self.groups], count)
        for column, (start, end) in zip(self._columns, parts, strict=False):
            for group in self.groups[start:end]:
                column.addWidget(group)
            column.addStretch(1)
        for number in range(MOST_COLUMNS):
            self._row.setStretch(number, int(number < count))

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """The box keeps the keyboard, but these keys move the sheet."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            bar = self.area.verticalScrollBar()
            step = {
                Qt.Key.Key_Down: bar.singleStep(),
                Qt.Key.Key_Up: -bar.singleStep(),
                Qt.Key.Key_PageDown: bar.pageStep(),
                Qt.Key.Key_PageUp: -bar.pageStep(),
            }.get(Qt.Key(event.key()))
            if step is not None:
                bar.setValue(bar.value() + step)
                return True
        return False

    def _narrow(self, typed: str) -> None:
        words = typed.casefold().split()
        left = sum([group.narrow(words) for group in self.groups])
        self.nothing.setVisible(not left)


def _groups(actions: Sequence[ActionLike]) -> list[_Group]:
    """One for each group, in the table's order; only actions with keys."""
    found: dict[str, list[ActionLike]] = {}
    for action in actions:
        if action.keys:
            found.setdefault(action.group, []).append(action)
    return [_Group(name, items) for name, items in found.items()]


def spread(heights: Sequence[int], columns: int) -> list[tuple[int, int]]:
    """Where to cut a sequence so that its ``columns`` pieces are as even as can be: half-open pairs of indexes."""

    def pieces(cuts: tuple[int, ...]) -> list[tuple[int, int]]:
        return list(pairwise((0, *cuts, len(heights))))

    every = combinations(range(1, len(heights)), min(columns, max(1, len(heights))) - 1)
    return min(map(pieces, every), key=lambda parts: max(sum(heights[a:b]) for a, b in parts))
