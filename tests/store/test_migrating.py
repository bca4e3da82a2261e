"""A project of the first version opens as one of the present, says the same as before, and is never half-way."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from annotator.errors import DamagedProject, LockedProject, UnwritableProject
from annotator.project import Project
from annotator.store import Query, Store, migrating, open_store
from annotator.store.schema import VERSION, expected_objects, objects
from tests.store.children import UNPRIVILEGED, child, line_of, said

GOLDEN = Path(__file__).parent / "golden"
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux capabilities")


@pytest.fixture
def old(path: Path) -> Path:
    """A project as the first version wrote it."""
    shutil.copy(GOLDEN / "v1.project", path)
    return path


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What the first version said of it."""
    found: dict[str, Any] = msgspec.json.decode((GOLDEN / "v1.json").read_bytes())
    return found


def plain(value: object) -> Any:
    """As JSON has it."""
    return msgspec.json.decode(msgspec.json.encode(value))


def copy_of(path: Path, suffix: str = ".v1") -> Path:
    return path.with_name(path.name + suffix)


def version(path: Path) -> int:
    return int.from_bytes(path.read_bytes()[60:64], "big")


def says(store: Store) -> dict[str, Any]:
    """The same questions as were put to the first version."""
    ids = list(store.ids())
    return {
        "counts": store.counts(),
        "runs": store.runs(),
        "scheme": store.setting("scheme"),
        "events": store.events(),
        "articles": [
            [store.article(id), store.annotation(id), *(store.suggestion(id, run) for run in ("r1", "r2", None))]
            for id in ids
        ],
        "hits": store.search("port vesta"),
    }


def test_it_says_the_same_as_before(old: Path, told: dict[str, Any]) -> None:
    store = open_store(old)
    now = plain(says(store))
    assert {key: told[key] for key in now} == now
    for order, rows in told["rows"].items():
        found = plain(store.rows(Query(order=order)))
        assert [{key: row.get(key) for key in before} for row, before in zip(found, rows, strict=True)] == rows
    assert store.check() == []
    store.close()
    store = open_store(old)
    assert store.check() == []
    store.close()
    assert version(old) == VERSION


def test_one_of_the_third_version_does_too(path: Path) -> None:
    shutil.copy(GOLDEN / "v3.project", path)
    told = msgspec.json.decode((GOLDEN / "v3.json").read_bytes())
    store = open_store(path)
    now = plain(says(store))
    assert {key: told[key] for key in now} == now
    for order, rows in told["rows"].items():
        assert plain(store.rows(Query(order=order))) == rows
    assert store.check() == []
    assert (store.merged(), store.versions("harbour")) == ({}, [])
    store.close()
    assert (version(path), version(copy_of(path, ".v3"))) == (VERSION, 3)
    with closing(sqlite3.connect(path)) as db:
        assert objects(db) == expected_objects()
    for curator, (undo, redo) in told["words"].items():
        with Project.open(path, curator) as project:
            assert [project.undo_words(), project.redo_words()] == [undo, redo]


def test_what_could_be_undone_still_can(old: Path, told: dict[str, Any]) -> None:
    for curator, (undo, redo) in told["words"].items():
        with Project.open(old, curator) as project:
            assert (project.undo_words(), project.redo_words()) == (undo, redo)
            project.undo()
            project.redo()
            assert project.check() == []


def test_its_tables_are_those_of_a_new_project(old: Path) -> None:
    open_store(old).close()
    with closing(sqlite3.connect(old)) as db:
        assert objects(db) == expected_objects()
        assert db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'event'").fetchone() == (18,)
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            db.execute("DELETE FROM event")


def test_the_old_file_is_kept_beside_it(old: Path) -> None:
    store = open_store(old)
    assert copy_of(old).exists()
    store.close()
    assert {p.name for p in old.parent.iterdir()} == {old.name, copy_of(old).name}
    assert version(copy_of(old)) == 1
    again = old.with_name("again.annot")
    shutil.copy(copy_of(old), again)
    store = open_store(again)
    assert store.check() == []
    store.close()


def test_a_copy_that_is_there_already_is_never_replaced(old: Path) -> None:
    copy_of(old).write_text("something else")
    open_store(old).close()
    assert copy_of(old).read_text() == "something else"
    assert version(copy_of(old, ".v1-2")) == 1


def test_decisions_that_are_only_in_the_write_ahead_log_come_along(old: Path, tmp_path: Path) -> None:
    """As after a crash of the first version: the file itself does not have them yet."""
    with closing(sqlite3.connect(old)) as db:
        db.execute("INSERT INTO other_id(id, article) VALUES('left in the log', 1)")
        db.commit()
        crashed = tmp_path / "crashed"
        crashed.mkdir()
        for suffix in ("", "-wal"):
            shutil.copy(f"{old}{suffix}", crashed / f"p.annot{suffix}")
    store = open_store(crashed / "p.annot")
    assert "left in the log" in store.article("harbour").meta["other_ids"]
    store.close()
    for file in ("p.annot", "p.annot.v1"):
        with closing(sqlite3.connect(crashed / file)) as db:
            assert db.execute("SELECT count(*) FROM other_id WHERE id = 'left in the log'").fetchone() == (1,)


# --- what can go wrong


def untouched(path: Path, before: bytes) -> None:
    """The file is that of the first version, to the byte, and nothing half-made lies beside it."""
    assert path.read_bytes() == before
    assert {p.name for p in path.parent.iterdir()} <= {path.name, copy_of(path).name}


def test_damage_is_told_and_nothing_is_changed(old: Path) -> None:
    with closing(sqlite3.connect(old)) as db:
        db.executescript("PRAGMA journal_mode = DELETE; DROP TABLE setting; PRAGMA journal_mode = WAL;")
    before = old.read_bytes()
    with pytest.raises(DamagedProject, match="missing") as caught:
        open_store(old)
    assert "\n" not in str(caught.value)
    untouched(old, before)


def test_a_column_that_is_missing_is_told(old: Path) -> None:
    with closing(sqlite3.connect(old)) as db:
        db.execute("ALTER TABLE event DROP COLUMN ms")
    with pytest.raises(DamagedProject, match="missing"):
        open_store(old)


def test_another_program_that_has_it_open_is_told(old: Path) -> None:
    with closing(sqlite3.connect(old, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        with pytest.raises(LockedProject):
            open_store(old)
    assert not copy_of(old).exists()


def test_no_room_for_the_copy_is_told_and_nothing_is_changed(old: Path) -> None:
    before = old.read_bytes()
    script = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    open_store(path)
except AnnotatorError as error:
    say(type(error).__name__, error)
"""
    code, lines = said(script, old, len(before) // 2)
    assert code == 0
    assert len(lines) == 1
    assert lines[0].startswith("UnwritableProject ")
    untouched(old, before)
    assert not copy_of(old).exists()


def test_no_room_for_the_new_tables_is_told_and_nothing_is_changed(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, real = old.read_bytes(), migrating._rebuild

    def cramped(db: sqlite3.Connection) -> None:
        db.execute(f"PRAGMA max_page_count = {len(before) // 4096 + 1}")
        real(db)

    monkeypatch.setattr(migrating, "_rebuild", cramped)
    with pytest.raises(UnwritableProject, match="disk is full"):
        open_store(old)
    untouched(old, before)
    monkeypatch.undo()
    store = open_store(old)
    assert store.check() == []
    store.close()


@linux
@pytest.mark.parametrize(("folder", "file"), [(0o555, 0o644), (0o755, 0o444)])
def test_a_read_only_folder_or_file_is_told(old: Path, folder: int, file: int) -> None:
    before = old.read_bytes()
    old.chmod(file)
    old.parent.chmod(folder)
    try:
        script = """
try:
    open_store(path)
except AnnotatorError as error:
    say(type(error).__name__)
"""
        code, lines = said(UNPRIVILEGED + script, old)
    finally:
        old.parent.chmod(0o755)
    if code == 77:
        pytest.skip("permissions cannot be made to count here")
    assert (code, lines) == (0, ["UnwritableProject"])
    assert old.read_bytes() == before
    assert not copy_of(old).exists()


def test_a_folder_that_takes_no_other_file_is_told(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = old.read_bytes()

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(UnwritableProject, match=r"no copy .* \(Permission denied\)"):
        open_store(old)
    untouched(old, before)


@pytest.mark.parametrize("step", range(0, 72, 6))
def test_a_process_that_is_killed_on_the_way_leaves_the_old_version_whole(
    old: Path, told: dict[str, Any], step: int
) -> None:
    """Killed after so many statements of the migration; the next one finds the file as it was and does all of it."""
    script = """
import os, signal
from annotator.store import migrating
left = [int(sys.argv[2])]

class Counted:
    def __init__(self, db): self._db = db
    def __getattr__(self, name): return getattr(self._db, name)
    def execute(self, *words):
        left[0] -= 1
        if left[0] < 0:
            say("now")
            os.kill(os.getpid(), signal.SIGKILL)
        return self._db.execute(*words)

rebuild = migrating._rebuild
migrating._rebuild = lambda db: rebuild(Counted(db))
open_store(path)
say("through")
"""
    before = old.read_bytes()
    with child(script, old, step) as process:
        word = line_of(process)
        process.wait()
    if word == "now":
        assert process.returncode == -9
        with closing(sqlite3.connect(f"file:{old}?mode=ro", uri=True)) as db:
            assert db.execute("PRAGMA user_version").fetchone() == (1,)
        assert old.read_bytes() == before
    store = open_store(old)
    assert plain(store.events()) == told["events"]
    assert store.check() == []
    store.close()
    assert {p.name for p in old.parent.iterdir()} == {old.name, copy_of(old).name}, "one copy, not one for each try"
