"""How long a key press takes in the real window: from the press until everything is painted and on the disk."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.project import Project
from annotator.records import Run
from benchmarks.material import SIZES, Size, make_page
from ui.app import application
from ui.window import Window

PRESSES = 60
KEYS = {"accept": Qt.Key.Key_A, "next suggestion": Qt.Key.Key_J, "flag": Qt.Key.Key_F}


def measure(size: Size) -> dict[str, list[float]]:
    """Milliseconds of each press, by key."""
    application()
    with tempfile.TemporaryDirectory(prefix="annotator-bench-") as folder:
        path = Path(folder) / "bench.annot"
        page = make_page(size)
        assert page.suggestion is not None
        with Project.create(path, curator="bench") as project:
            project.add([page.article])
            project.add_run(Run(page.suggestion.run, "generated", "1", "2025-01-01T00:00:00Z"))
            project.put_suggestions([(page.article.id, page.suggestion)])
        window = Window(settings=QSettings(str(Path(folder) / "s.ini"), QSettings.Format.IniFormat))
        window.show()
        window.activateWindow()
        QTest.qWaitForWindowActive(window, 5000)
        window.open_path(path)
        QApplication.processEvents()
        found = {name: [_press(window, key) for _ in range(PRESSES)] for name, key in KEYS.items()}
        window.close()
        return found


def _press(window: Window, key: Qt.Key) -> float:
    start = time.perf_counter()
    QTest.keyClick(window.desk, key)
    QApplication.processEvents()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    import statistics
    import sys

    for size in SIZES[:2]:
        for name, times in measure(size).items():
            cuts = statistics.quantiles(times, n=20)
            sys.stdout.write(f"{size.name} {name}: p50 {statistics.median(times):.1f} ms, p95 {cuts[18]:.1f} ms\n")
