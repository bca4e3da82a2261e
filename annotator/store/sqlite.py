"""The project file: one SQLite database, one writer, an append-only log and the state that it leads to.

Write-ahead log with ``synchronous=FULL``: when a verb that writes returns, the disk has it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from annotator.blind import SETTING, read_blindness
from annotator.errors import DamagedProject, InputError, UnwritableProject
from annotator.lessons import Touched
from annotator.records import Annotation, Article, Change, Run, Suggestion
from annotator.store.adding import Arrivals
from annotator.store.checking import search_problems
from annotator.store.coding import ODD, decode_run, encode, refuse_unsafe, seal
from annotator.store.connection import connect_reader
from annotator.store.deriving import Tally, shuffled
from annotator.store.faults import plainly
from annotator.store.keeping import (
    keep_blindness,
    keep_decision,
    keep_merged,
    keep_suggestions,
    keep_version,
    settles_blindness,
    standing_of,
    two_newest,
)
from annotator.store.lock import Lock
from annotator.store.protocol import LOGGED, SEED, Added, Entry, Problem
from annotator.store.reader import SqliteReader
from annotator.store.remembering import Lived, keep_lessons
from annotator.store.rows import EVENT, STATE, Last, event_row, state_row
from annotator.versions import Version

_Identity = tuple[int, int] | None


class SqliteStore(SqliteReader):
    """The one writer of a project file; made by ``open_store`` and ``create_store``."""

    def __init__(self, db: sqlite3.Connection, path: Path, where: str, lock: Lock) -> None:
        super().__init__(db, path, where)
        self._lock = lock
        self._files = (path, path.with_name(path.name + "-wal"))
        self._identities = self._look()
        self._read: tuple[str, Suggestion | None] | None = None
        self._tally: tuple[str, bool, Tally] | None = None
        self._text: tuple[int, str] = 0, ""
        self._touched: set[Touched] = set()
        self._last: Last = self._one("SELECT seq, seal FROM event ORDER BY seq DESC LIMIT 1") or (0, b"")

    def close(self) -> None:
        """Let go of the file and its lock; a second call does nothing."""
        super().close()
        self._lock.release()

    def reader(self) -> SqliteReader:
        """See :class:`~annotator.store.protocol.Store`."""
        return SqliteReader(connect_reader(self._path, self._where), self._path, self._where)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, and on the disk when it ends."""
        if self._look() != self._identities:
            what = "the project file was moved, replaced or deleted while it was open; nothing more is written to it."
            raise UnwritableProject(what, where=self._where, remedy="Put it back, or open the project again.")
        with plainly(self._where):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                self._tally = None  # it may be ahead
                if self._db.in_transaction:  # SQLite itself rolls back after some errors
                    self._db.execute("ROLLBACK")
                raise

    def _look(self) -> list[_Identity]:
        return [_identity(file) for file in self._files]

    # --- articles

    def add(self, articles: Sequence[Article], first: Sequence[Entry | None] = ()) -> list[Added]:
        """See :class:`~annotator.store.protocol.Store`."""
        with self._transaction() as db:
            arrivals = Arrivals(db, articles, str(self.seed()), self._last)
            added = arrivals.take(first or [None] * len(articles))
            arrivals.write()
        self._last = arrivals.last
        self._touched |= arrivals.touched
        return added

    # --- decisions

    def append(self, entries: Iterable[Entry]) -> list[int]:
        """See :class:`~annotator.store.protocol.Store`."""
        last = self._last
        numbers = []
        with self._transaction() as db:
            for entry in entries:
                number = self._number(entry.article) if entry.article else None
                event, last = event_row(number, entry, last)
                db.execute(EVENT, event)
                if number is None:
                    _settle(db, entry)
                else:
                    state, after = state_row(number, entry, last[0])
                    db.execute(STATE, state)
                    keep_decision(db, number, entry.who, self._follow(db, number, entry.article, after, entry.change))
                    keep_merged(db, number, after)
                    lived = Lived(last[0], entry.who, entry.change, entry.undoes, entry.redoes)
                    keep_lessons(db, number, self._text_of(number), after, lived, self._touched)
                numbers.append(last[0])
        self._last = last
        return numbers

    def _follow(self, db: sqlite3.Connection, number: int, id: str, after: Annotation, change: Change) -> Tally:
        """What follows from a decision; it is kept for the next one, which is mostly about the same article."""
        if self._tally is not None and self._tally[:2] == (id, after.blind):
            self._tally[2].follow(after, change)
            return self._tally[2]
        if settles_blindness(change):
            with suppress(*ODD):  # no reason to lose a decision
                keep_suggestions(db, number, after, [] if after.blind else two_newest(db, number))
        tally = Tally(None if after.blind else self._newest(id), after)
        self._tally = id, after.blind, tally
        return tally

    def _text_of(self, number: int) -> str:
        """An article's text, as it lies in the file; kept for the next decision."""
        if self._text[0] != number:
            row = self._one("SELECT text FROM article WHERE number = ?", number)
            self._text = number, "" if row is None else str(row[0])
        return self._text[1]

    def learned(self) -> set[Touched]:
        """See :class:`~annotator.store.protocol.Store`."""
        touched, self._touched = self._touched, set()
        return touched

    def _newest(self, id: str) -> Suggestion | None:
        if self._read is not None and self._read[0] == id:
            return self._read[1]
        try:
            return self.suggestion(id)
        except DamagedProject:  # no reason to lose a decision: what follows from the suggestion is not known
            return None

    # --- suggestions

    def suggestion(self, id: str, run: str | None = None) -> Suggestion | None:
        """See :class:`~annotator.store.protocol.Reader`."""
        found = super().suggestion(id, run)
        if run is None:
            self._read = id, found  # a page is being laid out, and decisions will follow
        return found

    def add_run(self, run: Run) -> None:
        """See :class:`~annotator.store.protocol.Store`."""
        doc = encode(run, f"run {run.id}")
        with self._transaction() as db:
            row = db.execute("SELECT doc FROM run WHERE id = ?", (run.id,)).fetchone()
            if row is None:
                db.execute("INSERT INTO run(id, doc, seal) VALUES(?, ?, ?)", (run.id, doc, seal(run.id, doc)))
            elif not _same_run(decode_run(row[0]), run):
                raise InputError("another run has this id already.", where=f"run {run.id}")

    def put_suggestions(self, items: Iterable[tuple[str, Suggestion]]) -> int:
        """See :class:`~annotator.store.protocol.Store`."""
        pairs = list(items)  # whatever makes them may take long, and must not hold the transaction open
        self._read = self._tally = None
        with self._transaction() as db:
            new = [id for id, suggestion in pairs if _put(db, self._number(id), id, suggestion)]
            for id in dict.fromkeys(new):
                number = self._number(id)
                hidden = bool(self.blind([id]))
                keep_suggestions(db, number, self.annotation(id), [] if hidden else self._suggestions(number, 2))
        return len(new)

    # --- versions

    def put_versions(self, items: Sequence[tuple[str, Version]]) -> int:
        """See :class:`~annotator.store.protocol.Store`."""
        new = 0
        with self._transaction() as db:
            for id, version in items:
                number, where = self._number(id), f"the version of article {id}"
                refuse_unsafe(f"{version.curator}{version.source}", where)
                new += keep_version(db, number, version, encode(version.annotation, where))
            for id in dict.fromkeys(id for id, _ in items):
                keep_merged(db, self._number(id), standing_of(db, self._number(id)))
        return new

    # --- the rest

    def set_setting(self, key: str, value: str) -> None:
        """See :class:`~annotator.store.protocol.Store`."""
        refuse_unsafe(value, f"setting {key}")
        with self._transaction() as db:
            if key in LOGGED and db.execute("SELECT 1 FROM event WHERE article IS NULL LIMIT 1").fetchone():
                raise ValueError(f"the setting {key} is changed by events")
            if key == SEED:
                raise ValueError("the seed is changed together with the order")
            before = self.setting(key)
            _set(db, key, value)
            if key == SETTING:
                self._read = self._tally = None
                keep_blindness(db, read_blindness(before), read_blindness(value))

    def reseed(self, seed: int) -> None:
        """See :class:`~annotator.store.protocol.Store`."""
        self._db.create_function("shuffled", 2, shuffled, deterministic=True)
        with self._transaction() as db:
            _set(db, SEED, str(seed))
            # a million places in an index are sorted faster than they are changed one by one
            index = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'listing_shuffle'").fetchone()[0]
            db.execute("DROP INDEX listing_shuffle")
            db.execute("UPDATE listing SET shuffle = shuffled(id, ?)", (str(seed),))
            db.execute(index)

    def check(self) -> list[Problem]:
        """See :class:`~annotator.store.protocol.Reader`."""
        return [*super().check(), *search_problems(self._db)]


def _identity(file: Path) -> _Identity:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _settle(db: sqlite3.Connection, entry: Entry) -> None:
    """Write the settings that an event of the project itself leads to."""
    for step in entry.change.steps:
        (key,) = step.path
        if key not in LOGGED or entry.after is not None:
            raise ValueError(f"{key} is not a setting that events change")
        if step.after is None:
            db.execute("DELETE FROM setting WHERE key = ?", (key,))
        else:
            refuse_unsafe(step.after, f"setting {key}")
            _set(db, key, step.after)


def _set(db: sqlite3.Connection, key: str, value: str) -> None:
    db.execute("INSERT OR REPLACE INTO setting VALUES(?, ?, ?)", (key, value, seal(key, value)))


def _put(db: sqlite3.Connection, number: int, id: str, suggestion: Suggestion) -> bool:
    run = db.execute("SELECT number FROM run WHERE id = ?", (suggestion.run,)).fetchone()
    if run is None:
        raise KeyError(suggestion.run)
    doc = encode(suggestion, f"article {id}")
    new = db.execute(
        "INSERT INTO suggestion(article, run, doc, seal) VALUES(?, ?, ?, ?) ON CONFLICT(article, run) DO NOTHING",
        (number, run[0], doc, seal(number, run[0], doc)),
    ).rowcount
    return bool(new)


def _same_run(left: Run, right: Run) -> bool:
    return (left.model, left.version, left.settings) == (right.model, right.version, right.settings)
