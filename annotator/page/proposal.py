"""A suggestion as it can be asked quickly: what stands at a range, what overlaps it, what belongs to a cluster."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol, TypeVar

from annotator.records import MEMORY, SuggestedEntity, SuggestedMention, SuggestedStance, Suggestion

_Key = TypeVar("_Key", bound=Hashable)
_Item = TypeVar("_Item", SuggestedEntity, SuggestedMention, SuggestedStance)


class Proposal:
    """An index of one suggestion, made once for all pages that show it. Without a suggestion it is empty.

    What is less probable than ``shown`` is not to be seen.
    """

    def __init__(self, suggestion: Suggestion | None, shown: float = 0.0) -> None:
        found = suggestion or Suggestion("")
        self.shown = shown
        self.run = found.run
        self.entities: dict[str, SuggestedEntity] = {entity.id: entity for entity in found.entities}
        self.stances: dict[str, SuggestedStance] = {stance.id: stance for stance in found.stances}
        ordered = sorted(found.mentions, key=lambda m: m.start)
        self.mentions: dict[str, SuggestedMention] = {mention.id: mention for mention in ordered}
        self._at: dict[tuple[int, int], list[str]] = {}
        self._in: dict[str, list[str]] = {}
        self._about: dict[str, list[str]] = {}
        self._named: dict[tuple[str, str], list[str]] = {}
        self._held: dict[str, list[str]] = {}
        self._resting: dict[str, list[str]] = {}
        self._sort(ordered)
        for mention in ordered:
            self._index_mention(mention, _put)
        for entity in found.entities:
            self._index_entity(entity, _put)
        for stance in found.stances:
            self._index_stance(stance, _put)

    def _sort(self, ordered: list[SuggestedMention]) -> None:
        self._ordered = ordered
        self._starts = [mention.start for mention in ordered]
        self._longest = max((m.end - m.start for m in ordered), default=0)

    def _index_mention(self, mention: SuggestedMention, enter: _Enter) -> None:
        enter(self._at, (mention.start, mention.end), mention.id)
        enter(self._in, mention.entity, mention.id)

    def _index_entity(self, entity: SuggestedEntity, enter: _Enter) -> None:
        enter(self._named, (entity.name.casefold(), entity.label), entity.id)
        for other in entity.about:
            enter(self._about, other, entity.id)

    def _index_stance(self, stance: SuggestedStance, enter: _Enter) -> None:
        for end in {stance.holder, stance.target, stance.source} - {None}:
            enter(self._held, str(end), stance.id)
        for name in (stance.holder_mention, stance.target_mention):
            if name is not None:
                enter(self._resting, name, stance.id)

    def patched(self, suggestion: Suggestion, other: Otherwise) -> Proposal:
        """The index of a suggestion of the same run that is ``other`` than this one's in a few items."""
        made = object.__new__(Proposal)
        made.run, made.shown = self.run, self.shown
        for name in ("_at", "_in", "_about", "_named", "_held", "_resting"):
            setattr(made, name, getattr(self, name).copy())
        made.entities, made.stances = self.entities.copy(), self.stances.copy()
        new = {e.id: e for e in suggestion.entities if e.id in other.entities}
        _swap(made.entities, new, other.entities, made._index_entity)
        stances = {s.id: s for s in suggestion.stances if s.id in other.stances}
        _swap(made.stances, stances, other.stances, made._index_stance)
        made.mentions = {mention.id: mention for mention in suggestion.mentions}
        made._take_places(self, list(suggestion.mentions), other)
        return made

    def _take_places(self, before: Proposal, ordered: list[SuggestedMention], other: Otherwise) -> None:
        """Enter the mentions that came, went, or stand elsewhere; mostly they are only likelier, or say why."""
        elsewhere = {id for id in other.mentions if _home(before.mentions.get(id)) != _home(self.mentions.get(id))}
        if not elsewhere:
            self._ordered, self._starts, self._longest = ordered, before._starts, before._longest
            return
        self._sort(ordered)
        _swap(before.mentions.copy(), self.mentions, elsewhere, self._index_mention)
        ranks = {id: rank for rank, id in enumerate(self.mentions)}
        for mention in filter(None, map(self.mentions.get, elsewhere)):
            self._at[mention.start, mention.end].sort(key=ranks.__getitem__)
            self._in[mention.entity].sort(key=ranks.__getitem__)

    def run_of(self, item: str) -> str:
        """The run of a suggested mention or stance: that of the suggestion, or memory."""
        return MEMORY if is_remembered(item) else self.run

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


class Otherwise(NamedTuple):
    """The ids of what differs between two suggestions of one run."""

    mentions: frozenset[str]
    entities: frozenset[str]
    stances: frozenset[str]


def otherwise(before: Suggestion, after: Suggestion) -> Otherwise:
    """What differs between two suggestions of one run."""
    return Otherwise(
        _differing(before.mentions, after.mentions),
        _differing(before.entities, after.entities),
        _differing(before.stances, after.stances),
    )


def _differing(before: tuple[_Item, ...], after: tuple[_Item, ...]) -> frozenset[str]:
    if len(before) == len(after):  # none came or went: most are the very same objects, which need not be looked at
        pairs = [(a, b) for a, b in zip(before, after, strict=True) if a is not b]
        before, after = tuple([a for a, _ in pairs]), tuple([b for _, b in pairs])
    old, new = {item.id: item for item in before}, {item.id: item for item in after}
    return frozenset(
        id for id in old.keys() | new.keys() if (mine := old.get(id)) is not (other := new.get(id)) and mine != other
    )


def _home(mention: SuggestedMention | None) -> tuple[int, int, str] | None:
    """Where a mention stands, and in which cluster."""
    return None if mention is None else (mention.start, mention.end, mention.entity)


class _Enter(Protocol):
    """Enters an id in a list of an index, or takes it out."""

    def __call__(self, index: dict[_Key, list[str]], key: _Key, id: str) -> None: ...


def _put(index: dict[_Key, list[str]], key: _Key, id: str) -> None:
    index.setdefault(key, []).append(id)


def _put_anew(index: dict[_Key, list[str]], key: _Key, id: str) -> None:
    index[key] = [*index.get(key, ()), id]


def _take_out(index: dict[_Key, list[str]], key: _Key, id: str) -> None:
    left = [other for other in index.get(key, ()) if other != id]
    if left:
        index[key] = left
    else:
        index.pop(key, None)


def _swap(
    items: dict[str, _Item],
    new: Mapping[str, _Item],
    ids: Iterable[str],
    enter: Callable[[_Item, _Enter], None],
) -> None:
    """Bring ``items`` and the index over them up to date with ``new``, as far as these ids go."""
    for id in ids:
        if id in items:
            enter(items.pop(id), _take_out)
        if id in new:
            items[id] = new[id]
            enter(new[id], _put_anew)


def run_of(suggestion: Suggestion, item: str) -> str:
    """The run of a suggested mention or stance: that of the suggestion, or memory."""
    return MEMORY if is_remembered(item) else suggestion.run


def is_remembered(item: str) -> bool:
    """True for the id of something that memory suggests where the model suggests nothing."""
    return item.startswith(f"{MEMORY}:")


def cluster_of(suggestion: Suggestion, cluster: str) -> SuggestedEntity:
    """The suggested entity with that id; raises ``KeyError`` when the suggestion has none."""
    for entity in suggestion.entities:
        if entity.id == cluster:
            return entity
    raise KeyError(cluster)
