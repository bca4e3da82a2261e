"""Words that a curator may want to select: names and phrases to mark, and words that may show a stance.

The parse gives phrases and predicates (:class:`annotator.records.Outline`); names are seen by their capitals, so that there
is something to choose from before any model has read the article.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

import regex

from annotator.outline import sentence_number
from annotator.records import Outline
from annotator.spans import Range, Tokens, occurrences, trim

_WORD = r"\p{Lu}[\p{L}\p{M}\p{N}&.'’\-־]*"
_SMALL = r"(?:of(?: the)?|de(?: la)?|da|del|della|van|von|for|and|&|in)"
_NAME = rf"(?<![\p{{L}}\p{{N}}]){_WORD}(?:[ \u00a0](?:{_SMALL}[ \u00a0])?(?:{_WORD}|\p{{N}}+\b))*"
_PART = rf"[ \u00a0]{_SMALL}[ \u00a0]"
_OTHER_SCRIPT = r"\p{Lo}[\p{Lo}\p{M}־ ]*[\p{Lo}\p{M}]"
_OPENING = "“\"‘'«„(—–\n"
_BEHIND = 2
"""What stands before the place in hand counts as so many times as far away: one reads on."""

_FAR = 3.0


def markable(
    outline: Outline,
    tokens: Tokens,
    within: Range,
    near: int,
    *,
    taken: Collection[Range] = (),
    closed: Sequence[Range] = (),
    known: Iterable[str] = (),
) -> list[Range]:
    """What may be marked as a mention in ``within``, the likeliest and nearest to ``near`` first (code points).

    First come names, and words that are marked elsewhere (``known``); then topics, then other phrases. Left out is what
    is ``taken``, and what lies inside a ``closed`` range: a name that is marked as a whole.
    """
    text = tokens.text
    ranks: dict[Range, int] = {}

    def offer(spans: Iterable[Range], rank: Callable[[int], int]) -> None:
        for number, span in enumerate(spans):
            if within.contains(span) and span not in taken and not any(c.contains(span) for c in closed):
                ranks[span] = min(ranks.get(span, 9), rank(number))

    offer((place for words in set(known) for place in occurrences(text, words)), lambda _: 0)
    offer(_names(outline, text, within), lambda _: 0)
    offer(_parts_of_names(text, within), lambda _: 2)
    groups = _groups(outline.phrases)
    offer(outline.phrases, lambda number: 1 + groups[number])
    if not outline.phrases:
        offer((tokens[i] for i in range(len(tokens)) if tokens[i].of(text).isalnum()), lambda _: 4)
    return sorted(ranks, key=lambda span: (ranks[span], _distance(span, near), span.start, -span.end))


def cue_words(
    outline: Outline, tokens: Tokens, within: Range, near: int, ends: Sequence[Sequence[Range]] = ()
) -> list[Range]:
    """What may show a stance in ``within``, the likeliest first.

    First what stands in the sentence at ``near`` or soon after, and in sentences that name an end of the stance (``ends``
    are the mentions of holder and target); in a sentence first what the lexicon knows, then what is near.
    """
    known = {p.cue for p in outline.predicates if p.polarity is not None}
    every = {*known, *(p.cue for p in outline.predicates), *outline.cues}
    bare = {tokens[i] for i in range(len(tokens)) if tokens[i].of(tokens.text).isalnum()} - every
    here = sentence_number(outline, near)
    ranks = {
        number: _away(number - here) - sum(any(s.overlaps(m) for m in mentions) for mentions in ends)
        for number, s in enumerate(outline.sentences)
        if s.overlaps(within)
    }

    def key(span: Range) -> tuple[float, int, int, int, int]:
        rank = ranks.get(sentence_number(outline, span.start), 9)
        kind = 0 if span in known else 1 if span in every else 2
        return rank + 3 * (kind == 2), kind, _distance(span, near), span.start, -span.end

    return sorted((span for span in every | bare if within.contains(span)), key=key)


def _away(sentences: int) -> float:
    """How far a sentence is from the one in hand: what comes before it counts double; all that is far is equally far."""
    return min(_FAR, 0.5 * sentences if sentences >= 0 else -1.0 * sentences)


def _groups(phrases: Sequence[Range]) -> list[int]:
    """The number of the group in which each phrase stands: another begins where reading order starts again."""
    found: list[int] = []
    for number, span in enumerate(phrases):
        again = number > 0 and span.start < phrases[number - 1].start
        found.append((found[-1] if found else 0) + again)
    return found


def _distance(span: Range, near: int) -> int:
    return span.start - near if span.start >= near else (near - span.start) * _BEHIND


def _found(pattern: str, text: str, within: Range) -> Iterator[regex.Match[str]]:
    """The places of a pattern, which is compiled when it is first looked for."""
    return regex.finditer(pattern, text, pos=within.start, endpos=within.end)


def _names(outline: Outline, text: str, within: Range) -> Iterator[Range]:
    """Runs of words in capitals, unless a single one only begins a sentence; and words of scripts without capitals."""
    starts = {s.start for s in outline.sentences}
    for match in _found(_NAME, text, within):
        start = match.start()
        begins = (
            start in starts or text[max(0, start - 1)] in _OPENING or text[max(0, start - 2) : start] in (". ", "? ")
        )
        span = trim(text, Range(start, match.end()))
        if span is not None and (not begins or " " in span.of(text) or span.of(text).lower() == span.of(text)):
            yield _without_dot(text, span)
    yield from (Range(*match.span()) for match in _found(_OTHER_SCRIPT, text, within))


def _parts_of_names(text: str, within: Range) -> Iterator[Range]:
    """A name without its first words ("Bishop Eze", "The Trust"), up to a small word, and behind it."""
    for match in _found(_NAME, text, within):
        for gap in regex.finditer(r"[ \u00a0]", match.group()):
            rest = trim(text, Range(match.start() + gap.end(), match.end()))
            if rest is not None and text[rest.start].isupper():
                yield _without_dot(text, rest)
        for small in regex.finditer(_PART, match.group()):
            first = trim(text, Range(match.start(), match.start() + small.start()))
            if first is not None:
                yield first
        if " " not in match.group() and (whole := trim(text, Range(*match.span()))) is not None:
            yield _without_dot(text, whole)


def _without_dot(text: str, span: Range) -> Range:
    """A name at the end of a sentence, without the full stop; "U.S." keeps its own."""
    words = span.of(text)
    end = span.end - 1 if words.endswith(".") and words.count(".") == 1 else span.end
    return Range(span.start, end)
