"""The inspector: lists that follow the page and the focus without losing their place, by keys and mouse."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication

from annotator import edits
from annotator.page import Page, is_open
from benchmarks.material import D2, make_page
from tests.panels.conftest import after, mention, named, settle
from ui.models.entities import ID_ROLE
from ui.panels.inspector import InspectorPanel
from ui.theme import Theme

K, M = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def panel(show: Callable[..., None], page: Page) -> InspectorPanel:
    made = InspectorPanel()
    show(made, 330, 760)
    made.show_page(page)
    settle()
    return made


def heard(panel: InspectorPanel) -> list[str]:
    """What is chosen from now on; the focus follows, as in the window."""
    found: list[str] = []
    panel.itemChosen.connect(found.append)
    panel.itemChosen.connect(panel.set_focus)
    return found


def click(view: QAbstractItemView, index: QModelIndex) -> None:
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, M.NoModifier, view.visualRect(index).center())
    settle()


def test_a_click_chooses_an_entity_a_mention_or_a_stance(panel: InspectorPanel, page: Page) -> None:
    chosen = heard(panel)
    entity = panel.entities.index_of(named(page, "Boris Lindqvist"))
    click(panel.tree, entity)
    panel.tree.expand(entity)
    settle()
    click(panel.tree, panel.entities.index_of(mention(page, "Lindqvist")))
    click(panel.list, panel.stances.index_of(page.stances[1].id))
    assert list(dict.fromkeys(chosen)) == [
        named(page, "Boris Lindqvist"),
        mention(page, "Lindqvist"),
        page.stances[1].id,
    ]


def test_arrows_choose_and_right_unfolds(panel: InspectorPanel, page: Page) -> None:
    chosen = heard(panel)
    panel.set_focus(page.entities[0].id)
    panel.setFocus()
    assert panel.tree.hasFocus()
    QTest.keyClick(panel.tree, K.Key_Right)
    QTest.keyClick(panel.tree, K.Key_Down)
    QTest.keyClick(panel.tree, K.Key_Down)
    assert chosen == list(page.entities[0].mentions[:2])
    QTest.keyClick(panel.tree, K.Key_Return)
    assert chosen[-1] == page.entities[0].mentions[1]
    assert panel.focus == chosen[-1]


def test_ctrl_arrows_go_from_list_to_list(panel: InspectorPanel, page: Page) -> None:
    chosen = heard(panel)
    panel.setFocus()
    QTest.keyClick(panel.tree, K.Key_Down, M.ControlModifier)
    assert panel.list.hasFocus()
    assert chosen == [page.stances[0].id]
    QTest.keyClick(panel.list, K.Key_Down)
    assert chosen[-1] == page.stances[1].id
    QTest.keyClick(panel.list, K.Key_Up, M.ControlModifier)
    assert panel.tree.hasFocus()


def test_the_keyboard_follows_the_focus_to_the_other_list(panel: InspectorPanel, page: Page) -> None:
    panel.setFocus()
    assert panel.tree.hasFocus()
    panel.set_focus(page.stances[2].id)
    assert panel.list.hasFocus()
    assert panel.list.currentIndex().row() == 2
    panel.set_focus(page.mentions[0].id)
    assert panel.tree.hasFocus()


def test_a_focus_from_elsewhere_chooses_nothing(panel: InspectorPanel, page: Page) -> None:
    chosen = heard(panel)
    panel.setFocus()
    for item in page.order:
        panel.set_focus(item)
    panel.set_focus(None)
    assert chosen == []


def test_one_row_is_selected_the_one_in_focus(panel: InspectorPanel, page: Page) -> None:
    def selected() -> list[str]:
        views = (panel.tree, panel.list)
        return [i.data(ID_ROLE) for view in views for i in view.selectionModel().selectedIndexes()]

    person = named(page, "Ana Keller")
    ms_keller = mention(page, "Ms Keller")
    panel.set_focus(ms_keller)
    assert selected() == [person]  # its own row is folded away
    panel.tree.expand(panel.entities.index_of(person))
    panel.set_focus(ms_keller)
    assert selected() == [ms_keller]
    panel.set_focus(page.stances[1].id)
    assert selected() == [page.stances[1].id]
    panel.set_focus(None)
    assert selected() == []


def test_hovering_is_told_until_the_mouse_leaves(panel: InspectorPanel, page: Page) -> None:
    found: list[str] = []
    panel.itemHovered.connect(found.append)
    for view, index in ((panel.tree, panel.entities.index(1, 0)), (panel.list, panel.stances.index(0, 0))):
        QTest.mouseMove(view.viewport(), view.visualRect(index).center())
        settle()
        QTest.mouseMove(view.viewport(), view.visualRect(index).center() + QPoint(1, 1))
        settle()
        QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))
    assert [item for n, item in enumerate(found) if n == 0 or found[n - 1] != item] == [
        page.entities[1].id,
        "",
        page.stances[0].id,
        "",
    ]


def test_what_is_unfolded_stays_so_through_decisions_and_joins(panel: InspectorPanel, page: Page) -> None:
    for name in ("Ana Keller", "Boris Lindqvist"):
        panel.tree.expand(panel.entities.index_of(named(page, name)))
    # one step decides an entity, makes a new one and moves all rows below
    joined = after(page, edits.join, mention(page, "Port Vesta"), named(page, "Ana Keller"))
    assert not is_open(named(joined, "Ana Keller"))
    panel.refresh(joined)
    settle()
    unfolded = [e.name for e in joined.entities if panel.tree.isExpanded(panel.entities.index_of(e.id))]
    assert unfolded == ["Ana Keller", "Boris Lindqvist"]


def test_scroll_and_current_row_stay_through_a_reset(show: Callable[..., None]) -> None:
    page = make_page(D2)
    panel = InspectorPanel()
    show(panel, 330, 600)
    panel.show_page(page)
    focus = next(m.id for m in page.mentions if m.entity == page.entities[100].id)
    panel.set_focus(focus)
    panel.all_stances.setChecked(True)
    panel.list.verticalScrollBar().setValue(700)
    panel.tree.verticalScrollBar().setValue(300)  # looking at something else than the focus
    settle()
    places = panel.tree.verticalScrollBar().value(), panel.list.verticalScrollBar().value()
    assert min(places) > 0
    gone = next(e for e in reversed(page.entities) if len(e.mentions) == 1 and is_open(e.mentions[0]))
    changed = after(page, edits.reject, gone.mentions[0])
    assert len(changed.entities) == len(page.entities) - 1
    panel.refresh(changed)
    settle()
    assert (panel.tree.verticalScrollBar().value(), panel.list.verticalScrollBar().value()) == places
    assert panel.tree.currentIndex().data(ID_ROLE) == page.entities[100].id


def test_what_is_not_seen_is_not_worked_on(panel: InspectorPanel, page: Page, qtbot) -> None:  # type: ignore[no-untyped-def]
    panel.hide()
    decided = after(page, edits.accept, page.stances[0].id)
    with qtbot.assertNotEmitted(panel.entities.dataChanged), qtbot.assertNotEmitted(panel.entities.modelReset):
        panel.refresh(decided)
        panel.set_focus(decided.stances[0].id)
    panel.show()
    settle()
    assert panel.stances.index(0, 0).data(ID_ROLE) == decided.stances[0].id
    assert panel.card.facts.state == "accepted"


def test_headings_count_and_fold(panel: InspectorPanel, page: Page) -> None:
    assert panel.entity_head.accessibleName() == "Entities 4"
    assert panel.stance_head.accessibleName() == "Stances 3 3 undecided"
    panel.set_focus(mention(page, "Lindqvist"))
    assert panel.stance_head.accessibleName() == "Stances 2 of Boris Lindqvist"
    tall = panel.list.height()
    QTest.mouseClick(panel.entity_head, Qt.MouseButton.LeftButton)
    settle()
    assert not panel.tree.isVisible()
    assert panel.list.height() > tall + 50
    QTest.mouseClick(panel.entity_head, Qt.MouseButton.LeftButton)
    settle()
    assert panel.tree.isVisible()
    assert panel.tree.height() > 50


def test_hints_stand_at_the_entities_and_go_as_letters_are_typed(panel: InspectorPanel, page: Page) -> None:
    def hinted() -> list[int]:
        image = panel.tree.viewport().grab().toImage()
        rects = [panel.tree.visualRect(panel.entities.index(row, 0)) for row in range(4)]
        return [row for row, r in enumerate(rects) if has(image, Theme.of("light").hint, r)]

    assert hinted() == []
    letters = dict(zip([e.id for e in page.entities], ["a", "s", "da", "df"], strict=True))
    panel.show_hints(letters, "")
    assert hinted() == [0, 1, 2, 3]
    panel.show_hints(letters, "d")
    assert hinted() == [2, 3]
    panel.show_hints({}, "")
    assert hinted() == []


def has(image: QImage, colour: QColor, rect: object) -> bool:
    """Whether a colour is somewhere in a rectangle."""
    r = rect
    return any(
        image.pixelColor(x, y) == colour
        for x in range(r.left(), r.right())  # type: ignore[attr-defined]
        for y in range(r.top(), r.bottom())  # type: ignore[attr-defined]
    )


def shown(panel: InspectorPanel) -> list[str]:
    return [panel.stances.index(row, 0).data(ID_ROLE) for row in range(panel.stances.rowCount())]


def test_a_heading_is_not_painted_below_the_button_beside_it(panel: InspectorPanel, page: Page) -> None:
    panel.set_focus(mention(page, "Lindqvist"))
    head, button = panel.stance_head, panel.all_stances.geometry()
    head.tell(2)
    plain = head.grab(button).toImage()
    head.tell(2, "of " + "nobody " * 20)
    assert head.grab(button).toImage() == plain


def test_an_entity_in_focus_shows_only_its_stances(panel: InspectorPanel, page: Page) -> None:
    everything = [s.id for s in page.stances]
    own = [s.id for s in page.stances_of(named(page, "Boris Lindqvist"))]
    assert shown(panel) == everything
    assert not panel.all_stances.isVisible()
    panel.set_focus(mention(page, "Lindqvist"))
    assert shown(panel) == own != everything
    assert panel.all_stances.isVisible()
    assert panel.all_stances.text() == "all 3"
    QTest.mouseClick(panel.all_stances, Qt.MouseButton.LeftButton)
    assert shown(panel) == everything
    QTest.mouseClick(panel.all_stances, Qt.MouseButton.LeftButton)
    assert shown(panel) == own
    panel.set_focus(None)
    assert shown(panel) == everything
    panel.set_focus(named(page, "Port Vesta"))  # has none: nothing to show but all
    assert shown(panel) == everything


def test_a_stance_of_the_list_that_takes_the_focus_leaves_the_list_as_it_is(panel: InspectorPanel, page: Page) -> None:
    lindqvist = page.entity(named(page, "Boris Lindqvist"))
    assert lindqvist is not None
    panel.set_focus(lindqvist.id)
    own = shown(panel)
    panel.set_focus(own[1])
    assert shown(panel) == own
    assert panel.list.currentIndex().data(ID_ROLE) == own[1]
    decided = after(page, edits.accept, own[1])
    panel.refresh(decided)
    assert len(shown(panel)) == len(own), "the entity was decided with it, and is still the one"
    other = next(s.id for s in decided.stances if s.id not in shown(panel))
    panel.set_focus(other)
    assert len(shown(panel)) == 3


def test_what_the_mouse_is_on_in_the_text_is_marked_in_the_lists(panel: InspectorPanel, page: Page) -> None:
    def marked(view: QAbstractItemView, index: QModelIndex) -> int:
        image = view.viewport().grab(view.visualRect(index)).toImage()
        ink = panel.looks.theme.ink
        return sum(image.pixelColor(x, y) == ink for x in range(16) for y in range(image.height()))

    row = panel.entities.index_of(named(page, "Port Vesta"))
    card = panel.stances.index_of(page.stances[0].id)
    assert marked(panel.tree, row) == marked(panel.list, card) == 0
    panel.set_lit(mention(page, "Port Vesta"))
    settle()
    assert marked(panel.tree, row) > 20
    panel.set_lit(page.stances[0].id)
    settle()
    assert marked(panel.tree, row) == 0
    assert marked(panel.list, card) > 20
    panel.set_lit("")
    settle()
    assert marked(panel.list, card) == 0


def test_with_all_shown_stances_of_others_fade_and_the_entitys_own_are_in_view(
    panel: InspectorPanel, page: Page
) -> None:
    panel.all_stances.setChecked(True)

    def strength(row: int) -> int:
        rect = panel.list.visualRect(panel.stances.index(row, 0))
        image = panel.list.viewport().grab(rect).toImage()
        return min(image.pixelColor(x, y).lightness() for x in range(40, image.width()) for y in range(image.height()))

    plain = [strength(row) for row in range(3)]
    panel.set_focus(mention(page, "Boris Lindqvist"))
    settle()
    now = [strength(row) for row in range(3)]
    assert now[1] <= plain[1] + 10
    assert now[2] <= plain[2] + 10
    assert now[0] > plain[0] + 60
    panel.set_focus(named(page, "Port Vesta"))  # has no stance: none fades
    settle()
    assert all(one <= two + 10 for one, two in zip([strength(r) for r in range(3)], plain, strict=True))


def test_a_decided_card_is_not_dashed(panel: InspectorPanel, page: Page) -> None:
    def bare(row: int) -> int:
        """How many pixels of the card's upper edge are bare."""
        rect = panel.list.visualRect(panel.stances.index(row, 0))
        image = panel.list.viewport().grab(rect).toImage()
        ground = {Theme.of("light").panel.name(), Theme.of("light").paper.name(), Theme.of("light").raised.name()}
        return sum(image.pixelColor(x, 3).name() in ground for x in range(30, image.width() - 30))

    open_ = bare(0)
    decided = after(page, edits.accept, page.stances[0].id)
    panel.refresh(decided)
    settle()
    assert open_ > 60
    assert bare(0) < open_ / 4


def test_no_page_is_no_trouble(panel: InspectorPanel) -> None:
    panel.show_page(None)
    panel.set_focus("?m1")
    panel.setFocus()
    QTest.keyClick(panel.tree, K.Key_Down)
    QTest.keyClick(panel.tree, K.Key_Down, M.ControlModifier)
    assert panel.card.text().startswith("No article is open\n")
    assert panel.entities.rowCount() == panel.stances.rowCount() == 0


def test_a_large_page_is_refreshed_and_pointed_at_in_time(show: Callable[..., None]) -> None:
    page = make_page(D2)
    panel = InspectorPanel()
    show(panel, 330, 760)
    panel.show_page(page)
    settle()
    pages = [page]
    for _ in range(15):
        pages.append(after(pages[-1], edits.accept, pages[-1].open[0]))
    times: list[float] = []
    for step in pages[1:]:
        start = time.process_time()
        panel.refresh(step)
        times.append(time.process_time() - start)
        settle()
    assert min(times) < 0.012


def test_pointing_paints_only_what_changed(show: Callable[..., None]) -> None:
    page = make_page(D2)
    panel = InspectorPanel()
    show(panel, 330, 760)
    panel.show_page(page)
    first, second = next(e.mentions for e in page.entities if len(e.mentions) > 1)[:2]
    panel.set_focus(first)
    settle()
    painted: list[str] = []
    for view in (panel.tree, panel.list):
        delegate = view.itemDelegate()

        def count(painter: object, option: object, index: QModelIndex, paint=delegate.paint) -> None:  # type: ignore[no-untyped-def]
            painted.append(index.data(ID_ROLE))
            paint(painter, option, index)

        delegate.paint = count  # type: ignore[method-assign, assignment]
    panel.set_focus(second)
    settle()
    assert set(painted) <= {page.mention(first).entity}  # type: ignore[union-attr]
