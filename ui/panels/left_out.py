"""The panel of suggestions that the page does not show, with the reason for each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from annotator.page import LeftOut
from annotator.records import POLARITIES
from annotator.scheme import Scheme
from ui import signs
from ui.models.entities import ITEM_ROLE
from ui.models.listed import RecordModel
from ui.models.words import short
from ui.panels.listed import ListedPanel
from ui.panels.rows import SMALL, Delegate, Index

KEYS = "Enter shows its place · A accepts it · O has a rejected one open again · U undoes · Esc closes"


class LeftOutModel(RecordModel):
    """Hidden suggestions in reading order."""

    def words(self, item: LeftOut) -> str:
        """Label and words, how likely, and why it is hidden."""
        return f"{item.label} {short(item.words)}, {item.p:.0%}: {item.why}"


class _Rows(Delegate):
    """Chip or sign, the words, how likely, and why it is hidden."""

    def paint_row(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        """One suggestion."""
        item, theme = index.data(ITEM_ROLE), self.looks.theme
        if not isinstance(item, LeftOut):
            return
        self.paint_ground(painter, box, option, focused=bool(option.state & QStyle.StateFlag.State_Selected))
        line, font = box.adjusted(10, 0, -8, 0), option.font
        polarity = next((p for p in POLARITIES if p == item.label), None) if item.stance else None
        if polarity is not None:
            side = line.height() - 8
            badge = QRectF(line.left(), line.top() + 4, side, side)
            signs.paint_badge(painter, badge, polarity, theme, decided=False)
            line.setLeft(badge.right() + 7)
        else:
            hue = self.looks.hue(item.label)
            line.setLeft(signs.paint_chip(painter, line.left(), line, item.label, hue, decided=False) + 7)
        painter.setFont(signs.sized(font, 1.0, bold=True))
        painter.setPen(theme.ink)
        words = QRectF(line)
        words.setWidth(line.width() * 0.55)
        line.setLeft(signs.paint_words(painter, words, short(item.words)) + 9)
        painter.setFont(signs.sized(font, SMALL))
        line.setLeft(signs.paint_words(painter, line, f"{item.p:.0%}") + 12)
        painter.setPen(theme.faded)
        signs.paint_words(painter, line, item.why)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line."""
        return QSize(100, option.fontMetrics.height() + 9)


class _List(QListView):
    """``pressedKey(str)``: "Return", "A", "O", "U" or "Ctrl+Y"; other letters do nothing here."""

    pressedKey = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the panel; everything else is as in any list."""
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        name = event.text().upper()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pressedKey.emit("Return")
        elif ctrl and event.key() == Qt.Key.Key_Z:
            self.pressedKey.emit("Ctrl+Y" if shift else "U")
        elif ctrl and event.key() == Qt.Key.Key_Y:
            self.pressedKey.emit("Ctrl+Y")
        elif name in ("A", "O", "U"):
            self.pressedKey.emit(name)
        elif event.text().isprintable() and event.text():
            event.ignore()  # no search by typing: letters are acts
        else:
            super().keyPressEvent(event)


class LeftOutPanel(ListedPanel[LeftOut]):
    """It decides nothing: what is wanted comes out as signals.

    ``pointed(LeftOut | None)``: this one is current. ``goWanted(LeftOut)``: go to its place. ``acceptWanted(LeftOut)``,
    ``openWanted(str)``: accept it, or take its rejection back (its id on the page). ``undoWanted(bool)``: undo, or (True)
    redo. ``levelsWanted()``: say from which probability on suggestions are shown. ``closed()``: the panel was left.
    """

    goWanted = Signal(object)
    acceptWanted = Signal(object)
    openWanted = Signal(str)
    undoWanted = Signal(bool)
    levelsWanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        hidden = _List()
        super().__init__("leftOut", "Hidden suggestions", LeftOutModel(), hidden, parent)
        hidden.pressedKey.connect(self._pressed)
        self._build()

    def _build(self) -> None:
        self.keys.setText(KEYS)
        self.levels = self._button("Levels", "Which are shown…")
        self.levels.clicked.connect(self.levelsWanted)
        self.list.setObjectName("leftOutList")
        self.list.setAccessibleName("Hidden suggestions, with the reason for each")
        self._set_rows(self.list, _Rows(self.looks, self))
        self.list.doubleClicked.connect(lambda _index: self._pressed("Return"))
        self._lay_out(self.levels, self.list)

    # --- what is shown

    def show_items(self, items: Sequence[LeftOut], none: str = "No suggestion is hidden here") -> None:
        """Show these, or the words for none; the keyboard stays in its row, or on the last."""
        head = f"Hidden suggestions  {len(items):,}" if items else none
        if tuple(items) == self.model.items and self.head.text() == head:
            return
        self.head.setText(head)
        self.keys.setVisible(bool(items))
        self._show(items, max(self.list.currentIndex().row(), 0))

    def set_scheme(self, scheme: Scheme) -> None:
        """Take the labels' colours from another scheme."""
        self.looks.scheme = scheme
        self.list.viewport().update()

    def _pressed(self, name: str) -> None:
        item = self.current
        if name in ("U", "Ctrl+Y"):
            self.undoWanted.emit(name == "Ctrl+Y")
        elif item is None:
            return
        elif name == "Return":
            self.goWanted.emit(item)
        elif name == "A":
            self.acceptWanted.emit(item)
        else:
            self.openWanted.emit(item.item)
