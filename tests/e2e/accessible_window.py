"""A window on a small project, driven by lines on standard input: each names keys to press, "ok" answers when they are done.

``python -m tests.e2e.accessible_window PROJECT``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QSettings, QSocketNotifier
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.app import application
from ui.driving import Driver
from ui.window import Window


def show(project: Path) -> None:
    """Show the window until standard input ends."""
    app = application()
    window = Window(settings=QSettings(str(project.with_suffix(".ini")), QSettings.Format.IniFormat))
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window, 10_000)
    window.open_path(project)
    driver = Driver(window)
    driver.settle()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", buffering=1)
    answers.write("ready\n")

    def press() -> None:
        line = sys.stdin.readline()
        if not line:
            window.close()
            QApplication.quit()
            return
        driver.keys(*line.split())
        driver.rest()
        answers.write("ok\n")

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, app)
    notifier.activated.connect(press)
    app.exec()


if __name__ == "__main__":
    show(Path(sys.argv[1]))
