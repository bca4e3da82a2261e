"""Acts on entities: join, split, merge, rename, label, link, remove. Each is one act and one undo."""

from __future__ import annotations

import msgspec

from annotator.edits.draft import Draft, Edit, plural, shorten
from annotator.edits.mentions import name_anew, reject_mention, remove_mention, settle
from annotator.errors import EditError
from annotator.page import OPEN, EntityItem, MentionItem, Page, is_open
from annotator.records import Mention


def join(page: Page, item: str, entity: str) -> Edit:
    """Make a mention one of ``entity``; it takes that entity's label. An open mention is thereby accepted.

    The last mention of an entity takes its stances along. Of a cluster that nobody decided about yet, the other
    suggested mentions follow, still undecided.
    """
    shown = page.mention(item)
    goal = _need(page, entity)
    if shown is None:
        raise EditError("this takes a mention in focus.")
    if shown.entity == entity:
        raise EditError(f"{shorten(page.words(shown))} is a mention of {goal.name} already.")
    draft = Draft(page)
    home = draft.entity_for(entity)
    name_anew(draft, home, shown.range)
    if shown.entity != home:
        _follow(draft, shown.entity, home)
    side = join_mention(draft, shown, home)
    return draft.done("join", f"join {shorten(page.words(shown))} to {goal.name}", side)


def own_entity(page: Page, *items: str) -> Edit:
    """Make a mention the first of an entity of its own; several become one entity together, named by the longest.

    Raises :class:`EditError` when nothing would be left behind: they are an entity already.
    """
    shown = [found for item in items if (found := page.mention(item)) is not None]
    if not shown or len(shown) < len(items):
        raise EditError("this takes a mention in focus.")
    homes = dict.fromkeys(mention.entity for mention in shown)
    words = max((page.words(mention) for mention in shown), key=len)
    for home in homes:
        alone = len(shown) == 1
        if len(homes) == 1 and len(page.mentions_of(home)) == len(shown) and not (alone and is_open(home)):
            told = f"{shorten(words)} is an" if alone else f"these {len(shown)} mentions are one"
            raise EditError(f"{told} entity of {'its' if alone else 'their'} own already.")
    draft = Draft(page)
    made = draft.new_entity(shown[0].label, words)
    for mention in shown:
        settle(draft, msgspec.structs.replace(_place(draft, mention.id, made), label=mention.label))
    side = ", ".join(filter(None, (pour_if_empty(draft, home, made) for home in homes)))
    if len(shown) == 1:
        return draft.done("own_entity", f"{shorten(words)} is an entity of its own", side)
    told = f"{plural(len(shown), 'mention')} are an entity of their own, {shorten(words)}"
    return draft.done("own_entity", told, side)


def merge(page: Page, entity: str, into: str) -> Edit:
    """Pour one entity into another: mentions, stances and what refers to it."""
    gone, kept = _need(page, entity), _need(page, into)
    if entity == into:
        raise EditError("this is one entity already.")
    draft = Draft(page)
    home = draft.entity_for(into)
    if is_open(entity):
        _follow(draft, entity, home)
        return draft.done("merge", f"merge {gone.name} into {kept.name}")
    for mention in draft.members(entity):
        settle(draft, msgspec.structs.replace(mention, entity=home, label=kept.label))
    side = _pour(draft, entity, home)
    return draft.done("merge", f"merge {gone.name} into {kept.name}", side)


def rename(page: Page, entity: str, name: str) -> Edit:
    """Give an entity another name."""
    clean = " ".join(name.split())
    if not clean:
        raise EditError("an entity needs a name.")
    shown = _need(page, entity)
    draft = Draft(page)
    home = draft.decided(entity)
    draft.put(msgspec.structs.replace(home, name=clean))
    return draft.done("rename", f"rename {shown.name} to {clean}")


def label_entity(page: Page, entity: str, name: str) -> Edit:
    """Give an entity and all its decided mentions another label; its open ones then appear with it too."""
    shown = _need(page, entity)
    draft = Draft(page)
    home = draft.entity_for(entity)
    draft.put(msgspec.structs.replace(draft.entities[home], label=name))
    for mention in draft.members(home):
        if mention.label != name:
            settle(draft, msgspec.structs.replace(mention, label=name))
    return draft.done("label_entity", f"label {shown.name} {name}")


def link(page: Page, entity: str, base: str, identifier: str) -> Edit:
    """Link an entity to an entry elsewhere (``wikidata``: "Q123"); an empty identifier takes the link away."""
    shown = _need(page, entity)
    draft = Draft(page)
    home = draft.decided(entity)
    links = {key: value for key, value in home.links.items() if key != base}
    if identifier.strip():
        links[base] = identifier.strip()
    draft.put(msgspec.structs.replace(home, links=links))
    return draft.done("link", f"link {shown.name} to {base} {identifier.strip() or 'nothing'}")


def about(page: Page, entity: str, other: str) -> Edit:
    """Say that the polarity towards an entity carries over to another, or, when it was said, that it does not."""
    shown, goal = _need(page, entity), _need(page, other)
    if entity == other:
        raise EditError(f"{shown.name} cannot be about itself.")
    draft = Draft(page)
    home, end = draft.decided(entity), draft.entity_for(other)
    home = draft.entities[home.id]  # it may have learned of the other just now
    said = other in shown.about
    rest = tuple(a for a in home.about if a != end)
    draft.put(msgspec.structs.replace(home, about=rest if said else (*rest, end)))
    return draft.done("about", f"{shown.name} is {'not ' if said else ''}about {goal.name}")


def remove_entity(page: Page, entity: str) -> Edit:
    """Take out an entity with its mentions and the stances that hang on it; what was suggested is thereby rejected."""
    shown = _need(page, entity)
    draft = Draft(page)
    count = len(page.mentions_of(entity))
    for mention in page.mentions_of(entity):
        if is_open(mention.id):
            reject_mention(draft, mention)
    stances = 0
    for mine in draft.members(entity):
        stances += remove_mention(draft, mine.id)
    if entity in draft.entities:
        stances += draft.drop_entity(entity)
    side = f"with {plural(count, 'mention')}" + (f" and {plural(stances, 'stance')}" if stances else "")
    return draft.done("remove_entity", f"remove {shown.name}", side)


def join_mention(draft: Draft, shown: MentionItem, home: str, *, bulk: bool = False) -> str:
    """Make a mention of the page one of ``home``; what else that did, in words."""
    mention = _place(draft, shown.id, home)
    settle(draft, msgspec.structs.replace(mention, label=draft.entities[home].label), bulk=bulk)
    return pour_if_empty(draft, shown.entity, home)


def pour_if_empty(draft: Draft, gone: str, home: str) -> str:
    """Pour an entity that has no mention left, neither decided nor open, into ``home``; what that did, in words.

    What memory suggests keeps no entity: it was learned from the mention that moves, and moves with it.
    """
    if gone == home or gone not in draft.entities:
        return ""
    kept = draft.members(gone) or draft.has_open_members(gone, remembered=False)
    return "" if kept else _pour(draft, gone, home)


def _place(draft: Draft, item: str, home: str) -> Mention:
    """The mention with its new entity, not yet in the draft when it was decided before."""
    if is_open(item):
        suggested = draft.suggested_mention(item)
        return Mention(
            draft.new_id("m"), suggested.start, suggested.end, suggested.label, home, "accepted",
            origin=draft.origin_of(suggested),
        )  # fmt: skip
    return msgspec.structs.replace(draft.mentions[item], entity=home)


def _follow(draft: Draft, cluster: str, home: str) -> None:
    """Let an open cluster stand for the entity ``home`` from now on; a decided one stays what it is."""
    if is_open(cluster):
        entity = draft.entities[home]
        ref = f"{draft.suggestion.run}/{cluster[len(OPEN) :]}"
        draft.put(msgspec.structs.replace(entity, clusters=(*entity.clusters, ref)))


def _pour(draft: Draft, gone: str, home: str) -> str:
    """Point everything that refers to ``gone`` at ``home`` and take ``gone`` out; what else that did, in words.

    A stance between the two would become one to oneself, which nobody meant: it goes.
    """
    moved = removed = 0
    for stance in list(draft.stances.values()):
        if {stance.holder, stance.target} == {gone, home}:
            draft.drop_stance(stance)
            removed += 1
            continue
        ends = {name: home for name in ("holder", "target", "source") if getattr(stance, name) == gone}
        if ends:
            draft.put(msgspec.structs.replace(stance, **ends))
            moved += 1
    old, new = draft.entities[gone], draft.entities[home]
    about = tuple(dict.fromkeys(a for a in (*new.about, *old.about) if a != home))
    clusters = tuple(dict.fromkeys((*new.clusters, *old.clusters)))
    draft.put(msgspec.structs.replace(new, about=about, clusters=clusters, links={**old.links, **new.links}))
    for other in list(draft.entities.values()):
        if gone in other.about:
            swapped = tuple(dict.fromkeys(home if a == gone else a for a in other.about))
            draft.put(msgspec.structs.replace(other, about=tuple(a for a in swapped if a != other.id)))
    draft.drop("entities", gone)
    sides = [f"with {plural(moved, 'stance')}"] if moved else []
    if removed:
        sides.append(f"{plural(removed, 'stance')} between them removed")
    return ", ".join(sides)


def _need(page: Page, entity: str) -> EntityItem:
    found = page.entity(entity)
    if found is None:
        raise EditError("this takes an entity in focus.")
    return found
