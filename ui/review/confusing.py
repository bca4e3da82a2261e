"""Labels × labels: which are taken for which, as a chart whose cells lead to their errors."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from annotator import charts
from annotator.review.matrix import EDGES, asked, matrix
from ui.charts import ChartView
from ui.review.looking import Looking
from ui.review.page import Paper

_WIDEST = 600
"""So wide (pixels) the matrix is at most, so that the window shows all of it."""


class MatrixPage(QWidget):
    """The matrix under a choice of the pairs that it counts. ``chosen(Asked)``: the errors of a cell are asked for."""

    chosen = Signal(object)

    def __init__(self, looking: Looking) -> None:
        super().__init__()
        self._looking = looking
        self.edges = QComboBox()
        self.edges.setObjectName("reviewEdges")
        self.edges.setAccessibleName("Which pairs the matrix counts")
        for words, value in EDGES:
            self.edges.addItem(words, value)
        self.chart = ChartView(self._draw)
        self.chart.setMaximumWidth(_WIDEST)
        self.edges.currentIndexChanged.connect(lambda _row: self.chart.again())
        self.chart.opened.connect(lambda key: self.chosen.emit(asked(key)))
        self.chart.said.connect(looking.told)
        self._lay_out()

    def _lay_out(self) -> None:
        paper = Paper()
        beside = QHBoxLayout()
        beside.addWidget(self.chart, 1)
        beside.addStretch(0)
        paper.column.addLayout(beside)
        paper.column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.edges, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(paper, 1)

    def _draw(self, ink: charts.Ink, width: float) -> charts.Drawing:
        return charts.confusion(matrix(self._looking.figures, self.edges.currentData()), ink, width)
