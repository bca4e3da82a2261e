"""Deeds: what is given, refused, imposed, threatened or demanded, and where in the clause the other party stands.

The words are in ``data/deeds.toml``; each deed says in which places to look for the party.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotator.suggest import grammar
from annotator.suggest.frame import Frame, cue_of, frame_of
from annotator.suggest.lexicon import Deed, Entry, Lexicon
from annotator.suggest.parse import Parse, Word
from annotator.suggest.speech import Speech
from annotator.suggest.turns import Turn, Turns

_THREAT = Entry("threaten", (), "against", "reported", 0.6)
_MUST = Entry("must", (), "against", "reported", 0.5)
_MUSTS = frozenset({"must"})
_AT = frozenset({"in", "on", "against", "at", "into", "with", "from", "to", "of", "upon"})
_DEPTH = 3


class Deeds:
    """The rules for deeds over one article."""

    def __init__(self, parse: Parse, lexicon: Lexicon, speech: Speech, turns: Turns) -> None:
        self._parse = parse
        self._lexicon = lexicon
        self._speech = speech
        self._turns = turns

    def at(self, verb: Word) -> Iterator[Frame]:
        """The frames of a verb: of the first deed that fits, of a threat, and of what somebody must do."""
        for deed in self._lexicon.deeds.get(verb.lemma, ()):
            frame = self._done(verb, deed)
            if frame is not None:
                yield frame
                break
        if verb.lemma in self._lexicon.threaten:
            yield from self._threatened(verb)
        if verb.dep == "ccomp" and grammar.modals(verb) & _MUSTS:
            yield from self._must(verb)

    def of_noun(self, noun: Word) -> Iterator[Frame]:
        """The frame of a deed that a noun names: "a suspension of aid to X"."""
        things = [w for w in grammar.contents(noun) if w is not noun]
        holders = grammar.owners(noun, self._lexicon.light, through=self._lexicon.through)
        governor = noun.head
        turn = self._turns.of(governor) if governor.part == "VERB" else Turn()
        for deed in self._lexicon.deeds.get(self._lexicon.nominal.get(noun.lemma, ""), ()):
            made = [w for w in things if not deed.what or w.lemma in deed.what]
            targets = self._towards(noun, noun, made, deed) if made and not deed.rest else []
            if targets and (frame := frame_of(self._parse, deed, holders, targets, turn, cue_of(noun), parties=True)):
                yield frame
                return

    def _done(self, verb: Word, deed: Deed) -> Frame | None:
        """A deed with its object in its place, and the party towards whom it is done."""
        at = verb
        for small in deed.rest:
            found = next((c for w in (at, verb) for c in w.children if c.low == small and c.i > at.i), None)
            if found is None:
                return None
            at = found
        if not deed.rest and grammar.has_particle(verb):
            return None
        things = [w for o in grammar.objects(verb) for w in self._made_of(o)]
        if deed.what:
            things = [w for w in things if w.lemma in deed.what]
            if not things:
                return None
        turn = self._turns.of(verb)
        if deed.willing and not turn.willing:
            return None
        targets = self._towards(verb, at, things, deed)
        holders = [turn.director] if turn.director else grammar.subjects(verb, self._lexicon.light)
        if not targets:
            return None
        thing = things[0] if deed.what else None
        return frame_of(self._parse, deed, holders, targets, turn, cue_of(verb, deed.rest), parties=True, thing=thing)

    def _made_of(self, noun: Word) -> list[Word]:
        """A noun with what it is made of, also in front of it: "an aid package"."""
        inside = grammar.contents(noun)
        return inside + [c for w in inside if w.lemma in self._lexicon.containers for c in w.all("compound")]

    def _towards(self, verb: Word, at: Word, things: Sequence[Word], deed: Deed) -> list[Word]:
        """The words in the places where a deed looks for the party: those of the first place that has any."""
        for place in deed.toward:
            if place == "object":
                found = grammar.complements(verb, deed.rest) or [] if deed.rest else grammar.objects(verb)
            elif place == "owner":
                found = [w for w in things if w.part == "NOUN" and w.lemma not in self._lexicon.people]
            elif place == "subject":
                found = asked(verb)
            elif place == "dative":
                found = [w for d in verb.all("dative") if d.part != "ADP" for w in grammar.conjuncts(d)]
            else:
                found = led_to([verb, at, *things], place)
            if found:
                return found
        return []

    def _threatened(self, verb: Word) -> Iterator[Frame]:
        """ "threatened to launch an offensive against X unless Y gave in": against X and Y."""
        below = verb.child("xcomp", "ccomp")
        if below is None or (below.dep == "ccomp" and below.child("nsubj") is None):
            return
        turn = self._turns.of(verb)
        targets = [w for o in grammar.objects(below) for w in grammar.contents(o)]
        targets += [w for small in _AT for w in led_to([below, *targets], small)]
        for clause in [*below.all("advcl"), *verb.all("advcl")]:
            if any(c.low in ("unless", "if", "until") for c in clause.all("mark")):
                targets += clause.all("nsubj")
        holders = grammar.subjects(verb, self._lexicon.light)
        if targets and not turn.flips:
            frame = frame_of(self._parse, _THREAT, holders, targets, turn, cue_of(verb), parties=True)
            if frame is not None:
                yield frame

    def _must(self, verb: Word) -> Iterator[Frame]:
        """ "X said Y must go": what a speaker says that somebody must do."""
        subjects = verb.all("nsubj")
        speaker = self._speech.source(verb)
        negated = grammar.negation(verb) or grammar.negation(verb.head)
        if speaker is None or not subjects or negated or any(s.covers(speaker) for s in subjects):
            return
        modal = next(a for a in verb.all("aux") if a.low in _MUSTS) if verb.all("aux") else verb
        frame = frame_of(self._parse, _MUST, [speaker], subjects, Turn(), cue_of(modal), parties=True)
        if frame is not None:
            yield frame


def led_to(words: Sequence[Word], preposition: str, depth: int = _DEPTH) -> list[Word]:
    """What a preposition leads to that hangs on one of these words, directly or over other prepositions."""
    preps = {p.i: p for w in words for p in w.all("prep", "dative", "agent")}
    found = [
        w
        for p in preps.values()
        if p.low == preposition
        for o in p.all("pobj", "pcomp")
        if not grammar.is_time(o)
        for w in grammar.conjuncts(o)
    ]
    if found or depth == 0 or not preps:
        return found
    further = [o for p in preps.values() for o in p.all("pobj")]
    return led_to(further, preposition, depth - 1) if further else []


def asked(verb: Word) -> list[Word]:
    """Who shall do what follows: "demanded that X stop", "urged X to stop", "called on X to stop"."""
    below = verb.child("ccomp", "xcomp")
    if below is not None and (inside := below.all("nsubj", "nsubjpass")):
        return [w for s in inside for w in grammar.conjuncts(s)]
    if below is not None and grammar.is_infinitive(below):
        called = grammar.called_on(verb)
        return grammar.objects(verb) or (grammar.conjuncts(called) if called is not None else [])
    return []
