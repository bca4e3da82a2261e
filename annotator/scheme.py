"""The scheme of a project: its labels with keys, hues and guideline sentences. A TOML file, read, checked and written."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from annotator.errors import SchemeError

HUES = ("blue", "sky", "green", "orange", "rust", "pink", "grey", "gold")
"""The named colours that a label can have; the theme says what they are on light and on dark ground."""

_NAME = re.compile(r"[A-Z][A-Z0-9_]{0,31}")
_SPECIAL = re.compile(r'["\\\x00-\x1f\x7f]')
_VERSION = 1


class Label(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The type of a mention and its entity. ``key`` is a digit or empty, ``hue`` one of :data:`HUES`.

    ``was`` are names that it had before, or that were merged into it: what still has them is shown and read under this one.
    ``takes`` are labels of models that become this one, beside those that usually mean the same ("PER" is PERSON).
    """

    name: str
    hue: str
    key: str = ""
    guideline: str = ""
    was: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


class PolarityGuide(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The guideline sentence of each polarity."""

    favor: str = ""
    against: str = ""
    neutral: str = ""
    mixed: str = ""


Band = Literal["likely", "perhaps", "doubtful"]
BANDS: tuple[Band, ...] = ("likely", "perhaps", "doubtful")


class Levels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Limits on the probabilities of suggestions, 0 to 1; each is the least probability of what it names.

    ``shown``: what is less probable is hidden. ``perhaps`` and ``likely`` part what is shown into three bands; what is
    likely can be accepted all at once.
    """

    shown: float = 0.0
    perhaps: float = 0.5
    likely: float = 0.8

    def band(self, p: float) -> Band:
        """The band of a probability."""
        return "likely" if p >= self.likely else "perhaps" if p >= self.perhaps else "doubtful"

    def check(self, where: str) -> None:
        """Raise :class:`SchemeError` when the limits are no probabilities, or not in order."""
        if not 0 <= self.shown <= 1 or not 0 <= self.perhaps <= self.likely <= 1:
            raise SchemeError("[levels] needs 0 ≤ perhaps ≤ likely ≤ 1 and 0 ≤ shown ≤ 1.", where=where)


class Scheme(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a project annotates. ``label`` is in the order in which lists show it.

    ``titles`` says whether a civil title belongs to a person's name ("Ms Kim"), in suggestions and in comparisons.
    """

    version: int
    name: str
    label: tuple[Label, ...]
    polarity: PolarityGuide = PolarityGuide()
    levels: Levels = Levels()
    titles: bool = True

    def labels(self) -> tuple[str, ...]:
        """The labels' names, in order."""
        return tuple(item.name for item in self.label)

    def find(self, name: str) -> Label | None:
        """The label of that name, or None."""
        return next((item for item in self.label if item.name == name), None)

    def by_key(self, key: str) -> Label | None:
        """The label that a digit sets, or None."""
        return next((item for item in self.label if item.key and item.key == key), None)

    def former(self) -> dict[str, str]:
        """The labels' names now, by former name."""
        return {old: item.name for item in self.label for old in item.was}

    def check(self, where: str = "scheme") -> None:
        """Raise :class:`SchemeError` when the scheme contradicts itself."""
        if self.version != _VERSION:
            raise SchemeError(
                f"this scheme has version {self.version}, this program reads {_VERSION}.",
                where=where,
                remedy="Update the program.",
            )
        if not self.label:
            raise SchemeError("a scheme needs at least one [[label]].", where=where)
        names: set[str] = set()
        keys: dict[str, str] = {}
        for item in self.label:
            place = f"{where}: label {item.name!r}"
            if not is_name(item.name):
                raise SchemeError("a label's name is capital letters, digits and _, at most 32.", where=place)
            if item.name in names:
                raise SchemeError("this name stands twice.", where=place)
            if item.hue not in HUES:
                raise SchemeError(f"hue {item.hue!r} is not one of {', '.join(HUES)}.", where=place)
            if item.key and (len(item.key) != 1 or item.key not in "123456789"):
                raise SchemeError(f"key {item.key!r} is not one of the digits 1 to 9.", where=place)
            if item.key in keys:
                raise SchemeError(f"key {item.key} is already that of {keys[item.key]}.", where=place)
            names.add(item.name)
            if item.key:
                keys[item.key] = item.name
        self._check_former(where)
        self.levels.check(where)
        self._check_taken(where)

    def _check_former(self, where: str) -> None:
        owners: dict[str, str] = {}
        for item in self.label:
            for old in item.was:
                place = f"{where}: label {item.name!r}"
                if not is_name(old):
                    raise SchemeError(f"the former name {old!r} is no name of a label.", where=place)
                if self.find(old) is not None:
                    raise SchemeError(f"{old} cannot be a former name: a label has it now.", where=place)
                if old in owners:
                    raise SchemeError(f"{old} is already a former name of {owners[old]}.", where=place)
                owners[old] = item.name

    def _check_taken(self, where: str) -> None:
        owners: dict[str, str] = {}
        for item in self.label:
            for name in item.takes:
                if owners.setdefault(name, item.name) != item.name:
                    place = f"{where}: label {item.name!r}"
                    raise SchemeError(f"{name} is already taken by {owners[name]}.", where=place)


def is_name(words: str) -> bool:
    """True for what can be the name of a label: capital letters, digits and _, at most 32."""
    return _NAME.fullmatch(words) is not None


def parse_scheme(toml: str, where: str = "scheme") -> Scheme:
    """The scheme that a TOML text describes; raises :class:`SchemeError` naming the place."""
    try:
        scheme = msgspec.convert(tomllib.loads(toml), Scheme)
    except tomllib.TOMLDecodeError as error:
        raise SchemeError(f"not well-formed TOML: {error}.", where=where) from error
    except msgspec.ValidationError as error:
        raise SchemeError(f"{error}.", where=where) from error
    scheme.check(where)
    return scheme


def read_scheme(path: Path) -> tuple[Scheme, str]:
    """The scheme in a file, with its text; raises :class:`SchemeError`."""
    try:
        toml = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise SchemeError("no such file.", where=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SchemeError(f"cannot be read: {error}.", where=str(path)) from error
    return parse_scheme(toml, str(path)), toml


def write_scheme(scheme: Scheme) -> str:
    """The scheme as a TOML text that :func:`parse_scheme` reads as the same scheme."""
    lines = [f"version = {scheme.version}", f"name = {_quoted(scheme.name)}", f"titles = {str(scheme.titles).lower()}"]
    for label in scheme.label:
        lines += ["", "[[label]]"]
        lines += [f"{field} = {_quoted(getattr(label, field))}" for field in ("name", "key", "hue", "guideline")]
        for field, words in (("was", label.was), ("takes", label.takes)):
            if words:
                lines.append(f"{field} = [{', '.join(map(_quoted, words))}]")
    lines += ["", "[polarity]"]
    lines += [f"{field} = {_quoted(getattr(scheme.polarity, field))}" for field in PolarityGuide.__struct_fields__]
    if scheme.levels != Levels():
        lines += ["", "[levels]"]
        lines += [f"{field} = {getattr(scheme.levels, field)!r}" for field in Levels.__struct_fields__]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A basic string of TOML 1.0: quotes, backslashes and control characters are escaped, all else stands as it is."""
    return '"' + _SPECIAL.sub(lambda found: _escaped(found[0]), text) + '"'


def _escaped(sign: str) -> str:
    return f"\\{sign}" if sign in '"\\' else f"\\u{ord(sign):04X}"


@cache
def default_scheme_toml() -> str:
    """The text of the scheme that a new project gets."""
    return Path(__file__).with_name("data").joinpath("scheme.toml").read_text(encoding="utf-8")


@cache
def default_scheme() -> Scheme:
    """The scheme that a new project gets."""
    return parse_scheme(default_scheme_toml(), "the default scheme")
