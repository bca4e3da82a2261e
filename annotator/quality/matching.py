"""Which suggested entity is which entity of gold, when a model found the mentions itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from annotator.records import Record
from annotator.spans import Range


class Known(Record, frozen=True):
    """An entity as it is compared: its places in the text, and the names by which it may be known."""

    places: tuple[Range, ...] = ()
    names: tuple[str, ...] = ()


def dice(one: Range, other: Range) -> float:
    """How much two ranges have in common: twice the shared code points over the sum of both lengths, 0 to 1."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return 2 * shared / (one.end - one.start + other.end - other.start) if shared > 0 else 0.0


def match_entities(gold: Mapping[str, Known], suggested: Mapping[str, Known]) -> dict[str, str]:
    """For each suggested entity (its id) the entity of gold that it is, if any. Several may be the same one.

    Each suggested mention speaks for the gold mention with which it overlaps most (Dice's coefficient), by so much; the
    entity for which most is said is the one. Who has no overlap is known by name, if gold has the name: case, accents
    and articles aside.
    """
    places = sorted((place, id) for id, known in gold.items() for place in known.places)
    names = {folded(name): id for id, known in reversed(list(gold.items())) for name in known.names}
    out: dict[str, str] = {}
    for id, known in suggested.items():
        votes: dict[str, float] = defaultdict(float)
        for place in known.places:
            best = max(
                ((dice(place, other), -n, owner) for n, (other, owner) in enumerate(places) if place.overlaps(other)),
                default=None,
            )
            if best is not None:
                votes[best[2]] += best[0]
        order = list(gold)
        if votes:
            out[id] = max(votes, key=lambda owner: (votes[owner], -order.index(owner)))
        else:
            by_name = next((names[n] for n in map(folded, known.names) if n in names), None)
            if by_name is not None:
                out[id] = by_name
    return out


def folded(name: str) -> str:
    """A name as it is compared: without regard to case, the form of apostrophes, and an article before it."""
    words = name.replace("’", "'").casefold().split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in ("the", "a", "an") else words)


def places_by(mentions: Iterable[tuple[Range, str]]) -> dict[str, tuple[Range, ...]]:
    """The places of each entity, out of mentions with their entity's id."""
    found: dict[str, list[Range]] = {}
    for place, id in mentions:
        found.setdefault(id, []).append(place)
    return {id: tuple(places) for id, places in found.items()}
