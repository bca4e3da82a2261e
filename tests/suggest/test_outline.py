"""The outline of a parsed article, and the cue that it leads to."""

from __future__ import annotations

import pytest

from annotator.outline import propose_cue, sentence_at
from annotator.records import Outline, Predicate
from annotator.spans import Range
from tests.suggest.conftest import Read


def at(text: str, words: str) -> Range:
    start = text.index(words)
    return Range(start, start + len(words))


def predicate(outline: Outline, text: str, cue: str) -> Predicate:
    return next(p for p in outline.predicates if p.cue.of(text) == cue)


def test_sentences_never_cross_lines(read: Read) -> None:
    text = "Mayor wins vote\nThe mayor of Lyon won. She thanked her voters.\n\nRain in Paris"
    sentences = [s.of(text) for s in read(text).outline.sentences]
    assert sentences == ["Mayor wins vote", "The mayor of Lyon won.", "She thanked her voters.", "Rain in Paris"]


def test_predicates_have_subject_span_particle_and_polarity(read: Read) -> None:
    text = "Jane Doe, who met reporters, turned down the offer of the bank."
    outline = read(text).outline
    turned = predicate(outline, text, "turned down")
    assert turned.polarity == "against"
    assert turned.span.contains(at(text, "the offer of the bank"))
    assert turned.subject == at(text, "Jane Doe")
    met = predicate(outline, text, "met")
    assert met.polarity is None
    assert met.subject == at(text, "Jane Doe")


@pytest.mark.parametrize(
    ("text", "cue", "subject"),
    [
        ("Jane Doe criticised and rejected the tax.", "rejected", "Jane Doe"),
        ("Jane Doe refused to support the bill.", "refused to support", "Jane Doe"),
        ("The bill was rejected by Jane Doe.", "rejected", "Jane Doe"),
        ("Spain and France praised the deal.", "praised", "Spain and France"),
        ("Peru rejected Bolivia's bid to restore ties.", "restore", "Bolivia"),
        ("Peru rejected Bolivia's bid to restore ties.", "bid", "Bolivia"),
        ("Spain voiced opposition to the tax.", "opposition", "Spain"),
    ],
)
def test_subjects_are_found_where_they_stand(read: Read, text: str, cue: str, subject: str) -> None:
    found = predicate(read(text).outline, text, cue).subject
    assert found is not None
    assert found.of(text) == subject


SENTENCE = "The president of the club rebuffed a proposal to hold talks with the city’s new mayor. Ann Hill applauded."


@pytest.mark.parametrize(
    "target",
    [
        "a proposal to hold talks with the city’s new mayor",
        "a proposal to hold talks",
        "proposal",
        "hold talks with the city’s new mayor",
    ],
)
def test_the_governing_verb_is_the_cue_when_the_holder_is_not_named(read: Read, target: str) -> None:
    found = propose_cue(read(SENTENCE).outline, [at(SENTENCE, "Ann Hill")], [at(SENTENCE, target)])
    assert found is not None
    assert found.cue.of(SENTENCE) == "rebuffed"
    assert found.polarity == "against"


def test_the_cue_is_what_this_holder_does(read: Read) -> None:
    text = "Peru rejected Bolivia's bid to restore ties with Chile."
    outline = read(text).outline
    for holder, target, cue in [
        ("Peru", "bid to restore ties with Chile", "rejected"),
        ("Peru", "Chile", "rejected"),
        ("Bolivia", "Chile", "restore"),
    ]:
        found = propose_cue(outline, [at(text, holder)], [at(text, target)])
        assert found is not None
        assert found.cue.of(text) == cue, (holder, target)


def test_predicates_stand_in_reading_order_inside_their_sentences(read: Read) -> None:
    outline = read(SENTENCE + "\nMore news came in from Lyon, where Ms Ray cheered.").outline
    starts = [p.cue.start for p in outline.predicates]
    assert starts == sorted(starts)
    assert len(starts) >= 5
    for item in outline.predicates:
        assert item.span.contains(item.cue)
        sentence = sentence_at(outline, item.cue.start)
        assert sentence is not None
        assert sentence.contains(item.span)
