"""Columns of words and tags: every scheme of tags, articles with and without -DOCSTART-, bad lines told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats import find_format
from annotator.formats.conll import spans
from annotator.gold import to_gold
from annotator.records import Annotation, Article, Entity, Mention
from annotator.spans import Range
from tests.formats.reading import read, same_bytes, there_and_back, words, written

IOB2 = "Dora NNP B-PER\nLind NNP I-PER\nsaw VBD O\nOslo NNP B-LOC\n\nDora NNP B-PER\nLind NNP I-PER\nleft VBD O\n"


def test_words_are_joined_by_one_space(tmp_path: Path) -> None:
    cases, bad = read(written(tmp_path, "a.conll", "-DOCSTART- O\n\n" + IOB2), "conll")
    assert not bad
    assert [c[0].text for c in cases] == ["Dora Lind saw Oslo\nDora Lind left"]
    assert words(cases[0]) == [
        ("Dora Lind", "PER", "Dora Lind"),
        ("Oslo", "LOC", "Oslo"),
        ("Dora Lind", "PER", "Dora Lind"),
    ]
    assert len(cases[0][1].entities) == 2  # the same words with the same label are one entity


def test_without_starts_each_sentence_is_an_article(tmp_path: Path) -> None:
    cases, _ = read(written(tmp_path, "a.conll", IOB2), "conll")
    assert [c[0].text for c in cases] == ["Dora Lind saw Oslo", "Dora Lind left"]


def test_several_articles_by_their_starts(tmp_path: Path) -> None:
    text = "-DOCSTART- O\n\nOslo B-LOC\nwins O\n\n-DOCSTART- O\nBergen B-LOC\nloses O\n"
    cases, _ = read(written(tmp_path, "a.conll", text), "conll")
    assert [c[0].text for c in cases] == ["Oslo wins", "Bergen loses"]
    starts_last = text.replace("-DOCSTART- O\nBergen", "-DOCSTART- O\n\nBergen")  # as wikigold has it
    assert [c[0].text for c in read(written(tmp_path, "b.conll", starts_last), "conll")[0]] == [
        "Oslo wins",
        "Bergen loses",
    ]


@pytest.mark.parametrize(
    ("tags", "found"),
    [
        ("I-A I-A O I-B", [(0, 2, "A"), (3, 4, "B")]),  # IOB
        ("I-A B-A O", [(0, 1, "A"), (1, 2, "A")]),
        ("B-A I-A B-A I-B", [(0, 2, "A"), (2, 3, "A"), (3, 4, "B")]),  # IOB2
        ("B-A E-A S-A S-A", [(0, 2, "A"), (2, 3, "A"), (3, 4, "A")]),  # BIOES
        ("B-A I-A L-A U-B", [(0, 3, "A"), (3, 4, "B")]),  # BILOU
        ("O O", []),
    ],
)
def test_every_scheme_of_tags(tags: str, found: list[tuple[int, int, str]]) -> None:
    assert spans(tags.split()) == found


@given(st.lists(st.sampled_from(["O", *(f"{p}-{label}" for p in "BIESLU" for label in "AB")]), max_size=12))
def test_mentions_cover_just_what_is_tagged_and_never_cross(tags: list[str]) -> None:
    found = spans(tags)
    covered = [n for a, b, _ in found for n in range(a, b)]
    assert covered == [n for n, tag in enumerate(tags) if tag != "O"]
    assert all(tags[n].endswith(label) for a, b, label in found for n in range(a, b))


def test_a_bad_line_spoils_its_article_only(tmp_path: Path) -> None:
    path = written(tmp_path, "a.conll", "Oslo B-LOC\n\nBergen ?\nlost O\n\nRome B-LOC\n")
    items = list(find_format("conll").read(path))
    assert [getattr(i, "line", None) for i in items] == [None, 3, None]


def test_plain_text_is_not_taken_for_columns(tmp_path: Path) -> None:
    from annotator.formats import detect

    assert detect(written(tmp_path, "a.txt", "It was vitamin O\nand B-12 that he\nlacked, said Dr O\n")).name == "text"


def test_it_goes_into_a_project_and_out_as_it_was(tmp_path: Path) -> None:
    path = written(tmp_path, "a.conll", "-DOCSTART- O\n\n" + IOB2)
    found, done = there_and_back(tmp_path, path)
    assert (done.gold, done.refused) == (1, 0)
    assert same_bytes(read(path, "conll")[0], found)


def test_white_space_is_said_in_a_column_and_read_again(tmp_path: Path) -> None:
    text = "\n\tDora  Lind's plan.\r\n\nNo\u2028more"
    mention = Mention("m1", 2, 12, "PERSON", "e1")
    annotation = Annotation(
        "done", entities={"e1": Entity("e1", "PERSON", "Dora Lind")}, mentions={"m1": mention},
        looked_at=(Range(0, len(text)),),
    )  # fmt: skip
    path = tmp_path / "a.conll"
    list(find_format("conll").write(iter([to_gold(Article("a", text), annotation)]), path))
    assert path.read_text(encoding="utf-8").split("\n") == [
        "-DOCSTART- -X- O O",
        "",
        r"Dora -X- SpacesBefore=\n\t|SpacesAfter=\s\s B-PERSON",
        "Lind -X- SpaceAfter=No I-PERSON",
        "'s -X- _ O",
        "plan -X- SpaceAfter=No O",
        r". -X- SpacesAfter=\r\n\n O",
        "",
        r"No -X- SpacesAfter=\u2028 O",
        "more -X- _ O",
        "",
        "",
    ]
    (case,), _ = read(path, "conll")
    assert case[0].text == text
    assert words(case) == [("Dora  Lind", "PERSON", "Dora Lind")]


@pytest.mark.parametrize("told", ["SpacesAfter=ab", "SpacesAfter=", r"SpacesAfter=\u0041\u00e9", "SpaceBefore=No"])
def test_what_is_no_white_space_never_comes_between_words(told: str, tmp_path: Path) -> None:
    (case,), _ = read(written(tmp_path, "a.conll", f"Dora {told} B-PER\nLind {told} I-PER\n"), "conll")
    assert case[0].text in ("Dora Lind", "DoraLind")
