"""What lies on the desk: an article's decided annotation and what of the suggestion is still undecided, as one thing.

Items of the annotation keep their ids ("m3"); undecided ones have the suggestion's id behind a question mark ("?m3").
A suggested cluster that already has an entity in the annotation appears as that entity. What was decided about a thing
(accepted, corrected, rejected) hides every run's suggestion of the same thing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property

import msgspec

from annotator.records import (
    NOT_AN_ENTITY,
    Annotation,
    Article,
    Decision,
    Manner,
    Origin,
    Outline,
    Polarity,
    Rejection,
    Section,
    SuggestedEntity,
    SuggestedMention,
    SuggestedStance,
    Suggestion,
)
from annotator.spans import Range, Tokens, line_at
from annotator.undecided import open_mentions

OPEN = "?"
"""The first character of the id of everything that is still undecided."""


def is_open(item: str) -> bool:
    """True for the id of a suggestion that nobody decided about yet."""
    return item.startswith(OPEN)


class MentionItem(msgspec.Struct, frozen=True):
    """A mention on the page. ``decision`` is None while it is only suggested; ``p`` is None once it is decided."""

    id: str
    start: int
    end: int
    label: str
    entity: str
    decision: Decision | None = None
    p: float | None = None
    why: str = ""

    @property
    def range(self) -> Range:
        """Its place in the text."""
        return Range(self.start, self.end)


class EntityItem(msgspec.Struct, frozen=True):
    """An entity on the page with the ids of its mentions in reading order; ``decided`` once it is in the annotation."""

    id: str
    label: str
    name: str
    mentions: tuple[str, ...]
    decided: bool
    about: tuple[str, ...] = ()
    links: dict[str, str] = {}
    why: str = ""


class StanceItem(msgspec.Struct, frozen=True):
    """A stance on the page; ``holder`` and ``target`` are ids of EntityItems (or ``writer``, ``unnamed``).

    ``anchor`` is the offset at which a reader has seen all of it: its place in reading order.
    """

    id: str
    holder: str
    target: str
    polarity: Polarity
    cues: tuple[Range, ...]
    manner: Manner
    source: str | None
    anchor: int
    decision: Decision | None = None
    p: float | None = None
    why: str = ""


Item = MentionItem | StanceItem | EntityItem


class Page:
    """One article as the curator sees it; immutable, made anew after each change (about a millisecond)."""

    def __init__(
        self, article: Article, annotation: Annotation, suggestion: Suggestion | None, tokens: Tokens | None = None
    ) -> None:
        self.article = article
        self.annotation = annotation
        self.suggestion = suggestion
        self._tokens = tokens
        done = annotation.status == "done"
        self._clusters = _clusters_of(annotation, suggestion)
        undecided = [] if done or suggestion is None else open_mentions(annotation, suggestion)
        self.mentions: tuple[MentionItem, ...] = self._mention_items(undecided)
        self._mention_by_id = {m.id: m for m in self.mentions}
        self.entities: tuple[EntityItem, ...] = self._entity_items()
        self._entity_by_id = {e.id: e for e in self.entities}
        self.stances: tuple[StanceItem, ...] = self._stance_items(done)
        self._stance_by_id = {s.id: s for s in self.stances}

    # --- looking things up

    @property
    def text(self) -> str:
        """The article's text."""
        return self.article.text

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections as the curator has them."""
        return self.annotation.sections

    @property
    def outline(self) -> Outline:
        """Sentences and predicates from the newest run; empty before any run."""
        return self.suggestion.outline if self.suggestion is not None else Outline()

    @cached_property
    def tokens(self) -> Tokens:
        """The tokens of the text, for snapping and moving."""
        return self._tokens or Tokens(self.article.text)

    def mention(self, item: str) -> MentionItem | None:
        """The mention with that id, if it is on the page."""
        return self._mention_by_id.get(item)

    def entity(self, item: str) -> EntityItem | None:
        """The entity with that id, if it is on the page."""
        return self._entity_by_id.get(item)

    def stance(self, item: str) -> StanceItem | None:
        """The stance with that id, if it is on the page."""
        return self._stance_by_id.get(item)

    def item(self, item: str) -> Item | None:
        """The mention, stance or entity with that id, if it is on the page."""
        return self.mention(item) or self.stance(item) or self.entity(item)

    def name(self, end: str) -> str:
        """What to call a stance's end: the entity's name, "the writer" or "somebody unnamed"."""
        if end == "writer":
            return "the writer"
        if end == "unnamed":
            return "somebody unnamed"
        found = self.entity(end)
        return found.name if found else "?"

    def words(self, mention: MentionItem) -> str:
        """The words of a mention."""
        return self.text[mention.start : mention.end]

    def mentions_of(self, entity: str) -> list[MentionItem]:
        """The mentions of an entity, in reading order."""
        found = self.entity(entity)
        return [self._mention_by_id[m] for m in found.mentions] if found else []

    def nearest_mention(self, entity: str, offset: int) -> MentionItem | None:
        """The mention of ``entity`` nearest to ``offset``: in the same line if there is one."""
        line = line_at(self.text, offset)
        return min(
            self.mentions_of(entity),
            key=lambda m: (not line.holds(m.start), abs(m.start - offset)),
            default=None,
        )

    def mentions_at(self, offset: int) -> list[MentionItem]:
        """The mentions that hold ``offset``, the shortest first (what a click most likely means)."""
        return sorted((m for m in self.mentions if m.start <= offset < m.end), key=lambda m: m.end - m.start)

    def stances_of(self, entity: str) -> list[StanceItem]:
        """The stances in which an entity is holder, target or source."""
        return [s for s in self.stances if entity in (s.holder, s.target, s.source)]

    def is_boilerplate(self, offset: int) -> bool:
        """True when ``offset`` lies in a section marked boilerplate."""
        return any(s.kind == "boilerplate" and s.range.holds(offset) for s in self.sections)

    # --- reading order

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The ids of all mentions and stances in reading order: the outer mention before the inner, then the stance."""
        keys: list[tuple[int, int, int, str]] = [(m.start, 0, -m.end, m.id) for m in self.mentions]
        keys += [(s.anchor, 1, 0, s.id) for s in self.stances]
        return tuple(key[3] for key in sorted(keys))

    @cached_property
    def open(self) -> tuple[str, ...]:
        """The ids of what is still undecided, in reading order."""
        return tuple(item for item in self.order if is_open(item))

    def place(self, item: str) -> int:
        """The offset of a mention or a stance in reading order; of an entity, that of its first mention; else 0."""
        if mention := self.mention(item):
            return mention.start
        if stance := self.stance(item):
            return stance.anchor
        mentions = self.mentions_of(item)
        return mentions[0].start if mentions else 0

    def neighbour(self, item: str | None, step: int, *, only_open: bool, offset: int = 0) -> str | None:
        """The id of the next (``step`` 1) or previous (-1) item; from ``offset`` when there is no ``item``.

        Goes round at the ends; None when there is nothing to go to.
        """
        order = self.open if only_open else self.order
        if not order:
            return None
        if item in order:
            return order[(order.index(item) + step) % len(order)]
        if item is not None and item in self.order:
            at = self.order.index(item)
            rest = self.order[at + 1 :] + self.order[:at] if step > 0 else self.order[:at][::-1] + self.order[at:][::-1]
            return next((i for i in rest if i in self._open_set), None)
        places = [self.place(i) for i in order]
        at = bisect_left(places, offset)
        return order[at % len(order)] if step > 0 else order[at - 1]

    @cached_property
    def _open_set(self) -> frozenset[str]:
        return frozenset(self.open)

    # --- building

    def _mention_items(self, undecided: Iterable[SuggestedMention]) -> tuple[MentionItem, ...]:
        items = [
            MentionItem(m.id, m.start, m.end, m.label, m.entity, m.decision) for m in self.annotation.mentions.values()
        ]
        for mention in undecided:
            home = self.end_of(mention.entity)
            # What a curator said of an entity holds for its other mentions too, until they are decided themselves.
            label = self.annotation.entities[home].label if home in self.annotation.entities else mention.label
            items.append(
                MentionItem(OPEN + mention.id, mention.start, mention.end, label, home, None, mention.p, mention.why)
            )
        return tuple(sorted(items, key=lambda m: (m.start, -m.end, m.id)))

    def _entity_items(self) -> tuple[EntityItem, ...]:
        members: dict[str, list[str]] = {}
        for mention in self.mentions:
            members.setdefault(mention.entity, []).append(mention.id)
        items = [
            EntityItem(e.id, e.label, e.name, tuple(members.get(e.id, ())), True, e.about, e.links)
            for e in self.annotation.entities.values()
        ]
        for cluster in self.suggestion.entities if self.suggestion else ():
            key = OPEN + cluster.id
            if key in members:
                about = tuple(self.end_of(e) for e in cluster.about)
                items.append(
                    EntityItem(key, cluster.label, cluster.name, tuple(members[key]), False, about, {}, cluster.why)
                )
        first = {m.id: i for i, m in enumerate(self.mentions)}
        return tuple(sorted(items, key=lambda e: (first[e.mentions[0]] if e.mentions else len(first), e.id)))

    def _stance_items(self, done: bool) -> tuple[StanceItem, ...]:
        items = [
            StanceItem(
                s.id,
                s.holder,
                s.target,
                s.polarity,
                s.cues,
                s.manner,
                s.source,
                self._anchor(s.target, s.cues),
                s.decision,
            )
            for s in self.annotation.stances.values()
        ]
        if self.suggestion is not None and not done:
            decided = [(item, self.annotation.stances[item.id].origin) for item in items]
            settled = {(o.run, o.item) for _, o in decided if o is not None}
            for stance in self.suggestion.stances:
                if (self.suggestion.run, stance.id) not in settled:
                    item = self._open_stance(stance)
                    if item is not None and not self._is_decided(item, decided):
                        items.append(item)
        return tuple(sorted(items, key=lambda s: (s.anchor, s.id)))

    def _anchor(self, target: str, cues: Sequence[Range]) -> int:
        if cues:
            return max(c.end for c in cues)
        mentions = self.mentions_of(target)
        return mentions[0].start if mentions else 0

    def end_of(self, cluster: str) -> str:
        """The page's id of a suggested cluster: the entity it became, or itself, still open."""
        return cluster if cluster in NOT_AN_ENTITY else self._clusters.get(cluster, OPEN + cluster)

    def _open_stance(self, stance: SuggestedStance) -> StanceItem | None:
        holder, target = self.end_of(stance.holder), self.end_of(stance.target)
        source = None if stance.source is None else self.end_of(stance.source)
        if holder == target:
            return None  # its ends became one entity
        for end in (holder, target):
            if end not in NOT_AN_ENTITY and not self._entity_by_id.get(end, _NOBODY).mentions:
                return None
        if source is not None and source not in NOT_AN_ENTITY and source not in self._entity_by_id:
            source = None
        anchor = self._anchor(target, stance.cues)
        for name in (stance.holder_mention, stance.target_mention):
            mention = self.mention(OPEN + name) if name else None
            if mention is not None:
                anchor = max(anchor, mention.start)
        if self.is_boilerplate(anchor):
            return None
        return StanceItem(
            OPEN + stance.id, holder, target, stance.polarity, stance.cues, stance.manner, source, anchor, None, stance.p,
            stance.why,
        )  # fmt: skip

    def _is_decided(self, item: StanceItem, decided: Sequence[tuple[StanceItem, Origin | None]]) -> bool:
        """True when a stance like ``item`` was decided or rejected, whichever run proposed it."""
        if self.annotation.rejected and self.rejection_of(item).key in self.annotation.rejected:
            return True
        for other, origin in decided:
            same_ends = (other.holder == item.holder) + (other.target == item.target)
            if not same_ends:
                continue
            shared = any(a.overlaps(b) for a in other.cues for b in item.cues) or not (other.cues and item.cues)
            was = origin is not None and bool(item.cues) and origin.start == item.cues[0].start
            if was or (same_ends == 2 and shared):
                return True
        return False

    def rejection_of(self, stance: StanceItem, run: str = "") -> Rejection:
        """The rejection that says "this stance is not so", whichever run proposed it."""
        place = stance.cues[0] if stance.cues else Range(stance.anchor, stance.anchor)
        return Rejection(
            "stance", place.start, place.end, stance.polarity, run, self.name(stance.holder), self.name(stance.target)
        )


_NOBODY = EntityItem("", "", "", (), False)


def _clusters_of(annotation: Annotation, suggestion: Suggestion | None) -> dict[str, str]:
    """Which entity each suggested cluster became: named by the entity, else by a decided mention, else by its name."""
    if suggestion is None:
        return {}
    found: dict[str, str] = {}
    prefix = suggestion.run + "/"
    for entity in annotation.entities.values():
        for ref in entity.clusters:
            if ref.startswith(prefix):
                found.setdefault(ref[len(prefix) :], entity.id)
    # Of this very run the entities themselves say which clusters they are; a mention taken out of one says nothing.
    decided = {
        (m.start, m.end): m.entity
        for m in annotation.mentions.values()
        if m.origin is None or m.origin.run != suggestion.run
    }
    for mention in suggestion.mentions:
        if mention.entity not in found and (mention.start, mention.end) in decided:
            found[mention.entity] = decided[mention.start, mention.end]
    names = {(e.name.casefold(), e.label): e.id for e in annotation.entities.values()}
    for cluster in suggestion.entities:
        same = names.get((cluster.name.casefold(), cluster.label))
        if cluster.id not in found and same is not None:
            found[cluster.id] = same
    return found


def cluster_of(suggestion: Suggestion, cluster: str) -> SuggestedEntity:
    """The suggested entity with that id; raises ``KeyError`` when the suggestion has none."""
    for entity in suggestion.entities:
        if entity.id == cluster:
            return entity
    raise KeyError(cluster)
