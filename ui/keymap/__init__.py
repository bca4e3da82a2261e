"""Which key does what: names of keys, presets, the settings file, and the keys that hold after all of it."""

from ui.keymap.file import KeyFile, Settings, default_path
from ui.keymap.layouts import pressed
from ui.keymap.names import as_key, caps_of, for_text, shown
from ui.keymap.presets import DEFAULT, PRESETS, Preset
from ui.keymap.resolve import LABEL, Bound, Keymap, owner_of, resolve, works

__all__ = [
    "DEFAULT",
    "LABEL",
    "PRESETS",
    "Bound",
    "KeyFile",
    "Keymap",
    "Preset",
    "Settings",
    "as_key",
    "caps_of",
    "default_path",
    "for_text",
    "owner_of",
    "pressed",
    "resolve",
    "shown",
    "works",
]
