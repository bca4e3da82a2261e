"""One curator's acts: written into the log with the time and the keys that they took, undone and redone."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from annotator.clock import now
from annotator.edits import Edit
from annotator.project.answers import Coming
from annotator.records import UNBLIND, Annotation, Change, Step, apply_change
from annotator.store import Entry, Event, Store
from annotator.store.history import History

PAUSE_MS = 60_000
"""A pause longer than this (milliseconds) is not counted as work."""
Target = Sequence[Event]
"""The events that an undo takes back, or a redo repeats; empty when there is nothing."""


class Acts:
    """Makes the entries of the log for one curator's acts, writes them, and knows which can be undone and redone."""

    def __init__(self, store: Store, curator: str) -> None:
        self._store = store
        self._curator = curator
        self._history = History.load(store, curator)
        self._last_act: float | None = None
        self._pressed: int | None = None

    def count_press(self) -> None:
        """A key was pressed; the next act says how many there were (see :class:`~annotator.records.Change`)."""
        self._pressed = (self._pressed or 0) + 1

    def entry(self, article: str, change: Change, after: Annotation) -> Entry:
        """An act on one article."""
        return Entry(article, self._curator, now(), self._with_presses(change), after, ms=self._active_ms())

    def together(self, items: Iterable[tuple[str, Annotation | None, Change]]) -> Iterator[Entry]:
        """One act on many articles, or on the project itself (""); asked for one by one while all is written."""
        batch, at, ms = uuid.uuid4().hex, now(), self._active_ms()
        for id, after, change in items:
            yield Entry(id, self._curator, at, change, after, batch=batch, ms=ms)

    def reversed(self, event: Event, annotation: Annotation | None, *, forward: bool) -> Entry:
        """What takes an event back, or repeats it, on the annotation as it stands; None is that of the project itself."""
        # What was looked at stays looked at, whatever became of the decision; and who saw no suggestion has seen none.
        plain = (event.change if forward else event.change.inverse()).without("looked_at", "blind")
        change = self._with_presses(plain)
        return Entry(
            event.article,
            self._curator,
            now(),
            change,
            None if annotation is None else apply_change(annotation, change),
            undoes=None if forward else event.seq,
            redoes=event.seq if forward else None,
            batch=event.batch,
            ms=self._active_ms(),
        )

    def write(self, entries: Iterable[Entry]) -> None:
        """Write entries in one transaction, each made when the one before is written; their annotations are not kept."""
        written: list[Entry] = []

        def passing() -> Iterator[Entry]:
            for entry in entries:
                written.append(msgspec.structs.replace(entry, after=None))
                yield entry

        numbers = self._store.append(passing())
        for seq, entry in zip(numbers, written, strict=True):
            self._history.record(_event(seq, entry))

    def to_undo(self) -> Target:
        """What undo would take back."""
        return self._history.undo_target()

    def to_redo(self) -> Target:
        """What redo would bring again."""
        return self._history.redo_target()

    def _with_presses(self, change: Change) -> Change:
        """The change with the keys pressed since the one before."""
        if self._pressed is None:
            return change
        pressed, self._pressed = self._pressed, 0
        return msgspec.structs.replace(change, presses=pressed)

    def _active_ms(self) -> int | None:
        """Milliseconds since the last act; None for the first one and after a pause."""
        before, self._last_act = self._last_act, time.monotonic()
        if before is None:
            return None
        passed = round((self._last_act - before) * 1000)
        return passed if passed <= PAUSE_MS else None


def brought(item: Coming, at: str) -> Entry:
    """The entry of an annotation that comes from elsewhere."""
    return Entry(item.id, item.curator, at, item.change, item.annotation)


def settled(edit: Edit) -> Edit:
    """An act on a blind article: the first one says that it is blind, whatever the share will be."""
    after, change = edit
    if after.blind or change.kind == UNBLIND:
        return edit
    steps = (*change.steps, Step(("blind",), False, True))
    return msgspec.structs.replace(after, blind=True), msgspec.structs.replace(change, steps=steps)


def main_event(target: Target) -> Event:
    """The event that tells what an act was: that of the project itself, if there is one."""
    return next((event for event in target if not event.article), target[0])


def _event(seq: int, entry: Entry) -> Event:
    values = entry.article, entry.who, entry.at, entry.change, entry.undoes, entry.redoes, entry.batch, entry.ms
    return Event(seq, *values)
