"""A mention whose label is not that of its entity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from annotator.doubts.base import Case, Check, Doubt, Fix


class OwnEntity(Check):
    """Mentions with another label than the entity that they are one of."""

    name = "cluster"
    title = "a label unlike the entity’s"

    def doubts(self, case: Case) -> Iterator[Doubt]:
        """One doubt for each such mention; the fix is the label of more than half of the mentions and the entity."""
        for id, members in case.members.items():
            entity = case.annotation.entities.get(id)
            if entity is None:
                continue
            (most, often), *_ = Counter([entity.label, *(m.label for m in members)]).most_common(1)
            clear = often * 2 > len(members) + 1
            for mention in members:
                if mention.label == entity.label:
                    continue
                yield case.doubt(
                    self.name,
                    mention.range,
                    f"It is {mention.label}, but its entity {entity.name} is {entity.label}.",
                    (mention.label, entity.label, entity.name),
                    rank=1 / len(members),
                    fix=Fix("label_entity", (id, most), f"label {entity.name} {most} everywhere") if clear else None,
                )
