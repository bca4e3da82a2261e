"""Cues against gold: how many words of the right stances' cues are right, as sentiment graphs are scored.

After the weighting of sentiment graph F1 (Barnes, Kurtz, Oepen, Øvrelid and Velldal, "Structured Sentiment Analysis as
Dependency Graph Parsing", ACL 2021; SemEval-2022 task 10): the share of a said cue's words that are in gold's is its
precision, the share of gold's words that are said its recall. Here only stances whose holder, target and polarity are right
have a cue to compare; of two cues without any word both shares are 1, of one without any they are 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotator.quality.counting import Weighted
from annotator.spans import Range, Tokens

Words = frozenset[int]
"""The numbers of an article's tokens that belong to a cue, which may be in several pieces."""


def words_of(tokens: Tokens, cues: Sequence[Range]) -> Words:
    """The tokens that a cue touches."""
    found: set[int] = set()
    for cue in cues:
        found.update(tokens.numbers(cue) or ())
    return frozenset(found)


def score_cues(
    gold: Iterable[tuple[Words, Sequence[Words]]], said: Iterable[tuple[Words, Sequence[Words]]]
) -> Weighted:
    """The score of one article: each right stance's cue with the cues of the same stance on the other side.

    Where a stance was met by several, the one with most in common counts.
    """
    wanted = [max((_share(own, other) for other in others), default=0.0) for own, others in gold]
    given = [max((_share(own, other) for other in others), default=0.0) for own, others in said]
    return Weighted(sum(given), len(given), sum(wanted), len(wanted))


def _share(own: Words, other: Words) -> float:
    """How much of ``own`` is in ``other``."""
    return len(own & other) / len(own) if own else float(not other)
