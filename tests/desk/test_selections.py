"""Selections of nasty texts by keys and mouse: exactly what the core says of the same range, never half a character."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from annotator.outline import sentence_at
from annotator.page import Page
from annotator.records import Annotation, Article, Outline, Suggestion
from annotator.spans import Range, line_at, trim, whole_characters
from tests.desk.conftest import Hand
from tests.desk.pages import make
from tests.nasty import boundaries, has_clean_edges, nasty_texts

K, M = Qt.Key, Qt.KeyboardModifier
SHIFT, CTRL, NONE = M.ShiftModifier, M.ControlModifier, M.NoModifier
FEW = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
MOVES = st.tuples(
    st.sampled_from((K.Key_Right, K.Key_Left, K.Key_Up, K.Key_Down, K.Key_Home, K.Key_End)),
    st.sampled_from((SHIFT, SHIFT, SHIFT | CTRL, SHIFT | CTRL, NONE, CTRL)),
)


def raw(hand: Hand) -> Range:
    """The code points between Qt's anchor and caret, counted by encoding: not by the desk's own map."""
    cursor, page = hand.desk.textCursor(), hand.desk.page
    assert page is not None
    units = page.text.encode("utf-16-le", "surrogatepass")

    def offset(pos: int) -> int:
        return len(units[: 2 * pos].decode("utf-16-le", "surrogatepass"))

    return Range(offset(cursor.selectionStart()), offset(cursor.selectionEnd()))


def check(hand: Hand, *, forced: bool) -> None:
    """What is selected is what the core makes of the raw range; what is copied is the article's own."""
    desk = hand.desk
    page, span, here = desk.page, desk.selection(), raw(hand)
    assert page is not None
    text = page.text
    if here.start == here.end:
        wanted = None
    elif forced:
        wanted = whole_characters(text, here)
        wanted = wanted if wanted.of(text).strip() else None
    else:
        wanted = page.tokens.snap(here.start, here.end)
    assert span == wanted
    if span is None:
        return
    assert {span.start, span.end} <= boundaries(text)
    assert span.of(text).strip()
    assert forced or has_clean_edges(text, span)
    QGuiApplication.clipboard().clear()
    hand.key(K.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == span.of(text)


@FEW
@given(text=nasty_texts(), data=st.data())
def test_by_keys(hand: Hand, text: str, data: st.DataObject) -> None:
    hand.show(make(text))
    desk = hand.desk
    desk.set_caret(data.draw(st.sampled_from(sorted(boundaries(text)))))
    forced, anchor = False, desk.caret()
    for key, modifiers in data.draw(st.lists(MOVES, min_size=1, max_size=8)):
        arrow = key in (K.Key_Right, K.Key_Left)
        by_character = bool(modifiers & CTRL) and arrow
        begun = desk.caret() != anchor
        hand.key(key, modifiers)
        selecting = bool(modifiers & SHIFT)
        forced = selecting and arrow and (by_character or (forced and begun))
        anchor = anchor if selecting else desk.caret()
        assert desk.caret() in boundaries(text) or not arrow
        check(hand, forced=forced)


def point(hand: Hand, offset: int, share: float) -> QPoint | None:
    """A point on the character at an offset; None when nothing of it is painted."""
    assert hand.desk.page is not None
    rects = [r for r in hand.desk.rects_of(Range(offset, offset + 1)) if r.width() > 2]
    if not rects:
        return None
    return QPoint(round(rects[0].left() + rects[0].width() * share), round(rects[0].center().y()))


@FEW
@given(text=nasty_texts(), data=st.data())
def test_by_dragging(hand: Hand, text: str, data: st.DataObject) -> None:
    hand.show(make(text))
    share = st.sampled_from((0.05, 0.4, 0.6, 0.95))
    ends = [point(hand, data.draw(st.integers(0, len(text) - 1)), data.draw(share)) for _ in range(3)]
    start, end, further = ends
    if start is None or end is None or further is None:
        return
    forced = data.draw(st.booleans())
    hand.drag(start, end, CTRL if forced else NONE)
    selected = hand.desk.selection()
    if (start - end).manhattanLength() >= 4:
        check(hand, forced=forced)
        wanted = hand.said("labelBarWanted")
        assert selected is None or wanted[-1][:2] == (selected.start, selected.end)
    else:
        assert selected is None, "a click selects nothing"
    hand.click(further, SHIFT)
    check(hand, forced=False)


def test_dragging_from_letter_to_letter_takes_the_words_that_it_touched(hand: Hand) -> None:
    """Not only as Qt's cursor has it: from where the mouse went down to where it was let go."""
    text = "Ann 😀 Reed’s plan 👩‍👩‍👧 for O’Neill’s\r\nbridge of Ame\u0301lie\u0301 Kahn’s."
    hand.show(make(text))
    for first, last, words in (
        ("nn", "Reed", "Ann 😀 Reed"),
        ("Reed", "’s plan", "Reed"),
        ("eed’s", "lan 👩", "Reed’s plan"),
        ("s plan", "lan", "plan"),
        ("for", "Neill", "for O’Neill"),
        ("idge", "lie\u0301 K", "bridge of Ame\u0301lie\u0301"),
    ):
        start, end = hand.at(first, 0.1), hand.at(last, 0.0 if last.startswith("’") else 0.3)
        hand.drag(start, end)
        span = hand.desk.selection()
        assert span is not None
        assert span.of(text) == words
        hand.drag(end, start)
        assert hand.desk.selection() == span, "backwards it is the same"


def clicks(hand: Hand, at: QPoint, count: int) -> None:
    hand.click(at)
    if count > 1:
        QTest.mouseDClick(hand.desk.viewport(), Qt.MouseButton.LeftButton, NONE, at)
        hand.release(at)
    if count > 2:
        hand.click(at)


@FEW
@given(text=nasty_texts(8), data=st.data())
def test_by_two_and_three_clicks(hand: Hand, text: str, data: st.DataObject) -> None:
    tail = " Nothing more was said."
    outline = Outline((Range(len(text) + 1, len(text + tail)),))
    page = Page(Article("a", text + tail), Annotation(), Suggestion("r", (), (), (), outline))
    hand.show(page)
    offset = data.draw(st.integers(0, len(text) + 5))
    at = point(hand, offset, 0.5)
    if at is None:
        return
    here = hand.desk.offset_at(at.toPointF())
    taken: dict[int, Callable[[], Range | None]] = {
        2: lambda: page.tokens.at(here),
        3: lambda: sentence_at(page.outline, here) or line_at(page.text, here),
    }
    for count, whole in taken.items():
        hand.desk._double = (hand.desk._double[0], 0.0)  # long ago
        clicks(hand, at, count)
        wanted = whole() if here >= 0 else None
        if count == 2:
            wanted = trim(page.text, wanted) if wanted else None
        elif wanted is not None:
            wanted = page.tokens.snap(wanted.start, wanted.end)
        assert hand.desk.selection() == wanted
        check(hand, forced=False)


def test_a_character_is_never_parted_by_ctrl_and_the_mouse(hand: Hand) -> None:
    for text in ("a👩‍👩‍👧b", "xe\u0301o\u0302\u0323y", "a🇬🇧🇫🇷b", "a\r\nb", "क्‍षx"):
        hand.show(make(text))
        whole = boundaries(text)
        for first in range(len(text)):
            for last in range(first + 1, len(text) + 1):
                hand.desk.set_selection(Range(first, last), exact=True)
                span = hand.desk.selection()
                assert span is None or {span.start, span.end} <= whole
                assert span is None or (span.start <= first and last <= span.end)
