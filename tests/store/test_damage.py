"""Damage is seen: whatever was changed from outside, in a cell or in a single bit."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import get_args

import pytest

from annotator.errors import DamagedProject, ProjectError
from annotator.records import Article, Change, Step
from annotator.store import Entry, Order, Query, Store, create_store, open_store
from tests.store.making import AT, article, decide, mention_added, noted, run, suggestion

FLIPS = 200


@pytest.fixture
def worked_on(path: Path) -> Path:
    """A closed project with something in every table."""
    store = create_store(path)
    store.add([article(n) for n in range(6)])
    store.add([Article("other", article(1).text), Article("long", "Seoul talks. " * 800)])
    store.add_run(run("r1"))
    store.put_suggestions([(f"a{n}", suggestion("r1", 5)) for n in range(4)])
    for n in range(4):
        decide(store, f"a{n}", mention_added(n, answered=True), kind="accept")
        no = {"what": "mention", "start": 11, "end": 22, "label": "ORG"}  # "Kim Yo Jong", of which something is learned
        rejected = Step(("rejected", "mention\t11\t22\tORG"), None, no)
        decide(store, f"a{n}", noted(f"note {n}"), rejected, Step(("status",), "todo", "done"))
    scheme = Change("scheme", "scheme", (Step(("scheme",), None, "labels = ['ORG']"),))
    store.append([Entry("", "ann", AT, scheme)])
    store.close()
    return path


def change(path: Path, sql: str) -> None:
    """What another program may do that does not care about this one's rules."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        triggers = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        assert db.execute(sql).rowcount > 0
        for _, trigger in triggers:
            db.execute(trigger)


@pytest.mark.parametrize(
    ("sql", "where"),
    [
        ("UPDATE article SET text = replace(text, 'Kim', 'Kin') WHERE id = 'a1'", {"article a1"}),
        ("UPDATE article SET meta = replace(meta, 'test', 'tent') WHERE id = 'a1'", {"article a1"}),
        ("UPDATE article SET id = 'a9' WHERE id = 'a1'", {"article a9"}),
        ("UPDATE article SET sections = '[{\"start\":1,\"end\":2}]' WHERE id = 'a5'", {"article a5"}),
        ("UPDATE event SET who = 'eve' WHERE seq = 3", {"event 3"}),
        ("UPDATE event SET at = '2031-01-01T00:00:00Z' WHERE seq = 3", {"event 3"}),
        ("UPDATE event SET change = replace(change, 'note 0', 'note 9') WHERE seq = 2", {"event 2", "article a0"}),
        ("UPDATE event SET ms = NULL WHERE seq = 8", {"event 8"}),
        ("DELETE FROM event WHERE seq = 3", {"event 3", "article a1"}),
        ("DELETE FROM event WHERE seq = 8", {"event 8", "article a3", "table state"}),
        ("DELETE FROM event WHERE article IS NULL", {"event 9"}),
        ("UPDATE event SET article = NULL WHERE seq = 8", {"event 8", "article a3", "setting status"}),
        ("UPDATE state SET doc = replace(doc, 'note 0', 'note 9') WHERE article = 1", {"article a0"}),
        ("UPDATE state SET doc = CAST(x'fffe' AS TEXT) WHERE article = 1", {"article a0"}),
        ("UPDATE state SET seq = 1 WHERE article = 1", {"article a0"}),
        ("DELETE FROM state WHERE article = 1", {"article a0"}),
        ("UPDATE suggestion SET doc = replace(doc, '0.9', '0.8') WHERE article = 1", {"article number 1"}),
        ("UPDATE suggestion SET article = 6 WHERE article = 1", {"article number 6", "article a0", "article a5"}),
        ("DELETE FROM suggestion WHERE article = 2", {"article a1"}),
        ("UPDATE run SET doc = replace(doc, '3.8.0', '3.9.0')", {"run r1"}),
        ("UPDATE setting SET value = 'labels = []'", {"setting scheme"}),
        ("DELETE FROM setting", {"setting scheme"}),
        ("UPDATE listing SET status = 'todo' WHERE id = 'a1'", {"article a1", "table counter"}),
        ("UPDATE listing SET flagged = 1 WHERE id = 'a1'", {"article a1"}),
        ("UPDATE listing SET decided = 7 WHERE id = 'a1'", {"article a1"}),
        ("UPDATE listing SET title = 'Other' WHERE id = 'a1'", {"article a1"}),
        ("UPDATE listing SET id = 'a2' WHERE id = 'a1'", {"article a1"}),
        ("UPDATE listing SET uncertainty = 1 WHERE id = 'a1'", {"article a1"}),
        ("UPDATE listing SET disagreement = 1 WHERE id = 'a1'", {"article a1"}),
        ("UPDATE listing SET shuffle = 1 WHERE id = 'a1'", {"article a1"}),
        ("DELETE FROM labelled WHERE number = 2", {"article a1"}),
        ("INSERT INTO labelled VALUES('GPE', 2)", {"article a1"}),
        ("DELETE FROM curated WHERE number = 2", {"table curated"}),
        ("INSERT INTO curated VALUES('eve', 2)", {"table curated"}),
        ("UPDATE counter SET articles = 3 WHERE status = 'done'", {"table counter"}),
        ("DELETE FROM lesson WHERE article = 2", {"article a1"}),
        ("UPDATE lesson SET value = 'GPE' WHERE article = 2", {"article a1"}),
        ("UPDATE lesson SET gone = 7 WHERE article = 2", {"article a1"}),
        ("UPDATE lesson SET who = 'eve' WHERE article = 2", {"table lesson"}),
        ("DELETE FROM phrase WHERE kind = 'label'", {"table phrase"}),
        ("DELETE FROM article WHERE id = 'a4'", {"article number 5", "table listing"}),
    ],
)
def test_what_was_changed_from_outside_is_found_where_it_is(worked_on: Path, sql: str, where: set[str]) -> None:
    change(worked_on, sql)
    store = open_store(worked_on)
    problems = store.check()
    reader = store.reader()
    assert reader.check() == problems
    reader.close()
    store.close()
    assert where <= {problem.where for problem in problems}
    others = {problem.where for problem in problems} - where
    assert not {place for place in others if place.startswith(("article ", "event ", "run "))}, "only there"
    assert all("\n" not in problem.what for problem in problems)


@pytest.mark.parametrize(
    ("sql", "ask"),
    [
        ("UPDATE article SET text = text || ' ' WHERE id = 'a1'", lambda store: store.article("a1")),
        ("UPDATE article SET meta = '{}' WHERE id = 'a1'", lambda store: store.article("a1")),
        ("UPDATE article SET text = CAST(x'ff' AS TEXT) WHERE id = 'a1'", lambda store: store.article("a1")),
        ("UPDATE article SET sections = '[{}]' WHERE id = 'a5'", lambda store: store.annotation("a5")),
        ("UPDATE state SET doc = '{}' WHERE article = 2", lambda store: store.annotation("a1")),
        ("UPDATE suggestion SET doc = '{}' WHERE article = 2", lambda store: store.suggestion("a1")),
        ("UPDATE setting SET value = ''", lambda store: store.setting("scheme")),
        ("UPDATE event SET change = '{}' WHERE seq = 4", lambda store: store.events()),
        ("UPDATE event SET undoes = 1 WHERE seq = 4", lambda store: store.events("a1", newest_first=True, limit=1)),
    ],
)
def test_what_is_damaged_is_not_handed_out(worked_on: Path, sql: str, ask: object) -> None:
    change(worked_on, sql)
    store = open_store(worked_on)
    assert callable(ask)
    with pytest.raises(DamagedProject) as caught:
        ask(store)
    assert "\n" not in str(caught.value)
    assert store.article("a2") == article(2), "all else can be read"
    store.close()


@pytest.mark.parametrize("table", ["article", "event", "suggestion"])
def test_rows_that_never_change_are_held_by_the_file_itself(worked_on: Path, table: str) -> None:
    with closing(sqlite3.connect(worked_on)) as db:
        for sql in (f"UPDATE {table} SET seal = x'00'", f"DELETE FROM {table}"):
            with pytest.raises(sqlite3.IntegrityError, match="never changed"):
                db.execute(sql)


def contents(store: Store) -> list[object]:
    """All that a project can be asked for, but for the words that searching finds."""
    everything: list[object] = [store.counts(), store.runs(), store.setting("scheme"), store.events()]
    for id in store.ids():
        everything += [store.article(id), store.annotation(id), store.suggestion(id)]
    for order in get_args(Order):
        everything.append(store.rows(Query(order=order)))
    everything += [store.labels(), store.curators(), store.rows(Query(label="ORG")), store.rows(Query(curator="ann"))]
    return everything


def test_no_flipped_bit_changes_anything_unseen(worked_on: Path) -> None:
    """Either the project is refused, or ``check`` tells, or nothing is other than before; never a crash."""
    whole = worked_on.read_bytes()
    store = open_store(worked_on)
    before = contents(store)
    store.close()
    used = [place for place, byte in enumerate(whole) if byte]
    chance, refused, told, harmless = random.Random(7), 0, 0, 0
    for _ in range(FLIPS):
        place, bit = chance.choice(used), 1 << chance.randrange(8)
        worked_on.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
        try:
            store = open_store(worked_on)
        except ProjectError:
            refused += 1
            continue
        try:
            if store.check():
                told += 1
            else:
                assert contents(store) == before, f"bit {bit} at {place}"
                harmless += 1
        finally:
            store.close()
    assert refused
    assert told > harmless


def test_no_lost_page_goes_unseen(worked_on: Path) -> None:
    whole = worked_on.read_bytes()
    store = open_store(worked_on)
    before = contents(store)
    store.close()
    chance = random.Random(8)
    pages = len(whole) // 4096
    for page in range(pages):
        for rest in (bytes(4096), chance.randbytes(4096)):
            worked_on.write_bytes(whole[: page * 4096] + rest + whole[(page + 1) * 4096 :])
            try:
                store = open_store(worked_on)
            except ProjectError:
                continue
            try:
                if not store.check():
                    assert contents(store) == before, f"page {page}"
            finally:
                store.close()


def test_check_goes_on_behind_what_it_cannot_read(worked_on: Path) -> None:
    """A broken table of suggestions does not hide a broken text."""
    change(worked_on, "UPDATE article SET text = replace(text, 'Kim', 'Kin') WHERE id = 'a1'")
    with closing(sqlite3.connect(worked_on)) as db:
        root = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'suggestion'").fetchone()[0]
    whole = bytearray(worked_on.read_bytes())
    whole[(root - 1) * 4096 : root * 4096] = bytes([0x55]) * 4096
    worked_on.write_bytes(whole)
    store = open_store(worked_on)
    places = {problem.where for problem in store.check()}
    store.close()
    assert {"article a1", "the project's structure", "the project's suggestions"} <= places
