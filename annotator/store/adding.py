"""New articles, each with the first event of its log if it has one: gathered, then written table by table.

One statement for many rows costs a third of many statements, and the full-text index is left to gather what it writes: that
is what brings a hundred thousand articles in fast.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from annotator.errors import InputError
from annotator.lessons import Touched
from annotator.records import Annotation, Article
from annotator.store.coding import encode, refuse_unsafe, sha
from annotator.store.deriving import Tally, shuffled, word_count
from annotator.store.protocol import Added, Entry
from annotator.store.remembering import Lived, Row, first_lessons, write_lessons
from annotator.store.rows import ARTICLE, EVENT, STATE, Last, article_row, event_row, state_row

LONGEST_ID = 1_000
"""The id of an article is no longer, in code points."""
_ASKED = 500
"""Of so many values it is asked at once whether they are known."""
_OTHER_ID = "INSERT OR IGNORE INTO other_id(id, article) VALUES(?, ?)"
_LISTING = (
    "INSERT INTO listing(number, id, title, words, shuffle, status, flagged, noted, decided, answered, uncertainty)"
    " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_CURATED = "INSERT INTO curated(number, curator) VALUES(?, ?)"
_LABELLED = "INSERT INTO labelled(number, label) VALUES(?, ?)"
_SEARCH = "INSERT INTO search(rowid, title, text) VALUES(?, ?, ?)"
_IN_ORDER = (ARTICLE, _OTHER_ID, EVENT, STATE, _LISTING, _CURATED, _LABELLED, _SEARCH)
"""Rows are written in this order: some refer to others."""


class Arrivals:
    """What arrives in one transaction; nothing is written before :meth:`write`, so what is refused costs nothing."""

    def __init__(self, db: sqlite3.Connection, articles: Sequence[Article], seed: str, last: Last) -> None:
        self.last = last
        """The newest event, when all is written."""
        self.touched: set[Touched] = set()
        """Kind and key of the lessons that come with it."""
        self._db = db
        self._seed = seed
        self._digests = [_digest(article) for article in articles]
        ids = [id for article in articles for id in (article.id, *_other_ids(article))]
        self._ids = dict(_known(db, "SELECT id, article FROM other_id WHERE id", ids))
        self._ids |= _known(db, "SELECT id, number FROM article WHERE id", ids)
        self._texts = dict(_known(db, "SELECT sha, number FROM article WHERE sha", self._digests))
        self._free = int(db.execute("SELECT ifnull(max(number), 0) + 1 FROM article").fetchone()[0])
        self._rows: dict[str, list[tuple[object, ...]]] = {sql: [] for sql in _IN_ORDER}
        self._lessons: list[tuple[int, Row]] = []
        self._articles = articles

    def take(self, first: Sequence[Entry | None]) -> list[Added]:
        """Gather all that is new; what became of each article. Raises InputError for what cannot be stored."""
        pairs = zip(self._articles, self._digests, first, strict=True)
        return [self._take(article, digest, entry) for article, digest, entry in pairs]

    def write(self) -> None:
        """Write everything."""
        for sql, rows in self._rows.items():
            if rows:
                self._db.executemany(sql, rows)
        write_lessons(self._db, self._lessons)

    def _take(self, article: Article, digest: bytes, entry: Entry | None) -> Added:
        taken, known = self._ids.get(article.id), self._texts.get(digest)
        if taken is not None:
            return "same" if taken == known else "conflict"
        if known is not None:
            self._remember_id(known, article.id)
            return "same"
        number, self._free = self._free, self._free + 1
        self._ids[article.id] = self._texts[digest] = number
        self._rows[ARTICLE].append(article_row(number, article, digest))
        for id in _other_ids(article):
            self._remember_id(number, id)
        self._list(number, article, _UNTOUCHED if entry is None else self._begin(number, article, entry))
        return "new"

    def _remember_id(self, number: int, id: str) -> None:
        """Remember that the article's text also came in as ``id``, unless that is the id of another one."""
        if id not in self._ids:
            self._ids[id] = number
            self._rows[_OTHER_ID].append((id, number))

    def _begin(self, number: int, article: Article, entry: Entry) -> Tally:
        """The first event of an article's log, and what it leads to; what lists show of that."""
        event, self.last = event_row(number, entry, self.last)
        state, after = state_row(number, entry, self.last[0])
        tally = Tally(None, after)
        self._rows[EVENT].append(event)
        self._rows[STATE].append(state)
        self._rows[_CURATED].append((number, entry.who))
        self._rows[_LABELLED] += [(number, label) for label in sorted(tally.labels)]
        lessons = first_lessons(article.text, after, Lived(self.last[0], entry.who, entry.change, None, None))
        self._lessons += [(number, row) for row in lessons]
        self.touched.update(row.lesson[:2] for _, _, row in lessons)
        return tally

    def _list(self, number: int, article: Article, tally: Tally) -> None:
        """What lists show of it, and what is searched."""
        title, place = article.title, shuffled(article.id, self._seed)
        columns = number, article.id, title, word_count(article), place, *tally.shown, tally.uncertainty
        self._rows[_LISTING].append(columns)
        self._rows[_SEARCH].append((number, title, article.text))


_UNTOUCHED = Tally(None, Annotation())


def _known(
    db: sqlite3.Connection, sql: str, values: Sequence[str] | Sequence[bytes]
) -> Iterator[tuple[str, int] | tuple[bytes, int]]:
    """Which of the values there are already, each with the number of its article."""
    for begin in range(0, len(values), _ASKED):
        some = values[begin : begin + _ASKED]
        yield from db.execute(f"{sql} IN ({', '.join('?' * len(some))})", some)


def _digest(article: Article) -> bytes:
    """The hash of an article's text; raises InputError for a text or an id that cannot be stored."""
    where = f"article {article.id}"
    if not article.id:
        raise InputError("an article needs an id.", where=where)
    if len(article.id) > LONGEST_ID:
        raise InputError(f"an id of more than {LONGEST_ID} characters.", where=where[:60] + "…")
    refuse_unsafe(article.id, where)
    refuse_unsafe(article.text, where)
    for id in _other_ids(article):
        encode(id, where)
    return sha(article.text)


def _other_ids(article: Article) -> list[str]:
    """Ids under which the text came in elsewhere, as its metadata have them."""
    others = article.meta.get("other_ids")
    return list(map(str, others)) if isinstance(others, list) else []
