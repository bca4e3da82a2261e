"""Presses random keys on the real window until it is killed; tells the log's length each time it shows "saved".

``python -m tests.e2e.press_keys PROJECT SEED COUNT``, or ``press`` in a process of its own. What it tells, the disk must
have.
"""

from __future__ import annotations

import random
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest

from annotator.project import Project
from ui.app import application
from ui.driving import Driver
from ui.window import Window

KEYS = (
    *("Tab", "J", "K", "Alt+Right", "Alt+Left", "A", "A", "A", "X", "1", "2", "3", "4", "[", "]", "Shift+[", "Shift+]"),
    *("Ctrl+]", "E", "Shift+E", "S", "f", "j", "d", "-", "+", "0", "~", "C", "R", "M", "U", "U", "Ctrl+Y", "F", "P"),
    *("Right", "Left", "Shift+Right", "Down", "Esc", "Shift+Return"),
    *(
        "V",
        "O",
        "T",
        "H",
        "Shift+H",
        "Shift+T",
        "Shift+S",
        "Shift+C",
        "Shift+X",
        "B",
        "Ctrl+Home",
        "Ctrl+End",
        "PgDown",
    ),
)


def press(project: Path, seed: int, count: int | None = None, told: Connection | None = None) -> Driver:
    """Open the window on a project and press keys; ``told`` hears 0 at the start and, with "saved", the log's length."""
    application()
    settings = QSettings(str(project.with_suffix(".ini")), QSettings.Format.IniFormat)
    window = Window(settings=settings)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window, 5000)
    window.set_project(Project.open(project, curator="tester"))

    def say(kind: str, _words: str) -> None:
        open_now = window.bridge.project
        if kind == "saved" and open_now is not None and told is not None:
            newest = open_now.store.events(newest_first=True, limit=1)
            told.send(newest[0].seq if newest else 0)

    window.bridge.said.connect(say)
    if told is not None:
        told.send(0)
    driver = Driver(window)
    chooser = random.Random(seed)
    while count is None or driver.pressed < count:
        driver.keys(chooser.choice(KEYS))
    return driver


if __name__ == "__main__":
    press(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])).window.close()
