"""What a reader yields of entities and stances that were assembled: gold, single answers, or a suggestion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from annotator.formats.assembling import Assembled, check_place
from annotator.formats.base import NOTHING, Brought, Dropped
from annotator.formats.regions import UNSAID, Region
from annotator.formats.text import article_id
from annotator.gold import SCHEMA, GoldProvenance, GoldRecord, decode, encode, from_gold
from annotator.records import Rejection, SuggestedEntity, SuggestedMention, SuggestedStance, Suggestion
from annotator.spans import Range


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
        check_place(region, found.text)
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
