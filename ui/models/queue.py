"""The list of articles as a lazy model: a million rows cost what the screen shows."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.project import Query, Row

PAGE = 256
KEPT = 64
SIGNS = {"todo": "○", "started": "◐", "done": "●", "skipped": "⤼"}
WORDS = {"todo": "to do", "started": "started", "done": "done", "skipped": "skipped"}
ROW_ROLE = int(Qt.ItemDataRole.UserRole)

Index = QModelIndex | QPersistentModelIndex


class Source(Protocol):
    """Where the rows come from."""

    def rows(self, query: Query, offset: int = 0, limit: int = 256) -> list[Row]: ...
    def count(self, query: Query) -> int: ...
    def position(self, id: str, query: Query) -> int | None: ...


class QueueModel(QAbstractTableModel):
    """Two columns: the status as a sign, and the title. The whole Row is under ``ROW_ROLE``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source: Source | None = None
        self._query = Query()
        self._count = 0
        self._pages: OrderedDict[int, list[Row]] = OrderedDict()

    @property
    def query(self) -> Query:
        """Which articles are shown, and how ordered."""
        return self._query

    def set_source(self, source: Source | None, query: Query) -> None:
        """Show the articles of another project, or other articles."""
        self.beginResetModel()
        self._source, self._query = source, query
        self._pages.clear()
        self._count = source.count(query) if source is not None else 0
        self.endResetModel()

    def refresh(self, id: str) -> int | None:
        """Read one article's row again; its place, or None when it left the list (which is then read anew)."""
        if self._source is None:
            return None
        place = self._source.position(id, self._query)
        if place is None or self._source.count(self._query) != self._count:
            self.set_source(self._source, self._query)
            return self._source.position(id, self._query)
        self._pages.pop(place // PAGE, None)
        self.dataChanged.emit(self.index(place, 0), self.index(place, 1))
        return place

    def place(self, id: str) -> int | None:
        """The row of an article, or None when the list does not show it."""
        return self._source.position(id, self._query) if self._source is not None and id else None

    def row(self, number: int) -> Row | None:
        """The Row at a place of the list."""
        if self._source is None or not 0 <= number < self._count:
            return None
        page = number // PAGE
        rows = self._pages.get(page)
        if rows is None:
            rows = self._pages[page] = self._source.rows(self._query, page * PAGE, PAGE)
            while len(self._pages) > KEPT:
                self._pages.popitem(last=False)
        return rows[number % PAGE] if number % PAGE < len(rows) else None

    def rowCount(self, parent: Index | None = None) -> int:
        """How many articles the list has."""
        return 0 if parent is not None and parent.isValid() else self._count

    def columnCount(self, parent: Index | None = None) -> int:
        """Sign and title."""
        return 0 if parent is not None and parent.isValid() else 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the view asks for."""
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return signs(row) if index.column() == 0 else row.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.title}\n{row.words} words, {WORDS[row.status]}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            flag = ", flagged" if row.flagged else ""
            return f"{WORDS[row.status]}{flag}" if index.column() == 0 else row.title
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 0:
            return int(Qt.AlignmentFlag.AlignCenter)
        return None


def signs(row: Row) -> str:
    """The status as signs of different shapes, so that no colour is needed."""
    return SIGNS[row.status] + ("⚑" if row.flagged else "") + ("✎" if row.note else "")
