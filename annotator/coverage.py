"""What of an article was looked at, by sentences: those of the outline, and lines where it has none.

Each comes with the white space behind it, so that what was read one after the other is one range.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from annotator.page import Page
from annotator.spans import Range, line_at, merged

_BLANK = re.compile(r"\s*")


def sentence_around(page: Page, offset: int) -> Range:
    """The sentence (else the line) in which the code point at ``offset`` stands, with the white space behind it."""
    text, sentences = page.text, page.outline.sentences
    index = bisect_right(sentences, offset, key=lambda s: s.start) - 1
    following = sentences[index + 1].start if index + 1 < len(sentences) else len(text)
    free = 0
    if index >= 0:
        free = min(_behind_blanks(text, sentences[index].end), following)
        if offset < free:
            return Range(sentences[index].start, free)
    line = line_at(text, offset)
    start = min(_behind_blanks(text, max(line.start, free)), following)
    if offset >= start:
        return Range(start, min(_behind_blanks(text, line.end), following))
    before = offset - 1  # in the white space before the line's words: it belongs to the line above
    while before >= free and text[before].isspace():
        before -= 1
    return sentence_around(page, before) if before >= free else Range(free, start)


def sentences_in(page: Page, span: Range) -> list[Range]:
    """The sentences (else lines) of which a range holds something, in order."""
    found: list[Range] = []
    offset = span.start
    while offset < span.end:
        found.append(sentence_around(page, offset))
        offset = max(found[-1].end, offset + 1)
    return found


def unread(page: Page, seen: Iterable[Range] = ()) -> tuple[Range, ...]:
    """The sentences that nobody looked at, without the white space behind them; ``seen`` is not yet stored.

    Boilerplate need not be looked at.
    """
    looked = merged((*page.annotation.looked_at, *seen))
    found: list[Range] = []
    for sentence in sentences_in(page, Range(0, len(page.text))):
        words = sentence.of(page.text).rstrip()
        bare = Range(sentence.start, sentence.start + len(words))
        if words and not is_within(looked, bare) and not page.is_boilerplate(sentence.start):
            found.append(bare)
    return tuple(found)


def is_within(looked: Sequence[Range], span: Range) -> bool:
    """True when one of the ranges (sorted, apart from each other) contains ``span``."""
    index = bisect_right(looked, span.start, key=lambda r: r.start) - 1
    return index >= 0 and looked[index].contains(span)


def share(page: Page, looked: Sequence[Range]) -> float:
    """How much of the body was looked at, 0 to 1, by characters; of an article that is all boilerplate, 1."""
    dull = merged(s.range for s in page.sections if s.kind == "boilerplate")
    body = len(page.text) - _length(dull)
    read = _length(looked) - sum(_common(one, other) for one in looked for other in dull)
    return min(1.0, read / body) if body > 0 else 1.0


def _length(ranges: Iterable[Range]) -> int:
    return sum(r.end - r.start for r in ranges)


def _common(one: Range, other: Range) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _behind_blanks(text: str, offset: int) -> int:
    found = _BLANK.match(text, offset)
    return found.end() if found is not None else offset
