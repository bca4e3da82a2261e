"""The lines of an ``.ann`` file of brat that say what is marked in a text."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from itertools import count

from annotator.formats.regions import ABOUT, CUE, SAME, Region, Tie, polarity_of
from annotator.formats.tying import regions_of
from annotator.gold import GoldRecord
from annotator.spans import Range

MOST_BYTES = 20_000_000
"""A larger text is no article."""
_SAFE = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9_-])?")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_LINK = re.compile(r"link ([a-z0-9_]+)")
_ID = re.compile(r"[^\s:]+")
_SPACES = str.maketrans(dict.fromkeys("\t\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", " "))


def name_for(id: str, taken: set[str]) -> str:
    """A file name for an article: its id where every system takes that as a name, else one made of it; never twice."""
    name = id if _SAFE.fullmatch(id) and not _RESERVED.fullmatch(id) else hashlib.sha256(id.encode()).hexdigest()[:16]
    found = next(n for n in (name, *(f"{name}-{i}" for i in range(2, len(taken) + 3))) if n.casefold() not in taken)
    taken.add(found.casefold())
    return found


def lines_of(record: GoldRecord) -> Iterator[str]:
    """The lines for a record that was made fit: T, then N and notes, E with their attributes, R, Equiv."""
    regions, ties = regions_of(record)
    number = {kind: count(1) for kind in "TENAR#"}
    further = {t.tail for t in ties if t.label == CUE}
    by_key = {region.key: region for region in regions}
    mentions = {m.id for m in record.mentions}
    cues = [r.key for r in regions if r.key not in mentions and r.key not in further]
    names: dict[str, str] = {}
    for region in regions:
        if region.key in further:
            continue
        more = [by_key[t.tail] for t in ties if t.label == CUE and t.head == region.key]
        places = (
            _fragments(region, record.text)
            if region.key not in cues
            else [p for r in (region, *more) for p in r.places]
        )
        names[region.key] = f"T{next(number['T'])}"
        yield _thing(names[region.key], region.label, places, record.text)
        if region.notes and region.key not in cues:
            yield from _notes(region, names[region.key], number)
    for key in cues:
        yield from _event(by_key[key], [t for t in ties if t.head == key and t.label != CUE], names, number)
    yield from _relations([t for t in ties if t.head not in cues], names, number)


def _thing(name: str, label: str, places: Sequence[Range], text: str) -> str:
    offsets = ";".join(f"{p.start} {p.end}" for p in places)
    return f"{name}\t{label} {offsets}\t{' '.join(p.of(text).translate(_SPACES) for p in places)}"


def _fragments(region: Region, text: str) -> list[Range]:
    """A mention's range, parted at line breaks, as brat wants it."""
    place = region.whole
    found = [Range(place.start + m.start(), place.start + m.end()) for m in re.finditer(r"[^\r\n]+", place.of(text))]
    whole = found and (found[0].start, found[-1].end) == (place.start, place.end)
    return found if whole else [place]


def _notes(region: Region, name: str, number: dict[str, count[int]]) -> Iterator[str]:
    rest = dict(region.notes)
    for key, value in region.notes.items():
        match = _LINK.fullmatch(key)
        if match and _ID.fullmatch(value):
            yield f"N{next(number['N'])}\tReference {name} {match[1]}:{value}"
            del rest[key]
    if rest:
        yield f"#{next(number['#'])}\tAnnotator {name}\t{json.dumps(rest)}"


def _event(region: Region, ties: Sequence[Tie], names: dict[str, str], number: dict[str, count[int]]) -> Iterator[str]:
    name = f"E{next(number['E'])}"
    roles = "".join(f" {t.label.capitalize()}:{names[t.tail]}" for t in ties)
    yield f"{name}\t{region.label}:{names[region.key]}{roles}"
    if "manner" in region.notes:
        yield f"A{next(number['A'])}\tManner {name} {region.notes['manner']}"
    if "holder" in region.notes:
        yield f"A{next(number['A'])}\tWriter {name}"


def _relations(ties: Sequence[Tie], names: dict[str, str], number: dict[str, count[int]]) -> Iterator[str]:
    groups: dict[str, list[str]] = {}
    for tie in ties:
        if tie.label == SAME:
            groups.setdefault(names[tie.tail], []).append(names[tie.head])
        elif tie.label == ABOUT or polarity_of(tie.label):
            yield f"R{next(number['R'])}\t{tie.label} Arg1:{names[tie.head]} Arg2:{names[tie.tail]}"
    for first, others in groups.items():
        yield f"*\tEquiv {first} {' '.join(others)}"
