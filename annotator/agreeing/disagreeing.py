"""Where two parties disagree, one by one, with both versions in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from annotator.adjudicating.words import NOTHING, mention_words, place_of, stance_words
from annotator.evaluating.disagreeing import sentence_at
from annotator.quality.comparing import Compared, ways_apart
from annotator.records import Annotation, Record
from annotator.spans import Range

What = Literal["mention", "entity", "stance"]


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
        text = compared.article.text
        versions = mention_words(text, compared.one, one), mention_words(text, compared.other, other)
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
        text = compared.article.text
        versions = stance_words(text, compared.one, one), stance_words(text, compared.other, other)
        if one is None or other is None:
            for side, stance in ((compared.one, one), (compared.other, other)):
                if stance is not None:
                    yield place_of(side, stance), "stance", "missing stance", versions
            continue
        for kind in ways_apart(one, other, compared.owner):
            yield place_of(compared.one, one), "stance", kind, versions
