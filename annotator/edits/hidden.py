"""Acts on suggestions that the page does not show: accept one as it was suggested, or have it open again."""

from __future__ import annotations

import msgspec

from annotator.edits.draft import Draft, Edit, plural, shorten
from annotator.edits.mentions import home_of, settle
from annotator.errors import EditError
from annotator.page import OPEN, Page, is_open
from annotator.records import Mention, Origin, Rejection, Stance, SuggestedMention, SuggestedStance, Suggestion
from annotator.spans import Range


def accept_hidden(page: Page, item: str, model: Suggestion | None = None) -> Edit:
    """Accept a suggestion that is hidden, exactly as it was suggested.

    ``model`` is what the model itself suggests, where memory keeps back some of it. A rejection of it goes; what it had
    become (another range or label) is again what was suggested. Raises :class:`EditError` when the run has no such
    suggestion, or a stance's ends are one.
    """
    mention, stance = _find(page, item, model)
    draft = Draft(page)
    if mention is not None:
        _accept_mention(draft, mention)
        return draft.done("accept", f"accept {shorten(mention.range.of(page.text))} as {mention.label}")
    if stance is not None:
        count = _accept_stance(draft, stance)
        words = f"{page.name_of(stance.holder)} → {page.name_of(stance.target)}, {stance.polarity}"
        return draft.done("accept", f"accept {words}", f"and {plural(count, 'mention')} at its ends" if count else "")
    raise EditError("this run suggested no such thing.")


def unreject(page: Page, item: str, model: Suggestion | None = None) -> Edit:
    """Take the rejection of a suggestion back: it is open again. Raises :class:`EditError` when it is not rejected."""
    mention, stance = _find(page, item, model)
    draft = Draft(page)
    words = ""
    if mention is not None:
        key = _rejection_of(draft, mention)
        words = f"{shorten(mention.range.of(page.text))} as {mention.label}"
    elif stance is not None:
        key = page.rejection_of(page.suggested_stance(stance)).key
        words = f"{page.name_of(stance.holder)} → {page.name_of(stance.target)}, {stance.polarity}"
    if not words or key not in draft.get("rejected"):
        raise EditError("this is not rejected.")
    draft.drop("rejected", key)
    return draft.done("unreject", f"have {words} open again")


def _rejection_of(draft: Draft, suggested: SuggestedMention) -> str:
    """The key of the rejection that hides a mention: of the same thing, or of this very suggestion; "" without one."""
    run, key = draft.suggestion.run, Rejection("mention", suggested.start, suggested.end, suggested.label).key
    rejected: dict[str, Rejection] = draft.get("rejected")
    own = (k for k, no in rejected.items() if no.what == "mention" and (no.run, no.item) == (run, suggested.id))
    return key if key in rejected else next(own, "")


def _find(page: Page, item: str, model: Suggestion | None) -> tuple[SuggestedMention | None, SuggestedStance | None]:
    """The suggested thing with that id on the page: as the model has it, if that is given."""
    id = item.removeprefix(OPEN)
    mentions = {m.id: m for m in model.mentions} if model is not None else page.proposal.mentions
    stances = {s.id: s for s in model.stances} if model is not None else page.proposal.stances
    return mentions.get(id), stances.get(id)


def _accept_mention(draft: Draft, suggested: SuggestedMention) -> str:
    """Put a suggested mention into the draft as it was suggested; the entity that has it."""
    span, origin = suggested.range, draft.origin_of(suggested)
    if no := _rejection_of(draft, suggested):
        draft.drop("rejected", no)
    became = next((m for m in draft.mentions.values() if m.origin == origin or _is_at(m, suggested)), None)
    if became is not None:
        as_was = msgspec.structs.replace(became, start=span.start, end=span.end, label=suggested.label, origin=origin)
        settle(draft, as_was)
        return became.entity
    page = draft.page
    end, words = page.end_of(suggested.entity), span.of(page.text)
    known = not is_open(end) or suggested.entity in page.proposal.entities
    entity = draft.entity_for(end) if known else home_of(draft, words, suggested.label)
    draft.put(Mention(draft.new_id("m"), span.start, span.end, suggested.label, entity, "accepted", False, origin))
    draft.look(span)
    return entity


def _is_at(mention: Mention, suggested: SuggestedMention) -> bool:
    return (mention.start, mention.end, mention.label) == (suggested.start, suggested.end, suggested.label)


def _accept_stance(draft: Draft, suggested: SuggestedStance) -> int:
    """Put a suggested stance into the draft as it was suggested; how many mentions that accepted."""
    page = draft.page
    before = len(draft.mentions)
    shown = page.suggested_stance(suggested)
    no = page.rejection_of(shown).key
    if no in draft.get("rejected"):
        draft.drop("rejected", no)
    holder = _end(draft, suggested.holder, suggested.holder_mention)
    target = _end(draft, suggested.target, suggested.target_mention)
    if holder == target:
        raise EditError(f"holder and target are both {page.name_of(suggested.target)} now.")
    first = suggested.cues[0] if suggested.cues else None
    start, end = (first.start, first.end) if first else (None, None)
    origin = Origin(page.proposal.run_of(suggested.id), suggested.id, start, end, suggested.polarity)
    became = next((s for s in draft.stances.values() if s.origin == origin), None)
    draft.put(
        Stance(
            became.id if became else draft.new_id("s"),
            holder,
            target,
            suggested.polarity,
            suggested.cues,
            suggested.manner,
            None if suggested.source is None else draft.entity_for(page.end_of(suggested.source)),
            "accepted",
            False,
            origin,
        )
    )
    draft.look(*(suggested.cues or (Range(shown.anchor, shown.anchor),)))
    return len(draft.mentions) - before


def _end(draft: Draft, cluster: str, anchor: str | None) -> str:
    """The decided entity of a stance's end; one without a decided mention gets the one that the stance rests on."""
    page = draft.page
    entity = draft.entity_for(page.end_of(cluster))
    if entity in draft.entities and not draft.members(entity):
        members = page.proposal.mentions_in(cluster)
        rests = anchor if anchor in members else next(iter(members), None)
        if rests is not None:
            _accept_mention(draft, page.proposal.mentions[rests])
    return entity
