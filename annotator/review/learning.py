"""What trained models tell of more gold: their scores over how many articles taught them, and where that leads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotator.learn.cards import Card
from annotator.quality.curve import Curve, fit
from annotator.records import Record

POINT = 0.01
"""A point of F1."""


class Lesson(Record, frozen=True):
    """A trained model: by how many articles it was taught, its F1 of mentions on held-out gold (0 to 1), on how many."""

    name: str
    articles: int
    f1: float
    held_out: int


class Learning(Record, frozen=True):
    """The models that learned from gold, those with the least first, and the curve through them; None with too few.

    ``more`` is how many articles more than the last model's would bring one point, ``low`` and ``high`` its 95 %
    interval; None where no number would, or where it is not known.
    """

    lessons: tuple[Lesson, ...] = ()
    curve: Curve | None = None
    more: float | None = None
    low: float | None = None
    high: float | None = None


def lessons(cards: Iterable[Card]) -> tuple[Lesson, ...]:
    """The models that were taught mentions and measured on held-out gold."""
    found = (
        Lesson(card.name, card.gold.taught, card.after.mentions.f1, card.after.articles)
        for card in cards
        if card.after.mentions.gold and any(part.part == "entities" and part.trained for part in card.parts)
    )
    return tuple(sorted(found, key=lambda lesson: (lesson.articles, lesson.name)))


def learned(models: Sequence[Lesson]) -> Learning:
    """Where the models lead; each is measured on gold held out for it, so that the curve is a rough guide."""
    curve = fit([(lesson.articles, lesson.f1) for lesson in models])
    if curve is None:
        return Learning(tuple(models))
    now = models[-1].articles
    more, band = curve.needed(now, POINT), curve.needed_band(now, POINT)
    return Learning(tuple(models), curve, more, *(band or (None, None)))
