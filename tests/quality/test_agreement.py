"""Agreement beyond chance: what other people's programs make of the same small cases, the edges, and laws for all."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.quality.agreement import cohen_kappa, coincidences, nominal_alpha
from annotator.quality.bootstrap import draws, interval
from annotator.quality.overlaps import score_overlaps
from annotator.quality.unitizing import Unitized, outermost, unitize, unitize_label
from annotator.spans import Range

# The expected values were made by the programs that are named with them, once, on the very same small input.
POLARITIES = (
    ("favor", "favor", "against", "against", "neutral", "favor", "mixed", "against", "favor", "against"),
    ("favor", "against", "against", "against", "favor", "favor", "mixed", "neutral", "favor", "against"),
)
LABELS = ("PPOOG-PTGO", "PPOGGOP-GO", "-POGOOPT-P")
"""Three curators on ten ranges; "-" for who did not mark one."""
ONE = [(0, 9, "PERSON"), (14, 22, "ORG"), (30, 36, "GPE"), (40, 52, "TOPIC"), (60, 64, "PERSON"), (70, 75, "ORG")]
OTHER = [(0, 9, "PERSON"), (10, 22, "ORG"), (30, 36, "ORG"), (42, 58, "GPE"), (70, 75, "ORG"), (80, 84, "GPE")]
THIRD = [(0, 9, "PERSON"), (14, 22, "ORG"), (40, 52, "TOPIC"), (80, 84, "PERSON")]
LENGTH = 100


def marked(units: list[tuple[int, int, str]]) -> list[tuple[Range, str]]:
    return [(Range(start, end), label) for start, end, label in units]


def test_kappa_is_that_of_scikit_learn() -> None:
    # sklearn.metrics.cohen_kappa_score(*POLARITIES), scikit-learn 1.9.1
    assert cohen_kappa(Counter(zip(*POLARITIES, strict=True))) == pytest.approx(0.5454545454545454)


def test_alpha_is_that_of_the_package_krippendorff() -> None:
    # krippendorff.alpha(…, level_of_measurement="nominal"), krippendorff 0.9.0, "-" as missing
    for curators, expected in ((LABELS, 0.6835443037974684), (LABELS[:2], 0.8235294117647058)):
        units = [[value for value in column if value != "-"] for column in zip(*curators, strict=True)]
        assert nominal_alpha(coincidences(units)) == pytest.approx(expected)


def test_overlaps_are_those_of_nervaluate() -> None:
    # nervaluate 1.2.1, Evaluator(…, loader="dict") with ends inclusive: F1 of strict, exact, ent_type, partial
    found = score_overlaps(marked(ONE), marked(OTHER))
    assert (found.ones, found.others) == (6, 6)
    f1 = [2 * agreed / 12 for agreed in (found.strict, found.exact, found.type, found.partial)]
    assert f1 == pytest.approx([1 / 3, 0.5, 0.5, 2 / 3])


def test_unitizing_alpha_is_that_of_another_program() -> None:
    # KrippendorffUnitizedAlpha of krippendorff-unitized-alpha 0.1.0, given all units and gaps, ends exclusive
    one, other, third = marked(ONE), marked(OTHER), marked(THIRD)
    assert unitize(LENGTH, [one, other]).alpha == pytest.approx(0.4722419500451399)
    assert unitize(LENGTH, [one, other, third]).alpha == pytest.approx(0.517788899537382)
    assert unitize_label(LENGTH, [one, other], "ORG").alpha == pytest.approx(0.6651253387533874)
    assert unitize_label(LENGTH, [one, other], "GPE").alpha == pytest.approx(-0.13557471264367793)


def test_what_nobody_judged_or_all_judged_the_same_has_no_kappa_and_no_alpha() -> None:
    assert cohen_kappa({}) is None
    assert cohen_kappa({("favor", "favor"): 9}) is None
    assert cohen_kappa({("favor", "against"): 2}) == 0
    assert nominal_alpha({}) is None
    assert nominal_alpha(coincidences([["P"], [], ["G"]])) is None  # nothing is in two
    assert nominal_alpha(coincidences([["P", "P"]] * 3)) is None


def test_edges_of_overlaps() -> None:
    nothing = score_overlaps([], [])
    assert (nothing.ones, nothing.others, nothing.partial) == (0, 0, 0)
    silent = score_overlaps(marked(ONE), [])
    assert (silent.ones, silent.others, silent.partial) == (6, 0, 0)
    twice = score_overlaps(marked(ONE + ONE), marked(ONE))
    assert (twice.ones, twice.strict) == (6, 6)
    empty = marked([(5, 5, "GPE")])
    assert score_overlaps(empty, marked([(0, 9, "GPE")])).partial == 0
    assert score_overlaps(empty, empty).strict == 1


def test_a_mention_is_paired_with_the_one_that_is_most_like_it() -> None:
    plan, town = (0, 24, "TOPIC"), (20, 24, "GPE")
    assert score_overlaps(marked([plan, town]), marked([town, plan])).strict == 2
    found = score_overlaps(marked([plan, town]), marked([town]))
    assert (found.strict, found.partial) == (1, 1)


def test_edges_of_unitizing() -> None:
    one = marked(ONE)
    assert unitize(LENGTH, [one, one]).alpha == 1
    assert unitize(LENGTH, [[], []]).alpha is None
    assert unitize(0, [[], []]).alpha is None
    assert unitize(5, [marked([(0, 5, "GPE")])] * 2).alpha is None  # one label all over
    silent = unitize(LENGTH, [one, []]).alpha
    assert silent is not None
    assert silent <= 0
    assert unitize(LENGTH, [one + one, marked([(3, 3, "GPE"), *ONE])]).alpha == 1
    nested = marked([(0, 24, "TOPIC"), (20, 24, "GPE"), (22, 30, "ORG"), (40, 41, "GPE")])
    assert outermost(nested) == marked([(0, 24, "TOPIC"), (40, 41, "GPE")])


UNITS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 9), st.sampled_from("ABC")).map(
        lambda u: (Range(u[0], u[0] + u[1]), u[2])
    ),
    max_size=6,
)


@given(UNITS, UNITS)
def test_nothing_depends_on_who_comes_first(one: list[tuple[Range, str]], other: list[tuple[Range, str]]) -> None:
    forth, back = score_overlaps(one, other), score_overlaps(other, one)
    assert (forth.strict, forth.exact) == (back.strict, back.exact)
    assert unitize(40, [one, other]).alpha == pytest.approx(unitize(40, [other, one]).alpha)
    twice = unitize(40, [one, other]) + unitize(40, [one, other])
    assert sum(twice.observed.values()) == 160
    assert forth.strict <= forth.exact <= forth.partial
    assert forth.strict <= forth.type


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("abc")), min_size=1))
def test_kappa_and_alpha_are_one_for_full_agreement_alone(pairs: list[tuple[str, str]]) -> None:
    table = Counter(pairs)
    for found in (cohen_kappa(table), nominal_alpha(coincidences(pairs))):
        assert found is None or (found <= 1 and (found == pytest.approx(1)) == all(c == k for c, k in pairs))


def test_texts_add_up_as_if_they_were_one() -> None:
    one, other = marked(ONE), marked(OTHER)
    moved = [[(Range(p.start + LENGTH, p.end + LENGTH), label) for p, label in side] for side in (one, other)]
    whole = unitize(2 * LENGTH, [one + moved[0], other + moved[1]])
    assert (unitize(LENGTH, [one, other]) + unitize(LENGTH, [one, other]) + Unitized()).alpha == pytest.approx(
        whole.alpha
    )


def test_intervals_are_the_same_each_time_and_hold_the_middle() -> None:
    counts = [{"right": 1.0, "all": 1.0}] * 3 + [{"all": 1.0}] * 7
    shares = [drawn.get("right", 0.0) / drawn["all"] for drawn in draws(counts)]
    assert len(shares) == 1000
    assert shares == [drawn["right"] / drawn["all"] for drawn in draws(counts)]
    assert shares != [drawn["right"] / drawn["all"] for drawn in draws(counts, seed=1)]
    low, high = interval(shares) or (0, 0)
    assert (low, high) == (0.0, 0.6)  # as the binomial distribution has it for 10 draws at 0.3
    assert interval([0.0, None, 1.0], share=0.5) == (0.25, 0.75)
    assert interval([None, 1.0]) is None
    assert list(draws([])) == list(draws(counts[:1])) == []
