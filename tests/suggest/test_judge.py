"""What the model says of an article whose entities it is given."""

from __future__ import annotations

import pytest

from annotator.records import Annotation, Article, Entity, Judgement, Mention
from annotator.suggest import Suggester

TEXT = "Ann Reed condemned Tom Hale. The mayor of Lyon visited Oslo.\n\nPaul Berg praised the plan of Ann Reed."


def given(text: str, *words: tuple[str, str]) -> Annotation:
    """An annotation whose entities are ``(id, name)``, with a mention wherever the name stands."""
    mentions, entities = {}, {}
    for id, name in words:
        entities[id] = Entity(id, "PERSON", name)
        at = text.find(name)
        while at >= 0:
            key = f"m{len(mentions)}"
            mentions[key] = Mention(key, at, at + len(name), "PERSON", id)
            at = text.find(name, at + 1)
    return Annotation(entities=entities, mentions=mentions)


@pytest.fixture(scope="module")
def judged(suggester: Suggester) -> Judgement:
    annotation = given(TEXT, ("x7", "Ann Reed"), ("x3", "Tom Hale"), ("x5", "Oslo"), ("x9", "Paul Berg"))
    return suggester.judge(Article("a", TEXT), annotation, "entities")


def test_every_ordered_pair_in_a_sentence_has_a_score(judged: Judgement) -> None:
    assert {(p.holder, p.target) for p in judged.pairs} == {("x7", "x3"), ("x3", "x7"), ("x9", "x7"), ("x7", "x9")}
    assert {t.target for t in judged.targets} == {"x7", "x3", "x5", "x9"}


def test_scores_are_probabilities(judged: Judgement) -> None:
    for score in (*judged.pairs, *judged.targets):
        assert 0 <= score.favor <= 1
        assert 0 <= score.against <= 1
        assert score.favor + score.against <= 1.001


def test_a_plain_stance_is_decided_in_its_direction_only(judged: Judgement) -> None:
    decided = {(p.holder, p.target): p.decided for p in judged.pairs}
    assert decided["x7", "x3"] == "against"
    assert decided["x3", "x7"] is None
    assert {t.target: t.decided for t in judged.targets}["x5"] is None


def test_the_suggestion_keeps_the_given_ids_and_adds_nothing(judged: Judgement) -> None:
    suggestion = judged.suggestion
    assert {e.id for e in suggestion.entities} == {"x7", "x3", "x5", "x9"}
    assert {m.range.of(TEXT) for m in suggestion.mentions} == {"Ann Reed", "Tom Hale", "Oslo", "Paul Berg"}
    assert ("x7", "x3", "against") in {(s.holder, s.target, s.polarity) for s in suggestion.stances}
    assert {end for s in suggestion.stances for end in (s.holder, s.target)} <= {"x7", "x3", "x5", "x9"}


def test_given_mentions_are_made_into_entities(suggester: Suggester) -> None:
    annotation = given(TEXT, ("x1", "Ann Reed"), ("x2", "Tom Hale"))
    judged = suggester.judge(Article("a", TEXT), annotation, "mentions")
    assert {e.name for e in judged.suggestion.entities} == {"Ann Reed", "Tom Hale"}
    assert {t.target for t in judged.targets} == {e.id for e in judged.suggestion.entities}


def test_nothing_given_is_nothing_judged(suggester: Suggester) -> None:
    judged = suggester.judge(Article("a", TEXT), Annotation(), "entities")
    assert (judged.pairs, judged.targets, judged.suggestion.stances) == ((), (), ())
