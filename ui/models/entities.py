"""The entities of a page with their mentions, as a tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.page import OPEN, EntityItem, MentionItem, Page, is_open
from ui.models.words import context, visible

Index = QModelIndex | QPersistentModelIndex
ID_ROLE = int(Qt.ItemDataRole.UserRole)
ITEM_ROLE = ID_ROLE + 1
WORDS_ROLE = ID_ROLE + 2
"""Strings to paint one after the other: of a mention, what stands before it, its words, what stands behind."""


class EntityModel(QAbstractItemModel):
    """Rows are entities; beneath each, its mentions with some words around. Only one column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.page: Page | None = None
        self._entities: tuple[EntityItem, ...] = ()

    def set_page(self, page: Page | None) -> None:
        """Show another page."""
        self.beginResetModel()
        self.page = page
        self._entities = page.entities if page is not None else ()
        self.endResetModel()

    def refresh(self, page: Page) -> bool:
        """Show the same article after a change; False when rows came, went or moved, and the model was reset."""
        before = self.page
        if before is None or not _same_rows(before, page):
            self.set_page(page)
            return False
        self.page, self._entities = page, page.entities
        for row in _changed_rows(before, page):
            entity = self.index(row, 0)
            self.dataChanged.emit(entity, entity)
            last = self.rowCount(entity) - 1
            if last >= 0:
                self.dataChanged.emit(self.index(0, 0, entity), self.index(last, 0, entity))
        return True

    def index_of(self, item: str) -> QModelIndex:
        """Where an entity or a mention stands; an invalid index when it is not there."""
        mention = self.page.mention(item) if self.page is not None else None
        wanted = mention.entity if mention else item
        for row, entity in enumerate(self._entities):
            if entity.id == wanted:
                parent = self.index(row, 0)
                return self.index(entity.mentions.index(item), 0, parent) if mention else parent
        return QModelIndex()

    def index(self, row: int, column: int, parent: Index | None = None) -> QModelIndex:
        """Entities have the inner id 0, mentions one more than their entity's row."""
        parent = parent if parent is not None else QModelIndex()
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index | None = None) -> Any:
        """The entity of a mention."""
        if index is None:
            return super().parent()
        inner = index.internalId() if index.isValid() else 0
        return self.createIndex(inner - 1, 0, 0) if inner else QModelIndex()

    def rowCount(self, parent: Index | None = None) -> int:
        """Entities, or the mentions of one."""
        if parent is None or not parent.isValid():
            return len(self._entities)
        return len(self._entities[parent.row()].mentions) if parent.internalId() == 0 else 0

    def columnCount(self, parent: Index | None = None) -> int:
        """One."""
        return 1

    def item(self, index: Index) -> EntityItem | MentionItem | None:
        """What stands at an index."""
        if not index.isValid() or self.page is None:
            return None
        inner = index.internalId()
        if inner == 0:
            return self._entities[index.row()]
        return self.page.mention(self._entities[inner - 1].mentions[index.row()])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the view asks for."""
        item = self.item(index)
        if item is None or self.page is None:
            return None
        if role == ID_ROLE:
            return item.id
        if role == ITEM_ROLE:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return visible(item.name) if isinstance(item, EntityItem) else "".join(context(self.page, item))
        if role == WORDS_ROLE:
            return (visible(item.name),) if isinstance(item, EntityItem) else context(self.page, item)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _told(self.page, item)
        if role == Qt.ItemDataRole.ToolTipRole:
            told = _told(self.page, item)
            return told + (f"\n{item.why}" if item.why else "")
        return None


def _told(page: Page, item: EntityItem | MentionItem) -> str:
    state = "suggested" if is_open(item.id) else "decided"
    if isinstance(item, MentionItem):
        return f"{visible(page.words(item))}: {item.label}, {state}"
    count = len(item.mentions)
    return f"{visible(item.name)}: {item.label}, {count} {'mention' if count == 1 else 'mentions'}, {state}"


def _same_rows(before: Page, after: Page) -> bool:
    """True when every row still shows the same entity with as many mentions, if perhaps otherwise."""
    return len(before.entities) == len(after.entities) and all(
        len(old.mentions) == len(new.mentions) and _continues(before, old, after, new)
        for old, new in zip(before.entities, after.entities, strict=True)
    )


def _continues(before: Page, old: EntityItem, after: Page, new: EntityItem) -> bool:
    """True when ``new`` is what became of ``old``: itself, or decided, or open again."""
    if is_open(old.id) and not is_open(new.id):
        return after.end_of(old.id.removeprefix(OPEN)) == new.id
    if is_open(new.id) and not is_open(old.id):
        return before.end_of(new.id.removeprefix(OPEN)) == old.id
    return old.id == new.id


def _changed_rows(before: Page, after: Page) -> Iterator[int]:
    """The rows whose entity, or one of whose mentions, looks otherwise now."""
    changed = {new.entity for old, new in zip(before.mentions, after.mentions, strict=True) if old != new}
    for row, (old, new) in enumerate(zip(before.entities, after.entities, strict=True)):
        if old != new or new.id in changed:
            yield row
