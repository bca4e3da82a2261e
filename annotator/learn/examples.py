"""From gold to what spaCy's recogniser learns from: lines with whole tokens and no two spans that overlap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from annotator.learn.split import Pair
from annotator.records import Mention
from annotator.suggest.pipeline import LINE
from annotator.suggest.reading import reading_copy

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.training import Example

LEAST = 8
"""A label with fewer mentions in the taught gold is not taught: it would be learnt by heart."""
MOST_NESTED = 0.25
"""A label of which more mentions hold or lie in a mention of another label is none for a tagger: it gives each word one."""
MOST_WORDS = 7
"""A label whose mentions have more words, on the average, is a matter for the parse, not for a tagger."""

Labelled = tuple[int, int, str]
"""A range of code points with a label."""


class Line(NamedTuple):
    """A line as the pipeline reads it, with what it should find there.

    ``unclear`` are ranges of which nothing is taught. A line with ``only_these`` is practice: it says what is there, and
    nothing of all other words.
    """

    text: str
    spans: tuple[Labelled, ...]
    unclear: tuple[tuple[int, int], ...] = ()
    only_these: bool = False


class Choice(NamedTuple):
    """Which labels are taught, and for each other label of the gold why it is not."""

    labels: tuple[str, ...]
    left_out: dict[str, str]


def choose_labels(gold: Sequence[Pair]) -> Choice:
    """The labels that make sense for a tagger of spans that do not overlap, judged by how the gold uses them."""
    count: Counter[str] = Counter()
    nested: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for article, annotation in gold:
        mentions = list(annotation.mentions.values())
        count.update(m.label for m in mentions)
        nested.update(_nested(mentions))
        for m in mentions:
            words[m.label] += len(m.range.of(article.text).split())
    left_out: dict[str, str] = {}
    for label, number in sorted(count.items()):
        if number < LEAST:
            left_out[label] = f"only {number} in the taught articles, it takes {LEAST}"
        elif nested[label] > MOST_NESTED * number:
            left_out[label] = f"{nested[label]} of {number} hold or lie in another mention"
        elif words[label] > MOST_WORDS * number:
            left_out[label] = f"{words[label] / number:.0f} words long on the average"
    return Choice(tuple(label for label in sorted(count) if label not in left_out), left_out)


def _nested(mentions: list[Mention]) -> Iterator[str]:
    """The label of each mention that holds or lies in one of another label; the longer phrase is the odd one."""
    ranked = sorted(mentions, key=lambda m: (m.start, -m.end))
    for number, outer in enumerate(ranked):
        for inner in ranked[number + 1 :]:
            if inner.start >= outer.end:
                break
            if inner.label != outer.label:
                yield outer.label
                break


def lines_of(pair: Pair, labels: Iterable[str]) -> Iterator[Line]:
    """The lines of an article with its mentions of some labels; boilerplate and empty lines are left out.

    Of mentions that overlap the longest is taught. Those that go over a line's end are unclear.
    """
    article, annotation = pair
    wanted = set(labels)
    spans = _outermost((m.start, m.end, m.label) for m in annotation.mentions.values() if m.label in wanted)
    at = 0
    for text in LINE.findall(reading_copy(article.text, annotation.sections)):
        start, at = at, at + len(text)
        here = [s for s in spans if s[0] < at and s[1] > start]
        if text.strip():
            inside = tuple((a - start, b - start, label) for a, b, label in here if a >= start and b <= at)
            unclear = tuple((max(a - start, 0), min(b, at) - start) for a, b, _ in here if a < start or b > at)
            yield Line(text, inside, unclear)


def _outermost(spans: Iterable[Labelled]) -> list[Labelled]:
    kept: list[Labelled] = []
    for start, end, label in sorted(set(spans), key=lambda s: (s[0] - s[1], s)):
        if all(end <= a or b <= start for a, b, _ in kept):
            kept.append((start, end, label))
    return sorted(kept)


class Teacher:
    """Makes examples for one pipeline, and counts the mentions whose edges are within a token (``unaligned``)."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self.unaligned = 0

    def example(self, line: Line, more: Iterable[Labelled] = ()) -> Example:
        """What the recogniser should make of a line; ``more`` is found there too where the gold leaves room.

        Tokens that a mention covers only partly are left open: nothing is learnt from them.
        """
        from spacy.training import Example

        doc = self._nlp.make_doc(line.text)
        taken = [False] * len(doc)
        ents, missing = [], []
        for start, end in line.unclear:
            if (part := doc.char_span(start, end, alignment_mode="expand")) is not None:
                missing.append(part)
                taken[part.start : part.end] = [True] * len(part)
        for number, (start, end, label) in enumerate([*line.spans, *more]):
            of_gold = number < len(line.spans)
            span = doc.char_span(start, end, label=label)
            if span is None and of_gold:
                self.unaligned += 1
                span = doc.char_span(start, end, alignment_mode="expand")
                if span is not None and not any(taken[span.start : span.end]):
                    missing.append(span)
                    taken[span.start : span.end] = [True] * len(span)
            elif span is not None and not any(taken[span.start : span.end]) and span.text.strip() == span.text:
                ents.append(span)
                taken[span.start : span.end] = [True] * len(span)
        doc.set_ents(ents, missing=missing, default="missing" if line.only_these else "outside")
        return Example(self._nlp.make_doc(line.text), doc)
