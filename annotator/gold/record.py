"""What a line of gold is made of: its types, with their keys in the order in which they are written."""

from __future__ import annotations

from typing import Any

import msgspec

from annotator.records import Manner, Polarity, SectionKind
from annotator.spans import Range

SCHEMA = "annotator.gold/1"
MOST_ITEMS = 100_000
"""A line with more items (mentions, stances, sections …) than this is refused: this is no article."""


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A part of a line. What has a key that is not known is read with more care; see :func:`annotator.gold.line_data`."""


class GoldRange(_Part, frozen=True):
    """A range with its words, as a cue has them. Code points, half-open."""

    start: int
    end: int
    text: str


class GoldEntity(_Part, frozen=True, omit_defaults=True):
    """A person, organisation, place, topic …: a cluster of mentions."""

    id: str
    label: str
    name: str
    links: dict[str, str] = {}
    about: tuple[str, ...] = ()


class GoldMention(_Part, frozen=True):
    """A range of the text that refers to an entity."""

    id: str
    start: int
    end: int
    text: str
    label: str
    entity: str


class GoldStance(_Part, frozen=True):
    """Holder (an entity's id, "writer" or "unnamed") → target (an entity's id), and the words that show it."""

    id: str
    holder: str
    target: str
    polarity: Polarity
    manner: Manner
    source: str | None
    cues: tuple[GoldRange, ...] = ()


class GoldSection(_Part, frozen=True):
    """A range of the text that is body or boilerplate."""

    start: int
    end: int
    kind: SectionKind


class GoldRejection(_Part, frozen=True, omit_defaults=True):
    """A suggestion that a curator said is not so; of a stance, ``label`` is the polarity."""

    what: str
    start: int
    end: int
    label: str
    run: str = ""
    holder: str = ""
    target: str = ""


class GoldSaid(_Part, frozen=True, omit_defaults=True):
    """Which curators had an item (its id) in versions of their own: just the same, or partly the same."""

    item: str
    same: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()


class GoldProvenance(_Part, frozen=True):
    """Who decided, on which models' runs, when, and how often; of several curators' work, who said what. ``blind``, which
    stands there only when it is true: without having seen any suggestion."""

    curators: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()
    done_at: str | None = None
    accepted: int = 0
    corrected: int = 0
    rejected: int = 0
    added: int = 0
    said: tuple[GoldSaid, ...] = ()
    blind: bool = False


class GoldLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The keys of one line of gold, in their order."""

    schema: str
    id: str
    text: str
    meta: dict[str, Any]
    sections: tuple[GoldSection, ...]
    entities: tuple[GoldEntity, ...]
    mentions: tuple[GoldMention, ...]
    stances: tuple[GoldStance, ...]
    looked_at: tuple[Range, ...]
    rejected: tuple[GoldRejection, ...]
    provenance: GoldProvenance


class GoldRecord(GoldLine, frozen=True):
    """One line of gold. ``extra`` is not a key of the line: it holds unknown keys, by place ("", "mentions/3", …)."""

    extra: dict[str, dict[str, Any]] = {}


LISTS: dict[str, type[msgspec.Struct]] = {
    "sections": GoldSection,
    "entities": GoldEntity,
    "mentions": GoldMention,
    "stances": GoldStance,
    "looked_at": Range,
    "rejected": GoldRejection,
}
"""The keys of a line that hold items, and what these are."""
KEYS = GoldLine.__struct_fields__
"""The keys of a line, in their order."""


def number_of(id: str) -> int:
    """The number in an item's id ("m3"), by which items are in order; 0 for an id of another kind."""
    return int(id[1:]) if id[1:].isdigit() else 0
