"""Splitting a label in the window: words are ticked by keys, and what will happen is told."""

from __future__ import annotations

from collections.abc import Callable, Generator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from annotator.errors import ProjectError
from annotator.progress import Progress
from ui.dialogs.split import MOST, SplitChoice, SplitDialog

K = Qt.Key
WORDS = {"the plan": 12, "Port Vesta": 3, "harbour <b>": 1}
Counting = Generator[Progress, None, dict[str, int]]


def counting(found: dict[str, int]) -> Counting:
    yield Progress(1, 2, "1 of 2 articles")
    return found


@pytest.fixture
def opened(show: Callable[..., None], qtbot: QtBot) -> Callable[..., SplitDialog]:
    def made(work: Counting | None = None) -> SplitDialog:
        dialog = SplitDialog(None, "TOPIC", ["PERSON", "GPE"], work or counting(WORDS))
        assert dialog.told.text() == "Looking at all articles…"
        assert not dialog.ok.isEnabled()
        show(dialog)
        qtbot.waitUntil(lambda: "Looking" not in dialog.told.text())
        return dialog

    return made


def test_keys_alone_tick_words_and_name_the_label(opened: Callable[..., SplitDialog]) -> None:
    dialog = opened()
    assert [dialog.list.item(n).text() for n in range(3)] == [
        "the plan   12 ×",
        "Port Vesta   3 ×",
        "harbour <b>   1 ×",
    ]
    assert dialog.told.text() == "Tick words with Space."
    QTest.keyClicks(dialog.words, "port")
    assert [dialog.list.item(n).isHidden() for n in range(3)] == [True, False, True]
    dialog.list.setFocus()
    QTest.keyClick(dialog.list, K.Key_Down)
    QTest.keyClick(dialog.list, K.Key_Space)
    assert dialog.told.text() == "Say which label they get."
    for typed, told in (("TOPIC", "They have the label TOPIC now."), ("no-name", "A name is capital letters")):
        dialog.into.setFocus()
        dialog.into.lineEdit().selectAll()
        QTest.keyClicks(dialog.into, typed)
        assert dialog.told.text().startswith(told)
        assert not dialog.ok.isEnabled()
    dialog.into.lineEdit().selectAll()
    QTest.keyClicks(dialog.into, "town")
    assert dialog.told.text() == "3 mentions become TOWN, a new label."
    assert dialog.choice == SplitChoice("TOWN", frozenset({"Port Vesta"}))
    dialog.into.lineEdit().selectAll()
    QTest.keyClicks(dialog.into, "GPE")
    assert dialog.told.text() == "3 mentions become GPE."
    QTest.keyClick(dialog.into, K.Key_Return)
    assert dialog.result() == SplitDialog.DialogCode.Accepted


def test_what_is_ticked_stays_in_sight(opened: Callable[..., SplitDialog]) -> None:
    dialog = opened()
    dialog.list.item(0).setCheckState(Qt.CheckState.Checked)
    QTest.keyClicks(dialog.words, "harbour")
    assert [dialog.list.item(n).isHidden() for n in range(3)] == [False, True, False]


def test_more_wordings_than_are_listed_are_told(opened: Callable[..., SplitDialog]) -> None:
    dialog = opened(counting({f"words {n}": 1 for n in range(MOST + 7)}))
    assert dialog.list.count() == MOST
    assert dialog.told.text() == "Tick words with Space. 7 rarer wordings are not listed."


def test_a_damaged_project_is_told(opened: Callable[..., SplitDialog]) -> None:
    def broken() -> Counting:
        yield Progress(0, 1, "")
        raise ProjectError("the file is damaged.")

    dialog = opened(broken())
    assert dialog.told.text() == "the file is damaged."
    assert not dialog.ok.isEnabled()
