"""Ranges of nasty texts: tokens never part a character, and what is snapped has clean edges."""

from __future__ import annotations

import itertools

import pytest
import regex
from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotator.spans import Range, Tokens, next_character, previous_character, trim, whole_characters
from tests.nasty import NASTY, boundaries, has_clean_edges, nasty_texts

ANY = nasty_texts() | st.text(max_size=30)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(ANY)
@example("".join(NASTY))
def test_tokens_hold_everything_but_white_space_and_part_no_character(text: str) -> None:
    tokens = Tokens(text)
    found = [tokens[i] for i in range(len(tokens))]
    edges = boundaries(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert {edge for token in found for edge in (token.start, token.end)} <= edges
    held = {offset for token in found for offset in range(token.start, token.end)}
    rest = "".join(text[offset] for offset in range(len(text)) if offset not in held)
    assert regex.sub(r"\s[\p{M}\p{GCB=Extend}\p{GCB=ZWJ}]*", "", rest) == ""


@settings(max_examples=300, deadline=None, derandomize=True)
@given(ANY, st.data())
def test_what_is_snapped_touches_the_range_and_has_clean_edges(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    tokens = Tokens(text)
    span = tokens.snap(start, end)
    if span is None:
        assert not regex.search(r"[\p{L}\p{N}]", text[start:end])
        return
    assert has_clean_edges(text, span)
    assert span == trim(text, span), "trimming again changes nothing"
    assert {span.start, span.end} <= boundaries(text)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(ANY, st.data())
def test_steps_by_character_go_from_boundary_to_boundary(text: str, data: st.DataObject) -> None:
    edges = sorted(boundaries(text))
    offset = data.draw(st.sampled_from(edges))
    after, before = [e for e in edges if e > offset], [e for e in edges if e < offset]
    assert next_character(text, offset) == min(after, default=len(text))
    assert previous_character(text, offset) == max(before, default=0)
    start, end = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    whole = whole_characters(text, Range(start, end))
    assert whole == Range(max(e for e in edges if e <= start), min(e for e in edges if e >= end))


def test_going_back_over_a_hundred_flags_parts_none() -> None:
    text = "x" + "🇬🇧" * 101 + "🇫"
    assert previous_character(text, len(text)) == len(text) - 1
    assert previous_character(text, len(text) - 1) == len(text) - 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("South Korea’s", "South Korea"),
        ("South Korea ’s ", "South Korea"),
        ("Sanders' ", "Sanders"),
        ("SANDERS’", "SANDERS"),
        ("‘the others’", "‘the others’"),
        ("O’Neill’s", "O’Neill"),
        ("’s", "’s"),
        (" \u2028\t", None),
    ],
)
def test_possessives_and_white_space_are_cut_off(text: str, words: str | None) -> None:
    span = trim(text, Range(0, len(text)))
    assert (None if span is None else span.of(text)) == words


@pytest.mark.parametrize(
    ("before", "text", "words"),
    [("Reed", "’s party", "party"), ("workers", "’ rights", "rights"), ("said ", "’s Gravenhage", "’s Gravenhage")],
)
def test_a_possessive_at_the_start_belongs_to_the_word_before(before: str, text: str, words: str) -> None:
    span = trim(before + text, Range(len(before), len(before + text)))
    assert span is not None
    assert span.of(before + text) == words


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("🇬🇧🇫🇷 x", ["🇬🇧", "🇫🇷", "x"]),
        ("1️⃣ of 1,000.5", ["1️⃣", "of", "1,000.5"]),
        ("می‌خواهم", ["می‌خواهم"]),
        ("👩‍👩‍👧👍🏽!", ["👩‍👩‍👧", "👍🏽", "!"]),
        ("Ame\u0301lie\u0301’s U.S. don’t", ["Ame\u0301lie\u0301", "’s", "U.S.", "don’t"]),
        ("שָׁלוֹם, مُحَمَّد", ["שָׁלוֹם", ",", "مُحَمَّد"]),
    ],
)
def test_words_of_many_scripts_are_tokens(text: str, tokens: list[str]) -> None:
    found = Tokens(text)
    assert [found[i].of(text) for i in range(len(found))] == tokens
