"""The models of entities and stances: what they tell of a page, and of what changed on it."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from annotator import edits
from annotator.errors import EditError
from annotator.page import Page
from annotator.records import Annotation, Article
from tests.panels.conftest import TEXT, after, mention, named, suggestion
from ui.models.entities import ID_ROLE, EntityModel
from ui.models.stances import StanceModel

Checked = Callable[..., object]


def rows(model: EntityModel) -> list[object]:
    """All that the tree shows, as nested lists."""
    found: list[object] = []
    for row in range(model.rowCount()):
        entity = model.index(row, 0)
        inner = [model.index(n, 0, entity).data(ID_ROLE) for n in range(model.rowCount(entity))]
        found.append([entity.data(ID_ROLE), entity.data(), inner])
    return found


def test_the_models_show_the_page(qapp: object, page: Page, checked: Checked) -> None:
    tree, stances = EntityModel(), StanceModel()
    checked(tree)
    checked(stances)
    tree.set_page(page)
    stances.set_page(page)
    assert rows(tree) == [[e.id, e.name, list(e.mentions)] for e in page.entities]
    assert [stances.index(n, 0).data(ID_ROLE) for n in range(stances.rowCount())] == [s.id for s in page.stances]
    assert stances.index(0, 0).data() == "− Ana Keller → plan to close the harbour"
    told = stances.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told.startswith("Ana Keller → plan to close the harbour: against, reported, suggested; “rebuffed”")
    assert all(tree.index_of(m.id).data(ID_ROLE) == m.id for m in page.mentions)
    assert not tree.index_of("?m99").isValid()


def test_accepting_changes_rows_in_place(qapp: object, page: Page, checked: Checked, qtbot) -> None:  # type: ignore[no-untyped-def]
    tree, stances = EntityModel(), StanceModel()
    checked(tree)
    checked(stances)
    tree.set_page(page)
    stances.set_page(page)
    for _ in range(len(page.order)):
        page = after(page, edits.accept, page.open[0]) if page.open else page
        with qtbot.assertNotEmitted(tree.modelReset), qtbot.assertNotEmitted(stances.modelReset):
            assert tree.refresh(page)
            assert stances.refresh(page)
        assert rows(tree) == [[e.id, e.name, list(e.mentions)] for e in page.entities]
    assert not page.open


def test_only_rows_that_changed_are_told(qapp: object, page: Page) -> None:
    tree, stances = EntityModel(), StanceModel()
    tree.set_page(page)
    stances.set_page(page)
    told: list[object] = []
    tree.dataChanged.connect(lambda first, _last: told.append(first.data(ID_ROLE)))
    stances.dataChanged.connect(lambda first, _last: told.append(first.data(ID_ROLE)))
    renamed = after(page, edits.accept, mention(page, "Port Vesta"))
    tree.refresh(renamed)
    stances.refresh(renamed)
    harbour = named(renamed, "Port Vesta")
    assert told == [harbour, renamed.entity(harbour).mentions[0]]  # type: ignore[union-attr]
    told.clear()
    first = renamed.entity(harbour).mentions[0]  # type: ignore[union-attr]
    span = renamed.mention(first).range  # type: ignore[union-attr]
    renamed = after(renamed, edits.move, first, span.start, span.end - 1)
    tree.refresh(renamed)
    assert told[:2] == [harbour, first]
    assert tree.index_of(first).data().startswith("to close the harbour of Port Vesta on")
    told.clear()
    stances.refresh(renamed)
    flagged = after(renamed, edits.flag)
    tree.refresh(flagged)
    stances.refresh(flagged)
    assert told == []


def test_a_new_name_changes_the_cards_too(qapp: object, page: Page) -> None:
    page = after(page, edits.accept, mention(page, "Ana Keller"))
    stances = StanceModel()
    stances.set_page(page)
    told: list[int] = []
    stances.dataChanged.connect(lambda first, _last: told.append(first.row()))
    stances.refresh(after(page, edits.rename, named(page, "Ana Keller"), "A. Keller"))
    assert told == [0, 1]
    assert stances.index(0, 0).data() == "− A. Keller → plan to close the harbour"


ACTS = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 99), st.integers(0, 99)), max_size=12)


def _act(page: Page, kind: int, one: int, two: int) -> Page:
    item = page.order[one % len(page.order)]
    entity = page.entities[one % len(page.entities)].id
    other = page.entities[two % len(page.entities)].id
    cut = page.mentions[one % len(page.mentions)]
    return [
        lambda: after(page, edits.accept, item),
        lambda: after(page, edits.reject, item),
        lambda: after(page, edits.label, cut.id, "LAW"),
        lambda: after(page, edits.join, cut.id, other),
        lambda: after(page, edits.own_entity, cut.id),
        lambda: after(page, edits.merge, entity, other),
        lambda: after(page, edits.move, cut.id, cut.start, cut.end + 1),
        lambda: after(page, edits.add_stance, entity, other, "mixed"),
        lambda: after(page, edits.remove_entity, entity),
    ][kind]()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_after_any_acts_and_undoing_them_the_models_show_the_page(
    qapp: object, checked: Checked, acts: list[tuple[int, int, int]]
) -> None:
    page = Page(Article("a", TEXT), Annotation(), suggestion())
    tree, stances = EntityModel(), StanceModel()
    testers = checked(tree), checked(stances)
    tree.set_page(page)
    stances.set_page(page)
    pages = [page]
    for act in acts:
        try:
            pages.append(_act(pages[-1], *act))
        except EditError:
            continue
        if not pages[-1].order or not pages[-1].mentions:
            break
    for step in [*pages, *reversed(pages)]:
        tree.refresh(step)
        stances.refresh(step)
        assert rows(tree) == [[e.id, e.name, list(e.mentions)] for e in step.entities]
        assert [stances.index(n, 0).data(ID_ROLE) for n in range(stances.rowCount())] == [s.id for s in step.stances]
    del testers
