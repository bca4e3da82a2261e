"""Regions and ties: what most annotation tools have, and how entities and stances are put into them and taken out again.

A region is a range with a label, a tie leads from one region to another. A mention is a region; later mentions of an
entity are tied to its first ("same"). The first cue of a stance is a region labelled with the polarity, tied to a mention
of the "target", of the "holder" if that is an entity, of the "source", and to further "cue" regions. A stance without a cue
is a tie from holder to target, labelled with the polarity. What else there is to say of a thing stands in the region's
notes: "name" and "label" of an entity and "link …" with its first mention, "manner" and "holder" with a cue.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec

from annotator.errors import InputError
from annotator.formats.base import NOTHING, Brought, Dropped
from annotator.formats.room import label_of, name_of
from annotator.formats.text import article_id
from annotator.gold import (
    SCHEMA,
    GoldEntity,
    GoldMention,
    GoldProvenance,
    GoldRange,
    GoldRecord,
    GoldStance,
    decode,
    encode,
    from_gold,
)
from annotator.records import (
    MANNERS,
    NOT_AN_ENTITY,
    UNNAMED,
    WRITER,
    Manner,
    Polarity,
    Rejection,
    SuggestedEntity,
    SuggestedMention,
    SuggestedStance,
    Suggestion,
)
from annotator.spans import Range

Item = TypeVar("Item")
SAME, ABOUT, HOLDER, TARGET, SOURCE, CUE = "same", "about", "holder", "target", "source", "cue"
_SAME = frozenset((SAME, "coref", "coreference", "equiv", "same_as", "same as", "identity"))
_POLARITIES: dict[str, Polarity] = {
    **dict.fromkeys(("favor", "favour", "positive", "support", "supports"), "favor"),
    **dict.fromkeys(("against", "negative", "oppose", "opposes"), "against"),
    "neutral": "neutral",
    "mixed": "mixed",
}
"""The polarity that a label stands for, in small letters."""
_MORE: ContextVar[Mapping[str, Polarity] | None] = ContextVar("names of polarities beside the usual ones", default=None)
_LINK = "link "
UNSAID = 0.5
"""The probability of what a model said without one."""


@dataclass(frozen=True, slots=True)
class Region:
    """One or more ranges with a label; more than one where a tool lets a region have gaps. ``p`` is a model's score."""

    key: str
    places: tuple[Range, ...]
    label: str
    notes: Mapping[str, str] = field(default_factory=dict)
    p: float = UNSAID

    @property
    def whole(self) -> Range:
        """From the first character to the last, with what is between."""
        return Range(min(p.start for p in self.places), max(p.end for p in self.places))


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation from the region ``head`` to the region ``tail``, by their keys."""

    label: str
    head: str
    tail: str


def notes_of(said: Any) -> dict[str, str]:
    """The notes of a region as a file has them; what a tool calls so and is something else says nothing here."""
    return {k: v for k, v in said.items() if isinstance(v, str)} if isinstance(said, dict) else {}


def polarity_of(label: str) -> Polarity | None:
    """The polarity that a label stands for, whatever its case; None for any other label."""
    more = _MORE.get() or {}
    return more.get(label) or _POLARITIES.get(label.casefold())


def with_polarities(more: Mapping[str, Polarity], items: Iterator[Item]) -> Iterator[Item]:
    """What a reader yields when these labels stand for polarities too; other readers do not see them."""
    while True:
        before = _MORE.set(more)
        try:
            item = next(items)
        except StopIteration:
            return
        finally:
            _MORE.reset(before)
        yield item


# --- gold -> regions


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
    return notes | {_LINK + key: value for key, value in entity.links.items()}


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


# --- regions -> gold


@dataclass(slots=True)
class Assembled:
    """Entities and stances as they were found in regions and ties; ``keys`` are the regions of the mentions."""

    text: str
    entities: list[GoldEntity] = field(default_factory=list)
    mentions: list[GoldMention] = field(default_factory=list)
    stances: list[GoldStance] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def assemble(text: str, regions: Sequence[Region], ties: Iterable[Tie]) -> Assembled:
    """What regions and ties say; raises InputError for a range outside the text.

    A mention with gaps becomes the whole range. Ties that say nothing of entities and stances are counted as left out.
    """
    found = Assembled(text)
    by_key = {region.key: region for region in regions}
    for region in regions:
        _check(region, text)
    out: dict[str, list[Tie]] = {}
    for tie in ties:
        if tie.head in by_key and tie.tail in by_key:
            out.setdefault(tie.head, []).append(tie)
        else:
            found.left_out["relations"] += 1
    cues = {r.key: polarity for r in regions if (polarity := _cue_polarity(r, out.get(r.key, ())))}
    further = {t.tail for key in cues for t in out[key] if t.label.casefold() == CUE} - cues.keys()
    named = [r for r in regions if r.key not in cues and r.key not in further]
    entity_of = _assemble_entities(found, named, out)
    for region in regions:
        if region.key in cues:
            _assemble_stance(found, region, cues[region.key], out[region.key], by_key, entity_of)
        else:
            _assemble_bare(found, out.get(region.key, ()), entity_of)
    return found


def _check(region: Region, text: str) -> None:
    for place in region.places:
        if not 0 <= place.start < place.end <= len(text):
            raise InputError(
                f"the range {place.start}..{place.end} ({region.label}) is not within the text of {len(text)} characters."
            )


def _cue_polarity(region: Region, ties: Sequence[Tie]) -> Polarity | None:
    """The polarity of a region that is the cue of a stance: it says one and is tied to a target."""
    return polarity_of(region.label) if any(t.label.casefold() == TARGET for t in ties) else None


def _assemble_entities(found: Assembled, named: Sequence[Region], out: Mapping[str, Sequence[Tie]]) -> dict[str, str]:
    """Fill in entities and mentions; the entity of each region, by its key."""
    leader = {region.key: region.key for region in named}

    def lead(key: str) -> str:
        while leader[key] != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    for tie in (t for r in named for t in out.get(r.key, ()) if t.label.casefold() in _SAME):
        if tie.tail in leader:
            leader[lead(tie.head)] = lead(tie.tail)
        else:
            found.left_out["relations"] += 1
    groups: dict[str, list[Region]] = {}
    for region in named:
        groups.setdefault(lead(region.key), []).append(region)
    ids = {key: f"e{number}" for number, key in enumerate(groups, start=1)}
    entity_of = {region.key: ids[key] for key, group in groups.items() for region in group}
    for region in named:
        found.left_out["gaps in mentions"] += len(region.places) - 1
        place = region.whole
        found.keys.append(region.key)
        words = place.of(found.text)
        id = f"m{len(found.keys)}"
        found.mentions.append(GoldMention(id, place.start, place.end, words, region.label, entity_of[region.key]))
    by_entity: dict[str, list[GoldMention]] = {}
    for mention in found.mentions:
        by_entity.setdefault(mention.entity, []).append(mention)
    for key, group in groups.items():
        about = [t.tail for r in group for t in out.get(r.key, ()) if t.label.casefold() == ABOUT]
        others = tuple(dict.fromkeys(entity_of[tail] for tail in about if tail in entity_of))
        found.entities.append(_entity(ids[key], group, by_entity[ids[key]], others))
    return entity_of


def _entity(id: str, group: Sequence[Region], mentions: Sequence[GoldMention], about: tuple[str, ...]) -> GoldEntity:
    notes = {key: value for region in reversed(group) for key, value in region.notes.items()}
    links = {key.removeprefix(_LINK): value for key, value in notes.items() if key.startswith(_LINK)}
    name = notes.get("name") or name_of([m.text for m in mentions])
    return GoldEntity(id, notes.get("label") or label_of(mentions), name, links, about)


def _assemble_stance(
    found: Assembled,
    region: Region,
    polarity: Polarity,
    ties: Sequence[Tie],
    by_key: Mapping[str, Region],
    entity_of: Mapping[str, str],
) -> None:
    ends: dict[str, str] = {}
    cues = list(region.places)
    for tie in ties:
        role = tie.label.casefold()
        if role == CUE:
            cues += by_key[tie.tail].places
        elif role in (HOLDER, TARGET, SOURCE) and tie.tail in entity_of and role not in ends:
            ends[role] = entity_of[tie.tail]
        else:
            found.left_out["relations"] += 1
    if TARGET not in ends:
        found.left_out["stances without a target"] += 1
        return
    holder = ends.get(HOLDER) or (WRITER if region.notes.get(HOLDER) == WRITER else UNNAMED)
    manner: Manner = next((m for m in MANNERS if m == region.notes.get("manner")), "reported")
    shown = tuple(GoldRange(c.start, c.end, c.of(found.text)) for c in sorted(cues))
    id = f"s{len(found.stances) + 1}"
    found.stances.append(GoldStance(id, holder, ends[TARGET], polarity, manner, ends.get(SOURCE), shown))


def _assemble_bare(found: Assembled, ties: Sequence[Tie], entity_of: Mapping[str, str]) -> None:
    """The stances without cues that begin at a mention; what is tied to it otherwise is counted."""
    for tie in ties:
        polarity = polarity_of(tie.label)
        if tie.label.casefold() in _SAME or (tie.label.casefold() == ABOUT and tie.tail in entity_of):
            continue
        if polarity is None or tie.head not in entity_of or tie.tail not in entity_of:
            found.left_out["relations"] += 1
            continue
        id = f"s{len(found.stances) + 1}"
        ends = entity_of[tie.head], entity_of[tie.tail]
        found.stances.append(GoldStance(id, *ends, polarity, "reported", None))


# --- what a reader yields


def finished(
    found: Assembled,
    meta: Mapping[str, Any],
    *,
    id: str = "",
    curators: Sequence[str] = (),
    left_out: Dropped = NOTHING,
    extra: Mapping[str, dict[str, Any]] | None = None,
) -> Brought:
    """The article and its annotation, done and looked at throughout; raises InputError for what gold may not hold."""
    text = found.text
    record = GoldRecord(
        SCHEMA,
        id or article_id(text),
        text,
        dict(meta),
        (),
        tuple(found.entities),
        tuple(found.mentions),
        tuple(found.stances),
        (Range(0, len(text)),) if text else (),
        (),
        GoldProvenance(curators=tuple(curators)),
        dict(extra or {}),
    )
    return Brought(*from_gold(decode(encode(record))), left_out=total(found.left_out, left_out))


def answered(brought: Brought, found: Assembled, rejected: Iterable[Region], curators: Sequence[str] = ()) -> Brought:
    """An article with single answers: mentions that were accepted, regions that were rejected; the rest is open."""
    rejections: list[Rejection] = []
    for region in rejected:
        _check(region, found.text)
        rejections.append(Rejection("mention", region.whole.start, region.whole.end, region.label))
    whole = finished(found, brought.article.meta, id=brought.article.id, curators=curators).annotation
    assert whole is not None
    annotation = msgspec.structs.replace(
        whole, status="started", looked_at=(), rejected={r.key: r for r in rejections}, done_at=None
    )
    return Brought(brought.article, annotation, brought.proposed, total(brought.left_out, found.left_out))


def suggestion(found: Assembled, regions: Sequence[Region]) -> Suggestion:
    """What was assembled as a model's suggestion, with the regions' probabilities; its run is still without a name."""
    p = {region.key: min(1.0, max(0.0, region.p)) for region in regions}
    whole = min(p.values(), default=UNSAID)
    return Suggestion(
        "",
        tuple(SuggestedEntity(e.id, e.label, e.name, e.about, "", e.links) for e in found.entities),
        tuple(
            SuggestedMention(m.id, m.start, m.end, m.label, m.entity, p[key])
            for key, m in zip(found.keys, found.mentions, strict=True)
        ),
        tuple(
            SuggestedStance(
                s.id,
                s.holder,
                s.target,
                s.polarity,
                whole,
                tuple(Range(c.start, c.end) for c in s.cues),
                s.manner,
                s.source,
            )
            for s in found.stances
        ),
    )


def total(*counts: Dropped) -> Dropped:
    """Counts added up, without those that are nought."""
    added: Counter[str] = Counter()
    for count in counts:
        added.update(count)
    return {kind: number for kind, number in added.items() if number}
