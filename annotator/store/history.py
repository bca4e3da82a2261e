"""What undo and redo are about, read from the log: pure logic, so that it survives a restart.

An act can be undone until it is undone; an undone act can be redone until something new is done. Acts that share a
batch go together. What was imported is a floor: it is never undone by a key.
"""

from __future__ import annotations

from collections.abc import Sequence

from annotator.store.protocol import Event, Store

DEPTH = 2_000
"""How many of the newest events are read when a project is opened; what lies deeper stays decided."""
FLOOR = "import"


class History:
    """The undo and redo stacks of one curator, kept up while events are written."""

    def __init__(self, who: str, newest_first: Sequence[Event] = ()) -> None:
        self.who = who
        self._undo: list[Event] = []
        self._redo: list[Event] = []
        for event in reversed(newest_first):
            self.record(event)

    @classmethod
    def load(cls, store: Store, who: str) -> History:
        """The stacks as the newest events of the log leave them."""
        return cls(who, store.events(newest_first=True, limit=DEPTH))

    def record(self, event: Event) -> None:
        """Take in an event that was written."""
        if event.who != self.who:
            return
        if event.change.kind == FLOOR:
            return
        if event.undoes is not None:
            moved = _take(self._undo, event.undoes)
            if moved is not None:
                self._redo.append(moved)
        elif event.redoes is not None:
            moved = _take(self._redo, event.redoes)
            if moved is not None:
                self._undo.append(moved)
        else:
            self._undo.append(event)
            self._redo.clear()

    def undo_target(self) -> list[Event]:
        """The events that undo would take back, newest first; empty when there is nothing."""
        return _batch(self._undo)

    def redo_target(self) -> list[Event]:
        """The events that redo would bring again, oldest first; empty when there is nothing."""
        return _batch(self._redo)


def _take(stack: list[Event], seq: int) -> Event | None:
    for index in range(len(stack) - 1, -1, -1):
        if stack[index].seq == seq:
            return stack.pop(index)
    return None


def _batch(stack: list[Event]) -> list[Event]:
    if not stack:
        return []
    top = stack[-1]
    if top.batch is None:
        return [top]
    found = []
    for event in reversed(stack):
        if event.batch != top.batch:
            break
        found.append(event)
    return found
