"""The same string labelled differently in this project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from annotator.doubts.base import Case, Check, Doubt, Fix, is_pronoun

_SURE = 0.8
"""From this share of one label on, it is offered as the fix."""


class SameString(Check):
    """Mentions whose words mostly have another label. The more lopsided, the more doubtful."""

    name = "labels"
    title = "the same string labelled differently"
    learns = True

    def __init__(self) -> None:
        self._labels: dict[str, dict[str, int]] = {}

    def learn(self, case: Case) -> None:
        """Count the labels of each string."""
        for mention in case.mentions:
            words = case.words(mention)
            if not is_pronoun(words):
                counts = self._labels.setdefault(words, {})
                counts[mention.label] = counts.get(mention.label, 0) + 1

    def doubts(self, case: Case) -> Iterator[Doubt]:
        """Mentions with a label that is not the one that their words have most often; of equals, each."""
        for mention in case.mentions:
            words = case.words(mention)
            counts = self._labels.get(words, {})
            if len(counts) < 2:
                continue
            others = Counter({label: n for label, n in counts.items() if label != mention.label})
            (most, often), own, total = others.most_common(1)[0], counts[mention.label], sum(counts.values())
            if own > often:
                continue
            sure = often / total >= _SURE
            alone = all(case.words(other) == words for other in case.members[mention.entity])
            fix = Fix("label_entity", (mention.entity, most), f"label it {most}, wherever it stands in the article")
            if not alone:
                fix = Fix("label", (mention.id, most), f"label it {most}")
            yield case.doubt(
                self.name,
                mention.range,
                f"“{words}” is {mention.label} {own}× in the gold, and {most} {often}×.",
                (mention.label,),
                rank=often / (total + 1),
                fix=fix if sure else None,
            )
