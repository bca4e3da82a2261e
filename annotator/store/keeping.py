"""Keeping up what lists show: the derived rows, written in the transaction of what they are derived from."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence, Set

from annotator.blind import Blindness
from annotator.records import UNBLIND, Annotation, Article, Change, Suggestion
from annotator.store.coding import decode_suggestion, standing
from annotator.store.deriving import Tally, disagreement, shuffled, word_count
from annotator.store.history import IMPORT


def keep_article(db: sqlite3.Connection, number: int, article: Article, seed: str) -> None:
    """A new article."""
    db.execute(
        "INSERT INTO listing(number, id, title, words, shuffle) VALUES(?, ?, ?, ?, ?)",
        (number, article.id, article.title, word_count(article), shuffled(article.id, seed)),
    )


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
