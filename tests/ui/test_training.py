"""Training from the window: a process that says what a trainer says, the chart, promotion, the shelf, one click back."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator import shelved, training
from annotator.learn.cards import Card, Counts, GoldUsed, PartReport, Point, Scores, Settings, Verdict
from annotator.learn.messages import Failed, Finished, Message, Pointed, Stage, Started, Told, encode
from annotator.learn.shelf import write_card
from tests.ui.test_hands import told
from ui.dialogs.training import TrainingDialog
from ui.driving import Driver

GOLD = GoldUsed(8, 5, 1, 2, 120, 20, "ab" * 32)


def card(name: str, *, better: bool) -> Card:
    before, after = Counts(60, 40, 40), Counts(75, 25, 25) if better else Counts(60, 41, 40)
    return Card(
        name, "2025-03-01T10:00:00Z", "", "en_core_web_sm", "", "0.1", Settings(), GOLD,
        (PartReport("entities", True, ("3 mentions end within a word.",)),),
        Scores(2, before, before), Scores(2, after, after), Verdict(better, "Better." if better else "No better."),
        62.0, 15_000_000, points=tuple(points()),
    )  # fmt: skip


def points() -> list[Point]:
    return [
        Point("entities", step, 4, step, 1 / step, 0.5 + step / 10 if step % 2 == 0 else None, step == 4)
        for step in range(1, 5)
    ]


def put_on_shelf(driver: Driver, made: Card) -> None:
    """A model as the trainer leaves it, as far as the shelf looks."""
    project = driver.window.bridge.project
    assert project is not None
    folder = shelved.shelf(project).folder / made.name
    folder.mkdir(parents=True)
    (folder / "config.cfg").write_text("")
    write_card(folder, made)


def says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *messages: Message, waits: bool = False) -> None:
    """The trainer's process is one that reads its job, says these messages, and then ends (or ``waits``)."""
    lines = tmp_path / "says.jsonl"
    lines.write_bytes(b"".join(map(encode, messages)))
    script = tmp_path / "trainer.py"
    script.write_text(
        textwrap.dedent(f"""
            import sys, time
            assert open(sys.argv[1], "rb").readline().startswith(b'{{"type":"job"')
            sys.stdout.buffer.write(open({str(lines)!r}, "rb").read())
            sys.stdout.flush()
            {"sys.stdin.read()" if waits else ""}
        """)
    )
    monkeypatch.setattr(training, "command", lambda job: [sys.executable, str(script), str(job)])


def finish_an_article(driver: Driver) -> None:
    driver.keys("A")
    driver.finish()


def dialog_of(driver: Driver) -> TrainingDialog:
    found = driver.window.commands.beside.models
    assert found is not None
    return found


def press(driver: Driver, dialog: TrainingDialog, key: Qt.Key) -> None:
    QTest.keyClick(dialog, key, Qt.KeyboardModifier.AltModifier)
    driver.settle()


def test_a_better_model_is_in_use_at_once_and_one_click_goes_back(
    driver: Driver, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = card("0001-abc", better=True)
    said = [Started(GOLD, "en_core_web_sm", ""), Stage("Reading", 1, 2), *map(Pointed, points()), Told("3 mentions …")]
    says(monkeypatch, tmp_path, *said, Finished(made, "x"))
    finish_an_article(driver)
    here, order = driver.page.article.id, driver.page.order
    driver.keys("Ctrl+M")
    dialog = dialog_of(driver)
    assert dialog.isVisible()
    assert not dialog.isModal(), "work goes on beside it"
    assert dialog.list.count() == 1
    put_on_shelf(driver, made)  # which the process would do
    dialog.train.click()
    assert driver.window.training.isVisible()
    driver.wait(lambda: not driver.window.commands.beside.trainer.running, 20, "the training")
    assert shelved.in_use(driver.window.bridge.project) == "0001-abc"  # type: ignore[arg-type]
    assert "0001-abc is in use" in told(driver)
    assert driver.window.worker._model is not None
    assert driver.window.worker._model.endswith("0001-abc")
    assert driver.window.suggesting._renewing, "unfinished articles are read anew once it is loaded"
    assert (driver.page.article.id, driver.page.order) == (here, order), "what lies on the desk stays"
    assert dialog.list.item(0).text().endswith("✓ in use")
    assert not dialog.list.item(1).text().endswith("✓ in use")
    assert dialog.chart.told() == "F1 70.0, 90.0; loss from 1 to 0.25"
    cells = [dialog.scores.itemAtPosition(1, column).widget().text() for column in range(4)]  # type: ignore[union-attr]
    assert cells == ["Mentions, range and label", "60.0", "75.0", "of 100"]
    assert "3 mentions end within a word." in dialog.notes.text()
    dialog.list.setCurrentRow(1)
    dialog.use.click()
    assert shelved.in_use(driver.window.bridge.project) == ""  # type: ignore[arg-type]
    assert driver.window.worker._model is None
    assert not (shelved.shelf(driver.window.bridge.project).folder / ".job.jsonl").exists()  # type: ignore[arg-type]
    dialog.close()


def test_a_model_that_is_no_better_stays_on_the_shelf_until_it_is_wanted(
    driver: Driver, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = card("0001-abc", better=False)
    says(monkeypatch, tmp_path, Started(GOLD, "", ""), Finished(made, "x"))
    finish_an_article(driver)
    driver.keys("Ctrl+M")
    dialog = dialog_of(driver)
    put_on_shelf(driver, made)
    dialog.train.click()
    driver.wait(lambda: not driver.window.commands.beside.trainer.running, 20, "the training")
    assert shelved.in_use(driver.window.bridge.project) == ""  # type: ignore[arg-type]
    assert dialog.told.text() == "No better."
    assert dialog.current == "0001-abc"
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert shelved.in_use(driver.window.bridge.project) == "0001-abc"  # type: ignore[arg-type]
    assert not dialog.delete.isEnabled(), "what is in use cannot be deleted"
    dialog.close()


def test_a_training_is_cancelled_and_goes_on_when_its_window_is_closed(
    driver: Driver, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    says(monkeypatch, tmp_path, Started(GOLD, "", ""), *map(Pointed, points()), waits=True)
    finish_an_article(driver)
    driver.keys("Ctrl+M")
    dialog = dialog_of(driver)
    dialog.train.click()
    trainer = driver.window.commands.beside.trainer
    driver.wait(lambda: len(trainer.points) == 4, 20, "the points")
    assert "step 4 of 4" in dialog.told.text()
    dialog.close()
    assert trainer.running
    driver.window.activateWindow()
    driver.keys("A")
    assert "saved" in told(driver), "the desk works meanwhile"
    driver.keys("Ctrl+M")
    dialog.cancel.click()
    assert not trainer.running
    assert not driver.window.training.isVisible()
    assert shelved.models(driver.window.bridge.project) == []  # type: ignore[arg-type]
    dialog.close()


def test_a_training_that_fails_says_why(driver: Driver, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    says(monkeypatch, tmp_path, Failed("there is not enough memory."))
    driver.keys("Ctrl+M")
    dialog = dialog_of(driver)
    assert not dialog.train.isEnabled(), "without gold there is nothing to learn from"
    dialog.close()
    finish_an_article(driver)
    driver.keys("Ctrl+M")
    dialog.train.click()
    driver.wait(lambda: not driver.window.commands.beside.trainer.running, 20, "the training")
    assert "not enough memory" in told(driver)
    assert dialog.told.text() == "there is not enough memory."
    says(monkeypatch, tmp_path)
    dialog.train.click()
    driver.wait(lambda: not driver.window.commands.beside.trainer.running, 20, "the training")
    assert "stopped before it was done" in told(driver)
    dialog.close()


def test_a_project_has_the_model_that_it_used_before(driver: Driver, project_path: Path) -> None:
    put_on_shelf(driver, card("0001-abc", better=True))
    driver.window.bridge.use_model("0001-abc")
    driver.keys("Ctrl+W")
    assert driver.window.worker._model is None
    assert driver.window.open_path(project_path)
    assert driver.window.worker._model is not None
    driver.window.bridge.use_model("0007-none")
    assert "there is no model" in told(driver)
