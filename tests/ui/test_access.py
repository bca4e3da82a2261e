"""The whole window without a mouse, and in letters of twice the size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFont, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from ui.driving import Driver

DIALOGS = {
    "N": "note",
    "?": "keys",
    "Ctrl+K": "palette",
    "F2": "line",
    "W": "line",
    "Ctrl+E": "export",
    "Space": "finish",
}
"""A key, and the maker of the dialog that it opens."""


def press(name: str) -> None:
    """A key on whatever has the keyboard, in a dialog too."""
    here = QApplication.focusWidget()
    combination = QKeySequence(name)[0]  # type: ignore[index]
    if here is not None:
        QTest.keyClick(here, combination.key(), combination.keyboardModifiers())
    QApplication.processEvents()


def walk(keys: tuple[str, ...], most: int = 40) -> list[QWidget]:
    """What has the keyboard after each of some presses, until it is where it was."""
    found: list[QWidget] = []
    for number in range(most):
        here = QApplication.focusWidget()
        if here is None or (here in found and number > len(keys)):
            break
        found.append(here)
        press(keys[number % len(keys)])
    return found


def reachable(inside: QWidget) -> set[QWidget]:
    """Everything in a widget that takes the keyboard and shows."""
    parts = [
        p for p in inside.findChildren(QWidget) if p.isVisible() and p.isEnabled() and p.window() is inside.window()
    ]
    return {p for p in parts if p.focusPolicy() & Qt.FocusPolicy.TabFocus and p.focusProxy() is None}


def spoken(part: QWidget) -> str:
    """What a screen reader calls a widget."""
    return part.accessibleName() or (part.text() if isinstance(part, QAbstractButton) else "")


def name(part: QWidget) -> str:
    return f"{type(part).__name__} {part.objectName()}"


def test_panels_by_f6_and_everything_in_them_by_tab(driver: Driver) -> None:
    window = driver.window
    reached: set[QWidget] = set()
    driver.keys("/", "F6")
    for way in ("Tab", "Shift+Tab", "Ctrl+Down"):  # in the inspector Tab goes to the next suggestion, as on the desk
        for _panel in range(4):
            reached |= set(walk((way,)))
            driver.keys("F6")
    driver.keys("/")
    reached |= set(walk(("Tab",)))
    driver.keys("Escape")
    wanted = reachable(window)
    for part in list(reached):
        if isinstance(part, QAbstractButton) and part.group() is not None:
            reached |= set(part.group().buttons())  # arrows go to the others
    assert {name(p) for p in wanted - reached} == set()
    assert [name(p) for p in wanted if not spoken(p)] == []


def test_every_menu_and_entry_by_keys(driver: Driver) -> None:
    """Alt goes to the menus, arrows reach every entry, Esc leaves."""
    bar = driver.window.menuBar()
    seen: set[str] = set()
    QTest.keyPress(driver.window.desk, Qt.Key.Key_Alt, Qt.KeyboardModifier.AltModifier)
    QTest.keyRelease(driver.window.desk, Qt.Key.Key_Alt)
    assert bar.activeAction() is bar.actions()[0]
    for _ in bar.actions():
        QTest.keyClick(bar, Qt.Key.Key_Down)
        menu = QApplication.activePopupWidget()
        assert menu is not None
        for _entry in menu.actions():
            active = menu.activeAction()  # type: ignore[attr-defined]
            if active is not None:
                seen.add(active.objectName())
            QTest.keyClick(menu, Qt.Key.Key_Down)
        QTest.keyClick(menu, Qt.Key.Key_Escape)
        QTest.keyClick(bar, Qt.Key.Key_Right)
    able = {action.id for action in driver.window.menus.actions}
    assert seen <= able
    assert {"next_open", "accept", "label_PERSON", "join", "stance", "finish", "export", "keys"} <= seen
    while QApplication.activePopupWidget() is not None:
        QApplication.activePopupWidget().close()
    driver.window.desk.setFocus()


@pytest.mark.parametrize("key", DIALOGS)
def test_every_dialog_is_walked_by_tab_and_left_by_escape(driver: Driver, key: str) -> None:
    left: list[str] = []
    unnamed: list[str] = []
    opened: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        opened.append(dialog.objectName())
        found = set(walk(("Tab",)))
        for part in list(found):
            if isinstance(part, QAbstractButton) and part.group() is not None:
                found |= set(part.group().buttons())
        wanted = reachable(dialog)
        left.extend(name(p) for p in wanted - found)
        unnamed.extend(name(p) for p in wanted if not spoken(p))
        for _ in range(3):
            if dialog.isVisible():
                QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Escape)

    driver.later(look)
    driver.keys(key)
    assert opened
    assert (left, unnamed) == ([], [])
    assert QApplication.activeModalWidget() is None
    assert driver.window.focusWidget() is driver.window.desk, "the keyboard is back at the text"


@pytest.fixture
def large(open_window: Callable[[Path | None], Driver], project_path: Path, qapp: QApplication) -> Iterator[Driver]:
    """A window of 1280 x 800 in letters of twice the size, the text of the desk too."""
    plain = qapp.font()
    twice = QFont(plain)
    twice.setPointSizeF(plain.pointSizeF() * 2)
    qapp.setFont(twice)
    driver = open_window(project_path)
    driver.window.desk.set_font_size(driver.window.desk.font_size() * 2)
    driver.window.resize(1280, 800)
    driver.settle()
    yield driver
    qapp.setFont(plain)


def cut_off(window: QWidget) -> list[str]:
    """Labels, buttons and fields that show less than they need, or lie outside what shows."""
    found = []
    for part in window.findChildren(QWidget):
        if not part.isVisible() or not isinstance(part, (QLabel, QAbstractButton, QLineEdit)):
            continue
        if part.objectName().startswith("qt_") or isinstance(part.parentWidget(), QLineEdit):
            continue
        wanted, seen = part.minimumSizeHint(), part.visibleRegion().boundingRect()
        wraps = isinstance(part, QLabel) and part.wordWrap() and part.height() < part.heightForWidth(part.width())
        if (
            wraps
            or part.width() < wanted.width() - 1
            or part.height() < wanted.height() - 1
            or seen.size() != part.size()
        ):
            found.append(f"{name(part)} {part.size()} wants {wanted}, shows {seen.size()}")
    return found


def test_twice_the_size_cuts_nothing_off(large: Driver) -> None:
    window, desk = large.window, large.window.desk
    assert window.width() <= 1280
    assert window.height() <= 800
    assert cut_off(window) == []
    assert desk.viewport().width() > 400
    large.keys("A", "S")
    assert window.asked.isVisible()
    assert cut_off(window) == []
    large.keys("Escape", "/")
    assert cut_off(window) == []
    large.keys("Escape")
    for _ in large.page.order:
        ring = desk.ring()
        assert ring is not None
        rects = desk.rects_of(ring)
        assert all(r.left() >= 0 and r.right() <= desk.viewport().width() for r in rects)
        assert rects[0].top() >= 0
        assert rects[-1].bottom() <= desk.viewport().height()
        large.keys("Alt+Right")


def test_what_has_no_room_in_the_status_line_is_in_its_tooltip(large: Driver) -> None:
    told = large.window.told
    large.keys("R")  # a long word on what is not possible
    large.window.grab()
    assert told.shown().endswith("…")
    assert told.toolTip() == told.text()
    large.window._say("told", "Short")
    large.window.grab()
    assert (told.shown(), told.toolTip()) == ("Short", "")


class Painted(QObject):
    """Notes by name what is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.names.add(watched.objectName())
        return False


def test_other_words_in_the_status_line_paint_nothing_beside_them(large: Driver) -> None:
    window, painted = large.window, Painted()
    window._say("saved", "Accepted")
    window.catch_up()
    QApplication.processEvents()
    for widget in (window.told, window.model_label, window.progress_label):
        widget.installEventFilter(painted)
    window._say("saved", "Accepted a name that is much longer than the one before")
    QApplication.processEvents()
    assert painted.names == {"told"}
    for widget in (window.told, window.model_label, window.progress_label):
        widget.removeEventFilter(painted)
