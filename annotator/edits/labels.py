"""Labels under other names: what a change of the scheme means for one article's annotation, and for a suggestion."""

from __future__ import annotations

from collections.abc import Container, Mapping, Set

import msgspec

from annotator.edits.draft import Edit
from annotator.records import (
    Annotation,
    Change,
    Choice,
    Mention,
    Rejection,
    Step,
    SuggestedMention,
    Suggestion,
    apply_change,
)


def relabel(annotation: Annotation, renamed: Mapping[str, str], words: str = "rename labels") -> Edit:
    """Give all that has a label in ``renamed`` its new name; the change has no steps when nothing has.

    Decisions stay what they are: what a mention came from (its origin) and what was rejected are renamed with it, and a
    finished article stays finished. Where two labels become one, a second mention of the same words in the same entity
    goes, and so does a rejection of what is now marked.
    """
    steps = [
        Step(("entities", entity.id, "label"), entity.label, renamed[entity.label])
        for entity in annotation.entities.values()
        if entity.label in renamed
    ]
    marked: dict[tuple[int, int, str], set[str]] = {}
    for mention in sorted(annotation.mentions.values(), key=lambda m: m.label in renamed):  # what keeps its name stays
        label = renamed.get(mention.label, mention.label)
        homes = marked.setdefault((mention.start, mention.end, label), set())
        if label != mention.label and mention.entity in homes:
            steps.append(Step(("mentions", mention.id), msgspec.to_builtins(mention)))
            continue
        homes.add(mention.entity)
        steps += _mention_steps(mention, renamed)
    steps += _rejection_steps(annotation, renamed, marked.keys())
    change = Change("relabel", words, tuple(steps))
    return (apply_change(annotation, change), change) if steps else (annotation, change)


def split_label(annotation: Annotation, text: str, old: str, new: str, wordings: Container[str]) -> Edit:
    """Give the mentions of one label that have these words (as :func:`wording` puts them) another label.

    An entity of that label goes along when all its mentions of the label do. Decisions stay what they are, rejections too.
    """
    there = {(m.start, m.end, m.label, m.entity) for m in annotation.mentions.values()}
    mine = [m for m in annotation.mentions.values() if m.label == old]
    moved = [m for m in mine if wording(text[m.start : m.end]) in wordings]
    stay = {m.entity for m in mine if m not in moved}
    steps: list[Step] = []
    for mention in moved:
        place = ("mentions", mention.id)
        if (mention.start, mention.end, new, mention.entity) in there:
            steps.append(Step(place, msgspec.to_builtins(mention)))
        else:
            steps.append(Step((*place, "label"), old, new))
    going = {m.entity: None for m in moved if m.entity not in stay and annotation.entities[m.entity].label == old}
    steps += [Step(("entities", id, "label"), old, new) for id in going]
    change = Change("relabel", f"split {new} off {old}", tuple(steps))
    return (apply_change(annotation, change), change) if steps else (annotation, change)


def wording(words: str) -> str:
    """A mention's words on one line, by which places with the same words are told together."""
    return " ".join(words.split())


def has_label(annotation: Annotation, labels: Container[str]) -> bool:
    """True when something decided has one of the labels, or was suggested or rejected with it."""
    return (
        any(
            m.label in labels or (m.origin is not None and m.origin.label in labels)
            for m in annotation.mentions.values()
        )
        or any(e.label in labels for e in annotation.entities.values())
        or any(r.what == "mention" and r.label in labels for r in annotation.rejected.values())
    )


def _mention_steps(mention: Mention, renamed: Mapping[str, str]) -> list[Step]:
    place = ("mentions", mention.id)
    found = []
    if mention.label in renamed:
        found.append(Step((*place, "label"), mention.label, renamed[mention.label]))
    suggested = mention.origin.label if mention.origin is not None else None
    if suggested in renamed and suggested is not None:
        found.append(Step((*place, "origin", "label"), suggested, renamed[suggested]))
    return found


def _rejection_steps(
    annotation: Annotation, renamed: Mapping[str, str], marked: Set[tuple[int, int, str]]
) -> list[Step]:
    before = {(m.start, m.end, m.label) for m in annotation.mentions.values()}
    gone: list[Step] = []
    come: dict[str, Rejection] = {}
    for key, old in annotation.rejected.items():
        if old.what == "mention" and old.label in renamed:
            new = msgspec.structs.replace(old, label=renamed[old.label])
            gone.append(Step(("rejected", key), msgspec.to_builtins(old)))
            if (new.start, new.end, new.label) not in marked or (old.start, old.end, old.label) in before:
                come.setdefault(new.key, new)
    left = annotation.rejected.keys() - {step.path[1] for step in gone}
    return gone + [
        Step(("rejected", key), None, msgspec.to_builtins(new)) for key, new in come.items() if key not in left
    ]


def under_new_names(suggestion: Suggestion, renamed: Mapping[str, str]) -> Suggestion:
    """A run's suggestion as it would be had its labels always been named so; itself when none was renamed."""
    labels = {e.label for e in suggestion.entities} | {m.label for m in suggestion.mentions}
    labels |= {choice.label for m in suggestion.mentions for choice in m.others}
    if labels.isdisjoint(renamed):
        return suggestion
    return msgspec.structs.replace(
        suggestion,
        entities=tuple(msgspec.structs.replace(e, label=renamed.get(e.label, e.label)) for e in suggestion.entities),
        mentions=tuple(_mention_under_new_name(m, renamed) for m in suggestion.mentions),
    )


def _mention_under_new_name(mention: SuggestedMention, renamed: Mapping[str, str]) -> SuggestedMention:
    """Of two labels that are one now, the likelier stands for both."""
    label = renamed.get(mention.label, mention.label)
    others: dict[str, Choice] = {}
    for choice in mention.others:
        name = renamed.get(choice.label, choice.label)
        if name != label:
            others.setdefault(name, Choice(name, choice.p))
    return msgspec.structs.replace(mention, label=label, others=tuple(others.values()))
