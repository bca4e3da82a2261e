"""How well words fit what was typed."""

from __future__ import annotations

_LOOSE = 3
"""Letters that only follow each other may lie this many times as far apart as there are letters."""


class Needle:
    """What was typed, made ready to be compared with many words."""

    def __init__(self, typed: str) -> None:
        self._whole = typed.casefold().strip()
        self._words = self._whole.split()
        self._letters = "".join(self._words)
        self._all = frozenset(self._letters)

    def rank(self, hay: Hay) -> int | None:
        """How well ``hay`` fits, lower is better; None when it does not. See :func:`rank`."""
        whole = hay.whole
        if whole.startswith(self._whole):
            return 0
        if not self.may_fit(hay):
            return None
        if all(word in whole for word in self._words) and self._begin(hay):
            return 1
        if self._letters in hay.firsts:
            return 2
        if self._whole in whole:
            return 3
        if self._letters[0] not in hay.firsts:
            return None
        lengths = [length for at in hay.starts if (length := self._stretch(whole, at)) is not None]
        return 4 + min(lengths) if lengths else None

    def may_fit(self, hay: Hay) -> bool:
        """False when a letter is missing; then nothing that goes on from what was typed fits either."""
        return self._all <= hay.letters

    def _begin(self, hay: Hay) -> bool:
        """Whether each typed word begins a word."""
        return all(any(hay.whole.startswith(word, at) for at in hay.starts) for word in self._words)

    def _stretch(self, hay: str, start: int) -> int | None:
        """How far the letters, one after the other from ``start`` on, are apart; None when that is too far."""
        letters = self._letters
        if hay[start] != letters[0]:
            return None
        place = start - 1
        for letter in letters:
            place = hay.find(letter, place + 1)
            if place < 0 or place - start > _LOOSE * len(letters):
                return None
        return place - start - len(letters)


class Hay:
    """Words to be found, made ready once."""

    __slots__ = ("firsts", "letters", "starts", "whole")

    def __init__(self, words: str) -> None:
        hay = words.casefold()
        starts = [at for at, sign in enumerate(hay) if sign.isalnum() and (at == 0 or not hay[at - 1].isalnum())]
        self.whole = hay
        self.starts = starts
        self.firsts = "".join(hay[at] for at in starts)
        self.letters = frozenset(hay)


def rank(typed: str, words: str) -> int | None:
    """How well ``words`` fit what was typed, lower is better; None when they do not.

    Best are words that begin so, then words in which each typed word begins a word, then the first letters of words,
    then a part of a word, then letters that follow each other not too far apart, the first of them at a word's beginning.
    """
    return Needle(typed).rank(Hay(words))
