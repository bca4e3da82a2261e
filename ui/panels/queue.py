"""The list of articles: progress, filters, and the articles themselves."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QProgressBar,
    QSizePolicy,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.project import Query
from annotator.records import Status
from ui import signs
from ui.models.queue import WORDS, QueueModel
from ui.panels.filters import QueueFilters, Shelf
from ui.panels.rows import ArticleDelegate, Looks, article_height
from ui.theme import Theme

TYPING_MS = 120
"""How long (milliseconds) after the last key the list is searched."""
_MARGIN = 10
_TITLE = 1
"""The one column that is shown; its delegate paints all of an article."""
_STATES: tuple[Status, ...] = ("todo", "started", "done", "skipped")
_FLAG = "flag"


class _Table(QTableView):
    """Return and Enter choose; an empty list says why. Everything else is as in any list."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.empty_words = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return chooses the current row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, or a word where there are none."""
        super().paintEvent(event)
        if self.empty_words and self.model().rowCount() == 0:
            box = self.viewport().rect().adjusted(16, 24, -16, -16)
            with QPainter(self.viewport()) as painter:
                painter.setPen(self.palette().placeholderText().color())
                flags = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(box, int(flags), self.empty_words)


class QueuePanel(QWidget):
    """``articleChosen(str)``: an article to open. ``queryChanged(Query)``: the list shows others now, or another order.

    ``seedChosen(int)``: another seed for the random order.
    """

    articleChosen = Signal(str)
    seedChosen = Signal(int)
    queryChanged = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queue")
        self.setAccessibleName("Articles")
        self.looks = Looks.plain()
        self.model = QueueModel(self)
        self._counts: dict[Status, int] = {}
        self._failure = self._picking = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        self._timer.timeout.connect(self._apply)
        self._build()
        order = [self.search, *self._toggles.values(), *self.filters.widgets(), self.table]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
        self._fit()

    # --- building

    def _build(self) -> None:
        self.progress = QLabel("")
        self.progress.setObjectName("queueProgress")
        self.progress.setAccessibleDescription("Progress of the project")
        self.progress.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setObjectName("queueBar")
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Share of articles done")
        self.search = QLineEdit()
        self.search.setObjectName("queueSearch")
        self.search.setPlaceholderText("Filter the list")
        self.search.setAccessibleName("Filter the list")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _words: self._timer.start())
        self.search.returnPressed.connect(self._enter)
        self._build_table()
        head = QVBoxLayout()
        head.setContentsMargins(_MARGIN, 10, _MARGIN, 6)
        head.setSpacing(7)
        for widget in (self.progress, self.bar, self.search):
            head.addWidget(widget)
        head.addLayout(self._build_toggles())
        self.filters = QueueFilters(self.model)
        self.filters.changed.connect(self._apply)
        self.filters.seedChosen.connect(self.seedChosen)
        head.addWidget(self.filters)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        self.setFocusProxy(self.table)

    def _build_toggles(self) -> QHBoxLayout:
        """One state at a time (or all), and beside it whether only what is flagged is shown."""
        row = QHBoxLayout()
        row.setSpacing(1)
        self._toggles: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        for name in ("all", *_STATES, _FLAG):
            button = QToolButton()
            button.setObjectName(f"queue_{name}")
            button.setCheckable(True)
            button.setStyleSheet("padding: 3px 0;")  # six of them side by side
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            if name != _FLAG:
                group.addButton(button)
            button.clicked.connect(lambda _checked=False: self._apply())
            self._toggles[name] = button
            row.addWidget(button)
        self._toggles["all"].setChecked(True)
        return row

    def _build_table(self) -> None:
        self.table = _Table()
        self.table.setObjectName("articles")
        self.table.setAccessibleName("List of articles")
        self.table.setModel(self.model)
        self.table.setItemDelegate(ArticleDelegate(self.looks, self))
        for column in range(self.model.columnCount()):
            self.table.setColumnHidden(column, column != _TITLE)
        self.table.horizontalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(_TITLE, QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().hide()  # shown, a reset of a million rows takes two seconds
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.setShowGrid(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.setMouseTracking(True)
        self.table.clicked.connect(lambda index: self._choose(index.row()))
        self.table.chosen.connect(self._choose)
        self.model.failed.connect(self._failed)

    def _fit(self) -> None:
        """Sizes that follow from the font, and icons in the theme's colours."""
        line = self.fontMetrics().height()
        self.table.verticalHeader().setDefaultSectionSize(article_height(line))
        theme = self.looks.theme
        colours = {"done": theme.good, "started": theme.focus, _FLAG: theme.problem, "all": theme.ink}
        for name, button in self._toggles.items():
            button.setIcon(signs.icon(name, colours.get(name, theme.faded), line))
            button.setIconSize(QSize(line, line))
            button.setFont(signs.sized(self.font(), 0.8))
        self.filters.set_looks(theme, line)
        self.setMinimumWidth(max(180, len(self._toggles) * (line + 8) + 2 * _MARGIN))
        self._fit_toggles()
        self.table.viewport().update()

    def _fit_toggles(self) -> None:
        """Counts stand below the signs where there is room for them."""
        widest = max(button.fontMetrics().horizontalAdvance(button.text()) for button in self._toggles.values())
        room = (self.width() - 2 * _MARGIN) / len(self._toggles)
        style = Qt.ToolButtonStyle.ToolButtonTextUnderIcon
        if room < widest + 6:
            style = Qt.ToolButtonStyle.ToolButtonIconOnly
        for button in self._toggles.values():
            button.setToolButtonStyle(style)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow panel has no room for counts."""
        super().resizeEvent(event)
        self._fit_toggles()

    def changeEvent(self, event: QEvent) -> None:
        """Another font needs other rows."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self._fit()

    # --- what is shown

    @property
    def current(self) -> str:
        """The id of the article that lies on the desk, or ""."""
        return self.looks.focus

    def set_source(self, source: Shelf | None) -> None:
        """Show the articles of another project, unfiltered and as imported."""
        self._timer.stop()
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self._toggles["all"].setChecked(True)
        self._toggles[_FLAG].setChecked(False)
        self.looks.focus = ""
        self._failure = ""
        self.model.set_source(source)
        self.filters.set_shelf(source)
        self._listed()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.looks.theme = theme
        self._fit()

    def set_counts(self, counts: dict[Status, int]) -> None:
        """Tell the progress of the project, and how many articles each filter would show."""
        if counts == self._counts:
            return
        self._counts = dict(counts)
        total, done = sum(counts.values()), counts.get("done", 0)
        self.progress.setText(f"{done:,} of {total:,} done")
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        self._tell_count("all", total, "all articles")
        for status in _STATES:
            self._tell_count(status, counts.get(status, 0), f"articles that are {WORDS[status]}")

    def _tell_count(self, name: str, count: int, words: str) -> None:
        button = self._toggles[name]
        if button.text() != brief(count):
            button.setText(brief(count))
            self._fit_toggles()
        button.setToolTip(f"Show {words} ({count:,})")
        button.setAccessibleName(f"Show {words}, {count:,}")

    def _count_flagged(self) -> None:
        self._tell_count(_FLAG, self.model.count_of(Query(flagged=True)), "only articles that are flagged")

    def set_current(self, id: str) -> None:
        """Mark the article that lies on the desk, and have it in view; what it moved stands in its place again."""
        if id != self.current:
            self.model.settle()
        self.looks.focus = id
        place = self.model.row_of(id)
        if place is None:
            self.table.clearSelection()
        else:
            index = self.model.index(place, _TITLE)
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index)
        self.table.viewport().update()

    def refresh(self, id: str) -> None:
        """One article changed."""
        before = self.model.known(id)
        self.model.refresh(id)
        after = self.model.known(id)
        if before is None or after is None or before.flagged != after.flagged:
            self._count_flagged()

    def reload(self) -> None:
        """There are other articles, or they are shuffled anew."""
        self.filters.refresh()
        self._apply()

    def tell_picking(self, words: str) -> None:
        """What to say where articles worth most are listed and there are none."""
        self._picking = words
        if self.model.query.order == "picked":
            self.table.empty_words = words
            self.table.viewport().update()

    def focus_search(self) -> None:
        """Give the keyboard to the search box."""
        self.search.setFocus()
        self.search.selectAll()

    # --- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From the search box: down goes to the list."""
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            if not self.table.currentIndex().isValid():
                self.table.setCurrentIndex(self.model.index(0, _TITLE))
            self.table.setFocus()
            return
        super().keyPressEvent(event)

    def _apply(self) -> None:
        self._timer.stop()
        self._failure = ""
        statuses = tuple(status for status in _STATES if self._toggles[status].isChecked())
        flagged = True if self._toggles[_FLAG].isChecked() else None
        before = self.model.query.order
        self.model.set_query(self.filters.narrowed(Query(statuses, flagged, self.search.text().strip())))
        self._listed()
        if self.model.query.order != before:
            self.table.scrollToTop()  # what comes first is why it was asked for

    def _enter(self) -> None:
        """The first article that has the words is opened; without words the keyboard goes to the list."""
        self._apply()
        if self.search.text().strip():
            self._choose(0)
        else:
            self.table.setFocus()

    def _listed(self) -> None:
        """The list was read: tell what follows from it."""
        query = self.model.query
        self._count_flagged()
        words = (
            "No article is like that."
            if query != Query(order=query.order)
            else "There is no article yet.\nProject → Import articles…"
        )
        if query.order == "picked":
            words = self._picking
        self.table.empty_words = self._failure or (words if self.model.has_source else "")
        if self.current:
            self.set_current(self.current)
        self.queryChanged.emit(query)

    def _failed(self, why: str) -> None:
        self._failure = why
        self.table.empty_words = why

    def _choose(self, number: int) -> None:
        row = self.model.row(number)
        if row is not None:
            self.articleChosen.emit(row.id)


def brief(count: int) -> str:
    """A count in at most four signs: 999, 1.2k, 34k, 1.2M."""
    for size, unit in ((1_000_000, "M"), (1_000, "k")):
        share = count / size
        if share >= 0.9995:
            return f"{share:.1f}{unit}" if share < 9.95 else f"{share:.0f}{unit}"
    return str(count)
