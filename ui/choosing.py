"""Picks the articles to be done next, in slices, whenever the list shows them and they are out of date."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from annotator.picking import pick, stale
from annotator.project import Picked
from ui.bridge import Bridge
from ui.jobs import Sliced
from ui.panels.queue import QueuePanel

LOOK_MS = 200
"""How long (milliseconds) after an article was opened, or the list asked for, it is looked whether others are due."""


class Choosing(QObject):
    """Looks after the order "Worth most first"; in other orders it does nothing."""

    def __init__(self, bridge: Bridge, queue: QueuePanel, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._queue = queue
        self._job: Sliced | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        queue.queryChanged.connect(lambda _query: self._soon())
        bridge.pageOpened.connect(lambda _page: self._soon())
        bridge.pageChanged.connect(lambda _page, _change: self._soon())
        bridge.projectChanged.connect(lambda _project: self.stop())

    def stop(self) -> None:
        """Pick nothing any more."""
        self._timer.stop()
        job, self._job = self._job, None
        if job is not None:
            job.end()

    def _soon(self) -> None:
        if self._bridge.project is not None and self._queue.model.query.order == "picked":
            self._timer.start()

    def _look(self) -> None:
        project = self._bridge.project
        if project is None or self._job is not None or not stale(project):
            return
        self._queue.tell_picking("Looking for the articles from which the model would learn most…")
        self._job = Sliced(pick(project), self)
        self._job.finished.connect(self._picked)
        self._job.failed.connect(self._failed)
        self._job.start()

    def _picked(self, picked: Picked) -> None:
        self.stop()
        before = self._bridge.project.picked() if self._bridge.project is not None else None
        self._queue.tell_picking("Nothing is undecided in the articles that are not done." if not picked.picks else "")
        if picked != before and (picked.picks or (before is not None and before.picks)):
            self._bridge.keep_picked(picked)

    def _failed(self, error: object) -> None:
        self.stop()
        self._bridge.said.emit("problem", str(error))
