"""Gold JSONL: our own format, one finished article a line, nothing lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import jsonlines
import msgspec

from annotator.errors import InputError
from annotator.files import replacing
from annotator.formats.base import NOTHING, BadLine, Dropped, Format, Parsed
from annotator.formats.lines import json_lines
from annotator.gold import SCHEMA, GoldRecord, encode, from_data, from_gold, line_data

_MARK = b"\xef\xbb\xbf"


def read(path: Path) -> Iterator[Parsed]:
    """Each line's article with its finished annotation; a line that is no gold comes as a BadLine."""
    for item in json_lines(path, line_data):
        if isinstance(item, BadLine):
            yield item
            continue
        number, data = item
        try:
            yield from_gold(from_data(data))
        except InputError as error:
            yield BadLine(number, str(error))


def write(records: Iterable[GoldRecord], path: Path) -> Iterator[Dropped]:
    """Write one line a record; yields after each that nothing was dropped."""
    with replacing(path) as file, jsonlines.Writer(file, dumps=_dumps, compact=False) as writer:
        for record in records:
            writer.write(record)
            yield NOTHING


def _dumps(value: Any) -> bytes:
    """A record's canonical line; anything else (the writer tries an empty object first) as plain JSON."""
    return encode(value).removesuffix(b"\n") if isinstance(value, GoldRecord) else msgspec.json.encode(value)


def looks_like(head: bytes, _path: Path) -> bool:
    """A line that names our schema."""
    return SCHEMA.split("/")[0].encode() in head.removeprefix(_MARK)[:200]


GOLD = Format("gold", "Annotator gold, JSON lines", (".jsonl",), looks_like, reader=read, writer=write)
