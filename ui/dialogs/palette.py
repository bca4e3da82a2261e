"""One box that finds everything by typing: actions, labels, entities, articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui import signs
from ui.dialogs.keys import shown
from ui.models.words import one_line

MOST = 60
"""How many entries are listed, articles not counted."""
_ENTRY = int(Qt.ItemDataRole.UserRole)
_LOOSE = 3
"""Letters that only follow each other may lie this many times as far apart as there are letters."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to choose: its kind ("action", "label", "entity", "article"), words, a detail (of an action its key, in
    QKeySequence's portable text), and what choosing it does."""

    kind: str
    words: str
    detail: str
    run: Callable[[], None]


def rank(typed: str, words: str) -> int | None:
    """How well ``words`` fit what was typed, lower is better; None when they do not.

    Best are words that begin so, then words in which each typed word begins a word, then the first letters of words,
    then a part of a word, then letters that follow each other not too far apart, the first of them at a word's beginning.
    """
    needle, hay = typed.casefold().strip(), words.casefold()
    if hay.startswith(needle):
        return 0
    starts = [at for at, sign in enumerate(hay) if sign.isalnum() and (at == 0 or not hay[at - 1].isalnum())]
    if all(any(hay.startswith(word, at) for at in starts) for word in needle.split()):
        return 1
    letters = needle.replace(" ", "")
    if letters in "".join(hay[at] for at in starts):
        return 2
    if needle in hay:
        return 3
    lengths = [length for at in starts if (length := _stretch(letters, hay, at)) is not None]
    return 4 + min(lengths) if lengths else None


def _stretch(letters: str, hay: str, start: int) -> int | None:
    """How far ``letters``, one after the other from ``start`` on, are apart; None when that is too far."""
    place = start - 1
    for letter in letters:
        place = hay.find(letter, place + 1)
        if place < 0 or place - start > _LOOSE * len(letters):
            return None
    return place - start - len(letters) if hay[start] == letters[0] else None


class _Delegate(QStyledItemDelegate):
    """Words, what they belong to in paler letters, and at the right the key or the kind."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One entry."""
        entry = index.data(_ENTRY)
        if not isinstance(entry, Entry):
            return
        palette, box = option.palette, QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, palette.highlight())
        line = box.adjusted(10, 0, -10, 0)
        painter.setFont(signs.sized(option.font, 0.87))
        painter.setPen(palette.placeholderText().color())
        line.setRight(line.right() - painter.fontMetrics().horizontalAdvance(entry.kind))
        painter.drawText(box.adjusted(0, 0, -10, 0), _RIGHT, entry.kind)
        line.setRight(line.right() - 10)
        painter.setFont(option.font)
        detail = one_line(entry.detail)
        if entry.kind in ("action", "label") and detail:
            cap = shown(detail)
            left = line.right() - signs.cap_width(option.font, cap)
            signs.paint_cap(painter, left, box, cap, palette)
            line.setRight(left - 10)
            detail = ""
        painter.setPen(palette.windowText().color())
        line.setLeft(signs.paint_words(painter, line, one_line(entry.words)) + 12)
        painter.setPen(palette.placeholderText().color())
        if detail and line.width() > 30:
            signs.paint_words(painter, line, detail)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """One line, with room for a key's cap."""
        return QSize(100, option.fontMetrics.height() + 11)


class Palette(QDialog):
    """Typing narrows the list, Up and Down choose, Return does it, Esc leaves.

    ``search`` finds articles by what was typed so far.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        search: Callable[[str], list[Entry]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("palette")
        self.setWindowTitle("Find anything")
        self._entries = list(entries)
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
        ranked = [(r, n, e) for n, e in enumerate(self._entries) if (r := rank(typed, e.words)) is not None]
        self._shown = [entry for _, _, entry in sorted(ranked, key=lambda t: t[:2])][:MOST]
        if self._search is not None and typed:
            self._shown += self._search(typed)
        self.list.clear()
        for entry in self._shown:
            item = QListWidgetItem(self.list)
            item.setData(_ENTRY, entry)
            told = ", ".join(part for part in (one_line(entry.words), one_line(entry.detail), entry.kind) if part)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, told)
            item.setToolTip(told)
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
            entry.run()


_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
