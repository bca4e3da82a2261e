"""Judgements: what somebody calls something, and what a speaker says that something is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotator.records import Polarity
from annotator.suggest import grammar
from annotator.suggest.frame import NOBODY, Frame, phrase_cue
from annotator.suggest.lexicon import Lexicon
from annotator.suggest.parse import Parse, Word
from annotator.suggest.speech import Speech
from annotator.suggest.turns import Turns, how_sure

COPULAS = frozenset({"be", "seem", "remain", "become", "look", "sound", "appear", "prove", "represent", "amount"})
_EMPTY = frozenset({"there", "what", "which"})
_POINTING = frozenset({"it", "this", "that"})


class Judging:
    """The rules for judgements over one article."""

    def __init__(self, parse: Parse, lexicon: Lexicon, speech: Speech, turns: Turns) -> None:
        self._parse = parse
        self._lexicon = lexicon
        self._speech = speech
        self._turns = turns

    def at(self, verb: Word) -> Iterator[Frame]:
        """The frames of a verb of calling, or of a copula with what it says."""
        if verb.part == "VERB" and verb.lemma in self._lexicon.view:
            yield from self._viewed(verb)
        if verb.lemma in COPULAS or verb.lemma in self._lexicon.doing_wrong:
            yield from self._judged(verb)

    def _viewed(self, verb: Word) -> Iterator[Frame]:
        """ "called X a disgrace", "described X as weak"."""
        complement, targets = self._complement(verb)
        score, words = self._judgement(complement) if complement is not None else (0, [])
        turn = self._turns.of(verb)
        if complement is None or not targets or not score or not turn.told:
            return
        if turn.flips % 2:
            score = -score
        holders = [turn.director] if turn.director else grammar.subjects(verb, self._lexicon.light)
        polarity: Polarity = "favor" if score > 0 else "against"
        why = f"“{words[0].text}” is what it is “{verb.text}”"
        yield Frame(holders, targets, [phrase_cue(self._parse, complement)], polarity, "reported", 0.75 * turn.p, why)

    def _complement(self, verb: Word) -> tuple[Word | None, list[Word]]:
        """What something is called, and what is called so."""
        targets = grammar.objects(verb)
        for child in verb.children:
            if child.dep == "oprd" or (child.dep in ("acomp", "attr") and targets):
                return child, targets
            if child.dep == "prep" and child.low == "as":
                inner = child.child("pobj", "pcomp", "amod")
                if inner is not None:
                    return inner, targets
            if child.dep in ("ccomp", "xcomp") and (inside := child.all("nsubj")) and not child.child("mark"):
                judged = child.child("attr", "acomp") if child.lemma == "be" else child
                if judged is not None and judged.part != "VERB":
                    return judged, inside
        return None, []

    def _judged(self, verb: Word) -> Iterator[Frame]:
        """ "X said the plan was a mistake", "… would fail": the speaker's stance on the subject."""
        subjects = verb.all("nsubj")
        if not subjects or any(s.low in NOBODY or s.low in _EMPTY for s in subjects):
            return
        if any(s.low in _POINTING for s in subjects) and verb.child("ccomp", "xcomp", "advcl", "csubj"):
            return  # "it is a shame that"
        score, words = 0, [verb]
        complement: Word | None = None
        if verb.lemma in COPULAS:
            complement = verb.child("attr", "acomp")
            if complement is None and (to := next((p for p in verb.all("prep") if p.low in ("to", "like")), None)):
                complement = to.child("pobj")
            if complement is not None:
                score, words = self._judgement(complement)
        elif verb.lemma in self._lexicon.doing_wrong:
            score = -1
        speaker = self._speech.source(verb) if score else None
        if speaker is None and complement is not None and self._is_told_plainly(verb, words):
            why = f"“{words[0].text}” is how the article itself judges it"
            cue = phrase_cue(self._parse, complement)
            polarity: Polarity = "favor" if score > 0 else "against"
            yield Frame([], subjects, [cue], polarity, "reported", 0.4, why, strict=True, writer=True)
        above = verb.head if verb.dep in ("ccomp", "xcomp") else None
        if above is not None and (grammar.negation(above) is not None and not self._denied(verb)):
            return  # "did not want him to be guilty"
        if speaker is None or grammar.is_hypothetical(verb) or any(s.covers(speaker) for s in subjects):
            return
        if grammar.negation(verb) is not None:
            score = -score
        if self._denied(verb):
            score = -score
        p = (0.5 if any(s.low in _POINTING for s in subjects) else 0.7) * how_sure(verb)
        polarity = "favor" if score > 0 else "against"
        cue = phrase_cue(self._parse, complement) if complement is not None else (verb, verb)
        why = f"“{words[0].text}” is how the speaker judges it"
        judged = [w for s in subjects for w in grammar.conjuncts(s)]
        yield Frame([speaker], judged, [cue], polarity, "reported", p, why, strict=True)

    def _is_told_plainly(self, verb: Word, words: Sequence[Word]) -> bool:
        """True for a strong word in the article's own voice: no quotation, nothing negated, doubted or reported."""
        strong = any(w.lemma in self._lexicon.strong or w.low in self._lexicon.strong for w in words)
        voice = self._parse.quote_at(verb) is None and verb.dep in ("ROOT", "conj")
        return strong and voice and grammar.negation(verb) is None and not grammar.modals(verb)

    def _denied(self, verb: Word) -> bool:
        return verb.dep == "ccomp" and verb.head.lemma in self._lexicon.deny

    def _judgement(self, complement: Word) -> tuple[int, list[Word]]:
        """1 praise, -1 blame, 0 neither or both; with the words that say so."""
        found: list[tuple[int, Word]] = []
        near = [complement, *complement.all("amod", "conj", "compound", "attr", "acomp", "nmod")]
        near += [c for w in near[1:] for c in w.all("conj", "amod")]
        near += [o for p in complement.all("prep") if p.low == "of" for o in p.all("pobj")]
        for word in near:
            score = self._lexicon.judgement(word.lemma, word.low)
            if any(f"{word.low} {p.low}" in self._lexicon.blamed for p in word.all("prep")):
                score = -1
            if score:
                found.append((score if grammar.own_negation(word) is None else -score, word))
        scores = {s for s, _ in found}
        return (scores.pop(), [w for _, w in found]) if len(scores) == 1 else (0, [])
