"""brat standoff: a text file and beside it, with the same name, a file ``.ann`` of what is marked in it.

Text-bound things (T) are mentions, ``Equiv`` makes entities of them, normalizations (N) are links. An event (E) whose
type is a polarity and that has a ``Target`` is a stance: its trigger is the cue, with gaps if there are several,
``Holder`` and ``Source`` its other ends; a relation (R) whose type is a polarity is a stance without a cue. Other events
keep their triggers as mentions. A text in which nothing is marked is an article that nobody finished. Notes (#) and
attributes (A, M) that this program did not write are counted as left out.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.errors import InputError
from annotator.files import new_folder, opened
from annotator.formats.assembling import assemble
from annotator.formats.base import BadLine, Dropped, Format, Parsed
from annotator.formats.brat_lines import MOST_BYTES, lines_of, name_for
from annotator.formats.counting import Units
from annotator.formats.finishing import finished
from annotator.formats.lines import text_lines
from annotator.formats.regions import Region, Tie, polarity_of
from annotator.formats.room import NOTHING_MARKED, Room, fit, losses
from annotator.formats.text import article_id, article_of, decode
from annotator.gold import GoldRecord
from annotator.spans import Range

ROOM = Room(ids=False, meta=False)
_THING = re.compile(r"(T\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)(?:\t(.*))?", re.DOTALL)
_EVENT = re.compile(r"(E\d+)\t(\S+?):(\S+)((?: \S+:\S+)*)\s*")
_RELATION = re.compile(r"(R\d+)\t(\S+) (\S+?):(\S+) (\S+?):(\S+)\s*")
_ATTRIBUTE = re.compile(r"[AM]\d+\t(\S+) (\S+)(?: (.+?))?\s*")
_NORMAL = re.compile(r"N\d+\t\S+ (\S+) ([^:\s]+):(\S+)(?:\t(.*))?")
_NOTE = re.compile(r"#\d*\t(\S+) (\S+)(?:\t(.*))?", re.DOTALL)
_LABEL = re.compile(r"\S+")
_LOOKS = re.compile(r"(?:T\d+\t\S+ \d+ \d+|[EREAMN*#]\d*\t)")


@dataclass(slots=True)
class _Thing:
    line: int
    label: str
    places: list[tuple[int, int]]
    words: str
    notes: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Event:
    line: int
    label: str
    trigger: str
    roles: list[tuple[str, str]]
    notes: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Reading:
    """What was read of an .ann file, by the ids there; things may be named before they are defined."""

    things: dict[str, _Thing] = field(default_factory=dict)
    events: dict[str, _Event] = field(default_factory=dict)
    relations: list[tuple[str, str, str]] = field(default_factory=list)
    groups: list[list[str]] = field(default_factory=list)
    notes: list[tuple[str, str, str]] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def read(path: Path) -> Iterator[Parsed]:
    """The one article of a pair of files. A bad line spoils it: then all that are bad come as BadLines."""
    ann = path.with_suffix(".ann")
    with opened(path.with_suffix(".txt")) as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise InputError(f"larger than {MOST_BYTES // 1_000_000} MB: this is no article.", where=str(path))
    text = decode(data, str(path.with_suffix(".txt")), as_is=True)
    reading = _Reading()
    taken = [item if isinstance(item, BadLine) else _take(reading, *item) for item in text_lines(ann)]
    bad = [item for item in taken if item is not None]
    bad += _placed(reading, text)
    meta = {"source": path.with_suffix(".txt").name}
    if bad:
        yield from bad
        return
    if not taken:
        yield article_of(text, meta)
        return
    regions, ties = _regions(reading, text)
    try:
        found = assemble(text, regions, ties)
        yield finished(found, meta, left_out=reading.left_out)
    except InputError as error:
        raise InputError(str(error), where=str(ann)) from error


def _take(reading: _Reading, number: int, line: str) -> BadLine | None:
    kind = line[:1]
    if not line.strip():
        return None
    if kind == "T" and (match := _THING.fullmatch(line)):
        places = [tuple(map(int, pair.split())) for pair in match[3].split(";")]
        if any(len(str(n)) > 12 for pair in places for n in pair):
            return BadLine(number, "an offset is no place in a text.")
        if match[1] in reading.things:
            return BadLine(number, f"{match[1]} stands twice.")
        reading.things[match[1]] = _Thing(number, match[2], [(a, b) for a, b in places], match[4] or "")
    elif kind == "E" and (match := _EVENT.fullmatch(line)):
        roles = [tuple(role.rsplit(":", 1)) for role in match[4].split()]
        reading.events[match[1]] = _Event(number, match[2], match[3], [(a, b) for a, b in roles])
    elif kind == "R" and (match := _RELATION.fullmatch(line)):
        reading.relations.append((match[2], match[4], match[6]))
    elif kind == "*" and len(fields := line.split()) > 3 and fields[1] == "Equiv":
        reading.groups.append(fields[2:])
    elif kind in "AM" and (match := _ATTRIBUTE.fullmatch(line)):
        reading.notes.append((match[2], match[1].casefold(), match[3] or "writer"))
    elif kind == "N" and (match := _NORMAL.fullmatch(line)):
        reading.notes.append((match[1], f"link {match[2].casefold()}", match[3]))
        if match[4]:
            reading.notes.append((match[1], "name", match[4]))
    elif kind == "#" and (match := _NOTE.fullmatch(line)):
        _take_note(reading, match[1], match[2], match[3] or "")
    else:
        return BadLine(number, f"no line of brat: {line[:60]!r}.")
    return None


def _take_note(reading: _Reading, kind: str, about: str, words: str) -> None:
    if kind != "Annotator":
        reading.left_out["notes"] += 1
        return
    try:
        data: Any = json.loads(words)
    except (ValueError, RecursionError):
        reading.left_out["notes"] += 1
        return
    if isinstance(data, dict):
        reading.notes += [(about, key, value) for key, value in data.items() if isinstance(value, str)]


def _placed(reading: _Reading, text: str) -> Iterator[BadLine]:
    """Make the places code points; a thing that does not stand where it is said to stand is bad."""
    units = Units()
    for thing in reading.things.values():
        units.look(text, _said(thing))
    for thing in reading.things.values():
        try:
            ranges = units.ranges(text, [(a, b, None) for a, b in thing.places])
        except InputError as error:
            yield BadLine(thing.line, error.what)
            continue
        there = " ".join(r.of(text) for r in ranges)
        if thing.words and there.split() != thing.words.split():
            yield BadLine(thing.line, f"the text has {there[:60]!r} there, not {thing.words[:60]!r}.")
            continue
        thing.places = [(r.start, r.end) for r in ranges]


def _said(thing: _Thing) -> list[tuple[int, int, str | None]]:
    """The place of a thing and its words, if it has no gaps."""
    return [(*thing.places[0], thing.words)] if len(thing.places) == 1 else []


def _regions(reading: _Reading, text: str) -> tuple[list[Region], list[Tie]]:
    stances = {
        key: event
        for key, event in reading.events.items()
        if event.trigger in reading.things
        and polarity_of(event.label)
        and any(_role(role) == "target" for role, _ in event.roles)
    }
    for about, key, value in reading.notes:
        thing: _Thing | _Event | None = stances.get(about) or reading.things.get(about)
        if thing is not None and (about in stances or key in ("name", "label") or key.startswith("link ")):
            thing.notes[{"writer": "holder"}.get(key, key)] = value.casefold() if about in stances else value
        else:
            reading.left_out["attributes"] += 1
    triggers = {event.trigger for event in stances.values()}
    regions = [_region(k, t.label, t, t.notes, text) for k, t in reading.things.items() if k not in triggers]
    ties: list[Tie] = []
    for key, event in stances.items():
        regions.append(_region(key, event.label, reading.things[event.trigger], event.notes, text, gaps=True))
        ties += [Tie(_role(role), key, _end(reading, end)) for role, end in event.roles]
    reading.left_out["events"] += len(reading.events) - len(stances)
    ties += [Tie(label, _end(reading, head), _end(reading, tail)) for label, head, tail in reading.relations]
    ties += [Tie("same", other, group[0]) for group in reading.groups for other in group[1:]]
    return regions, ties


def _role(role: str) -> str:
    return role.rstrip("0123456789").casefold()


def _end(reading: _Reading, key: str) -> str:
    """The thing at an end of a relation: of an event, its trigger."""
    event = reading.events.get(key)
    return key if event is None else event.trigger


def _region(key: str, label: str, thing: _Thing, notes: Mapping[str, str], text: str, *, gaps: bool = False) -> Region:
    """A region of a thing. A mention that goes on in the next line has no gap there, though brat parts it."""
    places = [Range(start, end) for start, end in thing.places]
    joined: list[Range] = []
    for place in places:
        between = text[joined[-1].end : place.start] if joined else ""
        if joined and not gaps and joined[-1].end <= place.start and not between.strip("\r\n"):
            joined[-1] = Range(joined[-1].start, place.end)
        else:
            joined.append(place)
    return Region(key, tuple(joined), label, notes)


# --- writing


def write(records: Iterable[GoldRecord], path: Path) -> Iterator[Dropped]:
    """Write a new folder with two files for each record; yields what was dropped of each."""
    with new_folder(path) as folder:
        taken: set[str] = set()
        for record in records:
            name = name_for(record.id, taken)
            meta = {"source": f"{name}.txt"}
            fitted = fit(
                record,
                ROOM,
                keeps=lambda m: _LABEL.fullmatch(m.label) is not None,
                meta=meta,
                id=article_id(record.text),
            )
            (folder / f"{name}.txt").write_bytes(record.text.encode())
            lines = list(lines_of(fitted))
            (folder / f"{name}.ann").write_bytes("".join(f"{line}\n" for line in lines).encode())
            yield {**losses(record, fitted), **({} if lines else {NOTHING_MARKED: 1})}


def looks_like(head: bytes, path: Path) -> bool:
    """A file ``.ann`` beside a text, or the text beside one."""
    if path.suffix == ".txt":
        return path.with_suffix(".ann").is_file()
    start = head.decode(errors="replace").lstrip("\ufeff\r\n")
    return path.suffix == ".ann" and (not start or _LOOKS.match(start) is not None)


BRAT = Format(
    "brat",
    "brat standoff, a folder with a pair .txt and .ann for each article",
    (".brat", ".ann"),
    looks_like,
    reader=read,
    writer=write,
    loses=(*ROOM.words(), "mentions whose label has a space", "that an article in which nothing is marked is finished"),
    beside=(".txt",),
    folder=True,
)
