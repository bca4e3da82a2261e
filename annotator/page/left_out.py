"""Suggestions that a page does not show, and why: for a curator who wonders what the model had said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from annotator.page.hidden import Reason
from annotator.page.items import OPEN
from annotator.page.page import Page
from annotator.records import Mention, Rejection, Stance, SuggestedMention, SuggestedStance
from annotator.spans import Range

Cause = Literal["decided", "rejected", "overlaps", "ends", "unlikely", "boilerplate", "done", "memory"]


class LeftOut(msgspec.Struct, frozen=True):
    """A suggestion of the page's run that is neither shown nor accepted as it stands.

    ``item`` is the id that it would have on the page, ``place`` where it stands, ``label`` a label or a polarity,
    ``words`` the mention's own or the stance's ends; ``cause`` and ``why`` (a sentence) say what hides it. What "memory"
    keeps back is no more part of the page's suggestion.
    """

    item: str
    place: Range
    label: str
    words: str
    p: float
    cause: Cause
    why: str
    stance: bool = False


def left_out(page: Page) -> tuple[LeftOut, ...]:
    """All that the page's suggestion has and the page does not show, in reading order."""
    found = [*_mentions(page), *_stances(page)]
    return tuple(sorted(found, key=lambda one: (one.place.start, -one.place.end, one.item)))


def kept_back(page: Page, item: SuggestedMention | SuggestedStance, why: str) -> LeftOut:
    """A suggestion of the model that memory keeps back, for the same list."""
    if isinstance(item, SuggestedMention):
        words = " ".join(item.range.of(page.text).split())
        return LeftOut(OPEN + item.id, item.range, item.label, words, item.p, "memory", why)
    place = item.cues[0] if item.cues else Range(0, 0)
    words = f"{page.name_of(item.holder)} → {page.name_of(item.target)}"
    return LeftOut(OPEN + item.id, place, item.polarity, words, item.p, "memory", why, stance=True)


def _mentions(page: Page) -> Iterator[LeftOut]:
    for id, reasons in page.reasons().items():
        mention = page.proposal.mentions[id]
        told = _why_mention(page, mention, reasons)
        if told is not None:
            words = " ".join(mention.range.of(page.text).split())
            yield LeftOut(OPEN + mention.id, mention.range, mention.label, words, mention.p, *told)


def _why_mention(page: Page, suggested: SuggestedMention, reasons: list[Reason]) -> tuple[Cause, str] | None:
    """What hides a mention, the weightiest reason first; None for one that was accepted as it stands."""
    annotation = page.annotation
    decided = [annotation.mentions[r[1]] for r in reasons if r[0] == "mentions"]
    if any((m.start, m.end, m.label) == (suggested.start, suggested.end, suggested.label) for m in decided):
        return None
    kinds = {reason[0] for reason in reasons}
    if "rejected" in kinds:
        return "rejected", "rejected"
    for mention in sorted(decided, key=lambda m: (not _came_of(page, m, suggested), m.range != suggested.range)):
        words = page.text[mention.start : mention.end]
        if mention.range == suggested.range:
            return "decided", f"decided: {mention.label}"
        if _came_of(page, mention, suggested):
            return "decided", f"decided: “{words}” {mention.label}"
        return "overlaps", f"overlaps “{words}” {mention.label}, which is decided"
    return _why_anything(page, suggested.p, dull="sections" in kinds)


def _came_of(page: Page, mention: Mention, suggested: SuggestedMention) -> bool:
    origin = mention.origin
    return origin is not None and (origin.run, origin.item) == (page.proposal.run_of(suggested.id), suggested.id)


def _why_anything(page: Page, p: float, *, dull: bool) -> tuple[Cause, str]:
    shown = page.proposal.shown
    if p < shown:
        return "unlikely", f"below {shown:.0%}, from which on suggestions are shown"
    if dull:
        return "boilerplate", "stands in boilerplate"
    return "done", "undecided when the article was done"


def _stances(page: Page) -> Iterator[LeftOut]:
    for stance in page.proposal.stances.values():
        if page.stance(OPEN + stance.id) is not None:
            continue
        item = page.suggested_stance(stance)
        told = _why_stance(page, stance)
        if told is not None:
            place = stance.cues[0] if stance.cues else Range(item.anchor, item.anchor)
            words = f"{page.name_of(stance.holder)} → {page.name_of(stance.target)}"
            yield LeftOut(item.id, place, stance.polarity, words, stance.p, *told, stance=True)


def _why_stance(page: Page, stance: SuggestedStance) -> tuple[Cause, str] | None:
    item = page.suggested_stance(stance)
    answer = page.answer_to(item)
    if isinstance(answer, Rejection):
        return "rejected", "rejected"
    if isinstance(answer, Stance):
        alike = (answer.holder, answer.target, answer.polarity) == (item.holder, item.target, item.polarity)
        ends = f"{page.name(answer.holder)} → {page.name(answer.target)}"
        return None if alike else ("decided", f"decided: {ends}, {answer.polarity}")
    if stance.p >= page.proposal.shown and (lack := page.lack_of(item)):
        return "ends", lack
    return _why_anything(page, stance.p, dull=page.is_boilerplate(item.anchor))
