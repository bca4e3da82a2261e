"""Frames: places where words show a stance, with the words of holder and target, as the grammar has them.

Each rule yields frames of words; what the words stand for is decided elsewhere (:mod:`annotator.suggest.ends`). The
factors by which a rule lowers the probability are round guesses, not calibrated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from annotator.suggest import grammar
from annotator.suggest.deeds import Deeds
from annotator.suggest.frame import Frame, cue_of, frame_of
from annotator.suggest.judging import COPULAS, Judging
from annotator.suggest.lexicon import Entry, Lexicon
from annotator.suggest.parse import Parse, Word
from annotator.suggest.speech import Speech
from annotator.suggest.turns import Turn, Turns

_SPEAKING = frozenset({"VERB", "AUX", "NOUN", "PROPN"})
_GOVERNED = frozenset({"xcomp", "ccomp", "pcomp", "acl", "relcl", "conj"})
"""What a verb is to the words that may turn it round."""
_FORMER = frozenset({"once", "former", "formerly", "previously", "ex", "onetime", "sometime"})


class Frames:
    """The rules over one article."""

    def __init__(self, parse: Parse, lexicon: Lexicon, speech: Speech) -> None:
        self._parse = parse
        self._lexicon = lexicon
        self._turns = Turns(lexicon)
        self._deeds = Deeds(parse, lexicon, speech, self._turns)
        self._judging = Judging(parse, lexicon, speech, self._turns)

    def find(self) -> Iterator[Frame]:
        """All frames of the article, in the order of their words."""
        for sentence in self._parse.sentences:
            if sentence[-1].text == "?" or (len(sentence) > 1 and sentence[-2].text == "?"):
                continue
            deeds = {w.i: list(self._deeds.at(w)) for w in sentence if w.part == "VERB"}
            done_with = {w.i: f for frames in deeds.values() for f in frames for cue in f.cues for w in cue}
            for word in sentence:
                if word.part in _SPEAKING or word.dep == "prep" or word.low in self._lexicon.adjectives:
                    yield from self._frames_at(word, deeds.get(word.i, ()), done_with.get(word.i))

    def _frames_at(self, word: Word, deeds: Sequence[Frame], done_with: Frame | None) -> Iterator[Frame]:
        """The frames of one word, given the deeds of this verb, or the one that is done with this noun."""
        if word.low in self._lexicon.adjectives:
            found = list(self._by_entry(word, self._lexicon.adjectives[word.low], self._adjective))
            yield from found
            if found:
                return
        if word.part == "VERB":
            matched = list(self._by_entry(word, self._lexicon.verbs.get(word.lemma, ()), self._verb))
            yield from (frame for frame in matched if not any(_says_more(deed, frame) for deed in deeds))
            yield from deeds
            if not matched and word.lemma not in self._lexicon.verbs:
                yield from self._refused(word)
        elif word.part in ("NOUN", "PROPN"):
            entries = self._lexicon.nouns.get(word.lemma) or self._lexicon.nouns.get(word.low, ())
            matched = list(self._by_entry(word, entries, self._noun))
            yield from (f for f in matched if done_with is None or done_with.polarity == f.polarity)
            yield from self._received(word, entries)
            if word.lemma in self._lexicon.nominal:
                yield from self._deeds.of_noun(word)
            yield from self._by_entry(word, self._lexicon.agents.get(word.lemma, ()), self._agent)
        elif word.dep == "prep":
            yield from self._by_entry(word, self._lexicon.prepositions.get(word.low, ()), self._preposition)
        if word.part in ("VERB", "AUX"):
            yield from self._judging.at(word)

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
        if entry.willing and not turn.willing:
            return None
        holders = [turn.director] if turn.director else grammar.subjects(verb, self._lexicon.light)
        targets = holders if any(map(grammar.is_reciprocal, targets)) else targets
        return self._frame(entry, holders, targets, turn, cue_of(verb, entry.rest))

    def _noun(self, noun: Word, entry: Entry) -> Frame | None:
        targets = grammar.complements(noun, entry.rest) or self._behind(noun, entry.rest)
        if not targets or self._is_ended(noun):
            return None
        lexicon = self._lexicon
        holders = grammar.owners(noun, lexicon.light, through=lexicon.through) or self._adjectival_owner(noun)
        governor = noun.head if noun.dep in ("dobj", "attr") else None
        if noun.dep == "pobj":
            governor = next((a for a in noun.ancestors() if a.part == "VERB"), noun.head.head)
            if noun.head.low == "in" and noun.lemma in lexicon.adverbial:
                holders = holders or grammar.subjects(governor, lexicon.light)
        turn = self._turns.of(governor) if governor is not None and governor.part in ("VERB", "AUX") else Turn()
        for turner in (grammar.negation(noun), noun.head if noun.head.lemma in self._lexicon.withdraw else None):
            if turner is not None and turner not in turn.words:
                turn.flips += 1
                turn.words.append(turner)
        turn.p *= 0.9
        return self._frame(entry, holders, targets, turn, cue_of(noun, ()))

    def _behind(self, noun: Word, rest: Sequence[str]) -> list[Word]:
        """ "in protest at X", where the parse hangs "at" elsewhere."""
        if noun.lemma not in self._lexicon.adverbial or noun.head.low != "in" or noun.i + 1 >= len(self._parse.words):
            return []
        behind = self._parse.words[noun.i + 1]
        return behind.all("pobj") if len(rest) == 1 and behind.low == rest[0] and behind.dep == "prep" else []

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
            return self._frame(entry, [head], targets, Turn(), cue_of(noun, ()))
        if noun.dep != "attr" or head.lemma not in COPULAS:
            return None
        turn = self._turns.of(head)
        return self._frame(entry, grammar.subjects(head), targets, turn, cue_of(noun, ()))

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
        return self._frame(entry, holders, targets, turn, cue_of(word, ()))

    def _preposition(self, prep: Word, entry: Entry) -> Frame | None:
        verb = prep.head
        if verb.lemma not in self._lexicon.stand or verb.part not in ("VERB", "AUX"):
            return None
        targets = grammar.complements(prep, entry.rest) if entry.rest else prep.all("pobj", "pcomp")
        if not targets:
            return None
        return self._frame(entry, grammar.subjects(verb), targets, self._turns.of(verb), cue_of(prep, entry.rest))

    def _frame(
        self, entry: Entry, holders: Sequence[Word], targets: Sequence[Word], turn: Turn, cue: tuple[Word, Word]
    ) -> Frame | None:
        return frame_of(self._parse, entry, holders, targets, turn, cue)

    # --- other constructions

    def _refused(self, verb: Word) -> Iterator[Frame]:
        """ "refused to meet X": a word that is no stance by itself, refused."""
        if verb.dep not in _GOVERNED:
            return
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
            yield Frame(givers, targets, [cue_of(noun, ())], entry.polarity, entry.manner, entry.p * turn.p, why)

    # --- helpers

    def _adjectival_owner(self, noun: Word) -> list[Word]:
        """ "the Russian invasion of …", "US sanctions on …"."""
        return [c for c in noun.all("amod", "compound", "nmod") if c.text[:1].isupper()]


def _says_more(deed: Frame, frame: Frame) -> bool:
    """True when a deed with its object says better what a verb alone would say: "withdrew its troops from"."""
    return frame.wished or (deed.polarity != frame.polarity and set(deed.targets) == set(frame.targets))


Rule = Callable[[Word, Entry], Frame | None]
