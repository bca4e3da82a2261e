"""A model's suggestions against held-out gold, as a curator would see them. Knows no spaCy; scores what it is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from typing import Any

from annotator.learn.cards import Counts, Scores
from annotator.learn.split import Pair
from annotator.records import NOT_AN_ENTITY, Annotation, Mention, SuggestedMention, Suggestion


def score(pairs: Iterable[tuple[Pair, Suggestion]], labels: Sequence[str]) -> Scores:
    """The scores of suggestions for articles whose gold is known; mentions of other than ``labels`` do not count.

    What is suggested in boilerplate is hidden from a curator, so it does not count either.
    """
    total = Scores()
    by_label: dict[str, Counts] = {}
    for (_, annotation), suggestion in pairs:
        ours = _visible(suggestion, annotation, labels)
        gold = [m for m in annotation.mentions.values() if m.label in labels]
        for label in sorted({m.label for m in ours} | {m.label for m in gold}):
            one = _compared(
                {(m.start, m.end) for m in ours if m.label == label},
                {(m.start, m.end) for m in gold if m.label == label},
            )
            by_label[label] = by_label.get(label, Counts()) + one
        total = Scores(
            total.articles + 1,
            total.mentions
            + _compared({(m.start, m.end, m.label) for m in ours}, {(m.start, m.end, m.label) for m in gold}),
            total.ranges + _compared({(m.start, m.end) for m in ours}, {(m.start, m.end) for m in gold}),
            by_label,
            total.stances + _stances(suggestion, annotation),
            total.corrections + corrections(ours, gold),
        )
    return total


def corrections(ours: Sequence[SuggestedMention], gold: Sequence[Mention]) -> int:
    """How many decisions beyond accepting lead from the suggested mentions to the gold ones.

    Another label is one, an edge moved is one (both ends together), a suggestion rejected is one, a mention added is one.
    A suggestion that shares words with a gold mention is corrected, if that takes no more than rejecting and adding.
    """
    needed = 0
    left = {m.id: m for m in gold}
    open_: list[SuggestedMention] = []
    for mine in ours:
        same = [m for m in left.values() if m.range == mine.range]
        best = next((m for m in same if m.label == mine.label), same[0] if same else None)
        if best is None:
            open_.append(mine)
            continue
        needed += best.label != mine.label
        del left[best.id]
    for mine in open_:
        touching = [m for m in left.values() if m.range.overlaps(mine.range)]
        best = next((m for m in touching if m.label == mine.label), touching[0] if touching else None)
        if best is None:
            needed += 1
            continue
        needed += 1 + (best.label != mine.label)
        del left[best.id]
    return needed + len(left)


def _visible(suggestion: Suggestion, annotation: Annotation, labels: Sequence[str]) -> list[SuggestedMention]:
    hidden = [s.range for s in annotation.sections if s.kind == "boilerplate"]
    return [
        m for m in suggestion.mentions if m.label in labels and not any(section.overlaps(m.range) for section in hidden)
    ]


def _compared(ours: Set[Any], gold: Set[Any]) -> Counts:
    right = len(ours & gold)
    return Counts(right, len(ours) - right, len(gold) - right)


def _stances(suggestion: Suggestion, annotation: Annotation) -> Counts:
    """Holder, target and polarity; an end is right when most of its mentions share words with those of the gold's end."""
    names = _entities(suggestion, annotation)
    ours = {(names[s.holder], names[s.target], s.polarity) for s in suggestion.stances}
    return _compared(ours, {(s.holder, s.target, s.polarity) for s in annotation.stances.values()})


def _entities(suggestion: Suggestion, annotation: Annotation) -> dict[str, str]:
    """The gold entity for which each suggested one stands; one of its own for those that stand for none."""
    votes: dict[str, Counter[str]] = {}
    for mine in suggestion.mentions:
        for m in annotation.mentions.values():
            if m.range.overlaps(mine.range):
                exact = m.range == mine.range
                votes.setdefault(mine.entity, Counter())[m.entity] += 2 if exact else 1
    names = {e.id: f"?{e.id}" for e in suggestion.entities} | {name: name for name in NOT_AN_ENTITY}
    return names | {id: min(found, key=lambda e: (-found[e], e)) for id, found in votes.items()}
