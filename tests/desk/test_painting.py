"""What is seen: decisions differ from suggestions, there is one focus, what changed is painted and nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPaintEvent
from PySide6.QtWidgets import QApplication

from annotator import edits
from annotator.page import Page
from annotator.scheme import Label, default_scheme
from annotator.spans import Range, occurrences
from benchmarks.material import D1, D2, Size, make_page
from tests.conftest import SEED
from tests.desk.conftest import STORY, Hand
from tests.desk.crowded import FIFTEEN
from tests.desk.pages import make, place
from ui.theme import Theme, apply_theme

BOTH = "Ana Keller met Boris Lindqvist there."


def underlined(picture: QImage, rect: QRectF, colour: QColor) -> float:
    """The share of the first underline below some words that is drawn in a colour."""
    rows = [QRect(round(rect.left()) + 2, round(rect.bottom()) + row, round(rect.width()) - 4, 1) for row in range(3)]
    lines = [pixels(picture, row) for row in rows]
    return max(sum(near(c, colour) for c in line) / len(line) for line in lines)


def ground(picture: QImage, rect: QRectF) -> str:
    """The colour behind some words, at their upper right corner, where no letter stands."""
    return picture.pixelColor(round(rect.right()) - 2, round(rect.top()) + 2).name()


def pixels(picture: QImage, rect: QRect) -> list[str]:
    """The names of the colours of a strip, row by row."""
    return [
        QColor(picture.pixel(x, y)).name()
        for y in range(rect.top(), rect.bottom() + 1)
        for x in range(rect.left(), rect.right() + 1)
    ]


def near(one: str, other: QColor) -> bool:
    """True for the same colour but for smoothing."""
    a = QColor(one)
    return max(abs(a.red() - other.red()), abs(a.green() - other.green()), abs(a.blue() - other.blue())) < 24


def difference(one: QImage, other: QImage) -> QRect:
    """The smallest rectangle that holds all pixels that differ."""
    found = QRect()
    for y in range(one.height()):
        if one.constScanLine(y) != other.constScanLine(y):
            for x in range(one.width()):
                if one.pixel(x, y) != other.pixel(x, y):
                    found = found.united(QRect(x, y, 1, 1))
    return found


def ring(hand: Hand, words: str) -> float:
    """The share of the ring's lower rim around some words that has the focus's colour."""
    page = hand.desk.page
    assert page is not None
    rect = hand.desk.rects_of(place(page.text, words))[0]
    picture, low = hand.picture(), round(rect.bottom()) + 3
    rows = [pixels(picture, QRect(round(rect.left()) + 4, low + row, round(rect.width()) - 8, 1)) for row in (-1, 0, 1)]
    return max(sum(near(c, Theme.of("light").focus) for c in row) / len(row) for row in rows)


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest, hand: Hand) -> Theme:
    """The desk in both themes."""
    theme = Theme.of(request.param)
    apply_theme(QApplication.instance(), theme)  # type: ignore[arg-type]
    hand.desk.set_theme(theme)
    return theme


def test_a_decision_is_solid_and_full_a_suggestion_dashed_and_pale(hand: Hand, theme: Theme) -> None:
    hand.show(make(BOTH, [("Ana Keller", "PERSON", True), ("Boris Lindqvist", "PERSON", False)]))
    hue, picture = theme.hue("blue"), hand.picture()
    lines = {}
    for words, fill in (("Ana Keller", hue.decided), ("Boris Lindqvist", hue.suggested)):
        [rect] = hand.desk.rects_of(place(BOTH, words))
        assert ground(picture, rect) == fill.name()
        lines[words] = underlined(picture, rect, hue.line)
    assert lines["Ana Keller"] > 0.95
    assert 0.3 < lines["Boris Lindqvist"] < 0.8


def test_a_chip_is_filled_for_a_decision_only(hand: Hand, theme: Theme) -> None:
    hand.show(make(BOTH, [("Ana Keller", "PERSON", True), ("Boris Lindqvist", "PERSON", False)]))
    hue, picture = theme.hue("blue"), hand.picture()
    for item, ground in (("m1", hue.chip), ("?m2", hue.suggested)):
        box = hand.desk.chip_of(item)
        assert box is not None
        inner = box.adjusted(2, 1, -2, -1).toRect()
        colours = pixels(picture, inner)
        assert max(set(colours), key=colours.count) == ground.name()
        assert any(near(c, hue.chip_text if item == "m1" else hue.chip) for c in colours), "the label's word"


def test_words_are_drawn_in_ink_on_paper(hand: Hand, theme: Theme) -> None:
    hand.show(make(BOTH))
    [rect] = hand.desk.rects_of(place(BOTH, "there"))
    colours = pixels(hand.picture(), rect.toRect())
    assert theme.paper.name() in colours
    assert any(near(c, theme.ink) for c in colours)


def test_there_is_one_focus_and_it_moves(hand: Hand, story: Page) -> None:
    hand.show(story)
    assert ring(hand, "Boris Lindqvist") == ring(hand, "Ana Keller") == 0
    hand.desk.set_focus("m5")
    assert ring(hand, "Boris Lindqvist") > 0.9
    assert ring(hand, "Ana Keller") == 0
    hand.desk.set_focus("s1")
    assert ring(hand, "rebuffed") > 0.9
    assert ring(hand, "Boris Lindqvist") == 0
    hand.desk.set_focus("e5")
    assert ring(hand, "Boris Lindqvist") > 0.9
    assert ring(hand, "rebuffed") == 0
    hand.desk.set_focus(None)
    assert max(ring(hand, words) for words in ("Boris Lindqvist", "rebuffed", "Ana Keller")) == 0
    assert hand.desk.focused() == ""


def test_a_stance_without_a_cue_has_its_ring_on_the_target(hand: Hand) -> None:
    page = make(
        BOTH,
        [("Ana Keller", "PERSON", True), ("Boris Lindqvist", "PERSON", True)],
        [("Ana Keller", "Boris Lindqvist", "favor", "", True)],
    )
    hand.show(page)
    hand.desk.set_focus("s1")
    assert ring(hand, "Boris Lindqvist") > 0.9


def test_the_other_mentions_of_the_entity_in_focus_have_a_soft_outline(hand: Hand) -> None:
    page = make(
        "Ana Keller left. Later Keller came.", [("Ana Keller", "PERSON", True), ("Later Keller", "PERSON", True)]
    )
    joined = Page(page.article, edits.join(page, "m2", "e1")[0], page.suggestion)
    hand.show(joined)
    plain = hand.picture()
    hand.desk.set_focus("m1")
    rect = hand.desk.rects_of(place(joined.text, "Later Keller"))[0]
    changed = difference(
        plain.copy(rect.adjusted(-3, -3, 3, 6).toRect()), hand.picture().copy(rect.adjusted(-3, -3, 3, 6).toRect())
    )
    assert not changed.isEmpty()
    assert ring(hand, "Later Keller") == 0


def test_cues_are_underlined_in_the_polarity_s_colour_with_its_sign(hand: Hand, story: Page, theme: Theme) -> None:
    hand.show(story)
    picture = hand.picture()
    for words, polarity, low, high in (("rebuffed", "against", 0.95, 1.0), ("praised", "favor", 0.3, 0.8)):
        colour = theme.polarity(polarity)  # type: ignore[arg-type]
        [rect] = hand.desk.rects_of(place(story.text, words))
        assert low < underlined(picture, rect, colour) <= high
        above = pixels(picture, QRect(round(rect.left()), round(rect.top()) - 13, 13, 13))
        assert sum(near(c, colour) for c in above) > 15


def test_the_selection_shows_what_will_be_taken(hand: Hand, story: Page) -> None:
    hand.show(story)
    inside = Range(story.text.index("obod"), story.text.index("obod") + 4)
    selected, paper = Theme.of("light").selection.name(), Theme.of("light").paper.name()
    for exact, expected in ((False, selected), (True, paper)):
        hand.desk.set_selection(inside, exact=exact)
        [first] = hand.desk.rects_of(place(story.text, "nobody"))
        assert ground(hand.picture(), first) == expected


def test_boilerplate_steps_back(hand: Hand, story: Page, theme: Theme) -> None:
    hand.show(story)
    picture = hand.picture()

    def darkest(words: str) -> int:
        [rect] = hand.desk.rects_of(place(story.text, words))
        paper = theme.paper.lightness()
        return max(abs(QColor(c).lightness() - paper) for c in pixels(picture, rect.toRect()))

    assert darkest("harbours") < 0.6 * darkest("nobody")
    assert darkest("harbours") > 20, "but it can still be read"


def test_hints_stand_at_every_visible_mention_and_take_the_place_of_chips(hand: Hand) -> None:
    page = make(BOTH, [("Ana Keller", "PERSON", True), ("Boris Lindqvist", "PERSON", False)])
    hand.show(page)
    theme = Theme.of("light")

    def badge(words: str) -> bool:
        [rect] = hand.desk.rects_of(place(BOTH, words))
        area = QRect(round(rect.left()), round(rect.top()) - 14, 12, 13)
        return sum(near(c, theme.hint) for c in pixels(hand.picture(), area)) > 25

    assert not badge("Ana Keller")
    before = hand.picture()
    hand.desk.show_hints({"e1": "fj", "?e2": "d"}, "")
    assert badge("Ana Keller")
    assert badge("Boris Lindqvist")
    assert hand.desk.hints == {"e1": "fj", "?e2": "d"}
    hand.desk.show_hints({"e1": "fj", "?e2": "d"}, "f")
    assert badge("Ana Keller")
    assert not badge("Boris Lindqvist"), "what was typed leaves it out"
    hand.desk.show_hints({"m1": "a"}, "")
    assert badge("Ana Keller"), "a mention can have a hint too"
    hand.desk.clear_hints()
    assert hand.picture() == before


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


def test_a_mention_over_two_paragraphs_is_marked_in_both(hand: Hand) -> None:
    text = "One plan of\nthe government, he said."
    hand.show(make(text, [("plan of\nthe government", "TOPIC", True), ("he", "PERSON", True)]))
    hue, picture = Theme.of("light").hue("rust"), hand.picture()
    for words in ("plan of", "the government"):
        assert ground(picture, hand.desk.rects_of(place(text, words))[0]) == hue.decided.name()
    hand.click(hand.at("government"))
    assert hand.said("itemClicked") == [("m1",)]


def test_a_possessive_that_is_not_taken_is_not_shown_as_taken(hand: Hand, story: Page) -> None:
    hand.show(story)
    start = story.text.index("Keller’s")
    hand.desk.set_selection(Range(start, start + 9))
    picture = hand.picture()
    taken, left = hand.desk.rects_of(Range(start, start + 6))[0], hand.desk.rects_of(Range(start + 7, start + 8))[0]
    assert ground(picture, taken.adjusted(0, 0, -3, 0)) == Theme.of("light").selection.name()
    assert ground(picture, left) == Theme.of("light").paper.name()


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


def test_lines_are_short_enough_to_read_and_stand_in_the_middle(hand: Hand) -> None:
    hand.desk.window().resize(1600, 700)
    hand.show(make("word " * 400))
    rects = hand.desk.rects_of(Range(0, 1999))
    left, right = min(r.left() for r in rects), max(r.right() for r in rects)
    assert right - left <= 46 * hand.desk.fontMetrics().horizontalAdvance("—")
    column = 46 * hand.desk.fontMetrics().horizontalAdvance("—")
    assert abs(left - (hand.desk.viewport().width() - column) / 2) < 2


def test_a_new_scheme_gives_new_colours(hand: Hand) -> None:
    hand.show(make(BOTH, [("Ana Keller", "PERSON", True)]))
    [rect] = hand.desk.rects_of(place(BOTH, "Ana Keller"))
    scheme = default_scheme()
    hand.desk.set_scheme(type(scheme)(1, "other", (Label("PERSON", "green"),)))
    assert ground(hand.picture(), rect) == Theme.of("light").hue("green").decided.name()
    hand.desk.set_scheme(type(scheme)(1, "other", (Label("ORG", "green"),)))
    assert ground(hand.picture(), rect) == Theme.of("light").hue("grey").decided.name(), (
        "a label that is not in the scheme"
    )


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


def test_bad_neighbours_are_painted_too(hand: Hand) -> None:
    text = "\ufeff👩‍👩‍👧 Ana\u2028مرحبا \0 Keller\r\n\r\n \n" + "x" * 11_000 + " e\u0301nd"
    hand.show(
        make(
            text,
            [
                ("👩‍👩‍👧 Ana\u2028مرحبا", "PERSON", True),
                ("x" * 11_000, "ORG", False),
                ("e\u0301", "LAW", True),
                ("\u200d👩", "GPE", False),
            ],
        )
    )
    for item in hand.desk.page.order if hand.desk.page else ():
        hand.desk.set_focus(item)
        hand.settle()
    begin = time.process_time()
    hand.desk.show_page(make("y" * 400_000))
    hand.settle()
    assert time.process_time() - begin < 6, "a run without a space is broken before Qt has to lay it out"


def test_the_seed_article_is_there_in_both_modes(hand: Hand, theme: Theme) -> None:
    text = SEED.read_text(encoding="utf-8")
    hand.show(make(text, [("Kim Yo Jong", "PERSON", True), ("Pyongyang", "GPE", False)]))
    shown = hand.picture()
    assert shown.pixelColor(2, 2).name() == theme.paper.name()
    assert hand.desk.toPlainText().replace("\n", "") == text.replace("\n", "").replace("\xa0", " ")


def test_screen_readers_find_the_text(hand: Hand, story: Page) -> None:
    from PySide6.QtGui import QAccessible

    hand.show(story)
    found = QAccessible.queryAccessibleInterface(hand.desk)
    assert found is not None
    assert found.role() == QAccessible.Role.EditableText
    assert found.text(QAccessible.Text.Name) == "Article"
    words = found.textInterface()
    assert words.text(0, 10) == "Ana Keller"
    hand.desk.set_caret(20)
    assert words.cursorPosition() == 20
    assert isinstance(hand.desk.font(), QFont)
    assert hand.desk.focusPolicy() & Qt.FocusPolicy.TabFocus
