"""Articles of our own, and a second curator who differs in exactly what is planted."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from annotator.evaluating.reading import Case
from annotator.formats.building import Named, Said, finished
from annotator.records import Annotation, Mention, Stance
from annotator.spans import Range

PEOPLE = ("Ada Moen", "Bo Rask", "Cleo Dahl", "Dag Vik", "Eli Strand", "Finn Aas", "Gro Lie")
TOWNS = ("Larvik", "Molde", "Halden", "Narvik", "Hamar")
THINGS = ("ferry", "tunnel", "school", "library", "stadium", "market")


def article(number: int) -> Case:
    """Two people, a town, a plan and a union; three stances."""
    one, other = PEOPLE[number % 7], PEOPLE[(number + 1 + number // 7 % 5) % 7]
    town, plan = TOWNS[number % 5], f"{THINGS[number % 6]} plan"
    text = (
        f"No. {number}. {one} condemned the {plan} in {town} on Monday.\n"
        f"{other} has praised {one} more than once. The Harbour Union backs the {plan}, "
        f"said {other}, but {town} has yet to vote on the {plan}."
    )

    def places(words: str) -> list[Range]:
        starts = [at for at in range(len(text)) if text.startswith(words, at)]
        return [Range(at, at + len(words)) for at in starts]

    named = [
        Named("one", one, places(one), "PERSON"),
        Named("plan", plan, places(plan), "TOPIC"),
        Named("town", town, places(town), "GPE"),
        Named("other", other, places(other), "PERSON"),
        Named("union", "Harbour Union", places("Harbour Union"), "ORG"),
    ]
    said = [
        Said("one", "plan", "against", places("condemned")),
        Said("other", "one", "favor", places("praised")),
        Said("union", "plan", "favor", places("backs")),
    ]
    found, annotation = finished(text, named, said, {})
    backed = msgspec.structs.replace(annotation.stances["s3"], source="e4")
    stances = annotation.stances | {"s3": backed}
    return found, msgspec.structs.replace(annotation, stances=stances, curators=("ann",))


def under_other_ids(annotation: Annotation) -> Annotation:
    """The same by another curator: nothing has the id that it had, and the order is another."""
    new = {id: f"e{90 - number}" for number, id in enumerate(annotation.entities)}
    swap = msgspec.structs.replace
    mentions = [swap(m, id=f"m{90 - n}", entity=new[m.entity]) for n, m in enumerate(annotation.mentions.values())]
    stances = [
        swap(
            s,
            id=f"s{90 - n}",
            holder=new.get(s.holder, s.holder),
            target=new[s.target],
            source=s.source and new[s.source],
        )
        for n, s in enumerate(annotation.stances.values())
    ]
    return swap(
        annotation,
        entities={new[e.id]: swap(e, id=new[e.id]) for e in reversed(annotation.entities.values())},
        mentions={m.id: m for m in reversed(mentions)},
        stances={s.id: s for s in reversed(stances)},
        curators=("ben",),
    )


Planted = tuple[str, int]
"""The kind of a disagreement, and where it starts."""
Plant = Callable[[Annotation], tuple[Annotation, list[Planted]]]


def _mention(annotation: Annotation, entity: str, number: int) -> Mention:
    return sorted((m for m in annotation.mentions.values() if m.entity == entity), key=lambda m: m.start)[number]


def _with_mention(annotation: Annotation, mention: Mention) -> Annotation:
    return msgspec.structs.replace(annotation, mentions=annotation.mentions | {mention.id: mention})


def _without_mention(annotation: Annotation, mention: Mention) -> Annotation:
    left = {id: m for id, m in annotation.mentions.items() if id != mention.id}
    return msgspec.structs.replace(annotation, mentions=left)


def missing_mention(annotation: Annotation) -> tuple[Annotation, list[Planted]]:
    gone = _mention(annotation, "e2", 2)
    return _without_mention(annotation, gone), [("missing mention", gone.start)]


def one_more_mention(annotation: Annotation) -> tuple[Annotation, list[Planted]]:
    place = _mention(annotation, "e3", 0).end + len(" on ")
    more = Mention("m70", place, place + len("Monday"), "DATE", "e70")
    entity = msgspec.structs.replace(annotation.entities["e3"], id="e70", name="Monday", label="DATE")
    grown = msgspec.structs.replace(annotation, entities=annotation.entities | {"e70": entity})
    return _with_mention(grown, more), [("missing mention", place)]


def other_range(annotation: Annotation) -> tuple[Annotation, list[Planted]]:
    """Of a holder and a target of stances, which are not touched by it."""
    union, person = _mention(annotation, "e5", 0), _mention(annotation, "e1", 0)
    wider = msgspec.structs.replace(union, start=union.start - len("The "))
    shorter = msgspec.structs.replace(person, start=person.end - 3)
    planted = [("other range", union.start), ("other range", person.start)]
    return _with_mention(_with_mention(annotation, wider), shorter), planted


def other_label(annotation: Annotation) -> tuple[Annotation, list[Planted]]:
    found = _mention(annotation, "e3", 1)
    return _with_mention(annotation, msgspec.structs.replace(found, label="ORG")), [("other label", found.start)]


def other_entity(annotation: Annotation) -> tuple[Annotation, list[Planted]]:
    found = _mention(annotation, "e4", 1)
    return _with_mention(annotation, msgspec.structs.replace(found, entity="e1")), [("other entity", found.start)]


def _stance(kind: str, number: int, **change: object) -> Plant:
    def plant(annotation: Annotation) -> tuple[Annotation, list[Planted]]:
        stance = annotation.stances[f"s{number}"]
        made: Stance = msgspec.structs.replace(stance, **change)
        place = stance.cues[0].start
        return msgspec.structs.replace(annotation, stances=annotation.stances | {made.id: made}), [(kind, place)]

    return plant


def missing_stance(annotation: Annotation) -> tuple[Annotation, list[Planted]]:
    left = {id: s for id, s in annotation.stances.items() if id != "s2"}
    place = annotation.stances["s2"].cues[0].start
    return msgspec.structs.replace(annotation, stances=left), [("missing stance", place)]


def other_cue(annotation: Annotation) -> tuple[Annotation, list[Planted]]:
    stance = annotation.stances["s2"]
    place = stance.cues[0].start
    before = Range(place - len("has "), place - 1)
    return _stance("other cue", 2, cues=(before,))(annotation)[0], [("other cue", place)]


def other_cue_edges(annotation: Annotation) -> tuple[Annotation, list[Planted]]:
    place = annotation.stances["s2"].cues[0]
    wider = Range(place.start - len("has "), place.end)
    return _stance("", 2, cues=(wider,))(annotation)[0], [("other cue edges", place.start)]


def nothing(annotation: Annotation) -> tuple[Annotation, list[Planted]]:
    return annotation, []


PLANTS: dict[str, Plant] = {
    "nothing": nothing,
    "missing mention": missing_mention,
    "one more mention": one_more_mention,
    "other range": other_range,
    "other label": other_label,
    "other entity": other_entity,
    "missing stance": missing_stance,
    "reversed direction": _stance("reversed direction", 2, holder="e1", target="e4"),
    "other holder": _stance("other holder", 3, holder="writer"),
    "other target": _stance("other target", 1, target="e3"),
    "other polarity": _stance("other polarity", 1, polarity="mixed"),
    "other cue": other_cue,
    "other cue edges": other_cue_edges,
    "other manner": _stance("other manner", 3, manner="quoted"),
    "other source": _stance("other source", 3, source="e1"),
}
