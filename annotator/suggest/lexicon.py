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

    ``things``: people and organisations are no targets of it; ``only_negated``: it shows a stance only when negated.
    """

    lemma: str
    rest: tuple[str, ...]
    polarity: Polarity
    manner: Manner
    p: float
    things: bool = False
    only_negated: bool = False


Entries = dict[str, tuple[Entry, ...]]


class Lexicon(msgspec.Struct, frozen=True):
    """All words by kind; entries with more words come first. Sets hold lemmas."""

    verbs: Entries
    nouns: Entries
    agents: Entries
    adjectives: Entries
    prepositions: Entries
    stand: frozenset[str]
    refuse: frozenset[str]
    fail: frozenset[str]
    refusal: frozenset[str]
    want: frozenset[str]
    direct: frozenset[str]
    deny: frozenset[str]
    demand: frozenset[str]
    let: frozenset[str]
    say: frozenset[str]
    view: frozenset[str]
    light: frozenset[str]
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
    good: frozenset[str]
    bad: frozenset[str]
    doing_wrong: frozenset[str]
    deeds_do: frozenset[str]
    deeds_end: frozenset[str]
    deeds_ending: frozenset[str]
    deeds_good: frozenset[str]
    deeds_bad: frozenset[str]
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
    return parse_lexicon(files("annotator").joinpath("data/stance_lexicon.toml").read_text(encoding="utf-8"))


def parse_lexicon(toml: str) -> Lexicon:
    """The lexicon that a TOML text describes; raises ``KeyError`` or ``ValueError`` when it is not well-formed."""
    data = tomllib.loads(toml)
    targets, parties, judgements, nominal = (data[k] for k in ("targets", "parties", "judgements", "nominal"))
    control, attribution = data["control"], data["attribution"]
    kinds = {kind: _entries(data[kind]) for kind in ("verbs", "nouns", "agents", "adjectives")}
    return Lexicon(
        verbs=kinds["verbs"],
        nouns=kinds["nouns"],
        agents=kinds["agents"],
        adjectives=kinds["adjectives"],
        prepositions=_entries(data["prepositions"]),
        stand=frozenset(w for group in data["prepositions"] for w in _words(group["after"])),
        **{
            name: frozenset(_words(control[name]))
            for name in ("refuse", "fail", "refusal", "want", "direct", "deny", "demand", "let")
        },
        **{name: frozenset(_words(attribution[name])) for name in ("say", "view")},
        **{
            name: frozenset(_words(nominal[name]))
            for name in ("light", "withdraw", "receive", "deed", "relation", "meeting")
        },
        topics=frozenset(_words(targets["topics"])),
        endings=tuple(_words(targets["endings"])),
        vague=frozenset(_words(targets["vague"])),
        people=frozenset(_words(parties["people"])),
        bodies=frozenset(_words(parties["bodies"])),
        good=frozenset(_words(judgements["favor"])),
        bad=frozenset(_words(judgements["against"])),
        doing_wrong=frozenset(_words(judgements["doing_wrong"])),
        **{f"deeds_{name}": frozenset(_words(words)) for name, words in data["deeds"].items()},
        fingerprint=hashlib.sha256(toml.encode()).hexdigest()[:12],
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
                    group.get("things", False), group.get("only_negated", False),
                )
            )  # fmt: skip
    return {lemma: tuple(sorted(entries, key=lambda e: -len(e.rest))) for lemma, entries in found.items()}
