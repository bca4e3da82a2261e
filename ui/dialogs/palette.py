"""One box that finds everything by typing: actions, labels, entities, articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QPen, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui import signs
from ui.dialogs.ranking import Hay, Needle
from ui.keymap import shown
from ui.models.words import one_line
from ui.panels.rows import Index, RowDelegate

MOST = 60
"""How many entries are listed, articles not counted."""
_ENTRY = int(Qt.ItemDataRole.UserRole)
_NARROW = 30
"""Fewer pixels are no room for a detail."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to choose: its kind ("action", "label", "entity", "article"), words, a detail, and what choosing it does.

    ``key`` is QKeySequence's portable text; ``hue`` colours the chip of a label (its words) or of an entity (its detail);
    ``id`` names it when it is chosen again.
    """

    kind: str
    words: str
    detail: str
    run: Callable[[], None]
    key: str = ""
    hue: str = ""
    id: str = ""

    @property
    def told(self) -> str:
        """All of it in words."""
        parts = (self.words, shown(self.key) if self.key else "", self.detail, self.kind)
        return ", ".join(one_line(part) for part in parts if part)


class _Delegate(RowDelegate):
    """Words or a label's chip, what they belong to in paler letters, and at the right the key and the kind."""

    def paint_row(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        """One entry."""
        entry = index.data(_ENTRY)
        if not isinstance(entry, Entry):
            return
        palette = option.palette
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, palette.highlight())
        line = box.adjusted(10, 0, -10, 0)
        painter.setFont(signs.sized(option.font, 0.87))
        painter.setPen(palette.placeholderText().color())
        line.setRight(line.right() - painter.fontMetrics().horizontalAdvance(entry.kind))
        painter.drawText(box.adjusted(0, 0, -10, 0), _RIGHT, entry.kind)
        line.setRight(line.right() - 10)
        painter.setFont(option.font)
        if entry.key:
            cap = shown(entry.key)
            left = line.right() - signs.cap_width(option.font, cap)
            signs.paint_cap(painter, left, box, cap, palette)
            line.setRight(left - 10)
        painter.setPen(palette.windowText().color())
        _paint_words(painter, line, entry, palette)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line, with room for a key's cap."""
        return QSize(100, option.fontMetrics.height() + 11)


def _paint_words(painter: QPainter, line: QRectF, entry: Entry, palette: QPalette) -> None:
    """Words and detail of an entry, one of them as a chip where it is a label."""
    hue = signs.theme_of(palette).hue(entry.hue) if entry.hue else None
    words, detail = one_line(entry.words), one_line(entry.detail)
    if hue is not None and entry.kind == "label":
        line.setLeft(signs.paint_chip(painter, line.left(), line, words, hue, decided=True) + 12)
    else:
        line.setLeft(signs.paint_words(painter, line, words) + 12)
    if not detail or line.width() < _NARROW:
        return
    if hue is not None and entry.kind == "entity":
        signs.paint_chip(painter, line.left(), line, detail, hue, decided=True)
    else:
        painter.setPen(palette.placeholderText().color())
        signs.paint_words(painter, line, detail)


class Palette(QDialog):
    """Typing narrows the list, Up and Down choose, Return does it, Esc leaves.

    ``search`` finds articles by what was typed so far. Of what fits alike, what was chosen ``lately`` (ids, the last
    first) comes first. ``chose(str)``: the id of what was chosen.
    """

    chose = Signal(str)

    def __init__(
        self,
        entries: Sequence[Entry],
        search: Callable[[str], list[Entry]] | None = None,
        parent: QWidget | None = None,
        lately: Sequence[str] = (),
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("palette")
        self.setWindowTitle("Find anything")
        places = {id: place for place, id in enumerate(lately)}
        order = sorted(range(len(entries)), key=lambda n: (places.get(entries[n].id, len(places)), n))
        self._entries = [(Hay(entries[n].words), entries[n]) for n in order]
        self._left = self._entries  # those that may fit what was typed so far
        self._typed = ""
        self._search = search
        self._shown: list[Entry] = []
        self.words = QLineEdit()
        self.words.setObjectName("paletteWords")
        self.words.setPlaceholderText("Type an action, a label, an entity or words of an article")
        self.words.setAccessibleName("Find anything")
        self.words.setFont(signs.sized(self.font(), 1.15))
        self.list = QListWidget()
        self.list.setObjectName("paletteList")
        self.list.setAccessibleName("What was found")
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.nothing = QLabel("Nothing is like that.")
        self.nothing.setObjectName("paletteNothing")
        self.nothing.setMargin(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(9, 9, 9, 9)
        column.addWidget(self.words)
        column.addWidget(self.nothing)
        column.addWidget(self.list, 1)
        self.words.textChanged.connect(self._narrow)
        self.words.installEventFilter(self)
        self.list.itemClicked.connect(lambda _item: self._run())
        self._narrow("")

    def showEvent(self, event: QShowEvent) -> None:
        """In the upper middle of the window, never larger than it."""
        super().showEvent(event)
        parent = self.parentWidget()
        around = parent.window().frameGeometry() if parent is not None else self.screen().availableGeometry()
        letter, line = self.fontMetrics().averageCharWidth(), self.fontMetrics().height()
        self.resize(min(92 * letter, around.width() - 40), min(30 * line, around.height() - 80))
        self.move(
            around.center().x() - self.width() // 2, around.top() + min(80, (around.height() - self.height()) // 2)
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """An edge, since there is no frame."""
        super().paintEvent(event)
        with QPainter(self) as painter:
            painter.setPen(QPen(self.palette().placeholderText().color(), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _narrow(self, words: str) -> None:
        typed = words.strip()
        needle = Needle(typed)
        if not typed.startswith(self._typed):
            self._left = self._entries
        self._typed = typed
        self._left = [(hay, entry) for hay, entry in self._left if needle.may_fit(hay)]
        ranked = [(r, n, e) for n, (hay, e) in enumerate(self._left) if (r := needle.rank(hay)) is not None]
        self._shown = [entry for _, _, entry in nsmallest(MOST, ranked, key=lambda t: t[:2])]
        if self._search is not None and typed:
            self._shown += self._search(typed)
        self.list.clear()
        for entry in self._shown:
            item = QListWidgetItem(self.list)
            item.setData(_ENTRY, entry)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, entry.told)
            item.setToolTip(entry.told)
        self.nothing.setVisible(not self._shown)
        self.list.setCurrentRow(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The box keeps the keyboard; Up, Down and Return belong to the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            page = max(1, self.list.viewport().height() // max(1, self.list.sizeHintForRow(0)) - 1)
            keys = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: page, Qt.Key.Key_PageUp: -page}
            step = keys.get(Qt.Key(event.key()))
            if step is not None:
                self._step(step)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run()
                return True
        return super().eventFilter(watched, event)

    def _step(self, by: int) -> None:
        """Move in the list; by one, also from its end to its beginning."""
        count, row = self.list.count(), self.list.currentRow() + by
        if count:
            self.list.setCurrentRow(row % count if abs(by) == 1 else min(max(row, 0), count - 1))

    def _run(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._shown):
            entry = self._shown[row]
            self.accept()
            self.chose.emit(entry.id)
            entry.run()


_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
