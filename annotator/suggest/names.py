"""Entities: which mentions of an article name the same person, organisation or place. A pure function of names.

Rules, in this order: full name, then surname with title, then acronym and short name, then the exact words. People who
share a surname are kept apart by the gender of their titles and by nearness. A demonym ("South Korean") is an entity of
its own, and a capital is not its government: that is for the curator to say. Pronouns are never clustered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from annotator.records import Choice
from annotator.suggest.links import Cluster, Links, default_links
from annotator.suggest.ner import Found, labelled
from annotator.suggest.people import parse_name
from annotator.suggest.persons import People, StrayPeople
from annotator.suggest.things import Things, is_acronym

STRAY = 0.6
"""How likely a mention names a person when only the names of people elsewhere in the article say so."""
_AGREEMENT = 0.15
"""The odds of a mention grow with this power of the number of its entity's mentions: they were read one by one, and what is
named often is found right oftener (cross-fitted: 0.86 right at 0.82 for entities of four and more)."""
_OWN = 0.5
"""How much a mention's own probability of its entity's label weighs beside the mean of all its entity's mentions."""


def cluster(text: str, mentions: Sequence[Found], links: Links | None = None) -> tuple[list[Found], list[Cluster]]:
    """The mentions with their labels made one per entity, and the entities in the order of their first mention.

    ``mentions`` are in reading order. Every mention belongs to exactly one cluster. ``links`` say which rules to trust.
    """
    trusted = links or default_links()
    strays = StrayPeople(text, mentions)
    known = [_as_person(m) if strays.has(m) else m for m in mentions]
    people = [i for i, m in enumerate(known) if m.label == "PERSON"]
    others = [i for i, m in enumerate(known) if m.label != "PERSON"]
    clusters = People(text, known, trusted).cluster(people) + Things(text, known, trusted).cluster(others)
    clusters = _merge_same_words(clusters, trusted)
    clusters.sort(key=lambda c: c.mentions[0])
    for item in clusters:
        item.label = _vote(text, known, item)
        item.name = _best_name(text, known, item)
        words = Counter(mentions[i].range.of(text) for i in item.mentions)
        item.why = "also " + ", ".join(w for w in words if w != item.name) if set(words) - {item.name} else ""
        _agree(known, item)
    return known, clusters


def outcomes(text: str, mentions: Sequence[Found], entities: Sequence[str]) -> list[tuple[str, bool]]:
    """What gold says of the rules: for each link that any rule would make, the rule and whether it is right.

    ``mentions`` are gold mentions in reading order, ``entities`` the gold entity of each. Give the outcomes of all articles
    to :meth:`Links.with_counts`; a component of the pipeline keeps the new counts.
    """
    _, clusters = cluster(text, mentions, Links())
    return [(rule, entities[i] == entities[k]) for item in clusters for i, k, rule in item.links]


def _as_person(mention: Found) -> Found:
    why = f"a person of this name is in the article; recognised here as {mention.label}"
    return labelled(mention, "PERSON", why, max(mention.p_of("PERSON"), STRAY * mention.p))


def _merge_same_words(clusters: Iterable[Cluster], links: Links) -> list[Cluster]:
    """One cluster for those that share their words, whatever label the recogniser gave them where.

    A short name that stands for somebody named in full is not shared: "Washington" may be a city beside Denzel.
    """
    merged: list[Cluster] = []
    homes: dict[str, Cluster] = {}
    for item in clusters:
        known = item.person is not None and (item.person.is_full or item.gender is not None)
        full = [f for f in item.forms if " " in f or not known]
        home = next((homes[f] for f in full if f in homes), None)
        if home is None or not links.allow("same words"):
            merged.append(item)
            homes.update(dict.fromkeys(full, item))
        else:
            home.take(item, "same words")
    return merged


def _vote(text: str, mentions: Sequence[Found], item: Cluster) -> str:
    """The label that is likeliest in sum; a mention that says the name in full counts twice."""
    longest = max(len(mentions[i].range.of(text)) for i in item.mentions)
    votes: dict[str, float] = {}
    for i in item.mentions:
        weight = 2 if len(mentions[i].range.of(text)) == longest else 1
        for choice in (Choice(mentions[i].label, mentions[i].p), *mentions[i].others):
            votes[choice.label] = votes.get(choice.label, 0.0) + weight * choice.p
    return max(votes, key=lambda label: votes[label])


def _agree(mentions: list[Found], item: Cluster) -> None:
    """Give all mentions of an entity its label, each with its own probability and that of all."""
    found = [mentions[i] for i in item.mentions]
    mean = sum(m.p_of(item.label) for m in found) / len(found)
    for i, m in zip(item.mentions, found, strict=True):
        if m.label != item.label:
            why = f"{item.label} like {item.name} elsewhere in the article; here it looks like {m.label}"
            mentions[i] = labelled(m, item.label, why, _OWN * m.p_of(item.label) + (1 - _OWN) * mean)
        if len(found) > 1:
            mentions[i] = _surer(mentions[i], len(found) ** _AGREEMENT)


def _surer(mention: Found, factor: float) -> Found:
    """The mention with so many times its odds; the other labels share what is left."""
    p = mention.p * factor / (1 - mention.p + mention.p * factor)
    rest = (1 - p) / (1 - mention.p) if mention.p < 1 else 0.0
    others = tuple(Choice(o.label, round(o.p * rest, 3)) for o in mention.others)
    return msgspec.structs.replace(mention, p=round(p, 3), others=others)


def _best_name(text: str, mentions: Sequence[Found], item: Cluster) -> str:
    """The fullest name: of a person without title, of others without "the"; if several, the one used most."""
    names = Counter(mentions[i].range.of(text) for i in item.mentions)
    if item.label == "PERSON":
        plain: Counter[str] = Counter()
        for words, count in names.items():
            plain[_without_title(words)] += count
        return max(plain, key=lambda n: (len(parse_name(n).words), plain[n], len(n)))
    names = Counter({n.removeprefix("the ").removeprefix("The "): c for n, c in names.items()})
    return max(names, key=lambda n: (not is_acronym(n), len(n.split()), names[n], len(n)))


def _without_title(words: str) -> str:
    """A full name without its civil title; a surname keeps it ("Ms Kim")."""
    name = parse_name(words)
    return words.split(maxsplit=1)[1] if name.titled and name.is_full else words
