"""Organisations, places and all else: which mentions name the same thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import regex

from annotator.suggest.gazetteer import KINDS, WORDS
from annotator.suggest.links import Cluster, Links
from annotator.suggest.ner import Found
from annotator.suggest.people import ALIASES, COMPANY_ENDINGS, fold

_COMPASS = frozenset({"north", "south", "east", "west"})
_PLACES = ("GPE", "LOC", "FAC")
_TAIL = regex.compile(r"(?:,| in (?=(?:the )?\p{Lu})| \().*", regex.DOTALL)
_STATE_OF = regex.compile(r"(?:state|city|town|county|province|region) of ")
_SIDE = regex.compile(r"(?:pro|anti|ex|non)-[\w]+ ", regex.IGNORECASE)
_BRACKETS = regex.compile(r" ?\(")


class Things:
    """Clusters of what is no person: the same words first, then the shorter names."""

    def __init__(self, text: str, mentions: Sequence[Found], links: Links) -> None:
        self.text = text
        self.mentions = mentions
        self.links = links
        self.by_key: dict[str, Cluster] = {}
        self._key: dict[int, str] = {}

    def cluster(self, numbers: Sequence[int]) -> list[Cluster]:
        """The clusters of the mentions with these numbers."""
        for i in numbers:
            key = self._key[i] = name_key(self.mentions[i].range.of(self.text), self.mentions[i].label)
            item = self.by_key.setdefault(key, Cluster(self.mentions[i].label, []))
            if item.mentions:
                item.links.append((i, item.mentions[0], "same words"))
            item.mentions.append(i)
            item.forms.add(key)
        self._join_brackets(numbers)
        initials = {key: self._initials(item) for key, item in self.by_key.items()}
        for key in sorted(self.by_key, key=len):
            home, rule = self._home(key, self.by_key[key], initials)
            if home is not None and self.links.allow(rule):
                self._merge(home, self.by_key[key], rule)
        unique = {id(c): c for c in self.by_key.values()}
        return list(unique.values())

    def _merge(self, home: Cluster, item: Cluster, rule: str) -> None:
        home.take(item, rule)
        self.by_key = {k: home if c is item else c for k, c in self.by_key.items()}

    def _join_brackets(self, numbers: Sequence[int]) -> None:
        """Join a name with one in brackets right behind it, one of the two an acronym: "Central Bank (CB)"."""
        for before, i in pairwise(numbers):
            one, two = self.mentions[before], self.mentions[i]
            home, item = self.by_key[self._key[before]], self.by_key[self._key[i]]
            gap, after = self.text[one.end : two.start], self.text[two.end : two.end + 1]
            if home is item or after != ")" or not _BRACKETS.fullmatch(gap):
                continue
            if any(is_acronym(m.range.of(self.text)) for m in (one, two)) and self.links.allow("in brackets"):
                self._merge(home, item, "in brackets")

    def _home(self, key: str, item: Cluster, initials: Mapping[str, set[str]]) -> tuple[Cluster | None, str]:
        """The one entity whose name is longer and says the same, and the rule that says so."""
        words = {self.mentions[i].range.of(self.text) for i in item.mentions}
        if all(is_acronym(w) for w in words):
            letters = key.replace(" ", "")
            home = _only(c for k, c in self.by_key.items() if c is not item and letters in initials[k])
            return home, "acronym"
        if key in _COMPASS and item.label in ("GPE", "LOC", "ORG"):
            return self._longer(item, lambda k, c: k.startswith(key + " ") and c.label == "GPE"), "compass"
        if item.label != "ORG":
            return None, ""
        home = self._longer(item, lambda k, c: c.label == "ORG" and k.startswith(key + " ") and _goes_on(key, k))
        if home is not None:
            return home, "beginning of a name"
        if " " not in key:
            return None, ""
        return self._longer(
            item, lambda k, c: c.label == "ORG" and f" {key} " in f"{k} " and _goes_on(key, k)
        ), "part of a name"

    def _longer(self, item: Cluster, fits: Callable[[str, Cluster], bool]) -> Cluster | None:
        return _only(c for k, c in self.by_key.items() if c is not item and fits(k, c))

    def _initials(self, item: Cluster) -> set[str]:
        """The acronyms that the names of an entity may have: of its capitalised words, and of all its words."""
        found: set[str] = set()
        for i in item.mentions:
            words = _TAIL.sub("", self.mentions[i].range.of(self.text)).replace("-", " ").split()
            if len(words) > 1:
                found.add("".join(w[0] for w in words if not w[0].islower()).casefold())
                found.add("".join(w[0] for w in words).casefold())
        return found


def name_key(words: str, label: str) -> str:
    """What names of the same thing have in common; a demonym and a place never do."""
    bare = _TAIL.sub("", words) if label != "NORP" else words
    key = fold(_SIDE.sub("", bare) or words).replace("'", "") or fold(words)
    key = key.removeprefix("the ")
    if label == "NORP":
        return "people: " + key.removesuffix("s")
    if label in _PLACES:
        key = _STATE_OF.sub("", key)
        short = key.removesuffix(" city")
        if key not in KINDS["city"] and short not in KINDS["country"] and short not in KINDS["state"]:
            key = short
    parts = key.split()
    while len(parts) > 1 and parts[-1] in COMPANY_ENDINGS:
        parts.pop()
    key = " ".join(parts)
    return ALIASES.get(key, key)


def is_acronym(words: str) -> bool:
    """True for "UN", "U.S." and "M5S"."""
    letters = words.replace(".", "")
    return 2 <= len(letters) <= 7 and letters.isupper() and letters.isalnum()


def _goes_on(key: str, longer: str) -> bool:
    """False when the rest of the longer name makes another thing of it ("X University Press", "X and Y")."""
    rest = f" {longer} ".replace(f" {key} ", " ", 1).split()
    if {"and", "&"} & set(rest):
        return False
    return not (set(_organisation(key.split())) and set(_organisation(rest)))


def _organisation(words: Iterable[str]) -> Iterator[str]:
    return (w for w in words if WORDS.get(w) == "organisation")


def _only(clusters: Iterable[Cluster]) -> Cluster | None:
    """The one cluster among ``clusters``; None when there are several, or none."""
    found = {id(c): c for c in clusters}
    return next(iter(found.values())) if len(found) == 1 else None
