"""Mentions of whole corpora against gold: strict and edges alone, and how honest the probabilities are."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from annotator.suggest.ner import Found
from annotator.titles import in_convention
from benchmarks.entities.corpora import Document

BINS = 10


class Counted(msgspec.Struct):
    """What was suggested and wanted of a corpus. ``said`` are the probabilities with whether label and edges are right."""

    gold: int = 0
    suggested: int = 0
    edges: int = 0
    right: int = 0
    said: list[tuple[float, bool]] = []

    def __add__(self, other: Counted) -> Counted:
        return Counted(
            self.gold + other.gold,
            self.suggested + other.suggested,
            self.edges + other.edges,
            self.right + other.right,
            self.said + other.said,
        )

    @property
    def strict(self) -> tuple[float, float, float]:
        """Precision, recall and F1 of edges with label."""
        return _prf(self.right, self.suggested, self.gold)

    @property
    def edged(self) -> tuple[float, float, float]:
        """The same of edges alone."""
        return _prf(self.edges, self.suggested, self.gold)

    @property
    def ece(self) -> float:
        """Expected calibration error, ten bins of equal width (Guo et al., ICML 2017, equation 3)."""
        bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
        for p, right in self.said:
            bins[min(int(p * BINS), BINS - 1)].append((p, right))
        gaps = (abs(sum(p for p, _ in b) - sum(right for _, right in b)) for b in bins)
        return sum(gaps) / len(self.said) if self.said else 0.0


def _prf(right: int, said: int, wanted: int) -> tuple[float, float, float]:
    p, r = right / said if said else 0.0, right / wanted if wanted else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def count(document: Document, found: Sequence[Found]) -> Counted:
    """The counts of one document, both sides without civil titles, labels as coarse as the corpus has them."""
    gold = {in_convention(document.text, g.range, titles=False): g.label for g in document.gold}
    counted = Counted(gold=len(gold), said=[])
    for item in found:
        label = document.coarse(item.label)
        span = in_convention(document.text, item.range, titles=False)
        is_open = span not in gold and any(span.overlaps(place) for place in document.open)
        if label is None or is_open:
            continue
        right = gold.get(span) == label
        same = [o.p for o in item.others if document.coarse(o.label) == label]
        counted.suggested += 1
        counted.edges += span in gold
        counted.right += right
        counted.said.append((min(1.0, item.p + sum(same)), right))
    return counted
