"""Reading a drawing back: its words with the room that they may need, and its shapes."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree as ET

from annotator.charts import Drawing
from annotator.charts import words as wording

SVG = "{http://www.w3.org/2000/svg}"
Corners = list[tuple[float, float]]
Widths = Callable[[str, float, bool], float]
"""How wide words are in a size, and bold or not."""
# how far letters reach above and below their baseline, as shares of the size
_ABOVE, _BELOW = 0.76, 0.22


@dataclass(frozen=True)
class Words:
    """One text of a drawing and the four corners of its room."""

    text: str
    corners: Corners


def root(drawing: Drawing) -> ET.Element:
    return ET.fromstring(drawing.svg)


def of_kind(drawing: Drawing, kind: str) -> list[ET.Element]:
    return list(root(drawing).iter(SVG + kind))


def modelled(text: str, size: float, bold: bool) -> float:
    """The widths that charts reckon with."""
    return wording.width(text, size, bold=bold)


def words_of(drawing: Drawing, widths: Widths = modelled) -> Iterator[Words]:
    for element in of_kind(drawing, "text"):
        size, x, y = (float(element.get(name, "nan")) for name in ("font-size", "x", "y"))
        wide = widths(element.text or "", size, element.get("font-weight") == "bold")
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[element.get("text-anchor", "start")]
        top, bottom = y - _ABOVE * size, y + _BELOW * size
        corners = [(left, top), (left + wide, top), (left + wide, bottom), (left, bottom)]
        turn = re.match(r"rotate\((\S+) (\S+) (\S+)\)", element.get("transform", ""))
        if turn:
            angle, ax, ay = (float(part) for part in turn.groups())
            corners = [_turned(corner, math.radians(angle), (ax, ay)) for corner in corners]
        yield Words(element.text or "", corners)


def _turned(point: tuple[float, float], angle: float, around: tuple[float, float]) -> tuple[float, float]:
    x, y = point[0] - around[0], point[1] - around[1]
    return (
        around[0] + x * math.cos(angle) - y * math.sin(angle),
        around[1] + x * math.sin(angle) + y * math.cos(angle),
    )


def touching(one: Corners, other: Corners) -> bool:
    """Whether two boxes, turned or not, overlap: no line along one of their sides parts them."""
    for corners in (one, other):
        for (x1, y1), (x2, y2) in pairwise(corners[:3]):
            across, down = x2 - x1, y2 - y1
            first = [x * across + y * down for x, y in one]
            second = [x * across + y * down for x, y in other]
            if max(first) <= min(second) + 1e-6 or max(second) <= min(first) + 1e-6:
                return False
    return True
