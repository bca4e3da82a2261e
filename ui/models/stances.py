"""The stances of a page as a list, in reading order."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.page import OPEN, Page, StanceItem, is_open
from ui.models.entities import ID_ROLE, ITEM_ROLE, WORDS_ROLE
from ui.models.words import cue_words, one_line
from ui.theme import SIGNS

Index = QModelIndex | QPersistentModelIndex


class StanceModel(QAbstractListModel):
    """One row a stance: the StanceItem is under ``ITEM_ROLE``, the three lines of its card under ``WORDS_ROLE``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.page: Page | None = None
        self._stances: tuple[StanceItem, ...] = ()
        self._entity = ""

    def set_page(self, page: Page | None) -> None:
        """Show another page."""
        self.beginResetModel()
        self.page = page
        self._stances = self._of(page)
        self.endResetModel()

    @property
    def entity(self) -> str:
        """The entity whose stances alone are shown, or ""."""
        return self._entity

    def show_only(self, entity: str) -> None:
        """Show only the stances of an entity (as holder, target or source), or all ("")."""
        if entity != self._entity:
            self._entity = entity
            self.set_page(self.page)

    def _of(self, page: Page | None) -> tuple[StanceItem, ...]:
        if page is None:
            return ()
        return tuple(page.stances_of(self._entity)) if self._entity else page.stances

    def refresh(self, page: Page) -> bool:
        """Show the same article after a change; False when rows came, went or moved, and the model was reset."""
        if is_open(self._entity):
            self._entity = page.end_of(self._entity.removeprefix(OPEN))  # it may have been decided just now
        before, old, new = self.page, self._stances, self._of(page)
        if before is None or not (len(old) == len(new) and all(map(_continues, old, new))):
            self.set_page(page)
            return False
        self.page, self._stances = page, new
        for row, (one, other) in enumerate(zip(old, self._stances, strict=True)):
            if one != other or _names(before, one) != _names(page, other):
                self.dataChanged.emit(self.index(row, 0), self.index(row, 0))
        return True

    def index_of(self, item: str) -> QModelIndex:
        """Where a stance stands; an invalid index when it is not there."""
        row = next((n for n, s in enumerate(self._stances) if s.id == item), -1)
        return self.index(row, 0) if row >= 0 else QModelIndex()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many stances are shown."""
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
        holder, target, said = ends(self.page, stance)
        if role == WORDS_ROLE:
            return holder, target, f"{stance.polarity} · {stance.manner}{said} · {cue_words(self.page, stance)}"
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{SIGNS[stance.polarity]} {holder} → {target}"
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            state = "suggested" if is_open(stance.id) else "decided"
            told = f"{holder} → {target}: {stance.polarity}, {stance.manner}{said}, {state}; {cue_words(self.page, stance)}"
            return told + (f"\n{stance.why}" if stance.why else "")
        return None


def ends(page: Page, stance: StanceItem) -> tuple[str, str, str]:
    """The names of holder and target, and who says so (", says …") if somebody else does."""
    said = f", says {one_line(page.name(stance.source))}" if stance.source else ""
    return one_line(page.name(stance.holder)), one_line(page.name(stance.target)), said


def _names(page: Page, stance: StanceItem) -> tuple[str, ...]:
    return tuple(page.name(end) for end in (stance.holder, stance.target, stance.source) if end)


def _continues(old: StanceItem, new: StanceItem) -> bool:
    """True when a row still shows the same stance, if perhaps decided, open again, or with other ends."""
    return old.id == new.id or (
        is_open(old.id) != is_open(new.id) and old.cues == new.cues and old.anchor == new.anchor
    )
