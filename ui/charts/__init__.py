"""Charts in the window: drawings of the core, with keys, tooltips, numbers and pictures to take along."""

from ui.charts.inks import ink_of
from ui.charts.view import ChartView, Draw

__all__ = ["ChartView", "Draw", "ink_of"]
