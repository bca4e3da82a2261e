"""The entities of a page with their mentions, as a tree."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.page import EntityItem, MentionItem, Page, is_open

Index = QModelIndex | QPersistentModelIndex
ID_ROLE = int(Qt.ItemDataRole.UserRole)
ITEM_ROLE = ID_ROLE + 1
_CONTEXT = 24
_INVISIBLE = {*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF}


class EntityModel(QAbstractItemModel):
    """Rows are entities; beneath each, its mentions with some words around. Only one column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page: Page | None = None
        self._entities: tuple[EntityItem, ...] = ()

    def set_page(self, page: Page | None) -> None:
        """Show another page, or the same after a change."""
        self.beginResetModel()
        self._page = page
        self._entities = page.entities if page is not None else ()
        self.endResetModel()

    def entity(self, row: int) -> EntityItem:
        """The entity in a row."""
        return self._entities[row]

    def index_of(self, item: str) -> QModelIndex:
        """Where an entity or a mention stands; an invalid index when it is not there."""
        page = self._page
        if page is None:
            return QModelIndex()
        mention = page.mention(item)
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
        if not index.isValid() or self._page is None:
            return None
        inner = index.internalId()
        if inner == 0:
            return self._entities[index.row()]
        return self._page.mention(self._entities[inner - 1].mentions[index.row()])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the view asks for."""
        item = self.item(index)
        if item is None or self._page is None:
            return None
        if role == ID_ROLE:
            return item.id
        if role == ITEM_ROLE:
            return item
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if isinstance(item, EntityItem):
                return f"{item.name}  ·  {len(item.mentions)}"
            return context(self._page, item)
        if role == Qt.ItemDataRole.ToolTipRole:
            state = "suggested" if is_open(item.id) else "decided"
            return f"{item.label}, {state}" + (f": {item.why}" if item.why else "")
        return None


def context(page: Page, mention: MentionItem) -> str:
    """A mention's words with some words around them, on one line."""
    before = page.text[max(0, mention.start - _CONTEXT) : mention.start]
    after = page.text[mention.end : mention.end + _CONTEXT]
    return " ".join(visible(f"…{before}[{page.words(mention)}]{after}…").split())


def visible(words: str) -> str:
    """``words`` with signs that cannot be seen (bidi controls, zero width) written out."""
    return "".join(f"⟨U+{ord(c):04X}⟩" if ord(c) in _INVISIBLE else c for c in words)
