"""How the work goes: what is accepted, how long an article takes, whether suggestions pull, what more gold would bring."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QVBoxLayout

from annotator import charts
from annotator.review import drawn
from annotator.review import messages as m
from annotator.review.learning import Learning, learned, lessons
from annotator.review.over_time import Habit, OverTime
from ui import signs
from ui.charts import ChartView
from ui.dialogs.wording import words_label
from ui.review.figures import Cell, FiguresModel, FiguresView, Row, number
from ui.review.looking import Looking
from ui.review.page import PaperPage
from ui.review.tab import Tab

_HEADS = (
    ("", ""),
    ("Articles", "Finished articles of the slice"),
    ("Seconds", "Active seconds for an article (median); pauses of over a minute do not count"),
    ("Key presses", "For an article (median)"),
    ("Mentions, F1", "What the run suggested against what was decided, range and label right"),
    ("Stances, F1", "Holder, target and polarity right"),
)


class Work(Tab):
    """Charts over the articles in the order in which they were finished, and the learning curve."""

    title = "Over time"
    explained = "How the work goes, and what more gold would bring"

    def __init__(self, looking: Looking) -> None:
        super().__init__(looking)
        self.found = OverTime()
        self.learning = Learning()
        self.accepted = self._chart("accepted")
        self.seconds = self._chart("seconds")
        self.presses = self._chart("presses")
        self.curve = ChartView(lambda ink, width: charts.learning_curve(drawn.curve(self.learning), ink, width))
        self.curve.said.connect(looking.told)
        self.pull = words_label("workPull")
        self.pull.setFont(signs.sized(self.font(), 1.05, bold=True))
        self.model = FiguresModel(_HEADS, self)
        self.table = FiguresView("workHabits", "Blind and with suggestions", self.model)
        page = PaperPage()
        page.add(self.pull)
        page.add(self.table)
        page.add(self.accepted, self.curve)
        page.add(self.seconds, self.presses)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)

    def _chart(self, name: drawn.Work) -> ChartView:
        chart = ChartView(lambda ink, width: charts.over_time(drawn.work(self.found, name), ink, width))
        chart.said.connect(self.looking.told)
        return chart

    def begin(self) -> None:
        """The keyboard goes to the first chart."""
        self.accepted.setFocus()

    def refresh(self) -> None:
        """Ask how the work went, and look at the shelf."""
        looking = self.looking
        self.learning = learned(lessons(looking.trainer.cards()))
        if looking.figures is not None:
            looking.client.ask(m.AskOverTime(looking.run, looking.wanted), self._take)

    def _take(self, found: OverTime) -> None:
        self.found = found
        self.pull.setText(self._words())
        self.model.show(list(self._rows()))
        self.table.fit()
        for chart in (self.accepted, self.seconds, self.presses, self.curve):
            chart.again()

    def _words(self) -> str:
        found = self.found
        if found.pull is not None and found.pull <= 0:
            return (
                "The model is no better where its suggestions were shown than on blind gold: nothing shows that they pull "
                "decisions."
            )
        if found.pull is not None:
            return (
                f"Where suggestions were shown, the model's F1 of mentions is {100 * found.pull:.1f} points higher than "
                "on blind gold. If the articles are alike, so far do suggestions pull decisions their way."
            )
        if not any(habit.blind for habit in found.habits):
            return (
                "No article was curated blind yet, so it cannot be told how far suggestions pull decisions their way."
            )
        return "All articles were curated blind, so it cannot be told how far suggestions pull decisions."

    def _rows(self) -> Iterator[Row]:
        for habit in self.found.habits:
            yield [Cell(words) for words in _told(habit)]


def _told(habit: Habit) -> tuple[str, ...]:
    return (
        "Blind: suggestions hidden until done" if habit.blind else "With suggestions",
        f"{habit.articles:,}",
        "–" if habit.seconds is None else f"{habit.seconds:.0f}",
        "–" if habit.presses is None else f"{habit.presses:.0f}",
        number(habit.f1),
        number(habit.stances_f1),
    )
