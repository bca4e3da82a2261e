"""What a plug-in found, joined with what is suggested already.

At one range there is one suggestion: the likelier label wins, the other becomes its next best. Of two that cross, or lie one
within the other with one label, the likelier stays; with different labels both stay. Equals go to what was there first.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from annotator.records import (
    Choice,
    Manner,
    Polarity,
    SuggestedEntity,
    SuggestedMention,
    SuggestedStance,
    Suggestion,
)
from annotator.spans import Range


class Marked(msgspec.Struct, frozen=True):
    """A mention that a plug-in found: code points of ``doc.text``, a label of the scheme, a probability from 0 to 1.

    ``why`` is a sentence for the curator. ``name`` is that of its entity, when that is not the words themselves.
    """

    start: int
    end: int
    label: str
    p: float = 0.5
    why: str = ""
    name: str = ""


class Held(msgspec.Struct, frozen=True):
    """A stance that a plug-in found, between ranges of mentions that are suggested (by the model or a plug-in).

    ``holder`` may be "writer" or "unnamed"; ``cues`` are the ranges of the words that show it.
    """

    holder: tuple[int, int] | str
    target: tuple[int, int]
    polarity: Polarity
    p: float = 0.5
    cues: tuple[tuple[int, int], ...] = ()
    manner: Manner = "reported"
    why: str = ""


def join(suggestion: Suggestion, text: str, by: str, found: Sequence[Marked | Held]) -> Suggestion:
    """The suggestion with what the plug-in ``by`` found in ``text``; what is white space there is left out."""
    joined = _Joined(suggestion, text, by)
    for finding in found:
        if isinstance(finding, Marked) and text[finding.start : finding.end].strip():
            joined.mark(finding)
    for finding in found:
        if isinstance(finding, Held):
            joined.hold(finding)
    return joined.done()


class _Joined:
    """A suggestion in the making."""

    def __init__(self, suggestion: Suggestion, text: str, by: str) -> None:
        self.before, self.text, self.by = suggestion, text, by
        self.mentions = {m.id: m for m in suggestion.mentions}
        self.entities = {e.id: e for e in suggestion.entities}
        self.stances = list(suggestion.stances)

    def mark(self, found: Marked) -> None:
        place = Range(found.start, found.end)
        overlapping = [m for m in self.mentions.values() if m.range.overlaps(place)]
        for other in overlapping:
            if other.range == place:
                self._meet(other, found)
                return
        rivals = [m for m in overlapping if m.label == found.label or not _nested(m.range, place)]
        if any(rival.p >= found.p for rival in rivals):
            return
        for rival in rivals:
            del self.mentions[rival.id]
        id = f"{self.by}:{found.start}-{found.end}"
        self.mentions[id] = SuggestedMention(
            id, found.start, found.end, found.label, self._home(found), round(found.p, 2), found.why, self.by
        )

    def _meet(self, other: SuggestedMention, found: Marked) -> None:
        """Another opinion about the same range."""
        if other.label == found.label:
            if found.p > other.p:
                why = f"{other.why}; {found.why}" if other.why and found.why else other.why or found.why
                self.mentions[other.id] = msgspec.structs.replace(other, p=round(found.p, 2), why=why)
            return
        wins = found.p > other.p
        label, p = (found.label, found.p) if wins else (other.label, other.p)
        lost = Choice(other.label, other.p) if wins else Choice(found.label, round(found.p, 2))
        others = {c.label: c for c in (*other.others, lost) if c.label != label}
        ranked = tuple(sorted(others.values(), key=lambda c: -c.p))
        made = msgspec.structs.replace(other, label=label, p=round(p, 2), others=ranked)
        if wins:
            made = msgspec.structs.replace(made, entity=self._home(found), why=found.why, by=self.by)
        self.mentions[other.id] = made

    def _home(self, found: Marked) -> str:
        """The cluster of that name (or with a mention of these words) and label, else a new one."""
        words = " ".join(self.text[found.start : found.end].split())
        name = found.name or words
        for entity in self.entities.values():
            if entity.label == found.label and entity.name.casefold() == name.casefold():
                return entity.id
        for mention in self.mentions.values() if not found.name else ():
            if mention.label == found.label and self.text[mention.start : mention.end] == words:
                return mention.entity
        id = f"{self.by}:{found.label}:{name}"
        self.entities[id] = SuggestedEntity(id, found.label, name, why=found.why)
        return id

    def hold(self, found: Held) -> None:
        """A stance, if mentions are suggested at its ends and nothing is between them with that cue already."""
        at = {(m.start, m.end): m for m in self.mentions.values()}
        holder = None if isinstance(found.holder, str) else at.get(found.holder)
        target = at.get(found.target)
        if target is None or (holder is None and not isinstance(found.holder, str)):
            return
        end = holder.entity if holder is not None else str(found.holder)
        cues = tuple(Range(*cue) for cue in sorted(found.cues))
        if end == target.entity or self._is_there(end, target.entity, cues):
            return
        where = cues[0].start if cues else target.start
        self.stances.append(
            SuggestedStance(
                f"{self.by}:{where}:{len(self.stances)}", end, target.entity, found.polarity, round(found.p, 2), cues,
                found.manner, None, holder.id if holder is not None else None, target.id, found.why, self.by,
            )
        )  # fmt: skip

    def _is_there(self, holder: str, target: str, cues: Sequence[Range]) -> bool:
        return any(
            (s.holder, s.target) == (holder, target)
            and (not (s.cues and cues) or any(a.overlaps(b) for a in s.cues for b in cues))
            for s in self.stances
        )

    def done(self) -> Suggestion:
        """The suggestion, without what nothing is left of."""
        mentions = sorted(self.mentions.values(), key=lambda m: (m.start, -m.end))
        named = {m.entity for m in mentions} | {e.id for e in self.before.entities if not self._had(e.id)}
        labels: dict[str, set[str]] = {}
        for mention in mentions:
            labels.setdefault(mention.entity, set()).add(mention.label)
        entities = [_labelled(e, labels.get(e.id, set())) for e in self.entities.values() if e.id in named]
        ends = named | {"writer", "unnamed"}
        return msgspec.structs.replace(
            self.before,
            entities=tuple(
                msgspec.structs.replace(e, about=tuple(a for a in e.about if a in named)) if e.about else e
                for e in entities
            ),
            mentions=tuple(mentions),
            stances=tuple(self._on(s, ends) for s in self.stances if {s.holder, s.target} <= ends),
        )

    def _had(self, entity: str) -> bool:
        return any(m.entity == entity for m in self.before.mentions)

    def _on(self, stance: SuggestedStance, ends: set[str]) -> SuggestedStance:
        """The stance, resting only on what is still there."""
        rests = {
            name: None
            for name in ("holder_mention", "target_mention")
            if (mention := getattr(stance, name)) is not None and mention not in self.mentions
        }
        if stance.source is not None and stance.source not in ends:
            rests["source"] = None
        return msgspec.structs.replace(stance, **rests) if rests else stance


def _labelled(entity: SuggestedEntity, labels: set[str]) -> SuggestedEntity:
    if len(labels) != 1 or entity.label in labels:
        return entity
    return msgspec.structs.replace(entity, label=next(iter(labels)))


def _nested(one: Range, other: Range) -> bool:
    return one.contains(other) or other.contains(one)
