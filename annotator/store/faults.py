"""What SQLite and the system say when something is wrong, in words that a curator can act upon."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from annotator.errors import DamagedProject, LockedProject, ProjectError, UnwritableProject

KEPT = "Everything that was shown as saved is safe."

_CANNOT_READ = (
    sqlite3.SQLITE_IOERR_READ,
    sqlite3.SQLITE_IOERR_SHORT_READ,
    sqlite3.SQLITE_IOERR_DATA,
    sqlite3.SQLITE_IOERR_CORRUPTFS,
)
_DISK = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL)
_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT)


def project_error(error: sqlite3.Error, where: str) -> ProjectError | None:
    """The ProjectError for an error of SQLite, by its code and never by its text; None for a mistake of ours."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    if code is None:
        # the module's own: a text that is not UTF-8 any more is damage, misuse of the module is not
        return damaged("a text cannot be read", where) if isinstance(error, sqlite3.OperationalError) else None
    primary = code & 0xFF
    if primary == sqlite3.SQLITE_FULL:
        return UnwritableProject("the disk is full.", where=where, remedy=f"Free some room and try again. {KEPT}")
    if primary == sqlite3.SQLITE_READONLY:
        return UnwritableProject("the file or its folder is read-only.", where=where, remedy=KEPT)
    if code in _CANNOT_READ or primary in _BROKEN:
        return damaged("the file is damaged", where)
    if primary in _DISK:
        what = f"the disk does not take what should be written ({error.sqlite_errorname})."
        return UnwritableProject(what, where=where, remedy=f"It may be full, read-only or gone. {KEPT}")
    if primary in _BUSY:
        return LockedProject("another program is using the file.", where=where, remedy="Close it there and try again.")
    return None


def damaged(what: str, where: str) -> DamagedProject:
    """Damage, with what to do about it."""
    remedy = "Keep a copy of the file, then see what `annotator check` says."
    return DamagedProject(f"{what}.", where=where, remedy=remedy)


@contextmanager
def plainly(where: str) -> Iterator[None]:
    """Turn errors of SQLite into ProjectErrors."""
    try:
        yield
    except UnicodeDecodeError as error:  # SQLite quotes the damaged schema in its message
        raise damaged("the file is damaged", where) from error
    except sqlite3.Error as error:
        told = project_error(error, where)
        if told is None:
            raise
        raise told from error
