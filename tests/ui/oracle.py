"""What the window must do with each key, told by the pure acts alone: for scripts of keys and mouse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from annotator import edits
from annotator.errors import EditError
from annotator.page import MentionItem, Page, is_open
from annotator.project import Project
from annotator.records import MANNERS, Annotation, Polarity
from annotator.spans import Range, line_at, trim
from ui.driving import Driver
from ui.edges import moved_edge

POLARITY_KEYS: dict[str, Polarity] = {
    **dict.fromkeys(("+", "=", "Y"), "favor"),
    "-": "against",
    "0": "neutral",
    **dict.fromkeys(("~", "#", "Z"), "mixed"),
}
CUE_EDGES = {"[": ("start", True), ";": ("start", False), "]": ("end", True), ":": ("end", False)}
"""Keys that move an edge of the proposed cue while the polarity is asked for: which edge, and whether outwards."""
EDGES = {
    f"{'Ctrl+' if character else ''}{'' if out else 'Shift+'}{key}": (edge, out, character)
    for edge, key in (("start", "["), ("end", "]"))
    for out in (True, False)
    for character in (True, False)
}
Act = Callable[[], edits.Edit]


def unlooked(annotation: Annotation) -> Annotation:
    """An annotation without what was looked at, which goes along with acts and which undo never touches."""
    return msgspec.structs.replace(annotation, looked_at=())


class Oracle:
    """What the window must do, told by the pure acts alone, and the history that undo must walk.

    ``rejected`` (words, label) and ``joined`` (where) are what P repeats: the last act, until something else is done.
    """

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.done: list[tuple[str, Annotation, Annotation]] = []
        self.undone: list[tuple[str, Annotation, Annotation]] = []
        self.looked: dict[str, tuple[Range, ...]] = {}
        self.rejected: tuple[str, str] | None = None
        self.joined: Range | None = None

    @property
    def project(self) -> Project:
        project = self.driver.window.bridge.project
        assert project is not None
        return project

    def stored(self, id: str) -> Annotation:
        """What the disk has of an article, but for what was looked at: of that, nothing is ever lost."""
        annotation = self.project.store.annotation(id)
        assert all(any(now.contains(was) for now in annotation.looked_at) for was in self.looked.get(id, ()))
        self.looked[id] = annotation.looked_at
        return unlooked(annotation)

    def acted(self, before: Page, act: Act | None) -> bool:
        """The last keys should have done ``act`` on the page as it was: or nothing (False), where it is not possible."""
        id, wanted = before.article.id, unlooked(before.annotation)
        if act is not None:
            try:
                wanted = unlooked(act()[0])
            except EditError:
                act = None
        assert self.stored(id) == wanted, self.driver.window.told.text()
        if act is not None:
            self.note(id, before.annotation, wanted)
        if self.driver.page.article.id == id:
            assert unlooked(self.driver.page.annotation) == wanted
        return act is not None

    def note(self, id: str, before: Annotation, after: Annotation) -> None:
        """Something was done that can be undone."""
        self.done.append((id, unlooked(before), after))
        self.undone.clear()
        self.forget()

    def forget(self) -> None:
        """P repeats nothing any more."""
        self.rejected, self.joined = None, None

    def undo(self) -> None:
        """U takes back the last act, on whichever article it was; what it undid is not repeated by P."""
        self.driver.keys("U")
        if self.done:
            self.undone.append(self.done.pop())
            assert self.stored(self.undone[-1][0]) == self.undone[-1][1]
            assert self.driver.page.article.id == self.undone[-1][0]
            self.forget()

    def redo(self) -> None:
        """Ctrl+Y brings it again."""
        self.driver.keys("Ctrl+Y")
        if self.undone:
            self.done.append(self.undone.pop())
            assert self.stored(self.done[-1][0]) == self.done[-1][2]
            self.forget()

    def template(self) -> tuple[edits.Template, str, MentionItem | None] | None:
        """What P repeats, its words, and the mention it is told of: a rejection while something like it is open, else
        the join just made, else the label of the mention in focus."""
        page, mention = self.driver.page, self.driver.mention
        alike = [m for m in page.mentions if is_open(m.id) and (page.words(m), m.label) == self.rejected]
        if alike:
            return edits.Template("reject", alike[0].label), page.words(alike[0]), None
        if mention is None:
            return None
        kind: Any = "join" if mention.range == self.joined else "label"
        name = page.name(mention.entity) if kind == "join" else ""
        template = edits.Template(kind, mention.label, name, mention.entity, page.article.id)
        return template, page.words(mention), mention

    def reading_at(self) -> int:
        """Where the curator reads: at the focus (of a stance: its cue), else the caret, if it is on the screen."""
        page, desk, stance = self.driver.page, self.driver.window.desk, self.driver.stance
        focus = self.driver.window.bridge.focus
        at = page.place(focus) if page.item(focus) is not None else desk.caret()
        at = stance.cues[0].start if stance is not None and stance.cues else at
        seen = desk.visible_range()
        return at if seen.start <= at < seen.end else seen.start


def others(page: Page, template: edits.Template, words: str, mention: MentionItem | None) -> list[edits.Place]:
    """The places that P changes: never the focus, boilerplate, what was rejected, parts of longer mentions; and of a
    rejection nothing that is decided."""
    effects = {"reject": ("reject",)}.get(template.kind, ("add", "accept", "relabel", "join"))
    return [
        place
        for place in edits.places(page, words, template.label)
        if not (mention is not None and place.range == mention.range)
        and not place.boilerplate
        and place.state not in ("rejected", "part")
        and edits.effect_on(page, place, template) in effects
    ]


def at_hand(driver: Driver) -> Range | None:
    """A selection, else the word under the caret."""
    desk, page = driver.window.desk, driver.page
    word = page.tokens.at(desk.caret())
    return desk.selection() or (trim(page.text, word) if word else None)


def meant(key: str, driver: Driver) -> Act | None:
    """What a key is about: the selection, else the focus, else the word under the caret."""
    page, focus, selection = driver.page, driver.window.bridge.focus, driver.window.desk.selection()
    mention, stance, words = page.mention(focus), page.stance(focus), at_hand(driver)
    label = next((label.name for label in driver.window.bridge.project.scheme.label if label.key == key), "")  # type: ignore[union-attr]
    if label and selection is not None:
        return lambda: edits.add(page, selection.start, selection.end, label)
    if label and mention is not None:
        return lambda: edits.label(page, focus, label)
    if label and page.entity(focus) is not None:
        return lambda: edits.label_entity(page, focus, label)
    if label and stance is None and words is not None:
        return lambda: edits.add(page, words.start, words.end, label)
    if key == "A" and is_open(focus):
        return lambda: edits.accept(page, focus)
    if key == "X" and focus:
        return lambda: (edits.reject if mention or stance else edits.remove_entity)(page, focus)
    if key in EDGES and mention is not None and selection is None:
        span = moved_edge(page, mention.range, *EDGES[key])
        return (lambda: edits.move(page, focus, span.start, span.end)) if span else None
    if mention is not None and key == "Shift+E":
        return lambda: edits.own_entity(page, focus)
    if key == "Shift+Return":
        return lambda: edits.accept_rest(page, 0.8)
    if key == "F":
        return lambda: edits.flag(page)
    if key == "B":
        span = selection or line_at(page.text, driver.window.desk.caret())
        kind: Any = "body" if page.is_boilerplate(span.start) else "boilerplate"
        return lambda: edits.mark_section(page, span.start, span.end, kind)
    return _on_stance(key, page, focus, words)


def _on_stance(key: str, page: Page, focus: str, words: Range | None) -> Act | None:
    stance = page.stance(focus)
    if stance is None:
        return None
    if key in POLARITY_KEYS:
        return lambda: edits.set_polarity(page, focus, POLARITY_KEYS[key])
    if key == "R":
        return lambda: edits.reverse(page, focus)
    if key == "M":
        return lambda: edits.set_manner(page, focus, MANNERS[(MANNERS.index(stance.manner) + 1) % len(MANNERS)])
    if key == "C" and words is not None:
        return lambda: edits.set_cues(page, focus, (words,))
    if key == "Shift+C" and words is not None:
        return lambda: edits.add_cue(page, focus, words)
    return None
