"""Near-duplicate articles with different gold, compared sentence by sentence.

Agency copy, updates and reprints differ as a whole, but most of their sentences are the same to the letter. What is kept
of each sentence while learning are two hashes, of its words and of its gold: 16 bytes, so that 100,000 articles fit.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from annotator.doubts.base import Case, Check, Doubt, make_doubt
from annotator.edits import shorten
from annotator.spans import Range

_LEAST = 8
"""Words in a sentence that tells who copied whom; a shorter one may stand anywhere."""
_SENTENCE = regex.compile(r"\S.*?(?:[.!?…]+[\"'”’»)\]]*(?=\s|$)|$)", regex.MULTILINE)
Mark = tuple[int, int, str, str]
"""What is marked in a sentence: start and end (code points from its start), "mention" or "cue", label or polarity."""


@dataclass(frozen=True, slots=True)
class _Copy:
    """A sentence of an article, and what is marked in it."""

    article: str
    title: str
    start: int
    text: str
    marks: tuple[Mark, ...]

    def words(self, span: Range) -> str:
        return " ".join(span.of(self.text).split())

    def name(self, other: _Copy) -> str:
        """Where the same sentence stands too, as told beside ``other``."""
        if self.article == other.article:
            return "elsewhere in this article"
        known = f" ({shorten(self.title)})" if self.title != other.title else ""
        return f"in {self.article}{known}"


class Copies(Check):
    """Sentences that are marked otherwise than the same sentences in other articles."""

    name = "copies"
    title = "the same sentence marked otherwise"
    learns = True

    def __init__(self) -> None:
        self._words = array("Q")
        self._gold = array("Q")
        self._usual: dict[int, tuple[int, float]] | None = None
        self._shown: dict[int, _Copy] = {}
        self._waiting: dict[int, list[_Copy]] = {}

    def learn(self, case: Case) -> None:
        """Keep two hashes of each sentence."""
        for words, gold, _copy in _copies(case):
            self._words.append(words)
            self._gold.append(gold)

    def doubts(self, case: Case) -> Iterator[Doubt]:
        """One doubt for each place where a sentence differs from the gold that most copies have; of equals, the first.

        A copy that comes before the first with the usual gold waits for it: its doubts are told with that article.
        """
        usual = self._known()
        for words, gold, copy in _copies(case):
            if words not in usual:
                continue
            wanted, share = usual[words]
            shown = self._shown.get(words)
            if gold == wanted:
                if shown is None:
                    self._shown[words] = copy
                    for waiting in self._waiting.pop(words, ()):
                        yield from _differences(self.name, waiting, copy, share)
            elif shown is not None:
                yield from _differences(self.name, copy, shown, share)
            else:
                self._waiting.setdefault(words, []).append(copy)

    def _known(self) -> dict[int, tuple[int, float]]:
        """The sentences whose copies differ: the hash of the gold that most have, and how large a share that is."""
        if self._usual is None:
            self._usual = _usual(self._words, self._gold)
            self._words, self._gold = array("Q"), array("Q")
        return self._usual


def _usual(words: array[int], gold: array[int]) -> dict[int, tuple[int, float]]:
    import numpy as np  # millions of sentences would take minutes without it

    if not words:
        return {}
    texts, marks = np.frombuffer(words, np.uint64), np.frombuffer(gold, np.uint64)
    order = np.argsort(texts, kind="stable")
    begins = np.flatnonzero(np.concatenate(([True], np.diff(texts[order]) != 0)))
    lowest, highest = (f.reduceat(marks[order], begins) for f in (np.minimum, np.maximum))
    ends = np.append(begins[1:], len(order))
    found = {}
    for at in np.flatnonzero(lowest != highest):
        group = order[begins[at] : ends[at]]
        (most, often), *_ = Counter(marks[group].tolist()).most_common(1)
        found[int(texts[group[0]])] = most, often / len(group)
    return found


def _copies(case: Case) -> Iterator[tuple[int, int, _Copy]]:
    """The hashes of each sentence's words and gold, and the sentence; none of boilerplate."""
    text, title = case.article.text, case.article.title
    marks = sorted(_marks(case))
    at = 0
    for found in _SENTENCE.finditer(text):
        span = Range(*found.span())
        while at < len(marks) and marks[at][0] < span.start:
            at += 1
        if found[0].count(" ") + 1 < _LEAST or case.is_boilerplate(span):
            continue
        inner: list[Mark] = []
        for start, end, kind, label in marks[at:]:
            if start >= span.end:
                break
            if end <= span.end:
                inner.append((start - span.start, end - span.start, kind, label))
        copy = _Copy(case.article.id, title, span.start, found[0], tuple(inner))
        yield _hash(found[0]), _hash(repr(inner)), copy


def _marks(case: Case) -> Iterator[Mark]:
    for mention in case.annotation.mentions.values():
        yield mention.start, mention.end, "mention", mention.label
    for stance in case.annotation.stances.values():
        for cue in stance.cues:
            yield cue.start, cue.end, "cue", stance.polarity


def _hash(words: str) -> int:
    return int.from_bytes(hashlib.blake2b(words.encode(errors="surrogatepass"), digest_size=8).digest(), "big")


def _differences(check: str, here: _Copy, there: _Copy, share: float) -> Iterator[Doubt]:
    """A doubt for each range that is marked otherwise here; a range with other edges is told once."""
    own, other = _by_range(here.marks), _by_range(there.marks)
    for key in sorted(own.keys() | other.keys()):
        span, kind = Range(key[0], key[1]), key[2]
        mine, theirs = own.get(key, ""), other.get(key, "")
        if mine == theirs or (not mine and _overlapping(key, own.keys() - other.keys())):
            continue
        moved = _overlapping(key, other.keys() - own.keys()) if not theirs else None
        said = theirs or "not marked"
        if moved is not None:
            said = f"“{here.words(moved)}” is {other[(moved.start, moved.end, kind)]}"
        reason = f"{'A cue is' if kind == 'cue' else 'It is'} {mine or 'not marked'} here; {said} in the same sentence "
        place = Range(here.start + span.start, here.start + span.end)
        gold = (kind, mine, said)
        yield make_doubt(check, here.article, place, here.words(span), f"{reason}{there.name(here)}.", gold, rank=share)


def _by_range(marks: tuple[Mark, ...]) -> dict[tuple[int, int, str], str]:
    found: dict[tuple[int, int, str], str] = {}
    for start, end, kind, label in marks:
        known = found.get((start, end, kind))
        found[(start, end, kind)] = label if known is None else f"{known}, {label}"
    return found


def _overlapping(key: tuple[int, int, str], others: set[tuple[int, int, str]]) -> Range | None:
    """The first of some other ranges of the same kind that overlaps one."""
    span = Range(key[0], key[1])
    found = sorted(o for o in others if o[2] == key[2] and o != key and Range(o[0], o[1]).overlaps(span))
    return Range(found[0][0], found[0][1]) if found else None
