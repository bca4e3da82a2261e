"""A linear model over clues: multinomial logistic regression, read from and written to plain JSON, fitted with numpy."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from annotator.suggest.scoring.hashing import Rows
from annotator.suggest.scoring.linear import Array, fit_softmax, softmax

BIAS = ""
"""The clue that every row has."""
_DECIMALS = 3
_STEPS = 200


class Softmax:
    """``weights`` has one row for each clue and one column for each class; clues that it does not know say nothing."""

    def __init__(self, classes: Sequence[str], clues: Sequence[str], weights: Array, about: str = "") -> None:
        self.classes = tuple(classes)
        self.weights = weights
        self.about = about
        self._row = {clue: n for n, clue in enumerate(clues)}

    def probabilities(self, rows: Sequence[Sequence[str]]) -> Array:
        """For each row of clues how likely the classes are: shape (rows, classes), each row sums to 1."""
        numbers = [[n for clue in row if (n := self._row.get(clue)) is not None] for row in rows]
        sums = np.array([self.weights[n].sum(axis=0) for n in numbers]).reshape(len(rows), len(self.classes))
        return softmax(sums) if len(sums) else sums

    def weight(self, clue: str, column: int) -> float:
        """What a clue says for the class with that number."""
        row = self._row.get(clue)
        return 0.0 if row is None else float(self.weights[row, column])

    @property
    def rows(self) -> dict[str, Array]:
        """The weights of each clue, one for each class."""
        return {clue: self.weights[n] for clue, n in self._row.items()}

    def to_bytes(self) -> bytes:
        """The model as JSON; clues without weight are left out."""
        kept = {
            clue: [round(float(w), _DECIMALS) for w in self.weights[n]]
            for clue, n in sorted(self._row.items())
            if np.abs(self.weights[n]).max() >= 10**-_DECIMALS * 5
        }
        lines = ",\n".join(
            f"{json.dumps(clue)}: {json.dumps(row, separators=(',', ':'))}" for clue, row in kept.items()
        )
        head = json.dumps({"about": self.about, "classes": self.classes})
        return f'{head[:-1]},\n"weights": {{\n{lines}\n}}}}\n'.encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Softmax:
        """The model that :meth:`to_bytes` wrote."""
        table: dict[str, Any] = json.loads(data)
        weights = np.array(list(table["weights"].values()), dtype=np.float64)
        return cls(table["classes"], list(table["weights"]), weights, table.get("about", ""))

    @property
    def fingerprint(self) -> str:
        """Other weights have another one."""
        return hashlib.sha256(self.to_bytes()).hexdigest()[:12]


class Example(NamedTuple):
    """One row to learn from: its clues, the right class, and the article that it is from."""

    clues: Sequence[str]
    answer: str
    article: str


def fit(
    examples: Sequence[Example],
    classes: Sequence[str],
    *,
    strength: float = 0.3,
    least: int = 3,
    about: str = "",
    prior: Softmax | None = None,
) -> Softmax:
    """The model that makes the answers likeliest, with a Gaussian prior of variance ``strength`` on every weight.

    The prior's mean is ``prior``, of the same classes; 0 for clues that it does not know, or without it. Other clues of
    fewer than ``least`` articles are left out. Deterministic; it needs one example at least.
    """
    rows = [e.clues for e in examples]
    known = {} if prior is None else prior.rows
    counts = Counter(clue for clue, _ in {(clue, e.article) for e in examples for clue in (BIAS, *e.clues)})
    clues = sorted({*known, BIAS, *(clue for clue, count in counts.items() if count >= least)})
    number = {clue: n for n, clue in enumerate(clues)}
    columns = [sorted({number[c] for c in (*row, BIAS) if c in number}) for row in rows]
    starts = np.cumsum([0, *map(len, columns)])
    flat = np.concatenate([np.array(c, dtype=np.int64) for c in columns])
    wanted = np.zeros((len(rows), len(classes)))
    wanted[np.arange(len(rows)), [classes.index(e.answer) for e in examples]] = 1.0
    mean = np.zeros((len(clues), len(classes)))
    for clue, row in known.items():
        mean[number[clue]] = row
    weights = fit_softmax(Rows(starts, flat, np.ones(len(flat))), wanted, mean, 1 / strength, steps=_STEPS)
    return Softmax(classes, clues, weights, about)
