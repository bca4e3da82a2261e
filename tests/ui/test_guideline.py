"""The guideline beside the text, and the scheme changed under it: by keys, on the real window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator import edits
from annotator.page import is_open
from tests.ui.conftest import OTHER, article
from tests.ui.test_hands import to, told
from ui.dialogs.scheme import SchemeDialog
from ui.driving import Driver


@pytest.fixture
def guided(driver: Driver) -> Driver:
    """The first article on the desk; the second is gold. What is rejected there is not remembered here."""
    assert driver.window.bridge.project is not None
    driver.window.bridge.project.set_remembering(False)
    driver.window.commands.open_article(article(OTHER).id)
    driver.keys("X")  # rejects “Ann Reed” once
    driver.window.bridge.do(edits.accept_rest, 0.0)
    driver.window.bridge.finish()
    driver.window.bridge.open_next()
    driver.settle()
    return driver


def rows(driver: Driver) -> list[str]:
    """What the panel lists, once it has looked."""
    QTest.qWait(250)
    model = driver.window.asides.guiding.panel.model
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def test_g_shows_the_guideline_of_what_is_in_focus_with_gold_and_goes_again(guided: Driver) -> None:
    panel = guided.window.asides.guiding.panel
    to(guided, "Ann Reed")
    guided.keys("G")
    assert panel.isVisible()
    assert panel.title.text() == "PERSON"
    assert panel.words.text().startswith("A named person")
    assert rows(guided) == [
        "Ann Reed went to Oslo. The Greens did not. Oslo was cold, said “Ann Reed”.",
        "not PERSON: “Ann Reed” went to Oslo. The Greens did not. Oslo was cold, said Ann Reed.",
    ]
    assert guided.window.desk.hasFocus(), "the keyboard stays with the text"
    guided.keys("G")
    assert not panel.isVisible()


def test_it_follows_the_focus_and_looks_for_examples_only_when_that_rests(guided: Driver) -> None:
    panel = guided.window.asides.guiding.panel
    to(guided, "Ann Reed")
    guided.keys("G")
    guided.go_to(lambda item: getattr(item, "polarity", "") == "favor")
    QTest.qWait(40)
    assert (panel.title.text(), panel.model.rowCount()) == ("favor", 0)
    assert panel.words.text().startswith("The holder supports")
    to(guided, "Oslo")
    assert "“Oslo”" in rows(guided)[0]
    assert panel.note.text() == "from this project’s gold"


def test_without_a_focus_all_labels_are_listed_and_can_be_looked_up_by_keys(guided: Driver) -> None:
    window = guided.window
    window.bridge.set_focus("")
    guided.keys("G")
    assert rows(guided)[0].startswith("PERSON: A named person")
    assert rows(guided)[-1].startswith("mixed: ")
    guided.keys("F6")
    assert window.asides.guiding.panel.list.hasFocus()
    guided.keys("Down", "Return")
    assert window.asides.guiding.panel.title.text() == "ORG"
    assert "“Greens”" in rows(guided)[0]
    guided.keys("Left")
    assert window.asides.guiding.panel.subject == ""
    guided.keys("F6")
    assert window.inspector.tree.hasFocus()
    guided.keys("Shift+F6", "G")
    assert not window.asides.guiding.panel.isVisible()
    assert window.desk.hasFocus()


def test_an_example_leads_to_its_place_and_back(guided: Driver) -> None:
    window = guided.window
    to(guided, "Ann Reed")
    here, focus = guided.page.article.id, window.bridge.focus
    guided.keys("G")
    rows(guided)
    guided.keys("F6", "Return")
    assert guided.page.article.id == article(OTHER).id
    assert guided.words == "Ann Reed"
    assert window.asides.guiding.panel.title.text() == "PERSON"
    assert window.asides.guiding.panel.back.isVisible()
    guided.keys("Backspace")
    assert (guided.page.article.id, window.bridge.focus) == (here, focus)
    assert not window.asides.guiding.panel.back.isVisible()


def test_what_was_rejected_leads_to_its_words(guided: Driver) -> None:
    to(guided, "Ann Reed")
    guided.keys("G")
    rows(guided)
    guided.keys("F6", "Down", "Return")
    selection = guided.window.desk.selection()
    assert selection is not None
    assert selection.of(guided.page.text) == "Ann Reed"
    assert selection.start == 0


def test_it_says_when_there_is_no_gold(driver: Driver) -> None:
    to(driver, "Ann Reed")
    driver.keys("G")
    assert rows(driver) == []
    assert driver.window.asides.guiding.panel.note.text() == "no finished article yet"


def until(there: Callable[[], bool]) -> None:
    """Wait for something in a dialog, five seconds at most."""
    for _ in range(500):
        if there():
            return
        QTest.qWait(10)
    raise AssertionError("it did not happen")


def editing(driver: Driver, key: str, act: object) -> None:
    """Press a key that opens the scheme editor, and do something there."""

    def there() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, SchemeDialog)
        QTest.qWait(60)
        act(dialog)  # type: ignore[operator]
        if dialog.isVisible():
            dialog.done(0)

    driver.later(there)
    driver.keys(key)
    driver.settle()


def rename(dialog: SchemeDialog) -> None:
    assert dialog.form.name.text() == "PERSON"
    dialog.form.edit_name()
    QTest.keyClicks(dialog.form.name, "human")
    until(dialog.apply.isEnabled)
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    until(lambda: not dialog.isVisible())


def test_f2_in_the_panel_leads_to_the_editor_at_that_label(guided: Driver) -> None:
    to(guided, "Oslo")
    guided.keys("G", "F6")
    found: list[str] = []
    editing(guided, "F2", lambda dialog: found.append(dialog.form.name.text()))
    assert found == ["GPE"]


def test_a_renamed_label_is_new_everywhere_at_once_and_old_again_after_undo(guided: Driver) -> None:
    window = guided.window
    to(guided, "Ann Reed")
    guided.keys("G")
    editing(guided, "Ctrl+L", rename)
    assert told(guided) == "✓ saved · Rename PERSON to HUMAN"
    assert {m.label for m in guided.page.mentions if guided.page.words(m) == "Ann Reed"} == {"HUMAN"}
    assert all(is_open(m.id) for m in guided.page.mentions), "and what was suggested is still only suggested"
    assert window.asides.guiding.panel.title.text() == "HUMAN"
    assert "HUMAN" in window.inspector.card.text()
    to(guided, "Oslo")
    guided.keys("1")
    assert told(guided) == "✓ saved · Label “Oslo” HUMAN"
    page = window.bridge.project.page(article(OTHER).id)  # type: ignore[union-attr]
    assert {m.label for m in page.mentions if page.words(m) == "Ann Reed"} == {"HUMAN"}
    assert page.annotation.status == "done"
    guided.keys("U", "U")
    assert told(guided) == "✓ saved · Undone: rename PERSON to HUMAN"
    assert {m.label for m in guided.page.mentions if guided.page.words(m) == "Ann Reed"} == {"PERSON"}
    assert any(a.words == "Label PERSON" for a in window.menus.actions)
    guided.keys("Ctrl+Shift+Z")
    assert any(a.words == "Label HUMAN" for a in window.menus.actions)
    assert window.bridge.project.check() == []  # type: ignore[union-attr]
