"""A stance to oneself."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.doubts.base import Case, Check, Doubt, Fix


class ToOneself(Check):
    """Stances whose holder is their target."""

    name = "oneself"
    title = "a stance to oneself"

    def doubts(self, case: Case) -> Iterator[Doubt]:
        """One doubt for each such stance; the fix removes it."""
        for stance in case.annotation.stances.values():
            if stance.holder == stance.target:
                name = case.name(stance.holder)
                fix = Fix("reject", (stance.id,), "remove the stance")
                reason = f"{name} is holder and target of this stance."
                yield case.doubt(self.name, case.place(stance), reason, (name, stance.polarity), fix=fix)
