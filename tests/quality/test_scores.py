"""Scores: by hand on small cases, and laws that hold for all."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.quality.calibration import calibrate
from annotator.quality.counting import Score, macro_f1, micro_f1, score_sets
from annotator.quality.directed import ClassScores, pair_classes, target_class
from annotator.quality.labels import common_ground
from annotator.quality.matching import Known, dice, match_entities
from annotator.quality.mentions import MentionScores, normalised, score_mentions
from annotator.quality.stances import StanceScores, score_stances
from annotator.spans import Range

A, B, C = Range(0, 4), Range(5, 9), Range(5, 12)


def test_precision_recall_and_f1() -> None:
    score = score_sets("abcd", "abx")
    assert (score.p, score.r) == (2 / 3, 2 / 4)
    assert score.f1 == pytest.approx(2 * (2 / 3) * (1 / 2) / (2 / 3 + 1 / 2))
    nothing = score_sets("", "")
    assert (nothing.p, nothing.r, nothing.f1) == (0, 0, 0)


@given(st.sets(st.integers(0, 9)), st.sets(st.integers(0, 9)))
def test_f1_lies_between_and_is_the_same_both_ways(one: set[int], other: set[int]) -> None:
    score = score_sets(one, other)
    assert min(score.p, score.r) - 1e-12 <= score.f1 <= max(score.p, score.r) + 1e-12
    assert score.f1 == pytest.approx(score_sets(other, one).f1)
    assert (score.f1 == 1) == (one == other and bool(one))


def test_macro_f1_is_the_mean_over_the_classes_that_occur() -> None:
    # a: 2 of 2 said, 3 in gold; b: said once and wrongly, once in gold; c: never said
    assert macro_f1(list("aaabc"), list("aabaa")) == pytest.approx((2 * 2 / (3 + 4) + 0 + 0) / 3)
    assert micro_f1(list("aaabc"), list("aabaa")) == 2 / 5
    assert macro_f1([], []) == 0


@given(st.lists(st.sampled_from("abc"), min_size=1))
def test_what_is_all_right_scores_one(classes: list[str]) -> None:
    assert macro_f1(classes, classes) == micro_f1(classes, classes) == 1


def test_mentions_strict_partial_and_by_label() -> None:
    scores = score_mentions([(A, "PER"), (B, "ORG")], [(A, "PER"), (B, "LOC"), (C, "ORG"), (A, "PER")])
    assert scores.strict == Score(1, 3, 1, 2)
    assert scores.partial == Score(2, 3, 2, 2)
    assert scores.by_label == {"LOC": Score(0, 1, 0, 0), "ORG": Score(0, 1, 0, 1), "PER": Score(1, 1, 1, 1)}
    assert scores.confused == {("ORG", "LOC"): 1}
    assert (scores + scores).strict == Score(2, 6, 2, 4)
    assert MentionScores() + scores == scores


def test_a_normaliser_changes_both_sides_and_leaves_out_what_does_not_count() -> None:
    def without_title(text: str, mention: tuple[Range, str]) -> tuple[Range, str] | None:
        place, label = mention
        return (Range(place.start + 4, place.end) if place.of(text).startswith("Mrs ") else place), label

    text = "Mrs Lind"
    assert normalised(text, [(Range(0, 8), "PERSON")], [without_title]) == [(Range(4, 8), "PERSON")]
    assert normalised(text, [(Range(0, 8), "PERSON")], [lambda _t, _m: None, without_title]) == []


def test_labels_of_others_are_compared_in_coarse_classes() -> None:
    assert common_ground(["PERSON", "GPE", "TOPIC"]) is None
    rule = common_ground(["PER", "LOC"])
    assert rule is not None
    assert [rule("", (A, label)) for label in ("PERSON", "GPE", "FAC", "ORG", "TOPIC")] == [
        (A, "PER"), (A, "LOC"), (A, "LOC"), None, None,
    ]  # fmt: skip


def test_entities_are_matched_by_overlap_and_else_by_name() -> None:
    gold = {
        "g1": Known((Range(0, 10), Range(30, 34)), ("Dora Lind",)),
        "g2": Known((Range(4, 10),), ("Lind Inc",)),
        "g3": Known((), ("The Plan",)),
    }
    said = {
        "s1": Known((Range(0, 9),), ()),  # most of g1's, less of g2's
        "s2": Known((Range(5, 10), Range(50, 55)), ()),
        "s3": Known((Range(60, 64),), ("plan",)),
        "s4": Known((Range(70, 71),), ("Other",)),
    }
    assert match_entities(gold, said) == {"s1": "g1", "s2": "g2", "s3": "g3"}


@given(st.integers(0, 9), st.integers(1, 9), st.integers(0, 9), st.integers(1, 9))
def test_dice_is_even_handed(a: int, n: int, b: int, m: int) -> None:
    one, other = Range(a, a + n), Range(b, b + m)
    assert dice(one, other) == dice(other, one)
    assert (dice(one, other) == 1) == (one == other)
    assert (dice(one, other) > 0) == one.overlaps(other)


def test_stances_triplet_pair_and_polarity() -> None:
    gold = {("a", "b", "favor"), ("b", "a", "against"), ("writer", "a", "favor")}
    said = {("a", "b", "against"), ("writer", "a", "favor"), ("a", "?x", "favor")}
    scores = score_stances(gold, said)
    assert scores.triplet == Score(1, 3, 1, 3)
    assert scores.known == Score(1, 2, 1, 3)  # who ?x is, gold does not know
    assert scores.pair == Score(2, 3, 2, 3)
    assert scores.polarity_accuracy == 1 / 2
    assert (scores.said_right, scores.spoken) == (1, 2)  # of a and b, and of the writer and a, something is said
    assert StanceScores().polarity_accuracy is None
    assert (scores + scores).met == 2 * scores.met


def test_a_stance_to_a_topic_is_one_to_whom_it_is_about() -> None:
    gold = {("a", "plan", "against")}
    said = {("a", "b", "against"), ("a", "c", "against")}
    scores = score_stances(gold, said, {"plan": ("b",)})
    assert scores.triplet == Score(1, 2, 1, 1)
    assert score_stances({("a", "b", "favor")}, {("a", "?t", "favor")}, {"?t": ("b",)}).triplet.f1 == 1


def test_an_unnamed_holder_of_gold_is_met_by_anybody_whom_gold_does_not_name() -> None:
    gold = {("unnamed", "b", "favor")}
    assert score_stances(gold, {("?e7", "b", "favor")}).triplet.f1 == 1
    assert score_stances(gold, {("unnamed", "b", "favor")}).triplet.f1 == 1
    assert score_stances(gold, {("a", "b", "favor")}).triplet.f1 == 0


TRIPLETS = st.sets(st.tuples(st.sampled_from("abw"), st.sampled_from("ab"), st.sampled_from(("favor", "against"))))


@given(TRIPLETS, TRIPLETS)
def test_pairs_are_never_harder_than_triplets(gold: set[tuple[str, str, str]], said: set[tuple[str, str, str]]) -> None:
    scores = score_stances(gold, said)
    assert scores.triplet == score_sets(gold, said)
    assert scores.agreed <= scores.met
    assert scores.said_right <= scores.spoken
    assert scores.pair == score_sets({g[:2] for g in gold}, {s[:2] for s in said})


def test_each_pair_has_one_of_five_classes() -> None:
    stances = [("a", "b", "favor", 0.0), ("c", "a", "against", 0.0), ("b", "c", "neutral", 0.0)]
    assert pair_classes(["a", "b", "c"], stances) == ["favor >", "against <", "none"]


def test_of_several_stances_of_a_pair_the_weightiest_counts() -> None:
    both = [("a", "b", "favor", 0.6), ("b", "a", "against", 0.8), ("a", "b", "against", 0.7)]
    assert pair_classes(["a", "b"], both) == ["against <"]
    assert pair_classes(["a", "b"], [*both, ("a", "b", "favor", 0.9)]) == ["favor >"]
    assert pair_classes(["a", "b"], [("a", "b", "favor", 0.7), ("a", "b", "against", 0.6)]) == ["favor >"]
    assert pair_classes(["a", "b"], [("a", "b", "favor", -1.0), ("b", "a", "favor", -2.0)]) == ["favor >"]


def test_presence_and_class_of_stances() -> None:
    scores = ClassScores(("none", "favor >", "favor >", "against <"), ("favor >", "favor >", "favor <", "none"))
    assert scores.presence == Score(2, 3, 2, 3)
    assert scores.right_class == Score(1, 3, 1, 3)


def test_the_class_of_a_target_is_what_most_say() -> None:
    assert target_class(["favor", "favor", "against"]) == "favor"
    assert target_class(["favor", "against"]) == target_class(["neutral"]) == target_class([]) == "none"


def test_calibration_by_hand() -> None:
    told = [(0.9, True), (0.9, True), (1.0, False), (0.2, False), (0.2, True)]
    found = calibrate(told)
    assert found is not None
    assert [(round(b.low, 1), b.n) for b in found.bins] == [(0.1, 2), (0.8, 2), (0.9, 1)]
    assert found.ece == pytest.approx(2 / 5 * 0.3 + 2 / 5 * 0.1 + 1 / 5 * 1.0)
    assert found.brier == pytest.approx((0.01 + 0.01 + 1 + 0.04 + 0.64) / 5)
    assert calibrate([]) is None
    for p in (1.1, -0.1, math.nan):
        with pytest.raises(ValueError, match="no probability"):
            calibrate([(p, True)])


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1), st.integers(1, 20))
def test_calibration_counts_everything_once(told: list[tuple[float, bool]], bins: int) -> None:
    found = calibrate(told, bins)
    assert found is not None
    assert sum(b.n for b in found.bins) == found.n == len(told)
    assert 0 <= found.ece <= 1
    assert all(b.low - 1e-9 <= b.confidence <= b.high + 1e-9 for b in found.bins)


def test_who_says_only_what_is_certain_and_right_is_calibrated() -> None:
    found = calibrate([(1.0, True)] * 3 + [(0.0, False)])
    assert found is not None
    assert (found.ece, found.brier) == (0, 0)
