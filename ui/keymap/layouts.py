"""What a key press means on keyboards of other countries, where Qt itself finds no shortcut for it.

Qt tries a press as the bare key with its modifiers and as the character that it makes. Left are systems that
tell it only one of the two, and digits that need Shift (AZERTY) or are letters with accents (Czech).
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from ui.keymap.names import as_key, is_modifier, name_of

_SHIFT, _CONTROL, _ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
_PASSIVE = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier
_ROW = "1234567890"
_SCAN = {  # where a system counts the keys of the row of digits, from that of 1 to that of 0
    "xcb": dict(zip(range(10, 20), _ROW, strict=True)),
    "wayland": dict(zip(range(10, 20), _ROW, strict=True)),
    "windows": dict(zip(range(2, 12), _ROW, strict=True)),
}
_COCOA = dict(zip((18, 19, 20, 21, 23, 22, 26, 28, 25, 29), _ROW, strict=True))
"""macOS tells no scan codes; its own key codes are places too."""


def pressed(event: QKeyEvent) -> str:
    """A press as files and tables name it: signs by what they are, letters and other keys with their modifiers.

    "" for a modifier alone.
    """
    if is_modifier(event.key()):
        return ""
    sign = _sign(event)
    return as_key(sign) if sign else name_of(Qt.Key(event.key()), event.modifiers() & ~_PASSIVE)


def readings(event: QKeyEvent, platform: str) -> list[str]:
    """What a press that is no shortcut as it stands may mean, the likelier first; ``platform`` is Qt's name for it."""
    found = [_sign(event), _digit(event, platform)]
    return [key for text in found if text and (key := as_key(text))]


def _sign(event: QKeyEvent) -> str:
    """The sign or digit that a press with Shift or AltGr (on Windows: Ctrl and Alt) makes."""
    text, held = event.text(), event.modifiers() & ~_PASSIVE
    if len(text) != 1 or not text.isprintable() or text.isspace() or text.isalpha():
        return ""
    return text if held in (_SHIFT, _CONTROL | _ALT, _SHIFT | _CONTROL | _ALT, Qt.KeyboardModifier.NoModifier) else ""


def _digit(event: QKeyEvent, platform: str) -> str:
    """The digit that is printed on a key of the row of digits, pressed without modifiers."""
    if event.modifiers() & ~_PASSIVE:
        return ""
    if platform == "cocoa":
        return _COCOA.get(event.nativeVirtualKey(), "") if event.text() else ""
    return _SCAN.get(platform, {}).get(event.nativeScanCode(), "")
