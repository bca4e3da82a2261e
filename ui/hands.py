"""What the curator's hands do on the desk: every act on the article, from keys, menus, palette or mouse alike."""

from __future__ import annotations

from PySide6.QtCore import QObject

from annotator import edits
from annotator.page import Page, is_open
from annotator.spans import Range, line_at
from ui.asking import DeskLike
from ui.bridge import Bridge
from ui.edges import moved_edge
from ui.stancing import Stancing


class Hands(Stancing):
    """Decides about the selection, the focus or the word under the caret; stances are in the class beneath."""

    def __init__(self, bridge: Bridge, desk: DeskLike, parent: QObject | None = None) -> None:
        super().__init__(bridge, desk, parent)
        self._marked: tuple[str, ...] = ()

    # --- deciding

    def accept(self) -> None:
        """Accept the suggestion in focus and go to the next; on what is decided, or on nothing, only go."""
        if is_open(self.bridge.focus):
            self.bridge.decide(edits.accept, self.bridge.focus)
        else:
            self.bridge.step(1, only_open=True, offset=self.desk.caret())

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
        asked = f"Join {edits.shorten(words)} to" if mention else f"Merge {edits.shorten(words)} into"
        self._pick(ends, f"{asked} which entity?", chosen)

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
