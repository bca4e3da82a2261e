"""Labels × labels: which are taken for which, as a chart whose cells lead to their errors."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from annotator import charts
from annotator.review.matrix import EDGES, asked, matrix
from ui.charts import ChartView
from ui.review.looking import Looking

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
        inner = QWidget()
        inner.setObjectName("page")
        inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rows = QVBoxLayout(inner)
        beside = QHBoxLayout()
        beside.addWidget(self.chart, 1)
        beside.addStretch(0)
        rows.addLayout(beside)
        rows.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.edges, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(area, 1)

    def _draw(self, ink: charts.Ink, width: float) -> charts.Drawing:
        return charts.confusion(matrix(self._looking.figures, self.edges.currentData()), ink, width)
