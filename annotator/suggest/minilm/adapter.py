"""What MiniLM was taught: low-rank updates, role vectors and the two heads, in one file that comes with the program."""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from annotator.suggest.minilm.encoder import gelu
from annotator.suggest.minilm.weights import Floats

TARGET, FIRST, SECOND = 1, 2, 3
"""The roles: the one mention that is judged; or the two of a pair, in the order of asking."""


class Adapter:
    """The arrays of the adapter by name, and how they are used."""

    def __init__(self, arrays: dict[str, Floats]) -> None:
        self.arrays = arrays
        self.lowest = int(arrays["lowest"])
        self.scale = float(arrays["scale"])

    def target(self, states: Floats, roles: NDArray[np.int64], mask: Floats) -> Floats:
        """Probabilities (texts × 3: neither, favor, against) for the mention with the role of a target."""
        return _softmax(self._head("ht", states, mask, roles == TARGET) / self.arrays["target_heat"])[:, [1, 2, 0]]

    def pair(self, states: Floats, roles: NDArray[np.int64], mask: Floats) -> Floats:
        """Probabilities (texts × 5) of: neither; the first favors the second, the second the first; the first is
        against the second, the second against the first."""
        both = (roles == FIRST, roles == SECOND)
        return _softmax(self._head("hp", states, mask, *both) / self.arrays["pair_heat"])

    def _head(self, name: str, states: Floats, mask: Floats, *parts: NDArray[np.bool_]) -> Floats:
        pooled = [_mean(states, mask), *(_mean(states, part.astype(np.float32)) for part in parts)]
        a = self.arrays
        hidden = gelu(np.concatenate(pooled, axis=-1) @ a[f"{name}.0.weight"].T + a[f"{name}.0.bias"])
        return np.asarray(hidden @ a[f"{name}.3.weight"].T + a[f"{name}.3.bias"])


@cache
def default_adapter() -> Adapter:
    """The adapter that comes with the program."""
    data = files("annotator").joinpath("data/minilm/adapter.npz").read_bytes()
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        return Adapter({name: arrays[name].astype(np.float32) for name in arrays.files})


def _mean(states: Floats, weights: Floats) -> Floats:
    total = np.maximum(weights.sum(axis=1, keepdims=True), 1)
    return np.asarray((states * weights[..., None]).sum(axis=1) / total)


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))
