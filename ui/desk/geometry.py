"""Where things lie in a paragraph: the rectangles of ranges, the lanes of nested marks, the places of chips.

All rectangles are in the coordinates of their block's layout (its top left corner is 0, 0), in pixels.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QTextBlock, QTextLine

_MIXED = frozenset({0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)})
_NEXT_START = 8.0
"""Marks that begin less than this apart (pixels) share the room for their chips."""
_ASTRAY = 20.0
"""A chip may stand at most this far right of the words that it names."""
_CLOSEST = 2.0
"""Underlines nearer to each other than this (pixels) could not be told apart."""
Spacing = Literal["compact", "normal", "airy"]
SPACINGS: dict[Spacing, tuple[float, float]] = {"compact": (1.0, 0.0), "normal": (2.0, 0.0), "airy": (3.0, 0.35)}
"""What stands between two lines beside a chip: underlines below the first, and air as a share of the text's size."""


@dataclass(frozen=True, slots=True)
class Measures:
    """The sizes (pixels) of what stands between two lines of words.

    ``band`` is the room between them: for underlines (``lane`` apart, ``line`` thick) and for chips (``chip`` high,
    their words ``chip_font``). ``gap`` is what a paragraph has above and below itself.
    """

    chip_font: int
    chip: float
    band: float
    lane: float
    line: float
    gap: float

    @staticmethod
    def of(text_pixels: float, spacing: Spacing = "normal") -> Measures:
        """The measures that go with a text of that size."""
        font = max(9, round(text_pixels * 0.48))
        chip = font + 3.5
        lane = float(max(3, round(text_pixels * 0.155)))
        line = max(2.0, lane - 2.0)
        below, air = SPACINGS[spacing]
        band = float(math.ceil(chip + lane * below + line + 0.5 + air * text_pixels))
        return Measures(font, chip, band, lane, line, float(round(text_pixels * 0.2)))

    def pitch(self, deepest: int) -> float:
        """How far apart a paragraph's underlines are whose last lane is ``deepest``: closer, when they are many.

        So they stay between the words and the chips of the next line, as long as they can still be told apart.
        """
        room = self.band - self.chip - self.line - 0.5
        return self.lane if deepest * self.lane <= room else max(_CLOSEST, room / deepest)


@dataclass(frozen=True, slots=True)
class Slot:
    """What wants to stand in the band above the words it begins with: its forms with their widths, longest first."""

    over: QRectF
    forms: tuple[tuple[str, float], ...]


def range_rects(block: QTextBlock, first: int, last: int) -> list[QRectF]:
    """The rectangles of the document's positions ``[first, last)`` in one block, a line after the other.

    Words of mixed direction take one rectangle a glyph run, so that what is marked is what is meant.
    """
    layout = block.layout()
    start = max(first - block.position(), 0)
    end = min(last - block.position(), block.length() - 1)
    if start >= end or layout.lineCount() == 0:
        return []
    mixed = is_mixed(block)
    found: list[QRectF] = []
    for number in range(max(layout.lineForTextPosition(start).lineNumber(), 0), layout.lineCount()):
        line = layout.lineAt(number)
        begin = line.textStart()
        if begin >= end:
            break
        low, high = max(start, begin), min(end, begin + line.textLength())
        if low < high:
            found += _run_rects(line, low, high) if mixed else [_line_rect(line, low, high)]
    return found


def _line_rect(line: QTextLine, low: int, high: int) -> QRectF:
    left, right = sorted((_x(line, low), _x(line, high)))
    right = min(right, line.naturalTextRect().right())  # not the space at which the line was broken
    return QRectF(left, line.y(), max(right - left, 2.0), line.ascent() + line.descent())


def _run_rects(line: QTextLine, low: int, high: int) -> list[QRectF]:
    height = line.ascent() + line.descent()
    boxes = [run.boundingRect() for run in line.glyphRuns(low, high - low)]
    return [QRectF(box.x(), line.y(), max(box.width(), 2.0), height) for box in boxes] or [_line_rect(line, low, high)]


def _x(line: QTextLine, position: int) -> float:
    at: Any = line.cursorToX(position)  # declared as a number, in truth a pair: (x, the position it was moved to)
    return float(at[0] if isinstance(at, tuple) else at)


def is_mixed(block: QTextBlock) -> bool:
    """True when some of the block's words run from right to left, or a control character says so."""
    if block.textDirection() == Qt.LayoutDirection.RightToLeft:
        return True
    text = block.text()
    if text.isascii():
        return False
    return any("\u0590" <= sign <= "\u08ff" or "\ufb1d" <= sign <= "\ufefc" or ord(sign) in _MIXED for sign in text)


def lanes(ranges: Sequence[tuple[int, int]]) -> list[int]:
    """Which underline each of the half-open ranges takes, so that no two on one underline overlap.

    The shorter one is nearer to the words: an outer mention runs below those nested in it.
    """
    found = [0] * len(ranges)
    taken: list[list[tuple[int, int]]] = []
    for index in sorted(range(len(ranges)), key=lambda i: (ranges[i][1] - ranges[i][0], i)):
        start, end = ranges[index]
        lane = next((n for n, row in enumerate(taken) if all(end <= a or b <= start for a, b in row)), len(taken))
        if lane == len(taken):
            taken.append([])
        taken[lane].append((start, end))
        found[index] = lane
    return found


def crossing(ranges: Sequence[tuple[int, int]]) -> set[int]:
    """Which of the half-open ranges share something with another that neither holds nor is held by it."""
    order = sorted(range(len(ranges)), key=lambda i: (ranges[i][0], -ranges[i][1]))
    found: set[int] = set()
    for rank, index in enumerate(order):
        start, end = ranges[index]
        for other in order[rank + 1 :]:
            if ranges[other][0] >= end:
                break
            if start < ranges[other][0] and end < ranges[other][1]:
                found |= {index, other}
    return found


def first_rect(block: QTextBlock, first: int, rects: Sequence[QRectF]) -> QRectF:
    """Of the rectangles of a range that begins at the position ``first``, the one in which its first word stands."""
    if len(rects) > 1 and is_mixed(block):
        for letter in range_rects(block, first, first + 1):
            return next((rect for rect in rects if rect.contains(letter.center())), rects[0])
    return rects[0]


def chip_forms(label: str) -> tuple[str, ...]:
    """The words of a label's chip, the longest first: "PERSON", "PERS", "P"; of WORK_OF_ART: "WORK", "W"."""
    first = label.split("_")[0]
    return tuple(dict.fromkeys((first, first[:4], first[:3], first[:1])))


def place_slots(slots: Sequence[Slot], measures: Measures, width: float) -> list[tuple[QRectF, str] | None]:
    """The box and the form of each slot, or None when there is no room for it.

    Each begins where its words begin (or after the one before), takes the longest form that leaves the next one its
    place, and is left out rather than laid over another. ``width`` is that of the block.
    """
    order = sorted(range(len(slots)), key=lambda i: (slots[i].over.y(), slots[i].over.x(), i))
    placed: list[tuple[QRectF, str] | None] = [None] * len(slots)
    row, free = -1.0, 0.0
    for rank, index in enumerate(order):
        over = slots[index].over
        if over.y() != row:
            row, free = over.y(), -10.0
        x = max(over.x() - 1, free)
        limit = _limit([slots[i] for i in order[rank + 1 :]], over, width)
        fitting = [form for form in slots[index].forms if x + form[1] <= limit]
        words, size = (fitting or slots[index].forms[-1:])[0]
        if x > over.right() + _ASTRAY or x + size > width:
            continue
        placed[index] = (QRectF(x, row - measures.chip - 0.5, size, measures.chip), words)
        free = x + size + 1.5
    return placed


def _limit(following: Sequence[Slot], over: QRectF, width: float) -> float:
    """How far a chip over ``over`` may reach, so that those which begin with it and the next one find their place."""
    shared = 0.0
    for slot in following:
        if slot.over.y() != over.y():
            break
        if slot.over.x() >= over.x() + _NEXT_START:
            return slot.over.x() - 2.5 - shared
        shared += slot.forms[-1][1] + 1.5
    return width - shared
