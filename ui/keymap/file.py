"""The settings file of keys, ``keys.toml``: a preset, and the keys of single actions. What it holds besides stays."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths

from annotator.errors import InputError, OutputError
from ui.keymap.presets import DEFAULT

FILE = "keys.toml"
_ENTRY = re.compile(r"""\s*(?:"([^"]+)"|'([^']+)'|([\w-]+))\s*=""")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def default_path() -> Path:
    """Where the file lies in the user's folder of settings."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppConfigLocation)) / FILE


@dataclass(frozen=True, slots=True)
class Settings:
    """What a file says, checked by nobody yet. ``lines`` are the numbers of the lines of entries, from 1; ``problem``
    says why the file as a whole could not be read."""

    document: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    where: str = FILE
    problem: str = ""

    @property
    def preset(self) -> Any:
        """The preset's name as it stands there."""
        return self.document.get("preset", DEFAULT)

    @property
    def keys(self) -> Mapping[str, Any]:
        """What stands under ``[keys]``, by action."""
        found = self.document.get("keys", {})
        return found if isinstance(found, dict) else {}

    def with_preset(self, name: str) -> Settings:
        """The same with another preset."""
        return replace(self, document={"preset": name, **{k: v for k, v in self.document.items() if k != "preset"}})

    def with_keys(self, action: str, keys: Sequence[str] | None) -> Settings:
        """The same with other keys for an action; None gives it those of the preset again."""
        kept = {k: v for k, v in self.keys.items() if k != action}
        return self._with(kept if keys is None else {**kept, action: list(keys)})

    def without_keys(self, actions: Sequence[str]) -> Settings:
        """The same without keys of its own for these actions."""
        return self._with({k: v for k, v in self.keys.items() if k not in actions})

    def _with(self, keys: dict[str, Any]) -> Settings:
        return replace(self, document={**self.document, "keys": keys})

    def place(self, entry: str) -> str:
        """File and line of an entry."""
        line = self.lines.get(entry)
        return f"{self.where}:{line}" if line else self.where


def parse(text: str, where: str = FILE) -> Settings:
    """What a text says; raises :class:`InputError` when it is not TOML."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"not well-formed TOML: {error}.", where=where) from error
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if found := _ENTRY.match(line):
            lines.setdefault(next(filter(None, found.groups())), number)
    return Settings(document, lines, where)


def read(path: Path) -> Settings:
    """What the file says; a file that is not there says nothing, one that cannot be read says why in ``problem``."""
    try:
        return parse(path.read_text(encoding="utf-8"), str(path))
    except FileNotFoundError:
        return Settings(where=str(path))
    except (OSError, UnicodeDecodeError) as error:
        return Settings(where=str(path), problem=f"{path}: cannot be read: {error}. The keys of the program hold.")
    except InputError as error:
        return Settings(where=str(path), problem=f"{error} The keys of the program hold.")


def write(path: Path, settings: Settings) -> None:
    """Put the settings in the file's place, whole or not at all; raises :class:`OutputError`.

    A file that could not be read is kept beside it as ``keys.toml.unread``.
    """
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("w", encoding="utf-8", newline="\n") as file:
            file.write(to_toml(settings.document))
            file.flush()
            os.fsync(file.fileno())
        if settings.problem and path.exists():
            path.replace(path.with_name(f"{path.name}.unread"))
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise OutputError(f"the keys cannot be written: {error}.", where=str(path)) from error


class KeyFile:
    """The file of one user, and what it said when it was read last."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.settings = read(path)
        self._unwritten = False

    def change(self, act: Callable[[Settings], Settings]) -> None:
        """Read again (somebody may have written by hand), change, write; raises :class:`OutputError`.

        What cannot be written holds until the program ends.
        """
        changed = act(self.settings if self._unwritten else read(self.path))
        self.settings = replace(changed, problem="", lines={})
        self._unwritten = True
        write(self.path, changed)
        self._unwritten = False
        self.settings = read(self.path)


def to_toml(document: Mapping[str, Any]) -> str:
    """A document of TOML as text; reading it gives the same."""
    return "\n".join(_table(document, ())).lstrip("\n") + "\n"


def _table(table: Mapping[str, Any], path: tuple[str, ...]) -> list[str]:
    plain = {k: v for k, v in table.items() if not isinstance(v, dict)}
    lines = [f"\n[{'.'.join(map(_key, path))}]"] if path and (plain or not table) else []
    lines += [f"{_key(key)} = {_value(value)}" for key, value in plain.items()]
    for key, value in table.items():
        if isinstance(value, dict):
            lines += _table(value, (*path, key))
    return lines


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _string(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_key(k)} = {_value(v)}' for k, v in value.items())}}}"
    return str(value)


def _string(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if ord(c) >= 32 and ord(c) != 127 else f"\\u{ord(c):04x}" for c in escaped) + '"'
