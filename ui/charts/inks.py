"""Inks of the window: that of a theme, and that of pictures which leave it."""

from __future__ import annotations

import msgspec
from PySide6.QtGui import QFont, QFontInfo

from annotator.charts.inks import FONT, ON_DARK, ON_LIGHT, PRINT, Ink, made
from ui.theme import Theme


def ink_of(theme: Theme, font: QFont) -> Ink:
    """What drawings on the paper of ``theme`` are drawn with; words are in the family of ``font``."""
    hues = ON_DARK if theme.dark else ON_LIGHT
    paper, ink, faded, edge = (colour.name() for colour in (theme.paper, theme.ink, theme.faded, theme.edge))
    return made(paper, ink, faded, edge, hues, QFontInfo(font).family())


def print_ink(font: QFont, *, here: bool) -> Ink:
    """What is drawn for print with; ``here`` for Qt, which takes one family of fonts, else with others to fall back on."""
    family = QFontInfo(font).family()
    return msgspec.structs.replace(PRINT, font=family if here else f"'{family}', {FONT}")
