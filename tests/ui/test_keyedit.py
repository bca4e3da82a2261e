"""Changing keys on the sheet, by keyboard alone, and what holds everywhere from then on."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from tests.ui.test_hands import hint, labels, to, told
from ui.dialogs.keyedit import READY
from ui.dialogs.keys import KeySheet
from ui.driving import Driver

BUTTONS = ("Alt+R", "Alt+A", "Alt+F")
"""Qt shows for a tenth of a second that such a key presses a button."""


class Sheet:
    """The sheet of keys over a window, and keys pressed on it."""

    def __init__(self, driver: Driver, dialog: KeySheet | None = None) -> None:
        self.driver = driver
        menus = driver.window.menus
        self.dialog = dialog or KeySheet(menus.actions, driver.window, menus)
        self.dialog.show()
        self.dialog.activateWindow()
        for _ in range(100):  # where no window manager gives a dialog the keyboard
            if not self.dialog.search.hasFocus():
                self.dialog.activateWindow()
                QTest.qWait(10)
        assert self.dialog.search.hasFocus()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.dialog.activateWindow()
            _click(key)

    def find(self, words: str) -> None:
        self.dialog.search.setText(words)

    @property
    def asked(self) -> str:
        return self.dialog.asked.text()

    def caps(self, id: str) -> str:
        rows = ((a, row) for g in self.dialog.groups for a, row in zip(g.items, g.rows, strict=True))
        return next(str(row[1][1].accessibleName()) for action, row in rows if action.id == id)

    @property
    def saved(self) -> dict[str, Any]:
        return tomllib.loads(self.driver.window.menus.file.read_text(encoding="utf-8"))


def on_sheet(driver: Driver, *keys: str) -> None:
    """Open the sheet by its key, press keys there, and leave it."""

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, KeySheet)
        Sheet(driver, dialog).press(*keys, "Escape")
        assert not dialog.isVisible()

    driver.later(press)
    driver.keys("F1")
    for _ in range(100):
        if not driver.window.desk.hasFocus():
            driver.window.activateWindow()
            QTest.qWait(10)
    assert driver.window.desk.hasFocus()


def _click(key: str) -> None:
    combination = QKeySequence(key)[0]  # type: ignore[index]
    here = QApplication.focusWidget()
    assert here is not None
    QTest.keyClick(here, combination.key(), combination.keyboardModifiers())
    QTest.qWait(150 if key in BUTTONS else 0)


@pytest.fixture
def sheet(driver: Driver) -> Iterator[Sheet]:
    made = Sheet(driver)
    yield made
    made.dialog.close()
    made.dialog.deleteLater()


def test_a_free_key_is_taken_at_once_by_keys_alone(sheet: Sheet, driver: Driver) -> None:
    sheet.find("flag")
    sheet.press("Return")
    assert sheet.asked == "Press the new key for “Flag”. Esc leaves all as it is."
    sheet.press("Q")
    assert sheet.asked == READY
    assert sheet.caps("flag") == "Q or F"
    assert sheet.saved["keys"] == {"flag": ["Q", "F"]}


def test_what_was_chosen_holds_in_the_open_window_at_once(driver: Driver) -> None:
    on_sheet(driver, *"flag", "Return", "P", "Return")
    driver.keys("P")
    assert driver.page.annotation.flagged
    on_sheet(driver, "Alt+P", "Down")
    before = driver.page.article.id
    driver.keys("Space")
    assert driver.page.annotation.status != "done"
    assert driver.page.article.id != before
    driver.keys("Backspace")
    assert driver.page.article.id == before


def test_a_conflict_is_told_while_choosing_and_can_be_left_or_taken_over(sheet: Sheet, driver: Driver) -> None:
    sheet.find("flag")
    sheet.press("Return", "P")
    assert sheet.asked == (
        "P is “The same for the same words in this article”. Enter takes it over for “Flag”, Esc keeps it there."
    )
    sheet.press("Escape")
    assert (sheet.asked, sheet.caps("flag")) == (READY, "F")
    assert sheet.dialog.isVisible()
    sheet.press("Return", "P", "Return")
    assert sheet.caps("flag") == "P or F"
    sheet.find("")
    assert sheet.caps("same_here") == "no key"
    assert sheet.saved["keys"] == {"flag": ["P", "F"], "same_here": []}


@pytest.mark.parametrize(
    ("key", "owner"), [("3", "Label GPE"), ("Tab", "Next suggestion"), ("Shift+[", "Move the start")]
)
def test_digits_tab_and_keys_with_shift_are_seen_as_what_they_are(sheet: Sheet, key: str, owner: str) -> None:
    sheet.find("flag")
    sheet.press("Return", key)
    assert f"{key} is “{owner}" in sheet.asked


def test_keys_of_the_text_and_bare_modifiers_are_not_taken(sheet: Sheet) -> None:
    sheet.find("flag")
    sheet.press("Return", "Left")
    assert sheet.asked == "← moves, selects or copies in the text. Press another, or Esc."
    sheet.press("Ctrl+C")
    assert sheet.asked.startswith("Ctrl+C moves, selects")
    sheet.press("Ctrl+Alt+F")
    assert sheet.caps("flag") == "Ctrl+Alt+F or F"


def test_delete_takes_keys_away_and_reset_brings_them_back(sheet: Sheet, driver: Driver) -> None:
    sheet.find("accept the suggestion")
    assert sheet.caps("accept") == "A or Enter"
    sheet.press("Delete")
    assert sheet.caps("accept") == "A"
    sheet.press("Delete")
    assert sheet.caps("accept") == "no key"
    sheet.press("Delete", "Alt+R")
    assert sheet.caps("accept") == "A or Enter"
    assert sheet.saved["keys"] == {}
    sheet.find("")
    sheet.press("Down", "Backspace")
    assert sheet.caps("previous_open") == "Shift+Tab"


def test_all_changes_are_taken_back_after_a_question(sheet: Sheet) -> None:
    sheet.press("Alt+A")
    assert sheet.asked == "No key was changed."
    sheet.find("flag")
    sheet.press("Return", "Q", "Alt+A")
    assert "Give the keys of 1 action back" in sheet.asked
    sheet.press("Escape")
    assert sheet.caps("flag") == "Q or F"
    sheet.press("Alt+A", "Return")
    assert sheet.caps("flag") == "F"


def test_another_preset_holds_at_once_in_menus_words_and_sheet(sheet: Sheet, driver: Driver) -> None:
    sheet.press("Alt+P", "Down")
    assert driver.window.menus.keymap.preset == "prodigy"
    assert sheet.saved["preset"] == "prodigy"
    assert "Space skips" in sheet.dialog.foot.differs.text()  # type: ignore[union-attr]
    assert sheet.caps("undo") == "Backspace or U or Ctrl+Z"
    assert {a.shortcut().toString() for a in driver.window.findChildren(QAction, "skip") if a.associatedObjects()} == {
        "Space"
    }


def test_up_and_down_go_round_and_return_is_no_answer_when_held(sheet: Sheet) -> None:
    first = sheet.dialog.current
    sheet.press("Up")
    assert sheet.dialog.current is not first
    sheet.press("Down")
    assert sheet.dialog.current is first


def test_leaving_the_question_by_the_mouse_changes_nothing(sheet: Sheet) -> None:
    sheet.find("flag")
    sheet.press("Return")
    button = sheet.dialog.findChild(QPushButton, "keyOpenFolder")
    assert button is not None
    assert not sheet.dialog.foot.isEnabled()  # type: ignore[union-attr]
    group = next(g for g in sheet.dialog.groups if g.isVisible())
    words = group.rows[[a.id for a in group.items].index("flag")][1][0]
    QTest.mouseClick(words, Qt.MouseButton.LeftButton)
    assert sheet.asked == READY
    QTest.mouseDClick(words, Qt.MouseButton.LeftButton)
    assert sheet.asked.startswith("Press the new key for “Flag”")


def test_the_folder_of_the_file_can_be_opened(sheet: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    sheet.press("Alt+F")
    assert [Path(url.toLocalFile()) for url in opened] == [sheet.driver.window.menus.file.parent]
    assert opened[0].toLocalFile() in sheet.dialog.foot.path.text()  # type: ignore[union-attr]


# --- what holds everywhere


@pytest.fixture
def other_keys(driver: Driver) -> Driver:
    """A window whose user gave many actions other keys by hand."""
    path = driver.window.menus.file
    path.parent.mkdir(parents=True, exist_ok=True)
    keys = 'end_outwards_word = ["]"]\nfavor = ["I"]\n'  # I was the edge's
    keys += 'next_open = ["Ctrl+Shift+J"]\njoin = ["Q"]\nlabel_GPE = ["Ctrl+3"]\nflag = ["Left"]\n'
    path.write_text(f"[keys]\n{keys}", encoding="utf-8")
    driver.window.menus.change_keys(lambda settings: settings.with_keys("note", ["Ctrl+Alt+N"]))
    return driver


def test_words_that_name_keys_take_those_that_hold(other_keys: Driver) -> None:
    driver = other_keys
    assert "flag: ← moves, selects or copies in the text. Choose another." in told(driver)
    driver.keys("Escape")
    driver.window.bridge.set_focus("")
    driver.window.hands.reject()
    assert told(driver) == "Nothing is in focus. Ctrl+Shift+J goes to the next suggestion."
    card = driver.window.inspector.card
    driver.wait(lambda: card.facts.state.startswith("Ctrl+Shift+J goes to the next suggestion"), 5, "the card")
    to(driver, "Ann Reed")
    driver.wait(lambda: ("Q", "join") in card.caps(), 5, "the caps on the card")
    driver.keys("S")
    driver.keys(*hint(driver, "Greens"))
    assert (
        driver.window.asked.text()
        .replace("\N{NO-BREAK SPACE}", " ")
        .endswith("I favor   − against   0 neutral   ~ mixed")
    )
    driver.keys("I")
    assert driver.stance is not None
    assert driver.stance.polarity == "favor"
    to(driver, "Bob Reed")
    driver.keys("Ctrl+3")
    assert ("Bob Reed", "GPE", "corrected") in labels(driver)
    assert [x.key for x in driver.window.menus.scheme.label][:3] == ["1", "2", "Ctrl+3"]


def test_problems_of_the_file_stand_on_the_sheet(other_keys: Driver) -> None:
    sheet = Sheet(other_keys)
    assert "⚠" in sheet.dialog.problems.text()
    assert "flag: ← moves" in sheet.dialog.problems.text()
    sheet.dialog.close()
    sheet.dialog.deleteLater()


def test_the_palette_finds_actions_labels_entities_and_articles_with_the_keys_that_hold(other_keys: Driver) -> None:
    driver, window = other_keys, other_keys.window
    found: dict[str, list[str]] = {}

    def look() -> None:
        palette = QApplication.activeModalWidget()
        for words in ("gpe", "join to", "greens", "cold said", ""):
            palette.words.setText(words)  # type: ignore[union-attr]
            found[words] = [entry.told for entry in palette._shown]  # type: ignore[union-attr]
        palette.words.setText("greens")  # type: ignore[union-attr]
        palette._run()  # type: ignore[union-attr]

    driver.later(look)
    window.commands.show_palette()
    guideline = window.bridge.project.scheme.find("GPE").guideline  # type: ignore[union-attr]
    assert found["gpe"][0] == f"GPE, Ctrl+3, {guideline}, label"
    assert found["join to"][0] == "Join to an entity, Q, action"
    assert found["greens"][0] == "Greens, ORG, entity"
    assert [told.endswith("article") for told in found["cold said"]] == [True]
    assert not [told for told in found[""] if told.startswith("Label ")]
    entity = window.hands.focused_entity()
    assert entity is not None
    assert driver.page.name(entity) == "Greens"
    driver.later(look)
    window.commands.show_palette()
    assert found[""][0] == "Greens, ORG, entity"  # chosen lately
