"""The one place where Qt's positions (UTF-16) and code points meet.

Qt drops or changes some characters (a CR before LF, a byte order mark, lone surrogates, U+2028 …). The desk therefore
shows a copy in which each of them is replaced by another of the same UTF-16 width; positions stay what they are, and
words are always cut from the original.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from annotator.spans import OffsetMap, Range

_REPLACED: dict[int, int] = {
    0x0000: 0x2400,
    0x000D: 0x200B,
    0xFEFF: 0x200B,
    0xFDD0: 0xFFFD,
    0xFDD1: 0xFFFD,
    0xFFFC: 0xFFFD,
    0xFFFE: 0xFFFD,
    0xFFFF: 0xFFFD,
    0x2028: 0x000A,
    0x2029: 0x000A,
}
_REPLACED |= dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)
_FOUND = re.compile("[\0\r\ufeff\ufdd0\ufdd1\ufffc\ufffe\uffff\u2028\u2029\ud800-\udfff]")
LONGEST_RUN = 5_000
"""A longer run without a break takes Qt seconds to lay out; it is broken, for display only."""
_RUN = re.compile(r"[^\s]{%d}" % LONGEST_RUN)


def display(text: str) -> str:
    """A copy of ``text`` that Qt shows without changing a position: every character as wide in UTF-16 as before."""
    return text.translate(_REPLACED) if _FOUND.search(text) else text


class Offsets:
    """Code points of an article to positions in the document that shows it, and back."""

    def __init__(self, text: str) -> None:
        self._map = OffsetMap(text)
        shown = display(text)
        self._plain: list[int] = []  # where display-only breaks stand, as positions without them …
        self._breaks: list[int] = []  # … and with them
        if _RUN.search(shown):
            shown = self._broken(shown)
        self.shown = shown

    def _broken(self, shown: str) -> str:
        pieces: list[str] = []
        done = 0
        for match in _RUN.finditer(shown):
            pieces.append(shown[done : match.end()])
            done = match.end()
            self._plain.append(self._map.to_pos(done))
            self._breaks.append(self._plain[-1] + len(self._breaks))
        return "\n".join([*pieces, shown[done:]])

    def to_pos(self, offset: int) -> int:
        """The position of a code point."""
        pos = self._map.to_pos(offset)
        return pos + bisect_right(self._plain, pos)

    def to_offset(self, pos: int) -> int:
        """The code point at a position."""
        plain = pos - bisect_left(self._breaks, pos)
        return min(self._map.length, self._map.to_offset(plain))

    def range(self, first: int, last: int) -> Range:
        """The code points between two positions, in either order."""
        low, high = sorted((first, last))
        return Range(self.to_offset(low), self.to_offset(high))
