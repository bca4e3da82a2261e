"""What the one focus means on a page: where its ring is, what belongs to it, which stances' arcs are drawn."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from annotator.page import MentionItem, Page, StanceItem
from annotator.records import NOT_AN_ENTITY
from annotator.spans import Range

MOST_ARCS = 24
"""Of an entity with more stances than this, the arcs nearest to the focus are drawn."""


@dataclass(frozen=True, slots=True)
class Focus:
    """The item in focus (or ""), the one range that has the ring, and the other mentions of its entities.

    ``stances`` are those of the entity in focus, when it has some: all others step back.
    """

    item: str = ""
    ring: Range | None = None
    kin: frozenset[str] = frozenset()
    stances: frozenset[str] = frozenset()

    def fades(self, stance: str) -> bool:
        """True for a stance that has nothing to do with the entity in focus, when others have."""
        return bool(self.stances) and stance not in self.stances


def focus_on(page: Page, item: str, seen: Callable[[], Range], before: Focus) -> Focus:
    """The focus on an item of a page; nowhere when the page has no such item.

    A mention has the ring itself, a stance on its first cue (or on its target), an entity on the mention that had it
    ``before``, else on that nearest to the middle of what is ``seen``
    (asked for only then).
    """
    entity = ""
    if mention := page.mention(item):
        ring, ends, entity = mention.range, {mention.entity}, mention.entity
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
        ring, ends, entity = before.ring if kept and before.ring else nearest, {item}, item
    kin = frozenset(m.id for end in ends for m in page.mentions_of(end)) - {item}
    return Focus(item, ring, kin, frozenset(s.id for s in page.stances_of(entity)) if entity else frozenset())


def stances_to_draw(page: Page, focus: Focus) -> list[StanceItem]:
    """The stance in focus, or those of the entity (of the mention) in focus, the nearest first."""
    if stance := page.stance(focus.item):
        return [stance]
    stances = (s for id in focus.stances if (s := page.stance(id)) is not None)
    here = focus.ring.start if focus.ring else 0
    return sorted(stances, key=lambda s: (abs(s.anchor - here), s.id))[:MOST_ARCS]


def stances_within(page: Page, seen: Range) -> list[StanceItem]:
    """The stances that are read in a range (their anchors lie in it), the first ``MOST_ARCS``."""
    first = bisect_left(page.stances, seen.start, key=lambda s: s.anchor)
    last = bisect_right(page.stances, seen.end, key=lambda s: s.anchor)
    return list(page.stances[first : min(last, first + MOST_ARCS)])


def lit_by(page: Page, item: str) -> frozenset[str]:
    """The mentions and stances that light up when ``item`` is pointed at: its entity's mentions; of a stance, its ends'."""
    if stance := page.stance(item):
        found = {m.id for m in ends_of(page, stance) if m is not None}
        return frozenset({item} | found)
    mention = page.mention(item)
    return frozenset(m.id for m in page.mentions_of(mention.entity if mention else item))


def ends_of(page: Page, stance: StanceItem) -> tuple[MentionItem | None, MentionItem | None]:
    """The mentions between which a stance's arc runs: those of holder and target nearest to it."""
    holder = None if stance.holder in NOT_AN_ENTITY else page.nearest_mention(stance.holder, stance.anchor)
    return holder, page.nearest_mention(stance.target, stance.anchor)
