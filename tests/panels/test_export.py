"""The export dialog: what goes out, where to, what is lost, and why it may not go."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.errors import OutputError
from annotator.filtering import ALL, Filter, Matching
from annotator.formats import FORMATS
from annotator.progress import Progress
from annotator.records import Status
from tests.panels.conftest import settle
from ui.dialogs.export import ExportChoice, ExportDialog
from ui.dialogs.export_filter import Filters

K = Qt.Key
COUNTS: dict[Status, int] = {"todo": 280, "started": 5, "done": 12, "skipped": 3}
NONE: dict[Status, int] = {"todo": 2, "started": 0, "done": 0, "skipped": 0}


@dataclass
class Lossy:
    name: str = "lossy"
    title: str = "A lossy format"
    suffixes: tuple[str, ...] = (".csv", ".txt")
    loses: tuple[str, ...] = ("stances", "cues of stances")
    folder: bool = False
    lacks: str = ""


@dataclass
class Whole:
    name: str = "whole"
    title: str = "Everything"
    suffixes: tuple[str, ...] = (".jsonl",)
    loses: tuple[str, ...] = ()
    folder: bool = False
    lacks: str = ""


Open = Callable[..., ExportDialog]


@pytest.fixture
def opened(show: Callable[..., None], tmp_path: Path) -> Open:
    def made(
        counts: dict[Status, int] = COUNTS, preview: Callable[[str], str] = lambda name: f"records of {name}"
    ) -> ExportDialog:
        dialog = ExportDialog(None, [Whole(), Lossy()], tmp_path / "gold.jsonl", counts, preview)
        show(dialog)
        return dialog

    return made


def write(dialog: ExportDialog, path: object) -> None:
    dialog.path.selectAll()
    QTest.keyClicks(dialog.path, str(path))


def test_it_says_how_many_go_and_how_many_stay(opened: Open, tmp_path: Path) -> None:
    dialog = opened()
    assert dialog.told.text() == "12 articles are done and will be exported, 288 are not."
    assert dialog.choice == ExportChoice(tmp_path / "gold.jsonl", "whole", False)
    assert dialog.ok.isEnabled()
    assert not dialog.warning.isVisible()
    one = opened({"todo": 1, "started": 0, "done": 1, "skipped": 0})
    assert one.told.text() == "1 article is done and will be exported, 1 is not."


def test_another_format_says_what_it_loses_shows_itself_and_gives_the_file_its_suffix(
    opened: Open, tmp_path: Path
) -> None:
    dialog = opened()
    assert dialog.shown.toPlainText() == "records of whole"
    dialog.format.setFocus()
    QTest.keyClick(dialog.format, K.Key_Down)
    assert dialog.warning.text() == "This format cannot carry stances.\nThis format cannot carry cues of stances."
    assert dialog.shown.toPlainText() == "records of lossy"
    assert dialog.choice == ExportChoice(tmp_path / "gold.csv", "lossy", False)
    write(dialog, tmp_path / "my.name")
    dialog.format.setFocus()
    QTest.keyClick(dialog.format, K.Key_Up)
    assert dialog.choice.path == tmp_path / "my.name"


def test_what_is_not_done_goes_only_when_asked_for_and_with_a_warning(opened: Open) -> None:
    dialog = opened(NONE)
    assert not dialog.undone.isChecked()
    assert not dialog.ok.isEnabled()
    assert dialog.reason.text().startswith("No article is done yet.")
    assert dialog.told.text() == "None of 2 articles is done."
    QTest.mouseClick(dialog.undone, Qt.MouseButton.LeftButton, pos=dialog.undone.rect().center())
    dialog.undone.setFocus()
    if not dialog.undone.isChecked():
        QTest.keyClick(dialog.undone, K.Key_Space)
    assert dialog.told.text() == "All 2 articles will be exported, 0 of them done."
    assert "it is not gold" in dialog.warning.text()
    assert dialog.ok.isEnabled()
    assert dialog.choice.include_undone


def counting(wanted: Filter, include_undone: bool) -> Generator[Progress, None, Matching]:
    """Takes a while; nothing has the label NONE."""
    for number in range(3):
        yield Progress(number, 0, f"{number} so far")
    if wanted.label == "NONE":
        return Matching()
    return Matching(9, 4, ("x",)) if include_undone else Matching(4, 4, ("x", "y"))


@pytest.fixture
def filtered(show: Callable[..., None], tmp_path: Path) -> ExportDialog:
    def preview(name: str, ids: tuple[str, ...] = ()) -> str:
        return f"{name}: {' '.join(ids) or 'all'}"

    filters = Filters(counting, ["Morning Post"], ["ann", "bob"], ["PERSON", "NONE"])
    dialog = ExportDialog(None, [Whole(), Lossy()], tmp_path / "gold.jsonl", COUNTS, preview, filters)
    show(dialog)
    return dialog


def test_a_filter_is_counted_while_it_is_chosen_and_its_first_records_are_shown(
    filtered: ExportDialog, qtbot: QtBot
) -> None:
    assert filtered.filter is not None
    assert filtered.choice.wanted == ALL
    assert filtered.told.text() == "12 articles are done and will be exported, 288 are not."
    filtered.filter.label.setFocus()
    QTest.keyClicks(filtered.filter.label, "P")
    QTest.keyClicks(filtered.filter.since, "2024-05")
    QTest.keyClicks(filtered.filter.flag, "n")
    assert (filtered.ok.isEnabled(), filtered.reason.text()) == (False, "Counting…")
    qtbot.waitUntil(lambda: filtered.ok.isEnabled())
    assert filtered.told.text() == "4 of 12 articles that are done will be exported."
    assert filtered.shown.toPlainText() == "whole: x y"
    assert filtered.choice.wanted == Filter(label="PERSON", since="2024-05", flagged=False)
    QTest.keyClick(filtered.undone, K.Key_Space)
    qtbot.waitUntil(lambda: filtered.told.text() == "9 of 300 articles will be exported.")


def test_a_filter_that_takes_nothing_exports_nothing(filtered: ExportDialog, qtbot: QtBot) -> None:
    assert filtered.filter is not None
    filtered.filter.source.lineEdit().selectAll()
    QTest.keyClicks(filtered.filter.source, "Times")
    QTest.keyClicks(filtered.filter.label, "N")
    qtbot.waitUntil(lambda: filtered.reason.text() == "No article is such: ask for less.")
    assert not filtered.ok.isEnabled()
    assert filtered.choice.wanted == Filter(source="Times", label="NONE")


def test_counting_ends_with_the_dialog(filtered: ExportDialog) -> None:
    assert filtered.filter is not None
    QTest.keyClicks(filtered.filter.curator, "b")
    assert filtered.choice.wanted.curator == "bob"
    filtered.reject()
    assert not filtered.filter.counting


def test_without_articles_nothing_goes(opened: Open) -> None:
    dialog = opened(dict.fromkeys(NONE, 0))
    assert (dialog.ok.isEnabled(), dialog.reason.text()) == (False, "There is no article yet.")
    assert not dialog.undone.isEnabled()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "Say which file."),
        ("   ", "Say which file."),
        (".", "This is a folder; say which file."),
        ("no/such/out.jsonl", "There is no folder "),
        ("other.annot", "This would replace a project."),
        ("x" * 300, "This cannot be a file: "),
    ],
)
def test_where_it_cannot_go_is_told_and_nothing_is_exported(
    opened: Open, tmp_path: Path, name: str, reason: str
) -> None:
    dialog = opened()
    write(dialog, f"{tmp_path}/{name}" if name.strip() else name or " ")
    assert dialog.reason.text().startswith(reason)
    assert not dialog.ok.isEnabled()
    QTest.keyClick(dialog.path, K.Key_Return)
    settle()
    assert dialog.isVisible()


def test_a_file_that_is_there_is_told(opened: Open, tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text("x", encoding="utf-8")
    dialog = opened()
    assert dialog.warning.text() == "This file is there already and will be replaced."
    assert dialog.ok.isEnabled()


def test_a_format_that_makes_a_folder_asks_for_a_new_name(show: Callable[..., None], tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "file").write_text("x", encoding="utf-8")
    dialog = ExportDialog(None, [Lossy(folder=True, suffixes=("",))], tmp_path / "new", COUNTS, lambda name: "")
    show(dialog)
    assert dialog.ok.isEnabled()
    for name in ("there", "file"):
        write(dialog, str(tmp_path / name))
        assert dialog.reason.text().startswith("There is something of this name already")
        assert not dialog.ok.isEnabled()
        assert "will be replaced" not in dialog.warning.text()


def test_a_format_that_lacks_a_package_says_so(show: Callable[..., None], tmp_path: Path) -> None:
    dialog = ExportDialog(None, [Lossy(lacks="A is not installed.")], tmp_path / "new", COUNTS, lambda name: "")
    show(dialog)
    assert (dialog.ok.isEnabled(), dialog.reason.text()) == (False, "A is not installed.")


def test_a_home_is_expanded_and_an_unknown_user_is_a_name(opened: Open, own_home: Path) -> None:
    dialog = opened()
    write(dialog, "~/gold.jsonl")
    assert dialog.choice.path == own_home / "gold.jsonl"
    write(dialog, "~nobody-at-all-x/gold.jsonl")
    assert not dialog.ok.isEnabled()


def test_a_preview_is_cut_so_that_it_is_never_slow(opened: Open) -> None:
    dialog = opened(preview=lambda name: "\n".join(["x" * 1_000_000, *(str(n) for n in range(500))]))
    shown = dialog.shown.toPlainText()
    assert len(shown) < 2_000
    assert shown.splitlines()[1] == "0"
    assert shown.endswith("…")


def test_a_preview_that_fails_says_why(opened: Open) -> None:
    def broken(name: str) -> str:
        raise OutputError("no room for a look.")

    assert "no room for a look" in opened(preview=broken).shown.toPlainText()


def test_return_exports_and_esc_does_not(qapp: QApplication, tmp_path: Path) -> None:
    def press(key: Qt.Key) -> None:
        def attempt() -> None:
            box = QApplication.activeModalWidget()
            if box is not None and box.isActiveWindow():
                QTest.keyClick(box.focusWidget() or box, key)
                return
            if box is not None:
                box.activateWindow()
            QTimer.singleShot(10, attempt)

        QTimer.singleShot(10, attempt)

    def ask() -> ExportChoice | None:
        return ExportDialog.ask(None, [Whole(), Lossy()], tmp_path / "g.jsonl", COUNTS, lambda name: "")

    press(K.Key_Return)
    assert ask() == ExportChoice(tmp_path / "g.jsonl", "whole", False)
    press(K.Key_Escape)
    assert ask() is None


def test_the_programs_own_formats_fit(show: Callable[..., None], tmp_path: Path) -> None:
    writable = [f for f in FORMATS if f.writes]
    dialog = ExportDialog(None, writable, tmp_path / "g.jsonl", COUNTS, lambda name: name)
    show(dialog)
    for number, item in enumerate(writable):
        dialog.format.setCurrentIndex(number)
        assert dialog.choice.format == item.name
        assert all(loss in dialog.warning.text() for loss in item.loses)
        assert dialog.choice.path.name.endswith(item.suffixes[0])
