"""Bringing an older project file to the present layout, in one transaction; a copy of the old file stays beside it."""

from __future__ import annotations

import filecmp
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path

from annotator.errors import ProjectError, UnwritableProject
from annotator.store.coding import ODD, any_text, standing
from annotator.store.deriving import shuffled
from annotator.store.faults import damaged, project_error
from annotator.store.keeping import keep_suggestions, two_newest
from annotator.store.remembering import lessons_from_log, write_lessons
from annotator.store.schema import (
    EVENTS,
    LESSONS,
    LISTING,
    MEMBERS,
    VERSION,
    VERSIONS,
    expected_objects,
    guards,
    objects,
)


def migrate(db: sqlite3.Connection, path: Path, where: str) -> None:
    """Bring the file from an older version to the present one; raises the ProjectError that says why it cannot be done.

    ``db`` is the one writer. Nothing is changed before the copy is on the disk, and then all of it or nothing.
    """
    try:
        keep_copy(db, path)
        with _rebuilding(db):
            _rebuild(db)
            if not objects(db) >= expected_objects():
                raise damaged("parts of the project are missing or changed", where)
    except OSError as error:
        raise UnwritableProject(f"no copy of it can be kept ({error.strerror}).", where=where) from error
    except sqlite3.OperationalError as error:
        raise _told(error, where) from error


def _told(error: sqlite3.OperationalError, where: str) -> ProjectError:
    """A table or column that is not there is damage: nothing else can make a statement of a migration wrong."""
    return project_error(error, where) or damaged("parts of the project are missing or changed", where)


def keep_copy(db: sqlite3.Connection, path: Path) -> Path:
    """The file as it is now, kept as ``NAME.annot.v1`` (``NAME.annot.v1-2`` … if another one is there already).

    The number is that of its version.
    """
    suffix = f".v{db.execute('PRAGMA user_version').fetchone()[0]}"
    part = path.with_name(f"{path.name}{suffix}.new")
    try:
        with suppress(FileNotFoundError):
            part.unlink()
        with closing(sqlite3.connect(part)) as copy:
            copy.execute("PRAGMA synchronous = OFF")
            db.backup(copy)  # through SQLite, which also reads the write-ahead log
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        return _named(part, path.with_name(path.name + suffix))
    finally:
        for beside in ("", "-journal", "-wal", "-shm"):
            with suppress(OSError):
                part.with_name(part.name + beside).unlink()


def _named(part: Path, name: Path) -> Path:
    """Give the copy its name; a killed migration may have left the very same one."""
    for number in count(1):
        kept = name if number == 1 else name.with_name(f"{name.name}-{number}")
        if not os.path.lexists(kept):
            part.rename(kept)
            sync_folder(name.parent)
            return kept
        if kept.is_file() and filecmp.cmp(part, kept, shallow=False):
            return kept
    raise AssertionError("numbers do not end")


def sync_folder(path: Path) -> None:
    """Make a new name itself durable; Windows has no such call."""
    if os.name == "posix":
        folder = os.open(path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextmanager
def _rebuilding(db: sqlite3.Connection) -> Iterator[None]:
    """One transaction in which tables may be made anew while others refer to them (lang_altertable.html §7)."""
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("PRAGMA legacy_alter_table = ON")  # or what refers to a renamed table would follow it
    try:
        db.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
    finally:
        db.execute("PRAGMA legacy_alter_table = OFF")
        db.execute("PRAGMA foreign_keys = ON")


def _rebuild(db: sqlite3.Connection) -> None:
    usual, db.text_factory = db.text_factory, any_text
    try:
        before = db.execute("PRAGMA user_version").fetchone()[0]
        if before < 2:
            _to_second(db)
        if before < 3:
            _to_third(db)
        _to_fourth(db)
        db.execute(f"PRAGMA user_version = {VERSION}")
    finally:
        db.text_factory = usual


def _to_second(db: sqlite3.Connection) -> None:
    """Events of the project itself, and more for lists to sort and filter by."""
    for statement in statements(MEMBERS):
        db.execute(statement)
    _anew(db, "event", EVENTS + guards("event"), _take_events)
    _anew(db, "listing", LISTING, _take_listing)


def _to_third(db: sqlite3.Connection) -> None:
    """What decisions teach; of an article with a damaged log nothing, and ``check`` tells of it."""
    for statement in statements(LESSONS):
        db.execute(statement)
    for (number,) in db.execute("SELECT article FROM state").fetchall():
        with suppress(*ODD):
            write_lessons(db, [(number, row) for row in lessons_from_log(db, number)])
    for (number,) in db.execute("SELECT number FROM listing").fetchall():
        _derive(db, number)


def _to_fourth(db: sqlite3.Connection) -> None:
    """Room for other curators' versions."""
    for statement in statements(VERSIONS + guards("version")):
        db.execute(statement)


def _anew(db: sqlite3.Connection, table: str, script: str, take: Callable[[sqlite3.Connection], None]) -> None:
    """Make a table anew by ``script``, which begins with it; ``take`` takes over the rows from the table ``old``."""
    db.execute(f"ALTER TABLE {table} RENAME TO old")
    first, *rest = statements(script)
    db.execute(first)
    take(db)
    db.execute("DROP TABLE old")  # with its indexes and triggers, whose names are free now
    for statement in rest:
        db.execute(statement)


def _take_events(db: sqlite3.Connection) -> None:
    db.execute("INSERT INTO event SELECT * FROM old")
    db.execute("INSERT INTO curated SELECT DISTINCT who, article FROM old")


def _take_listing(db: sqlite3.Connection) -> None:
    same = "number, id, title, words, status, flagged, noted, decided, answered, suggested, proposed"
    db.execute(f"INSERT INTO listing({same}, shuffle) SELECT {same}, 0 FROM old")
    places = [(shuffled(id, "0"), number) for number, id in db.execute("SELECT number, id FROM old")]
    db.executemany("UPDATE listing SET shuffle = ? WHERE number = ?", places)


def _derive(db: sqlite3.Connection, number: int) -> None:
    """What lists know now of an article; of one with a damaged document nothing, and ``check`` tells of it."""
    sql = "SELECT doc, sections FROM article LEFT JOIN state ON article = number WHERE number = ?"
    doc, sections = db.execute(sql, (number,)).fetchone() or (None, "[]")
    with suppress(*ODD):
        newest_first = two_newest(db, number)
        if newest_first or doc:
            keep_suggestions(db, number, standing(doc, sections), newest_first)


def statements(script: str) -> Iterator[str]:
    """The statements of a script one by one: ``executescript`` would end the transaction."""
    begun = ""
    for piece in script.split(";"):
        begun += piece + ";"
        if sqlite3.complete_statement(begun):
            yield begun
            begun = ""
