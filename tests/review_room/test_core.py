"""What the room's window asks of the core beyond figures: verdicts, groups by kind, places that stay, the learning curve."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator import edits
from annotator.learn.cards import Card, Counts, GoldUsed, PartReport, Scores, Settings
from annotator.learn.cards import Verdict as Judged
from annotator.project import Project
from annotator.review import Room, cache_of
from annotator.review.learning import learned, lessons
from annotator.review.listing import Asked
from annotator.review.verdicts import SETTING, give
from tests.evaluating.fake import suggestion
from tests.review.conftest import OLD, finish, one


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.annot", curator="ada") as made:
        ids = finish(made, [one(n) for n in range(3)])
        made.add_run(OLD)
        made.put_suggestions([(id, suggestion()) for id in ids])
        yield made


@pytest.fixture
def room(project: Project) -> Iterator[Room]:
    cache = cache_of(project.path)
    found = Room(project.store, cache)
    list(found.gather("run"))
    yield found
    cache.close()


def test_verdicts_part_the_judged_ones(room: Room) -> None:
    first, second, *rest = room.failures("run", Asked()).rows
    room.judge(first.key, "unclear")
    room.judge(second.key, "model")
    assert room.failures("run", Asked(judged=True)).total == 2
    assert room.failures("run", Asked(judged=True, verdict="unclear")).rows == (first,)
    room.judge(first.key, "model")
    assert room.failures("run", Asked(judged=True, verdict="unclear")).total == 0
    assert room.failures("run", Asked(judged=True, verdict="model")).rows == (first, second)
    assert room.failures("run", Asked()).rows == tuple(rest)


def test_a_label_on_either_side_and_groups_by_kind(room: Room) -> None:
    everything = room.failures("run", Asked()).rows
    wanted = room.failures("run", Asked("mention", label="ORG")).rows
    assert wanted == tuple(f for f in everything if f.what == "mention" and "ORG" in f.labels)
    assert wanted
    kinds = {(g.labels[0], g.name): g.count for g in room.groups("run", Asked(), "kind")}
    assert sum(kinds.values()) == len(everything)
    assert kinds["mention", "edges"] == 3
    assert room.count_read("run") == (3, 0)


def test_an_article_that_is_finished_again_keeps_its_place_in_the_list(project: Project, room: Room) -> None:
    before = [f.article for f in room.failures("run", Asked()).rows]
    page = project.page(before[0])
    missed = next(m.id for m in page.mentions if page.words(m) == "Oslo")
    page = project.apply(page, edits.label(page, missed, "ORG"))
    project.apply(page, edits.finish(page, "ada", "2026-03-01T00:00:00Z"))
    list(room.gather("run"))
    after = [f.article for f in room.failures("run", Asked()).rows]
    assert list(dict.fromkeys(after)) == list(dict.fromkeys(before))
    assert len(after) < len(before)


def test_a_verdict_is_a_setting_and_can_be_taken_back(project: Project) -> None:
    give(project, "k", "both")
    assert '"who": "ada"' in (project.store.setting(f"{SETTING}k") or "")
    give(project, "k", None)
    assert not project.store.setting(f"{SETTING}k")


def card(taught: int, f1: int, *, trained: bool = True) -> Card:
    after = Scores(8, Counts(f1, 100 - f1, 100 - f1))
    gold = GoldUsed(taught + 8, taught, 0, 8, 0, 0, "")
    part = (PartReport("entities", trained),)
    judged = Judged(True, "")
    return Card(f"m{taught}", "", "", "", "", "", Settings(), gold, part, Scores(), after, judged, 0.0)


def test_the_curve_goes_through_the_models_that_learned_mentions() -> None:
    cards = [card(100, 70), card(25, 55), card(50, 63), card(60, 99, trained=False)]
    found = learned(lessons(cards))
    assert [(lesson.articles, lesson.f1) for lesson in found.lessons] == [(25, 0.55), (50, 0.63), (100, 0.7)]
    assert found.curve is not None
    assert found.curve.at(100) == pytest.approx(0.7, abs=0.01)
    assert found.more is not None
    assert found.curve.at(100 + found.more) == pytest.approx(found.curve.at(100) + 0.01)
    assert found.low is not None
    assert found.low <= found.more


def test_two_models_make_no_curve() -> None:
    found = learned(lessons([card(25, 55), card(50, 63)]))
    assert found.curve is None
    assert found.more is None
    assert len(found.lessons) == 2
