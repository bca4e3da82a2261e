"""The review room's window on a project with finished articles that two runs have read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.project import Project
from annotator.review import Room, cache_of
from tests.evaluating.fake import suggestion
from tests.review.conftest import NEW, OLD, better, finish, one
from tests.ui.conftest import open_window
from ui.driving import Driver
from ui.review.errors import Errors
from ui.review.scores import Scores
from ui.review.window import ReviewWindow

__all__ = ["open_window"]


class RoomDriver:
    """Presses keys on the review room's window."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver

    @property
    def room(self) -> ReviewWindow:
        """The window."""
        room = self.driver.window.commands.beside.review
        assert room is not None
        return room

    @property
    def errors(self) -> Errors:
        """The tab of errors."""
        return self.room.errors

    @property
    def scores(self) -> Scores:
        """The tab of scores."""
        tab = self.room.views[0]
        assert isinstance(tab, Scores)
        return tab

    def open(self) -> None:
        """Press the key in the main window, and wait until the figures are there."""
        self.driver.keys("Ctrl+J")
        self.wait(lambda: self.room.looking.figures is not None)
        self.rest()

    def wait(self, until: Callable[[], bool]) -> None:
        """Wait for a condition."""
        self.driver.wait(until, 20, "the review room")

    def rest(self) -> None:
        """Wait until everything that was asked is answered."""
        QTest.qWait(20)
        self.wait(lambda: not self.room.looking.client.busy)
        self.driver.settle()

    def keys(self, *names: str) -> None:
        """Press keys on whatever has the keyboard in the room."""
        for name in names:
            self.room.activateWindow()
            assert QTest.qWaitForWindowActive(self.room, 2000)
            combination = QKeySequence(name)[0]  # type: ignore[index]
            QTest.keyClick(self.room.focusWidget() or self.room, combination.key(), combination.keyboardModifiers())
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        self.rest()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Four finished articles; the newer run has read three of them."""
    made = tmp_path / "news.annot"
    with Project.create(made, curator="ada") as project:
        articles = [one(n, {"source": "Post" if n % 2 else "Times", "date": f"2026-01-0{n}"}) for n in range(1, 5)]
        ids = finish(project, articles)
        project.add_run(OLD)
        project.put_suggestions([(id, suggestion()) for id in ids])
        project.add_run(NEW)
        project.put_suggestions([(id, better()) for id in ids[:-1]])
    return made


@pytest.fixture
def drive(open_window: Callable[[Path | None], Driver], path: Path) -> RoomDriver:
    """The main window on it; the room is not open yet."""
    return RoomDriver(open_window(path))


@pytest.fixture
def core(drive: RoomDriver, tmp_path: Path) -> Iterator[Room]:
    """The room's core, asked directly, with both runs gathered."""
    project = drive.driver.window.bridge.project
    assert project is not None
    cache = cache_of(tmp_path / "other.annot")
    found = Room(project.store, cache)
    for run in (OLD.id, NEW.id):
        list(found.gather(run))
    yield found
    cache.close()
