"""From a list's query to SQL over ``listing``. What a user typed is only ever a bound value.

A list is one arm per status, each read in order from its own index and merged by SQLite without sorting, so that a page
costs the same in a small and in a huge project. Where few articles have the label or curator asked for, these lead and
are sorted; where many have it, enough of them stand in any stretch of the order. With words, the full-text index leads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

from annotator.records import Status
from annotator.store.protocol import PICKED, STATUSES, Order, Query
from annotator.store.searching import match_words
from annotator.versions import TO_ADJUDICATE

Value = str | bytes | int | None
Sql = tuple[str, list[Value]]
Lead = Literal["", "text", "label", "curator", "versions", "picked"]

_PICKED = (
    "(SELECT key AS place, json_extract(value, '$.number') AS number FROM"
    f" json_each((SELECT value FROM setting WHERE key = '{PICKED}'), '$.picks')) AS picked"
)

KEYS: dict[Order, str] = {
    "import": "listing.number",
    "title": "listing.title",
    "length": "listing.words",
    "pending": "listing.backlog",
    "uncertainty": "listing.unsure",
    "disagreement": "listing.apart",
    "random": "listing.shuffle",
    "picked": f"(SELECT place FROM {_PICKED} WHERE picked.number = listing.number)",
}
"""The column of ``listing`` that each order sorts by, ascending; ``number`` decides between equals."""
OPEN_ONLY: frozenset[Order] = frozenset(("pending", "uncertainty"))
"""Orders by what is undecided, which nothing is in an article that is done or skipped."""

COLUMNS = "number, id, listing.title, status, flagged, noted, words, decided, suggested, uncertainty, disagreement"
"""What a :class:`~annotator.store.protocol.Row` is made of."""
_NONE: Sql = ("SELECT NULL AS key, number FROM listing WHERE 0", [])
_LEADERS: dict[Lead, tuple[str, str]] = {
    "text": ("search", "search.rowid"),
    "label": ("labelled", "labelled.number"),
    "curator": ("curated", "curated.number"),
    "versions": ("merged", "merged.number"),
    "picked": (_PICKED, "picked.number"),
}
"""The table that leads, and what it calls an article's number."""
_FILTERS: dict[Lead, str] = {
    "text": "search MATCH ?",
    "label": "labelled.label = ?",
    "curator": "curated.curator = ?",
    "versions": "merged.state = ?",
    "picked": "?",
}


def members(lead: Lead, most: int) -> str:
    """SQL for how many articles have the label or curator that is bound to it, counting up to ``most``."""
    table = _LEADERS[lead][0]
    return f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {_FILTERS[lead]} LIMIT {most})"


@dataclass(frozen=True, slots=True)
class Listed:
    """The list that ``query`` describes; the table of ``lead`` is read first, or ``listing`` in its order ("")."""

    query: Query
    lead: Lead = ""

    def rows(self, offset: int, limit: int) -> Sql:
        """SQL for one page of the list, in order; the columns are those of :class:`~annotator.store.protocol.Row`."""
        inner, values = self.page(offset, limit)
        return f"SELECT {COLUMNS} FROM ({inner}) JOIN listing USING(number) ORDER BY {self._sorted}", values

    def page(self, offset: int, limit: int) -> Sql:
        """SQL for the numbers of one page, after their sort ``key``, in order."""
        if self.query == Query():  # numbers have no gaps, so a page is found without counting
            return "SELECT number AS key, number FROM listing WHERE number > ? ORDER BY number LIMIT ?", [offset, limit]
        sql, values = self._members()
        return f"{sql} ORDER BY {self._sorted} LIMIT ? OFFSET ?", [*values, limit, offset]

    def size(self) -> Sql:
        """SQL for the number of articles in the list."""
        others = {} if self.lead in ("", "picked") else {self.lead: ""}
        if others and self._wanted and msgspec.structs.replace(self.query, order="import", **others) == Query():
            return f"SELECT count(*) FROM {_LEADERS[self.lead][0]} WHERE {_FILTERS[self.lead]}", [self._wanted]
        sql, values = self._members()
        return f"SELECT count(*) FROM ({sql})", values

    def before(self, key: Value, number: int) -> Sql:
        """SQL for how many articles of the list stand before the one with this ``key`` and ``number``."""
        sql, values = self._beside("<", key, number)
        return f"SELECT count(*) FROM ({sql})", values

    def following(self, key: Value, number: int) -> Sql:
        """SQL for the first article of the list behind the one with this ``key`` and ``number``."""
        sql, values = self._beside(">", key, number)
        return f"{sql} ORDER BY {self._sorted} LIMIT 1", values

    def holds(self, number: int) -> Sql:
        """SQL for whether the article is in the list."""
        sql, values = self._members(f"{self._number} = ?", number)
        return f"SELECT EXISTS({sql})", values

    @property
    def _wanted(self) -> str:
        """What is looked up in the table that leads; "" when nothing can be found so."""
        query = self.query
        asked = {"text": match_words(query.text), "label": query.label, "curator": query.curator}
        asked |= {"versions": query.versions, "picked": "1"}  # the latter is true of all of them
        return asked.get(self.lead, "")

    @property
    def _sorted(self) -> str:
        return "key" if self.query.order == "import" else "key, number"

    @property
    def _number(self) -> str:
        """The article's number, as the index that leads knows it."""
        return _LEADERS[self.lead][1] if self.lead else "listing.number"

    @property
    def _key(self) -> str:
        if self.lead == "picked":
            return "picked.place"
        return self._number if self.query.order == "import" else KEYS[self.query.order]

    def _beside(self, sign: str, key: Value, number: int) -> Sql:
        """SQL for all articles of the list on one side of a place: other keys, and equal keys with other numbers."""
        other, equal = f"{self._key} {sign} ?", f"{self._key} = ? AND {self._number} {sign} ?"
        if self.query.order == "import":
            return self._members(other, key)
        if self.lead:  # what leads is looked up once
            return self._members(f"({other} OR {equal})", key, key, number)
        first, values = self._members(other, key)  # an index serves each half, but not an OR of both
        second, more = self._members(equal, key, number)
        return f"{first} UNION ALL {second}", [*values, *more]

    def _members(self, condition: str = "1", *values: Value) -> Sql:
        """SQL for ``key`` and ``number`` of every article of the list that also meets ``condition``."""
        return self._led(condition, values) if self.lead else self._by_status(condition, values)

    def _by_status(self, condition: str, values: Sequence[Value]) -> Sql:
        query = self.query
        having, bound = self._having()
        if query.order == "import" and not query.statuses and query.flagged is None:
            return f"SELECT number AS key, number FROM listing WHERE {condition}{having}", [*values, *bound]
        source = "listing INDEXED BY listing_flagged" if query.flagged else "listing"
        flag = {None: "", True: " AND flagged", False: " AND NOT flagged"}[query.flagged]
        arm = f"SELECT {self._key} AS key, number FROM {source} WHERE status = ?{flag} AND {condition}{having}"
        statuses = tuple(dict.fromkeys(query.statuses)) or STATUSES
        return " UNION ALL ".join([arm] * len(statuses)), [v for s in statuses for v in (s, *values, *bound)]

    def _led(self, condition: str, values: Sequence[Value]) -> Sql:
        query, (table, number) = self.query, _LEADERS[self.lead]
        if not self._wanted:
            return _NONE
        having, others = self._having()
        terms = [_FILTERS[self.lead], condition]
        bound: list[Value] = [self._wanted, *values]
        if query.statuses:
            terms.append(f"status IN ({', '.join('?' * len(query.statuses))})")
            bound += query.statuses
        if query.flagged is not None:
            terms.append("flagged" if query.flagged else "NOT flagged")
        source = f"{table} CROSS JOIN listing ON listing.number = {number}"
        sql = f"SELECT {self._key} AS key, {number} AS number FROM {source} WHERE {' AND '.join(terms)}{having}"
        return sql, [*bound, *others]

    def _having(self) -> Sql:
        """SQL for the label, the curator and the words that articles must have, unless these lead."""
        query = self.query
        asked: list[tuple[Lead, str]] = [
            ("label", query.label),
            ("curator", query.curator),
            ("versions", query.versions),
        ]
        asked = [(name, value) for name, value in asked if value and name != self.lead]
        sql = "".join(
            f" AND EXISTS(SELECT 1 FROM {_LEADERS[name][0]} WHERE {_FILTERS[name]} AND number = {self._number})"
            for name, _ in asked
        )
        values: list[Value] = [value for _, value in asked]
        if self.lead == "picked" and self.query.text.strip():
            sql += f" AND {self._number} IN (SELECT rowid FROM search WHERE {_FILTERS['text']})"
            values.append(match_words(self.query.text))
        return sql, values


def open_only(query: Query) -> Query | None:
    """``query`` without the articles that are done or skipped; None when nothing else is left of it.

    What is to be adjudicated is open, whatever its status.
    """
    if query.versions == TO_ADJUDICATE:
        return query
    statuses: tuple[Status, ...] = tuple(s for s in ("todo", "started") if not query.statuses or s in query.statuses)
    return msgspec.structs.replace(query, statuses=statuses) if statuses else None
