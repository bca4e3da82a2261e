"""Records of political events, who did what to whom, as PLOVER's gold standard has them (Open Event Data Alliance).

A JSON list; each record has a sentence, its ``source`` and ``target`` actors, an event class, and a ``markup`` of the
sentence with (SRC: …), (TAR: …) and (EVT: …). Classes of cooperation are in favor, those of conflict against; a record
with one actor, or of a class that is neither, cannot be told as a stance and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from annotator.errors import InputError
from annotator.files import file_name, opened
from annotator.formats.base import BadLine, Format, Parsed
from annotator.formats.building import Named, Said, finished
from annotator.records import Polarity
from annotator.spans import Range

MOST_BYTES = 64 * 1024 * 1024
"""A larger file (bytes) is refused."""
_FAVOR = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT"
_AGAINST = "DEMAND DISAPPROVE REJECT THREATEN PROTEST SANCTION COERCE ASSAULT FIGHT MOBILIZE ACCUSE REQUEST"
_CLASSES: dict[str, Polarity] = {
    **dict.fromkeys(_FAVOR.split(), "favor"),
    **dict.fromkeys(_AGAINST.split(), "against"),
}
_MARK = re.compile(r"\((SRC/TAR|TAR/SRC|SRC|TAR|EVT):\s*([^()]*)\)")


def read(path: Path) -> Iterator[Parsed]:
    """Each record's sentence as an article; the number of a BadLine is that of the record, from 1."""
    with opened(path) as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise InputError(f"larger than {MOST_BYTES // 1024**2} MB.", where=str(path))
    try:
        records = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=list[dict[str, Any]])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"not a JSON list of records: {error}.", where=str(path)) from error
    for number, record in enumerate(records, start=1):
        try:
            yield _parse(record, file_name(path))
        except InputError as error:
            yield BadLine(number, str(error))


def _parse(record: dict[str, Any], source: str) -> Parsed:
    event, text = record.get("event"), record.get("text")
    polarity = _CLASSES.get(event) if isinstance(event, str) else None
    if polarity is None:
        raise InputError(f"an event {event!r} says nothing of being for or against.")
    if not isinstance(text, str):
        raise InputError("it has no text.")
    sources, targets = _actors(record.get("source")), _actors(record.get("target"))
    if not sources or not targets:
        raise InputError("one of the two actors is missing.")
    marks = _marks(record, text)
    names = list(dict.fromkeys([*sources, *targets]))
    named = [Named(name, name, _places(text, name, marks)) for name in names]
    cues = marks.get("EVT", {})
    ranges = [place for places in cues.values() for place in places]
    said = [Said(one, other, polarity, ranges) for one in sources for other in targets if one != other]
    if not said:
        raise InputError("the two actors are one.")
    meta = {"source": source, "event": event} | ({"record": record["id"]} if isinstance(record.get("id"), str) else {})
    return finished(text, named, said, meta)


def _actors(value: Any) -> list[str]:
    items = value if isinstance(value, list) else []
    names = (item.get("actorText") for item in items if isinstance(item, dict))
    return list(dict.fromkeys(name.strip() for name in names if isinstance(name, str) and name.strip()))


def _marks(record: dict[str, Any], text: str) -> dict[str, dict[str, list[Range]]]:
    """By kind and words: where the markup has them. Nothing when the markup is not of this text."""
    info = record.get("textInfo")
    markup = info.get("markup") if isinstance(info, dict) else None
    if not isinstance(markup, str):
        return {}
    plain, done = "", 0
    found: dict[str, dict[str, list[Range]]] = {}
    for mark in _MARK.finditer(markup):
        plain += markup[done : mark.start()]
        words = mark[2].strip()
        place = Range(len(plain), len(plain) + len(words))
        for kind in mark[1].split("/") if words else ():
            found.setdefault(kind, {}).setdefault(words, []).append(place)
        plain, done = plain + words, mark.end()
    plain += markup[done:]
    shift = len(plain) - len(plain.lstrip("{ "))
    if plain.strip("{} \n") != text.strip():
        return {}
    shift -= len(text) - len(text.lstrip())
    return {
        kind: {words: [Range(p.start - shift, p.end - shift) for p in places] for words, places in by_words.items()}
        for kind, by_words in found.items()
    }


def _places(text: str, name: str, marks: dict[str, dict[str, list[Range]]]) -> list[Range]:
    """Where an actor stands: as marked, else where its words first stand; nowhere if they do not."""
    marked = [place for kind in ("SRC", "TAR") for place in marks.get(kind, {}).get(name, ())]
    if marked:
        return sorted(set(marked))
    start = text.find(name)
    return [Range(start, start + len(name))] if start >= 0 else []


def looks_like(head: bytes, _path: Path) -> bool:
    """A JSON list with the keys of events."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"[") and b'"eventText"' in head


PLOVER = Format(
    "plover",
    "Events between political actors (PLOVER gold standard), a JSON list",
    (".txt", ".json"),
    looks_like,
    reader=read,
    loses=(
        "what an entity is (its label is ENTITY)",
        "events with one actor, or neither of cooperation nor of conflict",
    ),
    marks=("stances",),
)
