"""Judging an article whose mentions or entities are given: every ordered pair within reach, and every entity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Literal, TypeVar

import msgspec
import numpy as np

from annotator.records import (
    Annotation,
    Judgement,
    PairScore,
    SuggestedEntity,
    SuggestedMention,
    SuggestedStance,
    Suggestion,
    TargetScore,
)
from annotator.suggest.assemble import assemble
from annotator.suggest.lexicon import default_lexicon
from annotator.suggest.links import Cluster
from annotator.suggest.names import cluster
from annotator.suggest.ner import Found
from annotator.suggest.scoring.examples import nearest
from annotator.suggest.scoring.linear import Array
from annotator.suggest.scoring.model import StanceModel
from annotator.suggest.scoring.scene import Place, Scene, scene_of
from annotator.suggest.scoring.weighing import suggest_stances
from annotator.suggest.stance import FoundStance, read_stances

if TYPE_CHECKING:
    from spacy.tokens import Doc

ACROSS = 0.6
"""What is left of a target's score when it is read as the stance of a speaker in another sentence: not calibrated."""
_K = TypeVar("_K")
_R = TypeVar("_R", SuggestedEntity, SuggestedMention, SuggestedStance)
_NEITHER = np.array([1.0, 0.0, 0.0])


class Judged(msgspec.Struct, frozen=True):
    """The probabilities, (neither, favor, against), of every ordered pair within reach and of every entity; by number."""

    pairs: dict[tuple[int, int], Array]
    targets: dict[int, Array]


def judge(
    doc: Doc, annotation: Annotation, given: Literal["mentions", "entities"], run: str, model: StanceModel
) -> Judgement:
    """The judgement on a document that was read without our components; see ``Suggester.judge``."""
    scene = scene_of(doc, default_lexicon())
    mentions, clusters, ids = _given(annotation, given, doc.text)
    judged = judge_entities(scene, mentions, clusters, model)
    pairs = []
    for a, b in sorted({(min(p), max(p)) for p in judged.pairs}):
        ahead, back = judged.pairs.get((a, b), _NEITHER), judged.pairs.get((b, a), _NEITHER)
        for holder, target, row, decided in zip(
            (a, b), (b, a), (ahead, back), model.decide_pair(ahead, back), strict=True
        ):
            pairs.append(PairScore(ids[holder], ids[target], _round(row[1]), _round(row[2]), decided))
    targets = [
        TargetScore(ids[n], _round(row[1]), _round(row[2]), model.decide_target(row))
        for n, row in judged.targets.items()
    ]
    return Judgement(_suggestion(scene, mentions, clusters, ids, run, model), tuple(pairs), tuple(targets))


def judge_entities(scene: Scene, mentions: Sequence[Found], clusters: Sequence[Cluster], model: StanceModel) -> Judged:
    """Score all pairs and entities; of several sentences the one that says most counts."""
    sentences = _places(scene, mentions, clusters)
    wanted: list[tuple[int, int, Place, Place]] = []
    for places in sentences.values():
        for a, b in combinations(places, 2):
            both = nearest(places[a], places[b])
            if both is not None:
                wanted += [(a, b, *both), (b, a, both[1], both[0])]
    pairs: dict[tuple[int, int], Array] = {}
    if wanted:
        for (a, b, _, _), row in zip(wanted, model.pairs(scene, [(h, t) for _, _, h, t in wanted]), strict=True):
            _keep(pairs, (a, b), row)
    spots = [(n, number, ps[0]) for number, places in sentences.items() for n, ps in places.items()]
    targets: dict[int, Array] = {}
    rows = model.targets(scene, [p for _, _, p in spots]) if spots else np.zeros((0, 3))
    for (n, _, place), row in zip(spots, rows, strict=True):
        _keep(targets, n, row)
        speaker = _speaker(scene, place, sentences)
        if speaker is not None and speaker != n:
            _keep(pairs, (speaker, n), ACROSS * row + (1 - ACROSS) * _NEITHER)
    return Judged(pairs, dict(sorted(targets.items())))


def _keep(home: dict[_K, Array], key: _K, row: Array) -> None:
    """The row that says most."""
    if key not in home or row[0] < home[key][0]:
        home[key] = row


def _speaker(scene: Scene, place: Place, sentences: Mapping[int, Mapping[int, Sequence[Place]]]) -> int | None:
    """The entity that says the quotation in which a mention stands, when it stands in another sentence."""
    word = scene.speech.first_person(place.head)
    if word is None or word.sentence == place.head.sentence:
        return None
    return next((n for n, ps in sentences.get(word.sentence, {}).items() if any(p.holds(word.i) for p in ps)), None)


def _places(scene: Scene, mentions: Sequence[Found], clusters: Sequence[Cluster]) -> dict[int, dict[int, list[Place]]]:
    """For each sentence, in order, the places of each entity in it."""
    found: dict[int, dict[int, list[Place]]] = {}
    for number, item in enumerate(clusters):
        for i in item.mentions:
            place = scene.place(mentions[i].range)
            if place is not None:
                found.setdefault(place.head.sentence, {}).setdefault(number, []).append(place)
    return dict(sorted(found.items()))


def _given(
    annotation: Annotation, given: Literal["mentions", "entities"], text: str
) -> tuple[list[Found], list[Cluster], list[str]]:
    """The mentions, the clusters, and the clusters' ids."""
    given_mentions = sorted(annotation.mentions.values(), key=lambda m: (m.start, -m.end, m.id))
    mentions = [Found(m.start, m.end, m.label, 1.0) for m in given_mentions]
    if given == "mentions":
        mentions, clusters = cluster(text, mentions)
        return mentions, clusters, [f"e{n}" for n in range(1, len(clusters) + 1)]
    members: dict[str, list[int]] = {}
    for number, mention in enumerate(given_mentions):
        members.setdefault(mention.entity, []).append(number)
    clusters = []
    for id, numbers in members.items():
        entity = annotation.entities.get(id)
        label = entity.label if entity is not None else mentions[numbers[0]].label
        name = entity.name if entity is not None else mentions[numbers[0]].range.of(text)
        clusters.append(Cluster(label, numbers, name))
    return mentions, clusters, list(members)


def _suggestion(
    scene: Scene,
    mentions: Sequence[Found],
    clusters: Sequence[Cluster],
    ids: Sequence[str],
    run: str,
    model: StanceModel,
) -> Suggestion:
    """What is given as suggested records, with the stances between given entities only."""
    text = scene.parse.text
    reading = read_stances(scene.parse, mentions, clusters, scene.lexicon)
    reading = msgspec.structs.replace(reading, stances=_among_given(reading.stances))
    known = _among_given(suggest_stances(scene, reading, model))
    entities, suggested, found = assemble(text, mentions, clusters, known)
    names = _names(suggested, mentions, clusters, ids)
    return Suggestion(
        run,
        tuple(_renamed(e, id=names[e.id]) for e in entities),
        tuple(_renamed(m, entity=names[m.entity]) for m in suggested),
        tuple(
            _renamed(
                s,
                holder=names[s.holder],
                target=names[s.target],
                source=None if s.source is None else names.get(s.source),
            )
            for s in found
        ),
    )


def _among_given(stances: Iterable[FoundStance]) -> list[FoundStance]:
    """Those between given entities; a source that is not given is left out."""
    known = (s for s in stances if s.holder.entity is not None and s.target.entity is not None)
    return [
        s if s.source is None or s.source.entity is not None else msgspec.structs.replace(s, source=None) for s in known
    ]


def _names(
    suggested: Iterable[SuggestedMention], mentions: Sequence[Found], clusters: Sequence[Cluster], ids: Sequence[str]
) -> dict[str, str]:
    """From the ids that assembling gave to those wanted."""
    entity_at = {
        (mentions[i].start, mentions[i].end): id for id, item in zip(ids, clusters, strict=True) for i in item.mentions
    }
    return {m.entity: entity_at[m.start, m.end] for m in suggested if (m.start, m.end) in entity_at}


def _renamed(record: _R, **fields: str | None) -> _R:
    return msgspec.structs.replace(record, **fields)


def _round(value: float) -> float:
    return round(float(value), 4)
