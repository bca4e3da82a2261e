"""Settling disagreements: what stands as one version has it, as several have it, as none has it, or as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from annotator.adjudicating.aligning import Alignment, Item, align, joined
from annotator.adjudicating.disputed import Disputed, find_disputed, parts_of, ranges_of, words_of
from annotator.edits import shorten
from annotator.edits.adjudicate import Plan
from annotator.errors import EditError
from annotator.records import NOT_AN_ENTITY, Annotation, Article, Entity, Mention, Stance
from annotator.spans import Range, merged
from annotator.versions import Version, counting, fingerprint

BOTH: Literal["both"] = "both"
NEITHER: Literal["neither"] = "neither"
AS_IT_STANDS: Literal["as it stands"] = "as it stands"
Choice = int | Literal["both", "neither", "as it stands"]
"""The number of the version that is right (from 0), or how else a disagreement is settled."""
_ONLY_ENTITY = {"other entity"}
_ONLY_CUES = {"other cue", "other cue edges"}
_ONLY_MANNER = {"other manner", "other source"} | _ONLY_CUES


class Adjudication:
    """The versions of one article that count, and what they see differently. It changes nothing itself."""

    def __init__(self, article: Article, versions: Sequence[Version]) -> None:
        self.versions = counting(versions)
        self.fingerprint = fingerprint([version.side for version in self.versions])
        self._found = align(article, [version.annotation for version in self.versions])
        self.disputed = find_disputed(self.versions, self._found)
        self._last: tuple[Annotation, Alignment] | None = None

    def left(self, annotation: Annotation) -> list[Disputed]:
        """The disagreements that are not settled yet, in reading order."""
        return [found for found in self.disputed if found.key not in annotation.settled]

    def here(self, annotation: Annotation, disputed: Disputed) -> str:
        """The id of the item that the annotation has of a disputed thing; "" when it has none."""
        item = self._beside(annotation).rows[disputed.row][-1]
        return "" if item is None else item.id

    def now(self, annotation: Annotation, disputed: Disputed) -> tuple[str, tuple[str, ...], tuple[Range, ...]]:
        """What the annotation has of a disputed thing: in words, part by part, and the words of the text that it means."""
        item, text = self._beside(annotation).rows[disputed.row][-1], self._found.article.text
        words = words_of(text, disputed.what, annotation, item)
        return words, parts_of(text, annotation, item), ranges_of(annotation, item)

    def plan(self, annotation: Annotation, disputed: Disputed, choice: Choice) -> Plan:
        """What settles a disagreement so; raises :class:`EditError` for what cannot be."""
        taken = self.versions[choice].curator if isinstance(choice, int) else choice
        words = f"settle {shorten(disputed.title)}: {_words(choice, len(self.versions))}"
        rest = [found for found in self.left(annotation) if found.key != disputed.key]
        plan = Plan(words, disputed.key, taken, closes="" if rest else self.fingerprint)
        return plan if choice == AS_IT_STANDS else _Filling(self._beside(annotation), disputed, choice).filled(plan)

    def closing(self, annotation: Annotation) -> Plan | None:
        """What says that all is settled, when nothing is left and nothing says so yet."""
        if self.left(annotation) or annotation.adjudicated == self.fingerprint or len(self.versions) < 2:
            return None
        return Plan("nothing is left to adjudicate", closes=self.fingerprint)

    def _beside(self, annotation: Annotation) -> Alignment:
        """The versions with the annotation as one side more, the last; kept for the next question."""
        if self._last is None or self._last[0] is not annotation:
            self._last = annotation, joined(self._found, annotation)
        return self._last[1]


def _words(choice: Choice, versions: int) -> str:
    """A choice in words that name nobody."""
    if isinstance(choice, int):
        return "as one version has it"
    both = "as both have it" if versions == 2 else "as all have it"
    return {BOTH: both, NEITHER: "neither is right", AS_IT_STANDS: AS_IT_STANDS}[choice]


class _Filling:
    """Makes the plan for one choice: what is to stand, told in entities of the annotation."""

    def __init__(self, found: Alignment, disputed: Disputed, choice: Choice) -> None:
        self._found = found
        self._disputed = disputed
        *sides, self._now = found.rows[disputed.row]
        self._sides = list(enumerate(sides))
        self._choice = choice
        self._annotation = found.sides[-1]
        self._home = {union: own for own, union in reversed(found.owners[-1].items())}
        self._entities: dict[str, Entity] = {}
        self._mentions: list[Mention] = []

    def filled(self, plan: Plan) -> Plan:
        """The plan with all that is put and dropped."""
        wanted = self._wanted()
        if not wanted:
            return msgspec.structs.replace(plan, drop=(self._now.id,) if self._now is not None else ())
        stances: list[Stance] = []
        for place, (side, item) in enumerate(wanted):
            id = self._now.id if self._now is not None and not place else ""
            if isinstance(item, Mention):
                home = self._entity(side, item.entity)
                self._put(Mention(id or self._same(item), item.start, item.end, item.label, home))
            elif isinstance(item, Stance):
                stances.append(self._stance(side, item, id))
            else:
                self._entity(side, item.id)
        entities = tuple(self._entities.values())
        return msgspec.structs.replace(plan, entities=entities, mentions=tuple(self._mentions), stances=tuple(stances))

    def _wanted(self) -> list[tuple[int, Item]]:
        """What is to stand, each with whose it is."""
        if self._choice == NEITHER:
            return []
        there = [(side, item) for side, item in self._sides if item is not None]
        if isinstance(self._choice, int):
            return [(side, item) for side, item in there if side == self._choice]
        return self._both(there)

    def _both(self, there: list[tuple[int, Item]]) -> list[tuple[int, Item]]:
        kinds = {kind for kind in self._disputed.kinds if not kind.startswith("missing")}
        if kinds and kinds <= _ONLY_CUES:
            side, first = there[0]
            return [(side, _with_cues(first, (item for _, item in there)))]
        if kinds and (kinds <= _ONLY_ENTITY or kinds <= _ONLY_MANNER):
            raise EditError(f"both cannot hold where only {' and '.join(sorted(kinds))} differ: take one of them.")
        distinct = {_looks(item): (side, item) for side, item in reversed(there)}
        return sorted(distinct.values(), key=lambda found: found[0])

    def _same(self, mention: Mention) -> str:
        """The id of a mention of the annotation with this range and label, or ""."""
        place = mention.start, mention.end, mention.label
        return next((m.id for m in self._annotation.mentions.values() if (m.start, m.end, m.label) == place), "")

    def _put(self, mention: Mention) -> None:
        if not any(m.id == mention.id != "" for m in self._mentions):
            self._mentions.append(mention)

    def _stance(self, side: int, stance: Stance, id: str) -> Stance:
        holder, target = (self._end(side, end) for end in (stance.holder, stance.target))
        source = self._end(side, stance.source) if stance.source else None
        return Stance(id, holder, target, stance.polarity, stance.cues, stance.manner, source)

    def _end(self, side: int, end: str) -> str:
        """The annotation's entity for the end of a version's stance; one that is not there comes with its mentions.

        Where its words are mentions of another entity by now, that one is it.
        """
        if end in NOT_AN_ENTITY or self._found.owners[side][end] in self._home:
            return end if end in NOT_AN_ENTITY else self._home[self._found.owners[side][end]]
        places = [items for key, items in self._found.rows.items() if key[0] == "mention" and _is_of(items[side], end)]
        now = [items[-1].entity for items in places if isinstance(items[-1], Mention)]
        if now:
            return max(now, key=now.count)
        home = self._entity(side, end)
        for mention in (items[side] for items in places):
            if isinstance(mention, Mention):
                self._put(Mention("", mention.start, mention.end, mention.label, home))
        return home

    def _entity(self, side: int, id: str) -> str:
        """The annotation's entity for one of a version; a new one when it has none."""
        union = self._found.owners[side][id]
        if union in self._home:
            return self._home[union]
        entity = self._found.sides[side].entities[id]
        made = self._home[union] = f"+{union}"
        self._entities[made] = Entity(made, entity.label, entity.name, entity.links)
        return made


def _is_of(item: Item | None, entity: str) -> bool:
    return isinstance(item, Mention) and item.entity == entity


def _looks(item: Item) -> tuple[object, ...]:
    """What makes two items of one thing different ones that may stand beside each other."""
    if isinstance(item, Mention):
        return item.start, item.end, item.label
    if isinstance(item, Stance):
        return item.holder, item.target, item.polarity, item.cues
    return (item.name,)


def _with_cues(item: Item, others: Iterable[Item]) -> Item:
    cues: list[Range] = [cue for other in others if isinstance(other, Stance) for cue in other.cues]
    return msgspec.structs.replace(item, cues=merged(cues))
