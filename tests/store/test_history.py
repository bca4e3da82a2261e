"""Undo and redo as read from the log."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.records import Annotation, Article, Change, Step, apply_change
from annotator.store import Entry, Event, Store, create_store, open_store
from annotator.store.history import DEPTH, IMPORT, History
from tests.store.making import AT

CHANGE = Change("label", "label", (Step(("note",), None, "n"),))


class Log:
    """A log in memory that a history reads, with the acts of a curator as a front desk writes them."""

    def __init__(self, who: str = "ann") -> None:
        self.written: list[Event] = []
        self.history = History(who)

    def events(
        self, article: str | None = None, *, newest_first: bool = False, limit: int | None = None, brief: str = ""
    ) -> list[Event]:
        assert article is None
        assert brief == IMPORT, "what was imported is not asked for"
        found = self.written[::-1] if newest_first else list(self.written)
        return found[:limit]

    def write(
        self,
        article: str = "a",
        who: str = "ann",
        kind: str = "label",
        batch: str | None = None,
        undoes: int | None = None,
        redoes: int | None = None,
    ) -> int:
        change = msgspec.structs.replace(CHANGE, kind=kind)
        change = change.inverse() if undoes else change
        event = Event(len(self.written) + 1, article, who, AT, change, undoes, redoes, batch)
        self.written.append(event)
        self.history.record(event)
        return event.seq

    def undo(self) -> list[int]:
        target = self.history.undo_target()
        for event in target:
            self.write(event.article, event.who, batch=event.batch, undoes=event.seq)
        return seqs(target)

    def redo(self) -> list[int]:
        target = self.history.redo_target()
        for event in target:
            self.write(event.article, event.who, batch=event.batch, redoes=event.seq)
        return seqs(target)

    def again(self) -> History:
        return History.load(self, self.history.who)  # type: ignore[arg-type]


def seqs(events: list[Event]) -> list[int]:
    return [event.seq for event in events]


@pytest.fixture
def log() -> Log:
    return Log()


def test_acts_are_undone_and_redone_in_turn(log: Log) -> None:
    assert log.undo() == []
    assert [log.write(), log.write(), log.write()] == [1, 2, 3]
    assert [log.undo(), log.undo(), log.redo(), log.undo(), log.undo(), log.undo()] == [[3], [2], [2], [2], [1], []]
    assert [log.redo(), log.redo(), log.redo(), log.redo()] == [[1], [2], [3], []]


def test_a_new_act_ends_what_could_be_redone(log: Log) -> None:
    log.write()
    log.undo()
    act = log.write()
    assert log.redo() == []
    assert [log.undo(), log.undo()] == [[act], []]


def test_a_batch_goes_together_newest_first_and_comes_again_oldest_first(log: Log) -> None:
    before = log.write()
    batch = [log.write(article, batch="b1") for article in ("a", "b", "a")]
    other = log.write(batch="b2")
    assert [log.undo(), log.undo(), log.undo()] == [[other], batch[::-1], [before]]
    assert [log.redo(), log.redo(), log.redo()] == [[before], batch, [other]]


def test_only_the_curators_own_acts_count(log: Log) -> None:
    mine = log.write("a")
    log.write("b", who="bea")
    assert seqs(log.history.undo_target()) == [mine]
    assert History.load(log, "cid").undo_target() == []  # type: ignore[arg-type]


def test_an_import_is_never_undone_and_what_lies_below_it_stays(log: Log) -> None:
    log.write("a")
    log.write("a", kind="import")
    assert log.undo() == []
    above = log.write("a")
    assert [log.undo(), log.undo()] == [[above], []]
    log.write("a", who="file", kind="import")
    assert log.redo() == []


def test_an_import_elsewhere_takes_no_undo_away(log: Log) -> None:
    """A curator goes on while a large import runs."""
    mine = [log.write("a"), log.write("b")]
    log.undo()
    for n in range(10):
        log.write(f"new {n}", who="file", kind="import")
    assert [log.redo(), log.undo(), log.undo()] == [[mine[1]], [mine[1]], [mine[0]]]


def test_what_somebody_else_did_to_the_article_is_a_floor(log: Log) -> None:
    below, batch = log.write("b"), [log.write(article, batch="x") for article in ("a", "c")]
    log.write("a", who="bea")
    assert log.undo() == [], f"{below} and {batch} lie below"
    above = log.write("b")
    assert [log.undo(), log.undo(), log.redo()] == [[above], [], [above]]


def test_a_redo_that_rests_on_what_somebody_changed_is_gone(log: Log) -> None:
    log.write("a")
    log.undo()
    log.write("a", who="bea")
    assert log.redo() == []


def test_only_the_newest_of_a_long_log_are_read() -> None:
    log = Log()
    for _ in range(DEPTH + 10):
        log.write()
    assert seqs(log.again().undo_target()) == [DEPTH + 10]
    stack = Log()
    stack.written, stack.history = log.written, log.again()
    undone = 0
    while stack.undo():
        undone += 1
    assert undone == DEPTH


def test_a_batch_that_the_limit_cuts_is_left_whole_and_undone_acts_from_below_can_be_redone() -> None:
    log = Log()
    deep = log.write()
    for _ in range(6):
        log.write(batch="long")
    acts = [log.write() for _ in range(DEPTH - 3)]
    assert len(log.written) > DEPTH
    loaded = Log()
    loaded.written, loaded.history = list(log.written), log.again()
    for act in reversed(acts):
        assert loaded.undo() == [act]
    assert loaded.undo() == [], "half a batch is never undone"
    for _ in acts:
        log.undo()
    assert len(log.undo()) == 6
    assert log.undo() == [deep]
    later = log.again()
    assert seqs(later.redo_target()) == [deep]
    assert later.redo_target()[0].change == CHANGE
    assert later.undo_target() == []


def test_a_damaged_log_stops_undo_and_nothing_else(path: Path) -> None:
    import sqlite3
    from contextlib import closing

    store = create_store(path)
    store.add([Article("a", "text")])
    store.append([Entry("a", "ann", AT, CHANGE, Annotation(note="n"))])
    store.close()
    with closing(sqlite3.connect(path)) as db, db:
        trigger = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'event_no_UPDATE'").fetchone()[0]
        db.execute("DROP TRIGGER event_no_UPDATE")
        db.execute("UPDATE event SET who = 'eve'")
        db.execute(trigger)
    store = open_store(path)
    assert History.load(store, "eve").undo_target() == []
    assert store.annotation("a").note == "n"
    assert [problem.where for problem in store.check()] == ["event 1", "table curated"]
    store.close()


# --- against a model


class Model:
    """A curator's project in the simplest words: the past and the future as lists of whole states of notes."""

    def __init__(self) -> None:
        self.now: dict[str, tuple[str, ...]] = {"a": (), "b": ()}
        self.past: list[dict[str, tuple[str, ...]]] = []
        self.future: list[dict[str, tuple[str, ...]]] = []

    def act(self, articles: tuple[str, ...], word: str) -> None:
        self.past.append(self.now)
        self.now = {id: (*words, word) if id in articles else words for id, words in self.now.items()}
        self.future = []

    def undo(self) -> None:
        if self.past:
            self.future.append(self.now)
            self.now = self.past.pop()

    def redo(self) -> None:
        if self.future:
            self.past.append(self.now)
            self.now = self.future.pop()


class Desk:
    """The same project through a real store and its history."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.history = History.load(store, "ann")

    def act(self, articles: tuple[str, ...], word: str) -> None:
        entries = []
        for id in articles:
            before = self.store.annotation(id)
            change = Change("note", word, (Step(("note",), before.note or None, f"{before.note} {word}".strip()),))
            batch = word if len(articles) > 1 else None
            entries.append(Entry(id, "ann", AT, change, apply_change(before, change), batch=batch))
        self.write(entries)

    def move(self, target: list[Event], turn: Callable[[Event], dict[str, int]], *, back: bool) -> None:
        after: dict[str, Annotation] = {}
        entries = []
        for event in target:
            change = event.change.inverse() if back else event.change
            after[event.article] = apply_change(
                after.get(event.article) or self.store.annotation(event.article), change
            )
            entries.append(
                Entry(event.article, "ann", AT, change, after[event.article], batch=event.batch, **turn(event))
            )
        if entries:
            self.write(entries)

    def undo(self) -> None:
        self.move(self.history.undo_target(), lambda event: {"undoes": event.seq}, back=True)

    def redo(self) -> None:
        self.move(self.history.redo_target(), lambda event: {"redoes": event.seq}, back=False)

    def write(self, entries: list[Entry]) -> None:
        for seq, e in zip(self.store.append(entries), entries, strict=True):
            self.history.record(Event(seq, e.article, e.who, e.at, e.change, e.undoes, e.redoes, e.batch, e.ms))

    @property
    def now(self) -> dict[str, tuple[str, ...]]:
        return {id: tuple(self.store.annotation(id).note.split()) for id in ("a", "b")}


moves = st.lists(st.sampled_from(["act a", "act b", "act both", "undo", "undo", "redo"]), max_size=25)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves)
def test_any_acts_undone_and_redone_are_what_they_would_be_and_the_log_tells_it_again(
    tmp_path_factory: pytest.TempPathFactory, moved: list[str]
) -> None:
    store = create_store(tmp_path_factory.mktemp("history") / "p.annot")
    try:
        store.add([Article("a", "one"), Article("b", "two")])
        model, desk = Model(), Desk(store)
        for number, move in enumerate(moved):
            if move.startswith("act"):
                articles = ("a", "b") if move == "act both" else (move[-1],)
                for project in (model, desk):
                    project.act(articles, f"w{number}")
            else:
                for project in (model, desk):
                    project.undo() if move == "undo" else project.redo()
            assert desk.now == model.now
            rebuilt = History.load(store, "ann")
            assert rebuilt.undo_target() == desk.history.undo_target()
            assert rebuilt.redo_target() == desk.history.redo_target()
        rebuilt = Desk(store)
        while model.past:
            model.undo()
            rebuilt.undo()
            assert rebuilt.now == model.now
        while model.future:
            model.redo()
            rebuilt.redo()
            assert rebuilt.now == model.now
        assert store.check() == []
    finally:
        store.close()


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["a", "b", "", "batch", "undo", "undo", "redo", "bea a", "bea ", "bea c", "import b"]),
        max_size=40,
    )
)
def test_whatever_happens_a_rebuilt_history_is_the_one_that_was_kept(moved: list[str]) -> None:
    log = Log()
    for number, move in enumerate(moved):
        if move in ("a", "b", ""):  # "": the project itself
            log.write(move)
        elif move == "batch":
            for article in ("a", "b", "", "a"):
                log.write(article, batch=f"b{number}")
        elif move in ("undo", "redo"):
            log.undo() if move == "undo" else log.redo()
        elif move.startswith("bea"):
            log.write(move[4:], who="bea")
        else:
            log.write("b", who="file", kind="import")
    rebuilt = log.again()
    while target := seqs(log.history.undo_target()):
        assert seqs(rebuilt.undo_target()) == target
        log.undo()
        rebuilt = log.again()
    while target := seqs(log.history.redo_target()):
        assert seqs(rebuilt.redo_target()) == target
        log.redo()
        rebuilt = log.again()
    assert rebuilt.redo_target() == []
