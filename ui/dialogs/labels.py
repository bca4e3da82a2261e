"""Choosing a label: a list that narrows by typing, and a bar of buttons beside a selection."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListWidget, QToolButton, QVBoxLayout, QWidget

from annotator.scheme import Label, Scheme
from ui.theme import Theme


class LabelList(QFrame):
    """All labels in a pop-up. ``chosen(str)``: a label's name."""

    chosen = Signal(str)

    def __init__(self, scheme: Scheme, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("labelList")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.resize(380, 330)
        self._labels = scheme.label
        self._shown: list[Label] = []
        self.words = QLineEdit()
        self.words.setPlaceholderText("Label")
        self.words.setAccessibleName("Find a label")
        self.list = QListWidget()
        self.list.setAccessibleName("Labels")
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.words)
        column.addWidget(self.list, 1)
        self.words.textChanged.connect(self._narrow)
        self.words.installEventFilter(self)
        self.list.itemClicked.connect(lambda _item: self._choose())
        self._narrow("")

    def show_at(self, at: QPoint) -> None:
        """Show it at a point of the screen, ready to type."""
        self.move(at)
        self.show()
        self.words.setFocus()

    def _narrow(self, typed: str) -> None:
        found = typed.strip().casefold()
        self._shown = [label for label in self._labels if found in label.name.casefold()]
        self._shown.sort(key=lambda label: not label.name.casefold().startswith(found))
        self.list.clear()
        for label in self._shown:
            self.list.addItem(f"{label.key or ' '}   {label.name}")
            self.list.item(self.list.count() - 1).setToolTip(label.guideline)
        self.list.setCurrentRow(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A digit chooses at once, Return the current label; Up and Down move."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose()
                return True
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), self.list.count() - 1))
                return True
            by_key = next((x for x in self._labels if x.key and x.key == event.text()), None)
            if by_key is not None:
                self._shown = [by_key]
                self.list.setCurrentRow(0)
                self._choose()
                return True
        return super().eventFilter(watched, event)

    def _choose(self) -> None:
        row = max(self.list.currentRow(), 0)
        if row < len(self._shown):
            name = self._shown[row].name
            self.close()
            self.chosen.emit(name)


class LabelBar(QFrame):
    """Buttons for the labels beside a selection made with the mouse; it never takes the keyboard. ``chosen(str)``."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.setObjectName("labelBar")
        self.setAccessibleName("Label the selection")
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(3, 3, 3, 3)
        self._row.setSpacing(1)
        self._theme = Theme.of("light")
        self._scheme: Scheme | None = None
        self.hide()

    def set_scheme(self, scheme: Scheme) -> None:
        """One button for each label that has a key."""
        self._scheme = scheme
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for label in scheme.label:
            if label.key:
                self._row.addWidget(self._button(label))

    def _button(self, label: Label) -> QToolButton:
        button = QToolButton()
        button.setText(f"{label.key} {label.name}")
        button.setToolTip(label.guideline)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setAccessibleName(f"Label {label.name}")
        colour = self._theme.hue(label.hue).chip.name()
        button.setStyleSheet(f"QToolButton {{ color: {colour}; font-weight: bold; }}")
        button.clicked.connect(lambda _checked=False, name=label.name: self._choose(name))
        return button

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        if self._scheme is not None:
            self.set_scheme(self._scheme)

    def show_at(self, _start: int, _end: int, at: QPoint) -> None:
        """Show it at a point of the screen, kept within the desk."""
        parent = self._parent
        self.adjustSize()
        place = parent.mapFromGlobal(at)
        place.setX(max(4, min(place.x(), parent.width() - self.width() - 16)))
        if place.y() + self.height() > parent.height():
            place.setY(parent.height() - self.height() - 4)
        self.move(place)
        self.show()
        self.raise_()

    def _choose(self, name: str) -> None:
        self.hide()
        self.chosen.emit(name)
