"""Entities that a model puts together otherwise than gold: one of gold in several, or several of gold in one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotator.evaluating.disagreeing import Disagreement, sentence_at
from annotator.evaluating.scoring import Compared, Together, places_together
from annotator.quality.mentions import Normaliser
from annotator.records import Entity, SuggestedEntity
from annotator.spans import Range


def entities_apart(compared: Compared, rules: Sequence[Normaliser] = ()) -> Iterator[Disagreement]:
    """A disagreement for each part that stands apart from the largest one, at the part's first mention.

    "split": gold has one entity there, of which the model sets this part apart. "merged": the model has one, of which gold
    sets this part apart. Mentions that only one side has are told as mentions, and count for nothing here.
    """
    gold, said = places_together(compared, rules)
    wanted, made = compared.annotation.entities, {e.id: e for e in compared.suggestion.entities}
    for whole, other, part in _parts(gold, said):
        sides = _whole(wanted[whole]), _apart(made[other], part, gold[whole])
        yield _told(compared, "split", part[0], sides, (wanted[whole].label, made[other].label))
    for whole, other, part in _parts(said, gold):
        sides = _apart(wanted[other], part, said[whole]), _whole(made[whole])
        yield _told(compared, "merged", part[0], sides, (wanted[other].label, made[whole].label))


def _parts(wholes: Together, others: Together) -> Iterator[tuple[str, str, list[Range]]]:
    """Of each entity of the one side all parts but the largest: its id, that of the other side's entity, and the places."""
    owner = {place: id for id, places in others.items() for place in places}
    for whole, places in wholes.items():
        parts: dict[str, list[Range]] = {}
        for place in sorted(places):
            if place in owner:
                parts.setdefault(owner[place], []).append(place)
        largest = max(
            parts, key=lambda id: len(parts[id]), default=""
        )  # of equally large ones the one that begins first
        yield from ((whole, other, part) for other, part in parts.items() if other != largest)


def _whole(entity: Entity | SuggestedEntity) -> str:
    return f"one entity: “{_named(entity)}”"


def _apart(entity: Entity | SuggestedEntity, part: Sequence[Range], of: Sequence[Range]) -> str:
    return f"{len(part)} of {len(of)} apart: “{_named(entity)}”"


def _named(entity: Entity | SuggestedEntity) -> str:
    return " ".join(entity.name.split())


def _told(compared: Compared, kind: str, place: Range, sides: tuple[str, str], labels: tuple[str, str]) -> Disagreement:
    text = compared.article.text
    words = sentence_at(text, compared.suggestion.outline.sentences, place.start)
    return Disagreement(
        compared.article.id, "entity", kind, place.start, words, *sides, place.end, place.of(text), labels
    )
