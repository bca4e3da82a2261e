"""What of a picture tests look at: colours, underlines, and where two differ."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QImage


def underlined(picture: QImage, rect: QRectF, colour: QColor) -> float:
    """The share of the first underline below some words that is drawn in a colour."""
    rows = [QRect(round(rect.left()) + 2, round(rect.bottom()) + row, round(rect.width()) - 4, 1) for row in range(3)]
    lines = [pixels(picture, row) for row in rows]
    return max(sum(near(c, colour) for c in line) / len(line) for line in lines)


def ground(picture: QImage, rect: QRectF) -> str:
    """The colour behind some words, at their upper right corner, where no letter stands."""
    return picture.pixelColor(round(rect.right()) - 2, round(rect.top()) + 2).name()


def pixels(picture: QImage, rect: QRect) -> list[str]:
    """The names of the colours of a strip, row by row."""
    return [
        QColor(picture.pixel(x, y)).name()
        for y in range(rect.top(), rect.bottom() + 1)
        for x in range(rect.left(), rect.right() + 1)
    ]


def near(one: str, other: QColor) -> bool:
    """True for the same colour but for smoothing."""
    a = QColor(one)
    return max(abs(a.red() - other.red()), abs(a.green() - other.green()), abs(a.blue() - other.blue())) < 24


def difference(one: QImage, other: QImage) -> QRect:
    """The smallest rectangle that holds all pixels that differ."""
    found = QRect()
    for y in range(one.height()):
        if one.constScanLine(y) != other.constScanLine(y):
            for x in range(one.width()):
                if one.pixel(x, y) != other.pixel(x, y):
                    found = found.united(QRect(x, y, 1, 1))
    return found
