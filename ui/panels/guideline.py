"""The guideline panel: what the scheme says of a label or a polarity, with examples from this project's gold."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QSizePolicy,
    QStyle,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.examples import Examples
from annotator.records import POLARITIES, Polarity
from annotator.scheme import Label, Scheme
from ui import signs
from ui.models.entities import ITEM_ROLE
from ui.models.guideline import Choice, GuidelineModel, Shown
from ui.panels.rows import SMALL, Delegate, Index, Looks
from ui.theme import Theme

ALL = ""
"""The subject when no label or polarity is shown, but the list of all."""
_LINES = 7
"""How many lines high the panel is at first."""


class _Title(QLabel):
    """The chip of a label with its key, or the sign of a polarity; its text is the name."""

    def __init__(self, looks: Looks) -> None:
        super().__init__()
        self.setObjectName("guidelineTitle")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.looks = looks
        self.label: Label | None = None
        self.polarity: Polarity | None = None

    def tell(self, subject: str) -> None:
        """Another label or polarity, or the list of all."""
        self.label = self.looks.scheme.find(subject)
        self.polarity = next((p for p in POLARITIES if p == subject), None)
        self.setText(subject or "Labels and polarities")
        key = f", key {self.label.key}" if self.label is not None and self.label.key else ""
        self.setAccessibleName(f"Guideline of {subject}{key}" if subject else "All labels and polarities")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Chip and cap, or sign and word."""
        height = self.fontMetrics().height() + 6
        if self.label is not None:
            cap = signs.cap_width(self.font(), self.label.key) + 8 if self.label.key else 0
            return QSize(round(signs.chip_width(self.font(), self.label.name) + cap) + 2, height)
        words = signs.sized(self.font(), 1.0, bold=True)
        badge = height if self.polarity is not None else 0
        return QSize(round(signs.words_width(words, self.text())) + badge + 4, height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The chip and the cap, or the sign and the word."""
        theme, box = self.looks.theme, QRectF(self.rect())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self.font())
            if self.label is not None:
                hue = theme.hue(self.label.hue)
                right = signs.paint_chip(painter, box.left(), box, self.label.name, hue, decided=True)
                if self.label.key:
                    signs.paint_cap(painter, right + 7, box, self.label.key, self.palette())
                return
            if self.polarity is not None:
                side = box.height() - 5
                badge = QRectF(box.left() + 1, box.top() + 2, side, side)
                signs.paint_badge(painter, badge, self.polarity, theme, decided=True)
                box.setLeft(badge.right() + 6)
            painter.setFont(signs.sized(self.font(), 1.0, bold=True))
            painter.setPen(theme.ink)
            signs.paint_words(painter, box, self.text())


class GuidelineDelegate(Delegate):
    """An example on one line with its words bold and in view; or a label with its guideline."""

    def paint_row(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        row = index.data(ITEM_ROLE)
        focused = bool(option.state & QStyle.StateFlag.State_Selected)
        self.paint_ground(painter, box, option, focused=focused)
        line = box.adjusted(10, 0, -8, 0)
        if isinstance(row, Choice):
            self._choice(painter, line, row, option.palette)
        elif isinstance(row, Shown):
            self._example(painter, line, row)

    def _choice(self, painter: QPainter, line: QRectF, row: Choice, palette: QPalette) -> None:
        theme, font = self.looks.theme, painter.font()
        cap = signs.cap_width(font, "0")
        if row.label is not None:
            if row.label.key:
                signs.paint_cap(painter, line.left(), line, row.label.key, palette)
            line.setLeft(line.left() + cap + 8)
            line.setLeft(signs.paint_chip(painter, line.left(), line, row.name, theme.hue(row.label.hue), decided=True))
        elif row.polarity is not None:
            side = line.height() - 8
            badge = QRectF(line.left() + cap + 8, line.top() + 4, side, side)
            signs.paint_badge(painter, badge, row.polarity, theme, decided=True)
            painter.setPen(theme.ink)
            line.setLeft(badge.right() + 6)
            line.setLeft(signs.paint_words(painter, line, row.name))
        line.setLeft(line.left() + 9)
        painter.setFont(signs.sized(font, SMALL))
        painter.setPen(theme.faded)
        signs.paint_words(painter, line, " ".join(row.guideline.split()))

    def _example(self, painter: QPainter, line: QRectF, row: Shown) -> None:
        theme = self.looks.theme
        if row.rejected:
            painter.setPen(theme.problem)
            line.setLeft(signs.paint_words(painter, line, f"not {row.subject}:") + 7)
        else:
            side = painter.fontMetrics().ascent() - 1.0
            signs.paint_tick(painter, QRectF(line.left(), line.center().y() - side / 2, side, side), theme.good)
            line.setLeft(line.left() + side + 7)
        if row.example.head:
            painter.setFont(signs.sized(painter.font(), SMALL))
            painter.setPen(theme.faded)
            most = QRectF(line.left(), line.top(), line.width() * 0.4, line.height())
            line.setLeft(signs.paint_words(painter, most, row.example.head) + 9)
            painter.setFont(signs.sized(painter.font(), 1 / SMALL))
        ink = theme.faded if row.rejected else theme.ink
        signs.paint_pieces(painter, line, row.pieces, ink, ink)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line."""
        return QSize(60, option.fontMetrics.height() + 9)


class GuidelinePanel(QWidget):
    """A strip for one label or polarity (the subject), or for choosing one.

    ``placeChosen(Example)``: go there. ``subjectChosen(str)``: show this label or polarity, or :data:`ALL`.
    ``editWanted(str)``: the subject's guideline is to be written. ``backWanted()``: to where one was before.
    ``closed()``: the panel was left.
    """

    placeChosen = Signal(object)
    subjectChosen = Signal(str)
    editWanted = Signal(str)
    backWanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("guideline")
        self.setAccessibleName("Guideline")
        self.looks = Looks.plain()
        self.subject = ALL
        self.model = GuidelineModel(self)
        self._build()
        self._lay_out()
        self.show_subject(ALL)

    # --- building

    def _build(self) -> None:
        self.title = _Title(self.looks)
        self.words = QLabel()
        self.words.setObjectName("guidelineWords")
        self.words.setAccessibleName("What the guideline says")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.note = QLabel()
        self.note.setObjectName("guidelineNote")
        self.note.setAccessibleName("Examples")
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setFont(signs.sized(self.font(), SMALL))
        self.list = QListView()
        self.list.setObjectName("examples")
        self.list.setAccessibleName("Examples")
        self.list.setModel(self.model)
        self.list.setItemDelegate(GuidelineDelegate(self.looks, self))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setMinimumHeight(2 * self.fontMetrics().height())
        self.list.setMouseTracking(True)
        self.list.clicked.connect(self._choose)
        self.list.installEventFilter(self)
        self.back = self._button("Back", "Back to where you were (Backspace)", self.backWanted.emit)
        self.all = self._button("All", "All labels and polarities (Left)", lambda: self.subjectChosen.emit(ALL))
        self.edit = self._button("Edit…", "Write this guideline (F2)", lambda: self.editWanted.emit(self.subject))
        self.close_ = self._button("✕", "Close the guideline (G)", self.closed.emit)
        self.back.hide()

    def _button(self, words: str, told: str, do: Callable[[], object]) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"guideline{told.split()[0]}")
        button.setText(words)
        button.setToolTip(told)
        button.setAccessibleName(told)
        button.clicked.connect(lambda _checked=False: do())
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.note, 1)
        for button in (self.back, self.all, self.edit, self.close_):
            head.addWidget(button)
        top = QVBoxLayout()
        top.setContentsMargins(10, 4, 6, 3)
        top.setSpacing(2)
        top.addLayout(head)
        top.addWidget(self.words)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(self.list, 1)

    def sizeHint(self) -> QSize:
        """The sentence and some examples."""
        return QSize(300, _LINES * (self.fontMetrics().height() + 5))

    def minimumSizeHint(self) -> QSize:
        """The head, a sentence of two lines and two examples; no width, for the strip takes what the text has."""
        return QSize(0, 6 * (self.fontMetrics().height() + 3))

    # --- what is shown

    def show_subject(self, subject: str) -> None:
        """Show a label's or a polarity's guideline, its examples to come; or the list of all."""
        before, self.subject = self.subject, subject
        self.title.tell(subject)
        self.words.setText(self._guideline(subject))
        self.words.setVisible(bool(self.words.text()))
        self.all.setVisible(bool(subject))
        self.edit.setVisible(bool(subject))
        self.list.setAccessibleName(f"Examples of {subject}" if subject else "Labels and polarities")
        if subject:
            self.model.clear()
            self.note.setText("")
        else:
            self.model.show_choices(self.looks.scheme)
            self.note.setText("Enter shows the guideline with examples")
            self.list.setCurrentIndex(self.model.index(self.model.row_of(before), 0))

    def show_examples(self, found: Examples) -> None:
        """The examples of the subject."""
        self.model.show_examples(self.subject, found)
        self.note.setText(_found(found))
        self._have_current()

    def show_back(self, possible: bool) -> None:
        """Whether there is a way back to where one was."""
        self.back.setVisible(possible)

    def _guideline(self, subject: str) -> str:
        scheme = self.looks.scheme
        if subject in POLARITIES:
            return str(getattr(scheme.polarity, subject)) or "No guideline yet. F2 writes one."
        label = scheme.find(subject)
        if label is None:
            return "The scheme has no label of this name." if subject else ""
        return label.guideline or "No guideline yet. F2 writes one."

    def set_scheme(self, scheme: Scheme) -> None:
        """Take another scheme's labels and sentences."""
        self.looks.scheme = scheme
        self.title.tell(self.subject)
        self.words.setText(self._guideline(self.subject))
        if not self.subject:
            self.model.show_choices(scheme)
        self.list.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.looks.theme = theme
        self.title.update()
        self.list.viewport().update()

    # --- keyboard and mouse

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard goes to the list."""
        super().focusInEvent(event)
        self.list.setFocus()
        self._have_current()

    def _have_current(self) -> None:
        """With the keyboard in the list, some row is the current one."""
        if self.list.hasFocus() and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.model.index(0, 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list's keys, which are not those of the desk."""
        if watched is self.list and event.type() == QEvent.Type.KeyPress:
            return self._pressed(cast("QKeyEvent", event))
        return super().eventFilter(watched, event)

    def _pressed(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.list.currentIndex())
        elif key == Qt.Key.Key_G:
            self.closed.emit()
        elif key == Qt.Key.Key_Left and self.subject:
            self.subjectChosen.emit(ALL)
        elif key == Qt.Key.Key_F2:
            self._edit()
        elif key == Qt.Key.Key_Backspace:
            if self.back.isVisible():
                self.backWanted.emit()
        else:
            return False
        return True

    def _edit(self) -> None:
        row = self.list.currentIndex().data(ITEM_ROLE)
        self.editWanted.emit(row.name if isinstance(row, Choice) else self.subject)

    def _choose(self, index: QModelIndex) -> None:
        row = index.data(ITEM_ROLE)
        if isinstance(row, Shown):
            self.placeChosen.emit(row.example)
        elif isinstance(row, Choice):
            self.subjectChosen.emit(row.name)


def _found(found: Examples) -> str:
    if not found.looked_at:
        return "no finished article yet"
    if not found.marked and not found.rejected:
        return f"none in the last {found.looked_at:,} finished articles" if found.looked_at > 1 else "none in gold yet"
    return "from this project’s gold"
