"""How the text can be set to read."""

from __future__ import annotations

from dataclasses import dataclass

from ui.desk.geometry import Spacing
from ui.desk.text import READING_WIDTH

SIZES, WIDTHS = (8, 32), (28, 90)
"""The smallest and the largest text (points), the shortest and the longest line (ems)."""


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """``family`` is "serif", "sans" or a font's name, ``size`` in points, ``width`` in ems, ``mode`` also "system"."""

    family: str = "serif"
    size: float = 13.0
    spacing: Spacing = "normal"
    width: int = READING_WIDTH
    mode: str = "system"
