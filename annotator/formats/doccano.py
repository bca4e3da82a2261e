"""doccano: JSON lines of sequence labelling (``label``: triples) and of relation extraction (``entities``, ``relations``).

Offsets are code points. A line without any label is an article that nobody finished, unless this program wrote it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from annotator.files import file_name
from annotator.formats.assembling import assemble
from annotator.formats.base import Brought, Dropped, Format, Parsed
from annotator.formats.counting import CODE_POINTS
from annotator.formats.finishing import finished, total
from annotator.formats.items import write_lines
from annotator.formats.lines import converted, first_lines, json_lines, parsed_lines
from annotator.formats.regions import Region, Tie, notes_of
from annotator.formats.room import Room, fit, losses
from annotator.formats.text import article_of
from annotator.formats.tying import regions_of
from annotator.gold import GoldRecord
from annotator.spans import Range

ROOM = Room()
_KNOWN = frozenset(("id", "text", "label", "labels", "entities", "relations", "meta", "article_id", "Comments", "cats"))


class _Entity(msgspec.Struct):
    id: int
    start: int = msgspec.field(name="start_offset")
    end: int = msgspec.field(name="end_offset")
    label: str
    notes: Any = None


class _Relation(msgspec.Struct):
    head: int = msgspec.field(name="from_id")
    tail: int = msgspec.field(name="to_id")
    label: str = msgspec.field(name="type")


class _Line(msgspec.Struct):
    text: str
    label: list[tuple[int, int, str] | str] = []
    labels: list[tuple[int, int, str] | str] = []
    entities: list[_Entity] = []
    relations: list[_Relation] = []
    meta: dict[str, Any] = {}
    article_id: str = ""


def read(path: Path) -> Iterator[Parsed]:
    """Each line's article; one that is none comes as a BadLine."""
    return parsed_lines(json_lines(path), lambda _, data: _parse(data, file_name(path)))


def _parse(data: Any, source: str) -> Parsed:
    line = converted(data, _Line)
    CODE_POINTS.ranges(line.text, [(e.start, e.end, None) for e in line.entities])
    triples = [item for item in (*line.label, *line.labels) if not isinstance(item, str)]
    regions = [Region(str(e.id), (Range(e.start, e.end),), e.label, notes_of(e.notes)) for e in line.entities]
    regions += [Region(f"#{n}", (Range(start, end),), label) for n, (start, end, label) in enumerate(triples)]
    left_out = total({"labels of whole texts": len(line.label) + len(line.labels) - len(triples)})
    meta = line.meta
    if not line.article_id:
        others = {key: value for key, value in data.items() if key not in _KNOWN}
        meta = {"source": source, **others, **line.meta}
    found = assemble(line.text, regions, [Tie(r.label, str(r.head), str(r.tail)) for r in line.relations])
    if not regions and not line.article_id:
        return Brought(article_of(line.text, meta), left_out=left_out)
    return finished(found, meta, id=line.article_id, left_out=left_out)


def write(records: Iterable[GoldRecord], path: Path) -> Iterator[Dropped]:
    """Write one line a record, as doccano's relation extraction reads it; yields what was dropped of each."""
    return write_lines(records, path, _line)


def _line(record: GoldRecord) -> tuple[Mapping[str, Any], Dropped]:
    fitted = fit(record, ROOM)
    regions, ties = regions_of(fitted)
    numbers = {region.key: number for number, region in enumerate(regions)}
    entities = [
        {"id": n, "start_offset": r.whole.start, "end_offset": r.whole.end, "label": r.label}
        | ({"notes": r.notes} if r.notes else {})
        for n, r in enumerate(regions)
    ]
    relations = [
        {"id": n, "from_id": numbers[t.head], "to_id": numbers[t.tail], "type": t.label} for n, t in enumerate(ties)
    ]
    line = {
        "text": record.text,
        "entities": entities,
        "relations": relations,
        "meta": record.meta,
        "article_id": record.id,
    }
    return line, losses(record, fitted)


def looks_like(head: bytes, _path: Path) -> bool:
    """JSON objects with a text and its labels or entities."""
    line = next(iter(first_lines(head, 1)), head.decode(errors="replace"))
    keys = ('"start_offset"', '"entities"', '"label":', '"labels":', '"label" :')
    return line.lstrip().startswith("{") and '"text"' in line and any(key in line for key in keys)


DOCCANO = Format(
    "doccano",
    "doccano, JSON lines",
    (".jsonl",),
    looks_like,
    reader=read,
    writer=write,
    loses=ROOM.words(),
)
