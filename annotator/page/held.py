"""What a page holds, and what building it has to look up there."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.blind import without_proposals
from annotator.page.hidden import Hidden, Reason
from annotator.page.items import OPEN, EntityItem, MentionItem, StanceItem
from annotator.page.order import Key, Order
from annotator.page.proposal import Proposal
from annotator.records import (
    MEMORY,
    NOT_AN_ENTITY,
    Annotation,
    Article,
    Rejection,
    Section,
    Stance,
    SuggestedStance,
    Suggestion,
)
from annotator.spans import Range, Tokens

_NOBODY = EntityItem("", "", "", (), False)


class HeldPage:
    """The state of a page and what follows from it without building anything. See ``Page``.

    A ``blind`` page has nothing of what is suggested, whatever suggestion it is given.
    """

    def __init__(
        self,
        article: Article,
        annotation: Annotation,
        suggestion: Suggestion | None,
        tokens: Tokens | None = None,
        *,
        shown: float = 0.0,
        blind: bool = False,
    ) -> None:
        self.article = article
        self.annotation = annotation
        self.blind = blind
        self.suggestion = suggestion = without_proposals(suggestion) if blind else suggestion
        self._tokens: list[Tokens] = [] if tokens is None else [tokens]  # one place for all pages of this text
        self._proposal = Proposal(suggestion, shown)
        self._hidden = Hidden()
        self._clusters: dict[str, str] = {}
        self._stands_for: dict[str, list[str]] = {}
        self._members: dict[str, tuple[Key, ...]] = {}
        self._mention_by_id: dict[str, MentionItem] = {}
        self._entity_by_id: dict[str, EntityItem] = {}
        self._entity_keys: dict[str, Key] = {}
        self._stance_by_id: dict[str, StanceItem] = {}
        self._mentions: Order[MentionItem] = Order()
        self._entities: Order[EntityItem] = Order()
        self._stances: Order[StanceItem] = Order()
        self._order: Order[str] = Order()
        self._open: Order[str] = Order()
        self.changed: frozenset[str] = frozenset()
        self.stamp = object()
        self.made_from: object = None
        self._build()

    def _build(self) -> None:
        """Lay everything on the page."""
        raise NotImplementedError

    @property
    def text(self) -> str:
        """The article's text."""
        return self.article.text

    @property
    def run(self) -> str:
        """The run of the model whose suggestions are shown; "" when no model has read the article."""
        return "" if self.suggestion is None or self.suggestion.run == MEMORY else self.suggestion.run

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections as the curator has them."""
        return self.annotation.sections

    @property
    def proposal(self) -> Proposal:
        """The suggestion, to be asked quickly; without one it is empty."""
        return self._proposal

    def reasons(self) -> dict[str, list[Reason]]:
        """Why suggested mentions (by their own ids) are not shown as open; those that are shown are not in it."""
        return self._hidden.reasons()

    def mention(self, item: str) -> MentionItem | None:
        """The mention with that id, if it is on the page."""
        return self._mention_by_id.get(item)

    def name(self, end: str) -> str:
        """What to call a stance's end: the entity's name, "the writer" or "somebody unnamed"."""
        if end == "writer":
            return "the writer"
        if end == "unnamed":
            return "somebody unnamed"
        found = self.entity(end)
        return found.name if found else "?"

    def name_of(self, cluster: str) -> str:
        """What to call an end of a suggested stance, also of a cluster that is not on the page."""
        end = self.end_of(cluster)
        known = self._proposal.entities.get(cluster)
        return known.name if known is not None and self.entity(end) is None else self.name(end)

    def is_boilerplate(self, offset: int) -> bool:
        """True when ``offset`` lies in a section marked boilerplate."""
        return any(s.kind == "boilerplate" and s.range.holds(offset) for s in self.sections)

    def entity(self, item: str) -> EntityItem | None:
        """The entity with that id, if it is on the page."""
        return self._entity_by_id.get(item)

    def _anchor(self, target: str, cues: Sequence[Range]) -> int:
        if cues:
            return max(c.end for c in cues)
        members = self._members.get(target)
        return members[0][0] if members else 0

    def end_of(self, cluster: str) -> str:
        """The page's id of a suggested cluster: the entity it became, or itself, still open."""
        return cluster if cluster in NOT_AN_ENTITY else self._clusters.get(cluster, OPEN + cluster)

    # --- stances that are suggested

    def lack_of(self, item: StanceItem) -> str:
        """Why a suggested stance cannot be, in words; "" when it can."""
        if item.holder == item.target:
            return "holder and target are one entity now"
        for end, word in ((item.holder, "holder"), (item.target, "target")):
            if end not in NOT_AN_ENTITY and not self._entity_by_id.get(end, _NOBODY).mentions:
                return f"its {word} is not on the page"
        return ""

    def suggested_stance(self, stance: SuggestedStance) -> StanceItem:
        """A suggested stance between the entities that its ends are on this page, whether it is shown or not.

        It stands behind the mentions on which it rests also when these are decided: nobody who goes on passes it by.
        """
        holder, target = self.end_of(stance.holder), self.end_of(stance.target)
        source = None if stance.source is None else self.end_of(stance.source)
        if source is not None and source not in NOT_AN_ENTITY and source not in self._entity_by_id:
            source = None
        anchor = self._anchor(target, stance.cues)
        for name in (stance.holder_mention, stance.target_mention):
            if name and (mention := self._proposal.mentions.get(name)) is not None:
                anchor = max(anchor, mention.start)
        return StanceItem(
            OPEN + stance.id, holder, target, stance.polarity, stance.cues, stance.manner, source, anchor, None, stance.p,
            stance.why,
        )  # fmt: skip

    def answer_to(self, item: StanceItem) -> Stance | Rejection | None:
        """What was decided about a stance like the suggested ``item``, whichever run proposed it: what came of it, else
        that it is rejected, else what is the same between the same ends."""
        suggested = item.id[len(OPEN) :]
        run = self._proposal.run_of(suggested)
        like: Stance | None = None
        for other in self.annotation.stances.values():
            origin = other.origin
            if origin is not None and (origin.run, origin.item) == (run, suggested):
                return other
            same_ends = (other.holder == item.holder) + (other.target == item.target)
            if not same_ends or like is not None:
                continue
            shared = any(a.overlaps(b) for a in other.cues for b in item.cues) or not (other.cues and item.cues)
            was = origin is not None and bool(item.cues) and origin.start == item.cues[0].start
            if was or (same_ends == 2 and shared):
                like = other
        rejected = self.annotation.rejected
        return (rejected.get(self.rejection_of(item).key) if rejected else None) or like

    def rejection_of(self, stance: StanceItem, run: str = "") -> Rejection:
        """The rejection that says "this stance is not so", whichever run proposed it."""
        place = stance.cues[0] if stance.cues else Range(stance.anchor, stance.anchor)
        return Rejection(
            "stance", place.start, place.end, stance.polarity, run, self.name(stance.holder), self.name(stance.target)
        )
