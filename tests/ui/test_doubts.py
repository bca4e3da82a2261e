"""The window of doubtful gold, driven by keys: looking, going there and back, mending, calling fine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from annotator.doubts import Doubt
from benchmarks.faults import plant
from benchmarks.made_up import a_project, make
from ui.driving import Driver
from ui.review.doubts import DoubtsWindow

KEYS = {"Return": Qt.Key.Key_Return, "Esc": Qt.Key.Key_Escape, "Down": Qt.Key.Key_Down, "Home": Qt.Key.Key_Home}
OPEN = Callable[[Path | None], Driver]


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """Twelve finished articles with a fault of each kind."""
    articles = make(12, 1)
    plant(articles, 1, 3)
    a_project(tmp_path / "p.annot", articles).close()
    return tmp_path / "p.annot"


def opened(driver: Driver) -> DoubtsWindow:
    """The window, opened by its key, when everything was looked through."""
    driver.keys("Ctrl+U")
    (found,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, DoubtsWindow) and w.isVisible()]
    driver.wait(lambda: found.doubts.known, 60, "the checks")
    QTest.qWaitForWindowActive(found, 2000)
    return found


def press(window: DoubtsWindow, *names: str) -> None:
    """Press keys on whatever in the window has the keyboard."""
    for name in names:
        QTest.keyClick(window.focusWidget() or window, KEYS.get(name) or name.lower())
        QTest.qWait(20)


def choose(window: DoubtsWindow, name: str) -> None:
    """Choose a check at the left with the arrow keys; the keyboard goes to its doubts."""
    window.checks.setFocus()
    press(window, "Home")
    while window.shown != name:
        before = window.checks.currentRow()
        press(window, "Down")
        assert window.checks.currentRow() != before, f"no line for {name}"
    press(window, "Return")


def keys_of(window: DoubtsWindow) -> list[str]:
    return [doubt.key for doubt in window.model.rows]


def current(window: DoubtsWindow) -> Doubt:
    assert window.current is not None
    return window.current


def test_it_lists_every_doubt_with_its_sentence_and_filters_by_check(open_window: OPEN, faulty: Path) -> None:
    window = opened(open_window(faulty))
    assert window.model.rows[0].check == "edges"
    assert window.head.text() == f"{len(window.model.rows)} doubts in 12 finished articles"
    doubt = current(window)
    assert f"<b><u>{doubt.words}</u></b>" in window.detail.text().replace(" </u>", "</u>")
    assert doubt.fix is not None
    assert doubt.fix.words in window.detail.text()
    choose(window, "oneself")
    assert {d.check for d in window.model.rows} == {"oneself"}
    for widget in (window.list, window.checks, window.bar):
        assert widget.accessibleName()


def test_return_goes_there_and_escape_or_the_key_comes_back_to_the_row(open_window: OPEN, faulty: Path) -> None:
    driver = open_window(faulty)
    window = opened(driver)
    choose(window, "labels")
    press(window, "Down")
    doubt = current(window)
    for back in ("Esc", "Ctrl+U"):
        press(window, "Return")
        assert driver.page.article.id == doubt.article
        assert driver.mention is not None
        assert (driver.mention.start, driver.mention.end) == (doubt.start, doubt.end)
        driver.keys(back)
        assert window.isActiveWindow()
        assert current(window) == doubt
    press(window, "Esc")
    assert not window.isVisible()
    focus = driver.window.bridge.focus
    driver.keys("Esc")
    assert not window.isVisible()
    assert focus
    assert not driver.window.bridge.focus


def test_f_mends_in_one_act_the_article_stays_finished_and_undo_brings_the_doubt_back(
    open_window: OPEN, faulty: Path
) -> None:
    driver = open_window(faulty)
    window = opened(driver)
    choose(window, "edges")
    doubt = current(window)
    press(window, "F")
    assert doubt.key not in keys_of(window)
    assert driver.page.article.id == doubt.article
    assert driver.page.annotation.status == "done"
    assert window.model.counts["edges"] == 0
    assert window.list.empty_words == "No doubt is left here."
    press(window, "U")
    driver.wait(lambda: doubt.key in keys_of(window), 20, "the doubt")
    assert current(window).key == doubt.key


def test_f_on_a_doubt_without_a_fix_says_so(open_window: OPEN, faulty: Path) -> None:
    driver = open_window(faulty)
    window = opened(driver)
    choose(window, "contradiction")
    before = keys_of(window)
    press(window, "F")
    assert keys_of(window) == before
    assert "no fix" in driver.window.told.text()


def test_fine_leaves_the_list_is_taken_back_and_remembered(open_window: OPEN, faulty: Path) -> None:
    driver = open_window(faulty)
    window = opened(driver)
    first = current(window)
    press(window, "K")
    assert first.key not in keys_of(window)
    press(window, "Z")
    assert current(window) == first
    press(window, "K")
    driver.window.close()

    again = open_window(faulty)
    window = opened(again)
    assert first.key not in keys_of(window)
    choose(window, "fine")
    assert keys_of(window) == [first.key]
    press(window, "K")
    assert window.list.empty_words == "Nothing was called fine."
    choose(window, "")
    again.wait(lambda: first.key in keys_of(window), 20, "the doubt")


def test_an_article_decided_anew_is_looked_at_when_it_is_finished(open_window: OPEN, faulty: Path) -> None:
    driver = open_window(faulty)
    window = opened(driver)
    choose(window, "boilerplate")
    doubt = current(window)
    press(window, "Return")
    driver.keys("X")
    driver.wait(lambda: not window.model.holds(doubt.article), 20, "the open article to leave")
    driver.finish()
    QTest.qWait(500)
    assert doubt.key not in keys_of(window)
    driver.keys("U", "U")
    driver.wait(lambda: doubt.key in keys_of(window), 20, "the doubt to be back")


def test_without_doubts_it_is_friendly(open_window: OPEN, tmp_path: Path) -> None:
    articles = make(4, 2)
    a_project(tmp_path / "clean.annot", articles).close()
    window = opened(open_window(tmp_path / "clean.annot"))
    assert window.model.rows == []
    assert window.list.empty_words.startswith("✓ No doubt is left.")
    assert all(label.text() != "None" for label in window.findChildren(QLabel))


def test_it_can_be_cancelled_and_looked_at_again(open_window: OPEN, faulty: Path) -> None:
    driver = open_window(faulty)
    driver.keys("Ctrl+U")
    (window,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, DoubtsWindow)]
    window.cancel.click()
    QTest.qWait(300)
    assert not window.doubts.known
    assert window.head.text() == "Nothing was looked at yet"
    press(window, "R")
    driver.wait(lambda: window.doubts.known, 60, "the checks")
