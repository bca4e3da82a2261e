"""Colours and fonts by meaning, light and dark; contrast is computed, not guessed.

Ratios are WCAG 2.1 contrast ratios (relative luminance, success criteria 1.4.3 and 1.4.11). Fills are those of Okabe and
Ito's palette for colour-blind eyes, laid thinly over the paper. Chips, lines and polarities were searched near them, so
that all can be read on their ground and the frequent ones stay apart for protan, deutan and tritan eyes (simulated after
Machado, Oliveira and Fernandes, 2009); tests hold both.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from annotator.records import Polarity
from annotator.scheme import HUES

Mode = Literal["light", "dark"]

_FILLS = {
    "blue": "#0072B2",
    "sky": "#56B4E9",
    "green": "#009E73",
    "orange": "#E69F00",
    "rust": "#D55E00",
    "pink": "#CC79A7",
    "grey": "#7A7A7A",
    "gold": "#9A7B00",
}
_CHIPS: dict[str, dict[str, str]] = {
    "light": {
        "blue": "#085a9b",
        "sky": "#0071a0",
        "green": "#0b7a56",
        "orange": "#845209",
        "rust": "#8e1900",
        "pink": "#a44a82",
        "grey": "#6a6b6b",
        "gold": "#886500",
    },
    "dark": {
        "blue": "#52a2d0",
        "sky": "#7bc6ea",
        "green": "#3dc799",
        "orange": "#f3b24b",
        "rust": "#e27d3d",
        "pink": "#d597bd",
        "grey": "#a7a8a8",
        "gold": "#ccb229",
    },
}
_POLARITIES: dict[str, dict[Polarity, str]] = {
    "light": {"favor": "#0f6dba", "against": "#bb410c", "neutral": "#686768", "mixed": "#652587"},
    "dark": {"favor": "#aac2e4", "against": "#eb8750", "neutral": "#aba9aa", "mixed": "#ce8bea"},
}
SIGNS: dict[Polarity, str] = {"favor": "+", "against": "−", "neutral": "0", "mixed": "±"}
_FAMILIES = {
    "serif": ("Charter", "Source Serif 4", "Georgia", "Noto Serif", "DejaVu Serif", "Liberation Serif"),
    "sans": ("Inter", "Source Sans 3", "Segoe UI", "Helvetica Neue", "Noto Sans", "Liberation Sans", "DejaVu Sans"),
    "chip": ("Inter", "Segoe UI", "Helvetica Neue", "Noto Sans", "Liberation Sans", "DejaVu Sans"),
}


@dataclass(frozen=True, slots=True)
class Hue:
    """How one label looks: its fills under the words, its line, a softer outline, and its chip."""

    line: QColor
    outline: QColor
    decided: QColor
    suggested: QColor
    chip: QColor
    chip_text: QColor


@dataclass(frozen=True)
class Theme:
    """All colours of one mode."""

    mode: Mode
    paper: QColor
    """What the words of an article stand on."""
    ink: QColor
    faded: QColor
    """Words that matter less, still readable on paper and panel."""
    panel: QColor
    """The ground of everything around the article."""
    raised: QColor
    """Menus, buttons, cards."""
    edge: QColor
    focus: QColor
    selection: QColor
    problem: QColor
    good: QColor
    hint: QColor
    """The ground of letters to type."""
    hint_ink: QColor
    hint_done: QColor
    """Letters that were typed already."""
    hint_line: QColor
    """What shows how far the words of a hint reach."""

    @staticmethod
    def of(mode: str) -> Theme:
        """The theme of a mode, "light" or "dark"."""
        return _DARK if mode == "dark" else _LIGHT

    @property
    def dark(self) -> bool:
        """True for light words on dark ground."""
        return self.mode == "dark"

    def hue(self, name: str) -> Hue:
        """The colours of one of the scheme's hues."""
        return _hue(self.mode, name)

    def polarity(self, polarity: Polarity) -> QColor:
        """The colour of a polarity, readable on paper."""
        return _polarity(self.mode, polarity)


def luminance(colour: QColor) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.1)."""

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of two opaque colours, 1 to 21 (WCAG 2.1)."""
    first, second = sorted((luminance(one), luminance(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def blend(top: QColor, ground: QColor, share: float) -> QColor:
    """``top`` laid over ``ground`` with an opacity of ``share``."""
    pairs = ((top.redF(), ground.redF()), (top.greenF(), ground.greenF()), (top.blueF(), ground.blueF()))
    return QColor.fromRgbF(*(share * t + (1 - share) * g for t, g in pairs))


_LIGHT = Theme(
    mode="light",
    paper=QColor("#fdfcf9"),
    ink=QColor("#22252a"),
    faded=QColor("#666a72"),
    panel=QColor("#f4f3ef"),
    raised=QColor("#ffffff"),
    edge=QColor("#dcdad3"),
    focus=QColor("#1d4ed8"),
    selection=QColor("#cfe0fb"),
    problem=QColor("#a92a1c"),
    good=QColor("#17694a"),
    hint=QColor("#ffdf5c"),
    hint_ink=QColor("#1b1b1b"),
    hint_done=QColor("#8c7a2b"),
    hint_line=QColor("#b8930a"),
)
_DARK = Theme(
    mode="dark",
    paper=QColor("#1c1e22"),
    ink=QColor("#dddbd5"),
    faded=QColor("#9a9da5"),
    panel=QColor("#23262b"),
    raised=QColor("#2b2e34"),
    edge=QColor("#3b3f47"),
    focus=QColor("#8ab4ff"),
    selection=QColor("#31476e"),
    problem=QColor("#ff9b8a"),
    good=QColor("#7fd1ac"),
    hint=QColor("#ffdf5c"),
    hint_ink=QColor("#1b1b1b"),
    hint_done=QColor("#8c7a2b"),
    hint_line=QColor("#c9a91e"),
)


@cache
def _hue(mode: Mode, name: str) -> Hue:
    theme = Theme.of(mode)
    known = name if name in HUES else "grey"
    base, chip = QColor(_FILLS[known]), QColor(_CHIPS[mode][known])
    strong, pale = (0.34, 0.15) if theme.dark else (0.24, 0.09)
    return Hue(
        line=chip,
        outline=blend(chip, theme.paper, 0.6),
        decided=blend(base, theme.paper, strong),
        suggested=blend(base, theme.paper, pale),
        chip=chip,
        chip_text=max((QColor("#ffffff"), QColor("#14161a")), key=lambda text: contrast(text, chip)),
    )


@cache
def _polarity(mode: Mode, polarity: Polarity) -> QColor:
    return QColor(_POLARITIES[mode][polarity])


def system_mode() -> Mode:
    """What the system prefers; light when it does not say."""
    hints = QGuiApplication.styleHints()
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"


def reading_font(size: float, family: str = "serif") -> QFont:
    """The font of the article's text, ``size`` in points; ``family`` is "serif", "sans" or an installed font's name."""
    font = _font(family)
    font.setPointSizeF(size)
    return font


def chip_font(pixels: int) -> QFont:
    """The font of chips: small, bold, without serifs."""
    font = _font("chip")
    font.setPixelSize(pixels)
    font.setBold(True)
    return font


def _font(family: str) -> QFont:
    installed = set(QFontDatabase.families())
    hint = QFont.StyleHint.SansSerif if family in ("sans", "chip") else QFont.StyleHint.Serif
    font = QFont(next((name for name in _FAMILIES.get(family, ()) if name in installed), family))
    font.setStyleHint(hint)
    return font


def palette_of(theme: Theme) -> QPalette:
    """The palette of every widget that is not painted by us."""
    palette = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, theme.panel),
        (role.WindowText, theme.ink),
        (role.Base, theme.paper),
        (role.AlternateBase, theme.panel),
        (role.Text, theme.ink),
        (role.Button, theme.raised),
        (role.ButtonText, theme.ink),
        (role.ToolTipBase, theme.raised),
        (role.ToolTipText, theme.ink),
        (role.PlaceholderText, theme.faded),
        (role.Highlight, theme.selection),
        (role.HighlightedText, theme.ink),
        (role.Link, theme.focus),
        (role.Mid, theme.edge),
        (role.Light, theme.raised),
        (role.Dark, theme.edge),
    ):
        palette.setColor(which, colour)
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, theme.faded)
    return palette


def apply_theme(application: QApplication, theme: Theme) -> None:
    """Give the whole application the looks of ``theme``."""
    style = QStyleFactory.create("Fusion")
    if application.style().objectName() != "fusion" and style is not None:
        application.setStyle(style)
    application.setPalette(palette_of(theme))
    names = {
        f: getattr(theme, f).name()
        for f in ("paper", "ink", "faded", "panel", "raised", "edge", "focus", "selection", "problem", "good")
    }
    sheet = _SHEET
    for name, colour in names.items():
        sheet = sheet.replace(f"@{name}", colour)
    application.setStyleSheet(sheet)


_SHEET = """
QMainWindow, QDialog { background: @panel; }
QMenuBar { background: @panel; border-bottom: 1px solid @edge; padding: 1px 4px; }
QMenuBar::item { padding: 4px 9px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: @selection; }
QMenu { background: @raised; border: 1px solid @edge; padding: 4px; }
QMenu::item { padding: 4px 24px 4px 14px; border-radius: 4px; }
QMenu::item:selected { background: @selection; }
QMenu::item:disabled { color: @faded; }
QStatusBar { background: @panel; border-top: 1px solid @edge; }
QStatusBar::item { border: none; }
QStatusBar QLabel { padding: 2px 6px; color: @faded; }
QLabel#blind { color: @ink; font-weight: bold; }
QLabel#told[kind="saved"] { color: @good; }
QLabel#told[kind="problem"] { color: @problem; font-weight: bold; }
QLabel#schemeTold[kind="problem"] { color: @problem; font-weight: bold; }
QLabel#schemeNote { color: @faded; }
QLabel#schemeUse { color: @faded; }
QLabel#asked { background: @selection; color: @ink; padding: 9px 14px; font-weight: bold; }
QWidget#page { background: @paper; }
QSplitter::handle { background: @edge; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QLineEdit, QPlainTextEdit, QComboBox { background: @paper; border: 1px solid @edge; border-radius: 5px; padding: 4px 7px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus { border-color: @focus; }
QPushButton { background: @raised; border: 1px solid @edge; border-radius: 5px; padding: 5px 13px; }
QPushButton:hover { border-color: @focus; }
QPushButton:focus { border: 2px solid @focus; padding: 4px 12px; }
QPushButton:default:!focus { border-color: @focus; }
QPushButton:disabled { color: @faded; }
QCheckBox::indicator:unchecked { width: 12px; height: 12px; background: @paper; border: 1px solid @faded; border-radius: 3px; }
QToolButton { border: 1px solid transparent; border-radius: 5px; padding: 3px 7px; }
QToolButton:hover { background: @raised; border-color: @edge; }
QToolButton:checked { background: @selection; }
QToolButton:focus { border-color: @focus; }
QTableView, QListView, QTreeView { background: @panel; border: none; outline: none; selection-background-color: @selection; selection-color: @ink; }
QTableView:focus, QListView:focus, QTreeView:focus { background: @paper; }
QTreeView::item, QListView::item { padding: 2px 0; }
QProgressBar { background: @edge; border: none; border-radius: 3px; max-height: 6px; text-align: center; }
QProgressBar::chunk { background: @focus; border-radius: 3px; }
QScrollBar:vertical { background: transparent; width: 11px; margin: 0; }
QScrollBar::handle:vertical { background: @edge; border-radius: 4px; min-height: 28px; margin: 2px; }
QScrollBar::handle:vertical:hover { background: @faded; }
QScrollBar:horizontal { background: transparent; height: 11px; margin: 0; }
QScrollBar::handle:horizontal { background: @edge; border-radius: 4px; min-width: 28px; margin: 2px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QToolTip { background: @raised; color: @ink; border: 1px solid @edge; padding: 3px; }
QTextEdit#desk { background: @paper; border: none; }
"""
