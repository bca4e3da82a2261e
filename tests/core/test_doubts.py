"""Doubtful gold: planted faults are found, what is fine is not told again, and fixes are acts."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import msgspec
import pytest

from annotator import edits
from annotator.clock import now
from annotator.doubting import Doubting, Found, as_lines, call_fine, called_fine, doubt, find, mend, to_json
from annotator.doubts import CHECKS, Case, Check, table
from annotator.doubts.edges import clean_edges
from annotator.errors import EditError, InputError
from annotator.project import Project
from annotator.records import Annotation, Article
from annotator.spans import Range
from benchmarks.doubts import measure
from benchmarks.faults import FAULTS, plant
from benchmarks.made_up import a_project, make
from tests.core.test_commands import annotator

FEW, TWO = 30, 2
SURE = tuple(FAULTS)


def result(work: Generator[Any, None, Any]) -> Any:
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def doubts(project: Project, *only: str) -> Found:
    found: Found = result(doubt(project.store, only))
    return found


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Thirty articles with two faults of each kind."""
    articles = make(FEW, 1)
    plant(articles, TWO, 3)
    with a_project(tmp_path / "p.annot", articles) as project:
        yield project


def test_planted_faults_are_found_flips_among_the_first_and_faultless_gold_is_left_alone(tmp_path: Path) -> None:
    rows = {str(row["name"]): row for row in measure(tmp_path, articles=60, each=6, timed=8)}
    assert all(row["holds"] for row in rows.values()), rows
    assert [rows[f"{name}: found of 6 planted faults"]["p50"] for name in SURE] == [6] * len(SURE)
    clean = {name: rows[f"{name}: doubts in 60 faultless articles"]["p50"] for name in SURE if name != "labels"}
    assert set(clean.values()) == {0}
    assert rows["model: of 6 flipped labels, in its first 100 rows"]["limit"] == pytest.approx(3.6)


def test_of_each_check_the_most_doubtful_come_first(project: Project) -> None:
    found = doubts(project)
    assert project.check() == []
    for name in found.counts:
        ranks = [d.rank for d in found.doubts if d.check == name]
        assert ranks == sorted(ranks, reverse=True)


def test_fine_as_it_is_holds_until_the_gold_there_changes(project: Project) -> None:
    row = doubts(project, "edges").doubts[0]
    call_fine(project, row)
    found = doubts(project, "edges")
    assert [one.doubt.key for one in called_fine(project.store)] == [row.key]
    assert row.key not in {d.key for d in found.doubts}
    assert (found.counts["edges"], found.fine) == (TWO - 1, 1)

    (mention, *_), page = row.fix.args if row.fix else (), project.page(row.article)
    other = "ORG" if page.annotation.mentions[str(mention)].label == "PERSON" else "PERSON"
    project.act(page, edits.label, mention, other)
    project.act(project.page(row.article), edits.finish, "me", now())
    again = next(d for d in doubts(project, "edges").doubts if (d.article, d.start) == (row.article, row.start))
    assert again.key != row.key

    call_fine(project, row, fine=False)
    assert called_fine(project.store) == []
    with pytest.raises(InputError, match="no doubt has the key"):
        result(find(project.store, row.key))
    assert project.check() == []


@pytest.mark.parametrize("name", ["edges", "cluster", "oneself", "boilerplate", "labels", "unmarked", "unmentioned"])
def test_a_fix_mends_and_the_article_stays_finished_with_one_undo(project: Project, name: str) -> None:
    row = next(d for d in doubts(project, name).doubts if d.fix is not None)
    page = project.page(row.article)
    project.apply(page, mend(page, row, "me", "2026-01-01T00:00:00Z"))
    mended = project.page(row.article).annotation
    assert (mended.status, mended.done_at) == ("done", "2026-01-01T00:00:00Z")
    assert row.key not in {d.key for d in doubts(project, name).doubts}
    assert project.check() == []
    project.undo()
    undone = msgspec.structs.replace(project.page(row.article).annotation, looked_at=page.annotation.looked_at)
    assert undone == page.annotation
    assert row.key in {d.key for d in doubts(project, name).doubts}


def test_what_cannot_be_mended_says_so(project: Project) -> None:
    row = doubts(project, "contradiction").doubts[0]
    with pytest.raises(EditError, match="no fix"):
        mend(project.page(row.article), row, "me", now())
    row = doubts(project, "edges").doubts[0]
    project.apply(project.page(row.article), mend(project.page(row.article), row, "me", now()))
    with pytest.raises(EditError, match="another there"):
        mend(project.page(row.article), row, "me", now())


def test_an_open_article_is_mended_and_stays_open(project: Project) -> None:
    row = doubts(project, "edges").doubts[0]
    page = project.act(project.page(row.article), edits.reopen)
    project.apply(page, mend(page, row, "me", now()))
    assert project.page(row.article).annotation.status == "started"


@pytest.mark.parametrize("key", ["zzz", "zzz-1", "", "edges-1"])
def test_a_key_that_no_doubt_has_is_called_so(project: Project, key: str) -> None:
    with pytest.raises(InputError, match=f"no doubt has the key “{key}”"):
        result(find(project.store, key))


def test_what_was_called_fine_is_listed_and_taken_back(project: Project) -> None:
    first, second = doubts(project, "edges").doubts[:2]
    for row in (first, second):
        call_fine(project, row)
    assert {one.doubt for one in called_fine(project.store)} == {first, second}
    assert called_fine(project.store)[0].who == "me"
    call_fine(project, first, fine=False)
    assert [one.doubt for one in called_fine(project.store)] == [second]


def test_one_article_is_looked_at_again_by_what_was_learned(project: Project) -> None:
    doubting = Doubting(project.store)
    found = result(doubting.all())
    row = next(d for d in found.doubts if d.check == "edges")
    assert row in doubting.of(row.article)
    page = project.page(row.article)
    page = project.apply(page, mend(page, row, "me", now()))
    assert row.key not in {d.key for d in doubting.of(row.article)}
    project.act(page, edits.reopen)
    assert doubting.of(row.article) == ()


@pytest.mark.parametrize(
    ("marked", "clean"),
    [
        ("Oslo,", "Oslo"),
        (" Oslo", "Oslo"),
        ("Oslo’s", "Oslo"),
        ("“Oslo", "Oslo"),
        ("“Oslo”", "“Oslo”"),
        ("(Oslo", "Oslo"),
        ("Oslo (city)", "Oslo (city)"),
        ("the U.S.", "the U.S."),
        ("Norvik Inc.", "Norvik Inc."),
        ("the vote.", "the vote"),
        ("…", None),
    ],
)
def test_clean_edges(marked: str, clean: str | None) -> None:
    text = f"In {marked} today"
    found = clean_edges(text, Range(3, 3 + len(marked)))
    assert (found.of(text) if found else None) == clean


def test_an_article_with_an_unknown_time_or_a_new_curator_is_in_no_hurry() -> None:
    check = next(c for c in CHECKS if c.name == "hurry")()
    case = Case(Article("a", "one two"), Annotation(status="done"))
    check.learn(case)
    assert list(check.doubts(case)) == []


def test_another_package_may_bring_a_check(monkeypatch: pytest.MonkeyPatch, project: Project) -> None:
    point = EntryPoint("short", "tests.core.test_doubts:Short", table.GROUP)
    monkeypatch.setattr(table, "entry_points", lambda group: [point] if group == table.GROUP else [])
    assert doubts(project, "short").counts == {"short": FEW}
    with pytest.raises(InputError, match="no check is called “long”"):
        doubts(project, "long")


class Short(Check):
    title = "a short article"

    def doubts(self, case: Case) -> Iterator[Any]:
        yield case.doubt(self.name, Range(0, 0), "It is short.", ())


def test_only_the_most_doubtful_are_kept_and_all_counted(project: Project) -> None:
    all_of_them = doubts(project, "labels")
    few: Found = result(doubt(project.store, ("labels",), most=5))
    assert few.doubts == all_of_them.doubts[:5]
    assert few.counts == all_of_them.counts
    assert f"labels{all_of_them.counts['labels']:>16} (the first 5 shown)" in as_lines(few)
    assert json.loads(to_json(few))["doubts"][0]["key"] == few.doubts[0].key


def test_the_command(project: Project) -> None:
    path = project.path
    key = doubts(project, "edges").doubts[0].key
    project.close()
    done = annotator("doubts", path, "--only", "edges", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["counts"], told["doubts"][0]["key"]) == (0, {"edges": TWO}, key)
    assert annotator("doubts", path, "--fine", key).stdout == f"{key}: fine as it is.\n"
    done = annotator("doubts", path, "--only", "edges")
    assert done.returncode == 0
    assert key not in done.stdout
    assert done.stdout.splitlines()[-1] == f"{TWO - 1} doubts in {FEW} finished articles, 1 fine as they are."
    assert annotator("doubts", path, "--fine", "edges-0").returncode == 1
