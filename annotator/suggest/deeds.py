"""Deeds that are for or against somebody though their words are neither: "gave a loan to X", "lifted the curfew in X".

A deed is a verb that brings something about or ends it, and a noun that is good or bad for whom it goes to. The one turns
the other round: whoever ends a blockade does those behind it a favour.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from annotator.records import Polarity
from annotator.suggest import grammar
from annotator.suggest.frames import Frame, Frames
from annotator.suggest.lexicon import Lexicon
from annotator.suggest.parse import Parse, Word
from annotator.suggest.speech import Speech
from annotator.suggest.turns import Turns

_TOWARDS = frozenset(
    {"to", "for", "with", "against", "on", "in", "at", "toward", "towards", "into", "between", "from", "upon", "of"}
)
_ASKED = frozenset({"for", "to", "on"})
_DEEP = 4
_SURE, _DEMAND, _LET = 0.6, 0.5, 0.5
"""How often a curator would agree with a plain deed, a demand, a permission: first guesses, not calibrated."""
_MEETING = 0.6
"""What is left of that when people merely talk to one another."""


def all_frames(parse: Parse, lexicon: Lexicon, speech: Speech) -> list[Frame]:
    """What all rules see in an article: words that speak for or against, then deeds."""
    return [*Frames(parse, lexicon, speech).find(), *Deeds(parse, lexicon).find()]


class Deeds:
    """The deeds of one article."""

    def __init__(self, parse: Parse, lexicon: Lexicon) -> None:
        self._parse = parse
        self._lexicon = lexicon
        self._turns = Turns(lexicon)

    def find(self) -> Iterator[Frame]:
        """All deeds, in the order of their verbs."""
        for sentence in self._parse.sentences:
            if sentence[-1].text == "?":
                continue
            for word in sentence:
                if word.part == "VERB":
                    yield from self._done(word)
                    yield from self._demanded(word)
                    yield from self._let(word)

    def _done(self, verb: Word) -> Iterator[Frame]:
        """ "imposed sanctions on X", "suspended aid to X"."""
        way = self._way(verb)
        for noun in self._things(verb) if way else ():
            sign, words = self._worth(noun)
            parties = self._patients(verb, noun) if sign else []
            if parties:
                words = [w for w in words if w.i != verb.i]
                p = _SURE * (_MEETING if words[-1].lemma in self._lexicon.meeting and way > 0 else 1.0)
                yield from self._frame(verb, parties, way * sign, p, words)
                return

    def _demanded(self, verb: Word) -> Iterator[Frame]:
        """ "demanded that X resign", "said X must resign"."""
        asked = verb.lemma in self._lexicon.demand
        for clause in verb.all("ccomp", "xcomp") if asked or verb.lemma in self._lexicon.say else ():
            duty = any(a.low in ("must", "should") for a in clause.all("aux"))
            if (asked and (clause.tag == "VB" or duty)) or (duty and not asked):
                those = [w for s in clause.all("nsubj") for w in grammar.conjuncts(s)] or verb.all("dobj")
                yield from self._frame(verb, those, -1, _DEMAND, [a for a in clause.all("aux") if duty])

    def _let(self, verb: Word) -> Iterator[Frame]:
        """ "allowed X to return"."""
        if verb.lemma in self._lexicon.let:
            those = [w for c in verb.all("ccomp") for s in c.all("nsubj") for w in grammar.conjuncts(s)]
            yield from self._frame(verb, those or grammar.objects(verb), 1, _LET, [])

    def _frame(
        self, verb: Word, parties: Sequence[Word], sign: int, p: float, words: Sequence[Word]
    ) -> Iterator[Frame]:
        turn = self._turns.of(verb)
        holders = [turn.director] if turn.director else grammar.subjects(verb, self._lexicon.light)
        if not holders or not parties or not turn.told:
            return
        for_it = sign * (-1 if turn.flips % 2 else 1) > 0
        particle = verb.child("prt")
        own = (verb, particle) if particle is not None and particle.i == verb.i + 1 else (verb, verb)
        cues = sorted({own, *((w, w) for w in (*words, *turn.words))}, key=lambda c: c[0].i)
        why = f"“{verb.text}” is {'for' if for_it else 'against'} whom it reaches"
        if words:
            why = f"“{verb.text}” and “{words[-1].text}” are {'good' if for_it else 'bad'} for whom they reach"
        polarity: Polarity = "favor" if for_it else "against"
        yield Frame(holders, parties, tuple(cues), polarity, "acted", p * turn.p, why, parties=True)

    def _way(self, verb: Word) -> int:
        """1 for a verb that brings about or goes on, -1 for one that ends or withholds, 0 for others."""
        particle = verb.child("prt")
        if particle is not None and f"{verb.lemma} {particle.low}" in self._lexicon.deeds_end:
            return -1
        return (verb.lemma in self._lexicon.deeds_do) - (verb.lemma in self._lexicon.deeds_end)

    def _things(self, verb: Word) -> Iterator[Word]:
        """What is done: the object, or what is asked for."""
        found = grammar.objects(verb)
        found += [o for p in verb.all("prep") if p.low in _ASKED for o in p.all("pobj")]
        for word in found:
            if word.part == "NOUN":
                yield word

    def _worth(self, noun: Word) -> tuple[int, list[Word]]:
        """1 when a thing is good for whom it reaches, -1 when it is bad; with the words that say so."""
        sign = 1
        words: list[Word] = []
        step: Word | None = noun
        for _ in range(_DEEP):
            if step is None:
                break
            for word in (step, *step.all("compound", "amod")):
                worth = (word.lemma in self._lexicon.deeds_good) - (word.lemma in self._lexicon.deeds_bad)
                if worth:
                    return sign * worth, [*words, word]
            below = next((o for p in step.all("prep") if p.low == "of" for o in p.all("pobj")), None)
            if step.lemma in self._lexicon.deeds_ending:
                words.append(step)
                sign = -sign
                if below is not None and (below.part == "PROPN" or self._lexicon.is_party(below.lemma)):
                    return sign, words
            step = below or next((o for p in step.all("prep") if p.low in ("in", "to") for o in p.all("pobj")), None)
        return 0, []

    def _patients(self, verb: Word, noun: Word) -> Sequence[Word]:
        """Whom it reaches: to, for, against, in whom it is done."""
        datives = [w for d in verb.all("dative") for o in (d.all("pobj") or [d]) for w in grammar.conjuncts(o)]
        within = [p for w in self._parse.words[noun.left : noun.right + 1] if w.dep == "prep" for p in (w,)]
        preps = [p for p in (*within, *verb.all("prep")) if p.low in _TOWARDS]
        return [*datives, *(w for p in preps for w in _parties(p))]


def _parties(prep: Word) -> Iterable[Word]:
    for word in prep.all("pobj"):
        for each in grammar.conjuncts(word):
            yield each
            yield from (o for p in each.all("prep") if p.low == "of" for o in p.all("pobj"))
            yield from each.all("poss", "compound", "amod")
