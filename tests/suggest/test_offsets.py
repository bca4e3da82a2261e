"""Every range is exact on the untouched text, whatever the text is made of."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.records import Suggestion
from annotator.spans import Range, trim
from tests.suggest.conftest import Read

WORDS = [
    "Ms Kim", "Donald Trump", "President Lee", "South Korea’s", "the U.S.", "Sanders'", "José Ñandú", "Zoe\u0308 Müller",
    "محمد علي", "שלום", "👩‍🚀", "🇰🇷", "“", "”", '"', "(", ")", "—", "rejected", "praised", "said", "the plan",
    "a proposal to", "hold talks with", "He", "was", "opposed to", "criticism of", "called", "a liar", "not",
    "refused to", "support", "Acme Inc.", "The Hague",
    "'s", "’s", "\u200f", "\ufeff", "\x00", "e\u0301", "Mr", "Dr.", "https://example.org/" + "x" * 250,
]  # fmt: skip
GAPS = [" ", "  ", "\n", "\r\n", "\r", "\u00a0", "\u2028", "\u2029", "\t", ". ", ", ", "", "\n\n", "\u3000"]


@st.composite
def articles(draw: st.DrawFn) -> str:
    pieces = draw(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)), max_size=30))
    return "".join(word + gap for word, gap in pieces)


def check(suggestion: Suggestion, text: str) -> None:
    ranges = [m.range for m in suggestion.mentions] + [c for s in suggestion.stances for c in s.cues]
    for span in ranges:
        words = span.of(text)
        assert 0 <= span.start < span.end <= len(text)
        assert words == words.strip()
        assert words
    for mention in suggestion.mentions:
        words = mention.range.of(text)
        assert trim(text, mention.range) == mention.range
        assert words[0] not in "“”\"'‘("
        assert words[-1] not in '“”"‘,;:—'
        assert not any(sign in words for sign in "\n\r\u2028\u2029")
        assert any(c.isalnum() for c in words)
    for item in suggestion.outline.predicates:
        assert item.span.contains(item.cue)
        assert item.cue.of(text).strip()
    for span in (*suggestion.outline.phrases, *suggestion.outline.cues):
        assert span.of(text).strip() == span.of(text) != ""
        assert any(s.contains(span) for s in suggestion.outline.sentences)
    assert all(s.of(text).strip() == s.of(text) != "" for s in suggestion.outline.sentences)
    for one, other in zip(suggestion.outline.sentences, suggestion.outline.sentences[1:], strict=False):
        assert one.end <= other.start
    assert [m.id for m in suggestion.mentions] == [f"m{n}" for n in range(1, len(suggestion.mentions) + 1)]
    assert [e.id for e in suggestion.entities] == [f"e{n}" for n in range(1, len(suggestion.entities) + 1)]
    assert len({(m.start, m.end, m.label) for m in suggestion.mentions}) == len(suggestion.mentions)
    known = {e.id for e in suggestion.entities}
    assert {m.entity for m in suggestion.mentions} == known
    for stance in suggestion.stances:
        assert {stance.holder, stance.target} <= known
        assert stance.holder != stance.target
    for entity in suggestion.entities:
        assert set(entity.about) <= known


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=articles())
def test_ranges_are_exact_on_any_text(read: Read, text: str) -> None:
    check(read(text), text)


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028"])
def test_a_title_in_the_line_above_is_not_part_of_a_name(read: Read, end: str) -> None:
    text = f"Mr{end}Ms Kim praised Berlin."
    suggestion = read(text)
    check(suggestion, text)
    assert "Ms Kim" in {m.range.of(text) for m in suggestion.mentions}


def test_joined_verbs_without_an_object_end_the_search_for_one(read: Read) -> None:
    """Each of them once asked the other for its objects, for ever."""
    text = "rejected, rejected rejected, Donald Trump "
    check(read(text), text)


def test_the_generator_makes_things_to_find(read: Read) -> None:
    """The property above would hold of a suggester that finds nothing."""
    text = (
        "👩‍🚀 Zoe\u0308 Müller\u00a0praised Ms Kim’s plan.\r\n“Donald Trump” rejected\u2028"
        "President Lee refused to support the plan."
    )
    suggestion = read(text)
    check(suggestion, text)
    words = {m.range.of(text) for m in suggestion.mentions}
    assert {"Ms Kim", "Donald Trump"} <= words
    assert suggestion.stances


@pytest.mark.parametrize("sign", ["👩‍🚀 ", "e\u0301 ", "שלום ", "\ufeff", "\u00a0"])
def test_what_stands_before_shifts_offsets_and_changes_nothing_else(read: Read, sign: str) -> None:
    text = "Jane Doe praised Emmanuel Macron in Berlin."
    shift = len(sign + "\n")
    plain, shifted = read(text), read(sign + "\n" + text)
    assert [(m.start + shift, m.end + shift, m.label) for m in plain.mentions] == [
        (m.start, m.end, m.label) for m in shifted.mentions if m.start >= shift
    ]
    assert [Range(c.start + shift, c.end + shift) for s in plain.stances for c in s.cues] == [
        c for s in shifted.stances for c in s.cues
    ]
