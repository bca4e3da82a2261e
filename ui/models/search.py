"""The places that a search found, as a list: with a head for each article or without, and what is ticked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from annotator.everywhere import Found
from annotator.records import Status
from ui.models.words import one_line

LINE_ROLE = int(Qt.ItemDataRole.UserRole)
TICK_ROLE = LINE_ROLE + 1
"""True or False for what may be ticked, else None."""
_STATES = {"bare": "not marked", "rejected": "rejected", "part": "part of a longer mention"}
Index = QModelIndex | QPersistentModelIndex
Key = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Head:
    """The line above the places of one article."""

    article: str
    title: str
    status: Status
    count: int


Line = Head | Found


class HitsModel(QAbstractListModel):
    """Places in the order in which they were found. ``ticksChanged()``: other ones are ticked, or there are others."""

    ticksChanged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []
        self._rows: dict[Key, int] = {}
        self._articles: set[str] = set()
        self._said: dict[Key, bool] = {}
        self._grouped = True
        self._fit = True

    # --- filling

    def clear(self, *, ticks_fit: bool = True, keep_ticks: bool = False) -> None:
        """Show nothing. ``ticks_fit`` ticks what fits by itself; ``keep_ticks`` keeps what the curator ticked himself."""
        self.beginResetModel()
        self._fit = ticks_fit
        self._lines, self._rows, self._articles = [], {}, set()
        if not keep_ticks:
            self._said.clear()
        self.endResetModel()
        self.ticksChanged.emit()

    def append(self, found: Sequence[Found]) -> None:
        """Show more places; those of one article come together."""
        lines = self._lined(found)
        if not lines:
            return
        first = len(self._lines)
        self.beginInsertRows(QModelIndex(), first, first + len(lines) - 1)
        self._lines += lines
        self._articles |= {f.article for f in found}
        self._rows |= {line.key: first + n for n, line in enumerate(lines) if isinstance(line, Found)}
        self.endInsertRows()
        self.ticksChanged.emit()

    def replace(self, found: Sequence[Found]) -> None:
        """Show places of an article as they are now; which ones there are never changes."""
        for new in found:
            row = self._rows.get(new.key)
            if row is not None and self._lines[row] != new:
                self._set(row, new)
                head = self._lines[row - 1] if row else None
                if isinstance(head, Head) and head.status != new.status:
                    self._set(row - 1, replace(head, status=new.status))
        self.ticksChanged.emit()

    def _set(self, row: int, line: Line) -> None:
        self._lines[row] = line
        self.dataChanged.emit(self.index(row), self.index(row))

    def group(self, on: bool) -> None:
        """Show a head above each article's places, or only the places."""
        if on != self._grouped:
            found = self.found
            self.beginResetModel()
            self._grouped = on
            self._lines = self._lined(found)
            self._rows = {line.key: n for n, line in enumerate(self._lines) if isinstance(line, Found)}
            self.endResetModel()

    @property
    def grouped(self) -> bool:
        """True while each article has a head."""
        return self._grouped

    def _lined(self, found: Sequence[Found]) -> list[Line]:
        if not self._grouped:
            return list(found)
        counts = Counter(f.article for f in found)
        lines: list[Line] = []
        for place in found:
            head = Head(place.article, place.title, place.status, counts[place.article])
            if not lines or lines[-1].article != place.article:
                lines.append(head)
            lines.append(place)
        return lines

    # --- what is there

    @property
    def found(self) -> list[Found]:
        """All places, in order."""
        return [line for line in self._lines if isinstance(line, Found)]

    def place(self, row: int) -> Found | None:
        """The place in a row; None for a head, or beyond the list."""
        line = self._lines[row] if 0 <= row < len(self._lines) else None
        return line if isinstance(line, Found) else None

    def holds(self, article: str) -> bool:
        """True when places of this article are shown."""
        return article in self._articles

    def row_of(self, key: Key) -> int:
        """The row of a place; -1 when it is not there."""
        return self._rows.get(key, -1)

    def next_row(self, row: int, by: int, *, only_doable: bool = False) -> int:
        """The next (1) or previous (-1) row with a place (on which something can be put), going round; -1 if none."""
        count = len(self._lines)
        for n in range(1, count + 1):
            at = (row + by * n) % count
            place = self.place(at)
            if place is not None and (place.effect or not only_doable):
                return at
        return -1

    # --- ticks

    def is_ticked(self, place: Found) -> bool:
        """True when the template is to be put on it."""
        return bool(place.effect) and self._said.get(place.key, self._fit and place.ticked)

    @property
    def ticked(self) -> list[Found]:
        """The places that are ticked, in order."""
        return [place for place in self.found if self.is_ticked(place)]

    def toggle(self, row: int) -> bool:
        """Tick or untick a place, or all of an article at its head; False when there is nothing to tick."""
        line = self._lines[row] if 0 <= row < len(self._lines) else None
        if line is None:
            return False
        rows = [row] if isinstance(line, Found) else range(row + 1, row + 1 + line.count)
        places = [p for r in rows if (p := self.place(r)) is not None and p.effect]
        self._tick(places, not all(self.is_ticked(p) for p in places))
        return bool(places)

    def tick_all(self, on: bool) -> None:
        """Tick everything that is ticked by itself, or untick everything."""
        self._tick([p for p in self.found if p.effect], on, only_fit=on)

    def _tick(self, places: Sequence[Found], on: bool, *, only_fit: bool = False) -> None:
        for place in places:
            self._said[place.key] = on and (place.ticked or not only_fit)
        if places:
            self.dataChanged.emit(self.index(0), self.index(len(self._lines) - 1))
            self.ticksChanged.emit()

    # --- what views ask for

    def rowCount(self, parent: Index | None = None) -> int:
        """How many lines there are."""
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A place on which something can be put may be ticked."""
        flags = super().flags(index)
        place = self.place(index.row()) if index.isValid() else None
        return flags | Qt.ItemFlag.ItemIsUserCheckable if place is not None and place.effect else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick or untick a place."""
        place = self.place(index.row()) if index.isValid() else None
        if role != Qt.ItemDataRole.CheckStateRole or place is None or not place.effect:
            return False
        self._tick([place], Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the view asks for."""
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line = self._lines[index.row()]
        if role == LINE_ROLE:
            return line
        if isinstance(line, Head):
            words = f"{one_line(line.title)}: {line.count:,} {'place' if line.count == 1 else 'places'}"
            texts = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
            return words if role in texts else None
        ticked = self.is_ticked(line) if line.effect else None
        if role == TICK_ROLE:
            return ticked
        if role == Qt.ItemDataRole.CheckStateRole and ticked is not None:
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(f"{line.before}{line.words}{line.after}")
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return told(line, ticked)
        return None


def state_words(place: Found) -> str:
    """What is there now: "not marked", "suggested PERSON", "decided ORG"."""
    here = place.place
    words = _STATES.get(here.state) or f"{here.state} {here.label}"
    return f"{words}, boilerplate" if here.boilerplate else words


def told(place: Found, ticked: bool | None) -> str:
    """A place in words, for whoever cannot see the signs."""
    tick = {None: "", True: "ticked, ", False: "not ticked, "}[ticked]
    held = f"; {place.held}" if place.held else ""
    words = one_line(place.before[-40:] + place.words + place.after[:40])
    return f"{tick}{words}: {state_words(place)}{held}; {one_line(place.title)}"
