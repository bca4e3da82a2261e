"""What of a gold record a format has room for: the record that is left, and a count of what is not.

A writer makes each record fit first and writes what is left. So the report of an export follows from two records, the
one before and the one after, and a reader must give the one after again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from annotator.formats.base import Dropped
from annotator.gold import GoldEntity, GoldMention, GoldProvenance, GoldRecord, GoldStance
from annotator.records import NOT_AN_ENTITY, UNNAMED, WRITER
from annotator.spans import Range

NOTHING_MARKED = "finished articles in which nothing is marked"
"""Dropped by formats that cannot tell them from articles that nobody finished."""
_SHORT = 6
"""A name of more words than this is taken only if there is no shorter one."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a format carries of a record beside text and mentions.

    ``cueless`` says which stances without cues: all ("whole"), those between two entities, without manner and source
    ("pairs"), or none. ``curators`` is how many names there is room for.
    """

    ids: bool = True
    meta: bool = True
    clusters: bool = True
    entities: bool = True
    about: bool = True
    unmentioned: bool = False
    stances: bool = True
    writers: bool = True
    manners: bool = True
    cueless: Literal["whole", "pairs", "no"] = "pairs"
    curators: int = 0
    sections: bool = False
    looked_at: bool = False
    rejected: bool = False
    counts: bool = False

    def words(self) -> tuple[str, ...]:
        """What there is no room for, each as the end of the sentence "this format cannot carry …"."""
        told = {
            "the metadata of an article": self.meta,
            "the id of an article": self.ids,
            "which mentions are of one entity": self.clusters,
            "names and links of entities": self.entities,
            "whom a topic is about": self.about or not self.entities,
            "entities without a mention": self.unmentioned,
            "stances": self.stances,
            "stances with neither a cue nor a holder who is named": self.cueless != "pairs" or not self.stances,
            "stances without a cue": self.cueless != "no" or not self.stances,
            "that the holder is the writer": self.writers or not self.stances,
            "manner and source of a stance": self.manners or not self.stances,
            "who curated": self.curators > 0,
            "all curators of an article, only the first": self.curators != 1,
            "boilerplate, what was looked at, rejections": self.sections and self.looked_at and self.rejected,
            "the counts of decisions": self.counts,
        }
        return tuple(words for words, there in told.items() if not there)


def fit(
    record: GoldRecord,
    room: Room,
    *,
    keeps: Callable[[GoldMention], bool] | None = None,
    meta: Mapping[str, Any] | None = None,
    id: str | None = None,
) -> GoldRecord:
    """What of ``record`` there is room for; items keep their ids.

    ``keeps`` says which mentions can be written; ``meta`` and ``id`` stand for those that there is no room for.
    """
    mentions = tuple(m for m in record.mentions if keeps is None or keeps(m))
    places = _by_entity(mentions)
    entities = tuple(e for e in record.entities if e.id in places or room.unmentioned)
    known = {e.id for e in entities}
    if not room.entities:
        entities = tuple(
            GoldEntity(e.id, label_of(places[e.id]), name_of([m.text for m in places[e.id]])) for e in entities
        )
    about = {e.id: tuple(a for a in e.about if a in known) if room.about else () for e in entities}
    stances = (_fit_stance(s, known, room) for s in record.stances) if room.stances else ()
    come = record.provenance if room.counts else GoldProvenance()
    return GoldRecord(
        record.schema,
        record.id if room.ids or id is None else id,
        record.text,
        record.meta if room.meta or meta is None else dict(meta),
        record.sections if room.sections else (),
        tuple(msgspec.structs.replace(e, about=about[e.id]) for e in entities),
        mentions,
        tuple(s for s in stances if s is not None),
        record.looked_at if room.looked_at else (Range(0, len(record.text)),),
        record.rejected if room.rejected else (),
        msgspec.structs.replace(come, curators=record.provenance.curators[: room.curators]),
    )


def _fit_stance(stance: GoldStance, known: set[str], room: Room) -> GoldStance | None:
    named = stance.holder not in NOT_AN_ENTITY
    if stance.target not in known or (named and stance.holder not in known):
        return None
    bare = not stance.cues and room.cueless != "whole"
    if bare and (room.cueless == "no" or not named):
        return None
    holder = UNNAMED if stance.holder == WRITER and not room.writers else stance.holder
    plain = bare or not room.manners
    source = stance.source if stance.source in known and not plain else None
    manner = "reported" if plain else stance.manner
    return msgspec.structs.replace(stance, holder=holder, manner=manner, source=source)


def _by_entity(mentions: Sequence[GoldMention]) -> dict[str, list[GoldMention]]:
    found: dict[str, list[GoldMention]] = {}
    for mention in mentions:
        found.setdefault(mention.entity, []).append(mention)
    return found


def name_of(words: Sequence[str]) -> str:
    """The name of an entity whose mentions have these words: the longest that is not too long, on one line."""
    plain = [" ".join(w.split()) for w in words]
    return max([w for w in plain if len(w.split()) <= _SHORT] or plain[:1], key=len)


def label_of(mentions: Sequence[GoldMention]) -> str:
    """The label of an entity with these mentions: the one that most of them have, of these the first."""
    return Counter(m.label for m in mentions).most_common(1)[0][0]


def losses(before: GoldRecord, after: GoldRecord) -> Dropped:
    """How many items of each kind are in ``before`` and not in ``after``, by their ids."""
    found: Counter[str] = Counter()
    found["article ids"] = int(before.id != after.id)
    found["white space of texts"] = int(before.text != after.text)
    found["metadata"] = sum(after.meta.get(k, KeyError) != v for k, v in before.meta.items())
    found["sections"] = len(set(before.sections) - set(after.sections))
    if not all(r.looked_at == (Range(0, len(r.text)),) for r in (before, after)):
        found["ranges looked at"] = len(set(before.looked_at) - set(after.looked_at))
    found["rejections"] = len(before.rejected) - len(after.rejected)
    found["curators"] = len(set(before.provenance.curators) - set(after.provenance.curators))
    counts = [msgspec.structs.replace(r.provenance, curators=()) for r in (before, after)]
    found["counts of decisions"] = int(counts[0] not in (counts[1], GoldProvenance()))
    found["unknown keys"] = sum(map(len, before.extra.values())) - sum(map(len, after.extra.values()))
    _entity_losses(before, after, found)
    _stance_losses(before, after, found)
    return {kind: count for kind, count in found.items() if count}


def _entity_losses(before: GoldRecord, after: GoldRecord, found: Counter[str]) -> None:
    mentions = {m.id: m for m in after.mentions}
    found["mentions"] = sum(m.id not in mentions for m in before.mentions)
    found["mentions' entities"] = sum(m.id in mentions and mentions[m.id].entity != m.entity for m in before.mentions)
    found["labels of mentions"] = sum(m.id in mentions and mentions[m.id].label != m.label for m in before.mentions)
    entities = {e.id: e for e in after.entities}
    for entity in before.entities:
        kept = entities.get(entity.id)
        if kept is None:
            found["entities"] += 1
            continue
        found["names"] += kept.name != entity.name
        found["labels of entities"] += kept.label != entity.label
        found["links"] += len(entity.links.items() - kept.links.items())
        found["whom topics are about"] += len(set(entity.about) - set(kept.about))


def _stance_losses(before: GoldRecord, after: GoldRecord, found: Counter[str]) -> None:
    stances = {s.id: s for s in after.stances}
    for stance in before.stances:
        kept = stances.get(stance.id)
        if kept is None:
            found["stances"] += 1
            continue
        found["holders"] += kept.holder != stance.holder
        found["manners"] += kept.manner != stance.manner
        found["sources"] += kept.source != stance.source
        found["cues"] += len(set(stance.cues) - set(kept.cues))
