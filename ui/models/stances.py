"""The stances of a page as a list, in reading order."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.page import Page, StanceItem, is_open
from ui.models.entities import ID_ROLE, ITEM_ROLE
from ui.theme import SIGNS

Index = QModelIndex | QPersistentModelIndex


class StanceModel(QAbstractListModel):
    """One row a stance; the StanceItem is under ``ITEM_ROLE``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.page: Page | None = None
        self._stances: tuple[StanceItem, ...] = ()

    def set_page(self, page: Page | None) -> None:
        """Show another page, or the same after a change."""
        self.beginResetModel()
        self.page = page
        self._stances = page.stances if page is not None else ()
        self.endResetModel()

    def index_of(self, item: str) -> QModelIndex:
        """Where a stance stands; an invalid index when it is not there."""
        row = next((n for n, s in enumerate(self._stances) if s.id == item), -1)
        return self.index(row, 0) if row >= 0 else QModelIndex()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many stances the page has."""
        return 0 if parent is not None and parent.isValid() else len(self._stances)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the view asks for."""
        if not index.isValid() or self.page is None or index.row() >= len(self._stances):
            return None
        stance = self._stances[index.row()]
        if role == ID_ROLE:
            return stance.id
        if role == ITEM_ROLE:
            return stance
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{SIGNS[stance.polarity]} {self.page.name(stance.holder)} → {self.page.name(stance.target)}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = "suggested" if is_open(stance.id) else "decided"
            return f"{self.page.name(stance.holder)} is {stance.polarity} {self.page.name(stance.target)}, {state}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return stance.why or None
        return None


def cue_words(page: Page, stance: StanceItem) -> str:
    """The cue's words in quotation marks, or that there is none."""
    words = ", ".join(f"“{' '.join(c.of(page.text).split())}”" for c in stance.cues)
    return words or "no cue"
