"""Key presses before and after the shortcuts: keys that are held, and keys of other countries' keyboards.

The rule of held keys: moving goes on while a key is held, one step for each time that the window was painted; what came
faster is dropped, never queued. Everything else is done once for each press. A key that is still down when another
window or field gets the keyboard does nothing there until it is let go.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit, QTextEdit, QWidget

from ui.keymap.layouts import readings

_PAINTED = QEvent.Type(QEvent.registerEventType())
_AFTER_PAINTING = Qt.EventPriority.LowEventPriority.value - 1
"""Qt posts its requests to paint with the low priority; what is posted with less comes after them."""
_KEYS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)
_CHOOSE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Presses(QObject):
    """Watches the keys of a window's text and lists.

    ``do(str)``: does what a key stands for; False when it stands for nothing. ``pressed()``: a key was pressed there; one
    that is held counts once.
    """

    pressed = Signal()

    def __init__(self, window: QMainWindow, do: Callable[[str], bool]) -> None:
        super().__init__(window)
        self._do = do
        self._moving: set[QObject] = set()
        self._acting: dict[QObject, Callable[[str], bool]] = {}
        self._painted = True
        self._goes: bool | None = None
        self._elsewhere = _Elsewhere(self)
        window.installEventFilter(self)

    def watch(self, *widgets: QWidget, acting: bool = True, do: Callable[[str], bool] | None = None) -> None:
        """Watch what has the keyboard; with ``acting`` the keys of the desk work there, or those that ``do`` does."""
        for widget in widgets:
            widget.installEventFilter(self)
            self._moving.add(widget)
            if acting:
                self._acting[widget] = do or self._do

    def event(self, event: QEvent) -> bool:
        """What was pressed last is painted: the next may come."""
        if event.type() == _PAINTED:
            self._painted = True
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Drop what was held too long; read what is no shortcut anew."""
        kind = event.type()
        if kind == QEvent.Type.WindowBlocked:
            self._elsewhere.begin_dialog()
        elif kind == QEvent.Type.WindowUnblocked:
            self._elsewhere.end_dialog()
        elif watched not in self._moving:
            return False
        elif kind == QEvent.Type.FocusOut:
            self._elsewhere.keyboard_left()
        elif kind in _KEYS and isinstance(event, QKeyEvent):
            return self._key(watched, event)
        return False

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        kind, held = event.type(), event.isAutoRepeat()
        if kind == QEvent.Type.KeyRelease:
            if not held:
                self._elsewhere.note(None)
            return False
        if kind == QEvent.Type.ShortcutOverride:
            self._goes = self._may_go(held)
            if not held:
                self._elsewhere.note(event.key())
                if event.key() not in _MODIFIERS:
                    self.pressed.emit()
            elif not self._goes:
                event.accept()  # then it is no shortcut, and comes as a press to be dropped
                return True
            return False
        if held:
            goes, self._goes = self._may_go(held) if self._goes is None else self._goes, None
            return not goes
        return watched in self._acting and self._read_anew(event, self._acting[watched])

    def _may_go(self, held: bool) -> bool:
        """Whether a press may do something; from then on nothing held may, until all is painted."""
        if held and not self._painted:
            return False
        if self._painted:
            self._painted = False
            QCoreApplication.postEvent(self, QEvent(_PAINTED), _AFTER_PAINTING)
        return True

    def _read_anew(self, event: QKeyEvent, do: Callable[[str], bool]) -> bool:
        platform = QGuiApplication.platformName()
        return any(do(key) for key in readings(event, platform))


class _Elsewhere(QObject):
    """Watches all keys while a dialog is open, or while a key is down that was pressed on the desk."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._down: int | None = None
        self._dialog = False
        self._watching = False

    def note(self, key: int | None) -> None:
        """The key that is down on the desk; None when it was let go."""
        self._down = key

    def keyboard_left(self) -> None:
        """Something else has the keyboard now."""
        self._watch(self._dialog or self._down is not None)

    def begin_dialog(self) -> None:
        """A dialog is open."""
        self._dialog = True
        self._watch(True)

    def end_dialog(self) -> None:
        """No dialog is open any more."""
        self._dialog = False
        self._watch(self._down is not None)

    def _watch(self, on: bool) -> None:
        application = QCoreApplication.instance()
        if application is None or on == self._watching:
            return
        self._watching = on
        if on:
            application.installEventFilter(self)
        else:
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Drop what a held key would do where it was not pressed."""
        if event.type() not in _KEYS or not isinstance(event, QKeyEvent):
            return False
        if not event.isAutoRepeat():
            if event.type() != QEvent.Type.KeyRelease or event.key() == self._down:
                self._down = None  # it was let go, or another is pressed, and then only that one repeats
                self._watch(self._dialog)
            return False
        if event.key() == self._down or (self._dialog and _chooses(event)):
            event.accept()
            return True
        return False


def _chooses(event: QKeyEvent) -> bool:
    """Whether a held key would press a button."""
    return event.key() in _CHOOSE and not isinstance(QApplication.focusWidget(), (QPlainTextEdit, QTextEdit))
