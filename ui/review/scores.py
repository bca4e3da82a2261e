"""How good the run is: the headline on blind gold and on all gold, all figures with what they stand on, and charts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from annotator import charts
from annotator.edits import plural
from annotator.review import Line, Scored, drawn
from annotator.review import messages as m
from annotator.review.figures import Intervals
from annotator.review.listing import Asked
from annotator.review.whole import flattered
from ui import signs
from ui.charts import ChartView
from ui.review.figures import Cell, FiguresModel, FiguresView, Head, Row, between, number
from ui.review.looking import Looking
from ui.review.page import Paper
from ui.review.tab import Tab

_HEADS = (
    ("", ""),
    ("Precision", "Of what the model suggested, the share that is right"),
    ("Recall", "Of what gold has, the share that the model found"),
    ("F1", "The harmonic mean of precision and recall, from 0 (nothing right) to 1 (everything)"),
    ("95 % interval", "Drawn anew from articles like these, F1 would lie in here 95 times of 100"),
    ("Gold", "So many there are in the gold"),
    ("Suggested", "So many the model suggested"),
    ("F1 blind", "F1 on the gold that was made without seeing suggestions"),
    ("95 % interval", "Of F1 on blind gold"),
)
GROUPS = {
    "mentions": ("Mentions", "Four ways to count the same mentions, from the strictest on (SemEval-2013, task 9.1)"),
    "labels": ("Labels, range and label right", "Each label by itself; range and label must be right"),
    "clusters": ("Who is who", "Whether the mentions of one entity are found together"),
    "stances": ("Stances", "Who is for or against whom"),
    "polarities": ("Polarities, with holder and target right", "Each polarity by itself"),
    "cues": ("Cues", "The words that show a stance"),
}
_MEANS = {
    "strict": "Right is only what has exactly gold's words and gold's label.",
    "exact": "Right is what has exactly gold's words, whatever its label.",
    "partial": "A suggestion that shares some words with gold counts half, whatever its label.",
    "type": "Right is what shares some words with gold and has gold's label.",
    "b3": "For each mention: how much of its entity was put together (B³). Mentions missed or invented count too.",
    "lea": "For each entity: how many of its links were found (LEA). Mentions missed or invented count too.",
    "triplet": "Right is a stance whose holder, target and polarity are gold's.",
    "pair": "Right is a stance whose holder and target are gold's, whatever its polarity.",
    "macro": "The mean of the polarities' F1, each weighing the same.",
    "words": "Of stances that are right: the share of cue words that are gold's too.",
}
_BIAS = (
    "No blind gold. Gold that grew out of a model's suggestions flatters that model: what a curator accepts in passing "
    "counts as right, and what the model missed is easily missed again. Articles curated blind, with the suggestions hidden "
    "until they are done, tell how good it really is."
)


_LEADS = {
    "": ("the suggestions that are wrong", "the gold that was not found", "the errors of both kinds"),
    "clusters": ("entities that were put together", "entities that were parted", "the errors of both kinds"),
}
"""What precision, recall and F1 lead to."""
_OF_STANCES = ("stances", "polarities", "cues")


class Scores(Tab):
    """Figures; each leads to the errors that it counts."""

    title = "Scores"
    explained = "How good the suggestions are"

    def __init__(self, looking: Looking) -> None:
        super().__init__(looking)
        self.blind = _Headline("Blind gold", "scoresBlind")
        self.all = _Headline("All gold", "scoresAll")
        self.model = FiguresModel(_HEADS, self)
        self.table = FiguresView("scoresTable", "Scores, with what each stands on", self.model)
        self.table.linked.connect(self._lead)
        self._intervals: dict[bool, Intervals] = {}
        self.labels = ChartView(lambda ink, width: charts.bars(self._bars(), ink, width))
        self.fates = ChartView(lambda ink, width: charts.stacked(self._fates(), ink, width))
        for chart in (self.labels, self.fates):
            chart.opened.connect(self._opened)
            chart.said.connect(looking.told)
        self._lay_out()

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(14, 12, 8, 8)
        column.setSpacing(10)
        heads = QHBoxLayout()
        heads.setSpacing(10)
        heads.addWidget(self.blind, 1)
        heads.addWidget(self.all, 1)
        column.addLayout(heads)
        hint = QLabel("Every figure leads to its errors: click it, or go there with the arrows and press Return.")
        hint.setObjectName("schemeNote")
        column.addWidget(hint)
        column.addWidget(self.table, 1)
        right = Paper()
        right.column.setContentsMargins(8, 12, 8, 12)
        right.column.setSpacing(18)
        right.column.addWidget(self.labels)
        right.column.addWidget(self.fates)
        right.column.addStretch(1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(right)
        split.setSizes([790, 470])
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)

    def begin(self) -> None:
        """The keyboard goes to the figures."""
        self.table.begin()

    # --- what is shown

    def refresh(self) -> None:
        """Figures at once, intervals as soon as they are drawn."""
        figures = self.looking.figures
        self._intervals = {}
        if figures is None:
            return
        asked = self.looking.run, self.looking.wanted
        for blind in (False, True) if figures.blind else (False,):
            ask = m.AskIntervals(*asked, blind=blind)
            self.looking.client.ask(ask, partial(self._take, asked, blind))
        self._show(figures)

    def _take(self, asked: tuple[object, object], blind: bool, rows: list[tuple[str, str, object]]) -> None:
        if asked == (self.looking.run, self.looking.wanted) and self.looking.figures is not None:
            self._intervals[blind] = {(group, name): interval for group, name, interval in rows}  # type: ignore[misc]
            self._show(self.looking.figures)

    def _show(self, figures: Scored) -> None:
        run = next((run for run in self.looking.runs if run.id == self.looking.run), None)
        more = flattered(run) if run is not None else ""
        self.all.show_lines(figures.lines, figures.articles, self._intervals.get(False, {}), more=more)
        self.blind.show_lines(figures.blind_lines, figures.blind, self._intervals.get(True, {}), _BIAS)
        self.model.show(list(self._rows(figures)))
        for column in (7, 8):
            self.table.setColumnHidden(column, not figures.blind)
        for chart in (self.labels, self.fates):
            chart.again()

    def _rows(self, figures: Scored) -> Iterator[Row]:
        blind = {(line.group, line.name): line for line in figures.blind_lines}
        group = ""
        none = not any(line.gold for line in figures.lines if line.group == "stances")
        for line in figures.lines:
            if line.f1 is None or (none and line.group in _OF_STANCES):
                continue
            if line.group != group:
                group = line.group
                yield Head(*GROUPS[group])
            yield self._row(line, blind.get((line.group, line.name)))
        if none:
            yield Head("Stances: this gold has none", "Nothing can be said of suggested stances")

    def _row(self, line: Line, blind: Line | None) -> list[Cell]:
        at, means = (line.group, line.name), _MEANS.get(line.name, "")
        links = {way: asked_for(line, way) for way in ("p", "r", "f1")}
        lead = _LEADS["clusters" if line.group == "clusters" else ""]
        on_blind = (links["f1"],) if blind is not None else None
        counted = line.name != "macro"
        return [
            Cell(f"   {line.words}", links["f1"], means),
            Cell(number(line.p) if counted else "", links["p"], f"Return or a click shows {lead[0]}."),
            Cell(number(line.r) if counted else "", links["r"], f"Return or a click shows {lead[1]}."),
            Cell(number(line.f1), links["f1"], f"Return or a click shows {lead[2]}.", bold=True),
            Cell(between(self._intervals.get(False, {}).get(at)), links["f1"]),
            Cell(f"{line.gold:,}" if counted else "", links["r"]),
            Cell(f"{line.suggested:,}" if counted else "", links["p"]),
            Cell(number(blind.f1) if blind is not None else "", on_blind, bold=True),
            Cell(between(self._intervals.get(True, {}).get(at)), on_blind),
        ]

    def _bars(self) -> charts.Bars:
        return drawn.by_label(self.looking.figures, self._intervals.get(False, {}), self._intervals.get(True, {}))

    def _fates(self) -> charts.Stacked:
        return drawn.fates(self.looking.figures)

    def _lead(self, link: Asked | tuple[Asked]) -> None:
        """To the errors of a figure; those of blind gold (in brackets) on that alone."""
        if isinstance(link, tuple):
            self.looking.blindWanted.emit()
        self.looking.lead(link[0] if isinstance(link, tuple) else link)

    def _opened(self, key: str) -> None:
        asked = drawn.asked_by(key)
        if asked is not None:
            self.looking.lead(asked)


def asked_for(line: Line, way: str) -> Asked:
    """The errors that a figure of a line counts: those of its suggestions ("p"), of its gold ("r"), or both ("f1").

    What is merged costs B³ precision, and what is split recall; either may cost LEA both.
    """
    if line.group == "clusters":
        kind = {"p": "merged", "r": "split"}.get(way, "") if line.name == "b3" else ""
        return Asked("entity", kind)
    if line.group in ("stances", "cues") or line.name == "macro":
        return Asked("stance")
    if line.group == "mentions":
        return Asked("mention")
    what = "stance" if line.group == "polarities" else "mention"
    if way == "p":
        return Asked(what, said_label=line.name)  # type: ignore[arg-type]
    if way == "r":
        return Asked(what, gold_label=line.name)  # type: ignore[arg-type]
    return Asked(what, label=line.name)  # type: ignore[arg-type]


class _Headline(QFrame):
    """One large figure of mentions and one of stances, and what they stand on."""

    def __init__(self, title: str, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.title = QLabel(title)
        self.title.setFont(signs.sized(self.font(), 1.1, bold=True))
        self.big = QLabel("")
        self.big.setFont(signs.sized(self.font(), 1.55, bold=True))
        self.big.setAccessibleDescription(f"Headline, {title.lower()}")
        self.note = QLabel("")
        self.note.setObjectName("schemeNote")
        self.note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(3)
        for widget in (self.title, self.big, self.note):
            column.addWidget(widget)
        column.addStretch(1)

    def show_lines(
        self, lines: tuple[Line, ...], articles: int, intervals: Intervals, none: str = "", more: str = ""
    ) -> None:
        """Show these; ``none`` says why there are none, ``more`` what to know of them."""
        by_name = {(line.group, line.name): line for line in lines}
        mentions, stances = by_name.get(("mentions", "strict")), by_name.get(("stances", "triplet"))
        if mentions is None or not articles:
            self.big.hide()
            self.note.setText(none or "No article counts.")
            return
        self.big.show()
        told = [f"Mentions {number(mentions.f1)}"]
        told += [f"Stances {number(stances.f1)}"] if stances is not None and stances.gold else []
        self.big.setText("    ".join(told))
        parts = []
        for words, line in (("mentions", mentions), ("stances", stances)):
            around = intervals.get((line.group, line.name)) if line is not None and line.gold else None
            parts += [f"{words} {between(around)}"] if around is not None else []
        around_ = f"\n95 %: {', '.join(parts)}" if parts else ""
        words = f"F1, range and label right, on {plural(articles, 'article')}.{around_}"
        self.note.setText(f"{words}\n{more}" if more else words)
