"""The numbers behind a drawing, as a table to look through and to copy."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QTableView, QWidget

from annotator.charts import Table
from annotator.charts import words as wording

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
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
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if isinstance(cell, str) else Qt.AlignmentFlag.AlignRight
            return side | _MIDDLE
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The header's words."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.table.header[section]
        return None


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

    def show_table(self, table: Table) -> None:
        """Show these numbers."""
        self._model.show_table(table)
        self.resizeColumnsToContents()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters do not search, and copying is the chart's: it knows how."""
        if event.text().isalpha() or event.matches(QKeySequence.StandardKey.Copy):
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
