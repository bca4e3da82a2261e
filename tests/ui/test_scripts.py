"""Random scripts of keys and mouse on the real window give what the pure acts give; undo leads back to the start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator import edits
from annotator.errors import EditError
from annotator.page import Page, is_open
from annotator.project import Project
from annotator.records import MANNERS, Annotation, Run, Suggestion
from annotator.spans import Range, line_at, trim
from tests.nasty import has_clean_edges
from tests.ui.conftest import OTHER, TEXT, article, suggestion
from ui.driving import Driver
from ui.hands import POLARITY_KEYS, moved_edge

NASTY = (
    "The sister of Ann Reed, Ame\u0301lie\u0301 Reed, praised the new bridge 👩‍👩‍👧 of שלום כהן.\r\n"
    "Ann Reed’s rival, Bob Reed, hates the new bridge’s colour\u2028and “Oslo”.\n"
)
WALK = ("Tab", "Shift+Tab", "J", "K", "Alt+Right", "Alt+Left", "Right", "Left", "Down", "Up", "Home", "Escape")
SELECT = ("Shift+Right", "Shift+Right", "Shift+Left", "Ctrl+Shift+Right", "Ctrl+Shift+Left", "Shift+Down")
EDGES = {
    f"{'Ctrl+' if character else ''}{'' if out else 'Shift+'}{key}": (edge, out, character)
    for edge, key in (("start", "["), ("end", "]"))
    for out in (True, False)
    for character in (True, False)
}
ACTS = ("A", "A", "A", "X", "X", "1", "2", "4", "Shift+E", "P", "C", "Shift+C", "R", "M", "F", "B", "+", "-", "0", "~")
SCRIPT = st.lists(
    st.sampled_from(WALK)
    | st.sampled_from(SELECT)
    | st.sampled_from(tuple(EDGES))
    | st.sampled_from((*ACTS, "Shift+Return"))
    | st.sampled_from(ACTS)
    | st.sampled_from(("E", "S", "click", "drag", "U", "U", "Ctrl+Y", "finish")),
    min_size=10,
    max_size=40,
)


def suggested(text: str) -> Suggestion:
    """As other tests have it, with a mention around another of the same label."""
    found = suggestion(text)
    if "sister of Ann Reed" not in text:
        return found
    at = text.index("sister of Ann Reed")
    outer = msgspec.structs.replace(found.mentions[0], id="m99", start=at, end=at + len("sister of Ann Reed"))
    return msgspec.structs.replace(found, mentions=(outer, *found.mentions))


class Oracle:
    """What the window must do, told by the pure acts alone, and the history that undo must walk."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.done: list[tuple[str, Annotation, Annotation]] = []
        self.undone: list[tuple[str, Annotation, Annotation]] = []
        self.rejected: tuple[str, str] | None = None

    @property
    def project(self) -> Project:
        project = self.driver.window.bridge.project
        assert project is not None
        return project

    def stored(self, id: str) -> Annotation:
        """What the disk has of an article."""
        return self.project.store.annotation(id)

    def acted(self, before: Page, act: Callable[[], edits.Edit] | None) -> None:
        """The last keys should have done ``act`` on the page as it was: or nothing, where it is not possible."""
        id, wanted = before.article.id, before.annotation
        if act is not None:
            try:
                wanted = act()[0]
            except EditError:
                act = None
        assert self.stored(id) == wanted, self.driver.window.told.text()
        if act is not None:
            self.note(id, before.annotation, wanted)
        if self.driver.page.article.id == id:
            assert self.driver.page.annotation == wanted

    def note(self, id: str, before: Annotation, after: Annotation) -> None:
        """Something was done that can be undone."""
        self.done.append((id, before, after))
        self.undone.clear()
        self.rejected = None

    def undo(self) -> None:
        """U takes back the last act, on whichever article it was; the rejection it undid is not repeated by P."""
        self.driver.keys("U")
        if self.done:
            self.undone.append(self.done.pop())
            assert self.stored(self.undone[-1][0]) == self.undone[-1][1]
            assert self.driver.page.article.id == self.undone[-1][0]
            self.rejected = None

    def redo(self) -> None:
        """Ctrl+Y brings it again."""
        self.driver.keys("Ctrl+Y")
        if self.undone:
            self.done.append(self.undone.pop())
            assert self.stored(self.done[-1][0]) == self.done[-1][2]
            self.rejected = None


def at_hand(driver: Driver) -> Range | None:
    """A selection, else the word under the caret."""
    desk, page = driver.window.desk, driver.page
    word = page.tokens.at(desk.caret())
    return desk.selection() or (trim(page.text, word) if word else None)


def meant(key: str, driver: Driver, rejected: tuple[str, str] | None) -> Callable[[], edits.Edit] | None:
    """What a key is about: the selection, else the focus, else the word under the caret."""
    page, focus, selection = driver.page, driver.window.bridge.focus, driver.window.desk.selection()
    mention, stance, words = page.mention(focus), page.stance(focus), at_hand(driver)
    label = next((label.name for label in driver.window.bridge.project.scheme.label if label.key == key), "")  # type: ignore[union-attr]
    if label and selection is not None:
        return lambda: edits.add(page, selection.start, selection.end, label)
    if label and mention is not None:
        return lambda: edits.label(page, focus, label)
    if label and stance is None and words is not None:
        return lambda: edits.add(page, words.start, words.end, label)
    if key == "A" and is_open(focus):
        return lambda: edits.accept(page, focus)
    if key == "X" and focus:
        return lambda: edits.reject(page, focus)
    if key in EDGES and mention is not None:
        span = moved_edge(page, mention.range, *EDGES[key])
        return (lambda: edits.move(page, focus, span.start, span.end)) if span else None
    if key == "P" and rejected is not None:
        return lambda: edits.reject_same_string(page, *rejected)
    if mention is not None and key in ("P", "Shift+E"):
        return lambda: (edits.same_string if key == "P" else edits.own_entity)(page, focus)
    if key == "Shift+Return":
        return lambda: edits.accept_rest(page, 0.8)
    if key == "F":
        return lambda: edits.flag(page)
    if key == "B":
        span = selection or line_at(page.text, driver.window.desk.caret())
        kind: Any = "body" if page.is_boilerplate(span.start) else "boilerplate"
        return lambda: edits.mark_section(page, span.start, span.end, kind)
    return _on_stance(key, page, focus, words)


def _on_stance(key: str, page: Page, focus: str, words: Range | None) -> Callable[[], edits.Edit] | None:
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


class Player:
    """Plays a script, step by step, and has each looked at."""

    def __init__(self, driver: Driver, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self.driver = driver
        self.draw = draw
        self.oracle = Oracle(driver)

    def play(self, step: str) -> None:
        """One step."""
        mode = {
            "E": self.join,
            "S": self.stance,
            "click": self.click,
            "drag": self.drag,
            "U": self.oracle.undo,
            "Ctrl+Y": self.oracle.redo,
            "finish": self.finish,
        }.get(step)
        if mode is not None:
            mode()
            return
        before, rejects = self.driver.page, self.driver.mention if step == "X" else None
        act = meant(step, self.driver, self.oracle.rejected)
        count = len(self.oracle.done)
        self.driver.keys(step)
        self.oracle.acted(before, act)
        if rejects is not None and is_open(rejects.id) and len(self.oracle.done) > count:
            self.oracle.rejected = before.words(rejects), rejects.label
        if len(self.oracle.done) > count:
            self.look_at_edges(before, forced=step.startswith("Ctrl+") or self.driver.window.desk._exact)

    def look_at_edges(self, before: Page, *, forced: bool) -> None:
        """What was made without a character key has clean edges."""
        for id, mention in self.driver.page.annotation.mentions.items():
            old = before.annotation.mentions.get(id)
            if old is None and not forced and mention.decision == "added" and self.whole:
                assert has_clean_edges(before.text, mention.range)

    whole = True
    """False once something was selected by character."""

    def letters(self, wanted: str | None = None) -> str | None:
        """Type the letters of one of the hints that show; the entity that was chosen, or None when there is none."""
        hints = self.driver.window.desk.hints
        if not hints:
            return None
        chosen: str = wanted or self.draw(st.sampled_from(sorted(hints)))
        self.driver.type(hints[chosen])
        return chosen

    def join(self) -> None:
        """E and a hint: the mention in focus joins, an entity is merged."""
        page, focus, mention = self.driver.page, self.driver.window.bridge.focus, self.driver.mention
        self.driver.keys("E")
        goal = self.letters()
        if goal is not None:
            act = edits.join if mention is not None else edits.merge
            self.oracle.acted(page, lambda: act(page, focus, goal))
        else:
            self.oracle.acted(page, None)

    def stance(self) -> None:
        """S, a hint for each end that is to be chosen, and a polarity."""
        page, mention = self.driver.page, self.driver.mention
        self.driver.keys("S")
        holder = mention.entity if mention is not None else self.letters()
        target = self.letters() if holder is not None else None
        self.polarity(page, holder, target)

    def polarity(self, page: Page, holder: str | None, target: str | None) -> None:
        """The last key of a stance; what is no polarity leaves everything as it is."""
        if holder is None or target is None:
            self.driver.keys("Escape")
            self.oracle.acted(page, None)
            return
        key = self.draw(st.sampled_from(("+", "=", "-", "0", "~", "#", "x")))
        self.driver.keys(key, "Escape")
        made = POLARITY_KEYS.get(key)
        self.oracle.acted(page, (lambda: edits.add_stance(page, holder, target, made)) if made else None)

    def place(self, span: Range) -> QPoint:
        """A point in the first line of a range, scrolled to."""
        desk = self.driver.window.desk
        desk.reveal(span)
        return desk.rects_of(span)[0].center().toPoint()

    def click(self) -> None:
        """A click points at a mention and decides nothing."""
        page, desk = self.driver.page, self.driver.window.desk
        if not page.mentions:
            return
        mention = self.draw(st.sampled_from(page.mentions))
        desk._clicked = (desk._clicked[0] * 0 - QPoint(9, 9), "")  # no second click on the same place
        desk._double = (desk._double[0], 0.0)
        at = self.place(mention.range)
        QTest.mouseClick(desk.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        self.driver.settle()
        focus = page.mention(self.driver.window.bridge.focus)
        assert page.stance(self.driver.window.bridge.focus) or (focus and focus.range.overlaps(mention.range))
        self.oracle.acted(page, None)

    def drag(self) -> None:
        """With Alt from one mention to another, then a polarity: a stance of which both ends are known."""
        page, desk = self.driver.page, self.driver.window.desk
        seen = [m for m in page.mentions if desk.visible_range().contains(m.range)]
        if len(seen) < 2:
            return
        one, two = (self.place(self.draw(st.sampled_from(seen)).range) for _ in range(2))
        first, second = (page.mention(desk.hit_at(at.toPointF()).id) for at in (one, two))
        button, alt = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier
        QTest.mousePress(desk.viewport(), button, alt, one)
        QTest.mouseMove(desk.viewport(), two)
        QTest.mouseRelease(desk.viewport(), button, alt, two)
        self.driver.settle()
        if first is None or second is None or first.id == second.id or (one - two).manhattanLength() < 4:
            self.driver.keys("Escape")
            self.oracle.acted(page, None)
        else:
            self.polarity(page, first.entity, second.entity)

    def finish(self) -> None:
        """Space, and D where it asks: done, nothing open; the next article comes. Undo brings it back."""
        page = self.driver.page
        if page.annotation.status == "done":
            return
        if page.open:
            self.driver.later(lambda: QTest.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_D))
        self.driver.keys("Space")
        after = self.oracle.stored(page.article.id)
        assert after.status == "done"
        assert after == edits.finish(page, "tester", str(after.done_at), after.looked_at)[0]
        self.oracle.note(page.article.id, page.annotation, after)


def fresh(path: Path) -> Project:
    """A project of three small articles with suggestions."""
    project = Project.create(path, curator="tester")
    articles = [article(text) for text in (NASTY, TEXT, OTHER)]
    project.add(articles)
    project.add_run(Run("r1", "hand", "1", "2025-01-01T00:00:00Z"))
    project.put_suggestions([(a.id, suggested(a.text)) for a in articles])
    return project


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),  # to shrink a script of a whole window takes minutes
    suppress_health_check=list(HealthCheck),
)
@given(script=SCRIPT, data=st.data())
def test_keys_and_mouse_do_what_the_pure_acts_do(
    driver: Driver, tmp_path_factory: Any, script: list[str], data: st.DataObject
) -> None:
    window = driver.window
    window.set_project(fresh(tmp_path_factory.mktemp("script") / "p.annot"))
    driver.settle()
    player = Player(driver, data.draw)
    oracle = player.oracle
    start = {id: oracle.stored(id) for id in oracle.project.store.ids()}
    for step in script:
        if step.startswith("Ctrl+Shift+"):
            player.whole = False
        player.play(step)
    end = {id: oracle.stored(id) for id in start}
    count = len(oracle.done)
    for _ in range(count):
        oracle.undo()
    assert {id: oracle.stored(id) for id in start} == start
    for _ in range(count):
        oracle.redo()
    assert {id: oracle.stored(id) for id in start} == end
    assert oracle.project.check() == []
