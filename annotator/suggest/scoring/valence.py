"""How good or bad a word sounds, from ``data/valence.txt`` (VADER's words, MIT; the file says whose they are)."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files


@cache
def _read() -> tuple[dict[str, float], str]:
    text = files("annotator").joinpath("data/valence.txt").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {word: float(value) for word, value in rows}, hashlib.sha256(text.encode()).hexdigest()[:12]


def valence_of(word: str) -> float:
    """From -4 (very bad) to 4 (very good); 0 for a word that is not in the list. ``word`` is in lower case."""
    return _read()[0].get(word, 0.0)


def fingerprint() -> str:
    """What tells this list from another."""
    return _read()[1]
