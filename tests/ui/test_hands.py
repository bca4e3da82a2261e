"""What each key does, pressed on the real window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.page import MentionItem, Page, StanceItem, is_open
from annotator.records import Annotation, Article
from annotator.spans import Range
from tests.nasty import boundaries, has_clean_edges, nasty_texts
from tests.ui.conftest import OTHER, TEXT
from ui.driving import Driver
from ui.edges import moved_edge


def to(driver: Driver, words: str) -> None:
    driver.go_to(lambda item: isinstance(item, MentionItem) and driver.page.words(item) == words)


def told(driver: Driver) -> str:
    return driver.window.told.text()


def labels(driver: Driver) -> list[tuple[str, str, str | None]]:
    return [(driver.page.words(m), m.label, m.decision) for m in driver.page.mentions]


def hint(driver: Driver, name: str) -> str:
    return driver.window.desk.hints[next(e.id for e in driver.page.entities if e.name == name)]


def test_the_focus_is_on_the_first_suggestion(driver: Driver) -> None:
    assert driver.words == "Ann Reed"
    assert driver.mention is not None
    assert is_open(driver.mention.id)


def test_accept_and_reject_go_on_to_the_next(driver: Driver) -> None:
    driver.keys("A")
    assert told(driver) == "✓ saved · Accept “Ann Reed” as PERSON"
    assert driver.stance is not None or driver.words != "Ann Reed"
    to(driver, "Oslo")
    driver.keys("X")
    assert ("Oslo", "GPE", None) not in labels(driver)
    driver.keys("U")
    assert ("Oslo", "GPE", None) in labels(driver)
    assert driver.words == "Oslo"


def test_accept_goes_on_from_what_is_decided_and_from_nothing_without_deciding(driver: Driver) -> None:
    to(driver, "Bob Reed")
    driver.keys("1")
    to(driver, "Bob Reed")
    before = driver.page.annotation
    upcoming = driver.page.neighbour(driver.window.bridge.focus, 1, only_open=True)
    driver.keys("A")
    assert (driver.window.bridge.focus, driver.page.annotation) == (upcoming, before)
    driver.keys("Escape", "Enter")
    assert (driver.window.bridge.focus, driver.page.annotation) == (upcoming, before)


def test_tab_and_j_k_walk_over_what_is_open(driver: Driver) -> None:
    seen = []
    for _ in driver.page.open:
        seen.append(driver.window.bridge.focus)
        driver.keys("Tab")
    assert seen == list(driver.page.open)
    assert driver.window.bridge.focus == seen[0]
    driver.keys("K")
    assert driver.window.bridge.focus == seen[-1]
    driver.keys("J")
    assert driver.window.bridge.focus == seen[0]


def test_a_digit_relabels_the_focus(driver: Driver) -> None:
    to(driver, "Bob Reed")
    driver.keys("1")
    assert ("Bob Reed", "PERSON", "corrected") in labels(driver)


def test_a_digit_labels_the_selection_exactly_after_an_emoji(driver: Driver) -> None:
    start = TEXT.index("said so")
    driver.keys("Escape")
    driver.window.desk.set_caret(start)
    driver.keys("Shift+Right", "Shift+Right")
    assert driver.window.desk.selection() == Range(start, start + len("said so"))
    driver.keys("4")
    assert ("said so", "TOPIC", "added") in labels(driver)
    assert driver.words == "said so"


def test_a_digit_labels_the_bare_word_under_the_caret(driver: Driver) -> None:
    driver.window.desk.set_caret(TEXT.index("Mayor"))
    driver.keys("Right", "Left")
    assert driver.window.bridge.focus == ""
    driver.keys("1")
    assert ("Mayor", "PERSON", "added") in labels(driver)


def test_the_possessive_is_left_out_unless_taken_by_character(driver: Driver) -> None:
    start = TEXT.index("Reed’s")
    driver.window.desk.set_caret(start)
    driver.keys("Shift+Right", "Shift+Right", "2")
    assert ("Reed", "ORG", "added") in labels(driver)
    driver.keys("Ctrl+]", "Ctrl+]")
    assert driver.words == "Reed’s"
    driver.keys("Ctrl+Shift+]", "Ctrl+Shift+]")
    assert driver.words == "Reed"


def test_edges_move_by_words(driver: Driver) -> None:
    to(driver, "Oslo")
    driver.keys("[")
    assert driver.words == "in Oslo"
    driver.keys("Shift+[", "]", "]")
    assert driver.words == "Oslo on Monday"
    driver.keys("Shift+]", "Shift+]", "Shift+]")
    assert driver.words == "Oslo"
    assert "no room" in told(driver)


def test_a_digit_with_a_stance_in_focus_does_not_label_its_cue(driver: Driver) -> None:
    driver.go_to(lambda item: isinstance(item, StanceItem))
    before = driver.page.annotation
    driver.keys("1")
    assert driver.page.annotation == before
    assert "A stance has no label" in told(driver)


def test_a_rejection_that_was_undone_is_not_repeated(driver: Driver) -> None:
    to(driver, "Greens")
    driver.keys("X", "U", "P", "P")
    greens = [decision for words, _, decision in labels(driver) if words == "Greens"]
    assert greens == ["accepted", "accepted"], "P was about the mention in focus"


def test_an_edge_moved_by_words_never_stops_at_a_possessive(driver: Driver) -> None:
    start = TEXT.index("Reed’s")
    driver.window.desk.set_caret(start)
    driver.keys("Shift+Right", "2", "]")
    assert driver.words == "Reed’s party"
    driver.keys("Shift+[")
    assert driver.words == "party"
    driver.keys("[", "Shift+]")
    assert driver.words == "Reed"
    driver.keys("Ctrl+]", "]")
    assert driver.words == "Reed’s party", "nor after one that was taken by character"


@given(text=nasty_texts(8), data=st.data())
@settings(max_examples=300, deadline=None, derandomize=True)
def test_moved_edges_are_clean_by_words_and_whole_by_characters(text: str, data: st.DataObject) -> None:
    page = Page(Article("a", text), Annotation(), None)
    edges = sorted(boundaries(text))
    start, end = data.draw(st.sampled_from(edges)), data.draw(st.sampled_from(edges))
    if start >= end:
        return
    for edge in ("start", "end"):
        for outwards in (True, False):
            by_character = moved_edge(page, Range(start, end), edge, outwards, by_character=True)
            if by_character is not None:
                assert {by_character.start, by_character.end} <= set(edges)
            span = page.tokens.snap(start, end)
            moved = moved_edge(page, span, edge, outwards, by_character=False) if span else None
            if span is not None and moved is not None:
                assert has_clean_edges(text, moved) or not span.of(text).strip("’'sS"), "a possessive alone stays one"
                assert moved.contains(span) if outwards else span.contains(moved)


def test_join_and_own_entity(driver: Driver) -> None:
    to(driver, "Greens")
    driver.keys("A")
    to(driver, "Greens")
    driver.keys("Shift+E")
    assert driver.mention is not None
    assert driver.page.mentions_of(driver.mention.entity) == [driver.mention]
    driver.keys("E")
    assert "Join “Greens” to which entity?" in driver.window.asked.text()
    driver.type(hint(driver, "Ann Reed"))
    assert driver.mention is not None
    assert driver.page.name(driver.mention.entity) == "Ann Reed"
    assert driver.mention.label == "PERSON"


def test_escape_leaves_hints_and_changes_nothing(driver: Driver) -> None:
    before = driver.page.annotation
    driver.keys("E", "Escape")
    assert driver.window.desk.hints == {}
    assert not driver.window.asked.isVisible()
    driver.keys("S", "Escape", "Tab")
    assert driver.page.annotation == before


def test_a_wrong_hint_letter_is_told_and_keeps_the_hints(driver: Driver) -> None:
    driver.keys("E", "9")
    assert "No such choice: 9" in told(driver)
    assert driver.window.desk.hints


def test_stance_with_proposed_cue(driver: Driver) -> None:
    to(driver, "Ann Reed")
    driver.keys("S")
    driver.type(hint(driver, "the new bridge"))
    assert "cue “praised”" in driver.window.asked.text() or "cue “hates”" in driver.window.asked.text()
    driver.keys("+")
    stance = driver.stance
    assert isinstance(stance, StanceItem)
    assert (driver.page.name(stance.holder), stance.polarity) == ("Ann Reed", "favor")


def test_stance_of_the_writer(driver: Driver) -> None:
    driver.keys("Shift+S", "w")
    driver.type(hint(driver, "Oslo"))
    driver.keys("0")
    assert driver.stance is not None
    assert (driver.stance.holder, driver.stance.polarity) == ("writer", "neutral")


def to_stance(driver: Driver) -> StanceItem:
    driver.go_to(lambda item: isinstance(item, StanceItem))
    assert driver.stance is not None
    return driver.stance


def test_stances_are_corrected_by_keys(driver: Driver) -> None:
    to_stance(driver)
    driver.keys("-")
    stance = driver.stance
    assert stance is not None
    assert (stance.polarity, stance.decision) == ("against", "corrected")
    driver.keys("M")
    assert driver.stance is not None
    assert driver.stance.manner == "acted"
    driver.keys("R")
    assert driver.stance is not None
    assert driver.page.name(driver.stance.holder) == "the new bridge"
    driver.keys("R", "H")
    driver.type(hint(driver, "Greens"))
    assert driver.stance is not None
    assert driver.page.name(driver.stance.holder) == "Greens"


def test_the_cue_is_set_from_a_selection_while_the_stance_keeps_the_focus(driver: Driver) -> None:
    to_stance(driver)
    driver.window.desk.set_caret(TEXT.index("new bridge"))
    driver.keys("Right", "Left", "Shift+Right", "C")
    assert driver.stance is not None
    assert [c.of(TEXT) for c in driver.stance.cues] == ["new"]
    driver.window.desk.set_caret(TEXT.index("said"))
    driver.keys("Shift+Right", "Shift+C")
    assert driver.stance is not None
    assert [c.of(TEXT) for c in driver.stance.cues] == ["new", "said"]


def test_accepting_a_stance_accepts_its_ends(driver: Driver) -> None:
    to_stance(driver)
    driver.keys("A")
    assert "and 2 mentions at its ends" in told(driver)
    assert ("Ann Reed", "PERSON", "accepted") in labels(driver)
    driver.keys("U")
    assert all(decision is None for _, _, decision in labels(driver))


def test_accept_the_rest_above_the_threshold(driver: Driver) -> None:
    driver.keys("Shift+Return")
    assert ("Greens", "ORG", None) in labels(driver)
    assert ("Oslo", "GPE", "accepted") in labels(driver)
    driver.keys("U")
    assert all(decision is None for _, _, decision in labels(driver))


def test_finishing_asks_once_and_drops_without_rejecting(driver: Driver) -> None:
    first = driver.page.article.id
    driver.later(lambda: QTest.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_D))
    driver.keys("Space")
    project = driver.window.bridge.project
    assert project is not None
    done = project.page(first)
    assert done.annotation.status == "done"
    assert done.annotation.rejected == {}
    assert done.open == ()
    assert driver.page.text == OTHER


def test_staying_changes_nothing(driver: Driver) -> None:
    driver.later(lambda: QTest.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_Escape))
    driver.keys("Space")
    assert driver.page.annotation.status == "todo"


def test_finishing_can_accept_what_is_likely(driver: Driver) -> None:
    first = driver.page.article.id
    driver.later(lambda: QTest.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_A))
    driver.keys("Space")
    project = driver.window.bridge.project
    assert project is not None
    assert {m.bulk for m in project.page(first).annotation.mentions.values()} == {True}


def test_undo_goes_back_to_the_article_it_is_about(driver: Driver) -> None:
    first = driver.page.article.id
    driver.keys("Shift+Space")
    assert driver.page.article.id != first
    driver.keys("U")
    assert driver.page.article.id == first
    assert driver.page.annotation.status == "todo"


def test_flag_note_and_boilerplate(driver: Driver) -> None:
    driver.keys("F")
    assert driver.page.annotation.flagged

    def write() -> None:
        box = QApplication.activeModalWidget()
        assert box is not None
        QTest.keyClicks(QApplication.focusWidget() or box, "odd one")
        QTest.keyClick(QApplication.focusWidget() or box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    driver.later(write)
    driver.keys("N")
    assert driver.page.annotation.note == "odd one"
    driver.window.desk.set_caret(TEXT.index("Ann Reed thanked"))
    driver.keys("B")
    assert driver.page.is_boilerplate(TEXT.index("Ann Reed thanked"))
    assert len([x for x in labels(driver) if x[0] == "Ann Reed"]) == 1
    driver.keys("B")
    assert len([x for x in labels(driver) if x[0] == "Ann Reed"]) == 2


def test_rename_and_link(driver: Driver) -> None:
    def answer(words: str) -> Callable[[], None]:
        def typed() -> None:
            QTest.keyClicks(QApplication.focusWidget(), words)
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

        return typed

    to(driver, "Ann Reed")
    driver.later(answer("Ann B. Reed"))
    driver.keys("F2")
    assert [e.name for e in driver.page.annotation.entities.values()] == ["Ann B. Reed"]
    driver.later(answer("Q42"))
    driver.keys("W")
    assert [e.links for e in driver.page.annotation.entities.values()] == [{"wikidata": "Q42"}]


def test_letters_typed_into_a_text_field_are_no_acts(driver: Driver) -> None:
    before = driver.page.annotation
    driver.keys("Ctrl+Shift+F")
    driver.type("ax1 ")
    assert driver.window.queue.search.text() == "ax1 "
    assert driver.page.annotation == before


def test_f6_goes_round_the_panels(driver: Driver) -> None:
    def here() -> str:
        widget = QApplication.focusWidget()
        panels = {"queue": driver.window.queue, "desk": driver.window.desk, "inspector": driver.window.inspector}
        return next(
            (n for n, p in panels.items() if widget is not None and (p is widget or p.isAncestorOf(widget))), ""
        )

    assert here() == "desk"
    driver.keys("F6")
    assert here() == "inspector"
    driver.keys("F6")
    assert here() == "queue"
    driver.keys("F6", "Shift+F6")
    assert here() == "queue"
    driver.keys("Escape")
    assert here() == "desk"


def test_find_here(driver: Driver) -> None:
    driver.keys("/")
    driver.type("oslo")
    assert driver.window.find_bar.count.text() == "1 of 1"
    assert driver.window.desk.selection() == Range(TEXT.index("Oslo"), TEXT.index("Oslo") + 4)
    driver.keys("Escape")
    assert not driver.window.find_bar.isVisible()


def test_the_palette_does_what_is_chosen(driver: Driver) -> None:
    def choose() -> None:
        QTest.keyClicks(QApplication.focusWidget(), "flag")
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    driver.later(choose)
    driver.keys("Ctrl+K")
    assert driver.page.annotation.flagged


def test_all_labels_by_typing(driver: Driver) -> None:
    to(driver, "Oslo")
    driver.keys("L")
    driver.type("work")
    driver.keys("Return")
    assert ("Oslo", "WORK_OF_ART", "corrected") in labels(driver)


def test_a_click_selects_and_decides_nothing(driver: Driver) -> None:
    before = driver.page.annotation
    desk = driver.window.desk
    rect = desk.rects_of(Range(TEXT.index("Oslo"), TEXT.index("Oslo") + 4))[0]
    QTest.mouseClick(desk.viewport(), Qt.MouseButton.LeftButton, pos=rect.center().toPoint())
    assert driver.words == "Oslo"
    assert driver.page.annotation == before


def test_dragging_over_words_offers_labels(driver: Driver) -> None:
    desk = driver.window.desk
    first = desk.rects_of(Range(TEXT.index("rival"), TEXT.index("rival") + 5))[0].center().toPoint()
    last = desk.rects_of(Range(TEXT.index("hates"), TEXT.index("hates") + 5))[0].center().toPoint()
    QTest.mousePress(desk.viewport(), Qt.MouseButton.LeftButton, pos=first)
    QTest.mouseMove(desk.viewport(), last - QPoint(4, 0))
    QTest.mouseMove(desk.viewport(), last)
    QTest.mouseRelease(desk.viewport(), Qt.MouseButton.LeftButton, pos=last)
    assert desk.selection() is not None
    assert desk.selection().of(TEXT) == "rival Bob Reed hates"  # type: ignore[union-attr]
    assert driver.window.label_bar.isVisible()


def test_undo_and_redo_survive_a_restart(
    driver: Driver, open_window: Callable[[Path | None], Driver], project_path: Path
) -> None:
    driver.keys("A", "F", "U")
    driver.window.close()
    again = open_window(project_path)
    assert again.page.annotation.mentions
    again.keys("Ctrl+Y")
    assert again.page.annotation.flagged
    again.keys("U", "U")
    assert not again.page.annotation.mentions
