"""Connections to a project file, set up in one way."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from annotator.errors import NewerProject, NotAProject, ProjectError, UnwritableProject
from annotator.store.faults import damaged, plainly
from annotator.store.migrating import migrate
from annotator.store.schema import APPLICATION_ID, VERSION, expected_objects, objects

OLDEST_SQLITE = (3, 37, 0)
"""The first with STRICT tables."""
PATIENCE = 1.0
"""Seconds to wait for another program (a backup, say) that holds the file for a moment."""

_ALWAYS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
)
_WRITER = (
    "PRAGMA cache_size = -64000",  # kB: what imports write lies all over the indexes
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",
    "PRAGMA checkpoint_fullfsync = ON",
    "PRAGMA wal_autocheckpoint = 4000",  # pages, 16 MB: in an import most of them are written again and again
)
_READER = ("PRAGMA cache_size = -16000", "PRAGMA query_only = ON")


def connect_writer(path: Path, where: str) -> sqlite3.Connection:
    """The one connection that writes; raises the ProjectError that says why the file cannot be used.

    A file of an older version is brought to the present one first.
    SQLite before 3.51.3 can damage a file when two connections write or checkpoint at once, so there is never a second.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise ProjectError(f"this Python's SQLite is {sqlite3.sqlite_version}; 3.37 or newer is needed.", where=where)
    with plainly(where):
        db = _connect(path, "rw", (*_ALWAYS, *_WRITER))
        try:
            version = _recognise(db, where)
            if db.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
                raise UnwritableProject("projects cannot be used on this kind of disk.", where=where)
            _refuse_read_only(db)
            if version < VERSION:
                migrate(db, path, where)
        except BaseException:
            db.close()
            raise
    return db


def connect_reader(path: Path, where: str) -> sqlite3.Connection:
    """A read-only connection, which so never checkpoints, for one other thread, while a writer has the project open."""
    with plainly(where):
        return _connect(path, "ro", (*_ALWAYS, *_READER), own_thread=False)


def _connect(path: Path, mode: str, pragmas: tuple[str, ...], *, own_thread: bool = True) -> sqlite3.Connection:
    db = sqlite3.connect(
        _uri(path, mode), uri=True, isolation_level=None, timeout=PATIENCE, check_same_thread=own_thread
    )
    try:
        for pragma in pragmas:
            db.execute(pragma)
    except BaseException:
        db.close()
        raise
    return db


def _uri(path: Path, mode: str) -> str:
    """The file as SQLite's URI; with mode "rw" a missing file is never made."""
    posix = path.as_posix()
    return f"file://{'' if posix.startswith('/') else '/'}{quote(os.fsencode(posix))}?mode={mode}"


def _recognise(db: sqlite3.Connection, where: str) -> int:
    """What the header of the file said, again through SQLite, which also reads the write-ahead log; its version."""
    version = _number(db, "user_version")
    recognise(_number(db, "application_id"), version, where)
    if version == VERSION and not objects(db) >= expected_objects():
        raise damaged("parts of the project are missing or changed", where)
    return version


def _refuse_read_only(db: sqlite3.Connection) -> None:
    """SQLite opens a read-only file without a word; a write that is never finished shows it (and makes the -wal file)."""
    db.execute("BEGIN IMMEDIATE")
    db.execute(f"PRAGMA user_version = {VERSION}")
    db.execute("ROLLBACK")


def _number(db: sqlite3.Connection, pragma: str) -> int:
    return int(db.execute(f"PRAGMA {pragma}").fetchone()[0])


def recognise(application_id: int, version: int, where: str) -> None:
    """Raise NotAProject for another program's file, NewerProject for one of a newer version of this program."""
    if application_id != APPLICATION_ID or version < 1:
        raise NotAProject("this is another program's file, no Annotator project.", where=where)
    if version > VERSION:
        what = "the project was written by a newer Annotator."
        raise NewerProject(what, where=where, remedy="Update the program to open it; nothing was changed.")
