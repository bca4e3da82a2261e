"""The list of places found: right after anything that is done with it, with ticks that are the curator's."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester

from annotator.edits import Effect, Place, State
from annotator.everywhere import Found
from ui.models.search import TICK_ROLE, Head, HitsModel

Checked = Callable[[QAbstractItemModel], QAbstractItemModelTester]


def found(article: str, start: int = 0, effect: Effect = "add", held: str = "", state: State = "bare") -> Found:
    place = Place(start, start + 3, state, "PERSON" if state != "bare" else "")
    return Found(article, f"Title of {article}", "todo", place, "Kim", "then ", " went", effect, held)


def lines(model: HitsModel) -> list[str]:
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def ticks(model: HitsModel) -> list[bool | None]:
    rows = range(model.rowCount())
    return [model.index(row).data(TICK_ROLE) for row in rows if model.place(row) is not None]


def test_each_article_has_a_head_or_none_has(qapp: object, checked: Checked) -> None:
    model = HitsModel()
    checked(model)
    model.append([found("a"), found("a", 9)])
    model.append([found("b")])
    assert lines(model) == [
        "Title of a: 2 places", "then Kim went", "then Kim went", "Title of b: 1 place", "then Kim went",
    ]  # fmt: skip
    model.group(False)
    assert lines(model) == ["then Kim went"] * 3
    model.append([found("c")])
    model.group(True)
    assert model.rowCount() == 7
    assert model.row_of(("b", 0, 3)) == 4
    assert (model.holds("c"), model.holds("d")) == (True, False)


def test_what_fits_is_ticked_unless_the_curator_says_otherwise(qapp: object, checked: Checked) -> None:
    model = HitsModel()
    checked(model)
    told: list[int] = []
    model.ticksChanged.connect(lambda: told.append(len(model.ticked)))
    model.append([found("a"), found("a", 9, held="boilerplate"), found("b", effect="", held="so already")])
    assert ticks(model) == [True, False, None]
    assert model.toggle(2)
    assert not model.toggle(4)
    assert ticks(model) == [True, True, None]
    model.tick_all(False)
    assert ticks(model) == [False, False, None]
    model.tick_all(True)
    assert ticks(model) == [True, False, None]  # what is held is ticked on purpose only
    assert told[-1] == 1
    assert model.toggle(0)  # the head: all of its article
    assert ticks(model) == [True, True, None]
    assert model.toggle(0)
    assert ticks(model) == [False, False, None]
    assert model.setData(model.index(1), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert ticks(model) == [True, False, None]


def test_ticks_stay_with_their_places_when_these_are_found_again(qapp: object) -> None:
    model = HitsModel()
    model.append([found("a"), found("b")])
    model.toggle(1)
    model.clear(keep_ticks=True)
    model.append([found("a"), found("b")])
    assert ticks(model) == [False, True]
    model.clear()
    model.append([found("a"), found("b")])
    assert ticks(model) == [True, True]
    model.clear(ticks_fit=False)
    model.append([found("a")])
    assert ticks(model) == [False]


def test_a_place_is_shown_as_it_is_now(qapp: object, checked: Checked) -> None:
    model = HitsModel()
    checked(model)
    model.append([found("a"), found("b")])
    changed: list[int] = []
    model.dataChanged.connect(lambda first, _last: changed.append(first.row()))
    now = msgspec.structs.replace(found("b", effect="", state="decided"), status="started")
    model.replace([now, found("c")])
    assert model.place(3) == now
    head = model.index(2).data(int(Qt.ItemDataRole.UserRole))
    assert isinstance(head, Head)
    assert head.status == "started"
    assert sorted(changed) == [2, 3]
    assert ticks(model) == [True, None]


def test_stepping_goes_round_over_places_only(qapp: object) -> None:
    model = HitsModel()
    assert model.next_row(-1, 1) == -1
    model.append([found("a"), found("b", effect=""), found("c")])
    assert [model.next_row(row, 1) for row in (-1, 1, 5)] == [1, 3, 1]
    assert model.next_row(1, -1) == 5
    assert model.next_row(1, 1, only_doable=True) == 5


def test_a_place_is_told_in_words(qapp: object) -> None:
    model = HitsModel()
    model.append([found("a", held="boilerplate"), found("b", effect="", state="suggested")])
    spoken = [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(4)]
    assert spoken == [
        "Title of a: 1 place",
        "not ticked, then Kim went: not marked; boilerplate; Title of a",
        "Title of b: 1 place",
        "then Kim went: suggested PERSON; Title of b",
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("atfcr"), st.integers(0, 12)), max_size=14))
def test_anything_in_any_order_keeps_to_the_rules(qapp: object, checked: Checked, steps: list[tuple[str, int]]) -> None:
    model = HitsModel()
    checked(model)
    expected: list[tuple[str, int, int]] = []
    for number, (step, value) in enumerate(steps):
        if step == "a":
            more = [found(f"x{number}", n) for n in range(value % 4)]
            model.append(more)
            expected += [f.key for f in more]
        elif step == "t":
            model.toggle(value)
        elif step == "f":
            model.group(value % 2 == 0)
        elif step == "r":
            model.replace([found(f"x{value}", effect="")])
        elif value > 8:
            model.clear()
            expected = []
        assert [f.key for f in model.found] == expected
        assert all(model.place(model.row_of(key)).key == key for key in expected)  # type: ignore[union-attr]
        assert model.rowCount() == len(expected) + (len({k[0] for k in expected}) if model.grouped else 0)
