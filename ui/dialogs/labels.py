"""Choosing a label: a list that narrows by typing, and a bar of buttons beside a selection."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.records import Choice
from annotator.scheme import Label, Scheme
from ui import signs
from ui.panels.rows import Index, RowDelegate
from ui.theme import Theme

_LABEL = int(Qt.ItemDataRole.UserRole)
_MARGIN = 4
"""How far (pixels) a pop-up keeps from the edges of what it must stay in."""


_P = _LABEL + 1


class _Delegate(RowDelegate):
    """The key's cap, the label's chip, how likely it is (if that is known), its guideline."""

    def paint_row(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        """One label."""
        label = index.data(_LABEL)
        if not isinstance(label, Label):
            return
        palette = option.palette
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, palette.highlight())
        line = box.adjusted(7, 0, -7, 0)
        if label.key:
            signs.paint_cap(painter, line.left(), box, label.key, palette)
        line.setLeft(line.left() + signs.cap_width(option.font, "0") + 9)
        hue = signs.theme_of(palette).hue(label.hue)
        line.setLeft(signs.paint_chip(painter, line.left(), box, label.name, hue, decided=True) + 9)
        painter.setFont(signs.sized(option.font, 0.87))
        if (p := index.data(_P)) is not None:
            painter.setPen(palette.text().color())
            line.setLeft(signs.paint_words(painter, line, f"{p:.0%}") + 9)
        painter.setPen(palette.placeholderText().color())
        signs.paint_words(painter, line, label.guideline)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line, with room for a key's cap."""
        return QSize(100, option.fontMetrics.height() + 10)


class LabelList(QFrame):
    """All labels in a pop-up: a digit chooses at once, typing narrows, Return chooses, Esc leaves.

    The ``likely`` ones (label and probability) stand first. ``chosen(str)``: a label's name.
    """

    chosen = Signal(str)

    def __init__(self, scheme: Scheme, parent: QWidget | None = None, likely: Sequence[Choice] = ()) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("labelList")
        self.setAccessibleName("Choose a label")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._likely = {choice.label: choice.p for choice in likely}
        self._labels = sorted(scheme.label, key=lambda label: -self._likely.get(label.name, 0.0))
        self._shown: list[Label] = []
        self.words = QLineEdit()
        self.words.setObjectName("labelWords")
        self.words.setPlaceholderText("Type a label or its key")
        self.words.setAccessibleName("Find a label")
        self.list = QListWidget()
        self.list.setObjectName("labelChoices")
        self.list.setAccessibleName("Labels")
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.words)
        column.addWidget(self.list, 1)
        self.words.textChanged.connect(self._narrow)
        self.words.installEventFilter(self)
        self.list.itemClicked.connect(lambda _item: self._choose())
        self._narrow("")

    def show_at(self, at: QPoint) -> None:
        """Show it at a point of the screen, all of it on that screen, ready to type."""
        row = self.fontMetrics().height() + 10
        letter = self.fontMetrics().averageCharWidth()
        self.resize(70 * letter, min(len(self._labels), 14) * row + 3 * row)
        room = self.screen().availableGeometry()
        self.resize(self.size().boundedTo(room.size()))
        self.move(
            max(room.left(), min(at.x(), room.right() - self.width())),
            max(room.top(), min(at.y(), room.bottom() - self.height())),
        )
        self.show()
        self.words.setFocus()

    def _narrow(self, typed: str) -> None:
        found = typed.strip().casefold()
        self._shown = [label for label in self._labels if found in label.name.casefold()]
        self._shown.sort(key=lambda label: not label.name.casefold().startswith(found))
        self.list.clear()
        for label in self._shown:
            item = QListWidgetItem(self.list)
            item.setData(_LABEL, label)
            key, p = f", key {label.key}" if label.key else "", self._likely.get(label.name)
            item.setData(_P, p)
            how = "" if p is None else f", {p:.0%}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{label.name}{key}{how}: {label.guideline}")
            item.setToolTip(label.guideline)
        self.list.setCurrentRow(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A digit chooses at once, Return the current label; Up and Down move."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose()
                return True
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                if self._shown:
                    self.list.setCurrentRow((self.list.currentRow() + step) % len(self._shown))
                return True
            by_key = next((x for x in self._labels if x.key and x.key == event.text()), None)
            if by_key is not None and not self.words.text():
                self._end(by_key)
                return True
        return super().eventFilter(watched, event)

    def _choose(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._shown):
            self._end(self._shown[row])

    def _end(self, label: Label) -> None:
        self.close()
        self.chosen.emit(label.name)


class _LabelButton(QToolButton):
    """A label's key and chip."""

    def __init__(self, label: Label, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._label = label
        self._theme = theme
        self.setObjectName(f"label_{label.name}")
        self.setText(f"{label.key} {label.name}".strip())
        self.setToolTip(label.guideline)
        self.setAccessibleName(f"Label {label.name}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        """Key and chip side by side."""
        key = signs.cap_width(self.font(), self._label.key) + 5 if self._label.key else 0
        return QSize(
            round(key + signs.chip_width(self.font(), self._label.name)) + 11, self.fontMetrics().height() + 10
        )

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A ground under the mouse, the key's cap, the chip."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(self.font())
            box = QRectF(self.rect())
            if self.underMouse() or self.isDown():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._theme.selection)
                painter.drawRoundedRect(box, 5, 5)
            left = 5.0
            if self._label.key:
                left = signs.paint_cap(painter, left, box, self._label.key, self.palette()) + 5
            signs.paint_chip(painter, left, box, self._label.name, self._theme.hue(self._label.hue), decided=True)


class LabelBar(QWidget):
    """Buttons for the labels beside a selection made with the mouse; it never takes the keyboard. ``chosen(str)``."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.setObjectName("labelBar")
        self.setAccessibleName("Label the selection")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        own = QApplication.font()
        own.setStyleHint(own.styleHint())  # what is not said is that of the text on which it stands
        self.setFont(own)
        self._buttons: list[_LabelButton] = []
        self._theme = Theme.of("light")
        self._scheme: Scheme | None = None
        self.hide()

    def set_scheme(self, scheme: Scheme) -> None:
        """One button for each label."""
        self._scheme = scheme
        for old in self._buttons:
            old.hide()
            old.deleteLater()
        self._buttons = [_LabelButton(label, self._theme, self) for label in scheme.label]
        for button, label in zip(self._buttons, scheme.label, strict=True):
            button.clicked.connect(lambda _checked=False, name=label.name: self._choose(name))

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        if self._scheme is not None:
            self.set_scheme(self._scheme)

    def show_at(self, _start: int, _end: int, at: QPoint) -> None:
        """Show it at a point of the screen, kept within the desk, in as many rows as that takes."""
        parent = self._parent
        self._arrange(parent.width() - 6 * _MARGIN)
        place = parent.mapFromGlobal(at)
        place.setX(max(_MARGIN, min(place.x(), parent.width() - self.width() - 5 * _MARGIN)))
        place.setY(max(_MARGIN, min(place.y(), parent.height() - self.height() - _MARGIN)))
        self.move(place)
        self.show()
        self.raise_()

    def _arrange(self, width: int) -> None:
        """The buttons in rows that fit ``width`` (pixels)."""
        x = y = _MARGIN
        right = bottom = 0
        for button in self._buttons:
            size = button.sizeHint()
            if x + size.width() + _MARGIN > width and x > _MARGIN:
                x, y = _MARGIN, bottom
            button.setGeometry(QRect(QPoint(x, y), size))
            button.show()
            x += size.width() + 1
            right, bottom = max(right, x), y + size.height()
        self.resize(right + _MARGIN, bottom + _MARGIN)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A raised ground with an edge."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self._theme.faded)
            painter.setBrush(self._theme.panel)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _choose(self, name: str) -> None:
        self.hide()
        self.chosen.emit(name)
