"""Every field of an entity and of a stance is changed by key, from the text and from the inspector's lists alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator import edits
from annotator.page import EntityItem, StanceItem
from tests.ui.conftest import TEXT
from tests.ui.test_hands import hint, told
from ui.dialogs.names import LineDialog
from ui.driving import Driver

Place = Callable[[Driver], None]


def in_the_text(driver: Driver) -> None:
    driver.window.activateWindow()
    driver.window.desk.setFocus()
    driver.wait(driver.window.desk.hasFocus, 5, "the keyboard")


def in_the_lists(driver: Driver) -> None:
    driver.window.activateWindow()
    driver.window.inspector.setFocus()
    driver.wait(
        lambda: QApplication.focusWidget() in (driver.window.inspector.tree, driver.window.inspector.list),
        5,
        "the keyboard",
    )


everywhere = pytest.mark.parametrize("place", [in_the_text, in_the_lists])


def entity(driver: Driver, name: str) -> EntityItem:
    return next(e for e in driver.page.entities if e.name == name)


def focus(driver: Driver, item: str) -> None:
    """Put something in focus, and let the lists follow."""
    driver.window.bridge.set_focus(item)
    driver.wait(lambda: driver.window.inspector.focus == item, 5, "the lists")


def focus_entity(driver: Driver, name: str, place: Place) -> None:
    focus(driver, entity(driver, name).id)
    place(driver)


def stance(driver: Driver) -> StanceItem:
    found = driver.stance
    assert found is not None
    return found


def focus_stance(driver: Driver, place: Place) -> None:
    focus(driver, driver.page.stances[0].id)
    place(driver)


@pytest.fixture
def answers() -> Iterator[list[str]]:
    """What is typed into the next dialogs that ask for a line."""
    words: list[str] = []
    timer = QTimer()

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, LineDialog) and words:
            dialog.line.setText(words.pop(0))
            dialog.accept()

    timer.timeout.connect(answer)
    timer.start(20)
    yield words
    timer.stop()


@everywhere
def test_the_fields_of_an_entity(driver: Driver, place: Place, answers: list[str]) -> None:
    focus_entity(driver, "Bob Reed", place)
    driver.keys("1")
    assert entity(driver, "Bob Reed").label == "PERSON"
    answers += ["Robert Reed", "Q42"]
    for key in ("F2", "W"):
        place(driver)
        driver.keys(key)
    assert entity(driver, "Robert Reed").links == {"wikidata": "Q42"}
    focus_entity(driver, "the new bridge", place)
    driver.keys("Shift+T")
    driver.type(hint(driver, "Robert Reed").lower())
    assert entity(driver, "the new bridge").about == (entity(driver, "Robert Reed").id,)
    focus_entity(driver, "the new bridge", place)
    driver.keys("Shift+T")
    driver.type(hint(driver, "Robert Reed").lower())
    assert entity(driver, "the new bridge").about == ()
    assert told(driver) == "✓ saved · The new bridge is not about Robert Reed"
    focus_entity(driver, "Robert Reed", place)
    driver.keys("E")
    driver.type(hint(driver, "Ann Reed").lower())
    assert "Robert Reed" not in [e.name for e in driver.page.entities]
    focus_entity(driver, "Oslo", place)
    driver.keys("X")
    assert "Oslo" not in [e.name for e in driver.page.entities]


@everywhere
def test_the_fields_of_a_stance(driver: Driver, place: Place) -> None:
    focus_stance(driver, place)
    for key, polarity in (("-", "against"), ("0", "neutral"), ("~", "mixed"), ("+", "favor")):
        driver.keys(key)
        assert stance(driver).polarity == polarity
    driver.keys("M")
    assert stance(driver).manner == "acted"
    driver.keys("Shift+H")
    driver.type(hint(driver, "Oslo").lower())
    assert stance(driver).source == entity(driver, "Oslo").id
    driver.keys("T")
    driver.type(hint(driver, "Greens").lower())
    assert stance(driver).target == entity(driver, "Greens").id
    driver.keys("R")
    assert stance(driver).holder == entity(driver, "Greens").id
    driver.keys("H")
    driver.type(hint(driver, "Bob Reed").lower())
    assert stance(driver).holder == entity(driver, "Bob Reed").id
    driver.keys("Shift+X")
    assert stance(driver).cues == ()
    driver.keys("Shift+X")
    assert told(driver) == "This takes a stance with a cue in focus."


def test_one_of_several_cues_is_taken_away_by_its_digit_or_by_what_is_selected(driver: Driver) -> None:
    window = driver.window
    focus_stance(driver, in_the_text)
    for words in ("hates", "thanked"):
        at = TEXT.index(words)
        window.desk.set_selection(type(stance(driver).cues[0])(at, at + len(words)))
        driver.keys("Shift+C")
    assert [c.of(TEXT) for c in stance(driver).cues] == ["praised", "hates", "thanked"]
    driver.keys("Shift+X")
    assert window.asked.text() == "Which cue goes?   1 “praised”   2 “hates”   3 “thanked”"
    driver.keys("7")
    assert "No such choice: 7" in told(driver)
    driver.keys("2")
    assert [c.of(TEXT) for c in stance(driver).cues] == ["praised", "thanked"]
    window.desk.set_selection(stance(driver).cues[1])
    driver.keys("Shift+X")
    assert [c.of(TEXT) for c in stance(driver).cues] == ["praised"]
    driver.keys("U", "U")
    assert len(stance(driver).cues) == 3


def reeds(driver: Driver) -> list[list[str]]:
    """The words of the mentions of each entity that has a Reed."""
    words = [[driver.page.words(m) for m in driver.page.mentions_of(e.id)] for e in driver.page.entities]
    return [found for found in words if any("Reed" in w for w in found)]


@pytest.fixture
def one_reed(driver: Driver) -> Driver:
    """Bob Reed is taken for Ann Reed; the tree has the keyboard, on her first mention."""
    driver.window.bridge.do(edits.merge, entity(driver, "Bob Reed").id, entity(driver, "Ann Reed").id)
    focus_entity(driver, "Ann Reed", in_the_lists)
    driver.keys("Right", "Down")
    assert reeds(driver) == [["Ann Reed", "Bob Reed", "Ann Reed"]]
    return driver


def test_several_mentions_are_marked_and_split_off_as_one_act(one_reed: Driver) -> None:
    looks = one_reed.window.inspector.looks
    one_reed.keys("Shift+Down")
    assert "2 mentions are marked" in told(one_reed)
    assert looks.marked == entity(one_reed, "Ann Reed").mentions[:2]
    one_reed.keys("Shift+E")
    assert told(one_reed) == "✓ saved · 2 mentions are an entity of their own, “Ann Reed”"
    assert reeds(one_reed) == [["Ann Reed", "Bob Reed"], ["Ann Reed"]]
    one_reed.wait(lambda: not looks.marked, 5, "the marks to go")
    assert one_reed.window.inspector.tree.hasFocus()
    one_reed.keys("U")
    assert reeds(one_reed) == [["Ann Reed", "Bob Reed", "Ann Reed"]]


def test_marks_go_with_the_focus_and_never_leave_their_entity(one_reed: Driver) -> None:
    looks = one_reed.window.inspector.looks
    one_reed.keys("Shift+Down", "Shift+Up", "Shift+Down", "Shift+Down", "Shift+Down")
    assert looks.marked == entity(one_reed, "Ann Reed").mentions
    one_reed.keys("Shift+E")
    assert "are one entity of their own already" in told(one_reed)
    one_reed.keys("Down")
    one_reed.wait(lambda: not looks.marked, 5, "the marks to go")


def test_a_click_with_ctrl_marks_one_more(one_reed: Driver) -> None:
    tree = one_reed.window.inspector.tree
    last = entity(one_reed, "Ann Reed").mentions[2]
    index = one_reed.window.inspector.entities.index_of(last)
    for expected in ((entity(one_reed, "Ann Reed").mentions[0], last), (entity(one_reed, "Ann Reed").mentions[0],)):
        QTest.mouseClick(
            tree.viewport(),
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.ControlModifier,
            tree.visualRect(index).center(),
        )
        one_reed.settle()
        assert one_reed.window.inspector.looks.marked == expected
    assert one_reed.window.bridge.focus == expected[0]


def test_the_card_shows_which_key_changes_what(driver: Driver) -> None:
    card = driver.window.inspector.card
    focus_stance(driver, in_the_text)
    assert ("+ - 0 ~", "polarity") in card.caps()
    assert ("Shift+H", "source") in card.caps()
    assert "H T ends" in card.accessibleDescription()
    focus_entity(driver, "Oslo", in_the_text)
    assert ("W", "Wikidata") in card.caps()
    focus(driver, "")
    assert card.caps() == []
