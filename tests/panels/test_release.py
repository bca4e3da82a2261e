"""The dialog that makes a dataset: it says why it cannot, and gives exactly what was chosen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from annotator.formats import FORMATS
from ui.dialogs.release import ReleaseDialog

WRITABLE = [f for f in FORMATS if f.writes]


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Callable[..., ReleaseDialog]:
    def of(done: int = 12) -> ReleaseDialog:
        dialog = ReleaseDialog(None, WRITABLE, tmp_path / "set", done, ["date", "source", "story.id"])
        qtbot.addWidget(dialog)
        return dialog

    return of


def test_what_it_offers_at_first_can_be_made(opened: Callable[..., ReleaseDialog], tmp_path: Path) -> None:
    dialog = opened()
    assert dialog.ok.isEnabled()
    assert dialog.told.text() == "12 articles are done and will be in it."
    choice = dialog.choice
    assert (choice.folder, choice.format, choice.shares) == (tmp_path / "set", "gold", (0.8, 0.1, 0.1))
    assert (choice.by, choice.group, choice.keep_test, choice.title) == ("chance", "", None, "set")
    assert choice.alike <= 1


def test_it_says_why_not(opened: Callable[..., ReleaseDialog], tmp_path: Path) -> None:
    assert not opened(0).ok.isEnabled()
    dialog = opened()
    (tmp_path / "there").mkdir()
    for field, words, reason in (
        (dialog.folder, str(tmp_path / "there"), "never overwritten"),
        (dialog.folder, str(tmp_path / "no" / "set"), "There is no folder"),
        (dialog.folder, " ", "Say which folder"),
        (dialog.keep, str(tmp_path / "there"), "no manifest"),
        (dialog.title, "", "Give it a title"),
    ):
        before = field.text()
        field.setText(words)
        assert reason in dialog.reason.text()
        assert not dialog.ok.isEnabled()
        field.setText(before)
        assert dialog.ok.isEnabled()
    dialog.shares[0].setValue(70)
    assert dialog.reason.text() == "The parts do not add up to 100 %."


def test_what_was_chosen_comes_out(opened: Callable[..., ReleaseDialog], tmp_path: Path) -> None:
    dialog = opened()
    assert not dialog.date.isEnabled()
    dialog.by.setCurrentIndex(1)
    assert dialog.date.isEnabled()
    assert not dialog.seed.isEnabled()
    dialog.group.setCurrentText("story.id")
    dialog.near.setChecked(False)
    dialog.licence.setText("CC0-1.0")
    (tmp_path / "manifest.json").write_text("{}")
    dialog.keep.setText(str(tmp_path))
    choice = dialog.choice
    assert (choice.by, choice.date, choice.group, choice.licence) == ("date", "date", "story.id", "CC0-1.0")
    assert choice.alike > 1
    assert choice.keep_test == tmp_path
    assert dialog.ok.isEnabled()


def test_every_field_has_a_name_and_a_way_by_keys(opened: Callable[..., ReleaseDialog]) -> None:
    dialog = opened()
    fields = [dialog.folder, dialog.format, *dialog.shares, dialog.by, dialog.seed, dialog.date, dialog.group]
    fields += [dialog.near, dialog.keep, dialog.title, dialog.description, dialog.licence]
    assert all(field.accessibleName() for field in fields)
