"""Mentions have clean edges, one convention for titles, and a probability."""

from __future__ import annotations

import re

import pytest

from annotator.records import Choice
from annotator.spans import Range
from annotator.suggest.candidates import Candidate, Words
from annotator.suggest.edges import clean
from annotator.suggest.labelling import NONE, Marked, examples_of
from annotator.suggest.ner import Found, find_mentions, labelled
from annotator.suggest.softmax import Softmax, fit


def words(text: str) -> Words:
    """The words of a text, tagged by their first letters; a full stop ends a sentence."""
    places = [m.span() for m in re.finditer(r"[\w’'-]+|[^\w\s]", text)]
    firsts = [not start or text[:start].rstrip()[-1:] == "." for start, _ in places]
    return Words(
        text,
        [s for s, _ in places],
        [e for _, e in places],
        ["NNP" if text[s].isupper() else "NN" for s, _ in places],
        firsts,
    )


def read(text: str, *recognised: tuple[str, str], table: Softmax | None = None) -> list[Found]:
    spans = [(text.index(words), text.index(words) + len(words), label) for words, label in recognised]
    return find_mentions(words(text), spans, table)


def found(text: str, *recognised: tuple[str, str]) -> list[tuple[str, str]]:
    return [(m.range.of(text), m.label) for m in read(text, *recognised)]


@pytest.mark.parametrize(
    ("text", "words", "label", "expected"),
    [
        ("South Korea’s army", "South Korea’s", "GPE", "South Korea"),
        ("Sanders' bill", "Sanders'", "PERSON", "Sanders"),
        ("the White House said", "the White House", "FAC", "White House"),
        ("They met in The Hague today", "The Hague", "GPE", "The Hague"),
        ("The Kremlin said", "The Kremlin", "FAC", "Kremlin"),
        ("Rain. The Kremlin said", "The Kremlin", "FAC", "Kremlin"),
        ("he read “Das Kapital” twice", "“Das Kapital”", "WORK_OF_ART", "Das Kapital"),
        ("Acme Inc. rose", "Acme Inc.", "ORG", "Acme Inc."),
        ("the U.S. Senate", "U.S.", "GPE", "U.S."),
        ("from Lagos,", "Lagos,", "GPE", "Lagos"),
        ("Seoul\nToday rain", "Seoul\nToday", "GPE", "Seoul"),
        ("Ann Lee “quits", "Ann Lee “quits", "PERSON", "Ann Lee"),
        ("Bank of China (Hong Kong) said", "Bank of China (Hong Kong)", "ORG", "Bank of China (Hong Kong)"),
        ("President Ann Lee", "President Ann Lee", "PERSON", "Ann Lee"),
        ("Prime Minister Ann Lee", "Prime Minister Ann Lee", "PERSON", "Ann Lee"),
        ("South Korea-US drills", "South Korea-", "GPE", "South Korea"),
    ],
)
def test_clean_edges(text: str, words: str, label: str, expected: str) -> None:
    start = text.index(words)
    span = clean(text, Range(start, start + len(words)), label)
    assert span is not None
    assert span.of(text) == expected


@pytest.mark.parametrize("words", ["’s", "“”", " \n", "the ", "—"])
def test_nothing_is_left_of_signs(words: str) -> None:
    assert clean(words, Range(0, len(words))) is None


def test_a_civil_title_is_part_of_the_mention_and_an_office_is_not() -> None:
    text = "Mr. Brown, president Green and Dr White met Ms Black."
    assert found(text, ("Brown", "PERSON"), ("Green", "PERSON"), ("White", "PERSON"), ("Ms Black", "PERSON")) == [
        ("Mr. Brown", "PERSON"),
        ("Green", "PERSON"),
        ("Dr White", "PERSON"),
        ("Ms Black", "PERSON"),
    ]


def test_a_title_on_the_line_above_belongs_to_nobody() -> None:
    assert found("they call him Mr\nAnn Brown came", ("Ann Brown", "PERSON")) == [("Ann Brown", "PERSON")]


def test_a_title_makes_a_person_of_what_was_read_as_something_else() -> None:
    assert found("Mr Ford spoke", ("Ford", "ORG")) == [("Mr Ford", "PERSON")]


def test_a_titled_name_that_the_recogniser_missed_is_found() -> None:
    assert found("Then Mrs de la Cruz left.") == [("Mrs de la Cruz", "PERSON")]
    assert found("Ask the dr about it. The miss was costly.") == []


def test_the_likeliest_label_comes_first_and_the_next_best_behind_it() -> None:
    (mention,) = read("She flew to Syria.", ("Syria", "PERSON"))
    assert mention.label == "GPE"
    assert "a country" in mention.why
    assert [o.p for o in mention.others] == sorted((o.p for o in mention.others), reverse=True)
    assert mention.p > mention.others[0].p
    assert len(mention.others) <= 3
    assert mention.p + sum(o.p for o in mention.others) <= 1


def test_a_mention_is_found_wherever_its_words_stand() -> None:
    text = "She joined the Bank of Ruritania. Later the Bank of Ruritania failed."
    assert found(text, ("Bank of Ruritania", "ORG")) == [("Bank of Ruritania", "ORG")] * 2


def test_words_without_a_capital_are_hardly_ever_names() -> None:
    assert found("The wooden door was shut", ("wooden", "GPE")) == []


def test_labels_that_the_table_does_not_know_keep_their_place_and_their_precision() -> None:
    text = "Measles spread in Syria"
    spans = [(0, 7, "DISEASE"), (18, 23, "GPE")]
    disease, place = find_mentions(words(text), spans, precision={"DISEASE": 0.5})
    assert (disease.label, disease.p, disease.others) == ("DISEASE", 0.4, ())
    assert place.label == "GPE"


def test_another_label_keeps_the_one_that_was_likeliest_among_the_others() -> None:
    (mention,) = read("She flew to Syria.", ("Syria", "GPE"))
    other = labelled(mention, "ORG", "so they say")
    assert (other.label, other.p, other.why) == ("ORG", mention.p_of("ORG"), "so they say")
    assert other.others[0] == Choice("GPE", mention.p)
    assert labelled(mention, "GPE", "so they say") is mention


def test_a_table_that_was_fitted_says_what_it_was_taught() -> None:
    def article(n: int) -> Marked:
        text = f"He met Quux in town {n}. He saw Zork there."
        quux, zork = text.index("Quux"), text.index("Zork")
        marks = (Candidate(quux, quux + 4, "PERSON"), Candidate(zork, zork + 4, "PERSON"))
        return Marked(str(n), words(text), marks, {(quux, quux + 4): "ROBOT", (zork, zork + 4): "PERSON"})

    examples = [example for n in range(30) for example in examples_of(article(n))]
    table = fit(examples, ("PERSON", "ROBOT", NONE), about="thirty articles")
    assert [
        (m.label, m.p > 0.8) for m in read("He met Quux in town. He saw Zork there.", ("Quux", "PERSON"), table=table)
    ] == [
        ("ROBOT", True),
        ("PERSON", True),
    ]
    again = Softmax.from_bytes(table.to_bytes())
    assert (again.fingerprint, again.about) == (table.fingerprint, "thirty articles")
