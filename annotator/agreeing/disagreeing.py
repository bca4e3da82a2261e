"""Where two parties disagree, one by one, with both versions in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from annotator.agreeing.comparing import Compared, apart
from annotator.evaluating.disagreeing import sentence_at
from annotator.records import NOT_AN_ENTITY, Annotation, Mention, Record, Stance
from annotator.spans import Range

What = Literal["mention", "entity", "stance"]
NOTHING = "nothing"
"""The version of who has no such thing."""
_KINDS = {
    "holder": "other holder",
    "target": "other target",
    "polarity": "other polarity",
    "cue": "other cue",
    "cue edges": "other cue edges",
    "manner": "other manner",
    "source": "other source",
}


class Disagreement(Record, frozen=True):
    """One thing that two parties see differently: where (code points), what of it, the line there, both versions in words.

    ``kind`` is "missing mention", "other range", "other label", "other entity"; "missing entity" (of one without a mention);
    "missing stance", "reversed direction", "other holder", "other target", "other polarity", "other cue", "other cue edges",
    "other manner" or "other source". ``parties`` are the names, in the order of the versions. Of a thing that differs in
    several ways there is one for each.
    """

    article: str
    start: int
    end: int
    what: What
    kind: str
    words: str
    versions: tuple[str, str]
    parties: tuple[str, str]


def disagreements(compared: Compared, parties: tuple[str, str]) -> Iterator[Disagreement]:
    """All of one article: mentions, entities that stand nowhere, stances."""
    for place, what, kind, versions in (*_mentions(compared), *_entities(compared), *_stances(compared)):
        words = sentence_at(compared.article.text, (), place.start)
        yield Disagreement(compared.article.id, place.start, place.end, what, kind, words, versions, parties)


_Found = tuple[Range, What, str, tuple[str, str]]


def _mentions(compared: Compared) -> Iterator[_Found]:
    for one, other in compared.mentions:
        versions = _mention(compared, compared.one, one), _mention(compared, compared.other, other)
        if one is None or other is None:
            for mention in (one, other):
                if mention is not None:
                    yield mention.range, "mention", "missing mention", versions
            continue
        differs = {
            "other range": one.range != other.range,
            "other label": one.label != other.label,
            "other entity": compared.owner.get(other.entity) != one.entity,
        }
        for kind in (kind for kind, holds in differs.items() if holds):
            yield one.range, "mention", kind, versions


def _mention(compared: Compared, side: Annotation, mention: Mention | None) -> str:
    if mention is None:
        return NOTHING
    words = " ".join(mention.range.of(compared.article.text).split())
    name = _name(side, mention.entity)
    return f"“{words}” {mention.label}" + (f" ({name})" if name != words else "")


def _entities(compared: Compared) -> Iterator[_Found]:
    matched = set(compared.owner.values())
    for entity in compared.one.entities.values():
        if entity.id not in matched and not _stands(compared.one, entity.id):
            yield Range(0, 0), "entity", "missing entity", (f"{entity.name} {entity.label}", NOTHING)
    for entity in compared.other.entities.values():
        if entity.id not in compared.owner and not _stands(compared.other, entity.id):
            yield Range(0, 0), "entity", "missing entity", (NOTHING, f"{entity.name} {entity.label}")


def _stands(side: Annotation, entity: str) -> bool:
    return any(mention.entity == entity for mention in side.mentions.values())


def _stances(compared: Compared) -> Iterator[_Found]:
    for one, other in compared.stances:
        versions = _stance(compared, compared.one, one), _stance(compared, compared.other, other)
        if one is None or other is None:
            for side, stance in ((compared.one, one), (compared.other, other)):
                if stance is not None:
                    yield _place(side, stance), "stance", "missing stance", versions
            continue
        for kind in _differences(compared, one, other):
            yield _place(compared.one, one), "stance", kind, versions


def _differences(compared: Compared, one: Stance, other: Stance) -> Iterator[str]:
    differs = apart(one, other, compared.owner)
    if differs["holder"] and differs["target"]:
        differs |= {"holder": False, "target": False}
        yield "reversed direction"
    if differs["cue"]:
        differs["cue edges"] = False
    yield from (kind for part, kind in _KINDS.items() if differs[part])


def _stance(compared: Compared, side: Annotation, stance: Stance | None) -> str:
    if stance is None:
        return NOTHING
    cues = " … ".join(" ".join(cue.of(compared.article.text).split()) for cue in sorted(stance.cues))
    said = f", says {_name(side, stance.source)}" if stance.source else ""
    ends = f"{_name(side, stance.holder)} → {_name(side, stance.target)}"
    return f"{ends}, {stance.polarity}, {f'“{cues}”' if cues else 'no cue'}, {stance.manner}{said}"


def _name(side: Annotation, id: str) -> str:
    return id if id in NOT_AN_ENTITY else side.entities[id].name


def _place(side: Annotation, stance: Stance) -> Range:
    """Where a stance is to be read: at its cue, else where its target first stands."""
    places = stance.cues or [mention.range for mention in side.mentions.values() if mention.entity == stance.target]
    return min(places, default=Range(0, 0))
