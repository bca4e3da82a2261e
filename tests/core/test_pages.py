"""Pages that are kept are what would be read anew, whatever is written meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from annotator import edits
from annotator.memory import recall
from annotator.page import Page
from annotator.pages import MOST
from annotator.project import Project
from annotator.records import Article, Run
from annotator.scheme import write_scheme
from benchmarks.material import Size, make_page
from tests.core.test_acts import assert_same


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Articles with suggestions of one run."""
    with Project.create(tmp_path / "p.annot", curator="tester") as made:
        made.add_run(Run("generated", "g", "1", "2025-01-01T00:00:00Z"))
        for number in range(MOST + 2):
            page = make_page(Size("small", 120, 20, 4), number, decided=0)
            made.add([Article(f"a{number}", page.text)])
            assert page.suggestion is not None
            made.put_suggestions([(f"a{number}", page.suggestion)])
        yield made


def read_anew(project: Project, id: str) -> Page:
    """The page as the file has it, and memory."""
    article, suggestion = project.store.article(id), project.store.suggestion(id)
    known = recall(article.text, suggestion, project.store, article=id, who=project.curator)
    return Page(article, project.store.annotation(id), known)


def test_a_page_is_read_once_and_followed_through_acts_and_undo(project: Project) -> None:
    page = project.page("a0")
    assert project.page("a0") is page
    page = project.act(page, edits.accept, page.open[0])
    page = project.act(page, edits.reject, page.open[0])
    assert project.page("a0") is page
    for step in (project.undo, project.undo, project.redo):
        step()
        assert_same(project.page("a0"), read_anew(project, "a0"))
        assert project.page("a0").annotation == project.store.annotation("a0")


def test_what_is_written_otherwise_is_seen(project: Project) -> None:
    page = project.page("a0")
    project.apply_all([("a0", edits.accept(page, page.open[0]))])
    assert project.page("a0").annotation == project.store.annotation("a0") != page.annotation
    project.add_run(Run("later", "g", "2", "2025-01-02T00:00:00Z"))
    assert page.suggestion is not None
    project.put_suggestions([("a0", msgspec.structs.replace(page.suggestion, run="later", mentions=(), stances=()))])
    suggestion = project.page("a0").suggestion
    assert suggestion is not None
    assert suggestion.run == "later"


def test_another_scheme_is_seen_on_pages_that_were_read_before(project: Project) -> None:
    assert "PERSON" in {m.label for m in project.page("a0").mentions}
    labels = tuple(
        msgspec.structs.replace(x, name="HUMAN", was=("PERSON",)) if x.name == "PERSON" else x
        for x in project.scheme.label
    )
    project.change_scheme(write_scheme(msgspec.structs.replace(project.scheme, label=labels)), "rename PERSON to HUMAN")
    assert "HUMAN" in {m.label for m in project.page("a0").mentions}


def test_an_older_page_that_is_worked_on_does_not_stand_for_the_newest(project: Project) -> None:
    old = project.page("a0")
    project.add_run(Run("later", "g", "2", "2025-01-02T00:00:00Z"))
    assert old.suggestion is not None
    project.put_suggestions([("a0", msgspec.structs.replace(old.suggestion, run="later"))])
    project.act(old, edits.accept, old.open[0])
    assert_same(project.page("a0"), read_anew(project, "a0"))


def test_only_some_are_kept(project: Project) -> None:
    first = project.page("a0")
    for number in range(1, MOST + 1):
        project.page(f"a{number}")
    assert project.page("a0") is not first
