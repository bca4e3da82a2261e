"""The words of a text, so that remembered phrases are found in it at once: as whole tokens, in the same case."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.lessons import MOST_TOKENS, plain_token
from annotator.spans import Range, Tokens

_SMALL_WORDS = """
a an and any as at be but by do few for go had has have he her hers him his i if in is it its me my no none nor not of off
on one or our ours out own she so some such than that the their theirs them then there these they this those to too up us
was we were what when where which who whom whose why will with would yes you your yours
"""
_SMALL = frozenset(_SMALL_WORDS.split())
"""Words that are never proposed by themselves: they stand for something else, or for nothing."""
_NAMES_TOO = frozenset(("an", "will"))
"""Small words that are names in capitals."""
_ENDS = '.?!:;“”"‘’()[]—–•*-'


class Words:
    """The tokens of one text by their words."""

    def __init__(self, tokens: Tokens) -> None:
        self.text = tokens.text
        self.tokens = tokens
        words = tokens.words()
        self.words = [plain_token(word) for word in words] if "’" in tokens.text else words
        self.places: dict[str, list[int]] = {}
        for number, word in enumerate(self.words):
            self.places.setdefault(word, []).append(number)

    def key(self, place: Range) -> str:
        """The words of a range as lessons have them (:func:`annotator.lessons.phrase`); "" for what is not learned."""
        numbers = self.tokens.numbers(place)
        if numbers is None or len(numbers) > MOST_TOKENS or "\n" in place.of(self.text):
            return ""
        return " ".join(self.words[numbers.start : numbers.stop])

    def find(self, key: str) -> Iterator[Range]:
        """Every place in one line where the words of a key stand, in order."""
        wanted = key.split(" ")
        for first in self.places.get(wanted[0], ()):
            if self.words[first : first + len(wanted)] == wanted:
                place = Range(self.tokens[first].start, self.tokens[first + len(wanted) - 1].end)
                if len(wanted) == 1 or "\n" not in place.of(self.text):
                    yield place

    def shifted(self, place: Range, left: int, right: int) -> Range | None:
        """``place`` without so many tokens at either side (more of them, if negative); None when that cannot be."""
        numbers = self.tokens.numbers(place)
        if numbers is None:
            return None
        first, last = numbers.start + left, numbers.stop - 1 - right
        if not 0 <= first <= last < len(self.words):
            return None
        moved = Range(self.tokens[first].start, self.tokens[last].end)
        return None if "\n" in moved.of(self.text) else moved

    def misleading(self, key: str, place: Range) -> bool:
        """True where a single word in capitals may be another one that only begins a sentence ("May I ask").

        That is so when a sentence or line begins there and the same text also has the word in small letters.
        """
        if " " in key or key == key.lower() or key.lower() not in self.places:
            return False
        numbers = self.tokens.numbers(place)
        if numbers is None or numbers.start == 0:
            return True
        before = self.tokens[numbers.start - 1]
        return self.words[numbers.start - 1] in _ENDS or "\n" in self.text[before.end : place.start]


def proposable(key: str) -> bool:
    """True for words that may be proposed by themselves: with a letter, and not only small words."""
    return any(c.isalpha() for c in key) and not all(map(_is_small, key.split(" ")))


def _is_small(word: str) -> bool:
    if word.isupper() and len(word) > 1:
        return False  # US, IT, WHO
    return word.lower() in _SMALL and (word == word.lower() or word.lower() not in _NAMES_TOO)


def is_common(key: str) -> bool:
    """True for one word in small letters, which may mean many things."""
    return " " not in key and key == key.lower()
