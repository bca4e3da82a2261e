"""Stances with the model's word: what the rules found gets its probability, and pairs that no rule saw are added."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import product
from math import exp

import msgspec
import numpy as np

from annotator.records import WRITER, Polarity
from annotator.spans import Range
from annotator.suggest import grammar
from annotator.suggest.end import PARTY_LABELS, End
from annotator.suggest.ends import Ends
from annotator.suggest.parse import Word
from annotator.suggest.scoring.linear import Array
from annotator.suggest.scoring.model import CLASSES, StanceModel, log_odds
from annotator.suggest.scoring.pairs import pair_features
from annotator.suggest.scoring.routes import clause
from annotator.suggest.scoring.scene import Place, Scene
from annotator.suggest.scoring.words import cue_of, manner_of
from annotator.suggest.stance import LEAST, FoundStance, Reading, without_doubles
from annotator.suggest.turns import Turns

ENOUGH = 0.5
"""How likely a pair that no rule saw must be to be suggested: in whole articles those below it were hardly ever right."""
_WORTH = 0.15
"""How likely its ends and its sentence by themselves must make it to look further: on the sample articles and PLOVER none
below this came to be suggested."""
_MOST = 0.97
_OWNING = frozenset({"by", "from", "among", "for", "of"})
_HOLDING = frozenset({"PROPN", "NOUN", "PRON", "ADJ"})
_STRONG = 1.3
"""How good or bad a word must sound to be worth a look."""
_AROUND = 4
"""How many words beside the two a cue may stand."""
_FARTHEST = 7
"""Steps in the tree between holder and target; nobody holds a stance across more."""


class Ask(msgspec.Struct, frozen=True):
    """A pair that the model is asked about."""

    holder: End
    target: End
    places: tuple[Place, Place]


def suggest_stances(scene: Scene, reading: Reading, model: StanceModel) -> list[FoundStance]:
    """The stances of the rules with the model's probabilities, and those that the model adds; in reading order."""
    found, asks = list(reading.stances), [_ask(scene, s) for s in reading.stances]
    new = list(_new_asks(scene, reading.ends, found))
    worth = model.shortlist(scene, [a.places for a in new], _WORTH)
    new = [a for a, is_worth in zip(new, worth, strict=True) if is_worth]
    known = [a for a in asks if a is not None]
    rows = iter(model.pairs(scene, [a.places for a in (*known, *new)]))
    for number, ask in enumerate(asks):
        if ask is not None:
            found[number] = _reweighed(found[number], next(rows), model)
    told = Told(scene, found)
    added = [s for ask, row in zip(new, rows, strict=True) if (s := _added(reading.ends, ask, row, model, told))]
    return without_doubles([*(s for s in found if s.p >= LEAST), *_one_way(added)])


class Told:
    """Whether a cue is free, and says something of its holder at all."""

    def __init__(self, scene: Scene, ruled: Sequence[FoundStance]) -> None:
        self.scene = scene
        self._turns = Turns(scene.lexicon)
        self._ruled = ruled

    def allows(self, ask: Ask, cue: Word) -> bool:
        """False in questions, conditions and denials, and for the cue of another's stance."""
        verb = cue if cue.part in ("VERB", "AUX") else clause(cue)
        if self.scene.parse.sentences[cue.sentence][-1].text == "?" or not self._turns.of(verb).told:
            return False
        if (
            verb.lemma in self.scene.lexicon.say and grammar.negation(verb) is not None
        ):  # "does not believe that X supports"
            return False
        topic = ask.target.label == "TOPIC"
        return not any(
            (topic or s.holder.key != ask.holder.key) and any(c.overlaps(cue.range) for c in s.cues)
            for s in self._ruled
        )


def _one_way(added: Sequence[FoundStance]) -> list[FoundStance]:
    """Of both directions between the same two, the likelier."""
    best: dict[frozenset[str], FoundStance] = {}
    for stance in added:
        ends = frozenset((stance.holder.key, stance.target.key))
        if ends not in best or stance.p > best[ends].p:
            best[ends] = stance
    return list(best.values())


def _ask(scene: Scene, stance: FoundStance) -> Ask | None:
    if stance.holder.key == WRITER:
        return None  # the words of that end are the cue
    holder, target = scene.place(stance.holder.range), scene.place(stance.target.range)
    if holder is None or target is None or holder.head.sentence != target.head.sentence:
        return None
    return Ask(stance.holder, stance.target, (holder, target))


def _reweighed(stance: FoundStance, row: Array, model: StanceModel) -> FoundStance:
    """The rule's guess and the model's, put together as training found best."""
    if stance.polarity not in ("favor", "against"):
        return stance
    seen = float(row[CLASSES.index(stance.polarity)])
    constant, rule, own = model.blend
    p = _sigmoid(constant + rule * log_odds(stance.p) + own * log_odds(seen))
    return msgspec.structs.replace(stance, p=round(min(p, _MOST), 2))


# --- pairs that no rule saw


def _new_asks(scene: Scene, ends: Ends, ruled: Sequence[FoundStance]) -> Iterable[Ask]:
    told = {pair for s in ruled for pair in ((s.holder.key, s.target.key), (s.target.key, s.holder.key))}
    by_holder: dict[str, list[Range]] = {}
    for stance in ruled:
        by_holder.setdefault(stance.holder.key, []).append(stance.target.range)
    for sentence in scene.parse.sentences:
        if not any(ends.is_named(w) for w in sentence):
            continue
        strong = {w.i for w, value, sign in scene.opinions(sentence[0].sentence) if sign or abs(value) >= _STRONG}
        targets = list(_targets(scene, ends, sentence)) if strong else []
        holders = list(_holders(scene, ends, sentence)) if targets else []
        for (holder, here), (target, there) in product(holders, targets):
            if holder.key == target.key or (holder.key, target.key) in told or not _may_be(scene, here, there, strong):
                continue
            if not any(r.contains(target.range) for r in by_holder.get(holder.key, ())):
                yield Ask(holder, target, (here, there))


def _may_be(scene: Scene, here: Place, there: Place, strong: Collection[int]) -> bool:
    """False for two that share words, are far apart, stand in one list, or have no word near, in the sentence and in the
    tree, that may be a cue."""
    if here.first <= there.last and there.first <= here.last:
        return False
    first, last = min(here.first, there.first) - _AROUND, max(here.last, there.last) + _AROUND
    if not any(first <= i <= last for i in strong):
        return False
    up, top, down = scene.path(here.head, there.head)
    if top is None or len(up) + len(down) > _FARTHEST or _is_joined(up, down):
        return False
    return any(w.i in strong or any(c.i in strong for c in w.children) for w in (*up, top, *down))


def _is_joined(up: Sequence[Word], down: Sequence[Word]) -> bool:
    """True for names in one list: "A, B and C"."""
    return all(w.dep in ("conj", "appos", "compound", "nmod") for w in (*up, *down))


def _holders(scene: Scene, ends: Ends, sentence: Sequence[Word]) -> Iterable[tuple[End, Place]]:
    for word in sentence:
        how = _may_hold(word)
        if not how or word.part not in _HOLDING or (how == 1 and not ends.is_named(word)):
            continue
        end = ends.holder(word)
        place = scene.place(word.range if end is None or end.mention is None else end.range)
        if end is not None and place is not None:
            yield end, place


def _may_hold(word: Word) -> int:
    """2 for subjects, agents and owners, 1 for what may hold a stance if it is a name, 0 for others."""
    if word.dep in ("nsubj", "nsubjpass", "poss"):
        return 2
    if word.dep == "pobj":
        return 2 if word.head.dep == "agent" or word.head.low in _OWNING or word.head.head.low == "according" else 0
    return int(word.dep in ("conj", "amod", "compound", "nmod"))


def _targets(scene: Scene, ends: Ends, sentence: Sequence[Word]) -> Iterable[tuple[End, Place]]:
    for word in sentence:
        if ends.is_named(word):
            end = ends.named(word) if word.dep not in ("compound", "nmod") else None
            place = scene.place(end.range) if end is not None else None
            if end is not None and place is not None and place.head is word and end.label in PARTY_LABELS:
                yield end, place
        elif word.part == "PRON" and word.dep in ("dobj", "pobj", "nsubjpass"):
            end = ends.holder(word)
            place = scene.place(word.range)
            if end is not None and place is not None:
                yield end, place


def _added(ends: Ends, ask: Ask, row: Array, model: StanceModel, told: Told) -> FoundStance | None:
    kind = 1 + int(np.argmax(row[1:]))
    p = float(row[kind]) * ask.holder.p
    if p < ENOUGH:
        return None
    scene = told.scene
    features = pair_features(scene, *ask.places)
    cue = cue_of(scene, model.pair, features, ask.places, kind)
    if cue is None or ask.target.range.overlaps(cue.range) or not told.allows(ask, cue):
        return None
    polarity: Polarity = "favor" if kind == 1 else "against"
    teller = scene.source(cue)
    source = ends.holder(teller) if teller is not None else None
    why = f"“{cue.text}” and how the two stand to one another speak {'for' if kind == 1 else 'against'} it"
    notes = [n for n in (why, ask.holder.note, ask.target.note) if n]
    turner = grammar.negation(cue)
    words = sorted({cue, *([turner] if turner is not None else [])}, key=lambda w: w.i)
    return FoundStance(
        ask.holder, ask.target, polarity, manner_of(scene, cue), tuple(w.range for w in words), round(min(p, _MOST), 2),
        source if source is not None and source.key != ask.holder.key else None, "; ".join(dict.fromkeys(notes)),
    )  # fmt: skip


def _sigmoid(x: float) -> float:
    return 1 / (1 + exp(-x))
