"""The room follows the project: what it knows after changes is what it would find if it began anew."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import edits
from annotator.clock import now
from annotator.page import Page
from annotator.project import Project
from annotator.review import Asked, Room, Slice, cache_of
from annotator.review import room as rooms
from annotator.review.columns import Columns, columns_of
from annotator.review.facts import Facts
from annotator.review.standing import merged
from annotator.review.thresholds import thresholds
from tests.evaluating.fake import suggestion
from tests.review.conftest import finish, one
from tests.review.test_room import drained

EVERYTHING = Slice()
KEYS = (("x",), ("y", "z"), ("y", "w"))


def plain(columns: Columns) -> list[object]:
    """All that columns say, whatever the order of their keys."""
    counts = [
        {key: value for key, value in zip(columns.keys, row, strict=True) if value} for row in columns.table.tolist()
    ]
    told = {
        kind: [[(p, right) for row, p, right in zip(each.rows.tolist(), each.p.tolist(), each.right.tolist(), strict=True)
                if row == number] for number in range(len(columns))]
        for kind, each in columns.told.items() if len(each.rows)
    }  # fmt: skip
    lists = (columns.ids, columns.sources, columns.days, columns.done, columns.curators, columns.labels)
    arrays = (columns.words, columns.blind, columns.ms, columns.acts, columns.presses)
    return [*map(list, lists), *(np.nan_to_num(each, nan=-1).tolist() for each in arrays), counts, told]


def some(chance: random.Random) -> list[Facts]:
    """Some articles of eight, in any order."""

    def told() -> tuple[tuple[float, bool], ...]:
        return tuple((chance.random(), chance.random() < 0.5) for _ in range(chance.randrange(4)))

    return [
        Facts(
            id,
            source=chance.choice(("Post", "Times")),
            done=chance.choice(("", "2026-01-01")),
            words=chance.randrange(9),
            curators=chance.choice(((), ("ada",), ("ada", "bob"))),
            labels=chance.choice(((), ("GPE",), ("GPE", "PERSON"))),
            blind=chance.random() < 0.5,
            ms=chance.choice((None, 0, 7)),
            presses=chance.choice((None, 0, 7)),
            counts={key: chance.randint(1, 9) * 1.0 for key in chance.sample(KEYS, chance.randrange(4))},
            told={kind: told() for kind in chance.sample(("entities", "stances"), chance.randrange(3))},
        )
        for id in chance.sample("abcdefgh", chance.randrange(9))
    ]


@given(st.integers(0, 2**32))
def test_rows_put_in_anew_are_as_if_all_was_put_together(seed: int) -> None:
    chance = random.Random(seed)
    old, new = some(chance), some(chance)
    newest = {facts.article: facts for facts in (*old, *new)}
    ids = chance.sample(sorted(newest), chance.randint(0, len(newest)))
    before, fresh = columns_of(old), columns_of(new)
    untouched = plain(before)
    found = merged(before, fresh, ids)
    assert plain(found) == plain(columns_of([newest[id] for id in ids]))
    assert plain(before) == untouched
    for kind in found.told:
        assert found.told[kind].rows.tolist() == sorted(found.told[kind].rows.tolist())


def opened(project: Project, path: Path) -> Room:
    """The room of another process, with what is kept beside ``path``."""
    room = Room(project.store, cache_of(path))
    drained(room.gather("run"))
    return room


def anew(project: Project) -> Room:
    """A room that knows nothing yet."""
    return opened(project, project.path.with_name("other.annot"))


def relabelled(project: Project, id: str) -> Page:
    """An article with another label in its gold; it is finished no more."""
    page = project.page(id)
    oslo = next(m.id for m in page.mentions if page.words(m) == "Oslo")
    return project.act(page, edits.label, oslo, "ORG")


def answers(room: Room) -> list[object]:
    """What can be asked that depends on every column."""
    known = room._known["run"]
    return [
        room.scores("run"),
        room.scores("run", Slice(source="Post")),
        room.choices("run"),
        room.over_time("run"),
        thresholds(known.columns, known.columns.mask(EVERYTHING), "entities"),
        *(
            {row.key for row in room.failures("run", Asked(), wanted).rows}
            for wanted in (EVERYTHING, Slice(source="Post"))
        ),
        plain(known.columns),
    ]


def test_after_changes_the_room_says_what_a_new_one_would(room: Room, project: Project) -> None:
    page = relabelled(project, "a3")
    project.act(relabelled(project, "a5"), edits.finish, "ada", now(), ())
    project.act(project.page("a1"), edits.reopen)
    finish(project, [one(n, {"source": "Post"}) for n in (7, 8)])
    project.put_suggestions([("a7", suggestion())])
    drained(room.gather("run"))
    assert room._known["run"].columns.ids == ["a2", "a4", "a5", "a6", "a7"]
    assert room.scores("run").unread == 1
    project.act(page, edits.finish, "ada", now(), ())
    drained(room.gather("run"))
    assert room._known["run"].columns.ids == ["a2", "a3", "a4", "a5", "a6", "a7"]
    assert answers(room) == answers(anew(project))


def test_only_the_rows_that_changed_are_read(room: Room, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[list[str]] = []
    cache = room._cache
    columns = cache.columns
    monkeypatch.setattr(cache, "columns", lambda run, ids: read.append(list(ids)) or columns(run, ids))
    drained(room.gather("run"))
    assert read == [], "nothing is new"
    finish(project, [one(7)])
    drained(room.gather("run"))
    assert read == [], "an article that the run has not read has no row"
    assert room.scores("run").unread == 1
    project.put_suggestions([("a7", suggestion())])
    drained(room.gather("run"))
    assert read == [["a7"]]


def test_what_was_kept_is_followed_by_the_next_process(
    room: Room, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rooms, "LOOSE", 0)  # what was kept at first stays as it is
    finish(project, [one(7)])
    project.put_suggestions([("a7", suggestion())])
    drained(room.gather("run"))
    project.act(project.page("a7"), edits.reopen)  # its facts lie in the file, but not in what was kept
    project.act(project.page("a2"), edits.reopen)
    again = opened(project, project.path)
    assert again._known["run"].columns.ids == ["a1", "a3", "a4", "a5", "a6"]
    assert answers(again) == answers(anew(project))


def test_many_changes_are_kept_for_the_next_process(room: Room, project: Project) -> None:
    ids = [f"a{n}" for n in range(7, 20)]
    finish(project, [one(int(id[1:])) for id in ids])
    project.put_suggestions([(id, suggestion()) for id in ids])
    drained(room.gather("run"))
    kept = room._cache.standing("run")
    assert kept is not None
    assert (kept.mark, len(kept.columns)) == (project.store.mark(), 19)
    assert plain(kept.columns) == plain(room._known["run"].columns)


def test_other_terms_of_comparing_make_all_anew(room: Room, project: Project) -> None:
    """A label that none of the model's fits changes how both sides of every article are compared."""
    article, annotation = one(7)
    mentions = {id: msgspec.structs.replace(m, label="person") for id, m in annotation.mentions.items()}
    assert room._known["run"].rule == "ours"
    finish(project, [(article, msgspec.structs.replace(annotation, mentions=mentions))])
    project.put_suggestions([("a7", suggestion())])
    drained(room.gather("run"))
    assert room._known["run"].rule.startswith("coarse")
    assert answers(room) == answers(anew(project))
