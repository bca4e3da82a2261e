"""Which keys belong to the text itself, and where the arrows lead: by token, or by character."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from annotator.spans import Tokens, next_character, previous_character

CARET_KEYS = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)


def is_for_text(event: QKeyEvent) -> bool:
    """True for keys that move the caret, select or copy; all others are the window's."""
    if event.matches(QKeySequence.StandardKey.Copy):
        return True
    return event.key() in CARET_KEYS and not event.modifiers() & Qt.KeyboardModifier.AltModifier


def step(tokens: Tokens, here: int, forward: bool, *, anchor: int | None, by_character: bool) -> int:
    """Where an arrow leads from ``here`` (code points). With an ``anchor`` a selection grows or shrinks, and stops there."""
    if by_character:
        return next_character(tokens.text, here) if forward else previous_character(tokens.text, here)
    if anchor is None:
        return tokens.next_start(here) if forward else tokens.previous_start(here)
    if here > anchor or (here == anchor and forward):
        return tokens.next_end(here) if forward else max(anchor, tokens.previous_end(here))
    return min(anchor, tokens.next_start(here)) if forward else tokens.previous_start(here)
