"""The errors as a lazy list: pages come from the reviewer's process as they are looked at, so 100,000 rows cost a screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from annotator.review import Failure, Listed

PAGE = 100
KEPT = 2_000
"""So many rows are kept at most."""
AHEAD = 40
"""So many rows below one that leaves are there before they are needed."""
FAILURE_ROLE = int(Qt.ItemDataRole.UserRole)
Index = QModelIndex | QPersistentModelIndex
Ask = Callable[[int, int, Callable[[Listed], None]], None]
"""Asks for a page: its offset, how many rows, and what to call with it."""


class FailuresModel(QAbstractListModel):
    """Rows that are not there yet are empty until they come. ``loaded()``: the first page of another list is there."""

    loaded = Signal()

    def __init__(self, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self._ask = ask
        self._rows: dict[int, Failure] = {}
        self._count = 0
        self._turn = 0
        self._flying: set[int] = set()
        self._wanted: set[int] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._fetch)

    def load(self, around: int = 0) -> None:
        """Ask for another list, first for the page around a row; what is shown stays until it comes."""
        self._turn += 1
        self._flying.clear()
        turn, offset = self._turn, max(0, around - PAGE // 2)
        self._ask(offset, PAGE, lambda page: self._begin(turn, page))

    def show(self, listed: Listed) -> None:
        """Show a list that is whole."""
        self._turn += 1
        self._begin(self._turn, listed)

    def clear(self) -> None:
        """Show nothing."""
        self.show(Listed(0))

    def _begin(self, turn: int, page: Listed) -> None:
        if turn != self._turn:
            return
        self.beginResetModel()
        self._rows = dict(enumerate(page.rows, start=page.offset))
        self._count = page.total
        self.endResetModel()
        self.loaded.emit()

    # --- rows

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self._count

    def failure(self, row: int) -> Failure | None:
        """The error there; None when it has not come yet (it is asked for), or there is none."""
        found = self._rows.get(row)
        if found is None and 0 <= row < self._count:
            self._wanted.add(row // PAGE)
            self._timer.start()
        return found

    def row_of(self, key: str) -> int | None:
        """Where an error stands among the rows that are here."""
        return next((row for row, found in self._rows.items() if found.key == key), None)

    def take(self, row: int) -> None:
        """A row leaves the list."""
        if 0 <= row < self._count:
            self.beginRemoveRows(QModelIndex(), row, row)
            self._rows = {at - (at > row): found for at, found in self._rows.items() if at != row}
            self._count -= 1
            self._forget_flying()
            self.endRemoveRows()
            self.failure(min(row + AHEAD, self._count - 1))

    def put(self, row: int, failure: Failure) -> None:
        """A row comes back where it was."""
        row = min(row, self._count)
        self.beginInsertRows(QModelIndex(), row, row)
        self._rows = {at + (at >= row): found for at, found in self._rows.items()} | {row: failure}
        self._count += 1
        self._forget_flying()
        self.endInsertRows()

    def _forget_flying(self) -> None:
        """Pages on their way have other rows now."""
        self._turn += 1
        self._flying.clear()

    def _fetch(self) -> None:
        turn, wanted = self._turn, self._wanted - self._flying
        self._wanted = set()
        for page in wanted:
            self._flying.add(page)
            self._ask(page * PAGE, PAGE, lambda found, page=page: self._took(turn, page, found))  # type: ignore[misc]

    def _took(self, turn: int, page: int, found: Listed) -> None:
        if turn != self._turn:
            return
        self._flying.discard(page)
        if len(self._rows) > KEPT:
            self._rows = {}
        self._rows |= dict(enumerate(found.rows, start=found.offset))
        last = min(found.offset + len(found.rows), self._count) - 1
        if last >= found.offset:
            self.dataChanged.emit(self.index(found.offset), self.index(last))

    # --- what a view asks for

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows."""
        return 0 if parent is not None and parent.isValid() else self._count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The error under ``FAILURE_ROLE``; as words for everybody else."""
        if not index.isValid():
            return None
        if role not in (FAILURE_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        found = self.failure(index.row())
        if role == FAILURE_ROLE:
            return found
        return read_out(found) if found is not None else "…"


def read_out(found: Failure) -> str:
    """An error in one line."""
    gold, said = found.gold or "nothing", found.suggested or "nothing"
    return f"{found.what}, {found.kind}: “{found.about}”; gold {gold}; model {said}. {found.words} In: {found.title}"
