"""Which suggested mentions are not shown, and why: each reason hides some, and one that goes lets them appear again."""

from __future__ import annotations

from collections.abc import Iterable, Set

from annotator.page.proposal import Proposal, is_remembered
from annotator.records import Annotation, Mention
from annotator.spans import Range

Reason = tuple[str, ...]
"""``("mentions", id)`` and ``("rejected", key)``: a decision; ``("sections",)``: boilerplate; ``("status",)``: done;
``("shown",)``: less probable than what is shown."""


class Hidden:
    """Reasons with the ids of the suggested mentions that each hides; immutable."""

    __slots__ = ("_by", "_count")

    def __init__(self) -> None:
        self._by: dict[Reason, tuple[str, ...]] = {}
        self._count: dict[str, int] = {}

    def __contains__(self, mention: str) -> bool:
        return mention in self._count

    def reasons(self) -> dict[str, list[Reason]]:
        """By hidden mention, all that hides it."""
        found: dict[str, list[Reason]] = {}
        for reason, hidden in self._by.items():
            for mention in hidden:
                found.setdefault(mention, []).append(reason)
        return found

    def reasons_of(self, mentions: Set[str]) -> set[Reason]:
        """The reasons that hide any of these mentions."""
        hidden = mentions & self._count.keys()
        return {reason for reason, ids in self._by.items() if not hidden.isdisjoint(ids)} if hidden else set()

    def patched(self, proposal: Proposal, annotation: Annotation, reasons: Iterable[Reason]) -> tuple[Hidden, set[str]]:
        """The same with some reasons looked at again under ``annotation``; and which mentions' fate that changed."""
        made = Hidden()
        made._by, made._count = self._by.copy(), self._count.copy()
        touched: set[str] = set()
        for reason in reasons:
            old, new = self._by.get(reason, ()), tuple(dict.fromkeys(_hidden_by(reason, proposal, annotation)))
            if old == new:
                continue
            for mention in old:
                made._count[mention] -= 1
                if not made._count[mention]:
                    del made._count[mention]
            for mention in new:
                made._count[mention] = made._count.get(mention, 0) + 1
            if new:
                made._by[reason] = new
            else:
                made._by.pop(reason, None)
            touched.update(old, new)
        return made, {m for m in touched if (m in made) != (m in self)}


def reasons_near(annotation: Annotation, places: Iterable[Range], items: Set[str]) -> set[Reason]:
    """The reasons that may hide suggested mentions at these places, or with these ids."""
    ordered = sorted(set(places))
    found: set[Reason] = {("sections",), ("status",), ("shown",)}
    for mention in annotation.mentions.values():
        origin = mention.origin
        was = None if origin is None or origin.start is None or origin.end is None else Range(origin.start, origin.end)
        if any(place.overlaps(mention.range) or (was is not None and place.overlaps(was)) for place in ordered):
            found.add(("mentions", mention.id))
    for key, no in annotation.rejected.items():
        if no.item in items or Range(no.start, no.end) in ordered:
            found.add(("rejected", key))
    return found


def _hidden_by(reason: Reason, proposal: Proposal, annotation: Annotation) -> Iterable[str]:
    if reason[0] == "mentions":
        mention = annotation.mentions.get(reason[1])
        return _hidden_by_mention(mention, proposal) if mention is not None else ()
    if reason[0] == "rejected":
        rejection = annotation.rejected.get(reason[1])
        if rejection is None or rejection.what != "mention":
            return ()
        same = proposal.at(rejection.start, rejection.end)
        own = [rejection.item] if rejection.run == proposal.run and rejection.item in proposal.mentions else []
        return [*own, *(id for id in same if proposal.mentions[id].label == rejection.label)]
    if reason[0] == "shown":
        return [m.id for m in proposal.mentions.values() if m.p < proposal.shown] if proposal.shown else ()
    if reason[0] == "status":
        return proposal.mentions if annotation.status == "done" else ()
    dull = [s.range for s in annotation.sections if s.kind == "boilerplate"]
    return [m.id for m in proposal.mentions.values() if any(r.holds(m.start) for r in dull)] if dull else ()


def _hidden_by_mention(mention: Mention, proposal: Proposal) -> list[str]:
    """What says the same (or said it, before it was corrected), and every other try at it: what overlaps it alike.

    What the suggestion has beside it, one within the other, is another thing: accepting "Kim Jong Un" says nothing of "the
    sister of Kim Jong Un".
    """
    places = [mention.range]
    origin = mention.origin
    if origin is not None and origin.start is not None and origin.end is not None:
        places.append(Range(origin.start, origin.end))
    found = [id for place in places for id in proposal.at(place.start, place.end)]
    proposed = next((place for place in places if proposal.at(place.start, place.end)), None)
    for other in proposal.overlapping(mention.start, mention.end):
        nested = mention.range.contains(other.range) or other.range.contains(mention.range)
        beside = nested and proposed is not None and proposed.overlaps(other.range)
        if is_remembered(other.id):
            # What memory adds is no try at what was decided, unless it is the longer part of something else.
            around = other.range.contains(mention.range) and other.range != mention.range
            if not around or other.label == mention.label:
                found.append(other.id)
        elif other.label == mention.label and not beside:
            found.append(other.id)
    return found
