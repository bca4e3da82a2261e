"""What the guideline panel lists: examples from this project's gold, or all labels and polarities to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.examples import Example, Examples
from annotator.records import POLARITIES, Polarity
from annotator.scheme import Label, Scheme
from ui.models.entities import ITEM_ROLE
from ui.models.words import one_line

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Choice:
    """A label or a polarity that can be chosen, with its guideline."""

    name: str
    guideline: str
    label: Label | None = None
    polarity: Polarity | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """An example as one line: pieces with a space wherever there is white space. ``rejected`` says "not so"."""

    example: Example
    pieces: tuple[tuple[str, bool], ...]
    subject: str
    rejected: bool = False

    @property
    def told(self) -> str:
        """All of it in words."""
        no = f"not {self.subject}: " if self.rejected else ""
        head = f"{one_line(self.example.head)}: " if self.example.head else ""
        return no + head + "".join(f"“{words}”" if marked else words for words, marked in self.pieces)


class GuidelineModel(QAbstractListModel):
    """One row a :class:`Choice` or a :class:`Shown`, under ``ITEM_ROLE``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Choice | Shown, ...] = ()

    def show_examples(self, subject: str, found: Examples) -> None:
        """List examples: first what is so, then what is not."""
        rows = [Shown(e, pieces_of(e), subject) for e in found.marked]
        self._show(rows + [Shown(e, pieces_of(e), subject, rejected=True) for e in found.rejected])

    def show_choices(self, scheme: Scheme) -> None:
        """List all labels, then the polarities."""
        labels = [Choice(label.name, label.guideline, label) for label in scheme.label]
        self._show(labels + [Choice(p, getattr(scheme.polarity, p), polarity=p) for p in POLARITIES])

    def clear(self) -> None:
        """List nothing."""
        self._show(())

    def _show(self, rows: Sequence[Choice | Shown]) -> None:
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def row_of(self, name: str) -> int:
        """The row of a choice; 0 when it is not there."""
        return next((n for n, row in enumerate(self._rows) if isinstance(row, Choice) and row.name == name), 0)

    def rowCount(self, parent: Index | None = None) -> int:
        """How many there are."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the view asks for."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        told = row.told if isinstance(row, Shown) else f"{row.name}: {row.guideline}"
        if role == ITEM_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return told
        return None


def pieces_of(example: Example) -> tuple[tuple[str, bool], ...]:
    """The pieces of an example, each on one line with nothing hidden in it, and whether it is marked."""
    shown = []
    for piece in example.pieces:
        before, after = (" " if end.isspace() else "" for end in (piece.words[:1], piece.words[-1:]))
        shown.append((f"{before}{one_line(piece.words)}{after}" if piece.words.strip() else " ", piece.marked))
    return tuple(shown)
