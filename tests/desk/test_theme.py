"""Colours that can be read on their ground, and told apart by colour-blind eyes, in both themes."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtGui import QColor, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication

from annotator.records import POLARITIES
from annotator.scheme import HUES, default_scheme
from ui.theme import SIGNS, Theme, apply_theme, chip_font, contrast, reading_font, system_mode

TEXT, LINE = 4.5, 3.0
"""WCAG 2.1, success criteria 1.4.3 and 1.4.11, level AA."""
FREQUENT = ("PERSON", "ORG", "GPE", "TOPIC")
"""The four labels that news has most of."""

# Machado, Oliveira and Fernandes (2009), severity 1.0: what linear RGB becomes for three kinds of eyes.
EYES = {
    "normal": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))


def times(matrix: tuple[tuple[float, ...], ...], vector: list[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def lab(colour: QColor, eyes: str) -> list[float]:
    """CIE L*a*b* (D65) of a colour as some eyes see it."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    seen = [min(1.0, max(0.0, c)) for c in times(EYES[eyes], linear)]
    x, y, z = (
        v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116
        for v in (a / b for a, b in zip(times(XYZ, seen), (0.9505, 1.0, 1.089), strict=True))
    )
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]


def distance(one: QColor, other: QColor, eyes: str) -> float:
    """CIE76 colour difference; 2.3 is just noticeable."""
    return sum((a - b) ** 2 for a, b in zip(lab(one, eyes), lab(other, eyes), strict=True)) ** 0.5


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest, qapp: QApplication) -> Theme:
    return Theme.of(request.param)


def test_the_measure_itself_is_right() -> None:
    assert contrast(QColor("white"), QColor("black")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("white")) == pytest.approx(4.48, abs=0.01)
    assert distance(QColor("red"), QColor("green"), "normal") > 3 * distance(
        QColor("#a52a2a"), QColor("#6b5900"), "protan"
    )


@pytest.mark.parametrize("hue", HUES)
def test_words_and_lines_of_every_hue_can_be_read(theme: Theme, hue: str) -> None:
    colours = theme.hue(hue)
    assert contrast(colours.chip_text, colours.chip) >= TEXT
    assert contrast(colours.chip, colours.suggested) >= TEXT, "the words of an open chip"
    assert contrast(colours.line, theme.paper) >= LINE
    assert contrast(theme.ink, colours.decided) >= TEXT
    assert contrast(theme.ink, colours.suggested) >= TEXT


@pytest.mark.parametrize("hue", HUES)
def test_a_decision_is_filled_more_than_a_suggestion(theme: Theme, hue: str) -> None:
    colours = theme.hue(hue)
    eyes = [distance(colours.decided, colours.suggested, eyes) for eyes in EYES]
    assert min(eyes) > 5


@pytest.mark.parametrize("polarity", POLARITIES)
def test_polarities_can_be_read(theme: Theme, polarity: str) -> None:
    colour = theme.polarity(polarity)  # type: ignore[arg-type]
    assert contrast(colour, theme.paper) >= TEXT
    assert contrast(theme.paper, colour) >= TEXT, "the sign in a filled badge"
    assert len(set(SIGNS.values())) == len(POLARITIES)


def test_what_is_said_beside_the_text_can_be_read(theme: Theme) -> None:
    for ground in (theme.paper, theme.panel, theme.raised):
        assert contrast(theme.ink, ground) >= 7
        for words in (theme.faded, theme.problem, theme.good):
            assert contrast(words, ground) >= TEXT
        assert contrast(theme.focus, ground) >= LINE
    assert contrast(theme.ink, theme.selection) >= TEXT
    assert contrast(theme.faded, theme.selection) >= LINE
    assert contrast(theme.hint_ink, theme.hint) >= 7
    assert contrast(theme.hint, theme.hint_done) >= LINE


@pytest.mark.parametrize("eyes", EYES)
def test_frequent_labels_stay_apart(theme: Theme, eyes: str) -> None:
    hues = [label.hue for name in FREQUENT if (label := default_scheme().find(name))]
    assert len(set(hues)) == len(FREQUENT)
    for one, other in combinations(hues, 2):
        assert distance(theme.hue(one).chip, theme.hue(other).chip, eyes) >= 12, (one, other)
        assert distance(theme.hue(one).line, theme.hue(other).line, eyes) >= 12, (one, other)


@pytest.mark.parametrize("eyes", EYES)
def test_polarities_stay_apart(theme: Theme, eyes: str) -> None:
    colours = {p: theme.polarity(p) for p in POLARITIES}
    assert distance(colours["favor"], colours["against"], eyes) >= 40
    for one, other in combinations(POLARITIES, 2):
        assert distance(colours[one], colours[other], eyes) >= 10, (one, other)


@pytest.mark.parametrize("eyes", EYES)
def test_the_focus_is_no_label_s_outline(theme: Theme, eyes: str) -> None:
    for hue in HUES:
        assert distance(theme.focus, theme.hue(hue).outline, eyes) >= 10, hue


def test_the_whole_application_takes_the_theme(qapp: QApplication, theme: Theme) -> None:
    apply_theme(qapp, theme)
    assert qapp.palette().color(QPalette.ColorRole.Base) == theme.paper
    sheet = qapp.styleSheet()
    assert sheet
    assert "@" not in sheet, "a colour without a name in the theme"
    qapp.setStyleSheet("")  # under a sheet Qt does not say which style it is
    assert qapp.style().name() == "fusion"
    qapp.setStyleSheet(sheet)


def test_without_a_word_from_the_system_it_is_light(qapp: QApplication) -> None:
    assert system_mode() == "light"


def test_fonts_have_the_sizes_that_were_asked_for(qapp: QApplication) -> None:
    assert reading_font(13).pointSizeF() == 13
    assert reading_font(13, "sans").family() != reading_font(13, "serif").family()
    assert QFontMetricsF(reading_font(26)).height() == pytest.approx(
        2 * QFontMetricsF(reading_font(13)).height(), rel=0.1
    )
    assert chip_font(11).pixelSize() == 11
