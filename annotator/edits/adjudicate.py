"""Settling what curators see differently: one act for each disagreement."""

from __future__ import annotations

import msgspec

from annotator.edits.draft import Draft, Edit, plural
from annotator.edits.mentions import relabel, remove_mention
from annotator.edits.stances import remove_stance
from annotator.page import Page
from annotator.records import Entity, Mention, Record, Rejection, Stance


class Plan(Record, frozen=True):
    """What an act of adjudication does to the annotation (:class:`annotator.adjudicating.Adjudication` makes it).

    ``entities`` are new; the others may name them by their ids here. A mention or stance with the id of one that is there
    takes its place, one with "" is new. ``drop`` are ids to take out. ``key`` is the disagreement that is settled ("" for
    none) and ``taken`` how; ``closes`` names the versions, when it was the last between them.
    """

    words: str
    key: str = ""
    taken: str = ""
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    stances: tuple[Stance, ...] = ()
    drop: tuple[str, ...] = ()
    closes: str = ""


def adjudicate(page: Page, plan: Plan) -> Edit:
    """Do what a plan says, and note how the disagreement was settled. A finished article is open again."""
    draft = Draft(page)
    made: dict[str, str] = {}
    for entity in plan.entities:
        made[entity.id] = draft.new_id("e")
        draft.put(msgspec.structs.replace(entity, id=made[entity.id]))
    homes = {draft.mentions[m.id].entity for m in plan.mentions if m.id}
    for mention in plan.mentions:
        _put_mention(draft, msgspec.structs.replace(mention, entity=made.get(mention.entity, mention.entity)))
    for stance in plan.stances:
        _put_stance(draft, stance, made)
    gone = sum(_drop(draft, item) for item in plan.drop)
    gone += sum(draft.drop_if_empty(home) for home in homes)
    if plan.key:
        draft.settle(plan.key, plan.taken)
    if plan.closes:
        draft.set("adjudicated", plan.closes)
    return draft.done("adjudicate", plan.words, f"with {plural(gone, 'stance')}" if gone else "")


def _put_mention(draft: Draft, mention: Mention) -> None:
    before = draft.mentions.get(mention.id)
    if before is None:
        draft.put(msgspec.structs.replace(mention, id=draft.new_id("m")))
        draft.look(mention.range)
    elif (before.range, before.label, before.entity) != (mention.range, mention.label, mention.entity):
        moved = msgspec.structs.replace(before, start=mention.start, end=mention.end, entity=mention.entity)
        relabel(draft, moved, mention.label)
    key = Rejection("mention", mention.start, mention.end, mention.label).key
    if key in draft.get("rejected"):
        draft.drop("rejected", key)


def _put_stance(draft: Draft, stance: Stance, made: dict[str, str]) -> None:
    ends = {name: made.get(end, end) for name in ("holder", "target", "source") if (end := getattr(stance, name))}
    stance = msgspec.structs.replace(stance, **ends)
    before = draft.stances.get(stance.id)
    if before is None:
        draft.put(msgspec.structs.replace(stance, id=draft.new_id("s")))
    elif _says(before) != _says(stance):
        kept = {"decision": "added" if before.decision == "added" else "corrected", "origin": before.origin}
        draft.put(msgspec.structs.replace(stance, **kept, extra=before.extra))
    draft.look(*stance.cues)


def _says(stance: Stance) -> tuple[object, ...]:
    return stance.holder, stance.target, stance.polarity, sorted(stance.cues), stance.manner, stance.source


def _drop(draft: Draft, item: str) -> int:
    """Take an item out; how many stances went with it."""
    if item in draft.mentions:
        return remove_mention(draft, item)
    if item in draft.stances:
        remove_stance(draft, item)
    elif item in draft.entities:
        return draft.drop_entity(item)
    return 0
