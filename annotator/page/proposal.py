"""A suggestion as it can be asked quickly: what stands at a range, what overlaps it, what belongs to a cluster."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from annotator.records import SuggestedEntity, SuggestedMention, SuggestedStance, Suggestion


class Proposal:
    """An index of one suggestion, made once for all pages that show it. Without a suggestion it is empty."""

    def __init__(self, suggestion: Suggestion | None) -> None:
        found = suggestion or Suggestion("")
        self.run = found.run
        self.entities: dict[str, SuggestedEntity] = {entity.id: entity for entity in found.entities}
        self.stances: dict[str, SuggestedStance] = {stance.id: stance for stance in found.stances}
        ordered = sorted(found.mentions, key=lambda m: m.start)
        self.mentions: dict[str, SuggestedMention] = {mention.id: mention for mention in ordered}
        self._ordered = ordered
        self._starts = [mention.start for mention in ordered]
        self._longest = max((m.end - m.start for m in ordered), default=0)
        self._at: dict[tuple[int, int], list[str]] = {}
        self._in: dict[str, list[str]] = {}
        self._about: dict[str, list[str]] = {}
        self._named: dict[tuple[str, str], list[str]] = {}
        self._held: dict[str, list[str]] = {}
        self._resting: dict[str, list[str]] = {}
        for mention in ordered:
            self._at.setdefault((mention.start, mention.end), []).append(mention.id)
            self._in.setdefault(mention.entity, []).append(mention.id)
        for entity in found.entities:
            self._named.setdefault((entity.name.casefold(), entity.label), []).append(entity.id)
            for other in entity.about:
                self._about.setdefault(other, []).append(entity.id)
        for stance in found.stances:
            for end in {stance.holder, stance.target, stance.source} - {None}:
                self._held.setdefault(str(end), []).append(stance.id)
            for name in (stance.holder_mention, stance.target_mention):
                if name is not None:
                    self._resting.setdefault(name, []).append(stance.id)

    def at(self, start: int, end: int) -> list[str]:
        """The ids of the mentions of exactly this range."""
        return self._at.get((start, end), [])

    def mentions_in(self, cluster: str) -> list[str]:
        """The ids of the mentions of a cluster, in reading order."""
        return self._in.get(cluster, [])

    def about(self, cluster: str) -> list[str]:
        """The ids of the clusters that say they are about this one."""
        return self._about.get(cluster, [])

    def named(self, name: str, label: str) -> list[str]:
        """The ids of the clusters with this name (whatever its case) and label."""
        return self._named.get((name.casefold(), label), [])

    def stances_of(self, cluster: str) -> list[str]:
        """The ids of the stances whose holder, target or source a cluster is."""
        return self._held.get(cluster, [])

    def stances_on(self, mention: str) -> list[str]:
        """The ids of the stances that rest on a mention."""
        return self._resting.get(mention, [])

    def overlapping(self, start: int, end: int) -> Iterator[SuggestedMention]:
        """The mentions that share a code point with ``[start, end)``, in reading order."""
        for index in range(bisect_left(self._starts, start - self._longest), len(self._starts)):
            mention = self._ordered[index]
            if mention.start >= end:
                return
            if mention.end > start:
                yield mention


def cluster_of(suggestion: Suggestion, cluster: str) -> SuggestedEntity:
    """The suggested entity with that id; raises ``KeyError`` when the suggestion has none."""
    for entity in suggestion.entities:
        if entity.id == cluster:
            return entity
    raise KeyError(cluster)
