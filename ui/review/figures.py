"""Tables of figures: each cell may lead on, by a click or by Return."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from annotator.records import Record

Index = QModelIndex | QPersistentModelIndex
LINK_ROLE = int(Qt.ItemDataRole.UserRole) + 3
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class Cell(Record, frozen=True):
    """What stands in a cell: words, what it leads to (None: nowhere), what it means."""

    words: str = ""
    link: Any = None
    means: str = ""
    bold: bool = False


class Head(Record, frozen=True):
    """A row that is the head of those below it."""

    words: str
    means: str = ""


Row = Head | Sequence[Cell]


def number(value: float | None) -> str:
    """A share from 0 to 1, as ``annotator evaluate`` writes it; "–" for none."""
    return "–" if value is None else f"{value:.3f}"


def between(interval: tuple[float, float] | None) -> str:
    """An interval of shares."""
    return f"{interval[0]:.3f} to {interval[1]:.3f}" if interval is not None else ""


def points(change: float | None) -> str:
    """A difference of shares in points, with its sign; "" for none."""
    if change is None:
        return ""
    words = f"{100 * change:+.1f}"
    return "0.0" if words in ("+0.0", "-0.0") else words.replace("-", "−")


class FiguresModel(QAbstractTableModel):
    """Rows of cells, under heads with their meanings; column 0 are words, the others figures."""

    def __init__(self, heads: Sequence[tuple[str, str]], parent: QObject) -> None:
        """``heads`` are the columns' names and what they mean."""
        super().__init__(parent)
        self._heads = list(heads)
        self.rows: list[Row] = []

    def show(self, rows: Sequence[Row]) -> None:
        """Show others; what is in focus stays when there are as many."""
        same = [isinstance(row, Head) for row in rows] == [isinstance(row, Head) for row in self.rows]
        if same and self.rows:
            self.rows = list(rows)
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self._heads) - 1))
            return
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """How many columns."""
        return 0 if parent is not None and parent.isValid() else len(self._heads)

    def cell(self, index: Index) -> Cell:
        """The cell there."""
        row = self.rows[index.row()]
        if isinstance(row, Head):
            return Cell(row.words if index.column() == 0 else "", None, row.means, bold=True)
        return row[index.column()] if index.column() < len(row) else Cell()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads of groups cannot be chosen."""
        if not index.isValid() or isinstance(self.rows[index.row()], Head):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The heads."""
        if side != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section else _LEFT
        words, means = self._heads[section]
        return {Qt.ItemDataRole.DisplayRole: words, Qt.ItemDataRole.ToolTipRole: means}.get(Qt.ItemDataRole(role))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What the view asks for."""
        if not index.isValid():
            return None
        cell = self.cell(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.words
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.means or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._read_out(index, cell)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if index.column() else _LEFT
        if role == Qt.ItemDataRole.FontRole and cell.bold:
            font = QFont()
            font.setBold(True)
            return font
        return cell.link if role == LINK_ROLE else None

    def _read_out(self, index: Index, cell: Cell) -> str:
        row = self.rows[index.row()]
        if isinstance(row, Head) or index.column() == 0:
            return cell.words
        return f"{row[0].words}, {self._heads[index.column()][0]}: {cell.words}"


class FiguresView(QTableView):
    """``linked(object)``: what the cell leads to that was clicked, or on which Return was pressed."""

    linked = Signal(object)

    def __init__(self, name: str, words: str, model: FiguresModel, *, whole_rows: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setModel(model)
        self.figures = model
        behaviour = QAbstractItemView.SelectionBehavior
        self.setSelectionBehavior(behaviour.SelectRows if whole_rows else behaviour.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        heads.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.activated.connect(self._open)
        self.clicked.connect(self._open)
        model.modelReset.connect(self._span_heads)

    def _span_heads(self) -> None:
        self.clearSpans()
        for number_, row in enumerate(self.figures.rows):
            if isinstance(row, Head):
                self.setSpan(number_, 0, 1, self.figures.columnCount())

    def _open(self, index: Index) -> None:
        link = index.data(LINK_ROLE)
        if link is not None:
            self.linked.emit(link)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what leads on."""
        leads = self.indexAt(event.position().toPoint()).data(LINK_ROLE) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def begin(self) -> None:
        """Take the keyboard, on a figure."""
        self.setFocus()
        if not self.currentIndex().isValid():
            first = next((n for n, row in enumerate(self.figures.rows) if not isinstance(row, Head)), None)
            if first is not None:
                self.setCurrentIndex(self.figures.index(first, min(3, self.figures.columnCount() - 1)))

    def fit(self) -> None:
        """Be as high as all rows are."""
        height = self.horizontalHeader().sizeHint().height() + self.verticalHeader().length() + 4
        self.setFixedHeight(height)

    def sizeHint(self) -> QSize:
        """Wide enough for all columns."""
        return QSize(520, 300)

    def sizeHintForColumn(self, column: int) -> int:
        """Some air between figures; heads of groups, which reach over all columns, do not count."""
        rows = [row for row in self.figures.rows if not isinstance(row, Head)]
        width = self.fontMetrics().horizontalAdvance
        return max((width(row[column].words) for row in rows if column < len(row)), default=0) + 22
