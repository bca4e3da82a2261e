"""A dataset made in the window, by keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from annotator import edits
from tests.ui.conftest import Driver
from ui import files
from ui.dialogs.release import ReleaseDialog


def test_a_dataset_is_made_by_keys(driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    driver.keys("A")
    driver.window.bridge.do(edits.finish, "tester", "2026-01-01T00:00:00Z")  # before anybody can have read it

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
    driver.wait(lambda: bool(told), 10, "what to mind")
    assert (tmp_path / "set" / "train.jsonl").read_bytes().count(b"\n") == 1
    assert len(told) == 1
    assert "not looked at" in told[0]
    assert "not looked at" in (tmp_path / "set" / "README.md").read_text("utf-8"), "the card says it too"
