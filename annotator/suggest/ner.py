"""Mentions from spaCy's entity recogniser: clean edges, one convention for titles, an honest probability."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec
import regex

from annotator.spans import Range, trim
from annotator.suggest.people import OFFICES, PARTICLES, TITLE

LABELS = ("PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART")
"""The recogniser's labels that are kept; dates, numbers and the like are not what a curator annotates."""

UNKNOWN_PRECISION = 0.7
"""Taken for a label whose precision the pipeline does not publish."""
STRANGE_TEXT = 0.8
"""How much of its published precision a pipeline keeps on articles that it was not trained on: a cautious round figure
(en_core_web_sm fell from 0.84 to 0.61 on other news, mostly by wrong labels). Not calibrated."""

NO_CAPITAL = 0.3
"""How much of that is left for words without a capital letter, which are hardly ever names in English."""

_OPENING = "\"'“‘„«([{`-–—"
_CLOSING = "\"'”’»)]}`-–—,;:!?…"
_DETERMINER = regex.compile(r"(?:the|a|an|this|that|these|those)[^\S\n]+", regex.IGNORECASE)
_NO_NAME = regex.compile(r"the|an?|this|that|these|those|['’]s", regex.IGNORECASE)
_SPACE = r"[^\S\n\r\u2028\u2029]+"
"""White space within a line."""
_GAP = regex.compile(_SPACE)
_BEFORE = regex.compile(r"(?:^|(?<=[^\p{L}\p{N}]))(" + TITLE.pattern + r")" + _SPACE + r"\Z")
_TITLED = regex.compile(
    r"(?<![\p{L}\p{N}])"
    + TITLE.pattern
    + r"(?:(?:"
    + _SPACE
    + r"(?:"
    + "|".join(PARTICLES)
    + r"))*"
    + _SPACE
    + r"\p{Lu}[\p{L}\p{M}'’-]+){1,4}"
)


class Found(msgspec.Struct, frozen=True):
    """A range that names something; ``p`` is how likely range and label are right, ``why`` says it in words."""

    start: int
    end: int
    label: str
    p: float
    why: str = ""

    @property
    def range(self) -> Range:
        """Its place in the text."""
        return Range(self.start, self.end)


def find_mentions(
    text: str, recognised: Iterable[tuple[int, int, str]], precision: Mapping[str, float] | None = None
) -> list[Found]:
    """The mentions in ``text``, in reading order, none overlapping another.

    ``recognised`` are the recogniser's ``(start, end, label)`` in code points; ``precision`` is what the pipeline
    publishes for each label, from 0 to 1. A civil title before a name makes it a PERSON and is taken into the mention;
    titled names that the recogniser did not see are added.
    """
    scores = precision or {}
    found: list[Found] = []
    for start, end, label in sorted(recognised):
        if label not in LABELS:
            continue
        span = clean(text, Range(start, end), label)
        if span is None or (found and span.start < found[-1].end):
            continue
        p = round(scores.get(label, UNKNOWN_PRECISION) * STRANGE_TEXT, 3)
        if not any(c.isupper() for c in span.of(text)):
            p = round(p * NO_CAPITAL, 3)
        titled = with_title(text, span)
        if titled != span or TITLE.match(text, span.start, span.end):
            why = "a name with a civil title" if label == "PERSON" else f"read as {label}, but it has a civil title"
            label, p, span = "PERSON", 0.9 if label == "PERSON" else 0.8, titled
        else:
            why = f"recognised as {label}"
        found.append(Found(span.start, span.end, label, p, why))
    return sorted([*found, *_unseen(text, found)], key=lambda m: m.start)


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


def with_title(text: str, span: Range) -> Range:
    """``span`` with the civil title that stands before it on the same line, if one does."""
    before = _BEFORE.search(text, max(0, span.start - 12), span.start)
    return Range(before.start(1), span.end) if before else span


def _before_quotation(text: str, start: int, end: int) -> int:
    """Where to end so that the range holds no quotation mark whose partner stands outside it."""
    words = text[start:end]
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


def _unseen(text: str, found: Sequence[Found]) -> list[Found]:
    """Titled names that overlap no mention."""
    taken = {offset for m in found for offset in range(m.start, m.end)}
    added: list[Found] = []
    for match in _TITLED.finditer(text):
        span = clean(text, Range(*match.span()))
        if span is not None and taken.isdisjoint(range(span.start, span.end)):
            added.append(Found(span.start, span.end, "PERSON", 0.7, "a civil title before a capitalised name"))
    return added
