"""The tables of a project file, version by version."""

from __future__ import annotations

APPLICATION_ID = 0x414E4E4F  # "ANNO"
VERSION = 1

TABLES = """
CREATE TABLE article(
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, text TEXT NOT NULL, sha BLOB NOT NULL UNIQUE,
    meta TEXT NOT NULL, sections TEXT NOT NULL, words INTEGER NOT NULL
) STRICT;
CREATE TABLE state(
    number INTEGER PRIMARY KEY REFERENCES article(number), status TEXT NOT NULL, flagged INTEGER NOT NULL,
    note INTEGER NOT NULL, decided INTEGER NOT NULL, seq INTEGER NOT NULL, doc TEXT NOT NULL, sha BLOB NOT NULL
) STRICT;
CREATE TABLE event(
    seq INTEGER PRIMARY KEY AUTOINCREMENT, number INTEGER NOT NULL REFERENCES article(number), who TEXT NOT NULL,
    at TEXT NOT NULL, kind TEXT NOT NULL, change TEXT NOT NULL, undoes INTEGER, redoes INTEGER, batch TEXT, ms INTEGER,
    sha BLOB NOT NULL
) STRICT;
CREATE INDEX event_number ON event(number);
CREATE TABLE run(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, doc TEXT NOT NULL) STRICT;
CREATE TABLE suggestion(
    number INTEGER NOT NULL REFERENCES article(number), run INTEGER NOT NULL REFERENCES run(number), items INTEGER NOT NULL,
    doc TEXT NOT NULL, sha BLOB NOT NULL, PRIMARY KEY(number, run)
) STRICT, WITHOUT ROWID;
CREATE TABLE queue(
    number INTEGER PRIMARY KEY REFERENCES article(number), status TEXT NOT NULL, flagged INTEGER NOT NULL,
    title TEXT NOT NULL, words INTEGER NOT NULL, items INTEGER NOT NULL
) STRICT;
CREATE INDEX queue_status ON queue(status, number);
CREATE INDEX queue_flagged ON queue(flagged, number);
CREATE INDEX queue_title ON queue(title, number);
CREATE INDEX queue_words ON queue(words, number);
CREATE INDEX queue_items ON queue(items, number);
CREATE TABLE counter(status TEXT PRIMARY KEY, articles INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE setting(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE found USING fts5(title, text, content='article', content_rowid='number', tokenize='unicode61');
CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER event_stays_whole BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER suggestion_stays BEFORE UPDATE ON suggestion BEGIN SELECT RAISE(ABORT, 'suggestions are immutable'); END;
CREATE TRIGGER text_stays BEFORE UPDATE OF text, sha, id ON article
    BEGIN SELECT RAISE(ABORT, 'a text never changes'); END;
INSERT INTO counter VALUES('todo', 0), ('started', 0), ('done', 0), ('skipped', 0);
"""
