"""Caret, selection and copying by real key presses: by token, by character, exact in every script."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest

from annotator.page import Page
from annotator.spans import Range
from tests.conftest import SEED
from tests.desk.conftest import Hand
from tests.desk.pages import make, place

K, M = Qt.Key, Qt.KeyboardModifier
SHIFT, CTRL = M.ShiftModifier, M.ControlModifier


def walk(hand: Hand, key: Qt.Key, times: int, modifiers: Qt.KeyboardModifier = M.NoModifier) -> list[int]:
    """Where the caret is after each of some presses."""
    found = []
    for _ in range(times):
        hand.key(key, modifiers)
        found.append(hand.desk.caret())
    return found


def test_right_and_left_go_from_token_to_token(hand: Hand) -> None:
    text = "Keller’s “no” cost $1,000.50 — fine."
    hand.show(make(text))
    starts = [text.index(w) for w in ("’s", "“", "no", "”", "cost", "$", "1,000", "—", "fine", ".")]
    starts[-1] = len(text) - 1
    assert walk(hand, K.Key_Right, 11) == [*starts, len(text)]
    assert walk(hand, K.Key_Left, 11) == [*reversed(starts), 0]
    assert hand.said("caretMoved") == [(o,) for o in [*starts, len(text), *reversed(starts), 0]]
    assert hand.desk.selection() is None


def test_ctrl_goes_by_character_and_never_into_one(hand: Hand) -> None:
    text = "a👩‍👩‍👧e\u0301🇬🇧\r\nb"
    hand.show(make(text))
    stops = [1, 6, 8, 10, 12, 13]
    assert walk(hand, K.Key_Right, 6, CTRL) == stops
    assert walk(hand, K.Key_Left, 6, CTRL) == [*reversed(stops[:-1]), 0]


def test_shift_grows_and_shrinks_by_whole_tokens(hand: Hand, story: Page) -> None:
    hand.show(story)
    desk = hand.desk
    desk.set_caret(story.text.index("rebuffed"))
    hand.key(K.Key_Right, SHIFT)
    assert desk.selection() == place(story.text, "rebuffed")
    hand.key(K.Key_Right, SHIFT)
    hand.key(K.Key_Right, SHIFT)
    assert desk.selection() == place(story.text, "rebuffed the plan")
    hand.key(K.Key_Left, SHIFT)
    assert desk.selection() == place(story.text, "rebuffed the")
    hand.key(K.Key_Left, SHIFT)
    hand.key(K.Key_Left, SHIFT)
    assert desk.selection() is None
    hand.key(K.Key_Left, SHIFT)
    assert desk.selection() == place(story.text, "Keller")
    assert hand.said("selectionMade")[-1] == (place(story.text, "Keller").start, place(story.text, "Keller").end)
    assert ("selectionCleared",) in hand.heard


def test_a_selection_that_shrinks_stops_where_it_began(hand: Hand, story: Page) -> None:
    hand.show(story)
    desk = hand.desk
    inside = story.text.index("buffed")
    for there, back in ((K.Key_Right, K.Key_Left), (K.Key_Left, K.Key_Right)):
        desk.set_caret(inside)
        hand.key(there, SHIFT)
        assert desk.selection() == place(story.text, "rebuffed")
        hand.key(back, SHIFT)
        assert (desk.selection(), desk.caret()) == (None, inside)


def test_a_possessive_and_spaces_stay_outside_unless_selected_by_character(hand: Hand, story: Page) -> None:
    hand.show(story)
    desk = hand.desk
    start = story.text.index("Keller’s")
    desk.set_caret(start)
    hand.key(K.Key_Right, SHIFT)
    hand.key(K.Key_Right, SHIFT)
    assert desk.selection() == Range(start, start + 6)
    desk.set_caret(start)
    walk(hand, K.Key_Right, 8, SHIFT | CTRL)
    assert desk.selection() == Range(start, start + 8)
    desk.set_caret(start + 1)
    walk(hand, K.Key_Right, 3, SHIFT | CTRL)
    assert desk.selection() == Range(start + 1, start + 4)


def test_white_space_alone_is_no_selection(hand: Hand) -> None:
    hand.show(make("one   two"))
    hand.desk.set_caret(3)
    walk(hand, K.Key_Right, 3, SHIFT | CTRL)
    assert hand.desk.selection() is None
    assert not hand.said("selectionMade")


def test_up_down_home_end_and_pages_move_as_in_any_text(hand: Hand, story: Page) -> None:
    hand.show(make(story.text * 30))
    desk = hand.desk
    [first_down] = walk(hand, K.Key_Down, 1)
    assert 0 < first_down < len(story.text)
    assert walk(hand, K.Key_Up, 1) == [0]
    [end] = walk(hand, K.Key_End, 1)
    assert end > 20
    assert walk(hand, K.Key_Home, 1) == [0]
    [page] = walk(hand, K.Key_PageDown, 1)
    assert page > first_down
    assert desk.visible_range().holds(page)
    assert walk(hand, K.Key_End, 1, CTRL) == [len(story.text) * 30]
    assert desk.visible_range().end == len(story.text) * 30
    hand.key(K.Key_Home, SHIFT | CTRL)
    assert desk.selection() == Range(0, len(story.text) * 30 - 1)


def test_the_caret_stays_on_the_screen(hand: Hand, story: Page) -> None:
    hand.show(make(story.text * 30))
    for _ in range(60):
        hand.key(K.Key_Down)
        seen = hand.desk.visible_range()
        assert seen.start <= hand.desk.caret() <= seen.end


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She said 😀👩‍👩‍👧 to Seoul today.", "Seoul"),
        ("First.\r\nSecond line of Seoul.\r\nThird.", "Seoul"),
        ("He said مرحبا بكم في العالم and left, שלום עולם ok.", "עולם"),
        ("\ufeffA\u2028cafe\u0301\0 of Seoul\u2029x", "Seoul"),
        ("\ud800lone \udc00 surrogates near Seoul", "Seoul"),
        ("x" * 12_000 + " Seoul " + "y" * 6_000, "Seoul"),
    ],
)
def test_words_are_exact_in_every_script(hand: Hand, text: str, words: str) -> None:
    hand.show(make(text))
    desk = hand.desk
    span = place(text, words)
    desk.set_caret(span.start)
    assert desk.caret() == span.start
    hand.key(K.Key_Right, SHIFT)
    assert desk.selection() == span
    hand.click(hand.at(words))
    assert span.start <= desk.caret() <= span.end
    assert hand.said("bareClicked")[-1][0] in range(span.start, span.end)


def test_copy_gives_the_article_s_own_characters(hand: Hand) -> None:
    text = "a\u2028b\0c\r\nd\ufdd0 e"
    hand.show(make(text))
    hand.desk.set_selection(Range(0, len(text)), exact=True)
    hand.key(K.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == text
    hand.desk.set_selection(Range(0, 1), exact=True)
    hand.desk.copy()
    assert QGuiApplication.clipboard().text() == "a"
    hand.desk.clear_selection()
    hand.key(K.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "a", "nothing selected leaves the clipboard alone"


def test_a_program_that_copied_ends_well() -> None:
    """What the clipboard holds when the interpreter ends must not be an object of the interpreter."""
    program = (
        "from PySide6.QtCore import Qt; from PySide6.QtTest import QTest; from PySide6.QtWidgets import QApplication\n"
        "from annotator.page import Page; from annotator.records import Annotation, Article\n"
        "from annotator.spans import Range; from ui.desk.view import Desk\n"
        "app = QApplication([]); desk = Desk(); desk.show_page(Page(Article('a', 'some words'), Annotation(), None))\n"
        "desk.show(); desk.set_selection(Range(0, 4))\n"
        "QTest.keyClick(desk, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)\n"
        "print(app.clipboard().text())\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "some\n"), done.stderr


def test_typing_does_nothing_and_is_left_to_others(hand: Hand, story: Page) -> None:
    hand.show(story)
    before = hand.desk.toPlainText()
    asked: list[str] = []
    names = [
        "A",
        "X",
        "1",
        "Space",
        "Return",
        "Backspace",
        "Delete",
        "Tab",
        "Shift+Tab",
        "[",
        "Ctrl+A",
        "Ctrl+Z",
        "Alt+Right",
    ]
    for name in names:
        action = QAction(hand.desk.window())
        action.setShortcut(QKeySequence(name))
        action.triggered.connect(lambda _=False, name=name: asked.append(name))
        hand.desk.window().addAction(action)
    for name in names:
        combination = QKeySequence(name)[0]
        QTest.keyClick(hand.desk, combination.key(), combination.keyboardModifiers())
    assert asked == names
    assert hand.desk.toPlainText() == before
    assert hand.desk.caret() == 0
    assert hand.desk.hasFocus()


def test_tab_without_an_action_leaves_the_keyboard_here(hand: Hand, story: Page) -> None:
    hand.show(story)
    hand.key(K.Key_Tab)
    hand.key(K.Key_Backtab, SHIFT)
    assert hand.desk.hasFocus()


def test_set_selection_snaps_unless_exact(hand: Hand, story: Page) -> None:
    hand.show(story)
    inside = Range(story.text.index("ebuff"), story.text.index("ebuff") + 5)
    hand.desk.set_selection(inside)
    assert hand.desk.selection() == place(story.text, "rebuffed")
    hand.desk.set_selection(inside, exact=True)
    assert hand.desk.selection() == inside
    hand.desk.set_selection(None)
    assert hand.desk.selection() is None
    assert hand.desk.caret() == inside.end


def test_without_a_page_keys_and_clicks_do_no_harm(hand: Hand) -> None:
    hand.show(None)
    for key in (K.Key_Right, K.Key_Left, K.Key_Down, K.Key_End, K.Key_A):
        hand.key(key, SHIFT)
        hand.key(key)
    hand.click(hand.desk.viewport().rect().center())
    assert hand.desk.selection() is None
    assert hand.desk.caret() == 0
    assert hand.desk.visible_range() == Range(0, 0)


def test_the_seed_article_can_be_walked_from_end_to_end(hand: Hand) -> None:
    text = SEED.read_text(encoding="utf-8")
    page = make(text)
    hand.show(page)
    stops = walk(hand, K.Key_Right, len(page.tokens))
    assert stops == [page.tokens[i].start for i in range(1, len(page.tokens))] + [len(text)]
