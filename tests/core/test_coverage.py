"""Coverage counts sentences: all of a text belongs to one, what was read in a row is one range, boilerplate is left out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator import coverage, edits
from annotator.page import Page
from annotator.records import Annotation, Article, Outline, Section, SuggestedEntity, SuggestedMention, Suggestion
from annotator.spans import Range

TEXT = "One is here. Two is there.\n\nA line without a sentence\nRead more"
SENTENCES = (Range(0, 12), Range(13, 26))
LINE = TEXT.index("A line")
TAIL = TEXT.index("Read")


def page(text: str = TEXT, sentences: tuple[Range, ...] = SENTENCES, **annotation: object) -> Page:
    at = text.find("there")
    mentions = (SuggestedMention("m1", at, at + 5, "GPE", "e1", 0.9),) if at >= 0 else ()
    suggestion = Suggestion("run", (SuggestedEntity("e1", "GPE", "there"),), mentions, (), Outline(sentences))
    return Page(Article("a", text), Annotation(**annotation), suggestion)  # type: ignore[arg-type]


def test_a_sentence_takes_the_white_space_behind_it() -> None:
    found = coverage.sentences_in(page(), Range(0, len(TEXT)))
    assert found == [Range(0, 13), Range(13, LINE), Range(LINE, TAIL), Range(TAIL, len(TEXT))]
    assert coverage.sentence_around(page(), 12) == Range(0, 13), "the space behind it"


@given(st.text(" ab.\n", max_size=60), st.lists(st.integers(0, 60), max_size=8))
def test_sentences_and_lines_tile_any_text(text: str, cuts: list[int]) -> None:
    edges = sorted({c for c in cuts if c <= len(text)})
    sentences = tuple(Range(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False) if text[a:b].strip())
    found = coverage.sentences_in(page(text, sentences), Range(0, len(text)))
    assert "".join(r.of(text) for r in found) == text
    assert all(coverage.sentence_around(page(text, sentences), r.start) == r for r in found)


def test_what_was_read_in_a_row_is_one_range() -> None:
    annotation, change = edits.look(page(), coverage.sentences_in(page(), Range(0, LINE)))
    assert annotation.looked_at == (Range(0, LINE),)
    assert annotation.status == "todo"
    assert [step.path for step in change.steps] == [("looked_at",)]


def test_boilerplate_and_blanks_are_not_asked_for() -> None:
    dull = (Section(TAIL, len(TEXT)),)
    assert coverage.unread(page(sections=dull)) == (Range(0, 12), Range(13, 26), Range(LINE, TAIL - 1))
    assert coverage.unread(page(sections=dull), [Range(0, LINE)]) == (Range(LINE, TAIL - 1),)
    assert coverage.unread(page(sections=dull), [Range(0, 12), Range(13, TAIL - 1)]) == ()
    assert coverage.share(page(sections=dull), [Range(0, TAIL)]) == 1.0
    assert coverage.share(page(sections=dull), [Range(TAIL, len(TEXT))]) == 0.0


def test_a_decision_looks_at_its_sentence_and_one_in_bulk_at_none() -> None:
    item = page().open[0]
    assert edits.accept(page(), item)[0].looked_at == (Range(13, LINE),)
    assert edits.accept_rest(page(), 0.5)[0].looked_at == ()


def test_an_act_takes_what_was_looked_at_meanwhile_with_it() -> None:
    annotation, change = edits.also_looked(edits.accept(page(), page().open[0]), [Range(0, 13)])
    assert annotation.looked_at == (Range(0, LINE),)
    [step] = [s for s in change.steps if s.path == ("looked_at",)]
    assert (list(step.before), len(step.after)) == ([], 1)
    same = edits.accept(page(), page().open[0])
    assert edits.also_looked(same, [Range(14, 20)]) == same


def test_a_flag_on_finished_gold_does_not_say_that_more_was_looked_at() -> None:
    done = page(status="done", done_at="2025-01-01T00:00:00Z")
    assert edits.also_looked(edits.flag(done), [Range(0, 13)])[0].looked_at == ()
