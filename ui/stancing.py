"""Stances by keys: who, towards whom or what, which way, and the words that show it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

from annotator import edits
from annotator.records import MANNERS, POLARITIES, UNNAMED, WRITER, Polarity
from annotator.spans import Range
from ui.asking import Asking
from ui.edges import moved_edge
from ui.marking import OTHER, cue_hints
from ui.modes import Mode, typing

POLARITY_SIGNS: dict[str, Polarity] = {"−": "against", "_": "against"}
"""Signs that are taken for a polarity's key, whichever keys hold."""


EDGE_SIGNS = {
    **dict.fromkeys("[,", ("start", True)),
    **dict.fromkeys("{<;", ("start", False)),
    **dict.fromkeys("].", ("end", True)),
    **dict.fromkeys("}>:", ("end", False)),
}
"""Signs that move an edge of the proposed cue while the polarity is asked for: which edge, and whether outwards."""


class Stancing(Asking):
    """Every act on stances."""

    # --- stances

    def stance(self, *, ask_holder: bool = False) -> None:
        """Begin a stance: the entity in focus is the holder, a hint chooses the target, a key the polarity.

        Of a stance in focus it is the holder again. Words that are selected become the cue.
        """
        page, stance = self.page, self.focused_stance()
        if page is None:
            return
        holder = stance.holder if stance is not None else self.focused_entity()
        if ask_holder or holder is None:
            ends = [e.id for e in page.entities]
            extra = {WRITER: "w", UNNAMED: "u"}
            self._pick(ends, "Who holds the stance? (w: the writer, u: somebody unnamed)", self._ask_target, extra)
        else:
            self._ask_target(holder)

    def begin_stance(self, holder: str, target: str) -> None:
        """Begin a stance of which both ends are known (a drag from one mention to another)."""
        self._ask_polarity(holder, target)

    def _ask_target(self, holder: str) -> None:
        if self.page is None:
            return
        ends = [e.id for e in self.page.entities if e.id != holder]
        words = f"{self.page.name(holder)} → for or against whom or what?"
        self._pick(ends, words, lambda target: self._ask_polarity(holder, target))

    def _ask_polarity(self, holder: str, target: str, cue: Range | None = None, batch: int = 0) -> None:
        """Ask for the polarity; the cue is the one chosen, else the selection, else the one that the parse offers.

        Letters at other words make them the cue instead; the signs that move edges move its edges.
        """
        page = self.page
        if page is None:
            return
        seen, near = self.desk.visible_range(), self._place(page)
        cue = cue or self.desk.selection() or edits.propose(page, holder, target, near)
        ends = (holder, target)
        signs = self.polarity_keys()
        hints = cue_hints(page, seen, near, ends, batch, frozenset(map(str.lower, signs)))
        if batch and not hints:
            self._ask_polarity(holder, target, cue)
            return
        choose = typing(
            hints,
            lambda so_far: self.desk.show_hints(hints, so_far),
            lambda span: self._ask_polarity(holder, target, span),
        )

        def typed(key: str) -> bool:
            if cue is not None and key in EDGE_SIGNS:
                self._ask_polarity(holder, target, moved_edge(page, cue, *EDGE_SIGNS[key], by_character=False) or cue)
                return True
            if key.lower() == OTHER:
                self._ask_polarity(holder, target, cue, batch + 1)
                return True
            polarity = signs.get(key) or signs.get(key.upper())
            if polarity is None:
                return choose(key)
            self.end_mode()
            change = self.bridge.do(edits.add_stance, holder, target, polarity, (cue,) if cue else ())
            self.bridge.focus_made(change, "stances")
            return True

        between = " → ".join(textwrap.shorten(page.name(end), 22, placeholder="…") for end in ends)
        cue_words = f"cue {edits.shorten(cue.of(page.text))}" if cue else "no cue"
        ways = "   ".join(f"{self.keymap.call(p).replace('-', '−')}\N{NO-BREAK SPACE}{p}" for p in POLARITIES)
        question = f"{between}, {cue_words} (letters, v: another)   {ways}"
        self.enter(Mode(question, typed, left=lambda: self.desk.show_places(())))
        self.desk.show_places((cue,) if cue else ())
        self.desk.show_hints(hints, "")

    def polarity_keys(self) -> dict[str, Polarity]:
        """What may be typed for a polarity while one is asked for: the keys that hold."""
        return POLARITY_SIGNS | {key: p for p in POLARITIES for key in self.keymap.of(p)}

    def polarity(self, polarity: Polarity) -> None:
        """Set the polarity of the stance in focus."""
        self._on_stance(edits.set_polarity, polarity)

    def manner(self) -> None:
        """Turn to the next manner of the stance in focus: quoted, reported, acted."""
        if (stance := self.focused_stance()) is not None:
            following = MANNERS[(MANNERS.index(stance.manner) + 1) % len(MANNERS)]
            self._on_stance(edits.set_manner, following)
        else:
            self._tell("This takes a stance in focus.")

    def reverse(self) -> None:
        """Turn the stance in focus round."""
        self._on_stance(edits.reverse)

    def cue(self, *, another: bool) -> None:
        """Make the selection (or the word under the caret) the cue of the stance in focus, or one more cue."""
        words = self.words_at_hand()
        if words is None:
            self._tell(f"Select the words that show the stance, then press {self.keymap.call('cue')}.")
        elif another:
            self._on_stance(edits.add_cue, words)
        else:
            self._on_stance(edits.set_cues, (words,))

    def drop_cue(self) -> None:
        """Take away the cue that the selection touches, or the only one; of several a digit chooses."""
        page, stance = self.page, self.focused_stance()
        if page is None or stance is None or not stance.cues:
            self._tell("This takes a stance with a cue in focus.")
            return
        selection = self.desk.selection()
        cues = [c for c in stance.cues if selection is not None and c.overlaps(selection)] or list(stance.cues)
        if len(cues) == 1:
            self._on_stance(edits.drop_cue, cues[0])
            return

        def typed(key: str) -> bool:
            if not (key.isdecimal() and 1 <= int(key) <= len(cues)):
                return False
            self.end_mode()
            self._on_stance(edits.drop_cue, cues[int(key) - 1])
            return True

        words = "   ".join(f"{n} {edits.shorten(c.of(page.text))}" for n, c in enumerate(cues[:9], start=1))
        self.enter(Mode(f"Which cue goes?   {words}", typed))

    def source(self) -> None:
        """Choose by a hint who tells of the stance in focus; x: nobody but the article."""
        page, stance = self.page, self.focused_stance()
        if page is None or stance is None:
            self._tell("This takes a stance in focus.")
            return
        ends = [e.id for e in page.entities if e.id != stance.holder]

        def chosen(end: str) -> None:
            self._on_stance(edits.set_source, None if end == WRITER else end)

        self._pick(ends, "Who says so? (x: the article itself)", chosen, {WRITER: "x"})

    def change_end(self, end: str) -> None:
        """Choose another "holder" or "target" for the stance in focus by a hint."""
        page, stance = self.page, self.focused_stance()
        if page is None or stance is None:
            self._tell("This takes a stance in focus.")
            return
        other = stance.target if end == "holder" else stance.holder
        extra = {WRITER: "w", UNNAMED: "u"} if end == "holder" else {}
        item = stance.id

        def chosen(goal: str) -> None:
            self.bridge.focus_made(self.bridge.do(edits.set_ends, item, **{end: goal}), "stances")

        self._pick([e.id for e in page.entities if e.id != other], f"Which {end}?", chosen, extra)

    def _on_stance(self, act: Callable[..., edits.Edit], *args: object) -> None:
        stance = self.focused_stance()
        if stance is None:
            self._tell("This takes a stance in focus.")
            return
        change = self.bridge.do(act, stance.id, *args)
        if change is not None:
            self.desk.clear_selection()
            self.bridge.focus_made(change, "stances")
