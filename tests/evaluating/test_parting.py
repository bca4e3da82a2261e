"""Entities that a model splits or merges are told part by part, and are just what B³ and LEA find fault with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import pytest

from annotator.evaluating.disagreeing import Disagreement
from annotator.evaluating.parting import entities_apart
from annotator.evaluating.scoring import Compared, compare, score
from annotator.formats.building import Named, finished
from annotator.records import Outline, SuggestedEntity, SuggestedMention, Suggestion
from annotator.spans import Range

TEXT = "Dora Lind spoke. Lind left. Oslo slept. Dora woke. Mrs Lind and Lind rose."
DORA = [Range(0, 9), Range(17, 21), Range(40, 44), Range(51, 60), Range(64, 68)]
OSLO = [Range(28, 32)]
NAMES = {"a": "Dora Lind", "b": "Lind\n(Mrs)", "c": "Oslo", "d": "Dora"}


Side = dict[str, Sequence[Range]]
SENTENCES = (Range(0, 17), Range(17, 28), Range(28, 40), Range(40, 51), Range(51, len(TEXT)))


def compared(gold: Side, said: Side) -> Compared:
    """Both sides, all of gold's labels being PERSON and all of the model's ORG."""
    article, annotation = finished(TEXT, [Named(id, NAMES[id], list(at), "PERSON") for id, at in gold.items()], [], {})
    mentions = [(id, place) for id, places in said.items() for place in places]
    made = Suggestion(
        "run",
        tuple(SuggestedEntity(id, "ORG", NAMES[id]) for id in said),
        tuple(SuggestedMention(f"m{n}", at.start, at.end, "ORG", id, 0.5) for n, (id, at) in enumerate(mentions)),
        outline=Outline(sentences=SENTENCES),
    )
    return compare(article, annotation, made)


def apart(gold: Side, said: Side) -> list[Disagreement]:
    return list(entities_apart(compared(gold, said)))


def test_a_split_entity_is_told_at_the_first_mention_of_what_stands_apart() -> None:
    (found,) = apart({"a": DORA}, {"b": DORA[1:3], "a": [DORA[0], *DORA[3:]]})
    assert (found.what, found.kind, found.place, found.end) == ("entity", "split", 17, 21)
    assert (found.about, found.words, found.labels) == ("Lind", "Lind left.", ("PERSON", "ORG"))
    assert (found.gold, found.suggested) == ("one entity: “Dora Lind”", "2 of 5 apart: “Lind (Mrs)”")


def test_merged_entities_are_told_at_what_gold_sets_apart() -> None:
    (found,) = apart({"a": DORA, "c": OSLO}, {"a": [*DORA[:3], *OSLO]})
    assert (found.kind, found.place, found.about) == ("merged", 28, "Oslo")
    assert (found.gold, found.suggested) == ("1 of 4 apart: “Oslo”", "one entity: “Dora Lind”")


def test_each_part_is_told_and_of_equally_large_ones_the_first_is_the_entity() -> None:
    found = apart({"a": DORA[:3]}, {"c": DORA[2:3], "b": DORA[1:2], "a": DORA[:1]})
    assert [(d.kind, d.place) for d in found] == [("split", 17), ("split", 40)]


def test_mentions_of_one_side_only_are_no_error_of_this_kind() -> None:
    assert apart({"a": DORA[:2]}, {"a": [DORA[0], *OSLO]}) == []


def sides() -> Iterator[Side]:
    """All ways to put four mentions together."""
    for owners in product("a", "ab", "abc", "abcd"):
        if all(ord(owner) <= ord(max(owners[:n], default="`")) + 1 for n, owner in enumerate(owners)):
            yield {
                id: [at for at, own in zip(DORA[:4], owners, strict=True) if own == id] for id in sorted(set(owners))
            }


@pytest.mark.parametrize("gold", list(sides()))
def test_they_are_what_keeps_both_measures_from_being_whole(gold: Side) -> None:
    """B³ loses recall by what is split and precision by what is merged; LEA, of single mentions, also the other way."""
    for said in sides():
        both = compared(gold, said)
        kinds = {d.kind for d in entities_apart(both)}
        b_cubed, lea = score(both).clusters.b_cubed, score(both).clusters.lea
        assert (b_cubed.recall == 1) == ("split" not in kinds)
        assert (b_cubed.precision == 1) == ("merged" not in kinds)
        assert (lea.recall == lea.precision == 1) == (not kinds)
