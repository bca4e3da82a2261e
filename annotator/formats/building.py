"""Finished annotations out of what other formats hold: entities with their places, stances between them; checked as gold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from annotator.formats.text import article_id
from annotator.gold import GoldProvenance, decode, encode, from_gold, to_gold
from annotator.records import Annotation, Article, Entity, Mention, Polarity, Stance
from annotator.spans import Range

ANYTHING = "ENTITY"
"""The label of an entity when a format does not say what it is."""


@dataclass(frozen=True, slots=True)
class Named:
    """An entity of another format: its key there, and its places, each with a label of its own or the entity's."""

    key: str
    name: str
    places: Sequence[Range] = ()
    label: str = ANYTHING
    labels: Sequence[str] = ()
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """A stance between entities (their keys); the holder may be "writer" or "unnamed"."""

    holder: str
    target: str
    polarity: Polarity
    cues: Sequence[Range] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


def finished(
    text: str, named: Sequence[Named], said: Sequence[Said], meta: Mapping[str, Any]
) -> tuple[Article, Annotation]:
    """The article and its annotation, done and looked at throughout; raises InputError for what gold may not hold.

    Entities are numbered as they first stand in the text. An entity that stands nowhere is kept, by its name.
    """
    article = Article(article_id(text), text, dict(meta))
    keys = {item.key: f"e{number}" for number, item in enumerate(named, start=1)}
    mentions = [
        (place, labelled, keys[item.key])
        for item in named
        for place, labelled in zip(item.places, item.labels or [item.label] * len(item.places), strict=True)
    ]
    annotation = Annotation(
        entities={keys[i.key]: Entity(keys[i.key], i.label, i.name, dict(i.links)) for i in named},
        mentions={
            f"m{number}": Mention(f"m{number}", place.start, place.end, label, entity)
            for number, (place, label, entity) in enumerate(mentions, start=1)
        },
        stances={
            f"s{number}": Stance(
                f"s{number}",
                keys.get(item.holder, item.holder),
                keys[item.target],
                item.polarity,
                tuple(item.cues),
                extra=dict(item.extra),
            )
            for number, item in enumerate(said, start=1)
        },
        looked_at=(Range(0, len(text)),) if text else (),
    )
    record = msgspec.structs.replace(to_gold(article, annotation), provenance=GoldProvenance())
    return from_gold(decode(encode(record)))
