"""Mentions have clean edges, one convention for titles, and a probability."""

from __future__ import annotations

import pytest

from annotator.spans import Range
from annotator.suggest.ner import LABELS, clean, find_mentions


def found(text: str, *recognised: tuple[str, str]) -> list[tuple[str, str]]:
    spans = [(text.index(words), text.index(words) + len(words), label) for words, label in recognised]
    return [(m.range.of(text), m.label) for m in find_mentions(text, spans)]


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
    assert found("He is called Mr\nBrown came", ("Brown", "PERSON")) == [("Brown", "PERSON")]


def test_a_title_makes_a_person_of_what_was_read_as_something_else() -> None:
    assert found("Mr Ford spoke", ("Ford", "ORG")) == [("Mr Ford", "PERSON")]


def test_a_titled_name_that_the_recogniser_missed_is_found() -> None:
    assert found("Then Mrs de la Cruz left.") == [("Mrs de la Cruz", "PERSON")]
    assert found("Ask the dr about it. The miss was costly.") == []


def test_labels_that_nobody_annotates_are_dropped() -> None:
    text = "On Monday three men ran"
    assert found(text, ("Monday", "DATE"), ("three", "CARDINAL")) == []
    assert set(LABELS) == {
        "PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART",
    }  # fmt: skip


def test_the_probability_follows_what_the_pipeline_publishes() -> None:
    text = "Paris and wooden and Ms Lee"
    spans = [(0, 5, "GPE"), (10, 16, "GPE"), (24, 27, "PERSON")]
    low = find_mentions(text, spans, {"GPE": 0.5, "PERSON": 0.5})
    high = find_mentions(text, spans, {"GPE": 0.9, "PERSON": 0.9})
    assert low[0].p < high[0].p < 0.9
    assert high[1].p < 0.5 * high[0].p  # no capital letter
    assert high[2].p > high[0].p  # a civil title
    assert all(m.why for m in high)
