"""The outline of an article from its parse: sentences, and the words that may govern a stance."""

from __future__ import annotations

from annotator.records import Outline, Polarity, Predicate
from annotator.spans import Range, trim
from annotator.suggest import grammar
from annotator.suggest.lexicon import Entry, Lexicon
from annotator.suggest.parse import Parse, Word
from annotator.suggest.phrases import find_cues, find_phrases, negated_by

_AT_MOST = 4
"""Words between what negates a predicate and the predicate."""


def make_outline(parse: Parse, lexicon: Lexicon) -> Outline:
    """Sentences in order; verbs, and other words that the lexicon knows, as predicates in reading order."""
    sentences = tuple(parse.span(sentence[0], sentence[-1]) for sentence in parse.sentences)
    predicates = tuple(_predicate(parse, lexicon, word) for word in parse.words if _may_govern(lexicon, word))
    return Outline(sentences, predicates, find_phrases(parse, lexicon), find_cues(parse, lexicon))


def _may_govern(lexicon: Lexicon, word: Word) -> bool:
    if word.part == "VERB":
        return True
    if word.part not in ("ADJ", "NOUN"):
        return False
    if word.part == "NOUN" and (word.lemma in lexicon.nouns or word.lemma in lexicon.deed):
        return True
    judged = word.low in lexicon.adjectives or lexicon.judgement(word.lemma, word.low) != 0
    return judged and word.dep not in ("amod", "compound")


def _predicate(parse: Parse, lexicon: Lexicon, word: Word) -> Predicate:
    entry = _entry(lexicon, word)
    last = grammar.with_rest(word, entry.rest) if entry is not None else word
    particle = word.child("prt") if word.part == "VERB" else None
    if last is word and particle is not None and particle.i == word.i + 1:
        last = particle
    turner = _turner(parse, lexicon, word)
    verb = word.head if word.part != "VERB" and word.dep in ("acomp", "attr", "oprd") else word
    span = parse.span(parse.words[min(verb.left, word.left)], parse.words[max(verb.right, word.right)])
    cue = parse.span(turner or word, last)
    span = Range(min(span.start, cue.start), max(span.end, cue.end))
    return Predicate(
        cue, span, _subject(parse, lexicon, verb), _polarity(lexicon, word, entry, turned=turner is not None)
    )


def _entry(lexicon: Lexicon, word: Word) -> Entry | None:
    """What the lexicon says of the word as it stands here, with its particles and its preposition."""
    kinds = {"VERB": lexicon.verbs, "NOUN": lexicon.nouns, "ADJ": lexicon.adjectives}
    entries = kinds.get(word.part, {}).get(word.lemma, ())
    return next((e for e in entries if not e.rest or grammar.complements(word, e.rest)), None)


def _turner(parse: Parse, lexicon: Lexicon, word: Word) -> Word | None:
    """The word before a predicate that turns it round: "refused" to criticize, "not" support, "no longer" backs."""
    governor = word.head
    if word.dep == "xcomp" and governor.lemma in lexicon.refuse and 0 < word.i - governor.i <= 2:
        return governor
    negation = negated_by(parse, word)
    return negation if negation is not None and word.i - negation.i <= _AT_MOST else None


def _subject(parse: Parse, lexicon: Lexicon, word: Word) -> Range | None:
    """Who does it, with all who do it together; None when the sentence does not say."""
    verbal = word.part in ("VERB", "AUX")
    found = grammar.subjects(word, lexicon.light) if verbal else grammar.owners(word, lexicon.light)
    if not found:
        return None
    edges = [grammar.phrase(w) for w in found]
    first, last = min(e[0] for e in edges), max(e[1] for e in edges)
    return trim(parse.text, parse.span(parse.words[first], parse.words[last]))


def _polarity(lexicon: Lexicon, word: Word, entry: Entry | None, *, turned: bool) -> Polarity | None:
    """What the lexicon says of the word, turned round when it is; a word that it does not know says nothing."""
    if entry is None:
        score = lexicon.judgement(word.lemma, word.low) if word.part != "VERB" else 0
        if not score:
            return "neutral" if turned else None
        return "favor" if (score > 0) != turned else "against"
    if entry.only_negated:
        return entry.polarity if turned else None
    if not turned:
        return entry.polarity
    return "against" if entry.polarity == "favor" else "neutral"
