"""Sentences that stand in several articles and are marked otherwise in some of them."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterable

import pytest

from annotator.doubts import Case, Doubt
from annotator.doubts.copies import Copies
from annotator.records import Annotation, Article, Entity, Mention, Section, Stance
from annotator.spans import Range

SENTENCE = "The Harbour Union of Port Vesta rebuffed the plan of Ana Keller on Monday."
Marked = tuple[str, str]


def a_case(
    id: str, *marked: Marked, text: str = SENTENCE, before: str = "", cue: str = "", title: str = "News"
) -> Case:
    """An article that holds a sentence, with words marked in it."""
    whole = f"{before}{text} More was said in {id}.\n"
    mentions = {}
    for number, (words, label) in enumerate(marked, start=1):
        start = whole.index(words)
        mentions[f"m{number}"] = Mention(f"m{number}", start, start + len(words), label, "e1")
    stances = {}
    if cue:
        start = whole.index("rebuffed")
        stances["s1"] = Stance("s1", "e1", "e1", cue, (Range(start, start + 8),))  # type: ignore[arg-type]
    annotation = Annotation(
        status="done", entities={"e1": Entity("e1", "ORG", "x")}, mentions=mentions, stances=stances
    )
    return Case(Article(id, whole, {"title": title}), annotation)


def told(*cases: Case) -> list[Doubt]:
    """What the check says of some articles."""
    check = Copies()
    for case in cases:
        check.learn(case)
    return [doubt for case in cases for doubt in check.doubts(case)]


UNION, KELLER = ("Harbour Union", "ORG"), ("Ana Keller", "PERSON")


def reasons(found: Iterable[Doubt]) -> list[tuple[str, str, str]]:
    return [(d.article, d.words, d.reason) for d in found]


def test_equal_gold_raises_no_doubt() -> None:
    assert told(a_case("a", UNION, KELLER), a_case("b", UNION, KELLER, before="An update. ")) == []


def test_another_label_names_the_other_article_and_both_labels() -> None:
    one = a_case("a", UNION, KELLER, title="Harbour news")
    two = a_case("b", ("Harbour Union", "PERSON"), KELLER, before="An update came late. ", title="Keller’s plan")
    (found,) = told(one, two)
    assert reasons([found]) == [
        ("b", "Harbour Union", "It is PERSON here; ORG in the same sentence in a (“Harbour news”).")
    ]
    assert Range(found.start, found.end).of(two.article.text) == "Harbour Union"


def test_the_odd_one_of_several_is_doubted_even_when_it_comes_first() -> None:
    odd = a_case("a", KELLER)
    found = told(odd, a_case("b", UNION, KELLER), a_case("c", UNION, KELLER))
    assert reasons(found) == [("a", "Harbour Union", "It is not marked here; ORG in the same sentence in b.")]
    assert found[0].rank == pytest.approx(2 / 3)


def test_other_edges_are_told_once() -> None:
    found = told(a_case("a", UNION, KELLER), a_case("b", ("The Harbour Union", "ORG"), KELLER))
    assert reasons(found) == [
        ("b", "The Harbour Union", "It is ORG here; “Harbour Union” is ORG in the same sentence in a.")
    ]


def test_what_only_the_odd_one_has_and_another_polarity() -> None:
    extra = told(a_case("a", UNION), a_case("b", UNION, KELLER))
    assert reasons(extra) == [("b", "Ana Keller", "It is PERSON here; not marked in the same sentence in a.")]
    cue = told(a_case("a", UNION, cue="against"), a_case("b", UNION, cue="favor"))
    assert reasons(cue) == [("b", "rebuffed", "A cue is favor here; against in the same sentence in a.")]


def test_a_sentence_twice_in_an_article_is_compared_with_itself() -> None:
    case = a_case("a", UNION, KELLER, text=f"{SENTENCE}\n{SENTENCE}")
    assert {d.reason for d in told(case)} == {
        "It is not marked here; ORG in the same sentence elsewhere in this article.",
        "It is not marked here; PERSON in the same sentence elsewhere in this article.",
    }


def test_short_sentences_and_boilerplate_are_left_out() -> None:
    short = "Harbour Union said so again."
    assert told(a_case("a", UNION, text=short), a_case("b", text=short)) == []
    one, two = a_case("a", UNION), a_case("b")
    dull = Annotation(status="done", sections=(Section(0, len(two.article.text)),))
    assert told(one, Case(two.article, dull)) == []


def test_the_key_holds_until_the_gold_of_the_place_changes() -> None:
    one, two = a_case("a", UNION), a_case("b", ("Harbour Union", "PERSON"))
    (first,) = told(one, two)
    (again,) = told(one, a_case("z", UNION), two)
    (other,) = told(one, a_case("b", ("Harbour Union", "GPE")))
    assert first.key == again.key
    assert first.key != other.key


def test_memory_is_a_few_bytes_for_each_sentence() -> None:
    check, sentences = Copies(), 0
    tracemalloc.start()
    for number in range(500):
        text = "\n".join(f"Sentence {number} {line} says that the Harbour Union met again." for line in range(20))
        check.learn(Case(Article(str(number), text), Annotation(status="done")))
        sentences += 20
    kept = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert kept < sentences * 40
