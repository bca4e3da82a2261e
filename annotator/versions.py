"""Other curators' versions of an article: what one is, which of them count, and how the article stands among them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from annotator.records import NOT_AN_ENTITY, Annotation, Record, Status

State = Literal["to adjudicate", "agreed", "adjudicated", "taken", "kept"]
STATES: tuple[State, ...] = ("to adjudicate", "agreed", "adjudicated", "taken", "kept")
TO_ADJUDICATE: State = "to adjudicate"


class Side(Record, frozen=True):
    """Of a version what decides how an article stands: whose it is, and a digest of its work (see :func:`work_of`)."""

    curator: str
    work: str
    done: bool = True
    own: bool = False


class Version(Record, frozen=True):
    """What one curator made of an article, kept beside the project's own annotation and never changed.

    ``source`` is the name of the file that it came from, ``at`` when (ISO 8601 in UTC). An ``own`` version is the
    project's annotation as it stood when another version came to it.
    """

    curator: str
    annotation: Annotation
    source: str = ""
    at: str = ""
    own: bool = False

    @property
    def done(self) -> bool:
        """True for finished work."""
        return self.annotation.status == "done"

    @property
    def side(self) -> Side:
        """What decides how its article stands."""
        return Side(self.curator, work_of(self.annotation), self.done, self.own)


def counting(versions: Sequence[Version]) -> list[Version]:
    """Those that are compared: of each curator the newest (they come oldest first), finished or the project's own.

    The project's own is the first, the others follow by the curators' names.
    """
    newest = {(v.curator, v.own): v for v in versions if v.own or v.done}
    return sorted(newest.values(), key=lambda v: (not v.own, v.curator))


def state_of(sides: Sequence[Side], status: Status, adjudicated: str) -> State:
    """How an article stands whose versions (oldest first) are ``sides``; ``adjudicated`` is the annotation's.

    "kept": there is nothing yet with which a version could be compared. "taken": one finished version became the
    annotation. "agreed": all say the same, and the article is done. "adjudicated": done, and every disagreement between
    just these versions is settled. All others are "to adjudicate".
    """
    counted = list({(s.curator, s.own): s for s in sides if s.own or s.done}.values())
    if not any(not side.own for side in counted):
        return "kept"
    if len(counted) == 1:
        return "kept" if status in ("todo", "skipped") else "taken"
    if status == "done" and (len({side.work for side in counted}) == 1 or adjudicated == fingerprint(counted)):
        return "agreed" if len({side.work for side in counted}) == 1 else "adjudicated"
    return TO_ADJUDICATE


def fingerprint(counted: Sequence[Side]) -> str:
    """What names just these versions together: another version of anybody gives another one."""
    return _digest(sorted([side.curator, side.own, side.work] for side in counted))


def decided(annotation: Annotation) -> bool:
    """True when somebody decided anything about the article's content, or finished it."""
    some = annotation.entities or annotation.mentions or annotation.stances or annotation.rejected
    return bool(some) or annotation.status == "done"


def work_of(annotation: Annotation) -> str:
    """A digest of what is compared of an annotation: mentions, who is who, stances; not ids, names, links, sections.

    Two that have the same say the same. An entity is known by its mentions, by its name when it has none.
    """
    places: dict[str, list[Any]] = {id: [] for id in annotation.entities}
    for mention in annotation.mentions.values():
        places[mention.entity].append([mention.start, mention.end, mention.label])
    names: dict[str | None, Any] = {word: word for word in NOT_AN_ENTITY} | {None: None}
    for id, entity in annotation.entities.items():
        names[id] = sorted(places[id]) or " ".join(entity.name.split()).casefold()
    mentions = [[m.start, m.end, m.label, names[m.entity]] for m in annotation.mentions.values()]
    stances = [
        [
            names[s.holder],
            names[s.target],
            s.polarity,
            sorted([c.start, c.end] for c in s.cues),
            s.manner,
            names[s.source],
        ]
        for s in annotation.stances.values()
    ]
    bare = [names[id] for id in annotation.entities if not places[id]]
    return _digest([_sorted(mentions), _sorted(stances), _sorted(bare)])


def _sorted(items: list[Any]) -> list[Any]:
    return sorted(items, key=msgspec.json.encode)


def _digest(value: Any) -> str:
    return hashlib.sha256(msgspec.json.encode(value)).hexdigest()
