"""A list of formats by name, whose files are read when they are first asked for: most work needs one format of many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import overload

from annotator.formats.base import Format


class Listed(Sequence[Format]):
    """Formats in a fixed order, from rows of name, module of :mod:`annotator.formats` and what it is called there."""

    def __init__(self, *rows: tuple[str, str, str]) -> None:
        self._rows = {name: (module, called) for name, module, called in rows}
        self.names = tuple(self._rows)

    def named(self, name: str) -> Format | None:
        """The format of that name; None when there is none."""
        if name not in self._rows:
            return None
        module, called = self._rows[name]
        found = getattr(import_module(f"annotator.formats.{module}"), called)
        assert isinstance(found, Format)
        return found

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[Format]:
        return (self[place] for place in range(len(self)))

    @overload
    def __getitem__(self, place: int) -> Format: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Format]: ...

    def __getitem__(self, place: int | slice) -> Format | Sequence[Format]:
        if isinstance(place, slice):
            return Listed(*((name, *self._rows[name]) for name in self.names[place]))
        found = self.named(self.names[place])
        assert found is not None
        return found
