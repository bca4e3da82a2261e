"""Which words are offered for marking, and in which order; from the outline alone, and without one."""

from __future__ import annotations

from annotator.phrases import cue_words, markable
from annotator.records import Outline, Predicate
from annotator.spans import Range, Tokens

TEXT = (
    "Council backs plan for trams\nBishop Eze of Thornbury praised the plan to build trams. The Trust did not support it. "
    "A critic, مريم الخطيب, called the plan reckless in the Port Journal.\n"
)
TOKENS = Tokens(TEXT)
ALL = Range(0, len(TEXT))


def at(words: str, nth: int = 0) -> Range:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Range(start, start + len(words))


OUTLINE = Outline(
    sentences=(
        at("Council backs plan for trams"),
        at("Bishop Eze of Thornbury praised the plan to build trams."),
        at("The Trust did not support it."),
        at("A critic, مريم الخطيب, called the plan reckless in the Port Journal."),
    ),
    predicates=(
        Predicate(at("backs"), at("Council backs plan for trams"), at("Council"), "favor"),
        Predicate(
            at("praised"), at("Bishop Eze of Thornbury praised the plan to build trams"), at("Bishop Eze"), "favor"
        ),
        Predicate(at("build"), at("to build trams")),
        Predicate(at("not support"), at("The Trust did not support it"), at("The Trust"), "against"),
        Predicate(at("called"), at("called the plan reckless"), at("A critic")),
    ),
    phrases=(
        at("plan for trams"),
        at("plan to build trams"),
        at("plan", 2),
        at("trams"),
        at("critic"),
        at("Port Journal"),
    ),
    cues=(at("reckless"), at("did not support")),
)


def offered(near: int = 0, **more: object) -> list[str]:
    return [span.of(TEXT) for span in markable(OUTLINE, TOKENS, ALL, near, **more)]  # type: ignore[arg-type]


def test_names_come_first_then_topics_then_other_phrases() -> None:
    found = offered()
    for name in ("Bishop Eze of Thornbury", "مريم الخطيب", "Port Journal"):
        assert found.index(name) < found.index("plan for trams") < found.index("critic")


def test_a_name_is_offered_without_its_office_and_parted_at_small_words() -> None:
    found = offered()
    assert {"Eze of Thornbury", "Thornbury", "Bishop Eze", "Trust"} <= set(found)


def test_a_word_that_only_begins_a_sentence_is_no_name() -> None:
    assert offered().index("plan for trams") < offered().index("Council")


def test_what_is_marked_elsewhere_is_offered_first_and_what_is_marked_here_is_not() -> None:
    found = offered(known={"plan"}, taken={at("plan")}, closed=[at("Port Journal")])
    spans = markable(OUTLINE, TOKENS, ALL, 0, known={"plan"}, taken={at("plan")}, closed=[at("Port Journal")])
    assert found.index("plan") < found.index("plan for trams")
    assert at("plan") not in spans
    assert {at("plan", 1), at("plan", 2)} <= set(spans)
    assert not {"Port Journal", "Journal"} & set(found)


def test_the_nearest_comes_first_and_what_lies_ahead_before_what_lies_behind() -> None:
    near = at("A critic").start
    assert offered(near).index("plan to build trams") < offered(near).index("plan for trams")
    assert offered(near).index("plan") < offered(near).index("plan to build trams")


def test_nothing_is_offered_beyond_what_is_on_the_screen() -> None:
    seen = at("Council backs plan for trams")
    for offered_here in (markable(OUTLINE, TOKENS, seen, 0), cue_words(OUTLINE, TOKENS, seen, 0)):
        assert offered_here
        assert all(seen.contains(span) for span in offered_here)


def test_cues_of_the_sentence_in_hand_come_first_those_that_the_lexicon_knows_before_others() -> None:
    found = [span.of(TEXT) for span in cue_words(OUTLINE, TOKENS, ALL, at("The Trust").start)]
    assert found[:2] == ["not support", "did not support"]
    assert found.index("reckless") < found.index("praised")
    assert "it" in found  # any word can be reached


def test_sentences_that_name_the_ends_come_before_others() -> None:
    ends = [[at("Bishop Eze")], [at("plan to build trams")]]
    found = [span.of(TEXT) for span in cue_words(OUTLINE, TOKENS, ALL, at("The Trust").start, ends)]
    assert found[0] == "praised"


def test_before_any_model_there_are_names_and_words() -> None:
    found = [span.of(TEXT) for span in markable(Outline(), TOKENS, ALL, 0)]
    assert found.index("Port Journal") < found.index("reckless")
    assert "reckless" in [span.of(TEXT) for span in cue_words(Outline(), TOKENS, ALL, 0)]
