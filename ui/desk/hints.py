"""Short hints to type: which letters for how many items, and how they look."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import product

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from ui.theme import Theme

LETTERS = "fjdkslaghrueiwoqptyvncmbxz"
"""The home row first, then what lies nearest to it."""


def hint_letters(count: int, reserved: Collection[str] = ()) -> list[str]:
    """``count`` different hints, none the beginning of another, the home row first, none beginning like a reserved one.

    One letter each as long as there are enough letters, else as few longer hints as possible.
    """
    letters = [sign for sign in LETTERS if not any(r.startswith(sign) for r in reserved)]
    hints = list(letters)
    while len(hints) < count:
        # The last of the shortest hints gives way to itself followed by each letter.
        shortest = min(map(len, hints))
        index = max(i for i, hint in enumerate(hints) if len(hint) == shortest)
        stem = hints.pop(index)
        hints += ["".join(pair) for pair in product((stem,), letters)]
    return hints[:count]


def hint_boxes(spots: Sequence[tuple[QPointF, str]], font: QFont, right: float = float("inf")) -> list[QRectF]:
    """The boxes of hints whose bottom left corners should be at ``spots``: none is laid over another in its line.

    None goes beyond ``right`` (pixels), the edge of the text's window, while there is room before it.
    """
    metrics = QFontMetricsF(font)
    order = sorted(range(len(spots)), key=lambda i: (spots[i][0].y(), spots[i][0].x(), i))
    boxes = [QRectF()] * len(spots)
    row, free = float("-inf"), 0.0
    for index in order:
        at, letters = spots[index]
        if at.y() != row:
            row, free = at.y(), float("-inf")
        width = metrics.horizontalAdvance(letters.upper()) + 9
        boxes[index] = QRectF(max(at.x(), free), row - metrics.height() - 1, width, metrics.height() + 1)
        free = boxes[index].right() + 1
    row, limit = float("-inf"), right
    for box in (boxes[index] for index in reversed(order)):
        if box.top() != row:
            row, limit = box.top(), right
        box.moveRight(min(box.right(), limit))
        limit = box.left() - 1
    return boxes


def paint_hint(painter: QPainter, box: QRectF, letters: str, typed: str, theme: Theme, font: QFont) -> None:
    """A badge with letters to type; those that were typed already are faded."""
    painter.setFont(font)
    painter.setPen(QPen(theme.hint_ink, 1.0))
    painter.setBrush(theme.hint)
    painter.drawRoundedRect(box, 3.5, 3.5)
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    words, done = letters.upper(), typed.upper()
    inner = box.adjusted(4.5, 0, 0, 0)
    painter.setPen(theme.hint_done)
    painter.drawText(inner, left, done)
    painter.setPen(theme.hint_ink)
    painter.drawText(inner.adjusted(QFontMetricsF(font).horizontalAdvance(done), 0, 0, 0), left, words[len(done) :])


def paint_hint_lines(painter: QPainter, rects: Sequence[QRectF], theme: Theme) -> None:
    """A line under the words that a hint stands for, with a foot at both ends: where they begin and end."""
    if not rects:
        return
    painter.setPen(QPen(theme.hint_line, 1.5))
    for rect in rects:
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
    first, last = rects[0].bottomLeft(), rects[-1].bottomRight()
    painter.drawLine(first, first - QPointF(0, 3))
    painter.drawLine(last, last - QPointF(0, 3))
