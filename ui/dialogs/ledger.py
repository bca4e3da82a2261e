"""What became of the suggestions: of this article one by one, and of the whole project counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.ledger import FATES, WORDS, Line
from annotator.reckoning import Reckoned, RunLedger, parts, share
from ui.dialogs.wording import words_label
from ui.models.entities import ITEM_ROLE
from ui.models.words import one_line

Index = QModelIndex | QPersistentModelIndex
_HERE = ("Fate", "What", "Label", "Words", "Likely", "By")
_TOTALS = ("", "Suggested", *(WORDS[fate].capitalize() for fate in FATES), "Share accepted", "Promised")
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class _Table(QAbstractTableModel):
    """Rows of words under heads; the words of a row may stand for something (``ITEM_ROLE``)."""

    def __init__(self, heads: Sequence[str], left: Sequence[int], parent: QObject) -> None:
        """``left`` are the columns of words; numbers stand at the right."""
        super().__init__(parent)
        self._heads = heads
        self._left = left
        self._rows: list[tuple[tuple[str, ...], Any]] = []

    def show(self, rows: list[tuple[tuple[str, ...], Any]]) -> None:
        """Show others."""
        if len(rows) == len(self._rows):  # only counts differ: what is selected and scrolled to stays
            self._rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self._heads) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """How many columns."""
        return 0 if parent is not None and parent.isValid() else len(self._heads)

    def headerData(self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The heads."""
        across = side == Qt.Orientation.Horizontal
        if role == Qt.ItemDataRole.TextAlignmentRole and across:
            return _LEFT if section in self._left else _RIGHT
        return self._heads[section] if across and role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the view asks for."""
        if not index.isValid():
            return None
        words, item = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return words[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() not in self._left:
            return _RIGHT
        return item if role == ITEM_ROLE else None


class LedgerDialog(QDialog):
    """Two tabs. Return on a line of this article chooses it: ``chosen`` is then that line, and the dialog closes."""

    def __init__(
        self, parent: QWidget | None, lines: Sequence[Line], text: str, none: str = "Nothing is suggested here yet."
    ) -> None:
        """The lines are about ``text``; ``none`` is said when there are none."""
        super().__init__(parent)
        self.setObjectName("ledgerDialog")
        self.setWindowTitle("Ledger of suggestions")
        self.resize(1080, 560)
        self.chosen: Line | None = None
        self._runs: tuple[RunLedger, ...] = ()
        self._lines = _Table(_HERE, (0, 1, 2, 3, 5), self)
        self._totals = _Table(_TOTALS, (0,), self)
        self.here = self._view("ledgerHere", "Suggestions of this article with their fates", self._lines, stretch=3)
        self.totals = self._view("ledgerTotals", "Suggestions of the project, counted by fate", self._totals, stretch=0)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("ledgerTabs")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._part(lines, none), "&This article")
        self.tabs.addTab(self._whole(), "Whole &project")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.addWidget(self.tabs)
        self._lines.show([(_told(line, text), line) for line in lines])
        self.here.activated.connect(self._choose)
        self.here.setCurrentIndex(self._lines.index(0, 0))
        self.here.setFocus()

    def _view(self, name: str, words: str, model: _Table, stretch: int) -> QTableView:
        view = QTableView()
        view.setObjectName(name)
        view.setAccessibleName(words)
        view.setModel(model)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setTabKeyNavigation(False)
        view.setShowGrid(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + 9)
        heads = view.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        heads.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
        return view

    def _part(self, lines: Sequence[Line], none: str) -> QWidget:
        counts = {fate: sum(line.fate == fate for line in lines) for fate in FATES}
        told = ", ".join(f"{count:,} {WORDS[fate]}" for fate, count in counts.items() if count)
        return _under(words_label("ledgerTold", told or none), self.here)

    def _whole(self) -> QWidget:
        self.run = QComboBox()
        self.run.setObjectName("ledgerRun")
        self.run.setAccessibleName("Run")
        self.run.currentIndexChanged.connect(lambda _row: self._show_totals())
        self.told = words_label("ledgerProgress")
        row = QHBoxLayout()
        row.addWidget(self.run)
        row.addWidget(self.told, 1)
        legend = words_label(
            "ledgerLegend",
            "“Share accepted” is of those that were judged one by one (accepted, changed, rejected); “promised” is what "
            "their probabilities said of the same. In bulk, dropped and never looked at say nothing of how good they are.",
        )
        return _under(row, self.totals, legend)

    def show_reckoned(self, found: Reckoned | tuple[RunLedger, ...]) -> None:
        """What is reckoned of the project so far, or (the ledgers alone) all of it."""
        runs = found.runs if isinstance(found, Reckoned) else found
        self.told.setText(found.words if isinstance(found, Reckoned) and found.done < found.total else "")
        known, self._runs = [run.run for run in self._runs], runs
        if known != [run.run for run in runs]:
            self.run.clear()
            self.run.addItems([f"{run.model} {run.version}, {run.at[:10]}" for run in runs])
            self.run.setCurrentIndex(len(runs) - 1)
        self._show_totals()

    def _show_totals(self) -> None:
        at = self.run.currentIndex()
        if not 0 <= at < len(self._runs):
            return
        rows = []
        for name, tally in parts(self._runs[at]):
            counts = (f"{tally.fates[fate]:,}" if fate in tally.fates else "·" for fate in FATES)
            rows.append(((name, f"{tally.count:,}", *counts, share(tally.accepted), share(tally.expected)), None))
        self._totals.show(rows)

    def _choose(self, index: Index) -> None:
        line = index.data(ITEM_ROLE)
        if isinstance(line, Line):
            self.chosen = line
            self.accept()


def _told(line: Line, text: str) -> tuple[str, ...]:
    words = one_line(line.place.of(text))
    return WORDS[line.fate], line.kind, line.label, words, f"{line.p:.0%}", line.by


def _under(*parts_: QWidget | QHBoxLayout) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(4, 10, 4, 4)
    for part in parts_:
        if isinstance(part, QWidget):
            column.addWidget(part, 1 if isinstance(part, QTableView) else 0)
        else:
            column.addLayout(part)
    return whole
