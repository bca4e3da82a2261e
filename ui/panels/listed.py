"""What panels below the text with one list have alike: a head with buttons, a line that says the keys, the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListView, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ui import signs
from ui.models.listed import RecordModel
from ui.panels.rows import SMALL, Delegate, Looks
from ui.theme import Theme

Item = TypeVar("Item")


def has_keyboard(widget: QWidget) -> bool:
    """True while ``widget``, or something in it, has the keyboard."""
    here = widget.window().focusWidget()
    return widget.isVisible() and here is not None and (here is widget or widget.isAncestorOf(here))


class ListedPanel(QWidget, Generic[Item]):
    """``pointed(Item | None)``: this one is current. ``closed()``: the panel was left."""

    pointed = Signal(object)
    closed = Signal()
    lines = 8
    """How many rows high the panel is at first, with its head."""

    def __init__(self, name: str, title: str, model: RecordModel, list: QListView, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.looks = Looks.plain()
        self.model = model
        model.setParent(self)
        self.head = QLabel("")
        self.head.setObjectName(f"{name}Head")
        self.keys = QLabel("")
        self.keys.setObjectName(f"{name}Keys")
        self.keys.setContentsMargins(10, 0, 8, 5)
        self.keys.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.close_button = self._button("Close", "✕")
        self.close_button.setAccessibleName("Close the panel")
        self.close_button.clicked.connect(self.closed)
        self.list = list
        self.list.setModel(model)
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self.pointed.emit(self.current))
        self.setFocusProxy(self.list)

    # --- building

    def _button(self, name: str, words: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(self.objectName() + name)
        button.setText(words)
        return button

    def _set_rows(self, view: QListView, delegate: Delegate) -> None:
        """Have the rows of a list painted by ``delegate``."""
        view.setItemDelegate(delegate)
        view.setUniformItemSizes(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _lay_out(self, button: QToolButton, body: QWidget) -> None:
        """Head, ``button`` and the cross in one row, the keys below, and under them the body."""
        row = QHBoxLayout()
        row.setContentsMargins(10, 4, 8, 0)
        row.setSpacing(10)
        row.addWidget(self.head)
        row.addStretch(1)
        row.addWidget(button)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.keys)
        column.addWidget(body, 1)

    # --- what is shown

    @property
    def current(self) -> Item | None:
        """What the row in hand is about."""
        row = self.list.currentIndex().row()
        found: Item | None = self.model.items[row] if 0 <= row < len(self.model.items) else None
        return found

    def _show(self, items: Sequence[Item], row: int) -> None:
        """Show these with ``row`` in hand, or the last when there are fewer."""
        self.model.show(items)
        self.list.setCurrentIndex(self.model.index(min(row, len(items) - 1), 0))
        self.pointed.emit(self.current)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.looks.theme = theme
        self.keys.setFont(signs.sized(self.font(), SMALL))
        self.keys.setStyleSheet(f"color: {theme.faded.name()}")
        self.head.setFont(signs.sized(self.font(), 1.0, bold=True))
        self.list.viewport().update()

    # --- size and keyboard

    def holds_keyboard(self) -> bool:
        """True while something in it has the keyboard."""
        return has_keyboard(self)

    def sizeHint(self) -> QSize:
        """Some rows high."""
        return QSize(300, (self.fontMetrics().height() + 9) * self.lines + 12)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard goes to the list."""
        super().focusInEvent(event)
        self.list.setFocus()
