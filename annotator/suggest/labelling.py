"""How likely a candidate is a name, and of what: the labels with their probabilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

import msgspec

from annotator.suggest.candidates import Candidate, Words, find_candidates
from annotator.suggest.clues import Clues
from annotator.suggest.finer import FINE, shared, told
from annotator.suggest.people import fold
from annotator.suggest.softmax import Example, Softmax

NONE = "NONE"
"""The class of what is no name, or not with these edges."""
CLASSES = ("PERSON", "ORG", "PLACE", "NORP", "OTHER", NONE)
"""What public corpora tell apart; the finer labels follow from the recogniser's and from lists."""

_TITLED_NONE = 0.15
"""At most so likely is a name behind a civil title none."""


class Scored(msgspec.Struct, frozen=True):
    """A candidate with its clues and the probabilities of its classes.

    ``p`` is how likely its edges are right, ``best`` how likely the likeliest class is.
    """

    candidate: Candidate
    of_class: Mapping[str, float]
    p: float
    best: float
    clues: Sequence[str] = ()


@cache
def default_table() -> Softmax:
    """The model that comes with the program."""
    return Softmax.from_bytes(files("annotator").joinpath("data/labels.json").read_bytes())


def score(words: Words, recognised: Sequence[Candidate], table: Softmax, groups: bool = False) -> list[Scored]:
    """All candidates of an article, scored; they overlap. With ``groups`` noun groups are candidates too."""
    candidates = find_candidates(words, recognised, groups)
    clues = Clues(words, candidates)
    rows = [clues.of(c) for c in candidates]
    scored: list[Scored] = []
    for candidate, row, sums in zip(candidates, rows, table.probabilities(rows), strict=True):
        of_class = dict(zip(table.classes, map(float, sums), strict=True))
        none = of_class.pop(NONE, 0.0)
        if "titled" in row and "PERSON" in of_class:
            none = min(none, _TITLED_NONE)
            of_class = {name: (1 - none) * (name == "PERSON") for name in of_class}
        scored.append(Scored(candidate, of_class, 1 - none, max(of_class.values(), default=0.0), row))
    return scored


def labels_of(text: str, item: Scored) -> list[tuple[str, float]]:
    """The labels of a candidate, likeliest first: those of each class have their shares of its probability."""
    folded = fold(item.candidate.range.of(text))
    labels: dict[str, float] = {}
    for name, p in item.of_class.items():
        within = FINE.get(name)
        shares = shared(within, told(within, item.candidate.label, folded)) if within is not None else {name: 1.0}
        for label, share in shares.items():
            labels[label] = labels.get(label, 0.0) + p * share
    return sorted(labels.items(), key=lambda label: -label[1])


_SAID = {
    "titled": "a civil title stands before it",
    "office": "an office stands before it",
    "is country": "a country",
    "is people": "a people",
    "is city": "a city",
    "is state": "a state",
    "is region": "a region",
    "ends": "its last word says so",
    "elsewhere": "read so elsewhere in the article",
    "in longer": "part of a longer name in the article",
    "given": "a common given name",
    "before": "by the words around it",
    "after": "by the words around it",
}
"""What clues say for a curator, by their first word or two."""
_LEAST_SAID = 0.3
"""A clue with less weight than this is no reason that is worth telling."""


def why(item: Scored, table: Softmax) -> str:
    """The clue that says most for the likeliest class, in words; how it was recognised when none says much."""
    column = table.classes.index(max(item.of_class, key=lambda name: item.of_class[name]))
    best, most = "", _LEAST_SAID
    for clue in item.clues:
        words = _said(clue)
        if words and (weight := table.weight(clue, column)) > most:
            best, most = words, weight
    if not item.candidate.label:
        return best or "written like a name"
    return f"recognised as {item.candidate.label}" + (f"; {best}" if best else "")


@lru_cache(maxsize=50_000)
def _said(clue: str) -> str:
    parts = clue.split(" ", 2)
    return _SAID.get(parts[0]) or _SAID.get(" ".join(parts[:2]), "")


class Marked(msgspec.Struct, frozen=True):
    """An article to learn from: its words, what the recogniser marked, and the names that it should have.

    ``right`` are classes or labels by range; ``open`` ranges are neither names nor none.
    """

    id: str
    words: Words
    recognised: tuple[Candidate, ...]
    right: Mapping[tuple[int, int], str]
    open: tuple[tuple[int, int], ...] = ()


def examples_of(article: Marked, groups: bool = False) -> list[Example]:
    """What an article teaches: one example for each candidate about which its gold says something."""
    candidates = find_candidates(article.words, article.recognised, groups)
    clues = Clues(article.words, candidates)
    found: list[Example] = []
    for c in candidates:
        answer = article.right.get((c.start, c.end))
        if answer is None and any(start < c.end and c.start < end for start, end in article.open):
            continue
        found.append(Example(clues.of(c), answer or NONE, article.id))
    return found
