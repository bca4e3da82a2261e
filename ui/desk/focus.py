"""What the one focus means on a page: where its ring is, what belongs to it, which stances' arcs are drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from annotator.page import MentionItem, Page, StanceItem
from annotator.records import NOT_AN_ENTITY
from annotator.spans import Range

MOST_ARCS = 24
"""Of an entity with more stances than this, the arcs nearest to the focus are drawn."""


@dataclass(frozen=True, slots=True)
class Focus:
    """The item in focus (or ""), the one range that has the ring, and the other mentions of its entities."""

    item: str = ""
    ring: Range | None = None
    kin: frozenset[str] = frozenset()


def focus_on(page: Page, item: str, seen: Callable[[], Range], before: Focus) -> Focus:
    """The focus on an item of a page; nowhere when the page has no such item.

    A mention has the ring itself, a stance on its first cue (or on its target), an entity on the mention that had it
    ``before``, else on that nearest to the middle of what is ``seen``
    (asked for only then).
    """
    if mention := page.mention(item):
        ring, ends = mention.range, {mention.entity}
    elif stance := page.stance(item):
        target = page.nearest_mention(stance.target, stance.anchor)
        place = stance.cues[0] if stance.cues else target.range if target else None
        if place is None:
            return Focus(item)
        ring, ends = place, {stance.holder, stance.target}
    else:
        places = [m.range for m in page.mentions_of(item)]
        if not places:
            return Focus()
        shown = seen()
        middle = (shown.start + shown.end) // 2
        kept = before.item == item and before.ring in places
        nearest = min(places, key=lambda r: abs(r.start - middle))
        ring, ends = before.ring if kept and before.ring else nearest, {item}
    kin = frozenset(m.id for end in ends for m in page.mentions_of(end)) - {item}
    return Focus(item, ring, kin)


def stances_to_draw(page: Page, focus: Focus) -> list[StanceItem]:
    """The stance in focus, or those of the entity (of the mention) in focus, the nearest first."""
    if stance := page.stance(focus.item):
        return [stance]
    mention = page.mention(focus.item)
    stances = page.stances_of(mention.entity if mention else focus.item)
    here = focus.ring.start if focus.ring else 0
    return sorted(stances, key=lambda s: (abs(s.anchor - here), s.id))[:MOST_ARCS]


def ends_of(page: Page, stance: StanceItem) -> tuple[MentionItem | None, MentionItem | None]:
    """The mentions between which a stance's arc runs: those of holder and target nearest to it."""
    holder = None if stance.holder in NOT_AN_ENTITY else page.nearest_mention(stance.holder, stance.anchor)
    return holder, page.nearest_mention(stance.target, stance.anchor)
