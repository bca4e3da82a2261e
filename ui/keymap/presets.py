"""Whole sets of keys for hands that come from elsewhere. What a preset does not name keeps the keys of the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Preset:
    """A set of keys: its name on the screen, what differs in one sentence, and the keys of the actions that differ."""

    name: str
    words: str
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


DEFAULT = "annotator"
"""The preset that is the table of actions itself."""

PRESETS: dict[str, Preset] = {
    DEFAULT: Preset("Annotator", "The keys of this program: A and X decide, Space is done, U undoes."),
    "prodigy": Preset(
        "Prodigy",
        "Space skips the article and Backspace undoes; Ctrl+S or Ctrl+Enter is done; H tells the guideline, so that "
        "Q chooses another holder and Shift+Q who says so.",
        {
            "finish": ("Ctrl+S", "Ctrl+Return", "Ctrl+Enter"),
            "skip": ("Space", "Shift+Space"),
            "reject": ("X", "Delete"),
            "accept": ("A", "Return", "Enter"),
            "undo": ("Backspace", "U", "Ctrl+Z"),
            "guideline": ("H", "G"),
            "holder": ("Q",),
            "source": ("Shift+Q",),
        },
    ),
    "label-studio": Preset(
        "Label Studio",
        "Ctrl+Enter is done and Ctrl+Space skips; Alt+. and Alt+, go from item to item, Alt+R begins a stance, Alt+M "
        "writes a note, U unselects; Space does nothing, and Ctrl+Z alone undoes.",
        {
            "finish": ("Ctrl+Return", "Ctrl+Enter"),
            "skip": ("Ctrl+Space",),
            "next_item": ("Alt+.", "Alt+Right"),
            "previous_item": ("Alt+,", "Alt+Left"),
            "stance": ("Alt+R", "S"),
            "note": ("Alt+M", "N"),
            "escape": ("Esc", "U"),
            "undo": ("Ctrl+Z",),
            "redo": ("Ctrl+Shift+Z", "Ctrl+Y"),
            "reject": ("Backspace", "Delete", "X"),
        },
    ),
}
