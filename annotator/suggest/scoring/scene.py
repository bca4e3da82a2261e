"""An article as the scorers see it: words with what they are worth, where the rules speak, who is quoted where.

Everything that several pairs share is worked out once, here, so that a pair costs little.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from numpy.typing import NDArray

from annotator.spans import Range
from annotator.suggest import grammar
from annotator.suggest.frame import Frame
from annotator.suggest.frames import Frames
from annotator.suggest.lexicon import Lexicon
from annotator.suggest.parse import Parse, Word, read_doc
from annotator.suggest.scoring.valence import valence_of
from annotator.suggest.speech import Speech
from annotator.suggest.stance import Reading

if TYPE_CHECKING:
    from spacy.tokens import Doc

_OPEN = frozenset({"VERB", "NOUN", "ADJ", "ADV", "PROPN", "AUX"})
_REFUSING = frozenset({"refuse", "decline", "deny", "fail", "stop", "avoid", "cease", "halt", "end", "prevent"})


class Place(msgspec.Struct, frozen=True):
    """A mention as the scorers see it: its first and last word, the word on which its others hang, and what the
    recogniser takes it for (empty when it sees no name there)."""

    first: int
    last: int
    head: Word
    label: str = ""

    def holds(self, number: int) -> bool:
        """True for the number of a word that belongs to the mention."""
        return self.first <= number <= self.last


class Voice(msgspec.Struct, frozen=True):
    """One end of a frame of the rules: its polarity, its probability, and whether it is the holder's end."""

    frame: int
    polarity: str
    p: float
    is_holder: bool


class Scene:
    """One parsed article, ready for scoring."""

    def __init__(
        self,
        parse: Parse,
        lexicon: Lexicon,
        recognised: Iterable[tuple[int, int, str]] = (),
        reading: Reading | None = None,
    ) -> None:
        """``recognised`` are the recogniser's names, ``(start, end, label)``; ``reading`` is what the rules read, if they
        have read it already."""
        self.parse = parse
        self.words = parse.words
        self.lexicon = lexicon
        self.speech = Speech(parse, lexicon) if reading is None else reading.speech
        self._frames = None if reading is None else reading.frames
        self._starts = [w.start for w in parse.words]
        self._negated: dict[int, bool] = {}
        self._keys: dict[int, str] = {}
        self._values: dict[int, float] = {}
        self._signs: dict[int, int] = {}
        self.parts: dict[tuple[str, int], dict[str, float]] = {}
        """Features that several pairs share, by kind and number of sentence or word, once they have been asked for."""
        self._facts: list[tuple[str, int, float] | None] = [None] * len(parse.words)
        self._opinions: dict[int, list[tuple[Word, float, int]]] = {}
        self._sources: dict[int, Word | None] = {}
        self._voices: dict[tuple[int, int], list[tuple[Voice, bool]]] = {}
        self.looks: dict[int, NDArray[np.float16]] = {}
        """What the network sees of the words of a sentence, by its number; kept here for all mentions in it."""
        self._labels: dict[int, str] = {}
        for start, end, label in recognised:
            for number in range(*self._numbers(start, end)):
                self._labels[number] = label

    def _numbers(self, start: int, end: int) -> tuple[int, int]:
        """The numbers of the words that a range touches, half-open."""
        first = bisect_left(self._starts, start)
        if first and self.words[first - 1].end > start:
            first -= 1
        return first, bisect_left(self._starts, end)

    def place(self, span: Range) -> Place | None:
        """The words of a mention, None when it has none."""
        first, end = self._numbers(span.start, span.end)
        last = end - 1
        if first > last:
            return None
        own = self.words[first : last + 1]
        head = next((w for w in reversed(own) if w.head is w or not first <= w.head.i <= last), own[-1])
        label = next((self._labels[i] for i in range(first, end) if i in self._labels), "")
        return Place(first, last, head, label)

    def negated(self, word: Word) -> bool:
        """True for a word that is denied, refused or did not happen."""
        found = self._negated.get(word.i)
        if found is None:
            found = grammar.negation(word) is not None
            if word.dep in ("xcomp", "ccomp") and word.head.lemma in _REFUSING:
                found = not found
            self._negated[word.i] = found
        return found

    def key(self, word: Word) -> str:
        """The lemma, marked when it is negated."""
        found = self._keys.get(word.i)
        if found is None:
            found = self._keys[word.i] = ("!" if self.negated(word) else "") + word.lemma
        return found

    def value(self, word: Word) -> float:
        """How good or bad the word sounds (-4 to 4), turned round when it is negated."""
        found = self._values.get(word.i)
        if found is None:
            found = valence_of(word.low) if word.part in _OPEN or word.part == "INTJ" else 0.0
            if found and (self.negated(word) or (word.head is not word and self.negated(word.head))):
                found *= -0.7
            self._values[word.i] = found
        return found

    def sign(self, word: Word) -> int:
        """What the stance lexicon says of the word: 1 for, -1 against, 0 nothing; turned round when it is negated."""
        found = self._signs.get(word.i)
        if found is None:
            found = _sign(self.lexicon, word)
            if found and self.negated(word):
                found = -found
            self._signs[word.i] = found
        return found

    def facts(self, word: Word) -> tuple[str, int, float]:
        """Key, sign and value of a word at once."""
        found = self._facts[word.i]
        if found is None:
            found = self._facts[word.i] = (self.key(word), self.sign(word), self.value(word))
        return found

    def opinions(self, sentence: int) -> list[tuple[Word, float, int]]:
        """The words of a sentence that are worth something: with their value and sign."""
        found = self._opinions.get(sentence)
        if found is None:
            known = self.lexicon.judging
            worth = (
                w for w in self.parse.sentences[sentence] if w.lemma in known or w.low in known or valence_of(w.low)
            )
            rated = ((w, self.value(w), self.sign(w)) for w in worth)
            found = self._opinions[sentence] = [r for r in rated if r[1] or r[2]]
        return found

    def source(self, word: Word) -> Word | None:
        """Who tells of what a word says, as :meth:`Speech.source` has it."""
        if word.i not in self._sources:
            self._sources[word.i] = self.speech.source(word)
        return self._sources[word.i]

    @cached_property
    def frames(self) -> Sequence[Frame]:
        """What the rules see, in the order of words."""
        if self._frames is None:
            self._frames = list(Frames(self.parse, self.lexicon, self.speech).find())
        return self._frames

    @cached_property
    def voices(self) -> dict[int, list[Voice]]:
        """For the number of a word the frames of the rules in which it is holder or target."""
        found: dict[int, list[Voice]] = {}
        for number, frame in enumerate(self.frames):
            for words, is_holder in ((frame.holders, True), (frame.targets, False)):
                for word in words:
                    found.setdefault(word.i, []).append(Voice(number, frame.polarity, frame.p, is_holder))
        return found

    def voices_of(self, place: Place) -> list[tuple[Voice, bool]]:
        """The ends of frames that are the mention (True) or of whose phrase it is a part (False)."""
        key = (place.first, place.last)
        if key in self._voices:
            return self._voices[key]
        found = [(v, True) for i in range(place.first, place.last + 1) for v in self.voices.get(i, ())]
        step = place.head
        for _ in range(3):
            if step.head is step or step.dep not in ("compound", "nmod", "poss", "amod", "pobj", "prep", "appos"):
                break
            step = step.head
            found += [(v, False) for v in self.voices.get(step.i, ())]
        self._voices[key] = found
        return found

    @cached_property
    def quoted(self) -> set[int]:
        """The numbers of the words that stand in quotation marks."""
        return {i for quote in self.parse.quotes for i in range(quote.first.i, quote.last.i + 1)}

    def path(self, a: Word, b: Word) -> tuple[list[Word], Word | None, list[Word]]:
        """From ``a`` up to (not with) the word above both, that word, and down to ``b``; None in two sentences."""
        up: list[Word] = []
        down: list[Word] = []
        if a.sentence != b.sentence:
            return up, None, down
        above = {id(a), *map(id, a.ancestors())}
        while id(b) not in above:
            if b.head is b:
                return up, None, down
            down.append(b)
            b = b.head
        while a is not b:
            up.append(a)
            a = a.head
        down.reverse()
        return up, b, down


def scene_of(doc: Doc, lexicon: Lexicon) -> Scene:
    """The scene of a spaCy document that has been parsed."""
    return Scene(read_doc(doc), lexicon, recognised(doc))


def recognised(doc: Doc) -> list[tuple[int, int, str]]:
    """What the recogniser names in a document: start, end, label."""
    return [(e.start_char, e.end_char, e.label_) for e in doc.ents]


def _sign(lexicon: Lexicon, word: Word) -> int:
    tables = {"VERB": lexicon.verbs, "NOUN": lexicon.nouns, "PROPN": lexicon.nouns, "ADJ": lexicon.adjectives}
    entries = tables.get(word.part, {}).get(word.lemma, ())
    if not entries and word.part == "NOUN":
        entries = lexicon.agents.get(word.lemma, ())
    for entry in reversed(entries):
        if entry.polarity in ("favor", "against") and not entry.only_negated:
            return 1 if entry.polarity == "favor" else -1
    return lexicon.judgement(word.lemma, word.low) if word.part != "VERB" else 0
