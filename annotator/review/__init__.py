"""The review room's figures: how good the suggestions of a run are, where they fail, and how sure that is.

Everything is computed from :class:`~annotator.review.facts.Facts`, which are made once for each finished article and run and
kept beside the project; a slice is a sum over some of them.
"""

from annotator.review.cache import Cache, cache_of
from annotator.review.columns import Columns, Slice
from annotator.review.comparing import Compared, Difference
from annotator.review.facts import Facts
from annotator.review.figures import Line
from annotator.review.listing import Asked, Failure, Group, Listed
from annotator.review.report import report
from annotator.review.room import NoRun, Room, Scored
from annotator.review.thresholds import Threshold, Thresholds
from annotator.review.verdicts import VERDICTS, Verdict
from annotator.review.whole import Review, as_plain, as_table, review

__all__ = [
    "VERDICTS",
    "Asked",
    "Cache",
    "Columns",
    "Compared",
    "Difference",
    "Facts",
    "Failure",
    "Group",
    "Line",
    "Listed",
    "NoRun",
    "Review",
    "Room",
    "Scored",
    "Slice",
    "Threshold",
    "Thresholds",
    "Verdict",
    "as_plain",
    "as_table",
    "cache_of",
    "report",
    "review",
]
