"""Mentions: the likeliest of all candidates, with clean edges, a calibrated probability, and the next-best labels."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping

import msgspec

from annotator.records import Choice
from annotator.spans import Range, trim
from annotator.suggest.candidates import Candidate, Words
from annotator.suggest.edges import clean
from annotator.suggest.labelling import Scored, default_table, labels_of, score, why
from annotator.suggest.softmax import Softmax
from annotator.titles import with_title, without_title

LABELS = ("PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART")
"""The labels that the table of clues knows; dates, numbers and the like are not what a curator annotates."""

SHOWN = 0.35
"""From which probability of its likeliest class on a candidate is suggested; in cross-fitting strict F1 is best near it."""
SURE_EDGES = 0.5
"""With edges so likely it is suggested, whatever it may be: another label is one key."""
UNKNOWN_PRECISION = 0.7
"""Taken for a label that the table does not know, when the pipeline does not publish its precision."""
STRANGE_TEXT = 0.8
"""How much of its published precision such a label keeps on articles that the pipeline was not trained on: a guess."""
MOST_OTHERS = 3
_LEAST_OTHER = 0.01


class Found(msgspec.Struct, frozen=True):
    """A range that names something; ``p`` is how likely range and label are right, ``why`` says it in words."""

    start: int
    end: int
    label: str
    p: float
    why: str = ""
    others: tuple[Choice, ...] = ()

    @property
    def range(self) -> Range:
        """Its place in the text."""
        return Range(self.start, self.end)

    def p_of(self, label: str) -> float:
        """How likely it is right with a label."""
        return self.p if label == self.label else next((o.p for o in self.others if o.label == label), 0.0)


def find_mentions(
    words: Words,
    recognised: Iterable[tuple[int, int, str]],
    table: Softmax | None = None,
    precision: Mapping[str, float] | None = None,
    taught: Collection[str] = (),
    groups: bool = False,
) -> list[Found]:
    """The mentions of an article, in reading order, none overlapping another; civil titles are taken into them.

    ``recognised`` are the recogniser's ``(start, end, label)`` in code points; ``precision`` is what the pipeline
    publishes for labels that the table does not know, from 0 to 1. ``taught`` are labels that the recogniser learnt from
    gold: there its word is the last, its edges are the curators' own, and its precision was measured on their articles.
    With ``groups`` noun groups may be mentions too.
    """
    text = words.text
    used = table or default_table()
    marks = list(recognised)
    found = _as_taught(text, (m for m in marks if m[2] in taught), precision or {})
    marks = [m for m in marks if m[2] not in taught]
    strange = [m for m in marks if m[2] not in LABELS and m[2] not in used.classes]
    known = known_marks(text, (m for m in marks if m not in strange))
    for start, end, label in sorted(strange):
        span = clean(text, Range(start, end), label)
        if span is not None and not any(span.overlaps(f.range) for f in found):
            p = round((precision or {}).get(label, UNKNOWN_PRECISION) * STRANGE_TEXT, 3)
            found.append(Found(span.start, span.end, label, p, f"recognised as {label}"))
    found.sort(key=lambda f: f.start)
    for item in sorted(score(words, known, used, groups), key=lambda s: -s.p):
        if item.best < SHOWN and item.p < SURE_EDGES:
            continue
        span = with_title(text, item.candidate.range)
        at = bisect_left(found, span.end, key=lambda f: f.start)
        if not at or found[at - 1].end <= span.start:
            made = _mention(text, span, item, why(item, used))
            if made.label not in taught:
                found.insert(at, made)
    return found


def _as_taught(text: str, marks: Iterable[tuple[int, int, str]], precision: Mapping[str, float]) -> list[Found]:
    found: list[Found] = []
    for start, end, label in sorted(marks):
        span = trim(text, Range(start, end))
        if span is not None:
            p = round(precision.get(label, UNKNOWN_PRECISION), 3)
            found.append(Found(span.start, span.end, label, p, f"recognised as {label}, as it was taught"))
    return found


def known_marks(text: str, recognised: Iterable[tuple[int, int, str]]) -> list[Candidate]:
    """What the recogniser marked, with clean edges and without civil titles, as candidates in reading order."""
    spans = ((clean(text, Range(start, end), label), label) for start, end, label in sorted(recognised))
    bare = ((without_title(text, span), label) for span, label in spans if span is not None)
    return [Candidate(span.start, span.end, label) for span, label in bare]


def _mention(text: str, span: Range, item: Scored, reason: str) -> Found:
    (label, p), *others = labels_of(text, item)
    rest = tuple(Choice(name, round(q, 3)) for name, q in others[:MOST_OTHERS] if q >= _LEAST_OTHER)
    return Found(span.start, span.end, label, round(p, 3), reason, rest)


def labelled(found: Found, label: str, reason: str, p: float | None = None) -> Found:
    """The same mention with another label; the label that it had becomes one of the others."""
    if label == found.label:
        return found
    rest = {o.label: o.p for o in found.others if o.label != label} | {found.label: found.p}
    ranked = sorted(rest.items(), key=lambda item: -item[1])[:MOST_OTHERS]
    chosen = found.p_of(label) if p is None else p
    return msgspec.structs.replace(
        found, label=label, p=round(chosen, 3), why=reason, others=tuple(Choice(name, q) for name, q in ranked)
    )
