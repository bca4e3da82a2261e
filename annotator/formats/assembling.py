"""From regions and ties to entities and stances, for readers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.errors import InputError
from annotator.formats.regions import ABOUT, CUE, HOLDER, IS_SAME, LINK, SOURCE, TARGET, Region, Tie, polarity_of
from annotator.formats.room import label_of, name_of
from annotator.gold import GoldEntity, GoldMention, GoldRange, GoldStance
from annotator.records import MANNERS, UNNAMED, WRITER, Manner, Polarity


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
        check_place(region, text)
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


def check_place(region: Region, text: str) -> None:
    """Raises InputError when a range of the region is not within the text."""
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

    for tie in (t for r in named for t in out.get(r.key, ()) if t.label.casefold() in IS_SAME):
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
    links = {key.removeprefix(LINK): value for key, value in notes.items() if key.startswith(LINK)}
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
        if tie.label.casefold() in IS_SAME or (tie.label.casefold() == ABOUT and tie.tail in entity_of):
            continue
        if polarity is None or tie.head not in entity_of or tie.tail not in entity_of:
            found.left_out["relations"] += 1
            continue
        id = f"s{len(found.stances) + 1}"
        ends = entity_of[tie.head], entity_of[tie.tail]
        found.stances.append(GoldStance(id, *ends, polarity, "reported", None))
