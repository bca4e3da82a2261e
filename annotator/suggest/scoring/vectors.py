"""Word vectors: what words mean, in small whole numbers. They come with the program.

They are MiniLM's (all-MiniLM-L6-v2, Apache-2.0), made by reading each word of its vocabulary alone, and reduced by principal
components. ``tools/make_vectors.py`` makes them anew.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 96
_WORDS, _ROWS = "words.txt", "vectors.npy"
_STEP = 0.04
"""What one step of the whole numbers is worth."""


class Vectors:
    """Vectors by word, in lower case. Row 0 is for words without one."""

    def __init__(self, words: Sequence[str], rows: NDArray[np.int8]) -> None:
        self._number = {word: number for number, word in enumerate(words, start=1)}
        self._rows = np.vstack([np.zeros((1, rows.shape[1]), np.int8), rows])

    def of(self, words: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """A row for each item: that of the first of its words that has one."""
        number = self._number
        found = [next((n for word in item if (n := number.get(word))), 0) for item in words]
        return np.asarray(self._rows[found] * np.float32(_STEP))


@cache
def default_vectors() -> Vectors:
    """The vectors that come with the program."""
    return read_vectors(files("annotator").joinpath("data/stance/vectors.zip").read_bytes())


def read_vectors(data: bytes) -> Vectors:
    """The vectors that :func:`write_vectors` wrote."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        words = file.read(_WORDS).decode().split("\n")
        return Vectors(words, np.load(io.BytesIO(file.read(_ROWS)), allow_pickle=False))


def write_vectors(words: Sequence[str], rows: NDArray[np.floating]) -> bytes:
    """Words and their rows (words × dimensions, about -5 to 5) as a zip file; equal ones give equal bytes."""
    whole = np.clip(np.round(rows / _STEP), -127, 127).astype(np.int8)
    held, array = io.BytesIO(), io.BytesIO()
    np.save(array, whole, allow_pickle=False)
    with zipfile.ZipFile(held, "w") as file:
        for name, content in ((_WORDS, "\n".join(words).encode()), (_ROWS, array.getvalue())):
            file.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()
