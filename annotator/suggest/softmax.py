"""A linear model over clues: multinomial logistic regression, read from and written to plain JSON, fitted with numpy."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BIAS = ""
"""The clue that every row has."""
_DECIMALS = 3
_STEPS = 200
_MEMORY = 8
"""How many steps L-BFGS looks back on."""


class Softmax:
    """``weights`` has one row for each clue and one column for each class; clues that it does not know say nothing."""

    def __init__(self, classes: Sequence[str], clues: Sequence[str], weights: Floats, about: str = "") -> None:
        self.classes = tuple(classes)
        self.weights = weights
        self.about = about
        self._row = {clue: n for n, clue in enumerate(clues)}

    def probabilities(self, rows: Sequence[Sequence[str]]) -> Floats:
        """For each row of clues how likely the classes are: shape (rows, classes), each row sums to 1."""
        numbers = [[n for clue in row if (n := self._row.get(clue)) is not None] for row in rows]
        sums = np.array([self.weights[n].sum(axis=0) for n in numbers]).reshape(len(rows), len(self.classes))
        return _normal(sums)

    def weight(self, clue: str, column: int) -> float:
        """What a clue says for the class with that number."""
        row = self._row.get(clue)
        return 0.0 if row is None else float(self.weights[row, column])

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
    examples: Sequence[Example], classes: Sequence[str], *, strength: float = 0.3, least: int = 3, about: str = ""
) -> Softmax:
    """The model that makes the answers likeliest, with a Gaussian prior of variance ``strength`` on every weight.

    Clues of fewer than ``least`` articles are left out. Deterministic: L-BFGS over all rows from zero.
    """
    rows = [e.clues for e in examples]
    counts = Counter(clue for clue, _ in {(clue, e.article) for e in examples for clue in e.clues})
    clues = [clue for clue, count in sorted(counts.items()) if count >= least or clue == BIAS]
    number = {clue: n for n, clue in enumerate(clues)}
    indices = [sorted({number[c] for c in (*row, BIAS) if c in number}) for row in rows]
    sizes = np.array([len(i) for i in indices])
    flat = np.concatenate([np.array(i) for i in indices])
    begins = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    order = np.argsort(flat, kind="stable")
    of_row = np.repeat(np.arange(len(rows)), sizes)[order]
    first = np.searchsorted(flat[order], np.arange(len(clues)))
    wanted = np.zeros((len(rows), len(classes)))
    wanted[np.arange(len(rows)), [classes.index(e.answer) for e in examples]] = 1.0

    def loss(point: Floats) -> tuple[float, Floats]:
        weights = point.reshape(len(clues), len(classes))
        p = _normal(np.add.reduceat(weights[flat], begins, axis=0))
        value = -float(np.log(np.maximum((p * wanted).sum(axis=1), 1e-12)).sum()) + float((point**2).sum()) / (
            2 * strength
        )
        slope = np.add.reduceat((p - wanted)[of_row], first, axis=0) + weights / strength
        return value, slope.ravel()

    found = _lowest(loss, np.zeros(len(clues) * len(classes)))
    return Softmax(classes, clues, found.reshape(len(clues), len(classes)), about)


def _normal(sums: Floats) -> Floats:
    grown = np.exp(sums - sums.max(axis=1, keepdims=True)) if len(sums) else sums
    return cast("Floats", grown / grown.sum(axis=1, keepdims=True))


def _lowest(loss: Callable[[Floats], tuple[float, Floats]], point: Floats) -> Floats:
    """Where ``loss`` is lowest, by L-BFGS (Nocedal & Wright, Numerical Optimization, algorithm 7.5) with backtracking."""
    value, slope = loss(point)
    past: list[tuple[Floats, Floats, float]] = []
    for _ in range(_STEPS):
        way = -_bent(slope, past)
        length = 1.0 if past else 1.0 / max(1.0, float(np.abs(slope).sum()))
        for _ in range(30):
            there = point + length * way
            new, new_slope = loss(there)
            if new <= value + 1e-4 * length * float(slope @ way):
                break
            length /= 2
        else:
            break
        step, bend = there - point, new_slope - slope
        if (product := float(step @ bend)) > 1e-10:
            past = [*past, (step, bend, product)][-_MEMORY:]
        done = value - new < 1e-6 * max(1.0, abs(value))
        point, value, slope = there, new, new_slope
        if done:
            break
    return point


def _bent(slope: Floats, past: Sequence[tuple[Floats, Floats, float]]) -> Floats:
    """The inverse Hessian, as far as the last steps tell, times ``slope``."""
    way = slope.copy()
    shares: list[float] = []
    for step, bend, product in reversed(past):
        shares.append(float(step @ way) / product)
        way -= shares[-1] * bend
    if past:
        _, bend, product = past[-1]
        way *= product / float(bend @ bend)
    for (step, bend, product), share in zip(past, reversed(shares), strict=True):
        way += step * (share - float(bend @ way) / product)
    return way
