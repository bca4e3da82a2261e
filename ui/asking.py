"""What an act is about, and how a curator is asked: letters to type on entities and words, and questions.

One decision order everywhere: a selection, if there is one, else the focus, else the word under the caret.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from annotator.page import MentionItem, Page, StanceItem
from annotator.spans import Range, trim
from ui.bridge import Bridge
from ui.desk.hints import hint_letters
from ui.keymap import Keymap, pressed
from ui.marking import OTHER, cue_hints, markable_hints, place_in_hand
from ui.modes import Mode, typing


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


class Asking(QObject):
    """What acts are about, and short states in which keys mean something else: hints, questions.

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

    def _tell(self, words: str) -> None:
        self.bridge.said.emit("told", words)
