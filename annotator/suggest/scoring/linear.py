"""Softmax regression on sparse rows, in plain NumPy, with a prior that pulls towards other weights.

The same input gives the same bytes on one machine: no random numbers, and sums are always taken in the same order.
"""

from __future__ import annotations

from collections import deque

import numpy as np
from numpy.typing import NDArray

from annotator.suggest.scoring.hashing import Rows

Array = NDArray[np.float64]
_MEMORY = 8
_HALVINGS = 20


def softmax(logits: Array) -> Array:
    """Rows of probabilities from rows of logits."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def fit_softmax(
    rows: Rows,
    wanted: Array,
    prior: Array,
    strength: float,
    weights: Array | None = None,
    steps: int = 100,
) -> Array:
    """Weights (columns × classes) of the least cross-entropy, plus ``strength`` / 2 times the squared distance to ``prior``.

    ``wanted`` are the probabilities that each row should have (rows × classes), ``weights`` how much each row counts.
    Columns that stand in no row keep the prior's weights.
    """
    used, columns = np.unique(rows.columns, return_inverse=True)
    problem = _Problem(rows, columns.reshape(-1), wanted, prior[used], strength, weights)
    found = prior.copy()
    found[used] = _descend(problem, steps)
    return found


class _Problem:
    """What is minimised, over the columns in use."""

    def __init__(
        self,
        rows: Rows,
        columns: NDArray[np.int64],
        wanted: Array,
        prior: Array,
        strength: float,
        weights: Array | None,
    ) -> None:
        self.prior = prior
        self.strength = strength
        self._columns = columns
        self._values = rows.values
        self._row_of = np.repeat(np.arange(len(rows)), np.diff(rows.starts))
        self._wanted = wanted
        self._weights = np.ones(len(rows)) if weights is None else weights

    def at(self, point: Array) -> tuple[float, Array]:
        """The value and its gradient."""
        rows, classes = self._wanted.shape
        logits = np.empty((rows, classes))
        for c in range(classes):
            logits[:, c] = np.bincount(self._row_of, self._values * point[self._columns, c], minlength=rows)
        top = logits.max(axis=1, keepdims=True)
        log_sum = top[:, 0] + np.log(np.exp(logits - top).sum(axis=1))
        loss = float((self._weights * (self._wanted.sum(axis=1) * log_sum - (self._wanted * logits).sum(axis=1))).sum())
        residual = (
            np.exp(logits - log_sum[:, None]) * self._wanted.sum(axis=1)[:, None] - self._wanted
        ) * self._weights[:, None]
        gradient = np.empty_like(point)
        for c in range(classes):
            gradient[:, c] = np.bincount(self._columns, self._values * residual[self._row_of, c], minlength=len(point))
        away = point - self.prior
        return loss + self.strength / 2 * float((away * away).sum()), gradient + self.strength * away


def _descend(problem: _Problem, steps: int) -> Array:
    """Limited-memory BFGS with halving steps, from the prior on."""
    point = problem.prior.copy()
    value, gradient = problem.at(point)
    history: deque[tuple[Array, Array, float]] = deque(maxlen=_MEMORY)
    for _ in range(steps):
        direction = -_two_loops(gradient, history)
        slope = float((direction * gradient).sum())
        if slope > -1e-9:
            break
        step = 1.0 if history else min(1.0, 1.0 / float(np.abs(gradient).sum()))
        for _ in range(_HALVINGS):
            ahead = point + step * direction
            value_ahead, gradient_ahead = problem.at(ahead)
            if value_ahead <= value + 1e-4 * step * slope:
                break
            step /= 2
        else:
            break
        moved, bent = ahead - point, gradient_ahead - gradient
        curvature = float((moved * bent).sum())
        if curvature > 1e-12:
            history.append((moved, bent, curvature))
        done = value - value_ahead < 1e-6 * max(1.0, abs(value))
        point, value, gradient = ahead, value_ahead, gradient_ahead
        if done:
            break
    return point


def _two_loops(gradient: Array, history: deque[tuple[Array, Array, float]]) -> Array:
    found = gradient.copy()
    shares: list[float] = []
    for moved, bent, curvature in reversed(history):
        share = float((moved * found).sum()) / curvature
        found -= share * bent
        shares.append(share)
    if history:
        _, bent, curvature = history[-1]
        found *= curvature / float((bent * bent).sum())
    for (moved, bent, curvature), share in zip(history, reversed(shares), strict=True):
        found += (share - float((bent * found).sum()) / curvature) * moved
    return found
