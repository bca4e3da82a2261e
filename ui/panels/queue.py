"""The list of articles: progress, filters, and the articles themselves."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.project import Query, Row
from annotator.records import Status
from ui.models.queue import ROW_ROLE, SIGNS, WORDS, QueueModel, Source, signs
from ui.theme import Theme

TYPING_MS = 120
"""How long (milliseconds) after the last key the list is searched."""
_FILTERS: tuple[tuple[str, str, tuple[Status, ...], bool | None], ...] = (
    ("all", "All", (), None),
    ("todo", SIGNS["todo"], ("todo",), None),
    ("started", SIGNS["started"], ("started",), None),
    ("done", SIGNS["done"], ("done",), None),
    ("skipped", SIGNS["skipped"], ("skipped",), None),
    ("flagged", "⚑", (), True),
)


class _Delegate(QStyledItemDelegate):
    """Title over two lines at most, with status and length in small letters beneath."""

    def __init__(self, panel: QueuePanel) -> None:
        super().__init__(panel)
        self._panel = panel

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One article."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, Row):
            return
        theme = self._panel.theme
        box: QRect = option.rect
        state = option.state
        painter.save()
        current = row.id == self._panel.current
        if state & QStyle.StateFlag.State_Selected or current:
            painter.fillRect(box, theme.selection)
        if current:
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), theme.focus)
        font: QFont = option.font
        small = QFont(font)
        small.setPointSizeF(font.pointSizeF() * 0.85)
        inner = box.adjusted(12, 6, -8, -6)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        faded = row.status in ("done", "skipped") and not current
        painter.setPen(theme.faded if faded else theme.ink)
        title = metrics.elidedText(" ".join(row.title.split()), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(
            QRect(inner.left(), inner.top(), inner.width(), metrics.height()), Qt.AlignmentFlag.AlignLeft, title
        )
        painter.setFont(small)
        painter.setPen(QColor(theme.faded))
        about = f"{signs(row)}  {WORDS[row.status]} · {row.words} words"
        if row.decided:
            about += f" · {row.decided} decided"
        below = QRect(inner.left(), inner.top() + metrics.height() + 2, inner.width(), metrics.height())
        about = painter.fontMetrics().elidedText(about, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, about)
        painter.setPen(theme.edge)
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Two lines."""
        return QSize(100, option.fontMetrics.height() * 2 + 16)


class _Table(QTableView):
    """Return and Enter choose; everything else is as in any list."""

    chosen = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return chooses the current row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)


class QueuePanel(QWidget):
    """``articleChosen(str)``: an article to open. ``queryChanged(Query)``: the list shows others now."""

    articleChosen = Signal(str)
    queryChanged = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queue")
        self.setAccessibleName("Articles")
        self.setMinimumWidth(180)
        self.theme = Theme.of("light")
        self.current = ""
        self.model = QueueModel(self)
        self._source: Source | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        self._timer.timeout.connect(self._apply)
        self._build()

    def _build(self) -> None:
        self.progress = QLabel("")
        self.progress.setAccessibleName("Progress of the project")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Share of articles done")
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search articles")
        self.search.setAccessibleName("Search articles")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _words: self._timer.start())
        self.search.returnPressed.connect(self._apply)
        filters = QHBoxLayout()
        filters.setSpacing(1)
        self._filters = QButtonGroup(self)
        for number, (name, sign, _, _) in enumerate(_FILTERS):
            button = QToolButton()
            button.setText(sign)
            button.setCheckable(True)
            button.setChecked(number == 0)
            button.setAccessibleName(f"Show {name} articles")
            button.setToolTip(f"Show {name} articles")
            self._filters.addButton(button, number)
            filters.addWidget(button)
        filters.addStretch(1)
        self._filters.idClicked.connect(lambda _id: self._apply())
        self.table = _Table()
        self.table.setObjectName("articles")
        self.table.setAccessibleName("List of articles")
        self.table.setModel(self.model)
        self.table.setItemDelegateForColumn(1, _Delegate(self))
        self.table.setColumnHidden(0, True)
        self.table.horizontalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.setShowGrid(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.clicked.connect(lambda index: self._choose(index.row()))
        self.table.chosen.connect(self._choose)
        head = QVBoxLayout()
        head.setContentsMargins(10, 10, 10, 4)
        head.setSpacing(7)
        head.addWidget(self.progress)
        head.addWidget(self.bar)
        head.addWidget(self.search)
        head.addLayout(filters)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
        self._row_height()

    def _row_height(self) -> None:
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() * 2 + 16)

    def set_source(self, source: Source | None) -> None:
        """Show the articles of another project."""
        self._source = source
        self._timer.stop()
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self._filters.button(0).setChecked(True)
        self.current = ""
        self._apply()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.theme = theme
        self._row_height()
        self.table.viewport().update()

    def set_counts(self, counts: dict[Status, int]) -> None:
        """Tell the progress of the project."""
        total = sum(counts.values())
        self.progress.setText(f"{counts['done']:,} of {total:,} articles done")
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(counts["done"])
        for number, (name, _, statuses, _) in enumerate(_FILTERS):
            if statuses:
                self._filters.button(number).setToolTip(f"Show {name} articles ({counts[statuses[0]]:,})")

    def set_current(self, id: str) -> None:
        """Mark the article that lies on the desk, and have it in view."""
        self.current = id
        place = self.model.place(id)
        if place is not None:
            index = self.model.index(place, 1)
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index)
        self.table.viewport().update()

    def refresh(self, id: str) -> None:
        """One article changed."""
        self.model.refresh(id)
        self.table.viewport().update()

    def reload(self) -> None:
        """There are other articles."""
        self._apply()

    def focus_search(self) -> None:
        """Give the keyboard to the search box."""
        self.search.setFocus()
        self.search.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From the search box: down goes to the list."""
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.table.setFocus()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard belongs to the list."""
        super().focusInEvent(event)
        self.table.setFocus()

    def _apply(self) -> None:
        self._timer.stop()
        _, _, statuses, flagged = _FILTERS[max(self._filters.checkedId(), 0)]
        query = Query(statuses, flagged, self.search.text().strip())
        self.model.set_source(self._source, query)
        if self.current:
            self.set_current(self.current)
        self.queryChanged.emit(query)

    def _choose(self, number: int) -> None:
        row = self.model.row(number)
        if row is not None:
            self.articleChosen.emit(row.id)
