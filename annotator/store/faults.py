"""What SQLite says when something is wrong, in words that a curator can act upon."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.errors import DamagedProject, LockedProject, NotAProject, ProjectError, UnwritableProject

KEPT = "Everything shown as saved is safe."


def translate(error: sqlite3.Error, path: Path) -> ProjectError:
    """The ProjectError for an error of SQLite, by its code and never by its text."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if code is not None else None
    where = str(path)
    if primary == sqlite3.SQLITE_FULL:
        return UnwritableProject("the disk is full; this was not saved.", where=where, remedy=f"Free some room. {KEPT}")
    if primary == sqlite3.SQLITE_READONLY:
        return UnwritableProject(
            "the project cannot be written: it or its folder is read-only.", where=where, remedy=KEPT
        )
    if primary in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return UnwritableProject(f"the disk does not take it ({error}).", where=where, remedy=f"Is it full? {KEPT}")
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LockedProject("another program holds the project.", where=where)
    if primary == sqlite3.SQLITE_NOTADB:
        return NotAProject("this is no Annotator project.", where=where)
    return DamagedProject(f"the project is damaged ({error}).", where=where, remedy="Run `annotator check` on a copy.")


@contextmanager
def plainly(path: Path) -> Iterator[None]:
    """Turn errors of SQLite into ProjectErrors."""
    try:
        yield
    except sqlite3.Error as error:
        raise translate(error, path) from error
