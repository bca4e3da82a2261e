"""What the curator's hands do on the desk: decide about the selection, the focus or the word under the caret.

One decision order everywhere: a selection, if there is one, else the focus, else the word under the caret.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from annotator import edits
from annotator.page import MentionItem, Page, StanceItem, is_open
from annotator.records import MANNERS, POLARITIES, UNNAMED, WRITER, Polarity
from annotator.spans import Range, line_at, next_character, previous_character, trim
from ui.bridge import Bridge
from ui.desk.hints import hint_letters
from ui.keymap import Keymap, pressed
from ui.marking import OTHER, cue_hints, markable_hints, place_in_hand
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


class DeskLike(Protocol):
    """What the hands need of the reading desk. Offsets are code points."""

    def selection(self) -> Range | None: ...
    def caret(self) -> int: ...
    def clear_selection(self) -> None: ...
    def set_caret(self, offset: int) -> None: ...
    def visible_range(self) -> Range: ...
    def set_selection(self, span: Range | None, *, exact: bool = False) -> None: ...
    def show_hints(self, hints: Mapping[str, str] | Mapping[Range, str], typed: str) -> None: ...
    def show_places(self, places: Sequence[Range]) -> None: ...
    def clear_hints(self) -> None: ...


class Hands(QObject):
    """Every act on the article, from keys, menus, palette or mouse alike.

    ``asked(str)``: what a mode waits for, in words, or "" when no mode is on. ``hinted(object, str)``: letters by
    entity to show beside the text too, and what was typed of them; an empty dict takes them away.
    """

    asked = Signal(str)
    hinted = Signal(object, str)

    def __init__(self, bridge: Bridge, desk: DeskLike, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.desk = desk
        self.keymap = Keymap()
        """The keys that hold, for words that name one."""
        self._mode: Mode | None = None
        self._marked: tuple[str, ...] = ()

    # --- what an act is about

    @property
    def page(self) -> Page | None:
        """The page on the desk."""
        return self.bridge.page

    def focused_mention(self) -> MentionItem | None:
        """The mention in focus; of an entity in focus, none."""
        return self.page.mention(self.bridge.focus) if self.page else None

    def focused_stance(self) -> StanceItem | None:
        """The stance in focus."""
        return self.page.stance(self.bridge.focus) if self.page else None

    def focused_entity(self) -> str | None:
        """The id of the entity in focus, or of the one whose mention is."""
        if self.page is None:
            return None
        mention = self.focused_mention()
        if mention is not None:
            return mention.entity
        return self.bridge.focus if self.page.entity(self.bridge.focus) else None

    def words_at_hand(self) -> Range | None:
        """The selection, else the word under the caret; None between words."""
        page = self.page
        if page is None:
            return None
        selection = self.desk.selection()
        if selection is not None:
            return selection
        token = page.tokens.at(self.desk.caret())
        return trim(page.text, token) if token else None

    # --- deciding

    def accept(self) -> None:
        """Accept the suggestion in focus and go to the next."""
        if self._needs_open():
            self.bridge.decide(edits.accept, self.bridge.focus)

    def reject(self) -> None:
        """Reject the suggestion in focus, or remove the decided item in focus, and go on."""
        focus = self.bridge.focus
        if self.page is not None and self.page.entity(focus) is not None and self.page.mention(focus) is None:
            self.bridge.do(edits.remove_entity, focus)
        elif focus:
            self.bridge.decide(edits.reject, focus)
        else:
            self._tell(f"Nothing is in focus. {self.keymap.call('next_open')} goes to the next suggestion.")

    def accept_rest(self, threshold: float) -> None:
        """Accept all remaining suggestions of this article above the threshold."""
        self.bridge.do(edits.accept_rest, threshold)

    def set_label(self, name: str) -> None:
        """Label the selection, else the focus, else the word under the caret."""
        page = self.page
        if page is None:
            return
        selection = self.desk.selection()
        if selection is not None:
            self._add(selection, name)
        elif (mention := self.focused_mention()) is not None:
            if is_open(mention.id):
                self.bridge.decide(edits.label, mention.id, name)
            else:
                self.bridge.do(edits.label, mention.id, name)
        elif page.entity(self.bridge.focus) is not None:
            self.bridge.do(edits.label_entity, self.bridge.focus, name)
        elif self.focused_stance() is not None:
            self._tell("A stance has no label: select the words that are to have it.")
        elif (word := self.words_at_hand()) is not None:
            self._add(word, name)
        else:
            self._tell("Select words, or put the caret on one, then press a label's key.")

    def _add(self, span: Range, name: str, entity: str | None = None) -> None:
        change = self.bridge.do(edits.add, span.start, span.end, name, entity)
        if change is not None:
            self.desk.clear_selection()
            self.bridge.focus_made(change)

    def move_edge(self, edge: str, outwards: bool, by_character: bool) -> None:
        """Move the start or the end of the selection, else of the mention in focus, by a token or a character."""
        mention, page, selection = self.focused_mention(), self.page, self.desk.selection()
        if page is not None and selection is not None:
            self.desk.set_selection(moved_edge(page, selection, edge, outwards, by_character) or selection, exact=True)
            return
        if mention is None or page is None:
            self._tell("This takes a mention in focus, or words selected.")
            return
        span = moved_edge(page, mention.range, edge, outwards, by_character)
        if span is None:
            self._tell("There is no room to move this edge.")
            return
        change = self.bridge.do(edits.move, mention.id, span.start, span.end)
        self.bridge.focus_made(change)

    # --- entities

    def join(self) -> None:
        """Join the mention in focus to an entity, chosen by a hint; an entity in focus is merged into it.

        Words that are selected become a mention of the entity.
        """
        page = self.page
        if page is None:
            return
        mention, entity, selection = self.focused_mention(), self.focused_entity(), self.desk.selection()
        if selection is not None:
            self._add_to_entity(page, selection)
            return
        if entity is None:
            self._tell(f"{self.keymap.call('join')} joins a mention to an entity: put one in focus, or select words.")
            return

        def chosen(goal: str) -> None:
            if mention is not None:
                self.bridge.focus_made(self.bridge.do(edits.join, mention.id, goal))
            elif self.bridge.do(edits.merge, entity, goal) is not None:
                self.bridge.set_focus(goal)

        ends = [e.id for e in page.entities if e.id != entity]
        words = page.words(mention) if mention else page.name(entity)
        self._pick(ends, f"Join {edits.shorten(words)} to which entity?", chosen)

    def _add_to_entity(self, page: Page, span: Range) -> None:
        def chosen(goal: str) -> None:
            entity = page.entity(goal)
            if entity is not None:
                self._add(span, entity.label, goal)

        self._pick(
            [e.id for e in page.entities], f"{edits.shorten(span.of(page.text))} is a mention of which entity?", chosen
        )

    def own_entity(self) -> None:
        """Make the mention in focus an entity of its own; with others that are marked, one entity together."""
        mention, marked = self.focused_mention(), self._marked
        if mention is not None:
            items = marked if mention.id in marked else (mention.id,)
            self.bridge.focus_made(self.bridge.do(edits.own_entity, *items))
        else:
            self._tell(f"{self.keymap.call('own_entity')} takes a mention in focus.")

    def mark(self, items: tuple[str, ...]) -> None:
        """Mentions that the next split is about, the one in focus among them; none when it is alone."""
        if len(items) > 1:
            key = self.keymap.call("own_entity")
            self._tell(f"{len(items)} mentions are marked: {key} makes them one entity of their own.")
        self._marked = items

    def about(self) -> None:
        """Choose by a hint whom the entity in focus is about, or is not any more: its polarity carries over there."""
        page, entity = self.page, self.focused_entity()
        shown = page.entity(entity) if page is not None and entity is not None else None
        if page is None or shown is None:
            self._tell("This takes an entity in focus, such as a topic.")
            return
        now = f" (now {', '.join(map(page.name, shown.about))})" if shown.about else ""

        def chosen(goal: str) -> None:
            change = self.bridge.do(edits.about, shown.id, goal)
            if change is not None and not self.bridge.focus:
                self.bridge.focus_made(change, "entities")

        ends = [e.id for e in page.entities if e.id != shown.id]
        self._pick(ends, f"Whom is {shown.name} about?{now} The same again takes it away.", chosen)

    def rename(self, name: str) -> None:
        """Rename the entity in focus."""
        if (entity := self.focused_entity()) is not None:
            self.bridge.do(edits.rename, entity, name)

    def link(self, identifier: str) -> None:
        """Link the entity in focus to a Wikidata id; an empty one takes the link away."""
        if (entity := self.focused_entity()) is not None:
            self.bridge.do(edits.link, entity, "wikidata", identifier)

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

    # --- the article

    def flag(self) -> None:
        """Flag the article, or take its flag away."""
        self.bridge.do(edits.flag)

    def boilerplate(self) -> None:
        """Mark the lines of the selection (or of the caret) as boilerplate, or as body again."""
        page = self.page
        if page is None:
            return
        span = self.desk.selection() or line_at(page.text, self.desk.caret())
        kind = "body" if page.is_boilerplate(span.start) else "boilerplate"
        self.bridge.do(edits.mark_section, span.start, span.end, kind)

    def skip(self) -> None:
        """Put the article aside and take the next."""
        if self.bridge.do(edits.skip) is not None:
            self.bridge.open_next()

    # --- modes: hints and polarity

    @property
    def mode_words(self) -> str:
        """What a mode waits for, or ""."""
        return self._mode.words if self._mode else ""

    def end_mode(self) -> bool:
        """Leave hints or the choice of a polarity; True when there was a mode to leave."""
        if self._mode is None:
            return False
        mode, self._mode = self._mode, None
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self.desk.clear_hints()
        self.hinted.emit({}, "")
        self.asked.emit("")
        mode.left()
        return True

    def enter(self, mode: Mode) -> None:
        """Begin a mode; one that was on is left."""
        self.end_mode()
        self._mode = mode
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        self.asked.emit(mode.words)

    def _pick(
        self, ends: list[str], words: str, chosen: Callable[[str], None], extra: dict[str, str] | None = None
    ) -> None:
        """Show a hint on each entity (its mention nearest to what is read) and wait until one is typed."""
        page = self.page
        if page is None:
            return
        extra = extra or {}
        if not ends and not extra:
            self._tell("There is no other entity on this page yet.")
            return
        visible = self.desk.visible_range()
        ordered = sorted(ends, key=lambda e: not any(visible.overlaps(m.range) for m in page.mentions_of(e)))
        spots = dict(zip(ordered, hint_letters(len(ends), set(extra.values())), strict=True))

        def show(so_far: str) -> None:
            self.desk.show_hints(spots, so_far)
            self.hinted.emit(spots, so_far)

        def picked(end: str) -> None:
            self.end_mode()
            chosen(end)

        self.enter(Mode(words, typing({**spots, **extra}, show, picked)))
        show("")

    # --- marking words

    def _place(self, page: Page) -> int:
        return place_in_hand(page, self.desk.visible_range(), self.bridge.focus, self.desk.caret())

    def mark_words(self) -> None:
        """Show a hint on words to select: with a stance in focus what may be its cue, else what may be marked."""
        stance = self.focused_stance()
        ends = (stance.holder, stance.target) if stance is not None else ()

        def select(span: Range) -> None:
            self.desk.set_selection(span, exact=True)

        self._offer(select, cues=stance is not None, ends=ends)

    def _offer(self, then: Callable[[Range], None], *, cues: bool, ends: tuple[str, ...] = (), turn: int = 0) -> None:
        """Hints on words: the one that is typed goes to what shall be done ``then``; at each turn other words have them."""
        page = self.page
        if page is None:
            return
        seen, near = self.desk.visible_range(), self._place(page)
        batch, cues_now = turn // 2, cues != bool(turn % 2)
        hints = cue_hints(page, seen, near, ends, batch) if cues_now else markable_hints(page, seen, near, batch)

        if turn and not hints:
            self._offer(then, cues=cues, ends=ends)
            return

        def chosen(span: Range) -> None:
            self.end_mode()
            then(span)

        choose = typing(hints, lambda so_far: self.desk.show_hints(hints, so_far), chosen)

        def typed(key: str) -> bool:
            if key.lower() == OTHER:
                self._offer(then, cues=cues, ends=ends, turn=turn + 1)
                return True
            return choose(key)

        words = (
            "Which words show the stance? (v: other words)"
            if cues_now
            else "Which words? (v: words that show a stance)"
        )
        self.enter(Mode(words, typed))
        self.desk.show_hints(hints, "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While a mode is on, keys belong to it; a key that it does not know leaves everything as it is."""
        if self._mode is None or not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        if event.isAutoRepeat():
            return True  # the key that asked may still be down
        if event.key() == Qt.Key.Key_Escape:
            self.end_mode()
            return True
        if self._mode.pressed(event):
            return True
        names = [key for key in (event.text(), pressed(event)) if key and key.isprintable()]
        if names and not any(self._mode.typed(key) for key in names):
            self._tell(f"No {'such hint' if names[0].isalpha() else 'such choice'}: {names[0]}. Esc leaves.")
        return True

    def _needs_open(self) -> bool:
        if is_open(self.bridge.focus):
            return True
        words = "This is decided already." if self.bridge.focus else "Nothing is in focus."
        self._tell(f"{words} {self.keymap.call('next_open')} goes to the next suggestion.")
        return False

    def _tell(self, words: str) -> None:
        self.bridge.said.emit("told", words)


def moved_edge(page: Page, span: Range, edge: str, outwards: bool, by_character: bool) -> Range | None:
    """``span`` with its "start" or "end" moved by one token or character; None when there is no room.

    By tokens an edge never stops at a possessive: from "Reed" it goes on to "Reed’s party", by characters to "Reed’".
    """
    start, end, text, tokens = span.start, span.end, page.text, page.tokens
    if by_character:
        step = previous_character if outwards == (edge == "start") else next_character
        moved = Range(step(text, start), end) if edge == "start" else Range(start, step(text, end))
        return moved if moved.start < moved.end and moved != span else None
    if edge == "start":
        start = tokens.previous_start(start) if outwards else tokens.next_start(start)
    else:
        end = tokens.next_end(end) if outwards else tokens.previous_end(end)
    moved = Range(start, end)
    if start >= end or moved == span:
        return None
    clean = trim(text, moved)
    if clean is None or (clean.start != start if edge == "start" else clean.end != end):
        return moved_edge(page, moved, edge, outwards, by_character)
    return clean if trim(text, span) == span else moved  # an edge that was forced by character stays
