"""Labels left out of what is brought in: the mentions that have them go, and with them what rests on nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import TypeVar

import msgspec

from annotator.records import (
    NOT_AN_ENTITY,
    Annotation,
    Entity,
    Mention,
    Stance,
    SuggestedEntity,
    SuggestedMention,
    SuggestedStance,
    Suggestion,
)

Lost = Counter[str]
"""How many items of each kind ("entities", "stances") went beside the mentions."""
_Entity = TypeVar("_Entity", Entity, SuggestedEntity)
_Stance = TypeVar("_Stance", Stance, SuggestedStance)


def without_labels(annotation: Annotation, labels: Collection[str]) -> tuple[Annotation, Lost]:
    """The annotation without mentions and rejections that have one of the labels.

    An entity goes when all its mentions went, or when it has such a label and never had a mention; its stances go with
    it. One that keeps mentions has their label. What is untouched stays, to the id.
    """
    mentions = {id: m for id, m in annotation.mentions.items() if m.label not in labels}
    entities = _entities([*annotation.entities.values()], [*annotation.mentions.values()], labels)
    stances = _stances([*annotation.stances.values()], entities)
    rejected = {k: r for k, r in annotation.rejected.items() if r.what != "mention" or r.label not in labels}
    lost = Counter(
        entities=len(annotation.entities) - len(entities),
        stances=len(annotation.stances) - len(stances),
        rejections=len(annotation.rejected) - len(rejected),
    )
    return msgspec.structs.replace(
        annotation, entities=entities, mentions=mentions, stances={s.id: s for s in stances}, rejected=rejected
    ), +lost


def suggestion_without(suggestion: Suggestion, labels: Collection[str]) -> tuple[Suggestion, Lost]:
    """The suggestion without mentions that have one of the labels, and without what rests on them."""
    mentions = tuple(m for m in suggestion.mentions if m.label not in labels)
    entities = _entities(suggestion.entities, suggestion.mentions, labels)
    stances = tuple(_stances(suggestion.stances, entities))
    lost = Counter(entities=len(suggestion.entities) - len(entities), stances=len(suggestion.stances) - len(stances))
    return msgspec.structs.replace(
        suggestion, entities=tuple(entities.values()), mentions=mentions, stances=stances
    ), +lost


def _entities(
    entities: Sequence[_Entity], mentions: Sequence[Mention | SuggestedMention], labels: Collection[str]
) -> dict[str, _Entity]:
    """The entities that stay, by id."""
    before = {m.entity for m in mentions}
    left = {m.entity: m.label for m in reversed(mentions) if m.label not in labels}
    stay = [e for e in entities if e.id in left or (e.id not in before and e.label not in labels)]
    ids = {e.id for e in stay}
    return {
        e.id: msgspec.structs.replace(
            e, label=left[e.id] if e.label in labels else e.label, about=tuple(a for a in e.about if a in ids)
        )
        for e in stay
    }


def _stances(stances: Sequence[_Stance], entities: Collection[str]) -> list[_Stance]:
    """The stances whose ends stay; one whose source went has none."""
    return [
        msgspec.structs.replace(s, source=s.source if s.source in entities else None)
        for s in stances
        if s.target in entities and (s.holder in entities or s.holder in NOT_AN_ENTITY)
    ]
