"""The base of all records, and the few words that fields may have."""

from __future__ import annotations

from typing import Literal

import msgspec

Polarity = Literal["favor", "against", "neutral", "mixed"]
Manner = Literal["quoted", "reported", "acted"]
SectionKind = Literal["body", "boilerplate"]
Status = Literal["todo", "started", "done", "skipped"]
Decision = Literal["accepted", "corrected", "added", "imported"]

POLARITIES: tuple[Polarity, ...] = ("favor", "against", "neutral", "mixed")
MANNERS: tuple[Manner, ...] = ("quoted", "reported", "acted")
WRITER = "writer"
UNNAMED = "unnamed"
NOT_AN_ENTITY = (WRITER, UNNAMED)
"""Holders that are no entity: the text itself, and somebody whom the text does not name."""


class Record(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Base of all records: immutable, small on disk; trees, so that nothing in them is ever looked at for cycles."""
