"""Clean edges of mentions."""

from __future__ import annotations

import regex

from annotator.spans import Range, trim
from annotator.suggest.people import OFFICES, PARTICLES
from annotator.titles import SPACE, TITLE

_OPENING = "\"'“‘„«([{`-–—"
_CLOSING = "\"'”’»)]}`-–—,;:!?…"
_DETERMINER = regex.compile(r"(?:the|a|an|this|that|these|those)[^\S\n]+", regex.IGNORECASE)
_NO_NAME = regex.compile(r"the|an?|this|that|these|those|['’]s", regex.IGNORECASE)
_GAP = regex.compile(SPACE)
TITLED = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}]){TITLE.pattern}{SPACE}"
    rf"(?P<name>(?:(?:{'|'.join(PARTICLES)}){SPACE})*\p{{Lu}}[\p{{L}}\p{{M}}'’-]+"
    rf"(?:{SPACE}(?:(?:{'|'.join(PARTICLES)}){SPACE})*\p{{Lu}}[\p{{L}}\p{{M}}'’-]+){{0,3}})"
)
"""A civil title with the capitalised name behind it."""


def clean(text: str, span: Range, label: str = "") -> Range | None:
    """``span`` on one line, without quotation marks, brackets, a determiner, an office or a possessive at its edges.

    A capital "The" within a sentence is part of the name ("The Hague"). None when no letter or digit is left.
    """
    start, end = span.start, span.end
    while start < end and (text[start].isspace() or text[start] in _OPENING):
        start += 1
    line = text.find("\n", start, end)
    end = line if line >= 0 else end
    end = _before_quotation(text, start, end)
    while True:
        while end > start and (text[end - 1].isspace() or text[end - 1] in _CLOSING):
            if text[end - 1] == ")" and "(" in text[start:end]:
                break
            end -= 1
        trimmed = trim(text, Range(start, end)) if start < end else None
        if trimmed is None:
            return None
        if trimmed.end == end:
            break
        end = trimmed.end
    start = _after_determiner(text, start, end)
    if label == "PERSON":
        start = _after_office(text, start, end)
    rest = text[start:end]
    return Range(start, end) if any(c.isalnum() for c in rest) and not _NO_NAME.fullmatch(rest) else None


def _before_quotation(text: str, start: int, end: int) -> int:
    """Where to end so that the range holds no quotation mark whose partner stands outside it."""
    words = text[start:end]
    if not any(mark in words for mark in '“”«»"'):
        return end
    for opening, closing in ("“”", "«»", '""'):
        count = words.count(opening) if opening == closing else words.count(opening) - words.count(closing)
        if (count % 2 if opening == closing else count) != 0:
            cut = min((words.index(c) for c in (opening, closing) if c in words), default=len(words))
            words = words[:cut]
    return start + len(words)


def _after_determiner(text: str, start: int, end: int) -> int:
    match = _DETERMINER.match(text, start, end)
    if not match or match.end() >= end:
        return start
    inside = text[:start].rstrip(" \t\"'“‘(")[-1:]
    if text[start : start + 4] == "The " and inside not in ("", ".", "!", "?", ":", "\n", "”", "’"):
        return start
    return match.end()


def _after_office(text: str, start: int, end: int) -> int:
    while gap := _GAP.search(text, start, end):
        if text[start : gap.start()].rstrip(".").lower() not in OFFICES:
            break
        start = gap.end()
    return start
