"""Nothing that was saved is lost: processes killed at any moment, full disks, files taken away."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from annotator.errors import DamagedProject, LockedProject, MissingProject, ProjectError, UnwritableProject
from annotator.records import Article
from annotator.store import Query, create_store, open_store
from annotator.store.faults import project_error
from annotator.store.sqlite import SqliteStore
from tests.store.children import child, line_of, said
from tests.store.making import article, decide, noted, run, suggestion

KILLS = int(os.environ.get("ANNOTATOR_KILLS", "25"))
posix = pytest.mark.skipif(os.name != "posix", reason="POSIX only")


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    store = create_store(path)
    store.add([article(n) for n in range(20)])
    yield store
    store.close()


# --- killed


def test_no_decision_that_was_acknowledged_is_lost_when_the_process_is_killed(path: Path) -> None:
    store = create_store(path)
    store.add([article(n) for n in range(20)])
    store.close()
    chance, acknowledged, written = random.Random(20250728), 0, 0
    script = """
store = open_store(path)
for number in range(1, 100_000):
    say(write(store, f"a{number % 20}", "note " * (number % 400)))
"""
    for _ in range(KILLS):
        with child(script, path) as process:
            first = int(line_of(process))
            assert first > acknowledged
            last = first
            stop = time.monotonic() + chance.uniform(0, 0.05)
            while time.monotonic() < stop:
                last = int(line_of(process))
            process.kill()
            rest = process.communicate()[0].split()  # what it had said before it died
            acknowledged = max(last, *map(int, rest)) if rest else last
        store = open_store(path)
        written = len(store.events())
        assert written >= acknowledged
        assert store.check() == []
        store.close()
        acknowledged = written
    assert written > KILLS
    assert list(path.parent.iterdir()) == [path]


@posix
def test_a_project_that_is_being_made_is_there_whole_or_not_at_all_when_the_process_is_killed(tmp_path: Path) -> None:
    script = """
say("begin")
for number in range(100_000):
    create_store(path / f"{number}.annot").close()
"""
    chance, made = random.Random(1), 0
    for turn in range(8):
        folder = tmp_path / str(turn)
        folder.mkdir()
        with child(script, folder) as process:
            assert line_of(process) == "begin"
            time.sleep(chance.uniform(0.01, 0.08))
            process.kill()
            process.wait()
        number = 0
        while True:
            path = folder / f"{number}.annot"
            try:
                store = open_store(path)
            except MissingProject:
                store = create_store(path)  # what the killed one left is no obstacle
                store.close()
                break
            assert store.check() == []
            store.close()
            number += 1
            made += 1
        assert {p.suffix for p in folder.iterdir()} == {".annot"}, "nothing half-made is left"
    assert made > 0, "none was made before the kill, so nothing was tested"


def test_articles_that_were_acknowledged_are_there_once_when_an_import_is_killed(path: Path) -> None:
    script = """
store = open_store(path)
for batch in range(10_000):
    added = store.add([Article(f"n{n}", f"text number {n} " * 50) for n in range(batch * 50, batch * 50 + 50)])
    say(len(added) * (batch + 1))
"""
    create_store(path).close()
    for _ in range(3):
        with child(script, path) as process:
            told = [int(line_of(process)) for _ in range(3)]
            process.kill()
            process.wait()
        store = open_store(path)
        ids = list(store.ids())
        assert len(ids) >= told[-1]
        assert len(ids) % 50 == 0, "a batch is whole or not there"
        assert ids == [f"n{n}" for n in range(len(ids))]
        assert store.count(Query(text="number")) == len(ids)
        assert store.check() == []
        store.close()


# --- the disk


def test_a_full_disk_is_told_loses_nothing_and_saving_goes_on_when_there_is_room(
    store: SqliteStore, path: Path
) -> None:
    """SQLite itself says SQLITE_FULL when the file may not grow, as it does when the disk is full."""
    saved = decide(store, "a1", noted("before"))
    limit(store, pages(store) + 2)
    told = ""
    for _ in range(50):
        try:
            saved = decide(store, "a1", noted("x" * 20_000))
        except UnwritableProject as error:
            told = str(error)
    assert "the disk is full" in told
    assert "\n" not in told
    with pytest.raises(UnwritableProject, match="disk is full"):
        store.add([Article("large", "y" * 200_000)])
    assert store.events()[-1].seq == saved
    assert store.check() == []
    limit(store, 100_000)
    assert decide(store, "a2", noted("after")) == saved + 1
    store.close()
    again = open_store(path)
    assert again.annotation("a2").note == "after"
    assert [e.seq for e in again.events()] == list(range(1, saved + 2))
    assert again.check() == []
    again.close()


def test_a_full_disk_stops_suggestions_and_settings_as_plainly(store: SqliteStore) -> None:
    store.add_run(run())
    limit(store, pages(store))
    with pytest.raises(UnwritableProject):
        store.put_suggestions([(f"a{n}", suggestion("r1", 400)) for n in range(20)])
    with pytest.raises(UnwritableProject):
        store.set_setting("scheme", "s" * 50_000)
    assert store.suggestion("a0") is None
    assert store.setting("scheme") is None
    assert store.check() == []


@posix
def test_a_disk_that_takes_no_more_is_told_and_loses_nothing(path: Path) -> None:
    """The system refuses to let files grow beyond a limit, so that real writes fail."""
    script = """
import resource
store = create_store(path)
store.add([Article("a", "text")])
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))
try:
    for number in range(1, 1000):
        say(write(store, "a", "note " * 1000))
except AnnotatorError as error:
    say(type(error).__name__)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
say(write(store, "a", "room again"))
"""
    code, lines = said(script, path)
    assert code == 0
    *saved, kind, last = lines
    assert saved
    assert kind == "UnwritableProject"
    assert int(last) == len(saved) + 1
    store = open_store(path)
    assert store.annotation("a").note == "room again"
    assert len(store.events()) == int(last)
    assert store.check() == []
    store.close()


def pages(store: SqliteStore) -> int:
    return int(store._db.execute("PRAGMA page_count").fetchone()[0])


def limit(store: SqliteStore, most: int) -> None:
    store._db.execute(f"PRAGMA max_page_count = {most}")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("SQLITE_FULL", UnwritableProject),
        ("SQLITE_READONLY", UnwritableProject),
        ("SQLITE_READONLY_DBMOVED", UnwritableProject),
        ("SQLITE_CANTOPEN", UnwritableProject),
        ("SQLITE_IOERR_WRITE", UnwritableProject),
        ("SQLITE_IOERR_FSYNC", UnwritableProject),
        ("SQLITE_IOERR_READ", DamagedProject),
        ("SQLITE_CORRUPT", DamagedProject),
        ("SQLITE_CORRUPT_VTAB", DamagedProject),
        ("SQLITE_NOTADB", DamagedProject),
        ("SQLITE_BUSY", LockedProject),
        ("SQLITE_BUSY_SNAPSHOT", LockedProject),
        ("SQLITE_CONSTRAINT_UNIQUE", type(None)),
        ("SQLITE_ERROR", type(None)),
    ],
)
def test_errors_are_told_by_their_code_and_not_by_their_text(code: str, kind: type[ProjectError | None]) -> None:
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode, error.sqlite_errorname = getattr(sqlite3, code), code
    assert type(project_error(error, "p.annot")) is kind


# --- interference


@posix
@pytest.mark.parametrize("suffix", ["", "-wal"])
@pytest.mark.parametrize("way", ["deleted", "moved", "replaced"])
def test_a_file_that_was_taken_away_is_not_written_into_the_void(
    store: SqliteStore, path: Path, suffix: str, way: str
) -> None:
    decide(store, "a1", noted("saved"))
    file = path.with_name(path.name + suffix)
    aside = file.with_name("aside")
    shutil.copy(file, aside)
    if way == "deleted":
        file.unlink()
    elif way == "moved":
        file.rename(aside)
    else:
        aside.replace(file)
    before = len(store.events())
    for write in (
        lambda: decide(store, "a1", noted("lost?")),
        lambda: store.add([article(99)]),
        lambda: store.set_setting("k", "v"),
        lambda: store.add_run(run()),
        lambda: store.put_suggestions([]),
    ):
        with pytest.raises(UnwritableProject, match="moved, replaced or deleted") as caught:
            write()
        assert "\n" not in str(caught.value)
    assert len(store.events()) == before
    assert store.annotation("a1").note == "saved", "reading goes on, so that work can be exported"


@posix
def test_a_file_that_was_put_back_is_written_again(store: SqliteStore, path: Path) -> None:
    aside = path.with_name("aside")
    path.rename(aside)
    with pytest.raises(UnwritableProject):
        decide(store, "a1", noted("n"))
    aside.rename(path)
    decide(store, "a1", noted("n"))
    store.close()
    again = open_store(path)
    assert again.annotation("a1").note == "n"
    again.close()


def test_a_store_belongs_to_one_thread(store: SqliteStore) -> None:
    with ThreadPoolExecutor(1) as pool:
        error = pool.submit(store.article, "a1").exception()
    assert isinstance(error, sqlite3.ProgrammingError), "a mistake of the program is no ProjectError"


def test_a_reader_writes_nothing(store: SqliteStore, path: Path) -> None:
    reader = store.reader()
    decide(store, "a1", noted("n"))
    assert reader.annotation("a1").note == "n"
    with pytest.raises(sqlite3.OperationalError):
        reader._db.execute("DELETE FROM setting")
    wal = path.with_name(path.name + "-wal")
    size = wal.stat().st_size
    assert size > 0
    store.close()
    reader.close()
    assert wal.stat().st_size == size, "the last to close was the reader, which never checkpoints"
    again = open_store(path)
    assert again.annotation("a1").note == "n"
    again.close()
