"""White space between words in columns, said as in the last column of CoNLL-U: ``SpaceAfter=No``, ``SpacesAfter=\\n\\n``."""

from __future__ import annotations

import re

NOTHING_SAID = "_"
_ESCAPES = {" ": "\\s", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_SPACES = {value: key for key, value in _ESCAPES.items()}
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})|\\[strn]")
_BEFORE, _AFTER, _NONE = "SpacesBefore=", "SpacesAfter=", "SpaceAfter=No"


def said(before: str, after: str, usual: str) -> str:
    """What a column says of the white space before and after a word, of that after it only when it is not the usual."""
    parts = [_BEFORE + _written(before)] if before else []
    if after != usual:
        parts.append(_AFTER + _written(after) if after else _NONE)
    return "|".join(parts) or NOTHING_SAID


def before(told: str) -> str:
    """The white space before a word, of which a column tells; "" when it does not."""
    return next((_read(part.removeprefix(_BEFORE)) for part in told.split("|") if part.startswith(_BEFORE)), "")


def after(told: str, usual: str) -> str:
    """The white space after a word, of which a column tells; the usual when it does not."""
    for part in told.split("|"):
        if part == _NONE:
            return ""
        if part.startswith(_AFTER):
            return _read(part.removeprefix(_AFTER))
    return usual


def _written(spaces: str) -> str:
    return "".join(_ESCAPES.get(c) or f"\\u{ord(c):04x}" for c in spaces)


def _read(words: str) -> str:
    """White space that is written so; what is none is passed over."""
    found = (_SPACES.get(m[0]) or chr(int(m[1], 16)) for m in _ESCAPED.finditer(words))
    return "".join(c for c in found if c.isspace())
