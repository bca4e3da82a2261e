"""Classes of given entities: of a pair, who is for or against whom; of a target, whether words are for or against it.

The five classes of a pair are those of directed sentiment extraction (Park, Pan and Joo, Findings of ACL 2021), the three of
a target those of NewsMTSC (Hamborg and Donnay, EACL 2021).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

from annotator.quality.counting import Score, macro_f1, micro_f1
from annotator.records import Record

NONE = "none"
POLAR = ("favor", "against")
Directed = tuple[str, str, str, float]
"""Holder, target, polarity, and how much it weighs when both ways have one (a probability; -place for gold)."""


class ClassScores(Record, frozen=True):
    """Items with one class each: the gold classes and what was said, in the same order."""

    gold: tuple[str, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def macro_f1(self) -> float:
        """See :func:`annotator.quality.counting.macro_f1`."""
        return macro_f1(self.gold, self.said)

    @property
    def micro_f1(self) -> float:
        """See :func:`annotator.quality.counting.micro_f1`."""
        return micro_f1(self.gold, self.said)

    @property
    def right_class(self) -> Score:
        """Of the items with a stance: told with the right class, over all told to have one, and over all that have."""
        right = sum(g == s != NONE for g, s in zip(self.gold, self.said, strict=True))
        return Score(right, self._spoken(), right, self._with())

    @property
    def presence(self) -> Score:
        """Whether there is a stance at all, of whatever class."""
        both = sum(NONE not in (g, s) for g, s in zip(self.gold, self.said, strict=True))
        return Score(both, self._spoken(), both, self._with())

    def _spoken(self) -> int:
        return sum(s != NONE for s in self.said)

    def _with(self) -> int:
        return sum(g != NONE for g in self.gold)

    def __add__(self, other: ClassScores) -> ClassScores:
        return ClassScores(self.gold + other.gold, self.said + other.said)


def pair_classes(ids: Sequence[str], stances: Iterable[Directed]) -> list[str]:
    """The class of each unordered pair of ``ids``, in the order of ``combinations``.

    That is "none", "favor >", "against >" (the first towards the second), "favor <" or "against <" (the second towards it).

    Neutral and mixed stances are none. Where there are several, the one that weighs most counts, the first of equals.
    """
    best: dict[tuple[str, str], tuple[str, float]] = {}
    for holder, target, polarity, weight in stances:
        if polarity in POLAR and (best.get((holder, target)) is None or weight > best[holder, target][1]):
            best[holder, target] = polarity, weight
    return [_class_of(best.get((a, b)), best.get((b, a))) for a, b in combinations(ids, 2)]


def _class_of(there: tuple[str, float] | None, back: tuple[str, float] | None) -> str:
    if there is None and back is None:
        return NONE
    if back is None or (there is not None and there[1] >= back[1]):
        return f"{there[0]} >" if there is not None else NONE
    return f"{back[0]} <"


def target_class(polarities: Iterable[str]) -> str:
    """What most stances towards one target are, "favor" or "against"; "none" without any, or with as many of both."""
    counts = Counter(polarity for polarity in polarities if polarity in POLAR)
    favor, against = counts["favor"], counts["against"]
    return NONE if favor == against else "favor" if favor > against else "against"
