"""Walking through the errors by keys until the list is empty; there and back again; what is mended is gone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.edits import label
from annotator.project import Project
from annotator.records import Mention, Suggestion
from annotator.review import Failure, Room
from annotator.review.listing import Asked, Listed
from tests.review.conftest import OLD, PARTED, finish, one, parted
from tests.review_room.conftest import RoomDriver
from ui.driving import Driver
from ui.review.failures import PAGE, FailuresModel
from ui.review.figures import Head
from ui.review.rows import NARROW
from ui.theme import Theme, apply_theme


def walk(drive: RoomDriver) -> None:
    """To the errors."""
    drive.open()
    drive.keys("Ctrl+2")


def test_verdicts_empty_the_list_and_are_remembered(
    drive: RoomDriver, core: Room, open_window: Callable[[Path | None], Driver], path: Path
) -> None:
    walk(drive)
    total = core.failures("new", Asked()).total
    assert drive.errors.counter.text() == f"{total} of {total} left"
    first = drive.errors.model.failure(0)
    second = drive.errors.model.failure(1)
    assert first is not None
    drive.keys("M")
    assert drive.errors.counter.text() == f"{total - 1} of {total} left"
    assert drive.errors.current == second
    drive.keys(*("BU" * total)[: total - 1])
    assert drive.errors.model.count == 0
    assert drive.errors.empty.isVisible()
    assert "All looked at" in drive.errors.empty.text()
    drive.errors.show_.setCurrentIndex(drive.errors.show_.findData("unclear"))
    drive.rest()
    assert drive.errors.model.count == (total - 1) // 2
    drive.driver.window.close()

    again = RoomDriver(open_window(path))
    walk(again)
    assert again.errors.counter.text() == f"0 of {total} left"
    assert again.errors.empty.isVisible()
    again.errors.show_.setCurrentIndex(again.errors.show_.findData("model"))
    again.rest()
    assert again.errors.current == first
    again.keys("Ctrl+2", "Backspace")
    again.errors.show_.setCurrentIndex(0)
    again.rest()
    assert again.errors.counter.text() == f"1 of {total} left"
    assert again.errors.current == first


def test_the_last_verdict_is_taken_back_and_its_row_is_in_focus(drive: RoomDriver) -> None:
    walk(drive)
    drive.keys("Down", "Down")
    here = drive.errors.current
    total = drive.errors.left
    drive.keys("U")
    assert drive.errors.current != here
    drive.keys("Z")
    assert drive.errors.current == here
    assert drive.errors.left == total
    project = drive.driver.window.bridge.project
    assert project is not None
    assert here is not None
    assert not project.store.setting(f"verdict {here.key}")


def test_there_and_back_lands_on_the_same_row(drive: RoomDriver) -> None:
    walk(drive)
    drive.errors.ask(Asked("mention", "edges"))
    drive.rest()
    drive.keys("Down")
    failure = drive.errors.current
    assert failure is not None
    drive.keys("Return")
    page = drive.driver.page
    assert page.article.id == failure.article
    mention = page.mention(drive.driver.window.bridge.focus)
    assert mention is not None
    assert (mention.start, mention.end) == (failure.place, failure.end)
    drive.driver.keys("Ctrl+J")
    drive.rest()
    assert drive.room.isActiveWindow()
    assert drive.errors.current == failure
    assert drive.errors.list.hasFocus()
    drive.keys("Esc")
    assert not drive.room.isVisible()
    drive.driver.keys("Ctrl+J")
    drive.rest()
    assert drive.errors.current == failure


def test_entities_put_together_wrongly_are_walked_through(
    open_window: Callable[[Path | None], Driver], path: Path
) -> None:
    """From a figure of who is who to what was parted, and on to the mention on the desk."""
    with Project.open(path) as project:
        project.add_run(PARTED)
        project.put_suggestions([(f"a{n}", parted()) for n in (1, 2)])
    drive = RoomDriver(open_window(path))
    drive.open()
    table, rows = drive.scores.table, drive.scores.model.rows
    row = next(n for n, row in enumerate(rows) if not isinstance(row, Head) and "B³" in row[0].words)
    for column, kind in ((1, "merged"), (2, "split")):
        drive.room.show_tab(drive.scores)
        table.setFocus()
        table.setCurrentIndex(drive.scores.model.index(row, column))
        drive.keys("Return")
        assert drive.errors.asked == Asked("entity", kind)
        assert drive.errors.counter.text() == "2 of 2 left"
    drive.keys("M")
    failure = drive.errors.current
    assert failure is not None
    assert (failure.article, failure.kind) == ("a2", "split")
    drive.keys("Return")
    mention = drive.driver.mention
    assert mention is not None
    assert (drive.driver.page.article.id, mention.start, mention.end) == ("a2", failure.place, failure.end)


def test_a_name_is_opened_that_is_compared_without_its_title(
    open_window: Callable[[Path | None], Driver], tmp_path: Path
) -> None:
    path = tmp_path / "titled.annot"
    with Project.create(path, curator="ada") as project:
        article, annotation = one(1)
        text = f"Ms Lind spoke. {article.text}"
        mentions = {"m1": Mention("m1", 0, 7, "PERSON", next(iter(annotation.entities)))}
        annotation = msgspec.structs.replace(annotation, mentions=mentions, stances={}, sections=())
        finish(project, [(msgspec.structs.replace(article, text=text), annotation)])
        project.add_run(OLD)
        project.put_suggestions([("a1", Suggestion(OLD.id))])
    drive = RoomDriver(open_window(path))
    walk(drive)
    failure = drive.errors.current
    assert failure is not None
    assert (failure.kind, failure.place, failure.end) == ("missed", 3, 7)
    drive.keys("Return")
    mention = drive.driver.mention
    assert mention is not None
    assert (mention.start, mention.end) == (0, 7)


def test_an_article_is_chosen_among_those_with_errors(drive: RoomDriver, core: Room) -> None:
    walk(drive)
    articles = drive.errors.groups.articles
    total = drive.errors.model.count
    titles = [group.title for group in core.groups("new", Asked(), "article")]
    rows = [articles.item(n).text() for n in range(articles.count())]
    assert rows == ["All articles", *(f"{total // 3}  {title}" for title in titles)]
    articles.setFocus()
    articles.setCurrentRow(2)
    drive.keys("Return")
    assert drive.errors.asked.article == "a2"
    assert drive.errors.model.count == total // 3
    assert drive.errors.filter.text().startswith("in Dora Lind attacked")
    kinds = drive.errors.groups.kinds
    assert kinds.item(0).text() == f"Everything  {total // 3}"
    kinds.setFocus()
    kinds.setCurrentRow(1)
    drive.keys("Return")
    assert drive.errors.asked == Asked("mention", article="a2"), "the article stays"
    assert drive.errors.model.count == core.failures("new", Asked("mention", article="a2")).total


def test_titles_stand_in_every_row_on_a_line_of_their_own_in_a_narrow_list(drive: RoomDriver) -> None:
    walk(drive)
    model, view = drive.errors.model, drive.errors.list
    failure = model.failure(0)
    assert failure is not None
    assert failure.title in str(model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole))
    assert failure.title in drive.errors.detail.text()
    line = view.fontMetrics().height()
    heights = []
    for width in (NARROW + 40, NARROW - 40, NARROW + 40):
        view.setParent(None)
        view.resize(width, 400)
        view.show()
        drive.driver.settle()
        heights.append(view.visualRect(model.index(0)).height())
        picture = view.viewport().grab(view.visualRect(model.index(0))).toImage()
        model._rows[0] = msgspec.structs.replace(failure, title="Another one")
        assert view.viewport().grab(view.visualRect(model.index(0))).toImage() != picture, "the title is on the screen"
        model._rows[0] = failure
    assert heights[1] == heights[0] + line
    assert heights[2] == heights[0]
    view.close()


def test_the_error_in_focus_follows_the_theme(drive: RoomDriver) -> None:
    walk(drive)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    seen = []
    for mode in ("dark", "light"):
        theme = Theme.of(mode)
        apply_theme(app, theme)
        drive.driver.settle()
        seen.append(theme.faded.name() in drive.errors.detail.text())
    assert seen == [True, True]


def test_a_stance_is_opened_at_its_cue(drive: RoomDriver) -> None:
    walk(drive)
    drive.errors.ask(Asked("stance", "missed"))
    drive.rest()
    failure = drive.errors.current
    assert failure is not None
    drive.keys("Return")
    assert drive.driver.page.article.id == failure.article


def test_gold_that_is_mended_and_finished_again_is_an_error_no_more(drive: RoomDriver) -> None:
    walk(drive)
    drive.room.top.run.setFocus()
    drive.keys("Down")
    drive.wait(lambda: drive.room.looking.run == "run" and drive.room.looking.figures is not None)
    drive.errors.ask(Asked("mention", gold_label="GPE", said_label="ORG"))
    drive.keys("Ctrl+2")
    failure, count = drive.errors.current, drive.errors.model.count
    following = drive.errors.model.failure(1)
    assert failure is not None
    drive.keys("G")
    bridge = drive.driver.window.bridge
    assert drive.driver.page.article.id == failure.article
    assert drive.driver.mention is not None
    assert drive.driver.mention.label == "GPE"
    assert bridge.do(label, bridge.focus, "ORG") is not None
    bridge.finish()
    drive.driver.keys("Ctrl+J")
    drive.wait(lambda: not drive.room.looking.stale)
    drive.rest()
    assert drive.errors.current == following
    assert drive.errors.left == count - 1
    assert drive.errors.judged == 0


def test_filters_by_kind_words_and_text(drive: RoomDriver, core: Room) -> None:
    walk(drive)
    kinds = drive.errors.groups.kinds
    row = next(n for n in range(kinds.count()) if "wrong edges" in kinds.item(n).text())
    kinds.setFocus()
    kinds.setCurrentRow(row)
    drive.keys("Return")
    total = core.failures("new", Asked("mention", "edges")).total
    assert drive.errors.model.count == total
    assert drive.errors.filter.text().startswith("mentions · wrong edges")
    drive.keys("Ctrl+Backspace", "Ctrl+F")
    QTest.keyClicks(drive.errors.text, "harbour")
    drive.wait(lambda: drive.errors.asked.text == "harbour")
    drive.rest()
    assert drive.errors.model.count == core.failures("new", Asked(text="harbour")).total
    drive.keys("Return")
    assert drive.errors.list.hasFocus()


def test_a_cell_of_the_matrix_leads_to_its_errors(drive: RoomDriver, core: Room) -> None:
    walk(drive)
    drive.keys("Ctrl+L")
    drawing = drive.errors.matrix.chart.drawing
    spot = next(n for n, spot in enumerate(drawing.spots) if spot.key.startswith("TOPIC\tTOPIC"))
    drive.errors.matrix.chart.picture.go(spot)
    drive.keys("Return")
    assert not drive.errors.switch.isChecked()
    wanted = Asked("mention", gold_label="TOPIC", said_label="TOPIC")
    assert drive.errors.model.count == core.failures("new", wanted).total > 0


def test_a_process_that_dies_is_started_again(drive: RoomDriver) -> None:
    walk(drive)
    client, count = drive.room.looking.client, drive.errors.model.count
    process = client._process
    assert process is not None
    process.kill()
    drive.wait(lambda: client._process is not None and client._process is not process)
    drive.rest()
    drive.errors.ask(Asked())
    drive.rest()
    assert drive.errors.model.count == count


def test_closing_while_it_gathers_leaves_no_process(drive: RoomDriver) -> None:
    drive.driver.keys("Ctrl+J")
    client = drive.room.looking.client
    process = client._process
    assert process is not None
    drive.driver.window.close()
    assert not client.running
    assert process.state() == process.ProcessState.NotRunning


def test_a_long_list_asks_only_for_what_is_looked_at(drive: RoomDriver) -> None:
    asked: list[int] = []
    waiting: list[tuple[int, Callable[[Listed], None]]] = []

    def ask(offset: int, limit: int, took: Callable[[Listed], None]) -> None:
        asked.append(offset)
        assert limit == PAGE
        waiting.append((offset, took))

    def answer() -> None:
        for offset, took in waiting:
            took(Listed(100_000, offset, tuple(failure(n) for n in range(offset, offset + PAGE))))
        waiting.clear()

    model = FailuresModel(ask, drive.room if drive.driver.window.commands.beside.review else drive.driver.window)
    model.load()
    answer()
    assert model.rowCount() == 100_000
    assert model.failure(3) == failure(3)
    assert model.data(model.index(50_000), Qt.ItemDataRole.DisplayRole) == "…"
    QTest.qWait(20)
    answer()
    assert model.failure(50_000) == failure(50_000)
    assert asked == [0, 50_000]
    model.take(3)
    assert model.failure(3) == failure(4)
    assert model.failure(49_999) == failure(50_000)
    model.put(3, failure(3))
    assert [model.failure(n) for n in (2, 3, 4)] == [failure(2), failure(3), failure(4)]
    assert model.rowCount() == 100_000


def failure(number: int) -> Failure:
    return Failure(f"k{number}", "a", "mention", "missed", 0, 4, "Oslo", "Oslo.", "GPE", "", ("GPE", ""))


def test_an_open_room_follows_what_is_done_beside_it(drive: RoomDriver) -> None:
    drive.open()
    figures = drive.room.looking.figures
    assert figures is not None
    bridge = drive.driver.window.bridge
    assert bridge.do(label, next(m.id for m in drive.driver.page.mentions if m.label == "GPE"), "ORG") is not None
    drive.wait(lambda: drive.room.looking.figures is not None and drive.room.looking.figures.articles == 2)
    drive.rest()
    assert figures.articles == 3
    assert "all 2 articles count" in drive.room.top.counted.text()
