"""The review room's window: its head, its tabs, and what to do when there is nothing to show yet."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QLabel,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from annotator.edits import plural
from annotator.review.listing import Asked
from ui import signs
from ui.bridge import Bridge
from ui.panels.told import LastWord
from ui.review.errors import Errors
from ui.review.looking import Looking
from ui.review.saving import Saving
from ui.review.tab import Tab
from ui.review.tabs import TABS
from ui.review.top import Top
from ui.suggesting import Suggesting
from ui.trainer import Trainer

_GEOMETRY = "reviewGeometry"


class ReviewWindow(QMainWindow):
    """Stands beside the main window. ``placeWanted(Failure)``: an article is to be opened at a place;
    ``backWanted()``: the keyboard goes back to the main window."""

    placeWanted = Signal(object)
    backWanted = Signal()

    def __init__(
        self, bridge: Bridge, suggesting: Suggesting, trainer: Trainer, settings: QSettings, parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("reviewWindow")
        self.setWindowTitle("Review — how good are the suggestions?")
        self._settings = settings
        self.looking = Looking(bridge, suggesting, trainer, self)
        self.top = Top(self.looking)
        self.saving = Saving(self.looking, self)
        self.tabs = QTabBar()
        self.tabs.setObjectName("reviewTabs")
        self.tabs.setAccessibleName("Views of the room")
        self.tabs.setExpanding(False)
        self.views: list[Tab] = [kind(self.looking) for kind in TABS]
        for number, tab in enumerate(self.views, start=1):
            self.tabs.addTab(tab.title)
            self.tabs.setTabToolTip(number - 1, f"{tab.explained} (Ctrl+{number})")
            self._key(f"Ctrl+{number}", lambda tab=tab: self.show_tab(tab))
        self.stack = QStackedWidget()
        self._empty = self._build_empty()
        for page in (self._empty, *self.views):
            self.stack.addWidget(page)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self.tabs)
        column.addWidget(self.stack, 1)
        self.setCentralWidget(whole)
        self.told = LastWord()
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(self.told, 1)
        self._behind: set[Tab] = set(self.views)
        self._wire()
        self._restore()

    def _build_empty(self) -> QWidget:
        self.nothing = QLabel("")
        self.nothing.setObjectName("reviewNothing")
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setFont(signs.sized(self.font(), 1.15))
        self.read_all = QPushButton("")
        self.read_all.setObjectName("reviewReadAll")
        self.read_all.clicked.connect(lambda _checked=False: self.looking.have_read())
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.setContentsMargins(80, 40, 80, 80)
        column.setSpacing(18)
        column.addStretch(1)
        column.addWidget(self.nothing)
        column.addWidget(self.read_all, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(2)
        return empty

    def _key(self, key: str, act: object) -> None:
        QShortcut(QKeySequence(key), self).activated.connect(act)

    def _wire(self) -> None:
        looking = self.looking
        looking.scored.connect(self._refresh)
        looking.runsChanged.connect(self._show_empty)
        looking.suggesting.measured.connect(lambda _done, _total: self._show_empty())
        looking.errorsWanted.connect(self.show_errors)
        looking.placeWanted.connect(self.placeWanted)
        looking.told.connect(self.told.tell)
        looking.bridge.projectChanged.connect(lambda _project: self.close())
        looking.bridge.schemeChanged.connect(self._refresh)
        looking.suggesting.told.connect(lambda _words: self._show_empty())
        self.tabs.currentChanged.connect(lambda _row: self._show_empty())
        self.tabs.currentChanged.connect(lambda _row: self._tab_changed())
        self._key("Ctrl+0", self.top.slice.show_all)
        self._key("F5", looking.gather)
        self._key("Ctrl+F", self._find)
        self._key("Ctrl+L", lambda: self.errors.switch.toggle() if self.current is self.errors else None)
        self._key("Ctrl+Backspace", lambda: self.errors.ask(Asked()))
        self._key("Ctrl+J", self.backWanted.emit)
        self._key("Ctrl+S", self.saving.ask_and_save)
        self.top.save.clicked.connect(lambda _checked=False: self.saving.ask_and_save())
        self._key("Esc", self._escape)
        self._key("Ctrl+W", self.close)

    def _restore(self) -> None:
        self.resize(1280, 800)
        geometry = self._settings.value(_GEOMETRY)
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)

    # --- what is shown

    @property
    def current(self) -> Tab:
        """The tab that is shown."""
        return self.views[self.tabs.currentIndex()]

    def open(self) -> None:
        """Show it, with the keyboard where it was."""
        fresh = not self.isVisible()
        self.show()
        self.raise_()
        self.activateWindow()
        self.looking.watched = True
        self.looking.open()
        self._show_empty()
        if fresh or self.focusWidget() is None:
            self.current.begin()

    def show_tab(self, tab: Tab) -> None:
        """Show a tab, and give it the keyboard."""
        self.tabs.setCurrentIndex(self.views.index(tab))
        tab.begin()

    def show_errors(self, asked: Asked) -> None:
        """Show the errors that a figure counts."""
        self.errors.ask(asked)
        self._behind.discard(self.errors)
        self.show_tab(self.errors)

    @property
    def errors(self) -> Errors:
        """The tab with the list of errors."""
        return next(tab for tab in self.views if isinstance(tab, Errors))

    def _find(self) -> None:
        """The words to be found among the errors."""
        self.show_tab(self.errors)
        self.errors.find_words()

    def _refresh(self) -> None:
        """The figures are others: the tab that is shown follows now, the others when they are."""
        first = self.stack.currentWidget() is self._empty
        self._behind = set(self.views)
        self._show_empty()
        self._tab_changed()
        if first and self.stack.currentWidget() is self.current and self.isActiveWindow():
            self.current.begin()

    def _tab_changed(self) -> None:
        tab = self.current
        if tab in self._behind and self.stack.currentWidget() is tab:
            self._behind.discard(tab)
            tab.refresh()

    def _show_empty(self) -> None:
        """Without a run, or without anything that it has read, say what is to be done."""
        looking, figures, finished = self.looking, self.looking.figures, self.looking.finished
        read = looking.read.get(looking.run, (figures.articles, 0) if figures is not None else (0, 0))[0]
        known = figures is not None and read > 0
        self.stack.setCurrentWidget(self.current if known or self.current.always else self._empty)
        if not known:
            self.nothing.setText(self._words(finished))
        used, reads = looking.model, looking.suggesting.measures
        can = not known and finished > 0 and not reads and not looking.gathering and used is not None
        appears = can and not self.read_all.isVisible()
        self.read_all.setVisible(can)
        if appears and self.isActiveWindow():
            self.read_all.setFocus()
        self.read_all.setText(f"Have {used.model if used else ''} read {plural(finished, 'finished article')}")

    def _words(self, finished: int) -> str:
        looking = self.looking
        if looking.suggesting.measures:
            return "The model reads the finished articles. Its figures are here as soon as it is done."
        if looking.gathering:
            return "Comparing what is finished with what the model says …"
        if not finished:
            return (
                "No article is finished yet.\n\nSuggestions are measured by what curators decided: finish some articles "
                "(Space), or import gold, and come back."
            )
        if looking.model is None:
            return "No model has read the finished articles yet.\n\nThe model is still loading; wait a moment."
        return (
            "No model has read the finished articles yet.\n\nThe model in use can read them now, beside the window. What "
            "it suggests there changes no decision; it is only compared with them."
        )

    def _escape(self) -> None:
        """From the words to be found to the list; from anywhere else to the main window."""
        if self.errors.text.hasFocus():
            self.errors.begin()
        else:
            self.close()

    # --- coming and going

    def showEvent(self, event: QShowEvent) -> None:
        """Acts in the main window are followed."""
        super().showEvent(event)
        self.looking.watched = True

    def hideEvent(self, event: QHideEvent) -> None:
        """Acts are not followed until it is shown again."""
        super().hideEvent(event)
        self.looking.watched = False

    def closeEvent(self, event: QCloseEvent) -> None:
        """What goes on is left; run, slice and place stay for the next time."""
        self._settings.setValue(_GEOMETRY, self.saveGeometry())
        self.looking.leave()
        event.accept()
        self.backWanted.emit()

    def stop(self) -> None:
        """The main window goes."""
        for tab in self.views:
            tab.stop()
        self.looking.stop()
