"""The list of articles by keys and mouse: filters, counts, the current article, what is said when there is nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from annotator.project import Query
from tests.panels.conftest import Articles, settle, titles
from ui.panels.queue import TYPING_MS, QueuePanel, brief
from ui.theme import Theme

K = Qt.Key
Show = Callable[..., None]


@pytest.fixture
def source() -> Articles:
    articles = Articles(300)
    for number, status in enumerate(["done", "done", "started", "skipped"]):
        articles.change(f"a{number}", status=status)
    articles.change("a2", flagged=True)
    return articles


@pytest.fixture
def panel(source: Articles, show: Show) -> QueuePanel:
    made = QueuePanel()
    show(made, 260, 600)
    made.set_source(source)
    made.set_counts({"todo": 296, "started": 1, "done": 2, "skipped": 1})
    settle()
    return made


def click(panel: QueuePanel, name: str) -> None:
    button = panel.findChild(object, f"queue_{name}")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[call-overload]
    settle()


def row_point(panel: QueuePanel, row: int) -> QPoint:
    return panel.table.visualRect(panel.model.index(row, 1)).center()


def test_the_head_tells_how_far_the_project_is(panel: QueuePanel) -> None:
    assert panel.progress.text() == "2 of 300 done"
    assert (panel.bar.value(), panel.bar.maximum()) == (2, 300)
    texts = [panel._toggles[name].text() for name in ("all", "todo", "started", "done", "skipped", "flag")]
    assert texts == ["300", "296", "1", "2", "1", "1"]
    assert panel._toggles["skipped"].accessibleName() == "Show articles that are skipped, 1"


def test_filters_show_what_they_say(panel: QueuePanel, qtbot) -> None:  # type: ignore[no-untyped-def]
    with qtbot.waitSignal(panel.queryChanged) as changed:
        click(panel, "done")
    assert changed.args == [Query(("done",))]
    assert titles(panel.model) == ["Article number 0", "Article number 1"]
    click(panel, "flag")
    assert titles(panel.model) == []
    click(panel, "all")
    assert titles(panel.model) == ["Article number 2"]
    click(panel, "flag")
    assert panel.model.rowCount() == 300


def test_typing_searches_once_after_the_last_key(panel: QueuePanel, qtbot) -> None:  # type: ignore[no-untyped-def]
    asked: list[Query] = []
    panel.queryChanged.connect(asked.append)
    panel.focus_search()
    for sign in "number 29":
        QTest.keyClick(panel.search, sign)
    assert asked == []
    qtbot.waitUntil(lambda: bool(asked), timeout=TYPING_MS * 10)
    assert asked == [Query(text="number 29")]
    assert panel.model.rowCount() == 13
    QTest.keyClick(panel.search, "9")
    QTest.keyClick(panel.search, K.Key_Return)  # at once
    assert titles(panel.model) == ["Article number 299"]


def test_down_from_the_search_box_and_return_choose_an_article(panel: QueuePanel, qtbot) -> None:  # type: ignore[no-untyped-def]
    panel.focus_search()
    QTest.keyClick(panel.search, K.Key_Down)
    assert panel.table.hasFocus()
    QTest.keyClick(panel.table, K.Key_Down)
    with qtbot.waitSignal(panel.articleChosen) as chosen:
        QTest.keyClick(panel.table, K.Key_Return)
    assert chosen.args == ["a1"]


def test_a_click_chooses(panel: QueuePanel, qtbot) -> None:  # type: ignore[no-untyped-def]
    with qtbot.waitSignal(panel.articleChosen) as chosen:
        QTest.mouseClick(
            panel.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, row_point(panel, 3)
        )
    assert chosen.args == ["a3"]


def test_the_current_article_is_in_view_and_marked(panel: QueuePanel) -> None:
    panel.set_current("a250")
    settle()
    rect = panel.table.visualRect(panel.model.index(250, 1))
    assert panel.table.viewport().rect().contains(rect)
    image = panel.table.viewport().grab(rect).toImage()
    theme = Theme.of("light")
    assert image.pixelColor(1, image.height() // 2) == theme.focus
    assert QColor(image.pixel(image.width() - 4, 4)) == theme.selection


def test_a_change_keeps_place_selection_and_counts_flags(panel: QueuePanel, source: Articles) -> None:
    panel.set_current("a200")
    settle()
    place = panel.table.verticalScrollBar().value()
    assert place > 0
    source.change("a200", status="started", flagged=True)
    panel.refresh("a200")
    settle()
    assert panel.table.verticalScrollBar().value() == place
    assert panel.table.currentIndex().row() == 200
    assert panel._toggles["flag"].text() == "2"


def test_an_article_that_no_longer_fits_the_filter_goes(panel: QueuePanel, source: Articles) -> None:
    click(panel, "todo")
    panel.set_current("a10")
    source.change("a10", status="done")
    panel.refresh("a10")
    settle()
    assert "Article number 10" not in titles(panel.model)
    assert panel.model.rowCount() == 295


def test_an_empty_list_says_why(panel: QueuePanel, source: Articles) -> None:
    panel.search.setText("zebra")
    QTest.keyClick(panel.search, K.Key_Return)
    settle()
    assert panel.table.empty_words == "No article is like that."
    image = panel.table.viewport().grab().toImage()
    inks = {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(20, 60)}
    assert len(inks) > 4  # letters, not just ground
    panel.set_source(Articles(0))
    assert panel.table.empty_words.startswith("There is no article yet.")
    source.broken = "the disk is gone."
    panel.set_source(source)
    assert panel.table.empty_words == "the disk is gone."
    panel.set_source(None)
    assert panel.table.empty_words == ""


def test_another_project_starts_without_filters(panel: QueuePanel) -> None:
    click(panel, "done")
    click(panel, "flag")
    panel.search.setText("x")
    panel.set_source(Articles(5))
    assert (panel.model.rowCount(), panel.search.text(), panel.current) == (5, "", "")
    assert panel.model.query == Query()
    assert not panel._timer.isActive()


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1.0k"),
        (1249, "1.2k"),
        (9949, "9.9k"),
        (9960, "10k"),
        (34567, "35k"),
        (999499, "999k"),
        (999500, "1.0M"),
        (1000000, "1.0M"),
        (12345678, "12M"),
    ],
)
def test_counts_are_brief(count: int, shown: str) -> None:
    assert brief(count) == shown
