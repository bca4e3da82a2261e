"""How long a key press takes in the real window: from the press until the text is painted and the decision on the disk.

Part of ``python -m benchmarks desk``. Presses come a moment apart, as from a hand: the panels beside the text follow each
of them a frame later, which a row of its own tells. Floors: the visible words painted bare; all marks set anew.
"""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.project import Project
from annotator.records import Run
from benchmarks.floors import Bare, Selections
from benchmarks.material import D1, D2, D3, Size, make_page
from benchmarks.rows import Row, row, timed
from ui.app import application, settle
from ui.window import Window

PRESSES = 60
FEWEST = 25
"""So many at least make a percentile."""
MIDDLE, MOST = 8.0, 16.0
BETWEEN_MS = 40
"""How long (milliseconds) a hand rests between two presses, at the least."""
FRAME = 16.7
KEYS = {"accept": "A", "reject": "X", "next suggestion": "J", "label": "1", "undo": "U", "flag": "F"}


def measure(sizes: Sequence[Size] = (D1, D2, D3)) -> list[Row]:
    """All rows: each key at each size, once for the middle and once for the 95th percentile."""
    rows: list[Row] = []
    for size in sizes:
        floors: dict[str, list[float]] = {}
        for name, key in KEYS.items():
            with _window(size) as window:
                floors = floors or _floors(window, size)
                if key == "U":
                    for _ in range(PRESSES):
                        _press(window, "A")
                text, panels = _press_all(window, key)
            title = f"{name}: pressed to painted and on the disk, {size.name}"
            budget = size is not D3  # the budget is for articles as long as D2
            rows.append(row(f"{title}, p50", text, MIDDLE if budget else None, **floors))
            rows.append(row(f"{title}, p95", text, MOST if budget else None, **floors))
            if name == "accept":
                rows.append(row(f"the panels after it, {size.name}, p95", panels, FRAME if budget else None))
    return rows


@contextmanager
def _window(size: Size) -> Iterator[Window]:
    application()
    with tempfile.TemporaryDirectory(prefix="annotator-bench-") as folder:
        path = Path(folder) / "bench.annot"
        page = make_page(size, decided=0)
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
        while window.desk.laying_ahead.busy:
            QApplication.processEvents()
        settle()
        for _ in range(5):
            _press(window, "A")
            QTest.qWait(BETWEEN_MS)
        yield window
        window.close()
        gc.unfreeze()


class _Painted(QObject):
    """Tells when the text was painted."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        self._window = window
        self.painted = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let everything pass. What was painted before the text was told what changed does not count."""
        self.painted = self.painted or (event.type() == QEvent.Type.UpdateRequest and self._window.desk.settled)
        return False


def _press_all(window: Window, key: str) -> tuple[list[float], list[float]]:
    """Seconds of each press until the text is painted, and of what the panels do a frame later."""
    window.activateWindow()  # the floors were windows too
    QTest.qWaitForWindowActive(window, 5000)
    text, panels, done = [], [], 0
    for _ in range(PRESSES):
        if key == "X" and len(text) >= FEWEST and not (window.bridge.page and window.bridge.page.open):
            break  # memory takes what was rejected off other places: a short article has fewer presses in it
        if key == "1":
            _to_mention(window)
        before = window.bridge.page, window.bridge.focus
        text.append(timed(lambda: _press(window, key)))
        done += (window.bridge.page, window.bridge.focus) != before
        panels.append(timed(window.catch_up))
        QTest.qWait(BETWEEN_MS)
    if done < len(text) * 0.9:
        raise RuntimeError(f"{key} did something only {done} times of {len(text)}")
    return text, panels


def _to_mention(window: Window) -> None:
    """Only a mention takes a label."""
    for _ in range(PRESSES):
        page = window.bridge.page
        if page is None or page.mention(window.bridge.focus) is not None:
            return
        _press(window, "J")


def _press(window: Window, key: str) -> None:
    """Press a key and have the window painted; when the press returned, the decision was on the disk."""
    painted = _Painted(window)
    window.installEventFilter(painted)
    QTest.keyClick(window.desk, Qt.Key[f"Key_{key}"])
    for _ in range(20):
        QApplication.sendPostedEvents()
        if painted.painted:
            break
        QApplication.processEvents()
    window.removeEventFilter(painted)


def _floors(window: Window, size: Size) -> dict[str, list[float]]:
    """The same words painted bare, and all marks set anew on a QTextEdit and painted."""
    page = make_page(size)
    bare, selections = Bare(window.desk.font(), 16.0), Selections(window.desk.font())
    for widget in (bare, selections):
        widget.resize(window.desk.size())
        widget.show()
    bare.show_page(page)
    selections.show_page(page)
    QApplication.processEvents()

    def mark() -> None:
        selections.mark(page)
        selections.viewport().repaint()

    found = {
        "bare": [timed(bare.repaint) for _ in range(PRESSES)],
        "selections": [timed(mark) for _ in range(PRESSES // 3)],
    }
    for widget in (bare, selections):
        widget.close()
        widget.deleteLater()
    return found
