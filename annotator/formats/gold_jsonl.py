"""Gold JSONL: our own format, one finished article a line, nothing lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import jsonlines
import msgspec

from annotator.errors import InputError
from annotator.files import opened, replacing
from annotator.formats.base import BadLine, Format, Parsed
from annotator.gold import SCHEMA, GoldRecord, encode, from_data, from_gold

LONGEST_LINE = 64 * 1024 * 1024
"""A longer line (bytes) is refused before it fills the memory."""
_MARK = b"\xef\xbb\xbf"


def read(path: Path) -> Iterator[Parsed]:
    """Each line's article with its finished annotation; a line that is no gold comes as a BadLine."""
    with opened(path) as file:
        reader = jsonlines.Reader(_bounded(file), loads=msgspec.json.decode)
        number = 0
        while True:
            number += 1
            try:
                yield from_gold(from_data(reader.read()))
            except EOFError:
                return
            except jsonlines.InvalidLineError as error:
                if not error.line.strip():
                    continue
                yield BadLine(number, _cause(error))
            except RecursionError:
                yield BadLine(number, "the JSON is nested too deeply.")
            except InputError as error:
                yield BadLine(number, str(error))


def _cause(error: jsonlines.InvalidLineError) -> str:
    cause = error.__cause__
    if isinstance(cause, UnicodeDecodeError):
        return f"not UTF-8: byte 0x{cause.object[cause.start]:02X} at offset {cause.start} of the line."
    return f"not valid JSON: {cause or error.args[0]}."


def _bounded(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; of one that is too long only its beginning, which is no JSON."""
    first = True
    while line := file.readline(LONGEST_LINE + 1):
        whole = line.endswith(b"\n") or len(line) <= LONGEST_LINE
        while not whole and not line.endswith(b"\n"):
            line = file.readline(LONGEST_LINE + 1)
            if not line:
                break
        if first:
            line, first = line.removeprefix(_MARK), False
        yield line if whole else b"{too long}\n"


def write(records: Iterable[GoldRecord], path: Path) -> Iterator[None]:
    """Write one line a record; yields after each."""
    with replacing(path) as file, jsonlines.Writer(file, dumps=_dumps, compact=False) as writer:
        for record in records:
            writer.write(record)
            yield


def _dumps(value: Any) -> bytes:
    """A record's canonical line; anything else (the writer tries an empty object first) as plain JSON."""
    return encode(value).removesuffix(b"\n") if isinstance(value, GoldRecord) else msgspec.json.encode(value)


def looks_like(head: bytes, _path: Path) -> bool:
    """A line that names our schema."""
    return SCHEMA.split("/")[0].encode() in head.removeprefix(_MARK)[:200]


GOLD = Format("gold", "Annotator gold, JSON lines", (".jsonl",), looks_like, reader=read, writer=write)
