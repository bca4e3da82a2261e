"""Small dialogs by real keys: finishing, notes, lines, start, progress, problems."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMessageBox, QPushButton

from tests.panels.conftest import settle
from ui.dialogs.finish import FinishChoice, FinishDialog
from ui.dialogs.names import LineDialog, ask_line
from ui.dialogs.note import NoteDialog
from ui.dialogs.problem import ask_yes_no, show_problem
from ui.dialogs.progress import ProgressStrip
from ui.dialogs.start import StartScreen

K, M = Qt.Key, Qt.KeyboardModifier
Show = Callable[..., None]


def when_asked(act: Callable[[QDialog], None]) -> None:
    """Do something with the next modal dialog."""

    def attempt() -> None:
        box = QApplication.activeModalWidget()
        if box is not None and box.isActiveWindow():  # before, its shortcuts do not answer
            act(box)  # type: ignore[arg-type]
            return
        if box is not None:
            box.activateWindow()
        QTimer.singleShot(10, attempt)

    QTimer.singleShot(10, attempt)


def press(*keys: Qt.Key) -> Callable[[QDialog], None]:
    """Keys for whatever has the keyboard in a dialog."""

    def pressed(box: QDialog) -> None:
        for key in keys:
            QTest.keyClick(box.focusWidget() or box, key)

    return pressed


# --- finishing


@pytest.mark.parametrize(
    ("key", "choice"),
    [
        (K.Key_A, FinishChoice.ACCEPT),
        (K.Key_D, FinishChoice.DROP),
        (K.Key_Escape, FinishChoice.STAY),
        (K.Key_Space, FinishChoice.STAY),  # a Space held too long decides nothing
        (K.Key_Return, FinishChoice.STAY),
    ],
)
def test_finishing_by_one_key(qapp: QApplication, key: Qt.Key, choice: FinishChoice) -> None:
    when_asked(press(key))
    assert FinishDialog.ask(None, 7, 5, 0.8) is choice


def test_the_ways_to_finish_say_what_they_do(show: Show) -> None:
    def words(*facts: int) -> list[str]:
        dialog = FinishDialog(None, *facts, 0.8)
        show(dialog)
        return [b.text() for b in dialog.findChildren(QPushButton)]

    assert words(7, 5) == [
        "Accept the 5 at 80% or more, drop the rest",
        "Drop all 7",
        "Go to the first of them",
        "Stay in this article",
    ]
    assert words(7, 7) == [
        "Accept all 7, 80% or more each",
        "Drop all 7",
        "Go to the first of them",
        "Stay in this article",
    ]
    assert words(1, 1) == ["Accept it, 80% or more each", "Drop it", "Go to it", "Stay in this article"]
    assert words(7, 0) == ["Drop all 7", "Go to the first of them", "Stay in this article"]


@pytest.mark.parametrize(
    ("open_count", "unread", "title", "last", "key"),
    [
        (0, 1, "1 sentence was never looked at", ["Show the sentence never looked at"], K.Key_S),
        (0, 6, "6 sentences were never looked at", ["Show the first sentence never looked at"], K.Key_S),
        (
            2,
            6,
            "2 suggestions are undecided",
            ["Go to the first of them", "Show the first sentence never looked at"],
            K.Key_N,
        ),
    ],
)
def test_what_was_never_looked_at_is_said_and_can_be_shown(
    show: Show, open_count: int, unread: int, title: str, last: list[str], key: Qt.Key
) -> None:
    dialog = FinishDialog(None, open_count, 0, 0.8, unread)
    show(dialog)
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert title in said
    assert any("never looked at" in words for words in said)
    assert [b.text() for b in dialog.findChildren(QPushButton)][1:] == [*last, "Stay in this article"]
    QTest.keyClick(dialog, key)
    assert dialog.choice is FinishChoice.SHOW


def test_nothing_likely_leaves_a_without_meaning(show: Show) -> None:
    dialog = FinishDialog(None, 7, 0, 0.8)
    show(dialog)
    QTest.keyClick(dialog, K.Key_A)
    settle()
    assert dialog.isVisible()
    assert dialog.choice is FinishChoice.STAY


# --- notes and lines


def test_a_note_of_several_lines_is_kept_by_ctrl_return(qapp: QApplication) -> None:
    def write(box: QDialog) -> None:
        words = box.words  # type: ignore[attr-defined]
        QTest.keyClicks(words, " odd")
        QTest.keyClick(words, K.Key_Return)
        QTest.keyClicks(words, "one")
        QTest.keyClick(words, K.Key_Return, M.ControlModifier)

    when_asked(write)
    assert NoteDialog.ask(None, "an") == "an odd\none"
    when_asked(press(K.Key_Escape))
    assert NoteDialog.ask(None, "an") is None


def test_esc_says_before_it_loses_what_was_written(qapp: QApplication) -> None:
    dialog = NoteDialog(None, "an")
    dialog.show()
    QTest.keyClicks(dialog.words, " odd one")
    QTest.keyClick(dialog, K.Key_Escape)
    assert dialog.isVisible()
    assert "Esc again" in dialog.hint.text()
    assert dialog.words.toPlainText() == "an odd one"
    QTest.keyClick(dialog, K.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("pattern", "typed", "taken"),
    [
        ("", "  Ann Reed ", "Ann Reed"),
        ("", "   ", None),
        (r"(Q[1-9]\d*)?", "Q42", "Q42"),
        (r"(Q[1-9]\d*)?", "", ""),
        (r"(Q[1-9]\d*)?", " Q7 ", "Q7"),
        (r"(Q[1-9]\d*)?", "Q042", None),
        (r"(Q[1-9]\d*)?", "42", None),
    ],
)
def test_a_line_must_fit(show: Show, pattern: str, typed: str, taken: str | None) -> None:
    dialog = LineDialog(None, "Which?", "before", pattern)
    show(dialog)
    assert dialog.line.selectedText() == "before"
    QTest.keyClick(dialog.line, K.Key_Delete)
    QTest.keyClicks(dialog.line, typed)
    assert dialog.ok.isEnabled() is (taken is not None)
    assert bool(dialog.reason.text().strip()) is (taken is None)
    QTest.keyClick(dialog.line, K.Key_Return)
    settle()
    assert (dialog.result() == QDialog.DialogCode.Accepted) is (taken is not None)
    assert taken is None or dialog.words == taken


def test_a_cancelled_line_is_none(qapp: QApplication) -> None:
    when_asked(press(K.Key_Escape))
    assert ask_line(None, "Which?", "x") is None


# --- the start screen


def test_the_start_screen_opens_recent_projects_but_no_missing_ones(show: Show, tmp_path: Path, qtbot) -> None:  # type: ignore[no-untyped-def]
    there, gone = tmp_path / "there.annot", tmp_path / "gone.annot"
    there.write_bytes(b"x")
    start = StartScreen()
    start.set_recent([str(gone), str(there)])
    show(start, 800, 600)
    chosen: list[str] = []
    start.projectChosen.connect(chosen.append)
    for row in range(2):
        QTest.mouseClick(
            start.recent.viewport(),
            Qt.MouseButton.LeftButton,
            M.NoModifier,
            start.recent.visualItemRect(start.recent.item(row)).center(),
        )
    assert chosen == [str(there)]
    assert start.recent.item(0).data(Qt.ItemDataRole.AccessibleTextRole) == f"{gone} (missing)"
    start.recent.setFocus()
    start.recent.setCurrentRow(1)
    QTest.keyClick(start.recent, K.Key_Return)
    assert chosen == [str(there)] * 2
    start.set_recent([])
    assert not start.recent.isVisible()


def test_the_start_screens_buttons(show: Show, qtbot) -> None:  # type: ignore[no-untyped-def]
    start = StartScreen()
    show(start, 800, 600)
    buttons = {b.objectName(): b for b in start.findChildren(QPushButton)}
    for name, signal in (
        ("startNew", start.newWanted),
        ("startOpen", start.openWanted),
        ("startSample", start.sampleWanted),
    ):
        with qtbot.waitSignal(signal):
            QTest.mouseClick(buttons[name], Qt.MouseButton.LeftButton)
        with qtbot.waitSignal(signal):
            buttons[name].setFocus()
            QTest.keyClick(buttons[name], K.Key_Space)


# --- progress and problems


def test_progress_is_shown_and_can_be_cancelled(show: Show, qtbot) -> None:  # type: ignore[no-untyped-def]
    strip = ProgressStrip()
    show(strip)
    strip.show_progress("Importing <b>3</b>", 3, 12)
    assert (strip.words.text(), strip.bar.value(), strip.bar.maximum()) == ("Importing <b>3</b>", 3, 12)
    strip.show_progress("Reading", 0, 0)
    assert strip.bar.maximum() == 0
    with qtbot.waitSignal(strip.cancelled):
        QTest.mouseClick(strip.stop, Qt.MouseButton.LeftButton)


def test_a_problem_is_told_as_plain_text(qapp: QApplication) -> None:
    seen: list[str] = []

    def look(box: QDialog) -> None:
        assert isinstance(box, QMessageBox)
        labels = [x for x in box.findChildren(QLabel) if "<i>" in x.text()]
        assert labels
        assert all(x.textFormat() == Qt.TextFormat.PlainText for x in labels)
        seen.extend(x.text() for x in labels)
        QTest.keyClick(box, K.Key_Return)

    when_asked(look)
    show_problem(None, "It <i>failed</i>", "line 3: <i>what</i>")
    assert set(seen) == {"It <i>failed</i>", "line 3: <i>what</i>"}


@pytest.mark.parametrize(("key", "answer"), [(K.Key_Return, True), (K.Key_Escape, False)])
def test_a_question_is_answered_by_return_and_esc(qapp: QApplication, key: Qt.Key, answer: bool) -> None:
    when_asked(press(key))
    assert ask_yes_no(None, "All of them?", "17 articles", "Do it") is answer
