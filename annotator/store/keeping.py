"""Keeping up what lists show: the derived rows, written in the transaction of what they are derived from."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence, Set

from annotator.blind import Blindness
from annotator.records import UNBLIND, Annotation, Change, Suggestion
from annotator.store.coding import decode_suggestion, seal, standing
from annotator.store.deriving import Tally, disagreement
from annotator.store.history import IMPORT
from annotator.versions import Side, State, Version, state_of


def keep_decision(db: sqlite3.Connection, number: int, curator: str, tally: Tally) -> None:
    """A decision about an article, which ``tally`` has taken in; this is on the way of every key press."""
    db.execute(
        "UPDATE listing SET status = ?, flagged = ?, noted = ?, decided = ?, answered = ?, uncertainty = ?"
        " WHERE number = ?",
        (*tally.shown, tally.uncertainty, number),
    )
    db.execute("INSERT OR IGNORE INTO curated VALUES(?, ?)", (curator, number))
    keep_labels(db, number, tally.labels)


def keep_suggestions(
    db: sqlite3.Connection, number: int, annotation: Annotation, newest_first: Sequence[Suggestion]
) -> None:
    """An article's suggestions, of which the two newest count."""
    newest, before = (*newest_first, None, None)[:2]
    tally = Tally(newest, annotation)
    db.execute(
        "UPDATE listing SET suggested = ?, proposed = ?, uncertainty = ?, disagreement = ? WHERE number = ?",
        (*tally.columns, tally.uncertainty, disagreement(newest, before), number),
    )
    keep_labels(db, number, tally.labels)


def keep_blindness(db: sqlite3.Connection, before: Blindness, now: Blindness) -> None:
    """Another blind share: articles with suggestions that nobody touched yet may be among it now, or no more."""
    untouched = (
        "SELECT number, id, sections FROM article WHERE number NOT IN (SELECT article FROM state)"
        " AND number IN (SELECT article FROM suggestion)"
    )
    for number, id, sections in db.execute(untouched).fetchall():
        blind = now.chooses(id)
        if blind != before.chooses(id):
            keep_suggestions(db, number, standing(None, sections), [] if blind else two_newest(db, number))


def settles_blindness(change: Change) -> bool:
    """True when an article may be blind, or not, otherwise than was thought before: its suggestions count again, or not."""
    return change.kind in (UNBLIND, IMPORT) or any(step.path == ("blind",) for step in change.steps)


def two_newest(db: sqlite3.Connection, number: int) -> list[Suggestion]:
    """An article's suggestions of the two newest runs, the newest first, whether or not their hashes fit."""
    sql = "SELECT doc FROM suggestion WHERE article = ? ORDER BY run DESC LIMIT 2"
    return [decode_suggestion(doc) for (doc,) in db.execute(sql, (number,))]


def keep_labels(db: sqlite3.Connection, number: int, labels: Set[str]) -> None:
    """The labels by which an article is found; only what changed is written."""
    known = {label for (label,) in db.execute("SELECT label FROM labelled WHERE number = ?", (number,))}
    if known != labels:
        gone, new = known - labels, labels - known
        db.executemany("DELETE FROM labelled WHERE label = ? AND number = ?", [(label, number) for label in gone])
        db.executemany("INSERT INTO labelled VALUES(?, ?)", [(label, number) for label in sorted(new)])


def keep_version(db: sqlite3.Connection, number: int, version: Version, doc: str) -> bool:
    """A version of an article, whose annotation is ``doc``; False when it is there already."""
    same = "SELECT 1 FROM version WHERE article = ? AND curator = ? AND own = ? AND doc = ?"
    if db.execute(same, (number, version.curator, version.own, doc)).fetchone():
        return False
    side = version.side
    values = (number, side.curator, int(side.own), int(side.done), side.work, version.at, version.source, doc)
    columns = "article, curator, own, done, work, at, source, doc, seal"
    db.execute(f"INSERT INTO version({columns}) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)", (*values, seal(*values)))
    return True


def keep_merged(db: sqlite3.Connection, number: int, annotation: Annotation) -> None:
    """How an article stands among its versions, if it has any."""
    state = merged_state(db, number, annotation)
    if state is not None and state != _merged(db, number):
        db.execute("DELETE FROM merged WHERE number = ?", (number,))
        db.execute("INSERT INTO merged VALUES(?, ?)", (state, number))


def merged_state(db: sqlite3.Connection, number: int, annotation: Annotation) -> State | None:
    """How an article with this annotation stands among its versions; None without any."""
    sql = "SELECT curator, work, done, own FROM version WHERE article = ? ORDER BY number"
    sides = [Side(curator, work, bool(done), bool(own)) for curator, work, done, own in db.execute(sql, (number,))]
    return state_of(sides, annotation.status, annotation.adjudicated) if sides else None


def _merged(db: sqlite3.Connection, number: int) -> str | None:
    row = db.execute("SELECT state FROM merged WHERE number = ?", (number,)).fetchone()
    return None if row is None else str(row[0])


def standing_of(db: sqlite3.Connection, number: int) -> Annotation:
    """The annotation of an article as it stands, whether or not its hash fits."""
    sql = "SELECT doc, sections FROM article LEFT JOIN state ON article = number WHERE number = ?"
    return standing(*db.execute(sql, (number,)).fetchone())
