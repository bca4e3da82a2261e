"""What was looked at: found while reading, kept with the article, said when it is done."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from annotator import edits
from annotator.project import Project
from annotator.spans import Range
from tests.ui.conftest import OTHER, TEXT
from ui.driving import Driver
from ui.reading import LEAST_SECONDS, seconds_for

Open = Callable[[Path | None], Driver]
SECOND, THIRD = TEXT.index("Reed’s party"), TEXT.index("Ann Reed thanked")


class Clock:
    """The clock of who reads. It stands, so that nothing is read while a busy machine takes its time, until it is let go."""

    def __init__(self) -> None:
        self.now: float | None = time.monotonic()

    def monotonic(self) -> float:
        return time.monotonic() if self.now is None else self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("ui.reading.time", made)
    return made


def decide_all(driver: Driver) -> None:
    """Accept everything, at once."""
    assert driver.window.bridge.do(edits.accept_rest, 0.0) is not None


def asked(driver: Driver) -> list[str]:
    """What the dialog says that the next key opens; it is left by Esc."""
    said: list[str] = []

    def note() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        said.extend(label.text() for label in dialog.findChildren(QLabel) if label.text())
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    driver.later(note)
    driver.keys("Space")
    return said


def test_longer_sentences_take_longer() -> None:
    assert seconds_for("No.") == LEAST_SECONDS
    assert seconds_for("word " * 36) == 3.0


def test_what_stands_on_the_screen_long_enough_was_looked_at(driver: Driver, clock: Clock) -> None:
    bridge = driver.window.bridge
    assert bridge.looked_at == (), "nothing at once, not even what the focus began on"
    assert len(bridge.unread()) == 3
    clock.now = None
    driver.wait(lambda: not bridge.unread(), 10, "reading")
    assert bridge.looked_at == (Range(0, len(TEXT)),)
    assert driver.page.annotation.looked_at == (), "nothing is written while it is only read"


def test_nothing_counts_while_nobody_is_there(driver: Driver, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, bridge = driver.window.reading, driver.window.bridge
    assert clock.now is not None
    clock.now += 3600
    reading.look()
    assert bridge.looked_at == ()
    monkeypatch.setattr(type(driver.window.desk), "isActiveWindow", lambda _desk: False)
    reading._wake()
    clock.now = None
    QTest.qWait(1000)
    assert bridge.looked_at == ()


def test_the_sentence_of_the_focus_and_of_the_caret_was_looked_at(driver: Driver) -> None:
    reading, bridge = driver.window.reading, driver.window.bridge
    last = next(m for m in driver.page.mentions if m.start >= THIRD)
    bridge.set_focus(last.id)
    reading.look()
    assert bridge.looked_at == (Range(THIRD, len(TEXT)),)
    driver.window.desk.set_caret(SECOND - 4)
    driver.keys("Right", "Right", "Right")
    reading.look()
    assert Range(SECOND, len(TEXT)) in bridge.looked_at or Range(0, len(TEXT)) in bridge.looked_at


def test_it_rides_along_with_the_next_act_and_undo_leaves_it(driver: Driver) -> None:
    bridge = driver.window.bridge
    bridge.seen(Range(THIRD, len(TEXT)))
    driver.keys("A")
    looked = driver.page.annotation.looked_at
    assert looked == (Range(0, SECOND), Range(THIRD, len(TEXT)))
    driver.keys("U")
    assert not driver.page.annotation.mentions
    assert driver.page.annotation.looked_at == looked
    driver.keys("Ctrl+Y")
    assert driver.page.annotation.mentions
    assert driver.page.annotation.looked_at == looked


def test_what_was_only_read_is_kept_when_the_article_is_left_and_is_no_undo(driver: Driver, project_path: Path) -> None:
    first, bridge = driver.page.article.id, driver.window.bridge
    driver.keys("F")
    bridge.seen(Range(0, SECOND))
    other = next(id for id in bridge.project.store.ids() if id != first)  # type: ignore[union-attr]
    bridge.open_article(other)
    bridge.seen(Range(0, 22))
    driver.window.close()
    with Project.open(project_path) as project:
        assert project.page(first).annotation.looked_at == (Range(0, SECOND),)
        assert project.page(other).annotation.looked_at == (Range(0, 22),)
        assert project.page(other).annotation.status == "todo"
        assert project.undo_words() == "flag the article"
        assert project.check() == []
        assert "look" not in project.status().decisions


def test_reading_gold_again_does_not_change_it(driver: Driver) -> None:
    first, bridge = driver.page.article.id, driver.window.bridge
    driver.finish()
    bridge.open_article(first)
    before = driver.page.annotation
    assert before.status == "done"
    bridge.seen(Range(0, len(TEXT)))
    bridge.open_article(None)
    assert bridge.project.page(first).annotation == before  # type: ignore[union-attr]


def test_done_says_what_was_never_looked_at_and_shows_it(driver: Driver) -> None:
    decide_all(driver)
    driver.window.bridge.seen(Range(SECOND, THIRD))
    assert "2 sentences were never looked at" in asked(driver)
    assert driver.page.annotation.status == "started"
    driver.later(lambda: QTest.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_S))
    driver.keys("Space")
    assert driver.window.desk.selection() == Range(0, TEXT.index("\n"))
    assert driver.page.annotation.status == "started"


def test_both_are_asked_at_once(driver: Driver) -> None:
    said = " ".join(asked(driver))
    assert f"{len(driver.page.open)} suggestions are undecided" in said
    assert "3 sentences were never looked at" in said


def test_with_nothing_left_space_is_one_key(driver: Driver) -> None:
    decide_all(driver)
    driver.window.bridge.seen(Range(0, len(TEXT)))
    driver.keys("Space")
    assert driver.page.text == OTHER


def test_boilerplate_need_not_be_looked_at(driver: Driver) -> None:
    bridge = driver.window.bridge
    assert bridge.do(edits.mark_section, THIRD, len(TEXT) - 1, "boilerplate") is not None
    decide_all(driver)
    bridge.seen(Range(0, THIRD))
    assert bridge.unread() == ()


def test_of_undecided_suggestions_done_goes_to_the_first(driver: Driver) -> None:
    driver.keys("Tab", "Tab")
    driver.window.bridge.seen(Range(SECOND, THIRD))
    driver.later(lambda: QTest.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_S))
    driver.keys("Space")
    assert driver.window.bridge.focus == driver.page.open[0]
    assert driver.page.annotation.status == "todo"


def test_the_next_article_has_the_keyboard(driver: Driver) -> None:
    decide_all(driver)
    driver.window.inspector.setFocus()
    assert not driver.window.desk.hasFocus()
    driver.window.bridge.seen(Range(0, len(TEXT)))
    driver.keys("Space")
    assert driver.page.text == OTHER
    assert driver.window.desk.hasFocus()
