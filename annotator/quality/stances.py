"""Stances of an article against gold: holder, target and polarity (triplet), holder and target (pair)."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.quality.counting import Score
from annotator.records import UNNAMED, Record

Triplet = tuple[str, str, str]
"""Holder (an entity's id, "writer" or "unnamed"), target (an entity's id) and polarity."""


class StanceScores(Record, frozen=True):
    """The scores of stances. ``agreed`` of ``met`` pairs have the right polarity.

    ``known`` is the triplet score of those suggestions alone whose ends are both entities of gold (or no entities): where
    gold lists only the important ones, no other can be right.

    ``spoken`` counts the pairs of gold, either way round, of which the model says anything at all, ``said_right`` those of
    which it says the right thing; ``articles_found`` of ``articles`` with a stance have one that was found whole.
    """

    triplet: Score = Score()
    known: Score = Score()
    pair: Score = Score()
    agreed: int = 0
    met: int = 0
    spoken: int = 0
    said_right: int = 0
    articles_found: int = 0
    articles: int = 0
    by_polarity: dict[str, Score] = {}

    @property
    def macro_f1(self) -> float | None:
        """The mean F1 of the polarities that gold or model has, holder and target right too; None when there is none."""
        scores = self.by_polarity.values()
        return sum(score.f1 for score in scores) / len(scores) if scores else None

    @property
    def polarity_accuracy(self) -> float | None:
        """Of the suggested pairs that are in gold, the share with a polarity that gold gives them; None without any."""
        return self.agreed / self.met if self.met else None

    def __add__(self, other: StanceScores) -> StanceScores:
        counts = {
            name: getattr(self, name) + getattr(other, name) for name in self.__struct_fields__ if name != "by_polarity"
        }
        names = sorted({*self.by_polarity, *other.by_polarity})
        sums = {name: self.by_polarity.get(name, Score()) + other.by_polarity.get(name, Score()) for name in names}
        return StanceScores(**counts, by_polarity=sums)


def is_met(wanted: Triplet, said: Triplet, about: Mapping[str, tuple[str, ...]]) -> bool:
    """True when two stances are the same but perhaps for the polarity.

    ``about`` names, for targets of either side, the entities to which the same polarity carries over: a stance to one
    of them is the same too. An unnamed holder of gold is met by one that is no entity of gold.
    """
    holders = wanted[0] == said[0] or (wanted[0] == UNNAMED and said[0].startswith(ELSE))
    return holders and (
        wanted[1] == said[1] or said[1] in about.get(wanted[1], ()) or wanted[1] in about.get(said[1], ())
    )


ELSE = "?"
"""What the id of a suggested entity begins with when it is none of gold's."""


def score_stances(
    gold: set[Triplet], said: set[Triplet], about: Mapping[str, tuple[str, ...]] | None = None
) -> StanceScores:
    """The scores of one article; what was suggested is told in gold's entities (see ``matching``) before it comes here."""
    known = about or {}
    met = {(w, s) for w in gold for s in said if is_met(w, s, known)}
    same = {(w, s) for w, s in met if w[2] == s[2]}
    pairs_said, pairs_gold = {s[:2] for s in said}, {w[:2] for w in gold}
    pairs_right, pairs_found = {s[:2] for _, s in met}, {w[:2] for w, _ in met}
    either = {frozenset(w[:2]) for w in gold} & {frozenset(s[:2]) for s in said}
    right = {frozenset(w[:2]) for w, _ in same} & either
    inside = {s for s in said if not s[0].startswith(ELSE) and not s[1].startswith(ELSE)}
    return StanceScores(
        Score(len({s for _, s in same}), len(said), len({w for w, _ in same}), len(gold)),
        Score(len({s for _, s in same} & inside), len(inside), len({w for w, s in same if s in inside}), len(gold)),
        Score(len(pairs_right), len(pairs_said), len(pairs_found), len(pairs_gold)),
        len({s for _, s in same}),
        len({s for _, s in met}),
        len(either),
        len(right),
        int(bool(same)),
        int(bool(gold)),
        {name: _of_polarity(name, gold, said, same) for name in sorted({s[2] for s in gold | said})},
    )


def _of_polarity(name: str, gold: set[Triplet], said: set[Triplet], same: set[tuple[Triplet, Triplet]]) -> Score:
    return Score(
        len({s for _, s in same if s[2] == name}),
        sum(s[2] == name for s in said),
        len({w for w, _ in same if w[2] == name}),
        sum(w[2] == name for w in gold),
    )
