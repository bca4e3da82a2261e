"""The stance lexicon: words that show a stance, read from ``data/stance_lexicon.toml``."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from annotator.records import Manner, Polarity


class Entry(msgspec.Struct, frozen=True):
    """A word that shows a stance. ``rest`` are its particles and, last, the preposition that leads to the target.

    ``things``: people and organisations are no targets of it; ``only_negated``: it shows a stance only when negated;
    ``wished``: it is wanted of somebody, and no stance on whoever shall give it; ``willing``: only what somebody wants
    to do, or will.
    """

    lemma: str
    rest: tuple[str, ...]
    polarity: Polarity
    manner: Manner
    p: float
    things: bool = False
    only_negated: bool = False
    wished: bool = False
    willing: bool = False


class Deed(Entry, frozen=True):
    """Something that is done towards somebody.

    ``what`` are the lemmas of which the object must be one (any when empty), ``toward`` the places where the other party
    may stand, likeliest first.
    """

    what: frozenset[str] = frozenset()
    toward: tuple[str, ...] = ("object",)


Entries = dict[str, tuple[Entry, ...]]


class Lexicon(msgspec.Struct, frozen=True):
    """All words by kind; entries with more words come first. Sets hold lemmas."""

    verbs: Entries
    nouns: Entries
    agents: Entries
    adjectives: Entries
    prepositions: Entries
    deeds: dict[str, tuple[Deed, ...]]
    containers: frozenset[str]
    stand: frozenset[str]
    refuse: frozenset[str]
    fail: frozenset[str]
    refusal: frozenset[str]
    want: frozenset[str]
    direct: frozenset[str]
    deny: frozenset[str]
    threaten: frozenset[str]
    say: frozenset[str]
    view: frozenset[str]
    light: frozenset[str]
    through: frozenset[str]
    adverbial: frozenset[str]
    nominal: dict[str, str]
    withdraw: frozenset[str]
    receive: frozenset[str]
    deed: frozenset[str]
    relation: frozenset[str]
    meeting: frozenset[str]
    topics: frozenset[str]
    endings: tuple[str, ...]
    vague: frozenset[str]
    people: frozenset[str]
    bodies: frozenset[str]
    firms: frozenset[str]
    instruments: frozenset[str]
    quantities: frozenset[str]
    own: frozenset[str]
    good: frozenset[str]
    bad: frozenset[str]
    doing_wrong: frozenset[str]
    blamed: frozenset[str]
    strong: frozenset[str]
    fingerprint: str
    judging: frozenset[str]
    """All lemmas and words that may show a stance by themselves."""

    def is_topic(self, lemma: str) -> bool:
        """True for a noun that names something one can be for or against: a plan, a war, a law."""
        if lemma in self.topics:
            return True
        return lemma not in self.vague and len(lemma) > 5 and lemma.endswith(self.endings)

    def is_party(self, lemma: str) -> bool:
        """True for a noun that names somebody who may hold a stance."""
        return lemma in self.people or lemma in self.bodies

    def judgement(self, lemma: str, low: str) -> int:
        """1 for a word of praise, -1 for a word of blame, 0 for all others."""
        return (lemma in self.good or low in self.good) - (lemma in self.bad or low in self.bad)


@cache
def default_lexicon() -> Lexicon:
    """The lexicon that comes with the program."""
    words, deeds = (
        files("annotator").joinpath(f"data/{name}.toml").read_text(encoding="utf-8")
        for name in ("stance_lexicon", "deeds")
    )
    return parse_lexicon(words, deeds)


def parse_lexicon(toml: str, deeds: str = "") -> Lexicon:
    """The lexicon that TOML texts describe; raises ``KeyError`` or ``ValueError`` when they are not well-formed."""
    data, table = tomllib.loads(toml), tomllib.loads(deeds)
    targets, parties, judgements, nominal = (data[k] for k in ("targets", "parties", "judgements", "nominal"))
    control, attribution = data["control"], data["attribution"]
    kinds = {kind: _entries(data[kind]) for kind in ("verbs", "nouns", "agents", "adjectives")}
    return Lexicon(
        verbs=kinds["verbs"],
        nouns=kinds["nouns"],
        agents=kinds["agents"],
        adjectives=kinds["adjectives"],
        prepositions=_entries(data["prepositions"]),
        deeds=_deeds(table.get("deeds", ())),
        containers=frozenset(_words(table.get("containers", ""))),
        stand=frozenset(w for group in data["prepositions"] for w in _words(group["after"])),
        **{
            name: frozenset(_words(control[name]))
            for name in ("refuse", "fail", "refusal", "want", "direct", "deny", "threaten")
        },
        **{name: frozenset(_words(attribution[name])) for name in ("say", "view")},
        **{
            name: frozenset(_words(nominal[name]))
            for name in ("light", "withdraw", "receive", "deed", "relation", "meeting", "through", "adverbial")
        },
        nominal=dict(pair.split() for pair in _words(nominal["deeds"])),
        topics=frozenset(_words(targets["topics"])),
        endings=tuple(_words(targets["endings"])),
        vague=frozenset(_words(targets["vague"])),
        people=frozenset(_words(parties["people"])),
        **{name: frozenset(_words(parties[name])) for name in ("bodies", "firms", "instruments", "quantities")},
        own=frozenset(_words(targets["own"])),
        good=frozenset(_words(judgements["favor"])),
        bad=frozenset(_words(judgements["against"])),
        blamed=frozenset(_words(judgements["blamed"])),
        strong=frozenset(_words(judgements["strong"])),
        doing_wrong=frozenset(_words(judgements["doing_wrong"])),
        fingerprint=hashlib.sha256((toml + deeds).encode()).hexdigest()[:12],
        judging=frozenset().union(*kinds.values(), _words(judgements["favor"]), _words(judgements["against"])),
    )


def _words(text: str) -> list[str]:
    """The words of a list that commas part."""
    return [" ".join(w.split()) for w in text.split(",") if w.strip()]


def _entries(classes: Iterable[Mapping[str, Any]]) -> Entries:
    found: dict[str, list[Entry]] = {}
    for group in classes:
        for words in _words(group["words"]):
            lemma, *rest = words.split()
            found.setdefault(lemma, []).append(
                Entry(
                    lemma, tuple(rest), group["polarity"], group["manner"], group["p"],
                    group.get("things", False), group.get("only_negated", False), group.get("wished", False),
                    group.get("willing", False),
                )
            )  # fmt: skip
    return {lemma: tuple(sorted(entries, key=lambda e: -len(e.rest))) for lemma, entries in found.items()}


def _deeds(classes: Iterable[Mapping[str, Any]]) -> dict[str, tuple[Deed, ...]]:
    found: dict[str, list[Deed]] = {}
    for group in classes:
        what, toward = frozenset(_words(group.get("what", ""))), tuple(_words(group["toward"]))
        for words in _words(group["verbs"]):
            lemma, *rest = words.split()
            found.setdefault(lemma, []).append(
                Deed(
                    lemma, tuple(rest), group["polarity"], group["manner"], group["p"], what=what, toward=toward,
                    willing=group.get("willing", False),
                )
            )  # fmt: skip
    return {lemma: tuple(sorted(deeds, key=lambda d: (-len(d.rest), not d.what))) for lemma, deeds in found.items()}
