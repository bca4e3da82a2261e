"""What decisions teach: each decided item of an annotation as lessons about words, which memory recalls elsewhere.

Lessons follow from the annotation alone, item by item, so that what is remembered is never a second truth: a decision that
is taken back takes its lessons along. A store keeps them as an index (see :class:`Lessons`); nothing depends on its age.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple, Protocol

from annotator.records import Annotation, Change, Entity, Mention, Rejection, Stance
from annotator.spans import Range, token_words

LessonKind = Literal["label", "alias", "link", "cue"]
Touched = tuple[LessonKind, str]
"""Kind and key of lessons; of which some came or went, mostly."""
MOST_TOKENS = 12
"""Longer phrases are not learned: they hardly come again."""
_SHORT = 100
"""Keys of longer words (code points) are not kept at hand."""
VOTES = 24
"""So many of the newest lessons about the same words are looked at."""
LEARNED = ("mentions", "rejected", "entities", "stances")
"""The collections of an annotation whose items teach."""

Item = tuple[str, str]
"""A decided item: its collection ("mentions") and its id there."""


class Lesson(NamedTuple):
    """One thing that a decided item teaches about some words, its ``key`` (see :func:`phrase`).

    ``label``: the words are a mention of label ``value``; with edges moved, ``value`` is "LABEL\\tleft\\tright", the tokens
    by which they were too long at either side (negative: too short). ``alias``: they name the entity "name\\tLABEL".
    ``link``: the entity of this name is "LABEL\\tbase\\tidentifier". ``cue``: in small letters, they show the stance
    "polarity\\tholder's label\\ttarget's label". What does not hold was rejected.
    """

    kind: LessonKind
    key: str
    value: str
    holds: bool = True


class Vote(NamedTuple):
    """A lesson as it is remembered: in which article, by whom, and how late (larger is newer).

    ``article`` is the id of the article that was asked about, else whatever tells articles apart.
    """

    article: str
    who: str
    taught: int
    value: str
    holds: bool


class Lessons(Protocol):
    """What recalling asks of whatever keeps the lessons."""

    def phrases(self, words: Collection[str]) -> list[Touched]:
        """Kind and key of lessons (label, alias, link) whose keys begin with one of these tokens."""

    def votes(self, kind: LessonKind, key: str, article: str) -> list[Vote]:
        """The newest lessons of that kind about these words, the newest first: VOTES of all, and of one article all."""


def plain_token(token: str) -> str:
    """A token as keys have it: with one kind of apostrophe."""
    return token.replace("’", "'")


def phrase(text: str, start: int, end: int) -> str:
    """The words of ``[start, end)`` as a key: their tokens parted by single spaces.

    "" for what cannot be learned: no whole words, nothing at all, several lines, a NUL, or more than MOST_TOKENS tokens.
    """
    if not 0 <= start < end <= len(text):
        return ""
    words = text[start:end]
    if start and words[0].isalnum() and text[start - 1].isalnum():
        return ""
    if end < len(text) and words[-1].isalnum() and text[end].isalnum():
        return ""
    return _key(words) if len(words) <= _SHORT else _key.__wrapped__(words)


@lru_cache(maxsize=1 << 15)
def _key(words: str) -> str:
    tokens = [] if "\n" in words or "\0" in words else token_words(words)  # SQL ends a text at a NUL
    return " ".join(map(plain_token, tokens)) if len(tokens) <= MOST_TOKENS else ""


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """The name of an entity as a key."""
    return phrase(name, 0, len(name))


def lessons_of(text: str, annotation: Annotation, item: Item) -> list[Lesson]:
    """What an item teaches; nothing when it is not in the annotation."""
    found = getattr(annotation, item[0]).get(item[1])
    if found is None:
        return []
    if isinstance(found, Mention):
        made = _of_mention(text, annotation, found)
    elif isinstance(found, Rejection):
        made = _of_rejection(text, annotation, found)
    elif isinstance(found, Entity):
        made = _of_entity(found)
    else:
        made = _of_stance(text, annotation, found)
    return [lesson for lesson in dict.fromkeys(made) if lesson.key]


def _of_mention(text: str, annotation: Annotation, mention: Mention) -> list[Lesson]:
    key, origin = phrase(text, mention.start, mention.end), mention.origin
    made = [Lesson("label", key, mention.label)]
    if origin is not None and origin.start is not None and origin.end is not None:
        place = Range(origin.start, origin.end)
        before = phrase(text, place.start, place.end)
        if place != mention.range and key and before and place.overlaps(mention.range):
            left = _between(text, place.start, mention.start)
            right = _between(text, mention.end, place.end)
            made.append(Lesson("label", before, f"{mention.label}\t{left}\t{right}"))
    if mention.decision in ("corrected", "added"):
        entity = annotation.entities.get(mention.entity)
        if entity is not None:
            made.append(Lesson("alias", key, f"{entity.name}\t{entity.label}"))
    return made


def _between(text: str, start: int, end: int) -> int:
    """How many tokens lie between two offsets; negative when ``end`` is before ``start``."""
    return -len(token_words(text[end:start])) if end < start else len(token_words(text[start:end]))


def _of_rejection(text: str, annotation: Annotation, no: Rejection) -> list[Lesson]:
    key = phrase(text, no.start, no.end)
    if no.what == "mention":
        return [Lesson("label", key, no.label, holds=False)]
    labels = _labels_by_name(annotation.entities)
    value = f"{no.label}\t{labels.get(no.holder, '')}\t{labels.get(no.target, '')}"
    return [Lesson("cue", key.casefold(), value, holds=False)]


_ASKED: list[tuple[dict[str, Entity], dict[str, str]]] = []
"""The last question about labels, and the answer: a thousand rejections ask for those of the same entities."""


def _labels_by_name(entities: dict[str, Entity]) -> dict[str, str]:
    if not _ASKED or _ASKED[0][0] is not entities:
        _ASKED[:] = [(entities, {entity.name: entity.label for entity in entities.values()})]
    return _ASKED[0][1]


def _of_entity(entity: Entity) -> list[Lesson]:
    return [
        Lesson("link", name_key(entity.name), f"{entity.label}\t{base}\t{identifier}")
        for base, identifier in entity.links.items()
    ]


def _of_stance(text: str, annotation: Annotation, stance: Stance) -> list[Lesson]:
    holder, target = (annotation.entities.get(end) for end in (stance.holder, stance.target))
    value = f"{stance.polarity}\t{holder.label if holder else ''}\t{target.label if target else ''}"
    return [Lesson("cue", phrase(text, cue.start, cue.end).casefold(), value) for cue in stance.cues]


def items_touched(after: Annotation, change: Change) -> list[Item]:
    """The items whose lessons a change may have changed: its own, and what hangs on the entities that it touched."""
    found = {step.path[:2] for step in change.steps if step.path[0] in LEARNED and len(step.path) > 1}
    entities = change.touched("entities")
    items: dict[Item, None] = {(path[0], path[1]): None for path in sorted(found)}
    if entities:
        items |= {("mentions", m.id): None for m in after.mentions.values() if m.entity in entities}
        items |= {("stances", s.id): None for s in after.stances.values() if {s.holder, s.target} & entities}
        items |= {("rejected", key): None for key, r in after.rejected.items() if r.what == "stance"}
    return list(items)


def all_items(annotation: Annotation) -> Iterator[Item]:
    """Every decided item of an annotation."""
    for collection in LEARNED:
        yield from ((collection, id) for id in getattr(annotation, collection))


class Remembered(NamedTuple):
    """A lesson as it is kept: the event that taught it, and the one that took it back (None while it holds)."""

    number: int
    lesson: Lesson
    taught: int
    gone: int | None


class Relearned(NamedTuple):
    """What becomes of an item's lessons: the numbers of those to drop, to bring back, and to end; and new ones."""

    drop: list[int]
    back: list[int]
    end: list[int]
    new: list[Lesson]


def relearn(kept: Iterable[Remembered], wanted: Iterable[Lesson], undoes: int | None) -> Relearned:
    """How an item's lessons become what it teaches now.

    When the event ``undoes`` another, what that one taught is dropped and what it took back comes again as it was, so that
    memory is the same as before. Whatever then differs is ended or new.
    """
    made = Relearned([], [], [], [])
    now: dict[Lesson, int] = {}
    for row in kept:
        if undoes is not None and row.taught == undoes:
            made.drop.append(row.number)
            continue
        if undoes is not None and row.gone == undoes:
            made.back.append(row.number)
        elif row.gone is not None:
            continue
        now[row.lesson] = row.number
    wished = dict.fromkeys(wanted)
    made.end.extend(number for lesson, number in now.items() if lesson not in wished)
    made.new.extend(lesson for lesson in wished if lesson not in now)
    return made
