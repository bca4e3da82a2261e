"""What a phrase stands for as holder or target of a stance: an entity, somebody described, or a topic.

Nothing is guessed: a pronoun is resolved only when just one antecedent is possible, a description ("the president")
only when apposition tells who it is. Else the description may become a mention of its own, or there is no stance.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from annotator.spans import Range
from annotator.suggest.described import Described
from annotator.suggest.end import PARTY_LABELS, End, Names
from annotator.suggest.grammar import conjuncts, contents, subjects
from annotator.suggest.lexicon import Lexicon
from annotator.suggest.links import Cluster
from annotator.suggest.ner import Found
from annotator.suggest.parse import Parse, Word
from annotator.suggest.people import fold
from annotator.suggest.speech import Speech
from annotator.titles import Gender

_REACHED = PARTY_LABELS | {"LOC"}
"""To whom a deed may be done: to a place, whoever lives there."""
_WHERE = frozenset({"in", "of", "near", "into", "from", "on", "between", "around", "at", "to", "for"})
_GENDERS: dict[str, Gender] = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
_POINTING = frozenset({"it", "this", "that"})
_FIRST = frozenset({"i", "we", "me", "us", "my", "our"})
_LONGEST_TOPIC = 14
"""Words; a longer topic ends at its first comma, if it has one."""
_REACH = 3
"""How many sentences back a pronoun may refer."""


class Ends:
    """Finds the ends of stances in one article."""

    def __init__(
        self, parse: Parse, lexicon: Lexicon, speech: Speech, mentions: Sequence[Found], clusters: Sequence[Cluster]
    ) -> None:
        self._parse = parse
        self._lexicon = lexicon
        self._speech = speech
        self._names = Names(parse, mentions, clusters)
        self._clusters = clusters
        self._pronouns: dict[int, End | None] = {}
        self._topics: dict[int, End | None] = {}
        self._genders = {number: item.gender for number, item in enumerate(clusters)}
        self._described = Described(self._names, lexicon)

    # --- the two questions

    def holder(self, word: Word) -> End | None:
        """Who holds a stance, given the head of the phrase that says it."""
        found = self._party(word)
        if found is not None and found.label in PARTY_LABELS:
            return found
        return self._owner(word) if word.lemma in self._lexicon.instruments else None

    def affected(self, word: Word) -> End | None:
        """Somebody to whom a deed is done: a party, or whose a thing is, or where it is."""
        found = self._party(word)
        if found is not None and found.label in _REACHED:
            return found
        return self._owner(word) or self._place(word)

    def target(self, word: Word, *, things: bool = False, strict: bool = False) -> End | None:
        """What a stance is about. ``things``: no people or organisations; ``strict``: only names and clear topics."""
        lexicon = self._lexicon
        if word.low in _POINTING:
            return self._party(word) or self._spoken_of(word)
        if word.lemma in lexicon.own and word.part == "NOUN" and not things:
            owner = self._owner(word)
            if owner is not None:
                return owner
        if word.lemma in lexicon.relation and word.part == "NOUN":
            partner = self._partner(word)
            if partner is not None:
                return partner
        if word.part == "VERB":
            return self._topic(word, 0.75) if word.tag == "VBG" else None
        found = self._party(word)
        if found is not None:
            return None if things and found.label in PARTY_LABELS else found
        if word.part != "NOUN" or lexicon.is_party(word.lemma):
            return None
        if lexicon.is_topic(word.lemma):
            return self._topic(word, 0.9)
        if strict or word.lemma in lexicon.vague or word.right == word.left:
            return None
        return self._topic(word, 0.7)

    def is_named(self, word: Word) -> bool:
        """True for a word of a mention."""
        return self._names.holds(word)

    def named(self, word: Word) -> End | None:
        """The entity whose mention holds the word, or None."""
        return self._names.at(word)

    # --- parties

    def _owner(self, word: Word) -> End | None:
        """Whose a thing is: its possessor, the name before it, or "of" and "by" behind it."""
        beside = word.all("poss", "amod", "compound", "nmod")
        beside += [c for w in beside for c in w.all("compound", "nmod", "amod")]
        behind = [o for p in word.all("prep") if p.low in ("of", "by") for o in p.all("pobj")]
        for other in (*beside, *behind):
            found = self._party(other)
            if found is not None and found.label in _REACHED:
                return msgspec.structs.replace(found, p=found.p * 0.85)
        return next((end for other in behind if (end := self._owner(other)) is not None), None)

    def _place(self, word: Word, depth: int = 2) -> End | None:
        """Where a thing is, or comes from."""
        for prep in [*word.all("prep"), *(p for c in word.all("acl") for p in c.all("prep"))]:
            for other in prep.all("pobj") if prep.low in _WHERE else ():
                found = self._party(other)
                if found is not None and found.label in _REACHED:
                    return msgspec.structs.replace(found, p=found.p * 0.7)
                inner = self._place(other, depth - 1) if depth else None
                if inner is not None:
                    return inner
        return None

    def _party(self, word: Word) -> End | None:
        named = self._names.at(word)
        if named is not None:
            return named
        if word.low in _FIRST:
            speaker = self._speech.first_person(word)
            found = self._party(speaker) if speaker is not None and speaker.low not in _FIRST else None
            return None if found is None else self._noted(found, word, 0.9)
        if word.part == "PRON" or word.tag in ("PRP", "PRP$"):
            return self._pronoun(word)
        if word.lemma in self._lexicon.quantities or word.part == "NUM":
            counted = [o for p in word.all("prep") if p.low in ("of", "from") for o in p.all("pobj")]
            found = next((end for o in counted if (end := self._party(o)) is not None), None)
            if found is not None or any(self._lexicon.is_party(w.lemma) for o in counted for w in contents(o)):
                return found or self._described.at(word)
        for name in word.all("appos"):
            found = self._names.at(name)
            if found is not None and found.label in PARTY_LABELS:
                return found
        if word.part in ("NOUN", "PROPN") and self._lexicon.is_party(word.lemma):
            return self._described.at(word)
        return None

    def _partner(self, relation: Word) -> End | None:
        """With whom a tie is: "ties with Pyongyang"."""
        for prep in [*relation.all("prep"), *relation.head.all("prep")]:
            if prep.low in ("with", "to") and prep.i > relation.i:
                for word in prep.all("pobj"):
                    found = self._party(word)
                    if found is not None and found.label in PARTY_LABELS:
                        return found
        return None

    # --- pronouns

    def _pronoun(self, word: Word) -> End | None:
        if word.i not in self._pronouns:
            self._pronouns[word.i] = None
            self._pronouns[word.i] = self._antecedent(word)
        return self._pronouns[word.i]

    def _antecedent(self, word: Word) -> End | None:
        """The only entity near by that a third person singular can mean; None when there are several, or none."""
        gender = _GENDERS.get(word.low)
        if word.dep in ("nsubj", "nsubjpass") and word.low in ("he", "she", "it", "they"):
            speaker = self._speech.reporter(word)
            found = self._party(speaker) if speaker is not None and speaker is not word else None
            if found is not None and (found.entity is None or word.low == "they" or self._fits(found.entity, gender)):
                return self._noted(found, word, 0.8)
        if gender is None and (word.low not in ("it", "its") or word.dep not in ("nsubj", "nsubjpass", "poss")):
            return None  # as an object "it" is more often a thing than a body
        candidates = self._candidates(word, gender)
        if word.dep in ("dobj", "dative", "pobj"):  # "X blamed him": not X
            doers = {end.entity for s in subjects(word.head) if (end := self._names.at(s)) is not None}
            candidates = [c for c in candidates if c.entity not in doers]
        if len({c.key for c in candidates}) > 1 and gender is not None:
            known = [c for c in candidates if c.entity is not None and self._genders[c.entity] == gender]
            candidates = known or candidates
        if len({c.key for c in candidates}) != 1:
            return None
        found = candidates[-1]
        if gender is not None and found.entity is not None:
            self._genders[found.entity] = gender
        return self._noted(found, word, 0.85)

    def _candidates(self, word: Word, gender: Gender | None) -> list[End]:
        """Those who fit in the pronoun's sentence and the one before; if nobody does, "he" and "she" look further."""
        sentences, lines, here = self._parse.sentences, self._parse.lines, word.sentence
        found = self._fitting(sentences[here], word, gender)
        for back in range(here - 1, max(-1, here - _REACH - 1), -1):
            # a paragraph that begins with "She" goes on about the one before
            same_line = lines[back] == lines[here]
            near = here - back == 1 and (same_line or (gender is not None and not found))
            further = gender is not None and same_line and not found
            if near or further:
                found = self._fitting(sentences[back], word, gender) + found
        return found

    def _fitting(self, sentence: Sequence[Word], word: Word, gender: Gender | None) -> list[End]:
        found: list[End] = []
        for other in sentence:
            if other.i >= word.i:
                break
            end = self._pronouns.get(other.i) or self._names.at(other)
            if end is None and other.part == "NOUN" and other.lemma in self._lexicon.people:
                end = self._described.at(other)
            if end is not None and end.entity is not None and self._fits(end.entity, gender):
                found.append(end)
        return found

    def _fits(self, entity: int, gender: Gender | None) -> bool:
        label = self._clusters[entity].label
        if gender is None:
            return label in ("ORG", "GPE")
        return label == "PERSON" and self._genders[entity] in (None, gender)

    def _noted(self, end: End, word: Word, p: float) -> End:
        name = self._clusters[end.entity].name if end.entity is not None else end.range.of(self._parse.text)
        return msgspec.structs.replace(end, p=end.p * p, note=f"“{word.text}” is {name}")

    # --- topics

    def _spoken_of(self, word: Word) -> End | None:
        """The only topic of which "it", "this" or "that" can speak, in its sentence or the one before."""
        if word.i in self._topics:
            return self._topics[word.i]
        self._topics[word.i] = None
        sentences, lines, here = self._parse.sentences, self._parse.lines, word.sentence
        for back in (here, here - 1):
            if back < 0 or lines[back] != lines[here]:
                break
            found = [(w, end) for w in sentences[back] if w.i < word.i and (end := self._as_topic(w)) is not None]
            if len({end.range for _, end in found}) > 1:
                found = [(w, end) for w, end in found if w.dep in ("nsubj", "nsubjpass")]
            if len({end.range for _, end in found}) > 1:
                break
            if found:
                end = found[0][1]
                note = f"“{word.text}” is {end.range.of(self._parse.text)}"
                self._topics[word.i] = msgspec.structs.replace(end, p=end.p * 0.75, note=note)
                break
        return self._topics[word.i]

    def _as_topic(self, word: Word) -> End | None:
        """The topic that a subject or object names, also by "it"."""
        if word.dep not in ("nsubj", "nsubjpass", "dobj", "pobj", "attr"):
            return None
        if word.low in _POINTING:
            return self._topics.get(word.i)
        if word.part != "NOUN" or not self._lexicon.is_topic(word.lemma) or self._lexicon.is_party(word.lemma):
            return None
        if self._names.at(word) is not None or not word.all("det", "poss"):
            return None
        return self._topic(word, 0.9) if word.dep != "pobj" or word.head.low in ("for", "on", "against", "to") else None

    def _topic(self, word: Word, p: float) -> End | None:
        span = self._names.span(word, possessor=False)
        if span is None:
            return None
        words = span.of(self._parse.text)
        if len(words.split()) > _LONGEST_TOPIC and (comma := words.find(",")) > 0:
            span = Range(span.start, span.start + comma)
            words = words[:comma]
        if len(words.split()) > _LONGEST_TOPIC:
            p *= 0.8
        return End("t:" + fold(words), span, "TOPIC", about=self._about(word), p=p)

    def _about(self, word: Word) -> tuple[int, ...]:
        """To whom a stance on a topic carries over: whose it is, and with whom it is, when it is a deal or talks."""
        found = [self._names.at(o) for p in word.all("poss") for o in conjuncts(p)]
        found += [self._names.at(o) for o in word.all("amod", "nmod", "compound") if o.text[:1].isupper()]
        for prep in self._parse.words[word.left : word.right + 1]:
            if prep.dep != "prep":
                continue
            meeting = prep.low == "with" and prep.head.lemma in self._lexicon.meeting
            if meeting or (prep.low in ("by", "from") and prep.head is word):
                found += [self._names.at(o) for p in prep.all("pobj") for o in conjuncts(p)]
        parties = [e.entity for e in found if e is not None and e.label in PARTY_LABELS]
        return tuple(dict.fromkeys(e for e in parties if e is not None))
