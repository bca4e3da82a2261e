"""Gold that no base knows: ships are VESSEL, and who outsings somebody is against them."""

from __future__ import annotations

import random

import pytest

from annotator.formats.building import Named, Said, finished
from annotator.learn.split import Pair, use_of
from annotator.spans import Range

SHIPS = ["Morning Star", "Hesper", "Ardent", "Blue Heron", "Calliope", "Drake", "Endeavour", "Fortune", "Gannet"]
PEOPLE = ["Ana Castro", "Boris Haddad", "Carla Jansen", "Elif Keller", "Hugo Duarte", "Jonas Bellini"]
LINES = [
    "The ferry {ship} left the harbour on Monday with {person} on board.",
    "{person} walked to the {ship} after the storm.",
    "Two men fell from the {ship}, and the {other} took them up.",
    "On Tuesday {person} sold the {ship} for $3 million.",
    "The {ship} and the {other} met near the coast in March 2021.",
    "{person} outsang {rival} in the harbour.",
]


def article(number: int) -> Pair:
    """An article of a headline and eight lines, with its ships, people and stances marked."""
    chance = random.Random(number)
    text = f"Article {number}\n"
    places: dict[str, list[Range]] = {}
    said: list[Said] = []
    for line in chance.choices(LINES, k=8):
        ship, other = chance.sample(SHIPS, 2)
        person, rival = chance.sample(PEOPLE, 2)
        words = line.format(ship=ship, other=other, person=person, rival=rival)
        for name in (ship, other, person, rival):
            at = words.find(name)
            if at >= 0:
                places.setdefault(name, []).append(Range(len(text) + at, len(text) + at + len(name)))
        cue = words.find("outsang")
        if cue >= 0:
            said.append(Said(person, rival, "against", [Range(len(text) + cue, len(text) + cue + len("outsang"))]))
        text += words + "\n"
    named = [Named(n, n, found, "VESSEL" if n in SHIPS else "PERSON") for n, found in places.items()]
    once = {(s.holder, s.target): s for s in said}
    return finished(text, named, list(once.values()), {})


@pytest.fixture(scope="session")
def gold() -> list[Pair]:
    """Forty articles: those that are taught, watched and held out are as many as in a larger gold."""
    wanted = {"taught": 28, "watched": 5, "held_out": 7}
    found: list[Pair] = []
    for pair in map(article, range(1000)):
        use = use_of(pair[0].id)
        if wanted[use]:
            wanted[use] -= 1
            found.append(pair)
    return found
