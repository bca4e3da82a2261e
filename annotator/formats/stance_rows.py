"""Stances as rows: a CSV for analysts, and pairs of entities with marked words for a classifier. Only written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from itertools import permutations
from pathlib import Path
from typing import Any

import msgspec

from annotator.files import replacing
from annotator.formats.base import Dropped, Format, never
from annotator.formats.room import losses
from annotator.gold import GoldMention, GoldProvenance, GoldRecord, GoldStance
from annotator.records import NOT_AN_ENTITY, UNNAMED, WRITER
from annotator.spans import Range, line_at

COLUMNS = ("article", "title", "date", "publisher", "holder", "holder_label", "target", "target_label", "polarity",
           "manner", "said_by", "cues", "paragraph")  # fmt: skip
_META = {"title": "title", "date": "date", "publisher": "source"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
"""With what a formula begins in some spreadsheet or other."""
NONE = "none"
"""The class of a pair of which the words say nothing."""


def write_csv(records: Iterable[GoldRecord], path: Path) -> Iterator[Dropped]:
    """Write a row for each stance; yields what was dropped of each record."""
    with replacing(path) as file:
        file.write("\ufeff".encode())  # spreadsheets take a file without it for an older encoding
        file.write(_row(COLUMNS))
        for record in records:
            for row in _rows(record):
                file.write(_row([harmless(row.get(column, "")) for column in COLUMNS]))
            yield losses(record, _of_stances(record, _META.values()))


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: what could begin one has an apostrophe before it."""
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(_FORMULA) else cell


def _row(cells: Iterable[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


def _rows(record: GoldRecord) -> Iterator[Mapping[str, str]]:
    names = {e.id: e.name for e in record.entities} | {w: w for w in NOT_AN_ENTITY}
    labels = {e.id: e.label for e in record.entities}
    meta = {column: str(record.meta[key]) for column, key in _META.items() if key in record.meta}
    for stance in record.stances:
        yield {
            **meta,
            "article": record.id,
            "holder": names[stance.holder],
            "holder_label": labels.get(stance.holder, ""),
            "target": names[stance.target],
            "target_label": labels[stance.target],
            "polarity": stance.polarity,
            "manner": stance.manner,
            "said_by": names.get(stance.source or "", ""),
            "cues": " … ".join(c.text for c in stance.cues),
            "paragraph": line_at(record.text, stance.cues[0].start).of(record.text) if stance.cues else "",
        }


def _of_stances(record: GoldRecord, meta: Iterable[str]) -> GoldRecord:
    """What rows of stances say of a record."""
    ends = {id for s in record.stances for id in (s.holder, s.target, s.source)}
    return msgspec.structs.replace(
        record,
        meta={key: record.meta[key] for key in meta if key in record.meta},
        entities=tuple(msgspec.structs.replace(e, links={}, about=()) for e in record.entities if e.id in ends),
        mentions=(),
        sections=(),
        looked_at=(),
        rejected=(),
        provenance=GoldProvenance(),
        extra={},
    )


# --- pairs


def write_pairs(records: Iterable[GoldRecord], path: Path) -> Iterator[Dropped]:
    """Write a line for each pair of entities in each paragraph; yields what was dropped of each record."""
    with replacing(path) as file:
        for record in records:
            kept: set[str] = set()
            for pair, stance in _pairs(record):
                file.write(msgspec.json.encode(pair) + b"\n")
                kept |= {stance} if stance else set()
            after = _of_stances(record, ())
            said = (msgspec.structs.replace(s, manner="reported", source=None) for s in after.stances if s.id in kept)
            yield losses(record, msgspec.structs.replace(after, stances=tuple(said)))


def _pairs(record: GoldRecord) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Each stance with its paragraph; then the pairs of a paragraph that was looked at and of which nothing is said.

    An article without any stance gives no pairs: gold of names alone, as other tools make it, says nothing of stances.
    """
    said: set[tuple[Range, str, str]] = set()
    for stance in record.stances:
        place = line_at(record.text, _start(record, stance))
        inside = _inside(record, place)
        if stance.target in inside and (stance.holder in inside or stance.holder in NOT_AN_ENTITY):
            said.add((place, stance.holder, stance.target))
            yield _pair(record, place, inside, stance.holder, stance.target, stance.polarity), stance.id
    for place in dict.fromkeys(line_at(record.text, m.start) for m in record.mentions if record.stances):
        if any(Range(r.start, r.end).contains(place) for r in record.looked_at):
            inside = _inside(record, place)
            for holder, target in permutations(inside, 2):
                if (place, holder, target) not in said:
                    yield _pair(record, place, inside, holder, target, NONE), ""


def _start(record: GoldRecord, stance: GoldStance) -> int:
    first = next((m.start for m in record.mentions if m.entity == stance.target), 0)
    return stance.cues[0].start if stance.cues else first


def _inside(record: GoldRecord, place: Range) -> dict[str, GoldMention]:
    """The first mention of each entity within a place."""
    found: dict[str, GoldMention] = {}
    for m in record.mentions:
        if place.contains(Range(m.start, m.end)):
            found.setdefault(m.entity, m)
    return found


def _pair(
    record: GoldRecord, place: Range, inside: Mapping[str, GoldMention], holder: str, target: str, label: str
) -> Mapping[str, Any]:
    ends = {"[HOLDER]": inside.get(holder), "[TARGET]": inside[target]}
    marks = [(m.end, 0, -m.start, f"[/{mark[1:]}") for mark, m in ends.items() if m is not None]
    marks += [(m.start, 1, -m.end, mark) for mark, m in ends.items() if m is not None]
    text, done = "", place.start
    for at, _, _, mark in sorted(marks):
        text += record.text[done:at] + mark
        done = at
    named = holder if holder in (WRITER, UNNAMED) else inside[holder].text
    return {
        "article": record.id,
        "start": place.start,
        "end": place.end,
        "text": text + record.text[done : place.end],
        "holder": named,
        "target": inside[target].text,
        "label": label,
    }


_ROWS = (
    "the text of an article, but for paragraphs with a stance",
    "mentions and links",
    "what was looked at, rejections",
)
STANCE_CSV = Format(
    "stance_csv",
    "Stances as a table (CSV), for spreadsheets",
    (".csv",),
    never,
    writer=write_csv,
    loses=(*_ROWS, "metadata beyond title, date and source", "who curated"),
)
PAIRS = Format(
    "stance_pairs",
    "Pairs of entities with marked words and a class, for a classifier",
    (".pairs.jsonl",),
    never,
    writer=write_pairs,
    loses=(*_ROWS, "stances whose ends are in different paragraphs", "manner and source of a stance, cues", "metadata"),
)
