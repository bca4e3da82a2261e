"""A desk on the screen, and a page to lay on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from annotator.page import Page
from annotator.records import Section
from tests.desk.pages import make, place
from ui.desk.view import Desk
from ui.theme import Theme, apply_theme

STORY = (
    "Ana Keller rebuffed the plan to close the harbour of Port Vesta on Monday.\n"
    "Reporters asked whether Keller’s party would ever back such a plan, but nobody answered them in public.\n"
    "The Port Vesta Water Board praised Boris Lindqvist. Nothing more was said.\n"
    "Read more: ten harbours that you have to see.\n"
)


@pytest.fixture
def story() -> Page:
    """A small article: nested mentions, decided and open ones, two stances, a boilerplate tail."""
    return make(
        STORY,
        [
            ("Ana Keller", "PERSON", True),
            ("plan to close the harbour", "TOPIC", True),
            ("Port Vesta", "GPE", False),
            ("Port Vesta Water Board", "ORG", True),
            ("Boris Lindqvist", "PERSON", True),
        ],
        [
            ("Ana Keller", "plan to close the harbour", "against", "rebuffed", True),
            ("Port Vesta Water Board", "Boris Lindqvist", "favor", "praised", False),
        ],
        [Section(STORY.index("Read more"), len(STORY))],
        ["The Port Vesta Water Board praised Boris Lindqvist.", "Nothing more was said."],
    )


class Hand:
    """Keys and mouse on a desk, and looking at what it painted."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.heard: list[tuple[object, ...]] = []
        for name in (
            "itemClicked",
            "bareClicked",
            "selectionMade",
            "selectionCleared",
            "labelBarWanted",
            "mentionDragged",
            "caretMoved",
        ):
            getattr(desk, name).connect(lambda *what, name=name: self.heard.append((name, *what)))

    def said(self, name: str) -> list[tuple[object, ...]]:
        """What a signal has said so far."""
        return [what[1:] for what in self.heard if what[0] == name]

    def show(self, page: Page | None) -> None:
        """Lay a page on the desk and have it painted."""
        self.desk.show_page(page)
        self.settle()

    def settle(self) -> None:
        """Let the desk lay out and paint."""
        for _ in range(5):
            QApplication.processEvents()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key."""
        QTest.keyClick(self.desk, key, modifiers)

    def at(self, words: str, share: float = 0.5) -> QPoint:
        """A point on the first place of some words: ``share`` 0 is their left edge, 1 their right edge."""
        page = self.desk.page
        assert page is not None
        rect = self.desk.rects_of(place(page.text, words))[0]
        return QPointF(rect.left() + rect.width() * share, rect.center().y()).toPoint()

    def chip(self, item: str) -> QPoint:
        """The middle of a mention's chip."""
        box = self.desk.chip_of(item)
        assert box is not None, f"{item} has no chip"
        return box.center().toPoint()

    def click(self, at: QPoint, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Click with the left button."""
        QTest.mouseClick(self.desk.viewport(), Qt.MouseButton.LeftButton, modifiers, at)

    def press(self, at: QPoint, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press the left button."""
        QTest.mousePress(self.desk.viewport(), Qt.MouseButton.LeftButton, modifiers, at)

    def move(self, at: QPoint) -> None:
        """Move the mouse."""
        QTest.mouseMove(self.desk.viewport(), at)
        QApplication.processEvents()

    def release(self, at: QPoint, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Let the left button go."""
        QTest.mouseRelease(self.desk.viewport(), Qt.MouseButton.LeftButton, modifiers, at)

    def drag(self, start: QPoint, end: QPoint, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press, move in a few steps, let go."""
        self.press(start, modifiers)
        for step in range(1, 5):
            self.move(start + (end - start) * step / 4)
        self.release(end, modifiers)

    def screen(self) -> QImage:
        """What is on the screen: the sum of all that was painted so far, piece by piece."""
        self.settle()
        window = self.desk.window()
        whole = window.screen().grabWindow(window.winId()).toImage()
        corner = self.desk.viewport().mapTo(window, QPoint(0, 0))
        return whole.copy(corner.x(), corner.y(), self.desk.viewport().width(), self.desk.viewport().height())

    def is_fresh(self) -> bool:
        """True when painting everything anew changes nothing on the screen that an eye could see."""
        seen = self.screen()
        self.desk.viewport().update()
        anew = self.screen()
        return anew == seen or all(_alike(seen, anew, y) for y in range(anew.height()))

    def picture(self) -> QImage:
        """What the desk looks like when it is painted anew."""
        self.settle()
        return self.desk.viewport().grab().toImage()


def _alike(one: QImage, other: QImage, y: int) -> bool:
    """True when no channel of a pixel of this row differs by more than one step of 256: lines are rounded so."""
    left, right = bytes(one.constScanLine(y)), bytes(other.constScanLine(y))
    return left == right or all(abs(a - b) <= 1 for a, b in zip(left, right, strict=True))


@pytest.fixture
def hand(qtbot: object) -> Iterator[Hand]:
    """A desk of 900 x 600 pixels in a window of its own, with the keyboard."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_theme(application, Theme.of("light"))
    window = QWidget()
    desk = Desk()
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(desk)
    window.resize(900, 600)
    window.show()
    QTest.qWaitForWindowExposed(window)
    desk.setFocus()
    QApplication.processEvents()
    yield Hand(desk)
    window.close()
    window.deleteLater()
