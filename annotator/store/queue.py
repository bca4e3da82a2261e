"""From a list's query to SQL; user's words never become syntax."""

from __future__ import annotations

from typing import Any

from annotator.store.protocol import Query

_ORDERS = {
    "import": "ORDER BY q.number",
    "title": "ORDER BY q.title, q.number",
    "length": "ORDER BY q.words, q.number",
    "pending": "ORDER BY q.items DESC, q.number",
}


def list_sql(query: Query) -> tuple[str, str, list[Any]]:
    """The WHERE clause (or ""), the ORDER BY clause and the values, over the table ``queue q``."""
    terms: list[str] = []
    values: list[Any] = []
    if query.statuses:
        terms.append(f"q.status IN ({', '.join('?' * len(query.statuses))})")
        values += query.statuses
    if query.flagged is not None:
        terms.append("q.flagged = ?")
        values.append(int(query.flagged))
    if match := match_words(query.text):
        terms.append("q.number IN (SELECT rowid FROM found WHERE found MATCH ?)")
        values.append(match)
    return (f"WHERE {' AND '.join(terms)}" if terms else ""), _ORDERS[query.order], values


def match_words(words: str) -> str:
    """A full-text expression that finds all of ``words``, the last one as a beginning; "" when there are none."""
    parts = [w for w in words.replace("\0", " ").split() if any(c.isalnum() for c in w)]
    if not parts:
        return ""
    quoted = ['"' + p.replace('"', '""') + '"' for p in parts]
    return " AND ".join([*quoted[:-1], quoted[-1] + " *"])
