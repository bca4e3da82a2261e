"""What actions ask for beyond acts on the article: dialogs, the palette, going from panel to panel."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget

from annotator import edits
from annotator.ledger import Line, ledger
from annotator.reckoning import reckon
from annotator.relabelling import count_labels, count_wordings
from annotator.spans import Range
from ui import dialogs
from ui.appearance import Appearance
from ui.asides import Asides
from ui.beside import Beside
from ui.bridge import BLIND, Bridge
from ui.desk.view import Desk
from ui.dialogs.labels import LabelBar, LabelList
from ui.dialogs.problem import ask_yes_no
from ui.files import Files
from ui.finding import Finding
from ui.hands import Hands
from ui.jobs import Sliced
from ui.menus import Menus
from ui.panels.card import next_best
from ui.panels.find import FindBar
from ui.panels.inspector import InspectorPanel
from ui.panels.queue import QueuePanel
from ui.reading import Reading
from ui.same import SameHere
from ui.suggesting import Suggesting


@dataclass(frozen=True, slots=True)
class Parts:
    """What stands in the window."""

    queue: QueuePanel
    desk: Desk
    inspector: InspectorPanel
    find_bar: FindBar
    label_bar: LabelBar
    asides: Asides

    @property
    def panels(self) -> tuple[QWidget, ...]:
        """Those that F6 goes round, in order."""
        return self.queue, self.desk, *self.asides.panels, self.inspector


class Commands(QObject):
    """Does what the table of actions asks for (``ui.actions.CommandsLike``)."""

    def __init__(
        self,
        window: QMainWindow,
        bridge: Bridge,
        hands: Hands,
        parts: Parts,
        *,
        files: Files,
        suggesting: Suggesting,
        appearance: Appearance,
        reading: Reading,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = bridge
        self._hands = hands
        self._parts = parts
        self._files = files
        self._suggesting = suggesting
        self._appearance = appearance
        self._reading = reading
        self._asides = parts.asides
        self.beside = Beside(window, bridge, hands, parts.desk, suggesting, appearance)
        self._same = SameHere(bridge, hands, parts.desk)
        self.menus: Menus | None = None
        self._finding = Finding(window, bridge, self.open_article, appearance.settings)
        bridge.pageOpened.connect(lambda _page: self._leave_inspector())

    def stop(self) -> None:
        """The window closes: what runs beside it ends."""
        self._asides.stop()
        self.beside.stop()

    # --- the article

    def finish(self) -> None:
        """The article is done; what is still open or was never looked at is asked about once."""
        bridge = self._bridge
        if bridge.page is None or self._asides.holds_back():
            return
        page = bridge.page
        if page.annotation.status == "done":
            bridge.open_next()
            return
        self._reading.look()
        unread = bridge.unread()
        bare = dialogs.why_bare(page)
        if page.open or unread or bare:
            likely = self._likely
            above = sum(1 for i in page.open if (getattr(page.item(i), "p", 0) or 0) >= likely)
            choice = dialogs.FinishDialog.ask(self._window, len(page.open), above, likely, len(unread), bare)
            if choice is dialogs.FinishChoice.SHOW:
                self.show_found(unread[0].start, unread[0].end)
            elif choice is dialogs.FinishChoice.DECIDE:
                bridge.set_focus(page.open[0])
            if choice in (dialogs.FinishChoice.STAY, dialogs.FinishChoice.DECIDE, dialogs.FinishChoice.SHOW):
                return
            if choice is dialogs.FinishChoice.ACCEPT and above and bridge.do(edits.accept_rest, likely) is None:
                return
        if bridge.finish() is not None:
            bridge.open_next()

    def accept_rest(self) -> None:
        """Accept what is left and likely."""
        self._hands.accept_rest(self._likely)

    @property
    def _likely(self) -> float:
        """The probability from which Shift+Enter and Done accept what is left."""
        return self._bridge.scheme.levels.likely

    def same_here(self) -> None:
        """The same for the same words in this article, after a look at the places."""
        self._same.ask()

    def same_everywhere(self) -> None:
        """The same for the same words in the whole project, after a look at the places."""
        self._asides.bulk.open_everywhere()
        self._keep_in_view()

    def write_note(self) -> None:
        """Write a note on the article."""
        page = self._bridge.page
        words = dialogs.NoteDialog.ask(self._window, page.annotation.note) if page else None
        if words is not None:
            self._bridge.do(edits.note, words)

    def suggest_all(self) -> None:
        """Have every open article suggested, in the background."""
        self._suggesting.ask_all()

    def take_newer(self) -> None:
        """Show the newest run's suggestions for this article, which wait until then."""
        self._reading.look()
        self._bridge.take_newer()

    def show_hidden(self) -> None:
        """List what the model suggested and the page does not show; or close the list."""
        self._asides.hiding.toggle()
        self._keep_in_view()

    def set_levels(self) -> None:
        """Say from which probabilities on suggestions are shown, perhaps right and likely."""
        self._asides.hiding.ask_levels()

    def switch_memory(self) -> None:
        """Have memory suggest, or keep silent."""
        project = self._bridge.project
        if project is not None:
            self._bridge.suggest_from_memory(not project.remembers)

    def set_blindness(self) -> None:
        """Ask how many articles are curated blind."""
        project = self._bridge.project
        if project is not None:
            share = dialogs.ask_share(self._window, project.blindness.share, project.name)
            if share is not None:
                self._bridge.set_blindness(msgspec.structs.replace(project.blindness, share=share))

    def unblind(self) -> None:
        """Ask once, then show the suggestions of a blind article."""
        title = "Show the suggestions?"
        words = "The article counts as blind no more, also if it was done blind. This cannot be undone: seen is seen."
        if ask_yes_no(self._window, title, words, "Show them"):
            self._reading.look()
            self._bridge.unblind()

    def show_ledger(self) -> None:
        """What became of the suggestions: of this article, and of all."""
        page, project = self._bridge.page, self._bridge.project
        if project is None:
            return
        lines: tuple[Line, ...] = ()
        suggestion = project.suggested(page) if page is not None else None
        if page is not None and suggestion is not None:
            lines = ledger(page.annotation, suggestion, self._bridge.looked_at)
        text, none = (page.text, {"none": BLIND} if page.blind else {}) if page is not None else ("", {})
        dialog = dialogs.LedgerDialog(self._window, lines, text, **none)
        job = Sliced(reckon(project), self)
        job.progressed.connect(dialog.show_reckoned)
        job.finished.connect(dialog.show_reckoned)
        job.start()
        dialog.exec()
        job.end()
        if dialog.chosen is not None:
            self._parts.desk.setFocus()
            self.show_found(dialog.chosen.place.start, dialog.chosen.place.end)
        dialog.deleteLater()

    def show_models(self) -> None:
        """The shelf of models, and training one from the gold."""
        self.beside.show_models()

    def show_doubts(self) -> None:
        """Gold that looks wrong."""
        self.beside.show_doubts()

    def show_review(self) -> None:
        """The review room: how good the suggestions are, and where they fail."""
        self.beside.show_review()

    # --- several curators

    def merge(self) -> None:
        """Ask for other curators' files and bring their versions in."""
        self._files.ask_and_merge()

    def adjudicate(self) -> None:
        """Compare the versions of an article; or close the panel."""
        self._asides.adjudicating.toggle()
        self._keep_in_view()

    def take_version(self, place: int) -> None:
        """Take the version that is shown in this place (from 0)."""
        self._asides.adjudicating.take(place)

    def settle(self, how: str) -> None:
        """Settle the disagreement in hand: "both", "neither", "as it stands"; or edit it "by hand"."""
        room = self._asides.adjudicating
        {"both": room.both, "neither": room.neither, "as it stands": room.settle, "by hand": room.by_hand}[how]()

    def step_disputed(self, by: int) -> None:
        """Go to the next or previous disagreement."""
        self._asides.adjudicating.step(by)

    def hide_names(self) -> None:
        """Hide curators' names where versions are compared, or show them."""
        self._asides.adjudicating.switch_names()

    # --- entities and labels

    def rename_entity(self) -> None:
        """Ask for the name of the entity in focus."""
        page, entity = self._bridge.page, self._hands.focused_entity()
        if page is not None and entity is not None:
            name = dialogs.ask_line(self._window, "Name of the entity", page.name(entity))
            if name is not None:
                self._hands.rename(name)

    def link_entity(self) -> None:
        """Ask for the Wikidata id of the entity in focus."""
        page, entity = self._bridge.page, self._hands.focused_entity()
        shown = page.entity(entity) if page is not None and entity is not None else None
        if shown is not None:
            found = dialogs.ask_line(self._window, "Wikidata id (Q…)", shown.links.get("wikidata", ""), r"(Q[1-9]\d*)?")
            if found is not None:
                self._hands.link(found)

    def show_labels(self) -> None:
        """All labels, to choose one by typing."""
        project, desk = self._bridge.project, self._parts.desk
        if project is not None and self.menus is not None:
            mention = self._hands.focused_mention()
            likely = next_best(mention, self.menus.scheme) if mention is not None else ()
            menu = LabelList(self.menus.scheme, self._window, likely)
            menu.chosen.connect(self._hands.set_label)
            menu.show_at(desk.mapToGlobal(desk.cursorRect().bottomLeft()))

    def show_guideline(self) -> None:
        """Open or close the guideline of the label (or polarity) in focus."""
        self._asides.guiding.toggle()

    def edit_scheme(self, at: str = "") -> None:
        """Change labels, colours, keys and guidelines, beginning with one of them."""
        project, bridge = self._bridge.project, self._bridge
        if project is not None:
            at = at or self._asides.guiding.subject()
            splitting = dialogs.Splitting(lambda label: count_wordings(project, label), bridge.split_label)
            dialogs.SchemeDialog(
                self._window, project.scheme, count_labels(project), bridge.change_scheme, at, splitting
            ).exec()

    # --- finding

    def find_here(self) -> None:
        """Find words in this article."""
        self._parts.find_bar.open()

    def show_found(self, start: int, end: int) -> None:
        """Select what was found."""
        self._parts.desk.set_selection(Range(start, end))

    def search_project(self) -> None:
        """Find words in the whole project."""
        self._asides.bulk.open()
        self._keep_in_view()

    def next_hit(self, step: int) -> None:
        """Go to the next or previous place found: in this article while its find bar is open, else in the project."""
        parts = self._parts
        if parts.find_bar.isVisible() and not self._asides.searching:
            parts.find_bar.step(step)
        else:
            self._asides.bulk.step(step)

    def put_here(self, *, go_on: bool) -> None:
        """Put the template on the place found (and go on to the next)."""
        self._asides.bulk.put_here(go_on=go_on)

    def filter_list(self) -> None:
        """Put the keyboard into the box that filters the list."""
        self._parts.queue.focus_search()

    def show_palette(self) -> None:
        """Find an action, a label, an entity or an article by typing."""
        if self.menus is not None:
            self._finding.show(self.menus.actions, self.menus.trigger, self.menus.scheme)

    def open_article(self, id: str) -> None:
        """Put an article on the desk, and the keyboard with it."""
        self._bridge.open_article(id)
        self._parts.desk.setFocus()

    def show_keys(self) -> None:
        """The sheet of all keys."""
        if self.menus is not None:
            dialogs.KeySheet(self.menus.actions, self._window, self.menus).exec()

    # --- panels

    def next_panel(self, step: int) -> None:
        """Give the keyboard to the next panel."""
        panels = [panel for panel in self._parts.panels if panel.isVisible()]
        here = QApplication.focusWidget()
        at = next((i for i, p in enumerate(panels) if here is not None and (p is here or p.isAncestorOf(here))), 0)
        if panels:
            there = panels[(at + step) % len(panels)]
            there.setFocus()
            if there is self._parts.inspector and not self._bridge.focus:
                self._parts.inspector.choose_current()  # or its row looks chosen, and no key would act on it

    def _leave_inspector(self) -> None:
        """Another article came: it is read before its lists are."""
        here, inspector = self._window.focusWidget(), self._parts.inspector
        if here is not None and (here is inspector or inspector.isAncestorOf(here)):
            self._parts.desk.setFocus()

    def escape(self) -> None:
        """Leave hints, then the panel that has the keyboard, then the selection, then the focus."""
        if self._hands.end_mode() or self._bridge.project is None:
            return
        parts = self._parts
        parts.label_bar.hide()
        if self._asides.leave():
            return
        if parts.find_bar.isVisible():
            parts.find_bar.close_bar()
        elif not parts.desk.hasFocus():
            parts.desk.setFocus()
        elif parts.desk.selection() is not None:
            parts.desk.clear_selection()
        elif not self.beside.resume_doubts():
            self._let_go()

    def _let_go(self) -> None:
        """Nothing is in focus any more; the caret stays where it was, so that Tab goes on from there."""
        ring = self._parts.desk.ring()
        if self._bridge.focus and ring is not None:
            self._parts.desk.set_caret(ring.start)
        self._bridge.set_focus("")

    # --- project and looks

    def new_project(self) -> None:
        """Ask for a file and make a project there."""
        self._files.new_project()

    def open_project(self) -> None:
        """Ask for a project and open it."""
        self._files.ask_and_open()

    def close_project(self) -> None:
        """Go back to the start screen."""
        self._files.cancel()
        self.beside.hide()
        self._bridge.set_project(None)

    def import_files(self) -> None:
        """Ask for files and import them."""
        self._files.ask_and_import()

    def name_labels(self) -> None:
        """What labels of other tools are called in this project."""
        self._files.ask_label_names()

    def export(self) -> None:
        """Ask where to and export the gold."""
        self._files.ask_and_export()

    def release(self) -> None:
        """Ask how the gold is parted and make a dataset of it."""
        self._files.ask_and_release()

    def zoom(self, step: int) -> None:
        """Make the text of the desk larger or smaller."""
        self._appearance.zoom(step)
        self._show_focus()

    def _keep_in_view(self) -> None:
        """The text has less room, once all parts have theirs: what is in focus stays in view."""
        QTimer.singleShot(0, self, self._show_focus)

    def _show_focus(self) -> None:
        self._parts.desk.set_focus(self._bridge.focus or None)

    def switch_theme(self) -> None:
        """From light to dark and back."""
        self._appearance.switch_theme()

    def all_arcs(self) -> None:
        """Draw the arcs of all stances on the screen, or again only those of the focus."""
        desk = self._parts.desk
        desk.show_all_arcs(not desk.all_arcs)
        self._tell("All stances on the screen have their arcs." if desk.all_arcs else "Arcs of the focus only.")

    def show_numbers(self) -> None:
        """Have every suggestion say how likely it is, or none."""
        desk = self._parts.desk
        desk.show_numbers(not desk.numbers)
        self._tell("Every suggestion says how likely it is, in hundredths." if desk.numbers else "No numbers.")

    def reading_settings(self) -> None:
        """Font, size, spacing, width and theme, tried on the text itself."""
        looks = self._appearance
        before = looks.reading
        dialog = dialogs.ReadingDialog(self._window, before)
        dialog.changed.connect(looks.try_out)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            looks.keep(dialog.settings)
        else:
            looks.try_out(before)
        dialog.deleteLater()

    def quit(self) -> None:
        """Close the window."""
        self._window.close()

    def _tell(self, words: str) -> None:
        self._bridge.said.emit("told", words)
