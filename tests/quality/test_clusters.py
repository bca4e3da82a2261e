"""B³ and LEA on the worked examples of the papers that define them."""

from __future__ import annotations

import pytest

from annotator.quality.clusters import b_cubed, lea

KEY = [{1, 2, 3, 4, 5}, {6, 7}, {8, 9, 10, 11, 12}]


@pytest.mark.parametrize(
    ("response", "precision"),
    [
        ([{1, 2, 3, 4, 5}, {6, 7, 8, 9, 10, 11, 12}], 0.7619),  # Bagga & Baldwin 1998, figure 3: 76.2 %
        ([{1, 2, 3, 4, 5, 8, 9, 10, 11, 12}, {6, 7}], 0.5833),  # figure 4: 58.3 %
    ],
)
def test_b_cubed_of_bagga_and_baldwin(response: list[set[int]], precision: float) -> None:
    score = b_cubed(KEY, response)
    assert score.precision == pytest.approx(precision, abs=1e-4)
    assert score.recall == 1


def test_lea_of_moosavi_and_strube() -> None:
    """Section 4: key {a b c} {d e f g}, response {a b} {c d} {f g h i}."""
    score = lea(["abc", "defg"], ["ab", "cd", "fghi"])
    assert score.recall == pytest.approx((3 * 1 / 3 + 4 * 1 / 6) / 7)
    assert score.precision == pytest.approx((2 * 1 + 2 * 0 + 4 * 1 / 6) / 8)


def test_a_single_mention_is_linked_with_itself_alone() -> None:
    assert lea(["a", "bc"], ["a", "bc"]).f1 == 1
    assert lea(["a", "b"], ["ab"]).f1 == 0
    assert lea(["ab"], ["a", "b"]).f1 == 0


def test_what_one_side_lacks_counts_against_it() -> None:
    assert b_cubed(["ab"], ["a"]).recall == pytest.approx(0.25)
    assert b_cubed(["ab"], ["a"]).precision == 1
    assert (b_cubed([], []).f1, lea([], ["a"]).f1) == (0, 0)


def test_scores_of_articles_add_up() -> None:
    both = b_cubed(["ab"], ["ab"]) + b_cubed(["abcd"], ["a", "b", "c", "d"])
    assert both.recall == pytest.approx((2 + 4 * 0.25) / 6)
    assert both.precision == 1
