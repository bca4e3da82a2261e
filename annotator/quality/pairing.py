"""What of two equal sides belongs together, one to one: mentions, entities, stances. Neither side is the right one.

Pairs are made greedily, the most alike first, so swapping the sides changes nothing but the order in a pair, except among
pairs that are equally alike: there the order of the lists decides.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, TypeVar

from annotator.quality.matching import dice, folded
from annotator.records import NOT_AN_ENTITY, Entity, Mention, Stance
from annotator.spans import Range

_Item = TypeVar("_Item")
Pair = tuple[_Item | None, _Item | None]
"""What belongs together; None where one side has nothing."""
MentionPair = tuple[Mention | None, Mention | None]
StancePair = tuple[Stance | None, Stance | None]
Likeness = tuple[Any, ...]


def pair_up(
    ones: Sequence[_Item],
    others: Sequence[_Item],
    alike: Callable[[_Item, _Item], Likeness | None],
    among: Iterable[tuple[int, int]] | None = None,
) -> list[Pair[_Item]]:
    """Each thing of either side once, in the order of the first side, then what only the other has.

    ``alike`` says how alike two things are, the higher the more, or None when they cannot be the same. ``among`` has all
    pairs (by number, of either side) that can; without it any can.
    """
    found = [
        (likeness, -n, -k)
        for n, k in (product(range(len(ones)), range(len(others))) if among is None else among)
        if (likeness := alike(ones[n], others[k])) is not None
    ]
    taken: dict[int, int] = {}
    facing: set[int] = set()
    for _, n, k in sorted(found, reverse=True):
        if -n not in taken and -k not in facing:
            taken[-n] = -k
            facing.add(-k)
    out: list[Pair[_Item]] = [(one, others[taken[n]] if n in taken else None) for n, one in enumerate(ones)]
    return out + [(None, other) for k, other in enumerate(others) if k not in facing]


def pair_mentions(ones: Sequence[Mention], others: Sequence[Mention], owner: Mapping[str, str]) -> list[MentionPair]:
    """Mentions of the same words: best the same range, then label and entity, then overlap.

    ``owner`` says for entities of the other side which of the one they are. Two with other edges are the same if they have
    the label, the entity or more than half of their words (Dice) in common; so a name within a longer mention of something
    else is not that. An empty range pairs with the very same only.
    """

    def alike(one: Mention, other: Mention) -> Likeness | None:
        if one.end < other.start or other.end < one.start:
            return None
        common, equal = dice(one.range, other.range), one.range == other.range
        same = (one.label == other.label) + (owner.get(other.entity) == one.entity)
        return (equal, same, common) if equal or common > 1 / 2 or (common and same) else None

    return pair_up(ones, others, alike, _touching(ones, others))


def _touching(ones: Sequence[Mention], others: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """The pairs, by number, that overlap or touch, and few more."""
    order = sorted(range(len(others)), key=lambda k: others[k].start)
    starts = [others[k].start for k in order]
    longest = max((other.end - other.start for other in others), default=0)
    for n, one in enumerate(ones):
        for place in range(bisect_left(starts, one.start - longest), bisect_right(starts, one.end)):
            yield n, order[place]


def match(pairs: Iterable[MentionPair], ones: Iterable[Entity], others: Iterable[Entity]) -> dict[str, str]:
    """For each entity of the other side (its id) the one's that it is, if any; no two are the same one.

    Each pair of mentions speaks for its entities, by the share of words that they have in common (Dice), so that other edges
    do no harm. The same name decides among equals, and is enough where no mention speaks.
    """
    votes: dict[tuple[str, str], float] = {}
    for one, other in pairs:
        if one is not None and other is not None:
            ends = (one.entity, other.entity)
            votes[ends] = votes.get(ends, 0.0) + dice(one.range, other.range)

    def alike(one: Entity, other: Entity) -> Likeness | None:
        said, named = votes.get((one.id, other.id), 0.0), folded(one.name) == folded(other.name)
        return (said, named) if said or named else None

    found = pair_up(list(ones), list(others), alike)
    return {other.id: one.id for one, other in found if one is not None and other is not None}


def pair_stances(ones: Sequence[Stance], others: Sequence[Stance], owner: Mapping[str, str]) -> list[StancePair]:
    """Stances that are perhaps meant as the same.

    Those with the same holder and target first; then, if they are about the same words, those with the ends the other way
    round, with the same target, with the same holder. About the same words are two whose cues share any, or of which one has
    no cue while the polarity is the same. The more else they have in common, the better.
    """

    def alike(one: Stance, other: Stance) -> Likeness | None:
        holder, target = other_ends(other, owner)
        near = share_words(one.cues, other.cues)
        rest = (one.polarity == other.polarity, near, one.manner == other.manner, one.cues == other.cues)
        if (one.holder, one.target) == (holder, target):
            return 3, *rest
        if not (near or (one.polarity == other.polarity and not (one.cues and other.cues))):
            return None
        if (one.holder, one.target) == (target, holder):
            return 2, *rest
        return (1, *rest) if one.target == target or one.holder == holder else None

    return pair_up(ones, others, alike)


def other_ends(stance: Stance, owner: Mapping[str, str]) -> tuple[str, str]:
    """Holder and target of the other's stance, told as entities of the one."""
    return as_ours(stance.holder, owner), as_ours(stance.target, owner)


def as_ours(id: str, owner: Mapping[str, str]) -> str:
    """The one's id for an entity of the other, "?" and the other's for who is none of them; "writer" stays "writer"."""
    return id if id in NOT_AN_ENTITY else owner.get(id, f"?{id}")


def share_words(ones: Iterable[Range], others: Sequence[Range]) -> bool:
    """True when any two of the ranges overlap."""
    return any(one.overlaps(other) for one in ones for other in others)
