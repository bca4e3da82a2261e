"""How many of a reader's stances on the ten sample articles are suggested: found, missed and wrong, by kind of construction.

``python -m benchmarks sample``; nothing but the repo is needed.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator

from annotator.records import NOT_AN_ENTITY, UNNAMED, Article, SuggestedStance, Suggestion
from annotator.spans import Range
from annotator.suggest import Suggester
from benchmarks.fixed_gold import FixedGold, FixedStance, all_gold


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


def add_options(parser: argparse.ArgumentParser) -> None:
    """What can be asked for."""
    parser.add_argument("--model", help="the spaCy pipeline to measure with (default: the best one installed)")


def run(chosen: argparse.Namespace) -> int:
    """Measure and print."""
    for line in measure_gold(Suggester(chosen.model)):
        print(line)
    return 0
