"""Rows as they lie in the tables whose columns are sealed: an article's, an event's, a state's."""

from __future__ import annotations

from typing import Any

from annotator.records import Annotation, Article
from annotator.store.coding import encode, refuse_unsafe, seal
from annotator.store.protocol import Entry

Row = tuple[Any, ...]
Last = tuple[int, bytes]
"""Number and seal of the newest event, after which the chain goes on; (0, b"") before the first."""

ARTICLE = "INSERT INTO article VALUES(?, ?, ?, ?, ?, ?, ?)"
EVENT = "INSERT INTO event VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
STATE = (
    "INSERT INTO state VALUES(?, ?, ?, ?)"
    " ON CONFLICT(article) DO UPDATE SET seq = excluded.seq, doc = excluded.doc, seal = excluded.seal"
)


def article_row(number: int, article: Article, digest: bytes) -> Row:
    """The row of a new article, whose text has this hash; raises InputError for metadata that cannot be stored."""
    where = f"article {article.id}"
    meta, sections = encode(article.meta, where), encode(article.sections, where)
    return number, article.id, article.text, digest, meta, sections, seal(number, article.id, digest, meta, sections)


def event_row(number: int | None, entry: Entry, last: Last) -> tuple[Row, Last]:
    """The row of the event that comes after ``last``, and what then is the last; raises InputError for odd letters."""
    where = f"article {entry.article}" if entry.article else "the project"
    change = encode(entry.change, where)
    refuse_unsafe(f"{entry.who}{entry.batch or ''}", where)
    seq = last[0] + 1
    values = seq, number, entry.who, entry.at, change, entry.undoes, entry.redoes, entry.batch, entry.ms
    sealed = seal(last[1], *values)
    return (*values, sealed), (seq, sealed)


def state_row(number: int, entry: Entry, seq: int) -> tuple[Row, Annotation]:
    """The row of an article's annotation as it stands after event ``seq``, and the annotation."""
    if entry.after is None:
        raise ValueError(f"the annotation of article {entry.article} is missing")
    doc = encode(entry.after, f"article {entry.article}")
    return (number, seq, doc, seal(number, seq, doc)), entry.after
