"""Two annotations of one article: what belongs together, and in which ways two such things differ."""

from __future__ import annotations

from annotator.quality.pairing import (
    MentionPair,
    StancePair,
    as_ours,
    match,
    other_ends,
    pair_mentions,
    pair_stances,
    share_words,
)
from annotator.records import Annotation, Article, Record, Stance

PARTS = ("holder", "target", "polarity", "cue", "cue edges", "manner", "source")
"""What is compared of two stances that belong together."""
_KINDS = {
    "holder": "other holder",
    "target": "other target",
    "polarity": "other polarity",
    "cue": "other cue",
    "cue edges": "other cue edges",
    "manner": "other manner",
    "source": "other source",
}


class Compared(Record, frozen=True):
    """Two annotations of one article. ``owner`` says for the other's entities (ids) which of the one's they are."""

    article: Article
    one: Annotation
    other: Annotation
    owner: dict[str, str]
    mentions: tuple[MentionPair, ...]
    stances: tuple[StancePair, ...]


def compare(article: Article, one: Annotation, other: Annotation) -> Compared:
    """Find what belongs together: mentions by their words, entities by their mentions, stances by their entities."""
    ones = sorted(one.mentions.values(), key=lambda m: (m.start, m.end, m.label))
    others = sorted(other.mentions.values(), key=lambda m: (m.start, m.end, m.label))
    pairs = pair_mentions(ones, others, {})
    owner = match(pairs, one.entities.values(), other.entities.values())
    return Compared(
        article,
        one,
        other,
        owner,
        tuple(pair_mentions(ones, others, owner)),
        tuple(pair_stances(list(one.stances.values()), list(other.stances.values()), owner)),
    )


def apart(one: Stance, other: Stance, owner: dict[str, str]) -> dict[str, bool]:
    """For each of the parts, whether two stances that belong together differ in it.

    The cue differs when no word of it is in both, its edges when it is not the very same.
    """
    holder, target = other_ends(other, owner)
    source = as_ours(other.source, owner) if other.source is not None else None
    cue = bool(one.cues or other.cues) and not share_words(one.cues, other.cues)
    return {
        "holder": one.holder != holder,
        "target": one.target != target,
        "polarity": one.polarity != other.polarity,
        "cue": cue,
        "cue edges": sorted(one.cues) != sorted(other.cues),
        "manner": one.manner != other.manner,
        "source": one.source != source,
    }


def ways_apart(one: Stance, other: Stance, owner: dict[str, str]) -> list[str]:
    """The kinds of disagreement between two stances that belong together ("other polarity", "reversed direction", …)."""
    differs = apart(one, other, owner)
    found = []
    if differs["holder"] and differs["target"]:
        differs |= {"holder": False, "target": False}
        found.append("reversed direction")
    if differs["cue"]:
        differs["cue edges"] = False
    return found + [kind for part, kind in _KINDS.items() if differs[part]]
