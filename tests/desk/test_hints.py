"""Letters to type."""

from __future__ import annotations

from itertools import permutations

import pytest
from PySide6.QtCore import QPointF

from ui.desk.hints import LETTERS, hint_boxes, hint_letters
from ui.theme import chip_font


@pytest.mark.parametrize("count", [0, 1, 9, 20, 26, 27, 60, 400, 700, 3000])
def test_no_hint_begins_another(count: int) -> None:
    hints = hint_letters(count)
    assert len(hints) == len(set(hints)) == count
    known = set(hints)
    assert not any(hint[:n] in known for hint in hints for n in range(1, len(hint)))


def test_one_letter_suffices_for_twenty_and_the_home_row_comes_first() -> None:
    assert all(len(hint) == 1 for hint in hint_letters(20))
    assert set(hint_letters(9)) == set("asdfghjkl")


def test_with_more_the_first_ones_stay_short() -> None:
    hints = hint_letters(40)
    assert [len(h) for h in hints[:20]] == [1] * 20
    assert max(map(len, hints)) == 2


def test_reserved_letters_begin_no_hint() -> None:
    hints = hint_letters(100, {"w", "u"})
    assert not any(hint[0] in "wu" for hint in hints)
    assert len(hints) == 100


def test_letters_are_all_different() -> None:
    assert sorted(LETTERS) == sorted(set(LETTERS))


def test_boxes_in_one_line_do_not_overlap(qapp: object) -> None:
    spots = [(QPointF(10, 50), "a"), (QPointF(10, 50), "b"), (QPointF(14, 50), "cd"), (QPointF(12, 90), "e")]
    boxes = hint_boxes(spots, chip_font(12))
    assert not any(one.intersects(other) for one, other in permutations(boxes, 2))
    assert boxes[0].left() == 10
    assert boxes[3].left() == 12
    assert all(box.bottom() == pytest.approx(at.y()) for box, (at, _) in zip(boxes, spots, strict=True))


def test_boxes_stay_within_the_window_as_long_as_there_is_room(qapp: object) -> None:
    font = chip_font(12)
    spots = [(QPointF(10, 50), "f"), (QPointF(180, 50), "mk"), (QPointF(190, 50), "ms"), (QPointF(195, 90), "mw")]
    free, kept = hint_boxes(spots, font), hint_boxes(spots, font, 200)
    assert free[2].right() > 200, "else this shows nothing"
    assert [box.right() <= 200 for box in kept] == [True] * 4
    assert kept[0] == free[0]
    assert kept[1].right() < kept[2].left()
    assert kept[0].right() < kept[1].left()
