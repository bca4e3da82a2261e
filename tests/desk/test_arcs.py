"""Arcs: from the holder to the target, each on its own way, over no word, their signs on the screen."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QPointF, QRectF

from annotator.page import Page
from benchmarks.material import D1, make_page
from tests.desk.conftest import STORY, Hand
from tests.desk.pages import make
from tests.desk.test_geometry import words_under
from ui.desk.arcs import Arc, Route, badge_place, routes


def drawn(hand: Hand) -> list[Route]:
    """The arcs that were painted last."""
    hand.settle()
    return hand.desk._routes or []


def arc(name: str, start: tuple[float, float], end: tuple[float, float]) -> Arc:
    """An arc between two chips of 40 x 12 pixels."""
    return Arc(name, QRectF(*start, 40, 12), QRectF(*end, 40, 12), "favor", False, False)


def test_an_arc_starts_at_the_holder_s_chip_and_ends_at_the_target_s(hand: Hand, story: Page) -> None:
    hand.show(story)
    hand.desk.set_focus("s1")
    [route] = drawn(hand)
    holder, target = hand.desk.chip_of("m1"), hand.desk.chip_of("m2")
    assert holder is not None
    assert target is not None
    start, scroll = route.path.pointAtPercent(0), hand.desk.verticalScrollBar().value()
    assert scroll == 0
    assert holder.adjusted(-1, -1, 1, 1).contains(start)
    assert target.adjusted(-1, -1, 1, 1).contains(route.tip)
    assert route.path.currentPosition() == route.tip
    assert (route.arc.polarity, route.arc.is_open, route.arc.strong) == ("against", False, True)


def test_an_arc_follows_its_chips_when_lines_break_anew(hand: Hand, story: Page) -> None:
    hand.show(story)
    hand.desk.set_focus("s1")
    for change in (lambda: hand.desk.set_font_size(20), lambda: hand.desk.window().resize(500, 600)):
        drawn(hand)
        change()
        [route] = drawn(hand)
        for item, end in (("m1", route.path.pointAtPercent(0)), ("m2", route.tip)):
            chip = hand.desk.chip_of(item)
            assert chip is not None
            on_screen = end - QPointF(0, hand.desk.verticalScrollBar().value())
            assert chip.adjusted(-1, -1, 1, 1).contains(on_screen)


def test_an_entity_shows_all_its_stances_and_a_mention_those_of_its_entity(hand: Hand) -> None:
    page = make_page(D1)
    hand.show(page)
    for entity in page.entities:
        wanted = {s.id for s in page.stances_of(entity.id)}
        for item in (entity.id, entity.mentions[-1]):
            hand.desk.set_focus(item)
            assert {r.arc.stance for r in drawn(hand)} == wanted
    hand.desk.set_focus(None)
    assert not drawn(hand)


def test_no_arc_crosses_a_word(hand: Hand) -> None:
    page = make_page(D1)
    hand.show(page)
    crossed, seen = [], 0
    for entity in page.entities:
        hand.desk.set_focus(entity.id)
        scroll = hand.desk.verticalScrollBar().value()
        lines = words_under(hand.desk)
        for route in drawn(hand):
            points = [route.path.pointAtPercent(i / 200) - QPointF(0, scroll) for i in range(201)]
            seen += 1
            crossed += [(route.arc.stance, p) for p in points if any(line.contains(p) for line in lines)]
    assert seen > 10
    assert not crossed


def test_the_same_holds_for_a_long_way_in_a_narrow_window(hand: Hand) -> None:
    text = STORY * 6 + "Wind died."
    page = make(text, [("Ana", "PERSON", True), ("Wind", "TOPIC", True)], [("Ana", "Wind", "favor", "died", True)])
    hand.desk.window().resize(360, 500)
    hand.show(page)
    hand.desk.set_focus("s1")
    [route] = drawn(hand)
    scroll = hand.desk.verticalScrollBar().value()
    lines = words_under(hand.desk)
    points = [route.path.pointAtPercent(i / 400) - QPointF(0, scroll) for i in range(401)]
    assert not [p for p in points if any(line.contains(p) for line in lines)]
    assert min(p.x() for p in points) > 0, "the rail is on the screen"
    assert hand.desk.visible_range().holds(text.index("died"))


def test_rails_that_run_side_by_side_are_apart() -> None:
    found = routes([arc(f"s{i}", (150, 20.0 * i), (200, 400 - 20.0 * i)) for i in range(8)], 100)
    rails = [route.rail for route in found]
    for one, other in combinations(rails, 2):
        assert one is not None
        assert other is not None
        apart = one[1].y() < other[0].y() or other[1].y() < one[0].y()
        assert apart or abs(one[0].x() - other[0].x()) >= 4
    assert all(10 <= rail[0].x() < 100 for rail in rails if rail)


def test_arcs_at_one_chip_leave_it_at_different_heights() -> None:
    found = routes([arc(f"s{i}", (150, 50), (200, 200.0 + 60 * i)) for i in range(3)], 100)
    starts = [route.path.pointAtPercent(0).y() for route in found]
    assert len(set(starts)) == 3
    assert all(50 <= y <= 62 for y in starts)


@pytest.mark.parametrize(("start", "end", "direction"), [((10, 50), (200, 50), 1.0), ((200, 50), (10, 50), -1.0)])
def test_in_one_line_an_arc_is_straight(start: tuple[float, float], end: tuple[float, float], direction: float) -> None:
    [route] = routes([arc("s", start, end)], 100)
    points = [route.path.pointAtPercent(i / 10) for i in range(11)]
    assert {round(p.y(), 6) for p in points} == {56.0}
    assert route.direction == direction
    assert sorted((points[0].x(), points[-1].x())) == [50, 200]
    assert route.tip.x() == (200 if direction > 0 else 50)


def test_the_sign_is_not_said_twice_in_one_line() -> None:
    with_sign = Arc("s", QRectF(0, 50, 40, 12), QRectF(200, 50, 40, 12), "favor", False, True, QRectF(100, 50, 12, 12))
    [route] = routes([with_sign], 100)
    assert route.rail is None
    assert badge_place(route, QRectF(0, 0, 300, 300)) is None


def test_a_badge_stays_on_the_screen_as_long_as_its_rail_does() -> None:
    [route] = routes([arc("s", (150, 0), (150, 2000))], 100)
    for top in (0, 400, 900, 1700):
        shown = QRectF(0, top, 500, 300)
        at = badge_place(route, shown)
        assert at is not None
        assert shown.contains(at)
    assert badge_place(route, QRectF(0, 3000, 500, 300)) is None


def test_a_holder_without_a_name_begins_at_the_sign(hand: Hand) -> None:
    page = make(STORY, [("Port Vesta", "GPE", True)], [("writer", "Port Vesta", "favor", "praised", True)])
    hand.show(page)
    hand.desk.set_focus("s1")
    [route] = drawn(hand)
    [cue] = hand.desk.rects_of(page.stances[0].cues[0])
    start = route.path.pointAtPercent(0)
    assert abs(start.x() - cue.left()) < 4
    assert start.y() < cue.top()
