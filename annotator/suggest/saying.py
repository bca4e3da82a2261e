"""Suggestions in the words of a scheme: its labels, its convention for titles, and nothing that it does not annotate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from annotator.convention import OURS, Convention
from annotator.records import (
    NOT_AN_ENTITY,
    Choice,
    SuggestedEntity,
    SuggestedMention,
    SuggestedStance,
)
from annotator.suggest.assemble import Records
from annotator.titles import without_title

_LEAST = 0.3
"""A mention whose likeliest label the scheme does not have is kept when one that it has is at least so likely."""


def say(text: str, records: Records, convention: Convention) -> Records:
    """The records as a scheme wants them. Stances of what is left out are left out too."""
    entities, mentions, stances = records
    said = [m for mention in mentions if (m := _mention(text, mention, convention)) is not None]
    left = {m.entity for m in said}
    kept = [e for entity in entities if (e := _entity(entity, said, left, convention)) is not None]
    return kept, said, _stances(stances, left, {m.id for m in said})


def _mention(text: str, mention: SuggestedMention, convention: Convention) -> SuggestedMention | None:
    shares: dict[str, float] = {}
    for choice in (Choice(mention.label, mention.p), *mention.others):
        label = convention.say(choice.label)
        if label is not None:
            shares[label] = shares.get(label, 0.0) + choice.p
    first = convention.say(mention.label)
    if first is None:
        first = max(shares, key=lambda k: shares[k], default=None)
        if first is None or shares[first] < _LEAST:
            return None
    others = tuple(Choice(k, round(p, 3)) for k, p in sorted(shares.items(), key=lambda i: -i[1]) if k != first)
    span = mention.range
    if not convention.titles and mention.label == "PERSON":
        span = without_title(text, span)
    return msgspec.structs.replace(
        mention, start=span.start, label=first, p=round(min(1.0, shares[first]), 3), others=others
    )


def _entity(
    entity: SuggestedEntity, mentions: Iterable[SuggestedMention], left: set[str], convention: Convention
) -> SuggestedEntity | None:
    if entity.id not in left:
        return None
    label = convention.say(entity.label) if entity.label in OURS else entity.label
    label = label or next(m.label for m in mentions if m.entity == entity.id)
    about = tuple(id for id in entity.about if id in left)
    return msgspec.structs.replace(entity, label=label, about=about)


def _stances(stances: Sequence[SuggestedStance], left: set[str], mentions: set[str]) -> list[SuggestedStance]:
    ends = {*left, *NOT_AN_ENTITY, None}
    return [
        msgspec.structs.replace(
            s,
            source=s.source if s.source in ends else None,
            holder_mention=s.holder_mention if s.holder_mention in mentions else None,
            target_mention=s.target_mention if s.target_mention in mentions else None,
        )
        for s in stances
        if s.holder in ends and s.target in ends
    ]
