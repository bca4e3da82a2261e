"""One article of two parties: what belongs together, and what that comes to in counts that add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from annotator.quality.agreement import coincidences
from annotator.quality.clusters import b_cubed, lea
from annotator.quality.comparing import PARTS, Compared, apart
from annotator.quality.counting import Score, Weighted, score_sets
from annotator.quality.mentions import Marked, score_mentions
from annotator.quality.overlaps import score_overlaps
from annotator.quality.pairing import other_ends
from annotator.quality.unitizing import Unitized, unitize, unitize_label
from annotator.records import Annotation, Article

Key = tuple[str, ...]
Tally = dict[Key, float]
"""Counts of one article; those of several articles add up. ``figures`` says what is made of them."""


def tally(compared: Compared) -> Tally:
    """All counts of an article that two parties have."""
    counts: Tally = {}
    for part in (_mentions(compared), _entities(compared), _stances(compared)):
        counts.update(part)
    return counts | together(compared.article, [compared.one, compared.other])


def marked(annotation: Annotation) -> list[Marked]:
    """The mentions of an annotation as ranges with labels."""
    return [(m.range, m.label) for m in annotation.mentions.values()]


def _mentions(compared: Compared) -> Iterator[tuple[Key, float]]:
    ones, others = marked(compared.one), marked(compared.other)
    found = score_overlaps(ones, others)
    for name in ("strict", "exact", "partial", "type"):
        yield from _agreed(("mentions", name), getattr(found, name), found.ones, found.others)
    for label, score in score_mentions(ones, others).by_label.items():
        yield from _of_sets(("label", label), score)


def _agreed(key: Key, both: float, ones: float, others: float) -> Iterator[tuple[Key, float]]:
    yield (*key, "both"), both
    yield (*key, "ones"), ones
    yield (*key, "others"), others


def _of_sets(key: Key, score: Score) -> Iterator[tuple[Key, float]]:
    yield from _agreed(key, score.right, score.gold, score.suggested)


def _entities(compared: Compared) -> Iterator[tuple[Key, float]]:
    yield from _agreed(
        ("entities", "matched"), len(compared.owner), len(compared.one.entities), len(compared.other.entities)
    )
    ones = _clusters((n, one.entity) for n, (one, _) in enumerate(compared.mentions) if one is not None)
    others = _clusters((n, other.entity) for n, (_, other) in enumerate(compared.mentions) if other is not None)
    for name, score in (("b3", b_cubed(ones, others)), ("lea", lea(ones, others))):
        for field in Weighted.__struct_fields__:
            yield ("entities", name, field), getattr(score, field)


def _clusters(mentions: Iterable[tuple[int, str]]) -> list[set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for number, entity in mentions:
        found[entity].add(number)
    return list(found.values())


def _stances(compared: Compared) -> Iterator[tuple[Key, float]]:
    ones = {(s.holder, s.target, s.polarity) for s in compared.one.stances.values()}
    others = {(*other_ends(s, compared.owner), s.polarity) for s in compared.other.stances.values()}
    yield from _of_sets(("stances", "triplet"), score_sets(ones, others))
    yield from _of_sets(("stances", "pair"), score_sets((s[:2] for s in ones), (s[:2] for s in others)))
    both = [(one, other) for one, other in compared.stances if one is not None and other is not None]
    yield from _agreed(("stances", "matched"), len(both), len(compared.one.stances), len(compared.other.stances))
    counts: Tally = defaultdict(float)
    for one, other in both:
        differs = apart(one, other, compared.owner)
        for part in PARTS:
            counts["part", part, "same"] += not differs[part]
        if not (differs["holder"] or differs["target"]):
            counts["polarity", one.polarity, other.polarity] += 1
    yield from counts.items()


def together(article: Article, annotations: Sequence[Annotation]) -> Tally:
    """The counts of an article that two or more parties have, as far as they can be told of all at once."""
    sides = [marked(annotation) for annotation in annotations]
    counts: Tally = {("same range", *pair): n for pair, n in coincidences(_on_same_range(sides)).items()}
    counts.update(_unitized("", unitize(len(article.text), sides)))
    for label in {label for side in sides for _, label in side}:
        counts.update(_unitized(label, unitize_label(len(article.text), sides, label)))
    return counts


def _on_same_range(sides: Sequence[Sequence[Marked]]) -> Iterator[list[str]]:
    """For each range the labels of those who marked it; several labels of one party are one value of their own."""
    found: dict[object, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for number, side in enumerate(sides):
        for place, label in side:
            found[place][number].add(label)
    for by_party in found.values():
        yield [" + ".join(sorted(labels)) for labels in by_party.values()]


def _unitized(label: str, found: Unitized) -> Iterator[tuple[Key, float]]:
    """``label`` is "" for all of them."""
    for pair, length in found.observed.items():
        yield ("lengths", label, *pair), length
    for value, weight in found.alone.items():
        yield ("alone", label, value), weight
