"""What happens on an act, a scroll, another size: what changed is painted and nothing else, what is read stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication

from annotator import edits
from annotator.page import Page
from annotator.spans import Range, occurrences
from benchmarks.material import D1, D2, Size, make_page
from tests.desk.conftest import STORY, Hand
from tests.desk.crowded import FIFTEEN
from tests.desk.pages import make, place
from tests.desk.pixels import difference


def test_a_refresh_keeps_scroll_caret_and_selection(hand: Hand) -> None:
    page = make_page(D1)
    hand.show(page)
    hand.desk.set_selection(page.mentions[30].range)
    hand.desk.verticalScrollBar().setValue(333)
    caret, span = hand.desk.caret(), hand.desk.selection()
    for _ in range(5):
        page = Page(page.article, edits.accept(page, page.open[0])[0], page.suggestion)
        hand.desk.refresh(page)
        hand.settle()
    assert (hand.desk.verticalScrollBar().value(), hand.desk.caret(), hand.desk.selection()) == (333, caret, span)


class Watch(QObject):
    """Notes which parts of a widget are painted."""

    def __init__(self) -> None:
        super().__init__()
        self.areas: list[QRect] = []
        self.pixels = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.areas.append(event.rect())
            rects: list[QRect] = list(event.region())  # type: ignore[call-overload]
            self.pixels += sum(rect.width() * rect.height() for rect in rects)
        return False


def test_a_refresh_paints_what_changed_and_nothing_else(hand: Hand, story: Page) -> None:
    hand.show(story)
    hand.desk.setCursorWidth(0)
    before, watch = hand.screen(), Watch()
    hand.desk.viewport().installEventFilter(watch)
    hand.desk.refresh(Page(story.article, edits.label(story, "m5", "ORG")[0], story.suggestion))
    after = hand.screen()
    hand.desk.viewport().removeEventFilter(watch)
    assert 0 < sum(area.height() for area in watch.areas) < hand.desk.viewport().height() / 3
    changed = difference(before, after)
    assert changed.isValid()
    assert hand.desk.rects_of(place(story.text, "Boris Lindqvist"))[0].toRect().intersects(changed)
    assert hand.is_fresh()


@pytest.mark.parametrize("act", [edits.accept, edits.reject])
def test_a_decision_paints_once_and_little_with_arcs_coming_and_going(
    hand: Hand, act: Callable[..., edits.Edit]
) -> None:
    hand.desk.window().resize(900, 900)
    page = make_page(D2, decided=0.4)
    hand.show(page)
    hand.desk.setCursorWidth(0)
    whole = hand.desk.viewport().width() * hand.desk.viewport().height()
    pixels, arcs, painted = 0, 0, 0
    for item in [id for id in page.open if page.place(id) < hand.desk.visible_range().end][:12]:
        if page.item(item) is None:
            continue
        hand.desk.set_focus(item)
        hand.settle()
        arcs += bool(hand.desk._routes)
        watch = Watch()
        hand.desk.viewport().installEventFilter(watch)
        following = page.neighbour(item, 1, only_open=True)
        page = page.after(*act(page, item))
        hand.desk.refresh(page)
        hand.desk.set_focus(following if following and page.item(following) else None)
        hand.settle()
        hand.desk.viewport().removeEventFilter(watch)
        assert len(watch.areas) == 1, "once for decision and focus together"
        pixels, painted = pixels + watch.pixels, painted + 1
        assert hand.is_fresh(), item
    assert painted > 6
    assert arcs > 3
    assert pixels / painted < whole / 4


def test_letters_that_lean_out_of_their_line_stay_whole(hand: Hand) -> None:
    hand.show(FIFTEEN)
    hand.desk.setCursorWidth(0)
    for stance in FIFTEEN.stances:
        hand.desk.set_focus(stance.id)
        assert hand.is_fresh(), stance.id


@pytest.mark.parametrize("stances", [0, 15])
@pytest.mark.parametrize("seed", range(3))
def test_painting_parts_gives_the_same_as_painting_all(hand: Hand, seed: int, stances: int) -> None:
    page = make_page(Size("generated", 300, 45, stances), seed)
    hand.show(page)
    hand.desk.setCursorWidth(0)
    for step in range(24):
        if step % 4 == 1:
            page = Page(page.article, edits.accept(page, page.open[-1])[0], page.suggestion)
            hand.desk.refresh(page)
        elif step % 7 == 3:
            hand.desk.set_focus(None)
        elif step % 5 == 2:
            hand.desk.verticalScrollBar().setValue(30 * step)
        else:
            hand.desk.set_focus(page.order[(7 * step) % len(page.order)])
        assert hand.is_fresh(), step


@pytest.fixture
def far() -> Page:
    """A stance whose ends are far apart, with nothing marked between them."""
    text = STORY * 12 + "Wind died."
    return make(text, [("Ana", "PERSON", True), ("Wind", "TOPIC", True)], [("Ana", "Wind", "favor", "died", True)])


def test_an_arc_meets_the_chip_of_an_end_that_came_into_view(hand: Hand, far: Page) -> None:
    hand.show(far)
    hand.desk.setCursorWidth(0)
    hand.desk.set_focus("e1")  # the holder, at the top: where the other end is was only roughly looked up
    hand.settle()
    hand.desk.verticalScrollBar().setValue(hand.desk.verticalScrollBar().maximum())
    scrolled = hand.picture()
    hand.desk.show_page(far)
    hand.desk.verticalScrollBar().setValue(hand.desk.verticalScrollBar().maximum())
    hand.picture()  # now all that is on the screen is placed
    hand.desk.set_focus("s1")
    hand.desk.set_focus("e1")
    hand.desk.verticalScrollBar().setValue(hand.desk.verticalScrollBar().maximum())
    assert difference(scrolled, hand.picture()).height() <= 1


def test_a_long_arc_goes_with_its_focus(hand: Hand, far: Page) -> None:
    hand.show(far)
    hand.desk.setCursorWidth(0)
    plain = hand.screen()
    hand.desk.set_focus("s1")
    hand.desk.verticalScrollBar().setValue(0)
    assert hand.screen() != plain
    assert hand.is_fresh()
    hand.desk.set_focus(None)
    assert hand.screen() == plain


@pytest.mark.parametrize("styled", [True, False])
def test_what_floats_over_the_text_does_not_smear_when_it_scrolls(hand: Hand, far: Page, styled: bool) -> None:
    if not styled:  # then Qt moves what is on the screen and has only the rest painted
        QApplication.instance().setStyleSheet("")  # type: ignore[union-attr]
    hand.show(far)
    hand.desk.setCursorWidth(0)
    hand.desk.set_focus("s1")
    for value in (300, 340, 390, 395):
        hand.desk.verticalScrollBar().setValue(value)
        assert hand.is_fresh(), "the badge stays in the middle of what is shown of its rail"
    hand.desk.set_focus(None)
    hand.desk.show_hints({"e1": "f", "e2": "g"}, "")
    for value in (0, 3, 40):
        hand.desk.verticalScrollBar().setValue(value)
        assert hand.is_fresh()


def test_a_section_that_becomes_boilerplate_is_dimmed_at_once(hand: Hand, far: Page) -> None:
    hand.show(far)
    hand.desk.setCursorWidth(0)
    before = hand.screen()
    span = place(far.text, "Reporters asked")
    annotation, _ = edits.mark_section(far, span.start, span.end, "boilerplate")
    hand.desk.refresh(Page(far.article, annotation, far.suggestion))
    assert hand.screen() != before
    assert hand.is_fresh()


def test_hints_go_when_their_items_do(hand: Hand, far: Page) -> None:
    hand.show(far)
    hand.desk.setCursorWidth(0)
    hand.desk.show_hints({"e1": "f"}, "")
    hand.screen()
    hand.desk.refresh(Page(far.article, edits.remove_entity(far, "e1")[0], far.suggestion))
    assert hand.is_fresh()


def test_another_width_finds_every_place_anew(hand: Hand) -> None:
    page = make_page(D1)
    hand.show(page)
    hand.picture()
    for width in (500, 1200, 700):
        hand.desk.window().resize(width, 600)
        hand.settle()
        for mention in page.mentions[:20]:
            box, words = hand.desk.chip_of(mention.id), hand.desk.rects_of(mention.range)[0]
            assert box is not None
            assert abs(box.bottom() - words.top()) < 2
            assert words.left() - 2 <= box.left() <= words.right() + 20


def test_the_focus_on_an_entity_is_near_what_is_read_and_stays_there(hand: Hand) -> None:
    page = make(STORY * 8)
    for place_ in occurrences(page.text, "Port Vesta Water Board"):
        page = Page(page.article, edits.add(page, place_.start, place_.end, "ORG")[0], None)
    first = page.mentions[0]
    assert [e.mentions for e in page.entities] == [tuple(m.id for m in page.mentions)]
    hand.show(page)
    hand.desk.verticalScrollBar().setValue(700)
    seen = hand.desk.visible_range()
    hand.desk.set_focus(first.entity)
    assert hand.desk.verticalScrollBar().value() == 700, "one of its mentions is on the screen already"
    ring_ = hand.desk.ring()
    assert ring_ is not None
    assert seen.contains(ring_)
    hand.desk.verticalScrollBar().setValue(0)
    hand.desk.refresh(Page(page.article, edits.rename(page, first.entity, "the Board")[0], None))
    assert hand.desk.ring() == ring_
    assert hand.desk.verticalScrollBar().value() == 0


def test_the_focus_comes_into_view_and_nothing_jumps_when_it_is(hand: Hand) -> None:
    page = make_page(D1)
    hand.show(page)
    bar = hand.desk.verticalScrollBar()
    for item in page.order:
        before, seen = bar.value(), hand.desk.visible_range()
        hand.desk.set_focus(item)
        place_ = page.place(item) if page.mention(item) else page.stances[0].anchor
        if page.mention(item):
            rects = hand.desk.rects_of(Range(place_, place_ + 1))
            assert rects[0].top() >= 0
            assert rects[0].bottom() <= hand.desk.viewport().height()
            comfortable = seen.start + 200 < place_ < seen.end - 200
            assert not comfortable or bar.value() == before


def test_a_far_focus_is_shown_at_once_in_a_long_article(hand: Hand) -> None:
    page = make_page(D2)
    hand.desk.show_page(page)
    hand.desk.set_focus(page.mentions[-1].id)
    assert hand.desk.visible_range().overlaps(page.mentions[-1].range)
    while hand.desk.laying_ahead.busy:
        QApplication.processEvents()
    assert hand.desk.visible_range().overlaps(page.mentions[-1].range)


def test_another_size_keeps_what_is_read_at_the_top(hand: Hand) -> None:
    page = make_page(D2)
    hand.show(page)
    hand.desk.verticalScrollBar().setValue(2000)
    top = hand.desk.visible_range().start
    for points in (20.0, 11.0, 26.0, 13.0):
        hand.desk.set_font_size(points)
        hand.settle()
        assert hand.desk.font_size() == points
        assert abs(hand.desk.visible_range().start - top) < 250
    hand.desk.set_font_size(1000)
    assert hand.desk.font_size() == 32


def test_five_hundred_frames_of_everything(hand: Hand) -> None:
    """Long enough to see a binding that loses references; exceptions in painting fail the test by themselves."""
    page = make_page(D1)
    hand.show(page)
    hand.desk.show_hints({e.id: "ab"[i % 2] for i, e in enumerate(page.entities)}, "")
    bar = hand.desk.verticalScrollBar()
    for frame in range(500):
        if frame == 250:
            hand.desk.clear_hints()
        hand.desk.set_focus(page.order[frame % len(page.order)])
        bar.setValue(bar.maximum() * frame // 500)
        hand.desk.viewport().repaint()
    assert hand.desk.isVisible()
