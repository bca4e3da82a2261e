"""Keeping what decisions teach, in the transaction of each decision; and deriving all of it again from the log."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from annotator.lessons import Item, Lesson, LessonKind, Remembered, Touched, items_touched, lessons_of, relearn
from annotator.records import Annotation, Change, apply_change
from annotator.store.coding import decode_change, decode_sections

_OF_ARTICLE = (
    "SELECT item, number, kind, key, value, holds, taught, gone FROM lesson INDEXED BY lesson_item"
    " WHERE article = ? ORDER BY number"
)
_OF_ITEM = _OF_ARTICLE.replace("ORDER", "AND item = ? ORDER")
_FEW = 8
"""More items than this are not looked up one by one: one act that touches so many is an import, mostly."""

Row = tuple[str, str, Remembered]
"""A lesson with the name of the item that teaches it, and who decided so."""


class Lived(NamedTuple):
    """An event of one article's log: its number, who did what, and which event it takes back or repeats."""

    seq: int
    who: str
    change: Change
    undoes: int | None
    redoes: int | None


def keep_lessons(
    db: sqlite3.Connection,
    number: int,
    text: str,
    after: Annotation,
    event: Lived,
    touched: set[Touched],
) -> None:
    """Bring an article's lessons up to date with a decision that led to ``after``; what came or went is ``touched``."""
    seq = event.redoes or event.seq  # what is done again is as if it had never been undone
    items = [(_name(item), item) for item in items_touched(after, event.change)]
    known = _known(db, number, [name for name, _ in items])
    drop: list[int] = []
    back: list[int] = []
    end: list[int] = []
    new: list[Row] = []
    for name, item in items:
        lessons = lessons_of(text, after, item)
        if name in known:
            made = relearn(known[name], lessons, event.undoes)
            changed = {*made.drop, *made.back, *made.end}
            touched |= {row.lesson[:2] for row in known[name] if row.number in changed}
            drop, back, end, lessons = drop + made.drop, back + made.back, end + made.end, made.new
        new += [(name, event.who, Remembered(0, lesson, seq, None)) for lesson in lessons]
    db.executemany("DELETE FROM lesson WHERE number = ?", [(n,) for n in drop])
    db.executemany("UPDATE lesson SET gone = NULL WHERE number = ?", [(n,) for n in back])
    db.executemany("UPDATE lesson SET gone = ? WHERE number = ?", [(seq, n) for n in end])
    write_lessons(db, [(number, row) for row in new])
    touched |= {row.lesson[:2] for _, _, row in new}


def _known(db: sqlite3.Connection, number: int, names: list[str]) -> dict[str, list[Remembered]]:
    """The lessons that an article's items (by name) taught so far; few items are looked up, many read along."""
    if len(names) > _FEW:
        rows = db.execute(_OF_ARTICLE, (number,)).fetchall()
    else:
        rows = [row for name in names for row in db.execute(_OF_ITEM, (number, name))]
    found: dict[str, list[Remembered]] = {}
    for name, *row in rows:
        found.setdefault(name, []).append(_remembered(*row))
    return found


def first_lessons(text: str, after: Annotation, event: Lived) -> list[Row]:
    """What the first event of an article's log teaches."""
    items = items_touched(after, event.change)
    return [
        (_name(item), event.who, Remembered(0, lesson, event.seq, None))
        for item in items
        for lesson in lessons_of(text, after, item)
    ]


def write_lessons(db: sqlite3.Connection, rows: Iterable[tuple[int, Row]]) -> None:
    """Write lessons, each with the number of its article, and the phrases by which they are found."""
    lessons = []
    phrases = set()
    for number, (item, who, row) in rows:
        lesson = row.lesson
        lessons.append((number, item, who, row.taught, row.gone, *lesson[:3], int(lesson.holds)))
        if lesson.kind != "cue":
            phrases.add((lesson.key.split(" ", 1)[0], lesson.key, lesson.kind))
    db.executemany(
        "INSERT INTO lesson(article, item, who, taught, gone, kind, key, value, holds) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
        lessons,
    )
    db.executemany("INSERT OR IGNORE INTO phrase VALUES(?, ?, ?)", sorted(phrases))


def _replayed(text: str, start: Annotation, log: Iterable[Lived]) -> list[Row]:
    """All lessons, live and gone, to which an article's log leads, by item."""
    items: dict[Item, dict[int, Remembered]] = {}
    whose: dict[int, str] = {}
    annotation, count = start, 0
    for event in log:
        annotation = apply_change(annotation, event.change)
        seq = event.redoes or event.seq
        for item in items_touched(annotation, event.change):
            rows = items.setdefault(item, {})
            made = relearn(rows.values(), lessons_of(text, annotation, item), event.undoes)
            for number in made.drop:
                del rows[number]
            for number in made.back:
                rows[number] = rows[number]._replace(gone=None)
            for number in made.end:
                rows[number] = rows[number]._replace(gone=seq)
            for lesson in made.new:
                count += 1
                whose[count] = event.who
                rows[count] = Remembered(count, lesson, seq, None)
    return [(_name(item), whose[n], row) for item, rows in items.items() for n, row in rows.items()]


def lessons_from_log(db: sqlite3.Connection, number: int) -> list[Row]:
    """All lessons to which an article's log leads."""
    text, sections = db.execute("SELECT text, sections FROM article WHERE number = ?", (number,)).fetchone()
    sql = "SELECT seq, who, change, undoes, redoes FROM event WHERE article = ? ORDER BY seq"
    log = (Lived(seq, who, decode_change(doc), *refs) for seq, who, doc, *refs in db.execute(sql, (number,)))
    return _replayed(text, Annotation(sections=decode_sections(sections)), log)


def _name(item: Item) -> str:
    return f"{item[0]} {item[1]}"


def _remembered(
    number: int, kind: LessonKind, key: str, value: str, holds: int, taught: int, gone: int | None
) -> Remembered:
    return Remembered(number, Lesson(kind, key, value, bool(holds)), taught, gone)
