"""Charts as pure functions: typed figures in, a :class:`Drawing` out; the same on screen, on a page and in a picture.

Each function takes its figures, an :class:`Ink` and a width in pixels of a screen at 1x.
"""

from annotator.charts.bars import Bar, Bars, Group, bars
from annotator.charts.base import Box, Cell, Chart, Drawing, Spot, Table
from annotator.charts.confusion import Confused, Confusion, confusion
from annotator.charts.differences import Difference, Differences, differences
from annotator.charts.inks import DARK, LIGHT, PAGE, PRINT, Ink, made
from annotator.charts.learning_curve import Learned, LearningCurve, More, learning_curve
from annotator.charts.over_time import Moment, OverTime, Series, over_time
from annotator.charts.reliability import Reliability, Told, reliability
from annotator.charts.stacked import Stack, Stacked, stacked
from annotator.charts.threshold import Cut, Thresholds, threshold

__all__ = [
    "DARK",
    "LIGHT",
    "PAGE",
    "PRINT",
    "Bar",
    "Bars",
    "Box",
    "Cell",
    "Chart",
    "Confused",
    "Confusion",
    "Cut",
    "Difference",
    "Differences",
    "Drawing",
    "Group",
    "Ink",
    "Learned",
    "LearningCurve",
    "Moment",
    "More",
    "OverTime",
    "Reliability",
    "Series",
    "Spot",
    "Stack",
    "Stacked",
    "Table",
    "Thresholds",
    "Told",
    "bars",
    "confusion",
    "differences",
    "learning_curve",
    "made",
    "over_time",
    "reliability",
    "stacked",
    "threshold",
]
