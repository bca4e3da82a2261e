"""Where things lie in a paragraph: the rectangles of ranges, the lanes of nested marks, the places of chips.

All rectangles are in the coordinates of their block's layout (its top left corner is 0, 0), in pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QTextBlock, QTextLine

_MIXED = frozenset({0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)})
_NEXT_START = 8.0
"""Marks that begin less than this apart (pixels) share the room for their chips."""
_ASTRAY = 20.0
"""A chip may stand at most this far right of the words that it names."""


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
    def of(text_pixels: float) -> Measures:
        """The measures that go with a text of that size."""
        font = max(9, round(text_pixels * 0.48))
        chip = font + 3.5
        lane = max(3.0, text_pixels * 0.155)
        return Measures(font, chip, chip + lane + 2.0, lane, max(2.0, lane * 0.6), text_pixels * 0.2)


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
