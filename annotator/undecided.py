"""Which suggested mentions are still undecided: about which nothing was decided, whichever run the decision was about."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Set

from annotator.records import Annotation, Mention, SuggestedMention, Suggestion
from annotator.spans import Range


def open_mentions(annotation: Annotation, suggestion: Suggestion) -> list[SuggestedMention]:
    """The suggested mentions about which nothing was decided, whichever run the decision was about."""
    decided = {(m.start, m.end) for m in annotation.mentions.values()}
    decided |= {
        (m.origin.start, m.origin.end)
        for m in annotation.mentions.values()
        if m.origin is not None and m.origin.start is not None and m.origin.end is not None
    }
    rejected = {(r.start, r.end, r.label) for r in annotation.rejected.values() if r.what == "mention"}
    suggested = {(m.start, m.end) for m in suggestion.mentions}
    taken: dict[str, list[tuple[Range, Range | None]]] = {}
    for mention in annotation.mentions.values():
        taken.setdefault(mention.label, []).append((mention.range, _as_suggested(mention, suggested)))
    cover = {label: _Cover(decisions) for label, decisions in taken.items()}
    dull = [s.range for s in annotation.sections if s.kind == "boilerplate"]
    return [
        m
        for m in suggestion.mentions
        if (m.start, m.end) not in decided
        and (m.start, m.end, m.label) not in rejected
        and not (m.label in cover and cover[m.label].hides(m.range))
        and not any(r.holds(m.start) for r in dull)
    ]


def _as_suggested(mention: Mention, suggested: Set[tuple[int, int]]) -> Range | None:
    """Where a run (of which the ranges are given) has a decided mention: as it stands, or as it came; else None."""
    origin = mention.origin
    if (mention.start, mention.end) in suggested:
        return mention.range
    if origin is None or origin.start is None or origin.end is None or (origin.start, origin.end) not in suggested:
        return None
    return Range(origin.start, origin.end)


class _Cover:
    """What was decided with one label, with the place that the run has for it: which suggestions does that settle?"""

    __slots__ = ("_decisions", "_longest", "_starts")

    def __init__(self, decisions: list[tuple[Range, Range | None]]) -> None:
        self._decisions = sorted(decisions, key=lambda d: d[0])
        self._starts = [span.start for span, _ in self._decisions]
        self._longest = max(span.end - span.start for span, _ in self._decisions)

    def hides(self, suggested: Range) -> bool:
        """True when a suggestion is another try at something decided: it overlaps it.

        What the run suggested beside it, one within the other, is another thing: accepting "Kim Jong Un" says nothing of
        "the sister of Kim Jong Un".
        """
        first = bisect_right(self._starts, suggested.start - self._longest)
        last = bisect_left(self._starts, suggested.end)
        for span, beside in self._decisions[first:last]:
            nested = span.contains(suggested) or suggested.contains(span)
            if span.overlaps(suggested) and not (nested and beside is not None and beside.overlaps(suggested)):
                return True
        return False
