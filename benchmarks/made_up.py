"""Made-up articles with faultless gold: what checks of gold are measured on.

Names come back in several articles, people go by surname after the first time, some names mean two things, some articles
repeat sentences of an earlier one, and each ends in boilerplate that names somebody.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from annotator.clock import now
from annotator.project import Project
from annotator.records import (
    Annotation,
    Article,
    Change,
    Choice,
    Entity,
    Mention,
    Outline,
    Run,
    Section,
    Stance,
    Step,
    SuggestedEntity,
    SuggestedMention,
    Suggestion,
)
from annotator.spans import Range
from annotator.store import Entry

FIRST = (
    "Ann",
    "Bob",
    "Cara",
    "Dov",
    "Eve",
    "Finn",
    "Gia",
    "Hal",
    "Ida",
    "Jon",
    "Kim",
    "Leo",
    "Mia",
    "Ned",
    "Ola",
    "Pia",
)
LAST = (
    "Reed", "Stone", "Lund", "Katz", "Moss", "Berg", "Toro", "Wynn", "Falk", "Hale", "Ivers", "Jahn", "Kerr", "Lowe",
    "Marsh", "Nolan", "Oates", "Price", "Quist", "Rowe",
)  # fmt: skip
ORGS = (
    "Norvik Steel", "Green Front", "Lake Bank", "Harbour Union", "Orion Press", "Dale College", "Northern Rail",
    "Civic List",
)  # fmt: skip
PLACES = ("Oslo", "Bern", "Kyiv", "Lima", "Quito", "Dakar", "Hanoi", "Tartu", "Ghent", "Split", "Bergen", "Cork")
TOPICS = ("the harbour plan", "the rail strike", "the new tax", "the school vote", "the water deal", "the border law")
TWO_THINGS = ("Jordan", "Lincoln", "Chelsea")
"""Names of a place here and of a person there: rightly labelled differently."""
LABELS = ("PERSON", "ORG", "GPE", "TOPIC")
FILLERS = (
    "Nobody in {G} had expected it so soon.",
    "{O} has an office in {G} and another one by the sea.",
    "In {G} the shops stayed open, {P} noticed on the way home.",
    "{P} used to work for {O} before the reform.",
    "The week had been calm for {O}, as far as one could tell.",
    "“We will see,” {P} told reporters in {G} late on Sunday.",
    "{G} and {H} share a railway, a river and a newspaper.",
    "Then {P} left for {H}, where {O} was about to meet.",
    "A spokesman of {O} read a short statement and took no questions.",
    "It rained for most of the afternoon, and the square was empty.",
)
STANCES = (
    ("{P} praised {T} in a long speech before the council.", "P", "T", "favor", "praised"),
    ("{O} attacked {T} as a gift to those who have enough.", "O", "T", "against", "attacked"),
    ("{P} thanked {Q} for years of patient work.", "P", "Q", "favor", "thanked"),
    ("{Q} blamed {O} for the delay and asked for an apology.", "Q", "O", "against", "blamed"),
    ("{O} backed {P} once more against all advice.", "O", "P", "favor", "backed"),
)
SLOTS = {"P": "PERSON", "Q": "PERSON", "O": "ORG", "G": "GPE", "H": "GPE", "T": "TOPIC"}


@dataclass
class Made:
    """An article in the making: sentences, and what is marked in them."""

    id: str
    text: str = ""
    sentences: list[Range] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    entities: dict[str, Entity] = field(default_factory=dict)
    mentions: dict[str, Mention] = field(default_factory=dict)
    stances: dict[str, Stance] = field(default_factory=dict)
    suggested: list[SuggestedMention] = field(default_factory=list)
    copied: list[Range] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    ms: int = 20_000

    def say(self, sentence: str) -> int:
        """Add a line; where it starts."""
        start = len(self.text)
        self.text += sentence + "\n"
        self.sentences.append(Range(start, start + len(sentence)))
        return start

    def entity(self, name: str, label: str) -> str:
        """Add an entity; its id."""
        id = f"e{len(self.entities) + 1}"
        self.entities[id] = Entity(id, label, name)
        return id

    def mark(self, start: int, words: str, label: str, entity: str) -> str:
        """Mark the first such words from ``start`` on; the mention's id."""
        place = self.text.index(words, start)
        id = f"m{len(self.mentions) + 1}"
        self.mentions[id] = Mention(id, place, place + len(words), label, entity)
        return id

    def stance(self, holder: str, target: str, polarity: Any, cue: Range) -> None:
        """Add a stance."""
        id = f"s{len(self.stances) + 1}"
        self.stances[id] = Stance(id, holder, target, polarity, (cue,))

    def words(self, mention: Mention) -> str:
        """A mention's words."""
        return self.text[mention.start : mention.end]

    def annotation(self) -> Annotation:
        """The gold."""
        return Annotation(
            status="done",
            sections=tuple(self.sections),
            entities=self.entities,
            mentions=self.mentions,
            stances=self.stances,
            curators=("me",),
            done_at="2025-01-01T00:00:00Z",
            serial=100,
        )

    def suggestion(self) -> Suggestion:
        """What the model says."""
        entities = tuple(SuggestedEntity(f"e{m.id}", m.label, m.id) for m in self.suggested)
        return Suggestion("r1", entities, tuple(self.suggested), (), Outline(tuple(self.sentences)))


class _Writer:
    """Writes one article: who plays in it, and what they are called."""

    def __init__(self, id: str, chance: random.Random) -> None:
        self.made = Made(id, ms=int(chance.gauss(60_000, 8_000)))
        lasts = chance.sample(LAST, 2)
        self.names = {"P": f"{chance.choice(FIRST)} {lasts[0]}", "Q": f"{chance.choice(FIRST)} {lasts[1]}"}
        self.names |= dict(zip("GH", chance.sample(PLACES, 2), strict=True))
        self.names |= {"O": chance.choice(ORGS), "T": chance.choice(TOPICS)}
        if chance.random() < 0.15:
            self.names["PG"[chance.random() < 0.5]] = chance.choice(TWO_THINGS)
        self.homes: dict[str, str] = {}

    def say(self, template: str) -> int:
        """A sentence of a template with its names marked; where it starts."""
        called = {slot: self._call(slot) for slot in SLOTS if f"{{{slot}}}" in template}
        start = self.made.say(template.format(**called))
        for slot, words in called.items():
            self.mark(slot, start, words)
        return start

    def mark(self, slot: str, start: int, words: str) -> None:
        """Mark a name of somebody who plays here."""
        if slot not in self.homes:
            self.homes[slot] = self.made.entity(self.names[slot].removeprefix("the "), SLOTS[slot])
        self.made.mark(start, words, SLOTS[slot], self.homes[slot])

    def _call(self, slot: str) -> str:
        name = self.names[slot]
        return name.split()[-1] if slot in self.homes and SLOTS[slot] == "PERSON" else name


def an_article(number: int, chance: random.Random, earlier: Sequence[Made] = ()) -> Made:
    """Some fifteen sentences with stances; one in five repeats sentences of an earlier article, and who is in them."""
    writer = _Writer(f"a{number}", chance)
    made = writer.made
    plan: list[Any] = [*chance.sample(FILLERS, 8), *chance.sample(STANCES, 4)]
    chance.shuffle(plan)
    for item in plan:
        if isinstance(item, str):
            writer.say(item)
            continue
        template, holder, target, polarity, cue = item
        start = writer.say(template)
        at = made.text.index(cue, start)
        made.stance(writer.homes[holder], writer.homes[target], polarity, Range(at, at + len(cue)))
    if earlier and chance.random() < 0.2:
        _repeat(chance.choice(earlier), made, chance)
    start = made.say(f"Read more of {chance.choice(ORGS)} and {chance.choice(PLACES)} in our letter of number{number}.")
    made.sections.append(Section(start, len(made.text)))
    return made


def _repeat(source: Made, made: Made, chance: random.Random) -> None:
    homes: dict[str, str] = {}
    known = {entity.name: id for id, entity in made.entities.items()}
    for sentence in sorted(chance.sample(source.sentences[:12], 5)):
        start = made.say(sentence.of(source.text))
        made.copied.append(made.sentences[-1])
        for mention in list(source.mentions.values()):
            if not sentence.contains(mention.range):
                continue
            entity = source.entities[mention.entity]
            home = homes.get(entity.id) or known.get(entity.name)
            homes[entity.id] = home or made.entity(entity.name, entity.label)
            made.mark(start + mention.start - sentence.start, source.words(mention), mention.label, homes[entity.id])
        for stance in list(source.stances.values()):
            if sentence.contains(stance.cues[0]):
                place = start + stance.cues[0].start - sentence.start
                cue = Range(place, place + stance.cues[0].end - stance.cues[0].start)
                made.stance(homes[stance.holder], homes[stance.target], stance.polarity, cue)


def make(count: int, seed: int) -> list[Made]:
    """Articles with faultless gold."""
    chance, made = random.Random(seed), list[Made]()
    for number in range(count):
        made.append(an_article(number, chance, made))
    return made


def suggest(articles: Sequence[Made], seed: int) -> None:
    """What a model says that is right nine times out of ten, with probabilities that tell how sure it is."""
    chance = random.Random(seed)
    for made in articles:
        for id, mention in made.mentions.items():
            right = chance.random() < 0.9
            said = mention.label if right else chance.choice([x for x in LABELS if x != mention.label])
            p = chance.betavariate(8, 2) if right else chance.betavariate(3, 3)
            others = tuple(Choice(x, (1 - p) / (len(LABELS) - 1)) for x in LABELS if x != said)
            made.suggested.append(SuggestedMention(id, mention.start, mention.end, said, f"e{id}", p, others=others))


def a_project(path: Path, articles: Sequence[Made]) -> Project:
    """A project in which all of them are done."""
    project = Project.create(path, curator="me")
    project.add([Article(m.id, m.text, {"title": f"Article {m.id}"}, tuple(m.sections)) for m in articles])
    project.add_run(Run("r1", "hand", "1", "2025-01-01T00:00:00Z"))
    project.put_suggestions([(m.id, m.suggestion()) for m in articles])
    project.store.append(Entry(m.id, "me", now(), _finished(m), m.annotation(), ms=m.ms) for m in articles)
    return project


def _finished(made: Made) -> Change:
    after = msgspec.to_builtins(made.annotation())
    steps = [Step((name,), None, value) for name, value in after.items() if not isinstance(value, dict)]
    for name in ("entities", "mentions", "stances"):
        steps += [Step((name, id), None, value) for id, value in after.get(name, {}).items()]
    return Change("finish", "done", tuple(steps))
