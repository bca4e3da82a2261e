"""The one place where Qt's positions (UTF-16) and code points meet.

Qt drops or changes some characters (a CR before LF, a byte order mark, lone surrogates, U+2028 …). The desk therefore
shows a copy in which each of them is replaced by another of the same UTF-16 width; positions stay what they are, and
words are always cut from the original.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

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
_RUN = re.compile(rf"[^ \t]{{{LONGEST_RUN}}}(?=[^ \t])")


def display(text: str) -> str:
    """A copy of ``text`` that Qt shows without changing a position: every character as wide in UTF-16 as before."""
    return text.translate(_REPLACED) if _FOUND.search(text) else text


def _breaks(shown: str, lines: Sequence[int]) -> list[int]:
    """Where a run has to be broken; ``lines`` are the starts of the lines (only in a long one there can be a long run)."""
    found: list[int] = []
    for start, end in pairwise([*lines, len(shown) + 1]):
        if end - start > LONGEST_RUN:
            found += (match.end() for match in _RUN.finditer(shown, start, end - 1))
    return found


class Offsets:
    """Code points of an article to positions in the document that shows it, and back.

    ``shown`` is what the document is given. A *block* is a paragraph of that document, counted from 0; ``block_ends``
    are the code points at which the next one begins (of the last block, behind the end of the text).
    """

    def __init__(self, text: str) -> None:
        self._map = OffsetMap(text)
        shown = display(text)
        lines = [0, *(match.end() for match in re.finditer("\n", shown))]
        breaks = _breaks(shown, lines)
        self._plain = [self._map.to_pos(offset) for offset in breaks]  # positions of display-only breaks without …
        self._broken = [pos + number for number, pos in enumerate(self._plain)]  # … and with the breaks themselves
        self._starts = sorted([*lines, *breaks]) if breaks else lines
        self.block_ends = [*self._starts[1:], len(text) + 1]
        self.shown = "\n".join(shown[a:b] for a, b in zip([0, *breaks], [*breaks, len(shown)], strict=True))

    def to_pos(self, offset: int) -> int:
        """The position of a code point."""
        pos = self._map.to_pos(offset)
        return pos + bisect_right(self._plain, pos)

    def to_offset(self, pos: int) -> int:
        """The code point at a position; inside a surrogate pair, the one after it."""
        plain = pos - bisect_left(self._broken, pos)
        return min(self._map.length, self._map.to_offset(plain))

    def range(self, first: int, last: int) -> Range:
        """The code points between two positions, in either order."""
        low, high = sorted((first, last))
        return Range(self.to_offset(low), self.to_offset(high))

    def block_of(self, offset: int) -> int:
        """The number of the block in which a code point stands."""
        return bisect_right(self._starts, offset) - 1
