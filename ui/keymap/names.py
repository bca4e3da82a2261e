"""Names of keys: QKeySequence's portable text in files and tables, the system's own writing on the screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

from ui.desk.keys import CARET_KEYS

_SHORT = {"Return": "Enter", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}
_MODIFIERS = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_Meta,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
        Qt.Key.Key_ScrollLock,
        Qt.Key.Key_Super_L,
        Qt.Key.Key_Super_R,
        Qt.Key.Key_unknown,
    }
)


def shown(key: str) -> str:
    """A key (QKeySequence's portable text) as this system writes it, arrows as arrows."""
    native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    *modifiers, last = native.rsplit("+", 1) if not native.endswith("+") else [native[:-2], "+"]
    return "+".join([*(m for m in modifiers if m), _SHORT.get(last, last)])


def caps_of(keys: Sequence[str]) -> tuple[str, ...]:
    """What to write on the caps: one for each key, without those that read alike (Return and Enter)."""
    return tuple(dict.fromkeys(shown(key) for key in keys))


def is_modifier(key: int) -> bool:
    """True for keys that do nothing by themselves, such as Shift."""
    return key in _MODIFIERS


def combination(key: str) -> QKeyCombination | None:
    """The one press that a text names; None when it names none, or several after each other."""
    sequence = QKeySequence(key, QKeySequence.SequenceFormat.PortableText)
    if sequence.count() != 1:
        return None
    pressed = sequence[0]  # type: ignore[index]
    return None if is_modifier(pressed.key()) else pressed


def as_key(text: str) -> str:
    """The one way to write the key that a text names; "" when it names none."""
    pressed = combination(text)
    return name_of(pressed.key(), pressed.keyboardModifiers()) if pressed is not None else ""


def name_of(key: Qt.Key, modifiers: Qt.KeyboardModifier) -> str:
    """How a key with modifiers is written in files and tables."""
    if key == Qt.Key.Key_Backtab:
        key, modifiers = Qt.Key.Key_Tab, modifiers | Qt.KeyboardModifier.ShiftModifier
    sequence = QKeySequence(QKeyCombination(modifiers, key))
    return sequence.toString(QKeySequence.SequenceFormat.PortableText)


def for_text(key: str) -> bool:
    """True for keys that the text itself needs: those that move the caret, select or copy."""
    pressed = combination(key)
    if pressed is None:
        return False
    if QKeySequence(key) in QKeySequence.keyBindings(QKeySequence.StandardKey.Copy):
        return True
    return pressed.key() in CARET_KEYS and not pressed.keyboardModifiers() & Qt.KeyboardModifier.AltModifier
