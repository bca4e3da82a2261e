"""Sentences with two entities in brackets and who is for or against whom, as Directed Sentiment Extraction has them.

One line is a sentence with [one] entity and [another] in brackets, then, after tabs, the two entities and a class: 0 no
sentiment, 1 the first is for the second, 2 the second for the first, 3 the first against the second, 4 the second
against the first (Park, Pan and Joo, Findings of ACL 2021). A field may be quoted as in CSV.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from annotator.errors import InputError
from annotator.files import file_name
from annotator.formats.base import BadLine, Format, Parsed
from annotator.formats.building import Named, Said, finished
from annotator.formats.lines import first_lines, parsed_lines, text_lines
from annotator.records import Polarity
from annotator.spans import Range

_MARK = re.compile(r"\[([^\[\]]*)\]")
_LINE = re.compile(r"[^\t]*\[[^\t]*\][^\t]*\t[^\t]+\t[^\t]+\t[0-4]\s*")
_CLASSES: dict[str, tuple[str, str, Polarity] | None] = {
    "0": None,
    "1": ("p", "q", "favor"),
    "2": ("q", "p", "favor"),
    "3": ("p", "q", "against"),
    "4": ("q", "p", "against"),
}


def read(path: Path) -> Iterator[Parsed]:
    """Each line's sentence as an article with its two entities; a pair of class 0 has no stance."""
    full = (item for item in text_lines(path) if isinstance(item, BadLine) or item[1].strip())
    return parsed_lines(full, lambda number, line: _parse(line, file_name(path), number))


def _parse(line: str, source: str, number: int) -> Parsed:
    fields = [_unquoted(field) for field in line.split("\t")]
    if len(fields) != 4:
        raise InputError(f"a sentence, two entities and a class are expected, but there are {len(fields)} fields.")
    marked, first, second, kind = (*fields[:3], fields[3].strip())
    if kind not in _CLASSES:
        raise InputError(f"the class is {kind!r}, not 0, 1, 2, 3 or 4.")
    text, places = unmarked(marked, first, second)
    named = [Named(key, place.of(text), [place]) for key, place in zip("pq", places, strict=True)]
    found = _CLASSES[kind]
    return finished(text, named, [Said(*found)] if found else [], {"source": source, "line": number})


def unmarked(marked: str, first: str, second: str) -> tuple[str, list[Range]]:
    """The sentence without the brackets of its two entities, and their places; other brackets stay.

    Two pairs of brackets are the entities whatever the fields say; of more pairs, those that the fields name. Raises
    InputError when there are none.
    """
    marks = list(_MARK.finditer(marked))
    if len(marks) != 2:
        wanted = [first.strip(), second.strip()]
        one = next((m for m in marks if m[1].strip() == wanted[0]), None)
        other = next((m for m in marks if m is not one and m[1].strip() == wanted[1]), None)
        if one is None or other is None:
            missing = wanted[0] if one is None else wanted[1]
            raise InputError(f"the entity {missing!r} is not in brackets in the sentence.")
        marks = [one, other]
    if any(not m[1].strip() for m in marks):
        raise InputError("a pair of brackets is empty.")
    in_order = sorted(marks, key=lambda m: m.start())
    places: dict[int, Range] = {}
    text, done = "", 0
    for mark in in_order:
        text += marked[done : mark.start()]
        words = mark[1]
        start = len(text) + len(words) - len(words.lstrip())
        places[mark.start()] = Range(start, start + len(words.strip()))
        text, done = text + words, mark.end()
    return text + marked[done:], [places[m.start()] for m in marks]


def _unquoted(field: str) -> str:
    """A field without the quotes of CSV: those around it, and every second one within."""
    inner = field[1:-1]
    if len(field) < 2 or field[0] != '"' or field[-1] != '"' or '"' in inner.replace('""', ""):
        return field
    return inner.replace('""', '"')


def looks_like(head: bytes, _path: Path) -> bool:
    """Most of the first lines have two entities in brackets, three tabs and a class."""
    lines = first_lines(head)
    return bool(lines) and sum(1 for line in lines if _LINE.fullmatch(line)) * 2 > len(lines)


DSE = Format(
    "dse",
    "Directed sentiment between two entities (DSE), one sentence a line",
    (".txt", ".tsv"),
    looks_like,
    reader=read,
    loses=("what an entity is (its label is ENTITY)", "the words that show a stance", "other entities of the sentence"),
    marks=("pairs",),
)
