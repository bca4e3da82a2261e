"""The same words over a whole project: every place is found, only what is chosen is done, one undo takes it back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator import edits
from annotator.edits import Template
from annotator.everywhere import Found, Plan, Search, find, finding, plan, replan
from annotator.project import Project
from annotator.records import Article, Run, Section, SuggestedEntity, SuggestedMention, Suggestion
from annotator.spans import occurrences

TEXTS = {
    "a": "Kim met Ms Kim. Kimchi for KIM.",
    "b": "Oslo was cold. Kim Yo Jong left Oslo, and Kim\nYo Jong slept.",
    "c": "No such name here; kim is small.",
    "d": "Kim was done. Kim again.",
    "e": "Kim. Related: Kim",
}
DULL = Section(TEXTS["e"].index("Related"), len(TEXTS["e"]), "boilerplate")
PERSON = Template("label", "PERSON")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.annot", curator="tester") as made:
        made.add([Article(id, text, {"title": id}, (DULL,) if id == "e" else ()) for id, text in TEXTS.items()])
        yield made


def all_of(project: Project, words: str, template: Template | None = None, **more: Any) -> list[Found]:
    return [found for some in find(project, Search(words, template=template, **more)) for found in some]


def planned(project: Project, template: Template, chosen: list[Found]) -> Plan:
    work = plan(project, template, chosen)
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


def do(project: Project, template: Template, chosen: list[Found]) -> str:
    made = planned(project, template, chosen)
    project.apply_all(list(made.edits.items()))
    return made.told()


def labels(project: Project) -> dict[str, list[str]]:
    return {id: [m.label for m in project.page(id).annotation.mentions.values()] for id in TEXTS}


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(("Kim", "kim", "Ms Kim", "Kim Yo Jong", "Oslo", "slept.", "K", "?", "Kimchi for")), st.booleans()
)
def test_every_place_is_found_as_reading_everything_finds_them(project: Project, words: str, any_case: bool) -> None:
    naive = [(id, r.start, r.end) for id, text in TEXTS.items() for r in occurrences(text, words, any_case=any_case)]
    assert [f.key for f in all_of(project, words, any_case=any_case)] == (naive if words != "?" else [])


def test_a_place_comes_with_its_words_and_those_around_it(project: Project) -> None:
    found = all_of(project, "Kim Yo Jong")
    assert [f.words for f in found] == ["Kim Yo Jong", "Kim\nYo Jong"]
    assert [f.before + f.words + f.after for f in found] == [TEXTS["b"]] * 2


def test_small_batches_find_the_same(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = all_of(project, "Kim")
    monkeypatch.setattr(finding, "_BATCH", 1)
    assert all_of(project, "Kim") == whole


def test_more_than_is_kept_is_said(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST_FOUND", 3)
    work = find(project, Search("Kim"))
    kept: list[Found] = []
    more: bool | None = None
    while more is None:
        try:
            kept += next(work)
        except StopIteration as end:
            more = end.value
    assert (len(kept), more) == (3, True)


def test_a_search_reads_no_more_than_it_is_asked_for(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    page = project.page
    monkeypatch.setattr(project, "page", lambda id, **how: read.append(id) or page(id, **how))
    work = find(project, Search("Kim"))
    next(work)
    work.close()
    assert read == ["a"]


def test_what_differs_is_held_and_says_why(project: Project) -> None:
    project.act(project.page("d"), edits.add, 0, 3, "ORG")
    project.act(project.page("d"), edits.finish, "tester", "2025-01-01T00:00:00Z")
    project.act(project.page("b"), edits.add, 15, 26, "PERSON")
    start = TEXTS["a"].index("Kim.")
    project.act(project.page("a"), edits.add, start, start + 3, "ORG")
    project.act(project.page("a"), edits.add, 0, 3, "PERSON")
    found = all_of(project, "Kim", PERSON)
    assert [(f.article, f.effect, f.held, f.ticked) for f in found] == [
        ("a", "", "so already", False),
        ("a", "relabel", "decided ORG", False),
        ("b", "", "part of “Kim Yo Jong”", False),
        ("b", "accept", "", True),  # which memory suggests
        ("d", "relabel", "done: would be opened again", False),
        ("d", "add", "done: would be opened again", False),
        ("e", "add", "", True),
        ("e", "add", "boilerplate", False),
    ]


def test_what_is_ticked_by_itself_is_done_with_one_undo_and_marked_bulk(project: Project) -> None:
    project.act(project.page("d"), edits.finish, "tester", "2025-01-01T00:00:00Z")
    found = [f for f in all_of(project, "Kim", PERSON) if f.ticked]
    assert do(project, PERSON, found) == "Label 5 “Kim” PERSON, in 3 articles"
    assert labels(project) == {"a": ["PERSON"] * 2, "b": ["PERSON"] * 2, "c": [], "d": [], "e": ["PERSON"]}
    assert all(m.bulk for m in project.page("a").annotation.mentions.values())
    assert set(project.undo().articles) == {"a", "b", "e"}
    assert not any(labels(project).values())
    assert project.redo().articles


def test_a_done_article_is_opened_again_when_it_is_ticked_on_purpose(project: Project) -> None:
    project.act(project.page("d"), edits.finish, "tester", "2025-01-01T00:00:00Z")
    do(project, PERSON, [f for f in all_of(project, "Kim", PERSON) if f.article == "d"])
    assert project.page("d").annotation.status == "started"
    project.undo()
    assert project.page("d").annotation.status == "done"


def test_what_changed_after_it_was_shown_stays_and_is_told(project: Project) -> None:
    chosen = [f for f in all_of(project, "Kim", PERSON) if f.article in "ade" and f.ticked]
    made = planned(project, PERSON, chosen)
    for id in "de":
        project.act(project.page(id), edits.add, 0, 3, "ORG")
        replan(project, made, id)
    project.apply_all(list(made.edits.items()))
    assert made.told() == "Label 3 “Kim” PERSON, in 2 articles; 2 places changed meanwhile and stayed"
    assert sorted(labels(project)["d"]) == ["ORG", "PERSON"]
    assert labels(project)["e"] == ["ORG"]


def test_one_place_alone_was_looked_at(project: Project) -> None:
    do(project, PERSON, all_of(project, "Kim", PERSON)[:1])
    assert [m.bulk for m in project.page("a").annotation.mentions.values()] == [False]


def test_rejections_and_clusters_go_everywhere_too(project: Project) -> None:
    project.add_run(Run("r", "hand", "1", "2025-01-01T00:00:00Z"))
    for id in ("a", "d"):
        spans = occurrences(TEXTS[id], "Kim")
        suggestion = Suggestion(
            "r",
            (SuggestedEntity("e1", "PERSON", "Kim Yo Jong"), SuggestedEntity("e2", "ORG", "Kim")),
            tuple(
                SuggestedMention(f"m{n}", s.start, s.end, label, e, 0.9)
                for n, (s, label, e) in enumerate(zip(spans, ("PERSON", "ORG"), ("e1", "e2"), strict=True), 1)
            ),
        )
        project.put_suggestions([(id, suggestion)])
    no, same = Template("reject", "ORG"), Template("join", "PERSON", "Kim Yo Jong")
    assert [f.ticked for f in all_of(project, "Kim", no)] == [False, True, False, False, False, True, False, False]
    joined = all_of(project, "Kim", same)
    assert [f.effect for f in joined] == ["accept", "join", "", "", "accept", "join", "", ""]
    assert joined[2].held == "no PERSON Kim Yo Jong here"
    assert do(project, same, [f for f in joined if f.ticked]) == "Join 4 “Kim” to Kim Yo Jong, in 2 articles"
    assert [e.name for e in project.page("d").entities] == ["Kim Yo Jong"]
    project.undo()
    do(project, no, [f for f in all_of(project, "Kim", no) if f.ticked])
    assert [len(project.page(id).annotation.rejected) for id in TEXTS] == [1, 0, 0, 1, 0]
