"""Reading an article's outline: which sentence an offset stands in, and which words most likely show a stance."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from annotator.records import Outline, Predicate
from annotator.spans import Range


def sentence_at(outline: Outline, offset: int) -> Range | None:
    """The sentence that holds the code point at ``offset``, or None between sentences."""
    index = bisect_right(outline.sentences, offset, key=lambda s: s.start) - 1
    if index < 0 or not outline.sentences[index].holds(offset):
        return None
    return outline.sentences[index]


def propose_cue(outline: Outline, holder: Sequence[Range], target: Sequence[Range]) -> Predicate | None:
    """The predicate that most likely shows a stance of ``holder`` towards ``target``, or None.

    ``holder`` and ``target`` are the mentions of both ends, in code points; any of them may be meant. What the holder
    does to the target counts most: a predicate whose subject is a mention of the holder and on which a mention of the
    target hangs. Otherwise it is the predicate that governs a mention of the target, first in sentences that do not
    name the holder (who goes by another name there: "the sister of the leader rebuffed …"), then in those that do.
    """
    governing = [(mention, _governing(outline, mention)) for mention in target]
    done_by_holder = [p for _, found in governing for p in found if p.subject is not None and _meets(p.subject, holder)]
    if done_by_holder:
        return _best(done_by_holder)

    def names_holder(mention: Range) -> bool:
        sentence = sentence_at(outline, mention.start)
        return sentence is not None and _meets(sentence, holder)

    for _, found in sorted(governing, key=lambda pair: names_holder(pair[0])):
        if found:
            return _best(found)
    return None


def _governing(outline: Outline, mention: Range) -> list[Predicate]:
    """The predicates on which ``mention`` hangs; neither a part of it nor something that it does itself."""
    return [
        p
        for p in outline.predicates
        if p.span.contains(mention)
        and not mention.overlaps(p.cue)
        and not (p.subject is not None and p.subject.overlaps(mention))
    ]


def _best(predicates: Iterable[Predicate]) -> Predicate:
    """The one that the lexicon knows, and of those the nearest: with the smallest span."""
    return min(predicates, key=lambda p: (p.polarity is None, p.span.end - p.span.start, p.cue))


def _meets(span: Range, mentions: Iterable[Range]) -> bool:
    return any(span.overlaps(m) for m in mentions)
