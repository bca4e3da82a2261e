"""Where things lie in a paragraph: the rectangles of ranges, the lanes of nested mentions, the places of chips.

All rectangles are in the coordinates of their block's layout (its top left corner is 0, 0).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QTextBlock, QTextLayout

from annotator.page import MentionItem
from annotator.records import Polarity

CHIP_BAND = 15.0
"""The height (pixels) of the band above each line in which chips stand; no word reaches into it."""
CHIP_HEIGHT = 13.0
LANE = 3.0
"""The distance (pixels) of the underlines of nested mentions."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mention as it lies in one block: its rectangles line by line, its lane, and its chip (None when it has no room)."""

    item: MentionItem
    lane: int
    rects: tuple[QRectF, ...]
    chip: QRectF | None
    chip_words: str
    begins: bool


@dataclass(frozen=True, slots=True)
class CueMark:
    """Some words of a stance's cue as they lie in one block."""

    stance: str
    polarity: Polarity
    decided: bool
    rects: tuple[QRectF, ...]
    begins: bool


def range_rects(block: QTextBlock, first: int, last: int) -> list[QRectF]:
    """The rectangles of the positions ``[first, last)`` of the document in one block, a line after the other.

    Words of mixed direction take one rectangle a glyph run, so that what is marked is what is meant.
    """
    layout = block.layout()
    start = max(first - block.position(), 0)
    end = min(last - block.position(), block.length() - 1)
    if start >= end or layout.lineCount() == 0:
        return []
    mixed = block.text().isascii() is False and _is_mixed(block)
    found: list[QRectF] = []
    number = layout.lineForTextPosition(start).lineNumber()
    for index in range(max(number, 0), layout.lineCount()):
        line = layout.lineAt(index)
        low, high = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
        if line.textStart() >= end:
            break
        if low >= high:
            continue
        height = line.ascent() + line.descent()
        if mixed:
            for run in line.glyphRuns(low, high - low):
                box = run.boundingRect()
                found.append(QRectF(box.x(), line.y(), box.width(), height))
            continue
        left, right = _x(line.cursorToX(low)), _x(line.cursorToX(high))
        if right < left:
            left, right = right, left
        found.append(QRectF(left, line.y(), max(right - left, 2.0), height))
    return found


def _x(found: object) -> float:
    """``cursorToX`` gives a number, or a tuple with the number first, as the binding likes."""
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]


def _is_mixed(block: QTextBlock) -> bool:
    text = block.text()
    return text.isRightToLeft() if hasattr(text, "isRightToLeft") else any(_is_rtl(sign) for sign in text)


def _is_rtl(sign: str) -> bool:
    code = ord(sign)
    return 0x0590 <= code <= 0x08FF or 0xFB1D <= code <= 0xFEFC or code in (0x200F, 0x202B, 0x202E, 0x2067)


def lanes(mentions: Sequence[tuple[int, int]]) -> list[int]:
    """For ranges sorted by start, a lane for each (0 is nearest to the words); overlapping ranges never share one."""
    ends: list[int] = []
    found: list[int] = []
    for start, end in mentions:
        lane = next((n for n, taken in enumerate(ends) if taken <= start), len(ends))
        ends[lane : lane + 1] = [end]
        found.append(lane)
    return found


def chip_words(label: str) -> tuple[str, ...]:
    """A label's chip, the longest first: "PERSON", "PER", "P"."""
    first = label.split("_")[0]
    return tuple(dict.fromkeys((first if "_" in label else label, first[:4], first[:3], first[:1])))


def place_chips(
    firsts: Sequence[tuple[QRectF, str, bool]], metrics: QFontMetricsF, width: float
) -> list[tuple[QRectF | None, str]]:
    """Chips above the first rectangles of mentions of one block: (rectangle, label, focused), sorted by place.

    A chip begins where its words begin, takes the longest form that ends before the next chip begins, and is left out
    rather than laid over another. ``width`` is that of the block.
    """
    placed: list[tuple[QRectF | None, str]] = []
    row_y, free = -1.0, 0.0
    for index, (rect, label, _focused) in enumerate(firsts):
        if rect.y() != row_y:
            row_y, free = rect.y(), 0.0
        x = max(rect.x(), free)
        following = firsts[index + 1][0] if index + 1 < len(firsts) else None
        limit = following.x() - 2 if following is not None and following.y() == row_y and following.x() > x + 8 else width
        limit = max(limit, x + 12)
        words = next((w for w in chip_words(label) if x + _chip_width(w, metrics) <= limit), "")
        if not words or x > rect.right() + 18:
            placed.append((None, ""))
            continue
        box = QRectF(x, rect.y() - CHIP_HEIGHT - 0.5, _chip_width(words, metrics), CHIP_HEIGHT)
        free = box.right() + 1.5
        placed.append((box, words))
    return placed


def _chip_width(words: str, metrics: QFontMetricsF) -> float:
    return metrics.horizontalAdvance(words) + 7.0


def line_rect(layout: QTextLayout, position: int) -> QRectF:
    """The rectangle of the line that holds a position of the block."""
    line = layout.lineForTextPosition(max(position, 0))
    return line.rect() if line.isValid() else QRectF()


def united(rects: Iterable[QRectF]) -> QRectF:
    """The smallest rectangle that holds all."""
    whole = QRectF()
    for rect in rects:
        whole = whole.united(rect)
    return whole
