"""From a gold record back to the article and its annotation."""

from __future__ import annotations

from annotator.gold.record import GoldEntity, GoldMention, GoldRecord, GoldStance, number_of
from annotator.records import (
    Annotation,
    Article,
    Entity,
    Mention,
    Provenance,
    Rejection,
    Said,
    Section,
    Stance,
)
from annotator.spans import Range


def from_gold(record: GoldRecord) -> tuple[Article, Annotation]:
    """The article and its finished annotation; exported again they give the same bytes."""
    extra = record.extra
    come = record.provenance
    base = Provenance(
        come.curators,
        come.runs,
        come.done_at,
        come.accepted,
        come.corrected,
        come.rejected,
        come.added,
        extra.get("provenance", {}),
        {s.item: Said(s.same, s.partly) for s in come.said},
    )
    sections = tuple(Section(s.start, s.end, s.kind) for s in record.sections)
    rejections = [
        Rejection(r.what, r.start, r.end, r.label, r.run, r.holder, r.target, extra=extra.get(f"rejected/{n}", {}))  # type: ignore[arg-type]
        for n, r in enumerate(record.rejected)
    ]
    annotation = Annotation(
        status="done",
        sections=sections,
        entities={
            e.id: Entity(e.id, e.label, e.name, e.links, e.about, extra=extra.get(f"entities/{n}", {}))
            for n, e in enumerate(record.entities)
        },
        mentions={
            m.id: Mention(m.id, m.start, m.end, m.label, m.entity, "imported", extra=extra.get(f"mentions/{n}", {}))
            for n, m in enumerate(record.mentions)
        },
        stances={
            s.id: Stance(
                s.id,
                s.holder,
                s.target,
                s.polarity,
                tuple(Range(c.start, c.end) for c in s.cues),
                s.manner,
                s.source,
                "imported",
                extra=extra.get(f"stances/{n}", {}),
            )
            for n, s in enumerate(record.stances)
        },
        rejected={r.key: r for r in rejections},
        looked_at=record.looked_at,
        curators=come.curators,
        done_at=come.done_at,
        base=base,
        serial=max(map(number_of, _ids(record)), default=0),
        blind=come.blind,
        extra=extra.get("", {}),
    )
    return Article(record.id, record.text, record.meta, sections), annotation


def _ids(record: GoldRecord) -> list[str]:
    items: list[GoldEntity | GoldMention | GoldStance] = [*record.entities, *record.mentions, *record.stances]
    return [item.id for item in items]
