"""The project file: one SQLite database, one writer, an append-only log and the state that it leads to.

WAL with ``synchronous=FULL``: a verb that writes returns when the disk has it. Texts and documents carry a hash, so that
silent damage is seen. The file is identified by ``application_id`` and ``user_version``.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from annotator.errors import (
    DamagedProject,
    InputError,
    NewerProject,
    NotAProject,
    ProjectError,
    UnwritableProject,
)
from annotator.records import Annotation, Article, Change, Run, Section, Status, Suggestion, apply_change
from annotator.store.faults import plainly
from annotator.store.lock import Lock
from annotator.store.protocol import Added, Entry, Event, Hit, Problem, Query, Row
from annotator.store.queue import list_sql, match_words
from annotator.store.schema import APPLICATION_ID, TABLES, VERSION

_encode = msgspec.json.Encoder().encode
_decode_annotation = msgspec.json.Decoder(Annotation).decode
_decode_change = msgspec.json.Decoder(Change).decode
_decode_suggestion = msgspec.json.Decoder(Suggestion).decode
_decode_sections = msgspec.json.Decoder(tuple[Section, ...]).decode
_SNIPPET = 60


def create_store(path: Path) -> SqliteStore:
    """A new, empty project at ``path``. It is made beside and then moved there, so that no half-made file is ever left.

    Raises UnwritableProject when the file exists or cannot be made.
    """
    if path.exists() or path.is_symlink():
        raise UnwritableProject("this file exists already.", where=str(path), remedy="Choose another name, or open it.")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with plainly(path):
            db = sqlite3.connect(part, isolation_level=None)
            try:
                db.executescript(
                    f"PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version={VERSION}; BEGIN; {TABLES} COMMIT;"
                )
            finally:
                db.close()
        _sync(part)
        os.link(part, path) if hasattr(os, "link") else part.rename(path)
    except FileExistsError as error:
        raise UnwritableProject("this file exists already.", where=str(path), remedy="Choose another name.") from error
    except OSError as error:
        raise UnwritableProject(f"the project cannot be made here ({error.strerror}).", where=str(path)) from error
    finally:
        part.unlink(missing_ok=True) if part.parent.is_dir() else None
    return open_store(path)


def open_store(path: Path) -> SqliteStore:
    """The project at ``path``, locked for this process; raises the ProjectError that says why it cannot be opened."""
    _recognise(path)
    lock = Lock(path)
    try:
        return SqliteStore(path, lock)
    except BaseException:
        lock.release()
        raise


def _recognise(path: Path) -> None:
    where = str(path)
    if path.is_dir():
        raise NotAProject("this is a folder, not a project.", where=where)
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError as error:
        raise NotAProject("no such file.", where=where, remedy="`annotator new` makes a project.") from error
    except OSError as error:
        raise NotAProject(f"cannot be read ({error.strerror}).", where=where) from error
    if not head:
        raise NotAProject("this file is empty, not a project.", where=where)
    if not head.startswith(b"SQLite format 3\x00"):
        raise NotAProject("this is no Annotator project.", where=where)
    if len(head) < 100:
        raise DamagedProject("the project is cut off.", where=where, remedy="Take it from a backup.")
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise NotAProject("this is a database of another program.", where=where)
    version = int.from_bytes(head[60:64], "big")
    if version > VERSION:
        raise NewerProject("the project was written by a newer Annotator.", where=where, remedy="Update the program.")
    size = int.from_bytes(head[16:18], "big")
    pages = int.from_bytes(head[28:32], "big")
    if path.stat().st_size < pages * (65536 if size == 1 else size):
        raise DamagedProject("the project is cut off.", where=where, remedy="Take it from a backup.")


class SqliteStore:
    """A :class:`~annotator.store.protocol.Store` in one SQLite file; to be used from one thread."""

    def __init__(self, path: Path, lock: Lock) -> None:
        self.path = path
        self._lock = lock
        with plainly(path):
            self._db: sqlite3.Connection | None = sqlite3.connect(path, isolation_level=None, timeout=0)
            try:
                self._prepare(self._db)
            except BaseException:
                self._db.close()
                raise
        self._file = self._identity()

    def _prepare(self, db: sqlite3.Connection) -> None:
        for pragma in (
            "trusted_schema=OFF",
            "foreign_keys=ON",
            "journal_mode=WAL",
            "synchronous=FULL",
            "cell_size_check=ON",
        ):
            db.execute(f"PRAGMA {pragma}")
        # One write that changes nothing: a read-only file is told now, not at the first decision.
        db.execute(f"PRAGMA user_version={VERSION}")
        db.execute("SELECT count(*) FROM counter").fetchone()

    @property
    def name(self) -> str:
        """The file's name without its suffix."""
        return self.path.stem

    def close(self) -> None:
        """Let go of file and lock; a second call does nothing."""
        if self._db is not None:
            with plainly(self.path):
                self._db.close()
            self._db = None
        self._lock.release()

    # --- the two ways to the file

    def _read(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        if self._db is None:
            raise ProjectError("the project is closed.", where=str(self.path))
        with plainly(self.path):
            return self._db.execute(sql, values).fetchall()

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        """One durable transaction, all or nothing."""
        if self._db is None:
            raise ProjectError("the project is closed.", where=str(self.path))
        if self._identity() != self._file:
            raise UnwritableProject(
                "the project file was moved, removed or replaced while it was open; this was not saved.",
                where=str(self.path),
                remedy="Put it back, or close it and open the right one.",
            )
        with plainly(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    # --- articles

    def add(self, articles: Sequence[Article]) -> list[Added]:
        """See :class:`~annotator.store.protocol.Store`."""
        with self._write() as db:
            return [self._add(db, article) for article in articles]

    def _add(self, db: sqlite3.Connection, article: Article) -> Added:
        try:
            sha = _sha(article.text.encode())
        except UnicodeEncodeError as error:
            raise InputError("the text has a lone surrogate.", where=article.id) from error
        known = db.execute("SELECT number, id, meta FROM article WHERE sha=?", (sha,)).fetchone()
        if known is not None:
            if known[1] != article.id:
                self._remember_id(db, known[0], known[2], article.id)
            return "same"
        if db.execute("SELECT 1 FROM article WHERE id=?", (article.id,)).fetchone():
            return "conflict"
        words = len(article.text.split())
        title = article.title
        meta, sections = _encode(article.meta).decode(), _encode(article.sections).decode()
        number = db.execute(
            "INSERT INTO article(id, title, text, sha, meta, sections, words) VALUES(?,?,?,?,?,?,?)",
            (article.id, title, article.text, sha, meta, sections, words),
        ).lastrowid
        db.execute("INSERT INTO found(rowid, title, text) VALUES(?,?,?)", (number, title, article.text))
        db.execute("INSERT INTO queue VALUES(?,'todo',0,?,?,-1)", (number, title, words))
        db.execute("UPDATE counter SET articles=articles+1 WHERE status='todo'")
        return "new"

    def _remember_id(self, db: sqlite3.Connection, number: int, meta: str, id: str) -> None:
        known = msgspec.json.decode(meta)
        others = known.get("other_ids", [])
        if id not in others:
            known["other_ids"] = [*others, id]
            db.execute("UPDATE article SET meta=? WHERE number=?", (_encode(known).decode(), number))

    def article(self, id: str) -> Article:
        """See :class:`~annotator.store.protocol.Store`."""
        rows = self._read("SELECT text, sha, meta, sections FROM article WHERE id=?", (id,))
        if not rows:
            raise KeyError(id)
        text, sha, meta, sections = rows[0]
        self._verify(text, sha, f"the text of article {id}")
        return Article(id, text, msgspec.json.decode(meta), _decode_sections(sections))

    def annotation(self, id: str) -> Annotation:
        """See :class:`~annotator.store.protocol.Store`."""
        rows = self._read(
            "SELECT s.doc, s.sha, a.sections FROM article a LEFT JOIN state s USING(number) WHERE a.id=?", (id,)
        )
        if not rows:
            raise KeyError(id)
        doc, sha, sections = rows[0]
        if doc is None:
            return Annotation(sections=_decode_sections(sections))
        self._verify(doc, sha, f"the annotation of article {id}")
        return _decode_annotation(doc)

    def _verify(self, doc: str, sha: bytes, what: str) -> None:
        if _sha(doc.encode()) != sha:
            raise DamagedProject(f"{what} is damaged.", where=str(self.path), remedy="Run `annotator check`.")

    def rows(self, query: Query, offset: int = 0, limit: int = 256) -> list[Row]:
        """See :class:`~annotator.store.protocol.Store`."""
        where, order, values = list_sql(query)
        sql = (
            "SELECT a.number, a.id, q.title, q.status, q.flagged, ifnull(s.note, 0), q.words, ifnull(s.decided, 0), q.items"
            f" FROM queue q JOIN article a USING(number) LEFT JOIN state s USING(number) {where} {order} LIMIT ? OFFSET ?"
        )
        return [
            Row(number, id, title, status, bool(flagged), bool(note), words, decided, items >= 0)
            for number, id, title, status, flagged, note, words, decided, items in self._read(
                sql, (*values, limit, offset)
            )
        ]

    def count(self, query: Query) -> int:
        """See :class:`~annotator.store.protocol.Store`."""
        where, _, values = list_sql(query)
        if not where:
            return sum(self.counts().values())
        return int(self._read(f"SELECT count(*) FROM queue q {where}", values)[0][0])

    def counts(self) -> dict[Status, int]:
        """See :class:`~annotator.store.protocol.Store`."""
        found = dict(self._read("SELECT status, articles FROM counter"))
        return {"todo": found["todo"], "started": found["started"], "done": found["done"], "skipped": found["skipped"]}

    def position(self, id: str, query: Query) -> int | None:
        """See :class:`~annotator.store.protocol.Store`."""
        where, order, values = list_sql(query)
        sql = (
            f"SELECT place FROM (SELECT q.number AS number, row_number() OVER ({order}) - 1 AS place FROM queue q {where})"
            " JOIN article a USING(number) WHERE a.id=?"
        )
        rows = self._read(sql, (*values, id))
        return int(rows[0][0]) if rows else None

    def next_open(self, after: str | None, query: Query) -> str | None:
        """See :class:`~annotator.store.protocol.Store`."""
        statuses = tuple(s for s in ("todo", "started") if not query.statuses or s in query.statuses)
        if not statuses:
            return None
        narrowed = msgspec.structs.replace(query, statuses=statuses)
        where, order, values = list_sql(narrowed)
        start = self._read(
            "SELECT q.number, q.title, q.words, q.items FROM queue q JOIN article USING(number) WHERE id=?", (after,)
        )
        if start:
            column = {"import": "number", "title": "title", "length": "words", "pending": "items"}[query.order]
            at = dict(zip(("number", "title", "words", "items"), start[0], strict=True))
            sign = "<" if query.order == "pending" else ">"
            sql = (
                f"SELECT a.id FROM queue q JOIN article a USING(number) {where} AND "
                f"(q.{column} {sign} ? OR (q.{column} = ? AND q.number > ?)) {order} LIMIT 1"
            )
            rows = self._read(sql, (*values, at[column], at[column], at["number"]))
            if rows:
                return str(rows[0][0])
        rows = self._read(f"SELECT a.id FROM queue q JOIN article a USING(number) {where} {order} LIMIT 1", values)
        return str(rows[0][0]) if rows else None

    def ids(self, statuses: Sequence[Status] = ()) -> Iterator[str]:
        """See :class:`~annotator.store.protocol.Store`."""
        where, _, values = list_sql(Query(statuses=tuple(statuses)))
        for row in self._read(
            f"SELECT a.id FROM queue q JOIN article a USING(number) {where} ORDER BY q.number", values
        ):
            yield row[0]

    # --- decisions

    def append(self, entries: Sequence[Entry]) -> list[int]:
        """See :class:`~annotator.store.protocol.Store`."""
        with self._write() as db:
            return [self._append(db, entry) for entry in entries]

    def _append(self, db: sqlite3.Connection, entry: Entry) -> int:
        row = db.execute(
            "SELECT number, status FROM queue JOIN article USING(number) WHERE id=?", (entry.article,)
        ).fetchone()
        if row is None:
            raise KeyError(entry.article)
        number, old = row
        change, doc = _encode(entry.change), _encode(entry.after)
        after = entry.after
        seq = db.execute(
            "INSERT INTO event(number, who, at, kind, change, sha, undoes, redoes, batch, ms) VALUES(?,?,?,?,?,?,?,?,?,?)",
            (
                *(number, entry.who, entry.at, entry.change.kind, change.decode(), _sha(change)),
                *(entry.undoes, entry.redoes, entry.batch, entry.ms),
            ),
        ).lastrowid
        decided = len(after.mentions) + len(after.stances) + len(after.rejected)
        db.execute(
            "INSERT INTO state VALUES(?,?,?,?,?,?,?,?) ON CONFLICT(number) DO UPDATE SET status=excluded.status,"
            " flagged=excluded.flagged, note=excluded.note, decided=excluded.decided, seq=excluded.seq, doc=excluded.doc,"
            " sha=excluded.sha",
            (number, after.status, after.flagged, bool(after.note), decided, seq, doc.decode(), _sha(doc)),
        )
        if after.status != old:
            db.execute("UPDATE counter SET articles=articles-1 WHERE status=?", (old,))
            db.execute("UPDATE counter SET articles=articles+1 WHERE status=?", (after.status,))
        db.execute("UPDATE queue SET status=?, flagged=? WHERE number=?", (after.status, after.flagged, number))
        return int(seq or 0)

    def events(
        self, article: str | None = None, *, newest_first: bool = False, limit: int | None = None
    ) -> list[Event]:
        """See :class:`~annotator.store.protocol.Store`."""
        where, values = ("WHERE a.id=?", (article,)) if article is not None else ("", ())
        sql = (
            "SELECT e.seq, a.id, e.who, e.at, e.change, e.undoes, e.redoes, e.batch, e.ms"
            f" FROM event e JOIN article a USING(number) {where} ORDER BY e.seq {'DESC' if newest_first else ''} LIMIT ?"
        )
        rows = self._read(sql, (*values, -1 if limit is None else limit))
        return [Event(seq, id, who, at, _decode_change(change), *rest) for seq, id, who, at, change, *rest in rows]

    # --- suggestions

    def add_run(self, run: Run) -> None:
        """See :class:`~annotator.store.protocol.Store`."""
        with self._write() as db:
            db.execute("INSERT OR IGNORE INTO run(id, doc) VALUES(?,?)", (run.id, _encode(run).decode()))

    def runs(self) -> list[Run]:
        """See :class:`~annotator.store.protocol.Store`."""
        return [msgspec.json.decode(doc, type=Run) for (doc,) in self._read("SELECT doc FROM run ORDER BY number")]

    def put_suggestions(self, items: Iterable[tuple[str, Suggestion]]) -> int:
        """See :class:`~annotator.store.protocol.Store`."""
        count = 0
        with self._write() as db:
            for id, suggestion in items:
                number = db.execute("SELECT number FROM article WHERE id=?", (id,)).fetchone()
                run = db.execute("SELECT number FROM run WHERE id=?", (suggestion.run,)).fetchone()
                if number is None or run is None:
                    raise KeyError(id if number is None else suggestion.run)
                doc = _encode(suggestion)
                size = len(suggestion.mentions) + len(suggestion.stances)
                count += db.execute(
                    "INSERT OR IGNORE INTO suggestion VALUES(?,?,?,?,?)",
                    (number[0], run[0], size, doc.decode(), _sha(doc)),
                ).rowcount
                db.execute("UPDATE queue SET items=? WHERE number=?", (size, number[0]))
        return count

    def suggestion(self, id: str, run: str | None = None) -> Suggestion | None:
        """See :class:`~annotator.store.protocol.Store`."""
        rows = self._read(
            "SELECT s.doc, s.sha FROM suggestion s JOIN article a USING(number) JOIN run r ON r.number=s.run"
            " WHERE a.id=? AND (? IS NULL OR r.id=?) ORDER BY s.run DESC LIMIT 1",
            (id, run, run),
        )
        if not rows:
            return None
        doc, sha = rows[0]
        self._verify(doc, sha, f"the suggestion for article {id}")
        return _decode_suggestion(doc)

    def without(self, run: str, *, newest_status: Sequence[Status] = ("started", "todo")) -> Iterator[str]:
        """See :class:`~annotator.store.protocol.Store`."""
        where, _, values = list_sql(Query(statuses=tuple(newest_status)))
        sql = (
            f"SELECT a.id FROM queue q JOIN article a USING(number) {where} AND NOT EXISTS (SELECT 1 FROM suggestion s"
            " JOIN run r ON r.number=s.run WHERE s.number=q.number AND r.id=?) ORDER BY q.number"
        )
        for row in self._read(sql, (*values, run)):
            yield row[0]

    # --- the rest

    def setting(self, key: str) -> str | None:
        """See :class:`~annotator.store.protocol.Store`."""
        rows = self._read("SELECT value FROM setting WHERE key=?", (key,))
        return str(rows[0][0]) if rows else None

    def set_setting(self, key: str, value: str) -> None:
        """See :class:`~annotator.store.protocol.Store`."""
        with self._write() as db:
            db.execute("INSERT OR REPLACE INTO setting VALUES(?,?)", (key, value))

    def search(self, words: str, limit: int = 50) -> list[Hit]:
        """See :class:`~annotator.store.protocol.Store`."""
        match = match_words(words)
        if not match:
            return []
        sql = (
            "SELECT a.id, a.title, a.text FROM found JOIN article a ON a.number=found.rowid"
            " WHERE found MATCH ? ORDER BY rank LIMIT ?"
        )
        return [_hit(id, title, text, words) for id, title, text in self._read(sql, (match, limit))]

    def check(self) -> list[Problem]:
        """See :class:`~annotator.store.protocol.Store`."""
        found = [Problem(row[0], str(self.path)) for row in self._read("PRAGMA integrity_check(20)") if row[0] != "ok"]
        for id in list(self.ids()):
            found += self._check_article(id)
        for table in ("event", "suggestion"):
            column = "change" if table == "event" else "doc"
            for number, doc, sha in self._read(f"SELECT number, {column}, sha FROM {table}"):
                if _sha(doc.encode()) != sha:
                    found.append(Problem(f"a row of {table} is damaged.", f"article number {number}"))
        return found

    def _check_article(self, id: str) -> list[Problem]:
        try:
            article, annotation = self.article(id), self.annotation(id)
            replayed = Annotation(sections=article.sections)
            for event in self.events(id):
                replayed = apply_change(replayed, event.change)
        except (DamagedProject, msgspec.MsgspecError) as error:
            return [Problem(str(error), f"article {id}")]
        if replayed != annotation:
            return [Problem("the log does not lead to the annotation that is stored.", f"article {id}")]
        return []


def _hit(id: str, title: str, text: str, words: str) -> Hit:
    first = words.split()[0].casefold()
    start = max(0, text.casefold().find(first)) if len(text.casefold()) == len(text) else 0
    end = min(len(text), start + len(first))
    context = " ".join(text[max(0, start - _SNIPPET) : end + _SNIPPET].split())
    return Hit(id, title, start, end, context)


def _sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
