"""Likely label errors by model confidence: confident learning.

Curtis G. Northcutt, Lu Jiang and Isaac L. Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels", Journal of
Artificial Intelligence Research 70 (2021). For each label the threshold is the model's mean probability of it where gold
has it (their self-confidence). A mention counts as another label when that one's probability reaches its own threshold; of
several, the likeliest. Those off the diagonal are doubtful, the lowest normalized margin first. Behind them come, by
margin too, those that miss a threshold but are far from even: an addition of ours, for a list that is read from the top.
Cases are only mentions whose very range the newest run suggests; its probabilities are made to sum to one, since gold
says that it is a mention.
"""

from __future__ import annotations

from collections.abc import Iterator

from annotator.doubts.base import Case, Check, Doubt, Fix
from annotator.records import Mention, SuggestedMention

Probabilities = dict[str, float]
_WIDE = 0.5
"""The margin (of probabilities) that is doubtful without a threshold."""


class Confidence(Check):
    """Mentions that the model is confident should have another label."""

    name = "model"
    title = "a label that the model doubts"
    learns = True

    def __init__(self) -> None:
        self._sums: dict[str, float] = {}
        self._counts: dict[str, int] = {}

    def learn(self, case: Case) -> None:
        """Add up how sure the model is of the labels that gold has."""
        for mention, probabilities in _judged(case):
            label = mention.label
            self._sums[label] = self._sums.get(label, 0.0) + probabilities.get(label, 0.0)
            self._counts[label] = self._counts.get(label, 0) + 1

    def doubts(self, case: Case) -> Iterator[Doubt]:
        """The mentions off the diagonal of the confident joint, and behind them those with a wide margin."""
        for mention, probabilities in _judged(case):
            confident = [label for label, p in probabilities.items() if p > 0 and p >= self._threshold(label)]
            likeliest = max(confident or probabilities, key=lambda label: probabilities[label])
            own, other = probabilities.get(mention.label, 0.0), probabilities[likeliest]
            if likeliest == mention.label or not (confident or other - own >= _WIDE):
                continue
            yield case.doubt(
                self.name,
                mention.range,
                f"It is {mention.label}; the model gives {likeliest} {other:.0%} and {mention.label} {own:.0%}.",
                (mention.label,),
                rank=other - own + bool(confident),
                fix=Fix("label", (mention.id, likeliest), f"label it {likeliest}"),
            )

    def _threshold(self, label: str) -> float:
        """The mean self-confidence of a label; of one that gold never has, more than any probability."""
        count = self._counts.get(label, 0)
        return self._sums[label] / count if count else 2.0


def _judged(case: Case) -> Iterator[tuple[Mention, Probabilities]]:
    """The mentions whose range the newest run suggests, with its probability for each label."""
    if case.suggestion is None:
        return
    suggested = {}
    for item in sorted(case.suggestion.mentions, key=lambda m: m.p):
        suggested[item.range] = item
    for mention in case.mentions:
        found = suggested.get(mention.range)
        if found is not None:
            yield mention, _probabilities(found)


def _probabilities(suggested: SuggestedMention) -> Probabilities:
    found = {choice.label: choice.p for choice in suggested.others}
    found[suggested.label] = suggested.p
    total = sum(found.values())
    return {label: p / total for label, p in found.items()} if total > 0 else found
