"""Lists, counters, places and the next article, against the same questions answered in plain Python."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from itertools import product
from pathlib import Path
from typing import NamedTuple, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.records import Annotation, Article, Status, Step
from annotator.store import STATUSES, Order, Query, Store, create_store, open_store, reader
from annotator.store.listing import Lead, Listed
from annotator.store.reader import SqliteReader
from tests.store.making import Backend, article, decide, entry, mention_added, noted, run, suggestion

WORDS = ("Seoul", "talks", "Zürich", "zone", "anti-war")
TITLES = ("Zebra", "zebra", "apple", "Apple pie", "Ärger", "a-b")

ORDERS: tuple[Order, ...] = tuple(order for order in get_args(Order) if order != "picked")
"""Orders of all articles; what is picked is a short list of its own (tests/core/test_picking.py)."""


class Case(NamedTuple):
    """One article as a list may see it.

    ``suggested`` is how many mentions the newest run suggests, with ``label`` and ``p``; ``before`` how many the one
    before did (None: it did not read the article); ``answered`` how many of them ``who`` decided.
    """

    words: tuple[str, ...]
    title: str
    status: Status
    flagged: bool
    suggested: int
    answered: int
    before: int | None
    label: str
    p: float
    who: str

    @property
    def pending(self) -> int:
        return 0 if self.status in ("done", "skipped") else max(0, self.suggested - self.answered)

    @property
    def uncertainty(self) -> float:
        return round(1 - abs(2 * self.p - 1), 4) if self.pending else 0.0

    @property
    def disagreement(self) -> float:
        if self.before is None or self.suggested + self.before == 0:
            return 0.0
        shared = min(self.suggested, self.before) if self.label == "ORG" else 0
        return 1 - 2 * shared / (self.suggested + self.before)

    @property
    def labels(self) -> set[str]:
        return ({"ORG"} if self.answered else set()) | ({self.label} if self.suggested else set())


cases = st.builds(
    Case,
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(tuple),
    st.sampled_from(TITLES),
    st.sampled_from(STATUSES),
    st.booleans(),
    st.integers(0, 3),
    st.integers(0, 2),
    st.sampled_from((None, None, 0, 1, 2, 3)),
    st.sampled_from(("ORG", "GPE")),
    st.sampled_from((0.5, 0.61, 0.9, 1.0)),
    st.sampled_from(("ann", "bea")),
)
queries = st.builds(
    Query,
    st.lists(st.sampled_from(STATUSES), max_size=3).map(tuple),
    st.sampled_from((None, None, True, False)),
    st.sampled_from(("", "", " ", "seoul", "ZURICH talks", "anti-wa", "zeb", "war anti", "?!")),
    st.sampled_from(ORDERS),
    st.sampled_from(("", "", "ORG", "GPE", "NONE")),
    st.sampled_from(("", "", "ann", "bea", "eve")),
)
SEED = 7


def by_chance(number: int) -> int:
    """As the store documents it, so that another store gives the same order."""
    return int.from_bytes(hashlib.sha256(f"{SEED}\ta{number}".encode()).digest()[:8], "big") >> 1


KEYS = {
    "import": lambda case: 0,
    "title": lambda case: case.title.translate({c: c + 32 for c in range(ord("A"), ord("Z") + 1)}),
    "length": lambda case: len(case.words) + 1,
    "pending": lambda case: -case.pending,
    "uncertainty": lambda case: -case.uncertainty,
    "disagreement": lambda case: -int(case.disagreement * 10_000 + 1e-6),
}
PLAIN = {"ü": "u", "Ä": "A", "-": " "}


def holds(case: Case, text: str) -> bool:
    """Whether each word is there, the last as a beginning; "anti-war" stands for two words side by side."""

    def tokens(words: str) -> str:
        return " " + words.translate(str.maketrans(PLAIN)).lower()

    *whole, last = text.split() or [""]
    if not any(c.isalnum() for c in text):
        return not text.strip()
    place = tokens(case.title) + " . " + tokens(" ".join(case.words)) + " "
    return all(tokens(word) + " " in place for word in whole) and tokens(last) in place


def expected(all_cases: list[Case], query: Query) -> list[int]:
    found = [
        n
        for n, case in enumerate(all_cases)
        if (not query.statuses or case.status in query.statuses)
        and (query.flagged is None or case.flagged == query.flagged)
        and holds(case, query.text)
        and (not query.label or query.label in case.labels)
        and (not query.curator or query.curator == case.who)
    ]
    return sorted(found, key=lambda n: place(all_cases, query, n))


def place(all_cases: list[Case], query: Query, number: int) -> tuple[object, int]:
    return by_chance(number) if query.order == "random" else KEYS[query.order](all_cases[number]), number


def fill(store: Store, all_cases: list[Case]) -> None:
    """The text of each article begins with a word of its own, so that all of them are different."""
    store.add([Article(f"a{n}", " ".join((f"w{n}", *c.words)), {"title": c.title}) for n, c in enumerate(all_cases)])
    for name in ("r1", "r2"):
        store.add_run(run(name))
    for n, case in enumerate(all_cases):
        newest = (f"a{n}", suggestion("r2", case.suggested, case.label, case.p))
        before = [] if case.before is None else [(f"a{n}", suggestion("r1", case.before))]
        store.put_suggestions([newest, *before] if n % 2 else [*before, newest])
        steps = [mention_added(m, answered=True) for m in range(case.answered)]
        steps += [Step(("flagged",), False, True)] if case.flagged else []
        decide(store, f"a{n}", *steps, Step(("status",), "todo", case.status), who=case.who)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(cases, min_size=1, max_size=12), st.lists(queries, min_size=8, max_size=8))
def test_lists_hold_what_they_should_in_their_order(
    backend: Backend, tmp_path_factory: pytest.TempPathFactory, all_cases: list[Case], asked: list[Query]
) -> None:
    store = backend.create(tmp_path_factory.mktemp("lists") / "p.annot")
    try:
        store.reseed(SEED)
        fill(store, all_cases)
        assert store.curators() == sorted({case.who for case in all_cases})
        assert store.labels() == sorted(set().union(*(case.labels for case in all_cases)))
        for row, case in zip(store.rows(Query()), all_cases, strict=True):
            assert row.uncertainty == pytest.approx(case.uncertainty, abs=1e-4)
            assert row.disagreement == pytest.approx(case.disagreement, abs=1e-4)
        assert store.counts() == {s: sum(c.status == s for c in all_cases) for s in STATUSES}
        assert store.check() == []
        for query in asked:
            ids = [f"a{n}" for n in expected(all_cases, query)]
            assert [row.id for row in store.rows(query)] == ids, query
            assert store.count(query) == len(ids), query
            assert [row.id for row in store.rows(query, 2, 3)] == ids[2:5], query
            for n in range(len(all_cases)):
                id = f"a{n}"
                assert store.position(id, query) == (ids.index(id) if id in ids else None), query
                assert store.next_open(id, query) == next_open(all_cases, query, n), (id, query)
            assert store.next_open(None, query) == next_open(all_cases, query, None), query
    finally:
        store.close()


def next_open(all_cases: list[Case], query: Query, after: int | None) -> str | None:
    """The first open article of the list behind ``after`` (which may itself not be in the list), going round."""
    still_open = [n for n in expected(all_cases, query) if all_cases[n].status in ("todo", "started")]
    closed = after is not None and all_cases[after].status in ("done", "skipped")
    left = after is None or (query.order in ("pending", "uncertainty") and closed)
    behind = [n for n in still_open if left or place(all_cases, query, n) > place(all_cases, query, after)]
    found = next(iter(behind + still_open), None)
    return None if found is None else f"a{found}"


def test_pages_of_a_longer_list_fit_together(store: Store) -> None:
    store.add([Article(f"a{n}", f"text number {n} " + "x " * (n % 7), {"title": f"T{n % 13}"}) for n in range(700)])
    for n in range(0, 700, 3):
        decide(store, f"a{n}", Step(("status",), "todo", "done"))
    for query in (Query(), Query(order="title"), Query(("done",), order="length"), Query(text="number", order="title")):
        pages = [row.id for offset in range(0, 800, 256) for row in store.rows(query, offset)]
        assert len(pages) == len(set(pages)) == store.count(query)
        assert [store.position(id, query) for id in pages[::97]] == list(range(len(pages)))[::97]


def test_walking_from_one_open_article_to_the_next_meets_each_once(store: Store) -> None:
    """As a curator does who finishes one after the other, in the order in which finishing changes the list."""
    store.add([Article(f"a{n}", f"text {n}") for n in range(9)])
    store.add_run(run())
    store.put_suggestions([(f"a{n}", suggestion("r1", n % 4)) for n in range(9)])
    here = store.next_open(None, Query(order="pending"))
    met = []
    while here is not None:
        met.append(here)
        decide(store, here, Step(("status",), "todo", "done"))
        here = store.next_open(here, Query(order="pending"))
    assert met == ["a3", "a7", "a2", "a6", "a1", "a5", "a0", "a4", "a8"]


# --- at random


def random_ids(store: Store) -> list[str]:
    return [row.id for row in store.rows(Query(order="random"))]


def test_the_random_order_follows_from_ids_and_seed_alone(backend: Backend, tmp_path: Path) -> None:
    """Another project with the same articles, imported the other way round, has the same order."""
    orders = []
    for name, step in (("a", 1), ("b", -1)):
        store = backend.create(tmp_path / f"{name}.annot")
        assert store.seed() == 0
        store.add([article(n) for n in range(60)][::step])
        first = random_ids(store)
        store.reseed(12)
        orders.append((first, random_ids(store)))
        store.add([article(n) for n in range(60, 80)])
        assert store.check() == []
        store.close()
        store = backend.open(tmp_path / f"{name}.annot")
        assert store.seed() == 12
        assert [id for id in random_ids(store) if int(id[1:]) < 60] == orders[-1][1]
        store.reseed(0)
        assert [id for id in random_ids(store) if int(id[1:]) < 60] == first
        store.close()
    assert orders[0] == orders[1]
    first, second = orders[0]
    assert first != second
    assert sorted(first) == sorted(second) != first


def test_the_seed_is_set_by_reseeding_only(store: Store) -> None:
    store.add([article(n) for n in range(5)])
    with pytest.raises(ValueError, match="seed"):
        store.set_setting("seed", "3")
    assert store.check() == []


# --- what lists are derived from


def test_new_suggestions_and_decisions_move_an_article_in_the_lists(store: Store) -> None:
    store.add([article(1), article(2)])
    for name in ("r1", "r2"):
        store.add_run(run(name))
    assert (store.labels(), store.curators()) == ([], [])
    store.put_suggestions([("a2", suggestion("r1", 2, "GPE", 0.7)), ("a1", suggestion("r1", 2, "ORG", 0.6))])
    assert shares(store) == {"a1": (0.8, 0.0), "a2": (0.6, 0.0)}
    store.put_suggestions([("a2", suggestion("r2", 1, "GPE", 0.5))])
    assert shares(store) == {"a1": (0.8, 0.0), "a2": (1.0, 0.3333)}
    assert [row.id for row in store.rows(Query(order="uncertainty"))] == ["a2", "a1"]
    assert [row.id for row in store.rows(Query(order="disagreement"))] == ["a2", "a1"]
    decide(store, "a2", mention_added(0, answered=True), who="bea")
    assert shares(store)["a2"] == (0.0, 0.3333)
    assert (store.labels(), store.curators()) == (["GPE", "ORG"], ["bea"])
    decide(store, "a2", Step(("mentions", "m0"), mention_added(0, answered=True).after, None))
    assert shares(store)["a2"] == (1.0, 0.3333)
    assert [row.id for row in store.rows(Query(label="ORG"))] == ["a1"], "no mention of a2 has it any more"
    assert [row.id for row in store.rows(Query(curator="bea"))] == ["a2"], "the decision was made all the same"
    assert store.check() == []


def test_a_suggestion_that_comes_between_two_decisions_counts_at_once(store: Store) -> None:
    store.add([article(1)])
    for name in ("r1", "r2"):
        store.add_run(run(name))
    store.put_suggestions([("a1", suggestion("r1", 2, "GPE", 0.6))])
    decide(store, "a1", mention_added(0, answered=True))
    store.put_suggestions([("a1", suggestion("r2", 3, "GPE", 0.5))])
    decide(store, "a1", mention_added(1, answered=True))
    assert shares(store)["a1"][0] == 1.0
    assert store.check() == []


def test_what_was_not_written_is_not_counted(store: Store) -> None:
    store.add([article(1)])
    store.add_run(run())
    store.put_suggestions([("a1", suggestion("r1", 3, "GPE", 0.6))])
    decide(store, "a1", mention_added(0, answered=True))
    lost = entry(store.annotation("a1"), "a1", mention_added(1, answered=True), mention_added(7))
    with pytest.raises(KeyError):
        store.append([lost, entry(Annotation(), "nowhere", noted("n"))])
    decide(store, "a1", mention_added(2, answered=True))
    assert shares(store)["a1"][0] == 0.8
    assert store.rows(Query())[0].decided == 2
    assert store.check() == []


def test_a_decision_is_written_though_the_suggestion_is_damaged(store: Store, path: Path) -> None:
    store.add([article(1)])
    store.add_run(run())
    store.put_suggestions([("a1", suggestion())])
    store.close()
    with closing(sqlite3.connect(path)) as db, db:
        trigger = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'suggestion_no_UPDATE'").fetchone()[0]
        db.executescript(f"DROP TRIGGER suggestion_no_UPDATE; UPDATE suggestion SET doc = '{{}}'; {trigger}")
    store = open_store(path)
    decide(store, "a1", mention_added(0))
    assert set(store.annotation("a1").mentions) == {"m0"}
    assert {problem.where for problem in store.check()} == {"article number 1"}
    store.close()


def shares(store: Store) -> dict[str, tuple[float, float]]:
    return {row.id: (row.uncertainty, row.disagreement) for row in store.rows(Query())}


# --- what they cost


@pytest.mark.parametrize("order", ORDERS)
def test_a_page_of_a_large_list_is_read_in_order_and_never_sorted(tmp_path: Path, order: Order) -> None:
    store = create_store(tmp_path / "p.annot")
    store.add([article(1)])
    few: tuple[tuple[Status, ...], ...] = ((), ("todo",), ("todo", "started"))
    for statuses, label in product(few, ("", "ORG")):
        lead: Lead = "label" if order == "import" and label else ""  # as of a label that many articles have
        listed = Listed(Query(statuses, order=order, label=label), lead)
        for sql, values in (listed.page(0, 256), listed.following(1, 1), listed.before(1, 1), listed.holds(1)):
            plan = [row[3] for row in store._db.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
            assert not [line for line in plan if "TEMP B-TREE" in line], plan
            assert not [line for line in plan if line.startswith("SCAN listing") and order != "import"], plan
    store.close()


def test_few_articles_with_a_label_are_looked_up_and_not_searched_for(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add([Article(f"a{n}", f"text {n}") for n in range(4)])
    store.add_run(run())
    store.put_suggestions([("a2", suggestion("r1", 1, "GPE"))])
    assert isinstance(store, SqliteReader)
    assert store._listed(Query(label="GPE", order="title")).lead == "label"
    assert store._listed(Query(label="GPE", curator="ann")).lead == "curator"
    assert store._listed(Query(label="GPE", text="text")).lead == "text"
    assert store._listed(Query(order="title")).lead == ""
    monkeypatch.setattr(reader, "_FEW", 1)  # as if these were many
    assert store._listed(Query(label="GPE", order="title")).lead == ""
    assert store._listed(Query(label="GPE", order="title"), in_order=False).lead == "label"
    assert store._listed(Query(label="GPE")).lead == "label", "which has them in order of import"
    asked: list[bool] = []

    def listed(query: Query, *, in_order: bool = True) -> Listed:
        asked.append(in_order)
        return Listed(query)

    monkeypatch.setattr(store, "_listed", listed)
    store.rows(Query(label="GPE", order="title"))
    store.rows(Query(label="GPE", order="title"), 50_000)
    assert asked == [True, False], "near the top they are met in order, far down they are sorted"
