"""What is wrong, or odd, with gold that is about to leave: errors keep it here, warnings go into the card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Literal, TypeVar

from annotator.gold import GoldMention, GoldRange, GoldRecord
from annotator.records import NOT_AN_ENTITY, Record
from annotator.release.facts import Facts
from annotator.release.split import PARTS, Part
from annotator.spans import Range, merged

Level = Literal["error", "warning"]
_Value = TypeVar("_Value", bound=Hashable)


class Flaw(Record, frozen=True):
    """Something wrong with the gold: of which kind, in which article (its id; "" for the dataset), and in words."""

    level: Level
    kind: str
    article: str
    words: str


def lint(record: GoldRecord) -> Iterator[Flaw]:
    """The flaws of one record, in no particular order."""
    yield from _ranges(record)
    yield from _ends(record)
    yield from _doubles(record)
    yield from _oddities(record)


def errors(record: GoldRecord) -> Iterator[Flaw]:
    """Only what keeps a record from leaving; quick, for every export."""
    for found in (_ranges(record), _ends(record), _doubles(record)):
        yield from (flaw for flaw in found if flaw.level == "error")


def lint_split(facts: Sequence[Facts], parts: Mapping[str, Part]) -> Iterator[Flaw]:
    """What is wrong with the dataset as a whole: ids that stand twice, empty parts, and kinds that a part lacks."""
    for id, count in Counter(f.id for f in facts).items():
        if count > 1:
            yield Flaw("error", "article twice", id, f"{count} articles have the id {id!r}")
    kinds: dict[Part, Counter[str]] = {part: Counter() for part in PARTS}
    sizes = Counter(parts.values())
    for fact in facts:
        if fact.id in parts:
            kinds[parts[fact.id]].update(fact.kinds)
    everywhere = sorted(set().union(*kinds.values()))
    used = [part for part in PARTS if sizes[part]]
    for kind in everywhere if len(used) > 1 else ():
        missing = [part for part in used if not kinds[part][kind]]
        if missing:
            yield Flaw("warning", "missing from a part", "", f"{kind} is not in {' and '.join(missing)}")


def lint_labels(facts: Sequence[Facts], labels: Collection[str]) -> Iterator[Flaw]:
    """Labels that the project's scheme does not have, as imported gold may bring them."""
    counts: Counter[str] = Counter()
    for fact in facts:
        counts.update({label: count for label, count in fact.labels.items() if label not in labels})
    for label, count in sorted(counts.items()):
        yield Flaw("warning", "label not in the scheme", "", f"{label}, {count} mentions")


def _ranges(record: GoldRecord) -> Iterator[Flaw]:
    text = record.text
    named: list[tuple[str, GoldMention | GoldRange]] = [(f"mention {m.id}", m) for m in record.mentions]
    named += [(f"cue of {s.id}", c) for s in record.stances for c in s.cues]
    for name, item in named:
        if not 0 <= item.start < item.end <= len(text):
            words = f"{name}: [{item.start}, {item.end}) is no range of {len(text)} characters"
            yield _error(record, "range outside", words)
        elif text[item.start : item.end] != item.text:
            yield _error(
                record, "words differ", f"{name}: the text has {text[item.start : item.end]!r}, not {item.text!r}"
            )
        elif item.text != item.text.strip():
            yield _warning(record, "white space at an edge", f"{name}: {item.text!r}")


def _ends(record: GoldRecord) -> Iterator[Flaw]:
    entities = {e.id for e in record.entities}
    mentioned = {m.entity for m in record.mentions}
    for mention in record.mentions:
        if mention.entity not in entities:
            yield _error(record, "no such entity", f"mention {mention.id} is of {mention.entity!r}")
    for stance in record.stances:
        for role, end in (("holder", stance.holder), ("target", stance.target), ("source", stance.source)):
            if end is not None and end not in entities and end not in NOT_AN_ENTITY:
                yield _error(record, "no such entity", f"{role} of stance {stance.id} is {end!r}")
        if stance.holder == stance.target:
            yield _warning(record, "stance on oneself", f"stance {stance.id}")
        if not stance.cues:
            yield _warning(record, "stance without cue", f"stance {stance.id}")
    for entity in record.entities:
        if entity.id not in mentioned:
            yield _warning(record, "entity without mention", f"{entity.id}, {entity.name!r}")


def _doubles(record: GoldRecord) -> Iterator[Flaw]:
    for span in _twice((m.start, m.end, m.label, m.entity) for m in record.mentions):
        yield _error(record, "mention twice", f"{span}")
    for holder, target, polarity, _ in _twice((s.holder, s.target, s.polarity, s.cues) for s in record.stances):
        yield _warning(record, "stance twice", f"{holder} → {target}, {polarity}")
    for name, items in (("entity", record.entities), ("mention", record.mentions), ("stance", record.stances)):
        for id in _twice(item.id for item in items):
            yield _error(record, "id twice", f"{name} {id}")


def _twice(values: Iterable[_Value]) -> list[_Value]:
    """The values that come more than once; mostly there are none."""
    found = list(values)
    return [] if len(set(found)) == len(found) else [value for value, count in Counter(found).items() if count > 1]


def _oddities(record: GoldRecord) -> Iterator[Flaw]:
    if not record.text.strip():
        yield _warning(record, "no text", "there is nothing to read")
    unread = unread_share(record)
    if unread:
        yield _warning(record, "not looked at", f"{unread:.0%} of its text")


def unread_share(record: GoldRecord) -> float:
    """Of the text that is body and no white space, how much nobody looked at, from 0 to 1."""
    apart = merged((*record.looked_at, *(Range(s.start, s.end) for s in record.sections if s.kind == "boilerplate")))
    total = sum(not sign.isspace() for sign in record.text)
    seen = sum(not sign.isspace() for span in apart for sign in record.text[span.start : span.end])
    return (total - seen) / total if total else 0.0


def _error(record: GoldRecord, kind: str, words: str) -> Flaw:
    return Flaw("error", kind, record.id, words)


def _warning(record: GoldRecord, kind: str, words: str) -> Flaw:
    return Flaw("warning", kind, record.id, words)
