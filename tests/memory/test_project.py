"""Memory through the front desk: at once, in the next article, forgotten by undo, there again after a restart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator import edits
from annotator.errors import EditError
from annotator.lessons import all_items, lessons_of
from annotator.memory import Memory, recall
from annotator.page import Page, is_open
from annotator.project import Coming, Project, Query
from annotator.records import (
    Annotation,
    Article,
    Run,
    SuggestedEntity,
    SuggestedMention,
    SuggestedStance,
    Suggestion,
)
from tests.core.test_acts import TEXT, act, assert_same, assert_told, assert_whole, suggestions

TEXTS = {
    "a": "Marwick won. Ann of Marwick cheered. Marwick sang.",
    "b": "Bob left Marwick. Marwick wept.",
    "c": "Marwick slept.",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "p.annot"


@pytest.fixture
def project(path: Path) -> Iterator[Project]:
    """Three articles; a model suggests the first “Marwick” of each as a place."""
    with Project.create(path, curator="ann") as made:
        made.add([Article(id, text) for id, text in TEXTS.items()])
        made.add_run(Run("r1", "hand", "1", "2025-01-01T00:00:00Z"))
        for id, text in TEXTS.items():
            at = text.index("Marwick")
            mention = SuggestedMention("m1", at, at + 7, "GPE", "e1", 0.7, "a place", "ner")
            made.put_suggestions([(id, Suggestion("r1", (SuggestedEntity("e1", "GPE", "Marwick"),), (mention,)))])
        yield made


def shown(page: Page) -> list[tuple[str, int, str, bool]]:
    return [(page.words(m), m.start, m.label, is_open(m.id)) for m in page.mentions]


def remembered(project: Project) -> list[Any]:
    """All that is remembered, row by row."""
    rows: list[Any] = project.store._all(  # type: ignore[attr-defined]
        "SELECT article, item, kind, key, value, holds, taught, gone FROM lesson ORDER BY 1, 2, 3, 4, 5, 6, 7"
    )
    return rows


def test_one_correction_teaches_the_rest_of_the_article_and_the_next_one(project: Project) -> None:
    project.page("b")  # which is kept, and must learn too
    page = project.act(project.page("a"), edits.label, "?m1", "ORG")
    assert shown(page) == [
        ("Marwick", 0, "ORG", False),
        ("Marwick", 20, "ORG", True),
        ("Marwick", 37, "ORG", True),
    ]
    assert page.mentions[1].why == "you labelled this ORG in this article"
    assert page.mentions[1].entity == page.mentions[0].entity
    for id in "bc":
        there = project.page(id)
        assert {m.label for m in there.mentions} == {"ORG"}
        assert there.mention("?m1") is not None, "the model's own keeps its id"
        assert there.mentions[0].why == "you labelled this ORG in 1 article"
    assert project.store.suggestion("b").mentions[0].label == "GPE"  # type: ignore[union-attr]


@pytest.mark.parametrize("way", ["join", "own"])
def test_a_mention_that_leaves_its_entity_takes_its_suggested_stances_though_memory_marks_the_words_elsewhere(
    tmp_path: Path, way: str
) -> None:
    text = "A levy. Ann wants a new tax. Bob rejected the levy."
    marks = {"Ann": "PERSON", "new tax": "TOPIC", "Bob": "PERSON"}
    ends = [(text.index(words), len(words), label) for words, label in marks.items()]
    ends.append((text.rindex("levy"), len("levy"), "TOPIC"))
    mentions = tuple(
        SuggestedMention(f"m{n}", at, at + long, label, f"e{n}", 0.7) for n, (at, long, label) in enumerate(ends)
    )
    entities = tuple(SuggestedEntity(m.entity, m.label, text[m.start : m.end]) for m in mentions)
    stance = SuggestedStance("s1", "e2", "e3", "against", 0.6)
    with Project.create(tmp_path / "p.annot", curator="ann") as project:
        project.add([Article("a", text)])
        project.add_run(Run("r1", "hand", "1", "2025-01-01T00:00:00Z"))
        project.put_suggestions([("a", Suggestion("r1", entities, mentions, (stance,)))])
        page = project.act(project.page("a"), edits.accept, "?m1")
        page = project.act(page, edits.accept, "?m3")
        levy = next(m for m in page.mentions if m.start == text.rindex("levy"))
        assert page.words(page.mentions[0]) == "levy", "memory marks the same word at the beginning"
        assert is_open(page.mentions[0].id)
        tax = next(m for m in page.mentions if page.words(m) == "new tax")
        if way == "join":
            page = project.act(page, edits.join, levy.id, tax.entity)
        else:
            page = project.act(page, edits.own_entity, levy.id)
        moved = next(m for m in page.mentions if m.id == levy.id)
        assert moved.entity != levy.entity
        assert [(page.name(s.holder), s.target) for s in page.stances] == [("Bob", moved.entity)]


def test_undo_forgets_and_redo_remembers(project: Project) -> None:
    before, nothing = shown(project.page("b")), remembered(project)
    project.act(project.page("a"), edits.label, "?m1", "ORG")
    taught, learned = shown(project.page("b")), remembered(project)
    assert taught != before
    project.undo()
    assert (shown(project.page("b")), remembered(project)) == (before, nothing)
    assert shown(project.page("a")) == [("Marwick", 0, "GPE", True)]
    project.redo()
    assert (shown(project.page("b")), remembered(project)) == (taught, learned)


def test_it_is_there_after_a_restart(project: Project, path: Path) -> None:
    project.act(project.page("a"), edits.label, "?m1", "ORG")
    pages = {id: shown(project.page(id)) for id in TEXTS}
    project.close()
    with Project.open(path, "ann") as again:
        assert {id: shown(again.page(id)) for id in TEXTS} == pages
        assert again.check() == []
    with Project.open(path, "bob") as his:
        assert his.page("b").mentions[0].why == "ann labelled this ORG in 1 article"


def test_what_memory_suggests_can_be_decided_and_the_decision_outlives_what_is_remembered(
    project: Project, path: Path
) -> None:
    project.act(project.page("a"), edits.label, "?m1", "ORG")
    page = project.page("b")
    added = next(m for m in page.mentions if m.start == 18)
    page = project.act(page, edits.accept, added.id)
    (mention,) = page.annotation.mentions.values()
    assert (mention.decision, mention.origin and mention.origin.run) == ("accepted", "memory")
    assert page.mention(added.id) is None, "decided here"
    page = project.act(page, edits.reject, "?m1")
    assert [(m.start, is_open(m.id)) for m in page.mentions] == [(18, False)], "nor comes it back as the model had it"
    project.close()
    with Project.open(path, "ann") as again:
        assert shown(again.page("b")) == shown(page)
        again.set_remembering(False)
        assert shown(again.page("b")) == shown(page)
        assert shown(again.page("c")) == [("Marwick", 0, "GPE", True)]
        again.set_remembering(True)
        assert again.rows(Query())[1].decided == 2


def test_a_rejection_is_final_here_and_teaches(project: Project) -> None:
    page = project.act(project.page("a"), edits.reject, "?m1")
    assert shown(page) == []
    assert shown(project.page("c")) == []
    (kept_back,) = project.withheld(project.page("c"))
    assert kept_back.why == "you said that this is no GPE in 1 article"
    project.act(project.page("b"), edits.add, 9, 16, "GPE")
    assert [m.start for m in project.page("a").mentions] == [], "not where it was rejected"


def test_a_fresh_contrary_decision_is_never_overridden(project: Project) -> None:
    project.act(project.page("a"), edits.label, "?m1", "ORG")
    page = project.act(project.page("b"), edits.label, "?m1", "PERSON")
    assert {m.label for m in page.mentions} == {"PERSON"}
    assert {m.label for m in project.page("c").mentions} != {"ORG"}


def test_acts_on_many_articles_and_imports_teach_as_well(project: Project) -> None:
    page = project.page("a")
    template = edits.Template("label", "FAC")
    project.apply_all([("a", edits.put(page, template, edits.places(page, "Ann")))])
    assert ("Ann", "FAC") in {(m.key, m.value) for m in _lessons(project, "a")}
    project.undo()
    assert _lessons(project, "a") == set()
    annotation, change = edits.label(project.page("b"), "?m1", "EVENT")
    project.bring([Coming("b", annotation, msgspec.structs.replace(change, kind="import"), "eve")])
    assert [m.label for m in project.page("c").mentions] == ["EVENT"]
    assert project.check() == []


def test_a_label_that_the_scheme_does_not_have_is_not_proposed(project: Project) -> None:
    project.act(project.page("a"), edits.label, "?m1", "NO_SUCH_LABEL")
    assert [m.label for m in project.page("c").mentions] == ["GPE"]


def _lessons(project: Project, id: str) -> set[Any]:
    article, annotation = project.store.article(id), project.store.annotation(id)
    return {lesson for item in all_items(annotation) for lesson in lessons_of(article.text, annotation, item)}


SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(st.data())
def test_whatever_is_done_the_page_is_as_made_anew_and_undo_gives_all_back(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("memory") / "p.annot"
    ids = ("a", "b")
    with Project.create(path, curator="ann") as project:
        project.add([Article("a", TEXT), Article("b", f"{TEXT} once more")])
        project.add_run(Run("r1", "hand", "1", "2025-01-01T00:00:00Z"))
        project.put_suggestions([("a", data.draw(suggestions())), ("b", data.draw(suggestions()))])
        states = [(remembered(project), [shown(project.page(id)) for id in ids])]
        for _ in range(data.draw(st.integers(1, 6))):
            before = project.page(data.draw(st.sampled_from(ids)))
            try:
                page = project.apply(before, act(before, data.draw))
            except EditError:
                continue
            assert_whole(page)
            assert_told(before, page)
            for id in ids:
                assert_same(project.page(id), _anew(project, id))
            states.append((remembered(project), [shown(project.page(id)) for id in ids]))
        live = {
            id: {row[2:6] for row in remembered(project) if row[0] == n and row[7] is None}
            for n, id in ((1, "a"), (2, "b"))
        }
        for id in ids:
            assert live[id] == {(*lesson[:3], int(lesson.holds)) for lesson in _lessons(project, id)}
        assert project.check() == []
        there = states.pop()
        for state in reversed(states):
            project.undo()
            assert (remembered(project), [shown(project.page(id)) for id in ids]) == state
        for _ in states:
            project.redo()
        assert (remembered(project), [shown(project.page(id)) for id in ids]) == there


def _anew(project: Project, id: str) -> Page:
    article = project.store.article(id)
    suggestion = recall(
        article.text, project.store.suggestion(id), project.store, article=id, who="ann", labels=project.scheme.labels()
    )
    return Page(article, project.store.annotation(id), suggestion)


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(st.data())
def test_memory_without_a_project_remembers_the_same(data: st.DataObject) -> None:
    article = Article("a", TEXT)
    page = Page(article, Annotation(), data.draw(suggestions()))
    step, whole = Memory(), Memory()
    for _ in range(data.draw(st.integers(1, 8))):
        try:
            after, change = act(page, data.draw)
        except EditError:
            continue
        step.learn("a", TEXT, after, change)
        page = page.after(after, change)
    whole.learn("a", TEXT, page.annotation)
    there = {lesson for item in all_items(page.annotation) for lesson in lessons_of(TEXT, page.annotation, item)}
    for kind, key in {(lesson.kind, lesson.key) for lesson in there}:
        one, other = ({(v.value, v.holds) for v in memory.votes(kind, key, "a")} for memory in (step, whole))
        assert one == other
