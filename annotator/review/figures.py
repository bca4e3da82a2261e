"""Scores as lines of a table with intervals: what the room, the report and the commands all show."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Literal

from annotator.evaluating.scoring import Scores
from annotator.progress import Progress
from annotator.quality.bootstrap import Interval, interval, sums
from annotator.quality.counting import Score, Weighted
from annotator.quality.overlaps import WAYS
from annotator.records import Record
from annotator.review.columns import Columns
from annotator.review.flat import scores_of

if TYPE_CHECKING:
    from annotator.review.columns import Mask

Group = Literal["mentions", "labels", "clusters", "stances", "polarities", "cues"]
_WAYS = {
    "strict": "range and label right",
    "exact": "range right, any label",
    "partial": "some words right, any label",
    "type": "some words and label right",
}
DRAWS = 1000
FEWEST_DRAWS = 100
MOST_READ = 20_000_000
"""So many rows are drawn in all at most; the more articles, the fewer draws are needed for an interval."""


class Line(Record, frozen=True):
    """One line: precision, recall and F1 (0 to 1; None where there is nothing), on how many of gold and of suggestions,
    and the 95 % interval of F1 (None when it is not known)."""

    group: Group
    name: str
    words: str
    p: float | None
    r: float | None
    f1: float | None
    gold: int = 0
    suggested: int = 0
    f1_interval: Interval | None = None


def lines_of(scores: Scores) -> Iterator[Line]:
    """All lines of some scores; a label, polarity or part that neither side has has no line."""
    overlaps = scores.overlaps
    for way in WAYS:
        yield _weighted("mentions", way, _WAYS[way], overlaps.score(way), overlaps.ones, overlaps.others)
    for label, score in sorted(scores.mentions.by_label.items(), key=lambda item: (-item[1].gold, item[0])):
        yield _line("labels", label, label, score)
    for name, words, cluster in (
        ("b3", "who is who (B³)", scores.clusters.b_cubed),
        ("lea", "who is who (LEA)", scores.clusters.lea),
    ):
        yield _weighted("clusters", name, words, cluster, round(cluster.wanted), round(cluster.said))
    yield _line("stances", "triplet", "holder, target and polarity right", scores.stances.triplet)
    yield _line("stances", "pair", "holder and target right", scores.stances.pair)
    for name, score in scores.stances.by_polarity.items():
        yield _line("polarities", name, name, score)
    macro = scores.stances.macro_f1
    yield Line("polarities", "macro", "mean of the polarities", None, None, macro)
    cues = scores.cues
    yield _weighted("cues", "words", "words of right stances' cues", cues, round(cues.wanted), round(cues.said))


def _line(group: Group, name: str, words: str, score: Score) -> Line:
    if not score.gold and not score.suggested:
        return Line(group, name, words, None, None, None)
    return Line(group, name, words, score.p, score.r, score.f1, score.gold, score.suggested)


def _weighted(group: Group, name: str, words: str, score: Weighted, gold: float, suggested: float) -> Line:
    if not gold and not suggested:
        return Line(group, name, words, None, None, None)
    return Line(group, name, words, score.precision, score.recall, score.f1, int(gold), int(suggested))


Intervals = dict[tuple[str, str], Interval | None]
"""The 95 % interval of F1 by group and name of a line."""


def intervals(columns: Columns, mask: Mask, seed: int = 0) -> Generator[Progress, None, Intervals]:
    """The bootstrap intervals of all lines; articles are drawn (see :mod:`annotator.quality.bootstrap`)."""
    table = columns.table[mask]
    number = max(FEWEST_DRAWS, min(DRAWS, MOST_READ // max(1, len(table))))
    found: dict[tuple[str, str], list[float | None]] = {}
    for done, drawn in enumerate(sums(table, number, seed), start=1):
        for line in lines_of(scores_of(columns.named(drawn))):
            found.setdefault((line.group, line.name), []).append(line.f1)
        yield Progress(done, number, f"intervals, {done:,} of {number:,} draws")
    return {key: interval(values) for key, values in found.items()}
