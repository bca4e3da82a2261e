"""Words of an article as lists show them: one line, nothing hidden."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.page import Page
from tests.panels.conftest import TEXT, place
from ui.models.words import context, cue_words, one_line, short, visible


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Kim\u200bYo", "Kim⟨U+200B⟩Yo"),
        ("\u202egnoJ", "⟨U+202E⟩gnoJ"),
        ("a\u00adb\ufeff", "a⟨U+00AD⟩b⟨U+FEFF⟩"),
        ("x\x00\ud800", "x⟨U+0000⟩⟨U+D800⟩"),
        ("Zoe\u0308 קים 😀", "Zoe\u0308 קים 😀"),
        ("👩‍👩‍👧", "👩‍👩‍👧"),  # joiners that join emoji hide nothing
        ("نمی‌خواهم", "نمی‌خواهم"),  # nor does one that every reader of Persian expects
        ("a\u200db", "a⟨U+200D⟩b"),
        ("\u200da", "⟨U+200D⟩a"),
    ],
)
def test_what_cannot_be_seen_is_written_out(words: str, shown: str) -> None:
    assert visible(words) == shown


@given(st.text())
def test_a_line_has_no_control_and_no_break(words: str) -> None:
    line = one_line(words)
    assert line.splitlines() in ([], [line])
    assert not any(unicodedata.category(sign) in ("Cc", "Cs") for sign in line)
    assert one_line(line) == line


@given(st.text(st.characters(categories=("L", "Zs")), min_size=1), st.integers(9, 40))
def test_short_words_keep_beginning_and_end(words: str, most: int) -> None:
    line, cut = one_line(words), short(words, most)
    if len(line) <= most:
        assert cut == line
        return
    head, tail = cut.split(" … ")
    assert len(cut) <= most + 3
    assert line.startswith(head)
    assert line.endswith(tail)


def test_words_are_cut_between_words() -> None:
    assert short("influential sister of North Korean leader Kim Jong Un", 40) == "influential sister of … Kim Jong Un"


def test_context_keeps_apart_what_is_apart(page: Page) -> None:
    mention = next(m for m in page.mentions if m.start == place("Port Vesta").start)
    before, said, behind = context(page, mention)
    assert said == "Port Vesta"
    assert (before, behind) == ("to close the harbour of ", " on Monday. Ms Keller’s part")
    assert before + said in " ".join(TEXT.split())
    first = page.mentions[0]
    assert context(page, first)[0] == ""
    possessive = next(m for m in page.mentions if page.words(m) == "Ms Keller")
    assert context(page, possessive)[2].startswith("’s party")


def test_cue_words_are_quoted(page: Page) -> None:
    assert [cue_words(page, s) for s in page.stances] == ["“rebuffed”", "“praised”", "“welcomed”"]
