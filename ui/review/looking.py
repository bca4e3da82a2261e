"""What the review room looks at: a run, a slice of the finished articles, and what was answered about them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.edits import plural
from annotator.records import Run
from annotator.review import Failure, Scored, Slice
from annotator.review import messages as m
from annotator.review.listing import Asked
from annotator.review.room import Choices
from annotator.review.verdicts import Verdict
from ui.bridge import Bridge
from ui.review.client import Client
from ui.suggesting import Suggesting
from ui.trainer import Trainer

CALM_MS = 250
"""So long (milliseconds) after an act in the main window what is finished is read again."""
MOST_RUNS = 30
"""Of so many runs, the newest ones, it is counted what they have read."""


class Looking(QObject):
    """The state that all tabs share, and the only one that asks for it.

    ``runsChanged()``: there are other runs, or more is known of them. ``gathered()``: what is finished was read (again),
    and can be asked about. ``scored()``: the figures of the run and the slice are there. ``errorsWanted(Asked)``: a figure
    leads to its errors. ``blindWanted()``: only blind gold is to count.
    ``placeWanted(Failure)``: an article is to be opened at a place. ``told(str, str)``: a word.
    """

    runsChanged = Signal()
    gathered = Signal()
    scored = Signal()
    errorsWanted = Signal(object)
    blindWanted = Signal()
    placeWanted = Signal(object)
    told = Signal(str, str)

    def __init__(self, bridge: Bridge, suggesting: Suggesting, trainer: Trainer, parent: QObject) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.suggesting = suggesting
        self.trainer = trainer
        self.client = Client(self)
        self.runs: list[Run] = []
        self.read: dict[str, tuple[int, int]] = {}
        self.run = ""
        self.against = ""
        """The run that this one was compared with last, "" before."""
        self.wanted = Slice()
        self.choices = Choices()
        self.figures: Scored | None = None
        self.gathering = False
        self.stale = False
        self.watched = False
        """True while the room is on the screen."""
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(CALM_MS)
        self._calm.timeout.connect(self.catch_up)
        self.client.died.connect(self._begin)
        self.client.failed.connect(self._failed)
        bridge.rowChanged.connect(lambda _id: self._changed())
        bridge.articlesChanged.connect(self._changed)
        bridge.projectChanged.connect(lambda _project: self.stop())
        suggesting.measured.connect(self._measured)

    # --- beginning and end

    def open(self) -> None:
        """Read the project that is open; what is known already stays."""
        project = self.bridge.project
        if project is not None and not self.client.running:
            self.client.start(project.path)
            self._begin()
        else:
            self.catch_up()

    def stop(self) -> None:
        """End the process and forget what it said."""
        self._calm.stop()
        self.client.stop()
        self.runs, self.read, self.run, self.against, self.figures = [], {}, "", "", None
        self.wanted, self.choices, self.gathering, self.stale = Slice(), Choices(), False, False

    @property
    def finished(self) -> int:
        """How many articles are done."""
        project = self.bridge.project
        return project.counts()["done"] if project is not None else 0

    @property
    def model(self) -> Run | None:
        """The run of the model in use; None while it is loading."""
        return self.suggesting.run

    def run_of(self, id: str) -> Run | None:
        """A run by its id."""
        return next((run for run in self.runs if run.id == id), None)

    def _begin(self) -> None:
        self.client.ask(m.Runs(), self._take_runs)

    def _take_runs(self, runs: list[Run]) -> None:
        self.runs = runs
        known = {run.id for run in runs}
        if self.run not in known:
            used = self.model
            self.run = used.id if used is not None and used.id in known else next((run.id for run in runs), "")
        self.runsChanged.emit()
        self.gather()

    # --- what is looked at

    def choose(self, run: str) -> None:
        """Look at another run."""
        if run != self.run:
            self.run, self.figures = run, None
            self.gather()

    def narrow(self, wanted: Slice) -> None:
        """Look at another slice."""
        if wanted != self.wanted:
            self.wanted = wanted
            self._score()

    def gather(self) -> None:
        """Read what is new of the run; then its figures."""
        self.stale = False
        if self.run and self.client.running:
            self.gathering = True
            self.client.ask(m.Gather(self.run), self._gathered)
        else:
            self.scored.emit()

    def cancel(self) -> None:
        """Leave what is going on: comparing, or having the model read."""
        self.gathering = False
        self.client.ask(m.Cancel())
        self.suggesting.stop_measuring()

    def leave(self) -> None:
        """Nobody looks any more: comparing is left, and goes on from there the next time."""
        self._calm.stop()
        if self.gathering:
            self.client.ask(m.Cancel())
            self.gathering, self.stale = False, True

    def catch_up(self) -> None:
        """Read again, when something was decided since."""
        if self.stale and self.client.running:
            self._begin()

    def _changed(self) -> None:
        self.stale = True
        if self.watched:
            self._calm.start()

    def _gathered(self, _answer: None) -> None:
        self.gathering = False
        self.client.ask(m.AskChoices(self.run), self._take_choices)
        self._score()
        for run in self.runs[:MOST_RUNS]:
            self.client.ask(m.CountRead(run.id), partial(self._take_count, run.id))
        self.gathered.emit()

    def _take_choices(self, choices: Choices) -> None:
        self.choices = choices
        self.runsChanged.emit()

    def _take_count(self, id: str, counts: tuple[int, int]) -> None:
        self.read[id] = counts
        self.runsChanged.emit()

    def _score(self) -> None:
        asked = self.run, self.wanted
        if self.run and not self.gathering:
            self.client.ask(m.AskScores(*asked), lambda found: self._take_scores(found, asked))

    def _take_scores(self, found: Scored, asked: tuple[str, Slice]) -> None:
        if asked == (self.run, self.wanted):
            self.figures = found
            self.scored.emit()

    def _failed(self, why: str) -> None:
        self.gathering = False
        self.told.emit("problem", why)

    # --- what is done

    def have_read(self) -> None:
        """Have the model in use read the finished articles that it has not read."""
        self.suggesting.measure()

    def _measured(self, done: int, total: int) -> None:
        if total and done == total:
            self.told.emit("told", f"The model has read {plural(total, 'finished article')}.")
            self.run = self.model.id if self.model is not None else self.run
        if done == total and self.client.running:
            self._begin()

    def judge(self, failure: Failure, verdict: Verdict | None) -> bool:
        """Store a verdict, or (None) take it back; False when it cannot be stored."""
        if not self.bridge.give_verdict(failure.key, verdict):
            return False
        self.client.ask(m.Judge(failure.key, verdict))
        return True

    def lead(self, asked: Asked) -> None:
        """Show the errors behind a figure."""
        self.errorsWanted.emit(asked)
