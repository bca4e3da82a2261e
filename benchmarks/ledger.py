"""The book of a curation: how many acts of which kind were done, in how many key presses."""

from __future__ import annotations

from collections import Counter

DECIDED, LABELLED, EDGES, JOINED, MENTION, STANCE, CUE, CORRECTED, NAMED, ARTICLE = PURPOSES = (
    "accepted or rejected suggestion",
    "label changed",
    "edges moved",
    "joined or parted",
    "new mention",
    "new stance",
    "new stance with another cue",
    "stance corrected",
    "entity renamed",
    "article done",
)


class Ledger:
    """Acts and key presses by purpose. ``acts`` may be more than presses: P decides about many mentions at once."""

    def __init__(self) -> None:
        self.acts: Counter[str] = Counter()
        self.presses: Counter[str] = Counter()
        self.log: list[tuple[str, str, int]] = []
