"""The room against the same counts made otherwise: whole, sliced, after decisions, and when its cache is gone."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator import edits
from annotator.clock import now
from annotator.evaluating.reading import GoldSource
from annotator.evaluating.scoring import Scores, compare, score
from annotator.evaluating.work import evaluate
from annotator.project import Project
from annotator.quality.labels import title_blind
from annotator.review import Asked, NoRun, Room, Slice, cache_of
from annotator.review.figures import lines_of
from annotator.review.flat import flat, scores_of
from annotator.review.verdicts import SETTING, setting_of
from tests.evaluating.fake import Fake, gold, suggestion
from tests.review.conftest import OLD, PARTED, finish, one, parted


def drained(work: object) -> object:
    """What a generator returns."""
    while True:
        try:
            next(work)  # type: ignore[call-overload]
        except StopIteration as end:
            return end.value


def test_scores_come_back_from_flat_counts_as_they_were() -> None:
    scores = score(compare(*gold(), suggestion(), (title_blind,)), (title_blind,))
    bare = msgspec.structs.replace(scores, told={})
    assert scores_of(flat(scores)) == bare
    assert scores_of({}) == Scores()


@given(st.integers(1, 5))
def test_counts_of_articles_add_up_to_the_scores_of_all(times: int) -> None:
    scores = score(compare(*gold(), suggestion(), (title_blind,)), (title_blind,))
    summed = {key: value * times for key, value in flat(scores).items()}
    total = scores
    for _ in range(times - 1):
        total = msgspec.structs.replace(
            total,
            **{part: getattr(total, part) + getattr(scores, part)
               for part in ("mentions", "overlaps", "clusters", "stances", "cues")},
        )  # fmt: skip
    assert scores_of(summed) == msgspec.structs.replace(total, told={})


def test_the_figures_are_those_of_annotator_evaluate(room: Room, project: Project) -> None:
    cases = tuple((project.store.article(id), project.store.annotation(id)) for id in project.store.ids(("done",)))
    found = drained(evaluate(GoldSource("gold", cases), Fake()))
    lines = {(line.group, line.name): line for line in room.scores("run").lines}
    mentions, stances, clusters = found.mentions, found.stances, found.clusters  # type: ignore[attr-defined]
    assert lines["mentions", "strict"].f1 == mentions.strict.f1 == 2 * 3 / (7 + 5)
    assert {name: line.f1 for (group, name), line in lines.items() if group == "labels"} == {
        label: each.f1 for label, each in mentions.by_label.items()
    }
    assert lines["clusters", "b3"].f1 == clusters.b_cubed.f1
    assert lines["clusters", "lea"].f1 == clusters.lea.f1
    assert lines["stances", "triplet"].p == stances.triplet.p == pytest.approx(1 / 3)
    assert lines["polarities", "macro"].f1 == stances.macro_f1
    assert room.thresholds("run", "entities").calibration == found.calibration["entities"]  # type: ignore[attr-defined]


def test_a_slice_counts_only_its_articles(room: Room) -> None:
    assert room.scores("run").articles == 6
    assert room.scores("run", Slice(source="Post")).articles == 3
    assert room.scores("run", Slice(since="2026-01-02", until="2026-01-04")).articles == 3
    assert room.scores("run", Slice(label="TOPIC")).articles == 6
    assert room.scores("run", Slice(label="LAW")).articles == 0
    assert room.scores("run", Slice(curator="nobody")).articles == 0
    assert room.scores("run", Slice(shortest=100)).articles == 0
    assert room.scores("run", Slice(blind=False)).articles == 6
    assert room.scores("run", Slice(source="nowhere")).lines[0].f1 is None
    assert room.failures("run", Asked(), Slice(source="Post")).total * 2 == room.failures("run", Asked()).total
    choices = room.choices("run")
    assert choices.sources == (("Post", 3), ("Times", 3))
    assert (choices.first_day, choices.last_day) == ("2026-01-01", "2026-01-06")


def test_what_went_wrong_is_listed_and_counted_alike(room: Room) -> None:
    scored = room.scores("run")
    for what, kinds in scored.kinds.items():
        for kind, count in kinds.items():
            assert room.failures("run", Asked(what=what, kind=kind)).total == count  # type: ignore[arg-type]
    listed = room.failures("run", Asked(what="mention", kind="label"), limit=1)
    assert listed.rows[0].labels == ("GPE", "ORG")
    assert (listed.rows[0].about, listed.rows[0].p) == ("Oslo", 0.6)
    assert listed.rows[0].words.startswith("Dora Lind attacked")
    pages = [room.failures("run", Asked(), offset=offset, limit=5).rows for offset in range(0, 100, 5)]
    keys = [row.key for rows in pages for row in rows]
    assert len(keys) == len(set(keys)) == room.failures("run", Asked()).total
    sure = [row.p for row in room.failures("run", Asked(sure_first=True)).rows if row.p is not None]
    assert sure == sorted(sure, reverse=True)
    groups = room.groups("run", Asked(what="mention", kind="label"), "labels")
    assert [(g.labels, g.count) for g in groups] == [(("GPE", "ORG"), 6)]
    assert room.failures("run", Asked(text="OSLO", what="mention", kind="label")).total == 6


def test_errors_have_titles_and_are_grouped_by_article(room: Room, project: Project) -> None:
    title = project.store.article("a2").title
    own = room.failures("run", Asked(article="a2"))
    assert own.total * 6 == room.failures("run", Asked()).total
    assert {(row.article, row.title) for row in own.rows} == {("a2", title)}
    groups = room.groups("run", Asked(), "article")
    assert [(group.name, group.title, group.count) for group in groups] == [
        (f"a{n}", project.store.article(f"a{n}").title, own.total) for n in range(1, 7)
    ]
    assert [group.name for group in room.groups("run", Asked(), "article", Slice(source="Post"))] == ["a1", "a3", "a5"]


def test_entities_that_are_split_or_merged_are_listed(project: Project) -> None:
    project.add_run(PARTED)
    project.put_suggestions([("a1", parted())])
    cache = cache_of(project.path)
    room = Room(project.store, cache)
    drained(room.gather(PARTED.id))
    assert room.scores(PARTED.id).kinds["entity"] == {"split": 1, "merged": 1}
    rows = {row.kind: row for row in room.failures(PARTED.id, Asked("entity")).rows}
    assert (rows["split"].about, rows["split"].suggested) == ("Dora Lind", "1 of 2 apart: “Lind & Co”")
    assert (rows["merged"].about, rows["merged"].gold) == ("Emil", "1 of 2 apart: “Emil”")
    cache.close()


def test_a_verdict_takes_a_disagreement_off_the_list_until_it_is_taken_back(room: Room, project: Project) -> None:
    first, before = room.failures("run", Asked()).rows[0], room.failures("run", Asked()).total
    project.store.set_setting(SETTING + first.key, setting_of("unclear", "ada", now()))
    room.judge(first.key, "unclear")
    assert room.failures("run", Asked()).total == before - 1
    assert [row.key for row in room.failures("run", Asked(judged=True)).rows] == [first.key]
    cache = cache_of(project.path)
    again = Room(project.store, cache)
    drained(again.gather("run"))
    assert again.verdicts == {first.key: "unclear"}
    assert again.failures("run", Asked()).total == before - 1
    again.judge(first.key, None)
    assert again.failures("run", Asked()).total == before
    cache.close()


def test_only_what_changed_is_compared_anew(room: Room, project: Project) -> None:
    assert list(room.gather("run")) == [], "nothing is new"
    page = project.page("a1")
    oslo = next(m.id for m in page.annotation.mentions.values() if page.words(page.mention(m.id)) == "Oslo")  # type: ignore[arg-type]
    page = project.act(page, edits.label, oslo, "ORG")
    steps = list(room.gather("run"))
    assert room.scores("run").articles == 5, "an article that is open again does not count"
    assert steps == []
    project.act(page, edits.finish, "ada", now(), ())
    assert [step.total for step in room.gather("run")][-1:] == [1]
    assert room.failures("run", Asked(what="mention", kind="label")).total == 5, "it is mended"


def test_a_cache_that_is_damaged_or_gone_is_made_anew(room: Room, project: Project) -> None:
    wanted = room.scores("run")
    path = project.path.with_name(".news.review")
    assert path.exists()
    for damage in (b"nonsense" * 1000, None):
        for file in project.path.parent.glob(".news.review*"):
            file.unlink()
        if damage:
            path.write_bytes(damage)
        cache = cache_of(project.path)
        again = Room(project.store, cache)
        drained(again.gather("run"))
        assert again.scores("run") == wanted
        cache.close()


def test_where_nothing_can_be_written_the_room_works_in_memory(project: Project, tmp_path: Path) -> None:
    (tmp_path / ".news.review").mkdir()
    cache = cache_of(project.path)
    again = Room(project.store, cache)
    drained(again.gather("run"))
    assert again.scores("run").articles == 6
    cache.close()
    assert list((tmp_path / ".news.review").iterdir()) == []


def test_a_cache_of_another_format_is_emptied(room: Room, project: Project) -> None:
    path = project.path.with_name(".news.review")
    with sqlite3.connect(path) as db:
        db.execute("UPDATE about SET value = '0' WHERE key = 'format'")
    cache = cache_of(project.path)
    assert cache.stamps("run", "ours", ["a1"]) == {}
    cache.close()


def test_unread_articles_are_told_and_an_unknown_run_refused(room: Room) -> None:
    assert (room.scores("new").articles, room.scores("new").unread) == (5, 1)
    with pytest.raises(NoRun):
        drained(room.gather("nothing"))


def test_intervals_hold_the_figure_and_are_the_same_each_time(project: Project, room: Room) -> None:
    project.put_suggestions([])
    finish(project, [one(n) for n in range(7, 12)])
    project.put_suggestions([(f"a{n}", msgspec.structs.replace(suggestion(), mentions=())) for n in range(7, 12)])
    drained(room.gather("run"))
    found = drained(room.intervals("run"))
    assert found == drained(room.intervals("run"))
    for line in room.scores("run").lines:
        low_high = found[line.group, line.name]  # type: ignore[index]
        if line.f1 and low_high is not None:
            assert low_high[0] <= line.f1 <= low_high[1]
    low, high = found["mentions", "strict"]  # type: ignore[index]
    assert low < high


def test_labels_of_another_house_are_compared_as_evaluate_does(tmp_path: Path) -> None:
    with Project.create(tmp_path / "other.annot", curator="ada") as project:
        article, annotation = one(1)
        names = {"PERSON": "person", "GPE": "place", "TOPIC": "abstract"}
        mentions = {id: msgspec.structs.replace(m, label=names[m.label]) for id, m in annotation.mentions.items()}
        finish(project, [(article, msgspec.structs.replace(annotation, mentions=mentions))])
        project.add_run(OLD)
        project.put_suggestions([(article.id, suggestion())])
        cache = cache_of(project.path)
        room = Room(project.store, cache)
        drained(room.gather("run"))
        labels = {line.name: line.f1 for line in room.scores("run").lines if line.group == "labels"}
        source = GoldSource("x", ((article, project.store.annotation(article.id)),))
        found = drained(evaluate(source, Fake()))
        assert labels == {name: each.f1 for name, each in found.mentions.by_label.items()}  # type: ignore[attr-defined]
        assert set(labels) == {"PER", "LOC", "ABSTRACT"}
        assert lines_of(Scores())
        cache.close()
