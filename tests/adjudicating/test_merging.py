"""Merging: nothing here is changed, nothing is kept twice, what agrees is told, and a killed merge goes on."""

from __future__ import annotations

import json
import random
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import jsonschema
import msgspec
import pytest

from annotator import edits
from annotator.bringing import difference
from annotator.errors import InputError
from annotator.evaluating.reading import Case
from annotator.exporting import export
from annotator.gold import decode, encode, from_gold, json_schema, to_gold
from annotator.importing import import_files
from annotator.merging import Merged, merge
from annotator.project import Coming, Project, Query
from annotator.records import Annotation, Article, Said
from annotator.store import open_store
from annotator.versions import work_of
from tests.adjudicating.curators import both, merged, run, written
from tests.agreeing.planting import PLANTS, article, under_other_ids
from tests.core.test_commands import annotator
from tests.store.children import child, line_of

KINDS = len(PLANTS) - 1


def by(curator: str, *cases: Case) -> list[Case]:
    return [(found, msgspec.structs.replace(a, status="done", curators=(curator,))) for found, a in cases]


def state(project: Project) -> dict[str, Annotation]:
    return {id: project.store.annotation(id) for id in project.store.ids()}


def merging(project: Project, *paths: Path) -> Merged:
    found: Merged = run(merge(project, paths))
    assert project.check() == []
    return found


def made(path: Path, cases: list[Case], curator: str) -> Path:
    """A project in which a curator finished these."""
    with Project.create(path, curator=curator) as project:
        project.add([found for found, _ in cases])
        for found, annotation in cases:
            change = difference(Annotation(), annotation, "import", "import")
            project.bring([Coming(found.id, annotation, change, curator)])
    return path


# --- nothing lost, nothing changed


def test_what_was_here_stays_to_the_byte_and_other_versions_lie_beside_it(tmp_path: Path) -> None:
    mine, theirs = both()
    path = tmp_path / "p.annot"
    with Project.create(path, curator="ann") as project:
        run(import_files(project, [written(tmp_path / "ann.jsonl", mine)]))
        before, events = state(project), len(project.store.events())
        found = merging(project, written(tmp_path / "ben.jsonl", theirs))
        assert (found.versions, found.same, found.refused, found.taken) == (KINDS + 1, 0, 0, 0)
        assert found.states == {"to adjudicate": KINDS, "agreed": 1}
        assert state(project) == before
        assert len(project.store.events()) == events
        for found_, annotation in theirs:
            own, other = sorted(project.versions(found_.id), key=lambda version: not version.own)
            assert (own.curator, own.own, own.annotation) == ("ann", True, before[found_.id])
            assert (other.curator, other.source) == ("ben", "ben.jsonl")
            assert work_of(other.annotation) == work_of(annotation)


def test_the_same_again_keeps_nothing_twice(tmp_path: Path) -> None:
    mine, theirs = both()
    path, first = merged(tmp_path, mine, theirs)
    with Project.open(path) as project:
        before = state(project), [project.versions(id) for id in project.store.ids()]
        again = merging(project, tmp_path / "second.jsonl")
        assert (again.versions, again.same) == (0, first.versions)
        assert again.words() == f"0 versions kept, {first.versions} already there"
        assert (state(project), [project.versions(id) for id in project.store.ids()]) == before


def test_a_project_can_be_merged_as_well_as_gold(tmp_path: Path) -> None:
    mine, theirs = both(["other label", "nothing"])
    other = made(tmp_path / "ben.annot", theirs, "ben")
    with Project.create(tmp_path / "p.annot", curator="ann") as project:
        run(import_files(project, [written(tmp_path / "ann.jsonl", mine)]))
        found = merging(project, other)
        assert found.states == {"to adjudicate": 1, "agreed": 1}
        assert {v.curator for id in project.store.ids() for v in project.versions(id)} == {"ann", "ben"}


def test_unfinished_work_is_kept_and_waits(tmp_path: Path) -> None:
    mine, theirs = both(["other label"])
    started = [(found, msgspec.structs.replace(a, status="started", curators=())) for found, a in theirs]
    other = made(tmp_path / "ben.annot", started, "ben")
    with Project.create(tmp_path / "p.annot", curator="ann") as project:
        run(import_files(project, [written(tmp_path / "ann.jsonl", mine)]))
        found = merging(project, other)
        assert (found.versions, found.unfinished, found.states) == (1, 1, {"kept": 1})
        later = merging(project, written(tmp_path / "ben.jsonl", theirs))
        assert (later.renewed, later.states) == (0, {"to adjudicate": 1})


def test_a_newer_version_of_the_same_curator_counts_and_the_older_is_kept(tmp_path: Path) -> None:
    mine, theirs = both(["other label"])
    path, _ = merged(tmp_path, mine, theirs)
    same = [(found, msgspec.structs.replace(under_other_ids(a), curators=("ben",))) for found, a in mine]
    with Project.open(path) as project:
        found = merging(project, written(tmp_path / "later.jsonl", same))
        assert (found.versions, found.renewed, found.states) == (1, 1, {"agreed": 1})
        assert len(project.versions(mine[0][0].id)) == 3


# --- what nobody decided here


def test_finished_work_of_one_becomes_the_annotation_where_nobody_decided(tmp_path: Path) -> None:
    mine, _ = both(["nothing"])
    found, annotation = mine[0]
    with Project.create(tmp_path / "p.annot", curator="lead") as project:
        project.add([found])
        project.act(project.page(found.id), edits.flag)
        told = merging(project, written(tmp_path / "ann.jsonl", mine))
        assert (told.taken, told.states) == (1, {"taken": 1})
        now = project.store.annotation(found.id)
        assert (work_of(now), now.status, now.curators, now.flagged) == (work_of(annotation), "done", ("ann",), True)
        assert project.undo_words() is None, "it is no act of ours"
        later = merging(project, written(tmp_path / "ben.jsonl", by("ben", (found, under_other_ids(annotation)))))
        assert later.states == {"agreed": 1}
        assert project.store.annotation(found.id) == now


def test_what_several_say_alike_begins_an_article_that_nobody_decided_about(tmp_path: Path) -> None:
    mine, theirs = both()
    with Project.create(tmp_path / "p.annot", curator="lead") as project:
        files = [written(tmp_path / f"{name}.jsonl", cases) for name, cases in (("ann", mine), ("ben", theirs))]
        told = merging(project, *files)
        assert (told.articles, told.taken, told.begun) == (len(mine), 1, KINDS)
        assert told.states == {"to adjudicate": KINDS, "agreed": 1}
        assert project.counts() == {"todo": 0, "started": KINDS, "done": 1, "skipped": 0}
        agreed = project.store.annotation(mine[0][0].id)
        assert agreed.curators == ("ann", "ben")
        assert len(list(run_export(project, tmp_path))) == 1, "what is disputed is no gold"


def run_export(project: Project, folder: Path) -> list[bytes]:
    run(export(project, folder / "out.jsonl"))
    return (folder / "out.jsonl").read_bytes().splitlines()


def test_a_skipped_article_stays_skipped(tmp_path: Path) -> None:
    mine, _ = both(["nothing"])
    with Project.create(tmp_path / "p.annot", curator="lead") as project:
        project.add([mine[0][0]])
        project.act(project.page(mine[0][0].id), edits.skip)
        told = merging(project, written(tmp_path / "ann.jsonl", mine))
        assert (told.taken, told.states) == (0, {"kept": 1})
        assert project.counts()["skipped"] == 1


# --- what is refused


def test_another_text_under_the_same_id_is_refused_and_told(tmp_path: Path) -> None:
    mine, theirs = both(["nothing", "other label"])
    other = Article(theirs[0][0].id, f"{theirs[0][0].text} More.")
    with Project.create(tmp_path / "p.annot", curator="ann") as project:
        run(import_files(project, [written(tmp_path / "ann.jsonl", mine)]))
        before = state(project)
        found = merging(project, written(tmp_path / "ben.jsonl", [(other, theirs[0][1]), theirs[1]]))
        assert (found.versions, found.refused) == (1, 1)
        assert "another text with this id" in found.problems[0]
        assert state(project) == before


def test_a_text_under_another_id_is_refused_and_told(tmp_path: Path) -> None:
    mine, theirs = both(["other label"])
    with Project.create(tmp_path / "p.annot", curator="ann") as project:
        run(import_files(project, [written(tmp_path / "ann.jsonl", mine)]))
        renamed = msgspec.structs.replace(theirs[0][0], id="elsewhere")
        found = merging(project, written(tmp_path / "ben.jsonl", [(renamed, theirs[0][1])]))
        assert (found.versions, found.refused) == (0, 1)
        assert "under another id" in found.problems[0]


def test_files_that_cannot_be_merged_are_told_and_the_others_are(tmp_path: Path) -> None:
    mine, theirs = both(["other label"])
    path, _ = merged(tmp_path, mine, theirs)
    text = tmp_path / "plain.txt"
    text.write_text("Only words.\n")
    bad = tmp_path / "bad.jsonl"
    bad.write_bytes(b'{"schema": "annotator.gold/1"}\n' + (tmp_path / "second.jsonl").read_bytes())
    with Project.open(path) as project:
        found = merging(project, text, tmp_path / "missing.annot", path, bad)
        assert found.same == 1
        words = " ".join(found.problems)
        for expected in ("only projects and gold", "missing.annot", "not merged with itself", "bad.jsonl:1"):
            assert expected in words


# --- the command


def test_the_command_prints_counts_and_status_shows_them(tmp_path: Path) -> None:
    mine, theirs = both()
    path, other = tmp_path / "p.annot", written(tmp_path / "ben.jsonl", theirs)
    annotator("new", path)
    annotator("import", path, written(tmp_path / "ann.jsonl", mine))
    told = annotator("merge", path, other).stdout
    assert f"{KINDS + 1} versions kept." in told
    assert f"Articles with versions: {KINDS} to adjudicate, 1 agreed." in told
    assert f"{KINDS + 1} already there" in annotator("merge", path, other).stdout
    assert f"versions: {KINDS} to adjudicate, 1 agreed" in annotator("status", path).stdout
    assert json.loads(annotator("status", path, "--json").stdout)["versions"] == {"to adjudicate": KINDS, "agreed": 1}
    assert json.loads(annotator("merge", path, other, "--json").stdout)["same"] == KINDS + 1
    assert "no problems found" in annotator("check", path).stdout
    refused = annotator("merge", path, path)
    assert (refused.returncode, "not merged with itself" in refused.stderr) == (1, True)


# --- lists and damage


def test_the_list_finds_what_is_to_be_adjudicated_and_goes_on_to_the_next(tmp_path: Path) -> None:
    mine, theirs = both(["nothing", "other label", "nothing", "missing stance", "other range"])
    path, _ = merged(tmp_path, mine, theirs)
    ids = [found.id for found, _ in mine]
    with Project.open(path) as project:
        for order in ("import", "title", "length", "random"):
            query = Query(order=order, versions="to adjudicate")
            rows = [row.id for row in project.rows(query)]
            assert sorted(rows) == sorted([ids[1], ids[3], ids[4]])
            assert project.count(query) == 3
            assert [project.position(id, query) for id in rows] == [0, 1, 2]
            assert project.next_open(None, query) == rows[0], "though all are done"
            assert project.next_open(rows[0], query) == rows[1]
        assert [row.id for row in project.rows(Query(versions="agreed", statuses=("done",)))] == [ids[0], ids[2]]
        assert project.count(Query(versions="to adjudicate", statuses=("todo",))) == 0
        assert project.count(Query(versions="to adjudicate", curator="ann", label="PERSON")) == 3


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE version SET doc = replace(doc, 'PERSON', 'ORG') WHERE number = 1", "a version does not fit its hash"),
        ("UPDATE version SET curator = 'eve' WHERE number = 1", "a version does not fit its hash"),
        ("DELETE FROM merged", "says something else of its versions"),
        ("UPDATE merged SET state = 'agreed'", "says something else of its versions"),
        ("DELETE FROM version", "says something else of its versions"),
    ],
)
def test_damage_to_versions_is_found(tmp_path: Path, sql: str, told: str) -> None:
    mine, theirs = both(["other label"])
    path, _ = merged(tmp_path, mine, theirs)
    with closing(sqlite3.connect(path)) as db:
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            db.execute("DELETE FROM version")
        triggers = [row for (row,) in db.execute("SELECT sql FROM sqlite_schema WHERE name GLOB 'version_no_*'")]
        db.execute("DROP TRIGGER version_no_UPDATE")
        db.execute("DROP TRIGGER version_no_DELETE")
        db.execute(sql)
        for trigger in triggers:
            db.execute(trigger)
        db.commit()
    store = open_store(path)
    assert told in " ".join(problem.what for problem in store.check())
    store.close()


# --- who said what, in the record


def test_who_said_what_is_in_the_schema_and_old_records_are_as_they_were() -> None:
    found, annotation = by("ann", article(0))[0]
    plain = encode(to_gold(found, annotation))
    assert b'"said"' not in plain
    told = encode(
        to_gold(found, annotation, {"m1": Said(("ann",), ("ben",)), "s1": Said(("ben",)), "e1": Said(("ann",))})
    )
    record = decode(told)
    assert [s.item for s in record.provenance.said] == ["e1", "m1", "s1"]
    assert encode(to_gold(*from_gold(record))) == told
    schema = json_schema()
    assert schema["$defs"]["GoldProvenance"]["properties"]["said"]["items"] == {"$ref": "#/$defs/GoldSaid"}
    assert schema["$defs"]["GoldSaid"]["required"] == ["item"]
    jsonschema.validate(json.loads(told), schema)
    jsonschema.validate(json.loads(plain), schema)
    broken = json.loads(told)
    broken["provenance"]["said"][0]["item"] = "e99"
    with pytest.raises(InputError, match="there is no item 'e99'"):
        decode(json.dumps(broken).encode())


def test_what_is_changed_after_the_import_was_had_only_partly() -> None:
    found, annotation = by("ann", article(0))[0]
    record = to_gold(found, annotation, {"m1": Said(("ann", "ben")), "m2": Said(("ann",))})
    _, come = from_gold(record)
    mention = come.mentions["m1"]
    changed = msgspec.structs.replace(mention, label="ORG", decision="corrected")
    after = msgspec.structs.replace(come, mentions=come.mentions | {"m1": changed})
    said = {s.item: s for s in to_gold(found, after).provenance.said}
    assert (said["m1"].same, said["m1"].partly) == ((), ("ann", "ben"))
    assert said["m2"].same == ("ann",)


# --- killed


def test_a_merge_that_is_killed_loses_nothing_and_goes_on(tmp_path: Path) -> None:
    kinds = list(PLANTS) * 40
    mine, theirs = both(kinds)
    other = written(tmp_path / "ben.jsonl", theirs)
    path = tmp_path / "p.annot"
    with Project.create(path, curator="ann") as project:
        run(import_files(project, [written(tmp_path / "ann.jsonl", mine)]))
        before = state(project)
    script = """
from annotator.merging import merge
from annotator.project import Project
with Project.open(path, "ann") as project:
    for progress in merge(project, [Path(sys.argv[2])]):
        say(progress.words)
"""
    chance = random.Random(5)
    for _ in range(4):
        with child(script, path, other) as process:
            line_of(process)
            time.sleep(chance.uniform(0, 0.6))
            process.kill()
            process.wait()
        with Project.open(path, "ann") as project:
            assert project.check() == []
            assert state(project) == before
            assert sum(project.merged().values()) % 100 in (0, len(before) % 100), "a batch is whole or not there"
    with Project.open(path, "ann") as project:
        found = merging(project, other)
        assert found.versions + found.same == len(before)
        assert all(len(project.versions(id)) == 2 for id in project.store.ids())


def test_no_adjudication_that_was_acknowledged_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    mine, theirs = both(list(PLANTS) * 4)
    path, _ = merged(tmp_path, mine, theirs)
    script = """
from annotator import edits
from annotator.adjudicating import Adjudication
from annotator.project import Project
with Project.open(path, "ann") as project:
    for id in project.store.ids():
        room = Adjudication(project.store.article(id), project.versions(id))
        while left := room.left(project.page(id).annotation):
            page = project.page(id)
            project.act(page, edits.adjudicate, room.plan(page.annotation, left[0], 1))
            say(id, left[0].key)
"""
    chance, told = random.Random(3), set[tuple[str, str]]()
    for _ in range(4):
        with child(script, path) as process:
            for _ in range(chance.randint(1, 9)):
                if line := line_of(process):
                    told.add(tuple(line.split()))  # type: ignore[arg-type]
            process.kill()
            rest = process.communicate()[0].splitlines()
            told |= {tuple(line.split()) for line in rest if len(line.split()) == 2}  # type: ignore[misc]
        with Project.open(path, "ann") as project:
            assert project.check() == []
            kept = {(id, key) for id in project.store.ids() for key in project.store.annotation(id).settled}
            assert told <= kept
    assert told
