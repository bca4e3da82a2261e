"""Faults to plant in made-up gold, one of each kind that a check must find."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from annotator.records import Mention, Stance
from annotator.spans import Range
from benchmarks.made_up import LABELS, TWO_THINGS, Made

Place = tuple[str, int]
Fault = Callable[[Made, random.Random], int | None]


def _mention(made: Made, chance: random.Random, fits: Callable[[Mention], bool] = lambda _m: True) -> Mention | None:
    """A mention of an entity that has no fault yet."""
    names = {entity.name for entity in made.entities.values() if entity.id in made.touched}
    found = [
        m for m in made.mentions.values() if m.entity not in made.touched and fits(m) and made.words(m) not in names
    ]
    if not found:
        return None
    chosen = chance.choice(found)
    made.touched.add(chosen.entity)
    return chosen


def _same(made: Made, mention: Mention) -> list[Mention]:
    return [m for m in made.mentions.values() if made.words(m) == made.words(mention)]


def _other(label: str, chance: random.Random) -> str:
    return chance.choice([x for x in LABELS if x != label])


def _change(made: Made, mention: Mention, **fields: Any) -> int:
    made.mentions[mention.id] = msgspec.structs.replace(mention, **fields)
    return made.mentions[mention.id].start


def _edges(made: Made, chance: random.Random) -> int | None:
    mention = _mention(made, chance)
    return None if mention is None else _change(made, mention, end=mention.end + 1)


def _cluster(made: Made, chance: random.Random) -> int | None:
    mention = _mention(made, chance, lambda m: sum(o.entity == m.entity for o in made.mentions.values()) > 1)
    return None if mention is None else _change(made, mention, label=_other(mention.label, chance))


def _stance(made: Made, chance: random.Random) -> Stance | None:
    found = [s for s in made.stances.values() if s.id not in made.touched]
    if not found:
        return None
    chosen = chance.choice(found)
    made.touched.add(chosen.id)
    return chosen


def _oneself(made: Made, chance: random.Random) -> int | None:
    stance = _stance(made, chance)
    if stance is None:
        return None
    made.stances[stance.id] = msgspec.structs.replace(stance, target=stance.holder)
    return stance.cues[0].start


def _contradiction(made: Made, chance: random.Random) -> int | None:
    stance = _stance(made, chance)
    if stance is None:
        return None
    sentence = next(s for s in made.sentences if s.contains(stance.cues[0]))
    last = made.text.rindex(" ", sentence.start, sentence.end) + 1
    polarity = "favor" if stance.polarity == "against" else "against"
    made.stance(stance.holder, stance.target, polarity, Range(last, sentence.end - 1))
    return last


def _unmentioned(made: Made, _chance: random.Random) -> int | None:
    made.entity("Nobody at all", "PERSON")
    return 0


def _cue(made: Made, chance: random.Random) -> int | None:
    stance = _stance(made, chance)
    ends = (stance.holder, stance.target) if stance is not None else ()
    places = [m.start for m in made.mentions.values() if m.entity in ends]
    body = [s for s in made.sentences[:12] if not any(s.holds(p) for p in places)]
    if stance is None or not body:
        return None
    start = chance.choice(body).start
    made.stance(stance.holder, stance.target, stance.polarity, Range(start, made.text.index(" ", start)))
    return start


def _boilerplate(made: Made, _chance: random.Random) -> int | None:
    home = made.entity("our letter", "ORG")
    return made.mentions[made.mark(made.sections[0].start, "our letter", "ORG", home)].start


def _labels(made: Made, chance: random.Random) -> int | None:
    """A whole entity under another label; of a name that means one thing only."""
    mention = _mention(made, chance, lambda m: made.words(m) not in TWO_THINGS and " " not in made.words(m))
    if mention is None:
        return None
    label = _other(mention.label, chance)
    for other in [m for m in made.mentions.values() if m.entity == mention.entity]:
        _change(made, other, label=label)
    made.entities[mention.entity] = msgspec.structs.replace(made.entities[mention.entity], label=label)
    return mention.start


def _unmarked(made: Made, chance: random.Random) -> int | None:
    mention = _mention(made, chance, lambda m: len(_same(made, m)) > 1)
    return None if mention is None else made.mentions.pop(mention.id).start


def _copies(made: Made, chance: random.Random) -> int | None:
    """A mention of a sentence that is repeated here is left out, or has another label."""
    mention = _mention(
        made, chance, lambda m: any(s.contains(m.range) for s in made.copied) and len(_same(made, m)) == 1
    )
    if mention is None:
        return None
    if chance.random() < 0.5:
        return _change(made, mention, label=_other(mention.label, chance))
    return made.mentions.pop(mention.id).start


def _hurry(made: Made, _chance: random.Random) -> int | None:
    made.ms = 4_000
    return 0


FAULTS: dict[str, Fault] = {
    "edges": _edges,
    "cluster": _cluster,
    "oneself": _oneself,
    "contradiction": _contradiction,
    "unmentioned": _unmentioned,
    "cue": _cue,
    "boilerplate": _boilerplate,
    "labels": _labels,
    "copies": _copies,
    "unmarked": _unmarked,
    "hurry": _hurry,
}
"""What each deterministic check must find, by the check's name; a fault returns its place (code points)."""


def plant(articles: Sequence[Made], each: int, seed: int) -> set[tuple[str, str, int]]:
    """Put ``each`` faults of every kind into as many articles: (check, article, start)."""
    chance, planted = random.Random(seed), set[tuple[str, str, int]]()
    for name, fault in sorted(FAULTS.items(), key=lambda item: item[0] != "copies"):  # which fewest articles can have
        count = 0
        for made in chance.sample(articles, len(articles)):
            start = fault(made, chance) if count < each else None
            if start is not None:
                count += 1
                planted.add((name, made.id, start))
    return planted


def flip(articles: Sequence[Made], count: int, seed: int) -> dict[tuple[str, str], set[Place]]:
    """Give whole entities another label: where their mentions are, by article and entity."""
    chance, flipped = random.Random(seed), dict[tuple[str, str], set[Place]]()
    for made in chance.sample(articles, count):
        _labels(made, chance)
        (entity,) = made.touched
        flipped[made.id, entity] = {(made.id, m.start) for m in made.mentions.values() if m.entity == entity}
    return flipped
