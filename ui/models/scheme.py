"""The labels of a scheme in the making as a list, the polarities behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.records import POLARITIES, Polarity
from annotator.redrafting import Redraft
from annotator.relabelling import Use
from annotator.scheme import Label, Scheme
from ui.models.entities import ITEM_ROLE, WORDS_ROLE

Index = QModelIndex | QPersistentModelIndex


class SchemeModel(QAbstractListModel):
    """One row a :class:`Label`, then one a polarity (``ITEM_ROLE``); how often it is used under ``WORDS_ROLE``.

    All changes of the draft's labels go through here, so that the list follows.
    """

    def __init__(self, draft: Redraft, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.draft = draft
        self._uses: Mapping[str, Use] | None = None

    # --- what is asked

    @property
    def labels(self) -> int:
        """How many rows are labels; polarities come behind."""
        return len(self.draft.rows)

    def polarity(self, row: int) -> Polarity | None:
        """The polarity of a row, if it is one's."""
        return POLARITIES[row - self.labels] if self.labels <= row < self.rowCount() else None

    def use(self, row: int) -> Use | None:
        """How often a label is used, with those merged into it; None while that is being counted."""
        if self._uses is None:
            return None
        mine = self.draft.rows[row]
        found = [self._uses.get(name, Use()) for name in (mine.old, *(label.name for label in mine.poured))]
        return Use(sum(u.mentions for u in found), sum(u.entities for u in found), max(u.articles for u in found))

    def use_of(self, name: str) -> Use | None:
        """How often a label is used by its name in the project; None while that is being counted."""
        return None if self._uses is None else self._uses.get(name, Use())

    @property
    def used(self) -> frozenset[str]:
        """The names of the project's labels that are used; all of them while that is being counted."""
        return frozenset(self.draft.before.labels() if self._uses is None else self._uses)

    def row_of(self, name: str) -> int:
        """The row of a label, by its name or the one it has in the project, or of a polarity; 0 for any other."""
        names = [*(row.label.name for row in self.draft.rows), *POLARITIES]
        olds = [row.old for row in self.draft.rows]
        return names.index(name) if name in names else olds.index(name) if name in olds else 0

    def rowCount(self, parent: Index | None = None) -> int:
        """Labels and polarities."""
        return 0 if parent is not None and parent.isValid() else self.labels + len(POLARITIES)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the view asks for."""
        if not index.isValid() or index.row() >= self.rowCount():
            return None
        polarity = self.polarity(index.row())
        spoken: dict[int, object]
        if polarity is not None:
            spoken = {ITEM_ROLE: polarity, WORDS_ROLE: ""}
            words = f"polarity {polarity}"
        else:
            label: Label = self.draft.rows[index.row()].label
            use = self.use(index.row())
            spoken = {
                ITEM_ROLE: label,
                WORDS_ROLE: f"{use.mentions or use.entities:,}" if use is not None and use.articles else "",
            }
            words = f"{label.name}{f', key {label.key}' if label.key else ''}{f', {use.words()}' if use is not None else ''}"
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return words
        return spoken.get(role)

    # --- what is changed

    def show_uses(self, uses: Mapping[str, Use]) -> None:
        """How often each label is used, by its name in the project."""
        self._uses = uses
        self._all_changed()

    def change(self, row: int, **fields: str) -> None:
        """Give a label other fields."""
        self.draft.change(row, **fields)
        self.dataChanged.emit(self.index(row), self.index(row))

    def take(self, row: int, names: Iterable[str]) -> None:
        """Say which labels of models become a label."""
        self.draft.take(row, names)
        self.dataChanged.emit(self.index(row), self.index(row))

    def give_key(self, row: int, key: str) -> str:
        """Give a label a digit; the name of the label that had it, or ""."""
        owner = self.draft.give_key(row, key)
        self._all_changed()
        return owner

    def add(self, name: str) -> int:
        """A new label; its row."""
        self.beginInsertRows(QModelIndex(), self.labels, self.labels)
        row = self.draft.add(name)
        self.endInsertRows()
        return row

    def remove(self, row: int) -> None:
        """Take a label out."""
        self.beginRemoveRows(QModelIndex(), row, row)
        self.draft.remove(row)
        self.endRemoveRows()

    def merge(self, row: int, into: int) -> int:
        """Pour a label into another; the row of that one then."""
        self.beginRemoveRows(QModelIndex(), row, row)
        kept = self.draft.merge(row, into)
        self.endRemoveRows()
        self._all_changed()
        return kept

    def move(self, row: int, step: int) -> int:
        """Move a label up (-1) or down (1); its row then."""
        to = row + step
        if not 0 <= to < self.labels:
            return row
        self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), to + 1 if step > 0 else to)
        self.draft.move(row, step)
        self.endMoveRows()
        return to

    def adopt(self, scheme: Scheme) -> tuple[str, ...]:
        """Take over another scheme; the names of used labels that it lacks, which stay."""
        self.beginResetModel()
        kept = self.draft.adopt(scheme, self.used)
        self.endResetModel()
        return kept

    def _all_changed(self) -> None:
        self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))
