"""The lazy list of articles: right after any change, and a million rows cost what the screen shows."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt

from annotator.project import Query, Row
from tests.panels.conftest import Articles, titles
from ui.models.queue import KEPT, PAGE, ROW_ROLE, QueueModel


class Million:
    """A million articles, of which nothing is kept."""

    def __init__(self) -> None:
        self.asked = 0

    def rows(self, query: Query, offset: int = 0, limit: int = 256) -> list[Row]:
        found = [Row(n + 1, f"a{n}", f"Article {n}", "todo") for n in range(offset, min(offset + limit, 1_000_000))]
        self.asked += len(found)
        return found

    def count(self, query: Query) -> int:
        return 1_000_000 if not query.text else 333_520

    def position(self, id: str, query: Query) -> int | None:
        return int(id[1:])


def test_pages_are_read_once_and_only_some_are_kept(qapp: object) -> None:
    source, model = Million(), QueueModel()
    model.set_source(source)
    assert (model.rowCount(), source.asked) == (1_000_000, 0)
    assert model.index(999_999, 1).data() == "Article 999999"
    assert model.index(999_990, 1).data() == "Article 999990"
    assert source.asked == 1_000_000 % PAGE
    for page in range(KEPT + 5):
        model.index(page * PAGE, 0).data()
    assert len(model._pages) == KEPT
    source.asked = 0
    assert model.index((KEPT + 4) * PAGE + 3, 1).data()
    assert source.asked == 0


def test_pages_that_are_in_use_are_kept(qapp: object) -> None:
    source, model = Million(), QueueModel()
    model.set_source(source)
    for page in range(1, 3 * KEPT):
        model.index(page * PAGE, 0).data()
        model.index(0, 0).data()
    assert source.asked == 3 * KEPT * PAGE  # the first page was read once


def test_columns_and_roles(qapp: object) -> None:
    source, model = Articles(2), QueueModel()
    source.change("a1", status="skipped", flagged=True, note=True, decided=3)
    model.set_source(source)
    assert [model.index(1, column).data() for column in range(3)] == ["⤼⚑✎", "Article number 1", 401]
    assert model.index(1, 0).data(ROW_ROLE) == source.rows_[1]
    told = model.index(1, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == "Article number 1: skipped, flagged, with a note, 401 words, 3 decided"


def test_a_change_that_stays_in_its_row_moves_nothing(qapp: object, checked: Callable[..., object], qtbot) -> None:  # type: ignore[no-untyped-def]
    source, model = Articles(600), QueueModel()
    checked(model)
    model.set_source(source)
    kept = QPersistentModelIndex(model.index(7, 1))
    source.change("a7", status="done")
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged) as changed:
        model.refresh("a7")
    assert (changed.args[0].row(), changed.args[1].row()) == (7, 7)
    assert model.index(7, 1).data(ROW_ROLE).status == "done"
    assert kept.row() == 7
    source.asked = 0
    source.change("a599", status="done")
    with qtbot.assertNotEmitted(model.dataChanged):
        model.refresh("a599")  # its page was never read: nothing is shown that could be wrong
    assert source.asked == 0
    assert model.index(599, 1).data(ROW_ROLE).status == "done"


def test_an_article_that_leaves_the_list_takes_only_its_row(
    qapp: object,
    checked: Callable[..., object],
    qtbot,  # type: ignore[no-untyped-def]
) -> None:
    source, model = Articles(600), QueueModel()
    checked(model)
    model.set_source(source)
    model.set_query(Query(("todo",)))
    titles(model)
    kept = QPersistentModelIndex(model.index(300, 1))
    source.change("a2", status="done")
    with qtbot.assertNotEmitted(model.modelReset):
        model.refresh("a2")
    assert titles(model) == [r.title for r in source.rows(Query(("todo",)), 0, 1000)]
    assert (model.rowCount(), kept.row()) == (599, 299)
    source.change("a2", status="todo")
    with qtbot.assertNotEmitted(model.modelReset):
        model.refresh("a2")
    assert (model.rowCount(), kept.row(), model.row_of("a2")) == (600, 300, 2)


STATES = st.sampled_from(["todo", "started", "done", "skipped"])
UNSURE = {"todo": 0.4, "started": 0.3, "done": 0.0, "skipped": 0.0}
ACTS = st.lists(st.tuples(st.integers(0, 39), STATES, st.booleans()), max_size=25)
QUERIES = st.builds(
    Query,
    st.sampled_from([(), ("todo",), ("todo", "started"), ("done",)]),
    st.sampled_from([None, True, False]),
    st.sampled_from(["", "number 1", "nothing"]),
    st.sampled_from(["import", "import", "uncertainty", "random"]),
)


def agree(model: QueueModel, source: Articles) -> None:
    model.settle()
    wanted = source.rows(model.query, 0, 100)
    assert [model.row(n) for n in range(model.rowCount())] == wanted
    assert [model.row_of(row.id) for row in wanted] == list(range(len(wanted)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=QUERIES, acts=ACTS)
def test_after_each_change_the_list_is_as_the_source_has_it(
    qapp: object, checked: Callable[..., object], query: Query, acts: list[tuple[int, str, bool]]
) -> None:
    source, model = Articles(40), QueueModel()
    tester = checked(model)
    model.set_source(source)
    model.set_query(query)
    for number, status, flagged in acts:
        source.change(f"a{number}", status=status, flagged=flagged, uncertainty=UNSURE[status] * (number % 3))
        model.refresh(f"a{number}")
        agree(model, source)
    del tester


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=QUERIES, acts=ACTS, read=st.booleans())
def test_after_one_act_on_many_articles_too(
    qapp: object, query: Query, acts: list[tuple[int, str, bool]], read: bool
) -> None:
    source, model = Articles(40), QueueModel()
    model.set_source(source)
    model.set_query(query)
    if read:
        titles(model)
    for number, status, flagged in acts:
        source.change(f"a{number}", status=status, flagged=flagged, uncertainty=UNSURE[status] * (number % 3))
    for number, _, _ in acts:
        model.refresh(f"a{number}")
    agree(model, source)


def test_a_source_that_breaks_is_told_and_leaves_rows_empty(
    qapp: object,
    qtbot,  # type: ignore[no-untyped-def]
) -> None:
    source, model = Articles(10), QueueModel()
    said: list[str] = []
    model.failed.connect(said.append)
    model.set_source(source)
    source.broken = "the disk is gone."
    assert model.index(3, 1).data() is None
    assert said == ["the disk is gone."]
    model.refresh("a3")
    model.reload()
    assert model.rowCount() == 0
    source.broken = ""
    model.reload()
    assert model.rowCount() == 10


def test_without_a_source_nothing_is_there(qapp: object, checked: Callable[..., object]) -> None:
    model = QueueModel()
    checked(model)
    assert (model.rowCount(), model.row_of("a1"), model.row(0), model.has_source) == (0, None, None, False)


@pytest.mark.parametrize("query", [Query(), Query(text="x")])
def test_a_million_rows_are_set_in_no_time(qapp: object, query: Query) -> None:
    model = QueueModel()
    model.set_source(Million())
    start = time.process_time()
    model.set_query(query)
    assert time.process_time() - start < 0.5, "reading a million rows takes many seconds"
