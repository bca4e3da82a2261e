"""The list of errors, whose letters are verdicts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from ui.review.failures import FailuresModel
from ui.review.judging import KEYS
from ui.review.rows import is_narrow


class FailureList(QListView):
    """The list; its letters are verdicts. ``pressed_key(str)``: one of them, "Return" or "Z" (take back)."""

    pressed_key = Signal(str)
    moved = Signal()

    def __init__(self, model: FailuresModel) -> None:
        super().__init__()
        self._narrow = False
        self.setObjectName("reviewErrors")
        self.setAccessibleName("Errors")
        self.setAccessibleDescription("M model wrong, G gold wrong, B both fine, U unclear, Z takes back, Return opens")
        self.setModel(model)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(lambda _index: self.pressed_key.emit("Return"))
        self.selectionModel().currentChanged.connect(lambda _now, _before: self.moved.emit())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows have a line more in a narrow list."""
        super().resizeEvent(event)
        if self._narrow != is_narrow(self.width()):
            self._narrow = not self._narrow
            self.scheduleDelayedItemsLayout()

    def _named(self, event: QKeyEvent) -> str:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier:
            return ""
        names = {Qt.Key.Key_Return: "Return", Qt.Key.Key_Enter: "Return", Qt.Key.Key_Backspace: "Z", Qt.Key.Key_Z: "Z"}
        key = Qt.Key(event.key())
        return names.get(key) or (chr(key) if 65 <= key <= 90 and chr(key) in KEYS else "")

    def event(self, event: QEvent) -> bool:
        """The verdicts' keys are the list's."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._named(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A verdict for each press, never by holding the key."""
        name = self._named(event)
        if not name:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.pressed_key.emit(name)
