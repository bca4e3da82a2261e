"""Make the word vectors of the stance model from MiniLM: each word of its vocabulary alone, then principal components.

``python tools/make_vectors.py --out annotator/data/stance/vectors.zip``

Needs, beside the program, the package that carries the weights (docs/models/minilm.md). Two minutes; the same package and
NumPy give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from annotator.suggest.minilm.encoder import LAYERS, WIDTH, Encoder
from annotator.suggest.minilm.weights import Floats, folder, read_safetensors
from annotator.suggest.scoring.vectors import DIMENSIONS, write_vectors

WORD = re.compile(r"[a-z][a-z'.-]*")
BATCH = 512


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the weights, read each word with them, reduce, write."""
    parser = argparse.ArgumentParser(description="Make word vectors from MiniLM.")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    asked = parser.parse_args(arguments)
    numbers: dict[str, int] = json.loads(folder().joinpath("tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    words = sorted((w for w in numbers if WORD.fullmatch(w)), key=numbers.__getitem__)
    plain = Encoder(
        read_safetensors(folder() / "model.safetensors"), {"roles": np.zeros((1, WIDTH), np.float32)}, LAYERS, 0.0
    )
    ids = np.array([[numbers["[CLS]"], numbers[w], numbers["[SEP]"]] for w in words])
    mask = np.ones((BATCH, 3), np.float32)
    parts = [plain.below(some, mask[: len(some)]).mean(axis=1) for some in np.split(ids, range(BATCH, len(ids), BATCH))]
    asked.out.write_bytes(write_vectors(words, reduced(np.concatenate(parts))))


def reduced(rows: Floats) -> Floats:
    """The rows' first principal components, scaled to a spread of 1; of each, the largest share counts as positive."""
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    rows = rows - rows.mean(axis=0)
    _, directions = np.linalg.eigh(rows.T.astype(np.float64) @ rows)
    directions = directions[:, : -DIMENSIONS - 1 : -1]
    directions = directions * np.sign(directions[np.abs(directions).argmax(axis=0), np.arange(DIMENSIONS)])
    found = rows @ directions.astype(np.float32)
    return np.asarray(found / found.std())


if __name__ == "__main__":
    main()
