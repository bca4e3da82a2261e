"""Mentions against gold: the same range and label (strict), the same range whatever the label (partial), by label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from annotator.quality.counting import Score, score_sets
from annotator.records import Record
from annotator.spans import Range

Marked = tuple[Range, str]
"""A range and its label."""
Normaliser = Callable[[str, Marked], Marked | None]
"""What is done to a mention of either side before they are compared: the text and the mention in, the same in another
convention out (without a title, under a coarser label), or None for what does not count."""


class MentionScores(Record, frozen=True):
    """The scores of mentions; ``confused`` counts (label in gold, label suggested) on ranges that are right."""

    strict: Score = Score()
    partial: Score = Score()
    by_label: dict[str, Score] = {}
    confused: dict[tuple[str, str], int] = {}

    def __add__(self, other: MentionScores) -> MentionScores:
        labels = {*self.by_label, *other.by_label}
        return MentionScores(
            self.strict + other.strict,
            self.partial + other.partial,
            {name: self.by_label.get(name, Score()) + other.by_label.get(name, Score()) for name in sorted(labels)},
            dict(Counter(self.confused) + Counter(other.confused)),
        )


def score_mentions(gold: Iterable[Marked], suggested: Iterable[Marked]) -> MentionScores:
    """The scores of one article. The same mention twice counts once."""
    wanted, said = set(gold), set(suggested)
    labels = sorted({label for _, label in wanted | said})
    by_place = dict(sorted(wanted))
    confused = Counter((by_place[p], label) for p, label in said if p in by_place and (p, label) not in wanted)
    return MentionScores(
        score_sets(wanted, said),
        score_sets((p for p, _ in wanted), (p for p, _ in said)),
        {
            name: score_sets((p for p, label in wanted if label == name), (p for p, label in said if label == name))
            for name in labels
        },
        dict(confused),
    )


def normalised(text: str, marked: Iterable[Marked], rules: Iterable[Normaliser]) -> list[Marked]:
    """The mentions after every rule in turn; those for which one says None are left out."""
    out: list[Marked] = []
    chain = tuple(rules)
    for item in marked:
        now: Marked | None = item
        for rule in chain:
            now = rule(text, now) if now is not None else None
        if now is not None:
            out.append(now)
    return out
