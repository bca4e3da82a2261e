"""What went wrong, one by one: lists, groups and counts out of the cache, in pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from annotator.records import Record
from annotator.review.cache import Cache
from annotator.review.verdicts import Verdict

_FIELDS = ("key", "article", "what", "kind", "place", "end", "about", "words", "gold", "suggested")
_COLUMNS = ", ".join((*_FIELDS, "gold_label", "said_label", "p"))
By = Literal["article", "about", "labels", "kind"]


class Asked(Record, frozen=True):
    """Which disagreements are asked for. Empty fields do not narrow. ``label`` (or polarity) is one that either side has;
    ``text`` stands in the words that it is about or in the sentence, whatever its case; ``judged`` are those that have a
    verdict already, with ``verdict`` those that have this one.

    ``sure`` first: those of whose suggestion the model was surest. Else they stand as the articles were imported.
    """

    what: Literal["", "mention", "stance"] = ""
    kind: str = ""
    gold_label: str | None = None
    said_label: str | None = None
    label: str = ""
    about: str | None = None
    text: str = ""
    judged: bool = False
    verdict: Verdict | Literal[""] = ""
    sure_first: bool = False


class Failure(Record, frozen=True):
    """One disagreement as a list shows it; see :class:`annotator.evaluating.Disagreement` for the fields."""

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


class Group(Record, frozen=True):
    """How many disagreements have the same words, or the same pair of labels; by kind, ``labels`` has what they are of."""

    name: str
    labels: tuple[str, str]
    count: int


class Listed(Record, frozen=True):
    """A page: how many there are in all, and those from ``offset`` on."""

    total: int
    offset: int = 0
    rows: tuple[Failure, ...] = ()


def choose(cache: Cache, ids: Iterable[str] | None) -> None:
    """Have lists tell only of these articles from now on; of all for None."""
    cache.db.execute("BEGIN")
    cache.db.execute("DELETE FROM chosen")
    if ids is not None:
        found = "INSERT OR IGNORE INTO chosen SELECT number FROM fact WHERE id = ?"
        cache.db.executemany(found, ((id,) for id in ids))
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
        f"SELECT {_COLUMNS} FROM (SELECT fact, serial FROM apart WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?)"
        f" JOIN apart USING(fact, serial) ORDER BY {order}",
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
    rows = cache.db.execute(
        f"SELECT {names}, COUNT(*) FROM apart WHERE {where} GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3 LIMIT ?",
        (*values, most),
    )
    return [Group(name, (gold, said), count) for name, gold, said, count in rows]


def changed(cache: Cache, old: str, new: str, *, narrowed: bool, fixed: bool, limit: int = 200) -> Listed:
    """What a new run does right that the old one did wrong (``fixed``), or the other way round (what it broke)."""
    here, other = (old, new) if fixed else (new, old)
    where, values = _where(here, Asked(), narrowed=narrowed)
    where += _RIGHT_THERE
    values = (*values, other, other)
    total = cache.db.execute(f"SELECT COUNT(*) FROM apart WHERE {where}", values).fetchone()[0]
    rows = cache.db.execute(
        f"SELECT {_COLUMNS} FROM apart WHERE {where} ORDER BY fact, serial LIMIT ?",
        (*values, limit),
    )
    return Listed(total, 0, tuple(map(_failure, rows)))


def _failure(row: tuple[Any, ...]) -> Failure:
    return Failure(**dict(zip(_FIELDS, row[:10], strict=True)), labels=(row[10], row[11]), p=row[12])


_RIGHT_THERE = (
    " AND article IN (SELECT id FROM fact WHERE run = ?) AND NOT EXISTS (SELECT 1 FROM apart AS other WHERE other.run = ?"
    " AND other.article = apart.article AND other.what = apart.what AND CASE WHEN apart.gold = '' THEN other.key = apart.key"
    " ELSE other.gold = apart.gold AND other.place = apart.place END)"
)
"""The other run read the article too, and has this right: what gold says here, or that nothing is to be said."""


def _where(run: str, asked: Asked, *, narrowed: bool) -> tuple[str, tuple[Any, ...]]:
    parts, values = ["run = ?"], [run]
    for column, value in (("what", asked.what), ("kind", asked.kind)):
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
