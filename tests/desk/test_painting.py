"""What is seen: decisions differ from suggestions, there is one focus, text is text in both themes."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QApplication

from annotator import edits
from annotator.page import Page
from annotator.scheme import Label, default_scheme
from annotator.spans import Range
from tests.conftest import SEED
from tests.desk.conftest import Hand
from tests.desk.pages import make, place
from tests.desk.pixels import difference, ground, near, pixels, underlined
from ui.theme import Theme, apply_theme

BOTH = "Ana Keller met Boris Lindqvist there."


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
    for item, fill in (("m1", hue.chip), ("?m2", hue.suggested)):
        box = hand.desk.chip_of(item)
        assert box is not None
        inner = box.adjusted(2, 1, -2, -1).toRect()
        colours = pixels(picture, inner)
        assert max(set(colours), key=colours.count) == fill.name()
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
