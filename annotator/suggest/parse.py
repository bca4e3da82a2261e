"""A parsed article as plain objects, so that the rules need no spaCy: words with heads, sentences, quotations.

Offsets are code points of the untouched text. Dependency labels and tags are those of spaCy's English pipelines
(ClearNLP dependencies, Penn tags).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from annotator.spans import Range

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc

_STRAIGHT = '"'
_CLOSING = {"“": "”", "„": "“", "«": "»", "``": "''", _STRAIGHT: _STRAIGHT}


class Word:
    """One token of the parse, never white space.

    ``part`` is the part of speech, ``tag`` the finer one; the ``head`` of a root is the word itself; ``left`` and
    ``right`` are the indices of the first and last word that hang on it; ``phrases`` keeps what was once worked out.
    """

    __slots__ = (
        "children", "dep", "end", "head", "i", "left", "lemma", "low", "part", "phrases", "right", "sentence",
        "start", "tag", "text",
    )  # fmt: skip

    def __init__(self, i: int, text: str, start: int, lemma: str, part: str, tag: str, dep: str) -> None:
        self.i = i
        self.text = text
        self.low = text.lower().replace("’", "'")
        self.start = start
        self.end = start + len(text)
        self.lemma = lemma.lower() or self.low
        self.part = part
        self.tag = tag
        self.dep = dep
        self.head = self
        self.children: Sequence[Word] = ()
        self.left = self.right = i
        self.sentence = 0
        self.phrases: dict[tuple[bool, bool], tuple[int, int]] | None = None

    def __repr__(self) -> str:
        return f"{self.text}/{self.dep}"

    @property
    def range(self) -> Range:
        """Its place in the text."""
        return Range(self.start, self.end)

    def child(self, *deps: str) -> Word | None:
        """The first child with one of these dependencies, or None."""
        for child in self.children:
            if child.dep in deps:
                return child
        return None

    def all(self, *deps: str) -> list[Word]:
        """The children with one of these dependencies, in order."""
        return [c for c in self.children if c.dep in deps] if self.children else []

    def ancestors(self) -> Iterator[Word]:
        """Its head, the head's head, and so on up to the root."""
        word = self
        while word.head is not word:
            word = word.head
            yield word

    def covers(self, other: Word) -> bool:
        """True when ``other`` is this word or hangs on it."""
        return other is self or any(a is self for a in other.ancestors())


class Parse:
    """The words and sentences of an article. ``sentences`` are lists of words in order, never empty."""

    def __init__(self, text: str, words: list[Word], sentences: list[list[Word]]) -> None:
        self.text = text
        self.words = words
        self.sentences = sentences
        below: dict[int, list[Word]] = {}
        for number, sentence in enumerate(sentences):
            for word in sentence:
                word.sentence = number
                if word.head is not word:
                    below.setdefault(word.head.i, []).append(word)
        for i, children in below.items():
            words[i].children = children
        for word in words:
            for ancestor in word.ancestors():
                if ancestor.left <= word.i <= ancestor.right:
                    break  # so have all that are above it
                if word.i < ancestor.left:
                    ancestor.left = word.i
                else:
                    ancestor.right = word.i

    def span(self, first: Word, last: Word) -> Range:
        """The range from the first word's start to the last word's end."""
        return Range(first.start, last.end)

    @cached_property
    def lines(self) -> list[int]:
        """For each sentence the number of the line (paragraph) in which it stands."""
        numbers: list[int] = []
        line = at = 0
        for sentence in self.sentences:
            line += self.text.count("\n", at, sentence[0].start)
            at = sentence[0].start
            numbers.append(line)
        return numbers

    @cached_property
    def quotes(self) -> list[Quote]:
        """The passages between quotation marks, in order; one that is not closed ends with its line."""
        return list(_quotes(self))

    @cached_property
    def _quote_of(self) -> dict[int, Quote]:
        return {i: quote for quote in self.quotes for i in range(quote.first.i, quote.last.i + 1)}

    def quote_at(self, word: Word) -> Quote | None:
        """The quotation in which a word stands, or None."""
        return self._quote_of.get(word.i)


class Quote(NamedTuple):
    """A passage between quotation marks: its first and last word, without the marks."""

    first: Word
    last: Word


def read_doc(doc: Doc) -> Parse:
    """The parse of a spaCy document; without a parser in the pipeline each line is a sentence of loose words."""
    parsed = doc.has_annotation("DEP")
    columns = doc.to_array(["ORTH", "LEMMA", "POS", "TAG", "DEP", "HEAD", "SENT_START", "IDX"])
    strings = doc.vocab.strings
    texts, lemmas, parts, tags, deps = (_words(strings, columns[:, n]) for n in range(5))
    heads, starts, places = (columns[:, n].astype("int64").tolist() for n in range(5, 8))
    words: dict[int, Word] = {}
    sentences: list[list[Word]] = []
    fresh = True
    for i, text in enumerate(texts):
        if text.isspace():
            fresh = fresh or "\n" in text
            continue
        word = Word(len(words), text, places[i], lemmas[i], parts[i], tags[i], deps[i])
        words[i] = word
        if fresh or not sentences or starts[i] == 1:
            sentences.append([])
        sentences[-1].append(word)
        fresh = False
    number = {word.i: k for k, sentence in enumerate(sentences) for word in sentence}
    for i, word in words.items() if parsed else ():
        head = words.get(i + heads[i])
        if head is not None and number[head.i] == number[word.i]:
            word.head = head
    return Parse(text_of(doc), list(words.values()), sentences)


def text_of(doc: Doc) -> str:
    """``doc.text``, several times faster on long documents."""
    columns = doc.to_array(["ORTH", "SPACY"])
    spaces = columns[:, 1].tolist()
    return "".join([w + " " if s else w for w, s in zip(_words(doc.vocab.strings, columns[:, 0]), spaces, strict=True)])


def _words(strings: StringStore, column: NDArray[np.generic]) -> list[str]:
    """The strings of a column of hashes."""
    hashes, rows = np.unique(column, return_inverse=True)
    words = [strings[value] if value else "" for value in hashes.tolist()]
    return [words[row] for row in rows.tolist()]


def _quotes(parse: Parse) -> Iterator[Quote]:
    for words in _by_line(parse):
        closing = ""
        inside: list[Word] = []
        for word in words:
            if closing and word.text == closing:
                if inside:
                    yield Quote(inside[0], inside[-1])
                closing, inside = "", []
            elif closing:
                inside.append(word)
            else:
                closing = _CLOSING.get(word.text, "")
        if closing != _STRAIGHT and inside:
            yield Quote(inside[0], inside[-1])


def _by_line(parse: Parse) -> Iterator[list[Word]]:
    for _, group in groupby(zip(parse.lines, parse.sentences, strict=True), key=lambda pair: pair[0]):
        yield [word for _, sentence in group for word in sentence]
