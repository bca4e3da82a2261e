"""Another scheme is an act like any other: logged, with one undo together with what it did to articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator import edits
from annotator.errors import SchemeError
from annotator.project import Project
from annotator.records import Article
from annotator.scheme import default_scheme_toml

OTHER = default_scheme_toml().replace('"ORG"', '"GROUP"')
Opened = Callable[..., Project]


@pytest.fixture
def again(tmp_path: Path) -> Iterator[Opened]:
    """The project; every further call closes it and opens it again."""
    path = tmp_path / "p.annot"
    projects = [Project.create(path, curator="ann")]
    projects[0].add([Article("a", "The Labour Union met."), Article("b", "The Water Board met.")])

    def reopened(curator: str = "ann") -> Project:
        projects[-1].close()
        projects.append(Project.open(path, curator=curator))
        return projects[-1]

    yield reopened
    projects[-1].close()


def labels_of(project: Project) -> list[str]:
    return [mention.label for id in ("a", "b") for mention in project.page(id).mentions]


def test_renaming_a_label_everywhere_is_one_act_and_one_undo_also_after_a_restart(again: Opened) -> None:
    project = again()
    for id in ("a", "b"):
        project.act(project.page(id), edits.add, 4, 15, "ORG")
    pages = [(id, project.page(id)) for id in ("a", "b")]
    renamed = [(id, edits.label(page, page.mentions[0].id, "GROUP")) for id, page in pages]
    project.change_scheme(OTHER, "rename ORG to GROUP", renamed)
    assert (project.scheme.find("ORG"), labels_of(project)) == (None, ["GROUP", "GROUP"])
    project = again()
    assert project.scheme.find("GROUP")
    assert project.undo_words() == "rename ORG to GROUP"
    undone = project.undo()
    assert (sorted(undone.articles), undone.scheme) == (["a", "b"], True)
    assert (project.scheme.find("GROUP"), labels_of(project)) == (None, ["ORG", "ORG"])
    project = again()
    assert project.scheme.find("ORG")
    assert project.redo_words() == "rename ORG to GROUP"
    assert project.redo().scheme
    assert (project.scheme.find("ORG"), labels_of(project)) == (None, ["GROUP", "GROUP"])
    assert project.check() == []
    assert project.status().decisions == {"add": 2, "label": 2, "scheme": 1}


def test_a_scheme_of_its_own_is_undone_alone(again: Opened) -> None:
    project = again()
    project.change_scheme(OTHER, "rename ORG to GROUP")
    assert project.undo_words() == "rename ORG to GROUP"
    undone = project.undo()
    assert (undone.articles, undone.scheme) == ((), True)
    assert project.store.setting("scheme") == default_scheme_toml()
    project.act(project.page("a"), edits.flag)
    assert not project.undo().scheme


def test_a_scheme_that_is_wrong_changes_nothing(again: Opened) -> None:
    project = again()
    with pytest.raises(SchemeError):
        project.change_scheme("version = 1", "break it", [("a", edits.flag(project.page("a")))])
    assert (project.undo_words(), project.store.setting("scheme")) == (None, default_scheme_toml())


def test_what_another_curator_did_to_the_scheme_is_a_floor(again: Opened) -> None:
    again().change_scheme(OTHER, "rename ORG to GROUP")
    again("bea").change_scheme(default_scheme_toml(), "name it ORG again")
    assert again().undo_words() is None
