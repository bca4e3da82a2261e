"""Acts on stances: make one, accept, reject, and change its ends, polarity, manner, source and cues."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from annotator.edits.draft import Draft, Edit, plural, shorten
from annotator.errors import EditError
from annotator.outline import propose_cue
from annotator.page import OPEN, Page, StanceItem, is_open
from annotator.records import NOT_AN_ENTITY, UNNAMED, Manner, Mention, Origin, Outline, Polarity, Stance
from annotator.spans import Range

NO_OUTLINE = Outline()
_QUOTES = {"“": "”", "„": "“", "«": "»", '"': '"'}


def add_stance(
    page: Page,
    holder: str,
    target: str,
    polarity: Polarity,
    cues: tuple[Range, ...] | None = None,
    *,
    on_purpose: bool = False,
) -> Edit:
    """A new stance between two of the page's entities (or ``writer``, ``unnamed`` as holder).

    Without ``cues`` the words that govern the target are proposed (see :func:`propose`). Raises :class:`EditError` for a
    stance that is there already, a missing target, or a stance to oneself that was not made ``on_purpose``.
    """
    if target in NOT_AN_ENTITY:
        raise EditError("a stance needs a target that is an entity.")
    if holder == target and not on_purpose:
        raise EditError(f"holder and target are both {page.name(holder)}.")
    if cues is None:
        proposed = propose(page, holder, target)
        cues = () if proposed is None else (proposed,)
    draft = Draft(page)
    ends = _end(draft, holder, cues), _end(draft, target, cues)
    for other in draft.stances.values():
        if (other.holder, other.target, other.polarity, other.cues) == (*ends, polarity, cues):
            raise EditError("this stance is there already.")
    stance = Stance(draft.new_id("s"), *ends, polarity, cues, manner_of(page.text, cues, page.outline))
    draft.put(stance)
    draft.look(*cues)
    return draft.done("stance", f"{page.name(holder)} → {page.name(target)}, {polarity}", _accepted_too(draft))


def propose(page: Page, holder: str, target: str, near: int | None = None) -> Range | None:
    """The cue that the parse offers for a stance between two of the page's entities, or None.

    ``near`` is where the curator reads (code points). What is a cue between the two already is not offered again.
    """
    found = propose_cue(
        page.outline,
        [m.range for m in page.mentions_of(holder)],
        [m.range for m in page.mentions_of(target)],
        near=near,
        used=[c for s in page.stances if (s.holder, s.target) == (holder, target) and s.decision for c in s.cues],
    )
    return None if found is None else found.cue


def manner_of(text: str, cues: tuple[Range, ...], outline: Outline = NO_OUTLINE) -> Manner:
    """ "quoted" when the first cue stands between quotation marks of its line, "acted" for a deed, else "reported"."""
    if not cues:
        return "reported"
    start = text.rfind("\n", 0, cues[0].start) + 1
    closing = ""
    for sign in text[start : cues[0].start]:
        if closing and sign == closing:
            closing = ""
        elif not closing and sign in _QUOTES:
            closing = _QUOTES[sign]
    if closing:
        return "quoted"
    return "acted" if any(p.deed and p.cue.overlaps(cues[0]) for p in outline.predicates) else "reported"


def set_polarity(page: Page, item: str, polarity: Polarity) -> Edit:
    """Give a stance another polarity; an open one is thereby accepted."""
    return _change(page, item, f"polarity {polarity}", polarity=polarity)


def set_manner(page: Page, item: str, manner: Manner) -> Edit:
    """Say how a stance is shown: quoted, reported or acted; an open one is thereby accepted."""
    return _change(page, item, f"manner {manner}", manner=manner)


def set_cues(page: Page, item: str, cues: tuple[Range, ...]) -> Edit:
    """Give a stance other cues (none is allowed); an open one is thereby accepted."""
    for cue in cues:
        if not 0 <= cue.start < cue.end <= len(page.text) or not cue.of(page.text).strip():
            raise EditError("a cue needs words.")
    words = ", ".join(shorten(c.of(page.text)) for c in cues)
    return _change(page, item, f"cue {words}" if cues else "no cue", cues=tuple(sorted(cues)))


def add_cue(page: Page, item: str, cue: Range) -> Edit:
    """Add one more cue to a stance."""
    stance = _need(page, item)
    if cue in stance.cues:
        raise EditError("this is a cue of the stance already.")
    return set_cues(page, item, (*stance.cues, cue))


def drop_cue(page: Page, item: str, cue: Range) -> Edit:
    """Take one of a stance's cues away; a stance may be left without any."""
    stance = _need(page, item)
    if cue not in stance.cues:
        raise EditError("this is no cue of the stance.")
    return set_cues(page, item, tuple(other for other in stance.cues if other != cue))


def set_ends(page: Page, item: str, *, holder: str | None = None, target: str | None = None) -> Edit:
    """Give a stance another holder or target, or both."""
    stance = _need(page, item)
    new_holder, new_target = holder or stance.holder, target or stance.target
    if new_target in NOT_AN_ENTITY:
        raise EditError("a stance needs a target that is an entity.")
    if new_holder == new_target:
        raise EditError(f"holder and target are both {page.name(new_holder)}.")
    words = f"{page.name(new_holder)} → {page.name(new_target)}"
    return _change(page, item, words, holder=new_holder, target=new_target)


def reverse(page: Page, item: str) -> Edit:
    """Turn a stance round: the target becomes the holder."""
    stance = _need(page, item)
    if stance.holder in NOT_AN_ENTITY:
        raise EditError(f"a stance of {page.name(stance.holder)} cannot be turned round.")
    return set_ends(page, item, holder=stance.target, target=stance.holder)


def set_source(page: Page, item: str, source: str | None) -> Edit:
    """Say who tells of a stance, when that is not its holder; None when the article does."""
    words = f"source {page.name(source)}" if source else "no source"
    return _change(page, item, words, source=source)


# --- pieces that other acts use too


def accept_stance(draft: Draft, item: str, *, bulk: bool = False) -> str:
    """Put the stance behind an open id into the draft; what else that accepted, in words."""
    _accept(draft, item, bulk)
    return _accepted_too(draft)


def reject_stance(draft: Draft, item: str) -> None:
    """Put the rejection of an open stance into the draft."""
    stance = _need(draft.page, item)
    rejection = draft.page.rejection_of(stance, draft.suggestion.run)
    draft.put(msgspec.structs.replace(rejection, item=item[len(OPEN) :]))
    draft.look(*stance.cues)


def remove_stance(draft: Draft, item: str) -> None:
    """Take a decided stance out of the draft; if a run had suggested it, that is thereby rejected."""
    stance = draft.stances[item]
    shown = _need(draft.page, item)
    if stance.origin is not None:
        polarity = stance.origin.label or stance.polarity
        rejection = draft.page.rejection_of(shown, stance.origin.run)
        start, end = stance.origin.start, stance.origin.end
        if start is None or end is None:
            start, end = rejection.start, rejection.end
        draft.put(msgspec.structs.replace(rejection, start=start, end=end, label=polarity, item=stance.origin.item))
    draft.drop_stance(stance)
    draft.look(*stance.cues)


def _accept(draft: Draft, item: str, bulk: bool = False, instead: Mapping[str, str] = {}) -> Stance:
    """Put the stance behind an open id into the draft. An end that gets another entity ``instead`` is not accepted."""
    shown = _need(draft.page, item)
    suggested = draft.suggested_stance(item)
    first = shown.cues[0] if shown.cues else None
    origin = Origin(
        draft.suggestion.run,
        suggested.id,
        first.start if first else None,
        first.end if first else None,
        suggested.polarity,
    )
    stance = Stance(
        draft.new_id("s"),
        instead.get("holder") or _end(draft, shown.holder, shown.cues, suggested.holder_mention, bulk=bulk),
        instead.get("target") or _end(draft, shown.target, shown.cues, suggested.target_mention, bulk=bulk),
        shown.polarity,
        shown.cues,
        shown.manner,
        None if shown.source is None else _end(draft, shown.source, shown.cues, bulk=bulk),
        "accepted",
        bulk,
        origin,
    )
    draft.put(stance)
    if not bulk:
        draft.look(*shown.cues)
    return stance


def _end(draft: Draft, end: str, cues: tuple[Range, ...], anchor: str | None = None, *, bulk: bool = False) -> str:
    """The decided entity behind a stance's end; one without a decided mention gets the one that the stance rests on."""
    entity = draft.entity_for(end)
    if entity in NOT_AN_ENTITY or draft.members(entity):
        return entity
    page = draft.page
    place = cues[0].start if cues else page.place(end)
    mention = page.mention(OPEN + anchor) if anchor else None
    if mention is None or mention.entity != end:
        mention = page.nearest_mention(end, place)
    if mention is not None and is_open(mention.id):
        suggested = draft.suggested_mention(mention.id)
        decision: Any = "accepted" if mention.label == suggested.label else "corrected"
        draft.put(
            Mention(
                draft.new_id("m"), mention.start, mention.end, mention.label, entity, decision, bulk,
                draft.origin_of(suggested),
            )
        )  # fmt: skip
    return entity


def _accepted_too(draft: Draft) -> str:
    known = draft.page.annotation.mentions
    count = len([m for m in draft.mentions if m not in known])
    return f"and {plural(count, 'mention')} at its ends" if count else ""


def _change(page: Page, item: str, words: str, **fields: Any) -> Edit:
    draft = Draft(page)
    shown = _need(page, item)
    for end in ("holder", "target", "source"):
        if fields.get(end) is not None:
            fields[end] = _end(draft, fields[end], shown.cues)
    stance = _accept(draft, item, instead=fields) if is_open(item) else draft.stances[item]
    changed = msgspec.structs.replace(stance, **fields)
    if changed != stance:
        by_hand = stance.origin is None and stance.decision == "added"
        changed = msgspec.structs.replace(changed, decision="added" if by_hand else "corrected", bulk=False)
    draft.put(changed)
    draft.look(*changed.cues)
    holder = page.name(shown.holder) if shown.holder != UNNAMED else "unnamed"
    return draft.done("change_stance", f"{holder} → {page.name(shown.target)}: {words}", _accepted_too(draft))


def _need(page: Page, item: str) -> StanceItem:
    stance = page.stance(item)
    if stance is None:
        raise EditError("this takes a stance in focus.")
    return stance
