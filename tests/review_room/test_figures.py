"""The review room shows what its core answers, for each run and slice, and every figure leads to its errors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.project import Project
from annotator.records import Run, Suggestion
from annotator.review import Line, Room, Slice
from annotator.review.listing import Asked
from annotator.review.room import Choices
from tests.evaluating.fake import suggestion
from tests.review.conftest import OLD, finish, one
from tests.review_room.conftest import RoomDriver
from tests.ui.conftest import small_project
from ui.driving import Driver
from ui.review import failures
from ui.review.against import Against
from ui.review.figures import Head
from ui.review.scores import asked_for
from ui.review.slicing import SliceBar
from ui.review.thresholds import Limits
from ui.review.work import Work


def table(drive: RoomDriver) -> dict[str, list[str]]:
    """The cells of the scores by the words in front."""
    rows = [row for row in drive.scores.model.rows if not isinstance(row, Head)]
    return {row[0].words.strip(): [cell.words for cell in row[1:]] for row in rows}


def told(line: Line) -> list[str]:
    shown = ["–" if value is None else f"{value:.3f}" for value in (line.p, line.r, line.f1)]
    return [*shown] if line.name != "macro" else ["", "", shown[2]]


def test_the_newest_run_is_shown_with_the_figures_of_its_core(drive: RoomDriver, core: Room) -> None:
    drive.open()
    assert drive.room.looking.run == "new"
    lines = [line for line in core.scores("new").lines if line.f1 is not None]
    shown = table(drive)
    assert len(shown) == len(lines)
    assert {line.words: told(line) for line in lines} == {words: cells[:3] for words, cells in shown.items()}
    intervals = list(core.intervals("new"))  # drawing them all is what the window does too
    assert intervals
    assert shown["PERSON"][3].count(" to ") == 1
    assert "all 3 articles count, 0 of them blind" in drive.room.top.counted.text()
    assert "flatters" in drive.scores.blind.note.text()


def test_the_other_run_has_other_figures(drive: RoomDriver, core: Room) -> None:
    drive.open()
    before = table(drive)
    drive.room.top.run.setFocus()
    drive.keys("Down")
    drive.wait(lambda: drive.room.looking.run == "run" and drive.room.looking.figures is not None)
    drive.rest()
    strict = next(line for line in core.scores("run").lines if line.name == "strict")
    assert table(drive)[strict.words][:3] == told(strict)
    assert table(drive) != before
    assert not drive.room.top.unread.isVisible()


def test_a_slice_narrows_by_keys_and_one_key_clears_it(drive: RoomDriver, core: Room) -> None:
    drive.open()
    drive.room.top.slice.source.setFocus()
    drive.keys("Down")
    assert drive.room.looking.wanted == Slice(source="Post")
    assert "2 of 3 articles count" in drive.room.top.counted.text()
    drive.room.top.slice.until.setFocus()
    QTest.keyClicks(drive.room.top.slice.until, "2026-01-02")
    drive.keys("Return")
    wanted = Slice(source="Post", until="2026-01-02")
    assert drive.room.looking.wanted == wanted
    strict = next(line for line in core.scores("new", wanted).lines if line.name == "strict")
    assert table(drive)[strict.words][:3] == told(strict)
    drive.keys("Ctrl+0")
    assert drive.room.looking.wanted == Slice()
    assert "all 3 articles count" in drive.room.top.counted.text()


def test_every_figure_leads_to_its_errors(drive: RoomDriver, core: Room) -> None:
    drive.open()
    rows = drive.scores.model.rows
    lines = {line.words: line for line in core.scores("new").lines}
    for number, row in enumerate(rows):
        if isinstance(row, Head):
            continue
        line = lines[row[0].words.strip()]
        for column, way in ((1, "p"), (2, "r"), (3, "f1")):
            wanted = asked_for(line, way)
            drive.room.show_tab(drive.scores)
            index = drive.scores.model.index(number, column)
            drive.scores.table.scrollTo(index)
            QTest.mouseClick(
                drive.scores.table.viewport(), Qt.MouseButton.LeftButton,
                pos=drive.scores.table.visualRect(index).center(),
            )  # fmt: skip
            drive.rest()
            assert drive.room.current is drive.errors
            assert drive.errors.model.count == core.failures("new", wanted).total


def test_return_on_a_figure_does_what_a_click_does(drive: RoomDriver, core: Room) -> None:
    drive.open()
    row = next(
        n for n, row in enumerate(drive.scores.model.rows) if not isinstance(row, Head) and "GPE" in row[0].words
    )
    drive.scores.table.setFocus()
    drive.scores.table.setCurrentIndex(drive.scores.model.index(row, 2))
    drive.keys("Return")
    assert drive.room.current is drive.errors
    assert drive.errors.asked == Asked("mention", gold_label="GPE")
    assert drive.errors.model.count == core.failures("new", Asked("mention", gold_label="GPE")).total > 0


def test_the_threshold_becomes_the_limit_of_accepting_the_rest(drive: RoomDriver, core: Room) -> None:
    drive.open()
    drive.keys("Ctrl+3")
    limits = drive.room.current
    assert isinstance(limits, Limits)
    limits.slider.setValue(55)
    drive.keys("Right")
    step = core.thresholds("new", "entities").steps[56]
    assert f"would have taken {step.taken:,} of" in limits.told.text()
    assert f"{step.right:,} right, {step.wrong:,} wrong" in limits.told.text()
    limits.use.setFocus()
    drive.keys("Space")
    levels = drive.driver.window.bridge.scheme.levels
    assert levels.likely == 0.56
    assert levels.perhaps <= levels.likely
    assert not limits.use.isEnabled()


def test_the_figures_of_a_trained_model_say_that_they_flatter_it(drive: RoomDriver) -> None:
    drive.open()
    scores, looking = drive.scores, drive.room.looking
    assert "This model was trained" not in scores.all.note.text()
    looking.runs = [msgspec.structs.replace(run, version=f"{run.version}+0001.9fa1c2") for run in looking.runs]
    scores.refresh()
    drive.rest()
    assert "This model was trained" in scores.all.note.text()
    assert "This model was trained" not in scores.blind.note.text()


def test_two_runs_beside_each_other(
    drive: RoomDriver, core: Room, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What was fixed comes in pages, of which the view asks for those that it shows."""
    monkeypatch.setattr(failures, "PAGE", 1)
    drive.open()
    drive.keys("Ctrl+4")
    against = drive.room.current
    assert isinstance(against, Against)
    drive.wait(lambda: against.found is not None)
    drive.rest()
    assert against.found is not None
    assert against.found.articles == 3
    fixed, broke = (core.changed("run", "new", fixed=way) for way in (True, False))
    assert against.lists.tabText(0) == f"Fixed: {fixed.total}"
    assert against.lists.tabText(1) == f"Broken: {broke.total}"
    assert against.fixed.count == fixed.total > 0
    assert [against.fixed.failure(row) for row in range(fixed.total)] == list(fixed.rows)
    assert "better at mentions" in against.told.text() or "no difference" in against.told.text()
    page = tmp_path / "review.html"
    drive.room.saving.save_to(page)
    drive.wait(page.exists)
    assert "<h2>Against " in page.read_text(encoding="utf-8")


def test_how_the_work_went(drive: RoomDriver) -> None:
    drive.open()
    drive.keys("Ctrl+5")
    work = drive.room.current
    assert isinstance(work, Work)
    assert "curated blind" in work.pull.text()
    assert work.model.rowCount() == 1
    assert work.accepted.drawing.description


def test_without_a_finished_article_it_says_what_to_do(
    open_window: Callable[[Path | None], Driver], tmp_path: Path
) -> None:
    drive = RoomDriver(open_window(small_project(tmp_path / "open.annot")))
    drive.open()
    assert "No article is finished yet" in drive.room.nothing.text()
    assert drive.room.nothing.isVisible()
    assert not drive.room.read_all.isVisible()


def test_the_model_in_use_reads_finished_articles_beside_the_window(drive: RoomDriver, monkeypatch: object) -> None:
    """The worker is a fake: what is asked of it is answered at once, as its process would."""
    window = drive.driver.window
    worker = window.worker
    used = Run("third", "a third one", "3", "2026-03-01T00:00:00Z")
    worker._run = used
    asked: list[str] = []

    def ask(article: object, _sections: object, *, first: bool = False) -> None:
        id: str = article.id  # type: ignore[attr-defined]
        asked.append(id)
        worker.suggested.emit(id, used, Suggestion(used.id))

    monkeypatch.setattr(worker, "ask", ask)  # type: ignore[attr-defined]
    drive.open()
    assert drive.room.top.unread.isVisible()
    assert "Only the model in use" in drive.room.top.unread.text()
    assert not drive.room.top.have_read.isVisible()
    drive.room.looking.have_read()
    drive.wait(lambda: drive.room.looking.run == "third")
    drive.rest()
    assert len(asked) == 4
    assert drive.room.looking.read["third"] == (4, 0)
    assert table(drive)["range and label right"][1] == "0.000"


def test_blind_gold_stands_beside_all_gold(open_window: Callable[[Path | None], Driver], tmp_path: Path) -> None:
    path = tmp_path / "blind.annot"
    with Project.create(path, curator="ada") as project:
        items = [one(n) for n in range(4)]
        blind = [(article, msgspec.structs.replace(gold, blind=n < 2)) for n, (article, gold) in enumerate(items)]
        ids = finish(project, blind)
        project.add_run(OLD)
        project.put_suggestions([(id, suggestion()) for id in ids[1:]])
    drive = RoomDriver(open_window(path))
    drive.open()
    figures = drive.room.looking.figures
    assert figures is not None
    assert (figures.articles, figures.blind, figures.unread) == (3, 1, 1)
    strict = next(line for line in figures.blind_lines if line.name == "strict")
    assert drive.scores.blind.big.text().startswith(f"Mentions {strict.f1:.3f}")
    assert "on 1 article" in drive.scores.blind.note.text()
    assert not drive.scores.table.isColumnHidden(7)
    assert table(drive)["range and label right"][6] == f"{strict.f1:.3f}"
    assert "1 finished article was not read by this model" in drive.room.top.unread.text()
    row = next(
        n for n, row in enumerate(drive.scores.model.rows) if not isinstance(row, Head) and "GPE" in row[0].words
    )
    drive.scores.table.setFocus()
    drive.scores.table.setCurrentIndex(drive.scores.model.index(row, 7))
    drive.keys("Return")
    assert drive.room.looking.wanted == Slice(blind=True)
    assert drive.errors.asked == Asked("mention", label="GPE")
    assert {drive.errors.model.failure(n).article for n in range(drive.errors.model.count)} == {"a1"}  # type: ignore[union-attr]
    assert "1 of 3 articles count" in drive.room.top.counted.text()


def test_every_field_of_the_slice_counts(qapp: object) -> None:
    bar = SliceBar()
    told: list[Slice] = []
    bar.changed.connect(told.append)
    bar.show_choices(Choices((("Post", 2),), (("GPE", 3),), (("ada", 4),), "2026-01-01", "2026-01-04"))
    for box, value in ((bar.source, "Post"), (bar.label, "GPE"), (bar.curator, "ada"), (bar.gold, False)):
        box.setCurrentIndex(box.findData(value))
    bar.since.setText("2026")
    bar.until.setText("2026-01")
    bar.shortest.setValue(50)
    bar.longest.setValue(800)
    assert told[-1] == bar.slice == Slice("Post", "2026-01-01", "2026-01-31", "GPE", "ada", 50, 800, False)
    bar.show_choices(Choices((("Post", 1),), (("GPE", 3),), ()))
    assert bar.slice.source == "Post", "what is chosen stays while it is there"
    assert bar.slice.curator == "", "and goes when it is not"
    bar.show_all()
    assert told[-1] == Slice()


def test_the_room_is_saved_as_a_page(drive: RoomDriver, tmp_path: Path) -> None:
    drive.open()
    out = tmp_path / "review.html"
    drive.room.saving.save_to(out)
    drive.wait(out.exists)
    assert "F1 by label" in out.read_text(encoding="utf-8")
    drive.room.saving.save_to(tmp_path)
    drive.wait(lambda: "this is a folder" in drive.room.told.text())
