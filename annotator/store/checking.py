"""Looking for damage. Each check reads one thing and goes on when another is broken.

A damaged text need not be UTF-8 any more, nor a damaged column of its own type: here all of them can be read.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator

from annotator.blind import SETTING, read_blindness
from annotator.records import Annotation, Article, Suggestion, apply_change
from annotator.store.coding import (
    ODD,
    any_text,
    decode_annotation,
    decode_change,
    decode_meta,
    decode_sections,
    seal,
    sha,
    standing,
)
from annotator.store.deriving import Tally, disagreement, shuffled, word_count
from annotator.store.keeping import merged_state, two_newest
from annotator.store.protocol import SEED, STATUSES, Problem
from annotator.store.remembering import lessons_from_log
from annotator.versions import Version

_HASH = "does not fit its hash: it was changed from outside, or the disk lost it."
_MOST = 100
"""How many problems of the file's own structure are listed."""


def find_problems(db: sqlite3.Connection) -> list[Problem]:
    """All damage that reading can find, in the project as it stands now, whatever is written meanwhile."""
    found: list[Problem] = []
    usual, db.text_factory = db.text_factory, any_text
    db.execute("BEGIN")
    try:
        for check in _CHECKS:
            found += _carefully(check, db)
    finally:
        db.execute("ROLLBACK")
        db.text_factory = usual
    return found


def search_problems(db: sqlite3.Connection) -> list[Problem]:
    """Damage of the search index; SQLite asks for it with a statement that only a writer may use."""
    return _carefully(_search, db)


def _carefully(check: Callable[[sqlite3.Connection], Iterator[Problem]], db: sqlite3.Connection) -> list[Problem]:
    found: list[Problem] = []
    try:
        found.extend(check(db))
    except (sqlite3.Error, *ODD) as error:
        found.append(Problem(f"could not be read to the end ({error}).", f"the project's {check.__name__.lstrip('_')}"))
    return found


def _structure(db: sqlite3.Connection) -> Iterator[Problem]:
    for (line,) in db.execute(f"PRAGMA integrity_check({_MOST})"):
        if line != "ok":
            yield Problem(f"damaged: {line}", "the project's structure")
    for table, row, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield Problem(f"row {row} belongs to a row of {parent} that is missing.", f"table {table}")


def _articles(db: sqlite3.Connection) -> Iterator[Problem]:
    sql = (
        "SELECT number, article.id, text, sha, meta, sections, seal, listing.id, title, words"
        " FROM article LEFT JOIN listing USING(number) ORDER BY number"
    )
    expected = 1
    for number, id, text, digest, meta, sections, sealed, *shown_there in db.execute(sql):
        if number != expected:
            yield Problem("is missing.", f"article number {expected}")
        expected = number + 1
        if sha(text) != digest:
            yield Problem(f"the text {_HASH}", _name(id))
        elif seal(number, id, digest, meta, sections) != sealed:
            yield Problem(f"the article's id or metadata {_HASH}", _name(id))
        else:
            article = Article(id, text, decode_meta(meta))
            if shown_there != [id, article.title, word_count(article)]:
                yield Problem("the list shows another id, title or length.", _name(id))


def _log(db: sqlite3.Connection) -> Iterator[Problem]:
    sql = "SELECT seq, article, who, at, change, undoes, redoes, batch, ms, seal FROM event ORDER BY seq"
    last, previous = 0, b""
    for *values, sealed in db.execute(sql):
        if values[0] != last + 1:
            yield Problem("is missing.", f"event {last + 1}")
        elif seal(previous, *values) != sealed:
            yield Problem(_HASH, f"event {values[0]}")
        last, previous = values[0], sealed
    written = db.execute("SELECT ifnull(max(seq), 0) FROM sqlite_sequence WHERE name = 'event'").fetchone()[0]
    if written > last:
        yield Problem("is missing.", f"event {last + 1}")


def _states(db: sqlite3.Connection) -> Iterator[Problem]:
    sql = (
        "SELECT number, id, sections, seq, doc, state.seal"
        " FROM article LEFT JOIN state ON article = number ORDER BY number"
    )
    for number, id, sections, seq, doc, sealed in db.execute(sql):
        log = db.execute("SELECT seq, change FROM event WHERE article = ? ORDER BY seq", (number,)).fetchall()
        if doc is None:
            if log:
                yield Problem("the annotation is missing, though the log has decisions.", _name(id))
        elif seal(number, seq, doc) != sealed:
            yield Problem(f"the annotation {_HASH}", _name(id))
        elif not _leads_to(sections, log, seq, doc):
            yield Problem("the log does not lead to the annotation that is stored.", _name(id))


def _leads_to(sections: str, log: list[tuple[int, str]], seq: int, doc: str) -> bool:
    try:
        annotation = Annotation(sections=decode_sections(sections))
        for _, change in log:
            annotation = apply_change(annotation, decode_change(change))
        return bool(log) and log[-1][0] == seq and annotation == decode_annotation(doc)
    except ODD:
        return False


def _suggestions(db: sqlite3.Connection) -> Iterator[Problem]:
    sql = (
        "SELECT article, run.id, run.number, suggestion.doc, suggestion.seal"
        " FROM suggestion JOIN run ON run.number = run"
    )
    for article, run, number, doc, sealed in db.execute(sql):
        if seal(article, number, doc) != sealed:
            yield Problem(f"the suggestion of run {run} {_HASH}", f"article number {article}")


def _settings(db: sqlite3.Connection) -> Iterator[Problem]:
    for kind, sql in (
        ("setting", "SELECT key, value, seal FROM setting"),
        ("run", "SELECT id, doc, seal FROM run"),
    ):
        for key, value, sealed in db.execute(sql):
            if seal(key, value) != sealed:
                yield Problem(_HASH, f"{kind} {_clean(key)}")
    logged: dict[str, object] = {}
    for (change,) in db.execute("SELECT change FROM event WHERE article IS NULL ORDER BY seq"):
        logged |= {step.path[0]: step.after for step in decode_change(change).steps}
    stored = dict(db.execute("SELECT key, value FROM setting"))
    for key, value in logged.items():
        if stored.get(key) != value:
            yield Problem("the log does not lead to the setting that is stored.", f"setting {_clean(key)}")


def _lists(db: sqlite3.Connection) -> Iterator[Problem]:
    """The derived columns and counters against what they are derived from."""
    seed = db.execute("SELECT ifnull(max(value), '0') FROM setting WHERE key = ?", (SEED,)).fetchone()[0]
    stored = db.execute("SELECT value FROM setting WHERE key = ?", (SETTING,)).fetchone()
    blindness = read_blindness(stored[0] if stored else None)
    sql = (
        "SELECT number, article.id, sections, state.doc, shuffle, status, flagged, noted, decided, answered, suggested,"
        " proposed, uncertainty, disagreement FROM listing JOIN article USING(number)"
        " LEFT JOIN state ON state.article = number"
    )
    for number, id, sections, doc, *columns in db.execute(sql):
        labels = {label for (label,) in db.execute("SELECT label FROM labelled WHERE number = ?", (number,))}
        try:
            annotation = standing(doc, sections)
            blind = annotation.blind or (doc is None and blindness.chooses(id))
            expected = [shuffled(id, seed), *_derived(annotation, [] if blind else two_newest(db, number))]
        except ODD:
            continue  # a damaged document is told already
        if [*columns, labels] != expected:
            yield Problem("the list shows something else than the annotation says.", _name(id))
    counted = dict.fromkeys(STATUSES, 0) | dict(db.execute("SELECT status, count(*) FROM listing GROUP BY status"))
    if dict(db.execute("SELECT status, articles FROM counter")) != counted:
        yield Problem("the numbers of articles by status are wrong.", "table counter")


def _derived(annotation: Annotation, newest_first: list[Suggestion]) -> list[object]:
    newest, before = (*newest_first, None, None)[:2]
    tally = Tally(newest, annotation)
    return [*tally.shown, *tally.columns, tally.uncertainty, disagreement(newest, before), tally.labels]


def _members(db: sqlite3.Connection) -> Iterator[Problem]:
    """Who worked on which article, against the log."""
    logged, kept = "SELECT article, who FROM event WHERE article IS NOT NULL", "SELECT number, curator FROM curated"
    if any(db.execute(f"{one} EXCEPT {other} LIMIT 1").fetchone() for one, other in ((logged, kept), (kept, logged))):
        yield Problem("the list names other curators than the log.", "table curated")


def _lessons(db: sqlite3.Connection) -> Iterator[Problem]:
    """What is remembered against what the log teaches, and the phrases by which it is found."""
    kept: dict[int, list[tuple[object, ...]]] = {}
    for number, *row in db.execute("SELECT article, item, kind, key, value, holds, taught, gone FROM lesson"):
        kept.setdefault(number, []).append(tuple(row))
    for number, id in db.execute("SELECT number, id FROM article WHERE number IN (SELECT article FROM event)"):
        try:
            taught = [(item, *row.lesson, row.taught, row.gone) for item, _, row in lessons_from_log(db, number)]
        except ODD:
            continue  # a damaged log is told already
        if Counter(kept.pop(number, [])) != Counter(taught):
            yield Problem("what is remembered is not what the log teaches.", _name(id))
    if kept:
        yield Problem("something is remembered of articles that nobody decided about.", "table lesson")
    if db.execute("SELECT 1 FROM lesson JOIN event ON seq = taught WHERE lesson.who <> event.who LIMIT 1").fetchone():
        yield Problem("what is remembered is said to be of other curators than in the log.", "table lesson")
    lost = (
        "SELECT 1 FROM lesson WHERE kind <> 'cue' AND NOT EXISTS(SELECT 1 FROM phrase WHERE phrase.key = lesson.key"
        " AND phrase.kind = lesson.kind AND first = substr(lesson.key, 1, instr(lesson.key || ' ', ' ') - 1)) LIMIT 1"
    )
    if db.execute(lost).fetchone():
        yield Problem("some phrases that are remembered would not be found.", "table phrase")


def _versions(db: sqlite3.Connection) -> Iterator[Problem]:
    """Other curators' versions, and how their articles stand among them."""
    sql = (
        "SELECT article.id, version.article, curator, own, done, work, at, source, doc, version.seal"
        " FROM version LEFT JOIN article ON article.number = version.article ORDER BY version.number"
    )
    for id, *values, sealed in db.execute(sql):
        if seal(*values) != sealed:
            yield Problem(f"a version {_HASH}", _name(id))
            continue
        side = Version(values[1], decode_annotation(values[7]), own=bool(values[2])).side
        if [int(side.done), side.work] != values[3:5]:
            yield Problem("a version is another than is said of it.", _name(id))
    found = dict(db.execute("SELECT number, state FROM merged"))
    sql = "SELECT number, id, sections, doc FROM article LEFT JOIN state ON article = number WHERE number IN"
    for number, id, sections, doc in db.execute(f"{sql} (SELECT article FROM version UNION SELECT number FROM merged)"):
        try:
            expected = merged_state(db, number, standing(doc, sections))
        except ODD:
            continue  # a damaged document is told already
        if found.get(number) != expected:
            yield Problem("the list says something else of its versions than they say.", _name(id))


_CHECKS = (_structure, _articles, _log, _states, _suggestions, _settings, _lists, _members, _lessons, _versions)


def _search(db: sqlite3.Connection) -> Iterator[Problem]:
    try:
        db.execute("INSERT INTO search(search) VALUES('integrity-check')")
    except sqlite3.DatabaseError as error:
        yield Problem(f"the search index is damaged ({error}).", "table search")


def _name(id: object) -> str:
    return f"article {_clean(id)}"


def _clean(name: object) -> str:
    return str(name).encode(errors="replace").decode()
