"""A holder or target of a stance, and the names of an article by their words."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from annotator.spans import Range
from annotator.suggest.edges import clean
from annotator.suggest.grammar import phrase
from annotator.suggest.links import Cluster
from annotator.suggest.ner import Found
from annotator.suggest.parse import Parse, Word

PARTY_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP"})


class End(msgspec.Struct, frozen=True):
    """A holder or target. ``key`` tells ends apart: "c3" is the entity number 3, all others are new, or "unnamed", "writer".

    ``mention`` is the number of the mention that says it; ``about`` are numbers of entities to which a stance on it
    carries over; ``p`` is how sure the phrase means it; ``note`` says how a pronoun or description was understood.
    """

    key: str
    range: Range
    label: str
    entity: int | None = None
    mention: int | None = None
    about: tuple[int, ...] = ()
    p: float = 1.0
    note: str = ""


class Names:
    """Which words of an article are names, and of whom."""

    def __init__(self, parse: Parse, mentions: Sequence[Found], clusters: Sequence[Cluster]) -> None:
        self.parse = parse
        self.mentions = mentions
        self.clusters = clusters
        self.entity = {m: number for number, item in enumerate(clusters) for m in item.mentions}
        """For the number of a mention that of its entity."""
        self._mention_at: dict[int, int] = {}
        self._members: dict[int, list[Word]] = {}
        self._index()

    def holds(self, word: Word) -> bool:
        """True for a word of a mention."""
        return word.i in self._mention_at

    def at(self, word: Word) -> End | None:
        """The entity whose mention holds the word, or None."""
        number = self._mention_at.get(word.i)
        if number is None:
            return None
        mention = self.mentions[number]
        return End(f"c{self.entity[number]}", mention.range, mention.label, self.entity[number], number)

    def head_of(self, number: int) -> Word | None:
        """The word of a mention on which its other words hang."""
        words = self._members.get(number, [])
        return next((w for w in reversed(words) if w.head is w or w.head not in words), None)

    def span(self, word: Word, *, possessor: bool = True, deeds: bool = True) -> Range | None:
        """The phrase around a word, with clean edges; see :func:`annotator.suggest.grammar.phrase`."""
        first, last = phrase(word, possessor=possessor, deeds=deeds)
        words = self.parse.words
        return clean(self.parse.text, self.parse.span(words[first], words[last]))

    def _index(self) -> None:
        """Note for each word which mention holds it, and for each mention its words."""
        numbers = iter(range(len(self.mentions)))
        current = next(numbers, None)
        for word in self.parse.words:
            while current is not None and self.mentions[current].end <= word.start:
                current = next(numbers, None)
            if current is not None and self.mentions[current].start < word.end:
                self._mention_at[word.i] = current
                self._members.setdefault(current, []).append(word)
