"""CSV and TSV with a column of texts; the other columns are metadata. Only read.

The first line names the columns. A field may be quoted and hold line breaks (RFC 4180).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from annotator.errors import InputError
from annotator.files import file_name, opened
from annotator.formats.base import BadLine, Format, Parsed
from annotator.formats.lines import byte_lines, first_lines
from annotator.formats.text import MOST_BYTES, article_of
from annotator.sections import find_tail

_SURROGATE = re.compile("[\ud800-\udfff]")
_TEXTS = ("text", "content", "body", "article", "full_text", "fulltext", "article_text")
"""What a column of texts may be called, in small letters; the first that is there is taken."""


def read(path: Path) -> Iterator[Parsed]:
    """Each row's article; a row that is none comes as a BadLine with the line on which it ends."""
    with opened(path) as file:
        head = file.read(64 * 1024)
        file.seek(0)
        delimiter = _delimiter(head)
        columns = _columns(head, delimiter)
        column = next((columns.index(t) for t in _TEXTS if t in columns), None)
        if column is None:
            raise InputError("no column is called text.", where=str(path))
        csv.field_size_limit(MOST_BYTES)
        lines = (line.decode(errors="surrogateescape") for line in byte_lines(file))
        rows = csv.reader(lines, delimiter=delimiter, strict=True)
        names = next(rows)
        while True:
            try:
                row = next(rows, None)
            except csv.Error as error:
                yield BadLine(rows.line_num, f"no row of a table: {error}.")
                continue
            if row is None:
                return
            if row:
                yield _article(names, row, column, file_name(path), rows.line_num)


def _article(names: list[str], row: list[str], column: int, source: str, line: int) -> Parsed:
    if len(row) != len(names):
        return BadLine(line, f"{len(names)} fields are expected, but there are {len(row)}.")
    if any(_SURROGATE.search(field) for field in row):
        return BadLine(line, "not UTF-8.")
    text = row[column]
    rest = {name: value for n, (name, value) in enumerate(zip(names, row, strict=True)) if n != column and value}
    tail = find_tail(text)
    try:
        article = article_of(text, {"source": source, **rest})
    except InputError as error:
        return BadLine(line, str(error))
    return msgspec.structs.replace(article, sections=(tail,) if tail else ())


def _delimiter(head: bytes) -> str:
    line = next(iter(first_lines(head, 1)), "")
    return max(",\t;", key=line.count)


def _columns(head: bytes, delimiter: str) -> list[str]:
    line = next(iter(first_lines(head, 1)), "")
    try:
        return [name.strip().casefold() for name in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return []


def looks_like(head: bytes, path: Path) -> bool:
    """The first line names columns, one of them called text; and the next has fields too, or the file is called a table."""
    delimiter = _delimiter(head)
    names = _columns(head, delimiter)
    if not any(t in names for t in _TEXTS):
        return False
    return path.suffix.lower() in (".csv", ".tsv") or (
        len(names) > 1 and all(delimiter in line for line in first_lines(head, 2))
    )


TABLE = Format(
    "table",
    "CSV or TSV with a column of texts",
    (".csv", ".tsv"),
    looks_like,
    reader=read,
    loses=("any annotation",),
    marks=(),
)
