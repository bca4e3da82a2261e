"""Which gold is taught, which is watched, and which is held out: decided by the article's id, once and for all.

As gold grows an article may go from held out to watched and on to taught, never back: what is held out now was taught to no
model that was made of less gold. Blind gold (:mod:`annotator.blind`) is never taught: it owes nothing to a model, so it
flatters none. When there is enough of it, it alone is held out. Where most of the gold is blind, that is passed over, or
nothing would be left to teach.
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
FEWEST = {"held_out": 4, "watched": 2}
"""So many at least, from a dozen articles on: with fewer nothing could be told."""
ENOUGH_BLIND = 20
"""From so many blind articles on they alone are the exam."""
_DOZEN = 12


def use_of(id: str) -> Use:
    """What an article of a large gold is used for; follows from its id alone."""
    rank = _rank(id)
    return "held_out" if rank < HELD_OUT else "watched" if rank < HELD_OUT + WATCHED else "taught"


def _rank(id: str) -> float:
    """The place of an article among all that there could be: from 0 to 100, by a hash of its id."""
    digest = hashlib.sha256(b"annotator.learn\0" + id.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") % 100 + int.from_bytes(digest[8:12], "big") / 2**32


def parted(gold: Iterable[Pair]) -> dict[Use, list[Pair]]:
    """The gold by its use, each part in the order of the articles' ids. Where a small gold has too few for an exam, those
    with the next ranks are lent to it."""
    everything = sorted(gold, key=lambda p: (_rank(p[0].id), p[0].id))
    blind = [pair for pair in everything if pair[1].blind]
    if 2 * len(blind) > len(everything):
        blind = []
    ranked = [pair for pair in everything if not (blind and pair[1].blind)]
    uses = [use_of(article.id) for article, _ in ranked]
    held_out, watched = uses.count("held_out"), uses.count("watched")
    if len(everything) >= _DOZEN:
        before = held_out + watched
        held_out = max(held_out, FEWEST["held_out"] - len(blind))
        watched = max(before - held_out, FEWEST["watched"])
    parts: dict[Use, list[Pair]] = {
        "taught": ranked[held_out + watched :],
        "watched": ranked[held_out : held_out + watched],
        "held_out": [*blind, *ranked[:held_out]],
    }
    if len(blind) >= ENOUGH_BLIND:
        parts["taught"] += ranked[:held_out]
        parts["held_out"] = blind
    return {use: sorted(pairs, key=lambda p: p[0].id) for use, pairs in parts.items()}
