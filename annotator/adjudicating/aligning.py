"""Any number of annotations of one article side by side: which items of theirs are the same thing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import msgspec

from annotator.quality.comparing import compare, ways_apart
from annotator.records import NOT_AN_ENTITY, Annotation, Article, Entity, Mention, Record, Stance
from annotator.spans import Range, merged
from annotator.versions import Version

What = Literal["mention", "stance", "entity"]
Key = tuple[What, str]
Item = Mention | Stance | Entity
_FRESH: dict[str, Any] = {"decision": "added", "bulk": False, "origin": None, "extra": {}}
"""As decided here: what an item came of belongs to another file."""


class Alignment(Record, frozen=True):
    """All sides' items as rows: of each thing what every side has, None where it has nothing.

    ``union`` holds each thing once, as the first side has it that has it; the keys of ``rows`` are ids in it. ``owners``
    say for each side which entities of the union its own are.
    """

    article: Article
    sides: tuple[Annotation, ...] = ()
    union: Annotation = Annotation()
    rows: dict[Key, tuple[Item | None, ...]] = {}
    owners: tuple[dict[str, str], ...] = ()


def align(article: Article, sides: Iterable[Annotation]) -> Alignment:
    """Lay annotations side by side."""
    found = Alignment(article)
    for side in sides:
        found = joined(found, side)
    return found


def joined(found: Alignment, side: Annotation) -> Alignment:
    """One side more; the rows that were there stay, with one more item each."""
    compared, union = compare(found.article, found.union, side), found.union
    entities, mentions, stances = dict(union.entities), dict(union.mentions), dict(union.stances)
    owner = dict(compared.owner)
    blank: tuple[Item | None, ...] = (None,) * len(found.sides)
    rows = {key: (*items, None) for key, items in found.rows.items()}

    def put(what: What, id: str, item: Item) -> None:
        rows[what, id] = (*rows.get((what, id), blank)[: len(blank)], item)

    for entity in side.entities.values():
        id = owner.setdefault(entity.id, f"e{len(entities) + 1}")
        entities.setdefault(id, msgspec.structs.replace(entity, id=id, about=()))
        put("entity", id, entity)
    for one, other in compared.mentions:
        if other is not None:
            id = one.id if one is not None else f"m{len(mentions) + 1}"
            mentions.setdefault(id, msgspec.structs.replace(other, id=id, entity=owner[other.entity]))
            put("mention", id, other)
    for mine, theirs in compared.stances:
        if theirs is not None:
            id = mine.id if mine is not None else f"s{len(stances) + 1}"
            stances.setdefault(id, in_union(theirs, owner, id))
            put("stance", id, theirs)
    union = msgspec.structs.replace(union, entities=entities, mentions=mentions, stances=stances)
    return Alignment(found.article, (*found.sides, side), union, rows, (*found.owners, owner))


def in_union(stance: Stance, owner: Mapping[str, str], id: str) -> Stance:
    """A side's stance, told in entities of the union."""
    ends = {name: owner.get(end, end) for name in ("holder", "target", "source") if (end := getattr(stance, name))}
    return msgspec.structs.replace(stance, id=id, **ends)


def kinds_of(found: Alignment, key: Key) -> list[str]:
    """The ways in which the sides differ on a thing, as ``agree`` calls them; [] where all say the same."""
    items = found.rows[key]
    there = [(number, item) for number, item in enumerate(items) if item is not None]
    missing = [f"missing {key[0]}"] if len(there) < len(items) else []
    if key[0] == "entity":
        bare = all(not _stands(found.sides[number], item.id) for number, item in there)
        return missing if bare else []
    first, item = there[0]
    kinds = list(missing)
    for number, other in there[1:]:
        if isinstance(item, Mention) and isinstance(other, Mention):
            homes = found.owners[first][item.entity], found.owners[number][other.entity]
            kinds += _between(item, other, same_entity=homes[0] == homes[1])
        elif isinstance(item, Stance) and isinstance(other, Stance):
            one, two = in_union(item, found.owners[first], ""), in_union(other, found.owners[number], "")
            kinds += ways_apart(one, two, {id: id for id in found.union.entities})
    return list(dict.fromkeys(kinds))


def _between(one: Mention, other: Mention, *, same_entity: bool) -> list[str]:
    differs = {
        "other range": one.range != other.range,
        "other label": one.label != other.label,
        "other entity": not same_entity,
    }
    return [kind for kind, holds in differs.items() if holds]


def _stands(side: Annotation, entity: str) -> bool:
    return any(mention.entity == entity for mention in side.mentions.values())


def consensus(article: Article, versions: Sequence[Version]) -> Annotation:
    """What all versions say alike, as the beginning of an annotation: what is disputed is not in it."""
    found = align(article, [version.annotation for version in versions])
    same = {key for key in found.rows if not kinds_of(found, key)}
    mentions = {id: m for id, m in found.union.mentions.items() if ("mention", id) in same}
    stances = {id: s for id, s in found.union.stances.items() if ("stance", id) in same}
    homes = {m.entity for m in mentions.values()} | {
        end for s in stances.values() for end in (s.holder, s.target, s.source) if end and end not in NOT_AN_ENTITY
    }
    bare = {id for what, id in same if what == "entity" and not _stands(found.union, id)}
    looked: list[Range] = [place for version in versions for place in version.annotation.looked_at]
    return Annotation(
        status="started",
        sections=versions[0].annotation.sections,
        entities={id: entity for id, entity in _with_about(found).items() if id in homes | bare},
        mentions={id: msgspec.structs.replace(m, **_FRESH) for id, m in mentions.items()},
        stances={id: msgspec.structs.replace(s, **_FRESH) for id, s in stances.items()},
        looked_at=merged(looked),
        serial=len(found.rows),
    )


def _with_about(found: Alignment) -> dict[str, Entity]:
    """The entities of the union; about whom one is, is what the first version says."""
    entities = dict(found.union.entities)
    for id, entity in found.sides[0].entities.items():
        home = found.owners[0][id]
        about = tuple(found.owners[0][other] for other in entity.about if other in found.owners[0])
        entities[home] = msgspec.structs.replace(entities[home], about=about, clusters=(), extra={})
    return {id: msgspec.structs.replace(e, clusters=(), extra={}) for id, e in entities.items()}
