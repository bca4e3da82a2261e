"""How long a key press takes in the real window: from the press until the text is painted and the decision on the disk.

``python -m benchmarks.keys``; the rows are those of :mod:`benchmarks.desk`.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.project import Project
from annotator.records import Run
from benchmarks.desk import Row, report, row
from benchmarks.material import D1, D2, Size, make_page
from ui.app import application
from ui.window import Window

PRESSES = 60
MIDDLE, MOST = 8.0, 16.0
KEYS = {"accept": Qt.Key.Key_A, "next suggestion": Qt.Key.Key_J, "flag": Qt.Key.Key_F}


def measure(sizes: Sequence[Size] = (D1, D2)) -> list[Row]:
    """All rows: each key at each size, once for the middle and once for the 95th percentile."""
    rows: list[Row] = []
    for size in sizes:
        for name, times in press_all(size).items():
            rows.append(row(f"{name}, pressed to painted and saved, {size.name}, p50", times, None, MIDDLE))
            rows.append(row(f"{name}, pressed to painted and saved, {size.name}, p95", times, None, MOST))
    return rows


def press_all(size: Size) -> dict[str, list[float]]:
    """Seconds of each press, by key, on a generated article."""
    application()
    with tempfile.TemporaryDirectory(prefix="annotator-bench-") as folder:
        path = Path(folder) / "bench.annot"
        page = make_page(size)
        if page.suggestion is None:
            raise ValueError("the generated page has no suggestions")
        with Project.create(path, curator="bench") as project:
            project.add([page.article])
            project.add_run(Run(page.suggestion.run, "generated", "1", "2025-01-01T00:00:00Z"))
            project.put_suggestions([(page.article.id, page.suggestion)])
        settings = QSettings(str(Path(folder) / "s.ini"), QSettings.Format.IniFormat)
        window = Window(settings=settings, keys=Path(folder) / "keys.toml")
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
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(report(measure(), None))
