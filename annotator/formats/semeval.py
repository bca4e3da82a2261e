"""Structured sentiment as in SemEval-2022 task 10: opinions with source, target, polar expression and polarity.

A JSON array of ``{"sent_id", "text", "opinions"}``; offsets are code points, "55:62". A source or target that stands at the
same place is the same entity. An opinion without a target, or without a polarity, is no stance and is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from annotator.errors import InputError
from annotator.files import file_name
from annotator.formats.assembling import Assembled
from annotator.formats.base import Dropped, Format, Parsed
from annotator.formats.building import ANYTHING
from annotator.formats.counting import CODE_POINTS
from annotator.formats.finishing import finished
from annotator.formats.items import objects, write_array
from annotator.formats.lines import converted, parsed_lines
from annotator.formats.room import losses, name_of
from annotator.gold import GoldEntity, GoldMention, GoldProvenance, GoldRange, GoldRecord, GoldStance
from annotator.records import NOT_AN_ENTITY, UNNAMED, Polarity
from annotator.spans import Range

_POLARITIES: dict[str, Polarity] = {"positive": "favor", "negative": "against", "neutral": "neutral"}
_WRITTEN = {"favor": "Positive", "against": "Negative", "neutral": "Neutral"}
_PLACE = re.compile(r"(\d{1,9}):(\d{1,9})")
STANDARD = "Standard"

Expression = tuple[list[str], list[str]]
"""Words and places, the one beside the other."""


class _Opinion(msgspec.Struct):
    source: Expression = msgspec.field(name="Source", default=([], []))
    target: Expression = msgspec.field(name="Target", default=([], []))
    words: Expression = msgspec.field(name="Polar_expression", default=([], []))
    polarity: str | None = msgspec.field(name="Polarity", default=None)
    intensity: str | None = msgspec.field(name="Intensity", default=None)


class _Sentence(msgspec.Struct):
    text: str
    opinions: list[_Opinion]
    sent_id: str = ""
    article_id: str = ""
    meta: dict[str, Any] = {}


def read(path: Path) -> Iterator[Parsed]:
    """Each sentence as an article with its opinions; one that is none comes as a BadLine."""
    return parsed_lines(objects(path), lambda _, data: _parse(data, file_name(path)))


def _parse(data: Any, source: str) -> Parsed:
    sentence = converted(data, _Sentence)
    text = sentence.text
    found = Assembled(text)
    entity_of: dict[Range, str] = {}
    strong: dict[str, dict[str, Any]] = {}
    for opinion in sentence.opinions:
        target = _places(text, opinion.target)
        polarity = _POLARITIES.get((opinion.polarity or "").casefold())
        if not target or polarity is None:
            found.left_out["opinions without a target" if polarity else "opinions without a polarity"] += 1
            continue
        holder = _places(text, opinion.source)
        ends = [_entity(found, entity_of, places) if places else UNNAMED for places in (holder, target)]
        cues = tuple(GoldRange(c.start, c.end, c.of(text)) for c in sorted(_places(text, opinion.words)))
        if opinion.intensity not in (None, STANDARD):
            strong[f"stances/{len(found.stances)}"] = {"intensity": opinion.intensity}
        id = f"s{len(found.stances) + 1}"
        found.stances.append(GoldStance(id, ends[0], ends[1], polarity, "reported", None, cues))
    meta = sentence.meta if sentence.article_id else {"source": source, "sent_id": sentence.sent_id}
    return finished(found, meta, id=sentence.article_id, extra=strong)


def _places(text: str, expression: Expression) -> list[Range]:
    words, places = expression
    matches = [_PLACE.fullmatch(place) for place in places]
    if len(words) != len(places) or None in matches:
        raise InputError(f"words and places do not match: {words[:3]!r} at {places[:3]!r}.")
    said = [(int(m[1]), int(m[2]), w) for m, w in zip(matches, words, strict=True) if m is not None]
    return CODE_POINTS.ranges(text, said)


def _entity(found: Assembled, entity_of: dict[Range, str], places: Sequence[Range]) -> str:
    found.left_out["gaps in mentions"] += len(places) - 1
    place = Range(min(p.start for p in places), max(p.end for p in places))
    if place not in entity_of:
        id = entity_of[place] = f"e{len(entity_of) + 1}"
        words = place.of(found.text)
        found.entities.append(GoldEntity(id, ANYTHING, name_of([words])))
        found.mentions.append(GoldMention(f"m{len(entity_of)}", place.start, place.end, words, ANYTHING, id))
    return entity_of[place]


# --- writing


def write(records: Iterable[GoldRecord], path: Path) -> Iterator[Dropped]:
    """Write a JSON array, one article a line; yields what was dropped of each."""
    return write_array(records, path, _sentence)


def _sentence(record: GoldRecord) -> tuple[Mapping[str, Any], Dropped]:
    fitted = fit(record)
    mention_of = {m.entity: ([m.text], [f"{m.start}:{m.end}"]) for m in fitted.mentions}
    opinions = [
        {
            "Source": mention_of.get(s.holder, ([], [])),
            "Target": mention_of[s.target],
            "Polar_expression": ([c.text for c in s.cues], [f"{c.start}:{c.end}" for c in s.cues]),
            "Polarity": _WRITTEN[s.polarity],
            "Intensity": fitted.extra.get(f"stances/{n}", {}).get("intensity", STANDARD),
        }
        for n, s in enumerate(fitted.stances)
    ]
    line = {
        "sent_id": record.id,
        "text": record.text,
        "opinions": opinions,
        "article_id": record.id,
        "meta": record.meta,
    }
    return line, losses(record, fitted)


def fit(record: GoldRecord) -> GoldRecord:
    """What of a record this format has room for: of each stance the mentions next to it, which are all of an entity."""
    mentions: dict[str, list[GoldMention]] = {}
    for mention in record.mentions:
        mentions.setdefault(mention.entity, []).append(mention)
    kept: dict[Range, GoldMention] = {}
    ids: dict[str, int] = Counter()
    stances: list[GoldStance] = []
    extra: dict[str, dict[str, Any]] = {}

    def end(entity: str, place: int) -> str:
        if entity in NOT_AN_ENTITY:
            return UNNAMED
        near = min(mentions[entity], key=lambda m: (abs(m.start - place), m.id))
        there = Range(near.start, near.end)
        if there not in kept:
            ids[entity] += 1
            id = entity if ids[entity] == 1 else f"{entity}.{ids[entity]}"
            kept[there] = msgspec.structs.replace(near, label=ANYTHING, entity=id)
        return kept[there].entity

    for n, stance in enumerate(record.stances):
        named = [e for e in (stance.holder, stance.target) if e not in NOT_AN_ENTITY]
        if stance.polarity not in _WRITTEN or any(e not in mentions for e in named):
            continue
        place = stance.cues[0].start if stance.cues else mentions[stance.target][0].start
        ends = {"holder": end(stance.holder, place), "target": end(stance.target, place)}
        intensity = record.extra.get(f"stances/{n}", {}).get("intensity")
        if isinstance(intensity, str) and intensity != STANDARD:
            extra[f"stances/{len(stances)}"] = {"intensity": intensity}
        stances.append(msgspec.structs.replace(stance, **ends, manner="reported", source=None))
    return msgspec.structs.replace(
        record,
        entities=tuple(GoldEntity(m.entity, ANYTHING, name_of([m.text])) for m in kept.values()),
        mentions=tuple(kept.values()),
        stances=tuple(stances),
        sections=(),
        looked_at=(Range(0, len(record.text)),),
        rejected=(),
        provenance=GoldProvenance(),
        extra=extra,
    )


def looks_like(head: bytes, _path: Path) -> bool:
    """An array of objects with opinions, or an array of nothing that is called so."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith((b"[", b"{")) and b'"opinions"' in start and b'"text"' in start


SEMEVAL = Format(
    "semeval",
    "Structured sentiment (SemEval-2022 task 10), JSON",
    (".json",),
    looks_like,
    reader=read,
    writer=write,
    loses=(
        "what an entity is (its label is ENTITY), its name and links",
        "entities in no stance, and mentions beyond the one next to a stance",
        "which mentions are of one entity",
        "mixed stances",
        "that the holder is the writer",
        "manner and source of a stance",
        "who curated, boilerplate, what was looked at, rejections, the counts of decisions",
    ),
    marks=("stances",),
)
