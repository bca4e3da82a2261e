"""A dataset made in the window, by keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import Driver
from ui import files
from ui.dialogs.release import ReleaseDialog


def test_a_dataset_is_made_by_keys(driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    driver.keys("A")
    driver.finish()

    def make() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ReleaseDialog)
        dialog.folder.setText(str(tmp_path / "set"))
        dialog.near.setChecked(False)
        for box, value in zip(dialog.shares, (100, 0, 0), strict=True):
            box.setValue(value)
        dialog.ok.click()

    told: list[str] = []
    monkeypatch.setattr(files, "show_problem", lambda _parent, _title, words: told.append(words))
    driver.later(make)
    driver.keys("Ctrl+Shift+E")
    driver.wait(lambda: (tmp_path / "set" / "README.md").exists(), 10, "the dataset")
    driver.settle()
    assert (tmp_path / "set" / "train.jsonl").read_bytes().count(b"\n") == 1
    assert all("not looked at" in words for words in told), "the card says what to mind, and so does the window"
