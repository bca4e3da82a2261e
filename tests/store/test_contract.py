"""What every store promises, whatever it keeps its things in."""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import pairwise

import pytest

from annotator.errors import InputError
from annotator.records import Annotation, Article, Change, Run, Section, Status, Step
from annotator.store import Entry, Query, Store
from tests.store.making import AT, article, decide, entry, mention_added, noted, run, suggestion

Opened = Callable[[], Store]

NASTY = (
    "\ufeffA\r\nb\rc\u2028d\u0085e\t \U0001f469\u200d\U0001f469\u200d\U0001f467 e\u0301 \xe9 \ufffe\ufdd0 "
    "\u200f\u05e9\u05dc\u05d5\u05dd\u200e \U0001f1f0\U0001f1f7 'quote\" ; DROP TABLE article;--  "
)


# --- articles


def test_an_article_comes_back_to_the_character(opened: Opened) -> None:
    meta = {"title": "T", "nested": {"z": [1, 2.5, None, True, "ü"]}, "a": "\x00 stays here"}
    given = Article("id with ü and 'quotes'", NASTY, meta, (Section(3, 9), Section(20, 25, "body")))
    store = opened()
    assert store.add([given]) == ["new"]
    assert opened().article(given.id) == given


def test_a_known_text_is_the_same_article_and_its_other_ids_are_remembered(opened: Opened) -> None:
    store = opened()
    assert store.add([Article("a", "one text"), Article("b", "one text"), Article("c", "one text")]) == [
        "new",
        "same",
        "same",
    ]
    assert store.add([Article("b", "one text"), Article("a", "one text")]) == ["same", "same"]
    assert opened().article("a").meta == {"other_ids": ["b", "c"]}
    assert store_size(opened()) == 1


def test_an_id_never_gets_another_text(store: Store) -> None:
    store.add([Article("a", "one"), Article("also a", "one"), Article("b", "two")])
    assert store.add([Article("a", "three"), Article("a", "two"), Article("also a", "four")]) == ["conflict"] * 3
    assert (store.article("a").text, store.article("b").text) == ("one", "two")
    assert store_size(store) == 2


def test_other_ids_that_come_with_an_article_count(store: Store) -> None:
    """As after an export from one project and an import into another."""
    store.add([Article("a", "one", {"other_ids": ["b"], "source": "s"})])
    assert store.add([Article("b", "one"), Article("b", "two"), Article("c", "one")]) == ["same", "conflict", "same"]
    assert store.article("a").meta == {"other_ids": ["b", "c"], "source": "s"}


def test_an_id_of_its_own_goes_before_another_articles_other_id(store: Store) -> None:
    store.add([Article("a", "one"), Article("b", "two", {"other_ids": ["a"]})])
    assert store.add([Article("a", "one"), Article("a", "two")]) == ["same", "conflict"]


@pytest.mark.parametrize(
    "bad",
    [
        Article("b", "half \ud83d"),
        Article("b", "nul \0 within"),
        Article("b\0", "text"),
        Article("b\udc00", "text"),
        Article("b", "text", {"title": "\ud83d"}),
    ],
)
def test_what_no_file_can_carry_is_refused_and_nothing_is_half_added(store: Store, bad: Article) -> None:
    with pytest.raises(InputError):
        store.add([Article("a", "fine"), bad])
    assert store_size(store) == 0
    assert list(store.ids()) == []
    assert store.search("fine") == []
    assert store.add([Article("a", "fine")]) == ["new"]


def test_an_unknown_article_is_a_key_error_everywhere(store: Store) -> None:
    store.add_run(run())
    for asked in (
        lambda: store.article("x"),
        lambda: store.annotation("x"),
        lambda: store.suggestion("x"),
        lambda: store.events("x"),
        lambda: store.position("x", Query()),
        lambda: store.next_open("x", Query()),
        lambda: store.put_suggestions([("x", suggestion())]),
        lambda: store.append([entry(Annotation(), "x", noted("n"))]),
    ):
        with pytest.raises(KeyError):
            asked()


# --- decisions


def test_an_untouched_article_has_an_empty_annotation_with_its_own_sections(store: Store) -> None:
    store.add([Article("a", "some text here", sections=(Section(5, 9),))])
    assert store.annotation("a") == Annotation(sections=(Section(5, 9),))


def test_decisions_survive_closing(opened: Opened) -> None:
    store = opened()
    store.add([article(1), article(2)])
    first = decide(store, "a1", mention_added(1), kind="add")
    second = decide(store, "a2", noted("see below"))
    third = decide(store, "a1", Step(("status",), "todo", "done"), kind="finish", who="bea", batch="b")
    assert first < second < third
    before = {id: store.annotation(id) for id in ("a1", "a2")}
    store = opened()
    assert {id: store.annotation(id) for id in ("a1", "a2")} == before
    assert before["a1"].status == "done"
    assert set(before["a1"].mentions) == {"m1"}
    assert [(e.seq, e.article, e.who, e.change.kind, e.batch, e.ms) for e in store.events()] == [
        (first, "a1", "ann", "add", None, 120),
        (second, "a2", "ann", "note", None, 120),
        (third, "a1", "bea", "finish", "b", 120),
    ]
    assert [e.seq for e in store.events("a1")] == [first, third]
    assert [e.seq for e in store.events(newest_first=True, limit=2)] == [third, second]
    assert decide(store, "a2", noted("more", "see below")) > third


def test_an_event_tells_what_it_undoes_and_redoes(store: Store) -> None:
    store.add([article(1)])
    seq = decide(store, "a1", noted("n"))
    back = Step(("note",), "n", None)
    undo = store.append([entry(store.annotation("a1"), "a1", back, undoes=seq)])[0]
    redo = store.append([entry(store.annotation("a1"), "a1", noted("n"), redoes=seq)])[0]
    assert [(e.seq, e.undoes, e.redoes) for e in store.events()] == [
        (seq, None, None),
        (undo, seq, None),
        (redo, None, seq),
    ]


def test_an_event_of_a_brief_kind_comes_without_its_steps(store: Store) -> None:
    store.add([article(1), article(2)])
    decide(store, "a1", noted("one"))
    decide(store, "a2", noted("two"))
    kind = store.events()[0].change.kind
    assert all(event.change.steps for event in store.events(brief="other"))
    assert [(event.change.kind, event.change.steps) for event in store.events(brief=kind)] == [(kind, ())] * 2


def test_entries_are_written_all_or_none(store: Store) -> None:
    store.add([article(1)])
    seq = decide(store, "a1", noted("first"))
    good = entry(store.annotation("a1"), "a1", noted("second", "first"))
    with pytest.raises(KeyError):
        store.append([good, entry(Annotation(), "nowhere", noted("n"))])
    assert store.annotation("a1").note == "first"
    assert [e.seq for e in store.events()] == [seq]
    assert store.append([good]) == [seq + 1]
    assert store.check() == []


def test_half_a_character_in_a_decision_is_refused(store: Store) -> None:
    store.add([article(1)])
    with pytest.raises(InputError):
        decide(store, "a1", noted("half \ud83d"))
    with pytest.raises(InputError):
        decide(store, "a1", noted("whole"), who="\udcff")
    assert store.annotation("a1") == Annotation()
    assert store.events() == []


# --- events of the project itself


def scheme_event(before: str | None, after: str | None, batch: str | None = None) -> Entry:
    return Entry("", "ann", AT, Change("scheme", "change the scheme", (Step(("scheme",), before, after),)), batch=batch)


def test_an_event_of_the_project_writes_its_setting_and_is_in_the_log(opened: Opened) -> None:
    store = opened()
    store.add([article(1)])
    store.set_setting("scheme", "one")
    first = store.append([scheme_event("one", "two", "b"), entry(Annotation(), "a1", noted("n"), batch="b")])
    assert store.setting("scheme") == "two"
    store = opened()
    assert [(e.seq, e.article, e.batch) for e in store.events()] == [(first[0], "", "b"), (first[1], "a1", "b")]
    assert [e.change.steps for e in store.events("")] == [(Step(("scheme",), "one", "two"),)]
    assert [e.seq for e in store.events("a1")] == [first[1]]
    store.append([scheme_event("two", None)])
    assert store.setting("scheme") is None
    assert store.check() == []


def test_a_setting_that_events_changed_is_changed_by_nothing_else(store: Store) -> None:
    store.append([scheme_event(None, "one")])
    with pytest.raises(ValueError, match="by events"):
        store.set_setting("scheme", "two")
    store.set_setting("curator", "ann")
    assert store.setting("scheme") == "one"
    assert store.check() == []


def test_an_event_is_about_an_article_with_its_annotation_or_a_setting_and_nothing_else(store: Store) -> None:
    store.add([article(1)])
    note = Change("note", "note", (noted("n"),))
    for wrong in (
        Entry("", "ann", AT, note),
        Entry("a1", "ann", AT, note),
        Entry("", "ann", AT, scheme_event("a", "b").change, Annotation()),
    ):
        with pytest.raises(ValueError, match=r"."):
            store.append([scheme_event(None, "one"), wrong])
    with pytest.raises(InputError):
        store.append([scheme_event(None, "half \ud83d")])
    assert (store.events(), store.setting("scheme")) == ([], None)
    with pytest.raises(InputError, match="id"):
        store.add([Article("", "an article without an id would be the project")])


# --- lists


def test_counts_name_every_status(store: Store) -> None:
    assert store.counts() == {"todo": 0, "started": 0, "done": 0, "skipped": 0}
    store.add([article(n) for n in range(5)])
    decide(store, "a1", Step(("status",), "todo", "done"))
    decide(store, "a2", Step(("status",), "todo", "skipped"))
    decide(store, "a3", Step(("status",), "todo", "started"))
    decide(store, "a1", Step(("status",), "done", "started"))
    assert store.counts() == {"todo": 2, "started": 2, "done": 0, "skipped": 1}


def test_a_row_shows_what_was_decided(store: Store) -> None:
    store.add([article(1, "four words are here")])
    store.add_run(run())
    store.put_suggestions([("a1", suggestion())])
    decide(store, "a1", mention_added(0, answered=True), mention_added(7))
    decide(store, "a1", Step(("flagged",), False, True), noted("n"), Step(("status",), "todo", "started"))
    (row,) = store.rows(Query())
    assert (row.number, row.id, row.title, row.words, row.status) == (1, "a1", "Title 1", 4, "started")
    assert (row.flagged, row.note, row.decided, row.suggested) == (True, True, 2, True)


# --- suggestions


def test_suggestions_are_immutable_and_the_newest_run_goes_first(opened: Opened) -> None:
    store = opened()
    store.add([article(1), article(2)])
    store.add_run(run("r1"))
    store.add_run(run("r2"))
    assert (
        store.put_suggestions([("a1", suggestion("r2", 2)), ("a1", suggestion("r1", 1)), ("a2", suggestion("r1", 4))])
        == 3
    )
    assert store.put_suggestions([("a1", suggestion("r1", 9)), ("a2", suggestion("r2", 5))]) == 1
    store = opened()
    assert store.suggestion("a1", "r1") == suggestion("r1", 1)
    assert store.suggestion("a1") == suggestion("r2", 2)
    assert store.suggestion("a2") == suggestion("r2", 5)
    assert store.suggestion("a1", "r3") is None


def test_a_suggestion_needs_a_registered_run(store: Store) -> None:
    store.add([article(1)])
    with pytest.raises(KeyError):
        store.put_suggestions([("a1", suggestion("unknown"))])
    assert store.suggestion("a1") is None


def test_suggestions_are_stored_all_or_none(store: Store) -> None:
    store.add([article(1)])
    store.add_run(run())
    with pytest.raises(KeyError):
        store.put_suggestions([("a1", suggestion()), ("nowhere", suggestion())])
    assert store.suggestion("a1") is None
    assert not store.rows(Query())[0].suggested


def test_runs_are_registered_once(store: Store) -> None:
    store.add_run(run("r2"))
    store.add_run(run("r1"))
    store.add_run(Run("r1", "en_core_web_sm", "3.8.0", "2031-01-01T00:00:00Z", {"threshold": 0.5}))
    with pytest.raises(InputError, match="r1"):
        store.add_run(Run("r1", "another model", "3.8.0", "2031-01-01T00:00:00Z", {"threshold": 0.5}))
    assert store.runs() == [run("r2"), run("r1")]


def test_articles_without_a_run_are_found_while_they_are_worked_on(store: Store) -> None:
    store.add([article(n) for n in range(6)])
    store.add_run(run())
    decide(store, "a1", Step(("status",), "todo", "done"))
    decide(store, "a2", Step(("status",), "todo", "started"))
    store.put_suggestions([("a3", suggestion())])
    seen = []
    for id in store.without("r1"):
        store.put_suggestions([(id, suggestion())])
        seen.append(id)
    assert seen == ["a0", "a2", "a4", "a5"]
    assert list(store.without("r1")) == []
    assert list(store.without("r1", statuses=("done",))) == ["a1"]
    assert list(store.without("never run", statuses=("done", "started"))) == ["a1", "a2"]


def test_ids_come_in_order_of_import_and_by_status(store: Store) -> None:
    store.add([article(n) for n in (3, 1, 2)])
    decide(store, "a1", Step(("status",), "todo", "done"))
    statuses: tuple[Status, ...] = ("todo", "skipped")
    assert list(store.ids()) == ["a3", "a1", "a2"]
    assert list(store.ids(statuses)) == ["a3", "a2"]
    for id in store.ids():
        decide(store, id, noted("n"))
    assert all(row.note for row in store.rows(Query()))


def test_many_ids_are_all_there(store: Store) -> None:
    """More than one chunk of them."""
    ids = [f"n{n}" for n in range(2_500)]
    store.add([Article(id, f"text {id}") for id in ids])
    assert list(store.ids()) == ids
    assert list(store.without("r1")) == ids


# --- settings


def test_settings(opened: Opened) -> None:
    store = opened()
    assert store.setting("scheme") is None
    store.set_setting("scheme", "x = 1\r\n")
    store.set_setting("scheme", "x = 'ü'\r\n")
    assert opened().setting("scheme") == "x = 'ü'\r\n"
    assert opened().setting("curator") is None


# --- a reader beside it


def test_a_reader_in_another_thread_sees_what_is_written_and_holds_nobody_up(store: Store) -> None:
    store.add([article(n) for n in range(50)])
    reader = store.reader()
    seen: list[list[str]] = []
    errors: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(20):
                seen.append([reader.annotation(id).note for id in reader.ids()])
            assert reader.check() == []
        except Exception as error:  # noqa: BLE001  # told to the main thread
            errors.append(error)
        finally:
            reader.close()

    thread = threading.Thread(target=work)
    thread.start()
    for n in range(50):
        decide(store, f"a{n}", noted("n"))
    thread.join(60)
    assert not errors
    assert all(later.count("n") >= earlier.count("n") for earlier, later in pairwise(seen))
    with_all = store.reader()
    assert [with_all.annotation(id).note for id in with_all.ids()] == ["n"] * 50
    with_all.close()


def test_a_reader_can_do_all_that_reads(store: Store) -> None:
    store.add([article(n) for n in range(3)])
    store.add_run(run())
    store.put_suggestions([("a1", suggestion())])
    store.set_setting("scheme", "s")
    decide(store, "a1", noted("n"))
    reader = store.reader()
    try:
        for who in (store, reader):
            assert who.name == "some project"
            assert who.article("a1") == article(1)
            assert who.count(Query()) == 3
            assert who.position("a2", Query(order="title")) == 2
            assert who.next_open("a2", Query()) == "a0"
            assert who.runs() == [run()]
            assert who.suggestion("a1") == suggestion()
            assert who.setting("scheme") == "s"
            assert [hit.id for hit in who.search("offer")] == ["a0", "a1", "a2"]
            assert [e.article for e in who.events()] == ["a1"]
            assert list(who.without("r1")) == ["a0", "a2"]
    finally:
        reader.close()


# --- the rest


def test_nothing_is_wrong_with_a_project_that_was_worked_on(opened: Opened) -> None:
    store = opened()
    assert store.check() == []
    store.add([article(n) for n in range(5)])
    store.add([Article("other", article(1).text)])
    store.add_run(run("r1"))
    store.add_run(run("r2"))
    store.put_suggestions([("a1", suggestion("r2", 5)), ("a1", suggestion("r1", 2)), ("a2", suggestion("r1", 2))])
    decide(store, "a1", mention_added(0, answered=True))
    decide(store, "a3", Step(("status",), "todo", "done"))
    store.set_setting("scheme", "s")
    assert store.check() == []
    assert opened().check() == []


def test_closing_twice_is_closing_once(store: Store) -> None:
    store.close()
    store.close()


def store_size(store: Store) -> int:
    assert store.count(Query()) == sum(store.counts().values()) == len(store.rows(Query()))
    return store.count(Query())
