"""From what the suggesters found to records: ids in reading order, and the mentions that stances brought with them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from annotator.records import NOT_AN_ENTITY, Choice, SuggestedEntity, SuggestedMention, SuggestedStance
from annotator.spans import Range
from annotator.suggest.end import End
from annotator.suggest.links import Cluster
from annotator.suggest.ner import Found
from annotator.suggest.stance import FoundStance

TOPIC_P = 0.55
DESCRIBED_P = 0.4
"""How likely a curator takes a topic, or somebody described, as it stands: guesses, not calibrated."""


class _Draft(msgspec.Struct):
    """A mention on its way: its place, and the key of its entity."""

    start: int
    end: int
    label: str
    key: str
    p: float
    why: str
    by: str
    others: tuple[Choice, ...] = ()


Records = tuple[list[SuggestedEntity], list[SuggestedMention], list[SuggestedStance]]


def assemble(
    text: str, mentions: Sequence[Found], clusters: Sequence[Cluster], stances: Sequence[FoundStance] = ()
) -> Records:
    """Entities, mentions and stances as records, each in reading order with ids "e1", "m1", "s1" …"""
    drafts = [
        _Draft(m.start, m.end, m.label, f"c{number}", m.p, m.why, "ner", m.others)
        for number, item in enumerate(clusters)
        for m in (mentions[i] for i in item.mentions)
    ]
    known = {(d.start, d.end): d.key for d in drafts}
    ends = [e for s in stances for e in (s.holder, s.target, s.source) if e is not None and e.key not in NOT_AN_ENTITY]
    taken: set[Range] = set()
    same: dict[str, str] = {}  # ends whose words are a mention already
    for end in ends:
        place = (end.range.start, end.range.end)
        if end.entity is None and known.setdefault(place, end.key) != end.key:
            same[end.key] = known[place]
    for end in ends:
        if end.entity is None and end.key not in same and end.range not in taken:
            taken.add(end.range)
            drafts.append(_new(end))
    drafts.sort(key=lambda d: (d.start, -d.end, d.key))
    keys = {key: f"e{n}" for n, key in enumerate(dict.fromkeys(d.key for d in drafts), start=1)}
    keys |= {key: keys[other] for key, other in same.items()} | {end: end for end in NOT_AN_ENTITY}
    ids = {(d.start, d.end): f"m{n}" for n, d in enumerate(drafts, start=1)}
    suggested = [
        SuggestedMention(ids[d.start, d.end], d.start, d.end, d.label, keys[d.key], d.p, d.why, d.by, d.others)
        for d in drafts
    ]
    return _entities(text, clusters, drafts, ends, keys), suggested, _stances(stances, mentions, keys, ids)


def _new(end: End) -> _Draft:
    topic = end.label == "TOPIC"
    why = "what a stance is about" if topic else end.note or "who holds a stance"
    p = round(end.p * (TOPIC_P if topic else DESCRIBED_P / 0.75), 2)
    return _Draft(end.range.start, end.range.end, end.label, end.key, p, why, "stance")


def _entities(
    text: str, clusters: Sequence[Cluster], drafts: Sequence[_Draft], ends: Sequence[End], keys: dict[str, str]
) -> list[SuggestedEntity]:
    about: dict[str, tuple[int, ...]] = {}
    for end in ends:
        about.setdefault(end.key, end.about)
    first = {d.key: d for d in reversed(drafts)}
    found: list[SuggestedEntity] = []
    for key in dict.fromkeys(d.key for d in drafts):
        id = keys[key]
        if key.startswith("c") and key[1:].isdigit():
            item = clusters[int(key[1:])]
            found.append(
                SuggestedEntity(id, item.label, item.name or text[first[key].start : first[key].end], why=item.why)
            )
        else:
            draft = first[key]
            names = tuple(keys[f"c{number}"] for number in about.get(key, ()))
            found.append(SuggestedEntity(id, draft.label, " ".join(text[draft.start : draft.end].split()), names))
    return found


def _stances(
    stances: Sequence[FoundStance],
    mentions: Sequence[Found],
    keys: dict[str, str],
    ids: dict[tuple[int, int], str],
) -> list[SuggestedStance]:
    def mention_of(end: End) -> str | None:
        if end.key in NOT_AN_ENTITY:
            return None
        span = mentions[end.mention].range if end.mention is not None else end.range
        return ids.get((span.start, span.end))

    return [
        SuggestedStance(
            f"s{number}", keys[s.holder.key], keys[s.target.key], s.polarity, s.p, s.cues, s.manner,
            None if s.source is None else keys[s.source.key], mention_of(s.holder), mention_of(s.target), s.why,
        )
        for number, s in enumerate(stances, start=1)
    ]  # fmt: skip
