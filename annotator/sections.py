"""Finding what of a plain text is no article: a tail of related headlines; and whether its first line is a title."""

from __future__ import annotations

from itertools import pairwise

from annotator.records import Section
from annotator.spans import Range

_ENDS = (".", "!", "?", "…", "”", "’", '"', "'", ")", ":", ";", ",")
_LONGEST_HEADLINE = 140
_SHORTEST_HEADLINE = 3
_FEWEST_HEADLINES = 2
_FEWEST_SENTENCES = 3
_BYLINE = ("by ", "from ", "staff ", "our ")


def lines_of(text: str) -> list[Range]:
    """The lines that are not empty, without their ends (``\\n``, ``\\r\\n``) and outer white space."""
    found: list[Range] = []
    start = 0
    for raw in text.split("\n"):
        line = raw.strip()
        if line:
            at = start + raw.index(line)
            found.append(Range(at, at + len(line)))
        start += len(raw) + 1
    return found


def find_tail(text: str) -> Section | None:
    """The tail of related headlines as a boilerplate section that reaches to the end of the text; None without one.

    Two or more last lines that are short, start with a capital or a quotation mark and end without punctuation are
    headlines, when at least three lines before them end like sentences. A list, a poem or a byline is none.
    """
    lines = lines_of(text)
    count = 0
    while count < len(lines) and _is_headline(lines[-1 - count].of(text)):
        count += 1
    body = lines[: len(lines) - count]
    sentences = sum(1 for line in body if line.of(text).endswith(_ENDS[:8]))
    if count < _FEWEST_HEADLINES or sentences < _FEWEST_SENTENCES or sentences < len(body) * 0.7:
        return None
    return Section(lines[-count].start, len(text))


def _is_headline(line: str) -> bool:
    words = line.split()
    if not len(words) >= _SHORTEST_HEADLINE or len(line) > _LONGEST_HEADLINE or line.endswith(_ENDS):
        return False
    first = line.lstrip("‘“'\"")[:1]
    return (first.isupper() or first.isdigit()) and not line.lower().startswith(_BYLINE)


def find_title(text: str) -> str | None:
    """The first line, when it looks like a title: short, no sentence, and set off by an empty line or a byline."""
    lines = lines_of(text)
    if len(lines) < 3 or lines[0].end - lines[0].start > _LONGEST_HEADLINE:
        return None
    first, second = lines[0].of(text), lines[1].of(text)
    set_off = text[lines[0].end : lines[1].start].count("\n") > 1 or second.lower().startswith(_BYLINE)
    if not set_off or first.endswith((".", ",", ";", ":", "”", '"')):
        return None
    every_line_set_off = all(text[a.end : b.start].count("\n") > 1 for a, b in pairwise(lines[:6]))
    rest = [line.of(text) for line in lines[1:6]]
    # Where every paragraph is set off by an empty line, only a line without a full stop among sentences is a title.
    return first if not every_line_set_off or any(line.endswith(_ENDS[:8]) for line in rest) else None
