"""Do probabilities mean what they say, and what would accepting everything above a limit have cost?"""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSlider, QVBoxLayout, QWidget

from annotator import charts
from annotator.review import Thresholds, drawn
from annotator.review import messages as m
from annotator.review.thresholds import STEPS, Kind
from ui import signs
from ui.charts import ChartView
from ui.dialogs.wording import words_label
from ui.review.looking import Looking
from ui.review.page import PaperPage
from ui.review.tab import Tab

_KINDS: tuple[tuple[str, Kind], ...] = (("Mentions", "entities"), ("Stances", "stances"))
_WIDEST = 470
"""The diagram is a square: wider, it would not fit into the window's height."""


class Limits(Tab):
    """A slider over all limits, with what each would have meant; it becomes the limit of Shift+Enter."""

    title = "Thresholds"
    explained = "Are probabilities right, and from which one on can suggestions be accepted unseen?"

    def __init__(self, looking: Looking) -> None:
        super().__init__(looking)
        self.found: Thresholds | None = None
        self.kind = QComboBox()
        self.kind.setObjectName("limitsKind")
        self.kind.setAccessibleName("Suggestions of what")
        for words, kind in _KINDS:
            self.kind.addItem(words, kind)
        self.kind.currentIndexChanged.connect(lambda _row: self.refresh())
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("limitsSlider")
        self.slider.setAccessibleName("Limit, in hundredths")
        self.slider.setRange(0, STEPS)
        self.slider.setPageStep(10)
        self.slider.setValue(round(100 * looking.bridge.scheme.levels.likely))
        self.slider.valueChanged.connect(lambda _value: self._show())
        self.at = QLabel("")
        self.at.setFont(signs.sized(self.font(), 1.3, bold=True))
        self.at.setMinimumWidth(self.at.fontMetrics().horizontalAdvance("0.00 "))
        self.told = words_label("limitsTold")
        self.told.setFont(signs.sized(self.font(), 1.1, bold=True))
        self.use = QPushButton("&Use as the limit of Shift+Enter")
        self.use.setObjectName("limitsUse")
        self.use.clicked.connect(lambda _checked=False: self._use())
        self.now = words_label("schemeNote")
        self.sure = ChartView(lambda ink, width: charts.reliability(self._sure(), ink, width))
        self.cost = ChartView(lambda ink, width: charts.threshold(self._cost(), ink, width))
        self.cost.opened.connect(lambda key: self.slider.setValue(int(key)))
        for chart in (self.sure, self.cost):
            chart.said.connect(looking.told)
        self.sure.setMaximumWidth(_WIDEST)
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for widget in (self.kind, self.at, self.slider, self.use):
            row.addWidget(widget, 1 if widget is self.slider else 0)
        head = QWidget()
        inner = QVBoxLayout(head)
        inner.setContentsMargins(16, 12, 16, 10)
        inner.addLayout(row)
        inner.addWidget(self.told)
        inner.addWidget(self.now)
        page = PaperPage()
        page.add(self.sure, self.cost)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(page, 1)

    def begin(self) -> None:
        """The keyboard goes to the slider."""
        self.slider.setFocus()

    def refresh(self) -> None:
        """Ask for all limits at once: moving the slider asks for nothing."""
        looking = self.looking
        if looking.figures is None:
            return
        kind: Kind = self.kind.currentData()
        looking.client.ask(m.AskThresholds(looking.run, kind, looking.wanted), self._take)

    def _take(self, found: Thresholds) -> None:
        if found.kind == self.kind.currentData():
            self.found = found
            self._show()

    @property
    def limit(self) -> float:
        """Where the slider stands, 0 to 1."""
        return self.slider.value() / STEPS

    def _show(self) -> None:
        likely = self.looking.bridge.scheme.levels.likely
        self.at.setText(f"{self.limit:.2f}")
        self.told.setText(self._words())
        self.now.setText(
            f"The limit is {likely:.2f} now. It holds for mentions and stances alike: Shift+Enter and “accept the rest” "
            "take what is at least so likely, and long dashes show it on the page."
        )
        self.use.setEnabled(abs(likely - self.limit) > 0.001)
        for chart in (self.sure, self.cost):
            chart.again()

    def _words(self) -> str:
        found, what = self.found, self.kind.currentText().lower()
        if found is None or not found.total:
            return f"No {what} were suggested for these articles, so there is nothing to weigh."
        step = found.steps[self.slider.value()]
        if not step.taken:
            return f"None of {found.total:,} suggested {what} is as likely as {step.at:.2f}."
        return (
            f"Accepting every one from {step.at:.2f} on would have taken {step.taken:,} of {found.total:,} suggested "
            f"{what}: {step.right:,} right, {step.wrong:,} wrong ({100 * (step.precision or 0):.1f} % right)."
        )

    def _sure(self) -> charts.Reliability:
        return drawn.honesty(self.found, self.limit)

    def _cost(self) -> charts.Thresholds:
        return drawn.cost(self.found, self.limit, "A click puts the limit there.")

    def _use(self) -> None:
        """The limit becomes the scheme's; what is “perhaps right” gives way where it must."""
        bridge = self.looking.bridge
        levels = bridge.scheme.levels
        perhaps = min(levels.perhaps, self.limit)
        bridge.set_levels(msgspec.structs.replace(levels, likely=self.limit, perhaps=perhaps))
        if abs(bridge.scheme.levels.likely - self.limit) < 0.001:
            self.looking.told.emit("saved", f"Shift+Enter takes suggestions from {self.limit:.2f} on.")
        self._show()
