"""Colours that can be told apart and read."""

from __future__ import annotations

from itertools import combinations

import pytest

from annotator.charts.inks import DARK, LIGHT, PAGE, PRINT, Ink, contrast, variables
from annotator.charts.scales import spread, ticks

inks = pytest.mark.parametrize("ink", [LIGHT, DARK, PRINT], ids=["light", "dark", "print"])


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)  # the grey that famously just fails


@inks
def test_words_and_lines_can_be_seen(ink: Ink) -> None:
    for words in (ink.ink, ink.faded, *(hue.words for hue in ink.hues)):
        assert contrast(words, ink.paper) >= 4.5
    for hue in ink.hues:
        assert contrast(hue.fill, ink.paper) >= 3
        assert contrast(hue.on, hue.fill) >= 4.5
    for shade in (*ink.right, *ink.wrong):
        assert contrast(shade.on, shade.fill) >= 4.5
    assert contrast(ink.faded, ink.paper) >= 3  # axes


@inks
def test_hues_and_shades_differ(ink: Ink) -> None:
    assert all(one.fill != other.fill for one, other in combinations(ink.hues, 2))
    for shades in (ink.right, ink.wrong):
        steps = [contrast(shade.fill, ink.paper) for shade in shades]
        assert steps == sorted(steps)  # stronger stands out more


def test_a_page_says_every_colour_that_it_names() -> None:
    named = {value.removeprefix("var(").removesuffix(")") for value in variables(PAGE).values()}
    for ink in (LIGHT, DARK, PRINT):
        assert set(variables(ink)) == named


@pytest.mark.parametrize(("low", "high"), [(0, 0), (0, 1), (3, 3), (-2.5, 7), (0, 1e-9), (0, 123456), (1, 0.5)])
def test_ticks_are_few_and_take_in_all(low: float, high: float) -> None:
    made = ticks(min(low, high), max(low, high))
    assert made[0] <= min(low, high)
    assert made[-1] >= max(low, high) - 1e-12
    assert 2 <= len(made) <= 8


def test_labels_keep_apart_and_inside() -> None:
    assert spread([5.0, 50.0], 10, 0, 100) == [5.0, 50.0]
    made = spread([99.0, 98.0, 1.0], 10, 0, 100)
    assert made == [100.0, 90.0, 1.0]
