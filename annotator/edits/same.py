"""The same for the same words: what stands at each place with them, what a template does there, and doing it.

A template is an annotation as a pattern: "this is a PERSON", "this is not a PERSON", "this is Kim Yo Jong".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal

import msgspec

from annotator.edits.draft import Draft, Edit, shorten
from annotator.edits.entities import join_mention, pour_if_empty
from annotator.edits.mentions import (
    accept_mention,
    decision_of,
    home_of,
    known_home,
    reject_mention,
    relabel,
    remove_mention,
)
from annotator.errors import EditError
from annotator.page import MentionItem, Page, is_open
from annotator.records import Mention, Record, Rejection
from annotator.spans import Range, occurrences

State = Literal["bare", "suggested", "decided", "rejected", "part"]
Effect = Literal["", "add", "accept", "relabel", "join", "reject", "remove"]
"""What a template does at a place; "" when there is nothing that it could do."""


class Template(Record, frozen=True):
    """What is put on places: a label, a rejection of a label, or (``join``) one entity of that name and label.

    On the page of ``article`` the entity is ``entity``; elsewhere it is the one with the same name and label.
    """

    kind: Literal["label", "reject", "join"]
    label: str
    name: str = ""
    entity: str = ""
    article: str = ""

    def words(self) -> str:
        """The template for a panel's head: "PERSON", "not PERSON", "PERSON Kim Yo Jong"."""
        return {"label": self.label, "reject": f"not {self.label}", "join": f"{self.label} {self.name}"}[self.kind]


class Place(Record, frozen=True):
    """A range with the words looked for, and what is there now.

    ``label`` and ``name`` are those of the mention there and of its entity; of a "rejected" place ``label`` is what it
    is not; of one that is "part" of a longer mention (or crosses one), ``name`` holds that mention's words.
    """

    start: int
    end: int
    state: State
    label: str = ""
    name: str = ""
    boilerplate: bool = False

    @property
    def range(self) -> Range:
        """Where it is."""
        return Range(self.start, self.end)


def places(page: Page, words: str, label: str = "", *, any_case: bool = False) -> list[Place]:
    """Every place of the page where ``words`` stand, in order. Of a rejection only that of ``label`` counts, if given."""
    return [place_at(page, span, label) for span in occurrences(page.text, words, any_case=any_case)]


def place_at(page: Page, span: Range, label: str = "") -> Place:
    """What is at a range: its own mention, else a rejection (of ``label``, if given), else a mention it is part of."""
    dull = page.is_boilerplate(span.start)
    mention = _mention_at(page, span, label)
    if mention is not None:
        state: State = "suggested" if is_open(mention.id) else "decided"
        return Place(span.start, span.end, state, mention.label, page.name(mention.entity), dull)
    for no in page.annotation.rejected.values():
        if no.what == "mention" and (no.start, no.end) == (span.start, span.end) and label in ("", no.label):
            return Place(span.start, span.end, "rejected", no.label, "", dull)
    crossed = [m for m in page.mentions if m.start < span.end and span.start < m.end]
    if crossed:
        longest = max(crossed, key=lambda m: (m.label == label, m.end - m.start))
        return Place(span.start, span.end, "part", longest.label, page.words(longest), dull)
    return Place(span.start, span.end, "bare", "", "", dull)


def effect_on(page: Page, place: Place, template: Template) -> Effect:
    """What the template does at a place of the page, as it stands."""
    if template.kind == "reject":
        effects: dict[State, Effect] = {"suggested": "reject", "decided": "remove"}
        return effects.get(place.state, "") if place.label == template.label else ""
    if template.kind == "join" and _goal(page, template) is None:
        return ""
    if place.state not in ("suggested", "decided"):
        return "" if place.state == "part" and place.label == template.label else "add"
    if template.kind == "label":
        alike = place.label == template.label
    else:
        mention = _mention_at(page, place.range, template.label)
        alike = mention is not None and mention.entity == _goal(page, template)
    if alike:
        return "accept" if place.state == "suggested" else ""
    return "relabel" if template.kind == "label" else "join"


def doable(page: Page, template: Template, chosen: Iterable[Place]) -> list[tuple[Place, Effect]]:
    """Those of the chosen places on which the template does something; one that is not as it was shown is left out."""
    found: list[tuple[Place, Effect]] = []
    for place in chosen:
        now = place_at(page, place.range, template.label)
        effect = effect_on(page, now, template)
        if effect and ((now.state, now.label) == (place.state, place.label) or _only_suggested(place, now, effect)):
            found.append((now, effect))
    return found


def _only_suggested(shown: Place, now: Place, effect: Effect) -> bool:
    """True when nothing was decided at a place since it was shown, but memory suggests something there now, or no more."""
    return {shown.state, now.state} == {"bare", "suggested"} and effect in ("add", "accept", "relabel", "join")


def put(page: Page, template: Template, chosen: Iterable[Place], *, looked_at: Collection[Range] = ()) -> Edit:
    """Put a template on places, as one act; a place that is not any more as it was shown is left alone.

    All but those ``looked_at`` one by one are marked ``bulk``. Raises :class:`EditError` when nothing is left to do.
    """
    ways = doable(page, template, chosen)
    if not ways:
        raise EditError(f"there is no place left on which {template.words()} could be put.")
    draft = Draft(page)
    sides: dict[str, None] = {}
    for place, effect in ways:
        bulk = place.range not in looked_at
        sides[_Putting(draft, template, bulk).put(place.range, effect)] = None
        if not bulk:
            draft.look(place.range)
    words = act_words(template, len(ways), ways[0][0].range.of(page.text))
    return draft.done(f"put_{template.kind}", words, ", ".join(filter(None, sides)))


def act_words(template: Template, count: int, words: str, *, other: bool = False) -> str:
    """What putting a template on ``count`` places is called: "label 4 other “Kim” PERSON"."""
    what = f"{f'{count:,} ' if count > 1 or other else ''}{'other ' if other else ''}{shorten(words)}"
    if template.kind == "label":
        return f"label {what} {template.label}"
    return f"reject {what} as {template.label}" if template.kind == "reject" else f"join {what} to {template.name}"


class _Putting:
    """Puts one template into a draft, place by place; each way says what else it did, in words."""

    def __init__(self, draft: Draft, template: Template, bulk: bool) -> None:
        self.draft = draft
        self.page = draft.page
        self.template = template
        self.bulk = bulk

    def put(self, span: Range, effect: Effect) -> str:
        """Do what the template does at this range."""
        shown = _mention_at(self.page, span, self.template.label)
        if shown is None:
            self._add(span)
            return ""
        if effect == "reject":
            reject_mention(self.draft, shown)
        elif effect == "remove":
            remove_mention(self.draft, shown.id)
        elif effect == "accept":
            accept_mention(self.draft, shown.id, bulk=self.bulk)
        elif effect == "relabel":
            return self._relabel(shown)
        else:
            return self._join(shown)
        return ""

    def _add(self, span: Range) -> None:
        draft, label = self.draft, self.template.label
        no = Rejection("mention", span.start, span.end, label).key
        if no in draft.get("rejected"):
            draft.drop("rejected", no)
        goal = _goal(self.page, self.template)
        home = draft.entity_for(goal) if goal else home_of(draft, span.of(self.page.text), label)
        draft.put(Mention(draft.new_id("m"), span.start, span.end, label, home, bulk=self.bulk))

    def _relabel(self, shown: MentionItem) -> str:
        """Another label: the mention goes to the entity that has these words with it, or takes its own along."""
        draft, label = self.draft, self.template.label
        goal = _goal(self.page, self.template)
        home = draft.entity_for(goal) if goal else known_home(draft, self.page.words(shown), label)
        is_new = is_open(shown.id)
        mention = accept_mention(draft, shown.id, bulk=self.bulk) if is_new else draft.mentions[shown.id]
        if home is None:
            relabel(draft, mention, label, bulk=self.bulk)
            return ""
        changed = msgspec.structs.replace(mention, label=label, entity=home)
        draft.put(msgspec.structs.replace(changed, decision=decision_of(draft, changed), bulk=self.bulk))
        return pour_if_empty(draft, mention.entity, home)

    def _join(self, shown: MentionItem) -> str:
        goal = _goal(self.page, self.template)
        if goal is None:
            raise EditError(f"there is no entity {self.template.name} here.")
        return join_mention(self.draft, shown, self.draft.entity_for(goal), bulk=self.bulk)


def _mention_at(page: Page, span: Range, label: str) -> MentionItem | None:
    """The mention of exactly this range: one with the label before others, then a decided one."""
    here = [m for m in page.mentions if m.start == span.start and m.end == span.end]
    return min(here, key=lambda m: (m.label != label, is_open(m.id)), default=None)


def _goal(page: Page, template: Template) -> str | None:
    """The page's entity that a template means; None for one that means none, or none that is here."""
    if template.article == page.article.id and page.entity(template.entity) is not None:
        return template.entity
    if template.kind != "join":
        return None
    named = (template.name.casefold(), template.label)
    return next((e.id for e in page.entities if (e.name.casefold(), e.label) == named), None)
