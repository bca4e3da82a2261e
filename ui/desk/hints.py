"""Short hints to type: which letters for how many ends."""

from __future__ import annotations

from collections.abc import Collection
from itertools import product

LETTERS = "fjdkslaghrueiwoqptyvncmbxz"


def hint_letters(count: int, reserved: Collection[str] = ()) -> list[str]:
    """``count`` different hints, none the beginning of another, the home row first, none beginning like a reserved one.

    One letter each as long as there are enough letters, else as few two-letter hints as possible.
    """
    letters = [sign for sign in LETTERS if not any(r.startswith(sign) for r in reserved)]
    firsts = 0
    while len(letters) - firsts + firsts * len(letters) < count and firsts < len(letters):
        firsts += 1
    single = letters[: len(letters) - firsts]
    double = ["".join(pair) for pair in product(letters[len(letters) - firsts :], letters)]
    if len(single) + len(double) < count:
        triple = ["".join(t) for t in product(letters, repeat=3)]
        return triple[:count]
    return [*single, *double][:count]
