"""Laying what is remembered over a suggestion: mentions labelled, moved, joined, withheld and added; stances judged.

What is added has ids that follow from its place and label, so that a decision about it means the same after a restart,
whatever is remembered then. What a model proposed keeps its id.

It is laid anew after each decision, between the key and the screen. So what was made of an item is kept until something
else is known of its words: only then it is judged again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, cast

import msgspec

from annotator.lessons import Touched, name_key
from annotator.memory.adding import Adding, Placed, Taken
from annotator.memory.clusters import Clusters
from annotator.memory.evidence import Verdict, told
from annotator.memory.known import Known
from annotator.records import MEMORY, Choice, Polarity, SuggestedMention, SuggestedStance, Suggestion

_DOUBT = 0.5
"""By how much a suggestion is less likely when its like was rejected, but not so surely that it is withheld."""
_NOT = 0.5
"""From this trust on (a rejection that nothing contradicts) a mention is withheld: one that is missing costs more."""
_NO_SUCH_STANCE = 0.6
"""From this trust on (two rejections in a row) a stance is: its ends may have been wrong, and not the cue."""


class Withheld(NamedTuple):
    """A suggestion that memory keeps back, and why."""

    item: SuggestedMention | SuggestedStance
    why: str


class Laid(NamedTuple):
    """A suggestion as it is remembered, and what of the model's is withheld."""

    suggestion: Suggestion
    withheld: tuple[Withheld, ...]


class Laying:
    """A suggestion (``base``, which stays as it is) with all that is known laid over it, again and again.

    Whoever owns it says what is known otherwise than before.
    """

    def __init__(self, known: Known, base: Suggestion) -> None:
        self._known, self._base = known, base
        self._mentions = sorted(base.mentions, key=_reading)
        self._clusters = Clusters(known, base)
        self._labels = {entity.id: entity.label for entity in base.entities}
        self._keys = [known.words.key(mention.range) for mention in self._mentions]
        self._cues = [known.words.key(s.cues[0]).casefold() if s.cues else "" for s in base.stances]
        self._with_key, self._with_cue = _numbers(self._keys), _numbers(self._cues)
        self._laid: list[SuggestedMention | Withheld] = list(self._mentions)
        self._stances: list[SuggestedStance | Withheld] = list(base.stances)
        self._moved: set[int] = set()
        self._taken = Taken(_placed(mention) for mention in self._mentions)
        self._adding = Adding(known, self._taken)
        for number in range(len(self._mentions)):
            self._judge(number)
        for number in range(len(self._stances)):
            self._judge_stance(number)

    def follow(self, touched: Iterable[Touched]) -> None:
        """Judge again what has the words of which something else is known now."""
        for kind, key in touched:
            if kind in ("label", "alias"):
                for number in self._with_key.get(key, ()):
                    self._judge(number)
            if kind == "label":
                self._adding.forget(key)
            if kind == "cue":
                for number in self._with_cue.get(key, ()):
                    self._judge_stance(number)

    def put_together(self) -> Laid:
        """What was made of all items, and what is added."""
        mentions = [made for made in self._laid if not isinstance(made, Withheld)]
        withheld = [made for made in self._laid if isinstance(made, Withheld)]
        moved = [
            (self._mentions[n], made) for n in sorted(self._moved) if not isinstance(made := self._laid[n], Withheld)
        ]
        if self._taken.doubles:
            _drop_doubles(mentions, withheld)
        self._clusters.begin(moved)
        added = self._adding.mentions(self._clusters)
        mentions += added
        if added or moved:
            mentions.sort(key=_reading)
        stances = [made for made in self._stances if not isinstance(made, Withheld)]
        withheld += [made for made in self._stances if isinstance(made, Withheld)]
        base = self._base
        made_of = Suggestion(base.run, self._clusters.all(mentions), tuple(mentions), tuple(stances), base.outline)
        return Laid(made_of if made_of != base else base, tuple(withheld))

    def _judge(self, number: int) -> None:
        mention, key = self._mentions[number], self._keys[number]
        verdict, alias = self._known.label(key), self._known.alias(key)
        made = mention if verdict is None else _judged(self._known, mention, verdict)
        if alias is not None and not isinstance(made, Withheld):
            made = _joined(self._known, made, key, alias, self._clusters)
        before = self._laid[number]
        if made != before:
            self._laid[number] = made
            self._move(number, before, made)

    def _move(self, number: int, before: SuggestedMention | Withheld, made: SuggestedMention | Withheld) -> None:
        """Keep up what stands where; often only the reasons are others."""
        old = None if isinstance(before, Withheld) else _placed(before)
        new = None if isinstance(made, Withheld) else _placed(made)
        if old == new:
            return
        if old is not None:
            self._taken.take(old)
            self._adding.disturb(old[0], old[1])
        if new is not None:
            self._taken.put(new)
            self._adding.disturb(new[0], new[1])
        if new is not None and new[:2] != _placed(self._mentions[number])[:2]:
            self._moved.add(number)
        else:
            self._moved.discard(number)

    def _judge_stance(self, number: int) -> None:
        stance, key = self._base.stances[number], self._cues[number]
        verdict = self._known.cue(key, self._labels.get(stance.target, "")) if key else None
        made = stance if verdict is None else _judged_stance(self._known, stance, verdict)
        if made != self._stances[number]:
            self._stances[number] = made


def _reading(mention: SuggestedMention) -> tuple[int, int]:
    return mention.start, -mention.end


def _placed(mention: SuggestedMention) -> Placed:
    return mention.start, mention.end, mention.label


def _numbers(keys: list[str]) -> dict[str, list[int]]:
    """At which numbers each key stands."""
    found: dict[str, list[int]] = {}
    for number, key in enumerate(keys):
        found.setdefault(key, []).append(number)
    return found


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
    known: Known, mention: SuggestedMention, key: str, verdict: Verdict, clusters: Clusters
) -> SuggestedMention:
    """The mention in the cluster of the entity that its words were joined to before."""
    name, label = verdict.value.split("\t")
    home = clusters.suggested(name, label)
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


# --- stances


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
