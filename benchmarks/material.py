"""Generated articles for benchmarks and tests: always the same for the same seed, as dense as the size says."""

from __future__ import annotations

import random
from dataclasses import dataclass

from annotator.page import Page
from annotator.records import (
    POLARITIES,
    Annotation,
    Article,
    Entity,
    Mention,
    Outline,
    Polarity,
    Stance,
    SuggestedEntity,
    SuggestedMention,
    SuggestedStance,
    Suggestion,
)
from annotator.spans import Range


def _listed(words: str, by: str = " ") -> list[str]:
    return words.split(by)


_FUNCTION = _listed("the a of in to and that with for on by after before during under new last its their this")
_WORDS = _listed(
    "minister court market river policy statement decision season report plan border talks growth water party "
    "council engine harvest station evidence payment winter village response strike election company school bridge"
)
_VERBS: dict[Polarity, list[str]] = {
    "favor": _listed("praised welcomed backed defended supported"),
    "against": _listed("rebuffed dismissed condemned blocked rejected"),
    "neutral": _listed("discussed met mentioned awaited noted"),
    "mixed": _listed("questioned accepted tolerated weighed revisited"),
}
_FIRST = _listed("Ana Boris Carla Dmitri Elif Farid Greta Hugo Ines Jonas Karim Lena Marta Nadia Omar Petra")
_LAST = _listed("Abara Bellini Castro Duarte Eriksen Fontaine Gruber Haddad Ivanova Jansen Keller Lindqvist")
_PLACES = _listed("Norland,Port Vesta,Kelmar,South Arda,Tessin Valley,Oran City,Marwick,Lower Brenn", ",")
_BODIES = _listed("Water Board,Labour Union,High Court,Central Bank,Trade Council,Daily Courier", ",")
_TOPICS = _listed(
    "plan to close the harbour,ban on night flights,proposal for a shorter week,bid to host the games", ","
)
_RUN = "generated"


@dataclass(frozen=True, slots=True)
class Size:
    """How much an article holds."""

    name: str
    words: int
    mentions: int
    stances: int


D1 = Size("D1", 500, 60, 15)
D2 = Size("D2", 10_000, 1_000, 100)
D3 = Size("D3", 50_000, 5_000, 500)
SIZES = (D1, D2, D3)


def make_page(size: Size, seed: int = 1, decided: float = 0.5) -> Page:
    """A page of that size. ``decided`` is the share of mentions and stances that a curator accepted already.

    Names of bodies have the name of a place nested in them. The text is made of words that mean nothing together.
    """
    chance = random.Random(seed)
    writer = _Writer(size, chance)
    writer.write()
    suggestion = writer.suggestion()
    return Page(Article(size.name, writer.text), _accepted(suggestion, chance, decided), suggestion)


class _Writer:
    """Writes words one after the other and keeps mentions and stances in step with them."""

    def __init__(self, size: Size, chance: random.Random) -> None:
        self.size, self.chance = size, chance
        self.pieces: list[str] = []
        self.at = self.words = 0
        self.sentences: list[Range] = []
        self.cast = self._cast()
        self.mentions: list[tuple[Range, str]] = []  # where, and whose name
        self.stances: list[tuple[str, str, Polarity, Range]] = []  # holder's name, target's name, polarity, cue

    @property
    def text(self) -> str:
        """What was written so far."""
        return "".join(self.pieces)

    def _cast(self) -> list[tuple[str, str]]:
        people = [(f"{f} {n}", "PERSON") for f in _FIRST for n in _LAST]
        self.chance.shuffle(people)
        rest = [(p, "GPE") for p in _PLACES] + [(f"{p} {b}", "ORG") for p in _PLACES for b in _BODIES]
        self.chance.shuffle(rest)
        count = max(8, min(len(people), self.size.mentions // 8))
        return people[:count] + rest[: max(6, count // 2)] + [(t, "TOPIC") for t in _TOPICS]

    def write(self) -> None:
        """Write until there are enough words."""
        while self.words < self.size.words:
            for _ in range(self.chance.randint(2, 5)):
                begin = self.at
                self._sentence()
                self._put(". ")
                self.sentences.append(Range(begin, self.at - 1))
            self._put("\n\n")

    def _sentence(self) -> None:
        share = min(1.0, self.words / self.size.words)
        self._filler(1, "")
        if len(self.stances) < min(self.size.stances, self.size.stances * (share + 0.02)):
            holder = self._mention()
            polarity = self.chance.choice(POLARITIES)
            cue = self._put(" ", self.chance.choice(_VERBS[polarity]))
            self._filler(self.chance.randint(1, 3))
            self.stances.append((holder, self._mention(), polarity, cue))
        for _ in range(self.chance.randint(1, 3)):
            self._filler(self.chance.randint(3, 8))
            if len(self.mentions) < self.size.mentions * share:
                self._mention()
        self._filler(3)

    def _mention(self) -> str:
        name, label = self.chance.choice(self.cast)
        span = self._put(" ", name)
        self.words += name.count(" ") + 1
        self.mentions.append((span, name))
        if label == "ORG":
            place = next(p for p in _PLACES if name.startswith(p))
            self.mentions.append((Range(span.start, span.start + len(place)), place))
        return name

    def _filler(self, count: int, before: str = " ") -> None:
        for _ in range(count):
            self._put(before, self.chance.choice(_FUNCTION if self.chance.random() < 0.45 else _WORDS))
            self.words += 1

    def _put(self, *pieces: str) -> Range:
        """Write pieces; the range is that of the last of them."""
        self.pieces += pieces
        self.at += sum(map(len, pieces))
        return Range(self.at - len(pieces[-1]), self.at)

    def suggestion(self) -> Suggestion:
        """All that was written down beside the words, as a model would propose it."""
        labels = dict(self.cast) | dict.fromkeys(_PLACES, "GPE")
        ids: dict[str, str] = {}
        for _, name in self.mentions:
            ids.setdefault(name, f"e{len(ids) + 1}")
        places = sorted(self.mentions, key=lambda m: (m[0].start, -m[0].end))
        return Suggestion(
            _RUN,
            tuple(SuggestedEntity(id, labels[name], name) for name, id in ids.items()),
            tuple(
                SuggestedMention(f"m{i}", span.start, span.end, labels[name], ids[name], 0.9, by=_RUN)
                for i, (span, name) in enumerate(places, 1)
            ),
            tuple(
                SuggestedStance(f"s{i}", ids[holder], ids[target], polarity, 0.8, (cue,))
                for i, (holder, target, polarity, cue) in enumerate(self.stances, 1)
            ),
            Outline(tuple(self.sentences)),
        )


def _accepted(suggestion: Suggestion, chance: random.Random, share: float) -> Annotation:
    """An annotation in which a ``share`` of what is suggested was accepted; their ids begin with "a"."""
    mentions = [m for m in suggestion.mentions if chance.random() < share]
    held = {m.entity for m in mentions}
    stances = [s for s in suggestion.stances if {s.holder, s.target} <= held and chance.random() < share]
    entities = [e for e in suggestion.entities if e.id in held]
    return Annotation(
        entities={f"a{e.id}": Entity(f"a{e.id}", e.label, e.name, clusters=(f"{_RUN}/{e.id}",)) for e in entities},
        mentions={
            f"a{m.id}": Mention(f"a{m.id}", m.start, m.end, m.label, f"a{m.entity}", "accepted") for m in mentions
        },
        stances={
            f"a{s.id}": Stance(f"a{s.id}", f"a{s.holder}", f"a{s.target}", s.polarity, s.cues, decision="accepted")
            for s in stances
        },
        serial=len(suggestion.mentions),
    )
