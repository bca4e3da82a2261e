"""Sentences with targets and the sentiment towards each, as NewsMTSC has them (Hamborg and Donnay, EACL 2021).

One JSON object a line: ``sentence_normalized`` and ``targets``, each with ``from``, ``to`` (code points), ``mention``,
``polarity`` (2 negative, 4 neutral, 6 positive) and perhaps ``further_mentions``. Nobody is said to hold the sentiment:
the holder is unnamed. A neutral target is an entity without a stance.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from annotator.errors import InputError
from annotator.files import file_name
from annotator.formats.base import Format, Parsed
from annotator.formats.building import Named, Said, finished
from annotator.formats.lines import converted, json_lines, parsed_lines
from annotator.records import UNNAMED, Polarity
from annotator.spans import Range

POLARITIES: dict[float, Polarity | None] = {2.0: "against", 4.0: None, 6.0: "favor"}
"""What the numbers of the corpus say; None is neither."""


class _Place(msgspec.Struct):
    begin: int = msgspec.field(name="from")
    end: int = msgspec.field(name="to")
    mention: str


class Target(_Place):
    """A target where it is mentioned, ``begin`` to ``end``, and the sentiment towards it, 2, 4 or 6 if all is well."""

    polarity: float
    further_mentions: list[_Place] = []


class Sentence(msgspec.Struct):
    """One line of a file."""

    sentence_normalized: str
    targets: list[Target]
    primary_gid: str = ""


def read(path: Path) -> Iterator[Parsed]:
    """Each line's sentence as an article with its targets as entities."""
    return parsed_lines(json_lines(path), lambda _, data: _parse(data, file_name(path)))


def _parse(data: Any, source: str) -> Parsed:
    line = converted(data, Sentence)
    text = line.sentence_normalized
    named: list[Named] = []
    said: list[Said] = []
    for number, target in enumerate(line.targets):
        if target.polarity not in POLARITIES:
            raise InputError(f"targets[{number}].polarity is {target.polarity}, not 2, 4 or 6.")
        places = dict.fromkeys(_place(text, place, number) for place in (target, *target.further_mentions))
        named.append(Named(str(number), target.mention, list(places)))
        polarity = POLARITIES[target.polarity]
        if polarity is not None:
            said.append(Said(UNNAMED, str(number), polarity))
    return finished(text, named, said, {"source": source} | ({"gid": line.primary_gid} if line.primary_gid else {}))


def _place(text: str, place: _Place, number: int) -> Range:
    found = Range(place.begin, place.end)
    if found.of(text) != place.mention or not place.mention:
        there = found.of(text)
        raise InputError(f"targets[{number}]: {place.begin}..{place.end} is {there!r}, not {place.mention!r}.")
    return found


def looks_like(head: bytes, _path: Path) -> bool:
    """A JSON object with the two keys."""
    return head.lstrip().startswith(b"{") and b'"sentence_normalized"' in head and b'"targets"' in head


NEWSMTSC = Format(
    "newsmtsc",
    "Sentiment towards targets in news (NewsMTSC), JSON lines",
    (".jsonl",),
    looks_like,
    reader=read,
    loses=(
        "who holds a sentiment (the holder is unnamed)",
        "what an entity is (its label is ENTITY)",
        "the words that show a stance",
        "other entities of the sentence",
    ),
    marks=("targets",),
)
