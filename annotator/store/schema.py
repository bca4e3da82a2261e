"""The tables of a project file.

``article``, ``event``, ``suggestion`` and ``version`` rows are never changed, which triggers enforce; ``state`` is what the
log leads to. An event without an article is one of the project itself and leads to a ``setting``. ``listing`` holds the few
small columns that lists filter and sort by, ``labelled`` and ``curated`` what they filter by too, ``lesson`` and ``phrase``
what is remembered, ``merged`` how an article stands among its versions, all derived; ``counter`` follows by trigger.
``seal`` columns are hashes over their row (see :func:`annotator.store.coding.seal`), in ``event`` a chain. ``search``
indexes titles and texts without storing them again.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache

APPLICATION_ID = 0x414E4F54
"""Marks the file as ours in the SQLite header ("ANOT")."""
VERSION = 4
"""The layout of the tables, kept as ``user_version``; a file with a higher one is refused, one with a lower migrated."""

_NEVER_CHANGED = ("article", "event", "suggestion", "version")

_RECORDS = """
CREATE TABLE article(
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL,
    sha BLOB NOT NULL UNIQUE,
    meta TEXT NOT NULL,
    sections TEXT NOT NULL,
    seal BLOB NOT NULL
) STRICT;

CREATE TABLE other_id(
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    article INTEGER NOT NULL REFERENCES article(number)
) STRICT;
CREATE INDEX other_id_article ON other_id(article);
"""

EVENTS = """
CREATE TABLE event(
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER REFERENCES article(number),
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    change TEXT NOT NULL,
    undoes INTEGER REFERENCES event(seq),
    redoes INTEGER REFERENCES event(seq),
    batch TEXT,
    ms INTEGER,
    seal BLOB NOT NULL
) STRICT;
CREATE INDEX event_article ON event(article);
"""
"""The log; ``article`` is NULL for an event of the project itself."""

_RESULTS = """
CREATE TABLE state(
    article INTEGER PRIMARY KEY REFERENCES article(number),
    seq INTEGER NOT NULL REFERENCES event(seq),
    doc TEXT NOT NULL,
    seal BLOB NOT NULL
) STRICT;

CREATE TABLE run(
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    doc TEXT NOT NULL,
    seal BLOB NOT NULL
) STRICT;

CREATE TABLE suggestion(
    number INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES article(number),
    run INTEGER NOT NULL REFERENCES run(number),
    doc TEXT NOT NULL,
    seal BLOB NOT NULL,
    UNIQUE(article, run)
) STRICT;

CREATE TABLE setting(key TEXT PRIMARY KEY, value TEXT NOT NULL, seal BLOB NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE counter(status TEXT PRIMARY KEY, articles INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO counter VALUES('todo', 0), ('started', 0), ('done', 0), ('skipped', 0);
CREATE VIRTUAL TABLE search USING fts5(
    title, text, content='', columnsize=0, tokenize='unicode61 remove_diacritics 2'
);
"""

LISTING = """
CREATE TABLE listing(
    number INTEGER PRIMARY KEY REFERENCES article(number),
    id TEXT NOT NULL,
    title TEXT NOT NULL COLLATE NOCASE,
    words INTEGER NOT NULL,
    status TEXT NOT NULL DEFAULT 'todo',
    flagged INTEGER NOT NULL DEFAULT 0,
    noted INTEGER NOT NULL DEFAULT 0,
    decided INTEGER NOT NULL DEFAULT 0,
    answered INTEGER NOT NULL DEFAULT 0,
    suggested INTEGER NOT NULL DEFAULT 0,
    proposed INTEGER NOT NULL DEFAULT 0,
    uncertainty INTEGER NOT NULL DEFAULT 0,
    disagreement INTEGER NOT NULL DEFAULT 0,
    shuffle INTEGER NOT NULL,
    -- minus the number of undecided suggestions, so that ascending order shows most first
    backlog INTEGER AS (
        CASE WHEN status IN ('done', 'skipped') OR answered > proposed THEN 0 ELSE answered - proposed END
    ),
    unsure INTEGER AS (-uncertainty),
    apart INTEGER AS (-disagreement)
) STRICT;
CREATE INDEX listing_status ON listing(status);
CREATE INDEX listing_title ON listing(status, title);
CREATE INDEX listing_words ON listing(status, words);
CREATE INDEX listing_backlog ON listing(status, backlog);
CREATE INDEX listing_unsure ON listing(status, unsure);
CREATE INDEX listing_apart ON listing(status, apart);
CREATE INDEX listing_shuffle ON listing(status, shuffle);
CREATE INDEX listing_flagged ON listing(status) WHERE flagged;
CREATE TRIGGER listing_added AFTER INSERT ON listing BEGIN
    UPDATE counter SET articles = articles + 1 WHERE status = NEW.status;
END;
CREATE TRIGGER listing_moved AFTER UPDATE OF status ON listing WHEN OLD.status <> NEW.status BEGIN
    UPDATE counter SET articles = articles - 1 WHERE status = OLD.status;
    UPDATE counter SET articles = articles + 1 WHERE status = NEW.status;
END;
"""
"""What lists filter and sort by; see :mod:`annotator.store.deriving`."""

MEMBERS = """
CREATE TABLE labelled(
    label TEXT NOT NULL,
    number INTEGER NOT NULL REFERENCES article(number),
    PRIMARY KEY(label, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX labelled_article ON labelled(number);

CREATE TABLE curated(
    curator TEXT NOT NULL,
    number INTEGER NOT NULL REFERENCES article(number),
    PRIMARY KEY(curator, number)
) STRICT, WITHOUT ROWID;
"""
"""Which articles have a mention of a label, decided or suggested by the newest run; which a curator worked on."""

LESSONS = """
CREATE TABLE lesson(
    number INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES article(number),
    item TEXT NOT NULL,
    who TEXT NOT NULL,
    taught INTEGER NOT NULL REFERENCES event(seq),
    gone INTEGER,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    holds INTEGER NOT NULL
) STRICT;
CREATE INDEX lesson_item ON lesson(article, item);
CREATE INDEX lesson_known ON lesson(kind, key, taught, number, article, who, value, holds, gone)
    WHERE gone IS NULL;
CREATE INDEX lesson_here ON lesson(article, kind, key) WHERE gone IS NULL;

CREATE TABLE phrase(
    first TEXT NOT NULL, key TEXT NOT NULL, kind TEXT NOT NULL, PRIMARY KEY(first, key, kind)
) STRICT, WITHOUT ROWID;
"""
"""What decisions teach, all derived; see :mod:`annotator.lessons`.

``taught`` and ``gone`` are events: a lesson that one took back waits for that to be undone. ``lesson_known`` has all that
recalling asks, so that it reads nothing else. ``phrase`` has the keys of everything that was ever
learned of a text's words, by their first tokens.
"""

VERSIONS = """
CREATE TABLE version(
    number INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES article(number),
    curator TEXT NOT NULL,
    own INTEGER NOT NULL,
    done INTEGER NOT NULL,
    work TEXT NOT NULL,
    at TEXT NOT NULL,
    source TEXT NOT NULL,
    doc TEXT NOT NULL,
    seal BLOB NOT NULL
) STRICT;
CREATE INDEX version_article ON version(article);

CREATE TABLE merged(
    state TEXT NOT NULL,
    number INTEGER NOT NULL REFERENCES article(number),
    PRIMARY KEY(state, number)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX merged_article ON merged(number);
"""
"""Other curators' versions of articles, and how these articles stand; see :mod:`annotator.versions`.

``doc`` is the version's annotation; ``done`` and ``work`` follow from it, ``merged`` from ``version`` and ``state``.
"""

_TRIGGER = """
CREATE TRIGGER {table}_no_{act} BEFORE {act} ON {table} BEGIN
    SELECT RAISE(ABORT, '{table} rows are never changed');
END;
"""


def guards(table: str) -> str:
    """SQL for the triggers that keep rows of a table as they are."""
    return "".join(_TRIGGER.format(table=table, act=act) for act in ("UPDATE", "DELETE"))


SCRIPT = (
    f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};"
    + _RECORDS
    + EVENTS
    + _RESULTS
    + LISTING
    + MEMBERS
    + LESSONS
    + VERSIONS
    + "".join(map(guards, _NEVER_CHANGED))
)
"""Makes an empty project of an empty database."""


Objects = frozenset[tuple[str, str, str]]


def objects(db: sqlite3.Connection) -> Objects:
    """Type, name and definition of all that the script makes; not what SQLite makes of it, which differs by version."""
    sql = "SELECT type, name, sql FROM sqlite_schema WHERE name NOT GLOB 'sqlite_*' AND name NOT GLOB 'search_*'"
    return frozenset(db.execute(sql))


@cache
def expected_objects() -> Objects:
    """What :func:`objects` finds in an undamaged project."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(SCRIPT)
        return objects(db)
