"""Countries, peoples, cities and telling words: what an article's names are looked up in."""

from __future__ import annotations

import hashlib
import tomllib
from importlib.resources import files

_TOML = files("annotator").joinpath("data/places.toml").read_text(encoding="utf-8")
_DATA = tomllib.loads(_TOML)

FINGERPRINT = hashlib.sha256(_TOML.encode()).hexdigest()[:12]
"""Another list is another model: it is part of a run's settings."""

PEOPLE_OF: dict[str, str] = {
    word.replace("_", " "): country for country, words in _DATA["countries"].items() for word in words.split()
}
"""The country whose people or adjective a folded word is ("north korean" is "north korea")."""


def _listed(words: str) -> frozenset[str]:
    return frozenset(w.strip() for w in words.replace("\n", "").split(";"))


KINDS: dict[str, frozenset[str]] = {
    "country": frozenset(_DATA["countries"]),
    "people": frozenset(PEOPLE_OF) | frozenset(_DATA["peoples"]["names"].split()),
    "state": _listed(_DATA["cities"]["states"]),
    "city": _listed(_DATA["cities"]["names"]),
    "region": _listed(_DATA["cities"]["regions"]),
}
"""What a whole folded name may be known as."""

KINDS_OF: dict[str, tuple[str, ...]] = {
    name: tuple(kind for kind, names in KINDS.items() if name in names) for name in frozenset().union(*KINDS.values())
}
"""The kinds of a folded name."""

WORDS: dict[str, str] = {word: kind for kind, words in _DATA["words"].items() for word in words.split()}
"""What a folded word of a name says of its kind ("university" is "organisation")."""
