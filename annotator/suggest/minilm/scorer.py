"""The stronger scorer: the linear model and the taught transformer, averaged. It answers as :class:`StanceModel` does."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from annotator.errors import ModelError
from annotator.suggest.minilm.adapter import FIRST, SECOND, TARGET, Adapter, default_adapter
from annotator.suggest.minilm.encoder import Encoder
from annotator.suggest.minilm.weights import REMEDY, Floats, folder, read_safetensors
from annotator.suggest.scoring.linear import Array
from annotator.suggest.scoring.model import StanceModel
from annotator.suggest.scoring.scene import Place, Scene

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_LONGEST = 128
"""Pieces of words that are read at once, as in training."""
_AT_ONCE = 32


class Window(msgspec.Struct, frozen=True):
    """A stretch of text as the transformer has read it: its first character, the characters (start, end) of each piece,
    and the states below the adapted layers (pieces × width)."""

    start: int
    offsets: list[tuple[int, int]]
    states: Floats


class Reader:
    """Tokenizer, encoder and adapter, loaded once; loading raises ModelError when something is not installed."""

    def __init__(self) -> None:
        if find_spec("tokenizers") is None:
            raise ModelError("the package `tokenizers` is not installed.", remedy=REMEDY)
        from tokenizers import Tokenizer

        place = folder()
        self.adapter: Adapter = default_adapter()
        self.tokenizer: Tokenizer = Tokenizer.from_file(str(place / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(_LONGEST)
        base = read_safetensors(place / "model.safetensors")
        self.encoder = Encoder(base, self.adapter.arrays, self.adapter.lowest, self.adapter.scale)

    def window(self, text: str, start: int) -> Window:
        """A stretch of text that begins at ``start`` of the article, read as far as that is the same for all roles."""
        encoding = self.tokenizer.encode(text)
        ids = np.array([encoding.ids], np.int64)
        return Window(start, encoding.offsets, self.encoder.below(ids, np.ones(ids.shape, np.float32))[0])

    def above(self, asked: Sequence[tuple[Window, NDArray[np.int64]]]) -> tuple[Floats, NDArray[np.int64], Floats]:
        """The last states, the roles and the mask of several windows with roles, padded to one length."""
        longest = max(len(roles) for _, roles in asked)
        states = np.zeros((len(asked), longest, asked[0][0].states.shape[1]), np.float32)
        roles = np.zeros((len(asked), longest), np.int64)
        mask = np.zeros((len(asked), longest), np.float32)
        for row, (window, own) in enumerate(asked):
            states[row, : len(own)], roles[row, : len(own)], mask[row, : len(own)] = window.states, own, 1
        return self.encoder.above(states, roles, mask), roles, mask


class DeepModel(StanceModel, frozen=True):
    """A stance model whose probabilities are the mean of the linear model's and the transformer's."""

    def pairs(self, scene: Scene, places: Sequence[tuple[Place, Place]]) -> Array:
        """For each (holder, target) in one sentence the probabilities."""
        asked = [((holder, FIRST), (target, SECOND)) for holder, target in places]
        deep = _read(scene, asked, reader().adapter.pair, 5)
        rows = np.stack([1 - deep[:, 1] - deep[:, 3], deep[:, 1], deep[:, 3]], axis=1)
        return np.asarray((super().pairs(scene, places) + rows) / 2)

    def targets(self, scene: Scene, places: Sequence[Place]) -> Array:
        """For each mention the probabilities that its sentence is for or against it."""
        deep = _read(scene, [((place, TARGET),) for place in places], reader().adapter.target, 3)
        return np.asarray((super().targets(scene, places) + deep) / 2)

    @property
    def fingerprint(self) -> str:
        """What tells this model from another."""
        digest = hashlib.sha256(super().fingerprint.encode())
        for name, array in sorted(default_adapter().arrays.items()):
            digest.update(name.encode() + array.tobytes())
        return digest.hexdigest()[:12]


def deepened(model: StanceModel) -> DeepModel:
    """The stronger model around a linear one; raises ModelError when what it needs is not installed."""
    reader()
    return DeepModel(model.pair, model.target, model.meta, model.blend)


@cache
def reader() -> Reader:
    """The one reader of this process."""
    return Reader()


def _read(scene: Scene, asked: Sequence[Sequence[tuple[Place, int]]], head: Any, classes: int) -> Array:
    """The head's probabilities for places with roles, in order."""
    found = np.zeros((len(asked), classes))
    windows: dict[int, Window] = {}
    rows: list[tuple[int, Window, NDArray[np.int64]]] = []
    for number, places in enumerate(asked):
        sentence = places[0][0].head.sentence
        if sentence not in windows:
            windows[sentence] = _window(scene, sentence)
        window = windows[sentence]
        rows.append((number, window, _roles(scene, window, places)))
    rows.sort(key=lambda r: len(r[2]))
    for first in range(0, len(rows), _AT_ONCE):
        chunk = rows[first : first + _AT_ONCE]
        states, roles, mask = reader().above([(window, own) for _, window, own in chunk])
        found[[number for number, _, _ in chunk]] = head(states, roles, mask)
    return found


def _window(scene: Scene, sentence: int) -> Window:
    """The line in which a sentence stands, or the sentence alone when the line is too long to be read at once."""
    parse = scene.parse
    line = parse.lines[sentence]
    own = parse.sentences[sentence]
    same = [words for words, number in zip(parse.sentences, parse.lines, strict=True) if number == line]
    start, end = same[0][0].start, same[-1][-1].end
    window = reader().window(parse.text[start:end], start)
    if len(window.offsets) < _LONGEST or len(same) == 1:
        return window
    return reader().window(parse.text[own[0].start : own[-1].end], own[0].start)


def _roles(scene: Scene, window: Window, places: Sequence[tuple[Place, int]]) -> NDArray[np.int64]:
    found = np.zeros(len(window.offsets), np.int64)
    for place, role in places:
        start = scene.words[place.first].start - window.start
        end = scene.words[place.last].end - window.start
        for number, (first, last) in enumerate(window.offsets):
            if first < end and last > start and last > first:
                found[number] = role
    return found
