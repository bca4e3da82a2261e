"""The numbers behind a drawing, as a table to look through and to copy."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTableView, QWidget

from annotator.charts import Cell, Table
from annotator.charts import words as wording

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_AIR = 18
"""Pixels between columns."""
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class NumbersModel(QAbstractTableModel):
    """Shows a table of the core."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.table = Table(())

    def show_table(self, table: Table) -> None:
        """Show another."""
        if table != self.table:
            self.beginResetModel()
            self.table = table
            self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """The table's rows."""
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """The header's cells."""
        return 0 if parent.isValid() else len(self.table.header)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell, words to the left and numbers to the right."""
        cell = self.table.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return wording.told(cell)
        return _side(cell) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The header's words, on the side of what is below them."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.table.header[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole and self.table.rows:
            return _side(self.table.rows[0][section])
        return None


def _side(cell: Cell) -> Qt.AlignmentFlag:
    """Words to the left, numbers to the right."""
    return _MIDDLE | (Qt.AlignmentFlag.AlignLeft if isinstance(cell, str) else Qt.AlignmentFlag.AlignRight)


class Numbers(QTableView):
    """The table; what is selected can be copied, the whole with its header when nothing is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("numbers")
        self._model = NumbersModel(self)
        self.setModel(self._model)
        self.verticalHeader().hide()
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.horizontalHeader().setHighlightSections(False)

    def show_table(self, table: Table) -> None:
        """Show these numbers."""
        self._model.show_table(table)
        self.resizeColumnsToContents()
        for column in range(len(table.header)):
            self.setColumnWidth(column, self.columnWidth(column) + _AIR)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters do not search: they are keys of the chart."""
        if event.text().isalpha():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def tsv(self) -> str:
        """What is copied: lines of cells parted by tabs."""
        cells = {(i.row(), i.column()) for i in self.selectionModel().selectedIndexes()}
        if not cells:
            return wording.tsv(self._model.table)
        columns = sorted({column for _, column in cells})
        rows = self._model.table.rows
        lines = (
            "\t".join(wording.plain(rows[row][column]) if (row, column) in cells else "" for column in columns)
            for row in sorted({row for row, _ in cells})
        )
        return "".join(line + "\n" for line in lines)
