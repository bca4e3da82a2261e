"""Parts of the window beside each other: whose keys hold, what the status line says, what has room."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from annotator import edits
from annotator.project import Project
from annotator.spans import Range
from tests.ui.conftest import TEXT
from tests.ui.test_hands import hint, to, told
from ui.driving import Driver
from ui.panels import told as last_word
from ui.panels.card import describe


def test_f3_goes_on_in_the_article_while_its_find_bar_is_open(driver: Driver) -> None:
    driver.keys("/")
    driver.type("reed")
    bar, desk = driver.window.find_bar, driver.window.desk
    assert bar.count.text() == "1 of 4"
    driver.keys("F3", "F3")
    assert bar.count.text() == "3 of 4"
    assert desk.selection() == Range(TEXT.index("Reed’s"), TEXT.index("Reed’s") + 4)
    driver.keys("Shift+F3")
    assert bar.count.text() == "2 of 4"
    driver.keys("Escape", "F3")
    assert told(driver) == "Search the project first: Ctrl+F."


def test_escape_gives_the_keyboard_back_before_it_touches_the_selection(driver: Driver) -> None:
    desk = driver.window.desk
    driver.keys("/")
    driver.type("oslo")
    driver.keys("Escape", "Ctrl+Shift+F", "Escape")
    assert desk.hasFocus()
    assert desk.selection() is not None
    driver.keys("Escape")
    assert desk.selection() is None


def test_an_answer_goes_when_the_focus_moves_on_and_what_was_saved_stays(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.window.bridge.said.emit("told", "There is no other here.")
    driver.keys("Tab")
    assert told(driver) == "There is no other here.", "it is new"
    monkeypatch.setattr(last_word, "LEAST_SECONDS", 0.0)
    driver.keys("Tab")
    assert told(driver) == ""
    driver.keys("A", "Tab")
    assert told(driver).startswith("✓ saved · ")


def test_the_proposed_cue_has_a_ring_while_the_polarity_is_asked_for(driver: Driver) -> None:
    to(driver, "Ann Reed")
    driver.keys("S")
    driver.keys(*hint(driver, "the new bridge"))
    at = TEXT.index("praised")
    assert driver.window.desk.places == (Range(at, at + 7),)
    driver.keys("+")
    assert driver.window.desk.places == ()


def test_a_sign_and_its_polarity_stand_on_one_line(driver: Driver) -> None:
    to(driver, "Ann Reed")
    driver.keys("S")
    driver.keys(*hint(driver, "the new bridge"))
    assert "−\N{NO-BREAK SPACE}against" in driver.window.asked.text()
    driver.keys("Escape")


def test_a_question_stands_right_below_the_text(driver: Driver) -> None:
    driver.keys("G", "E")
    asked, desk, guideline = driver.window.asked, driver.window.desk, driver.window.asides.guiding.panel
    at = asked.mapTo(driver.window, asked.rect().topLeft()).y()
    assert at == desk.mapTo(driver.window, desk.rect().bottomLeft()).y() + 1
    assert at < guideline.mapTo(driver.window, guideline.rect().topLeft()).y()
    driver.keys("Escape")


def test_without_an_article_the_next_step_is_named(driver: Driver, tmp_path: Path) -> None:
    driver.window.set_project(Project.create(tmp_path / "empty.annot", curator="tester"))
    driver.settle()
    assert driver.window.inspector.card.facts.state.startswith("Ctrl+Shift+O imports articles")
    assert "Import articles" in driver.window.queue.table.empty_words


def test_the_start_screen_keeps_words_and_buttons_together(open_window) -> None:  # type: ignore[no-untyped-def]
    start = open_window(None).window.start
    title, button = start.findChild(QLabel, "startTitle"), start.findChild(QPushButton, "startNew")
    assert button.mapTo(start, button.rect().topLeft()).y() - title.mapTo(start, title.rect().bottomLeft()).y() < 90


def test_what_is_in_focus_stays_in_view_when_the_search_opens(driver: Driver) -> None:
    window = driver.window
    window.resize(1000, 420)
    driver.settle()
    driver.go_to(lambda item: item.id == driver.page.order[-1])
    driver.keys("G", "Ctrl+F")
    ring = window.desk.ring()
    assert ring is not None
    assert window.desk.whole_range().contains(ring)


def test_pointing_at_something_long_still_tells_how_likely_it_is(driver: Driver) -> None:
    window = driver.window
    to(driver, "Oslo")
    driver.window.hands.rename("Oslo, the capital of Norway, a city that is told of at very great length indeed")
    item = driver.window.bridge.focus
    line = describe(driver.page, item, window.inspector.looks.scheme).line
    assert len(line) < 110
    assert line.startswith("“Oslo” · GPE · Oslo, the capital of … ")
    assert line.endswith(" · suggested, 90%: a name")
    assert describe(driver.page, "?m1", window.inspector.looks.scheme).line.startswith(
        "“Ann Reed” · PERSON · suggested, 90%"
    )


def test_with_nothing_undecided_the_card_names_the_key_for_the_next_article(driver: Driver) -> None:
    driver.window.bridge.do(edits.accept_rest, 0.0)
    driver.window.bridge.set_focus("")
    driver.window.catch_up()
    assert driver.window.inspector.card.facts.state.startswith("Nothing is undecided here: Space is done")


def test_labels_beside_a_selection_are_written_as_everywhere_however_large_the_text(driver: Driver) -> None:
    bar = driver.window.label_bar
    driver.keys(*["Ctrl++"] * 5)
    assert driver.window.desk.font().pointSizeF() > bar.font().pointSizeF()
    assert bar.font() == driver.window.queue.font()
