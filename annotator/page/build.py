"""How a page is made: whole when an article is opened, patched after each act at the cost of what the act changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from annotator.page.clusters import clusters_of
from annotator.page.held import HeldPage
from annotator.page.hidden import Reason, reasons_near
from annotator.page.items import OPEN, EntityItem, MentionItem, StanceItem, is_open
from annotator.page.order import Key
from annotator.page.proposal import Otherwise, otherwise
from annotator.records import Annotation, Change, Mention, Suggestion


class Same:
    """Stands for the suggestion that is there already."""


SAME = Same()


class BuiltPage(HeldPage):
    """How the state of a page follows from annotation and suggestion. See ``Page``."""

    def _build(self) -> None:
        everything: set[Reason] = {("sections",), ("status",), ("shown",)}
        for name in ("mentions", "rejected", "entities", "stances"):
            everything |= {(name, id) for id in getattr(self.annotation, name)}
        self._take(Annotation(), everything, new=True)

    def after(self, annotation: Annotation, change: Change, suggestion: Suggestion | Same | None = SAME) -> Self:
        """The page after an act: equal to one made anew of ``annotation``, which ``change`` led to.

        With a ``suggestion``, it is what is suggested from now on (see :meth:`suggesting`).
        """
        before = self.suggestion
        if isinstance(suggestion, Same) or suggestion is before:
            return self._follow(annotation, change, None)
        if before is None or suggestion is None or before.run != suggestion.run:
            tokens = self._tokens[0] if self._tokens else None
            return type(self)(
                self.article, annotation, suggestion, tokens, shown=self._proposal.shown, blind=self.blind
            )
        return self._follow(annotation, change, suggestion)

    def suggesting(self, suggestion: Suggestion | None) -> Self:
        """The page with another suggestion; of the same run it costs what differs. Items that stay keep their ids."""
        return self.after(self.annotation, Change("", ""), suggestion)

    def _follow(self, annotation: Annotation, change: Change, suggestion: Suggestion | None) -> Self:
        made = object.__new__(type(self))
        made.__dict__.update(self.__dict__)
        made.__dict__.pop("_open_set", None)
        made.annotation = annotation
        made.stamp, made.made_from = object(), self.stamp
        other = None
        if suggestion is not None and self.suggestion is not None:
            other = otherwise(self.suggestion, suggestion)
            made.suggestion, made._proposal = suggestion, self._proposal.patched(suggestion, other)
        made._take(self.annotation, {step.path[:2] for step in change.steps}, new=False, other=other)
        return made

    def _take(self, before: Annotation, paths: set[Reason], *, new: bool, other: Otherwise | None = None) -> None:
        """Bring everything up to date with ``self.annotation``, of which only what ``paths`` name is another.

        ``other`` is what is suggested otherwise than before.
        """
        reasons = {path for path in paths if path[0] in ("mentions", "rejected", "sections", "status", "shown")}
        if other is not None:
            reasons |= self._reasons_of(other)
        self._hidden, appeared = self._hidden.patched(self._proposal, self.annotation, reasons)
        clusters = self._remap(before, paths, new=new or other is not None)
        touched = {path[1] for path in paths if path[0] == "entities"}
        mentions = {path[1] for path in paths if path[0] == "mentions"}
        suggested = set(self._proposal.mentions) if new else appeared
        if other is not None:
            suggested |= other.mentions
            clusters |= other.entities
        suggested.update(m for c in clusters for m in self._proposal.mentions_in(c))
        for entity in () if new else touched:
            suggested.update(key[-1][len(OPEN) :] for key in self._members.get(entity, ()) if is_open(key[-1]))
        changed, homes = self._take_mentions(mentions, suggested)
        homes |= touched | {OPEN + c for c in clusters} | {self.end_of(c) for c in clusters}
        homes |= {OPEN + other for c in clusters for other in self._proposal.about(c)}
        if new:
            homes |= {OPEN + c for c in self._proposal.entities}
        ends = self._take_entities(homes) | {OPEN + c for c in clusters}
        everywhere = (
            new
            or bool(other and other.stances)
            or any(
                path[0] in ("stances", "sections", "status")
                or (path[0] == "rejected" and path[1].startswith("stance\t"))
                for path in paths
            )
        )
        changed |= self._take_stances(ends, changed, everywhere=everywhere)
        self.changed = frozenset(changed)

    def _reasons_of(self, other: Otherwise) -> set[Reason]:
        """Which decisions may hide what is suggested otherwise than before."""
        places = [m.range for id in other.mentions if (m := self._proposal.mentions.get(id)) is not None]
        places += [item.range for id in other.mentions if (item := self._mention_by_id.get(OPEN + id)) is not None]
        return reasons_near(self.annotation, places, other.mentions) | self._hidden.reasons_of(other.mentions)

    def _remap(self, before: Annotation, paths: set[Reason], *, new: bool) -> set[str]:
        """Find anew which entity each suggested cluster became; the clusters for which that is another."""

        def from_elsewhere(mention: Mention | None) -> bool:
            return mention is not None and (mention.origin is None or mention.origin.run != self._proposal.run)

        concerned = new or any(
            path[0] == "entities"
            or (
                path[0] == "mentions"
                and (
                    from_elsewhere(before.mentions.get(path[1]))
                    or from_elsewhere(self.annotation.mentions.get(path[1]))
                )
            )
            for path in paths
        )
        if not concerned:
            return set()
        old, self._clusters = self._clusters, clusters_of(self.annotation, self._proposal)
        self._stands_for = {}
        for cluster, entity in self._clusters.items():
            self._stands_for.setdefault(entity, []).append(cluster)
        return {c for c in old.keys() | self._clusters.keys() if old.get(c) != self._clusters.get(c)}

    def _take_mentions(self, decided: set[str], suggested: set[str]) -> tuple[set[str], set[str]]:
        """Make these mentions anew; the ids of those that are otherwise now, and of the entities that they touch."""
        by_id, members = self._mention_by_id.copy(), self._members.copy()
        patch: dict[Key, MentionItem | None] = {}
        reading: dict[Key, str | None] = {}
        changed: set[str] = set()
        homes: set[str] = set()
        came: dict[str, list[Key]] = {}
        went: dict[str, set[Key]] = {}
        for id in (*decided, *(OPEN + m for m in suggested)):
            old, item = by_id.get(id), self._mention_item(id)
            if old == item:
                continue
            changed.add(id)
            if old is not None:
                key = _mention_key(old)
                patch[key] = reading[_reading_key(old)] = None
                went.setdefault(old.entity, set()).add(key)
                del by_id[id]
            if item is not None:
                key = _mention_key(item)
                patch[key], reading[_reading_key(item)] = item, id
                came.setdefault(item.entity, []).append(key)
                by_id[id] = item
        for home in came.keys() | went.keys():
            homes.add(home)
            gone = went.get(home, set())
            kept = [key for key in members.get(home, ()) if key not in gone]
            members[home] = tuple(sorted([*kept, *came.get(home, ())]))
            if not members[home]:
                del members[home]
        self._mention_by_id, self._members = by_id, members
        self._mentions = self._mentions.patched(patch)
        self._patch_order(reading)
        return changed, homes

    def _mention_item(self, id: str) -> MentionItem | None:
        if not is_open(id):
            mention = self.annotation.mentions.get(id)
            if mention is None:
                return None
            return MentionItem(id, mention.start, mention.end, mention.label, mention.entity, mention.decision)
        suggested = self._proposal.mentions.get(id[len(OPEN) :])
        if suggested is None or suggested.id in self._hidden:
            return None
        home = self.end_of(suggested.entity)
        # What a curator said of an entity holds for its other mentions too, until they are decided themselves.
        entity = self.annotation.entities.get(home)
        label = entity.label if entity is not None else suggested.label
        return MentionItem(
            id, suggested.start, suggested.end, label, home, None, suggested.p, suggested.why, suggested.others
        )

    def _take_entities(self, ids: Iterable[str]) -> set[str]:
        """Make these entities anew; the ids of those that are otherwise now, or whose mentions are elsewhere."""
        by_id, keys = self._entity_by_id.copy(), self._entity_keys.copy()
        patch: dict[Key, EntityItem | None] = {}
        changed: set[str] = set()
        for id in ids:
            old, item, key = by_id.get(id), self._entity_item(id), self._entity_key(id)
            if old == item and (item is None or keys[id] == key):
                continue
            changed.add(id)
            if old is not None:
                patch[keys.pop(id)] = None
                del by_id[id]
            if item is not None:
                keys[id] = key
                patch[key] = by_id[id] = item
        self._entity_by_id, self._entity_keys = by_id, keys
        self._entities = self._entities.patched(patch)
        return changed

    def _entity_item(self, id: str) -> EntityItem | None:
        members = tuple(key[-1] for key in self._members.get(id, ()))
        if not is_open(id):
            entity = self.annotation.entities.get(id)
            if entity is None:
                return None
            return EntityItem(id, entity.label, entity.name, members, True, entity.about, entity.links)
        cluster = self._proposal.entities.get(id[len(OPEN) :])
        if cluster is None or not members:
            return None
        about = tuple(self.end_of(e) for e in cluster.about)
        return EntityItem(id, cluster.label, cluster.name, members, False, about, cluster.links, cluster.why)

    def _entity_key(self, id: str) -> Key:
        """Entities stand by their first mention; those without any behind all others."""
        members = self._members.get(id)
        return (*(members[0] if members else (len(self.text) + 1, 0, "")), id)

    def _take_stances(self, ends: set[str], mentions: set[str], *, everywhere: bool) -> set[str]:
        """Make anew the stances that hang on these entities or mentions, or all; the ids of those that are otherwise."""
        decided = self.annotation.stances
        wanted: list[str] = [
            id for id, s in decided.items() if everywhere or s.target in ends or id not in self._stance_by_id
        ]
        suggested = self._proposal.stances if everywhere else self._hanging_on(ends, mentions)
        wanted += [OPEN + id for id in suggested]
        if everywhere:
            wanted += [
                id
                for id in self._stance_by_id
                if (id[len(OPEN) :] not in suggested if is_open(id) else id not in decided)
            ]
        by_id = self._stance_by_id.copy()
        patch: dict[Key, StanceItem | None] = {}
        reading: dict[Key, str | None] = {}
        changed: set[str] = set()
        for id in wanted:
            old = by_id.get(id)
            item = self._open_stance(id[len(OPEN) :]) if is_open(id) else self._stance(id)
            if old == item:
                continue
            changed.add(id)
            if old is not None:
                patch[old.anchor, old.id] = reading[_reading_key(old)] = None
                del by_id[id]
            if item is not None:
                patch[item.anchor, item.id] = by_id[id] = item
                reading[_reading_key(item)] = id
        self._stance_by_id = by_id
        self._stances = self._stances.patched(patch)
        self._patch_order(reading)
        return changed

    def _hanging_on(self, ends: set[str], mentions: set[str]) -> set[str]:
        """The ids of the suggested stances that have one of these entities as an end, or rest on one of these mentions."""
        found = {id for m in mentions if is_open(m) for id in self._proposal.stances_on(m[len(OPEN) :])}
        for end in ends:
            for cluster in (end[len(OPEN) :],) if is_open(end) else self._stands_for.get(end, ()):
                found.update(self._proposal.stances_of(cluster))
        return found

    def _patch_order(self, reading: dict[Key, str | None]) -> None:
        self._order = self._order.patched(reading)
        self._open = self._open.patched({key: id for key, id in reading.items() if is_open(key[-1])})

    def _stance(self, id: str) -> StanceItem | None:
        found = self.annotation.stances.get(id)
        if found is None:
            return None
        return StanceItem(
            id, found.holder, found.target, found.polarity, found.cues, found.manner, found.source,
            self._anchor(found.target, found.cues), found.decision,
        )  # fmt: skip

    def _open_stance(self, id: str) -> StanceItem | None:
        """What a suggested stance looks like now; None when it is decided, or cannot be any more."""
        stance = self._proposal.stances.get(id)
        if stance is None:
            return None
        if self.annotation.status == "done" or stance.p < self._proposal.shown:
            return None
        item = self.suggested_stance(stance)
        if self.lack_of(item) or self.is_boilerplate(item.anchor):
            return None
        return None if self.answer_to(item) is not None else item


def _mention_key(item: MentionItem) -> Key:
    return item.start, -item.end, item.id


def _reading_key(item: MentionItem | StanceItem) -> Key:
    if isinstance(item, MentionItem):
        return item.start, 0, -item.end, item.id
    return item.anchor, 1, 0, item.id
