"""An entity without a mention."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.doubts.base import Case, Check, Doubt, Fix
from annotator.spans import Range


class NoMention(Check):
    """Entities that nothing in the text refers to."""

    name = "unmentioned"
    title = "an entity without a mention"

    def doubts(self, case: Case) -> Iterator[Doubt]:
        """One doubt for each; the fix removes it, unless a stance or another entity needs it."""
        stances = case.annotation.stances.values()
        carried = {other for entity in case.annotation.entities.values() for other in entity.about}
        for entity in case.annotation.entities.values():
            if entity.id in case.members:
                continue
            hanging = [s for s in stances if entity.id in (s.holder, s.target, s.source)]
            free = not hanging and entity.id not in carried
            place = case.place(hanging[0]) if hanging else Range(0, 0)
            fix = Fix("remove_entity", (entity.id,), f"remove {entity.name}") if free else None
            reason = f"No words are marked for the entity {entity.name}."
            yield case.doubt(self.name, place, reason, (entity.name, entity.label), fix=fix)
