"""Training: examples in, a stance model out. Deterministic, NumPy only; seconds for ten thousand examples, minutes with
networks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from annotator.suggest.scoring.examples import Example
from annotator.suggest.scoring.hashing import BITS, Rows, hash_rows
from annotator.suggest.scoring.linear import Array, fit_softmax, softmax
from annotator.suggest.scoring.model import Head, StanceModel, five_classes, log_odds
from annotator.suggest.scoring.net import Net, train_net
from annotator.suggest.scoring.views import View

FOLDS = 5
_NETS = 2
"""Networks for each fold."""
_STRENGTH = {"pair": 20.0, "target": 10.0}
_STEPS, _FOLD_STEPS = 60, 40
_LEAST = 200
"""With fewer examples of a kind than this the base's calibration and operating point stay as they are."""
_NEITHER = (1.0, 0.85, 0.7, 0.6, 0.5, 0.4, 0.33, 0.27, 0.22, 0.18, 0.15)
_FACTORS = (0.6, 0.8, 1.0, 1.25, 1.6, 2.0)
_WORTH = 0.002
"""A factor that makes macro F1 better by less than this is chance, as folds that had no part in choosing say."""
_UNSCALED = np.vstack([np.eye(3), np.zeros(3)])
_HALVES = np.vstack([np.eye(3) / 2, np.eye(3) / 2, np.zeros(3)])


def fit(
    examples: Sequence[Example], base: StanceModel | None = None, meta: dict[str, Any] | None = None
) -> StanceModel:
    """A model from examples, pulled towards ``base`` (the model to be adapted); from nothing without one.

    Calibration and operating point are found on predictions for folds of articles that the weights have not seen; with
    few examples of a kind they stay those of the base. Without any example of a kind its head is the base's.

    Networks are trained for targets with views, when there is no base; a base's networks stay as they are.
    """
    pairs, targets, hints = ([e for e in examples if e.kind == kind] for kind in ("pair", "target", "hint"))
    pair, unseen = _fit_head(pairs, None if base is None else base.pair, _STRENGTH["pair"], 5)
    target, _ = _fit_head(targets, None if base is None else base.target, _STRENGTH["target"], 3, hints)
    blend = (0.0, 0.5, 0.5) if base is None else base.blend
    if unseen is not None:
        blend = _blend(pairs, unseen, blend)
    return StanceModel(pair, target, meta if meta is not None else {}, blend)


def _fit_head(
    examples: Sequence[Example], base: Head | None, strength: float, classes: int, hints: Sequence[Example] = ()
) -> tuple[Head, Array | None]:
    """The head, and calibrated probabilities for every example from weights that have not seen its fold, if there are
    enough examples."""
    prior = np.zeros((1 << BITS, 3)) if base is None else base.weights.astype(np.float64)
    scale, leaning, nets = (_UNSCALED, (1.0,) * classes, ()) if base is None else (base.scale, base.leaning, base.nets)
    if not examples:
        return Head(prior.astype(np.float32), scale, leaning, nets), None
    rows = hash_rows(e.features for e in examples)
    wanted = np.eye(3)[[e.wanted for e in examples]]
    weights = np.array([e.weight for e in examples])
    unseen: Array | None = None
    if len(examples) >= _LEAST:
        logits = cross_fitted(rows, wanted, prior, strength, weights, _folds(examples))
        views = [e.view for e in examples if e.view is not None]
        if base is None and len(views) == len(examples):
            nets, seen = _nets(examples, views, hints)
            logits, scale = np.hstack([logits, seen]), _HALVES
        elif base is not None and nets:
            logits = np.hstack([logits, base.seen(views)])
        scale = calibration(logits, wanted, weights, scale)
        unseen = softmax(logits @ scale[:-1] + scale[-1])
        if classes == 5:
            leaning = operating_point(*both_ways(examples, unseen), leaning)
        else:
            leaning = operating_point(unseen, wanted.argmax(axis=1), leaning)
    found = fit_softmax(rows, wanted, prior, strength, weights, _STEPS)
    return Head(_rounded(found), scale, leaning, nets), unseen


def _nets(
    examples: Sequence[Example], views: Sequence[View], hints: Sequence[Example]
) -> tuple[tuple[Net, ...], Array]:
    """Networks for each fold that have not seen it, and for every example the mean logits of those that have not seen it."""
    folds = _folds(examples)
    found = np.zeros((len(examples), 3))
    nets: list[Net] = []
    for fold in range(FOLDS):
        unseen = np.flatnonzero(folds == fold).tolist()
        hidden = {examples[i].group for i in unseen}
        taught = [e for e in (*examples, *hints) if e.group not in hidden and e.view is not None]
        seen = [e.view for e in taught if e.view is not None]
        wanted = np.eye(3, dtype=np.float32)[[e.wanted for e in taught]]
        weights = np.array([e.weight for e in taught], np.float32)
        own = [train_net(seen, wanted, weights, seed=fold + FOLDS * number) for number in range(_NETS)]
        asked = [views[i] for i in unseen]
        found[unseen] = sum(net.logits(asked) for net in own) / np.float32(_NETS)
        nets += own
    return tuple(nets), found


def _rounded(weights: Array) -> NDArray[np.float32]:
    """As they are stored; what is next to nothing is nothing."""
    small = weights.astype(np.float16).astype(np.float32)
    small[np.abs(small).max(axis=1) < 2e-3] = 0.0
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
        if len(unseen):
            held = rows.take(seen)
            trained = (
                fit_softmax(held, wanted[seen], prior, strength, weights[seen], _FOLD_STEPS) if len(seen) else prior
            )
            found[unseen] = rows.take(unseen).times(trained)
    return found


def calibration(logits: Array, wanted: Array, weights: Array, prior: Array) -> Array:
    """The matrix that turns logits, and a constant, into logits of calibrated probabilities; ``prior`` has its shape."""
    return fit_softmax(_dense(np.hstack([logits, np.ones((len(logits), 1))])), wanted, prior, 1.0, weights)


def operating_point(probabilities: Array, classes: NDArray[np.int64], prior: tuple[float, ...]) -> tuple[float, ...]:
    """The factors for each class with the best macro F1, one after the other; ``prior`` when nothing is clearly better."""

    def score(factors: tuple[float, ...]) -> float:
        return macro_f1(classes, (probabilities * np.array(factors)).argmax(axis=1), len(factors))

    best = prior
    for column in (0, *range(len(prior)), *range(len(prior))):
        for factor in _NEITHER if column == 0 else _FACTORS:
            tried = (*best[:column], factor, *best[column + 1 :])
            if score(tried) > score(best) + _WORTH:
                best = tried
    return best


def macro_f1(classes: NDArray[np.int64], found: NDArray[np.int64], count: int) -> float:
    """The mean F1 over ``count`` classes; one that neither has counts 0."""
    scores = []
    for c in range(count):
        both, either = int(((classes == c) & (found == c)).sum()), int((classes == c).sum() + (found == c).sum())
        scores.append(2 * both / either if either else 0.0)
    return sum(scores) / count


def both_ways(examples: Sequence[Example], probabilities: Array) -> tuple[Array, NDArray[np.int64]]:
    """The five classes of the pairs whose two directions are both there, as they are and as they should be."""
    at: dict[tuple[str, str], dict[bool, int]] = {}
    for number, example in enumerate(examples):
        at.setdefault((example.group, example.twin), {})[example.ahead] = number
    both = [(ways[True], ways[False]) for ways in at.values() if len(ways) == 2]
    ahead, back = (np.array([pair[side] for pair in both], np.int64) for side in (0, 1))
    classes = [_five(examples[a].wanted, examples[b].wanted) for a, b in both]
    return five_classes(probabilities[ahead], probabilities[back]), np.array(classes, np.int64)


def _five(ahead: int, back: int) -> int:
    return (0, 1, 3)[ahead] or (0, 2, 4)[back]


def _blend(pairs: Sequence[Example], unseen: Array, prior: tuple[float, float, float]) -> tuple[float, float, float]:
    """How a rule's guess and the head's are best put together, where rules speak of a pair."""
    rows: list[tuple[float, float, float]] = []
    right: list[int] = []
    for example, row in zip(pairs, unseen, strict=True):
        for kind, name in ((1, "rulepfavor"), (2, "rulepagainst")):
            if name in example.features:
                rows.append((1.0, log_odds(example.features[name]), log_odds(float(row[kind]))))
                right.append(int(example.wanted == kind))
    if len(rows) < _LEAST:
        return prior
    start = np.array([[0.0, weight] for weight in prior])
    found = fit_softmax(_dense(np.array(rows)), np.eye(2)[right], start, 1.0)
    constant, rule, own = (found[:, 1] - found[:, 0]).tolist()
    return round(constant, 4), round(rule, 4), round(own, 4)


def _dense(array: Array) -> Rows:
    count, width = array.shape
    return Rows(np.arange(count + 1) * width, np.tile(np.arange(width), count), array.ravel())
