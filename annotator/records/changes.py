"""How an annotation becomes another: changes, made of steps that can be taken back."""

from __future__ import annotations

from typing import Any

import msgspec

from annotator.records.articles import Section
from annotator.records.base import Record
from annotator.records.decided import Annotation, Entity, Mention, Provenance, Rejection, Stance
from annotator.spans import Range


class Step(Record, frozen=True):
    """One piece of a change: what stood at ``path`` before and what stands there after; None is absence.

    ``path`` is ``("mentions", id)`` for an item of a collection, ``("mentions", id, "origin", "label")`` for a field in
    it, or ``("note",)`` for a plain field. Values are plain JSON data, so that an event can be read without this program.
    """

    path: tuple[str, ...]
    before: Any = None
    after: Any = None


LOOK = "look"
"""The kind of a change that only says what was looked at: undo passes it over."""
UNBLIND = "unblind"
"""The kind of a change by which an article is blind no more: undo passes it over, since what was seen stays seen."""


class Change(Record, frozen=True):
    """What one act did to one article's annotation: enough to redo it, to undo it, and to say so on the screen.

    ``kind`` is the act's name ("accept"), ``words`` what a menu or status line says ("accept “Kim Yo Jong”"), ``side``
    what else was touched ("and 2 stances"), or empty. ``presses`` is how many keys were pressed for it since the act before,
    None when nobody counted.
    """

    kind: str
    words: str
    steps: tuple[Step, ...] = ()
    side: str = ""
    presses: int | None = None

    def inverse(self) -> Change:
        """The change that takes this one back."""
        steps = tuple(Step(s.path, s.after, s.before) for s in reversed(self.steps))
        return Change(self.kind, self.words, steps, self.side)

    def without(self, *fields: str) -> Change:
        """The same change, but for what it does to some plain fields."""
        steps = tuple(s for s in self.steps if len(s.path) > 1 or s.path[0] not in fields)
        return Change(self.kind, self.words, steps, self.side)

    def touched(self, collection: str) -> set[str]:
        """The ids of the items of ``collection`` ("mentions", "entities", "stances", "rejected") that changed."""
        return {s.path[1] for s in self.steps if s.path[0] == collection and len(s.path) > 1}


_TYPES: dict[str, Any] = {
    "entities": Entity,
    "mentions": Mention,
    "stances": Stance,
    "rejected": Rejection,
    "settled": str,
    "sections": tuple[Section, ...],
    "looked_at": tuple[Range, ...],
    "curators": tuple[str, ...],
    "base": Provenance,
}
_DEFAULTS: dict[str, Any] = {name: getattr(Annotation(), name) for name in Annotation.__struct_fields__}


def apply_change(annotation: Annotation, change: Change) -> Annotation:
    """``annotation`` after ``change``. Both stay as they are; a path that no annotation has raises ``AttributeError``."""
    fields: dict[str, Any] = {}
    for step in change.steps:
        name = step.path[0]
        if len(step.path) == 1:
            kind = _TYPES.get(name)
            value = step.after
            if value is None:
                value = _DEFAULTS[name]
            elif kind is not None:
                value = msgspec.convert(value, kind)
            fields[name] = value
            continue
        items = fields.get(name)
        if items is None:
            items = fields[name] = dict(getattr(annotation, name))
        if len(step.path) > 2:
            items[step.path[1]] = _with(items[step.path[1]], step.path[2:], step.after)
        elif step.after is None:
            items.pop(step.path[1], None)
        else:
            items[step.path[1]] = msgspec.convert(step.after, _TYPES[name])
    return msgspec.structs.replace(annotation, **fields)


def _with(record: Any, path: tuple[str, ...], value: Any) -> Any:
    """``record`` with another plain value in the field at ``path``."""
    name, *deeper = path
    if deeper:
        value = _with(getattr(record, name), tuple(deeper), value)
    return msgspec.structs.replace(record, **{name: value})
