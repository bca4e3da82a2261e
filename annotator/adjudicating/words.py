"""What a version says of a thing, in words; and where a stance is to be read."""

from __future__ import annotations

from annotator.records import NOT_AN_ENTITY, Annotation, Entity, Mention, Stance
from annotator.spans import Range

NOTHING = "nothing"
"""The version of who has no such thing."""


def mention_words(text: str, side: Annotation, mention: Mention | None) -> str:
    """A mention with its label, and the name of its entity when that is another."""
    if mention is None:
        return NOTHING
    words, name = flat(text, mention.range), name_of(side, mention.entity)
    return f"“{words}” {mention.label}" + (f" ({name})" if name != words else "")


def stance_words(text: str, side: Annotation, stance: Stance | None) -> str:
    """A stance with all its parts."""
    if stance is None:
        return NOTHING
    return ", ".join(part for part in stance_parts(text, side, stance) if part)


def stance_parts(text: str, side: Annotation, stance: Stance) -> tuple[str, ...]:
    """A stance's ends, polarity, cue, manner, and who says so (or ""), each in words."""
    cues = " … ".join(flat(text, cue) for cue in sorted(stance.cues))
    said = f"says {name_of(side, stance.source)}" if stance.source else ""
    ends = f"{name_of(side, stance.holder)} → {name_of(side, stance.target)}"
    return ends, stance.polarity, f"“{cues}”" if cues else "no cue", stance.manner, said


def entity_words(entity: Entity | None) -> str:
    """An entity that stands nowhere."""
    return NOTHING if entity is None else f"{entity.name} {entity.label}"


def name_of(side: Annotation, id: str) -> str:
    """The name of an end of a stance."""
    return id if id in NOT_AN_ENTITY else side.entities[id].name


def place_of(side: Annotation, stance: Stance) -> Range:
    """Where a stance is to be read: at its cue, else where its target first stands."""
    places = stance.cues or [mention.range for mention in side.mentions.values() if mention.entity == stance.target]
    return min(places, default=Range(0, 0))


def flat(text: str, span: Range) -> str:
    """Words on one line."""
    return " ".join(span.of(text).split())
