"""Gold that was fixed by reading: TOML files, edited by hand, in which words stand for places in an article.

One file for each article. ``article`` names the text; a table for each label lists entities by name, each with the words of
its mentions; ``stances`` are rows of holder, polarity, target, cue, manner and, where somebody else tells of it, source.

Words that stand once in the text need no number. ``"vote#2"`` is their second place, counted as whole words, ``"vote#1,3"``
and ``"vote#2-4"`` are several, ``"vote*"`` is all of them. An entity is called by its first mention, without "Ms" or
"Dr". Whatever cannot be found, or not without doubt, is an error.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec

from annotator.errors import InputError
from annotator.gold import GoldRecord
from annotator.records import MANNERS, NOT_AN_ENTITY, POLARITIES, Manner, Polarity
from annotator.scheme import default_scheme
from annotator.spans import Range, occurrences

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests" / "curation" / "gold"
SEEDS = ROOT / "seeds"
_TITLE = re.compile(r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Sir)\.? )+")
_WORDS = re.compile(r"(?P<words>.+?)(?P<which>\*|#(?P<list>[\d,\-]+))?", re.DOTALL)


class FixedEntity(msgspec.Struct, frozen=True):
    """An entity and its mentions in reading order, in code points."""

    name: str
    label: str
    mentions: tuple[Range, ...]


class FixedStance(msgspec.Struct, frozen=True, order=True):
    """A stance; its ends and source are names of entities (a holder also ``writer`` or ``unnamed``)."""

    cues: tuple[Range, ...]
    holder: str
    target: str
    polarity: Polarity
    manner: Manner
    source: str = ""


class FixedGold(msgspec.Struct, frozen=True):
    """What a curator should have decided about one article: entities by name, stances by their cues."""

    article: str
    text: str
    entities: dict[str, FixedEntity]
    stances: tuple[FixedStance, ...]

    @property
    def mentions(self) -> dict[Range, FixedEntity]:
        """Which entity stands where."""
        return {span: entity for entity in self.entities.values() for span in entity.mentions}


def places(text: str, words: str, where: str = "") -> list[Range]:
    """The places that ``words`` (see above) stand for; raises :class:`InputError` that names ``where``."""
    found = _WORDS.fullmatch(words)
    plain = found["words"] if found else ""
    all_of_them = occurrences(text, plain)
    if found is None or not all_of_them:
        raise InputError(f"“{plain}” does not stand in the text.", where=where)
    if found["which"] == "*":
        return all_of_them
    if found["list"] is None:
        if len(all_of_them) > 1:
            raise InputError(
                f"“{plain}” stands {len(all_of_them)} times in the text.", where=where, remedy="Say which: #1."
            )
        return all_of_them
    return [_nth(all_of_them, number, words, where) for number in _numbers(found["list"], where)]


def _numbers(listed: str, where: str) -> Iterable[int]:
    for part in listed.split(","):
        first, _, last = part.partition("-")
        try:
            yield from range(int(first), int(last or first) + 1)
        except ValueError as error:
            raise InputError(f"“#{listed}” is no list of numbers.", where=where) from error


def _nth(found: list[Range], number: int, words: str, where: str) -> Range:
    if not 1 <= number <= len(found):
        raise InputError(f"“{words}”: the words stand only {len(found)} times in the text.", where=where)
    return found[number - 1]


def read_gold(path: Path, text: str) -> FixedGold:
    """The gold in a file, for the article's ``text``; raises :class:`InputError` naming file and words."""
    where = path.name
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"not valid TOML: {error}.", where=where) from error
    rows, article = data.pop("stances", []), data.pop("article", "")
    entities = _entities(data, text, where)
    stances = tuple(sorted(_stance(row, entities, text, where) for row in rows))
    twice = next((a for a, b in pairwise(stances) if a == b), None)
    if twice is not None:
        raise InputError(f"{twice.holder} → {twice.target}: the same stance stands twice.", where=where)
    return FixedGold(article, text, entities, stances)


def _entities(tables: Mapping[str, Any], text: str, where: str) -> dict[str, FixedEntity]:
    found: dict[str, FixedEntity] = {}
    taken: dict[Range, str] = {}
    for label, table in tables.items():
        if label not in {known.name for known in default_scheme().label}:
            raise InputError(f"there is no label {label}.", where=where)
        for name, listed in table.items():
            words = [listed] if isinstance(listed, str) else listed
            spans = tuple(sorted(span for item in words for span in places(text, item, where)))
            if name in found:
                raise InputError(f"two entities are called “{name}”.", where=where)
            first = " ".join(spans[0].of(text).split())
            if name not in (first, _TITLE.sub("", first)):
                raise InputError(f"“{name}” is called by its first mention: “{first}”.", where=where)
            for span in spans:
                if span in taken:
                    raise InputError(f"“{span.of(text)}” is marked for “{taken[span]}” and “{name}”.", where=where)
                taken[span] = name
            found[name] = FixedEntity(name, label, spans)
    return found


def _stance(row: list[Any], entities: Mapping[str, FixedEntity], text: str, where: str) -> FixedStance:
    if len(row) not in (5, 6):
        raise InputError(f"a stance is holder, polarity, target, cue, manner (and source), not {row}.", where=where)
    holder, polarity, target, cue, manner, *rest = row
    source = rest[0] if rest else ""
    for end in (target, *rest, *([] if holder in NOT_AN_ENTITY else [holder])):
        if end not in entities:
            raise InputError(f"{row}: no entity is called “{end}”.", where=where)
    if polarity not in POLARITIES or manner not in MANNERS:
        raise InputError(f"{row}: polarity or manner is no such word.", where=where)
    words = [cue] if isinstance(cue, str) else cue
    cues = tuple(sorted(span for item in words for span in places(text, item, where)))
    return FixedStance(cues, holder, target, polarity, manner, source)


def of_record(record: GoldRecord) -> FixedGold:
    """An exported record in the same form, so that both can be compared."""
    names = {e.id: e.name for e in record.entities} | {w: w for w in NOT_AN_ENTITY}
    entities = {
        e.name: FixedEntity(e.name, e.label, tuple(Range(m.start, m.end) for m in record.mentions if m.entity == e.id))
        for e in record.entities
    }
    stances = tuple(
        FixedStance(
            tuple(Range(c.start, c.end) for c in s.cues), names[s.holder], names[s.target], s.polarity,  # type: ignore[arg-type]
            s.manner, names[s.source] if s.source else "",  # type: ignore[arg-type]
        )
        for s in record.stances
    )  # fmt: skip
    return FixedGold(record.id, record.text, entities, tuple(sorted(stances)))


def differences(wanted: FixedGold, made: FixedGold) -> list[str]:
    """What is in the one and not in the other, a line each; nothing when they are equal."""
    text = wanted.text
    found: list[str] = []

    def say(sign: str, items: Iterable[object]) -> None:
        found.extend(f"{wanted.article}: {sign} {item}" for item in items)

    def mentions(gold: FixedGold) -> set[tuple[int, int, str, str, str]]:
        return {(m.start, m.end, m.of(text), e.label, e.name) for m, e in gold.mentions.items()}

    def stances(gold: FixedGold) -> set[tuple[str, ...]]:
        return {
            (s.holder, s.polarity, s.target, s.manner, s.source, *(f"{c.start}: {c.of(text)}" for c in s.cues))
            for s in gold.stances
        }

    for read in (mentions, stances):
        one, two = read(wanted), read(made)
        say("missing", sorted(one - two))
        say("too much", sorted(two - one))
    if len(wanted.stances) != len(made.stances) or len(wanted.mentions) != len(made.mentions):
        found.append(f"{wanted.article}: other numbers of mentions or stances")
    return found


def all_gold() -> list[FixedGold]:
    """The fixed gold of every article that has one, in order; raises :class:`InputError` for the first fault."""
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        (seed,) = SEEDS.glob(f"{path.stem}_*.txt")
        found.append(read_gold(path, seed.read_text(encoding="utf-8")))
    return found
