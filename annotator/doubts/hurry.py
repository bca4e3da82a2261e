"""An article finished in a hurry."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from statistics import median

from annotator.doubts.base import Case, Check, Doubt
from annotator.spans import Range

_LEAST = 10
"""Of a curator with fewer articles finished no pace is known."""
_HURRY = 0.25
"""Below this share of the curator's own median it is a hurry."""


class Hurry(Check):
    """Articles on which a curator spent far less active time per word than on most of their own."""

    name = "hurry"
    title = "finished in a hurry"
    learns = True

    def __init__(self) -> None:
        self._paces: dict[str, array[float]] = {}
        self._medians: dict[str, float] = {}

    def learn(self, case: Case) -> None:
        """Keep the pace of each article, in seconds per word."""
        pace = _pace(case)
        if pace is not None:
            self._paces.setdefault(pace[0], array("d")).append(pace[1])

    def doubts(self, case: Case) -> Iterator[Doubt]:
        """One doubt about the whole article, the hastiest first."""
        pace = _pace(case)
        if pace is None or len(self._paces[pace[0]]) < _LEAST:
            return
        who, seconds = pace
        if who not in self._medians:
            self._medians[who] = median(self._paces[who])
        usual = self._medians[who]
        if seconds < usual * _HURRY:
            reason = f"{who} took {seconds:.2f} seconds a word here, and {usual:.2f} on most articles."
            done = case.annotation.done_at or ""
            yield case.doubt(self.name, Range(0, 0), reason, (who, done), rank=1 - seconds / usual)


def _pace(case: Case) -> tuple[str, float] | None:
    """Who finished an article, and the seconds per word; None when the time is not known."""
    worked, words = case.worked(), len(case.article.text.split())
    return None if worked is None or not words else (worked.curator, worked.seconds / words)
