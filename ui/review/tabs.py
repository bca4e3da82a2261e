"""The tabs of the review room, in order: a new one is a file and a line here."""

from __future__ import annotations

from ui.review.against import Against
from ui.review.agreement import Agreement
from ui.review.errors import Errors
from ui.review.scores import Scores
from ui.review.tab import Tab
from ui.review.thresholds import Limits
from ui.review.work import Work

TABS: tuple[type[Tab], ...] = (Scores, Errors, Limits, Against, Work, Agreement)
