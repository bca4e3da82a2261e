"""Civil titles before names, and the one convention for them: a scheme says whether they belong to a mention or not.

Suggestions are made in the scheme's convention. A comparison puts both sides into one by :func:`in_convention` first.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Literal

import regex

from annotator.spans import Range

Gender = Literal["f", "m"]

_DATA = tomllib.loads(files("annotator").joinpath("data/names.toml").read_text(encoding="utf-8"))

TITLES: dict[str, Gender | None] = {title: gender or None for title, gender in _DATA["titles"].items()}
"""Civil titles, folded, and the gender they tell; "Ms" is one, "President" is an office and never part of a mention."""

TITLE = regex.compile(r"(?:" + "|".join(t.capitalize() for t in TITLES) + r")\b\.?")
"""A civil title as it is written before a name."""
SPACE = r"[^\S\n\r\u2028\u2029]+"
"""White space within a line."""
_BEFORE = regex.compile(r"(?:^|(?<=[^\p{L}\p{N}]))(" + TITLE.pattern + r")" + SPACE + r"\Z")
_FIRST = regex.compile(TITLE.pattern + SPACE + r"(?=\S)")
_LONGEST = max(map(len, TITLES)) + 6


def with_title(text: str, span: Range) -> Range:
    """``span`` with the civil title that stands before it on the same line, if one does."""
    before = _BEFORE.search(text, max(0, span.start - _LONGEST), span.start)
    return Range(before.start(1), span.end) if before else span


def without_title(text: str, span: Range) -> Range:
    """``span`` without the civil titles at its beginning; one that is all there is stays."""
    start = span.start
    while found := _FIRST.match(text, start, span.end):
        start = found.end()
    return Range(start, span.end)


def in_convention(text: str, span: Range, *, titles: bool) -> Range:
    """The range of a person's name in the convention of a scheme: with its civil title when ``titles``, else without."""
    return with_title(text, span) if titles else without_title(text, span)
