"""Contradicting stances in one sentence."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.doubts.base import Case, Check, Doubt


class Contradictions(Check):
    """The same holder for and against the same target in one sentence (in one line, when no run told the sentences)."""

    name = "contradiction"
    title = "for and against in one sentence"

    def doubts(self, case: Case) -> Iterator[Doubt]:
        """One doubt for each holder, target and sentence; which of the two is wrong, only a reader can say."""
        sides: dict[tuple[str, str, int], set[str]] = {}
        ordered = sorted(case.annotation.stances.values(), key=case.place)
        for stance in ordered:
            if stance.polarity not in ("favor", "against"):
                continue
            place = case.place(stance)
            where = (stance.holder, stance.target, case.sentence(place.start))
            said = sides.setdefault(where, set())
            if said and stance.polarity not in said:
                holder, target = case.name(stance.holder), case.name(stance.target)
                reason = f"{holder} is for and against {target} in one sentence."
                yield case.doubt(self.name, place, reason, (holder, target, stance.polarity))
            said.add(stance.polarity)
