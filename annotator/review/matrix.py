"""Which labels are taken for which: the confusion matrix of a run, by whether the edges are right."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from annotator.charts import Confused, Confusion
from annotator.review.listing import Asked
from annotator.review.room import Scored

BLANK = "nothing"
Edges = Literal["any", "right", "wrong"]
EDGES: tuple[tuple[str, Edges], ...] = (
    ("Edges right or wrong", "any"),
    ("Edges right", "right"),
    ("Edges wrong", "wrong"),
)
_WRONG_EDGES = ("edges", "edges and label")
_SEPARATOR = "\t"


def matrix(figures: Scored | None, edges: Edges) -> Confusion:
    """The matrix of the slice's mentions; the cells' keys are read by :func:`asked`."""
    counts: Counter[tuple[str, str]] = Counter()
    for kind, gold, said, count in figures.confused if figures is not None else ():
        overlap = bool(gold and said)
        if edges == "any" or (overlap and (kind in _WRONG_EDGES) == (edges == "wrong")):
            counts[gold or BLANK, said or BLANK] += count
    totals: Counter[str] = Counter()
    for (gold, said), count in counts.items():
        totals[gold] += count
        totals[said] += count
    labels = sorted((name for name in totals if name != BLANK), key=lambda name: (-totals[name], name))
    cells = tuple(
        Confused(gold, said, count, _SEPARATOR.join((gold, said, edges))) for (gold, said), count in counts.items()
    )
    return Confusion(
        "Which labels are taken for which",
        "Rows are gold, columns the model; what both agree on stands on the diagonal. A cell leads to its errors.",
        "No mention of either side is here.",
        (*labels, BLANK) if BLANK in totals else tuple(labels),
        cells,
        BLANK,
    )


def asked(key: str) -> Asked:
    """The errors of a cell."""
    gold, said, edges = key.split(_SEPARATOR)
    kind = ""
    if edges == "right":
        kind = "label"
    elif edges == "wrong":
        kind = "edges" if gold == said else "edges and label"
    gold, said = ("" if name == BLANK else name for name in (gold, said))
    return Asked("mention", kind, gold, said)
