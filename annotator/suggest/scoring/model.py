"""The stance model: two heads, calibrated, with an operating point. Arrays and JSON only.

Each head is linear over hashed features; it may have small networks beside it, which see words. The *pair* head says
whether a holder is for or against a target, the *target* head whether the words are for or against a mention, whoever
holds it. Probabilities are rows of (neither, favor, against).
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from math import log
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from annotator.records import Polarity
from annotator.suggest.scoring.hashing import BITS, Rows, hash_rows
from annotator.suggest.scoring.linear import Array, softmax
from annotator.suggest.scoring.net import Floats, Net
from annotator.suggest.scoring.pairs import both_part, place_part, sentence_part
from annotator.suggest.scoring.routes import Features
from annotator.suggest.scoring.scene import Place, Scene
from annotator.suggest.scoring.targets import target_features
from annotator.suggest.scoring.views import View, view_of

CLASSES: tuple[Polarity | None, ...] = (None, "favor", "against")
"""What the columns of probabilities stand for."""
VERSION = 2
"""The version of the features and of what networks see: weights of another version mean nothing."""
_WEIGHTS, _META = "weights.npz", "model.json"


class Head(msgspec.Struct, frozen=True):
    """One classifier. ``weights`` are columns × 3; ``nets`` see views, and their logits are averaged. ``scale`` (4 × 3, or
    7 × 3 with nets) turns the logits of the weights, those of the nets, and a constant into calibrated logits; ``leaning``
    are the factors by which the operating point favours each class: three for targets, five for pairs (see
    :func:`five_classes`)."""

    weights: NDArray[np.float32]
    scale: Array
    leaning: tuple[float, ...]
    nets: tuple[Net, ...] = ()

    def logits(self, rows: Rows) -> Array:
        """What the weights say, not calibrated."""
        return rows.times(self.weights) if len(rows) else np.zeros((0, 3))

    def seen(self, views: Sequence[View]) -> Array:
        """What the nets say on average, not calibrated; no columns when there are none."""
        if not self.nets:
            return np.zeros((len(views), 0))
        return np.asarray(np.mean([net.logits(views) for net in self.nets], axis=0), np.float64)

    def probabilities(self, rows: Rows, views: Sequence[View] = ()) -> Array:
        """Calibrated probabilities. A head that has nets needs a view for every row."""
        logits = self.logits(rows)
        return self.calibrated(np.hstack([logits, self.seen(views)]) if self.nets else logits)

    def calibrated(self, logits: Array) -> Array:
        """Calibrated probabilities from logits: the weights', then the nets' if there are any."""
        return softmax(logits @ self.scale[:-1] + self.scale[-1])


class StanceModel(msgspec.Struct, frozen=True):
    """Both heads and what is known of their making (``meta``).

    ``blend`` are a constant and the shares of a rule's guess and of the pair head (as log odds) in what a rule finds.
    """

    pair: Head
    target: Head
    meta: dict[str, Any] = {}
    blend: tuple[float, float, float] = (0.0, 0.5, 0.5)

    # --- asking

    def pairs(self, scene: Scene, places: Sequence[tuple[Place, Place]]) -> Array:
        """For each (holder, target) in one sentence the probabilities. What several pairs share is scored once."""
        if not places:
            return np.zeros((0, 3))
        parts, first = _parts(scene, places)
        own = len(parts)
        logits = self.pair.logits(hash_rows([*parts, *(both_part(scene, h, t) for h, t in places)]))
        return self.pair.calibrated(logits[own:] + logits[first].sum(axis=1))

    def shortlist(self, scene: Scene, places: Sequence[tuple[Place, Place]], least: float) -> NDArray[np.bool_]:
        """For each (holder, target) whether it is worth scoring: what sentence, holder and target say, without how the two
        stand to one another, makes a stance at least that likely. Much cheaper than :meth:`pairs`."""
        if not places:
            return np.zeros(0, np.bool_)
        parts, first = _parts(scene, places)
        logits = self.pair.logits(hash_rows(parts))
        return np.asarray(self.pair.calibrated(logits[first].sum(axis=1))[:, 1:].max(axis=1) >= least)

    def targets(self, scene: Scene, places: Sequence[Place]) -> Array:
        """For each mention the probabilities that its sentence is for or against it."""
        views = [view_of(scene, p) for p in places] if self.target.nets else []
        return self.target.probabilities(hash_rows(target_features(scene, p) for p in places), views)

    def decide_pair(self, ahead: Array, back: Array) -> tuple[Polarity | None, Polarity | None]:
        """What the model says of two entities, given the probabilities of both directions: at most one stance.

        ``ahead`` is the direction whose holder is named first.
        """
        five = five_classes(ahead[None], back[None])[0] * np.array(self.pair.leaning)
        return DECISIONS[int(five.argmax())]

    def decide_target(self, probabilities: Array) -> Polarity | None:
        """What the model says of one target."""
        return CLASSES[int((probabilities * np.array(self.target.leaning)).argmax())]

    # --- keeping

    def to_bytes(self) -> bytes:
        """Arrays and meta as one zip file; equal models give equal bytes."""
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
            for name, data in (*self._arrays().items(), (_META, self._json())):
                file.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        return held.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> StanceModel:
        """The model that :meth:`to_bytes` wrote; raises ``ValueError`` when it is none, or of another version."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as file:
                meta = json.loads(file.read(_META))
                arrays = {n: file.read(n) for n in file.namelist() if n.endswith(".npy")}
        except (zipfile.BadZipFile, KeyError) as error:
            raise ValueError(f"this is no stance model: {error}") from error
        if meta.get("version") != VERSION:
            raise ValueError(f"this stance model is of version {meta.get('version')}, not {VERSION}")
        heads = {name: _head(name, arrays, meta["heads"][name]) for name in ("pair", "target")}
        constant, rule, own = meta["blend"]
        return cls(heads["pair"], heads["target"], meta["about"], (constant, rule, own))

    def to_disk(self, folder: Path) -> None:
        """Write the model into a folder, which is made when it is not there."""
        folder.mkdir(parents=True, exist_ok=True)
        folder.joinpath("stance.zip").write_bytes(self.to_bytes())

    @classmethod
    def from_disk(cls, folder: Path) -> StanceModel:
        """The model of a folder; raises ``ValueError`` or ``OSError``."""
        return cls.from_bytes(folder.joinpath("stance.zip").read_bytes())

    @property
    def fingerprint(self) -> str:
        """What tells this model from another."""
        digest = hashlib.sha256(self._json())
        for head in (self.pair, self.target):
            digest.update(head.weights.tobytes())
            for net in head.nets:
                for name, array in sorted(net.arrays.items()):
                    digest.update(name.encode() + array.tobytes())
        return digest.hexdigest()[:12]

    def _arrays(self) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        for name, head in (("pair", self.pair), ("target", self.target)):
            used = np.flatnonzero(np.abs(head.weights).max(axis=1) > 0)
            found[f"{name}.columns.npy"] = _npy(np.diff(used, prepend=0).astype(np.uint32))
            found[f"{name}.weights.npy"] = _npy(head.weights[used].astype(np.float16))
            for number, net in enumerate(head.nets):
                for part, array in net.arrays.items():
                    found[f"{name}.net{number}.{part}.npy"] = _npy(array.astype(np.float16))
        return found

    def _json(self) -> bytes:
        heads = {
            name: {"scale": head.scale.tolist(), "leaning": list(head.leaning), "nets": len(head.nets)}
            for name, head in (("pair", self.pair), ("target", self.target))
        }
        return json.dumps(
            {"version": VERSION, "heads": heads, "blend": list(self.blend), "about": self.meta},
            sort_keys=True,
            indent=1,
        ).encode()


@cache
def default_model() -> StanceModel:
    """The model that comes with the program."""
    return StanceModel.from_bytes(files("annotator").joinpath("data/stance/stance.zip").read_bytes())


def five_classes(ahead: Array, back: Array) -> Array:
    """Rows of (neither, favor ahead, favor back, against ahead, against back) from the rows of both directions."""
    five = np.stack(
        [
            ahead[:, 0] * back[:, 0],
            ahead[:, 1] * back[:, 0],
            back[:, 1] * ahead[:, 0],
            ahead[:, 2] * back[:, 0],
            back[:, 2] * ahead[:, 0],
        ],
        axis=1,
    )
    return np.asarray(five / np.maximum(five.sum(axis=1, keepdims=True), 1e-12))


def log_odds(p: float) -> float:
    """The log odds of a probability, not beyond 0.01 and 0.99."""
    p = min(max(p, 0.01), 0.99)
    return log(p / (1 - p))


DECISIONS: tuple[tuple[Polarity | None, Polarity | None], ...] = (
    (None, None),
    ("favor", None),
    (None, "favor"),
    ("against", None),
    (None, "against"),
)


def _parts(scene: Scene, places: Sequence[tuple[Place, Place]]) -> tuple[list[Features], NDArray[np.int64]]:
    """The parts of features that pairs share, and for each pair the numbers of its three."""
    numbers: dict[tuple[str, int], int] = {}
    parts: list[Features] = []
    first = np.empty((len(places), 3), np.int64)
    for row, (holder, target) in enumerate(places):
        for column, (kind, place) in enumerate((("S", target), ("H", holder), ("T", target))):
            key = (kind, place.head.sentence if kind == "S" else place.head.i)
            if key not in numbers:
                numbers[key] = len(parts)
                if key not in scene.parts:
                    of_sentence = kind == "S"
                    scene.parts[key] = sentence_part(scene, key[1]) if of_sentence else place_part(scene, place, kind)
                parts.append(scene.parts[key])
            first[row, column] = numbers[key]
    return parts, first


def _head(name: str, arrays: dict[str, bytes], about: dict[str, Any]) -> Head:
    columns = np.cumsum(_array(arrays[f"{name}.columns.npy"]).astype(np.int64))
    weights = np.zeros((1 << BITS, 3), np.float32)
    weights[columns] = _array(arrays[f"{name}.weights.npy"])
    nets = tuple(_net(f"{name}.net{number}.", arrays) for number in range(about["nets"]))
    return Head(weights, np.array(about["scale"]), tuple(about["leaning"]), nets)


def _net(start: str, arrays: dict[str, bytes]) -> Net:
    own: dict[str, Floats] = {
        name.removeprefix(start).removesuffix(".npy"): _array(data).astype(np.float32)
        for name, data in arrays.items()
        if name.startswith(start)
    }
    return Net(own)


def _npy(array: NDArray[Any]) -> bytes:
    held = io.BytesIO()
    np.save(held, array, allow_pickle=False)
    return held.getvalue()


def _array(data: bytes) -> NDArray[Any]:
    found: NDArray[Any] = np.load(io.BytesIO(data), allow_pickle=False)
    return found
