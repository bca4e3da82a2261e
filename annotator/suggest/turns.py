"""What the words around a verb make of it: "did not", "refused to", "denied that", "may", "urged somebody to"."""

from __future__ import annotations

import msgspec

from annotator.suggest import grammar
from annotator.suggest.lexicon import Lexicon
from annotator.suggest.parse import Word

_UNSURE = {"may": 0.6, "might": 0.6, "could": 0.6, "can": 0.8, "would": 0.85, "will": 0.9, "'ll": 0.9, "'d": 0.85}
_WILL = frozenset({"will", "would", "'ll", "'d", "shall"})
_DUTY = frozenset({"should", "must", "ought", "shall"})
_FARTHEST = 6


class Turn(msgspec.Struct):
    """How often a verb is turned round and by which words, and how sure it still is.

    ``refused``: by somebody who refuses; ``wanted``: somebody wants, agrees or plans it, or will; ``director``: who wants
    somebody else to do it; ``told`` is False when it is not said of its subject at all (a condition, a duty,
    another's denial).
    """

    flips: int = 0
    refused: bool = False
    wanted: bool = False
    words: list[Word] = msgspec.field(default_factory=list)
    p: float = 1.0
    director: Word | None = None
    told: bool = True

    @property
    def willing(self) -> bool:
        """True for what somebody wants to do, or refuses to."""
        return self.wanted or self.refused

    def flip(self, word: Word) -> None:
        """Turn it round, once for each word."""
        if word not in self.words:
            self.flips += 1
            self.words.append(word)


def how_sure(verb: Word) -> float:
    """A factor from 0 to 1 for "may", "could", "would" …: round guesses, not calibrated."""
    return min((_UNSURE.get(m, 1.0) for m in grammar.modals(verb)), default=1.0)


class Turns:
    """Reads turns off the parse with the words of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def of(self, verb: Word) -> Turn:
        """Walk up from ``verb`` through the words on which it hangs."""
        not_yet = grammar.negation(verb) is not None and any(c.low == "yet" for c in verb.children)
        modals = grammar.modals(verb)
        told = not (not_yet or modals & _DUTY or grammar.is_hypothetical(verb))
        turn = Turn(p=how_sure(verb), told=told, wanted=bool(modals & _WILL))
        step: Word | None = verb
        for _ in range(_FARTHEST):
            if step is None:
                break
            negating = grammar.negation(step)
            if negating is not None:
                turn.flip(negating)
            step = self._above(step, turn)
        return turn

    def _above(self, step: Word, turn: Turn) -> Word | None:
        """Let what stands above have its say; the word to go on with, or None at the end of the walk."""
        head = step.head
        if step.dep == "conj" and head.part in ("VERB", "AUX") and not step.child("nsubj", "nsubjpass", "aux"):
            return head
        if step.dep in ("xcomp", "ccomp", "pcomp"):
            governor = head.head if step.dep == "pcomp" and head.dep == "prep" else head
            return governor if self._governed(step, governor, turn) else None
        if step.dep in ("acl", "relcl") and grammar.is_infinitive(step):
            self._belongs(head, turn)
        return None

    def _belongs(self, noun: Word, turn: Turn) -> None:
        """ "a refusal to", "no plan to", "a bid to"."""
        negating = grammar.negation(noun)
        verb = noun.head if noun.dep in ("dobj", "nsubjpass") else None
        if verb is not None and any(
            not e.rest and e.manner == "reported" for e in self._lexicon.verbs.get(verb.lemma, ())
        ):
            turn.told = turn.told and noun.child("poss") is not None  # "rebuffed a proposal to meet": another's
        if noun.lemma in self._lexicon.refusal:
            turn.flip(noun)
            turn.refused = True
        elif negating is not None:
            turn.flip(negating)
        turn.p *= 0.9 if noun.lemma in self._lexicon.deed else 0.8

    def _governed(self, step: Word, governor: Word, turn: Turn) -> bool:
        """Let the verb above have its say; False when it ends the walk."""
        lexicon, lemma = self._lexicon, governor.lemma
        subject = step.child("nsubj", "nsubjpass")
        patient = governor.child("dobj", "nsubjpass") or grammar.called_on(governor)
        if lemma in lexicon.direct and step.dep in ("xcomp", "ccomp") and (patient is not None or subject is not None):
            return self._directed(step, governor, turn)
        if lemma in lexicon.deny:
            turn.flip(governor)
            turn.p *= 0.7
            turn.told = turn.told and (subject is None or subject.part == "PRON")  # what others do, nobody knows better
            return False
        if subject is not None:
            turn.told = turn.told and not (lemma in lexicon.say and grammar.negation(governor) is not None)
            return False
        if lemma in lexicon.refuse or lemma in lexicon.fail:
            turn.flip(governor)
            turn.refused = turn.refused or lemma in lexicon.refuse
            turn.p *= 1.0 if lemma in lexicon.refuse else 0.7
        else:
            turn.wanted = turn.wanted or lemma in lexicon.want
            turn.p *= 0.9 if lemma in lexicon.want else 0.85 if step.dep == "pcomp" else 0.8
        return step.dep != "pcomp" or lemma in lexicon.refuse or lemma in lexicon.fail or lemma in lexicon.want

    def _directed(self, step: Word, governor: Word, turn: Turn) -> bool:
        """ "urged the council to reject": whoever urges is against it."""
        if step.dep == "ccomp" and not any(a.low == "to" for a in step.all("aux")):
            return False
        found = grammar.subjects(governor, self._lexicon.light)
        turn.director = found[0] if found else None
        turn.told = turn.told and bool(found)
        turn.words.append(governor)
        turn.p *= 0.85
        return True
