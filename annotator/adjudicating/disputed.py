"""The things that versions of an article see differently, one by one, in reading order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import msgspec

from annotator.adjudicating.aligning import Alignment, Item, Key, What, kinds_of
from annotator.adjudicating.words import (
    entity_words,
    flat,
    mention_words,
    name_of,
    place_of,
    stance_parts,
    stance_words,
)
from annotator.records import Annotation, Entity, Mention, Record, Stance
from annotator.spans import Range
from annotator.versions import Version


class Disputed(Record, frozen=True):
    """A mention, a stance or an entity without mention on which versions differ.

    ``kinds`` are the ways in which they do, ``place`` (code points) is where to look, ``title`` is what it is about.
    ``said`` has each version in words, ``parts`` the same of a stance part by part (see :func:`parts_of`), ``ranges`` the
    words that each means. ``key`` is the same as long as the versions say the same of it; ``row`` is its place in the
    alignment.
    """

    key: str
    what: What
    kinds: tuple[str, ...]
    place: Range
    title: str
    said: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]
    ranges: tuple[tuple[Range, ...], ...]
    row: Key


def find_disputed(versions: Sequence[Version], found: Alignment) -> list[Disputed]:
    """All of an article whose versions lie side by side; mentions before the stances that begin there."""
    disputed = list(_all(versions, found))
    return sorted(disputed, key=lambda d: (d.place.start, d.what != "mention", d.place.end, d.title, d.key))


def _all(versions: Sequence[Version], found: Alignment) -> Iterator[Disputed]:
    text = found.article.text
    for row, items in found.rows.items():
        kinds = kinds_of(found, row)
        if not kinds:
            continue
        sides = list(zip(found.sides, items, strict=True))
        ranges = tuple(ranges_of(side, item) for side, item in sides)
        yield Disputed(
            _key(versions, sides),
            row[0],
            tuple(kinds),
            next((place for places in ranges for place in places), Range(0, 0)),
            next(_title(text, side, item) for side, item in sides if item is not None),
            tuple(words_of(text, row[0], side, item) for side, item in sides),
            tuple(parts_of(text, side, item) for side, item in sides),
            ranges,
            row,
        )


def ranges_of(side: Annotation, item: Item | None) -> tuple[Range, ...]:
    """The words that a side means: a mention's, a stance's cues (else where its target first stands)."""
    if isinstance(item, Mention):
        return (item.range,)
    if isinstance(item, Stance):
        place = place_of(side, item)
        return tuple(sorted(item.cues)) or ((place,) if place.end else ())
    return ()


def parts_of(text: str, side: Annotation, item: Item | None) -> tuple[str, ...]:
    """A stance part by part, in words; () for anything else."""
    return stance_parts(text, side, item) if isinstance(item, Stance) else ()


def words_of(text: str, what: What, side: Annotation, item: Item | None) -> str:
    """What a side says of a thing."""
    if what == "stance":
        return stance_words(text, side, item if isinstance(item, Stance) else None)
    if what == "mention":
        return mention_words(text, side, item if isinstance(item, Mention) else None)
    return entity_words(item if isinstance(item, Entity) else None)


def _title(text: str, side: Annotation, item: Item) -> str:
    if isinstance(item, Mention):
        return flat(text, item.range)
    if isinstance(item, Stance):
        return f"{name_of(side, item.holder)} → {name_of(side, item.target)}"
    return item.name


def _key(versions: Sequence[Version], sides: Sequence[tuple[Annotation, Item | None]]) -> str:
    """What names a disagreement: what each curator says of the thing."""
    said = [[v.curator, v.own, _content(*side)] for v, side in zip(versions, sides, strict=True)]
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest()[:16]


def _content(side: Annotation, item: Item | None) -> list[object]:
    if isinstance(item, Mention):
        return [item.start, item.end, item.label, side.entities[item.entity].name]
    if isinstance(item, Stance):
        ends = [name_of(side, end) if end else "" for end in (item.holder, item.target, item.source)]
        return [*ends, item.polarity, item.manner, *([cue.start, cue.end] for cue in sorted(item.cues))]
    return [item.name, item.label] if item is not None else []
