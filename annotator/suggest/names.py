"""Entities: which mentions of an article name the same person, organisation or place. A pure function of names.

Rules, in this order: full name, then surname with title, then acronym and short name, then the exact words. People who
share a surname are kept apart by the gender of their titles and by nearness. A demonym ("South Korean") is an entity of
its own, and a capital is not its government: that is for the curator to say. Pronouns are never clustered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec
import regex

from annotator.suggest.ner import Found
from annotator.suggest.people import ALIASES, COMPANY_ENDINGS, Gender, PersonName, fold, parse_name

RELABELLED = 0.7
"""How much of its probability a mention keeps when its label was changed to that of its entity."""

_COMPASS = frozenset({"north", "south", "east", "west"})
_PRONOUN = regex.compile(r"\b(?:(he)|(she))\b", regex.IGNORECASE)
_SENTENCE_END = regex.compile(r"[.!?][\"'”’)]*\s|\n")
_PLACE_BEFORE = regex.compile(r"\b(?:in|at|near|from|to|around|outside)\s+$", regex.IGNORECASE)


class Cluster(msgspec.Struct):
    """The numbers of the mentions that name one thing, their folded words, and the gender that titles tell."""

    label: str
    mentions: list[int]
    name: str = ""
    gender: Gender | None = None
    person: PersonName | None = None
    forms: set[str] = msgspec.field(default_factory=set)
    why: str = ""


def cluster(text: str, mentions: Sequence[Found]) -> tuple[list[Found], list[Cluster]]:
    """The mentions with their labels made one per entity, and the entities in the order of their first mention.

    ``mentions`` are in reading order. Every mention belongs to exactly one cluster.
    """
    strays = _StrayPeople(text, mentions)
    labels = ["PERSON" if strays.has(m) else m.label for m in mentions]
    people = [i for i, label in enumerate(labels) if label == "PERSON"]
    others = [i for i, label in enumerate(labels) if label != "PERSON"]
    clusters = _People(text, mentions).cluster(people) + _cluster_others(text, mentions, others)
    clusters = _merge_same_words(clusters)
    clusters.sort(key=lambda c: c.mentions[0])
    relabelled = list(mentions)
    for item in clusters:
        item.label = _vote(text, mentions, labels, item)
        item.name = _best_name(text, mentions, item)
        words = Counter(mentions[i].range.of(text) for i in item.mentions)
        item.why = "also " + ", ".join(w for w in words if w != item.name) if set(words) - {item.name} else ""
        for i in item.mentions:
            if mentions[i].label != item.label:
                relabelled[i] = _relabel(mentions[i], item)
    return relabelled, clusters


# --- people


class _People:
    """Clusters of people, built full names first, then the short ones in reading order."""

    def __init__(self, text: str, mentions: Sequence[Found]) -> None:
        self.text = text
        self.mentions = mentions
        self.clusters: list[Cluster] = []
        self._number: dict[int, int] = {}
        self._with: dict[str, set[int]] = {}
        """The numbers of the clusters that have a word in one of their names."""

    def cluster(self, people: Sequence[int]) -> list[Cluster]:
        names = {i: parse_name(self.mentions[i].range.of(self.text)) for i in people}
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
        fitting = (c for c in self._near(name) if c.person is not None and _same_person(c.person, name))
        self._join(next((c for c in fitting if _may_be(c.gender, name.gender)), None), i, name)

    def _near(self, name: PersonName) -> list[Cluster]:
        """The clusters, in order, that share the last word of a name: no other can name the same person."""
        return [self.clusters[n] for n in sorted(self._with.get(name.words[-1] if name.words else "", ()))]

    def _join(self, home: Cluster | None, i: int, name: PersonName) -> None:
        if home is None:
            home = Cluster("PERSON", [], person=name)
            self._number[id(home)] = len(self.clusters)
            self.clusters.append(home)
        for word in name.words or ("",):
            self._with.setdefault(word, set()).add(self._number[id(home)])
        home.mentions.append(i)
        home.forms.add(" ".join((*name.words, name.suffix)).strip())
        home.gender = home.gender or name.gender
        if home.person is None or len(name.words) > len(home.person.words):
            home.person = name

    def _put_short(self, i: int, name: PersonName) -> None:
        word = " ".join(name.words)
        fitting = [(r, c) for c in self._near(name) if (r := _rank(c, word)) and _may_be(c.gender, name.gender)]
        best = min((rank for rank, _ in fitting), default=0)
        candidates = [c for rank, c in fitting if rank == best]
        if name.gender and len(candidates) > 1:
            known = [c for c in candidates if c.gender == name.gender]
            hinted = [c for c in candidates if self.hints.get(id(c)) == name.gender]
            open_ = [c for c in candidates if self.hints.get(id(c)) is None]
            candidates = known or hinted or open_ or candidates
        if len(candidates) > 1:  # "Ann Lee, who is Mr Lee's sister": he is somebody else
            candidates = [c for c in candidates if not self._in_one_sentence(c, i)] or candidates
        self._join(min(candidates, key=lambda c: self._distance(c, i), default=None), i, name)

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


def _same_person(a: PersonName, b: PersonName) -> bool:
    """True for two full names of one person: the same words, a middle name left out, or a first name shortened."""
    if a.suffix != b.suffix:  # an article that says "Jr" of one means two
        return False
    if set(a.words) == set(b.words):
        return True
    if a.words[-1] != b.words[-1]:
        return False
    short, long = sorted((a.words, b.words), key=len)
    if short[0] == long[0]:
        return len(short) == 2 or set(short) < set(long)
    return min(len(short[0]), len(long[0])) == 1 and short[0][0] == long[0][0]


def _may_be(one: Gender | None, other: Gender | None) -> bool:
    return one is None or other is None or one == other


class _StrayPeople:
    """Tells which mentions name people though they were read as something else."""

    def __init__(self, text: str, mentions: Iterable[Found]) -> None:
        self._text = text
        names = [parse_name(m.range.of(text)) for m in mentions if m.label == "PERSON"]
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


# --- everything else


def _cluster_others(text: str, mentions: Sequence[Found], others: Sequence[int]) -> list[Cluster]:
    by_key: dict[str, Cluster] = {}
    for i in others:
        key = _key(mentions[i].range.of(text), mentions[i].label)
        item = by_key.setdefault(key, Cluster(mentions[i].label, []))
        item.mentions.append(i)
        item.forms.add(key)
    initials = {key: _initials(text, mentions, item) for key, item in by_key.items()}
    for key in sorted(by_key, key=len):
        item = by_key[key]
        home = _long_form(text, mentions, key, item, by_key, initials) or _compass(key, item, by_key)
        if home is not None:
            home.mentions = sorted(home.mentions + item.mentions)
            home.forms |= item.forms
            by_key = {k: home if c is item else c for k, c in by_key.items()}
    unique = {id(c): c for c in by_key.values()}
    return list(unique.values())


def _key(words: str, label: str) -> str:
    """What names of the same thing have in common; a demonym and a place never do."""
    key = fold(words).replace("'", "")
    key = key.removeprefix("the ")
    if label == "NORP":
        return "people: " + key.removesuffix("s")
    parts = key.split()
    while len(parts) > 1 and parts[-1] in COMPANY_ENDINGS:
        parts.pop()
    key = " ".join(parts)
    return ALIASES.get(key, key)


def _long_form(
    text: str,
    mentions: Sequence[Found],
    key: str,
    item: Cluster,
    by_key: Mapping[str, Cluster],
    initials: Mapping[str, set[str]],
) -> Cluster | None:
    """The one entity of which ``key`` is the acronym, or the beginning of an organisation's name."""
    words = {mentions[i].range.of(text) for i in item.mentions}
    if all(_is_acronym(w) for w in words):
        letters = key.replace(" ", "")
        return _only(c for k, c in by_key.items() if c is not item and letters in initials[k])
    if item.label != "ORG":
        return None
    return _only(c for k, c in by_key.items() if k.startswith(key + " ") and c is not item and c.label == "ORG")


def _only(clusters: Iterable[Cluster]) -> Cluster | None:
    """The one cluster among ``clusters``; None when there are several, or none."""
    found = {id(c): c for c in clusters}
    return next(iter(found.values())) if len(found) == 1 else None


def _is_acronym(words: str) -> bool:
    letters = words.replace(".", "")
    return 2 <= len(letters) <= 7 and letters.isupper() and letters.isalpha()


def _initials(text: str, mentions: Sequence[Found], item: Cluster) -> set[str]:
    """The acronyms that the names of an entity may have: of its capitalised words, and of all its words."""
    found: set[str] = set()
    for i in item.mentions:
        words = mentions[i].range.of(text).replace("-", " ").split()
        if len(words) > 1:
            found.add("".join(w[0] for w in words if w[0].isupper()).casefold())
            found.add("".join(w[0] for w in words).casefold())
    return found


def _compass(key: str, item: Cluster, by_key: Mapping[str, Cluster]) -> Cluster | None:
    """For "the North" the country whose name begins so ("North Korea"), when the article names just one."""
    if key not in _COMPASS or item.label not in ("GPE", "LOC", "ORG"):
        return None
    return _only(c for k, c in by_key.items() if k.startswith(key + " ") and c.label == "GPE")


# --- names and labels


def _merge_same_words(clusters: Iterable[Cluster]) -> list[Cluster]:
    """One cluster for those that share their words, whatever label the recogniser gave them where.

    A short name that stands for somebody named in full is not shared: "Washington" may be a city beside Denzel.
    """
    merged: list[Cluster] = []
    homes: dict[str, Cluster] = {}
    for item in clusters:
        known = item.person is not None and (item.person.is_full or item.gender is not None)
        full = [f for f in item.forms if " " in f or not known]
        home = next((homes[f] for f in full if f in homes), None)
        if home is None:
            merged.append(item)
            homes.update(dict.fromkeys(full, item))
        else:
            home.mentions = sorted(home.mentions + item.mentions)
            home.forms |= item.forms
    return merged


def _vote(text: str, mentions: Sequence[Found], labels: Sequence[str], item: Cluster) -> str:
    """The label that most mentions have; one that says the name in full counts twice."""
    longest = max(len(mentions[i].range.of(text)) for i in item.mentions)
    votes: Counter[str] = Counter()
    for i in item.mentions:
        votes[labels[i]] += 2 if len(mentions[i].range.of(text)) == longest else 1
    return votes.most_common(1)[0][0]


def _best_name(text: str, mentions: Sequence[Found], item: Cluster) -> str:
    """The fullest name: of a person without title, of others without "the"; if several, the one used most."""
    names = Counter(mentions[i].range.of(text) for i in item.mentions)
    if item.label == "PERSON":
        plain: Counter[str] = Counter()
        for words, count in names.items():
            plain[_without_title(words)] += count
        return max(plain, key=lambda n: (len(parse_name(n).words), plain[n], len(n)))
    names = Counter({n.removeprefix("the ").removeprefix("The "): c for n, c in names.items()})
    return max(names, key=lambda n: (not _is_acronym(n), len(n.split()), names[n], len(n)))


def _without_title(words: str) -> str:
    """A full name without its civil title; a surname keeps it ("Ms Kim")."""
    name = parse_name(words)
    return words.split(maxsplit=1)[1] if name.titled and name.is_full else words


def _relabel(mention: Found, item: Cluster) -> Found:
    return msgspec.structs.replace(
        mention,
        label=item.label,
        p=round(mention.p * RELABELLED, 3),
        why=f"{item.label} like {item.name} elsewhere in the article; recognised here as {mention.label}",
    )
