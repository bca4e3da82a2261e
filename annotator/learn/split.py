"""Which gold is taught, which is watched, and which is held out: decided by the article's id, once and for all.

Growing gold never moves an article from one part to another, so a held-out article was taught to no model on the shelf.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Literal

from annotator.records import Annotation, Article

Use = Literal["taught", "watched", "held_out"]
Pair = tuple[Article, Annotation]
"""An article with its finished annotation."""

HELD_OUT, WATCHED = 15, 10
"""Per cent of the articles that judge the finished model, and that tell when to stop. All others are taught."""


def use_of(id: str) -> Use:
    """What an article of the gold is used for; follows from its id alone."""
    digest = hashlib.sha256(b"annotator.learn\0" + id.encode("utf-8", "surrogatepass")).digest()
    number = int.from_bytes(digest[:8], "big") % 100
    return "held_out" if number < HELD_OUT else "watched" if number < HELD_OUT + WATCHED else "taught"


def parted(gold: Iterable[Pair]) -> dict[Use, list[Pair]]:
    """The gold by its use, each part in the order of the articles' ids."""
    parts: dict[Use, list[Pair]] = {"taught": [], "watched": [], "held_out": []}
    for pair in sorted(gold, key=lambda p: p[0].id):
        parts[use_of(pair[0].id)].append(pair)
    return parts
