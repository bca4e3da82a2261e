"""Names of a package that are loaded when they are first used: a program that shows one thing does not read them all."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any


def late(package: str, **modules: str) -> Callable[[str], Any]:
    """A ``__getattr__`` for ``package``: by module of it the names, parted by spaces, that it has.

    What type checkers and import-linter see stands beside it, in an import under ``TYPE_CHECKING``.
    """
    where = {name: f"{package}.{module}" for module, names in modules.items() for name in names.split()}

    def load(name: str) -> Any:
        if name not in where:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(where[name]), name)

    return load
