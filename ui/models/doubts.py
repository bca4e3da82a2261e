"""Doubts as a list: all or those of one check, the most doubtful first; or those that were called fine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.doubts import Doubt
from ui.models.words import one_line, short

DOUBT_ROLE = int(Qt.ItemDataRole.UserRole)
TITLE_ROLE = DOUBT_ROLE + 1
"""The article's title."""
Index = QModelIndex | QPersistentModelIndex
_TEXTS = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)


class DoubtsModel(QAbstractListModel):
    """``counts`` are of all doubts by check; of a check with very many only the most doubtful are rows."""

    def __init__(self, title: Callable[[str], str], parent: QObject | None = None) -> None:
        """``title`` tells an article's title by its id."""
        super().__init__(parent)
        self._title = title
        self._order: dict[str, int] = {}
        self._all: list[Doubt] = []
        self._check = ""
        self._special: list[Doubt] | None = None
        self.rows: list[Doubt] = []
        self.counts: dict[str, int] = {}

    # --- filling

    def fill(self, doubts: Iterable[Doubt], counts: dict[str, int]) -> None:
        """Show others; ``counts`` name the checks in order, and how many doubts each has in all."""
        self.counts, self._order = dict(counts), {name: n for n, name in enumerate(counts)}
        self._all = sorted(doubts, key=self._key)
        self._show()

    def choose(self, check: str) -> None:
        """Show only the doubts of a check, or all ("")."""
        self._check, self._special = check, None
        self._show()

    def show_only(self, doubts: Sequence[Doubt]) -> None:
        """Show these instead, in their order."""
        self._special = list(doubts)
        self._show()

    def replace(self, article: str, doubts: Sequence[Doubt]) -> None:
        """The doubts of an article are these now."""
        before = Counter(d.check for d in self._all if d.article == article)
        after = Counter(d.check for d in doubts)
        for name in self.counts:
            self.counts[name] += after[name] - before[name]
        self._all = sorted([*(d for d in self._all if d.article != article), *doubts], key=self._key)
        self._show()

    def remove(self, doubt: Doubt) -> None:
        """A doubt leaves."""
        if doubt in self._all:
            self._all.remove(doubt)
            self.counts[doubt.check] -= 1
        if doubt in self.rows:
            row = self.rows.index(doubt)
            self.beginRemoveRows(QModelIndex(), row, row)
            del self.rows[row]
            self.endRemoveRows()

    def bring_back(self, doubt: Doubt) -> None:
        """A doubt that left is one again."""
        if doubt not in self._all:
            self._all = sorted([*self._all, doubt], key=self._key)
            self.counts[doubt.check] = self.counts.get(doubt.check, 0) + 1
            self._show()

    def _key(self, doubt: Doubt) -> tuple[int, float]:
        return self._order.get(doubt.check, len(self._order)), -doubt.rank

    def _show(self) -> None:
        chosen = [d for d in self._all if self._check in ("", d.check)]
        self.beginResetModel()
        self.rows = chosen if self._special is None else self._special
        self.endResetModel()

    # --- what is there

    def holds(self, article: str) -> bool:
        """True when doubts of this article are known."""
        return any(d.article == article for d in self._all)

    def row_of(self, key: str) -> int:
        """The row of a doubt by its key; -1 when it is not shown."""
        return next((n for n, d in enumerate(self.rows) if d.key == key), -1)

    # --- what views ask for

    def rowCount(self, parent: Index | None = None) -> int:
        """How many there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the view asks for."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        doubt = self.rows[index.row()]
        if role == DOUBT_ROLE:
            return doubt
        if role == TITLE_ROLE:
            return self._title(doubt.article)
        return f"{words_of(doubt)}: {doubt.reason} {self._title(doubt.article)}" if role in _TEXTS else None


def words_of(doubt: Doubt) -> str:
    """The words that a doubt is about, on one line."""
    return short(one_line(doubt.words)) if doubt.words else "the whole article"
