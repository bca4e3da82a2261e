"""What undo and redo are about, read from the log: pure logic, so that it survives a restart.

An act can be undone until it is undone; an undone act can be redone until something new is done. Acts that share a
``batch`` go together. Only one curator's own acts count, and an import, or what somebody else did to the same article,
is a floor: whatever lies below it stays.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from annotator.errors import DamagedProject
from annotator.records import LOOK, UNBLIND, Change
from annotator.store.protocol import Event, Reader

DEPTH = 2_000
"""How many of the newest events are read when a project is opened; what lies deeper stays decided."""
IMPORT = "import"
"""The kind of a change that brought an annotation in from elsewhere."""


class History:
    """The acts that one curator can undo and redo, kept up while events are written."""

    def __init__(self, who: str) -> None:
        self.who = who
        self._undo: list[Event] = []
        self._redo: list[Event] = []
        self._touched: set[str] = set()

    @classmethod
    def load(cls, store: Reader, who: str) -> History:
        """The acts as the newest events of the log leave them; none if these are damaged (`check` tells that)."""
        history = cls(who)
        try:
            newest = store.events(newest_first=True, limit=DEPTH, brief=IMPORT)
        except DamagedProject:
            return history
        for event in _whole(newest) if len(newest) == DEPTH else reversed(newest):
            history.record(event)
        return history

    def record(self, event: Event) -> None:
        """Take in an event that was written after all others."""
        if event.change.kind in (LOOK, UNBLIND):
            return
        if event.who != self.who or event.change.kind == IMPORT:
            if event.article in self._touched:
                self._lay_floor(event.article)
            return
        self._touched.add(event.article)
        if event.undoes is not None:
            self._redo.append(_take(self._undo, event.undoes) or _before(event, event.undoes, event.change.inverse()))
        elif event.redoes is not None:
            self._undo.append(_take(self._redo, event.redoes) or _before(event, event.redoes, event.change))
        else:
            self._undo.append(event)
            self._redo.clear()

    def undo_target(self) -> list[Event]:
        """The events that undo would take back, newest first; empty when there is nothing."""
        return _together(self._undo)

    def redo_target(self) -> list[Event]:
        """The events that redo would bring again, oldest first; empty when there is nothing."""
        return _together(self._redo)

    def _lay_floor(self, article: str) -> None:
        """Keep only what was done after the last act on ``article``: the others rest on what is now another's."""
        below = max((i for i, event in enumerate(self._undo) if event.article == article), default=-1)
        if below >= 0:
            cut = self._undo[below].batch
            while below + 1 < len(self._undo) and cut is not None and self._undo[below + 1].batch == cut:
                below += 1
        self._undo = self._undo[below + 1 :]
        self._redo.clear()
        self._touched = {event.article for event in self._undo}


def _take(stack: list[Event], seq: int) -> Event | None:
    for index in range(len(stack) - 1, -1, -1):
        if stack[index].seq == seq:
            return stack.pop(index)
    return None


def _before(event: Event, seq: int, change: Change) -> Event:
    """The event ``seq``, which lies deeper than was read, told from one that took it back or repeated it."""
    return msgspec.structs.replace(event, seq=seq, change=change, undoes=None, redoes=None)


def _together(stack: list[Event]) -> list[Event]:
    """The top of the stack with what shares its batch, from the top down."""
    if not stack or stack[-1].batch is None:
        return stack[-1:]
    batch = stack[-1].batch
    count = next((i for i, event in enumerate(reversed(stack)) if event.batch != batch), len(stack))
    return stack[: -count - 1 : -1]


def _whole(newest_first: list[Event]) -> Iterable[Event]:
    """The events from the oldest on, without the batch that the limit may have cut in two."""
    oldest_first = newest_first[::-1]
    cut = oldest_first[0].batch
    start = 0
    while cut is not None and start < len(oldest_first) and oldest_first[start].batch == cut:
        start += 1
    return oldest_first[start:]
