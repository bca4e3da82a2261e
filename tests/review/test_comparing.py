"""Two runs, limits on probabilities, and how the work goes."""

from __future__ import annotations

import itertools
from pathlib import Path

import msgspec
import numpy as np
import pytest

from annotator import edits
from annotator.clock import now
from annotator.ledger import JUDGED
from annotator.project import Project
from annotator.quality.curve import fit
from annotator.review import Room, Slice, cache_of
from annotator.review.columns import columns_of
from annotator.review.comparing import SURE, Compared
from annotator.review.drawn import changes
from annotator.review.facts import Facts, facts_of
from annotator.review.over_time import over_time
from annotator.review.thresholds import thresholds
from tests.evaluating.fake import suggestion
from tests.review.conftest import OLD, one
from tests.review.test_room import drained


def test_what_a_better_run_fixed_is_told_and_what_it_broke(room: Room) -> None:
    found = drained(room.compare("run", "new"))
    lines = {(line.group, line.name): line for line in found.lines}  # type: ignore[attr-defined]
    assert found.articles == 5, "only what both have read"  # type: ignore[attr-defined]
    strict = lines["mentions", "strict"]
    assert (strict.old, strict.new) == (2 * 3 / 12, 2 * 4 / 12)
    assert strict.change == pytest.approx(1 / 6)
    assert strict.change_interval is not None
    assert strict.change_interval[0] > 0
    assert lines["stances", "triplet"].change == 0
    assert lines["stances", "triplet"].p == 1
    assert lines["labels", "ORG"].change == 0, "it was wrong before, and is not suggested any more"
    fixed, broke = room.changed("run", "new", fixed=True), room.changed("run", "new", fixed=False)
    assert (fixed.total, broke.total) == (5, 0)
    assert {row.about for row in fixed.rows} == {"Oslo"}
    assert room.changed("run", "new", Slice(source="Post"), fixed=True).total == 3


def test_what_was_fixed_comes_in_pages_that_fit_together(room: Room, project: Project) -> None:
    everything = room.changed("run", "new", fixed=True).rows
    pages = [room.changed("run", "new", fixed=True, offset=offset, limit=2) for offset in range(0, 6, 2)]
    assert [(page.total, page.offset, len(page.rows)) for page in pages] == [(5, 0, 2), (5, 2, 2), (5, 4, 1)]
    assert tuple(row for page in pages for row in page.rows) == everything
    room.judge(everything[0].key, "both")
    assert room.changed("run", "new", fixed=True, offset=2, limit=2) == pages[1], "though one was judged meanwhile"
    assert room.changed("run", "new", fixed=False).total == 0
    assert room.changed("new", "run", fixed=False).total == 4, "another question is another list"
    project.act(project.page("a2"), edits.reopen)
    drained(room.gather("new"))
    assert room.changed("run", "new", fixed=True).total == 3, "without what was judged, and what is open again"


def test_chance_is_as_likely_as_all_exchanges_say(room: Room) -> None:
    """Five articles that all got better: of 32 ways to exchange them only two have so large a difference."""
    found = drained(room.compare("run", "new"))
    p = next(line.p for line in found.lines if line.name == "strict")  # type: ignore[attr-defined]
    exact = sum(abs(sum(signs)) == 5 for signs in itertools.product((1, -1), repeat=5)) / 32
    assert p == pytest.approx(exact, abs=0.03)


def test_chart_and_table_call_the_same_changes_sure(room: Room) -> None:
    """The interval leaves out zero here, the test says that it may be chance: the test decides, for both."""
    found = drained(room.compare("run", "new"))
    assert isinstance(found, Compared)
    strict = next(line for line in found.lines if line.name == "strict")
    assert strict.change_interval is not None
    assert strict.change_interval[0] > 0
    assert strict.p is not None
    assert strict.p >= SURE
    assert not strict.sure
    surer = msgspec.structs.replace(strict, p=0.049)
    drawn = changes(msgspec.structs.replace(found, lines=(strict, surer)), "old", "new")
    assert [row.verdict for row in drawn.rows] == ["chance", "better"]


def test_every_limit_tells_what_it_would_have_taken_and_how_much_was_right() -> None:
    told = ((0.9, True), (0.8, False), (0.8, True), (0.2, False))
    columns = columns_of([Facts("a", told={"entities": told}), Facts("b", told={"entities": ((0.5, True),)})])
    found = thresholds(columns, columns.mask(Slice()), "entities")
    at = {round(step.at, 2): (step.taken, step.right) for step in found.steps}
    assert (at[0.0], at[0.5], at[0.51], at[0.8], at[0.81], at[1.0]) == ((5, 3), (4, 3), (3, 2), (3, 2), (1, 1), (0, 0))
    assert found.steps[-1].precision is None
    assert found.steps[80].wrong == 1
    alone = thresholds(columns, np.array([False, True]), "entities")
    assert alone.total == 1
    assert thresholds(columns, columns.mask(Slice()), "stances").calibration is None


def test_the_work_is_told_in_stretches_and_by_habit(tmp_path: Path) -> None:
    with Project.create(tmp_path / "hand.annot", curator="ada") as project:
        project.add([one(n)[0] for n in (1, 2)])
        project.add_run(OLD)
        project.put_suggestions([(f"a{n}", suggestion()) for n in (1, 2)])
        for id in ("a1", "a2"):
            page = project.page(id)
            for _ in range(3):
                project.count_press()
            first, second = page.open[:2]
            page = project.act(page, edits.accept, first)
            for _ in range(2):
                project.count_press()
            page = project.act(page, edits.reject, second)
            project.act(page, edits.finish, "ada", now(), ())
        cache = cache_of(project.path)
        room = Room(project.store, cache)
        drained(room.gather("run"))
        found = room.over_time("run")
        assert [(s.articles, s.accepted, s.presses, s.acts) for s in found.stretches] == [(1, 0.5, 5.0, 3.0)] * 2
        assert found.stretches[0].seconds is not None
        assert [habit.blind for habit in found.habits] == [False]
        assert found.pull is None
        fates = room.scores("run").fates["mention"]
        assert sum(fates.get(fate, 0) for fate in JUDGED) >= 2
        cache.close()


@pytest.mark.parametrize("blind", [False, True])
def test_nothing_becomes_of_suggestions_that_nobody_saw(*, blind: bool) -> None:
    """Blind gold that shares mentions with a suggestion accepted none of it, and added nothing to it."""
    article, annotation = one(1)
    found = facts_of(article, msgspec.structs.replace(annotation, blind=blind), suggestion(), (), ())
    assert any(key[0] == "fates" for key in found.counts) is not blind


def test_blind_gold_has_lines_and_a_habit_of_its_own() -> None:
    counts = {("mentions", "strict", name): 4.0 for name in ("right", "found", "suggested", "gold")}
    worse = counts | {("mentions", "strict", "right"): 1.0, ("mentions", "strict", "found"): 1.0}
    columns = columns_of([Facts("a", done="2026", blind=True, counts=worse), Facts("b", done="2026", counts=counts)])
    found = over_time(columns, columns.mask(Slice()))
    assert [(habit.blind, habit.f1) for habit in found.habits] == [(True, 0.25), (False, 1.0)]
    assert found.pull == 0.75


def test_a_curve_through_points_of_a_power_law_is_that_law() -> None:
    points = [(n, 1 - 0.8 * n**-0.3) for n in (50, 100, 200, 400)]
    curve = fit(points)
    assert curve is not None
    assert (curve.a, curve.b) == (pytest.approx(0.8), pytest.approx(0.3))
    assert curve.at(1000) == pytest.approx(1 - 0.8 * 1000**-0.3)
    more = curve.needed(400, 0.01)
    assert more is not None
    assert curve.at(400 + more) == pytest.approx(curve.at(400) + 0.01)
    assert curve.needed(400, 1.0) is None, "nothing raises a score over one"
    band = curve.needed_band(400, 0.01)
    assert band is not None
    assert band[0] <= more + 1e-6


def test_a_curve_agrees_with_least_squares_of_numpy() -> None:
    points = [(10.0, 0.4), (40.0, 0.55), (160.0, 0.6), (500.0, 0.71)]
    curve = fit(points)
    assert curve is not None
    slope, height = np.polyfit(np.log([n for n, _ in points]), np.log([1 - s for _, s in points]), 1)
    assert (curve.b, curve.a) == (pytest.approx(-slope), pytest.approx(np.exp(height)))


def test_too_few_points_make_no_curve() -> None:
    assert fit([]) is None
    assert fit([(10, 0.5), (20, 0.6)]) is None
    assert fit([(10, 0.5), (10, 0.6), (10, 0.7)]) is None
    falling = fit([(10, 0.9), (20, 0.8), (40, 0.7)])
    assert falling is not None
    assert falling.needed(40, 0.01) is None, "more gold does not help a score that falls"


def test_facts_survive_being_kept(project: Project, room: Room) -> None:
    rows = room._known["run"].columns
    assert msgspec.structs.asdict(Facts("x"))["article"] == "x"
    assert rows.ids == [f"a{n}" for n in range(1, 7)]
    assert rows.sources == ["Post", "Times"] * 3
    assert rows.labels[0] == ("GPE", "PERSON", "TOPIC")
