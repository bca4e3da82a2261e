"""Above the list of articles: in which order, with which label, of which curator. A filter that is on has a chip."""

from __future__ import annotations

from functools import partial
from typing import Protocol

import msgspec
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication, QIntValidator, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from annotator.project import Order, Query
from annotator.versions import State
from ui import signs
from ui.models.queue import QueueModel, Source
from ui.theme import Theme

ORDERS: dict[Order, tuple[str, str]] = {
    "import": ("As imported", "The order in which articles were imported"),
    "title": ("By title", "By title"),
    "length": ("Short first", "Articles with few words first"),
    "pending": ("Most open first", "Articles with most undecided suggestions first"),
    "uncertainty": ("Unsure first", "Articles first of which the model is least sure in what is undecided"),
    "disagreement": ("Runs differ first", "Articles first on which the two newest runs differ most"),
    "picked": ("Worth most first", "Those from which the model would learn most: unsure, and unlike what was done"),
    "random": ("At random", "Shuffled; the same seed gives the same order"),
}
"""What each order is called, and what it means."""
MOST_SEED = 999_999_999
_CHIP = 76
"""No chip is made narrower (pixels) than this to make room for the other."""


class Shelf(Source, Protocol):
    """Articles with what can be chosen among; every method may raise AnnotatorError."""

    def labels(self) -> list[str]:
        """The labels that find an article."""

    def curators(self) -> list[str]:
        """Who decided anything."""

    def merged(self) -> dict[State, int]:
        """How articles stand that have versions of several curators."""

    def seed(self) -> int:
        """The seed of the random order."""


class _Narrow(QToolButton):
    """A button beside others in a narrow panel: words that have no room end in …"""

    _words = ""

    def set_words(self, words: str) -> None:
        """What stands on it where there is room."""
        self._words = words
        self.fit()

    def fit(self) -> None:
        """Show as much of the words as there is room for."""
        around = self.sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text())
        room = self.width() - around
        self.setText(self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There is more room, or less."""
        super().resizeEvent(event)
        self.fit()


def _menu_button(name: str) -> _Narrow:
    button = _Narrow()
    button.setObjectName(name)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setStyleSheet("QToolButton { padding: 3px 5px; } QToolButton::menu-indicator { image: none; }")
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


class QueueFilters(QWidget):
    """``changed()``: another order or filter was chosen. ``seedChosen(int)``: another seed for the random order."""

    changed = Signal()
    seedChosen = Signal(int)

    def __init__(self, model: QueueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._shelf: Shelf | None = None
        self._chosen = {"label": "", "curator": "", "versions": ""}
        self._order: Order = "import"
        self._build_order()
        self._build_filter()
        self._build_seed()
        self._chips = {name: self._chip(name) for name in self._chosen}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        chips = [self._chips["label"], self._chips["curator"]], [self._chips["versions"]]
        for widgets in ([self.order, self.filter], [self.seed_words, self.seed], *chips):
            row = QHBoxLayout()
            row.setSpacing(4)
            for widget in widgets:
                row.addWidget(widget)
            if widgets in chips:
                row.addStretch(1)
            column.addLayout(row)

    def _build_order(self) -> None:
        self.order = _menu_button("queueOrder")
        self.order.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.order.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.orders = QMenu(self)
        group = QActionGroup(self.orders)
        for order, (name, meaning) in ORDERS.items():
            action = group.addAction(name)
            action.setCheckable(True)
            action.setData(order)
            action.setToolTip(meaning)
            action.triggered.connect(partial(self._order_picked, order))
            self.orders.addAction(action)
        self.orders.setToolTipsVisible(True)
        self.order.setMenu(self.orders)

    def _build_filter(self) -> None:
        self.filter = _menu_button("queueFilter")
        self.filter.setAccessibleName("Filter by label or curator")
        self.filter.setToolTip("Show only articles with a label, or of a curator")
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.filter.setMenu(self.menu)

    def _build_seed(self) -> None:
        self.seed = QLineEdit()
        self.seed.setObjectName("queueSeed")
        self.seed.setAccessibleName("Seed of the random order")
        self.seed.setToolTip("Another number, another order; Return shuffles")
        self.seed.setValidator(QIntValidator(0, MOST_SEED, self.seed))
        self.seed.editingFinished.connect(self._seed_entered)
        self.seed_words = QLabel("Seed")
        self.seed_words.setBuddy(self.seed)

    def _chip(self, name: str) -> QToolButton:
        chip = QToolButton()
        chip.setObjectName(f"queue_off_{name}")
        chip.setStyleSheet("QToolButton { background: palette(highlight); padding: 2px 7px; }")
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        chip.clicked.connect(lambda: self.choose(name, ""))
        chip.hide()
        return chip

    # --- what is chosen

    def widgets(self) -> list[QWidget]:
        """What takes the keyboard, in the order of Tab."""
        return [self.order, self.filter, self.seed, *self._chips.values()]

    def set_shelf(self, shelf: Shelf | None) -> None:
        """Choose among other articles, from the beginning."""
        self._shelf = shelf
        self._chosen = dict.fromkeys(self._chosen, "")
        self._order = "import"
        self.refresh()

    def refresh(self) -> None:
        """Show what is on, and the seed as it is now."""
        for name, chip in self._chips.items():
            value = self._chosen[name]
            words = f"by {value}" if name == "curator" else value
            chip.setText(f"{words}  ✕")
            chip.setVisible(bool(value))
            chip.setMinimumWidth(min(chip.sizeHint().width(), _CHIP))
            chip.setAccessibleName(f"Articles of any {name} again, not only {words}")
            chip.setToolTip(chip.accessibleName())
        name, meaning = ORDERS[self._order]
        self.order.set_words(f" {name}")
        self.order.setAccessibleName(f"Order of the articles: {name}")
        self.order.setToolTip(meaning)
        for action in self.orders.actions():
            action.setChecked(action.data() == self._order)
        random = self._order == "random"
        self.seed.setVisible(random)
        self.seed_words.setVisible(random)
        if random:
            self.seed.setText(str(self._known_seed()))

    def _known_seed(self) -> int:
        shelf = self._shelf
        return 0 if shelf is None else self._model.ask(lambda _source: shelf.seed(), 0)

    def set_looks(self, theme: Theme, line: int) -> None:
        """The sign in the theme's colour, as large as a line of letters."""
        for button, sign in ((self.order, "order"), (self.filter, "filter")):
            button.setIcon(signs.icon(sign, theme.ink, line))
            button.setIconSize(QSize(line, line))
        self.order.fit()

    def narrowed(self, query: Query) -> Query:
        """``query`` in the order and with the filters that are chosen here."""
        return msgspec.structs.replace(query, order=self._order, **self._chosen)

    def choose_order(self, order: Order) -> None:
        """Show the articles in another order."""
        self._order = order
        self._tell()

    def _order_picked(self, order: Order, _checked: bool = False) -> None:
        self.choose_order(order)

    def choose(self, name: str, value: str) -> None:
        """Filter by a "label", a "curator" or how "versions" of several stand; "" is any."""
        chip = self._chips[name]
        if not value and chip.hasFocus():
            self.filter.setFocus()  # a chip that goes would take the keyboard with it
        self._chosen[name] = value
        self._tell()

    def _tell(self) -> None:
        self.refresh()
        self.changed.emit()

    def _seed_entered(self) -> None:
        if self._shelf is None or int(self.seed.text()) == self._known_seed():
            return
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)  # a million articles take some seconds
        try:
            self.seedChosen.emit(int(self.seed.text()))
        finally:
            QGuiApplication.restoreOverrideCursor()

    # --- the menu

    def _fill_menu(self) -> None:
        self.menu.clear()
        shelf = self._shelf
        nothing: list[str] = []
        if shelf is None:
            return
        labels = self._model.ask(lambda _source: shelf.labels(), nothing)
        curators = self._model.ask(lambda _source: shelf.curators(), nothing)
        self._fill_section("label", "Label, decided or suggested", labels)
        self._fill_section("curator", "Worked on by", curators)
        states: dict[State, int] = {}
        self._fill_section(
            "versions", "Versions of several curators", list(self._model.ask(lambda _: shelf.merged(), states))
        )
        if self.menu.isEmpty():
            self.menu.addAction("Nothing is suggested or decided yet").setEnabled(False)

    def _fill_section(self, name: str, words: str, values: list[str]) -> None:
        if not values:
            return
        if not self.menu.isEmpty():
            self.menu.addSeparator()
        self.menu.addAction(words).setEnabled(False)  # a section's own title is not shown in every style
        for value in values:
            action = QAction(value.replace("&", "&&"), self.menu)
            action.setCheckable(True)
            on = value == self._chosen[name]
            action.setChecked(on)
            action.triggered.connect(partial(self._picked, name, "" if on else value))
            self.menu.addAction(action)

    def _picked(self, name: str, value: str, _checked: bool = False) -> None:
        self.choose(name, value)
