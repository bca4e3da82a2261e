"""What a curator meets on the first day: start screen, file dialogs, the list, panels without a focus, finished articles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

import ui.files
from tests.ui.conftest import OTHER, TEXT
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
    monkeypatch.setattr(ui.files, "ask_share", lambda *_, **__: 0.1)
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


def test_a_finished_article_says_that_it_is_done(driver: Driver) -> None:
    first = driver.page.article.id
    driver.finish()
    driver.window.bridge.open_article(first)
    card = driver.window.inspector.card
    driver.wait(lambda: card.facts.state.startswith("This article is done: Space goes to the next"), 5, "the card")
