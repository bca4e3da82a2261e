"""P: what would change is shown on the page first; P or Enter does it, Esc leaves, and one undo takes it back."""

from __future__ import annotations

import pytest

from annotator.page import MentionItem
from annotator.records import Annotation
from annotator.spans import Range, occurrences
from tests.ui.conftest import TEXT
from ui.driving import Driver


def to(driver: Driver, words: str) -> None:
    driver.go_to(lambda item: isinstance(item, MentionItem) and driver.page.words(item) == words)


def told(driver: Driver) -> str:
    return driver.window.told.text()


def asked(driver: Driver) -> str:
    asked = driver.window.asked
    return asked.text() if asked.isVisible() else ""


def labels(driver: Driver, words: str) -> list[tuple[str, str | None]]:
    return [(m.label, m.decision) for m in driver.page.mentions if driver.page.words(m) == words]


def forgetful(driver: Driver) -> None:
    """Have memory propose nothing: it does by itself what P is asked to do."""
    project = driver.window.bridge.project
    assert project is not None
    project.set_remembering(False)
    driver.window.bridge.open_article(driver.page.article.id)


def annotation(driver: Driver) -> Annotation:
    return driver.page.annotation


def test_p_shows_the_places_and_changes_nothing(driver: Driver) -> None:
    to(driver, "Greens")
    before = annotation(driver)
    driver.keys("P")
    assert asked(driver).startswith("Label this and 1 other “Greens” ORG ")
    assert driver.window.desk.places == (occurrences(TEXT, "Greens")[1],)
    assert annotation(driver) == before
    driver.keys("Escape")
    assert (asked(driver), driver.window.desk.places) == ("", ())
    assert annotation(driver) == before
    assert driver.words == "Greens"


@pytest.mark.parametrize("agree", ["P", "Return", "Enter"])
def test_p_or_enter_does_it_with_one_undo_and_goes_on(driver: Driver, agree: str) -> None:
    to(driver, "Greens")
    before = annotation(driver)
    driver.keys("P", agree)
    assert labels(driver, "Greens") == [("ORG", "accepted")] * 2
    assert [m.bulk for m in annotation(driver).mentions.values()] == [False, True]  # the one in focus was looked at
    assert driver.words != "Greens"
    assert driver.window.desk.places == ()
    driver.keys("U")
    assert annotation(driver).mentions == before.mentions


def test_what_is_otherwise_now_and_what_stays_is_told(driver: Driver) -> None:
    first, last = occurrences(TEXT, "Ann Reed")
    driver.keys("2")
    driver.window.bridge.set_focus(next(m.id for m in driver.page.mentions if m.range == last))
    driver.keys("Shift+E", "1", "P")
    assert "Label 1 other “Ann Reed” PERSON (1 is decided ORG)" in asked(driver)
    assert driver.window.desk.places == (first,)
    driver.keys("P")
    assert {label for label, _ in labels(driver, "Ann Reed")} == {"PERSON"}


def test_what_was_rejected_or_is_part_of_a_longer_mention_stays_and_is_told(driver: Driver) -> None:
    bob = TEXT.index("Reed’s")
    driver.window.desk.set_caret(bob)
    driver.keys("Shift+Right", "Shift+Right", "1", "P")
    assert asked(driver) == ""
    assert "There is no other “Reed” to label here" in told(driver)
    assert "is part of “Ann Reed” and stays" in told(driver) or "are part of “Ann Reed” and stay" in told(driver)
    to(driver, "Oslo")
    driver.keys("X")
    assert annotation(driver).rejected
    start = TEXT.index("Oslo")
    driver.window.bridge.set_focus("")
    driver.window.desk.set_selection(Range(start, start + 4))
    driver.keys("2")
    driver.keys("P")
    assert "There is no other “Oslo” to label here." in told(driver)


def test_p_after_a_rejection_rejects_the_same_words(driver: Driver) -> None:
    forgetful(driver)
    to(driver, "Greens")
    driver.keys("X", "P")
    assert asked(driver).startswith("Reject 1 other “Greens” as ORG ")
    driver.keys("P")
    assert labels(driver, "Greens") == []
    driver.keys("U")
    assert len(labels(driver, "Greens")) == 1
    driver.keys("U")
    assert len(labels(driver, "Greens")) == 2


def test_p_after_a_join_joins_the_same_words(driver: Driver) -> None:
    forgetful(driver)
    to(driver, "Greens")
    driver.keys("E")
    driver.type(driver.window.desk.hints[next(e.id for e in driver.page.entities if e.name == "Oslo")])
    driver.keys("U")  # the other suggestions of the cluster came along: make the two Greens two entities first
    to(driver, "Greens")
    driver.keys("Shift+E", "E")
    driver.type(driver.window.desk.hints[next(e.id for e in driver.page.entities if e.name == "Oslo")])
    driver.keys("P")
    assert asked(driver).startswith("Join 1 other “Greens” to Oslo (1 is suggested Greens) ")
    driver.keys("P")
    homes = {driver.page.name(m.entity) for m in driver.page.mentions if driver.page.words(m) == "Greens"}
    assert homes == {"Oslo"}


def test_tab_looks_at_the_places_and_other_keys_do_nothing(driver: Driver) -> None:
    to(driver, "Greens")
    before = annotation(driver)
    driver.keys("P", "Tab", "X", "A", "Space")
    assert asked(driver)
    assert annotation(driver) == before
    driver.keys("Escape")


def test_another_article_ends_the_question(driver: Driver) -> None:
    to(driver, "Greens")
    driver.keys("P")
    project = driver.window.bridge.project
    assert project is not None
    driver.window.bridge.open_article(list(project.store.ids())[1])
    assert (asked(driver), driver.window.desk.places) == ("", ())


def test_p_without_anything_in_focus_says_what_it_wants(driver: Driver) -> None:
    driver.window.bridge.set_focus("")
    driver.keys("P")
    assert "put a mention in focus" in told(driver)


def test_memory_withholds_what_was_rejected_here_and_undo_brings_it_back(driver: Driver) -> None:
    to(driver, "Greens")
    driver.keys("X")
    assert labels(driver, "Greens") == []
    driver.keys("U")
    assert len(labels(driver, "Greens")) == 2
    assert driver.words == "Greens"


def test_memory_can_be_silenced_for_the_project_and_asked_again(driver: Driver) -> None:
    to(driver, "Greens")
    driver.keys("X")
    assert labels(driver, "Greens") == []
    driver.window.commands.switch_memory()
    driver.settle()
    assert len(labels(driver, "Greens")) == 1, "the place that nobody decided about, as the model has it"
    assert "no more" in told(driver)
    driver.window.commands.switch_memory()
    driver.settle()
    assert labels(driver, "Greens") == []


def test_a_decided_mention_keeps_the_focus(driver: Driver) -> None:
    forgetful(driver)
    to(driver, "Greens")
    here = driver.mention
    assert here is not None
    driver.keys("5")
    driver.window.bridge.set_focus(next(m.id for m in driver.page.mentions if m.range == here.range))
    driver.keys("P", "P")
    assert labels(driver, "Greens") == [("NORP", "corrected")] * 2
    assert driver.mention is not None
    assert driver.mention.range == here.range
