"""What becomes of doubts: asked from the reviewer's process, mended, called fine, looked at again after a change."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.doubting import Found
from annotator.doubts import Doubt, titles
from annotator.progress import Progress
from annotator.review.messages import AskDoubts, AskDoubtsOf, Cancel
from ui.bridge import Bridge
from ui.models.doubts import DoubtsModel
from ui.review.reviewer import Reviewer

AGAIN_MS = 60
"""How long (milliseconds) after a change an article is looked at again: several changes in a row count as one."""


class Doubts(QObject):
    """Fills a model with the doubts of the open project. ``changed()``: there are others, or it went on.

    ``known``: all was looked through once. ``busy``: it is being done, ``done`` of ``total`` steps. ``outdated``: many
    articles changed at once since. ``place`` and ``row`` say where the keyboard is, or was.
    """

    changed = Signal()

    def __init__(self, bridge: Bridge, model: DoubtsModel, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._model = model
        self._reviewer = Reviewer(self)
        self._reviewer.failed.connect(self._failed)
        self._stale: set[str] = set()
        self._fine: list[Doubt] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AGAIN_MS)
        self._timer.timeout.connect(self._look_again)
        self.titles = titles()
        self._forget()
        bridge.projectChanged.connect(self._project_changed)
        bridge.rowChanged.connect(self._row_changed)
        bridge.articlesChanged.connect(self._articles_changed)

    def _forget(self) -> None:
        self.known = self.busy = self.outdated = False
        self.done = self.total = self.articles = 0
        self.words = self.problem = self.place = ""
        self.row = 0
        self._stale.clear()
        self._fine.clear()
        self._timer.stop()

    # --- looking

    def look(self) -> None:
        """Look through all finished articles, in a process beside the window."""
        project = self._bridge.project
        if project is None or self.busy:
            return
        self.busy, self.problem, self.words, self.done, self.total = True, "", "", 0, 0
        self._stale.clear()
        self._reviewer.open(project.path)
        self._reviewer.ask(AskDoubts(), self._take, self._progressed)
        self.changed.emit()

    def cancel(self) -> None:
        """Stop looking; what was found before stays."""
        if self.busy:
            self._reviewer.ask(Cancel(), lambda _nothing: None)
            self.busy = False
            self.changed.emit()

    def stop(self) -> None:
        """End the process."""
        self._reviewer.stop()
        self._timer.stop()
        self.busy = False

    def _progressed(self, progress: Progress) -> None:
        if self.busy:
            self.words = progress.words[:1].upper() + progress.words[1:]
            self.done, self.total = progress.done, progress.total
            self.changed.emit()

    def _take(self, found: Found) -> None:
        if not self.busy:
            return
        self.busy, self.known, self.outdated, self.articles = False, True, False, found.articles
        self._model.fill(found.doubts, found.counts)
        self.changed.emit()
        if self._stale:
            self._timer.start()

    def _failed(self, why: str) -> None:
        self.busy, self.problem = False, why
        self.changed.emit()

    # --- acts

    def mend(self, doubt: Doubt) -> None:
        """Do the fix of a doubt; that it is gone is seen when the article is looked at again."""
        if doubt.fix is None:
            self._bridge.said.emit("told", "This doubt has no fix that is sure: open the article and decide.")
        elif self._bridge.mend(doubt) is not None:
            self._model.remove(doubt)
            self.changed.emit()

    def call_fine(self, doubt: Doubt) -> None:
        """It is fine as it is: it leaves the list."""
        if self._bridge.call_fine(doubt):
            self._fine.append(doubt)
            self._model.remove(doubt)
            self.changed.emit()

    def take_back(self, doubt: Doubt | None = None) -> Doubt | None:
        """One that was called fine (or, without one, the last) is a doubt again; None when there was none."""
        if doubt is None and not self._fine:
            self._bridge.said.emit("told", "Nothing was called fine since the project was opened.")
            return None
        doubt = doubt or self._fine[-1]
        if not self._bridge.call_fine(doubt, fine=False):
            return None
        self._fine = [other for other in self._fine if other.key != doubt.key]
        self._model.bring_back(doubt)
        self._row_changed(doubt.article)  # or its gold is another by now
        self.changed.emit()
        return doubt

    # --- what others do

    def _project_changed(self, _project: object) -> None:
        self.stop()
        self._reviewer.open(None)
        self._forget()
        self._model.choose("")
        self._model.fill((), {})
        self.changed.emit()

    def _row_changed(self, id: str) -> None:
        if self.known or self.busy:
            self._stale.add(id)
            self._timer.start()

    def _articles_changed(self) -> None:
        if self.known:
            self.outdated = True
            self.changed.emit()

    def _look_again(self) -> None:
        """Ask for the doubts of what changed; while all is looked through, that waits."""
        if self.busy or not self.known:
            return
        waiting, self._stale = self._stale, set()
        for id in waiting:
            self._reviewer.ask(AskDoubtsOf(id), partial(self._replace, id))

    def _replace(self, id: str, found: list[Doubt]) -> None:
        self._model.replace(id, found)
        self.changed.emit()
