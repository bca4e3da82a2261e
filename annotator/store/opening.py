"""Making and opening project files, and all that can be wrong with them."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import suppress
from pathlib import Path

from annotator.errors import (
    ExistingProject,
    MissingProject,
    NotAProject,
    ProjectError,
    UnwritableProject,
)
from annotator.store.connection import connect_reader, connect_writer, recognise
from annotator.store.faults import damaged, plainly
from annotator.store.lock import Lock
from annotator.store.migrating import sync_folder
from annotator.store.reader import SqliteReader
from annotator.store.schema import SCRIPT
from annotator.store.sqlite import SqliteStore

_MAGIC = b"SQLite format 3\0"
_HEADER = 100


def open_store(path: Path) -> SqliteStore:
    """The project at ``path``, locked for this process. A file that is no project is never written to.

    Raises MissingProject, NotAProject, DamagedProject, NewerProject, LockedProject or UnwritableProject.
    """
    where = str(path)
    path = _existing(path, where)
    # first of all: to open and close a file that this process has open as a database would drop SQLite's own locks
    lock = Lock(path, where)
    try:
        _read_header(path, where)
        _sweep(path)
        return SqliteStore(connect_writer(path, where), path, where, lock)
    except BaseException:
        lock.release()
        raise


def read_beside(path: Path) -> SqliteReader:
    """A reader of the project at ``path``, which another process has open; close it there where it is used.

    Raises MissingProject, NotAProject or NewerProject, and DamagedProject for a file that cannot be read.
    """
    where = str(path)
    path = _existing(path, where)
    db = connect_reader(path, where)
    try:
        recognise(_pragma(db, "application_id", where), _pragma(db, "user_version", where), where)
        return SqliteReader(db, path, where)
    except BaseException:
        db.close()
        raise


def _pragma(db: sqlite3.Connection, name: str, where: str) -> int:
    with plainly(where):
        return int(db.execute(f"PRAGMA {name}").fetchone()[0])


def create_store(path: Path) -> SqliteStore:
    """A new, empty project at ``path``, which appears there whole or not at all.

    Raises ExistingProject when something is there, UnwritableProject when no file can be made.
    """
    where = str(path)
    path = _folder(path.parent) / path.name
    _refuse_existing(path, where)
    lock = Lock(path, where)
    try:
        _refuse_existing(path, where)
        _sweep(path)
        _build(path, where)
        return SqliteStore(connect_writer(path, where), path, where, lock)
    except BaseException:
        lock.release()
        raise


def _existing(path: Path, where: str) -> Path:
    """The file that ``path`` leads to, without opening it."""
    try:
        path = path.resolve()
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise MissingProject(
            "there is no such file.", where=where, remedy="`annotator new` makes a project."
        ) from error
    except (OSError, RuntimeError) as error:  # a ring of links is a RuntimeError
        raise ProjectError(f"the file cannot be reached ({error}).", where=where) from error
    if stat.S_ISDIR(status.st_mode):
        raise NotAProject("this is a folder, no Annotator project.", where=where)
    if not stat.S_ISREG(status.st_mode):
        raise NotAProject("this is a device, no Annotator project.", where=where)
    return path


def _folder(path: Path) -> Path:
    try:
        if path.is_dir():
            return path.resolve()
    except OSError as error:
        raise UnwritableProject(f"the folder cannot be reached ({error.strerror}).", where=str(path)) from error
    raise UnwritableProject("there is no such folder.", where=str(path))


def _read_header(path: Path, where: str) -> None:
    """Look at the first bytes (https://www.sqlite.org/fileformat2.html §1.3) before SQLite may touch the file."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEADER)
    except OSError as error:
        raise ProjectError(f"the file cannot be read ({error.strerror}).", where=where) from error
    if not head:
        raise NotAProject("the file is empty, no Annotator project.", where=where)
    if not head.startswith(_MAGIC):
        raise NotAProject("this is no Annotator project.", where=where)
    if len(head) < _HEADER:
        raise damaged("the file is cut off", where)
    recognise(_number(head, 68), _number(head, 60), where)
    if path.stat().st_size < _size(head) and not _has_log(path):
        raise damaged("the file is cut off", where)


def _number(head: bytes, offset: int) -> int:
    return int.from_bytes(head[offset : offset + 4], "big")


def _size(head: bytes) -> int:
    """How many bytes the file has to have; 0 when the header does not know it for sure."""
    page = int.from_bytes(head[16:18], "big")
    known = _number(head, 24) == _number(head, 92)
    return _number(head, 28) * (65_536 if page == 1 else page) if known else 0


def _has_log(path: Path) -> bool:
    """Whether a write-ahead log is left, as after a crash; the file itself may then be behind it."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _refuse_existing(path: Path, where: str) -> None:
    if os.path.lexists(path):
        what = "this file exists already; it was left as it is."
        raise ExistingProject(what, where=where, remedy="Choose another name, or open it.")
    for suffix in ("-wal", "-journal"):  # SQLite would mix them into the new file
        if os.path.lexists(f"{path}{suffix}"):
            what = f"{path.name}{suffix}, part of a former project, lies there."
            raise ExistingProject(what, where=where, remedy="Choose another name, or move it away.")


def _part(path: Path) -> Path:
    return path.with_name(path.name + ".new")


def _sweep(path: Path) -> None:
    """Remove an unfinished file, a killed ``create_store``'s too; the lock is held, so nobody is at it."""
    with suppress(OSError):
        _part(path).unlink()


def _build(path: Path, where: str) -> None:
    part = _part(path)
    try:
        with plainly(where):
            _fill(part)
        _sync(part)
        _move(part, path, where)
        sync_folder(path.parent)
    except OSError as error:
        raise UnwritableProject(f"the project cannot be made here ({error.strerror}).", where=where) from error
    finally:
        _sweep(path)


def _fill(part: Path) -> None:
    db = sqlite3.connect(part, isolation_level=None)
    try:
        # no journal: a file that was not finished is thrown away
        db.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN; {SCRIPT} COMMIT;")
    finally:
        db.close()


def _move(part: Path, path: Path, where: str) -> None:
    """Give the finished file its name without ever replacing another."""
    try:
        os.link(part, path)
    except FileExistsError:
        _refuse_existing(path, where)
        raise
    except OSError:  # a disk without links
        _refuse_existing(path, where)
        part.rename(path)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
