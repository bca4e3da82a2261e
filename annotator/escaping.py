"""Foreign words in HTML and SVG: nothing of them is markup, and nothing of them turns the direction of others."""

from __future__ import annotations

import re
from html import escape

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def shown(words: str) -> str:
    """Words as HTML, in which what would turn the direction of others is seen and does nothing."""
    return escape(seen(words))


def in_xml(words: str) -> str:
    """Words as XML, which has no characters of control: they are �."""
    return _NOT_XML.sub("\ufffd", shown(words))


def seen(words: str) -> str:
    """Words whose characters of direction are written out, as in ``⟨202E⟩``."""
    return _TURNING.sub(lambda found: f"⟨{ord(found[0]):04X}⟩", words)
