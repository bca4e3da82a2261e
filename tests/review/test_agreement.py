"""Agreement of the curators whose versions a project holds: the same figures as of their files."""

from __future__ import annotations

from pathlib import Path

from annotator.agreeing import agree, open_parties
from annotator.agreeing.report import Brief, brief
from annotator.project import Project
from annotator.review import Room, cache_of
from tests.adjudicating.curators import both, merged, written
from tests.review.test_room import drained


def test_versions_agree_as_the_files_do_that_they_came_from(tmp_path: Path) -> None:
    mine, theirs = both()
    path, _ = merged(tmp_path, mine, theirs)
    files = [written(tmp_path / f"{name}.jsonl", cases) for name, cases in (("ann", mine), ("ben", theirs))]
    wanted = brief(drained(agree(open_parties(files))))  # type: ignore[arg-type]
    with Project.open(path) as project:
        cache = cache_of(path)
        room = Room(project.store, cache)
        found, hidden = drained(room.agreement()), drained(room.agreement(hide_names=True))
        cache.close()
    assert isinstance(found, Brief)
    assert isinstance(hidden, Brief)
    (pair,), (same,) = found.pairs, wanted.pairs
    assert (pair.one, pair.other, pair.articles) == ("ann", "ben", same.articles)
    assert dict(pair.kinds) == dict(same.kinds)
    values = {(row.part, row.words): row.figure.value for row in pair.figures}
    assert values == {(row.part, row.words): row.figure.value for row in same.figures}
    assert [(p.one, p.other) for p in hidden.pairs] == [("A", "B")]


def test_without_versions_there_is_nothing_to_agree_on(project: Project, room: Room) -> None:
    assert drained(room.agreement()) == Brief()
