"""Articles that say nearly the same: agency copy, updates, translations of one story back and forth.

Two articles are near when about ``alike`` of their runs of five words are the same (Jaccard similarity, estimated by
MinHash: Broder 1997), found by locality-sensitive hashing. The library is rensa.
"""

from __future__ import annotations

import regex
from rensa import RMinHash, RMinHashLSH

ALIKE = 0.6
"""Of the runs of words, from which on two articles are near."""
_RUN = 5
_SIGNATURE, _BANDS = 128, 32
"""Numbers in a signature, and the bands of them of which one must be equal for two to be compared."""
_WORD = regex.compile(r"[\p{L}\p{N}]+")


class Near:
    """Finds groups among articles that come one after the other."""

    def __init__(self, alike: float = ALIKE) -> None:
        self._alike = alike
        self._index = RMinHashLSH(alike, _SIGNATURE, _BANDS)
        self._ids: list[str] = []
        self._signatures: list[RMinHash] = []
        self._homes: list[int] = []

    def add(self, id: str, text: str) -> None:
        """Take in an article."""
        number, signature = len(self._ids), _signature(text)
        self._ids.append(id)
        self._signatures.append(signature)
        self._homes.append(number)
        for other in self._index.query(signature):
            if signature.jaccard(self._signatures[other]) >= self._alike:
                self._homes[self._home(number)] = self._home(other)
        self._index.insert(number, signature)

    def groups(self) -> list[list[str]]:
        """The ids of articles that are near one another, directly or over others; two and more in a group."""
        groups: dict[int, list[str]] = {}
        for number, id in enumerate(self._ids):
            groups.setdefault(self._home(number), []).append(id)
        return [group for group in groups.values() if len(group) > 1]

    def _home(self, number: int) -> int:
        while self._homes[number] != number:
            self._homes[number] = self._homes[self._homes[number]]
            number = self._homes[number]
        return number


def _signature(text: str) -> RMinHash:
    words = _WORD.findall(text.lower())
    runs = [" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))]
    signature = RMinHash(_SIGNATURE, 1)
    signature.update(runs)
    return signature
