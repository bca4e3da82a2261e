"""Training: examples in, a stance model out. Deterministic, NumPy only, seconds for ten thousand examples."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from annotator.suggest.scoring.examples import Example
from annotator.suggest.scoring.hashing import BITS, Rows, hash_rows
from annotator.suggest.scoring.linear import Array, fit_softmax, softmax
from annotator.suggest.scoring.model import Head, StanceModel

FOLDS = 5
_STRENGTH = {"pair": 20.0, "target": 10.0}
_LEAST = 60
"""With fewer examples of a kind than this the base's calibration and operating point stay as they are."""
_NONE_FACTORS = (1.0, 0.85, 0.7, 0.6, 0.5, 0.4, 0.33, 0.27, 0.22, 0.18)
_TURNS = (0.7, 0.85, 1.0, 1.2, 1.4)


def fit(
    examples: Sequence[Example], base: StanceModel | None = None, meta: dict[str, Any] | None = None
) -> StanceModel:
    """A model from examples, pulled towards ``base`` (the model to be adapted); from nothing without one.

    Calibration and operating point are found on predictions for folds of articles that the weights have not seen.
    """
    heads: dict[str, Head] = {}
    for kind in ("pair", "target"):
        own = [e for e in examples if e.kind == kind]
        old = None if base is None else (base.pair if kind == "pair" else base.target)
        heads[kind] = _fit_head(own, old, _STRENGTH[kind])
    return StanceModel(heads["pair"], heads["target"], meta if meta is not None else {})


def _fit_head(examples: Sequence[Example], base: Head | None, strength: float) -> Head:
    prior = np.zeros((1 << BITS, 3)) if base is None else base.weights.astype(np.float64)
    scale, leaning = (_identity(), (1.0, 1.0, 1.0)) if base is None else (base.scale, base.leaning)
    if not examples:
        return Head(prior.astype(np.float32), scale, leaning)
    rows = hash_rows(e.features for e in examples)
    wanted = np.eye(3)[[e.wanted for e in examples]]
    weights = np.array([e.weight for e in examples])
    if len(examples) >= _LEAST:
        unseen = cross_fitted(rows, wanted, prior, strength, weights, _folds(examples))
        scale = calibration(unseen, wanted, weights)
        leaning = operating_point(softmax(unseen @ scale[:3] + scale[3]), wanted.argmax(axis=1))
    found = fit_softmax(rows, wanted, prior, strength, weights)
    return Head(_rounded(found), scale, leaning)


def _identity() -> Array:
    return np.vstack([np.eye(3), np.zeros(3)])


def _rounded(weights: Array) -> NDArray[np.float32]:
    """As they are stored; what is next to nothing is nothing."""
    small = weights.astype(np.float16).astype(np.float32)
    small[np.abs(small).max(axis=1) < 1e-3] = 0.0
    return small


def _folds(examples: Sequence[Example]) -> NDArray[np.int64]:
    return np.array([crc32(e.group.encode()) % FOLDS for e in examples])


def cross_fitted(
    rows: Rows, wanted: Array, prior: Array, strength: float, weights: Array, folds: NDArray[np.int64]
) -> Array:
    """Logits for every row from weights that were trained without its fold."""
    found = np.zeros_like(wanted)
    for fold in range(FOLDS):
        seen, unseen = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        if len(unseen) and len(seen):
            trained = fit_softmax(rows.take(seen), wanted[seen], prior, strength, weights[seen])
            found[unseen] = rows.take(unseen).times(trained)
    return found


def calibration(logits: Array, wanted: Array, weights: Array) -> Array:
    """The 4 × 3 matrix that turns logits, and a constant, into logits of calibrated probabilities."""
    count = len(logits)
    dense = np.hstack([logits, np.ones((count, 1))])
    rows = Rows(np.arange(count + 1) * 4, np.tile(np.arange(4), count), dense.ravel())
    return fit_softmax(rows, wanted, _identity(), 1.0, weights)


def operating_point(probabilities: Array, classes: NDArray[np.int64]) -> tuple[float, float, float]:
    """The factors for (neither, favor, against) with the best macro F1."""
    tried = [(none, turn, 1.0) for none, turn in product(_NONE_FACTORS, _TURNS)]
    scores = [macro_f1(classes, (probabilities * np.array(f)).argmax(axis=1), 3) for f in tried]
    return tried[int(np.argmax(scores))]


def macro_f1(classes: NDArray[np.int64], found: NDArray[np.int64], count: int) -> float:
    """The mean F1 over ``count`` classes; one that neither has counts 0."""
    scores = []
    for c in range(count):
        both, either = int(((classes == c) & (found == c)).sum()), int((classes == c).sum() + (found == c).sum())
        scores.append(2 * both / either if either else 0.0)
    return sum(scores) / count
