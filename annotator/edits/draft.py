"""A change in the making: the working copy on which one act puts, drops and sets, and the steps it leaves behind."""

from __future__ import annotations

from typing import Any

import msgspec

from annotator.coverage import sentences_in
from annotator.errors import EditError
from annotator.page import OPEN, Page, cluster_of, is_open, is_remembered, run_of
from annotator.records import (
    NOT_AN_ENTITY,
    Annotation,
    Change,
    Entity,
    Mention,
    Origin,
    Rejection,
    Stance,
    Step,
    SuggestedMention,
    SuggestedStance,
    Suggestion,
)
from annotator.spans import Range, merged

Edit = tuple[Annotation, Change]
"""What every act returns: the annotation after it, and the change that tells what it did."""

_COLLECTIONS: dict[type, str] = {Entity: "entities", Mention: "mentions", Stance: "stances", Rejection: "rejected"}
_UNSET: Any = object()


class Draft:
    """A working copy of one page's annotation; nothing outside sees it before :meth:`done`."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._fields: dict[str, Any] = {}
        self._before: dict[tuple[str, ...], Any] = {}

    # --- reading the working copy

    def get(self, field: str) -> Any:
        """A field of the annotation as it stands in this draft."""
        value = self._fields.get(field, _UNSET)
        return getattr(self.page.annotation, field) if value is _UNSET else value

    @property
    def entities(self) -> dict[str, Entity]:
        """The entities as they stand; not to be changed in place."""
        found: dict[str, Entity] = self.get("entities")
        return found

    @property
    def mentions(self) -> dict[str, Mention]:
        """The mentions as they stand; not to be changed in place."""
        found: dict[str, Mention] = self.get("mentions")
        return found

    @property
    def stances(self) -> dict[str, Stance]:
        """The stances as they stand; not to be changed in place."""
        found: dict[str, Stance] = self.get("stances")
        return found

    @property
    def suggestion(self) -> Suggestion:
        """The suggestion on the page; raises :class:`EditError` when there is none."""
        if self.page.suggestion is None:
            raise EditError("there are no suggestions for this article yet.")
        return self.page.suggestion

    def suggested_mention(self, item: str) -> SuggestedMention:
        """The suggested mention behind an open id; raises :class:`EditError` when it is not open."""
        if self.page.mention(item) is not None:
            for mention in self.suggestion.mentions:
                if OPEN + mention.id == item:
                    return mention
        raise EditError("this suggestion is not open any more.")

    def suggested_stance(self, item: str) -> SuggestedStance:
        """The suggested stance behind an open id; raises :class:`EditError` when it is not open."""
        if self.page.stance(item) is not None:
            for stance in self.suggestion.stances:
                if OPEN + stance.id == item:
                    return stance
        raise EditError("this suggestion is not open any more.")

    def members(self, entity: str) -> list[Mention]:
        """The decided mentions of an entity, in reading order."""
        found = [m for m in self.mentions.values() if m.entity == entity]
        return sorted(found, key=lambda m: (m.start, -m.end))

    def has_open_members(self, entity: str, *, remembered: bool = True) -> bool:
        """True when suggestions that nobody decided about belong to the entity; without ``remembered``, the model's only."""
        decided = {OPEN + m.origin.item for m in self.mentions.values() if m.origin is not None}
        return any(
            is_open(m.id) and m.id not in decided and self._rejection_key(m.id) not in self.get("rejected")
            for m in self.page.mentions_of(entity)
            if remembered or not is_remembered(m.id[len(OPEN) :])
        )

    def _rejection_key(self, item: str) -> str:
        mention = self.suggested_mention(item)
        return Rejection("mention", mention.start, mention.end, mention.label).key

    # --- changing it

    def new_id(self, prefix: str) -> str:
        """An id that this annotation never had."""
        serial = self.get("serial") + 1
        self.set("serial", serial)
        return f"{prefix}{serial}"

    def set(self, field: str, value: Any) -> None:
        """Give a plain field a new value."""
        if value != self.get(field):
            self._before.setdefault((field,), getattr(self.page.annotation, field))
            self._fields[field] = value

    def put(self, item: Entity | Mention | Stance | Rejection) -> None:
        """Add an item, or replace the one with its id."""
        self._write(_COLLECTIONS[type(item)], item.key if isinstance(item, Rejection) else item.id, item)

    def drop(self, collection: str, key: str) -> None:
        """Take an item out of "entities", "mentions", "stances" or "rejected"."""
        self._write(collection, key, None)

    def settle(self, key: str, how: str) -> None:
        """Note how a disagreement between versions was settled."""
        self._write("settled", key, how)

    def _write(self, collection: str, key: str, item: Any) -> None:
        old = getattr(self.page.annotation, collection)
        if collection not in self._fields:
            self._fields[collection] = dict(old)
        self._before.setdefault((collection, key), old.get(key))
        if item is None:
            self._fields[collection].pop(key, None)
        else:
            self._fields[collection][key] = item

    def look(self, *ranges: Range) -> None:
        """Note that the curator looked at the sentences in which ``ranges`` stand."""
        sentences = [s for r in ranges for s in sentences_in(self.page, Range(r.start, max(r.end, r.start + 1)))]
        self.set("looked_at", merged((*self.get("looked_at"), *sentences)))

    # --- entities behind the ends of mentions and stances

    def entity_for(self, end: str) -> str:
        """The id of the decided entity behind a page's entity id; an open cluster becomes an entity here.

        ``writer`` and ``unnamed`` stay what they are. Raises :class:`EditError` for an id that is not on the page.
        """
        if end in NOT_AN_ENTITY:
            return end
        if not is_open(end):
            if end not in self.entities:
                raise EditError("this entity is not there any more.")
            return end
        suggestion = self.suggestion
        ref = f"{suggestion.run}/{end[len(OPEN) :]}"
        for entity in self.entities.values():
            if ref in entity.clusters:
                return entity.id
        try:
            cluster = cluster_of(suggestion, end[len(OPEN) :])
        except KeyError as error:
            raise EditError("this entity is not there any more.") from error
        about = tuple(e for e in map(self._decided_end, cluster.about) if e is not None)
        made = Entity(self.new_id("e"), cluster.label, cluster.name, cluster.links, about, (ref,))
        self.put(made)
        self._tell_those_about(cluster.id, made.id)
        return made.id

    def decided(self, end: str) -> Entity:
        """The decided entity behind a page's entity id; an open cluster becomes one. Raises as :meth:`entity_for`."""
        id = self.entity_for(end)
        return self.entities[id]

    def _decided_end(self, cluster: str) -> str | None:
        end = self.page.end_of(cluster)
        if not is_open(end):
            return end
        ref = f"{self.suggestion.run}/{cluster}"
        return next((e.id for e in self.entities.values() if ref in e.clusters), None)

    def _tell_those_about(self, cluster: str, entity: str) -> None:
        """A topic accepted before the entity that it is about learns of it now."""
        refs = {f"{self.suggestion.run}/{c.id}" for c in self.suggestion.entities if cluster in c.about}
        for other in list(self.entities.values()):
            if refs & set(other.clusters) and entity not in (other.id, *other.about):
                self.put(msgspec.structs.replace(other, about=(*other.about, entity)))

    def new_entity(self, label: str, name: str) -> str:
        """A fresh entity; its id."""
        made = Entity(self.new_id("e"), label, " ".join(name.split()))
        self.put(made)
        return made.id

    def origin_of(self, mention: SuggestedMention) -> Origin:
        """What a decision about a suggested mention remembers of it."""
        return Origin(run_of(self.suggestion, mention.id), mention.id, mention.start, mention.end, mention.label)

    def drop_entity(self, entity: str) -> int:
        """Take out an entity, the stances that hang on it and every reference to it; how many stances went."""
        gone = [s for s in self.stances.values() if entity in (s.holder, s.target)]
        for stance in gone:
            self.drop_stance(stance)
        for stance in list(self.stances.values()):
            if stance.source == entity:
                self.put(msgspec.structs.replace(stance, source=None))
        for other in list(self.entities.values()):
            if entity in other.about:
                self.put(msgspec.structs.replace(other, about=tuple(a for a in other.about if a != entity)))
        self.drop("entities", entity)
        return len(gone)

    def drop_stance(self, stance: Stance) -> None:
        """Take out a stance."""
        self.drop("stances", stance.id)

    def drop_if_empty(self, entity: str) -> int:
        """Take out an entity that has no mention left, neither decided nor open; how many stances went with it."""
        if entity in self.entities and not self.members(entity) and not self.has_open_members(entity):
            return self.drop_entity(entity)
        return 0

    # --- the end

    def done(self, kind: str, words: str, side: str = "", *, status: str | None = "started") -> Edit:
        """The annotation after the act, and its change. Raises :class:`EditError` when nothing would change.

        An act on the content of a finished or skipped article opens it again (``status``); None leaves it.
        """
        if not self._before:
            raise EditError(f"{words}: nothing to change.")
        if status is not None:
            if self.page.annotation.status == "done" and status == "started":
                side = f"{side}; the article is open again".removeprefix("; ")
                self.set("done_at", None)
            self.set("status", status)
        before = self.page.annotation
        after = msgspec.structs.replace(before, **self._fields)
        steps = [self._step(path, old, after) for path, old in self._before.items()]
        return after, Change(kind, words, tuple(s for s in steps if s.before != s.after), side)

    def _step(self, path: tuple[str, ...], old: Any, after: Annotation) -> Step:
        field = getattr(after, path[0])
        new = field.get(path[1]) if len(path) > 1 else field
        return Step(path, msgspec.to_builtins(old), msgspec.to_builtins(new))


def shorten(words: str, most: int = 40) -> str:
    """Words for a menu or a status line: in quotation marks, on one line, not too long."""
    flat = " ".join(words.split())
    return f"“{flat}”" if len(flat) <= most else f"“{flat[: most - 1].rstrip()}…”"


def plural(count: int, noun: str) -> str:
    """ "1 stance", "3 entities", "1,204 mentions"."""
    if count == 1:
        return f"1 {noun}"
    return f"{count:,} {noun[:-1]}ies" if noun.endswith("y") else f"{count:,} {noun}s"
