"""Acts on mentions: accept, reject, remove, label, add, move."""

from __future__ import annotations

import msgspec

from annotator.edits.draft import Draft, Edit, plural, shorten
from annotator.edits.stances import accept_stance, reject_stance, remove_stance
from annotator.errors import EditError
from annotator.page import MentionItem, Page, is_open, run_of
from annotator.records import MEMORY, Decision, Mention, Rejection
from annotator.spans import Range


def accept(page: Page, item: str) -> Edit:
    """Accept an open suggestion, mention or stance, as the page shows it."""
    draft = Draft(page)
    if page.mention(item) is not None:
        mention = accept_mention(draft, item)
        return draft.done("accept", f"accept {shorten(mention.range.of(page.text))} as {mention.label}")
    side = accept_stance(draft, item)
    return draft.done("accept", f"accept {stance_words(page, item)}", side)


def accept_rest(page: Page, threshold: float) -> Edit:
    """Accept every open suggestion with a probability of at least ``threshold`` (0 to 1), marked as done in bulk."""
    draft = Draft(page)
    count = 0
    for item in page.open:
        mention, stance = page.mention(item), page.stance(item)
        if mention is not None and (mention.p or 0.0) >= threshold and not _is_decided(draft, item):
            accept_mention(draft, item, bulk=True)
            count += 1
        elif stance is not None and (stance.p or 0.0) >= threshold:
            accept_stance(draft, item, bulk=True)
            count += 1
    if not count:
        raise EditError(f"no open suggestion has a probability of {threshold:.0%} or more.")
    return draft.done("accept_rest", f"accept {plural(count, 'suggestion')} at {threshold:.0%} or more")


def _is_decided(draft: Draft, item: str) -> bool:
    wanted = item[1:]
    run = run_of(draft.suggestion, wanted)
    return any(m.origin and (m.origin.run, m.origin.item) == (run, wanted) for m in draft.mentions.values())


def reject(page: Page, item: str) -> Edit:
    """Say that an open suggestion is not so, or take out a decided mention, stance or entity."""
    draft = Draft(page)
    mention = page.mention(item)
    if mention is not None:
        words = shorten(page.words(mention))
        if is_open(item):
            reject_mention(draft, mention)
            draft.look(mention.range)
            gone = _hanging_on(page, mention)
            side = f"with {plural(gone, 'suggested stance')}" if gone else ""
            return draft.done("reject", f"reject {words} as {mention.label}", side)
        gone = remove_mention(draft, item)
        return draft.done("remove", f"remove {words}", f"with {plural(gone, 'stance')}" if gone else "")
    if page.stance(item) is not None:
        words = stance_words(page, item)
        if is_open(item):
            reject_stance(draft, item)
            return draft.done("reject", f"reject {words}")
        remove_stance(draft, item)
        return draft.done("remove", f"remove {words}")
    raise EditError("this is not on the page any more.")


def _hanging_on(page: Page, mention: MentionItem) -> int:
    """How many suggested stances are not shown any more without this mention: it is all that one of their ends has."""
    if len(page.mentions_of(mention.entity)) > 1:
        return 0
    return sum(is_open(s.id) and mention.entity in (s.holder, s.target) for s in page.stances)


def label(page: Page, item: str, name: str) -> Edit:
    """Give a mention another label; an open suggestion is thereby accepted."""
    draft = Draft(page)
    before = _need(page, item)
    mention = accept_mention(draft, item) if is_open(item) else draft.mentions[item]
    relabel(draft, mention, name)
    draft.look(before.range)
    words = shorten(page.words(before))
    if is_open(item) and before.label == name:
        return draft.done("accept", f"accept {words} as {name}")
    return draft.done("label", f"label {words} {name}")


def add(page: Page, start: int, end: int, name: str, entity: str | None = None) -> Edit:
    """A new mention of ``[start, end)``, of ``entity`` or of the entity that has the same words and label.

    Raises :class:`EditError` for an empty or white-space range, or when the same mention is there already.
    """
    draft = Draft(page)
    words = _check_range(page, start, end)
    same = next((m for m in page.mentions if (m.start, m.end) == (start, end)), None)
    if same is not None:
        if same.label == name and not is_open(same.id):
            raise EditError(f"{shorten(words)} is already marked {name} here.")
        return label(page, same.id, name)
    home = home_of(draft, words, name) if entity is None else draft.entity_for(entity)
    name_anew(draft, home, Range(start, end))
    draft.put(Mention(draft.new_id("m"), start, end, name, home))
    draft.look(Range(start, end))
    joined = "" if len(draft.members(home)) == 1 else f"joined to {draft.entities[home].name}"
    return draft.done("add", f"add {shorten(words)} as {name}", joined)


def move(page: Page, item: str, start: int, end: int) -> Edit:
    """Give a mention another range; an open suggestion is thereby accepted. Raises :class:`EditError` as :func:`add`."""
    draft = Draft(page)
    before = _need(page, item)
    words = _check_range(page, start, end)
    if any((m.start, m.end, m.label) == (start, end, before.label) and m.id != item for m in page.mentions):
        raise EditError(f"{shorten(words)} is already marked {before.label} here.")
    mention = accept_mention(draft, item) if is_open(item) else draft.mentions[item]
    entity = draft.entities[mention.entity]
    if entity.name == mention.range.of(page.text) and len(draft.members(entity.id)) == 1:
        draft.put(msgspec.structs.replace(entity, name=" ".join(words.split())))
    else:
        name_anew(draft, entity.id, Range(start, end), mention.range)
    settle(draft, msgspec.structs.replace(mention, start=start, end=end))
    return draft.done("move", f"change {shorten(page.words(before))} to {shorten(words)}")


# --- pieces that other acts use too


def accept_mention(draft: Draft, item: str, *, bulk: bool = False) -> Mention:
    """Put the mention behind an open id into the draft."""
    shown = draft.page.mention(item)
    suggested = draft.suggested_mention(item)
    if shown is None:
        raise EditError("this suggestion is not open any more.")
    mention = Mention(
        draft.new_id("m"),
        suggested.start,
        suggested.end,
        shown.label,
        draft.entity_for(shown.entity),
        "accepted" if shown.label == suggested.label else "corrected",
        bulk,
        draft.origin_of(suggested),
    )
    if mention.origin is not None and mention.origin.run == MEMORY:  # as good as added
        name_anew(draft, mention.entity, mention.range)
    draft.put(mention)
    if not bulk:  # nobody looks at each of many
        draft.look(mention.range)
    return mention


def reject_mention(draft: Draft, mention: MentionItem) -> None:
    """Put the rejection of an open mention into the draft."""
    suggested = draft.suggested_mention(mention.id)
    run = run_of(draft.suggestion, suggested.id)
    draft.put(Rejection("mention", suggested.start, suggested.end, suggested.label, run, item=suggested.id))


def remove_mention(draft: Draft, item: str) -> int:
    """Take a decided mention out of the draft, with its entity when nothing is left of it; how many stances went.

    What a run had suggested is thereby rejected, or it would come back.
    """
    mention = draft.mentions[item]
    draft.drop("mentions", item)
    origin = mention.origin
    if origin is not None and origin.start is not None and origin.end is not None and origin.label is not None:
        draft.put(Rejection("mention", origin.start, origin.end, origin.label, origin.run, item=origin.item))
    draft.look(mention.range)
    return draft.drop_if_empty(mention.entity)


def decision_of(draft: Draft, mention: Mention) -> Decision:
    """What a mention's decision is called: accepted only while it stands as it was suggested."""
    origin = mention.origin
    if mention.decision == "imported":
        return "corrected"
    if origin is None:
        return "added"
    as_suggested = (mention.start, mention.end, mention.label) == (origin.start, origin.end, origin.label)
    return "accepted" if as_suggested and _in_its_cluster(draft, mention) else "corrected"


def _in_its_cluster(draft: Draft, mention: Mention) -> bool:
    origin = mention.origin
    suggestion = draft.page.suggestion
    if origin is None or suggestion is None or run_of(suggestion, origin.item) != origin.run:
        return mention.decision == "accepted"
    cluster = next((m.entity for m in suggestion.mentions if m.id == origin.item), None)
    if cluster is None:  # memory has it otherwise now
        return mention.decision == "accepted"
    return f"{suggestion.run}/{cluster}" in draft.entities[mention.entity].clusters


def name_anew(draft: Draft, entity: str, span: Range, before: Range | None = None) -> None:
    """Call an entity by a new first mention, if the one before gave it its name; a person only by a longer one.

    ``before`` is where the mention stood, if it is no new one.
    """
    known, others = draft.entities[entity], [m for m in draft.page.mentions_of(entity) if not m.range.overlaps(span)]
    names = {_flat(draft, place) for place in (before, others[0].range if others else None) if place is not None}
    if not others or span.start > others[0].start or known.name not in names:
        return
    name = _flat(draft, span)
    if known.label != "PERSON" or len(name) > len(known.name):
        draft.put(msgspec.structs.replace(known, name=name))


def _flat(draft: Draft, span: Range) -> str:
    return " ".join(span.of(draft.page.text).split())


def settle(draft: Draft, mention: Mention, *, bulk: bool = False) -> None:
    """Put a changed mention into the draft with the decision that it now deserves."""
    draft.put(msgspec.structs.replace(mention, decision=decision_of(draft, mention), bulk=bulk))
    if not bulk:
        draft.look(mention.range)


def relabel(draft: Draft, mention: Mention, name: str, *, bulk: bool = False) -> None:
    """Give a mention of the draft another label, and its entity too when all its decided mentions have it."""
    settle(draft, msgspec.structs.replace(mention, label=name), bulk=bulk)
    entity = draft.entities[mention.entity]
    if entity.label != name and all(m.label == name for m in draft.members(entity.id)):
        draft.put(msgspec.structs.replace(entity, label=name))


def known_home(draft: Draft, words: str, name: str) -> str | None:
    """The entity that has a mention with the same words (in any case) and label: a decided one before a suggested one."""
    text, folded = draft.page.text, words.casefold()
    decided = [m for m in draft.mentions.values() if m.label == name and m.range.of(text).casefold() == folded]
    if decided:
        return min(decided, key=lambda m: (m.start, m.end)).entity
    for mention in draft.page.mentions:
        if is_open(mention.id) and mention.label == name and draft.page.words(mention).casefold() == folded:
            return draft.entity_for(mention.entity)
    return None


def home_of(draft: Draft, words: str, name: str) -> str:
    """The entity for new words: the one that is known by them, else a fresh one."""
    return known_home(draft, words, name) or draft.new_entity(name, words)


def _need(page: Page, item: str) -> MentionItem:
    mention = page.mention(item)
    if mention is None:
        raise EditError("this takes a mention in focus.")
    return mention


def _check_range(page: Page, start: int, end: int) -> str:
    if not 0 <= start < end <= len(page.text):
        raise EditError("a mention needs at least one character.")
    words = page.text[start:end]
    if not words.strip():
        raise EditError("a mention cannot be white space only.")
    return words


def stance_words(page: Page, item: str) -> str:
    """A stance in words for menus and the status line: "Kim Yo Jong → bid to mend ties, against"."""
    stance = page.stance(item)
    if stance is None:
        return "a stance"
    return f"{page.name(stance.holder)} → {page.name(stance.target)}, {stance.polarity}"
