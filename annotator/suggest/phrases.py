"""Phrases that a curator may want to mark, from the parse: what can be for or against, and what shows it."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.spans import Range, trim
from annotator.suggest import grammar
from annotator.suggest.lexicon import Lexicon
from annotator.suggest.parse import Parse, Word

Span = tuple[int, int]
"""The start and end of a range, cheaper than a Range while there are many."""
_SHORTEST = 3
"""Characters; what is shorter is no phrase worth a hint."""
_LONGEST = 14
"""Words; what is longer is a clause and no phrase."""
_LONGEST_CUE = 6
_INNER = frozenset({"prep", "acl", "relcl", "advcl", "ccomp", "xcomp", "agent", "dative", "npadvmod"})
_LAST = 2
"""The rank of what is least likely a topic: people, times, and words that may be names."""
_MISREAD = frozenset({"ADJ", "VERB", "ADV", "X", "INTJ", "NUM"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_SPEAKING = frozenset({"VERB", "AUX", "NOUN", "ADJ", "ADV"})
_MODIFIER = frozenset({"compound", "nmod", "poss", "amod", "det", "nummod", "quantmod"})
_ALL_OR_NONE = frozenset({"nothing", "everything", "anything", "something"})
_JOINS = frozenset({"to", "be", "a", "an", "the", "no", "not", "n't", "longer", "for", "or", "nor"})


def find_phrases(parse: Parse, lexicon: Lexicon) -> tuple[Range, ...]:
    """Noun phrases without article and possessor, whole and down to their noun; the likeliest topics first."""
    found: dict[Span, int] = {}
    for word in parse.words:
        if _is_head(word):
            rank, extents = _rank(word, lexicon), {*_extents(word), *_names(parse, word, lexicon)}
        elif _is_capital(parse, word):  # "the Polish striker", or a name that was taken for something else
            rank, extents = _LAST, {(word.i, word.i)}
        else:
            continue
        for first, last in extents:
            if last - first < _LONGEST:
                span = trim(parse.text, parse.span(parse.words[first], parse.words[last]))
                if span is not None and (span.end - span.start >= _SHORTEST or span.of(parse.text).isupper()):
                    key = span.start, -span.end
                    found[key] = min(rank, found.get(key, rank))
    return tuple(Range(start, -end) for _, start, end in sorted((rank, *key) for key, rank in found.items()))


def find_cues(parse: Parse, lexicon: Lexicon) -> tuple[Range, ...]:
    """Words that show a stance beside bare verbs: with what turns them, with preposition or object; adjectives, nouns."""
    found = {
        span
        for word in parse.words
        if word.part in _SPEAKING or word.low in lexicon.prepositions or word.low in _ALL_OR_NONE
        for span in _cues_at(parse, lexicon, word)
    }
    return tuple(Range(start, end) for start, end in sorted(found))


def negated_by(parse: Parse, word: Word) -> Word | None:
    """What negates a word, or the verb whose complement it is; with what it is written together ("cannot")."""
    verb = word.head if word.dep in ("acomp", "attr", "dobj") and word.head.i < word.i else word
    own = next((c for c in word.children if c.i < word.i and c.low == "no"), None)
    negation = own or next((c for c in verb.children if c.dep == "neg" and c.i < word.i), None)
    while negation is not None and negation.part == "PART" and parse.words[negation.i - 1].end == negation.start:
        negation = parse.words[negation.i - 1]
    return negation


def _is_head(word: Word) -> bool:
    """True for a noun, and for a gerund that stands where a noun could."""
    if word.part in _NOUNS:
        return True
    return word.tag == "VBG" and word.dep in ("pcomp", "csubj", "dobj", "nsubj", "pobj", "xcomp", "ROOT")


def _is_capital(parse: Parse, word: Word) -> bool:
    return word.text[:1].isupper() and word.part in _MISREAD and parse.sentences[word.sentence][0] is not word


def _names(parse: Parse, word: Word, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """A name without the titles before it, with whose it is ("Farmers’ Union"), and with the other half ("A & B")."""
    if word.part == "PROPN":
        first = word.i - 1
        while first >= word.left and parse.words[first].part == "PROPN":
            yield first, word.i
            first -= 1
        joined = word.child("conj")
        if joined is not None and joined.i == word.i + 2 and parse.words[word.i + 1].low in ("&", "and"):
            yield grammar.phrase(word, possessor=False)[0], joined.i
    if word.child("poss", "nmod") is not None and (word.part == "PROPN" or word.lemma in lexicon.bodies):
        yield grammar.phrase(word)


def _rank(word: Word, lexicon: Lexicon) -> int:
    """0 for what the lexicon calls a topic and for deeds, 1 for other things, 2 for people and times."""
    if word.part == "VERB" or lexicon.is_topic(word.lemma) or word.lemma in lexicon.deed or word.lemma in lexicon.nouns:
        return 0
    if lexicon.is_party(word.lemma) or grammar.is_time(word) or word.part == "PROPN":
        return _LAST
    return 1


def _extents(word: Word) -> Iterator[tuple[int, int]]:
    """First and last word: all that belongs to it, without what a later preposition adds, and the bare noun group."""
    first, last = grammar.phrase(word, possessor=False)
    yield first, last
    cuts = [c.left for c in word.children if c.i > word.i and c.dep in _INNER]
    for cut in cuts[1:]:
        yield first, min(last, cut - 1)
    yield first, word.i
    if first < word.i and word.part in _NOUNS and not all(w.dep == "compound" for w in word.children if w.i < word.i):
        yield word.i, word.i


def _cues_at(parse: Parse, lexicon: Lexicon, word: Word) -> Iterator[Span]:
    if word.part == "ADJ" or (word.part == "ADV" and word.low.endswith("ly")) or word.low in lexicon.prepositions:
        yield word.start, word.end
    elif word.part == "NOUN" and word.dep not in _MODIFIER:
        yield word.start, word.end
        first, last = grammar.phrase(word, possessor=False)
        if last - first < _LONGEST_CUE:
            yield _span(parse.words[first], parse.words[last])
    if word.part in ("VERB", "ADJ", "NOUN") or word.low in _ALL_OR_NONE:
        yield from _led(word)
    if word.part in ("VERB", "AUX", "ADJ", "NOUN"):
        yield from _turned(parse, word)
    if word.part in ("VERB", "AUX"):
        yield from _with_object(parse, word)


def _span(first: Word, last: Word) -> Span:
    return first.start, last.end


def _led(word: Word) -> Iterator[Span]:
    """ "sided with", "in favour of": with the preposition behind it, and with the one before a noun."""
    behind = next((c for c in word.children if c.i == word.i + 1 and c.dep in ("prep", "prt", "agent")), None)
    if behind is not None:
        yield _span(word, behind)
        further = next((c for c in (*behind.children, *word.children) if c.i == behind.i + 1 and c.dep == "prep"), None)
        if further is not None:
            yield _span(word, further)
        if word.dep == "pobj" and word.head.i == word.i - 1:
            yield _span(word.head, behind)


def _turned(parse: Parse, word: Word) -> Iterator[Span]:
    """ "not support", "refused to criticize", "no longer supports", "neither for nor against"."""
    start = word.i
    while start > parse.sentences[word.sentence][0].i and word.i - start < 3 and parse.words[start - 1].low in _JOINS:
        start -= 1
        if parse.words[start].low in ("no", "not", "n't"):
            yield _span(parse.words[start], word)
    governor = word.head
    if word.dep == "xcomp" and governor is not word and 0 < word.i - governor.i <= 2:
        yield _span(governor, word)
        obj = word.child("dobj")
        if obj is not None and obj.i - governor.i < _LONGEST_CUE:
            yield _span(governor, obj)
    negation = negated_by(parse, word)
    if negation is not None and word.i - negation.i <= 4:
        yield _span(negation, word)
        behind = next((c for c in word.children if c.i == word.i + 1 and c.dep in ("prep", "prt")), None)
        if behind is not None:
            yield _span(negation, behind)


def _with_object(parse: Parse, word: Word) -> Iterator[Span]:
    """ "withdrew support", "turned him down", "keep the branches open": up to its object, and up to its end."""
    ends = [
        c for c in word.children if c.i > word.i and c.dep in ("dobj", "acomp", "prt", "oprd", "attr", "advmod", "neg")
    ]
    for child in ends:
        last = child.i if child.dep in ("prt", "advmod", "neg") else grammar.phrase(child)[1]
        for end in {child.i, last}:
            if word.i < end < word.i + _LONGEST_CUE:
                yield _span(word, parse.words[end])
