"""People: which mentions name the same person. Full names first, then the short ones in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex

from annotator.suggest.links import Cluster, Links
from annotator.suggest.ner import Found
from annotator.suggest.people import PersonName, bare_person, fold, parse_name
from annotator.titles import Gender

_PRONOUN = regex.compile(r"\b(?:(he)|(she))\b", regex.IGNORECASE)
_SENTENCE_END = regex.compile(r"[.!?][\"'”’)]*\s|\n")
_PLACE_BEFORE = regex.compile(r"\b(?:in|at|near|from|to|around|outside)\s+$", regex.IGNORECASE)
_RANKS = {1: "surname", 2: "same short name", 3: "given name"}


class People:
    """Clusters of people, built full names first, then the short ones in reading order."""

    def __init__(self, text: str, mentions: Sequence[Found], links: Links) -> None:
        self.text = text
        self.mentions = mentions
        self.links = links
        self.clusters: list[Cluster] = []
        self._number: dict[int, int] = {}
        self._with: dict[str, set[int]] = {}
        """The numbers of the clusters that have a word in one of their names."""

    def cluster(self, people: Sequence[int]) -> list[Cluster]:
        """The clusters of the mentions with these numbers."""
        names = {i: parse_name(bare_person(self.mentions[i].range.of(self.text))) for i in people}
        for i in (i for i in people if names[i].is_full):
            self._put_full(i, names[i])
        self.hints = {id(c): self._hint(c, people) for c in self.clusters}
        for i in (i for i in people if not names[i].is_full):
            self._put_short(i, names[i])
        for item in self.clusters:
            item.mentions.sort()
            item.gender = item.gender or self.hints.get(id(item))
        return self.clusters

    def _put_full(self, i: int, name: PersonName) -> None:
        for home in self._near(name):
            rule = _same_person(home.person, name) if home.person is not None else ""
            if rule and self.links.allow(rule) and _may_be(home.gender, name.gender):
                self._join(home, i, name, rule)
                return
        self._join(None, i, name)

    def _near(self, name: PersonName) -> list[Cluster]:
        """The clusters, in order, that share the last word of a name: no other can name the same person."""
        return [self.clusters[n] for n in sorted(self._with.get(name.words[-1] if name.words else "", ()))]

    def _join(self, home: Cluster | None, i: int, name: PersonName, rule: str = "") -> None:
        if home is None:
            home = Cluster("PERSON", [], person=name)
            self._number[id(home)] = len(self.clusters)
            self.clusters.append(home)
        for word in name.words or ("",):
            self._with.setdefault(word, set()).add(self._number[id(home)])
        if home.mentions:
            home.links.append((i, home.mentions[0], rule))
        home.mentions.append(i)
        home.forms.add(" ".join((*name.words, name.suffix)).strip())
        home.gender = home.gender or name.gender
        if home.person is None or len(name.words) > len(home.person.words):
            home.person = name

    def _put_short(self, i: int, name: PersonName) -> None:
        word = " ".join(name.words)
        fitting = [
            (r, c)
            for c in self._near(name)
            if (r := _rank(c, word)) and self.links.allow(_RANKS[r]) and _may_be(c.gender, name.gender)
        ]
        best = min((rank for rank, _ in fitting), default=0)
        candidates = [c for rank, c in fitting if rank == best]
        if name.gender and len(candidates) > 1:
            known = [c for c in candidates if c.gender == name.gender]
            hinted = [c for c in candidates if self.hints.get(id(c)) == name.gender]
            open_ = [c for c in candidates if self.hints.get(id(c)) is None]
            candidates = known or hinted or open_ or candidates
        if len(candidates) > 1:  # "Ann Lee, who is Mr Lee's sister": he is somebody else
            candidates = [c for c in candidates if not self._in_one_sentence(c, i)] or candidates
        self._join(min(candidates, key=lambda c: self._distance(c, i), default=None), i, name, _RANKS.get(best, ""))

    def _in_one_sentence(self, item: Cluster, i: int) -> bool:
        """True when it was named just before, in the same sentence."""
        before = max((k for k in item.mentions if k < i), default=None)
        if before is None:
            return False
        return not _SENTENCE_END.search(self.text, self.mentions[before].end, self.mentions[i].start)

    def _distance(self, item: Cluster, i: int) -> tuple[bool, int]:
        """How far back it was named last; what is only named later comes after."""
        before = [i - k for k in item.mentions if k < i]
        return (False, min(before)) if before else (True, min(k - i for k in item.mentions))

    def _hint(self, item: Cluster, people: Sequence[int]) -> Gender | None:
        """What a common given name tells, else the first "he" or "she" before anybody else is named in the line."""
        if item.person is not None and item.person.given_gender:
            return item.person.given_gender
        i = item.mentions[0]
        start = self.mentions[i].end
        line = self.text.find("\n", start)
        end = min([len(self.text) if line < 0 else line, *(self.mentions[k].start for k in people if k > i)])
        match = _PRONOUN.search(self.text, start, max(start, end))
        return None if match is None else "m" if match[1] else "f"


def _rank(item: Cluster, word: str) -> int:
    """How well a short name fits a person: 1 the surname, 2 the same short name, 3 the given name, 0 not at all."""
    person = item.person
    if person is None or not person.is_full:
        return 2 if word in item.forms else 0
    surnames = {person.surname, person.words[-1]} if not person.family_first else {person.words[0]}
    if word in surnames:
        return 1
    return 3 if word in (person.words[0], person.words[-1], " ".join(person.words[1:])) else 0


def _same_person(a: PersonName, b: PersonName) -> str:
    """By which rule two full names are one person's: the same words, a middle name or the first left out, an initial; ""."""
    if a.suffix != b.suffix:  # an article that says "Jr" of one means two
        return ""
    if set(a.words) == set(b.words):
        return "same full name"
    if a.words[-1] != b.words[-1]:
        return ""
    short, long = sorted((a.words, b.words), key=len)
    if long[-len(short) :] == short:
        return "end of a name"
    if short[0] == long[0]:
        return "middle name" if len(short) == 2 or set(short) < set(long) else ""
    return "initial" if min(len(short[0]), len(long[0])) == 1 and short[0][0] == long[0][0] else ""


def _may_be(one: Gender | None, other: Gender | None) -> bool:
    return one is None or other is None or one == other


class StrayPeople:
    """Tells which mentions name people though they were read as something else."""

    def __init__(self, text: str, mentions: Iterable[Found]) -> None:
        self._text = text
        names = [parse_name(bare_person(m.range.of(text))) for m in mentions if m.label == "PERSON"]
        self._full = {n.words[0] if n.family_first else n.words[-1] for n in names if n.is_full}
        self._titled = {n.words[-1] for n in names if n.titled and not n.is_full and n.words}

    def has(self, mention: Found) -> bool:
        """True for the lone surname of a person named in full elsewhere, and for the full name of a titled surname."""
        if mention.label in ("PERSON", "NORP"):
            return False
        words = fold(mention.range.of(self._text)).split()
        if mention.label in ("GPE", "LOC") and len(words) == 1:
            before = _PLACE_BEFORE.search(self._text, max(0, mention.start - 12), mention.start)
            return words[0] in self._full and before is None
        if len(words) == 1:
            return words[0] in self._full
        return len(words) in (2, 3) and words[-1] in self._titled
