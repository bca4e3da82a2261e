"""The cue that is proposed for a stance, from the outline alone."""

from __future__ import annotations

from annotator.outline import propose_cue, sentence_at
from annotator.records import Outline, Polarity, Predicate
from annotator.spans import Range

TEXT = "The sister of Kim rebuffed a plan to hold talks with Seoul. Lee praised the plan. Rain fell in Seoul."


def at(words: str, nth: int = 0) -> Range:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Range(start, start + len(words))


def predicate(cue: str, span: str, subject: str | None, polarity: Polarity | None = None) -> Predicate:
    return Predicate(at(cue), at(span), at(subject) if subject else None, polarity)


OUTLINE = Outline(
    sentences=(
        at("The sister of Kim rebuffed a plan to hold talks with Seoul."),
        at("Lee praised the plan."),
        at("Rain fell in Seoul."),
    ),
    predicates=(
        predicate(
            "rebuffed", "The sister of Kim rebuffed a plan to hold talks with Seoul", "The sister of Kim", "against"
        ),
        predicate("hold", "to hold talks with Seoul", None),
        predicate("praised", "Lee praised the plan", "Lee", "favor"),
        predicate("fell", "Rain fell in Seoul", "Rain"),
    ),
)


def test_a_sentence_is_found_by_any_offset_in_it() -> None:
    assert sentence_at(OUTLINE, 0) == OUTLINE.sentences[0]
    assert sentence_at(OUTLINE, at("Lee").start) == OUTLINE.sentences[1]
    assert sentence_at(OUTLINE, OUTLINE.sentences[0].end) is None
    assert sentence_at(OUTLINE, len(TEXT)) is None
    assert sentence_at(Outline(), 0) is None


def cue(holder: list[Range], target: list[Range]) -> str | None:
    found = propose_cue(OUTLINE, holder, target)
    return None if found is None else found.cue.of(TEXT)


def test_what_the_holder_does_to_the_target_comes_first() -> None:
    plan = [at("plan"), at("plan", 1)]
    assert cue([at("Lee")], plan) == "praised"
    assert cue([at("The sister of Kim")], plan) == "rebuffed"


def test_a_holder_that_the_sentence_does_not_name() -> None:
    assert cue([], [at("a plan to hold talks with Seoul")]) == "rebuffed"
    assert cue([at("Lee")], [at("a plan to hold talks")]) == "rebuffed"


def test_a_word_of_the_target_is_never_its_cue() -> None:
    assert cue([], [at("hold talks with Seoul")]) == "rebuffed"


def test_words_that_the_lexicon_knows_come_before_nearer_ones() -> None:
    assert cue([], [at("talks")]) == "rebuffed"


def test_sentences_that_name_the_holder_come_last() -> None:
    bystander = [at("in Seoul")]
    assert cue(bystander, [at("Seoul", 1)]) == "fell"
    assert cue(bystander, [at("Seoul", 1), at("Seoul")]) == "rebuffed"


def test_what_the_target_does_itself_is_no_cue() -> None:
    assert cue([at("plan", 1)], [at("Lee")]) is None


def test_nothing_governs_a_target_outside_every_sentence() -> None:
    assert cue([at("Lee")], [Range(len(TEXT), len(TEXT) + 1)]) is None
    assert cue([at("Lee")], []) is None


def test_a_target_that_stands_once_is_judged_there_wherever_one_reads() -> None:
    lee, plan, again = at("Lee"), at("a plan to hold talks"), at("plan", 1)

    def read_at_lee(target: list[Range]) -> str | None:
        found = propose_cue(OUTLINE, [lee], target, near=lee.start)
        return None if found is None else found.cue.of(TEXT)

    assert read_at_lee([plan]) == "rebuffed"
    assert read_at_lee([plan, again]) == "praised"
