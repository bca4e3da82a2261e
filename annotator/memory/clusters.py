"""The clusters of a suggestion by their names, and those that memory adds."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from annotator.lessons import name_key
from annotator.memory.known import Known
from annotator.records import MEMORY, SuggestedEntity, SuggestedMention, Suggestion
from annotator.spans import Range

Moved = tuple[SuggestedMention, SuggestedMention]
"""A mention as it was suggested, and as it stands now."""


class Clusters:
    """Made once for a suggestion; what memory adds is forgotten when all is put together anew (:meth:`begin`)."""

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
        self._new_by_name: dict[tuple[str, str], str] = {}
        self._renamed: dict[tuple[str, str], str] = {}

    def begin(self, moved: Iterable[Moved]) -> None:
        """Nothing is added yet; a cluster that was named by a mention that ``moved`` is named by what it is now."""
        text = self._known.words.text
        self._new, self._new_by_name = {}, {}
        self._renamed = {
            (before.entity, " ".join(before.range.of(text).split())): " ".join(now.range.of(text).split())
            for before, now in moved
        }

    def suggested(self, name: str, label: str) -> str | None:
        """The suggested cluster of that name and label, if there is one."""
        return self._by_name.get((name_key(name), label))

    def of_words(self, key: str, place: Range, label: str) -> str:
        """The cluster for a mention of these words: of whom they name, else of the same words, else a new one."""
        words = place.of(self._known.words.text)
        name = words
        verdict = self._known.alias(key)
        if verdict is not None and verdict.holds:
            meant, kind = verdict.value.split("\t")
            found = self._named(meant, kind)
            if found is not None:
                return found
            if kind == label:
                name = meant
        return self._named(name, label) or self._by_words.get((words, label)) or self._make(name, label)

    def _named(self, name: str, label: str) -> str | None:
        return self.suggested(name, label) or self._new_by_name.get((name_key(name), label))

    def _make(self, name: str, label: str) -> str:
        id = f"{MEMORY}:{label}:{name_key(name) or name}"
        self._new[id] = SuggestedEntity(id, label, " ".join(name.split()), why="decided before")
        self._new_by_name[name_key(name), label] = id
        return id

    def all(self, mentions: Iterable[SuggestedMention]) -> tuple[SuggestedEntity, ...]:
        """All clusters: one whose mentions all have another label now has it too; known ones have their links."""
        labels: dict[str, list[str]] = {}
        for entity, label in {(mention.entity, mention.label) for mention in mentions}:
            labels.setdefault(entity, []).append(label)
        return tuple([self._as_known(e, labels.get(e.id, [])) for e in (*self._base, *self._new.values())])

    def _as_known(self, entity: SuggestedEntity, labels: list[str]) -> SuggestedEntity:
        label = labels[0] if len(labels) == 1 else entity.label
        name = self._renamed.get((entity.id, entity.name), entity.name) if self._renamed else entity.name
        links = self._known.links(name, label) or entity.links
        if (label, name, links) == (entity.label, entity.name, entity.links):
            return entity
        return msgspec.structs.replace(entity, label=label, name=name, links=links)
