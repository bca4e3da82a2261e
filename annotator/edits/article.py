"""Acts on an article as a whole: done, skipped, open again, flag, note, sections, what was looked at."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from annotator.edits.draft import Draft, Edit, plural
from annotator.errors import EditError
from annotator.page import Page
from annotator.records import LOOK, UNBLIND, Change, Section, SectionKind, Step
from annotator.spans import Range, line_at, merged


def finish(page: Page, curator: str, at: str, seen: Iterable[Range] = ()) -> Edit:
    """Mark the article done: its annotation is gold from now on. Open suggestions are dropped, as not looked at.

    ``at`` is ISO 8601 in UTC; ``seen`` the ranges that were on the screen. Raises :class:`EditError` when it is done.
    """
    if page.annotation.status == "done":
        raise EditError("this article is done already.")
    draft = Draft(page)
    for entity in page.annotation.entities.values():
        if not draft.members(entity.id) and not any(
            entity.id in (s.holder, s.target, s.source) for s in draft.stances.values()
        ):
            draft.drop_entity(entity.id)
    draft.set("looked_at", merged((*draft.get("looked_at"), *seen)))
    draft.set("curators", tuple(sorted({*page.annotation.curators, curator})))
    draft.set("done_at", at)
    side = f"{plural(len(page.open), 'suggestion')} dropped" if page.open else ""
    return draft.done("finish", "finish the article", side, status="done")


def still_done(page: Page, edit: Edit, curator: str, at: str) -> Edit:
    """An act on a finished article, and finishing it again, as one act with one undo; ``at`` as for :func:`finish`.

    Of an article that is not done it is the act alone.
    """
    if page.annotation.status != "done":
        return edit
    acted = page.after(*edit)
    after, finished = finish(acted, curator, at)
    steps: dict[tuple[str, ...], Step] = {}
    for step in (*edit[1].steps, *finished.steps):
        known = steps.pop(step.path, step)
        steps[step.path] = Step(step.path, known.before, step.after)
    kept = tuple(step for step in steps.values() if step.before != step.after)
    return after, msgspec.structs.replace(edit[1], steps=kept)


def look(page: Page, seen: Iterable[Range]) -> Edit:
    """Note what was looked at, and nothing else; ``seen`` are the ranges that were on the screen long enough.

    It is no act that undo takes back. Raises :class:`EditError` when all of it is known, and for a finished article:
    its gold stays as it is.
    """
    if page.annotation.status == "done":
        raise EditError("this article is done already.")
    draft = Draft(page)
    draft.set("looked_at", merged((*draft.get("looked_at"), *seen)))
    return draft.done(LOOK, "look at the article", status=None)


def also_looked(edit: Edit, seen: Iterable[Range]) -> Edit:
    """The same act, which also notes what was looked at meanwhile; of a finished article nothing is noted."""
    annotation, change = edit
    before, looked = annotation.looked_at, merged((*annotation.looked_at, *seen))
    if looked == before or annotation.status == "done":
        return edit
    path = ("looked_at",)
    others = tuple(step for step in change.steps if step.path != path)
    first = next((step.before for step in change.steps if step.path == path), msgspec.to_builtins(before))
    steps = (*others, Step(path, first, msgspec.to_builtins(looked)))
    return msgspec.structs.replace(annotation, looked_at=looked), msgspec.structs.replace(change, steps=steps)


def skip(page: Page) -> Edit:
    """Put the article aside."""
    if page.annotation.status == "skipped":
        raise EditError("this article is skipped already.")
    draft = Draft(page)
    draft.set("status", "skipped")
    draft.set("done_at", None)
    return draft.done("skip", "skip the article", status=None)


def reopen(page: Page) -> Edit:
    """Take a finished or skipped article up again; it leaves the gold until it is done again."""
    if page.annotation.status not in ("done", "skipped"):
        raise EditError("this article is open.")
    draft = Draft(page)
    draft.set("done_at", None)
    draft.set("status", "started")
    return draft.done("reopen", "open the article again", status=None)


def unblind(page: Page) -> Edit:
    """Have the suggestions for a blind article shown: it is blind no more, also when it was done blind before.

    It is no act that undo takes back, for what was seen stays seen. Raises :class:`EditError` when it is not blind.
    """
    if not page.blind:
        raise EditError("this article is not blind.")
    words = "show the suggestions; the article is blind no more"
    if not page.annotation.blind:  # nothing was decided yet; that there is an event says that it was touched
        return page.annotation, Change(UNBLIND, words)
    draft = Draft(page)
    draft.set("blind", False)
    return draft.done(UNBLIND, words, status=None)


def flag(page: Page) -> Edit:
    """Flag the article, or take its flag away."""
    draft = Draft(page)
    draft.set("flagged", not page.annotation.flagged)
    return draft.done("flag", "take the flag away" if page.annotation.flagged else "flag the article", status=None)


def note(page: Page, words: str) -> Edit:
    """Write a note on the article; an empty one takes it away."""
    draft = Draft(page)
    draft.set("note", words.strip())
    return draft.done("note", "write a note" if words.strip() else "take the note away", status=None)


def mark_section(page: Page, start: int, end: int, kind: SectionKind) -> Edit:
    """Make the whole lines that ``[start, end)`` touches boilerplate, or body."""
    if start > end or end > len(page.text):
        raise EditError("this is no range of the text.")
    draft = Draft(page)
    lines = Range(line_at(page.text, start).start, line_at(page.text, max(start, end - 1)).end)
    dull = [s.range for s in page.sections if s.kind == "boilerplate"]
    others = [s for s in page.sections if s.kind != "boilerplate"]
    if kind == "boilerplate":
        ranges = merged((*dull, lines))
    else:
        pieces = [
            p for r in dull for p in (Range(r.start, min(r.end, lines.start)), Range(max(r.start, lines.end), r.end))
        ]
        ranges = tuple(p for p in pieces if p.of(page.text).strip())
    sections = [*others, *(Section(r.start, r.end, "boilerplate") for r in ranges)]
    draft.set("sections", tuple(sorted(sections, key=lambda s: (s.start, s.end))))
    return draft.done("section", f"mark as {kind}")
