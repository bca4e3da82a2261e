"""The page: an article with everything on it, to be asked in every way that desk, lists and acts need."""

from __future__ import annotations

from functools import cached_property

from annotator.page.build import BuiltPage
from annotator.page.items import EntityItem, Item, MentionItem, StanceItem
from annotator.records import Outline
from annotator.spans import Tokens, line_at


class Page(BuiltPage):
    """One article as the curator sees it; immutable. ``mentions``, ``entities``, ``stances`` are in reading order.

    ``order`` are the ids of all mentions and stances in reading order, the outer mention before the inner, then the
    stance; ``open`` those of them that are undecided. ``changed`` are the ids of mentions and stances that are otherwise
    than on the page that this one was made from by :meth:`after`.
    """

    # --- looking things up

    @property
    def outline(self) -> Outline:
        """Sentences and predicates from the newest run; empty before any run."""
        return self.suggestion.outline if self.suggestion is not None else Outline()

    @property
    def tokens(self) -> Tokens:
        """The tokens of the text, for snapping and moving."""
        if not self._tokens:
            self._tokens.append(Tokens(self.article.text))
        return self._tokens[0]

    def stance(self, item: str) -> StanceItem | None:
        """The stance with that id, if it is on the page."""
        return self._stance_by_id.get(item)

    def item(self, item: str) -> Item | None:
        """The mention, stance or entity with that id, if it is on the page."""
        return self.mention(item) or self.stance(item) or self.entity(item)

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

    # --- reading order

    @property
    def mentions(self) -> tuple[MentionItem, ...]:
        """All mentions, the outer before the inner."""
        return self._mentions.values

    @property
    def entities(self) -> tuple[EntityItem, ...]:
        """All entities, by their first mention."""
        return self._entities.values

    @property
    def stances(self) -> tuple[StanceItem, ...]:
        """All stances, by their anchor."""
        return self._stances.values

    @property
    def order(self) -> tuple[str, ...]:
        """The ids of all mentions and stances."""
        return self._order.values

    @property
    def open(self) -> tuple[str, ...]:
        """The ids of what is still undecided."""
        return self._open.values

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
        at = (self._open if only_open else self._order).index_from((offset,))
        return order[at % len(order)] if step > 0 else order[at - 1]

    @cached_property
    def _open_set(self) -> frozenset[str]:
        return frozenset(self.open)
