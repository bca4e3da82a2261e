"""Facts kept between two looks: a file beside the project, ``.NAME.review``, that may be deleted at any time.

Nothing of it is ever needed: what does not fit the project as it stands is made anew. Where the file cannot be written, or
is none of ours, the facts are kept in memory as long as the room is open.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from annotator.evaluating.disagreeing import Disagreement
from annotator.review.columns import Columns, put_together
from annotator.review.facts import Facts
from annotator.review.flat import SEPARATOR, Key
from annotator.review.snapshot import packed, unpacked
from annotator.review.standing import Standing
from annotator.review.verdicts import key_of

FORMAT = "3"
"""Facts of another format are thrown away."""
_ABOUT = "CREATE TABLE IF NOT EXISTS about(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
_TABLES = """
CREATE TABLE IF NOT EXISTS name(number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS fact(
    number INTEGER PRIMARY KEY, run TEXT NOT NULL, id TEXT NOT NULL, stamp BLOB NOT NULL, rule TEXT NOT NULL,
    title TEXT NOT NULL, source TEXT NOT NULL, day TEXT NOT NULL, done TEXT NOT NULL, words INTEGER NOT NULL,
    curators TEXT NOT NULL, labels TEXT NOT NULL, blind INTEGER NOT NULL, ms INTEGER, acts INTEGER, presses INTEGER,
    keys BLOB NOT NULL, counts BLOB NOT NULL, entities BLOB NOT NULL, stances BLOB NOT NULL,
    UNIQUE(run, id)
);
CREATE INDEX IF NOT EXISTS fact_id ON fact(id);
CREATE TABLE IF NOT EXISTS apart(
    fact INTEGER NOT NULL, serial INTEGER NOT NULL, run TEXT NOT NULL, key TEXT NOT NULL, article TEXT NOT NULL,
    what TEXT NOT NULL, kind TEXT NOT NULL, place INTEGER NOT NULL, words TEXT NOT NULL, gold TEXT NOT NULL,
    suggested TEXT NOT NULL, end INTEGER NOT NULL, about TEXT NOT NULL, gold_label TEXT NOT NULL, said_label TEXT NOT NULL,
    p REAL,
    PRIMARY KEY(fact, serial)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS apart_kind ON apart(run, what, kind, gold_label, said_label, key, p);
CREATE TABLE IF NOT EXISTS snapshot(run TEXT PRIMARY KEY, rule TEXT NOT NULL, doc BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS mark(run TEXT PRIMARY KEY, mark BLOB NOT NULL, unread INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS apart_article ON apart(run, article);
CREATE TEMP TABLE IF NOT EXISTS judged(key TEXT PRIMARY KEY, verdict TEXT NOT NULL) WITHOUT ROWID;
CREATE TEMP TABLE IF NOT EXISTS chosen(fact INTEGER PRIMARY KEY);
CREATE TEMP TABLE IF NOT EXISTS changed(
    fixed INTEGER NOT NULL, at INTEGER NOT NULL, fact INTEGER NOT NULL, serial INTEGER NOT NULL, PRIMARY KEY(fixed, at)
) WITHOUT ROWID;
"""
_FACT = (
    "INSERT OR REPLACE INTO fact(number, run, id, stamp, rule, title, source, day, done, words, curators, labels, blind, ms,"
    " acts, presses, keys, counts, entities, stances) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_OF = "run = ? AND id IN (SELECT value FROM json_each(?))"
"""Facts of a run about some articles."""
KINDS = ("entities", "stances")
"""What probabilities are about."""


class Cache:
    """One open cache. ``db`` is there for :mod:`annotator.review.listing`, which reads what went wrong out of it."""

    def __init__(self, db: sqlite3.Connection) -> None:
        """``db`` has the tables."""
        self.db = db
        self._numbers = self._read_numbers()

    def close(self) -> None:
        """Let go of it; a second call does nothing."""
        self.db.close()

    def _read_numbers(self) -> dict[Key, int]:
        rows = self.db.execute("SELECT number, key FROM name")
        return {tuple(key.split(SEPARATOR)): number for number, key in rows}

    def stamps(self, run: str, rule: str, ids: Iterable[str]) -> dict[str, bytes]:
        """The stamps of those articles that a run has under a rule (see :class:`~annotator.store.Finished`)."""
        return dict(self.db.execute(f"SELECT id, stamp FROM fact WHERE {_OF} AND rule = ?", (run, _json(ids), rule)))

    def labels(self, run: str, stamps: Mapping[str, bytes]) -> dict[str, tuple[str, ...]]:
        """The labels of gold of those articles whose facts fit these stamps."""
        rows = self.db.execute(f"SELECT id, stamp, labels FROM fact WHERE {_OF}", (run, _json(stamps)))
        several = cache(_several)
        return {id: several(labels) for id, stamp, labels in rows if stamps[id] == stamp}

    def put(self, run: str, rule: str, facts: Iterable[tuple[bytes, Facts]]) -> None:
        """Keep facts with their stamps, in one transaction; older ones of the same articles go."""
        with self._writing():
            for stamp, item in facts:
                known = self.db.execute(
                    "SELECT number FROM fact WHERE run = ? AND id = ?", (run, item.article)
                ).fetchone()
                former = known[0] if known is not None else None  # it keeps its place in lists
                self.db.execute("DELETE FROM apart WHERE fact = ?", (former,))
                number = self.db.execute(_FACT, (former, *self._row(run, rule, stamp, item))).lastrowid
                self.db.executemany(
                    "INSERT INTO apart VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (_apart(number, serial, run, found) for serial, found in enumerate(item.apart)),
                )

    def keep_only(self, run: str, ids: Collection[str]) -> None:
        """Forget the articles of a run that are not among ``ids``, all of which have facts: they are finished no more."""
        if self.db.execute("SELECT COUNT(*) FROM fact WHERE run = ?", (run,)).fetchone()[0] == len(ids):
            return
        wanted = set(ids)
        gone = [(run, id) for (id,) in self.db.execute("SELECT id FROM fact WHERE run = ?", (run,)) if id not in wanted]
        with self._writing():
            self.db.executemany(
                "DELETE FROM apart WHERE fact IN (SELECT number FROM fact WHERE run = ? AND id = ?)", gone
            )
            self.db.executemany("DELETE FROM fact WHERE run = ? AND id = ?", gone)

    def keep(self, run: str, standing: Standing, *, whole: bool) -> None:
        """Keep what is known of a run: ``whole``, or only at which mark it is, where all else stands as it was kept."""
        with self._writing():
            self.db.execute("INSERT OR REPLACE INTO mark VALUES(?, ?, ?)", (run, standing.mark, standing.unread))
            if whole:
                doc = (run, standing.rule, packed(standing.columns))
                self.db.execute("INSERT OR REPLACE INTO snapshot VALUES(?, ?, ?)", doc)

    def standing(self, run: str) -> Standing | None:
        """What was kept of a run, which may have changed since; None where nothing was, or nothing can be read."""
        row = self.db.execute(
            "SELECT mark, rule, unread, doc FROM snapshot JOIN mark USING(run) WHERE run = ?", (run,)
        ).fetchone()
        with suppress(msgspec.MsgspecError, ValueError):
            return Standing(row[0], row[1], row[2], unpacked(row[3])) if row is not None else None
        return None

    def columns(self, run: str, ids: Sequence[str]) -> Columns:
        """The facts of a run as columns, a row for each of ``ids`` that it has, in that order."""
        import numpy as np

        found = {row[0]: row[1:] for row in self.db.execute(
            "SELECT id, number, stamp, source, day, done, words, curators, labels, blind, ms, acts, presses, keys, counts,"
            f" entities, stances FROM fact WHERE {_OF}", (run, _json(ids))
        )}  # fmt: skip
        several = cache(_several)
        rows, counts, kept, told = [], [], [], {kind: [] for kind in KINDS}  # type: ignore[var-annotated]
        for id in ids:
            row = found.get(id)
            if row is None:
                continue
            number, stamp, source, day, done, words, curators, labels, blind, *work, keys, values, entities, stances = (
                row
            )
            own = (several(curators), bool(blind), several(labels), *work)
            rows.append(Facts(id, "", source, day, done, words, *own))
            counts.append((np.frombuffer(keys, dtype=np.uint32), np.frombuffer(values, dtype=np.float64)))
            kept.append((number, stamp))
            for kind, each in zip(KINDS, (entities, stances), strict=True):
                told[kind].append(np.frombuffer(each, dtype=np.float64))
        names = sorted(self._numbers, key=lambda key: self._numbers[key])
        return put_together(rows, names, counts, told, kept)

    def _row(self, run: str, rule: str, stamp: bytes, item: Facts) -> tuple[Any, ...]:
        import numpy as np

        keys = np.array([self._number(key) for key in item.counts], dtype=np.uint32)
        counts = np.array(list(item.counts.values()), dtype=np.float64)
        told = (np.array(item.told.get(kind, ()), dtype=np.float64).tobytes() for kind in KINDS)
        lists = (json.dumps(item.curators), json.dumps(item.labels))
        own = (
            item.title,
            item.source,
            item.day,
            item.done,
            item.words,
            *lists,
            item.blind,
            item.ms,
            item.acts,
            item.presses,
        )
        return (run, item.article, stamp, rule, *own, keys.tobytes(), counts.tobytes(), *told)

    def _number(self, key: Key) -> int:
        """The number of a key, from 0 on without a gap, so that numbers are columns."""
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._numbers)
            self.db.execute("INSERT INTO name VALUES(?, ?)", (number, SEPARATOR.join(key)))
        return number

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            self._numbers = self._read_numbers()
            raise
        self.db.execute("COMMIT")


def _apart(fact: int | None, serial: int, run: str, found: Disagreement) -> tuple[Any, ...]:
    own = (found.article, found.what, found.kind, found.place, found.words, found.gold, found.suggested)
    return (fact, serial, run, key_of(found), *own, found.end, found.about, *found.labels, found.p)


def cache_of(project: Path) -> Cache:
    """The cache of the project at ``project``; in memory where none can be kept on the disk."""
    path = project.with_name(f".{project.stem}.review")
    with suppress(sqlite3.Error):
        return Cache(_opened(path))
    with suppress(OSError, sqlite3.Error):  # not ours, or damaged: nothing is lost with it
        for file in _files(path):
            file.unlink(missing_ok=True)
        return Cache(_opened(path))
    return Cache(_opened(None))


def _files(path: Path) -> Iterator[Path]:
    yield from (path.with_name(path.name + suffix) for suffix in ("", "-wal", "-shm", "-journal"))


def _opened(path: Path | None) -> sqlite3.Connection:
    db = sqlite3.connect(":memory:" if path is None else path, isolation_level=None, timeout=10.0)
    try:
        db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -32000;" + _ABOUT)
        known = db.execute("SELECT value FROM about WHERE key = 'format'").fetchone()
        if known is not None and known[0] != FORMAT:
            for table in ("apart", "fact", "name", "snapshot", "mark"):
                db.execute(f"DROP TABLE IF EXISTS {table}")
        db.executescript(_TABLES)
        db.execute("INSERT OR REPLACE INTO about VALUES('format', ?)", (FORMAT,))
    except BaseException:
        db.close()
        raise
    return db


def _json(ids: Iterable[str]) -> str:
    return json.dumps(list(ids))


def _several(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))
