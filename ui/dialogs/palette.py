"""One box that finds everything by typing: actions, labels, entities, articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

MOST = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to choose: its kind ("action", "entity", "article"), words, a detail, and what choosing it does."""

    kind: str
    words: str
    detail: str
    run: Callable[[], None]


def rank(typed: str, words: str) -> int | None:
    """How well ``words`` fit what was typed, lower is better; None when they do not: each letter must come in order."""
    needle, hay = typed.casefold(), words.casefold()
    if not needle:
        return 0
    if hay.startswith(needle):
        return 0
    at = hay.find(needle)
    if at >= 0:
        return 1 if hay[at - 1] == " " else 2
    place, gaps = -1, 0
    for sign in needle:
        found = hay.find(sign, place + 1)
        if found < 0:
            return None
        gaps += found - place - 1
        place = found
    return 3 + gaps


class Palette(QDialog):
    """Typing narrows the list, Up and Down choose, Return does it."""

    def __init__(
        self, entries: Sequence[Entry], search: Callable[[str], list[Entry]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("palette")
        self.setWindowTitle("Find anything")
        self.resize(620, 420)
        self._entries = list(entries)
        self._search = search
        self._shown: list[Entry] = []
        self.words = QLineEdit()
        self.words.setPlaceholderText("Type an action, a label, an entity or words of an article")
        self.words.setAccessibleName("Find anything")
        self.list = QListWidget()
        self.list.setAccessibleName("What was found")
        column = QVBoxLayout(self)
        column.addWidget(self.words)
        column.addWidget(self.list, 1)
        self.words.textChanged.connect(self._narrow)
        self.words.installEventFilter(self)
        self.list.itemActivated.connect(lambda _item: self._run())
        self._narrow("")

    def _narrow(self, typed: str) -> None:
        ranked = [(r, n, e) for n, e in enumerate(self._entries) if (r := rank(typed.strip(), e.words)) is not None]
        self._shown = [entry for _, _, entry in sorted(ranked, key=lambda t: t[:2])][:MOST]
        self._shown += self._search(typed.strip())
        self.list.clear()
        for entry in self._shown:
            detail = f"   {entry.detail}" if entry.detail else ""
            self.list.addItem(QListWidgetItem(f"{entry.words}{detail}   ({entry.kind})"))
        self.list.setCurrentRow(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The box keeps the keyboard; Up, Down and Return belong to the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}.get(
                Qt.Key(event.key())
            )
            if step is not None:
                row = min(max(self.list.currentRow() + step, 0), self.list.count() - 1)
                self.list.setCurrentRow(row)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run()
                return True
        return super().eventFilter(watched, event)

    def _run(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._shown):
            entry = self._shown[row]
            self.accept()
            entry.run()
