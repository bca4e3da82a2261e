"""What is no usable project is told in one plain line, by its own kind of error, and left exactly as it was."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from annotator.errors import (
    AnnotatorError,
    DamagedProject,
    ExistingProject,
    LockedProject,
    MissingProject,
    NewerProject,
    NotAProject,
    ProjectError,
    UnwritableProject,
)
from annotator.records import Article
from annotator.store import create_store, lock, open_store
from annotator.store.schema import VERSION
from tests.store.children import UNPRIVILEGED, child, line_of, said
from tests.store.making import article, decide, noted

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX only")
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux capabilities")


def project(path: Path, articles: int = 3) -> bytes:
    store = create_store(path)
    store.add([article(n) for n in range(articles)])
    decide(store, "a1", noted("n"))
    store.close()
    return path.read_bytes()


def foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE article(id)")


def newer(path: Path) -> None:
    project(path)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(f"PRAGMA user_version = {VERSION + 1}")


def older_than_the_first(path: Path) -> None:
    project(path)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("PRAGMA user_version = 0")


def lost(what: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        project(path)
        with closing(sqlite3.connect(path)) as db, db:
            db.execute(f"DROP {what}")

    return make


def cut(keep: float) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        whole = project(path, 50)
        path.write_bytes(whole[: int(len(whole) * keep)])

    return make


@pytest.mark.parametrize(
    ("make", "kind", "says"),
    [
        (lambda path: None, MissingProject, "no such file"),
        (lambda path: path.mkdir(), NotAProject, "a folder"),
        (lambda path: path.write_bytes(b""), NotAProject, "empty"),
        (lambda path: path.write_text("Some text.\n" * 100), NotAProject, "no Annotator project"),
        (lambda path: path.write_bytes(os.urandom(5_000)), NotAProject, "no Annotator project"),
        (lambda path: path.write_bytes(b"SQLite format 3\0"), DamagedProject, "cut off"),
        (foreign, NotAProject, "another program"),
        (newer, NewerProject, "newer Annotator"),
        (older_than_the_first, NotAProject, "another program"),
        (lost("TABLE setting"), DamagedProject, "missing"),
        (lost("INDEX listing_title"), DamagedProject, "missing"),
        (lost("TRIGGER event_no_DELETE"), DamagedProject, "missing"),
        (cut(0.01), DamagedProject, "cut off"),
        (cut(0.5), DamagedProject, "cut off"),
        (cut(0.999), DamagedProject, "cut off"),
    ],
)
def test_what_cannot_be_opened(path: Path, make: Callable[[Path], object], kind: type[ProjectError], says: str) -> None:
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(ProjectError, match=says) as caught:
        open_store(path)
    assert type(caught.value) is kind
    assert_plain(caught.value, path)
    assert (path.read_bytes() if path.is_file() else None) == before
    assert [p for p in path.parent.iterdir() if p != path] == []


def assert_plain(error: AnnotatorError, path: Path) -> None:
    assert "\n" not in str(error)
    assert error.where == str(path)
    assert error.what.endswith(".")


@posix
def test_a_device_and_a_ring_of_links_are_no_projects(tmp_path: Path) -> None:
    pipe, ring = tmp_path / "pipe", tmp_path / "ring"
    os.mkfifo(pipe)
    ring.symlink_to(ring)
    with pytest.raises(NotAProject, match="device"):
        open_store(pipe)
    with pytest.raises(ProjectError):
        open_store(ring)


def test_a_file_below_a_file_is_missing(path: Path) -> None:
    path.write_text("x")
    with pytest.raises(MissingProject):
        open_store(path / "below")


# --- making a project


def test_a_new_project_is_one_file_when_it_is_closed(path: Path) -> None:
    store = create_store(path)
    assert store.name == "some project"
    store.close()
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("name", ["ü 100% #1?.annot", "a'b\"c.annot", "no suffix", "x.y.annot"])
def test_names_are_taken_as_they_are(tmp_path: Path, name: str) -> None:
    create_store(tmp_path / name).close()
    store = open_store(tmp_path / name)
    store.add([article(1)])
    reader = store.reader()
    assert reader.article("a1") == article(1)
    reader.close()
    store.close()
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_nothing_that_exists_is_replaced(path: Path) -> None:
    for make in (lambda: path.write_text("precious"), lambda: path.mkdir(), lambda: path.symlink_to("nowhere")):
        make()
        with pytest.raises(ExistingProject) as caught:
            create_store(path)
        assert_plain(caught.value, path)
        if path.is_symlink() or path.is_file():
            assert path.is_symlink() or path.read_text() == "precious"
            path.unlink()
        else:
            path.rmdir()
    assert list(path.parent.iterdir()) == []


def test_the_log_of_a_deleted_project_is_not_mixed_into_a_new_one(path: Path) -> None:
    rest = path.with_name(path.name + "-wal")
    rest.write_bytes(b"somebody's decisions")
    with pytest.raises(ExistingProject, match="former project"):
        create_store(path)
    assert rest.read_bytes() == b"somebody's decisions"
    assert not path.exists()


def test_a_project_needs_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UnwritableProject, match="no such folder"):
        create_store(tmp_path / "nowhere" / "p.annot")


def test_a_link_to_a_project_is_the_project(tmp_path: Path, path: Path) -> None:
    project(path)
    link = tmp_path / "elsewhere" / "link.annot"
    link.parent.mkdir()
    link.symlink_to(path)
    store = open_store(link)
    with pytest.raises(LockedProject):
        open_store(path)
    decide(store, "a2", noted("through the link"))
    store.close()
    store = open_store(path)
    assert store.annotation("a2").note == "through the link"
    store.close()


def test_a_project_is_found_again_from_another_folder(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    store = create_store(Path(path.name))
    monkeypatch.chdir("/")
    store.add([article(1)])
    store.close()
    assert list(path.parent.iterdir()) == [path]


# --- one at a time


def test_a_project_is_open_once(path: Path) -> None:
    project(path)
    store = open_store(path)
    with pytest.raises(LockedProject, match="another window or command") as caught:
        open_store(path)
    assert_plain(caught.value, path)
    decide(store, "a2", noted("still mine"))
    store.close()
    open_store(path).close()


def test_a_process_that_has_it_open_keeps_others_out_until_it_is_killed(path: Path) -> None:
    project(path)
    with child("store = open_store(path); say(write(store, 'a2', 'done there')); time.sleep(60)", path) as process:
        assert line_of(process) == "2"
        with pytest.raises(LockedProject):
            open_store(path)
        process.kill()
        process.wait()
        assert path.with_name(path.name + ".lock").exists(), "the killed process cannot have removed it"
        store = open_store(path)
        assert store.annotation("a2").note == "done there"
        store.close()
    assert list(path.parent.iterdir()) == [path]


@posix
def test_a_lock_that_its_holder_removed_meanwhile_is_taken_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One opens the lock's file, the other lets go and removes it: a lock on the removed file would keep nobody out."""
    file = path.with_name(path.name + ".lock")
    taken, removed = lock._taken, []

    def taken_late(number: int) -> bool:
        if not removed:
            file.unlink()
            removed.append(file)
        return taken(number)

    monkeypatch.setattr(lock, "_taken", taken_late)
    held = lock.Lock(path, str(path))
    assert removed
    assert file.exists()
    with pytest.raises(LockedProject):
        lock.Lock(path, str(path))
    held.release()
    assert not file.exists()


def test_a_project_held_by_another_program_is_told(path: Path) -> None:
    project(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LockedProject, match="another program") as caught:
            open_store(path)
        assert_plain(caught.value, path)
    open_store(path).close()


# --- where nothing may be written


@linux
@pytest.mark.parametrize(("folder", "file", "says"), [(0o555, 0o644, "lock"), (0o755, 0o444, "read-only")])
def test_a_read_only_folder_or_file_is_told_at_once(path: Path, folder: int, file: int, says: str) -> None:
    before = project(path)
    path.chmod(file)
    path.parent.chmod(folder)
    try:
        script = """
try:
    open_store(path)
except AnnotatorError as error:
    say(type(error).__name__, error)
"""
        code, lines = said(UNPRIVILEGED + script, path)
    finally:
        path.parent.chmod(0o755)
    if code == 77:
        pytest.skip("permissions cannot be made to count here")
    assert code == 0
    assert len(lines) == 1
    assert lines[0].startswith("UnwritableProject ")
    assert says in lines[0]
    assert path.read_bytes() == before


@linux
def test_a_project_cannot_be_made_in_a_read_only_folder(path: Path) -> None:
    path.parent.chmod(0o555)
    try:
        script = """
try:
    create_store(path)
except AnnotatorError as error:
    say(type(error).__name__)
"""
        code, lines = said(UNPRIVILEGED + script, path)
    finally:
        path.parent.chmod(0o755)
    if code == 77:
        pytest.skip("permissions cannot be made to count here")
    assert lines == ["UnwritableProject"]
    assert list(path.parent.iterdir()) == []


def test_texts_of_any_size_fit(path: Path) -> None:
    store = create_store(path)
    text = "five megabytes in one line " * 200_000
    store.add([Article("big", text)])
    store.close()
    store = open_store(path)
    assert store.article("big").text == text
    store.close()
