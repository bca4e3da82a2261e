"""Held keys, and keys of other countries' keyboards, on the real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.spans import Range
from tests.ui.conftest import TEXT
from tests.ui.test_hands import labels, to
from ui.driving import Driver
from ui.keymap.layouts import pressed, readings

K, M = Qt.Key, Qt.KeyboardModifier


class Paints(QObject):
    """Counts how often something was painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def hold(driver: Driver, key: Qt.Key, text: str, times: int, modifier: Qt.KeyboardModifier = M.NoModifier) -> None:
    """Press a key and hold it, faster than anything is painted."""
    here = QApplication.focusWidget()
    assert here is not None
    QTest.simulateEvent(here, True, key, modifier, text, False)
    for _ in range(times):
        QTest.simulateEvent(QApplication.focusWidget() or here, True, key, modifier, text, True)


def let_go(driver: Driver, key: Qt.Key, text: str) -> None:
    QTest.simulateEvent(QApplication.focusWidget() or driver.window, False, key, M.NoModifier, text, False)


def test_moving_keeps_pace_with_the_painting_and_leaves_nothing_queued(driver: Driver) -> None:
    order = list(driver.page.open)
    at = order.index(driver.window.bridge.focus)
    focused: list[str] = []
    driver.window.bridge.focusChanged.connect(focused.append)
    hold(driver, K.Key_J, "j", 200)
    assert focused == [order[at + 1]]  # the press itself; nothing was painted since
    driver.settle()
    assert focused == [order[at + 1]]  # and what was dropped does not come later
    paints = Paints(driver.window.desk.viewport())
    for _ in range(5):
        for _ in range(40):
            QTest.simulateEvent(driver.window.desk, True, K.Key_J, M.NoModifier, "j", True)
        QApplication.processEvents()
    assert paints.count >= 3
    assert 3 <= len(focused) - 1 <= paints.count + 1
    let_go(driver, K.Key_J, "j")
    driver.settle()
    assert len(focused) - 1 <= paints.count + 1


@pytest.mark.parametrize(
    ("key", "text"), [(K.Key_A, "a"), (K.Key_X, "x"), (K.Key_Return, "\r"), (K.Key_Backspace, "\b")]
)
def test_a_held_decision_is_one_decision(driver: Driver, key: Qt.Key, text: str) -> None:
    decided: list[object] = []
    driver.window.bridge.pageChanged.connect(lambda _page, change: decided.append(change))
    hold(driver, key, text, 100)
    for _ in range(5):
        driver.settle()
        QTest.simulateEvent(driver.window.desk, True, key, M.NoModifier, text, True)
    assert len(decided) == 1
    let_go(driver, key, text)
    hold(driver, key, text, 3)
    assert len(decided) == 2  # pressed anew it decides anew


def test_held_space_finishes_one_article(driver: Driver) -> None:
    driver.keys("Shift+Return")
    for _ in range(20):
        if driver.page.open:
            driver.keys("Tab", "A")
    assert not driver.page.open
    driver.window.bridge.seen(Range(0, len(TEXT)))
    first = driver.page.article.id
    opened: list[object] = []
    driver.window.bridge.pageOpened.connect(opened.append)
    hold(driver, K.Key_Space, " ", 60)
    driver.settle()
    hold_on = [QTest.simulateEvent(driver.window.desk, True, K.Key_Space, M.NoModifier, " ", True) for _ in range(20)]
    assert len(hold_on) == 20
    assert len(opened) == 1
    assert driver.page.article.id != first


def test_edges_move_once_for_each_painting(driver: Driver) -> None:
    to(driver, "Oslo")
    before = driver.mention.range  # type: ignore[union-attr]
    hold(driver, K.Key_BracketLeft, "[", 50)
    driver.settle()
    assert driver.words == "in Oslo"
    QTest.simulateEvent(driver.window.desk, True, K.Key_BracketLeft, M.NoModifier, "[", True)
    driver.settle()
    assert driver.words == "met in Oslo"
    assert driver.mention.range.end == before.end  # type: ignore[union-attr]


def test_the_caret_keeps_pace_too(driver: Driver) -> None:
    driver.window.desk.set_caret(0)
    hold(driver, K.Key_Right, "", 50)
    assert driver.window.desk.caret() == len("Mayor ")


def test_the_key_that_opened_a_field_does_not_type_into_it(driver: Driver) -> None:
    hold(driver, K.Key_Slash, "/", 10)
    bar = driver.window.find_bar
    assert bar.words.hasFocus()
    assert bar.words.text() == ""
    let_go(driver, K.Key_Slash, "/")
    QTest.simulateEvent(bar.words, True, K.Key_Slash, M.NoModifier, "/", False)
    QTest.simulateEvent(bar.words, True, K.Key_Slash, M.NoModifier, "/", True)
    assert bar.words.text() == "//"


def test_the_key_that_asked_is_no_answer(driver: Driver) -> None:
    to(driver, "Greens")
    hold(driver, K.Key_E, "e", 30)
    assert driver.window.hands.mode_words.startswith("Join “Greens”")
    assert not driver.window.told.text().startswith("No such")
    driver.keys("Escape")
    hold(driver, K.Key_L, "l", 10)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    assert popup.words.text() == ""  # type: ignore[attr-defined]
    popup.close()


def test_a_held_return_presses_no_button_of_a_dialog(driver: Driver) -> None:
    seen: list[bool] = []

    def held() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        dialog.activateWindow()
        QTest.qWaitForWindowActive(dialog, 2000)
        for _ in range(20):
            QTest.simulateEvent(QApplication.focusWidget() or dialog, True, K.Key_Return, M.NoModifier, "\r", True)
            QTest.simulateEvent(QApplication.focusWidget() or dialog, True, K.Key_Space, M.NoModifier, " ", True)
        seen.append(dialog.isVisible())
        dialog.close()

    driver.later(held)
    driver.keys("Space")
    assert seen == [True]
    assert driver.page.annotation.status != "done"


# --- other countries' keyboards


def key_press(key: int, modifiers: Qt.KeyboardModifier, text: str, scan: int = 0) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, scan, 0, 0, text)


LAYOUTS = [
    ("French digit with Shift", key_press(K.Key_1, M.ShiftModifier, "1", 10), "xcb", "1"),
    ("French digit key without Shift", key_press(K.Key_Eacute, M.NoModifier, "é", 11), "xcb", "2"),
    ("the same on Windows", key_press(K.Key_Agrave, M.NoModifier, "à", 11), "windows", "0"),
    ("the same on Wayland", key_press(K.Key_Ccedilla, M.NoModifier, "ç", 18), "wayland", "9"),
    ("Czech", key_press(K.Key_unknown, M.NoModifier, "ř", 14), "xcb", "5"),
    ("German slash", key_press(K.Key_Slash, M.ShiftModifier, "/", 16), "xcb", "/"),
    ("German question mark", key_press(K.Key_Question, M.ShiftModifier, "?"), "windows", "?"),
    ("German bracket by AltGr", key_press(K.Key_BracketLeft, M.GroupSwitchModifier, "[", 17), "xcb", "["),
    ("the same on Windows", key_press(K.Key_BracketLeft, M.ControlModifier | M.AltModifier, "[", 9), "windows", "["),
    ("Swiss plus", key_press(K.Key_Plus, M.ShiftModifier, "+", 10), "xcb", "+"),
    ("Nordic tilde by AltGr", key_press(K.Key_AsciiTilde, M.GroupSwitchModifier, "~"), "xcb", "~"),
]


@pytest.mark.parametrize(("name", "event", "platform", "key"), LAYOUTS)
def test_what_a_press_means_elsewhere(name: str, event: QKeyEvent, platform: str, key: str) -> None:
    assert readings(event, platform)[0] == key


@pytest.mark.parametrize(
    ("event", "name"),
    [
        (key_press(K.Key_Question, M.ShiftModifier, "?"), "?"),
        (key_press(K.Key_A, M.ShiftModifier, "A"), "Shift+A"),
        (key_press(K.Key_Backtab, M.ShiftModifier, ""), "Shift+Tab"),
        (key_press(K.Key_5, M.KeypadModifier, "5"), "5"),
        (key_press(K.Key_Space, M.ShiftModifier, " "), "Shift+Space"),
        (key_press(K.Key_F, M.ControlModifier | M.AltModifier, ""), "Ctrl+Alt+F"),
        (key_press(K.Key_Shift, M.ShiftModifier, ""), ""),
    ],
)
def test_a_press_is_named_as_in_the_file(event: QKeyEvent, name: str) -> None:
    assert pressed(event) == name


def test_letters_and_digits_with_other_modifiers_mean_nothing_else() -> None:
    assert readings(key_press(K.Key_A, M.ShiftModifier, "A", 38), "xcb") == []
    assert readings(key_press(K.Key_1, M.AltModifier, "1", 10), "xcb") == []
    assert readings(key_press(K.Key_Eacute, M.AltModifier, "é", 11), "xcb") == []


@pytest.mark.parametrize("event", [LAYOUTS[0][1], key_press(K.Key_Ampersand, M.NoModifier, "&", 10)])
def test_french_digits_set_labels_with_shift_and_without(
    driver: Driver, monkeypatch: pytest.MonkeyPatch, event: QKeyEvent
) -> None:  # fmt: skip
    monkeypatch.setattr("ui.presses.QGuiApplication.platformName", lambda: "xcb")
    to(driver, "Bob Reed")
    QApplication.sendEvent(driver.window.desk, event)
    assert ("Bob Reed", "PERSON", "corrected") in labels(driver)
