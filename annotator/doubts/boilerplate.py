"""Boilerplate with mentions."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.doubts.base import Case, Check, Doubt, Fix


class Boilerplate(Check):
    """Mentions in a section that is boilerplate."""

    name = "boilerplate"
    title = "a mention in boilerplate"

    def doubts(self, case: Case) -> Iterator[Doubt]:
        """One doubt for each; the fix removes the mention, where that takes no stance along."""
        ends = {end for s in case.annotation.stances.values() for end in (s.holder, s.target, s.source)}
        for mention in case.mentions:
            if case.is_boilerplate(mention.range):
                safe = mention.entity not in ends or len(case.members[mention.entity]) > 1
                fix = Fix("reject", (mention.id,), "remove the mention") if safe else None
                reason = "It stands in boilerplate, which is not annotated."
                yield case.doubt(self.name, mention.range, reason, (mention.label,), fix=fix)
