"""From a gold record to regions and ties, for writers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annotator.formats.regions import ABOUT, CUE, HOLDER, LINK, SAME, SOURCE, TARGET, Region, Tie
from annotator.formats.room import label_of, name_of
from annotator.gold import GoldEntity, GoldMention, GoldRecord, GoldStance
from annotator.records import NOT_AN_ENTITY, WRITER
from annotator.spans import Range


def regions_of(record: GoldRecord) -> tuple[list[Region], list[Tie]]:
    """The regions and ties that say the same as a record which was made fit."""
    mentions: dict[str, list[GoldMention]] = {}
    for mention in record.mentions:
        mentions.setdefault(mention.entity, []).append(mention)
    first = {id: items[0].id for id, items in mentions.items()}
    notes = {first[e.id]: _notes(e, mentions[e.id]) for e in record.entities}
    regions = [Region(m.id, (Range(m.start, m.end),), m.label, notes.get(m.id, {})) for m in record.mentions]
    ties = [Tie(SAME, m.id, first[m.entity]) for m in record.mentions if m.id != first[m.entity]]
    ties += [Tie(ABOUT, first[e.id], first[other]) for e in record.entities for other in e.about]
    for stance in record.stances:
        if stance.cues:
            _add_cues(stance, mentions, regions, ties)
        else:
            ties.append(Tie(stance.polarity, first[stance.holder], first[stance.target]))
    return regions, ties


def _notes(entity: GoldEntity, mentions: Sequence[GoldMention]) -> dict[str, str]:
    notes: dict[str, str] = {}
    if entity.name != name_of([m.text for m in mentions]):
        notes["name"] = entity.name
    if entity.label != label_of(mentions):
        notes["label"] = entity.label
    return notes | {LINK + key: value for key, value in entity.links.items()}


def _add_cues(
    stance: GoldStance, mentions: Mapping[str, Sequence[GoldMention]], regions: list[Region], ties: list[Tie]
) -> None:
    keys = [f"{stance.id}.{number}" for number in range(len(stance.cues))]
    notes: dict[str, str] = {"manner": stance.manner} if stance.manner != "reported" else {}
    if stance.holder == WRITER:
        notes[HOLDER] = WRITER
    place = stance.cues[0].start
    for key, cue in zip(keys, stance.cues, strict=True):
        regions.append(Region(key, (Range(cue.start, cue.end),), stance.polarity, notes if key == keys[0] else {}))
    for label, end in ((HOLDER, stance.holder), (TARGET, stance.target), (SOURCE, stance.source)):
        if end is not None and end not in NOT_AN_ENTITY:
            nearest = min(mentions[end], key=lambda m: (abs(m.start - place), m.id))
            ties.append(Tie(label, keys[0], nearest.id))
    ties += [Tie(CUE, keys[0], key) for key in keys[1:]]
