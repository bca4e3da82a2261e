"""Where marks lie: on their words and on nothing else, never over one another, never over words."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextBlock

from annotator.page import Page
from annotator.spans import Range
from benchmarks.material import D1, make_page
from tests.desk.conftest import Hand
from tests.desk.pages import make, place
from ui.desk.geometry import Measures, Slot, chip_forms, lanes, place_slots
from ui.desk.hit import Hit, hit
from ui.desk.view import Desk

ranges = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)).map(lambda p: (p[0], p[0] + p[1])), max_size=12)


@given(ranges)
def test_no_two_underlines_on_one_lane_overlap(found: list[tuple[int, int]]) -> None:
    rows = lanes(found)
    for (one, row), (other, other_row) in combinations(zip(found, rows, strict=True), 2):
        assert row != other_row or one[1] <= other[0] or other[1] <= one[0]


@given(ranges)
def test_the_inner_mention_is_nearer_to_the_words(found: list[tuple[int, int]]) -> None:
    rows = lanes(found)
    for (one, row), (other, other_row) in combinations(zip(found, rows, strict=True), 2):
        if one[0] <= other[0] and other[1] <= one[1] and one != other:
            assert other_row < row


def test_mentions_apart_share_the_first_lane() -> None:
    assert lanes([(0, 5), (5, 9), (12, 20)]) == [0, 0, 0]
    assert lanes([(0, 20), (0, 5), (3, 8)]) == [2, 0, 1]


@pytest.mark.parametrize(
    ("label", "forms"),
    [("PERSON", ("PERSON", "PERS", "PER", "P")), ("ORG", ("ORG", "O")), ("WORK_OF_ART", ("WORK", "WOR", "W"))],
)
def test_a_chip_has_shorter_and_shorter_forms(label: str, forms: tuple[str, ...]) -> None:
    assert chip_forms(label) == forms


slots = st.lists(
    st.tuples(st.integers(0, 600), st.integers(0, 3), st.integers(5, 120), st.sampled_from(["PERSON", "ORG", "LAW"])),
    max_size=14,
)


@given(slots)
def test_chips_never_overlap_and_stay_in_their_band(found: list[tuple[int, int, int, str]]) -> None:
    measures = Measures.of(20)
    made = [
        Slot(QRectF(x, 40.0 * line, width, 20), tuple((form, 6.0 * len(form) + 6) for form in chip_forms(label)))
        for x, line, width, label in found
    ]
    placed = place_slots(made, measures, 640)
    boxes = [(slot, p[0]) for slot, p in zip(made, placed, strict=True) if p is not None]
    assert not any(one.intersects(other) for (_, one), (_, other) in combinations(boxes, 2))
    for slot, box in boxes:
        assert slot.over.top() - measures.band <= box.top() < box.bottom() <= slot.over.top()
        assert box.right() <= 640
    for x, line, width, _ in found[:1]:
        alone = place_slots([Slot(QRectF(x, 40.0 * line, width, 20), (("ORG", 24.0),))], measures, 640)
        assert (alone[0] is None) == (x - 1 + 24 > 640)


def words_under(desk: Desk) -> list[QRectF]:
    """The rectangles (on the viewport) of the lines of all blocks that have words."""
    found = []
    block: QTextBlock = desk.document().begin()
    while block.isValid():
        layout, origin = block.layout(), desk._origin(block)
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            if line.naturalTextWidth() > 0:
                box = QRectF(
                    line.naturalTextRect().x(), line.y(), line.naturalTextWidth(), line.ascent() + line.descent()
                )
                found.append(box.translated(origin))
        block = block.next()
    return found


@pytest.mark.parametrize("points", [9.0, 13.0, 26.0])
@pytest.mark.parametrize("width", [420, 900])
def test_chips_of_a_dense_page_cover_no_words_and_no_chip(hand: Hand, points: float, width: int) -> None:
    page = make_page(D1)
    hand.desk.window().resize(width, 600)
    hand.desk.set_font_size(points)
    hand.show(page)
    chips = [box for m in page.mentions if (box := hand.desk.chip_of(m.id)) is not None]
    assert len(chips) > 0.9 * len(page.mentions), "hardly a chip is left out"
    lines = words_under(hand.desk)
    assert not [(c, w) for c in chips for w in lines if c.intersects(w)]
    assert not [(a, b) for a, b in combinations(chips, 2) if a.intersects(b)]


def test_a_mention_that_is_broken_has_a_rectangle_a_line_without_the_space_between(hand: Hand, story: Page) -> None:
    hand.desk.window().resize(300, 600)
    hand.show(story)
    span = place(story.text, "plan to close the harbour")
    rects = hand.desk.rects_of(span)
    assert len(rects) >= 2
    assert all(one.bottom() <= other.top() for one, other in combinations(rects, 2))
    lines = words_under(hand.desk)
    for rect in rects:
        [line] = [box for box in lines if abs(box.top() - rect.top()) < 1]
        assert line.left() - 1 <= rect.left() < rect.right() <= line.right() + 1


def test_mixed_directions_mark_what_is_meant(hand: Hand) -> None:
    text = "He said مرحبا بكم في العالم and left 😀 today."
    hand.show(make(text))
    desk = hand.desk
    for words in ("said مرحبا", "مرحبا", "العالم and", "left 😀 today"):
        span = place(text, words)
        rects = desk.rects_of(span)
        for offset in range(len(text)):
            if text[offset] in " \ufe0f":
                continue
            [box] = desk.rects_of(Range(offset, offset + 1))
            marked = any(rect.adjusted(-1, 0, 1, 0).contains(box.center()) for rect in rects)
            assert marked == span.holds(offset), (words, text[offset])


def test_lines_between_paragraphs_that_are_empty_are_low(hand: Hand) -> None:
    hand.show(make("one\n\ntwo\nthree"))
    tops = [hand.desk.rects_of(place("one\n\ntwo\nthree", w))[0].top() for w in ("one", "two", "three")]
    assert tops[1] - tops[0] < 1.6 * (tops[2] - tops[1])


def test_a_hit_is_found_from_marks_and_a_point_alone(hand: Hand, story: Page) -> None:
    hand.show(story)
    marks, _ = hand.desk._marks_at(story.text.index("Port Vesta Water"))
    outer = next(m for m in marks.mentions if m.item.id == "m4")
    assert outer.chip is not None
    assert hit(marks, outer.chip.center(), -1) == Hit("chip", "m4", outer.item.start)
    cue = marks.cues[0]
    assert cue.sign is not None
    assert hit(marks, cue.sign.center(), -1) == Hit("stance", "?s2", cue.cue.span.start)
    assert hit(marks, outer.rects[0].center(), 99) == Hit("mention", "m4", 99)
    assert hit(marks, QPointF(-50, -50), 7) == Hit("words", "", 7)
    assert hit(marks, QPointF(-50, -50), -1) == Hit("nothing", "", -1)
