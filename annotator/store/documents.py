"""An article with all that hangs on it: its text, its annotation, others' versions; each checked against its hash."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from annotator.records import Annotation, Article
from annotator.store.coding import decode_annotation, decode_meta, decode_sections, seal, sha
from annotator.store.faults import damaged, plainly
from annotator.store.protocol import Stored
from annotator.versions import Version

_AT_ONCE = 20
"""So many articles are read in one step: few, so that a window which iterates stays awake."""
_OF_ARTICLE = "number, article.id, text, sha, meta, sections, article.seal"
_OF_STATE = "state.article, seq, doc, state.seal"
_OF_VERSION = "article, curator, own, done, work, at, source, doc, seal"
ARTICLE = f"SELECT {_OF_ARTICLE} FROM article WHERE id = ?"
STATE = f"SELECT {_OF_STATE} FROM article JOIN state ON article = number WHERE id = ?"
OTHER_IDS = "SELECT article, id FROM other_id WHERE article IN ({}) ORDER BY number"
VERSIONS = f"SELECT {_OF_VERSION} FROM version WHERE article IN ({{}}) ORDER BY number"
_STORED = (
    f"SELECT wanted.value, {_OF_ARTICLE}, {_OF_STATE} FROM json_each(?) AS wanted"
    " LEFT JOIN article ON article.id = wanted.value LEFT JOIN state ON state.article = number ORDER BY wanted.key"
)
_Row = tuple[Any, ...]


def article_of(row: _Row, other_ids: Iterable[_Row], where: str) -> Article:
    """The article of its row and those of its other ids; raises DamagedProject."""
    number, id, text, digest, meta, sections, sealed = row
    verify(sha(text) == digest, f"the text of article {id}", where)
    verify(seal(number, id, digest, meta, sections) == sealed, f"article {id}", where)
    known = decode_meta(meta)
    if others := [other for _, other in other_ids]:
        own = known.get("other_ids", [])
        listed = own if isinstance(own, list) else [own]
        known["other_ids"] = [*listed, *(other for other in others if other not in listed)]
    return Article(id, text, known, decode_sections(sections))


def annotation_of(id: str, row: _Row, where: str) -> Annotation:
    """The annotation of an article's state; raises DamagedProject."""
    *values, sealed = row
    verify(seal(*values) == sealed, f"the annotation of article {id}", where)
    return decode_annotation(values[-1])


def version_of(id: str, row: _Row, where: str) -> Version:
    """Another curator's version of an article; raises DamagedProject."""
    *values, sealed = row
    verify(seal(*values) == sealed, f"a version of article {id}", where)
    _, curator, own, _, _, at, source, doc = values
    return Version(curator, decode_annotation(doc), source, at, bool(own))


def verify(holds: bool, what: str, where: str) -> None:
    """Raise DamagedProject unless it holds."""
    if not holds:
        raise damaged(f"{what} is damaged", where)


def stored(db: sqlite3.Connection, ids: Iterable[str], where: str) -> Iterator[Stored]:
    """Articles with what hangs on them, in the order of ``ids``; raises KeyError for an unknown one, DamagedProject."""
    work = iter(ids)
    while some := list(islice(work, _AT_ONCE)):
        yield from _read(db, some, where)


def _read(db: sqlite3.Connection, ids: Sequence[str], where: str) -> Iterator[Stored]:
    with plainly(where):
        rows = db.execute(_STORED, (json.dumps(ids),)).fetchall()
        numbers = ", ".join(str(row[1]) for row in rows if row[1] is not None)
        other_ids = _by_article(db.execute(OTHER_IDS.format(numbers)))
        versions = _by_article(db.execute(VERSIONS.format(numbers)))
    for wanted, number, *row in rows:
        if number is None:
            raise KeyError(wanted)
        article = article_of((number, *row[:6]), other_ids.get(number, ()), where)
        state = row[6:]
        annotation = annotation_of(wanted, tuple(state), where) if state[0] else Annotation(sections=article.sections)
        yield Stored(
            article, annotation, tuple(version_of(wanted, version, where) for version in versions.get(number, ()))
        )


def _by_article(rows: Iterable[_Row]) -> dict[int, list[_Row]]:
    found: dict[int, list[_Row]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return found
