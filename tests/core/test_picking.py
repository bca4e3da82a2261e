"""Which article next: unsure ones that are unlike what was done and unlike each other, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator import edits
from annotator.clock import now
from annotator.picking import entropy, pick, stale
from annotator.project import Picked, Project, Query
from annotator.records import Article, Run, SuggestedEntity, SuggestedMention, Suggestion

WORDS = {
    "sea": "harbour vessel captain anchor sailors fleet storm coast",
    "law": "judge court verdict appeal lawyer prison trial evidence",
    "ball": "striker keeper goal penalty league stadium referee match",
}


def an_article(topic: str, number: int) -> Article:
    return Article(f"{topic}{number}", f"Ann met Bob and Cay {number}. {WORDS[topic]} again {'x' * number}.")


def suggested(article: Article, p: float, run: str = "r1") -> Suggestion:
    names = ("Ann", "Bob", "Cay")
    mentions = tuple(
        SuggestedMention(f"m{n}", article.text.index(w), article.text.index(w) + 3, "PERSON", f"e{n}", p)
        for n, w in enumerate(names)
    )
    return Suggestion(run, tuple(SuggestedEntity(f"e{n}", "PERSON", w) for n, w in enumerate(names)), mentions)


def a_project(path: Path, certainties: dict[str, float]) -> Project:
    made = Project.create(path, curator="me")
    articles = [
        an_article(name.rstrip("0123456789"), int(name.lstrip("abcdefghijklmnopqrstuvwxyz"))) for name in certainties
    ]
    made.add(articles)
    made.add_run(Run("r1", "hand", "1", "2025-01-01T00:00:00Z"))
    made.put_suggestions([(a.id, suggested(a, certainties[a.id])) for a in articles])
    return made


def picked(project: Project, size: int = 100) -> Picked:
    work = pick(project, size)
    while True:
        try:
            next(work)
        except StopIteration as end:
            found: Picked = end.value
            return found


def listed(project: Project, query: Query | None = None) -> list[str]:
    return [row.id for row in project.rows(query or Query(order="picked"))]


def finish(project: Project, id: str) -> None:
    project.act(project.page(id), edits.finish, "me", now())


@pytest.mark.parametrize(("p", "bits"), [(0.0, 0.0), (0.5, 1.0), (1.0, 0.0), (0.25, 0.8113)])
def test_entropy(p: float, bits: float) -> None:
    assert entropy(p) == pytest.approx(bits, abs=1e-4)


def test_unsure_articles_come_first_and_the_second_is_another_topic(tmp_path: Path) -> None:
    known = {"sea1": 0.5, "sea2": 0.52, "sea3": 0.53, "law1": 0.6, "law2": 0.97, "ball1": 0.7}
    with a_project(tmp_path / "p.annot", known) as project:
        assert listed(project) == []
        project.keep_picked(picked(project))
        assert listed(project)[:3] == ["sea1", "law1", "ball1"], "one of each before the second of one"
        assert sorted(listed(project)) == sorted(known)
        rows = project.rows(Query(order="picked"))
        assert rows[0].why == "unsure of 3 of 3"
        assert next(row.why for row in rows if row.id == "law2") == "unsure of 0 of 3"
        assert project.check() == []
        assert picked(project) == project.picked(), "the same project, the same picks"


def test_what_is_like_what_was_done_comes_later_and_says_so(tmp_path: Path) -> None:
    known = {"sea1": 0.5, "sea2": 0.5, "law1": 0.62, "ball1": 0.9}
    with a_project(tmp_path / "p.annot", known) as project:
        finish(project, "sea1")
        project.keep_picked(picked(project))
        assert listed(project)[0] == "law1"
        why = {row.id: row.why for row in project.rows(Query(order="picked"))}
        assert why["law1"].endswith(", unlike what you did")
        assert why["sea2"].endswith(", like what you did")
        assert "sea1" not in why, "it is done"


def test_the_list_of_picked_ones_is_filtered_and_gone_through_like_any_other(tmp_path: Path) -> None:
    known = {"sea1": 0.5, "law1": 0.6, "ball1": 0.7}
    with a_project(tmp_path / "p.annot", known) as project:
        project.keep_picked(picked(project, 2))
        order = Query(order="picked")
        assert listed(project) == ["sea1", "law1"]
        assert (project.count(order), project.position("law1", order), project.position("ball1", order)) == (2, 1, None)
        assert project.next_open(None, order) == "sea1"
        assert project.next_open("sea1", order) == "law1"
        assert project.next_open("law1", order) == "sea1", "going round"
        assert project.next_open("ball1", order) == "sea1", "from an article that is not in it, the first"
        finish(project, "sea1")
        assert listed(project) == ["sea1", "law1"], "nothing moves under a curator's hands"
        assert project.next_open("sea1", order) == "law1"
        assert listed(project, Query(("done",), order="picked")) == ["sea1"]
        assert listed(project, Query(order="picked", text="judge")) == ["law1"]
        assert listed(project, Query(order="picked", label="PERSON")) == ["sea1", "law1"]
        assert listed(project, Query(order="picked", label="ORG")) == []
        assert [row.id for row in project.rows(order, 1, 5)] == ["law1"]


def test_others_are_picked_when_all_are_done_or_another_run_came(tmp_path: Path) -> None:
    with a_project(tmp_path / "p.annot", {"sea1": 0.5, "law1": 0.6}) as project:
        assert stale(project)
        project.keep_picked(picked(project, 1))
        assert not stale(project)
        finish(project, "sea1")
        assert stale(project), "nothing of it is open any more"
        project.keep_picked(picked(project))
        assert not stale(project)
        project.add_run(Run("r2", "hand", "2", "2025-02-01T00:00:00Z"))
        assert stale(project)
