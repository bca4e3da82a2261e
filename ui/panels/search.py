"""The panel below the text: words found in the whole project, and the template to put on the places."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.edits import Template
from annotator.everywhere import Found
from annotator.scheme import Scheme
from ui.models.search import HitsModel
from ui.panels.hits import HitDelegate
from ui.panels.listed import has_keyboard
from ui.panels.rows import Looks
from ui.panels.template import TemplateLabel
from ui.theme import Theme

TYPING_MS = 120
"""How long (milliseconds) after the last key the project is searched."""
_ROOMY = 1100
"""From this width (pixels) on, the keys of the list are told beside the words."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SHIFT, _CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class _List(QListView):
    """The places. ``pressedKey(str)``: a key that means something here, as :func:`_name` has it."""

    pressedKey = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.empty_words = ""
        self.pressed_x = 0.0

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where in the row it was."""
        self.pressed_x = event.position().x()
        super().mousePressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Undo and redo work here too, though they are the desk's keys."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _name(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the panel; everything else is as in any list."""
        if name := _name(event):
            self.pressedKey.emit(name)
        elif event.text().isprintable() and event.text():
            event.ignore()  # no search by typing within the list: letters are acts
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The places, or a word where there are none."""
        super().paintEvent(event)
        if self.empty_words and self.model().rowCount() == 0:
            with QPainter(self.viewport()) as painter:
                painter.setPen(self.palette().placeholderText().color())
                flags = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(self.viewport().rect().adjusted(16, 20, -16, -16), int(flags), self.empty_words)


def _name(event: QKeyEvent) -> str:
    """What a key press is called that the list itself takes, else ""."""
    with_ctrl = "Ctrl+" if event.modifiers() & _CTRL else ""
    if event.key() in _ENTER:
        return f"{with_ctrl}Return"
    if event.key() == Qt.Key.Key_Z and with_ctrl:
        return "Ctrl+Y" if event.modifiers() & _SHIFT else "U"
    if event.key() == Qt.Key.Key_Y and with_ctrl:
        return "Ctrl+Y"
    if with_ctrl or event.modifiers() & Qt.KeyboardModifier.AltModifier:
        return ""
    text = event.text().upper()
    return "Space" if text == " " else text if text in {"P", "A", "T", "U"} or text in set("123456789") else ""


class SearchPanel(QWidget):
    """Words to look for, the template, the places. It decides nothing: what is wanted comes out as signals.

    ``searchWanted()``: words or options are others now. ``jumpWanted(Found)``: show this place. ``putWanted(Found, bool)``:
    put the template on this one (and go on). ``putAllWanted()``: on all that are ticked. ``labelWanted(str)``: a label's
    key was pressed. ``undoWanted(bool)``: undo, or (True) redo. ``closed()``: the panel was left.
    """

    searchWanted = Signal()
    jumpWanted = Signal(object)
    putWanted = Signal(object, bool)
    putAllWanted = Signal()
    labelWanted = Signal(str)
    undoWanted = Signal(bool)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search")
        self.setAccessibleName("Search of the project")
        self.looks = Looks.plain()
        self.model = HitsModel(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        self._timer.timeout.connect(self._apply)
        self._build()
        self.setFocusProxy(self.list)
        self.show_template(None)
        self.model.ticksChanged.connect(self._count_ticks)

    # --- building

    def _build(self) -> None:
        self._build_list()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._build_first_row())
        column.addLayout(self._build_second_row())
        column.addWidget(self.list, 1)

    def _build_first_row(self) -> QHBoxLayout:
        self.words = QLineEdit()
        self.words.setObjectName("searchWords")
        self.words.setPlaceholderText("Whole words, in the whole project")
        self.words.setAccessibleName("Search the project")
        self.words.setClearButtonEnabled(True)
        self.words.setMaximumWidth(420)
        self.words.textChanged.connect(lambda _words: self._timer.start())
        self.words.returnPressed.connect(self._return_in_words)
        self.any_case = self._toggle("Any case", "Find the words however they are written: KIM, Kim, kim")
        self.by_article = self._toggle("By article", "Show the places below the titles of their articles")
        self.by_article.setChecked(True)
        self.any_case.toggled.connect(lambda _on: self._apply())
        self.by_article.toggled.connect(self._group)
        self.count = QLabel("")
        self.count.setObjectName("searchCount")
        self.count.setAccessibleName("Places found")
        self.hint = QLabel("↵ shows · Space ticks · T ticks all or none · U undoes")
        self.hint.setObjectName("searchHint")
        close = QToolButton()
        close.setText("✕")
        close.setToolTip("Close the search (Esc)")
        close.setAccessibleName("Close the search")
        close.clicked.connect(self.close_panel)
        row = QHBoxLayout()
        row.setContentsMargins(10, 7, 10, 3)
        row.setSpacing(6)
        row.addWidget(self.words, 2)
        for widget in (self.any_case, self.by_article, self.count):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.hint)
        row.addWidget(close)
        return row

    def _build_second_row(self) -> QHBoxLayout:
        self.template = TemplateLabel(self.looks)
        self.warning = QLabel("")
        self.warning.setObjectName("searchWarning")
        self.warning.setAccessibleName("Decided otherwise")
        self.this = self._button("This one", "P", lambda: self._put(go_on=False))
        self.this_and_next = self._button("This, then next", "A", lambda: self._put(go_on=True))
        self.all_ticked = self._button("All ticked", "Ctrl+↵", self.putAllWanted.emit)
        row = QHBoxLayout()
        row.setContentsMargins(10, 3, 10, 7)
        row.setSpacing(6)
        for widget in (self.template, self.this, self.this_and_next, self.all_ticked):
            row.addWidget(widget)
        row.addSpacing(8)
        row.addWidget(self.warning)
        row.addStretch(1)
        return row

    def _build_list(self) -> None:
        self.list = _List()
        self.list.setObjectName("hits")
        self.list.setAccessibleName("Places found")
        self.list.setModel(self.model)
        self.delegate = HitDelegate(self.looks, self)
        self.list.setItemDelegate(self.delegate)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.pressedKey.connect(self._key)
        self.list.clicked.connect(self._clicked)

    def _toggle(self, name: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setText(name)
        button.setCheckable(True)
        button.setToolTip(tip)
        return button

    def _button(self, words: str, key: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(f"{words}  {key}")
        button.setAccessibleName(words)
        button.setAutoDefault(True)  # Return presses the one that has the keyboard
        button.clicked.connect(lambda _checked=False: act())
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window has no room for hints."""
        super().resizeEvent(event)
        self.hint.setVisible(self.width() > _ROOMY)

    # --- what is shown

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.looks.theme = theme
        self.warning.setStyleSheet(f"color: {theme.problem.name()}; font-weight: bold;")
        for label in (self.count, self.hint):
            label.setStyleSheet(f"color: {theme.faded.name()};")
        self.list.viewport().update()
        self.template.update()

    def set_scheme(self, scheme: Scheme) -> None:
        """Take the labels' colours from another scheme."""
        self.looks.scheme = scheme
        self.template.update()
        self.list.viewport().update()

    def set_current(self, article: str) -> None:
        """Mark the article that lies on the desk."""
        self.looks.focus = article
        self.list.viewport().update()

    def show_template(self, template: Template | None) -> None:
        """Say what is put on places; None: nothing."""
        self.template.show_template(template)
        for button in (self.this, self.this_and_next, self.all_ticked):
            button.setVisible(template is not None)
        self._count_ticks()

    def show_count(self, words: str, nothing: str = "") -> None:
        """Say how many places there are; ``nothing`` stands in the list when there is none."""
        self.count.setText(words)
        if nothing != self.list.empty_words:
            self.list.empty_words = nothing
            self.list.viewport().update()

    def warn(self, words: str) -> None:
        """Say that the same words were decided otherwise somewhere; "" when they were not."""
        self.warning.setText(words)
        self.warning.setVisible(bool(words))

    def _count_ticks(self) -> None:
        count = len(self.model.ticked)
        self.all_ticked.setText(f"All {count:,} ticked  Ctrl+↵")
        self.all_ticked.setEnabled(count > 0)

    def _group(self, on: bool) -> None:
        here = self.current
        self.model.group(on)
        self.delegate.titled = not on
        self.show_current(here)

    # --- words and rows

    def open(self, words: str = "") -> None:
        """Show the panel, look for these words (if any), and give the keyboard to the words."""
        self.ask_for(words or self.words.text())
        self.words.setFocus()
        self.words.selectAll()

    def ask_for(self, words: str) -> None:
        """Show the panel and look for words."""
        self.show()
        blocked = self.words.blockSignals(True)
        self.words.setText(" ".join(words.split()))
        self.words.blockSignals(blocked)
        self._apply()

    def close_panel(self) -> None:
        """Hide the panel."""
        self._timer.stop()
        self.hide()
        self.closed.emit()

    def holds_keyboard(self) -> bool:
        """True when the keyboard is somewhere in the panel."""
        return has_keyboard(self)

    @property
    def current(self) -> Found | None:
        """The place of the current row."""
        return self.model.place(self.list.currentIndex().row())

    def show_current(self, found: Found | None) -> None:
        """Make a place the current row, and have it in view."""
        row = self.model.row_of(found.key) if found is not None else -1
        index = self.model.index(row) if row >= 0 else QModelIndex()
        self.list.setCurrentIndex(index)
        if row > 0 and self.model.grouped:
            self.list.scrollTo(self.model.index(row - 1))  # its article's head, when it is the first
        self.list.scrollTo(index)

    def step(self, by: int, *, only_doable: bool = False) -> Found | None:
        """Go to the next or previous place, round at the ends; None when there is none."""
        row = self.list.currentIndex().row()
        at = self.model.next_row(row if row >= 0 or by > 0 else 0, by, only_doable=only_doable)
        found = self.model.place(at)
        self.show_current(found)
        return found

    def stop(self) -> None:
        """Look for nothing more."""
        self._timer.stop()

    # --- keys and mouse

    def _apply(self) -> None:
        self._timer.stop()
        self.searchWanted.emit()

    def _return_in_words(self) -> None:
        if self._timer.isActive():
            self._apply()
        found = self.current or self.step(1)
        if found is not None:
            self.list.setFocus()
            self.jumpWanted.emit(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From the words, down goes to the list."""
        if event.key() == Qt.Key.Key_Down and self.words.hasFocus():
            if self.current is None:
                self.step(1)
            self.list.setFocus()
            return
        super().keyPressEvent(event)

    def _key(self, key: str) -> None:
        acts: dict[str, Callable[[], object]] = {
            "Return": self._jump,
            "Space": lambda: self.model.toggle(self.list.currentIndex().row()),
            "T": lambda: self.model.tick_all(not self.model.ticked),
            "P": lambda: self._put(go_on=False),
            "A": lambda: self._put(go_on=True),
            "Ctrl+Return": self.putAllWanted.emit,
            "U": lambda: self.undoWanted.emit(False),
            "Ctrl+Y": lambda: self.undoWanted.emit(True),
        }
        if key in acts:
            acts[key]()
        else:
            self.labelWanted.emit(key)

    def _jump(self) -> None:
        found = self.current or self.step(1)
        if found is not None:
            self.jumpWanted.emit(found)

    def _put(self, *, go_on: bool) -> None:
        found = self.current or self.step(1)
        if found is not None:
            self.putWanted.emit(found, go_on)

    def _clicked(self, index: QModelIndex) -> None:
        """A click on the tick ticks, one on the words jumps."""
        if self.delegate.on_tick(self.list.pressed_x, self.list.fontMetrics().ascent()):
            self.model.toggle(index.row())
        elif (found := self.model.place(index.row())) is not None:
            self.jumpWanted.emit(found)
