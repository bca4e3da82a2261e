"""The mouse: a click points and never decides, a drag selects whole words, a drag from a chip makes a stance."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.page import Page
from annotator.spans import Range
from tests.desk.conftest import Hand
from tests.desk.pages import make, place

M = Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton


def double_click(hand: Hand, at: QPoint) -> None:
    """Press, release, press again (which Qt reports as a double click), release."""
    hand.click(at)
    QTest.mouseDClick(hand.desk.viewport(), LEFT, M.NoModifier, at)
    hand.release(at)


def test_a_click_says_which_mention_it_hit(hand: Hand, story: Page) -> None:
    hand.show(story)
    hand.click(hand.at("Boris"))
    assert hand.said("itemClicked") == [("m5",)]
    assert not hand.said("bareClicked")
    assert story.text.index("Boris") <= hand.desk.caret() <= story.text.index("Boris") + 5
    assert hand.desk.selection() is None


def test_both_edges_of_a_mention_hit_it_and_the_next_word_does_not(hand: Hand, story: Page) -> None:
    hand.show(story)
    hand.click(hand.at("Boris Lindqvist", 0.01))
    hand.click(hand.at("Boris Lindqvist", 0.985))
    assert hand.said("itemClicked") == [("m5",), ("m5",)]
    hand.click(hand.at(". Nothing", 0.03))
    assert len(hand.said("itemClicked")) == 2
    assert hand.said("bareClicked") == [(story.text.index(". Nothing"),)]


def test_clicks_on_one_place_go_outwards_and_round(hand: Hand, story: Page) -> None:
    hand.show(
        make(
            story.text, [("Port Vesta Water Board", "ORG", True), ("Water", "LOC", True), ("Vesta Water", "FAC", False)]
        )
    )
    for _ in range(4):
        hand.click(hand.at("Water Board", 0.2))
        QTest.qWait(QApplication.doubleClickInterval() + 50)
    assert hand.said("itemClicked") == [("m2",), ("?m3",), ("m1",), ("m2",)]
    hand.click(hand.at("Board"))
    hand.click(hand.at("Water"))
    assert hand.said("itemClicked")[-2:] == [("m1",), ("m2",)]


def test_a_cue_and_its_sign_hit_the_stance(hand: Hand, story: Page) -> None:
    hand.show(story)
    hand.click(hand.at("rebuffed"))
    rect = hand.desk.rects_of(place(story.text, "praised"))[0]
    hand.click(rect.topLeft().toPoint() + QPoint(5, -6))
    assert hand.said("itemClicked") == [("s1",), ("?s2",)]


def test_a_click_means_the_character_under_it_not_the_nearest_gap(hand: Hand, story: Page) -> None:
    hand.show(story)
    span = place(story.text, "nobody")
    hand.click(hand.at("nobody", 0.02))
    hand.click(hand.at("nobody", 0.97))
    assert hand.said("bareClicked") == [(span.start,), (span.end - 1,)]


def test_bare_words_and_the_margin(hand: Hand, story: Page) -> None:
    hand.show(story)
    hand.click(hand.at("nobody"))
    hand.click(QPoint(5, hand.at("nobody").y()))
    hand.click(QPoint(400, 580))
    [(first,), (second,), (third,)] = hand.said("bareClicked")
    assert place(story.text, "nobody").holds(first)
    assert second == third == -1


def test_a_drag_takes_whole_words_and_asks_for_the_label_bar(hand: Hand, story: Page) -> None:
    hand.show(story)
    start, end = hand.at("asked"), hand.at("party")
    hand.press(start)
    hand.move(start + (end - start) / 2)
    hand.move(end)
    wanted = place(story.text, "asked whether Keller’s party")
    assert hand.desk.selection() == wanted, "what will be taken is known before the button is released"
    assert not hand.said("selectionMade")
    hand.release(end)
    assert hand.said("selectionMade") == [(wanted.start, wanted.end)]
    [(first, last, at)] = hand.said("labelBarWanted")
    assert (first, last) == (wanted.start, wanted.end)
    assert isinstance(at, QPoint)
    below = hand.desk.viewport().mapFromGlobal(at)
    assert below.y() > hand.desk.rects_of(wanted)[-1].bottom()
    assert not hand.said("itemClicked")


def test_a_drag_backwards_takes_the_same_words(hand: Hand, story: Page) -> None:
    hand.show(story)
    hand.drag(hand.at("party"), hand.at("asked"))
    assert hand.desk.selection() == place(story.text, "asked whether Keller’s party")
    assert hand.desk.caret() == story.text.index("asked"), "Shift and arrows go on where the mouse was"


def test_with_ctrl_a_drag_takes_characters(hand: Hand, story: Page) -> None:
    hand.show(story)
    span = place(story.text, "hethe")
    hand.drag(hand.at("hether", 0.02), hand.at("hether", 0.80), M.ControlModifier)
    assert hand.desk.selection() == Range(span.start, span.end)


def test_a_drag_over_white_space_selects_nothing(hand: Hand) -> None:
    hand.show(make("one          two"))
    hand.drag(hand.at("       ", 0.2), hand.at("       ", 0.8))
    assert hand.desk.selection() is None
    assert not hand.said("labelBarWanted")


def test_shift_and_a_click_extend_the_selection(hand: Hand, story: Page) -> None:
    hand.show(story)
    hand.desk.set_caret(story.text.index("asked"))
    hand.click(hand.at("whether"), M.ShiftModifier)
    assert hand.desk.selection() == place(story.text, "asked whether")
    assert len(hand.said("labelBarWanted")) == 1


def test_double_click_takes_the_word_and_a_third_the_sentence(hand: Hand, story: Page) -> None:
    hand.show(story)
    at = hand.at("Nothing")
    double_click(hand, at)
    assert hand.desk.selection() == place(story.text, "Nothing")
    assert hand.said("labelBarWanted")[-1][:2] == hand.said("selectionMade")[-1]
    hand.click(at)
    wanted = place(story.text, "Nothing more was said.")
    assert hand.desk.selection() == wanted
    assert hand.said("labelBarWanted")[-1][:2] == (wanted.start, wanted.end)


def test_where_no_sentence_is_known_a_third_click_takes_the_line(hand: Hand, story: Page) -> None:
    hand.show(story)
    at = hand.at("whether")
    double_click(hand, at)
    hand.click(at)
    assert hand.desk.selection() == place(story.text, story.text.split("\n")[1])


def test_a_click_lets_the_selection_go(hand: Hand, story: Page) -> None:
    hand.show(story)
    hand.drag(hand.at("asked"), hand.at("whether"))
    hand.click(hand.at("nobody"))
    assert hand.desk.selection() is None
    assert hand.heard[-2:] == [("selectionCleared",), ("bareClicked", hand.said("bareClicked")[-1][0])]


def test_a_drag_from_a_chip_to_a_mention_makes_a_stance(hand: Hand, story: Page) -> None:
    hand.show(story)
    hand.drag(hand.chip("m1"), hand.at("Boris"))
    hand.desk.set_caret(7)
    hand.drag(hand.chip("m5"), hand.chip("m1"))
    assert hand.desk.caret() == 7
    assert hand.said("mentionDragged") == [("m1", "m5"), ("m5", "m1")]
    assert hand.desk.selection() is None
    assert not hand.said("itemClicked")


def test_with_alt_a_drag_may_start_on_the_words(hand: Hand, story: Page) -> None:
    hand.show(story)
    hand.drag(hand.at("Ana"), hand.at("Boris"), M.AltModifier)
    assert hand.said("mentionDragged") == [("m1", "m5")]
    hand.drag(hand.at("Ana"), hand.at("Boris"))
    assert len(hand.said("mentionDragged")) == 1
    assert hand.desk.selection() is not None


def test_a_drag_from_a_chip_to_nothing_or_back_makes_nothing(hand: Hand, story: Page) -> None:
    hand.show(story)
    hand.drag(hand.chip("m1"), hand.at("nobody"))
    hand.drag(hand.chip("m1"), hand.at("Ana Keller"))
    hand.click(hand.chip("m1"))
    assert not hand.said("mentionDragged")
    assert hand.said("itemClicked") == [("m1",)]
    assert hand.desk.caret() == 0


def test_the_text_comes_when_a_drag_leaves_the_window(hand: Hand, story: Page) -> None:
    hand.show(make(story.text * 20))
    hand.press(hand.at("asked"))
    at = QPoint(300, hand.desk.viewport().height() + 40)
    hand.move(at)
    QTest.qWait(400)
    assert hand.desk.verticalScrollBar().value() > 100
    hand.release(at)
    stopped = hand.desk.verticalScrollBar().value()
    QTest.qWait(150)
    assert hand.desk.verticalScrollBar().value() == stopped
    span = hand.desk.selection()
    assert span is not None
    assert span.start == story.text.index("asked")
    assert hand.desk.visible_range().holds(span.end - 1)
    assert hand.desk.caret() == span.end


def test_other_buttons_do_nothing(hand: Hand, story: Page) -> None:
    hand.show(story)
    for button in (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton):
        QTest.mouseClick(hand.desk.viewport(), button, M.NoModifier, hand.at("Boris"))
    assert not hand.heard


def test_right_to_left_words_are_hit_where_they_are_seen(hand: Hand) -> None:
    text = "He said مرحبا بكم في العالم and left."
    hand.show(make(text, [("مرحبا", "PERSON", True), ("العالم", "LOC", True)]))
    hand.click(hand.at("مرحبا"))
    hand.click(hand.at("العالم"))
    assert hand.said("itemClicked") == [("m1",), ("m2",)]
    right, left = hand.desk.rects_of(place(text, "مرحبا"))[0], hand.desk.rects_of(place(text, "العالم"))[0]
    assert left.right() <= right.left(), "the first word stands right of the last"
