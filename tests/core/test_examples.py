"""Examples of a label or a polarity come from finished articles, differ, show their sentence, and lead to their place."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from annotator import edits, examples
from annotator.examples import MOST, Examples, Piece, find_examples
from annotator.project import Project
from annotator.records import Article, Outline, Run, SuggestedEntity, SuggestedMention, SuggestedStance, Suggestion
from annotator.spans import Range

FIRST = "Ann Reed met Bob. It rained in Oslo all day.\nAnn Reed praised the plan."
SECOND = "Oslo waited. Ann Reed slept 😀 and Carl Moe, who hates the plan, did not."


def drive(work: Generator[int, None, Examples]) -> Examples:
    while True:
        try:
            next(work)
        except StopIteration as end:
            found: Examples = end.value
            return found


def mark(project: Project, id: str, words: str, label: str, which: int = 0) -> str:
    """Add a mention of some words; its id."""
    text, at = project.page(id).text, -1
    for _ in range(which + 1):
        at = text.index(words, at + 1)
    page = project.act(project.page(id), edits.add, at, at + len(words), label)
    return next(m.id for m in page.mentions if (m.start, m.label) == (at, label))


def finish(project: Project, id: str) -> None:
    project.act(project.page(id), edits.finish, "ann", "2025-01-01T00:00:00Z")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Two articles, of which the first has sentences."""
    with Project.create(tmp_path / "p.annot", curator="ann") as made:
        made.add([Article("one", FIRST), Article("two", SECOND)])
        made.add_run(Run("r", "hand", "1", "2025-01-01T00:00:00Z"))
        ends = FIRST.index(".") + 1, FIRST.index("\n")
        made.put_suggestions(
            [("one", Suggestion("r", outline=Outline((Range(0, ends[0]), Range(ends[0] + 1, ends[1])))))]
        )
        mark(made, "one", "Ann Reed", "PERSON")
        mark(made, "one", "Bob", "PERSON")
        mark(made, "one", "Ann Reed", "PERSON", 1)
        mark(made, "one", "Oslo", "GPE")
        mark(made, "two", "Carl Moe", "PERSON")
        mark(made, "two", "Ann Reed", "PERSON")
        yield made


def said(found: Examples) -> list[tuple[str, str]]:
    return [(e.article, e.words) for e in found.marked]


def test_only_what_is_done_is_an_example_newest_first_and_each_string_once(project: Project) -> None:
    assert drive(find_examples(project, "PERSON")) == Examples()
    finish(project, "one")
    assert said(drive(find_examples(project, "PERSON"))) == [("one", "Ann Reed"), ("one", "Bob")]
    finish(project, "two")
    found = drive(find_examples(project, "PERSON"))
    assert said(found) == [("two", "Ann Reed"), ("two", "Carl Moe"), ("one", "Bob")]
    assert found.looked_at == 2


def test_an_example_stands_in_its_sentence_and_names_its_place(project: Project) -> None:
    finish(project, "one")
    (oslo,) = drive(find_examples(project, "GPE")).marked
    assert oslo.pieces == (Piece("It rained in "), Piece("Oslo", marked=True), Piece(" all day."))
    assert FIRST[oslo.start : oslo.end] == "Oslo"
    mention = project.page("one").mention(oslo.item)
    assert mention is not None
    assert mention.start == oslo.start


def test_without_sentences_the_line_is_shown_and_a_long_one_is_cut_between_words(tmp_path: Path) -> None:
    text = f"{'much before ' * 30}Oslo {'and after ' * 30}\nanother line"
    with Project.create(tmp_path / "l.annot") as project:
        project.add([Article("a", text)])
        mark(project, "a", "Oslo", "GPE")
        finish(project, "a")
        (oslo,) = drive(find_examples(project, "GPE")).marked
    before, words, after = (piece.words for piece in oslo.pieces)
    assert words == "Oslo"
    assert before.startswith(("much ", "before "))
    assert after.endswith((" and", " after"))
    assert 80 < len(before) <= 110
    assert 80 < len(after) <= 110


def test_what_was_rejected_as_this_label_is_told_apart(tmp_path: Path) -> None:
    with Project.create(tmp_path / "r.annot") as project:
        project.add([Article("a", SECOND)])
        project.add_run(Run("r", "hand", "1", "2025-01-01T00:00:00Z"))
        mention = SuggestedMention("m1", 0, 4, "PERSON", "e1", 0.9)
        stance = SuggestedStance("s1", "writer", "e1", "against", 0.9, (Range(5, 11),))
        project.put_suggestions(
            [("a", Suggestion("r", (SuggestedEntity("e1", "PERSON", "Oslo"),), (mention,), (stance,)))]
        )
        project.act(project.page("a"), edits.reject, "?s1")
        project.act(project.page("a"), edits.reject, "?m1")
        finish(project, "a")
        (not_person,) = drive(find_examples(project, "PERSON")).rejected
        (not_against,) = drive(find_examples(project, "against")).rejected
    assert (not_person.words, not_person.item, not_person.start) == ("Oslo", "", 0)
    assert (not_against.words, not_against.head) == ("waited", "the writer → Oslo")


def test_stances_show_cue_and_ends(project: Project) -> None:
    holder = next(e.id for e in project.page("one").entities if e.name == "Ann Reed")
    mark(project, "one", "the plan", "TOPIC")
    target = next(e.id for e in project.page("one").entities if e.name == "the plan")
    at = FIRST.index("praised")
    project.act(project.page("one"), edits.add_stance, holder, target, "favor", (Range(at, at + 7),))
    finish(project, "one")
    (found,) = drive(find_examples(project, "favor")).marked
    assert (found.words, found.head) == ("praised", "Ann Reed → the plan")
    assert drive(find_examples(project, "against")).marked == ()
    assert project.page("one").stance(found.item) is not None


def test_no_more_articles_are_read_than_are_looked_at(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examples, "LOOKED_AT", 1)
    finish(project, "one")
    finish(project, "two")
    assert drive(find_examples(project, "GPE")) == Examples((), (), 1)


def test_one_article_does_not_crowd_out_the_others(tmp_path: Path) -> None:
    names = [f"N{n}" for n in range(10)]
    with Project.create(tmp_path / "m.annot") as project:
        project.add([Article(id, f"{id} has {' and '.join(f'{id}{name}' for name in names)}.") for id in ("x", "y")])
        for id in ("x", "y"):
            for name in names:
                mark(project, id, f"{id}{name}", "ORG")
            finish(project, id)
        found = said(drive(find_examples(project, "ORG")))
    assert len(found) == MOST
    assert {id for id, _ in found[:4]} == {"x", "y"}
