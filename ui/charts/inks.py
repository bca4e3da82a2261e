"""The ink of a theme."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontInfo

from annotator.charts.inks import ON_DARK, ON_LIGHT, Ink, made
from ui.theme import Theme


def ink_of(theme: Theme, font: QFont) -> Ink:
    """What drawings on the paper of ``theme`` are drawn with; words are in the family of ``font``."""
    hues = ON_DARK if theme.dark else ON_LIGHT
    paper, ink, faded, edge = (colour.name() for colour in (theme.paper, theme.ink, theme.faded, theme.edge))
    return made(paper, ink, faded, edge, hues, QFontInfo(font).family())
