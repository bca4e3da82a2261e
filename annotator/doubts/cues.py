"""A cue outside the sentence of both ends."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.doubts.base import Case, Check, Doubt


class CueAway(Check):
    """Cues in whose sentence neither holder nor target is mentioned; says nothing where no run told the sentences."""

    name = "cue"
    title = "a cue outside the sentence of both ends"

    def doubts(self, case: Case) -> Iterator[Doubt]:
        """One doubt for each such cue, those farthest away first."""
        if not case.sentences:
            return
        for stance in case.annotation.stances.values():
            ends = [*case.members.get(stance.holder, ()), *case.members.get(stance.target, ())]
            numbers = {case.sentence(m.start) for m in ends}
            holder, target = case.name(stance.holder), case.name(stance.target)
            for cue in stance.cues:
                away = min((abs(case.sentence(cue.start) - n) for n in numbers), default=0)
                if away:
                    reason = f"Neither {holder} nor {target} is mentioned in the sentence of this cue."
                    gold = (holder, target, stance.polarity)
                    yield case.doubt(self.name, cue, reason, gold, rank=float(away))
