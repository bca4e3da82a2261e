"""Examples for training: what a curator's gold, or a corpus, says of pairs and targets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import permutations
from typing import Literal

import msgspec

from annotator.records import Annotation, Stance
from annotator.suggest.scoring.pairs import pair_features
from annotator.suggest.scoring.routes import Features
from annotator.suggest.scoring.scene import Place, Scene
from annotator.suggest.scoring.targets import target_features
from annotator.suggest.scoring.views import View, view_of

_CLASS = {"favor": 1, "against": 2, "neutral": 0}


class Example(msgspec.Struct, frozen=True):
    """One pair or target: what is known of it, and what it should be (0 neither, 1 favor, 2 against).

    A hint is a mention of which no reader was asked whether its sentence is for or against it, but which is one end of a
    stance: only networks learn from it. They see targets and hints by their ``view``.
    ``group`` is the article: what one article says is never used to judge the rest of it when folds are made. The two
    directions of a pair share a ``twin`` within their group; ``ahead`` says that the holder is named first.
    """

    kind: Literal["pair", "target", "hint"]
    features: Features
    wanted: int
    group: str = ""
    twin: str = ""
    ahead: bool = True
    weight: float = 1.0
    view: View | None = None


def pair_example(scene: Scene, holder: Place, target: Place, wanted: int, group: str) -> Example:
    """The example of one direction of a pair."""
    first, second = sorted((holder.first, target.first))
    twin = f"{first}-{second}"
    return Example("pair", pair_features(scene, holder, target), wanted, group, twin, holder.first < target.first)


def target_example(scene: Scene, place: Place, wanted: int, group: str) -> Example:
    """The example of one mention."""
    return Example("target", target_features(scene, place), wanted, group, view=view_of(scene, place))


def gold_examples(scene: Scene, annotation: Annotation, group: str) -> list[Example]:
    """All that one finished article teaches: every ordered pair of entities in a sentence, and every entity in it.

    A stance belongs to the sentences in which its cues stand, or to all when it has none. A stance on a topic counts for
    those whom the topic is about, too. Pairs with stances both ways, or a mixed one, are left out.
    """
    stances = _by_sentence(scene, annotation)
    found: list[Example] = []
    for number, places in places_by_sentence(scene, annotation).items():
        said = _said(stances.get(number, ()), annotation)
        found += _pairs(scene, places, said, group)
        found += _targets(scene, places, said, group)
    return found


def places_by_sentence(scene: Scene, annotation: Annotation) -> dict[int, dict[str, list[Place]]]:
    """For each sentence (by number) the places of each entity (by id) in it, in reading order."""
    found: dict[int, dict[str, list[Place]]] = {}
    for mention in sorted(annotation.mentions.values(), key=lambda m: (m.start, m.end)):
        place = scene.place(mention.range)
        if place is not None:
            found.setdefault(place.head.sentence, {}).setdefault(mention.entity, []).append(place)
    return found


def nearest(holders: Sequence[Place], targets: Sequence[Place]) -> tuple[Place, Place] | None:
    """The two places that are closest to one another and share no word; None when all do."""
    apart = [(h, t) for h in holders for t in targets if h.last < t.first or t.last < h.first]
    return min(apart, key=lambda p: max(p[0].first, p[1].first) - min(p[0].last, p[1].last), default=None)


_Said = dict[tuple[str, str], set[str]]


def _by_sentence(scene: Scene, annotation: Annotation) -> Mapping[int, list[Stance]]:
    found: dict[int, list[Stance]] = {}
    for stance in annotation.stances.values():
        places = [scene.place(cue) for cue in stance.cues]
        numbers = {p.head.sentence for p in places if p is not None} or range(len(scene.parse.sentences))
        for number in numbers:
            found.setdefault(number, []).append(stance)
    return found


def _said(stances: Iterable[Stance], annotation: Annotation) -> _Said:
    """The polarities from each holder to each target."""
    found: _Said = {}
    for stance in stances:
        entity = annotation.entities.get(stance.target)
        for target in (stance.target, *(entity.about if entity is not None else ())):
            found.setdefault((stance.holder, target), set()).add(stance.polarity)
    return found


def _pairs(scene: Scene, places: Mapping[str, list[Place]], said: _Said, group: str) -> Iterable[Example]:
    for holder, target in permutations(places, 2):
        polarities = said.get((holder, target), {"neutral"})
        both = nearest(places[holder], places[target])
        if both is not None and len(polarities) == 1 and polarities <= _CLASS.keys():
            yield pair_example(scene, *both, _CLASS[next(iter(polarities))], group)


def _targets(scene: Scene, places: Mapping[str, list[Place]], said: _Said, group: str) -> Iterable[Example]:
    for target, own in places.items():
        polarities = {p for (_, about), found in said.items() if about == target for p in found} or {"neutral"}
        if len(polarities) == 1 and polarities <= _CLASS.keys():
            yield target_example(scene, own[0], _CLASS[next(iter(polarities))], group)
