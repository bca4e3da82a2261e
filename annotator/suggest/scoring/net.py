"""A small network over the words of a mention's sentence: each word by itself, then what the words say together.

Two looks weigh the words; what they see, and the mean of all words, say what is said of the mention. Plain NumPy, forward
and backward; with one seed, one machine and one NumPy the same examples give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec
import numpy as np
from numpy.typing import NDArray

from annotator.suggest.scoring.views import HOW, NEAR, WIDTH, View

Floats = NDArray[np.floating]
_LOOKS = 2
_BATCH = 64
_RATE = 2e-3
_DECAY = 0.01
_WARM = 200
_DROP = 0.35
_AT_ONCE = 256


class Net(msgspec.Struct, frozen=True):
    """The network: its arrays by name."""

    arrays: dict[str, Floats]

    def logits(self, views: Sequence[View]) -> Floats:
        """For each view (neither, favor, against)."""
        parts = [views[at : at + _AT_ONCE] for at in range(0, len(views), _AT_ONCE)]
        return np.concatenate([np.zeros((0, 3), np.float32), *(_Pass(self.arrays, _Batch(p)).logits for p in parts)])


def train_net(
    views: Sequence[View], wanted: Floats, weights: Floats, seed: int, hidden: int = 96, rounds: int = 7
) -> Net:
    """A network that says of each view what is wanted (rows of probabilities), as far as each is worth."""
    rng = np.random.default_rng(seed)
    arrays = fresh(rng, hidden)
    adam = _Adam(arrays)
    steps = max(1, rounds * (len(views) // _BATCH))
    warm = min(_WARM, steps // 5 + 1)
    step = 0
    for _ in range(rounds):
        order = rng.permutation(len(views))
        for first, end in pairwise([*range(0, len(views) - _BATCH + 1, _BATCH), len(views)]):
            chosen = order[first:end]
            batch = _Batch([views[i] for i in chosen])
            passed = _Pass(arrays, batch, rng)
            gradients = passed.back(wanted[chosen], weights[chosen])
            step += 1
            adam.move(gradients, _RATE * min(1.0, step / warm) * max(0.02, 1 - step / steps))
    return Net({name: array.astype(np.float16).astype(np.float32) for name, array in arrays.items()})


def gradient(
    arrays: dict[str, Floats], views: Sequence[View], wanted: Floats, weights: Floats
) -> tuple[float, dict[str, Floats]]:
    """The mean cross-entropy, and how it changes with each array; nothing is dropped."""
    passed = _Pass(arrays, _Batch(views))
    away = passed.logits - passed.logits.max(axis=1, keepdims=True)
    losses = np.log(np.exp(away).sum(axis=1)) - (wanted * away).sum(axis=1)
    return float((weights * losses).mean()), passed.back(wanted, weights)


def fresh(rng: np.random.Generator, hidden: int) -> dict[str, Floats]:
    """Arrays of chance, from which training begins."""

    def even(rows: int, columns: int) -> Floats:
        return np.asarray(rng.uniform(-1, 1, (rows, columns)) / np.sqrt(rows), np.float32)

    return {
        "word": even(WIDTH, hidden),
        "word_bias": np.zeros(hidden, np.float32),
        "how": rng.normal(0, 0.3, (HOW, hidden)).astype(np.float32),
        "near": rng.normal(0, 0.3, (NEAR, hidden)).astype(np.float32),
        "inner": even(hidden, hidden),
        "inner_bias": np.zeros(hidden, np.float32),
        "look": even(hidden, _LOOKS),
        "top": even((_LOOKS + 1) * hidden, hidden),
        "top_bias": np.zeros(hidden, np.float32),
        "out": even(hidden, 3),
        "out_bias": np.zeros(3, np.float32),
    }


class _Batch:
    """Several views as one: their words one after another."""

    def __init__(self, views: Sequence[View]) -> None:
        self.words = np.concatenate([v.words for v in views]).astype(np.float32)
        self.how = np.concatenate([v.how for v in views])
        self.near = np.concatenate([v.near for v in views])
        self.lengths = np.array([len(v.how) for v in views])
        self.starts = np.cumsum([0, *self.lengths[:-1]])

    def sums(self, rows: Floats) -> Floats:
        """One row for each view: the sum over its words."""
        return np.asarray(np.add.reduceat(rows, self.starts, axis=0))

    def spread(self, rows: Floats) -> Floats:
        """One row for each word: that of its view."""
        return np.repeat(rows, self.lengths, axis=0)


class _Pass:
    """One way through the network; with ``rng`` some of what it sees is dropped, as in training."""

    def __init__(self, arrays: dict[str, Floats], batch: _Batch, rng: np.random.Generator | None = None) -> None:
        self._a, self._batch, a = arrays, batch, arrays
        self._x = batch.words * _kept(rng, batch.words.shape)
        self._z0 = self._x @ a["word"] + a["word_bias"] + a["how"][batch.how] + a["near"][batch.near]
        self._g0 = _bend(self._z0)
        self._z1 = self._g0 @ a["inner"] + a["inner_bias"]
        self._g1 = _bend(self._z1) + self._g0
        looks = self._g1 @ a["look"]
        looks = np.exp(looks - batch.spread(np.maximum.reduceat(looks, batch.starts, axis=0)))
        self._seen = looks / batch.spread(batch.sums(looks))
        pooled = [batch.sums(self._g1 * self._seen[:, [k]]) for k in range(_LOOKS)]
        mean = batch.sums(self._g1) / batch.lengths[:, None].astype(np.float32)
        together = np.concatenate([*pooled, mean], axis=1)
        self._drop_q = _kept(rng, together.shape)
        self._q = together * self._drop_q
        self._u = self._q @ a["top"] + a["top_bias"]
        bent = _bend(self._u)
        self._drop_v = _kept(rng, bent.shape)
        self._v = bent * self._drop_v
        self.logits: Floats = self._v @ a["out"] + a["out_bias"]

    def back(self, wanted: Floats, weights: Floats) -> dict[str, Floats]:
        """The gradient of the mean cross-entropy, by array."""
        a, batch = self._a, self._batch
        powers = np.exp(self.logits - self.logits.max(axis=1, keepdims=True))
        d_logits = (powers / powers.sum(axis=1, keepdims=True) - wanted) * (weights / np.float32(len(weights)))[:, None]
        d_u = (d_logits @ a["out"].T) * self._drop_v * _slope(self._u)
        d_q = (d_u @ a["top"].T) * self._drop_q
        *d_seen, d_mean = np.split(d_q, _LOOKS + 1, axis=1)
        d_g1 = batch.spread(d_mean / batch.lengths[:, None].astype(np.float32))
        d_looks = np.empty_like(self._seen)
        for k, d_pooled in enumerate(d_seen):
            spread = batch.spread(d_pooled)
            d_g1 = d_g1 + spread * self._seen[:, [k]]
            share = (self._g1 * spread).sum(axis=1, keepdims=True)
            mean = batch.spread(batch.sums(self._seen[:, [k]] * share))
            d_looks[:, [k]] = self._seen[:, [k]] * (share - mean)
        d_g1 = d_g1 + d_looks @ a["look"].T
        d_z1 = d_g1 * _slope(self._z1)
        d_z0 = (d_g1 + d_z1 @ a["inner"].T) * _slope(self._z0)
        return {
            "word": self._x.T @ d_z0,
            "word_bias": d_z0.sum(axis=0),
            "how": np.eye(HOW, dtype=np.float32)[batch.how].T @ d_z0,
            "near": np.eye(NEAR, dtype=np.float32)[batch.near].T @ d_z0,
            "inner": self._g0.T @ d_z1,
            "inner_bias": d_z1.sum(axis=0),
            "look": self._g1.T @ d_looks,
            "top": self._q.T @ d_u,
            "top_bias": d_u.sum(axis=0),
            "out": self._v.T @ d_logits,
            "out_bias": d_logits.sum(axis=0),
        }


class _Adam:
    """Adam with weight decay; it moves the arrays in place."""

    def __init__(self, arrays: dict[str, Floats]) -> None:
        self._arrays = arrays
        self._mean = {name: np.zeros_like(array) for name, array in arrays.items()}
        self._square = {name: np.zeros_like(array) for name, array in arrays.items()}
        self._steps = 0

    def move(self, gradients: dict[str, Floats], rate: float) -> None:
        self._steps += 1
        early, late = 1 - 0.9**self._steps, 1 - 0.999**self._steps
        for name, gradient in gradients.items():
            mean, square, array = self._mean[name], self._square[name], self._arrays[name]
            mean += np.float32(0.1) * (gradient - mean)
            square += np.float32(0.001) * (gradient * gradient - square)
            array *= np.float32(1 - rate * _DECAY)
            array -= np.float32(rate / early) * mean / (np.sqrt(square / np.float32(late)) + np.float32(1e-8))


def _kept(rng: np.random.Generator | None, shape: tuple[int, ...]) -> Floats:
    """Ones; in training zeros for what is dropped, and more for the rest."""
    if rng is None:
        return np.ones((1, 1), np.float32)
    return np.asarray((rng.random(shape, np.float32) >= _DROP) / np.float32(1 - _DROP), np.float32)


def _bend(x: Floats) -> Floats:
    return np.asarray(x / (1 + np.exp(np.float32(-1.702) * np.clip(x, -30, 30))))


def _slope(x: Floats) -> Floats:
    s = 1 / (1 + np.exp(np.float32(-1.702) * np.clip(x, -30, 30)))
    return np.asarray(s * (1 + np.float32(1.702) * x * (1 - s)))
