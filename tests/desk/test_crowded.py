"""Crowded pages stay readable: nested, overlapping, crossing, 15 stances in one paragraph, two directions, 200 % text."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QPointF, QRect, QRectF

from annotator.page import Page
from annotator.spans import Range
from benchmarks.material import D1, make_page
from tests.desk.conftest import Hand
from tests.desk.crowded import CROSSING, FAR, FIFTEEN, MIXED, NESTED, PAGES
from tests.desk.pages import make, place
from tests.desk.test_geometry import words_under
from tests.desk.test_painting import near, pixels
from ui.desk.arcs import Arc, Route, badge_place, far_ends, routes
from ui.desk.geometry import SPACINGS, Measures, crossing
from ui.theme import Theme


def entity(page: Page, name: str) -> str:
    return next(e.id for e in page.entities if e.name == name)


def drawn(hand: Hand) -> list[Route]:
    hand.settle()
    return hand.desk._routes or []


@pytest.mark.parametrize("points", [13.0, 26.0])
@pytest.mark.parametrize("name", PAGES)
def test_no_chip_and_no_arc_lies_over_a_word(hand: Hand, name: str, points: float) -> None:
    hand.desk.window().resize(900, 2400)
    hand.desk.set_font_size(points)
    hand.show(PAGES[name])
    hand.desk.show_all_arcs(True)
    lines = words_under(hand.desk)
    chips = [box for m in PAGES[name].mentions if (box := hand.desk.chip_of(m.id))]
    assert len(chips) > 0.85 * len(PAGES[name].mentions)
    assert not [(c, w) for c in chips for w in lines if c.intersects(w)]
    assert not [(a, b) for a, b in combinations(chips, 2) if a.intersects(b)]
    scroll = hand.desk.verticalScrollBar().value()
    for route in drawn(hand):
        points_ = [route.path.pointAtPercent(i / 200) - QPointF(0, scroll) for i in range(201)]
        assert not [p for p in points_ if any(line.contains(p) for line in lines)], route.arc.names


@pytest.mark.parametrize("spacing", SPACINGS)
@pytest.mark.parametrize("pixels_", [14, 20, 41])
def test_underlines_stay_apart_and_three_fit_between_words_and_chips(spacing: str, pixels_: int) -> None:
    measures = Measures.of(pixels_, spacing)  # type: ignore[arg-type]
    assert all(measures.pitch(deepest) >= 2 for deepest in range(8))
    if spacing != "compact":
        assert measures.pitch(2) == measures.lane
        assert measures.line + 2 * measures.lane <= measures.band - measures.chip


def test_marks_that_cross_are_found() -> None:
    assert crossing([(0, 10), (5, 15), (20, 30), (22, 25), (30, 40)]) == {0, 1}
    assert crossing([(0, 10), (0, 5), (5, 10)]) == set()


def test_a_mention_that_crosses_another_shows_where_it_ends(hand: Hand) -> None:
    hand.show(CROSSING)
    picture, theme = hand.picture(), Theme.of("light")
    for words, label, end in (
        ("South Korea", "green", "right"),
        ("Korea Japan summit", "orange", "left"),
        ("reporters’ union members", "pink", "left"),
    ):
        [rect] = hand.desk.rects_of(place(CROSSING.text, words))
        x = round(rect.right() if end == "right" else rect.left())
        column = pixels(picture, QRect(x - 1, round(rect.top()) + 3, 3, round(rect.height()) - 4))
        found = sum(near(c, theme.hue(label).line) for c in column)
        assert found > 0.5 * rect.height(), words


def test_a_chip_without_room_shows_for_the_focus_and_for_the_mouse(hand: Hand) -> None:
    text = "In A B C D they met."
    page = make(
        text,
        [("A B C D", "PERSON", True), ("A B C", "ORG", True), ("A B", "GPE", True), ("A", "WORK_OF_ART", True)],
    )
    hand.show(page)
    assert hand.desk.chip_of("m4") is None or hand.desk.chip_of("m4").width() < 20  # type: ignore[union-attr]
    [rect] = hand.desk.rects_of(place(text, "A"))
    chip = QRect(round(rect.left()) + 2, round(rect.top()) - 12, 30, 9)

    def filled() -> int:
        hue = hand.desk._looks.hue("WORK_OF_ART").chip
        return sum(near(c, hue) for c in pixels(hand.picture(), chip))

    plain = filled()
    hand.desk.set_focus("m4")
    assert filled() > plain + 60
    hand.desk.set_focus(None)
    assert filled() == plain
    hand.desk.set_lit("m4")
    assert filled() > plain + 60


def test_fifteen_stances_in_one_paragraph_can_each_be_followed(hand: Hand) -> None:
    hand.desk.window().resize(900, 900)
    hand.show(FIFTEEN)
    hand.desk.show_all_arcs(True)
    found = drawn(hand)
    assert {r.arc.stance for r in found} == {s.id for s in FIFTEEN.stances}
    runs: list[tuple[float, float, float, str]] = []
    for route in found:
        points = [route.path.pointAtPercent(i / 300) for i in range(301)]
        for chip in (route.arc.start, route.arc.end):
            inside = [p for p in points if abs(p.y() - chip.center().y()) < chip.height() / 2]
            flat = [p for p in inside if abs(p.y() - inside[0 if chip is route.arc.start else -1].y()) < 0.1]
            runs.append((flat[0].y(), min(p.x() for p in flat), max(p.x() for p in flat), route.arc.stance))
    for (y, low, high, one), (other_y, other_low, other_high, other) in combinations(runs, 2):
        if one != other and low < other_high - 4 and other_low < high - 4:
            assert abs(y - other_y) > 0.9, (one, other)
    for one_, other_ in combinations([r.rail for r in found if r.rail and r.rail[0] != r.rail[1]], 2):
        apart = one_[1].y() < other_[0].y() or other_[1].y() < one_[0].y()
        assert apart or abs(one_[0].x() - other_[0].x()) >= 4


def test_badges_give_way_to_each_other_and_to_chips() -> None:
    arcs = [Arc(f"s{i}", QRectF(150, 0, 40, 12), QRectF(150, 300, 40, 12), "favor", False, False) for i in range(3)]
    shown, size = QRectF(0, 0, 500, 400), 24.0
    taken: list[QRectF] = []
    for route in routes(arcs, 100):
        at = badge_place(route, shown, size, taken)
        assert at is not None
        box = QRectF(at.x() - size / 2, at.y() - size / 2, size, size)
        assert not any(box.intersects(other) for other in taken)
        taken.append(box)
    chip = QRectF(90, 50, 30, 12)
    [straight] = routes([Arc("s", QRectF(0, 50, 40, 12), QRectF(200, 50, 40, 12), "favor", False, True)], 100, [chip])
    at = badge_place(straight, shown)
    assert at is not None
    assert not chip.adjusted(-7, 0, 7, 0).contains(at)


def test_an_arc_that_leaves_the_screen_names_where_it_goes(hand: Hand) -> None:
    hand.desk.window().resize(900, 300)
    hand.show(FAR)
    hand.desk.set_focus(entity(FAR, "Keller"))
    hand.settle()
    hand.desk.verticalScrollBar().setValue(330)
    shown = QRectF(hand.desk.viewport().rect()).translated(0, 330)
    above, below = far_ends(drawn(hand), shown)
    assert {name for name, _ in above} == {"Keller"}
    assert {name for name, _ in below} == {"harbour plan", "ban", "union", "Gruber"}
    picture = hand.picture()
    margin = pixels(picture, QRect(0, picture.height() - 60, 60, 58))
    assert sum(near(c, Theme.of("light").polarity("favor")) for c in margin) > 30
    assert far_ends(drawn(hand), QRectF(0, 0, 900, 9000)) == ([], [])


def test_only_the_stances_of_the_entity_in_focus_are_full(hand: Hand) -> None:
    hand.desk.window().resize(900, 600)
    hand.show(FIFTEEN)
    theme = Theme.of("light")

    def strength(words: str) -> int:
        [rect] = hand.desk.rects_of(place(FIFTEEN.text, words))
        line = pixels(hand.picture(), QRect(round(rect.left()) + 2, round(rect.bottom()), round(rect.width()) - 4, 3))
        return sum(near(c, theme.polarity("against")) for c in line)

    own, other = strength("rebuffed"), strength("blocked")
    assert min(own, other) > 20
    hand.desk.set_focus(entity(FIFTEEN, "Keller"))
    assert strength("rebuffed") == own
    assert strength("blocked") == 0
    hand.desk.set_focus(None)
    assert strength("blocked") == other


def test_all_arcs_are_those_of_what_is_on_the_screen(hand: Hand) -> None:
    page = make_page(D1)
    hand.show(page)
    hand.desk.show_all_arcs(True)
    seen = hand.desk.visible_range()
    wanted = {s.id for s in page.stances if seen.start <= s.anchor <= seen.end}
    assert wanted
    assert {r.arc.stance for r in drawn(hand)} == wanted
    hand.desk.verticalScrollBar().setValue(900)
    seen = hand.desk.visible_range()
    assert {r.arc.stance for r in drawn(hand)} == {s.id for s in page.stances if seen.start <= s.anchor <= seen.end}
    hand.desk.setCursorWidth(0)
    assert hand.is_fresh()
    hand.desk.show_all_arcs(False)
    assert not drawn(hand)


def test_the_nested_page_shows_every_label(hand: Hand) -> None:
    hand.desk.window().resize(900, 600)
    hand.show(NESTED)
    assert [m.id for m in NESTED.mentions if hand.desk.chip_of(m.id) is None] == []


def test_in_two_directions_a_chip_stands_over_the_first_word_of_its_mention(hand: Hand) -> None:
    hand.show(MIXED)
    for words in ("תוכנית של Keller", "Keller", "ראש הממשלה"):
        mention = next(m for m in MIXED.mentions if MIXED.words(m) == words)
        chip, [letter] = hand.desk.chip_of(mention.id), hand.desk.rects_of(Range(mention.start, mention.start + 1))
        assert chip is not None
        run = next(r for r in hand.desk.rects_of(mention.range) if r.contains(letter.center()))
        assert abs(chip.left() - run.left()) < 3, words
