"""Parts of the window beside each other: whose keys hold, what the status line says, what has room."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from annotator.project import Project
from annotator.spans import Range
from tests.ui.conftest import TEXT
from tests.ui.test_hands import hint, to, told
from ui.driving import Driver
from ui.panels import told as last_word


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
    asked, desk, guideline = driver.window.asked, driver.window.desk, driver.window.guideline
    at = asked.mapTo(driver.window, asked.rect().topLeft()).y()
    assert at == desk.mapTo(driver.window, desk.rect().bottomLeft()).y() + 1
    assert at < guideline.mapTo(driver.window, guideline.rect().topLeft()).y()
    driver.keys("Escape")


def test_the_heading_s_note_ends_before_the_button_beside_it(driver: Driver) -> None:
    to(driver, "Ann Reed")
    driver.window.catch_up()
    panel = driver.window.inspector
    panel.resize(panel.minimumWidth(), panel.height())
    QTest.qWait(0)
    assert panel.all_stances.isVisible()
    assert panel.stance_head.note_end() < panel.all_stances.x()
    assert panel.entity_head.note_end() == panel.entity_head.width() - 8


def test_without_an_article_the_next_step_is_named(driver: Driver, tmp_path: Path) -> None:
    driver.window.set_project(Project.create(tmp_path / "empty.annot", curator="tester"))
    driver.settle()
    assert driver.window.inspector.card.facts.state.startswith("Ctrl+Shift+O imports articles")
    assert "Import articles" in driver.window.queue.table.empty_words


def test_the_start_screen_keeps_words_and_buttons_together(open_window) -> None:  # type: ignore[no-untyped-def]
    start = open_window(None).window.start
    title, button = start.findChild(QLabel, "startTitle"), start.findChild(QPushButton, "startNew")
    assert button.mapTo(start, button.rect().topLeft()).y() - title.mapTo(start, title.rect().bottomLeft()).y() < 90
