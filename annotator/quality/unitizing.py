"""Unitizing alpha: how far curators agree on where in a text mentions stand, and under which label, beyond chance.

The coefficient uα for nominal values of Krippendorff, Mathet, Bouvry and Widlöcher, "On the reliability of unitizing
textual continua: Further developments" (Quality & Quantity 50, 2016), also in Krippendorff, "Content Analysis" (4th
edition 2019, 12.6.3); it mends the αU of Krippendorff, "On the Reliability of Unitizing Continuous Data" (Sociological
Methodology 25, 1995) and "Content Analysis" (2nd edition 2004, 11.6).

A text of L code points is cut by each of its m curators into units with a label, and gaps between them. The observed
coincidence ℓ(c, k) is the length in which a c of one curator lies on a k of another, over all ordered pairs of curators, by
m - 1; ℓ(c) = Σ over k of ℓ(c, k), ℓ = Σ ℓ(c) = m L. Expected is

    ε(c, k) = ℓ (ℓ(c) ℓ(k) - [c = k] g(c)) / (ℓ² - Σ g),    uα = 1 - Σ ℓ(c, k) / Σ ε(c, k), both sums over c ≠ k,

with g(c) the sum over all pieces of c, of all curators, of the square of their length; of gaps, of the plain length: a unit
is never set against itself, while a gap has no parts that belong together. Lengths of several texts add up.

Units of one curator must not overlap. Where mentions do, the longest counts, the first of equals; so nested mentions are
left to the other figures. uα of one label takes that label's mentions alone (those that touch or overlap as one), the rest
as gap. It is None where there is no unit, or nothing but one unit or label all over. A silent curator is one long gap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations
from typing import TypeVar

from annotator.quality.mentions import Marked
from annotator.records import Record
from annotator.spans import Range, merged

_Key = TypeVar("_Key")
GAP = ""
"""The value of what is no unit; no label is empty."""


class Unitized(Record, frozen=True):
    """Observed coincidences ℓ(c, k) of texts, and g(c); what of several texts is added up."""

    observed: dict[tuple[str, str], float] = {}
    alone: dict[str, float] = {}

    def __add__(self, other: Unitized) -> Unitized:
        return Unitized(_sum(self.observed, other.observed), _sum(self.alone, other.alone))

    @property
    def alpha(self) -> float | None:
        """See the formula above; None where it is undefined."""
        margins: dict[str, float] = defaultdict(float)
        for (c, _), length in self.observed.items():
            margins[c] += length
        whole = sum(margins.values())
        apart = sum(length for (c, k), length in self.observed.items() if c != k)
        pairs = whole**2 - sum(length**2 for length in margins.values())
        room = whole**2 - sum(self.alone.values())
        return 1 - apart * room / (whole * pairs) if pairs > 0 and room > 0 else None


def _sum(one: dict[_Key, float], other: dict[_Key, float]) -> dict[_Key, float]:
    return {key: one.get(key, 0) + other.get(key, 0) for key in one | other}


def unitize(length: int, curators: Sequence[Iterable[Marked]]) -> Unitized:
    """What the mentions of each of two or more curators come to in a text of ``length`` code points.

    Ranges lie within the text; an empty one vanishes, as does the second of two that are the same.
    """
    cut = [list(_pieces(length, outermost(units))) for units in curators]
    observed: dict[tuple[str, str], float] = defaultdict(float)
    for one, other in permutations(cut, 2):
        for values, shared in _shared(one, other):
            observed[values] += shared / (len(cut) - 1)
    alone: dict[str, float] = defaultdict(float)
    for place, label in (piece for pieces in cut for piece in pieces):
        size = place.end - place.start
        alone[label] += size if label == GAP else size**2
    return Unitized(dict(observed), dict(alone))


def unitize_label(length: int, curators: Sequence[Iterable[Marked]], label: str) -> Unitized:
    """The same for one label alone, all else being gap."""
    own = [[(place, label) for place in merged(p for p, name in units if name == label)] for units in curators]
    return unitize(length, own)


def outermost(units: Iterable[Marked]) -> list[Marked]:
    """Units that do not overlap, in order: the longest of those that do, the first of equals; no empty ones."""
    kept: list[Marked] = []
    for place, label in sorted(set(units), key=lambda unit: (unit[0].start - unit[0].end, unit)):
        if place.start < place.end and not any(place.overlaps(other) for other, _ in kept):
            kept.append((place, label))
    return sorted(kept)


def _pieces(length: int, units: Iterable[Marked]) -> Iterator[Marked]:
    """The whole text: units, and gaps between them."""
    at = 0
    for place, label in units:
        if at < place.start:
            yield Range(at, place.start), GAP
        yield place, label
        at = place.end
    if at < length:
        yield Range(at, length), GAP


def _shared(one: Sequence[Marked], other: Sequence[Marked]) -> Iterator[tuple[tuple[str, str], int]]:
    """The values of two cuts of a text where they lie on each other, with the length, from left to right."""
    first, second = 0, 0
    while first < len(one) and second < len(other):
        (place, label), (facing, name) = one[first], other[second]
        end = min(place.end, facing.end)
        yield (label, name), end - max(place.start, facing.start)
        first += place.end == end
        second += facing.end == end
