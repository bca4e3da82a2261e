"""Sentences with two entities in brackets: exact places without the brackets, classes as stances, odd lines told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.dse import _parse
from tests.formats.reading import read, same_bytes, stances, there_and_back, words, written

GOOD = (
    "[Ann]s lawyer praised [the Baker Report] at length.\tAnn\tthe Baker Report\t1\n"
    "The vote split [Dora] from [Emil 😀].\tDora\tEmil 😀\t4\n"
    "[Oslo] lies south of [Bergen].\tOslo\tBergen\t0\n"
)


def test_brackets_go_and_places_are_exact(tmp_path: Path) -> None:
    cases, bad = read(written(tmp_path, "pairs.txt", GOOD), "dse")
    assert not bad
    assert [case[0].text for case in cases] == [
        "Anns lawyer praised the Baker Report at length.",
        "The vote split Dora from Emil 😀.",
        "Oslo lies south of Bergen.",
    ]
    assert [[w for w, _, _ in words(case)] for case in cases] == [
        ["Ann", "the Baker Report"],
        ["Dora", "Emil 😀"],
        ["Oslo", "Bergen"],
    ]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("0", []),
        ("1", [("Ann", "Bob", "favor")]),
        ("2", [("Bob", "Ann", "favor")]),
        ("3", [("Ann", "Bob", "against")]),
        ("4", [("Bob", "Ann", "against")]),
    ],
)
def test_classes_are_stances_one_way_or_the_other(tmp_path: Path, kind: str, said: list[object]) -> None:
    cases, _ = read(written(tmp_path, "one.txt", f"[Ann] met [Bob].\tAnn\tBob\t{kind}\n"), "dse")
    assert stances(cases[0]) == said
    assert cases[0][1].looked_at  # that nothing is there was seen, too


def test_other_brackets_stay_when_the_fields_say_which_are_meant(tmp_path: Path) -> None:
    line = "She [the chair] told [Ann] to thank [Bob].\tAnn\tBob\t2\n"
    cases, bad = read(written(tmp_path, "stray.txt", line), "dse")
    assert not bad
    assert cases[0][0].text == "She [the chair] told Ann to thank Bob."
    assert [w for w, _, _ in words(cases[0])] == ["Ann", "Bob"]


def test_a_field_in_the_quotes_of_csv_is_unquoted(tmp_path: Path) -> None:
    line = '"He said ""no"" to [Ann] and [Bob ""B"" Hill]."\tAnn\t"Bob ""B"" Hill"\t3\n'
    cases, bad = read(written(tmp_path, "quoted.txt", GOOD + line), "dse")
    assert not bad
    assert cases[3][0].text == 'He said "no" to Ann and Bob "B" Hill.'


def test_white_space_in_brackets_is_no_part_of_a_name(tmp_path: Path) -> None:
    (case,), _ = read(written(tmp_path, "space.txt", "The [ juror]s and [Bob ] left.\tjuror\tBob\t0\n"), "dse")
    assert case[0].text == "The  jurors and Bob  left."
    assert [w for w, _, _ in words(case)] == ["juror", "Bob"]


BAD = {
    "[Ann] met nobody.\tAnn\tBob\t0": "'Bob' is not in brackets",
    "[Ann] met [Bob].\tAnn\tBob": "3 fields",
    "[Ann] met [Bob].\tAnn\tBob\t7": "class is '7'",
    "[] met [Bob].\tAnn\tBob\t1": "empty",
    "[Ann met [Bob].\tAnn\tBob\t1": "'Ann' is not in brackets",
}


@pytest.mark.parametrize("line", BAD)
def test_a_line_that_cannot_be_read_is_told_and_the_rest_is_read(tmp_path: Path, line: str) -> None:
    cases, bad = read(written(tmp_path, "bad.txt", GOOD + line + "\n"), "dse")
    assert len(cases) == 3
    assert [(b.line, BAD[line] in b.cause) for b in bad] == [(4, True)]


def test_it_goes_into_a_project_and_out_as_it_was(tmp_path: Path) -> None:
    path = written(tmp_path, "pairs.txt", GOOD)
    found, done = there_and_back(tmp_path, path)
    assert (done.gold, done.refused) == (3, 0)
    assert same_bytes(read(path, "dse")[0], found)


_PLAIN = st.text(st.characters(exclude_characters='[]"\t\n\r\0', exclude_categories=["Cs"]), max_size=12)
_NAME = _PLAIN.filter(lambda t: bool(t.strip()))


@given(_PLAIN, _NAME, _PLAIN, _NAME, _PLAIN, st.sampled_from("01234"))
def test_whatever_the_words_the_places_have_the_names(a: str, p: str, b: str, q: str, c: str, kind: str) -> None:
    parsed = _parse(f"{a}[{p}]{b}[{q}]{c}\t{p}\t{q}\t{kind}", "any", 1)
    assert isinstance(parsed, tuple)
    article, annotation = parsed
    assert article.text == a + p + b + q + c
    assert [m.range.of(article.text) for m in annotation.mentions.values()] == [p.strip(), q.strip()]
