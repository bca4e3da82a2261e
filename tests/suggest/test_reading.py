"""The copy that a model reads is as long as the text, so that offsets hold in both."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.records import Section
from annotator.suggest.reading import reading_copy


@given(st.text())
def test_the_copy_is_as_long_and_keeps_its_words(text: str) -> None:
    copy = reading_copy(text)
    assert len(copy) == len(text)
    for was, now in zip(text, copy, strict=True):
        assert now == was or now in " \n"
        assert now.isspace() or not was.isspace()


def test_boilerplate_is_blank() -> None:
    text = "Body.\nRead more\nAlso read"
    assert reading_copy(text, [Section(6, len(text))]) == "Body.\n" + "\n" * 19
    assert reading_copy(text, [Section(6, len(text), "body")]) == text


def test_every_line_end_is_one() -> None:
    assert reading_copy("a\r\nb\rc\u2028d\u0085e") == "a \nb\nc\nd\ne"
    assert reading_copy("a\u00a0b\u3000c\u200bd\ufeffe\x00f\ud800g") == "a b c d e f g"


def test_a_tab_between_words_parts_them_like_a_line_end_and_one_before_a_line_does_not() -> None:
    assert reading_copy("\tTom Pike\tConservative \tFor\n\t\tAda Quill") == " Tom Pike\nConservative \nFor\n  Ada Quill"


def test_what_is_no_word_is_blank() -> None:
    noise = "(" * 5000
    assert reading_copy(f"See {noise} there") == "See " + " " * 5000 + " there"
    assert reading_copy("é" * 199) == "é" * 199


def test_a_dateline_is_a_line_of_its_own() -> None:
    assert reading_copy("Strike ends\n\nLYON, France — A judge said") == "Strike ends\n\nLYON, France \n A judge said"
    assert reading_copy("BRUSSELS, 3 May – Eleven") == "BRUSSELS, 3 May \n Eleven"
    assert reading_copy("LONDON (Reuters) - Rain") == "LONDON (Reuters) \n Rain"
    for text in ("The club — a small one — won", "NATO-led forces", "A — B", "He saw LYON — twice"):
        assert reading_copy(text) == text
