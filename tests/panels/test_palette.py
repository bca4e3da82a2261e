"""The palette, the key sheet and the label pop-ups by real keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from annotator.scheme import default_scheme
from tests.panels.conftest import settle
from ui.actions import table
from ui.dialogs.keys import KeyCaps, KeySheet, caps_of, shown, spread
from ui.dialogs.labels import LabelBar, LabelList
from ui.dialogs.palette import MOST, Entry, Palette
from ui.dialogs.ranking import rank
from ui.theme import Theme

K, M = Qt.Key, Qt.KeyboardModifier
Show = Callable[..., None]
SCHEME = default_scheme()


# --- ranking


@pytest.mark.parametrize(
    ("typed", "best_first"),
    [
        ("next", ["Next suggestion", "Done, next article", "Make the next one"]),
        ("fl", ["Flag", "Take the flag away", "Find label", "Inflate"]),
        ("kim jo", ["Kim Jong Un", "Jo and Kim", "Kim Yo Jong"]),
        ("ga", ["Gap", "Go away", "Bigamy", "Grab"]),
    ],
)
def test_what_fits_better_comes_first(typed: str, best_first: list[str]) -> None:
    ranks = [rank(typed, words) for words in best_first]
    assert None not in ranks
    assert ranks == sorted(ranks)  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("typed", "words"), [("xq", "Next suggestion"), ("ns", "Polarities"), ("egst", "Next suggestion"), ("ab", "")]
)
def test_what_does_not_fit_is_not_found(typed: str, words: str) -> None:
    assert rank(typed, words) is None


def test_letters_may_not_be_far_apart() -> None:
    assert rank("nxt", "Next") is not None
    assert rank("nxt", "n and much later x and much later t") is None


@given(st.text(max_size=20), st.text(max_size=40))
def test_nothing_typed_breaks_the_ranking_and_every_part_is_found(typed: str, words: str) -> None:
    found = rank(typed, words)
    assert found is None or found >= 0
    for start in range(0, len(words), 7):
        part = words[start : start + 5]
        if part.strip() and part.casefold().strip() in words.casefold():
            assert rank(part, words) is not None


# --- the palette


@dataclass
class Chosen:
    words: str = ""


@pytest.fixture
def chosen() -> Chosen:
    return Chosen()


@pytest.fixture
def palette(show: Show, chosen: Chosen) -> Palette:
    def entry(kind: str, words: str, detail: str = "", key: str = "") -> Entry:
        return Entry(kind, words, detail, lambda: setattr(chosen, "words", words), key, id=f"{kind} {words}")

    def search(typed: str) -> list[Entry]:
        return [entry("article", f"About {typed}", "…some context…")] if len(typed) > 2 else []

    entries = [entry("action", a.words, "", a.keys[0] if a.keys else "") for a in table(SCHEME)]
    entries += [entry("entity", "Kim Yo Jong", "PERSON"), entry("label", "LAW", "A named law.", "9")]
    made = Palette(entries, search)
    show(made)
    return made


def listed(palette: Palette) -> list[str]:
    return [str(palette.list.item(n).data(Qt.ItemDataRole.AccessibleTextRole)) for n in range(palette.list.count())]


def test_typing_finds_actions_labels_entities_and_articles(palette: Palette) -> None:
    QTest.keyClicks(palette.words, "yo jo")
    assert listed(palette) == ["Kim Yo Jong, PERSON, entity", "About yo jo, …some context…, article"]
    palette.words.clear()
    QTest.keyClicks(palette.words, "law")
    assert listed(palette)[0] == "LAW, 9, A named law., label"
    assert "Label LAW, 9, action" in listed(palette)


def test_return_does_what_is_current(palette: Palette, chosen: Chosen) -> None:
    QTest.keyClicks(palette.words, "another")
    wanted = listed(palette)
    QTest.keyClick(palette.words, K.Key_Down)
    QTest.keyClick(palette.words, K.Key_Down)
    QTest.keyClick(palette.words, K.Key_Up)
    QTest.keyClick(palette.words, K.Key_Return)
    assert wanted[1].startswith(chosen.words)
    assert chosen.words
    assert not palette.isVisible()


def test_up_from_the_first_is_the_last(palette: Palette) -> None:
    QTest.keyClick(palette.words, K.Key_Up)
    assert palette.list.currentRow() == palette.list.count() - 1
    QTest.keyClick(palette.words, K.Key_Down)
    assert palette.list.currentRow() == 0
    QTest.keyClick(palette.words, K.Key_PageDown)
    assert 3 < palette.list.currentRow() < palette.list.count() - 1


def test_esc_does_nothing_and_neither_does_return_on_nothing(palette: Palette, chosen: Chosen) -> None:
    QTest.keyClicks(palette.words, "qqq")
    assert palette.list.count() == 1  # an article
    palette.words.setText("qq")
    assert palette.list.count() == 0
    assert palette.nothing.isVisible()
    QTest.keyClick(palette.words, K.Key_Return)
    assert (palette.isVisible(), chosen.words) == (True, "")
    QTest.keyClick(palette.words, K.Key_Escape)
    assert (palette.isVisible(), chosen.words) == (False, "")


def test_a_click_does_it_too(palette: Palette, chosen: Chosen) -> None:
    item = palette.list.item(2)
    QTest.mouseClick(
        palette.list.viewport(), Qt.MouseButton.LeftButton, M.NoModifier, palette.list.visualItemRect(item).center()
    )
    assert chosen.words == table(SCHEME)[2].words


def test_the_list_is_never_endless(show: Show) -> None:
    made = Palette([Entry("entity", f"Entity {n}", "", lambda: None) for n in range(5000)])
    show(made)
    assert made.list.count() == MOST
    QTest.keyClicks(made.words, "4999")
    assert listed(made) == ["Entity 4999, entity"]


def test_five_thousand_entities_are_narrowed_between_two_key_presses(show: Show) -> None:
    names = ("Ann Reed", "South Korea", "Ministry of Foreign Affairs", "bid to mend ties")
    made = Palette([Entry("entity", f"{names[n % 4]} {n}", "PERSON", lambda: None, hue="blue") for n in range(5000)])
    show(made)
    times = []
    for sign in "foreign 49":
        begin = process_time()
        QTest.keyClicks(made.words, sign)
        settle()
        times.append(process_time() - begin)
    assert made.list.count() > 10
    assert min(times[3:]) < 0.060  # seconds of this process, from the press to the painted list


def test_what_was_chosen_lately_comes_first_of_what_fits_alike(show: Show) -> None:
    chosen: list[str] = []
    entries = [Entry("entity", f"Reed {n}", "", lambda: None, id=f"e{n}") for n in range(9)]
    made = Palette(entries, lately=["e7", "gone", "e3"])
    made.chose.connect(chosen.append)
    show(made)
    assert listed(made)[:3] == ["Reed 7, entity", "Reed 3, entity", "Reed 0, entity"]
    QTest.keyClicks(made.words, "reed")
    assert listed(made)[:3] == ["Reed 7, entity", "Reed 3, entity", "Reed 0, entity"]
    QTest.keyClicks(made.words, " 5")
    QTest.keyClick(made.words, K.Key_Return)
    assert chosen == ["e5"]


# --- the key sheet


@pytest.mark.parametrize(
    ("key", "cap"),
    [("Return", "Enter"), ("Alt+Left", "Alt+←"), ("Ctrl++", "Ctrl++"), ("+", "+"), ("Shift+[", "Shift+["), ("?", "?")],
)
def test_keys_read_as_on_the_keyboard(qapp: QApplication, key: str, cap: str) -> None:
    assert shown(key) == cap


def test_keys_that_read_alike_stand_once(qapp: QApplication) -> None:
    assert caps_of(("Return", "Enter", "A")) == ("Enter", "A")


@given(st.lists(st.integers(1, 20), max_size=9), st.integers(1, 3))
def test_groups_are_spread_evenly_and_in_order(heights: list[int], columns: int) -> None:
    parts = spread(heights, columns)
    assert [n for a, b in parts for n in range(a, b)] == list(range(len(heights)))
    assert len(parts) <= columns
    tallest = max((sum(heights[a:b]) for a, b in parts), default=0)
    assert tallest <= sum(heights) / columns + max(heights, default=0)


@pytest.fixture
def sheet(show: Show) -> KeySheet:
    made = KeySheet(table(SCHEME))
    show(made)
    return made


def visible_words(sheet: KeySheet) -> list[str]:
    return [
        words.text()  # type: ignore[attr-defined]
        for group in sheet.groups
        for _, (words, _caps) in group.rows
        if words.isVisible()
    ]


def test_every_action_with_a_key_is_on_the_sheet(sheet: KeySheet) -> None:
    wanted = {a.words.rstrip("…") for a in table(SCHEME) if a.keys}
    assert set(visible_words(sheet)) == wanted
    caps = {c.accessibleName() for c in sheet.findChildren(KeyCaps)}
    assert {"Tab or J", "A or Enter", "Ctrl+K"} <= caps


def test_typing_narrows_the_sheet_by_words_and_keys(sheet: KeySheet) -> None:
    QTest.keyClicks(sheet.search, "undo")
    assert visible_words(sheet) == ["Undo"]
    assert [g.objectName() for g in sheet.groups if g.isVisible()] == ["keys_Decide"]
    sheet.search.clear()
    QTest.keyClicks(sheet.search, "alt+right")
    assert visible_words(sheet) == ["Next mention or stance"]
    sheet.search.setText("zzz")
    assert visible_words(sheet) == []
    assert sheet.nothing.isVisible()


def test_esc_closes_and_down_scrolls(sheet: KeySheet) -> None:
    sheet.resize(400, 300)
    settle()
    QTest.keyClick(sheet.search, K.Key_PageDown)
    assert sheet.area.verticalScrollBar().value() > 0
    QTest.keyClick(sheet.search, K.Key_Escape)
    assert not sheet.isVisible()


@pytest.mark.parametrize(("width", "columns"), [(320, 1), (740, 2), (1300, 3)])
def test_columns_follow_the_width_and_nothing_is_cut_off(sheet: KeySheet, width: int, columns: int) -> None:
    sheet.resize(width, 600)
    settle()
    body = sheet.area.widget()
    assert body is not None
    assert body.width() <= sheet.area.viewport().width()
    lefts = {group.mapTo(body, QPoint(0, 0)).x() for group in sheet.groups}
    assert len(lefts) == columns
    for caps in sheet.findChildren(KeyCaps):
        right = caps.mapTo(body, QPoint(caps.width(), 0)).x()
        assert right <= body.width()


# --- labels


@pytest.fixture
def labels(show: Show, chosen: Chosen) -> LabelList:
    made = LabelList(SCHEME)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    made.chosen.connect(lambda name: setattr(chosen, "words", name))
    show(made)
    made.show_at(QPoint(40, 40))
    settle()
    return made


def test_a_digit_chooses_at_once(labels: LabelList, chosen: Chosen) -> None:
    QTest.keyClick(labels.words, "4")
    assert (chosen.words, labels.isVisible()) == ("TOPIC", False)


def test_typing_narrows_and_return_chooses(labels: LabelList, chosen: Chosen) -> None:
    QTest.keyClicks(labels.words, "o")
    assert [x.name for x in labels._shown][:1] == ["ORG"]
    QTest.keyClick(labels.words, K.Key_Down)
    QTest.keyClick(labels.words, K.Key_Return)
    assert chosen.words == "PERSON"


def test_esc_chooses_nothing(labels: LabelList, chosen: Chosen) -> None:
    QTest.keyClicks(labels.words, "zzz")
    QTest.keyClick(labels.words, K.Key_Return)
    assert labels.isVisible()
    QTest.keyClick(labels.words, K.Key_Escape)
    assert (chosen.words, labels.isVisible()) == ("", False)


def test_the_list_stays_on_the_screen(labels: LabelList) -> None:
    room = labels.screen().availableGeometry()
    labels.show_at(room.bottomRight())
    settle()
    assert room.contains(labels.frameGeometry())


@pytest.mark.parametrize("width", [320, 420, 900])
def test_the_bar_never_takes_the_keyboard_and_stays_on_the_desk(show: Show, chosen: Chosen, width: int) -> None:
    desk = QWidget()
    line = QLineEdit(desk)
    bar = LabelBar(desk)
    bar.set_theme(Theme.of("dark"))
    bar.set_scheme(SCHEME)
    bar.chosen.connect(lambda name: setattr(chosen, "words", name))
    show(desk, width, 400)
    line.setFocus()
    for at in (QPoint(0, 0), QPoint(width, 400), QPoint(width // 2, 200)):
        bar.show_at(0, 5, desk.mapToGlobal(at))
        settle()
        assert desk.rect().contains(bar.geometry())
        for button in bar._buttons:
            assert bar.rect().contains(button.geometry())
    assert [b.text() for b in bar._buttons][:2] == ["1 PERSON", "2 ORG"]
    assert len(bar._buttons) == len(SCHEME.label)
    QTest.mousePress(bar._buttons[-1], Qt.MouseButton.LeftButton)
    assert line.hasFocus()
    QTest.mouseRelease(bar._buttons[-1], Qt.MouseButton.LeftButton)
    assert chosen.words == SCHEME.label[-1].name
    assert not bar.isVisible()
