"""Noun groups by the tags of their words, whole and without what stands first: what gold may mark that is no name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

DETERMINERS = frozenset({"DT", "PRP$", "PDT"})
"""Tags (Penn treebank) of what may stand before a name that is marked with it ("the Coalition")."""
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_BEFORE = DETERMINERS | {"JJ", "JJR", "JJS", "VBN", "VBG", "CD", "RB"}
_INSIDE = _BEFORE | _NOUNS | {"POS", "HYPH"}
_PRONOUNS = frozenset({"PRP", "WP"})
_LINKS = frozenset({"of", "for", "in"})
_LONGEST = 12
"""Words; a longer run of nouns is a list."""


def find_groups(tags: Sequence[str], words: Sequence[str], firsts: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Each group as the number of its first word and of the one behind its last; they overlap."""
    at = 0
    while at < len(tags):
        end = _run(tags, firsts, at)
        if end > at:
            yield from _groups(tags, words, firsts, at, end)
        elif tags[at] in _PRONOUNS:
            yield at, at + 1
        at = max(end, at + 1)


def _run(tags: Sequence[str], firsts: Sequence[bool], first: int) -> int:
    """Where words end that may belong to one group; a sentence ends it too."""
    end = first
    while end < len(tags) and tags[end] in _INSIDE and (end == first or not firsts[end]):
        end += 1
    return end


def _groups(
    tags: Sequence[str], words: Sequence[str], firsts: Sequence[bool], first: int, end: int
) -> Iterator[tuple[int, int]]:
    """The groups of one run: down to its nouns, and with what follows behind "of"."""
    last = _behind_noun(tags, first, end)
    if last == first or end - first > _LONGEST:
        return
    start = first
    yield start, last
    while start < last - 1 and tags[start] in _BEFORE:
        start += 1
        yield start, last
    if last < len(words) and words[last].lower() in _LINKS:
        further = _behind_noun(tags, last + 1, _run(tags, firsts, last + 1))
        if further > last + 1:
            yield first, further
            if tags[first] in DETERMINERS:
                yield first + 1, further


def _behind_noun(tags: Sequence[str], first: int, end: int) -> int:
    """The number of the word behind the last noun; ``first`` without any."""
    while end > first and tags[end - 1] not in _NOUNS:
        end -= 1
    return end
