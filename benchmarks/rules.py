"""How much of what a reader finds the rules find: found, missed and wrong stances, by kind of construction.

``python -m benchmarks rules`` measures on the fixed gold. ``--plover FILE`` adds the event records of PLOVER (JSON), in two
halves by a hash of their ids: the one may be looked at, the other is only counted. ``--dse FILE`` adds pairs with a class
from 0 to 4.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from annotator.errors import InputError
from annotator.records import NOT_AN_ENTITY, UNNAMED, Article, SuggestedStance, Suggestion
from annotator.spans import Range
from annotator.suggest import Suggester
from benchmarks.fixed_gold import FixedGold, FixedStance, all_gold

FAVOR = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD", "CONCEDE", "RETREAT"})
AGAINST = frozenset(
    {
        "ACCUSE", "ASSAULT", "COERCE", "DEMAND", "DISAPPROVE", "FIGHT", "MOBILIZE", "PROTEST", "REDUCE", "REJECT",
        "SANCTION", "THREATEN",
    }
)  # fmt: skip
_MARK = re.compile(r"\(((?:SRC|TAR|EVT|LOC)(?:/(?:SRC|TAR|EVT|LOC))*): ?")
_CLASSES = {1: (0, "favor"), 2: (1, "favor"), 3: (0, "against"), 4: (1, "against")}


class Event(NamedTuple):
    """A sentence with the places of who acts and of whom it concerns, and the polarity of its class."""

    id: str
    text: str
    sources: list[Range]
    targets: list[Range]
    polarity: str


# --- the fixed gold


def kind(stance: SuggestedStance) -> str:
    """The kind of construction, read off the explanation: its words without what is quoted."""
    return " ".join(re.sub("“[^”]*”", "", stance.why.split(";")[0]).split()) or "other"


def compare(
    suggestion: Suggestion, gold: FixedGold
) -> tuple[list[SuggestedStance], list[FixedStance], list[SuggestedStance]]:
    """Found suggestions, missed gold, and suggestions that the gold does not have.

    A suggestion is found when its ends are the gold's entities (a mention of the one overlaps a mention of the other), the
    polarity is equal and the cue stands in the same line; each of the gold's stances is found once.
    """
    left = list(gold.stances)
    found: list[SuggestedStance] = []
    wrong: list[SuggestedStance] = []
    for stance in sorted(suggestion.stances, key=lambda s: -s.p):
        holders = _names(suggestion, stance.holder, gold) or {UNNAMED}
        targets = _names(suggestion, stance.target, gold)
        fitting = [
            g
            for g in left
            if g.holder in holders and g.target in targets and g.polarity == stance.polarity
            if _line(gold.text, g.cues[0]) == _line(gold.text, stance.cues[0])
        ]
        fitting.sort(key=lambda g: not any(a.overlaps(b) for a in g.cues for b in stance.cues))
        if fitting:
            left.remove(fitting[0])
            found.append(stance)
        else:
            wrong.append(stance)
    return found, left, wrong


def _names(suggestion: Suggestion, end: str, gold: FixedGold) -> set[str]:
    if end in NOT_AN_ENTITY:
        return {end}
    spans = [m.range for m in suggestion.mentions if m.entity == end]
    return {e.name for e in gold.entities.values() if any(a.overlaps(b) for a in e.mentions for b in spans)}


def _line(text: str, span: Range) -> int:
    return text.count("\n", 0, span.start)


def measure_gold(suggester: Suggester) -> Iterator[str]:
    """Lines of the table for the fixed gold."""
    counts = {"found": Counter[str](), "wrong": Counter[str]()}
    missed: Counter[str] = Counter()
    for gold in all_gold():
        found, left, wrong = compare(suggester.suggest(Article(gold.article, gold.text)), gold)
        counts["found"].update(map(kind, found))
        counts["wrong"].update(map(kind, wrong))
        missed.update(g.manner for g in left)
    right, extra, lost = counts["found"].total(), counts["wrong"].total(), missed.total()
    yield f"fixed gold: {right} of {right + lost} found, {extra} suggested that are not in it"
    for name in sorted(counts["found"] | counts["wrong"]):
        yield f"  {name:56} found {counts['found'][name]:3}  not in it {counts['wrong'][name]:3}"
    yield "  missed: " + ", ".join(f"{n} {manner}" for manner, n in missed.most_common())


# --- sentences with two parties


def measure_events(suggester: Suggester, path: Path) -> Iterator[str]:
    """Lines for the event records, one for each half and one for both."""
    counts = [Counter[str](), Counter[str]()]
    for event in read_events(path):
        suggestion = suggester.suggest(Article(event.id, event.text))
        there = [s for s in suggestion.stances if _between(suggestion, s, event.sources, event.targets)]
        back = [s for s in suggestion.stances if _between(suggestion, s, event.targets, event.sources)]
        right = any(s.polarity == event.polarity for s in there)
        counts[half(event.id)].update(n=1, right=right, speaks=bool(there or back))
    for name, c in zip(("half A (read)", "half B (counted)", "both"), (*counts, counts[0] + counts[1]), strict=True):
        shares = f"{_share(c['right'], c['n'])} right, when it speaks {_share(c['right'], c['speaks'])}"
        yield f"events, {name}: {c['n']} sentences, {shares}"


def measure_pairs(suggester: Suggester, path: Path, most: int) -> Iterator[str]:
    """One line for the pairs: how often a stance between the two is right, and how many are found."""
    c: Counter[str] = Counter()
    for number, (text, ends, label) in enumerate(read_pairs(path, most)):
        suggestion = suggester.suggest(Article(str(number), text))
        said = [
            (s.p, which, s.polarity)
            for s in suggestion.stances
            if s.polarity in ("favor", "against")
            for which in (0, 1)
            if _between(suggestion, s, [ends[which]], [ends[1 - which]])
        ]
        gold = _CLASSES.get(label)
        c.update(n=1, gold=gold is not None, says=bool(said), right=bool(said) and max(said)[1:] == gold)
    shares = f"precision {_share(c['right'], c['says'])}, recall {_share(c['right'], c['gold'])}"
    yield f"pairs: {c['n']}, {c['says']} spoken of, {shares}"


def _between(suggestion: Suggestion, stance: SuggestedStance, one: Iterable[Range], two: Iterable[Range]) -> bool:
    """True when the holder stands at ``one`` and the target, or whom it is about, at ``two``."""
    about = next((e.about for e in suggestion.entities if e.id == stance.target), ())

    def stands(entities: set[str], places: Iterable[Range]) -> bool:
        return any(m.entity in entities and m.range.overlaps(place) for m in suggestion.mentions for place in places)

    return stands({stance.holder}, one) and stands({stance.target, *about}, two)


def half(id: str) -> int:
    """0 or 1, by the hash of an id."""
    return int(hashlib.sha256(id.encode()).hexdigest(), 16) % 2


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"


def read_events(path: Path) -> Iterator[Event]:
    """The records with both parties marked in their text."""
    for record in json.loads(_text(path)):
        event = record["event"]
        polarity = "favor" if event in FAVOR else "against" if event in AGAINST else ""
        if polarity and record.get("source") and record.get("target"):
            sources, targets = marked(record)
            if sources and targets:
                yield Event(record["id"], record["text"], sources, targets, polarity)


def marked(record: dict[str, Any]) -> tuple[list[Range], list[Range]]:
    """Where source and target stand: by the marks in the record, else wherever the words of the actors do."""
    found: dict[str, list[Range]] = {"SRC": [], "TAR": []}
    info = record.get("textInfo")
    for role, words, nth in _marks(info["markup"] if isinstance(info, dict) else ""):
        places = [Range(m.start(), m.end()) for m in re.finditer(re.escape(words), record["text"])] if words else []
        for name, spans in found.items():
            if name in role and nth < len(places):
                spans.append(places[nth])
    for name, field in (("SRC", "source"), ("TAR", "target")):
        actors = record[field] if isinstance(record[field], list) else [record[field]]
        found[name] = found[name] or [
            Range(m.start(), m.end()) for a in actors for m in re.finditer(re.escape(a["actorText"]), record["text"])
        ]
    return found["SRC"], found["TAR"]


def _marks(markup: str) -> Iterator[tuple[str, str, int]]:
    """(roles, words, which of their places in the plain text), of marks that may stand in one another."""
    plain, at = "", 0
    open_: list[tuple[str, int]] = []
    while at < len(markup):
        mark = _MARK.match(markup, at)
        if mark:
            open_.append((mark[1], len(plain)))
            at = mark.end()
            continue
        if markup[at] == ")" and open_:
            role, start = open_.pop()
            yield role, plain[start:], plain[:start].count(plain[start:]) if plain[start:] else 0
        else:
            plain += markup[at]
        at += 1


def read_pairs(path: Path, most: int) -> list[tuple[str, tuple[Range, Range], int]]:
    """At most so many sentences with two bracketed names and a class, always the same."""
    found = []
    for line in _text(path).splitlines():
        sentence, *_, label = line.split("\t")
        text, spans = "", []
        for part in re.split(r"(\[[^\[\]]*\])", sentence):
            if part.startswith("["):
                spans.append(Range(len(text), len(text) + len(part) - 2))
            text += part.strip("[]") if part.startswith("[") else part
        if len(spans) == 2 and label.isdigit():
            found.append((text, (spans[0], spans[1]), int(label)))
    random.Random(7).shuffle(found)
    return found[:most]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError("this file cannot be read.", where=str(path), remedy="Give its path.") from error


def add_options(parser: argparse.ArgumentParser) -> None:
    """What can be asked for."""
    parser.add_argument("--model", help="the spaCy pipeline to measure with (default: the best one installed)")
    parser.add_argument("--plover", type=Path, metavar="FILE", help="event records with marked parties, JSON")
    parser.add_argument("--dse", type=Path, metavar="FILE", help="sentences with two names and a class, tab-separated")
    parser.add_argument("--pairs", type=int, default=1000, help="how many of those sentences (default: 1000)")


def run(chosen: argparse.Namespace) -> int:
    """Measure and print; 1 when a file is not there."""
    suggester = Suggester(chosen.model)
    try:
        for line in measure_gold(suggester):
            print(line)
        for line in measure_events(suggester, chosen.plover) if chosen.plover else ():
            print(line)
        for line in measure_pairs(suggester, chosen.dse, chosen.pairs) if chosen.dse else ():
            print(line)
    except InputError as error:
        print(error)
        return 1
    return 0
