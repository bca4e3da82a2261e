"""Items in order, which a change patches instead of sorting them all again."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")
Key = tuple[Any, ...]
FEW = 24
"""From how many changes on it is quicker to sort anew."""


class Order(Generic[Value]):
    """Values in the ascending order of their keys, all different; immutable."""

    __slots__ = ("_keys", "values")

    def __init__(self, items: Mapping[Key, Value] | None = None) -> None:
        pairs = sorted((items or {}).items(), key=lambda pair: pair[0])
        self._keys: list[Key] = [key for key, _ in pairs]
        self.values: tuple[Value, ...] = tuple([value for _, value in pairs])

    def index_from(self, key: Key) -> int:
        """The place of the first value whose key is not below this one (which may be the beginning of a key)."""
        return bisect_left(self._keys, key)

    def patched(self, changes: Mapping[Key, Value | None]) -> Order[Value]:
        """The same with other values under some keys; None takes a key away (if it is there)."""
        if not changes:
            return self
        if len(changes) > FEW:
            merged: dict[Key, Value | None] = dict(zip(self._keys, self.values, strict=True))
            merged.update(changes)
            return Order({key: value for key, value in merged.items() if value is not None})
        keys, values = self._keys.copy(), list(self.values)
        for key, value in changes.items():
            at = bisect_left(keys, key)
            there = at < len(keys) and keys[at] == key
            if value is None:
                if there:
                    del keys[at], values[at]
            elif there:
                values[at] = value
            else:
                keys.insert(at, key)
                values.insert(at, value)
        made: Order[Value] = Order()
        made._keys, made.values = keys, tuple(values)
        return made
