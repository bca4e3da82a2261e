"""Clusters in the making, and how far each rule that links two mentions can be trusted: counted on gold, kept as JSON."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import msgspec

from annotator.suggest.people import PersonName
from annotator.titles import Gender

RULES = (
    "same words", "same full name", "end of a name", "middle name", "initial", "surname", "same short name", "given name",
    "in brackets", "acronym", "beginning of a name", "part of a name", "compass",
)  # fmt: skip
"""What may link two mentions: how the shorter name follows from the longer."""


class Cluster(msgspec.Struct):
    """The numbers of the mentions that name one thing, their folded words, and the gender that titles tell.

    ``links`` say why: a mention's number, that of one which was there before, and the rule.
    """

    label: str
    mentions: list[int]
    name: str = ""
    gender: Gender | None = None
    person: PersonName | None = None
    forms: set[str] = msgspec.field(default_factory=set)
    why: str = ""
    links: list[tuple[int, int, str]] = msgspec.field(default_factory=list)

    def take(self, other: Cluster, rule: str) -> None:
        """Take all mentions of another cluster."""
        self.links += [*other.links, (other.mentions[0], self.mentions[0], rule)]
        self.mentions = sorted(self.mentions + other.mentions)
        self.forms |= other.forms


class Links(msgspec.Struct, frozen=True):
    """How often each rule was ``right`` and how often it was used (``seen``). A rule that is oftener wrong rests."""

    right: dict[str, float] = {}
    seen: dict[str, float] = {}
    about: str = ""

    def p(self, rule: str) -> float:
        """How likely a link by a rule is right, from 0 to 1 (Laplace's estimate)."""
        return (self.right.get(rule, 0.0) + 1) / (self.seen.get(rule, 0.0) + 2)

    def allow(self, rule: str) -> bool:
        """True for a rule that is right at least half of the time."""
        return self.p(rule) >= 0.5

    def to_bytes(self) -> bytes:
        """The counts as JSON."""
        return msgspec.json.format(msgspec.json.encode(self, order="deterministic"), indent=1) + b"\n"

    @classmethod
    def from_bytes(cls, data: bytes) -> Links:
        """The counts that :meth:`to_bytes` wrote."""
        return msgspec.json.decode(data, type=cls)

    @property
    def fingerprint(self) -> str:
        """Other counts have another one."""
        return hashlib.sha256(self.to_bytes()).hexdigest()[:12]

    def with_counts(self, outcomes: Iterable[tuple[str, bool]], about: str = "") -> Links:
        """These counts with more: the rule of each link, and whether it was right."""
        right, seen = Counter(self.right), Counter(self.seen)
        for rule, good in outcomes:
            right[rule] += good
            seen[rule] += 1
        return Links({r: n for r, n in right.items() if n}, dict(seen), about or self.about)


@cache
def default_links() -> Links:
    """The counts that come with the program."""
    return Links.from_bytes(files("annotator").joinpath("data/links.json").read_bytes())
