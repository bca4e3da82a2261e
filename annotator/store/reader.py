"""Reading a project file: all verbs that change nothing."""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

import msgspec

from annotator.blind import SETTING, read_blindness
from annotator.lessons import VOTES, LessonKind, Touched, Vote
from annotator.records import Annotation, Article, Run, Status, Suggestion
from annotator.store import documents, listing
from annotator.store.checking import find_problems
from annotator.store.coding import (
    decode_change,
    decode_run,
    decode_suggestion,
    seal,
)
from annotator.store.deriving import SCALE
from annotator.store.documents import annotation_of, verify, version_of
from annotator.store.faults import damaged, plainly
from annotator.store.listing import Lead, Listed, Sql, Value
from annotator.store.protocol import SEED, STATUSES, Event, Finished, Hit, Problem, Query, Row, Stored
from annotator.store.searching import Finder, hit, in_title, match_side_by_side, match_words
from annotator.versions import STATES, State, Version

_CHUNK = 1_000
"""How many ids an iterator fetches at once; it holds no cursor between, so that others may write meanwhile."""
_QUICK = 0.012
"""How long (seconds) titles and beginnings of words are looked for: in a large project they are a help, no promise."""
_STEPS = 2_000
"""After how many of its steps SQLite looks at the clock."""
_MATCHES = (
    "SELECT search.rowid, article.id, listing.title, article.text FROM search"
    " CROSS JOIN article ON article.number = search.rowid CROSS JOIN listing ON listing.number = search.rowid"
    " WHERE search MATCH ? ORDER BY search.rowid LIMIT ?"
)
_CANDIDATES = 200
"""How many articles a search looks at before it sorts them, when there are more."""
_VOTES = (
    "SELECT number, article, who, taught, value, holds FROM lesson INDEXED BY {index}"
    " WHERE kind = ? AND key = ? AND gone IS NULL{condition} ORDER BY taught DESC, number DESC LIMIT ?"
)
_NEWEST = _VOTES.format(index="lesson_known", condition="")
_HERE = _VOTES.format(index="lesson_here", condition=" AND article = ?")
_BLIND = (
    "SELECT id, substr(doc, 1, 60) FROM article LEFT JOIN state ON state.article = number"
    " WHERE id IN (SELECT value FROM json_each(?))"
)
_IS_BLIND = re.compile(r'\{("status":"[a-z]+",)?("flagged":true,)?"blind":true')
"""How the annotation of a blind article begins: fields stand in the order of their record."""
_FEW = 10_000
"""Fewer articles than this (with a label, or of a curator) are looked up and sorted, rather than met in order."""
_DEEP = 20_000
"""From this place on all articles with a label or of a curator are sorted, rather than met in order up to there."""


class SqliteReader:
    """Reads one project file through a connection of its own; one thread uses it."""

    def __init__(self, db: sqlite3.Connection, path: Path, where: str) -> None:
        self._db = db
        self._path = path
        self._where = where
        self._asked = "", 0

    @property
    def name(self) -> str:
        """The file's name without its suffix."""
        return self._path.stem

    def close(self) -> None:
        """Let go of the file; a second call does nothing."""
        self._db.close()

    def _all(self, sql: str, *values: Value) -> list[Any]:
        with plainly(self._where):
            return self._db.execute(sql, values).fetchall()

    def _one(self, sql: str, *values: Value) -> tuple[Any, ...] | None:
        with plainly(self._where):
            row: tuple[Any, ...] | None = self._db.execute(sql, values).fetchone()
            return row

    def _ask(self, sql: str, *values: Value) -> int:
        """The one number that always comes back."""
        row = self._one(sql, *values)
        if row is None:
            raise damaged("a table has lost rows", self._where)
        return int(row[0])

    def _verify(self, holds: bool, what: str) -> None:
        verify(holds, what, self._where)

    def _number(self, id: str) -> int:
        found = self._one("SELECT number FROM article WHERE id = ?", id)
        if found is None:
            raise KeyError(id)
        return int(found[0])

    # --- articles

    def article(self, id: str) -> Article:
        """See :class:`~annotator.store.protocol.Reader`."""
        row = self._one(documents.ARTICLE, id)
        if row is None:
            raise KeyError(id)
        return documents.article_of(row, self._all(documents.OTHER_IDS.format("?"), row[0]), self._where)

    def annotation(self, id: str) -> Annotation:
        """See :class:`~annotator.store.protocol.Reader`."""
        row = self._one(documents.STATE, id)
        return Annotation(sections=self.article(id).sections) if row is None else annotation_of(id, row, self._where)

    def stored(self, ids: Iterable[str]) -> Iterator[Stored]:
        """See :class:`~annotator.store.protocol.Reader`."""
        return documents.stored(self._db, ids, self._where)

    def blind(self, ids: Collection[str]) -> set[str]:
        """See :class:`~annotator.store.protocol.Reader`."""
        stored = self.setting(SETTING)
        if stored is None:  # then nothing is
            return set()
        blindness = read_blindness(stored)
        rows = self._all(_BLIND, json.dumps(list(ids)))
        return {id for id, doc in rows if (blindness.chooses(id) if doc is None else _IS_BLIND.match(doc))}

    # --- lists

    def rows(self, query: Query, offset: int = 0, limit: int = 256) -> list[Row]:
        """See :class:`~annotator.store.protocol.Reader`."""
        sql, values = self._listed(query, in_order=offset < _DEEP).rows(offset, limit)
        return [_row(row) for row in self._all(sql, *values)]

    def _listed(self, query: Query, *, in_order: bool = True) -> Listed:
        """The list, led by a label or curator that few articles have, or by any where no order is to be kept."""
        if query.order == "picked":
            return Listed(query, "picked")
        if query.text.strip():
            return Listed(query, "text")
        asked: list[tuple[Lead, str]] = [
            ("versions", query.versions),
            ("curator", query.curator),
            ("label", query.label),
        ]
        leads = [(lead, value) for lead, value in asked if value]
        for lead, value in leads:
            if self._ask(listing.members(lead, _FEW), value) < _FEW:
                return Listed(query, lead)
        in_order = in_order and query.order != "import"  # which a leading table keeps by itself
        return Listed(query, leads[0][0] if leads and not in_order else "")

    def count(self, query: Query) -> int:
        """See :class:`~annotator.store.protocol.Reader`."""
        if query.order != "picked":
            query = msgspec.structs.replace(query, order="import")
        if query == Query(query.statuses):
            counts = self.counts()
            return sum(counts[status] for status in set(query.statuses) or STATUSES)
        sql, values = self._listed(query, in_order=False).size()
        return self._ask(sql, *values)

    def counts(self) -> dict[Status, int]:
        """See :class:`~annotator.store.protocol.Reader`."""
        found = dict(self._all("SELECT status, articles FROM counter"))
        self._verify(set(found) == set(STATUSES), "the count of articles")
        return {status: found[status] for status in STATUSES}

    def position(self, id: str, query: Query) -> int | None:
        """See :class:`~annotator.store.protocol.Reader`."""
        key, number = self._place(id, query)
        listed = self._listed(query, in_order=False)
        sql, values = listed.holds(number)
        if not self._ask(sql, *values):
            return None
        sql, values = listed.before(key, number)
        return self._ask(sql, *values)

    def next_open(self, after: str | None, query: Query) -> str | None:
        """See :class:`~annotator.store.protocol.Reader`."""
        still_open = listing.open_only(query)
        if still_open is None:
            return None
        found = None if after is None else self._id_behind(after, still_open)
        return found or self._id(self._listed(still_open).page(0, 1))

    def _id_behind(self, after: str, still_open: Query) -> str | None:
        key, number = self._place(after, still_open)
        closed = "SELECT 1 FROM listing WHERE number = ? AND status IN ('done', 'skipped')"
        if still_open.order in listing.OPEN_ONLY and self._one(closed, number):
            return None
        return self._id(self._listed(still_open).following(key, number))

    def _id(self, which: Sql) -> str | None:
        sql, values = which
        row = self._one(f"SELECT id FROM ({sql}) JOIN listing USING(number)", *values)
        return None if row is None else str(row[0])

    def _place(self, id: str, query: Query) -> tuple[Value, int]:
        """The article's sort key in the order of ``query``, and its number."""
        key = listing.KEYS[query.order]
        row = self._one(f"SELECT {key}, number FROM article JOIN listing USING(number) WHERE article.id = ?", id)
        if row is None:
            raise KeyError(id)
        return row[0], row[1]

    def labels(self) -> list[str]:
        """See :class:`~annotator.store.protocol.Reader`."""
        return self._distinct("labelled", "label")

    def curators(self) -> list[str]:
        """See :class:`~annotator.store.protocol.Reader`."""
        return self._distinct("curated", "curator")

    def _distinct(self, table: str, column: str) -> list[str]:
        """The few values of a column that leads the table's key, without reading the table."""
        sql = (
            f"WITH RECURSIVE found(it) AS (SELECT min({column}) FROM {table} UNION ALL"
            f" SELECT (SELECT min({column}) FROM {table} WHERE {column} > it) FROM found WHERE it IS NOT NULL)"
            " SELECT it FROM found WHERE it IS NOT NULL"
        )
        return [value for (value,) in self._all(sql)]

    def seed(self) -> int:
        """See :class:`~annotator.store.protocol.Reader`."""
        return int(self.setting(SEED) or 0)

    def ids(self, statuses: Sequence[Status] = ()) -> Iterator[str]:
        """See :class:`~annotator.store.protocol.Reader`."""
        return self._ids(statuses, "1")

    def without(self, run: str, *, statuses: Sequence[Status] = ("todo", "started")) -> Iterator[str]:
        """See :class:`~annotator.store.protocol.Reader`."""
        known = self._one("SELECT number FROM run WHERE id = ?", run)
        lacks = "NOT EXISTS(SELECT 1 FROM suggestion WHERE article = listing.number AND run = ?)"
        return self._ids(statuses, lacks, known[0] if known else 0)

    def _ids(self, statuses: Sequence[Status], condition: str, *values: Value) -> Iterator[str]:
        among = tuple(statuses) or STATUSES
        sql = (
            f"SELECT number, id FROM listing WHERE number > ? AND +status IN ({', '.join('?' * len(among))})"
            f" AND {condition} ORDER BY number LIMIT ?"
        )
        last = 0
        while chunk := self._all(sql, last, *among, *values, _CHUNK):
            yield from (id for _, id in chunk)
            last = chunk[-1][0]

    # --- log, suggestions, settings

    def events(
        self, article: str | None = None, *, newest_first: bool = False, limit: int | None = None, brief: str = ""
    ) -> list[Event]:
        """See :class:`~annotator.store.protocol.Reader`."""
        condition = "1" if article is None else "event.article IS ?"
        values = () if article is None else (self._number(article) if article else None,)
        sql = (
            "SELECT id, event.*, (SELECT seal FROM event AS previous WHERE previous.seq = event.seq - 1)"
            f" FROM event LEFT JOIN listing ON number = event.article WHERE {condition}"
            f" ORDER BY event.seq {'DESC' if newest_first else 'ASC'} LIMIT ?"
        )
        with plainly(self._where):  # row by row: what many imports brought is never held together
            rows = self._db.execute(sql, (*values, -1 if limit is None else limit))
            return [self._event(brief, *row) for row in rows]

    def _event(self, brief: str, id: str | None, *row: Any) -> Event:  # the columns of the table as they come
        *values, sealed, previous = row
        seq, _, who, at, change, undoes, redoes, batch, ms = values
        self._verify(seal(previous or b"", *values) == sealed, f"event {seq}")
        done = decode_change(change)
        if done.kind == brief:
            done = msgspec.structs.replace(done, steps=())
        return Event(seq, id or "", who, at, done, undoes, redoes, batch, ms)

    def runs(self) -> list[Run]:
        """See :class:`~annotator.store.protocol.Reader`."""
        found = []
        for id, doc, sealed in self._all("SELECT id, doc, seal FROM run ORDER BY number"):
            self._verify(seal(id, doc) == sealed, f"run {id}")
            found.append(decode_run(doc))
        return found

    def suggestion(self, id: str, run: str | None = None) -> Suggestion | None:
        """See :class:`~annotator.store.protocol.Reader`."""
        number = self._number(id)
        if run is None:
            found = self._suggestions(number, 1)
        else:
            found = self._suggestions(number, 1, "run = (SELECT number FROM run WHERE id = ?)", run)
        return found[0] if found else None

    def newest_run(self, id: str) -> str:
        """See :class:`~annotator.store.protocol.Reader`."""
        sql = (
            "SELECT run.id FROM suggestion JOIN run ON run.number = suggestion.run WHERE article = ?"
            " ORDER BY suggestion.run DESC LIMIT 1"
        )
        row = self._one(sql, self._number(id))
        return "" if row is None else str(row[0])

    def _suggestions(self, number: int, limit: int, condition: str = "1", *values: Value) -> list[Suggestion]:
        """Suggestions for an article, those of the newest runs first."""
        sql = f"SELECT run, doc, seal FROM suggestion WHERE article = ? AND {condition} ORDER BY run DESC LIMIT {limit}"
        rows = self._all(sql, number, *values)
        for run, doc, sealed in rows:
            self._verify(seal(number, run, doc) == sealed, f"the suggestion for article number {number}")
        return [decode_suggestion(doc) for _, doc, _ in rows]

    def phrases(self, words: Collection[str]) -> list[Touched]:
        """See :class:`~annotator.store.protocol.Reader`."""
        wanted = msgspec.json.encode(list(words)).decode()
        sql = "SELECT kind, phrase.key FROM json_each(?) AS word CROSS JOIN phrase ON first = word.value"
        return self._all(sql, wanted)

    def votes(self, kind: LessonKind, key: str, article: str) -> list[Vote]:
        """See :class:`~annotator.store.protocol.Reader`."""
        newest = self._all(_NEWEST, kind, key, VOTES)
        if not newest:
            return []
        here = self._known_number(article)
        if len(newest) == VOTES:
            known = {row[0] for row in newest}
            newest += [row for row in self._all(_HERE, kind, key, here, -1) if row[0] not in known]
        return [
            Vote(article if number == here else f"#{number}", who, taught, value, bool(holds))
            for _, number, who, taught, value, holds in newest
        ]

    def _known_number(self, article: str) -> int:
        """An article's number, or 0; kept, since many questions are about the same one."""
        if self._asked[0] != article:
            row = self._one("SELECT number FROM article WHERE id = ?", article)
            self._asked = article, 0 if row is None else int(row[0])
        return self._asked[1]

    def versions(self, id: str) -> list[Version]:
        """See :class:`~annotator.store.protocol.Reader`."""
        rows = self._all(documents.VERSIONS.format("?"), self._number(id))
        return [version_of(id, row, self._where) for row in rows]

    def merged(self) -> dict[State, int]:
        """See :class:`~annotator.store.protocol.Reader`."""
        found = dict(self._all("SELECT state, count(*) FROM merged GROUP BY state"))
        return {state: found[state] for state in STATES if state in found}

    def finished(self, run: str) -> list[Finished]:
        """See :class:`~annotator.store.protocol.Reader`."""
        rows = self._all(
            "SELECT listing.id, state.seal, suggestion.seal FROM listing JOIN state ON state.article = listing.number"
            " LEFT JOIN suggestion ON suggestion.article = listing.number"
            " AND suggestion.run = (SELECT number FROM run WHERE id = ?)"
            " WHERE listing.status = 'done' ORDER BY listing.number",
            run,
        )
        return [Finished(id, state + (suggested or b""), suggested is not None) for id, state, suggested in rows]

    def mark(self) -> bytes:
        """See :class:`~annotator.store.protocol.Reader`."""
        event = self._one("SELECT seal FROM event ORDER BY seq DESC LIMIT 1")
        suggestion = self._one("SELECT seal FROM suggestion ORDER BY number DESC LIMIT 1")
        return b"".join(bytes(row[0]) if row is not None else b"-" for row in (event, suggestion))

    def read_by(self, run: str) -> int:
        """See :class:`~annotator.store.protocol.Reader`."""
        return self._ask(
            "SELECT COUNT(*) FROM listing JOIN suggestion ON suggestion.article = listing.number"
            " AND suggestion.run = (SELECT number FROM run WHERE id = ?) WHERE listing.status = 'done'",
            run,
        )

    def settings(self, beginning: str) -> dict[str, str]:
        """See :class:`~annotator.store.protocol.Reader`."""
        rows = self._all("SELECT key, value, seal FROM setting WHERE substr(key, 1, ?) = ?", len(beginning), beginning)
        for key, value, sealed in rows:
            self._verify(seal(key, value) == sealed, f"the setting {key}")
        return {key: value for key, value, _ in rows}

    def setting(self, key: str) -> str | None:
        """See :class:`~annotator.store.protocol.Reader`."""
        row = self._one("SELECT value, seal FROM setting WHERE key = ?", key)
        if row is None:
            return None
        self._verify(seal(key, row[0]) == row[1], f"the setting “{key}”")
        return str(row[0])

    # --- search and check

    def search(self, words: str, limit: int = 50) -> list[Hit]:
        """See :class:`~annotator.store.protocol.Reader`."""
        match = match_words(words, unfinished=False)
        if not match:
            return []
        finder = Finder(words)
        titled = dict(self._quick_matches(in_title(match), limit))
        found = titled | dict(self._matches(match, limit if finder.single else max(limit, _CANDIDATES)))
        if len(found) < limit:  # a beginning costs much more to look up than a whole word
            found |= dict(self._quick_matches(match_words(words), limit))
        hits: list[tuple[bool, Hit]] = []
        for number, (id, title, text) in found.items():
            together, start, end = finder.find(text)
            hits.append((number in titled or together, hit(id, title, text, start, end)))
        best_first = sorted(hits, key=itemgetter(0), reverse=True)  # stable: titles first, then in order of import
        return [shown for _, shown in best_first[:limit]]

    def _matches(self, match: str, limit: int) -> list[tuple[int, tuple[str, str, str]]]:
        return [(number, (id, title, text)) for number, id, title, text in self._all(_MATCHES, match, limit)]

    def _quick_matches(self, match: str, limit: int) -> list[tuple[int, tuple[str, str, str]]]:
        """What is found in :data:`_QUICK` seconds: words that are everywhere but never together would take far longer."""
        until = time.monotonic() + _QUICK
        found: list[tuple[int, tuple[str, str, str]]] = []
        with plainly(self._where):
            self._db.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
            try:
                for number, id, title, text in self._db.execute(_MATCHES, (match, limit)):
                    found.append((number, (id, title, text)))
            except sqlite3.OperationalError as error:
                if "interrupt" not in str(error):
                    raise
            finally:
                self._db.set_progress_handler(None, 0)
        return found

    def holding(self, words: str, first: int, limit: int) -> list[Row]:
        """See :class:`~annotator.store.protocol.Reader`."""
        match = match_side_by_side(words)
        if not match:
            return []
        sql = (
            f"SELECT {listing.COLUMNS} FROM search CROSS JOIN listing ON listing.number = search.rowid"
            " WHERE search MATCH ? AND search.rowid >= ? ORDER BY search.rowid LIMIT ?"
        )
        return [_row(row) for row in self._all(sql, match, first, limit)]

    def check(self) -> list[Problem]:
        """See :class:`~annotator.store.protocol.Reader`."""
        return find_problems(self._db)


def _row(values: Sequence[Any]) -> Row:
    number, id, title, status, flagged, noted, words, decided, suggested, *shares = values
    uncertainty, disagreement = (share / SCALE for share in shares)
    marks = bool(flagged), bool(noted)
    return Row(number, id, title, status, *marks, words, decided, bool(suggested), uncertainty, disagreement)
