"""Laying what is remembered over a suggestion: mentions labelled, moved, joined, withheld and added; stances judged.

What is added has ids that follow from its place and label, so that a decision about it means the same after a restart,
whatever is remembered then. What a model proposed keeps its id.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from typing import NamedTuple, cast

import msgspec

from annotator.lessons import name_key
from annotator.memory.evidence import Verdict, told
from annotator.memory.known import Known
from annotator.memory.taught import REPEATED
from annotator.memory.words import is_common, proposable
from annotator.records import (
    MEMORY,
    Choice,
    Polarity,
    SuggestedEntity,
    SuggestedMention,
    SuggestedStance,
    Suggestion,
)
from annotator.spans import Range

_DOUBT = 0.5
"""By how much a suggestion is less likely when its like was rejected, but not so surely that it is withheld."""
_NOT = 0.5
"""From this trust on (a rejection that nothing contradicts) a mention is withheld: one that is missing costs more."""
_NO_SUCH_STANCE = 0.6
"""From this trust on (three rejections in a row) a stance is: its ends may have been wrong, and not the cue."""
_COMMON_P = 0.5
"""At most so likely is one word in small letters, which may mean many things."""


class Withheld(NamedTuple):
    """A suggestion that memory keeps back, and why."""

    item: SuggestedMention | SuggestedStance
    why: str


class Laid(NamedTuple):
    """A suggestion as it is remembered, and what of the model's is withheld."""

    suggestion: Suggestion
    withheld: tuple[Withheld, ...]


class Before(NamedTuple):
    """What was made of suggested items when it was laid before, with the verdict from which it followed, by id.

    A verdict stays the same object until it is another one, so that only what changed is made anew.
    """

    mentions: dict[str, tuple[Verdict | None, SuggestedMention | Withheld]]
    stances: dict[str, tuple[Verdict | None, SuggestedStance | Withheld]]
    added: dict[str, tuple[Verdict, SuggestedMention]]


def lay(known: Known, base: Suggestion, keys: Mapping[str, str], before: Before) -> Laid:
    """``base`` with all that is known laid over it; ``keys`` are the keys of its mentions' words, by id.

    ``before`` is kept up.
    """
    clusters = _Clusters(known, base)
    withheld: list[Withheld] = []
    mentions: list[SuggestedMention] = []
    verdicts = {key: (known.label(key), known.alias(key)) for key in set(keys.values())}
    for mention in base.mentions:
        verdict, alias = verdicts[keys[mention.id]]
        was = before.mentions.get(mention.id)
        if was is not None and was[0] is verdict:
            made = was[1]
        else:
            made = mention if verdict is None else _judged(known, mention, verdict)
            before.mentions[mention.id] = verdict, made
        if isinstance(made, Withheld):
            withheld.append(made)
        else:
            if made.range != mention.range:
                clusters.moved(made, mention.range)
            mentions.append(made if alias is None else _joined(known, made, keys[mention.id], alias, clusters))
    _drop_doubles(mentions, withheld)
    mentions += _added(known, mentions, clusters, before)
    mentions.sort(key=lambda m: (m.start, -m.end))
    labels = {entity.id: entity.label for entity in base.entities}
    stances: list[SuggestedStance] = []
    for stance in base.stances:
        judged = _stance_once(known, stance, labels, before)
        if isinstance(judged, Withheld):
            withheld.append(judged)
        else:
            stances.append(judged)
    made_of = Suggestion(base.run, clusters.all(mentions), tuple(mentions), tuple(stances), base.outline)
    return Laid(made_of if made_of != base else base, tuple(withheld))


# --- what the model suggested


def _judged(known: Known, mention: SuggestedMention, verdict: Verdict) -> SuggestedMention | Withheld:
    label, *cut = verdict.value.split("\t")
    if known.taught.knows(verdict) and (cut or not verdict.holds or label != mention.label):
        return mention  # the model has learnt better since
    if not verdict.holds:
        if label != mention.label:
            return mention
        why = told(verdict, f"said that this is no {label}", known.who)
        if verdict.trust >= _NOT:
            return Withheld(mention, why)
        return msgspec.structs.replace(mention, p=round(mention.p * _DOUBT, 2), why=_and(mention.why, why))
    if cut:
        return _moved(known, mention, verdict)
    why = told(verdict, f"labelled this {label}", known.who)
    if label == mention.label:
        return msgspec.structs.replace(mention, p=max(mention.p, verdict.p), why=_and(mention.why, why))
    return _labelled(mention, label, verdict.p, why)


def _and(why: str, more: str) -> str:
    return f"{why}; {more}" if why else more


def _labelled(mention: SuggestedMention, label: str, p: float, why: str) -> SuggestedMention:
    """The mention with another label; the model's own becomes the next best."""
    others = (Choice(mention.label, round(1 - p, 2)), *(c for c in mention.others if c.label != label))
    return msgspec.structs.replace(mention, label=label, p=p, why=why, by=MEMORY, others=others)


def _moved(known: Known, mention: SuggestedMention, verdict: Verdict) -> SuggestedMention:
    label, left, right = verdict.value.split("\t")
    place = known.words.shifted(mention.range, int(left), int(right))
    if place is None:
        return mention
    text = known.words.text
    what = f"changed “{mention.range.of(text)}” to “{place.of(text)}”"
    moved = msgspec.structs.replace(mention, start=place.start, end=place.end)
    why = told(verdict, what, known.who)
    if label != mention.label:
        return _labelled(moved, label, verdict.p, why)
    return msgspec.structs.replace(moved, p=verdict.p, why=why, by=MEMORY)


def _joined(
    known: Known, mention: SuggestedMention, key: str, verdict: Verdict, clusters: _Clusters
) -> SuggestedMention:
    """The mention in the cluster of the entity that its words were joined to before."""
    name, label = verdict.value.split("\t")
    home = clusters.named(name, label)
    if home is None or home == mention.entity or (name_key(name) == key and not verdict.here):
        return mention
    why = told(verdict, f"said that this is {name}", known.who)
    return msgspec.structs.replace(mention, entity=home, why=_and(mention.why, why))


def _drop_doubles(mentions: list[SuggestedMention], withheld: list[Withheld]) -> None:
    """Of mentions with one range and label, which moving may have made, the first stays."""
    seen: set[tuple[int, int, str]] = set()
    for mention in list(mentions):
        thing = mention.start, mention.end, mention.label
        if thing in seen:
            mentions.remove(mention)
            withheld.append(Withheld(mention, "the same is suggested already"))
        seen.add(thing)


# --- what the model did not suggest


def _added(
    known: Known, mentions: list[SuggestedMention], clusters: _Clusters, before: Before
) -> list[SuggestedMention]:
    """Mentions of known words at which nothing is suggested; of two that overlap the longer one."""
    taken = _Taken(mentions)
    made: list[SuggestedMention] = []
    for key in known.labelled():
        verdict = known.label(key) if proposable(key) else None
        if verdict is None or not verdict.holds or "\t" in verdict.value:
            continue
        common = is_common(key)
        if common and not verdict.here and verdict.articles < 2:
            continue
        if known.taught.knows(verdict) and verdict.articles < REPEATED:
            continue
        why = told(verdict, f"labelled this {verdict.value}", known.who)
        p = min(verdict.p, _COMMON_P) if common else verdict.p
        for place in known.places(key):
            if taken.free(place, verdict.value) and not known.words.misleading(key, place):
                home = clusters.of_words(known, key, place, verdict.value)
                id = f"{MEMORY}:{place.start}-{place.end}:{verdict.value}"
                was = before.added.get(id)
                if was is not None and was[0] is verdict and was[1].entity == home:
                    mention = was[1]
                else:
                    mention = SuggestedMention(id, place.start, place.end, verdict.value, home, p, why, MEMORY)
                    before.added[id] = verdict, mention
                made.append(mention)
                taken.add(mention)
    return made


class _Taken:
    """The ranges of mentions, to be asked what overlaps."""

    def __init__(self, mentions: Iterable[SuggestedMention]) -> None:
        self._sorted = sorted((m.start, m.end, m.label) for m in mentions)
        self._longest = max((m.end - m.start for m in mentions), default=0)

    def add(self, mention: SuggestedMention) -> None:
        item = (mention.start, mention.end, mention.label)
        self._sorted.insert(bisect_left(self._sorted, item), item)
        self._longest = max(self._longest, mention.end - mention.start)

    def free(self, place: Range, label: str) -> bool:
        """True when nothing is there, or only something of another label within it ("talks with Seoul")."""
        for index in range(bisect_left(self._sorted, (place.start - self._longest, 0, "")), len(self._sorted)):
            start, end, other = self._sorted[index]
            if start >= place.end:
                break
            within = place.start <= start and end <= place.end and (start, end) != (place.start, place.end)
            if end > place.start and not (within and other != label):
                return False
        return True


class _Clusters:
    """The clusters of a suggestion by their names, and those that memory adds."""

    def __init__(self, known: Known, base: Suggestion) -> None:
        self._known = known
        self._base = base.entities
        self._by_name: dict[tuple[str, str], str] = {}
        self._by_words: dict[tuple[str, str], str] = {}
        for entity in base.entities:
            self._by_name.setdefault((name_key(entity.name), entity.label), entity.id)
        text = known.words.text
        for mention in base.mentions:
            self._by_words.setdefault((text[mention.start : mention.end], mention.label), mention.entity)
        self._new: dict[str, SuggestedEntity] = {}
        self._renamed: dict[tuple[str, str], str] = {}

    def moved(self, mention: SuggestedMention, before: Range) -> None:
        """A mention stands elsewhere now: a cluster that was named by it is named by what it is now."""
        text = self._known.words.text
        self._renamed[mention.entity, " ".join(before.of(text).split())] = " ".join(mention.range.of(text).split())

    def named(self, name: str, label: str) -> str | None:
        """The cluster of that name and label, if there is one."""
        return self._by_name.get((name_key(name), label))

    def of_words(self, known: Known, key: str, place: Range, label: str) -> str:
        """The cluster for a mention of these words: of whom they name, else of the same words, else a new one."""
        words = place.of(known.words.text)
        name = words
        verdict = known.alias(key)
        if verdict is not None and verdict.holds:
            meant, kind = verdict.value.split("\t")
            found = self.named(meant, kind)
            if found is not None:
                return found
            if kind == label:
                name = meant
        return self.named(name, label) or self._by_words.get((words, label)) or self._make(name, label)

    def _make(self, name: str, label: str) -> str:
        id = f"{MEMORY}:{label}:{name_key(name) or name}"
        self._new[id] = SuggestedEntity(id, label, " ".join(name.split()), why="decided before")
        self._by_name[name_key(name), label] = id
        return id

    def all(self, mentions: Iterable[SuggestedMention]) -> tuple[SuggestedEntity, ...]:
        """All clusters: one whose mentions all have another label now has it too; known ones have their links."""
        labels: dict[str, set[str]] = {}
        for mention in mentions:
            labels.setdefault(mention.entity, set()).add(mention.label)
        return tuple([self._as_known(e, labels.get(e.id, set())) for e in (*self._base, *self._new.values())])

    def _as_known(self, entity: SuggestedEntity, labels: set[str]) -> SuggestedEntity:
        label = next(iter(labels)) if len(labels) == 1 else entity.label
        name = self._renamed.get((entity.id, entity.name), entity.name)
        links = self._known.links(name, label) or entity.links
        if (label, name, links) == (entity.label, entity.name, entity.links):
            return entity
        return msgspec.structs.replace(entity, label=label, name=name, links=links)


# --- stances


def _stance_once(
    known: Known, stance: SuggestedStance, labels: Mapping[str, str], before: Before
) -> SuggestedStance | Withheld:
    """What was made of a stance before, if it is to be the same."""
    key = known.words.key(stance.cues[0]).casefold() if stance.cues else ""
    verdict = known.cue(key, labels.get(stance.target, "")) if key else None
    was = before.stances.get(stance.id)
    if was is not None and was[0] is verdict:
        return was[1]
    made = stance if verdict is None else _judged_stance(known, stance, verdict)
    before.stances[stance.id] = verdict, made
    return made


def _judged_stance(known: Known, stance: SuggestedStance, verdict: Verdict) -> SuggestedStance | Withheld:
    """The stance with the polarity that its cue had before, or less likely if it was rejected."""
    words = stance.cues[0].of(known.words.text)
    if not verdict.holds:
        if verdict.value != stance.polarity:
            return stance
        why = told(verdict, f"said that “{words}” is not {stance.polarity}", known.who)
        if verdict.trust >= _NO_SUCH_STANCE:
            return Withheld(stance, why)
        return msgspec.structs.replace(stance, p=round(stance.p * _DOUBT, 2), why=_and(stance.why, why), by=MEMORY)
    why = told(verdict, f"called “{words}” {verdict.value}", known.who)
    if verdict.value == stance.polarity:
        p = max(stance.p, round((stance.p + verdict.p) / 2, 2))
        return msgspec.structs.replace(stance, p=p, why=_and(stance.why, why))
    return msgspec.structs.replace(
        stance, polarity=cast("Polarity", verdict.value), p=round(min(stance.p, verdict.p), 2), why=why, by=MEMORY
    )
