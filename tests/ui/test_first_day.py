"""What a curator meets on the first day: start screen, file dialogs, the list, panels without a focus, finished articles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QFileDialog

from annotator.page import StanceItem
from annotator.project import Project
from annotator.records import Run
from tests.ui.conftest import OTHER, TEXT, article, suggestion
from tests.ui.test_hands import told
from tests.ui.test_window import dialogs
from ui.driving import Driver

Open = Callable[[Path | None], Driver]


def test_the_start_screen_names_the_first_keys_and_escape_takes_nothing_from_it(open_window: Open) -> None:
    start = open_window(None).window.start
    for words in ("Ctrl+Shift+O imports", "A accepts", "X rejects", "Space is done", "? shows all keys", "Ctrl+K"):
        assert words in start.advice.text()
    driver = Driver(start.window())  # type: ignore[arg-type]
    before = driver.window.focusWidget()
    assert before is not None
    assert start.isAncestorOf(before)
    driver.keys("Escape")
    assert driver.window.focusWidget() is before


def test_a_project_that_cannot_be_made_is_told_as_that(
    open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_window(None)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "nowhere" / "new"), ""))
    monkeypatch.setattr("ui.dialogs.blind.ask_share", lambda *_, **__: 0.1)
    said = dialogs(driver)
    driver.window.files.new_project()
    assert said
    assert said[0].startswith("This project cannot be made: ")


def test_file_dialogs_begin_in_a_folder_that_is_there_and_imports_where_the_last_one_was(
    driver: Driver, tmp_path: Path, project_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "one.txt").write_text("Oslo slept.", encoding="utf-8")
    begun: list[str] = []

    def choose(_parent: object, _title: str, begin: str, _filter: str) -> tuple[list[str], str]:
        begun.append(begin)
        return ([str(texts / "one.txt")], "")

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", choose)
    for _ in range(2):
        driver.window.files.ask_and_import()
        driver.wait(lambda: not driver.window.files.busy, 5, "the import")
    assert begun == [str(project_path.parent), str(texts)]
    driver.window.settings.setValue("recent", [str(tmp_path / "gone" / "old.annot")])
    assert driver.window.files.folder() == str(Path.home())


def test_return_in_the_filter_of_the_list_opens_the_first_that_is_found(driver: Driver) -> None:
    assert driver.page.text == TEXT
    driver.keys("Ctrl+Shift+F")
    driver.type("went")
    driver.keys("Return")
    assert driver.page.text == OTHER
    assert driver.window.desk.hasFocus()
    driver.keys("Ctrl+Shift+F", "Delete", "Return")
    assert driver.window.queue.table.hasFocus()
    assert driver.page.text == OTHER


def test_the_lists_reached_without_a_focus_give_it_to_their_row(driver: Driver) -> None:
    driver.keys("Escape", "F6")
    driver.rest()
    entity = driver.page.entities[0].id
    assert driver.window.bridge.focus == entity
    driver.keys("E")
    assert driver.window.asked.text().startswith(f"Merge “{driver.page.name(entity)}” into which entity?")
    assert driver.window.asked.text().endswith("type its letters · Esc: leave")


def test_keys_typed_while_a_dialog_is_still_coming_decide_nothing_behind_it(driver: Driver) -> None:
    accept = driver.window.findChild(QAction, "accept")
    assert accept is not None
    before = driver.page.annotation
    dialog = QDialog(driver.window)
    dialog.open()
    accept.trigger()
    assert driver.page.annotation == before
    dialog.reject()
    dialog.deleteLater()
    accept.trigger()
    assert driver.page.annotation != before


def test_done_with_what_a_filter_leaves_says_that_it_hides_others(driver: Driver) -> None:
    driver.keys("Ctrl+Shift+F")
    driver.type("went")
    driver.keys("Return")
    driver.finish()
    assert told(driver) == "No open article is left in this list; its filter hides others."


def test_undo_of_a_rejected_stance_has_it_in_focus(open_window: Open, tmp_path: Path) -> None:
    made, path = suggestion(TEXT), tmp_path / "p.annot"
    bridge = next(m.id for m in made.mentions if m.range.of(TEXT) == "the new bridge")
    resting = msgspec.structs.replace(made.stances[0], target_mention=bridge)  # behind its target in reading order
    with Project.create(path, curator="tester") as project:
        project.add([article(TEXT)])
        project.add_run(Run("r1", "hand", "1", "2025-01-01T00:00:00Z"))
        project.put_suggestions([(article(TEXT).id, msgspec.structs.replace(made, stances=(resting,)))])
    driver = open_window(path)
    driver.go_to(lambda item: isinstance(item, StanceItem))
    stance = driver.window.bridge.focus
    driver.keys("X")
    assert driver.page.item(stance) is None
    driver.keys("U")
    assert driver.window.bridge.focus == stance


def test_a_finished_article_says_that_it_is_done(driver: Driver) -> None:
    first = driver.page.article.id
    driver.finish()
    driver.window.bridge.open_article(first)
    card = driver.window.inspector.card
    driver.wait(lambda: card.facts.state.startswith("This article is done: Space goes to the next"), 5, "the card")
