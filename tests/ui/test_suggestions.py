"""What the curator sees of suggestions: how likely, what else, what is hidden, what became of them, and newer ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.page import is_open
from annotator.project import Project
from annotator.records import Choice, Run, Suggestion
from annotator.scheme import Levels
from tests.ui.conftest import OTHER, TEXT, article, suggestion
from tests.ui.test_hands import to, told
from ui.desk.painting import DASHES, Looks
from ui.dialogs.labels import LabelList
from ui.dialogs.ledger import LedgerDialog
from ui.dialogs.levels import LevelsDialog
from ui.driving import Driver
from ui.models.queue import REASON_ROLE

Open = Callable[[Path | None], Driver]


def rich(text: str, run: str = "r1") -> Suggestion:
    """The suggestion of the small project, with what else a label may be."""
    made = suggestion(text, run)
    others = (Choice("PERSON", 0.3), Choice("PRODUCT", 0.15), Choice("UNKNOWN", 0.05))
    mentions = (msgspec.structs.replace(m, others=others) if m.label == "ORG" else m for m in made.mentions)
    return msgspec.structs.replace(made, mentions=tuple(mentions))


@pytest.fixture
def rich_driver(open_window: Open, tmp_path: Path) -> Driver:
    path = tmp_path / "rich.annot"
    with Project.create(path, curator="tester") as project:
        project.add([article(TEXT), article(OTHER)])
        project.add_run(Run("r1", "hand", "1", "2025-01-01T00:00:00Z"))
        project.put_suggestions([(article(text).id, rich(text)) for text in (TEXT, OTHER)])
    return open_window(path)


def newer(driver: Driver, id: str, *, without: str = "Bob Reed") -> None:
    """A newer run answers for an article, which misses a name."""
    project = driver.window.bridge.project
    assert project is not None
    text = project.store.article(id).text
    made = rich(text, "r2")
    mentions = tuple(m for m in made.mentions if text[m.start : m.end] != without)
    run = Run("r2", "hand", "2", "2025-02-01T00:00:00Z")
    driver.window.suggesting._take(id, run, msgspec.structs.replace(made, mentions=mentions, stances=made.stances[:1]))
    driver.settle()


def run_on_desk(driver: Driver) -> str:
    assert driver.page.suggestion is not None
    return driver.page.suggestion.run


# --- how likely


def test_the_card_offers_the_next_best_labels_each_with_its_key(rich_driver: Driver) -> None:
    driver = rich_driver
    driver.go_to(lambda _: driver.words == "Bob Reed", "Tab")
    driver.rest()
    card = driver.window.inspector.card
    assert [(cap, choice.label) for cap, choice in card.choices()] == [("1", "PERSON"), ("L", "PRODUCT")]
    assert "or PERSON 30%, PRODUCT 15%" in card.text()
    assert card.accessibleDescription().startswith("1 PERSON, L PRODUCT")
    driver.keys("1")
    driver.go_to(lambda _: driver.words == "Bob Reed")
    driver.rest()
    assert driver.mention is not None
    assert driver.mention.label == "PERSON"
    assert card.choices() == [], "of what is decided nothing else is offered"


def test_the_list_of_labels_has_the_likely_ones_first(rich_driver: Driver) -> None:
    driver = rich_driver
    driver.go_to(lambda _: driver.words == "Bob Reed", "Tab")
    driver.keys("L")
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, LabelList)
    first = [popup.list.item(row).data(int(Qt.ItemDataRole.AccessibleTextRole)) for row in range(2)]
    assert first[0].startswith("PERSON, key 1, 30%:")
    assert first[1].startswith("PRODUCT, 15%:")
    driver.keys("Down", "Return")
    assert "PRODUCT" in told(driver)


def test_numbers_come_and_go_and_lines_differ_by_how_likely(driver: Driver) -> None:
    desk = driver.window.desk

    def words() -> set[str]:
        block = desk.document().firstBlock()
        return {mark.words for mark in desk._marks.of(block).mentions}  # type: ignore[union-attr]

    assert "PERSON" in words()
    driver.keys("Shift+N")
    assert "PERSON 90" in words()
    assert "ORG 50" in words()
    assert {cue.words for cue in desk._marks.of(desk.document().firstBlock()).cues} == {"80"}  # type: ignore[union-attr]
    driver.keys("A")
    assert "PERSON" in words(), "what is decided has no number"
    driver.keys("Shift+N")
    assert "ORG 50" not in words()
    looks: Looks = desk._looks
    colour = looks.hue("ORG").line
    patterns = [looks.line(colour, True, p, 2.0).dashPattern() for p in (0.9, 0.6, 0.2)]
    assert len({tuple(pattern) for pattern in patterns}) == len(DASHES)
    assert looks.line(colour, False, None, 2.0).style() == Qt.PenStyle.SolidLine


# --- hidden


def test_hidden_suggestions_are_listed_with_reasons_and_brought_back_by_keys(driver: Driver) -> None:
    to(driver, "Bob Reed")
    driver.keys("X")
    driver.go_to(lambda _: driver.words == "Greens")
    driver.keys("1", "Shift+W")
    panel = driver.window.asides.hiding.panel
    assert panel.holds_keyboard()
    assert [(i.words, i.why) for i in panel.model.items] == [
        ("Bob Reed", "rejected"),
        ("Bob Reed → the new bridge", "its holder is not on the page"),
        ("Greens", "decided: PERSON"),
    ]
    driver.keys("O")
    driver.rest()
    assert "open again" in told(driver)
    assert [i.words for i in panel.model.items] == ["Greens"], "the stance has its holder again"
    assert driver.window.desk.places == (panel.model.items[0].place,)
    driver.keys("A")
    driver.rest()
    assert panel.model.items == ()
    greens = next(m for m in driver.page.mentions if driver.page.words(m) == "Greens")
    assert (greens.label, greens.decision) == ("ORG", "accepted")
    driver.keys("U", "Esc")
    driver.rest()
    assert not panel.isVisible()
    assert driver.window.desk.hasFocus()
    assert driver.window.desk.places == ()
    assert next(m for m in driver.page.mentions if driver.page.words(m) == "Greens").label == "PERSON"


def test_return_in_the_list_goes_to_the_place_with_its_words_selected(driver: Driver) -> None:
    to(driver, "Bob Reed")
    driver.keys("X", "Shift+W")
    panel = driver.window.asides.hiding.panel
    while panel.current is not None and panel.current.words != "Bob Reed":
        driver.keys("Down")
    driver.keys("Return")
    assert driver.window.desk.hasFocus()
    span = driver.window.desk.selection()
    assert span is not None
    assert span.of(driver.page.text) == "Bob Reed"
    driver.keys("1")
    assert next(m for m in driver.page.mentions if m.range == span).label == "PERSON"


def test_levels_are_set_with_a_live_count_and_undone(driver: Driver) -> None:
    before = len(driver.page.open)

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, LevelsDialog)
        driver.wait(lambda: "in all articles" in dialog.told.text(), 5)
        box = dialog.boxes["shown"]
        box.setFocus()
        box.selectAll()
        QTest.keyClicks(box, "60")
        assert "In this article 3 of 10 suggestions are hidden." in dialog.told.text(), dialog.told.text()
        assert "4 of 15 are hidden in all articles" in dialog.told.text(), dialog.told.text()
        dialog.boxes["perhaps"].setValue(90)
        assert dialog.levels() == Levels(0.6, 0.9, 0.9)
        QTest.keyClick(box, Qt.Key.Key_Return)

    driver.later(choose)
    driver.keys("Ctrl+H")
    assert "Show suggestions from 60% on" in told(driver)
    assert len(driver.page.open) < before
    assert all((getattr(driver.page.item(i), "p", 0) or 0) >= 0.6 for i in driver.page.open)
    driver.keys("U")
    assert len(driver.page.open) == before


# --- the ledger


def test_the_ledger_tells_fates_and_leads_to_a_place(driver: Driver) -> None:
    driver.keys("A")
    to(driver, "Bob Reed")
    driver.keys("X")

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, LedgerDialog)
        rows = [
            [dialog.here.model().index(r, c).data() for c in range(4)] for r in range(dialog.here.model().rowCount())
        ]
        assert ["accepted", "mention", "PERSON", "Ann Reed"] in rows
        assert ["rejected", "mention", "ORG", "Bob Reed"] in rows
        driver.wait(lambda: dialog.totals.model().rowCount() > 0 and dialog.told.text() == "", 5)
        dialog.tabs.setCurrentIndex(1)
        total = [dialog.totals.model().index(0, c).data() for c in range(3)]
        assert total == ["all", "15", "1"]
        dialog.tabs.setCurrentIndex(0)
        dialog.here.setFocus()
        dialog.here.selectRow(next(n for n, row in enumerate(rows) if row[3] == "Bob Reed"))
        QTest.keyClick(dialog.here, Qt.Key.Key_Return)

    driver.later(look)
    driver.keys("Ctrl+B")
    span = driver.window.desk.selection()
    assert span is not None
    assert span.of(driver.page.text) == "Bob Reed"


# --- newer runs


def test_a_newer_run_waits_until_the_article_is_opened_again(rich_driver: Driver) -> None:
    driver = rich_driver
    window = driver.window
    here, focus, order = driver.page.article.id, window.bridge.focus, driver.page.order
    newer(driver, here)
    assert (run_on_desk(driver), driver.page.order, window.bridge.focus) == ("r1", order, focus)
    assert window.newer.isVisible()
    assert "Shift+R takes them now" in told(driver)
    driver.keys("A")
    assert run_on_desk(driver) == "r1"
    assert [driver.page.words(m) for m in driver.page.mentions if not is_open(m.id)] == ["Ann Reed"]
    driver.keys("U")
    assert run_on_desk(driver) == "r1", "undo takes the decision back, nothing else"
    assert driver.page.order == order
    window.bridge.set_levels(Levels(0.6, 0.7, 0.8))
    assert run_on_desk(driver) == "r1", "another scheme changes what is shown, not the run"
    driver.keys("U")
    window.commands.open_article(article(OTHER).id)
    assert not window.newer.isVisible()
    window.commands.open_article(here)
    assert run_on_desk(driver) == "r2"


def test_shift_r_takes_the_newer_suggestions_and_keeps_the_place(rich_driver: Driver) -> None:
    driver = rich_driver
    driver.go_to(lambda _: driver.words == "Greens")
    place = driver.mention.start if driver.mention else 0
    driver.keys("Shift+R")
    assert run_on_desk(driver) == "r1"
    newer(driver, driver.page.article.id)
    driver.keys("Shift+R")
    assert run_on_desk(driver) == "r2"
    assert not driver.window.newer.isVisible()
    assert driver.words == "Greens"
    assert driver.mention is not None
    assert driver.mention.start == place
    assert "Bob Reed" not in [driver.page.words(m) for m in driver.page.mentions]
    driver.keys("A")
    assert "saved" in told(driver)


def test_a_newer_run_for_another_article_says_nothing(rich_driver: Driver) -> None:
    newer(rich_driver, article(OTHER).id)
    assert not rich_driver.window.newer.isVisible()
    assert run_on_desk(rich_driver) == "r1"


# --- which article next


def test_the_articles_worth_most_are_picked_when_the_list_asks_for_them_and_say_why(rich_driver: Driver) -> None:
    driver = rich_driver
    queue = driver.window.queue
    here = driver.page.article.id
    queue.filters.choose_order("picked")
    driver.wait(lambda: queue.model.rowCount() == 2, 10, "the picks")
    whys = [queue.model.index(row, 1).data(REASON_ROLE) for row in range(2)]
    assert whys == ["unsure of 5 of 10", "unsure of 1 of 5"]
    assert driver.page.article.id == here, "what lies on the desk stays"
    driver.finish()
    assert driver.page.article.id == article(OTHER).id, "the next one of this list"
    driver.finish()
    driver.wait(lambda: queue.model.rowCount() == 0, 10, "nothing is left")
    assert "Nothing is undecided" in queue.table.empty_words
