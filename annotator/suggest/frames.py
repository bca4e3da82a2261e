"""Frames: places where words show a stance, with the words of holder and target, as the grammar has them.

Each rule yields frames of words; what the words stand for is decided elsewhere (:mod:`annotator.suggest.ends`). The
factors by which a rule lowers the probability are round guesses, not calibrated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from annotator.records import Manner, Polarity
from annotator.suggest import grammar
from annotator.suggest.lexicon import Entry, Lexicon
from annotator.suggest.parse import Parse, Word
from annotator.suggest.speech import Speech
from annotator.suggest.turns import Turn, Turns, how_sure

_COPULAS = frozenset({"be", "seem", "remain", "become", "look", "sound", "appear", "prove", "represent", "amount"})
_FORMER = frozenset({"once", "former", "formerly", "previously", "ex", "onetime", "sometime"})
_EMPTY = frozenset({"it", "this", "that", "there", "what", "which"})
_NOBODY = frozenset({"nobody", "none", "nothing", "no-one"})


class Frame(msgspec.Struct, frozen=True):
    """Who (any of ``holders``), about what (any of ``targets``), in which words; ``strict`` as in ``Ends.target``.

    ``parties``: only the first of the targets that is a person, people or a body counts, with those joined to it.
    """

    holders: Sequence[Word]
    targets: Sequence[Word]
    cues: Sequence[tuple[Word, Word]]
    polarity: Polarity
    manner: Manner
    p: float
    why: str
    things: bool = False
    strict: bool = False
    parties: bool = False


class Frames:
    """The rules over one article."""

    def __init__(self, parse: Parse, lexicon: Lexicon, speech: Speech) -> None:
        self._parse = parse
        self._lexicon = lexicon
        self._speech = speech
        self._turns = Turns(lexicon)

    def find(self) -> Iterator[Frame]:
        """All frames of the article, in the order of their words."""
        for sentence in self._parse.sentences:
            if sentence[-1].text == "?" or (len(sentence) > 1 and sentence[-2].text == "?"):
                continue
            for word in sentence:
                yield from self._frames_at(word)

    def _frames_at(self, word: Word) -> Iterator[Frame]:
        if word.low in self._lexicon.adjectives:
            found = list(self._by_entry(word, self._lexicon.adjectives[word.low], self._adjective))
            yield from found
            if found:
                return
        if word.part == "VERB":
            matched = list(self._by_entry(word, self._lexicon.verbs.get(word.lemma, ()), self._verb))
            yield from matched
            if word.lemma in self._lexicon.view:
                yield from self._viewed(word)
            if not matched and word.lemma not in self._lexicon.verbs:
                yield from self._refused(word)
        elif word.part in ("NOUN", "PROPN"):
            entries = self._lexicon.nouns.get(word.lemma) or self._lexicon.nouns.get(word.low, ())
            yield from self._by_entry(word, entries, self._noun)
            yield from self._received(word, entries)
            yield from self._by_entry(word, self._lexicon.agents.get(word.lemma, ()), self._agent)
        elif word.dep == "prep":
            yield from self._by_entry(word, self._lexicon.prepositions.get(word.low, ()), self._preposition)
        if word.part in ("VERB", "AUX"):
            yield from self._judged(word)

    @staticmethod
    def _by_entry(word: Word, entries: Iterable[Entry], rule: Rule) -> Iterator[Frame]:
        """The frames of the first entry that fits."""
        for entry in entries:
            frame = rule(word, entry)
            if frame is not None:
                yield frame
                return

    # --- words of the lexicon

    def _verb(self, verb: Word, entry: Entry) -> Frame | None:
        if entry.rest:
            targets = grammar.complements(verb, entry.rest)
        elif grammar.has_particle(verb):
            return None
        else:
            targets = grammar.objects(verb) or grammar.gerunds(verb)
        if not targets:
            return None
        turn = self._turns.of(verb)
        holders = [turn.director] if turn.director else grammar.subjects(verb, self._lexicon.light)
        return self._frame(entry, holders, targets, turn, _cue(verb, entry.rest))

    def _noun(self, noun: Word, entry: Entry) -> Frame | None:
        targets = grammar.complements(noun, entry.rest)
        if not targets or self._is_ended(noun):
            return None
        holders = grammar.owners(noun, self._lexicon.light) or self._adjectival_owner(noun)
        governor = noun.head if noun.dep in ("dobj", "attr") else None
        turn = self._turns.of(governor) if governor is not None and governor.part in ("VERB", "AUX") else Turn()
        for turner in (grammar.negation(noun), noun.head if noun.head.lemma in self._lexicon.withdraw else None):
            if turner is not None and turner not in turn.words:
                turn.flips += 1
                turn.words.append(turner)
        turn.p *= 0.9
        return self._frame(entry, holders, targets, turn, _cue(noun, ()))

    def _is_ended(self, noun: Word) -> bool:
        """True for the object of a verb that speaks against it: "ended its boycott of"."""
        entries = self._lexicon.verbs.get(noun.head.lemma, ()) if noun.dep == "dobj" else ()
        return any(e.polarity == "against" and not e.rest for e in entries)

    def _agent(self, noun: Word, entry: Entry) -> Frame | None:
        targets = grammar.complements(noun, entry.rest)
        head = noun.head
        if not targets or any(c.low in _FORMER for c in noun.children):
            return None
        if noun.dep == "appos":
            return self._frame(entry, [head], targets, Turn(), _cue(noun, ()))
        if noun.dep != "attr" or head.lemma not in _COPULAS:
            return None
        turn = self._turns.of(head)
        return self._frame(entry, grammar.subjects(head), targets, turn, _cue(noun, ()))

    def _adjective(self, word: Word, entry: Entry) -> Frame | None:
        targets = grammar.complements(word, entry.rest)
        if not targets:
            return None
        verb = word.head if word.dep == "acomp" else word
        if word.dep == "conj" and word.head.dep == "acomp":
            verb = word.head.head
        own = verb.all("nsubjpass") or grammar.own_subjects(verb)
        holders = [w for h in own for w in grammar.conjuncts(h)] or grammar.subjects(verb)
        turn = self._turns.of(verb)
        return self._frame(entry, holders, targets, turn, _cue(word, ()))

    def _preposition(self, prep: Word, entry: Entry) -> Frame | None:
        verb = prep.head
        if verb.lemma not in self._lexicon.stand or verb.part not in ("VERB", "AUX"):
            return None
        targets = grammar.complements(prep, entry.rest) if entry.rest else prep.all("pobj", "pcomp")
        if not targets:
            return None
        return self._frame(entry, grammar.subjects(verb), targets, self._turns.of(verb), _cue(prep, entry.rest))

    def _frame(
        self, entry: Entry, holders: Sequence[Word], targets: Sequence[Word], turn: Turn, cue: tuple[Word, Word]
    ) -> Frame | None:
        """The frame that an entry and what stands around it make, or None when that says nothing of the holder."""
        if not turn.told or not holders or any(h.low in _NOBODY for h in holders):
            return None
        polarity, p = entry.polarity, entry.p * turn.p
        if entry.only_negated:
            if not turn.flips:
                return None
        elif turn.flips % 2:
            polarity = "against" if polarity == "favor" else "neutral"
            p *= 0.85 if polarity == "against" else 0.5
        cues = [cue, *((w, w) for w in turn.words)]
        cues.sort(key=lambda c: c[0].i)
        why = f"“{self._words(cue)}” speaks {_FOR[entry.polarity]}"
        if turn.words:
            turned = " and ".join(f"“{w.text}”" for w in turn.words)
            why += f", turned round by {turned}" if turn.flips % 2 and not entry.only_negated else f", after {turned}"
        strict = entry.p < 0.8 or turn.director is not None
        return Frame(holders, targets, tuple(cues), polarity, entry.manner, p, why, entry.things, strict)

    # --- other constructions

    def _refused(self, verb: Word) -> Iterator[Frame]:
        """ "refused to meet X": a word that is no stance by itself, refused."""
        turn = self._turns.of(verb)
        if not turn.refused or turn.flips % 2 == 0 or not turn.told:
            return
        targets = grammar.objects(verb) or next(
            (found for small in ("with", "to", "in", "on", "for") if (found := grammar.complements(verb, (small,)))), []
        )
        holders = grammar.subjects(verb, self._lexicon.light)
        if targets and holders:
            cues = [(w, w) for w in turn.words]
            why = f"“{turn.words[-1].text}” to {verb.lemma} speaks against it"
            yield Frame(holders, targets, cues, "against", "reported", 0.6 * turn.p, why, strict=True)

    def _received(self, noun: Word, entries: Iterable[Entry]) -> Iterator[Frame]:
        """ "X drew criticism from Y": Y's stance on X."""
        verb = noun.head
        entry = next(iter(entries), None)
        if entry is None or noun.dep != "dobj" or verb.lemma not in self._lexicon.receive:
            return
        givers = [
            w
            for prep in [*noun.all("prep"), *verb.all("prep")]
            if prep.low in ("from", "by", "among")
            for o in prep.all("pobj")
            for w in grammar.conjuncts(o)
        ]
        turn = self._turns.of(verb)
        targets = grammar.subjects(verb)
        if givers and targets and turn.told and not turn.flips:
            why = f"“{noun.text}” that somebody “{verb.text}” is the stance of whoever gives it"
            yield Frame(givers, targets, [_cue(noun, ())], entry.polarity, entry.manner, entry.p * turn.p, why)

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
        yield Frame(holders, targets, [self._phrase_cue(complement)], polarity, "reported", 0.75 * turn.p, why)

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
        if not subjects or any(s.low in _NOBODY or s.low in _EMPTY for s in subjects):
            return
        score, words = 0, [verb]
        complement: Word | None = None
        if verb.lemma in _COPULAS:
            complement = verb.child("attr", "acomp")
            if complement is None and (to := next((p for p in verb.all("prep") if p.low in ("to", "like")), None)):
                complement = to.child("pobj")
            if complement is not None:
                score, words = self._judgement(complement)
        elif verb.lemma in self._lexicon.doing_wrong:
            score = -1
        speaker = self._speech.source(verb) if score else None
        if speaker is None or grammar.is_hypothetical(verb) or any(s.covers(speaker) for s in subjects):
            return
        if grammar.negation(verb) is not None:
            score = -score
        if self._denied(verb):
            score = -score
        p = 0.7 * how_sure(verb)
        polarity: Polarity = "favor" if score > 0 else "against"
        cue = self._phrase_cue(complement) if complement is not None else (verb, verb)
        why = f"“{words[0].text}” is how the speaker judges it"
        judged = [w for s in subjects for w in grammar.conjuncts(s)]
        yield Frame([speaker], judged, [cue], polarity, "reported", p, why, strict=True)

    # --- helpers

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
            if score:
                found.append((score if grammar.own_negation(word) is None else -score, word))
        scores = {s for s, _ in found}
        return (scores.pop(), [w for _, w in found]) if len(scores) == 1 else (0, [])

    def _adjectival_owner(self, noun: Word) -> list[Word]:
        """ "the Russian invasion of …", "US sanctions on …"."""
        return [c for c in noun.all("amod", "compound", "nmod") if c.text[:1].isupper()]

    def _words(self, cue: tuple[Word, Word]) -> str:
        return self._parse.text[cue[0].start : cue[1].end]

    def _phrase_cue(self, word: Word) -> tuple[Word, Word]:
        first, last = grammar.phrase(word)
        words = self._parse.words
        while first < word.i and (words[first].dep in ("det", "punct") or words[first].low in ("a", "an", "the")):
            first += 1
        return words[first], words[last]


Rule = Callable[[Word, Entry], Frame | None]
_FOR = {"favor": "for it", "against": "against it", "neutral": "neither for nor against it", "mixed": "both ways"}


def _cue(word: Word, rest: Sequence[str]) -> tuple[Word, Word]:
    """The word with those of its particles that stand right behind it."""
    return word, grammar.with_rest(word, rest)
