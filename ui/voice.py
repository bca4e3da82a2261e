"""What a screen reader is told of what only the screen shows: the focus, what was done, what is asked.

The focus on a mention, stance or entity is not Qt's: the keyboard stays with the desk. So the desk's description says
what is in focus, and a screen reader is told of it. Nothing happens here while no such program listens.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from annotator.page import Page
from annotator.scheme import Scheme
from ui.panels.card import describe

_MOST = 12
"""So many letters to type are told with the names they stand for; the list of entities shows all."""


class Voice(QObject):
    """Tells things in the name of a widget, the reading desk."""

    def __init__(self, desk: QWidget) -> None:
        super().__init__(desk)
        self._desk = desk
        self._focus = ""

    def say(self, words: str, *, urgent: bool = False) -> None:
        """Have words spoken: after what is being spoken, or (``urgent``) at once."""
        if words:
            announce(self._desk, words, urgent)

    def tell_focus(self, page: Page | None, focus: str, scheme: Scheme) -> None:
        """Describe the desk by what is in focus; when that is another thing, or another state of it, say so."""
        facts = describe(page, focus, scheme)
        if facts.told != self._desk.accessibleDescription():
            self._desk.setAccessibleDescription(facts.told)
        if facts.brief != self._focus:
            self._focus = facts.brief
            if focus:
                self.say(facts.brief)

    def tell_hints(self, page: Page | None, hints: dict[str, str], typed: str) -> None:
        """Say which letters stand for which entities; once, not at each letter."""
        if page is not None and hints and not typed:
            named = [f"{letters}: {page.name(end)}" for end, letters in hints.items()]
            more = f" and {len(named) - _MOST} more in the list of entities" if len(named) > _MOST else ""
            self.say(", ".join(named[:_MOST]) + more)


def announce(widget: QWidget, words: str, urgent: bool) -> None:
    """Have a screen reader speak some words, if there is one."""
    if not QAccessible.isActive():
        return
    event = QAccessibleAnnouncementEvent(widget, words)
    kinds = QAccessible.AnnouncementPoliteness
    event.setPoliteness(kinds.Assertive if urgent else kinds.Polite)
    QAccessible.updateAccessibility(event)
