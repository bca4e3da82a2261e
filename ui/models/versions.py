"""What versions of an article see differently, as a list; and one disagreement's versions, one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.adjudicating import Disputed
from annotator.records import Record
from ui.models.entities import ITEM_ROLE
from ui.models.words import short

Index = QModelIndex | QPersistentModelIndex


class VersionRow(Record, frozen=True):
    """One version of what is disputed: the key that takes it, whose it is, what it says, and more of it in pieces.

    Pieces are those of the line, with the words marked that the version means; of a stance its parts, with those marked in
    which versions differ. ``said`` is all of it, ``head`` what stands above the pieces.
    """

    key: str
    name: str
    said: str
    head: str
    pieces: tuple[tuple[str, bool], ...] = ()


class _Rows(QAbstractListModel):
    """A list of records, told in words to who cannot see it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: tuple[Any, ...] = ()

    def show(self, items: Sequence[Any]) -> None:
        """Show others."""
        self.beginResetModel()
        self.items = tuple(items)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many there are."""
        return 0 if parent is not None and parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the view asks for."""
        if not index.isValid() or index.row() >= len(self.items):
            return None
        item = self.items[index.row()]
        if role == ITEM_ROLE:
            return item
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.words(item)
        return None

    def words(self, item: Any) -> str:
        """One row in words."""
        raise NotImplementedError


class DisputedModel(_Rows):
    """The disagreements that are left, in reading order."""

    def words(self, item: Disputed) -> str:
        """What it is about, and in which ways the versions differ."""
        return f"{item.what} {short(item.title)}: {kind_words(item)}"


class VersionsModel(_Rows):
    """The versions of one disagreement, and what stands in the text now."""

    def words(self, item: VersionRow) -> str:
        """Who says what, and which key takes it."""
        return f"{item.key} {item.name}: {item.said}"


def kind_words(item: Disputed) -> str:
    """What of the thing is seen differently: "label", "missing", "direction, cue"."""
    ways = [kind.removeprefix("other ").removeprefix("reversed ") for kind in item.kinds]
    return ", ".join("missing" if way.startswith("missing") else way for way in ways)
