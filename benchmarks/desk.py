"""How fast the reading desk is: ``python -m benchmarks.desk [--json FILE] [--rounds N]``, offscreen unless told otherwise.

Times in milliseconds. ``floor`` is the same done by a bare QTextEdit with the same words, font and window, measured in
the same run; ``limit`` holds for the percentile that a row's name ends with.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QTextEdit

from annotator import edits
from annotator.page import Page
from benchmarks.material import D1, D2, D3, SIZES, Size, make_page
from ui.desk.view import Desk
from ui.theme import Theme, apply_theme

WINDOW = (1100, 800)
OPENED = {D1: 25.0, D2: 40.0, D3: 60.0}
FRAME, WORST_FRAME, REFRESH, KEY = 8.3, 33.0, 4.0, 8.0
Row = dict[str, str | float | bool | None]


def percentile(times: Sequence[float], share: float) -> float:
    """The smallest time that at least ``share`` of all do not exceed (nearest rank)."""
    ranked = sorted(times)
    return ranked[max(0, math.ceil(share * len(ranked)) - 1)]


def row(name: str, times: Sequence[float], floor: Sequence[float] | None, limit: float) -> Row:
    """One line of the result. Seconds go in, milliseconds come out; the name ends with "p50", "p95" or "worst"."""
    figures = {"p50": percentile(times, 0.5) * 1e3, "p95": percentile(times, 0.95) * 1e3, "worst": max(times) * 1e3}
    kind = name.rsplit(" ", 1)[1]
    below = percentile(floor, {"p50": 0.5, "p95": 0.95, "worst": 1.0}[kind]) * 1e3 if floor else None
    return {
        "name": name,
        "unit": "ms",
        "p50": round(figures["p50"], 2),
        "p95": round(figures["p95"], 2),
        "floor": None if below is None else round(below, 2),
        "limit": limit,
        "worst": round(figures["worst"], 2),
        "holds": figures[kind] <= limit,
    }


def timed(act: Callable[[], object]) -> float:
    """How long something takes, in seconds."""
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


class Turns(QObject):
    """Notes how long each turn of a widget's own timers takes (laying out ahead)."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[float] = []
        self._asleep = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Time timer events, each delivered once."""
        if event.type() != QEvent.Type.Timer or self._asleep:
            return False
        self._asleep = True
        self.times.append(timed(lambda: QApplication.sendEvent(watched, event)))
        self._asleep = False
        return True


def bare(desk: Desk) -> QTextEdit:
    """The floor: the same font in the same window, with nothing marked."""
    edit = QTextEdit()
    edit.setReadOnly(True)
    edit.setUndoRedoEnabled(False)
    edit.setFont(desk.font())
    edit.resize(*WINDOW)
    edit.show()
    return edit


def opening(desk: Desk, edit: QTextEdit, size: Size, rounds: int) -> list[Row]:
    """An article opened until it is painted, each time another one."""
    pages = [make_page(size, seed) for seed in range(3)]

    def open_desk(page: Page) -> None:
        desk.show_page(page)
        desk.viewport().repaint()

    def open_bare(page: Page) -> None:
        edit.setPlainText(page.text)
        edit.viewport().repaint()

    times, floor = [], []
    for page in islice(cycle(pages), rounds + 1):
        floor.append(timed(lambda page=page: open_bare(page)))  # type: ignore[misc]
        times.append(timed(lambda page=page: open_desk(page)))  # type: ignore[misc]
        QApplication.processEvents()
    return [row(f"opened and painted, {size.name}, p95", times[1:], floor[1:], OPENED[size])]


def laying_ahead(desk: Desk, size: Size) -> list[Row]:
    """The turns in which the rest of a fresh article is laid out: how long anything else may wait for them."""
    turns = Turns()
    child = desk.laying_ahead
    child.installEventFilter(turns)
    desk.show_page(make_page(size, 7))
    desk.viewport().repaint()
    while desk.laying_ahead.busy:
        QApplication.processEvents()
    child.removeEventFilter(turns)
    return [row(f"one turn of laying out ahead, {size.name}, p95", turns.times, None, FRAME)]


def scrolling(desk: Desk, edit: QTextEdit, size: Size, rounds: int) -> list[Row]:
    """Whole frames while scrolling through an article, an entity with many stances in focus."""
    page = make_page(size, 3)
    desk.show_page(page)
    edit.setPlainText(page.text)
    while desk.laying_ahead.busy:
        QApplication.processEvents()
    busiest = max(page.entities, key=lambda e: len(page.stances_of(e.id)))
    desk.set_focus(busiest.id)
    times: list[float] = []
    floor: list[float] = []
    for widget, found in ((desk, times), (edit, floor)):
        bar = widget.verticalScrollBar()
        for step in range(rounds * 5):
            bar.setValue(round(bar.maximum() * step / (rounds * 5)))
            found.append(timed(widget.viewport().repaint))
    return [
        row(f"scroll frame, {size.name}, p95", times, floor, FRAME),
        row(f"scroll frame, {size.name}, worst", times, floor, WORST_FRAME),
    ]


def editing(desk: Desk, size: Size, rounds: int) -> list[Row]:
    """A suggestion accepted: the page shown anew, the focus on the next one, painted."""
    page = make_page(size, 4)
    desk.show_page(page)
    refreshed, pressed = [], []
    for _ in range(rounds * 2):
        item = page.open[0]
        begin = time.perf_counter()
        annotation, _change = edits.accept(page, item)
        page = Page(page.article, annotation, page.suggestion, page.tokens)
        following = page.open[0]
        built = time.perf_counter()
        desk.refresh(page)
        desk.set_focus(following)
        QApplication.processEvents()
        end = time.perf_counter()
        refreshed.append(end - built)
        pressed.append(end - begin)
    return [
        row(f"refreshed and painted after an edit, {size.name}, p50", refreshed, None, REFRESH),
        row(f"edit made, refreshed and painted, {size.name}, p50", pressed, None, KEY),
    ]


def measure(sizes: Sequence[Size] = SIZES, rounds: int = 40) -> list[Row]:
    """All rows; opens a window of its own."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    apply_theme(application, Theme.of("light"))
    desk = Desk()
    desk.resize(*WINDOW)
    desk.show()
    edit = bare(desk)
    QApplication.processEvents()
    desk.show_page(make_page(D1))  # the first use of the font engine costs more than any article
    desk.viewport().repaint()
    rows: list[Row] = []
    for size in sizes:
        rows += opening(desk, edit, size, rounds)
        rows += laying_ahead(desk, size)
        rows += scrolling(desk, edit, size, rounds)
        if size is D2:
            rows += editing(desk, size, rounds)
    for widget in (desk, edit):
        widget.close()
        widget.deleteLater()
    return rows


def main(arguments: Sequence[str]) -> int:
    """Print the table; exit 1 when a limit does not hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.desk", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--json", type=Path, help="also write the rows to this file")
    parser.add_argument("--rounds", type=int, default=40, help="how often each article is opened")
    options = parser.parse_args(arguments)
    return report(measure(rounds=options.rounds), options.json)


def report(rows: Sequence[Row], path: Path | None) -> int:
    """Print rows as a table, and write them to ``path`` as JSON if there is one; 1 when a limit does not hold."""
    print(f"{'':58}{'p50':>8}{'p95':>8}{'worst':>8}{'floor':>8}{'limit':>8}")
    for line in rows:
        floor = "" if line["floor"] is None else line["floor"]
        mark = "" if line["holds"] else "  does not hold"
        print(f"{line['name']:58}{line['p50']:>8}{line['p95']:>8}{line['worst']:>8}{floor:>8}{line['limit']:>8}{mark}")
    if path is not None:
        path.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return 0 if all(line["holds"] for line in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
