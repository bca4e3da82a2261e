"""What a person's name is made of: civil titles, offices, surnames, and what they tell."""

from __future__ import annotations

import hashlib
import tomllib
import unicodedata
from importlib.resources import files

import msgspec
import regex

from annotator.titles import TITLES, Gender

_TOML = files("annotator").joinpath("data/names.toml").read_text(encoding="utf-8")
_DATA = tomllib.loads(_TOML)

FINGERPRINT = hashlib.sha256(_TOML.encode()).hexdigest()[:12]
"""Another list of names is another model: it is part of a run's settings."""

OFFICES = frozenset(_DATA["people"]["offices"].split())
"""Words of an office: no part of a mention ("president Lee Jae Myung" is "Lee Jae Myung")."""
COMPANY_ENDINGS = frozenset(_DATA["others"]["company"].split())
"""Endings of companies' names that are often left out ("Inc")."""
ALIASES: dict[str, str] = _DATA["aliases"]
"""Other names of the same thing, folded ("us" is "united states")."""

_SUFFIXES = frozenset(_DATA["people"]["suffixes"].split())
PARTICLES = frozenset(_DATA["people"]["particles"].split())
"""Small words inside surnames ("de Gaulle")."""
_FAMILY_FIRST = frozenset(_DATA["people"]["family_first"].split())

_POSSESSOR = regex.compile(r"^.*['’]s (?=\p{Lu})")

GIVEN: dict[str, Gender] = dict.fromkeys(_DATA["people"]["women"].split(), "f")
GIVEN |= dict.fromkeys(_DATA["people"]["men"].split(), "m")
"""The gender that common given names tell."""


class PersonName(msgspec.Struct, frozen=True):
    """A person's name, taken apart. ``words`` are folded (case, accents, dots), without title and suffix."""

    words: tuple[str, ...]
    gender: Gender | None = None
    titled: bool = False
    suffix: str = ""

    @property
    def is_full(self) -> bool:
        """True for a name of several words, a given name and a surname."""
        return len(self.words) > 1 and self.surname != " ".join(self.words)

    @property
    def surname(self) -> str:
        """The last word with the particles before it ("de Gaulle"); for names like Kim Jong Un see ``family_first``."""
        cut = len(self.words) - 1
        while cut > 0 and self.words[cut - 1] in PARTICLES:
            cut -= 1
        return " ".join(self.words[cut:])

    @property
    def given_gender(self) -> Gender | None:
        """What a common given name tells of the gender; None for others, and for names with the family name first."""
        return None if self.family_first or not self.is_full else GIVEN.get(self.words[0])

    @property
    def family_first(self) -> bool:
        """True when the first word is a name that usually stands before the given name."""
        return len(self.words) > 1 and self.words[0] in _FAMILY_FIRST


def fold(words: str) -> str:
    """``words`` without case, accents, dots and hyphens, single-spaced: what names are compared by."""
    if words.isascii():  # most names, in a tenth of the time
        return " ".join(words.replace("-", " ").replace(".", "").lower().split())
    plain = unicodedata.normalize("NFKD", words.replace("’", "'"))
    kept = "".join(" " if c in "-‐‑–" else c for c in plain if not unicodedata.combining(c) and c != ".")
    return " ".join(kept.casefold().split())


def parse_name(words: str) -> PersonName:
    """Take a person's name apart ("Dr. José de la Cruz Jr" → title, "jose de la cruz", suffix)."""
    parts = fold(words.replace(",", " ")).split()
    gender: Gender | None = None
    titled = False
    while len(parts) > 1 and parts[0] in TITLES:
        gender = gender or TITLES[parts[0]]
        titled = True
        parts = parts[1:]
    suffix = ""
    if len(parts) > 1 and parts[-1] in _SUFFIXES:
        suffix = parts.pop()
    return PersonName(tuple(parts), gender, titled, suffix)


def bare_person(words: str) -> str:
    """A person's name without what may hang on it: "Acme CEO Ann Lee of Leeds, QC" is "Ann Lee"."""
    bare = _POSSESSOR.sub("", words)
    before, comma, after = bare.partition(",")
    if comma and fold(after) not in _SUFFIXES:
        bare = before
    bare = bare.split(" of ", 1)[0]
    parts = bare.split()
    last = max((n for n, part in enumerate(parts[:-1]) if fold(part) in OFFICES), default=-1)
    return " ".join(parts[last + 1 :]) or words
