"""Stances with the model's word: what the rules found gets its probability, and pairs that no rule saw are added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp, log

import msgspec
import numpy as np

from annotator.records import Polarity
from annotator.suggest import grammar
from annotator.suggest.ends import PARTY_LABELS, End, Ends
from annotator.suggest.parse import Word
from annotator.suggest.scoring.linear import Array
from annotator.suggest.scoring.model import CLASSES, StanceModel
from annotator.suggest.scoring.pairs import pair_features
from annotator.suggest.scoring.routes import clause
from annotator.suggest.scoring.scene import Place, Scene
from annotator.suggest.scoring.words import cue_of, manner_of
from annotator.suggest.stance import LEAST, FoundStance, Reading, without_doubles
from annotator.suggest.turns import Turns

ENOUGH = 0.3
"""How likely a pair that no rule saw must be to be suggested."""
ENOUGH_TOPIC = 0.55
"""The same when the target is a topic, of which the model has seen none in training."""
_MOST = 0.97
_OWNING = frozenset({"by", "from", "among", "for", "of"})
_TOPIC_PLACES = frozenset({"dobj", "nsubj", "nsubjpass", "pobj"})
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
    p = _sigmoid(constant + rule * _logit(stance.p) + own * _logit(seen))
    return msgspec.structs.replace(stance, p=round(min(p, _MOST), 2))


# --- pairs that no rule saw


def _new_asks(scene: Scene, ends: Ends, ruled: Sequence[FoundStance]) -> Iterable[Ask]:
    told = {pair for s in ruled for pair in ((s.holder.key, s.target.key), (s.target.key, s.holder.key))}
    for sentence in scene.parse.sentences:
        if not scene.opinions(sentence[0].sentence):
            continue
        holders = list(_holders(scene, ends, sentence))
        targets = list(_targets(scene, ends, sentence)) if holders else []
        for holder, here in holders:
            for target, there in targets:
                if holder.key == target.key or (holder.key, target.key) in told or _touch(here, there):
                    continue
                if any(s.holder.key == holder.key and s.target.range.contains(target.range) for s in ruled):
                    continue
                up, top, down = scene.path(here.head, there.head)
                if top is not None and len(up) + len(down) <= _FARTHEST and not _is_joined(up, down):
                    yield Ask(holder, target, (here, there))


def _touch(a: Place, b: Place) -> bool:
    return a.first <= b.last and b.first <= a.last


def _is_joined(up: Sequence[Word], down: Sequence[Word]) -> bool:
    """True for names in one list: "A, B and C"."""
    return all(w.dep in ("conj", "appos", "compound", "nmod") for w in (*up, *down))


def _holders(scene: Scene, ends: Ends, sentence: Sequence[Word]) -> Iterable[tuple[End, Place]]:
    for word in sentence:
        if _may_hold(word) and word.part in ("PROPN", "NOUN", "PRON", "ADJ"):
            end = ends.holder(word)
            place = scene.place(word.range if end is None or end.mention is None else end.range)
            if end is not None and place is not None:
                yield end, place


def _may_hold(word: Word) -> bool:
    """True for subjects, agents, owners, and what is joined to one."""
    if word.dep in ("nsubj", "nsubjpass", "poss"):
        return True
    if word.dep == "pobj":
        return word.head.dep == "agent" or word.head.low in _OWNING or word.head.head.low == "according"
    return word.dep in ("conj", "amod", "compound", "nmod") and word.head is not word and word.text[:1].isupper()


def _targets(scene: Scene, ends: Ends, sentence: Sequence[Word]) -> Iterable[tuple[End, Place]]:
    for word in sentence:
        end = ends.named(word)
        if end is not None:
            place = scene.place(end.range)
            if place is not None and place.head is word and end.label in PARTY_LABELS:
                yield end, place
        elif word.part == "NOUN" and word.dep in _TOPIC_PLACES and scene.lexicon.is_topic(word.lemma):
            end = ends.target(word, strict=True)
            place = scene.place(word.range)
            if end is not None and place is not None:
                yield end, place
        elif word.part == "PRON" and word.dep in ("dobj", "pobj", "nsubjpass"):
            end = ends.holder(word)
            place = scene.place(word.range)
            if end is not None and place is not None:
                yield end, place


def _added(ends: Ends, ask: Ask, row: Array, model: StanceModel, told: Told) -> FoundStance | None:
    kind = 1 + int(np.argmax(row[1:]))
    p = float(row[kind]) * ask.holder.p
    if p < (ENOUGH_TOPIC if ask.target.label == "TOPIC" else ENOUGH):
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


def _logit(p: float) -> float:
    p = min(max(p, 0.01), 0.99)
    return log(p / (1 - p))


def _sigmoid(x: float) -> float:
    return 1 / (1 + exp(-x))
