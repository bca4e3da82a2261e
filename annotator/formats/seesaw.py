"""News articles with stances between named entities, sentence by sentence, as SEESAW has them (Zhang et al., EMNLP 2022).

One JSON object a line: ``sentences``, ``sentence_ids``, ``entities`` (canonical names with types) and ``stances``
(sentence, holder, polarity NEG or POS, target). Names have no offsets: :mod:`annotator.formats.linking` looks for them. An
entity that is found nowhere is kept, by its name, and its stances with it. The holder "None" is the writer, "Not in the
list" is unnamed; a target "Not in the list" is an entity of that name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec

from annotator.errors import InputError
from annotator.formats.base import Format, Parsed
from annotator.formats.building import Named, Said, finished
from annotator.formats.lines import converted, json_lines, parsed_lines
from annotator.formats.linking import link
from annotator.records import UNNAMED, WRITER
from annotator.spans import Range

UNLISTED = "Not in the list"
_LABELS = {
    "People": "PERSON",
    "Organization": "ORG",
    "GPE": "GPE",
    "Event": "EVENT",
    "Religion": "NORP",
    "Topic": "TOPIC",
    "Others": "TOPIC",
}
_POLARITIES: dict[str, Literal["favor", "against"]] = {"POS": "favor", "NEG": "against"}


class _Entity(msgspec.Struct):
    name: str
    type: list[str] = []


class _Stance(msgspec.Struct):
    sentence: int
    holder: str
    polarity: Literal["POS", "NEG"]
    target: str


class _Line(msgspec.Struct):
    sentences: list[str]
    entities: list[_Entity]
    stances: list[_Stance]
    sentence_ids: list[int] | None = None
    id: str = ""
    title: str = ""
    time: str = ""
    source: str = ""


def read(path: Path) -> Iterator[Parsed]:
    """Each line's article: its sentences, parted by a space, with entities and stances."""
    return parsed_lines(json_lines(path), lambda _, data: _parse(data))


def _parse(data: Any) -> Parsed:
    line = converted(data, _Line)
    text, places = _text(line)
    labels = {entity.name: _label(entity) for entity in line.entities}
    for stance in line.stances:
        for name in (stance.holder, stance.target):
            if name not in labels and name not in ("None", UNLISTED):
                raise InputError(f"a stance names {name!r}, which is no entity of the article.")
        if stance.target == "None":
            raise InputError("a stance has no target.")
        if stance.sentence not in places:
            raise InputError(f"a stance is in sentence {stance.sentence}, which the article has not.")
    if any(stance.target == UNLISTED for stance in line.stances):
        labels.setdefault(UNLISTED, "TOPIC")
    linked = link(text, {name: label for name, label in labels.items() if name != UNLISTED})
    named = [Named(name, name, linked.get(name, ()), label) for name, label in labels.items()]
    ends = {"None": WRITER, UNLISTED: UNNAMED}
    said = [
        Said(ends.get(s.holder, s.holder), s.target, _POLARITIES[s.polarity], extra={"sentence": _both(places[s.sentence])})
        for s in line.stances
    ]  # fmt: skip
    meta = {key: value for key in ("id", "title", "time", "source") if (value := getattr(line, key))}
    return finished(text, named, said, meta)


def _both(place: Range) -> list[int]:
    return [place.start, place.end]


def _text(line: _Line) -> tuple[str, dict[int, Range]]:
    """The article's text, and where the sentence of each id stands in it."""
    ids = line.sentence_ids if line.sentence_ids is not None else list(range(len(line.sentences)))
    if len(ids) != len(line.sentences):
        raise InputError(f"there are {len(line.sentences)} sentences, but {len(ids)} ids.")
    text = ""
    places: dict[int, Range] = {}
    for id, sentence in zip(ids, line.sentences, strict=True):
        words = sentence.strip()
        if words:
            text += " " * bool(text)
            places[id] = Range(len(text), len(text) + len(words))
            text += words
    return text, places


def _label(entity: _Entity) -> str:
    """The type that most annotators gave, as one of our labels."""
    most = Counter(_LABELS.get(kind, "TOPIC") for kind in entity.type).most_common(1)
    return most[0][0] if most else "TOPIC"


def looks_like(head: bytes, _path: Path) -> bool:
    """A JSON object with sentences, entities by name, and stances or their sentences' ids."""
    start = head.lstrip().startswith(b"{") and b'"sentences"' in head
    return start and (b'"sentence_ids"' in head or b'"stances"' in head or len(head) >= 4096)


SEESAW = Format(
    "seesaw",
    "Stances between entities in news articles (SEESAW), JSON lines",
    (".jsonl",),
    looks_like,
    reader=read,
    loses=(
        "where names stand (they are looked for, and about one in ten is not found)",
        "the words that show a stance",
        "mentions of other entities",
    ),
    marks=("stances",),
)
