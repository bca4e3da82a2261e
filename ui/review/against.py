"""Two runs beside each other on the same articles: what differs, whether that may be chance, what was fixed, what broke."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSplitter, QTabWidget, QVBoxLayout, QWidget

from annotator import charts
from annotator.records import Run
from annotator.review import Compared, Difference, Listed, drawn
from annotator.review import messages as m
from ui.charts import ChartView
from ui.dialogs.wording import words_label
from ui.review.failure_list import FailureList
from ui.review.failures import FailuresModel
from ui.review.figures import Cell, FiguresModel, FiguresView, Head, Row, number, points
from ui.review.looking import Looking
from ui.review.page import PaperPage
from ui.review.rows import FailureDelegate
from ui.review.scores import GROUPS
from ui.review.tab import Tab

_HEADS = (
    ("F1", "F1 of both runs on the articles that both have read"),
    ("Other", "The run chosen here"),
    ("This", "The run chosen above"),
    ("Change", "This minus the other"),
    ("95 % interval", "The change, drawn anew from articles like these, would lie in here 95 times of 100"),
    ("By chance", "How often shuffling the two runs' articles gives a change as large (approximate randomisation)"),
    ("Gold", "So many there are in the gold"),
)


class Against(Tab):
    """This run and another one."""

    title = "Model against model"
    explained = "Is one model better than the other, and where?"

    def __init__(self, looking: Looking) -> None:
        super().__init__(looking)
        self.found: Compared | None = None
        self.other = QComboBox()
        self.other.setObjectName("againstOther")
        self.other.setAccessibleName("The other run")
        self.other.setMinimumWidth(300)
        self.other.currentIndexChanged.connect(lambda _row: self._compare())
        self.told = words_label("againstTold")
        self.model = FiguresModel(_HEADS, self)
        self.table = FiguresView("againstTable", "Differences between the two runs", self.model)
        self.chart = ChartView(lambda ink, width: charts.differences(self._differences(), ink, width))
        self.chart.said.connect(looking.told)
        self.fixed = FailuresModel(partial(self._page, True), self)
        self.broke = FailuresModel(partial(self._page, False), self)
        self.lists = QTabWidget()
        self.lists.setDocumentMode(True)
        scheme = looking.bridge.scheme
        self._delegates = [FailureDelegate(scheme, self, who) for who in ("other", "this")]
        lists = zip((self.fixed, self.broke), ("fixed", "broke"), self._delegates, strict=True)
        for model, name, delegate in lists:
            view = FailureList(model)
            view.setObjectName(f"against_{name}")
            view.setAccessibleName(f"What this run {name}")
            view.setAccessibleDescription("Return opens the article at the place")
            view.setItemDelegate(delegate)
            view.pressed_key.connect(lambda key, view=view: self._pressed(key, view))
            model.loaded.connect(self._count)
            self.lists.addTab(view, name)
        self._lay_out()

    def _lay_out(self) -> None:
        name = QLabel("Compared &with")
        name.setBuddy(self.other)
        name.setObjectName("schemeNote")
        row = QHBoxLayout()
        row.setContentsMargins(16, 12, 16, 8)
        row.setSpacing(10)
        row.addWidget(name)
        row.addWidget(self.other)
        row.addWidget(self.told, 1)
        left = QSplitter()
        left.setChildrenCollapsible(False)
        page = PaperPage()
        page.add(self.chart)
        right = QWidget()
        inner = QVBoxLayout(right)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(page, 1)
        inner.addWidget(self.lists, 1)
        left.addWidget(self.table)
        left.addWidget(right)
        left.setSizes([660, 620])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(left, 1)

    def begin(self) -> None:
        """The keyboard goes to the other run first."""
        (self.table if self.found is not None and self.found.lines else self.other).setFocus()

    def refresh(self) -> None:
        """The other runs, and the comparison with the one that was chosen."""
        looking = self.looking
        others = [run for run in looking.runs if run.id != looking.run]
        chosen = self.other.currentData()
        with QSignalBlocker(self.other):
            self.other.clear()
            for run in others:
                self.other.addItem(_named(run), run.id)
            self.other.setCurrentIndex(max(0, self.other.findData(chosen)) if others else -1)
        self.other.setEnabled(bool(others))
        self._compare()

    def _compare(self) -> None:
        looking, other = self.looking, self.other.currentData()
        self.found = None
        self._show()
        if not other or looking.figures is None:
            return
        self.told.setText("Comparing …")
        looking.client.ask(m.Gather(other), lambda _none: self._ask(other))

    def _ask(self, other: str) -> None:
        looking = self.looking
        if other != self.other.currentData():
            return
        asked = other, looking.run
        looking.client.ask(m.AskCompared(*asked, looking.wanted), self._take)
        for model in (self.fixed, self.broke):
            model.load()

    def _take(self, found: Compared) -> None:
        if (found.old, found.new) == (self.other.currentData(), self.looking.run):
            self.found = found
            self.looking.against = found.old
            self._show()

    def _page(self, fixed: bool, offset: int, limit: int, took: Callable[[Listed], None]) -> None:
        """Ask for a page of what was fixed, or of what broke; of another pair of runs or slice it is not taken any more."""
        asked = self.other.currentData(), self.looking.run, self.looking.wanted

        def take(listed: Listed) -> None:
            if asked == (self.other.currentData(), self.looking.run, self.looking.wanted):
                took(listed)

        old, new, wanted = asked
        self.looking.client.ask(m.AskChanged(old, new, fixed, wanted, offset, limit), take)

    def _count(self, *, known: bool = True) -> None:
        """How many there are, on the tabs; nothing while it is not ``known``."""
        for row, (words, model) in enumerate((("Fixed", self.fixed), ("Broken", self.broke))):
            self.lists.setTabText(row, f"{words}: {model.count:,}" if known else words)

    # --- what is shown

    def _show(self) -> None:
        for delegate in self._delegates:
            delegate.scheme = self.looking.bridge.scheme
        self.told.setText(self._words())
        self.model.show(list(self._rows()))
        self.chart.again()
        if self.found is None:
            for model in (self.fixed, self.broke):
                model.clear()
            self._count(known=False)

    def _words(self) -> str:
        found = self.found
        if not self.looking.runs[1:]:
            return "There is only one run. Train a model (Ctrl+M in the main window), or have another one suggest."
        if found is None:
            return ""
        if not found.articles:
            return "No article of this slice was read by both."
        line = next((line for line in found.lines if (line.group, line.name) == ("mentions", "strict")), None)
        if line is None or line.change is None:
            return f"{found.articles:,} articles were read by both."
        way = "better" if line.change > 0 else "worse"
        verdict = f"This run is {way} at mentions" if line.sure else "Between the two no difference at mentions is sure"
        return f"{verdict}: {points(line.change)} points of F1, on {found.articles:,} articles that both have read."

    def _rows(self) -> Iterator[Row]:
        group = ""
        for line in self.found.lines if self.found is not None else ():
            if line.old is None and line.new is None:
                continue
            if line.group != group:
                group = line.group
                yield Head(*GROUPS[group])
            yield self._row(line)

    def _row(self, line: Difference) -> list[Cell]:
        around = line.change_interval
        words = "" if around is None else f"{points(around[0])} to {points(around[1])}"
        return [
            Cell(f"   {line.words}"),
            Cell(number(line.old)),
            Cell(number(line.new)),
            Cell(points(line.change), None, "In points of F1", bold=line.sure),
            Cell(words, None, "In points of F1"),
            Cell("" if line.p is None else f"{line.p:.3f}"),
            Cell(f"{line.gold:,}" if line.gold else ""),
        ]

    def _differences(self) -> charts.Differences:
        ids = self.other.currentData(), self.looking.run
        old, new = (_named(run) if (run := self.looking.run_of(id or "")) else "" for id in ids)
        return drawn.changes(self.found, old, new)

    def _pressed(self, key: str, view: FailureList) -> None:
        model = view.model()
        if key == "Return" and isinstance(model, FailuresModel):
            found = model.failure(view.currentIndex().row())
            if found is not None:
                self.looking.placeWanted.emit(found)


def _named(run: Run) -> str:
    return f"{run.model} {run.version} · {run.at[:10]}"
