"""What went wrong, one by one: lists, groups and counts out of the cache, in pages."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from annotator.records import Record
from annotator.review.cache import Cache
from annotator.review.verdicts import Verdict

_FIELDS = ("key", "article", "what", "kind", "place", "end", "about", "words", "gold", "suggested")
_COLUMNS = ", ".join(f"apart.{name}" for name in (*_FIELDS, "gold_label", "said_label", "p"))
_WHOLE = "JOIN apart USING(fact, serial) JOIN fact ON fact.number = apart.fact"
"""What is shown of the errors whose places (fact, serial) are known."""
By = Literal["article", "about", "labels", "kind"]
What = Literal["", "mention", "stance", "entity"]
WHATS: tuple[What, ...] = ("mention", "stance", "entity")
PLURALS = {"mention": "mentions", "stance": "stances", "entity": "entities"}
"""What disagreements are about."""


class Asked(Record, frozen=True):
    """Which disagreements are asked for. Empty fields do not narrow. ``label`` (or polarity) is one that either side has;
    ``text`` stands in the words that it is about or in the sentence, whatever its case; ``article`` is an id; ``judged``
    are those that have a verdict already, with ``verdict`` those that have this one.

    ``sure`` first: those of whose suggestion the model was surest. Else they stand as the articles were imported.
    """

    what: What = ""
    kind: str = ""
    gold_label: str | None = None
    said_label: str | None = None
    label: str = ""
    about: str | None = None
    text: str = ""
    article: str = ""
    judged: bool = False
    verdict: Verdict | Literal[""] = ""
    sure_first: bool = False


class Failure(Record, frozen=True):
    """One disagreement as a list shows it, with its article's title; see :class:`annotator.evaluating.Disagreement`."""

    key: str
    article: str
    what: str
    kind: str
    place: int
    end: int
    about: str
    words: str
    gold: str
    suggested: str
    labels: tuple[str, str]
    p: float | None = None
    title: str = ""


class Group(Record, frozen=True):
    """How many disagreements have the same words, article, or pair of labels; by kind, ``labels`` has what they are of.

    ``title`` is that of the article.
    """

    name: str
    labels: tuple[str, str]
    count: int
    title: str = ""


class Listed(Record, frozen=True):
    """A page: how many there are in all, and those from ``offset`` on."""

    total: int
    offset: int = 0
    rows: tuple[Failure, ...] = ()


def choose(cache: Cache, numbers: Sequence[int]) -> None:
    """Have narrowed lists tell only of the articles whose facts have these numbers, from now on."""
    cache.db.execute("BEGIN")
    cache.db.execute("DELETE FROM chosen")
    cache.db.execute("INSERT INTO chosen SELECT value FROM json_each(?)", (json.dumps(list(numbers)),))
    cache.db.execute("COMMIT")


def judge(cache: Cache, verdicts: Mapping[str, Verdict | None]) -> None:
    """Remember the verdicts on disagreements, by key; None for one that has none any more."""
    cache.db.execute("BEGIN")
    cache.db.executemany("DELETE FROM judged WHERE key = ?", ((key,) for key in verdicts))
    given = ((key, verdict) for key, verdict in verdicts.items() if verdict is not None)
    cache.db.executemany("INSERT INTO judged VALUES(?, ?)", given)
    cache.db.execute("COMMIT")


def page(cache: Cache, run: str, asked: Asked, *, narrowed: bool, offset: int = 0, limit: int = 200) -> Listed:
    """One page of a list; ``narrowed`` when only the chosen articles count."""
    where, values = _where(run, asked, narrowed=narrowed)
    total = cache.db.execute(f"SELECT COUNT(*) FROM apart WHERE {where}", values).fetchone()[0]
    order = "p DESC, fact, serial" if asked.sure_first else "fact, serial"
    rows = cache.db.execute(  # which ones is told by an index alone; only those of the page are read
        f"SELECT {_COLUMNS}, title FROM (SELECT fact, serial FROM apart WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?)"
        f" {_WHOLE} ORDER BY {order}",
        (*values, limit, offset),
    )
    return Listed(total, offset, tuple(map(_failure, rows)))


def groups(cache: Cache, run: str, asked: Asked, by: By, *, narrowed: bool, most: int = 200) -> list[Group]:
    """The largest groups: by the words that disagreements are about, or by their labels."""
    where, values = _where(run, asked, narrowed=narrowed)
    names = {
        "about": "about, '', ''",
        "labels": "kind, gold_label, said_label",
        "article": "article, '', ''",
        "kind": "kind, what, ''",
    }[by]
    title = "(SELECT title FROM fact WHERE run = ? AND id = name)" if by == "article" else "''"
    rows = cache.db.execute(
        f"WITH found(name, gold, said, count) AS (SELECT {names}, COUNT(*) FROM apart WHERE {where}"
        f" GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3 LIMIT ?) SELECT *, {title} FROM found",
        (*values, most, *((run,) if by == "article" else ())),
    )
    return [Group(name, (gold, said), count, title) for name, gold, said, count, title in rows]


def find_changed(cache: Cache, old: str, new: str, *, narrowed: bool, fixed: bool) -> None:
    """Find what a new run does right that the old one did wrong (``fixed``), or the other way round (what it broke)."""
    here, other = (old, new) if fixed else (new, old)
    where, values = _where(here, Asked(), narrowed=narrowed)
    cache.db.execute("BEGIN")
    cache.db.execute("DELETE FROM changed WHERE fixed = ?", (fixed,))
    cache.db.execute(
        "INSERT INTO changed SELECT ?, ROW_NUMBER() OVER (ORDER BY fact, serial) - 1, fact, serial FROM apart"
        f" WHERE {where}{_RIGHT_THERE}",
        (fixed, *values, other, other),
    )
    cache.db.execute("COMMIT")


def changed(cache: Cache, *, fixed: bool, offset: int = 0, limit: int = 200) -> Listed:
    """One page of what :func:`find_changed` found."""
    total = cache.db.execute("SELECT COUNT(*) FROM changed WHERE fixed = ?", (fixed,)).fetchone()[0]
    rows = cache.db.execute(
        f"SELECT {_COLUMNS}, title FROM changed {_WHOLE} WHERE fixed = ? AND at >= ? ORDER BY at LIMIT ?",
        (fixed, offset, limit),
    )
    return Listed(total, offset, tuple(map(_failure, rows)))


def _failure(row: tuple[Any, ...]) -> Failure:
    return Failure(**dict(zip(_FIELDS, row[:10], strict=True)), labels=(row[10], row[11]), p=row[12], title=row[13])


_RIGHT_THERE = (
    " AND article IN (SELECT id FROM fact WHERE run = ?) AND NOT EXISTS (SELECT 1 FROM apart AS other WHERE other.run = ?"
    " AND other.article = apart.article AND other.what = apart.what AND CASE WHEN apart.gold = '' THEN other.key = apart.key"
    " ELSE other.gold = apart.gold AND other.place = apart.place END)"
)
"""The other run read the article too, and has this right: what gold says here, or that nothing is to be said."""


def _where(run: str, asked: Asked, *, narrowed: bool) -> tuple[str, tuple[Any, ...]]:
    parts, values = ["run = ?"], [run]
    for column, value in (("what", asked.what), ("kind", asked.kind), ("article", asked.article)):
        if value:
            parts.append(f"{column} = ?")
            values.append(value)
    for column, wanted in (("gold_label", asked.gold_label), ("said_label", asked.said_label), ("about", asked.about)):
        if wanted is not None:
            parts.append(f"{column} = ?")
            values.append(wanted)
    if asked.label:
        parts.append("? IN (gold_label, said_label)")
        values.append(asked.label)
    if asked.text:
        parts.append("(instr(lower(about), lower(?)) OR instr(lower(words), lower(?)))")
        values += [asked.text, asked.text]
    if asked.judged and asked.verdict:
        parts.append("key IN (SELECT key FROM judged WHERE verdict = ?)")
        values.append(asked.verdict)
    else:
        parts.append(f"key {'' if asked.judged else 'NOT '}IN (SELECT key FROM judged)")
    if narrowed:
        parts.append("fact IN (SELECT fact FROM chosen)")
    return " AND ".join(parts), tuple(values)
