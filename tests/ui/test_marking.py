"""Marking words by hints, and what can be done with words that are selected: by keys, on the real window."""

from __future__ import annotations

from annotator.page import MentionItem
from annotator.spans import Range
from tests.ui.conftest import TEXT
from ui.driving import Driver


def to(driver: Driver, words: str) -> None:
    driver.go_to(lambda item: isinstance(item, MentionItem) and driver.page.words(item) == words)


def mark(driver: Driver, words: str) -> None:
    """Select words by their hint; the hints are on the desk."""
    hints = {spot.of(TEXT): letters for spot, letters in driver.window.desk.hints.items() if isinstance(spot, Range)}
    driver.type(hints[words])


def selected(driver: Driver) -> str:
    span = driver.window.desk.selection()
    return span.of(TEXT) if span else ""


def hint(driver: Driver, name: str) -> str:
    return driver.window.desk.hints[next(e.id for e in driver.page.entities if e.name == name)]


def test_a_hint_selects_words_and_a_digit_labels_them(driver: Driver) -> None:
    before = driver.pressed
    driver.keys("V")
    assert driver.window.asked.text().startswith("Which words?")
    mark(driver, "Monday")
    assert (selected(driver), driver.window.desk.hints) == ("Monday", {})
    driver.keys("8")
    assert (driver.words, driver.mention.label if driver.mention else "") == ("Monday", "EVENT")
    assert driver.pressed - before == 3


def test_what_is_marked_has_no_hint_and_esc_leaves(driver: Driver) -> None:
    driver.keys("V")
    spans = [spot for spot in driver.window.desk.hints if isinstance(spot, Range)]
    assert spans
    assert not set(spans) & {m.range for m in driver.page.mentions}
    driver.keys("Esc")
    assert (driver.window.desk.hints, selected(driver)) == ({}, "")
    assert driver.words == "Ann Reed"


def test_edges_of_the_selection_move(driver: Driver) -> None:
    driver.keys("V")
    mark(driver, "Monday")
    driver.keys("[")
    assert selected(driver) == "on Monday"
    driver.keys("Shift+[", "[", "[")
    assert selected(driver) == "Oslo on Monday"
    assert all(m.decision is None for m in driver.page.mentions)  # it was not the mention in focus that moved


def test_words_selected_are_given_to_an_entity(driver: Driver) -> None:
    to(driver, "Oslo")
    driver.keys("V")
    mark(driver, "Monday")
    driver.keys("E")
    driver.type(hint(driver, "Greens"))
    assert driver.words == "Monday"
    assert driver.mention is not None
    assert (driver.mention.label, driver.page.name(driver.mention.entity)) == ("ORG", "Greens")


def test_with_a_stance_in_focus_cues_are_offered_and_c_takes_one(driver: Driver) -> None:
    driver.go_to(lambda item: not isinstance(item, MentionItem))
    driver.keys("V")
    assert "stance" in driver.window.asked.text()
    mark(driver, "hates")
    driver.keys("C")
    assert driver.stance is not None
    assert [c.of(TEXT) for c in driver.stance.cues] == ["hates"]


def test_another_cue_is_chosen_while_the_polarity_is_asked_for(driver: Driver) -> None:
    driver.keys("S")
    driver.type(hint(driver, "Greens"))
    mark(driver, "thanked")
    assert "cue “thanked”" in driver.window.asked.text()
    driver.keys("]")
    assert "cue “thanked the”" in driver.window.asked.text()
    driver.keys("+")
    assert driver.stance is not None
    assert [c.of(TEXT) for c in driver.stance.cues] == ["thanked the"]


def test_words_selected_are_the_cue_of_a_new_stance_and_its_holder_holds_the_next(driver: Driver) -> None:
    driver.keys("V", "V")
    mark(driver, "hates")
    driver.keys("S")
    driver.type(hint(driver, "the new bridge"))
    driver.keys("-")
    first = driver.stance
    assert first is not None
    assert [c.of(TEXT) for c in first.cues] == ["hates"]
    driver.keys("S")
    driver.type(hint(driver, "Greens"))
    driver.keys("+")
    assert driver.stance is not None
    assert driver.stance.holder == first.holder


def test_v_turns_to_the_other_words(driver: Driver) -> None:
    driver.keys("V")
    names = driver.window.desk.hints
    driver.keys("V")
    assert driver.window.desk.hints != names
    driver.keys("V")
    assert driver.window.desk.hints == names


def test_p_is_about_the_focus_when_nothing_like_the_rejected_is_left(driver: Driver) -> None:
    to(driver, "Bob Reed")
    driver.keys("X")
    to(driver, "Greens")
    driver.keys("P", "P")
    assert {m.decision for m in driver.page.mentions if driver.page.words(m) == "Greens"} == {"accepted"}
