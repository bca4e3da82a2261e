"""Reading an article's outline: which sentence an offset stands in, and which words most likely show a stance."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from annotator.records import Outline, Predicate
from annotator.spans import Range

_READ_ON = 2.0
"""What every predicate gets beforehand, so that one near to the place in hand is proposed for want of a better."""
_ONCE = 7.0
"""What a known word gets that governs the only mention of the target: such a target is judged where it stands."""


def sentence_at(outline: Outline, offset: int) -> Range | None:
    """The sentence that holds the code point at ``offset``, or None between sentences."""
    index = sentence_number(outline, offset)
    if index < 0 or not outline.sentences[index].holds(offset):
        return None
    return outline.sentences[index]


def sentence_number(outline: Outline, offset: int) -> int:
    """The number of the sentence that holds ``offset`` or is the last before it; -1 before the first."""
    return bisect_right(outline.sentences, offset, key=lambda s: s.start) - 1


def propose_cue(
    outline: Outline,
    holder: Sequence[Range],
    target: Sequence[Range],
    *,
    near: int | None = None,
    used: Sequence[Range] = (),
) -> Predicate | None:
    """The predicate that most likely shows a stance of ``holder`` towards ``target``, or None.

    ``holder`` and ``target`` are the mentions of both ends, in code points; any of them may be meant. What the holder
    does to the target counts most: a predicate whose subject is a mention of the holder and on which a mention of the
    target hangs. Otherwise it is the predicate that governs a mention of the target, first in sentences that do not
    name the holder (who goes by another name there: "the sister of the leader rebuffed …"), then in those that do.
    ``near`` is where the curator reads: what stands there or soon after is likelier, and may serve though it is near to one
    end only. ``used`` are ranges that are a cue between the two already.
    """
    best: Predicate | None = None
    best_score = 0.0
    for predicate in outline.predicates:
        if any(predicate.cue.overlaps(u) for u in (*used, *target)):
            continue
        score = _score(outline, predicate, holder, target, near)
        if score > best_score:
            best, best_score = predicate, score
    if best is None and near is not None:
        return propose_cue(outline, holder, target, used=used)
    return best


def _score(
    outline: Outline, predicate: Predicate, holder: Sequence[Range], target: Sequence[Range], near: int | None
) -> float:
    """How likely a predicate shows the stance; 0 and less is not at all. Weights: tried on ten articles."""
    number = sentence_number(outline, predicate.cue.start)
    sentence = outline.sentences[number] if number >= 0 else predicate.span
    subject, known = predicate.subject, predicate.polarity is not None
    by_holder = subject is not None and _meets(subject, holder)
    by_target = subject is not None and _meets(subject, target)
    governs = not by_target and any(predicate.span.contains(m) for m in target)
    small = (predicate.span.end - predicate.span.start) / 1000
    if near is None:
        return 4.0 * by_holder + 3.0 + known + 0.5 * (not _meets(sentence, holder)) - small if governs else 0.0
    away = number - sentence_number(outline, near)
    score = 1.0 * by_holder + 1.0 * governs + 6.0 * (by_holder and governs) - 2.0 * by_target
    score += 1.5 * known + 2.0 * (by_holder and known) + 1.0 * _meets(sentence, holder) + 0.5 * _meets(sentence, target)
    score += _ONCE * (governs and known and len(target) == 1)
    behind = 2.0 * (away == 0 and predicate.cue.start <= near) + 4.0 * max(0, -away)
    return score + _READ_ON - 0.6 * min(max(0, away), 6) - behind - 5 * small


def _meets(span: Range, mentions: Iterable[Range]) -> bool:
    return any(span.overlaps(m) for m in mentions)
