"""The transformer's forward pass in plain NumPy: BERT (Devlin et al. 2019) with low-rank updates (Hu et al. 2021).

Roles (target; or holder and target) are vectors added to the states of the words on the way to the first adapted layer.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from annotator.suggest.minilm.weights import Floats

LAYERS, HEADS, WIDTH = 6, 12, 384
_HIDDEN = -1e9
_LINEAR = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "o": "attention.output.dense", "i": "intermediate.dense", "d": "output.dense",
}  # fmt: skip
_NORMS = {"n1": "attention.output.LayerNorm", "n2": "output.LayerNorm"}


class Encoder:
    """MiniLM with an adapter. ``adapter`` holds, for adapted layers, ``layers.N.q.A`` and ``.B`` (weight + scale · B·A),
    layer norms, and ``roles``; its lowest layer is where the roles come in."""

    def __init__(self, base: Mapping[str, Floats], adapter: Mapping[str, Floats], lowest: int, scale: float) -> None:
        plain = {name.removeprefix("bert."): array for name, array in base.items()}
        self._words = plain["embeddings.word_embeddings.weight"]
        self._places = (
            plain["embeddings.position_embeddings.weight"] + plain["embeddings.token_type_embeddings.weight"][0]
        )
        self._norm = (plain["embeddings.LayerNorm.weight"], plain["embeddings.LayerNorm.bias"])
        self._layers = [_layer(plain, adapter, n, lowest, scale) for n in range(LAYERS)]
        self._roles = adapter["roles"]
        self._lowest = lowest

    def below(self, ids: NDArray[np.int64], mask: Floats) -> Floats:
        """The states (texts × words × width) under the first adapted layer; they do not depend on the roles."""
        x = _normal(self._words[ids] + self._places[: ids.shape[1]], *self._norm)
        for layer in self._layers[: self._lowest]:
            x = _forward(layer, x, mask)
        return x

    def above(self, states: Floats, roles: NDArray[np.int64], mask: Floats) -> Floats:
        """The states after the last layer; ``roles`` (texts × words) are 0 for words that have none."""
        x = states + self._roles[roles] * (roles > 0)[..., None]
        for layer in self._layers[self._lowest :]:
            x = _forward(layer, x, mask)
        return x


Layer = dict[str, tuple[Floats, Floats]]


def _layer(plain: Mapping[str, Floats], adapter: Mapping[str, Floats], number: int, lowest: int, scale: float) -> Layer:
    before = f"encoder.layer.{number}."
    found: Layer = {}
    for short, long in _LINEAR.items():
        weight, bias = plain[f"{before}{long}.weight"], plain[f"{before}{long}.bias"]
        if number >= lowest:
            key = f"layers.{number - lowest}.{short}."
            weight = weight + scale * (adapter[key + "B"] @ adapter[key + "A"])
        found[short] = (np.ascontiguousarray(weight.T), bias)
    for short, long in _NORMS.items():
        key = f"layers.{number - lowest}.{short}."
        own = number >= lowest
        found[short] = (
            adapter[key + "w"] if own else plain[f"{before}{long}.weight"],
            adapter[key + "b"] if own else plain[f"{before}{long}.bias"],
        )
    return found


def _forward(layer: Layer, x: Floats, mask: Floats) -> Floats:
    texts, words, width = x.shape

    def heads(name: str) -> Floats:
        return _linear(layer, name, x).reshape(texts, words, HEADS, width // HEADS).transpose(0, 2, 1, 3)

    scores = heads("q") @ heads("k").transpose(0, 1, 3, 2) / np.float32(np.sqrt(width / HEADS))
    scores += ((1 - mask) * np.float32(_HIDDEN))[:, None, None, :]
    scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
    scores /= scores.sum(axis=-1, keepdims=True)
    mixed = (scores @ heads("v")).transpose(0, 2, 1, 3).reshape(texts, words, width)
    x = _normal(x + _linear(layer, "o", mixed), *layer["n1"])
    return _normal(x + _linear(layer, "d", gelu(_linear(layer, "i", x))), *layer["n2"])


def _linear(layer: Layer, name: str, x: Floats) -> Floats:
    weight, bias = layer[name]
    return np.asarray(x @ weight + bias)


def _normal(x: Floats, weight: Floats, bias: Floats) -> Floats:
    centred = x - x.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + np.float32(1e-12))
    return np.asarray(centred / spread * weight + bias)


def gelu(x: Floats) -> Floats:
    """x · Φ(x), with the error function by formula 7.1.26 of Abramowitz and Stegun (error below 1.5e-7)."""
    z = np.abs(x) * np.float32(0.7071067811865476)
    t = 1 / (1 + np.float32(0.3275911) * z)
    tail = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
    erf = np.sign(x) * (1 - tail * np.exp(-z * z))
    return np.asarray(x * 0.5 * (1 + erf), np.float32)
