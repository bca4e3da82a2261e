"""The list of articles as a lazy model: a million rows cost what the screen shows."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from annotator.errors import AnnotatorError
from annotator.project import Order, Query, Row
from annotator.records import Status
from ui.models.words import one_line

PAGE = 256
KEPT = 64
"""How many pages of rows are kept at once."""
SIGNS: dict[Status, str] = {"todo": "○", "started": "◐", "done": "●", "skipped": "⤼"}
WORDS: dict[Status, str] = {"todo": "to do", "started": "started", "done": "done", "skipped": "skipped"}
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
REASON_ROLE = ROW_ROLE + 1
MOVING: frozenset[Order] = frozenset(("pending", "uncertainty", "disagreement"))
"""Orders in which an article has another place after a decision or a suggestion."""

Answer = TypeVar("Answer")
Index = QModelIndex | QPersistentModelIndex


class Source(Protocol):
    """Where the rows come from; every method may raise AnnotatorError."""

    def rows(self, query: Query, offset: int = 0, limit: int = 256) -> list[Row]: ...
    def count(self, query: Query) -> int: ...
    def position(self, id: str, query: Query) -> int | None: ...


class QueueModel(QAbstractTableModel):
    """Three columns: the status as a sign, the title, the number of words.

    The whole Row is under ``ROW_ROLE``, why it stands where it does (in words, or "") under ``REASON_ROLE``.
    ``failed(str)``: the articles cannot be read, and why; those that could not be read are then empty rows.
    """

    failed = Signal(str)

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

    def set_source(self, source: Source | None, query: Query | None = None) -> None:
        """Show the articles of another project."""
        self._source = source
        self.set_query(query or Query())

    def set_query(self, query: Query) -> None:
        """Show other articles, or in another order."""
        self._query = query
        self.reload()

    def reload(self) -> None:
        """Read everything again."""
        self.beginResetModel()
        self._pages.clear()
        self._count = self.ask(lambda source: source.count(self._query), 0)
        self.endResetModel()

    def refresh(self, id: str) -> None:
        """Read one article's row again, which may also have come into the list or left it.

        Where the order follows from what is decided the row stays where it is until :meth:`settle`, so that nothing
        jumps under a curator's hands.
        """
        old = self._loaded(id)
        new = old if _stays(self._query) else self.ask(lambda source: source.position(id, self._query), old)
        if old is not None and new is not None and (old == new or self._query.order in MOVING):
            self._reread(old, new)
        elif old is not None and new is None:
            self._remove(old)
        elif old is None and not _stays(self._query):
            self._recount(new)
        elif old is not None:
            self.reload()

    def settle(self) -> None:
        """Have every article where it belongs now, in an order that follows from what is decided."""
        if self._query.order not in MOVING:
            return
        if self.ask(lambda source: source.count(self._query), self._count) != self._count:
            self.reload()
            return
        self.layoutAboutToBeChanged.emit()
        kept = [(index, row.id) for index in self.persistentIndexList() if (row := self.row(index.row())) is not None]
        self._pages.clear()
        for index, id in kept:
            place = self.row_of(id)
            self.changePersistentIndex(index, self.index(-1 if place is None else place, index.column()))
        self.layoutChanged.emit()

    @property
    def has_source(self) -> bool:
        """True while a project is shown."""
        return self._source is not None

    def ask(self, question: Callable[[Source], Answer], otherwise: Answer) -> Answer:
        """The source's answer; ``otherwise`` without a source, or when it fails (which is said)."""
        if self._source is None:
            return otherwise
        try:
            return question(self._source)
        except AnnotatorError as error:
            self.failed.emit(str(error))
            return otherwise

    def count_of(self, query: Query) -> int:
        """How many articles another query describes; 0 when that cannot be read."""
        return self.ask(lambda source: source.count(query), 0)

    def known(self, id: str) -> Row | None:
        """An article's row as far as it is read already."""
        place = self._loaded(id)
        return self.row(place) if place is not None else None

    def row_of(self, id: str) -> int | None:
        """The place of an article, or None when the list does not show it."""
        known = self._loaded(id)
        if known is not None or not id:
            return known
        return self.ask(lambda source: source.position(id, self._query), None)

    def row(self, number: int) -> Row | None:
        """The Row at a place of the list."""
        if not 0 <= number < self._count:
            return None
        page = number // PAGE
        rows = self._pages.get(page)
        if rows is None:
            rows = self._pages[page] = self._read(page * PAGE, PAGE)
            while len(self._pages) > KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(page)
        return rows[number % PAGE] if number % PAGE < len(rows) else None

    def rowCount(self, parent: Index | None = None) -> int:
        """How many articles the list has."""
        return 0 if parent is not None and parent.isValid() else self._count

    def columnCount(self, parent: Index | None = None) -> int:
        """Sign, title, words."""
        return 0 if parent is not None and parent.isValid() else 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the view asks for."""
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return (signs(row), row.title, row.words)[index.column()]
        if role == REASON_ROLE:
            return reason(row, self._query.order)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return told(row, self._query.order)
        return None

    # --- inside

    def _read(self, offset: int, limit: int) -> list[Row]:
        nothing: list[Row] = []
        return self.ask(lambda source: source.rows(self._query, offset, limit), nothing)

    def _loaded(self, id: str) -> int | None:
        """The place of an article among the rows that are read already."""
        for page in reversed(self._pages):
            for at, row in enumerate(self._pages[page]):
                if row.id == id:
                    return page * PAGE + at
        return None

    def _reread(self, place: int, now: int) -> None:
        """Read the row at ``place`` again, which the source has at ``now``."""
        found = self._read(now, 1)
        if found:
            self._pages[place // PAGE][place % PAGE] = found[0]
            self.dataChanged.emit(self.index(place, 0), self.index(place, self.columnCount() - 1))

    def _remove(self, place: int) -> None:
        count = self.ask(lambda source: source.count(self._query), self._count)
        if count != self._count - 1:  # others went or came too, which will be told next
            self.reload()
            return
        self.beginRemoveRows(QModelIndex(), place, place)
        self._forget_from(place)
        self._count = count
        self.endRemoveRows()

    def _recount(self, place: int | None) -> None:
        """An article that was not read is now at ``place``, or nowhere: it came, it went, or it was so all the time."""
        count = self.ask(lambda source: source.count(self._query), self._count)
        if place is not None and count == self._count + 1:
            self.beginInsertRows(QModelIndex(), place, place)
            self._forget_from(place)
            self._count = count
            self.endInsertRows()
        elif count != self._count:
            self.reload()

    def _forget_from(self, place: int) -> None:
        for page in [page for page in self._pages if page >= place // PAGE]:
            del self._pages[page]


def _stays(query: Query) -> bool:
    """True when no act on an article can move it in this list or out of it."""
    filters = query.statuses or query.flagged is not None or query.label or query.curator
    return not filters and query.order not in MOVING


def signs(row: Row) -> str:
    """The status as signs of different shapes, so that no colour is needed."""
    return SIGNS[row.status] + ("⊘" if row.blind else "") + ("⚑" if row.flagged else "") + ("✎" if row.note else "")


def reason(row: Row, order: Order) -> str:
    """Why the article stands where it does in that order, or ""."""
    if order == "picked":
        return row.why
    words, share = {
        "uncertainty": ("unsure", row.uncertainty),
        "disagreement": ("runs differ", row.disagreement),
    }.get(order, ("", 0.0))
    return f"{words} {max(1, round(100 * share))} %" if share else ""


def told(row: Row, order: Order = "import") -> str:
    """An article in words."""
    marks = (
        (", blind (its suggestions are hidden)" if row.blind else "")
        + (", flagged" if row.flagged else "")
        + (", with a note" if row.note else "")
    )
    decided = f", {row.decided:,} decided" if row.decided else ""
    why = reason(row, order)
    return f"{one_line(row.title)}: {WORDS[row.status]}{marks}, {row.words:,} words{decided}{', ' if why else ''}{why}"
