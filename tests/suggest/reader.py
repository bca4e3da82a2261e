"""Suggested stances against the list of a careful reader (tests/reader): which are found, which missed, which are extra.

``python -m tests.suggest.reader`` prints all three.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec

from annotator.records import Article, Section, SuggestedStance, Suggestion
from annotator.spans import Range, line_at

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT / "seeds" / "000_9fa90ccd80290403.txt"
READER = ROOT / "tests" / "reader" / "seed_000_stances.toml"


class Compared(msgspec.Struct):
    """The reader's stances that are found and those that are not, and the suggestions that the reader does not have."""

    found: list[dict[str, Any]]
    missed: list[dict[str, Any]]
    extra: list[SuggestedStance]


def seed_article() -> Article:
    """The seed article with its tail of related headlines marked; the reader read the body only."""
    text = SEED.read_text(encoding="utf-8")
    tail = text.index("Thailand and Cambodia to talk peace")
    return Article("seed", text, sections=(Section(tail, len(text)),))


def readers_list() -> list[dict[str, Any]]:
    """The reader's stances, in order."""
    stances: list[dict[str, Any]] = tomllib.loads(READER.read_text(encoding="utf-8"))["stance"]
    return stances


def compare(suggestion: Suggestion, text: str, reader: list[dict[str, Any]]) -> Compared:
    """Match each of the reader's stances to a suggestion in the same line.

    They match when the holder is the same entity (by name, or by a mention's words), the targets overlap or are the same
    entity, and the polarity is equal.
    """
    lines = _lines(text)
    left = list(suggestion.stances)
    found, missed = [], []
    for item in reader:
        match = next((s for s in left if _matches(suggestion, text, s, item, lines[item["line"] - 1])), None)
        if match is None:
            missed.append(item)
        else:
            left.remove(match)
            found.append(item)
    return Compared(found, missed, left)


def _lines(text: str) -> list[Range]:
    lines, at = [], 0
    while at <= len(text):
        lines.append(line_at(text, at))
        at = lines[-1].end + 1
    return lines


def _matches(suggestion: Suggestion, text: str, stance: SuggestedStance, item: dict[str, Any], line: Range) -> bool:
    if stance.polarity != item["polarity"] or not any(line.contains(c) for c in stance.cues):
        return False
    if item["holder"] not in _words(suggestion, text, stance.holder):
        return False
    if item["target"] in _words(suggestion, text, stance.target):
        return True
    start = text.find(item["target"], line.start, line.end)
    wanted = Range(start, start + len(item["target"]))
    return start >= 0 and any(
        m.range.overlaps(wanted)
        for m in suggestion.mentions
        if m.id == stance.target_mention and line.contains(m.range)
    )


def _words(suggestion: Suggestion, text: str, entity: str) -> set[str]:
    names = {e.name for e in suggestion.entities if e.id == entity}
    return names | {m.range.of(text) for m in suggestion.mentions if m.entity == entity}


def _print() -> None:
    from annotator.suggest import Suggester

    article = seed_article()
    suggester = Suggester()
    suggestion = suggester.suggest(article)
    names = {e.id: e.name for e in suggestion.entities}
    compared = compare(suggestion, article.text, readers_list())
    for title, items in (("found", compared.found), ("missed", compared.missed)):
        print(f"{title}: {len(items)}")  # noqa: T201
        for i in items:
            print(f"  {i['line']:2} {i['holder']} → {i['target']}: {i['polarity']} ({i['cue']})")  # noqa: T201
    print(f"not on the reader's list: {len(compared.extra)}")  # noqa: T201
    for s in compared.extra:
        cues = ", ".join(c.of(article.text) for c in s.cues)
        line = article.text.count("\n", 0, s.cues[0].start) + 1
        print(f"  {line:2} {names[s.holder]} → {names[s.target]}: {s.polarity} {s.p} ({cues})")  # noqa: T201


if __name__ == "__main__":
    _print()
