"""How fast the text is: opened, laid out ahead, scrolled. Part of ``python -m benchmarks desk``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import cycle, islice

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from annotator.page import Page
from benchmarks.floors import Bare, Selections
from benchmarks.material import D1, D2, D3, SIZES, Size, make_page
from benchmarks.rows import Row, row, timed
from ui.desk.view import Desk
from ui.theme import Theme, apply_theme

WINDOW = (1100, 800)
OPENED = {D1: 25.0, D2: 40.0, D3: 60.0}
FRAME, WORST_FRAME = 8.3, 33.0


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


class Stage:
    """The desk and its two floors, in windows of the same size."""

    def __init__(self) -> None:
        application = QApplication.instance() or QApplication([])
        assert isinstance(application, QApplication)
        apply_theme(application, Theme.of("light"))
        self.desk = Desk()
        self.bare = Bare(self.desk.font(), 16.0)
        self.selections = Selections(self.desk.font())
        self._all: tuple[QWidget, ...] = (self.desk, self.bare, self.selections)
        for widget in self._all:
            widget.resize(*WINDOW)
            widget.show()
        QApplication.processEvents()
        for _ in range(2):  # the first use of the font engine costs more than any article
            self.open_desk(make_page(D1))
            self.open_bare(make_page(D1))
            self.open_selections(make_page(D1))

    def open_desk(self, page: Page) -> None:
        """Open and paint."""
        self.desk.show_page(page)
        self.desk.viewport().repaint()

    def open_bare(self, page: Page) -> None:
        """Open and paint."""
        self.bare.show_page(page)
        self.bare.repaint()

    def open_selections(self, page: Page) -> None:
        """Open and paint."""
        self.selections.show_page(page)
        self.selections.viewport().repaint()

    def settle(self) -> None:
        """Wait until all is laid out."""
        while self.desk.laying_ahead.busy:
            QApplication.processEvents()

    def close(self) -> None:
        """Take the windows away."""
        for widget in self._all:
            widget.close()
            widget.deleteLater()


def opening(stage: Stage, size: Size, rounds: int) -> list[Row]:
    """An article opened until it is painted, each time another one."""
    pages = [make_page(size, seed) for seed in range(3)]
    times: dict[str, list[float]] = {"desk": [], "bare": [], "selections": []}
    for page in islice(cycle(pages), rounds):
        times["bare"].append(timed(lambda page=page: stage.open_bare(page)))  # type: ignore[misc]
        times["selections"].append(timed(lambda page=page: stage.open_selections(page)))  # type: ignore[misc]
        times["desk"].append(timed(lambda page=page: stage.open_desk(page)))  # type: ignore[misc]
        QApplication.processEvents()
    floors = {"bare": times["bare"], "selections": times["selections"]}
    return [row(f"opened and painted, {size.name}, p95", times["desk"], OPENED[size], **floors)]


def laying_ahead(stage: Stage, size: Size) -> list[Row]:
    """The turns in which the rest of a fresh article is laid out: how long anything else may wait for them."""
    turns = Turns()
    child = stage.desk.laying_ahead
    child.installEventFilter(turns)
    stage.open_desk(make_page(size, 7))
    stage.settle()
    child.removeEventFilter(turns)
    return [row(f"one turn of laying out ahead, {size.name}, p95", turns.times, FRAME)]


def scrolling(stage: Stage, size: Size, rounds: int) -> list[Row]:
    """Whole frames while scrolling through an article, an entity with many stances in focus."""
    page = make_page(size, 3)
    stage.open_desk(page)
    stage.open_selections(page)
    stage.open_bare(page)
    stage.settle()
    busiest = max(page.entities, key=lambda e: len(page.stances_of(e.id)))
    stage.desk.set_focus(busiest.id)
    steps = [step / (rounds * 5) for step in range(rounds * 5)]
    found: list[list[float]] = []
    for widget in (stage.desk, stage.selections):
        bar, times = widget.verticalScrollBar(), []
        for share in steps:
            bar.setValue(round(bar.maximum() * share))
            times.append(timed(widget.viewport().repaint))
        found.append(times)
    bare = []
    for share in steps:
        stage.bare.scroll_to(share)
        bare.append(timed(stage.bare.repaint))
    floors = {"bare": bare, "selections": found[1]}
    return [
        row(f"scroll frame, {size.name}, p95", found[0], FRAME, **floors),
        row(f"scroll frame, {size.name}, worst", found[0], WORST_FRAME, **floors),
    ]


def measure(sizes: Sequence[Size] = SIZES, rounds: int = 40) -> list[Row]:
    """All rows; opens windows of its own."""
    stage = Stage()
    rows: list[Row] = []
    for size in sizes:
        rows += opening(stage, size, rounds)
        rows += laying_ahead(stage, size)
        rows += scrolling(stage, size, rounds)
    stage.close()
    return rows
