"""The model beside the window: what it is asked for, and where its suggestions go."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.edits import plural
from annotator.errors import AnnotatorError
from annotator.page import Page
from annotator.records import Run, Suggestion
from ui.bridge import Bridge
from ui.jobs import Worker

NEARBY = 3
"""How many articles ahead are suggested for before they are asked for."""
AT_ONCE = 4
"""How many articles wait in the worker at most while all are read anew: the next ones are asked for when it is free."""
CALM_MS = 120
"""How long (milliseconds) after an article was opened the next ones are looked at: when it is painted."""


class Suggesting(QObject):
    """Keeps the article on the desk and the next ones supplied. ``told(str)``: the model's name and what it has to do.

    ``measured(int, int)``: so many finished articles of so many were read, to be measured by; equal at the end.
    """

    told = Signal(str)
    measured = Signal(int, int)

    def __init__(self, bridge: Bridge, worker: Worker, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._worker = worker
        worker.ready.connect(self._ready)
        worker.suggested.connect(self._take)
        worker.failed.connect(self._failed)
        worker.waiting.connect(self._waits)
        self._rest: Iterator[str] = iter(())
        self._renewing = False
        self._finished: deque[str] = deque()
        self._measuring: set[str] = set()
        self._to_measure = 0
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(CALM_MS)
        self._calm.timeout.connect(self._look_ahead)

    def ask(self, page: Page) -> None:
        """Have the article on the desk suggested first, then, in a moment, those that come next in the list."""
        run, known = self._worker.run, page.run
        if page.blind:
            self._request(page.article.id)  # what it shows is none of the model's
        elif page.annotation.status in ("todo", "started") and (run is None or known != run.id):
            self._worker.ask(page.article, page.annotation.sections, first=True)
        self._calm.start()

    def stop(self) -> None:
        """Look no further ahead."""
        self._calm.stop()
        self._rest = iter(())
        self._renewing = False
        self.stop_measuring()

    @property
    def run(self) -> Run | None:
        """What the model in use calls its run; None while it is loading."""
        return self._worker.run

    def measure(self) -> None:
        """Have the model in use read the finished articles that it has not read, so that it can be measured by them."""
        project, run = self._bridge.project, self._worker.run
        if project is None or run is None:
            self._bridge.said.emit("told", "The model is still loading.")
            return
        self._finished = deque(project.without(run.id, ("done",)))
        self._to_measure = len(self._finished)
        self._measuring.clear()
        self._tell_measured()
        self._go_on()

    def stop_measuring(self) -> None:
        """Read no more finished articles; what was read is kept."""
        if self._to_measure:
            self._finished.clear()
            self._measuring.clear()
            self._to_measure = 0
            self.measured.emit(0, 0)

    @property
    def measures(self) -> bool:
        """True while finished articles are read."""
        return self._to_measure > 0

    def _tell_measured(self) -> None:
        left, total = len(self._finished) + len(self._measuring), self._to_measure
        if not left:
            self._to_measure = 0
        self.measured.emit(total - left, total)

    def _measured(self, id: str) -> None:
        if id in self._measuring:
            self._measuring.discard(id)
            self._tell_measured()

    def renew(self) -> None:
        """Another model is in use: once it is loaded, all unfinished articles are read anew, in the background."""
        self._renewing = True
        if self._worker.run is not None:
            self._ready(self._worker.run.model)

    def _go_on(self) -> None:
        """Give the worker some more of the articles that are to be read anew; the article on the desk goes first."""
        while self._worker.pending < AT_ONCE:
            id = next(self._rest, None)
            if id is not None:
                self._request(id)
            elif not self._measure_next():
                return

    def _measure_next(self) -> bool:
        """Give the worker one more finished article; False when none is left."""
        project = self._bridge.project
        if project is None or not self._finished:
            return False
        id = self._finished.popleft()
        self._measuring.add(id)
        self._worker.ask(project.store.article(id), ())
        return True

    def _look_ahead(self) -> None:
        """Have the next articles suggested for, and the very next one ready before it is asked for."""
        project, page = self._bridge.project, self._bridge.page
        if project is None or page is None:
            return
        following: str | None = page.article.id
        for number in range(NEARBY):
            following = project.next_open(following, self._bridge.query)
            if following is None or following == page.article.id:
                break
            if number == 0:
                self._bridge.prepare(following)
            self._request(following)

    def ask_all(self) -> None:
        """Have every open article suggested that this model has not read."""
        project, run = self._bridge.project, self._worker.run
        if project is None or run is None:
            self._bridge.said.emit("told", "The model is still loading.")
            return
        for id in project.without(run.id):
            self._request(id)
        if not self._worker.pending:
            self._bridge.said.emit("told", "Every open article has this model's suggestions.")

    def _request(self, id: str) -> None:
        project, run = self._bridge.project, self._worker.run
        if project is None:
            return
        annotation = project.store.annotation(id)
        known = project.store.suggestion(id, run.id) if run is not None else None
        if known is None and annotation.status in ("todo", "started"):
            self._worker.ask(project.store.article(id), annotation.sections)

    def _ready(self, name: str) -> None:
        self.told.emit(name)
        if self._bridge.page is not None:
            self.ask(self._bridge.page)
        project, run = self._bridge.project, self._worker.run
        if self._renewing and project is not None and run is not None:
            self._renewing = False
            self._rest = project.without(run.id)
            self._go_on()

    def _take(self, id: str, run: Run, suggestion: Suggestion) -> None:
        project = self._bridge.project
        if project is None:
            return
        try:
            if run.id not in {r.id for r in project.store.runs()}:
                project.add_run(run)
            project.put_suggestions([(id, suggestion)])
        except KeyError:
            return  # of a project that was closed meanwhile
        except AnnotatorError as error:
            self._bridge.said.emit("problem", str(error))
            return
        self._bridge.refresh_suggestions(id)
        self._measured(id)
        self._go_on()

    def _failed(self, id: str, why: str) -> None:
        if not id:
            self.told.emit("no model")
            self.stop_measuring()
        self._measured(id)
        self._bridge.said.emit("problem", f"Suggestions: {why}")
        self._go_on()

    def _waits(self, count: int) -> None:
        run = self._worker.run
        name = f"{run.model} {run.version}" if run else "model loading…"
        self.told.emit(f"{name} · {plural(count, 'article')} to read" if count else name)
