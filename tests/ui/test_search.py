"""The search of the whole project by keys alone, and what is put on its places: nothing unseen, one undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.everywhere import Found
from annotator.page import MentionItem
from annotator.project import Project
from annotator.records import Mention
from annotator.spans import Range
from tests.ui.conftest import OTHER, TEXT, article
from ui import bulk
from ui.driving import Driver
from ui.models.search import TICK_ROLE
from ui.panels.search import SearchPanel


def to(driver: Driver, words: str) -> None:
    driver.go_to(lambda item: isinstance(item, MentionItem) and driver.page.words(item) == words)


def told(driver: Driver) -> str:
    return driver.window.told.text()


def panel(driver: Driver) -> SearchPanel:
    return driver.window.asides.bulk.panel


def project(driver: Driver) -> Project:
    found = driver.window.bridge.project
    assert found is not None
    return found


def idle(driver: Driver) -> None:
    driver.wait(lambda: not panel(driver)._timer.isActive() and not driver.window.asides.bulk.busy, 20)
    driver.settle()


def search(driver: Driver, words: str) -> None:
    driver.keys("Ctrl+F")
    for sign in words:
        QTest.keyClick(panel(driver).words, sign)
    idle(driver)


def decided(driver: Driver) -> list[Mention]:
    ids = list(project(driver).store.ids())
    return [m for id in ids for m in project(driver).page(id).annotation.mentions.values()]


def ticks(driver: Driver) -> list[bool | None]:
    model = panel(driver).model
    return [model.index(model.row_of(f.key)).data(TICK_ROLE) for f in model.found]


def keyboard(driver: Driver) -> object:
    return QApplication.focusWidget()


def test_from_words_to_one_undo_over_several_articles_by_keys_alone(driver: Driver) -> None:
    here = driver.page.article.id
    search(driver, "went")
    assert panel(driver).count.text() == "1 place in 1 article"
    search(driver, "Oslo")
    assert panel(driver).count.text() == "3 places in 2 articles"
    driver.keys("Down", "Down", "Down", "Return")  # the second article's first place
    assert driver.page.text == OTHER
    assert driver.words == "Oslo"
    assert panel(driver).isVisible()
    assert keyboard(driver) is panel(driver).list
    driver.keys("4")
    idle(driver)
    assert ticks(driver) == [True, True, True]
    driver.keys("Space", "Ctrl+Return")
    idle(driver)
    assert told(driver) == "✓ saved · Label 2 “Oslo” TOPIC, in 2 articles · U takes it back"
    assert [(m.label, m.bulk) for m in decided(driver)] == [("TOPIC", True)] * 2
    assert ticks(driver) == [None, False, None]
    driver.keys("U")
    assert decided(driver) == []
    assert driver.page.article.id != here  # the desk keeps its article
    driver.keys("Escape")
    assert not panel(driver).isVisible()
    assert keyboard(driver) is driver.window.desk


def test_shift_p_then_return_does_the_same_everywhere(driver: Driver) -> None:
    to(driver, "Oslo")
    driver.keys("Shift+P")
    idle(driver)
    assert panel(driver).words.text() == "Oslo"
    assert ticks(driver) == [True, True, True]
    assert decided(driver) == []
    driver.keys("Return")
    idle(driver)
    assert "Label 3 “Oslo” GPE, in 2 articles" in told(driver)
    assert [m.decision for m in decided(driver)] == ["accepted"] * 3
    driver.keys("U")
    assert decided(driver) == []
    driver.keys("Ctrl+Shift+Z")
    assert len(decided(driver)) == 3


def test_shift_p_after_a_rejection_and_after_a_join(driver: Driver) -> None:
    opened = driver.window.bridge.project
    assert opened is not None
    opened.set_remembering(False)  # memory does by itself here what P is asked to do
    driver.window.bridge.open_article(driver.page.article.id)
    to(driver, "Oslo")
    driver.keys("X", "Shift+P")
    idle(driver)
    assert ticks(driver) == [None, True, True]
    driver.keys("Return")
    idle(driver)
    assert "Reject 2 “Oslo” as GPE" in told(driver)
    driver.keys("U", "Escape", "U")
    to(driver, "Greens")
    driver.keys("E")
    driver.type(driver.window.desk.hints[next(e.id for e in driver.page.entities if e.name == "Oslo")])
    driver.keys("Shift+P")
    idle(driver)
    found = panel(driver).model.found
    assert [f.effect for f in found if f.article != driver.page.article.id] == ["join"]
    driver.keys("Return")
    idle(driver)
    other = next(i for i in project(driver).store.ids() if i != driver.page.article.id)
    page = project(driver).page(other)
    assert {page.name(m.entity) for m in page.mentions if page.words(m) in ("Greens", "Oslo")} == {"Oslo"}


def test_words_decided_otherwise_are_flagged_and_not_ticked(driver: Driver) -> None:
    other = next(i for i in project(driver).store.ids() if i != driver.page.article.id)
    page = project(driver).page(other)
    project(driver).act(page, bulk.edits.label, next(m.id for m in page.mentions if page.words(m) == "Oslo"), "ORG")
    to(driver, "Oslo")
    driver.keys("Shift+P")
    idle(driver)
    assert panel(driver).warning.text() == "⚠ elsewhere ORG 1×"
    assert panel(driver).warning.isVisible()
    assert [f.held for f in panel(driver).model.found if f.place.state == "decided"] == ["decided ORG"]
    assert ticks(driver) == [True, False, True]


def test_a_done_article_is_listed_and_touched_only_on_purpose(driver: Driver) -> None:
    other = next(i for i in project(driver).store.ids() if i != driver.page.article.id)
    project(driver).act(project(driver).page(other), bulk.edits.finish, "tester", "2025-01-01T00:00:00Z")
    to(driver, "Oslo")
    driver.keys("Shift+P")
    idle(driver)
    assert [f.held for f in panel(driver).model.found] == ["", *["done: would be opened again"] * 2]
    assert ticks(driver) == [True, False, False]
    driver.keys("Return")
    idle(driver)
    assert project(driver).page(other).annotation.status == "done"


def test_this_one_and_the_next_go_place_by_place(driver: Driver) -> None:
    to(driver, "Oslo")
    driver.keys("Ctrl+F")
    idle(driver)
    driver.keys("Down", "A")
    assert [(m.label, m.bulk) for m in decided(driver)] == [("GPE", False)]
    assert driver.page.text == OTHER
    assert driver.words == "Oslo"
    driver.keys("P")
    assert len(decided(driver)) == 2
    driver.keys("Escape", "F3")
    assert "Search the project first" in told(driver)


def test_f3_and_f4_work_from_the_desk(driver: Driver) -> None:
    to(driver, "Oslo")
    driver.keys("Ctrl+F")
    idle(driver)
    driver.window.desk.setFocus()
    driver.keys("F3", "F4")
    assert keyboard(driver) is driver.window.desk
    assert [m.label for m in decided(driver)] == ["GPE"]
    assert driver.page.text == OTHER
    driver.keys("Shift+F4")
    assert len(decided(driver)) == 2
    driver.keys("F3", "Shift+F3", "Shift+F3")
    assert driver.page.text == TEXT


def test_a_bare_place_is_selected_and_a_digit_marks_it(driver: Driver) -> None:
    search(driver, "Monday")
    driver.keys("Return")
    at = TEXT.index("Monday")
    assert driver.window.desk.selection() == Range(at, at + 6)
    driver.keys("Escape", "4")
    assert [(m.start, m.label) for m in decided(driver)] == [(at, "TOPIC")]


def test_other_words_than_the_templates_are_not_ticked_by_themselves(driver: Driver) -> None:
    to(driver, "Oslo")
    search(driver, "cold")
    assert ticks(driver) == [False]
    assert not panel(driver).all_ticked.isEnabled()
    driver.keys("Ctrl+Return")
    assert decided(driver) == []


def test_without_a_template_nothing_can_be_put(driver: Driver) -> None:
    driver.window.bridge.set_focus("")
    search(driver, "Oslo")
    assert ticks(driver) == [None] * 3
    assert not panel(driver).all_ticked.isVisible()
    driver.keys("Down", "P", "A", "Ctrl+Return", "Space")
    assert decided(driver) == []
    assert "Nothing is ticked" in told(driver)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "Type words"),
        ("x", "Type at least two letters"),
        ("?!", "no letter or digit"),
        ("zebra", "“zebra” stands nowhere, as whole words and written just so"),
        ("oslo", "see “Any case”"),
    ],
)
def test_empty_short_and_unknown_words_say_what_to_do(driver: Driver, words: str, says: str) -> None:
    driver.window.bridge.set_focus("")
    search(driver, words)
    assert says in panel(driver).list.empty_words
    assert panel(driver).model.rowCount() == 0


def test_any_case_is_a_choice(driver: Driver) -> None:
    search(driver, "ann reed")
    assert panel(driver).model.found == []
    panel(driver).any_case.click()
    idle(driver)
    assert panel(driver).count.text() == "4 places in 2 articles"


def test_a_click_on_the_tick_ticks_and_one_on_the_words_jumps(driver: Driver) -> None:
    to(driver, "Oslo")
    driver.keys("Ctrl+F")
    idle(driver)
    view = panel(driver).list
    model, left = panel(driver).model, Qt.MouseButton.LeftButton
    row = view.visualRect(model.index(model.row_of(model.found[1].key)))
    point = row.center()
    point.setX(row.left() + 15)
    QTest.mouseClick(view.viewport(), left, pos=point)
    assert ticks(driver) == [True, False, True]
    assert driver.page.text == TEXT
    QTest.mouseClick(view.viewport(), left, pos=row.center())
    assert ticks(driver) == [True, False, True]
    assert driver.page.text == OTHER


@pytest.fixture
def many(tmp_path: Path, open_window: Callable[[Path | None], Driver]) -> Driver:
    path = tmp_path / "many.annot"
    with Project.create(path, curator="tester") as made:
        made.add([article(f"Number {n}: Ann Reed met Bob, then Ann Reed left.\n") for n in range(300)])
    return open_window(path)


def test_the_first_places_come_at_once_and_the_rest_in_slices(many: Driver) -> None:
    many.keys("Ctrl+F")
    panel(many).ask_for("Ann Reed")
    first = len(panel(many).model.found)
    assert 0 < first < 600
    assert panel(many).count.text().endswith("so far …")
    idle(many)
    assert panel(many).count.text() == "600 places in 300 articles"


def test_other_words_or_leaving_end_a_search(many: Driver) -> None:
    many.keys("Ctrl+F")
    panel(many).ask_for("Ann Reed")
    panel(many).ask_for("Bob")
    idle(many)
    assert panel(many).count.text() == "300 places in 300 articles"
    assert {f.words for f in panel(many).model.found} == {"Bob"}
    panel(many).ask_for("Ann Reed")
    many.keys("Escape")
    assert not many.window.asides.bulk.busy


def test_nothing_is_put_before_all_places_are_there(many: Driver) -> None:
    panel(many).ask_for("Bob")
    many.window.asides.bulk._take_label("1")
    assert many.window.asides.bulk.busy
    many.window.asides.bulk.put_all()
    assert "all places must be there" in told(many)
    idle(many)
    assert decided(many) == []
    many.window.asides.bulk.put_all()
    idle(many)
    assert "Label 300 “Bob” PERSON, in 300 articles" in told(many)
    assert many.window.queue.model.known(many.page.article.id).decided == 1  # type: ignore[union-attr]
    many.keys("U")
    assert decided(many) == []


def test_what_is_decided_while_all_is_worked_out_is_not_overwritten(many: Driver) -> None:
    panel(many).ask_for("Bob")
    many.window.asides.bulk._take_label("1")
    idle(many)
    many.window.asides.bulk.put_all()
    many.wait(lambda: "of 300 articles" in panel(many).count.text(), 10, "the first articles to be worked out")
    assert many.window.asides.bulk.busy
    here = next(f for f in panel(many).model.found if f.article == many.page.article.id)
    many.window.bridge.do(bulk.edits.add, here.place.start, here.place.end, "ORG")
    idle(many)
    assert "Label 299 “Bob” PERSON, in 299 articles; 1 place changed meanwhile and stayed" in told(many)
    assert [m.label for m in many.page.annotation.mentions.values()] == ["ORG"]


def test_more_places_than_are_kept_are_told(many: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.everywhere.finding.MOST_FOUND", 20)
    panel(many).ask_for("Bob")
    idle(many)
    assert panel(many).count.text() == "the first 20 places in 20 articles; there are more"


def test_another_project_has_nothing_of_the_search(driver: Driver) -> None:
    to(driver, "Oslo")
    driver.keys("Ctrl+F")
    idle(driver)
    driver.window.bridge.set_project(None)
    assert panel(driver).model.rowCount() == 0
    assert not panel(driver).isVisible()
    assert panel(driver).words.text() == ""


def test_places_follow_what_is_decided_on_the_desk(driver: Driver) -> None:
    to(driver, "Oslo")
    driver.keys("Ctrl+F")
    idle(driver)
    driver.window.desk.setFocus()
    driver.keys("A")

    def states() -> list[str]:
        return [f.place.state for f in panel(driver).model.found if isinstance(f, Found)]

    assert states() == ["decided", "suggested", "suggested"]
    driver.keys("U")
    assert states() == ["suggested"] * 3
