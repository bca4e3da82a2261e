"""A curator never sees a suggestion on a blind article: the real window, by keys, and every word that it holds or tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox, QTextEdit, QWidget

from annotator import edits
from annotator.blind import Blindness
from annotator.project import Project, Query
from annotator.records import (
    Article,
    Choice,
    Outline,
    Predicate,
    Run,
    SuggestedEntity,
    SuggestedMention,
    SuggestedStance,
    Suggestion,
)
from annotator.spans import Range
from tests.ui.test_hands import told
from ui.bridge import BLIND
from ui.dialogs.blind import BlindDialog
from ui.dialogs.ledger import LedgerDialog
from ui.driving import Driver
from ui.models.queue import ROW_ROLE

Open = Callable[[Path | None], Driver]
MARK = "zzq"
"""Stands in all that is suggested, and nowhere else."""
HALF = Blindness(0.5)
HIDDEN = next(f"n{n}" for n in range(99) if HALF.chooses(f"n{n}"))
SHOWN, LEARNT = [f"n{n}" for n in range(99) if not HALF.chooses(f"n{n}")][:2]
TEXT = "The cold harbour plan was attacked by Mira Falk.\nAnn Reed said so in Oslo.\n"


def suggestion(run: str) -> Suggestion:
    """Everything that a model can say, marked: labels, names, reasons, ids, next-best labels."""
    label = MARK.upper() + "LABEL"
    entities = tuple(SuggestedEntity(f"{MARK}e{n}", label, f"{MARK} name {n}", why=f"{MARK} why") for n in (1, 2))
    choice = (Choice(f"{MARK}OTHER", 0.2),)
    mentions = tuple(
        SuggestedMention(f"{MARK}m{n}", at, at + len(w), label, f"{MARK}e{n}", 0.77, f"{MARK} why", MARK, choice)
        for n, w in ((1, "Ann Reed"), (2, "Oslo"))
        for at in [TEXT.find(w)]
    )
    said = Range(TEXT.find("said"), TEXT.find("said") + 4)
    stance = SuggestedStance(
        f"{MARK}s1", f"{MARK}e1", f"{MARK}e2", "against", 0.88, (said,), why=f"{MARK} why", by=MARK
    )
    sentences = Range(0, TEXT.find("\n")), Range(TEXT.find("\n") + 1, len(TEXT) - 1)
    outline = Outline(sentences, (Predicate(said, sentences[1], polarity="against"),), (phrase(),))
    return Suggestion(run, entities, mentions, (stance,), outline)


def phrase() -> Range:
    """What only a parse would put a hint on."""
    at = TEXT.find("cold harbour plan")
    return Range(at, at + len("cold harbour plan"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A blind article and others with the same text but for a tail, and lessons that would fire in it."""
    path = tmp_path / "p.annot"
    with Project.create(path, curator="tester", blind=HALF.share) as project:
        project.add([Article(id, f"{TEXT}{id}", {"title": f"title of {id}"}) for id in (HIDDEN, SHOWN, LEARNT)])
        for run in (f"{MARK}r1", f"{MARK}r2"):
            project.add_run(Run(run, "hand", "1", "2026-01-01T00:00:00Z"))
            project.put_suggestions([(id, suggestion(run)) for id in (HIDDEN, SHOWN, LEARNT)])
        at = TEXT.find("Mira Falk")
        project.act(project.page(LEARNT), edits.add, at, at + 9, "PERSON")
        assert any(m.start == at for m in project.page(SHOWN).mentions)  # memory would fire
    return path


@pytest.fixture
def driver(open_window: Open, path: Path) -> Driver:
    driver = open_window(path)
    driver.window.bridge.open_article(HIDDEN)
    driver.window.desk.setFocus()
    driver.rest()
    return driver


def words_of(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    """All that a model says, under every role that is in use, down the tree."""
    roles = [*range(16), *range(int(Qt.ItemDataRole.UserRole), int(Qt.ItemDataRole.UserRole) + 8)]
    for row in range(model.rowCount(parent)):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)):
            index = model.index(row, column, parent)
            yield from (str(found) for role in roles if (found := model.data(index, role)) is not None)
            if column == 0:
                yield from words_of(model, index)


def everything(driver: Driver) -> str:
    """Every word that widgets show, hold in a model, or tell a screen reader and the mouse; and the page on the desk."""
    driver.rest()
    found: list[str] = []
    widgets = [w for top in QApplication.topLevelWidgets() for w in (top, *top.findChildren(QWidget))]
    for widget in widgets:
        found += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip(), widget.windowTitle()]
        found += [str(widget.property("text") or ""), str(widget.property("title") or "")]
        if isinstance(widget, QTextEdit):
            found.append(widget.toPlainText())
        if isinstance(widget, QWidget) and callable(model := getattr(widget, "model", None)):
            kept = model()
            if isinstance(kept, QAbstractItemModel):
                found += words_of(kept, QModelIndex())
    page = driver.page
    found += [str(page.mentions), str(page.entities), str(page.stances), str(page.order), str(page.suggestion)]
    card = driver.window.inspector.card
    found += [card.text(), str(driver.window.desk.hints), str(driver.window.bridge.focus)]
    return "\n".join(found)


def assert_blind(driver: Driver) -> None:
    assert driver.page.article.id == HIDDEN
    held = everything(driver)
    assert MARK not in held.casefold()
    assert "77%" not in held
    assert "88%" not in held
    assert not driver.page.open


def in_dialog(driver: Driver, key: str, seen: list[str]) -> None:
    """Press a key that opens a dialog, keep all words, and leave."""

    def look() -> None:
        seen.append(everything(driver))
        for _ in range(3):
            dialog = QApplication.activeModalWidget()
            if dialog is not None:
                QTest.keyClick(dialog, Qt.Key.Key_Escape)

    driver.later(look)
    driver.keys(key)


def test_the_sweep_sees_suggestions_where_they_may_be_seen(driver: Driver) -> None:
    driver.window.bridge.open_article(SHOWN)
    driver.window.desk.setFocus()
    driver.keys("Tab")
    held = everything(driver).casefold()
    assert held.count(MARK) > 20
    assert "77%" in held
    driver.keys("Shift+W", "Esc")
    for key in ("Ctrl+K", "Ctrl+B"):
        seen: list[str] = []
        in_dialog(driver, key, seen)
        assert MARK in seen[0].casefold()


def test_a_curator_goes_through_a_blind_article_and_sees_no_suggestion(driver: Driver) -> None:
    window = driver.window
    assert_blind(driver)
    assert window.blind_label.isVisible()
    assert window.blind_label.text() == BLIND
    assert "This article is blind: no suggestion, only what you see. V or" in window.inspector.card.text()
    assert "undecided here" not in window.progress_label.text()
    for key in ("Tab", "J", "Shift+Tab", "K", "Alt+Right", "Alt+Left", "A", "Return", "Shift+Return", "X"):
        driver.keys(key)
        assert_blind(driver)
    assert not driver.page.annotation.mentions
    driver.keys("Tab")
    assert told(driver) == BLIND
    driver.keys("Shift+R", "Shift+N", "Shift+O", "G")
    assert_blind(driver)
    driver.keys("Shift+W")
    assert window.asides.hiding.panel.head.text() == BLIND
    assert_blind(driver)
    driver.keys("Esc")
    seen: list[str] = []
    for key in ("Ctrl+K", "Ctrl+H", "N"):
        in_dialog(driver, key, seen)
    for held in seen:
        assert MARK not in held.casefold()
    assert "0 of 0 suggestions" in seen[1]
    driver.keys("L")
    assert MARK not in everything(driver).casefold()
    driver.keys("Esc")
    assert_blind(driver)


def test_its_ledger_is_empty(driver: Driver) -> None:
    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, LedgerDialog)
        told = dialog.findChild(QLabel, "ledgerTold")
        assert isinstance(told, QLabel)
        seen.append((told.text(), dialog.here.model().rowCount()))
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    seen: list[tuple[str, int]] = []
    driver.later(look)
    driver.keys("Ctrl+B")
    assert seen == [(BLIND, 0)]


def test_hints_on_words_and_cues_come_from_the_text_alone(driver: Driver) -> None:
    driver.keys("V")
    hints = driver.window.desk.hints
    assert Range(TEXT.find("Mira"), TEXT.find("Mira") + 9) in hints
    assert phrase() not in hints
    assert_blind(driver)
    driver.keys("Esc")
    outline = driver.page.outline
    assert (outline.phrases, outline.cues, outline.predicates, len(outline.sentences)) == ((), (), (), 2)
    driver.window.bridge.open_article(SHOWN)
    driver.window.desk.setFocus()
    driver.window.bridge.set_focus("")
    driver.keys("V")
    assert phrase() in driver.window.desk.hints


def test_what_is_marked_by_hand_becomes_gold_and_nothing_else(driver: Driver) -> None:
    window, desk = driver.window, driver.window.desk
    at = TEXT.find("Oslo")
    desk.set_selection(Range(at, at + 4))
    driver.keys("1")
    assert [(driver.page.words(m), m.decision) for m in driver.page.mentions] == [("Oslo", "added")]
    assert driver.page.annotation.blind
    assert_blind(driver)
    driver.keys("P", "Esc", "Alt+Right", "Shift+P")
    driver.wait(lambda: not window.asides.bulk.busy and len(window.asides.bulk.panel.model.found) == 3, 5, "the places")
    assert {f.article: f.held for f in window.asides.bulk.panel.model.found if not f.effect} == {
        HIDDEN: "blind article: only by hand"
    }
    driver.keys("Esc")
    desk.setFocus()
    driver.finish()
    project = window.bridge.project
    assert project is not None
    gold = project.store.annotation(HIDDEN)
    assert (gold.status, gold.blind, len(gold.mentions)) == ("done", True, 1)
    assert not gold.rejected


def test_one_space_too_many_makes_no_empty_gold(driver: Driver) -> None:
    driver.window.bridge.seen(Range(0, len(driver.page.text)))
    said: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        said.extend(label.text() for label in dialog.findChildren(QLabel))
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Space)

    driver.later(answer)
    driver.keys("Space")
    assert said[:1] == ["Nothing is marked in this article"]
    assert (driver.page.article.id, driver.page.annotation.status) == (HIDDEN, "todo")


def test_the_list_shows_it_with_a_sign_and_no_number(driver: Driver) -> None:
    queue = driver.window.queue
    for order in ("import", "pending", "uncertainty", "disagreement"):
        queue.model.set_query(Query(order=order))  # type: ignore[arg-type]
        rows = {r.id: n for n in range(queue.model.rowCount()) if (r := queue.model.row(n))}
        index = queue.model.index(rows[HIDDEN], 0)
        assert index.data(ROW_ROLE).blind
        assert "blind (its suggestions are hidden)" in index.data(Qt.ItemDataRole.ToolTipRole)
        assert "⊘" in index.data()
        assert "%" not in index.data(Qt.ItemDataRole.ToolTipRole)
        other = queue.model.index(rows[SHOWN], 0)
        assert "blind" not in other.data(Qt.ItemDataRole.ToolTipRole)
    assert "%" in other.data(Qt.ItemDataRole.ToolTipRole) or order == "disagreement"


def test_suggestions_that_come_while_it_lies_there_change_nothing(driver: Driver) -> None:
    made = suggestion(f"{MARK}r3")
    run = Run(f"{MARK}r3", "hand", "2", "2026-02-01T00:00:00Z")
    driver.window.suggesting._take(HIDDEN, run, msgspec.structs.replace(made, stances=()))
    driver.settle()
    assert_blind(driver)
    assert not driver.window.newer.isVisible()


def test_to_show_them_is_asked_once_and_cannot_be_undone(driver: Driver) -> None:
    def answer(key: Qt.Key) -> None:
        driver.later(lambda: QTest.keyClick(box(), key))
        driver.window.menus.trigger(next(a for a in driver.window.menus.actions if a.id == "unblind"))
        driver.settle()

    def box() -> QWidget:
        found = QApplication.activeModalWidget()
        assert isinstance(found, QMessageBox)
        return found

    answer(Qt.Key.Key_Escape)
    assert_blind(driver)
    answer(Qt.Key.Key_Return)
    assert len(driver.page.open) == 4  # two mentions, a stance, and what memory adds
    assert not driver.window.blind_label.isVisible()
    assert driver.window.bridge.focus == driver.page.open[0]
    assert MARK in everything(driver).casefold()
    driver.keys("U")
    assert driver.page.open
    assert not driver.page.blind


def test_another_share_is_chosen_in_the_window(driver: Driver) -> None:
    project = driver.window.bridge.project
    assert project is not None

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, BlindDialog)
        assert dialog.box.value() == 50
        dialog.box.setValue(0)
        QTest.keyClick(dialog.box, Qt.Key.Key_Return)

    driver.later(choose)
    driver.window.menus.trigger(next(a for a in driver.window.menus.actions if a.id == "blind"))
    driver.rest()
    assert project.blindness == Blindness(0.0)
    assert told(driver).endswith("Curate 0% of the articles blind")
    assert driver.page.article.id == HIDDEN


def test_what_lies_there_with_suggestions_does_not_become_blind(driver: Driver) -> None:
    driver.window.bridge.open_article(SHOWN)
    assert driver.page.open
    driver.window.bridge.set_blindness(Blindness(1.0))
    assert driver.page.article.id == SHOWN
    assert driver.page.open
    project = driver.window.bridge.project
    assert project is not None
    assert project.blind_ids() == {HIDDEN}


def test_the_model_is_not_asked_again_for_what_is_only_hidden(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    worker, asked = driver.window.worker, []
    monkeypatch.setattr(worker, "_run", Run(f"{MARK}r2", "hand", "1", "2026-01-01T00:00:00Z"))
    monkeypatch.setattr(worker, "ask", lambda article, *_, **__: asked.append(article.id))
    driver.window.suggesting.ask(driver.page)
    assert not asked
    monkeypatch.setattr(worker, "_run", Run(f"{MARK}r9", "hand", "1", "2026-01-01T00:00:00Z"))
    driver.window.suggesting.ask(driver.page)
    assert asked == [HIDDEN]
    driver.window.suggesting.stop()


def test_a_new_project_asks_for_its_share(open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_window(None)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "new"), ""))
    asked: list[str] = []

    def choose() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, BlindDialog)
        asked.append(dialog.windowTitle())
        assert dialog.box.value() == 10
        dialog.box.setValue(25)
        QTest.keyClick(dialog.box, Qt.Key.Key_Return)

    driver.later(choose)
    driver.window.files.new_project()
    project = driver.window.bridge.project
    assert project is not None
    assert asked == ["New project"]
    assert project.blindness == Blindness(0.25)
