"""Random scripts of keys and mouse on the real window give what the pure acts give; undo leads back to the start."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from annotator import edits
from annotator.page import Page, is_open
from annotator.project import Project
from annotator.records import UNNAMED, WRITER, Run, Suggestion
from annotator.spans import Range
from tests.nasty import has_clean_edges
from tests.ui.conftest import OTHER, TEXT, article, suggestion
from tests.ui.oracle import CUE_EDGES, EDGES, POLARITY_KEYS, Oracle, meant, others, unlooked
from ui.driving import Driver
from ui.edges import moved_edge

NASTY = (
    "The sister of Ann Reed, Ame\u0301lie\u0301 Reed, praised the new bridge 👩‍👩‍👧 of שלום כהן.\r\n"
    "Ann Reed’s rival, Bob Reed, hates the new bridge’s colour\u2028and “Oslo”.\n"
)
WALK = ("Tab", "Shift+Tab", "J", "K", "Alt+Right", "Alt+Left", "Right", "Left", "Down", "Up", "Home", "Escape")
SELECT = ("Shift+Right", "Shift+Right", "Shift+Left", "Ctrl+Shift+Right", "Ctrl+Shift+Left", "Shift+Down")
LABELS = ("1", "2", "4")
ON_MENTION = ("A", "X", "X", *LABELS, "Shift+E", "E", "E", "E", "S", "P", "P", "P", *EDGES)
ON_STANCE = ("A", "X", *POLARITY_KEYS, "C", "C", "Shift+C", "R", "M", "S", "S", "E")
ON_WORDS = (*LABELS, "E", "E", "S", "S", "C", "Shift+C", *EDGES)
ON_ARTICLE = ("Shift+Return", "Shift+S", "F", "B", "drag", "drag", "U", "U", "U", "Ctrl+Y", "finish")
ANYTHING = (*ON_MENTION, *ON_STANCE, *ON_WORDS, *ON_ARTICLE)


def suggested(text: str) -> Suggestion:
    """As other tests have it, with a mention around another of the same label."""
    found = suggestion(text)
    if "sister of Ann Reed" not in text:
        return found
    at = text.index("sister of Ann Reed")
    outer = msgspec.structs.replace(found.mentions[0], id="m99", start=at, end=at + len("sister of Ann Reed"))
    return msgspec.structs.replace(found, mentions=(outer, *found.mentions))


class Player:
    """Plays a script, step by step, and has each looked at."""

    def __init__(self, driver: Driver, seed: int) -> None:
        self.driver = driver
        self.random = random.Random(seed)
        self.oracle = Oracle(driver)

    def step(self) -> str:
        """What to do next: often something that is possible on what is at hand, now and then anything."""
        choose, stance, mention = self.random.choice, self.driver.stance, self.driver.mention
        if (self.oracle.rejected or self.oracle.joined) and self.random.random() < 0.5:
            return "P"
        if self.driver.window.desk.selection() is not None and self.random.random() < 0.5:
            return choose(ON_WORDS)
        at_hand = ON_STANCE if stance is not None else ON_MENTION if mention is not None else WALK
        ways = (at_hand, at_hand, at_hand, (*WALK, "click"), (*WALK, "click"), (*SELECT, "V"), ON_ARTICLE, ANYTHING)
        return choose(choose(ways))

    def play(self, step: str) -> None:
        """One step."""
        mode = {
            "E": self.join,
            "S": self.stance,
            "Shift+S": lambda: self.stance(ask_holder=True),
            "P": self.same,
            "V": self.mark,
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
        act = meant(step, self.driver)
        self.driver.keys(step)
        if not self.oracle.acted(before, act):
            return
        if rejects is not None and is_open(rejects.id):
            self.oracle.rejected = before.words(rejects), rejects.label
        self.look_at_edges(before, forced=step.startswith("Ctrl+") or self.driver.window.desk._exact)

    def look_at_edges(self, before: Page, *, forced: bool) -> None:
        """What was made without a character key has clean edges."""
        for id, mention in self.driver.page.annotation.mentions.items():
            old = before.annotation.mentions.get(id)
            if old is None and not forced and mention.decision == "added" and self.whole:
                assert has_clean_edges(before.text, mention.range)

    whole = True
    """False once something was selected by character."""

    def same(self) -> None:
        """P shows where, and P or Enter does it there; anything else leaves all as it is."""
        page, mention, desk = self.driver.page, self.driver.mention, self.driver.window.desk
        found = self.oracle.template()
        chosen = others(page, *found) if found is not None else []
        self.driver.keys("P")
        assert desk.places == tuple(place.range for place in chosen)
        self.oracle.acted(page, None)
        if found is None or not chosen:
            return
        template = found[0]
        here = [mention.range] if template.kind != "reject" and mention is not None and is_open(mention.id) else []
        key = self.random.choice(("P", "P", "Return", "Escape", "X"))
        self.driver.keys(key)
        assert (desk.places == ()) == (key != "X")
        if key == "X":
            self.driver.keys("Escape")
        places = [*(edits.place_at(page, span, template.label) for span in here), *chosen]
        does = key in ("P", "Return")
        self.oracle.acted(page, (lambda: edits.put(page, template, places, looked_at=here)) if does else None)
        assert desk.places == ()

    def letters(self, wanted: Any = None, extra: dict[str, str] | None = None) -> Any:
        """Type the letters of one of the hints that show (or of ``extra`` ones); what it stands for, None without any."""
        hints: dict[Any, str] = {**self.driver.window.desk.hints, **(extra or {})}
        if not hints:
            return None
        chosen = wanted or self.random.choice(sorted(hints))
        self.driver.type(hints[chosen])
        return chosen

    def entity(self, but: str | None, extra: dict[str, str] | None = None) -> str | None:
        """Choose one of all entities ``but`` one."""
        hints = self.driver.window.desk.hints
        assert set(hints) == {e.id for e in self.driver.page.entities if e.id != but}
        chosen: str | None = self.letters(extra=extra)
        return chosen

    def mark(self) -> None:
        """V and a hint select words; after that, what was selected may be cut where hints cut."""
        page, desk = self.driver.page, self.driver.window.desk
        self.driver.keys("V", *("V" for _ in range(self.random.randint(0, 2))))
        span = self.letters()
        self.driver.keys(*("Escape" for _ in range(span is None and bool(self.driver.window.hands.mode_words))))
        self.oracle.acted(page, None)
        if span is not None:
            assert desk.selection() == span
            assert has_clean_edges(page.text, span)

    def join(self) -> None:
        """E and a hint: selected words or the mention in focus join an entity, an entity is merged."""
        page, focus, mention = self.driver.page, self.driver.window.bridge.focus, self.driver.mention
        words = self.driver.window.desk.selection()
        own = mention.entity if mention is not None else focus if page.entity(focus) is not None else None
        self.driver.keys("E")
        if words is None and own is None:
            assert not self.driver.window.hands.mode_words
            self.oracle.acted(page, None)
            return
        goal = self.entity(own if words is None else None)
        entity = page.entity(goal) if goal is not None else None
        if goal is None or entity is None:
            self.oracle.acted(page, None)
        elif words is not None:
            self.oracle.acted(page, lambda: edits.add(page, words.start, words.end, entity.label, goal))
        elif mention is None:
            self.oracle.acted(page, lambda: edits.merge(page, focus, goal))
        elif self.oracle.acted(page, lambda: edits.join(page, focus, goal)):
            self.oracle.joined = mention.range

    def stance(self, *, ask_holder: bool = False) -> None:
        """S: of the focus (of a stance, its holder), else of whom a hint says; a hint for the target, and a polarity."""
        page, mention, stance = self.driver.page, self.driver.mention, self.driver.stance
        focus = self.driver.window.bridge.focus
        holder: str | None = None
        if not ask_holder:
            holder = stance.holder if stance else mention.entity if mention else focus if page.entity(focus) else None
        self.driver.keys("Shift+S" if ask_holder else "S")
        if holder is None:
            holder = self.entity(None, {WRITER: "w", UNNAMED: "u"})
        target = self.entity(holder)
        self.polarity(page, holder, target)

    def polarity(self, page: Page, holder: str | None, target: str | None) -> None:
        """The last keys of a stance: other cues, other edges, then a polarity; what is none leaves all as it is."""
        if holder is None or target is None:
            self.driver.keys(*("Escape" for _ in range(bool(self.driver.window.hands.mode_words))))
            self.oracle.acted(page, None)
            return
        cue = self.driver.window.desk.selection()
        cue = cue or edits.propose(page, holder, target, self.oracle.reading_at())
        for step in self.random.choices(("hint", "V", *CUE_EDGES), k=self.random.randint(0, 3)):
            if step == "hint":
                cue = self.letters() or cue
                continue
            self.driver.keys(step)
            if step in CUE_EDGES and cue is not None:
                cue = moved_edge(page, cue, *CUE_EDGES[step], by_character=False) or cue
        key = self.random.choice((*POLARITY_KEYS, "Escape"))
        self.driver.keys(key)
        assert not self.driver.window.hands.mode_words
        made, cues = POLARITY_KEYS.get(key), (cue,) if cue else ()
        self.oracle.acted(page, (lambda: edits.add_stance(page, holder, target, made, cues)) if made else None)

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
        mention = self.random.choice(page.mentions)
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
        one, two = (self.place(self.random.choice(seen).range) for _ in range(2))
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
        self.driver.finish()
        after = self.oracle.stored(page.article.id)
        assert after.status == "done"
        assert after == unlooked(edits.finish(page, "tester", str(after.done_at))[0])
        self.oracle.note(page.article.id, page.annotation, after)


def fresh(path: Path) -> Project:
    """A project of three small articles with suggestions."""
    project = Project.create(path, curator="tester")
    articles = [article(text) for text in (NASTY, TEXT, OTHER)]
    project.add(articles)
    project.add_run(Run("r1", "hand", "1", "2025-01-01T00:00:00Z"))
    project.put_suggestions([(a.id, suggested(a.text)) for a in articles])
    return project


@pytest.mark.parametrize("seed", range(20))
def test_keys_and_mouse_do_what_the_pure_acts_do(driver: Driver, tmp_path: Path, seed: int) -> None:
    driver.window.set_project(fresh(tmp_path / "script.annot"))
    driver.settle()
    player = Player(driver, seed)
    oracle = player.oracle
    start = {id: oracle.stored(id) for id in oracle.project.store.ids()}
    for _ in range(30):
        step = player.step()
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
