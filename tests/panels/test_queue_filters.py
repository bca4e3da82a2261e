"""Orders and filters above the list: chosen by keys and mouse, seen at a glance, gone with one act, without a jump."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from annotator.project import Query
from tests.panels.conftest import Articles, settle, titles
from ui.models.queue import QueueModel, told
from ui.panels.filters import ORDERS
from ui.panels.queue import QueuePanel

K = Qt.Key
Show = Callable[..., None]


@pytest.fixture
def source() -> Articles:
    articles = Articles(60)
    for number in range(60):
        articles.change(f"a{number}", uncertainty=number / 100, disagreement=(60 - number) / 100)
    articles.labelled = {"ORG": {"a3", "a4"}, "TOPIC": {"a4", "a50"}}
    articles.curated = {"ann": {"a4"}, "Bea van den Berg-Lindqvist": {"a9"}}
    return articles


@pytest.fixture
def panel(source: Articles, show: Show) -> QueuePanel:
    made = QueuePanel()
    show(made, 260, 600)
    made.set_source(source)
    settle()
    return made


def press_in_menu(open_menu: Callable[[], None], *keys: K) -> list[str]:
    """Open a menu and press keys in it; the words it showed."""
    words: list[str] = []

    def press() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        words.extend(action.text() for action in menu.actions())
        for key in keys:
            QTest.keyClick(menu, key)

    QTimer.singleShot(50, press)
    open_menu()
    settle()
    return words


def by_space(button: QWidget) -> Callable[[], None]:
    def press() -> None:
        button.setFocus()
        QTest.keyClick(button, K.Key_Space)

    return press


def test_an_order_is_chosen_by_keys_alone_and_named(panel: QueuePanel) -> None:
    words = press_in_menu(by_space(panel.filters.order), *[K.Key_Down] * 5, K.Key_Return)
    assert words == [name for name, _ in ORDERS.values()]
    assert panel.model.query == Query(order="uncertainty")
    assert panel.filters.order.accessibleName() == "Order of the articles: Unsure first"
    assert titles(panel.model)[0] == "Article number 59"
    press_in_menu(by_space(panel.filters.order), K.Key_Up, K.Key_Return)
    assert panel.model.query == Query(order="random"), "up from the first is the last"


def test_a_filter_is_chosen_by_keys_seen_at_a_glance_and_leaves_with_one_act(panel: QueuePanel) -> None:
    label, curator = panel.filters._chips["label"], panel.filters._chips["curator"]
    assert not label.isVisible()
    words = press_in_menu(by_space(panel.filters.filter), K.Key_Down, K.Key_Down, K.Key_Return)
    assert [word for word in words if word] == [
        *("Label, decided or suggested", "ORG", "TOPIC"),
        *("Worked on by", "Bea van den Berg-Lindqvist", "ann"),
    ]
    assert panel.model.query == Query(label="TOPIC")
    assert titles(panel.model) == ["Article number 4", "Article number 50"]
    assert (label.isVisible(), label.text(), curator.isVisible()) == (True, "TOPIC  ✕", False)
    panel.filters.choose("curator", "ann")
    assert titles(panel.model) == ["Article number 4"]
    label.setFocus()
    QTest.keyClick(label, K.Key_Space)
    assert panel.model.query == Query(curator="ann")
    assert (label.isVisible(), curator.isVisible(), curator.text()) == (False, True, "by ann  ✕")
    assert panel.filters.filter.hasFocus(), "the keyboard is not lost with the chip"
    QTest.mouseClick(curator, Qt.MouseButton.LeftButton)
    assert panel.model.query == Query()
    panel.filters.choose("label", "TOPIC")
    panel.search.setText("nothing like it")
    panel._apply()
    assert panel.table.empty_words == "No article is like that."


def test_choosing_a_filter_again_takes_it_off(panel: QueuePanel) -> None:
    for expected in ("ORG", ""):
        panel.filters._fill_menu()
        next(action for action in panel.filters.menu.actions() if action.text() == "ORG").trigger()
        assert panel.model.query.label == expected


def test_filters_orders_and_states_work_together(panel: QueuePanel, source: Articles) -> None:
    source.change("a4", status="done")
    panel.filters.choose("label", "ORG")
    panel.filters.choose_order("uncertainty")
    assert titles(panel.model) == ["Article number 4", "Article number 3"]
    panel._toggles["todo"].click()
    assert panel.model.query == Query(("todo",), label="ORG", order="uncertainty")
    assert titles(panel.model) == ["Article number 3"]


def test_at_random_shows_its_seed_and_takes_another(panel: QueuePanel, source: Articles, qtbot) -> None:  # type: ignore[no-untyped-def]
    source.seed_ = 12
    assert not panel.filters.seed.isVisible()
    panel.filters.choose_order("random")
    assert (panel.filters.seed.isVisible(), panel.filters.seed.text()) == (True, "12")
    before = titles(panel.model)
    panel.filters.seed.setFocus()
    panel.filters.seed.selectAll()
    with qtbot.waitSignal(panel.seedChosen) as chosen:
        QTest.keyClicks(panel.filters.seed, "x77")
        QTest.keyClick(panel.filters.seed, K.Key_Return)
    assert chosen.args == [77]
    source.seed_ = 77
    panel.reload()
    assert titles(panel.model) != before
    with qtbot.assertNotEmitted(panel.seedChosen):
        QTest.keyClick(panel.filters.seed, K.Key_Return)
        panel.table.setFocus()
    source.seed_ = 5
    panel.reload()
    assert panel.filters.seed.text() == "5"


def test_a_row_says_why_it_stands_where_it_does(source: Articles) -> None:
    row = source.rows_[43]
    assert told(row, "uncertainty") == "Article number 43: to do, 443 words, unsure 43 %"
    assert told(row, "disagreement") == "Article number 43: to do, 443 words, runs differ 17 %"
    assert told(row, "import") == "Article number 43: to do, 443 words"
    assert "unsure" not in told(source.rows_[0], "uncertainty"), "nothing is"


def test_the_reason_is_painted_in_the_row(panel: QueuePanel) -> None:
    def first_row() -> bytes:
        rect = panel.table.visualRect(panel.model.index(0, 1))
        image = panel.table.viewport().grab(rect.adjusted(0, rect.height() // 2, 0, -2)).toImage()
        return bytes(image.constBits())

    panel.model.set_query(Query(label="TOPIC", curator="ann"))
    settle()
    plain = first_row()
    panel.model.set_query(Query(label="TOPIC", curator="ann", order="uncertainty"))
    settle()
    assert panel.model.rowCount() == 1
    assert first_row() != plain


def test_nothing_jumps_while_an_article_is_worked_on(panel: QueuePanel, source: Articles, qtbot) -> None:  # type: ignore[no-untyped-def]
    panel.set_current("a0")
    panel.filters.choose_order("uncertainty")
    settle()
    assert panel.table.verticalScrollBar().value() == 0, "what is first is seen, not what lies on the desk"
    panel.set_current("a30")
    settle()
    place, scrolled = panel.model.row_of("a30"), panel.table.verticalScrollBar().value()
    assert (place, panel.table.currentIndex().row()) == (29, 29)
    assert scrolled > 0
    source.change("a30", uncertainty=0.0, status="started", decided=9)
    with qtbot.assertNotEmitted(panel.model.modelReset), qtbot.assertNotEmitted(panel.model.layoutChanged):
        panel.refresh("a30")
    assert panel.model.row_of("a30") == 29
    assert panel.model.row(29) == source.rows_[30], "it shows what was decided all the same"
    assert panel.table.verticalScrollBar().value() == scrolled
    panel.set_current("a29")
    assert [panel.model.row_of(id) for id in ("a29", "a30")] == [29, 59], "now it stands where it belongs"
    assert panel.table.currentIndex().row() == 29


def test_rows_keep_their_article_when_the_list_is_put_in_order(
    qapp: object, source: Articles, checked: Callable[..., object]
) -> None:
    model = QueueModel()
    checked(model)
    model.set_source(source)
    model.set_query(Query(("todo",), order="uncertainty"))
    titles(model)
    kept = QPersistentModelIndex(model.index(10, 1))
    assert kept.data() == "Article number 49"
    source.change("a49", uncertainty=0.001)
    model.refresh("a49")
    model.settle()
    assert (kept.row(), kept.data()) == (58, "Article number 49")
    source.change("a20", status="done")
    model.settle()
    assert model.rowCount() == 59


def test_an_article_that_a_filter_no_longer_finds_goes(panel: QueuePanel, source: Articles) -> None:
    panel.filters.choose("label", "ORG")
    panel.set_current("a3")
    source.labelled["ORG"] = {"a4"}
    panel.refresh("a3")
    assert titles(panel.model) == ["Article number 4"]


def test_another_project_starts_as_imported_and_without_filters(panel: QueuePanel) -> None:
    panel.filters.choose("label", "ORG")
    panel.filters.choose_order("random")
    panel.set_source(Articles(5))
    assert panel.model.query == Query()
    assert not any(widget.isVisible() for widget in (panel.filters.seed, *panel.filters._chips.values()))
    words = press_in_menu(by_space(panel.filters.filter), K.Key_Escape)
    assert words == ["Nothing is suggested or decided yet"]
    panel.set_source(None)
    panel.filters._fill_menu()
    assert panel.filters.menu.isEmpty()


def test_filters_that_cannot_be_read_are_told(panel: QueuePanel, source: Articles) -> None:
    source.broken = "the disk is gone."
    panel.filters._fill_menu()
    assert panel.table.empty_words == "the disk is gone."


def test_all_of_it_fits_a_narrow_panel(panel: QueuePanel) -> None:
    panel.filters.choose_order("random")
    panel.filters.choose("label", "TOPIC")
    panel.filters.choose("curator", "Bea van den Berg-Lindqvist")
    panel.filters.choose("versions", "to adjudicate")
    panel.resize(180, 600)
    settle()
    assert panel.width() == 180
    for widget in panel.filters.widgets():
        right = widget.mapTo(panel, widget.rect().topRight()).x()
        assert 20 <= widget.width() <= 160, widget.objectName()
        assert right < 180, widget.objectName()
    chip = panel.filters._chips["curator"]
    assert chip.accessibleName() == "Articles of any curator again, not only by Bea van den Berg-Lindqvist"
    assert panel.filters._chips["label"].width() >= panel.filters._chips["label"].sizeHint().width() - 10
