"""A mention with white space, a punctuation mark or a possessive at its edge."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import regex

from annotator.doubts.base import Case, Check, Doubt, Fix
from annotator.spans import Range, trim

_ABBREVIATION = regex.compile(r"(?:^|[\s.])(?:\p{L}|Inc|Corp|Co|Ltd|Jr|Sr|St|No|Bros|Mr|Mrs|Ms|Dr|Gen|Sen|Gov|Rep)\.$")
_PAIRS = {")": "(", "]": "[", "”": "“", "’": "‘", "»": "«", '"': '"', "'": "'"}
_KEPT = frozenset("%$€£#@&*°′″_")
"""Signs that belong to the words beside them, though they count as punctuation."""


class Edges(Check):
    """Mentions whose edge is no letter, digit or sign of a name."""

    name = "edges"
    title = "a space or a mark at an edge"

    def doubts(self, case: Case) -> Iterator[Doubt]:
        """Mentions that would be cleaner if shorter; the fix moves the edges, unless that mention is there already."""
        text = case.article.text
        taken = {(m.start, m.end, m.label) for m in case.mentions}
        for mention in case.mentions:
            clean = clean_edges(text, mention.range)
            if clean == mention.range:
                continue
            fix = None
            if clean is not None and (clean.start, clean.end, mention.label) not in taken:
                words = " ".join(clean.of(text).split())
                fix = Fix("move", (mention.id, clean.start, clean.end), f"mark only “{words}”")
            reason = "Its edge is white space, a punctuation mark or a possessive."
            yield case.doubt(self.name, mention.range, reason, (mention.label,), fix=fix)


def clean_edges(text: str, span: Range) -> Range | None:
    """``span`` without what does not belong to a name at its edges; None when nothing is left."""
    while True:
        trimmed = trim(text, span)
        if trimmed is None:
            return None
        words = trimmed.of(text)
        if _loose_at_end(words):
            span = Range(trimmed.start, trimmed.end - 1)
        elif _loose_at_start(words):
            span = Range(trimmed.start + 1, trimmed.end)
        else:
            return trimmed


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "P" and sign not in _KEPT


def _loose_at_end(words: str) -> bool:
    last = words[-1]
    if not _is_mark(last) or (last == "." and _ABBREVIATION.search(words)):
        return False
    return not (last in _PAIRS and _PAIRS[last] in words[:-1])


def _loose_at_start(words: str) -> bool:
    first = words[0]
    if not _is_mark(first) or (first == "." and words[1:2].isalnum()):
        return False
    return not any(first == opening and closing in words[1:] for closing, opening in _PAIRS.items())
