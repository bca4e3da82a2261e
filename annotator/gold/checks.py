"""What must hold of a record beyond its types: ranges within the text, words as they stand there, ids that exist."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from typing import TypeVar

from annotator.errors import InputError
from annotator.gold.record import LISTS, MOST_ITEMS, GoldMention, GoldRange, GoldRecord, GoldSection
from annotator.records import NOT_AN_ENTITY
from annotator.spans import Range


def check(record: GoldRecord, where: str) -> None:
    """What the types cannot say; raises :class:`InputError` for the first thing that is wrong."""

    def wrong(field: str, what: str) -> InputError:
        return InputError(f"{field}: {what}.", where=where)

    text = record.text
    if not record.id:
        raise wrong("id", "empty")
    if not text.strip():
        raise wrong("text", "empty")
    if "\0" in text:
        raise wrong("text", "it has a NUL character")
    _check_ranges(record, wrong)
    for n, rejection in enumerate(record.rejected):
        if rejection.what not in ("mention", "stance"):
            raise wrong(f"rejected[{n}].what", f"{rejection.what!r} is neither mention nor stance")
        if not 0 <= rejection.start <= rejection.end <= len(text):
            raise wrong(f"rejected[{n}]", "the range is not within the text")
    _check_references(record, wrong)


def _check_ranges(record: GoldRecord, wrong: Callable[[str, str], InputError]) -> None:
    text = record.text
    if sum(len(getattr(record, field)) for field in LISTS) > MOST_ITEMS:
        raise wrong("text", f"more than {MOST_ITEMS:,} things are said of it")
    for field, places in _places(record):
        for n, place in enumerate(places):
            start, end = place.start, place.end
            if not 0 <= start < end <= len(text):
                what = f"the range {start}..{end} is not within the text of {len(text)} characters"
                raise wrong(f"{field}[{n}]", what)
            if isinstance(place, GoldMention | GoldRange) and place.text != text[start:end]:
                what = f"its text is {place.text!r}, but the article has {text[start:end]!r} at {start}..{end}"
                raise wrong(f"{field}[{n}]", what)


_Placed = GoldSection | GoldMention | GoldRange | Range


def _places(record: GoldRecord) -> Iterator[tuple[str, Sequence[_Placed]]]:
    """All ranges that have words, by the field that holds them."""
    yield "sections", record.sections
    yield "mentions", record.mentions
    for n, stance in enumerate(record.stances):
        yield f"stances[{n}].cues", stance.cues
    yield "looked_at", record.looked_at


def _check_references(record: GoldRecord, wrong: Callable[[str, str], InputError]) -> None:
    for field in ("entities", "mentions", "stances"):
        twice = _first_double(item.id for item in getattr(record, field))
        if twice is not None:
            raise wrong(field, f"the id {twice!r} stands twice")
    known = {e.id for e in record.entities}
    for reserved in known.intersection(NOT_AN_ENTITY):
        number = [e.id for e in record.entities].index(reserved)
        raise wrong(f"entities[{number}].id", f"{reserved!r} is a reserved word")
    for field, id, allowed in _references(record, known):
        if id not in allowed:
            raise wrong(field, f"there is no entity {id!r}")
    items = known | {m.id for m in record.mentions} | {s.id for s in record.stances}
    for n, said in enumerate(record.provenance.said):
        if said.item not in items:
            raise wrong(f"provenance.said[{n}].item", f"there is no item {said.item!r}")


def _references(record: GoldRecord, known: Set[str]) -> Iterator[tuple[str, str, Set[str]]]:
    """Every id that names an entity: the field, the id, and what it may be."""
    ends = known | set(NOT_AN_ENTITY)
    for n, entity in enumerate(record.entities):
        for other in entity.about:
            yield f"entities[{n}].about", other, known
    for n, mention in enumerate(record.mentions):
        yield f"mentions[{n}].entity", mention.entity, known
    for n, stance in enumerate(record.stances):
        yield f"stances[{n}].target", stance.target, known
        yield f"stances[{n}].holder", stance.holder, ends
        if stance.source is not None:
            yield f"stances[{n}].source", stance.source, known


_Item = TypeVar("_Item")


def _first_double(items: Iterable[_Item]) -> _Item | None:
    seen: set[_Item] = set()
    for item in items:
        if item in seen:
            return item
        seen.add(item)
    return None
