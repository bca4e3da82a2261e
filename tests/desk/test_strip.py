"""The margin strip: where suggestions are open, what was looked at, what is on the screen; a click goes there."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.page import Page
from annotator.spans import Range
from benchmarks.material import D2, D3, make_page
from tests.desk.conftest import STORY, Hand
from tests.desk.pages import make
from tests.desk.test_painting import near, pixels
from tests.desk.test_theme import EYES, LINE, distance
from ui.desk.strip import WIDTH, Rows, Strip
from ui.theme import Theme, blend, contrast

LONG = STORY * 6


@pytest.fixture
def strip(hand: Hand) -> Iterator[Strip]:
    """A strip beside the desk."""
    made = Strip(hand.desk)
    made.resize(WIDTH, 600)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def show(hand: Hand, strip: Strip, page: Page, looked: tuple[Range, ...] = ()) -> None:
    hand.show(page)
    strip.show_page(page, looked)
    hand.settle()


def has(strip: Strip, top: float, bottom: float, colour: QColor) -> int:
    """How many pixels of a colour there are between two shares of the strip's height."""
    picture, high = strip.grab().toImage(), strip.height()
    area = QRect(0, round(top * high), WIDTH, max(1, round((bottom - top) * high)))
    return sum(near(c, colour) for c in pixels(picture, area))


def test_it_stands_in_place_of_the_scroll_bar(hand: Hand, strip: Strip) -> None:
    assert hand.desk.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    assert strip.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_it_says_what_it_shows(hand: Hand, strip: Strip) -> None:
    assert strip.accessibleName() == "Margin strip: No article"
    page = make(LONG, [("Ana Keller", "PERSON", False), ("Port Vesta", "GPE", False)])
    show(hand, strip, page, (Range(0, round(len(LONG) * 0.8)),))
    assert strip.accessibleName() == "Margin strip: 2 open, 80 % looked at"
    strip.show_page(page, (Range(0, len(LONG) - 1),))
    assert "99 %" in strip.toolTip(), "not all is never said to be all"
    strip.show_page(page, (Range(0, len(LONG)),))
    assert "100 %" in strip.toolTip()


def test_open_suggestions_have_ticks_where_they_stand_and_decisions_none(hand: Hand, strip: Strip) -> None:
    text = "Nobody spoke.\n" * 60 + "Ana rebuffed Boris.\n" + "Nobody spoke.\n" * 60
    theme = Theme.of("light")
    for sure in (False, True):
        marked = [("Ana", "PERSON", sure), ("Boris", "PERSON", sure)]
        show(hand, strip, make(text, marked, [("Ana", "Boris", "against", "rebuffed", sure)]))
        hand.desk.verticalScrollBar().setValue(0)
        tick = has(strip, 0.45, 0.55, theme.polarity("against"))
        assert (tick > 5) == (not sure)
        assert has(strip, 0.6, 0.95, theme.polarity("against")) == 0


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_what_was_looked_at_is_a_band(hand: Hand, strip: Strip, mode: str) -> None:
    theme = Theme.of(mode)
    strip.set_theme(theme)
    show(hand, strip, make(LONG * 4), (Range(len(LONG) * 2, len(LONG) * 3),))
    assert has(strip, 0.55, 0.7, theme.good) > 100
    assert has(strip, 0.8, 0.95, theme.good) == 0
    assert contrast(theme.good, theme.panel) >= LINE
    assert contrast(blend(theme.ink, theme.panel, 0.62), blend(theme.good, theme.panel, 0.14)) >= LINE, "a tick on it"
    for eyes in EYES:
        assert distance(theme.good, theme.panel, eyes) > 20
        assert distance(theme.edge, theme.panel, eyes) > 5, "boilerplate"
    for polarity in ("favor", "against", "neutral", "mixed"):
        assert contrast(theme.polarity(polarity), blend(theme.good, theme.panel, 0.14)) >= LINE  # type: ignore[arg-type]


def test_the_frame_and_the_focus_go_with_the_text(hand: Hand, strip: Strip) -> None:
    page = make(LONG * 4, [("Ana Keller", "PERSON", True)])
    show(hand, strip, page)
    top = has(strip, 0, 0.1, Theme.of("light").faded)
    hand.desk.verticalScrollBar().setValue(hand.desk.verticalScrollBar().maximum())
    hand.settle()
    assert has(strip, 0, 0.1, Theme.of("light").faded) < top
    assert has(strip, 0.8, 1.0, Theme.of("light").faded) > 0
    hand.desk.set_focus("m1")
    hand.settle()
    assert has(strip, 0, 0.05, Theme.of("light").focus) > 20


def test_a_click_and_a_drag_go_there(hand: Hand, strip: Strip) -> None:
    page = make_page(D2)
    show(hand, strip, page)
    for share in (0.5, 0.98, 0.02):
        QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(8, round(share * strip.height())))
        hand.settle()
        seen = hand.desk.visible_range()
        assert seen.start - 800 <= share * len(page.text) <= seen.end + 800
    QTest.mousePress(strip, Qt.MouseButton.LeftButton, pos=QPoint(8, 10))
    QTest.mouseMove(strip, QPoint(8, 300))
    QApplication.processEvents()
    QTest.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=QPoint(8, 300))
    assert hand.desk.visible_range().start > len(page.text) * 0.4


def test_thousands_of_mentions_take_no_time(hand: Hand, strip: Strip) -> None:
    page = make_page(D3)
    show(hand, strip, page)
    assert sum(Rows(page, 600).mentions) == sum(m.decision is None for m in page.mentions)
    best = []
    for act in (strip.repaint, lambda: strip.set_theme(Theme.of("light")) or strip.repaint()):  # type: ignore[func-returns-value]
        times = []
        for _ in range(5):
            begin = time.process_time()
            act()
            times.append(time.process_time() - begin)
        best.append(min(times))
    assert best[0] < 0.006
    assert best[1] < 0.024, "made anew, though the machine be busy"


def test_an_empty_article_has_an_empty_strip(hand: Hand, strip: Strip) -> None:
    show(hand, strip, make(""))
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(8, 50))
    strip.show_page(None)
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(8, 50))
    assert not strip.grab().isNull()
