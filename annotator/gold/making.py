"""From an annotation to its gold record: items put in reading order and numbered, words taken from the text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotator.gold.record import (
    SCHEMA,
    GoldEntity,
    GoldMention,
    GoldProvenance,
    GoldRange,
    GoldRecord,
    GoldRejection,
    GoldSaid,
    GoldSection,
    GoldStance,
    number_of,
)
from annotator.records import (
    NOT_AN_ENTITY,
    Annotation,
    Article,
    Entity,
    Mention,
    Provenance,
    Said,
    Stance,
)


def to_gold(article: Article, annotation: Annotation, said: Mapping[str, Said] | None = None) -> GoldRecord:
    """The gold record of an article, whatever its status; who exports decides which articles are gold.

    ``said`` tells of items of the annotation, by their ids, which curators had them in versions of their own.
    """
    mentions = sorted(annotation.mentions.values(), key=lambda m: (m.start, -m.end, m.label, m.entity, m.id))
    first = {m.entity: place for place, m in reversed(list(enumerate(mentions)))}
    entities = sorted(annotation.entities.values(), key=lambda e: (first.get(e.id, len(mentions)), e.name, e.id))
    names = {e.id: f"e{n}" for n, e in enumerate(entities, start=1)} | {w: w for w in NOT_AN_ENTITY}
    starts = {entity: mentions[place].start for entity, place in first.items()}
    stances = sorted(annotation.stances.values(), key=lambda s: _stance_key(s, names, starts))
    extra: dict[str, dict[str, Any]] = {"": annotation.extra} if annotation.extra else {}
    for field, items in (("entities", entities), ("mentions", mentions), ("stances", stances)):
        extra |= {f"{field}/{n}": item.extra for n, item in enumerate(items) if item.extra}  # type: ignore[attr-defined]
    rejected = sorted(annotation.rejected.values(), key=lambda r: (r.start, r.end, r.what, r.label, r.key))
    extra |= {f"rejected/{n}": r.extra for n, r in enumerate(rejected) if r.extra}
    if annotation.base is not None and annotation.base.extra:
        extra["provenance"] = annotation.base.extra
    numbered = {item.id: f"m{n}" for n, item in enumerate(mentions, start=1)}
    numbered |= names | {item.id: f"s{n}" for n, item in enumerate(stances, start=1)}
    return GoldRecord(
        SCHEMA,
        article.id,
        article.text,
        article.meta,
        tuple(GoldSection(s.start, s.end, s.kind) for s in annotation.sections),
        tuple(
            GoldEntity(names[e.id], e.label, e.name, dict(sorted(e.links.items())), _about(e, names)) for e in entities
        ),
        tuple(
            GoldMention(f"m{n}", m.start, m.end, article.text[m.start : m.end], m.label, names[m.entity])
            for n, m in enumerate(mentions, start=1)
        ),
        tuple(
            GoldStance(
                f"s{n}",
                names[s.holder],
                names[s.target],
                s.polarity,
                s.manner,
                None if s.source is None else names[s.source],
                tuple(GoldRange(c.start, c.end, c.of(article.text)) for c in sorted(s.cues)),
            )
            for n, s in enumerate(stances, start=1)
        ),
        annotation.looked_at,
        tuple(GoldRejection(r.what, r.start, r.end, r.label, r.run, r.holder, r.target) for r in rejected),
        _provenance(annotation, _gold_said(annotation, said or {}, numbered)),
        extra,
    )


def _about(entity: Entity, names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted((names[a] for a in entity.about if a in names), key=number_of))


def _stance_key(stance: Stance, names: Mapping[str, str], starts: Mapping[str, int]) -> tuple[Any, ...]:
    place = min(stance.cues).start if stance.cues else starts.get(stance.target, 0)
    ends = number_of(names[stance.holder]), names[stance.holder], number_of(names[stance.target])
    return (place, *ends, stance.polarity, tuple(sorted(stance.cues)), stance.manner, stance.id)


def _gold_said(annotation: Annotation, said: Mapping[str, Said], names: Mapping[str, str]) -> tuple[GoldSaid, ...]:
    """Who said what, as it came with the record and as versions tell; in the order of the record's items.

    Who had just the same of an imported item that was changed since has it partly.
    """
    came = annotation.base.said if annotation.base is not None else {}
    items: dict[str, Mention | Stance | Entity] = {**annotation.entities, **annotation.mentions, **annotation.stances}
    found: list[GoldSaid] = []
    for id in (id for id in items if id in came or id in said):
        item, old, new = items[id], came.get(id, Said()), said.get(id, Said())
        stands = isinstance(item, Entity) or item.decision == "imported"
        same = {*new.same, *(old.same if stands else ())}
        partly = {*new.partly, *old.partly, *old.same} - same
        if same or partly:
            found.append(GoldSaid(names[id], tuple(sorted(same)), tuple(sorted(partly))))
    return tuple(sorted(found, key=lambda s: ("ems".index(s.item[0]), number_of(s.item))))


def _provenance(annotation: Annotation, said: tuple[GoldSaid, ...]) -> GoldProvenance:
    base = annotation.base or Provenance()
    items: list[Mention | Stance] = [*annotation.mentions.values(), *annotation.stances.values()]
    counts = {kind: sum(1 for i in items if i.decision == kind) for kind in ("accepted", "corrected", "added")}
    own = [r for r in annotation.rejected.values() if r.item]
    runs = {i.origin.run for i in items if i.origin is not None} | {
        r.run for r in annotation.rejected.values() if r.run
    }
    return GoldProvenance(
        tuple(sorted({*base.curators, *annotation.curators, *(name for s in said for name in (*s.same, *s.partly))})),
        tuple(sorted({*base.runs, *runs})),
        annotation.done_at,
        base.accepted + counts["accepted"],
        base.corrected + counts["corrected"],
        base.rejected + len(own),
        base.added + counts["added"],
        said,
        annotation.blind,
    )
