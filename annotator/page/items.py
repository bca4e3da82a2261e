"""What lies on a page: mentions, entities and stances, decided or only suggested."""

from __future__ import annotations

import msgspec

from annotator.records import Choice, Decision, Manner, Polarity
from annotator.spans import Range

OPEN = "?"
"""The first character of the id of everything that is still undecided."""


def is_open(item: str) -> bool:
    """True for the id of a suggestion that nobody decided about yet."""
    return item.startswith(OPEN)


class MentionItem(msgspec.Struct, frozen=True):
    """A mention on the page. ``decision`` is None while it is only suggested; ``p`` is None once it is decided.

    ``others`` are other labels that it may have, likeliest first, while it is only suggested.
    """

    id: str
    start: int
    end: int
    label: str
    entity: str
    decision: Decision | None = None
    p: float | None = None
    why: str = ""
    others: tuple[Choice, ...] = ()

    @property
    def range(self) -> Range:
        """Its place in the text."""
        return Range(self.start, self.end)


class EntityItem(msgspec.Struct, frozen=True):
    """An entity on the page with the ids of its mentions in reading order; ``decided`` once it is in the annotation."""

    id: str
    label: str
    name: str
    mentions: tuple[str, ...]
    decided: bool
    about: tuple[str, ...] = ()
    links: dict[str, str] = {}
    why: str = ""


class StanceItem(msgspec.Struct, frozen=True):
    """A stance on the page; ``holder`` and ``target`` are ids of EntityItems (or ``writer``, ``unnamed``).

    ``anchor`` is the offset at which a reader has seen all of it: its place in reading order.
    """

    id: str
    holder: str
    target: str
    polarity: Polarity
    cues: tuple[Range, ...]
    manner: Manner
    source: str | None
    anchor: int
    decision: Decision | None = None
    p: float | None = None
    why: str = ""


Item = MentionItem | StanceItem | EntityItem
