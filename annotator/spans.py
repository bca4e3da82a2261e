"""Ranges of a text: overlap, tokens, snapping, and code points <-> UTF-16.

``start`` and ``end`` are code points of the untouched text, half-open. A UTF-16 number, as Qt counts, is a ``pos``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

import msgspec
import regex

_ASTRAL = regex.compile(r"[\U00010000-\U0010FFFF]")
_EXTENDING = r"\p{M}\p{GCB=Extend}\p{GCB=ZWJ}"
"""What belongs to the character before it: marks, joiners, variation selectors, skin tones; inside a set of a pattern."""
_TOKEN = regex.compile(
    rf"""
      (?<=[\p{{L}}\p{{N}}{_EXTENDING}])['’][sS]\b(?![{_EXTENDING}])  # a possessive or a clitic 's is a token of its own
    | (?:[A-Z]\.){{2,}}+(?![{_EXTENDING}])                           # U.S., U.N.
    | \d++(?:[.,:]\d++)*+(?![{_EXTENDING}])                          # 1,000.5  10:30
    | [\p{{L}}\p{{N}}_][\p{{L}}\p{{N}}_{_EXTENDING}]*+               # words, O'Neill, don't; hyphens part words
      (?:['’](?![sS]\b(?![{_EXTENDING}]))\p{{L}}[\p{{L}}{_EXTENDING}]*+)*+
    | (?!\s)(?![{_EXTENDING}](?<=\p{{Zs}}[{_EXTENDING}]+))\X         # any other sign; a mark on a space is as good as space
    """,
    regex.VERBOSE,
)
_GRAPHEME = regex.compile(r"\X")
_OPENING = regex.compile(r"(?<!\w)['‘]")
_LEADING_POSSESSIVE = regex.compile(
    rf"(?<=[\p{{L}}\p{{N}}{_EXTENDING}])['’][sS]\b(?![{_EXTENDING}])|(?<=[sS])['’](?=\s)"
)
_IN_WORD = r"[\p{L}\p{M}\p{N}_]"


class Range(msgspec.Struct, frozen=True, order=True, gc=False):
    """A half-open range ``[start, end)`` of code points."""

    start: int
    end: int

    def overlaps(self, other: Range) -> bool:
        """True when the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Range) -> bool:
        """True when ``other`` lies within this range (or equals it)."""
        return self.start <= other.start and other.end <= self.end

    def holds(self, offset: int) -> bool:
        """True when the code point at ``offset`` belongs to this range."""
        return self.start <= offset < self.end

    def of(self, text: str) -> str:
        """The words of this range in ``text``."""
        return text[self.start : self.end]


def merged(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """The same code points as ``ranges``, as the fewest sorted ranges that do not touch; empty ranges vanish."""
    out: list[Range] = []
    for item in sorted(r for r in ranges if r.start < r.end):
        if out and item.start <= out[-1].end:
            out[-1] = Range(out[-1].start, max(out[-1].end, item.end))
        else:
            out.append(item)
    return tuple(out)


class OffsetMap:
    """Code point offsets of one text to UTF-16 positions and back, in O(log n of its astral characters)."""

    __slots__ = ("_astral", "_astral_pos", "length", "pos_length")

    def __init__(self, text: str) -> None:
        self._astral = [] if text.isascii() else [m.start() for m in _ASTRAL.finditer(text)]
        self._astral_pos = [offset + i for i, offset in enumerate(self._astral)]
        self.length = len(text)
        self.pos_length = self.length + len(self._astral)

    def to_pos(self, offset: int) -> int:
        """The UTF-16 position of a code point offset."""
        return offset + bisect_left(self._astral, offset)

    def to_offset(self, pos: int) -> int:
        """The code point offset of a UTF-16 position; inside a surrogate pair, that of the character after it."""
        return pos - bisect_left(self._astral_pos, pos)


class Tokens:
    """The tokens of a text, in order, without white space; made for snapping and moving, not for training.

    Words, numbers, a possessive ``'s`` and every other sign are tokens; an emoji sequence or a letter with its
    combining marks is never parted.
    """

    __slots__ = ("_ends", "_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        found = [m.span() for m in _TOKEN.finditer(text)]
        self._starts = [s for s, _ in found]
        self._ends = [e for _, e in found]

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, index: int) -> Range:
        return Range(self._starts[index], self._ends[index])

    def words(self) -> list[str]:
        """The words of all tokens, in order."""
        text = self.text
        return [text[start:end] for start, end in zip(self._starts, self._ends, strict=True)]

    def numbers(self, span: Range) -> range | None:
        """The numbers of the tokens of which ``span`` consists; None where it parts one, or is none."""
        first, last = bisect_left(self._starts, span.start), bisect_left(self._ends, span.end)
        if first > last or last == len(self) or (self._starts[first], self._ends[last]) != (span.start, span.end):
            return None
        return range(first, last + 1)

    def at(self, offset: int) -> Range | None:
        """The token under ``offset``, or the one that ends there, or None between words."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self._ends[index]:
            return self[index]
        return self[index] if index >= 0 and offset == self._ends[index] else None

    def next_start(self, offset: int) -> int:
        """The start of the first token that starts after ``offset``, or the end of the text."""
        index = bisect_right(self._starts, offset)
        return self._starts[index] if index < len(self) else len(self.text)

    def previous_start(self, offset: int) -> int:
        """The start of the last token that starts before ``offset``, or 0."""
        index = bisect_left(self._starts, offset) - 1
        return self._starts[index] if index >= 0 else 0

    def next_end(self, offset: int) -> int:
        """The end of the first token that ends after ``offset``, or the end of the last token."""
        index = bisect_right(self._ends, offset)
        return self._ends[index] if index < len(self) else max(offset, self._ends[-1] if self._ends else 0)

    def previous_end(self, offset: int) -> int:
        """The end of the last token that ends before ``offset``, or 0."""
        index = bisect_left(self._ends, offset) - 1
        return self._ends[index] if index >= 0 else 0

    def snap(self, start: int, end: int) -> Range | None:
        """The whole tokens that ``[start, end)`` touches, without a possessive at the end; None if it touches none."""
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end) - 1
        if first > last:
            return None
        return trim(self.text, Range(self._starts[first], self._ends[last]))


def token_words(words: str) -> list[str]:
    """The tokens of some words, as :class:`Tokens` parts a text."""
    return _TOKEN.findall(words)


def trim(text: str, span: Range) -> Range | None:
    """``span`` without white space or a possessive at its edges; None if nothing is left.

    "Sanders' " gives "Sanders", "South Korea’s" gives "South Korea", "’s plan" gives "plan"; a range that is a possessive
    alone is kept, and so is the quotation mark that closes ‘the others’.
    """
    start, end = span.start, span.end
    if start < end and text[start].isalnum() and text[end - 1].isalnum() and text[end - 2] not in ("'", "’"):
        return span  # the usual case
    while True:
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end:
            return None
        tail = _possessive_at_end(text, start, end)
        head = _LEADING_POSSESSIVE.match(text, start)
        if 0 < tail < end - start:
            end -= tail
        elif head and head.end() < end:
            start = head.end()
        else:
            return Range(start, end)


def _possessive_at_end(text: str, start: int, end: int) -> int:
    """How many code points a possessive at the end of ``[start, end)`` has: 2 ("’s"), 1 ("workers’") or 0."""
    last = text[max(start, end - 2) : end]
    if last[:1] in ("'", "’") and last[1:] in ("s", "S"):
        return 2
    if last[1:] in ("'", "’") and last[:1] in ("s", "S") and not _OPENING.search(text, start, end - 1):
        return 1
    return 0


def next_character(text: str, offset: int) -> int:
    """The offset after the character (grapheme cluster) that begins at ``offset``; the length of the text at its end."""
    match = _GRAPHEME.match(text, offset)
    return match.end() if match else len(text)


def previous_character(text: str, offset: int) -> int:
    """The offset at which the character (grapheme cluster) that ends at ``offset`` begins; 0 at the start."""
    begin = max(0, offset - 64)
    while begin > 0 and not _surely_parted(text, begin):
        begin -= 1
    last = begin
    for match in _GRAPHEME.finditer(text, begin, offset):
        last = match.start()
    return last


def _surely_parted(text: str, offset: int) -> bool:
    """True when a character ends at ``offset`` whatever else the text holds: both beside it are ASCII, but no CRLF."""
    beside = text[offset - 1 : offset + 1]
    return beside.isascii() and beside != "\r\n"


def whole_characters(text: str, span: Range) -> Range:
    """``span``, widened where an edge of it would part a character (grapheme cluster)."""
    start, end = span.start, span.end
    first, last = previous_character(text, start), previous_character(text, end)
    if next_character(text, first) > start:
        start = first
    return Range(start, max(end, next_character(text, last) if end else 0))


def line_at(text: str, offset: int) -> Range:
    """The line (paragraph) that holds ``offset``, without its ``\\n``."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    return Range(start, len(text) if end < 0 else end)


def occurrences(text: str, words: str, *, any_case: bool = False) -> list[Range]:
    """Every place where ``words`` stand in ``text`` as whole words (no letter or digit beside them), in order.

    White space in ``words`` stands for any white space. With ``any_case`` capital and small letters are the same.
    """
    pieces = words.split()
    if not pieces:
        return []
    left = rf"(?<!{_IN_WORD})" if regex.match(_IN_WORD, pieces[0]) else ""
    right = rf"(?!{_IN_WORD})" if regex.match(_IN_WORD, pieces[-1][-1]) else ""
    pattern = left + r"\s+".join(map(regex.escape, pieces)) + right
    return [Range(*m.span()) for m in regex.finditer(pattern, text, regex.IGNORECASE if any_case else 0)]
