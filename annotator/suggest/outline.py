"""The outline of an article from its parse: sentences, and the words that may govern a stance."""

from __future__ import annotations

from annotator.records import Outline, Polarity, Predicate
from annotator.spans import Range, trim
from annotator.suggest import grammar
from annotator.suggest.lexicon import Lexicon
from annotator.suggest.parse import Parse, Word


def make_outline(parse: Parse, lexicon: Lexicon) -> Outline:
    """Sentences in order; verbs, and nouns that the lexicon knows, as predicates in reading order."""
    sentences = tuple(parse.span(sentence[0], sentence[-1]) for sentence in parse.sentences)
    predicates = tuple(
        _predicate(parse, lexicon, word)
        for word in parse.words
        if word.part == "VERB" or (word.part == "NOUN" and (word.lemma in lexicon.nouns or word.lemma in lexicon.deed))
    )
    return Outline(sentences, predicates)


def _predicate(parse: Parse, lexicon: Lexicon, word: Word) -> Predicate:
    particle = word.child("prt") if word.part == "VERB" else None
    cue = parse.span(word, particle) if particle is not None and particle.i == word.i + 1 else word.range
    span = parse.span(parse.words[word.left], parse.words[word.right])
    return Predicate(cue, span, _subject(parse, lexicon, word), _polarity(lexicon, word))


def _subject(parse: Parse, lexicon: Lexicon, word: Word) -> Range | None:
    """Who does it, with all who do it together; None when the sentence does not say."""
    found = grammar.subjects(word, lexicon.light) if word.part == "VERB" else grammar.owners(word, lexicon.light)
    if not found:
        return None
    edges = [grammar.phrase(w) for w in found]
    first, last = min(e[0] for e in edges), max(e[1] for e in edges)
    return trim(parse.text, parse.span(parse.words[first], parse.words[last]))


def _polarity(lexicon: Lexicon, word: Word) -> Polarity | None:
    """What the lexicon says of the word by itself; what negates it is for the curator to see."""
    entries = (lexicon.verbs if word.part == "VERB" else lexicon.nouns).get(word.lemma, ())
    for entry in entries:
        if not entry.rest or grammar.complements(word, entry.rest):
            return None if entry.only_negated else entry.polarity
    return None
