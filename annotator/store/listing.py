"""From a list's query to SQL over ``listing``. What a user typed is only ever a bound value.

Without words to find, a list is one arm per status, each read in order from its own index and merged by SQLite without
sorting, so that a page costs the same in a small and in a huge project. With words, the full-text index leads.
"""

from __future__ import annotations

from collections.abc import Sequence

from annotator.records import Annotation, Article, Status, Suggestion
from annotator.store.protocol import STATUSES, Order, Query
from annotator.store.searching import match_words

Value = str | bytes | int | None
Sql = tuple[str, list[Value]]

KEYS: dict[Order, str] = {
    "import": "listing.number",
    "title": "listing.title",
    "length": "listing.words",
    "pending": "listing.backlog",
}
"""The column of ``listing`` that each order sorts by, ascending; ``number`` decides between equals."""

COLUMNS = "number, id, listing.title, status, flagged, noted, words, decided, suggested"
"""What a :class:`~annotator.store.protocol.Row` is made of."""
_NONE: Sql = ("SELECT NULL AS key, number FROM listing WHERE 0", [])


def rows(query: Query, offset: int, limit: int) -> Sql:
    """SQL for one page of the list, in order; the columns are those of :class:`~annotator.store.protocol.Row`."""
    inner, values = page(query, offset, limit)
    return f"SELECT {COLUMNS} FROM ({inner}) JOIN listing USING(number) ORDER BY {_sorted(query)}", values


def page(query: Query, offset: int, limit: int) -> Sql:
    """SQL for the numbers of one page, after their sort ``key``, in order."""
    if query == Query():  # numbers have no gaps, so a page is found without counting
        return "SELECT number AS key, number FROM listing WHERE number > ? ORDER BY number LIMIT ?", [offset, limit]
    sql, values = _members(query)
    return f"{sql} ORDER BY {_sorted(query)} LIMIT ? OFFSET ?", [*values, limit, offset]


def size(query: Query) -> Sql:
    """SQL for the number of articles in the list."""
    sql, values = _members(query)
    return f"SELECT count(*) FROM ({sql})", values


def before(query: Query, key: Value, number: int) -> Sql:
    """SQL for how many articles of the list stand before the one with this ``key`` and ``number``."""
    sql, values = _beside(query, "<", key, number)
    return f"SELECT count(*) FROM ({sql})", values


def following(query: Query, key: Value, number: int) -> Sql:
    """SQL for the first article of the list behind the one with this ``key`` and ``number``."""
    sql, values = _beside(query, ">", key, number)
    return f"{sql} ORDER BY {_sorted(query)} LIMIT 1", values


def holds(query: Query, number: int) -> Sql:
    """SQL for whether the article is in the list."""
    sql, values = _members(query, f"{_number(query)} = ?", number)
    return f"SELECT EXISTS({sql})", values


def _sorted(query: Query) -> str:
    return "key" if query.order == "import" else "key, number"


def _number(query: Query) -> str:
    """The article's number, as the index that leads knows it."""
    return "search.rowid" if query.text.strip() else "listing.number"


def _key(query: Query) -> str:
    return _number(query) if query.order == "import" else KEYS[query.order]


def _beside(query: Query, sign: str, key: Value, number: int) -> Sql:
    """SQL for all articles of the list on one side of a place in it: other keys, and equal keys with other numbers."""
    other, equal = f"{_key(query)} {sign} ?", f"{_key(query)} = ? AND {_number(query)} {sign} ?"
    if query.order == "import":
        return _members(query, other, key)
    if query.text.strip():  # the words are looked up once
        return _members(query, f"({other} OR {equal})", key, key, number)
    first, values = _members(query, other, key)  # an index serves each half, but not an OR of both
    second, more = _members(query, equal, key, number)
    return f"{first} UNION ALL {second}", [*values, *more]


def _members(query: Query, condition: str = "1", *values: Value) -> Sql:
    """SQL for ``key`` and ``number`` of every article of the list that also meets ``condition``."""
    if query.text.strip():
        return _found(query, condition, values)
    key = _key(query)
    if query.order == "import" and not query.statuses and query.flagged is None:
        return f"SELECT number AS key, number FROM listing WHERE {condition}", list(values)
    source = "listing INDEXED BY listing_flagged" if query.flagged else "listing"
    flag = {None: "", True: " AND flagged", False: " AND NOT flagged"}[query.flagged]
    arm = f"SELECT {key} AS key, number FROM {source} WHERE status = ?{flag} AND {condition}"
    statuses = tuple(dict.fromkeys(query.statuses)) or STATUSES
    return " UNION ALL ".join([arm] * len(statuses)), [v for status in statuses for v in (status, *values)]


def _found(query: Query, condition: str, values: Sequence[Value]) -> Sql:
    match = match_words(query.text)
    if not match:
        return _NONE
    terms = ["search MATCH ?", condition]
    bound: list[Value] = [match, *values]
    if query.statuses:
        terms.append(f"status IN ({', '.join('?' * len(query.statuses))})")
        bound += query.statuses
    if query.flagged is not None:
        terms.append("flagged" if query.flagged else "NOT flagged")
    source = "search CROSS JOIN listing ON listing.number = search.rowid"
    return f"SELECT {_key(query)} AS key, number FROM {source} WHERE {' AND '.join(terms)}", bound


def open_only(query: Query) -> Query | None:
    """``query`` without the articles that are done or skipped; None when nothing else is left of it."""
    statuses: tuple[Status, ...] = tuple(s for s in ("todo", "started") if not query.statuses or s in query.statuses)
    return Query(statuses, query.flagged, query.text, query.order) if statuses else None


def word_count(article: Article) -> int:
    """The column ``words`` of ``listing``: pieces of the text parted by white space."""
    return len(article.text.split())


def shown(annotation: Annotation) -> tuple[Status, bool, bool, int, int]:
    """The columns ``status, flagged, noted, decided, answered`` of ``listing``.

    ``decided`` counts mentions, stances and rejections, ``answered`` those of them that a suggestion stood behind.
    """
    origins = [mention.origin for mention in annotation.mentions.values()]
    origins += [stance.origin for stance in annotation.stances.values()]
    rejected = len(annotation.rejected)
    answered = rejected + sum(origin is not None for origin in origins)
    return annotation.status, annotation.flagged, bool(annotation.note), rejected + len(origins), answered


def proposed(suggestion: Suggestion) -> int:
    """The column ``proposed`` of ``listing``: how much there is to decide about."""
    return len(suggestion.mentions) + len(suggestion.stances)
