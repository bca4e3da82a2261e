"""Driving the real window by key events, as a curator would: for the sample without a display, and for tests."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from annotator.page import MentionItem, Page, StanceItem
from ui.dialogs.finish import why_bare
from ui.window import Window


class Driver:
    """Presses keys on a window and reads what lies on its desk. ``pressed`` counts the presses."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.pressed = 0

    @property
    def page(self) -> Page:
        """The page on the desk; raises ``LookupError`` when there is none."""
        page = self.window.bridge.page
        if page is None:
            raise LookupError("no article lies on the desk")
        return page

    @property
    def mention(self) -> MentionItem | None:
        """The mention in focus."""
        return self.page.mention(self.window.bridge.focus)

    @property
    def stance(self) -> StanceItem | None:
        """The stance in focus."""
        return self.page.stance(self.window.bridge.focus)

    @property
    def words(self) -> str:
        """The words of the mention in focus, else ""."""
        return self.page.words(self.mention) if self.mention else ""

    def keys(self, *names: str) -> None:
        """Press keys, each named as in QKeySequence ("Shift+Tab", "A", "["), on whatever has the keyboard."""
        for name in names:
            combination = QKeySequence(name)[0]  # type: ignore[index]
            QTest.keyClick(self._receiver(), combination.key(), combination.keyboardModifiers())
            self.pressed += 1
            self.settle()

    def type(self, text: str) -> None:
        """Press the keys of a text, one by one."""
        self.keys(*("Space" if sign == " " else sign for sign in text))

    def go_to(self, wanted: Callable[[MentionItem | StanceItem], bool], key: str = "Alt+Right") -> None:
        """Press ``key`` until the focus is on a wanted item; raises ``LookupError`` after one round."""
        for _ in range(len(self.page.order) + 2):
            item = self.mention or self.stance
            if item is not None and wanted(item):
                return
            self.keys(key)
        raise LookupError("no such item on this page")

    def finish(self) -> None:
        """Press Space; if something is asked (see ``Commands.finish``), D: "drop" or "done all the same"."""
        self.window.reading.look()
        if self.page.open or self.window.bridge.unread() or why_bare(self.page):
            self.later(lambda: QTest.keyClick(QApplication.activeModalWidget() or self.window, Qt.Key.Key_D))
            self.pressed += 1
        self.keys("Space")

    def later(self, act: Callable[[], None]) -> None:
        """Do something once the dialog that the next key opens is there and has the keyboard."""

        def attempt() -> None:
            dialog = QApplication.activeModalWidget()
            if dialog is not None and dialog.isActiveWindow():
                act()
                return
            if dialog is not None:
                dialog.activateWindow()  # where no window manager does it
            QTimer.singleShot(10, attempt)

        QTimer.singleShot(10, attempt)

    def type_line(self, words: str) -> None:
        """In a dialog that asks for a line: type it in place of what stands there, and press Return; all presses count."""
        dialog = QApplication.activeModalWidget()
        line = dialog.findChild(QLineEdit) if dialog is not None else None
        if dialog is None or line is None:
            raise LookupError("no dialog asks for a line")
        dialog.activateWindow()
        line.setFocus()
        line.selectAll()
        line.insert(words)  # QTest cannot type letters beyond ASCII
        self.pressed += len(words) + 1
        QTest.keyClick(line, Qt.Key.Key_Return)

    def choose_file(self, path: Path) -> None:
        """In a dialog that asks for a file: type its path and press Return."""
        dialog = QApplication.activeModalWidget()
        line = dialog.findChild(QLineEdit) if dialog is not None else None
        if dialog is None or line is None:
            raise LookupError("no dialog asks for a file")
        dialog.activateWindow()
        line.setFocus()
        self.wait(lambda: QApplication.focusWidget() is line, 5, "the dialog")
        line.selectAll()
        QTest.keyClicks(line, str(path))
        QTest.keyClick(line, Qt.Key.Key_Return)

    def _receiver(self) -> QWidget:
        if QApplication.activeModalWidget() is None and not QApplication.activePopupWidget():
            self.window.activateWindow()  # where no window manager does it when a dialog has gone
            QTest.qWaitForWindowActive(self.window, 2000)
            for _ in range(50):  # the keyboard comes a little later than the window
                focus = QApplication.focusWidget()
                if focus is not None and focus.window() is self.window:
                    break
                QTest.qWait(10)
        popup = QApplication.activePopupWidget()
        if popup is not None:
            return popup.focusWidget() or popup
        return QApplication.focusWidget() or self.window

    def settle(self) -> None:
        """Let the window answer."""
        for _ in range(3):
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)

    def rest(self) -> None:
        """Let the panels follow, which they do a frame after the text."""
        QTest.qWait(100)

    def wait(self, until: Callable[[], bool], seconds: float = 60.0, what: str = "the window") -> None:
        """Wait for a condition while the window lives; raises ``TimeoutError``."""
        end = time.monotonic() + seconds
        while not until():
            if time.monotonic() > end:
                raise TimeoutError(f"waited {seconds:.0f} s for {what}")
            QTest.qWait(10)
