"""In what a file's offsets count: code points, UTF-16 units or bytes. The words that its regions carry tell."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from itertools import accumulate

from annotator.errors import InputError
from annotator.spans import OffsetMap, Range

Place = tuple[int, int, str | None]
"""Start and end as the file has them, and the words said to be there, if any are said."""


class Units:
    """What is counted, found by looking at every region of a file; code points as long as they are no worse."""

    def __init__(self) -> None:
        self._wrong = dict.fromkeys(COUNTED, 0)

    def look(self, text: str, places: Iterable[Place]) -> None:
        """Take some regions of a text into account."""
        if text.isascii():
            return
        said = [p for p in places if p[2]]
        for name, mapped in COUNTED.items():
            to_offset = mapped(text) if said else int
            self._wrong[name] += sum(not _same(text[to_offset(a) : to_offset(b)], words or "") for a, b, words in said)

    @property
    def name(self) -> str:
        """What the file counts; the first of those that are least often wrong."""
        return min(self._wrong, key=lambda name: self._wrong[name])

    def ranges(self, text: str, places: Iterable[Place]) -> list[Range]:
        """The places as ranges of code points; raises InputError for one that has other words than it should."""
        to_offset = COUNTED[self.name](text)
        out = []
        for start, end, words in places:
            found = Range(to_offset(start), to_offset(end))
            if not 0 <= start < end or found.end > len(text) or found.start >= found.end:
                raise InputError(f"the range {start}..{end} is not within the text of {len(text)} characters.")
            if words and not _same(found.of(text), words):
                raise InputError(f"at {start}..{end} the text has {found.of(text)!r}, not {words!r}.")
            out.append(found)
        return out


def _same(found: str, said: str) -> bool:
    """The same words; white space may differ, as tools put spaces or ``\\n`` written out for line breaks."""
    return found == said or found.split() == said.replace("\\n", " ").split()


def _code_points(_text: str) -> Callable[[int], int]:
    return int


def _utf16(text: str) -> Callable[[int], int]:
    return OffsetMap(text).to_offset


def _bytes(text: str) -> Callable[[int], int]:
    if text.isascii():
        return int
    ends = list(accumulate((len(c.encode()) for c in text), initial=0))
    return lambda byte: bisect_left(ends, byte)


COUNTED: dict[str, Callable[[str], Callable[[int], int]]] = {
    "code points": _code_points,
    "UTF-16 units": _utf16,
    "bytes": _bytes,
}
"""What tools count, and for each how its numbers of a text become code points."""
CODE_POINTS = Units()
"""For formats that count nothing else."""
