"""What may be a name: what the recogniser marked, runs of proper nouns, and the same words elsewhere in the article."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from annotator.spans import Range
from annotator.suggest.edges import TITLED, clean
from annotator.suggest.groups import DETERMINERS, find_groups
from annotator.suggest.people import OFFICES, PARTICLES

_PROPER = ("NNP", "NNPS")
_LINKS = frozenset({"of", "the", "for", "&", "and", "on", "'s", "’s", *PARTICLES})
"""Small words inside a name ("Bank of England"), at most two in a row."""
_LONGEST = 12
"""How many words a run may have; a longer one is a line in capitals."""


class Words(msgspec.Struct, frozen=True):
    """An article as words: where each starts and ends (code points), its tag of the Penn treebank (or ""), and whether it
    begins a sentence."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    tags: Sequence[str]
    firsts: Sequence[bool]
    words: Sequence[str] = ()
    propers: Sequence[bool] = ()
    """Whether each is written like a name: a proper noun, or a capital that begins no sentence."""

    def __post_init__(self) -> None:
        words = [self.text[start:end] for start, end in zip(self.starts, self.ends, strict=True)]
        marks = zip(words, self.tags, self.firsts, strict=True)
        msgspec.structs.force_setattr(self, "words", words)
        msgspec.structs.force_setattr(self, "propers", [_proper(*mark) for mark in marks])

    def cover(self, span: Range) -> tuple[int, int]:
        """The first word of ``span``, and the one behind its last."""
        return bisect_right(self.ends, span.start), bisect_left(self.starts, span.end)

    def word(self, i: int) -> str:
        """The word with that number, "" beyond both ends."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def tag(self, i: int) -> str:
        """Its tag, "" beyond both ends."""
        return self.tags[i] if 0 <= i < len(self.tags) else ""

    def proper(self, i: int) -> bool:
        """True when it is written like a name; False beyond both ends."""
        return 0 <= i < len(self.propers) and self.propers[i]


def _proper(word: str, tag: str, first: bool) -> bool:
    if word.islower() or not word[:1].isalnum() or word == word.lower():
        return False
    return tag in _PROPER or not (first or tag.startswith("PRP"))


class Candidate(msgspec.Struct, frozen=True):
    """A range that may be a name; ``label`` is the recogniser's, or "" when it marked another range or none."""

    start: int
    end: int
    label: str = ""

    @property
    def range(self) -> Range:
        """Its place in the text."""
        return Range(self.start, self.end)


def find_candidates(words: Words, recognised: Iterable[Candidate], groups: bool = False) -> list[Candidate]:
    """All that may be names, in reading order; they overlap. ``recognised`` have clean edges.

    With ``groups`` noun groups and pronouns too: for gold that marks "the talks" or "they".
    """
    found = {(c.start, c.end): c for c in recognised}
    names = list(found.values())
    for span in (*_runs(words), *_repeats(words, names), *_titled(words.text)):
        found.setdefault((span.start, span.end), Candidate(span.start, span.end))
    if groups:
        for first, last in sorted({*find_groups(words.tags, words.words, words.firsts), *_determined(words, found)}):
            found.setdefault(
                (words.starts[first], words.ends[last - 1]), Candidate(words.starts[first], words.ends[last - 1])
            )
    return sorted(found.values(), key=lambda c: (c.start, -c.end))


def _runs(words: Words) -> Iterator[Range]:
    """Proper nouns in a row, with and without small words between them, and without an office before them."""
    i = 0
    for at, proper in enumerate(words.propers):
        if at < i or not proper:
            continue
        i = at
        pieces = [(i, _end_of_run(words, i))]
        while (start := _after_link(words, pieces[-1][1])) is not None:
            pieces.append((start, _end_of_run(words, start)))
        i = pieces[-1][1]
        for first, last in {*pieces, (pieces[0][0], pieces[-1][1])}:
            if last - first <= _LONGEST:
                yield from _cleaned(words.text, Range(words.starts[first], words.ends[last - 1]))


def _determined(words: Words, ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Names with the determiner before them, as numbers of words."""
    for start, end in ranges:
        first, last = words.cover(Range(start, end))
        if words.tag(first - 1) in DETERMINERS and first < last:
            yield first - 1, last


def _cleaned(text: str, span: Range) -> Iterator[Range]:
    found = clean(text, span)
    if found is not None:
        yield found
        if found.of(text).split(maxsplit=1)[0].rstrip(".").lower() in OFFICES:
            bare = clean(text, found, "PERSON")
            if bare is not None:
                yield bare


def _end_of_run(words: Words, i: int) -> int:
    while words.proper(i):
        i += 1
    return i


def _after_link(words: Words, i: int) -> int | None:
    """Where the name goes on behind one or two small words."""
    for n in (1, 2):
        if words.word(i + n - 1).lower() not in _LINKS:
            return None
        if words.proper(i + n):
            return i + n
    return None


def _repeats(words: Words, names: Iterable[Candidate]) -> Iterator[Range]:
    """The words of recognised names wherever else they stand as whole words."""
    known: dict[str, set[tuple[str, ...]]] = {}
    for name in names:
        first, last = words.cover(name.range)
        parts = tuple(words.word(k) for k in range(first, last))
        if parts and any(c.isupper() for c in name.range.of(words.text)):
            known.setdefault(parts[0], set()).add(parts)
    if not known:
        return
    for i, word in enumerate(words.words):
        for parts in known.get(word, ()):
            last = i + len(parts)
            if tuple(words.words[i:last]) == parts:
                span = clean(words.text, Range(words.starts[i], words.ends[last - 1]))
                if span is not None:
                    yield span


def _titled(text: str) -> Iterator[Range]:
    """Capitalised names behind a civil title, without it."""
    for match in TITLED.finditer(text):
        span = clean(text, Range(match.start("name"), match.end("name")), "PERSON")
        if span is not None:
            yield span
