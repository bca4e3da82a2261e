"""Regions and ties: what most annotation tools have, and how entities and stances are put into them and taken out again.

A region is a range with a label, a tie leads from one region to another. A mention is a region; later mentions of an
entity are tied to its first ("same"). The first cue of a stance is a region labelled with the polarity, tied to a mention
of the "target", of the "holder" if that is an entity, of the "source", and to further "cue" regions. A stance without a cue
is a tie from holder to target, labelled with the polarity. What else there is to say of a thing stands in the region's
notes: "name" and "label" of an entity and "link …" with its first mention, "manner" and "holder" with a cue.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from annotator.records import Polarity
from annotator.spans import Range

Item = TypeVar("Item")
SAME, ABOUT, HOLDER, TARGET, SOURCE, CUE = "same", "about", "holder", "target", "source", "cue"
"""What ties are labelled: between mentions, between entities, and from a cue."""
IS_SAME = frozenset((SAME, "coref", "coreference", "equiv", "same_as", "same as", "identity"))
"""Labels of ties, in small letters, by which tools say that two regions are one entity."""
_POLARITIES: dict[str, Polarity] = {
    **dict.fromkeys(("favor", "favour", "positive", "support", "supports"), "favor"),
    **dict.fromkeys(("against", "negative", "oppose", "opposes"), "against"),
    "neutral": "neutral",
    "mixed": "mixed",
}
"""The polarity that a label stands for, in small letters."""
_MORE: ContextVar[Mapping[str, Polarity] | None] = ContextVar("names of polarities beside the usual ones", default=None)
LINK = "link "
"""How the key of a note begins that is a link of the entity."""
UNSAID = 0.5
"""The probability of what a model said without one."""


@dataclass(frozen=True, slots=True)
class Region:
    """One or more ranges with a label; more than one where a tool lets a region have gaps. ``p`` is a model's score."""

    key: str
    places: tuple[Range, ...]
    label: str
    notes: Mapping[str, str] = field(default_factory=dict)
    p: float = UNSAID

    @property
    def whole(self) -> Range:
        """From the first character to the last, with what is between."""
        return Range(min(p.start for p in self.places), max(p.end for p in self.places))


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation from the region ``head`` to the region ``tail``, by their keys."""

    label: str
    head: str
    tail: str


def notes_of(said: Any) -> dict[str, str]:
    """The notes of a region as a file has them; what a tool calls so and is something else says nothing here."""
    return {k: v for k, v in said.items() if isinstance(v, str)} if isinstance(said, dict) else {}


def polarity_of(label: str) -> Polarity | None:
    """The polarity that a label stands for, whatever its case; None for any other label."""
    more = _MORE.get() or {}
    return more.get(label) or _POLARITIES.get(label.casefold())


def with_polarities(more: Mapping[str, Polarity], items: Iterator[Item]) -> Iterator[Item]:
    """What a reader yields when these labels stand for polarities too; other readers do not see them."""
    while True:
        before = _MORE.set(more)
        try:
            item = next(items)
        except StopIteration:
            return
        finally:
            _MORE.reset(before)
        yield item
