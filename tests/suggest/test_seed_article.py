"""What is suggested for the seed article, against a reader's list that was written before any suggester was."""

from __future__ import annotations

import pytest

from annotator.records import SuggestedMention, Suggestion
from annotator.suggest import Suggester
from tests.suggest.reader import compare, readers_list, seed_article


@pytest.fixture(scope="module")
def suggestion(suggester: Suggester) -> Suggestion:
    return suggester.suggest(seed_article())


def mentions_of(suggestion: Suggestion, name: str) -> list[SuggestedMention]:
    (entity,) = (e.id for e in suggestion.entities if e.name == name)
    return [m for m in suggestion.mentions if m.entity == entity]


def test_stances_that_a_reader_finds_are_suggested(suggestion: Suggestion) -> None:
    compared = compare(suggestion, seed_article().text, readers_list())
    assert len(compared.found) >= 8, compared.missed
    assert len([s for s in compared.extra if s.p >= 0.4]) <= len(compared.found)
    assert any(i["holder"] == "Kim Yo Jong" and i["cue"] == "dismissed" for i in compared.found)


def test_two_people_of_one_surname(suggestion: Suggestion) -> None:
    text = seed_article().text
    sister = {m.range.of(text) for m in mentions_of(suggestion, "Kim Yo Jong")}
    brother = {m.range.of(text) for m in mentions_of(suggestion, "Kim Jong Un")}
    assert sister == {"Kim Yo Jong", "Ms Kim"}
    assert brother == {"Kim Jong Un", "Mr Kim"}
    assert {m.range.of(text) for m in mentions_of(suggestion, "Lee Jae Myung")} == {"Lee Jae Myung", "Mr Lee"}
    assert {m.range.of(text) for m in mentions_of(suggestion, "Donald Trump")} == {"Donald Trump", "Mr Trump"}


def test_no_possessives_and_nothing_of_the_related_headlines(suggestion: Suggestion) -> None:
    article = seed_article()
    tail = article.sections[0].start
    assert all(m.end <= tail for m in suggestion.mentions)
    assert not [m for m in suggestion.mentions if m.range.of(article.text).endswith(("’s", "'s", "’"))]


def test_a_word_in_small_letters_is_no_place(suggestion: Suggestion) -> None:
    text = seed_article().text
    assert "wooden" in text
    assert "wooden" not in {m.range.of(text) for m in suggestion.mentions}
