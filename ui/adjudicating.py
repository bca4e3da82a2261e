"""Comparing several curators' versions of the article on the desk, and settling what they see differently."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from annotator import edits
from annotator.adjudicating import AS_IT_STANDS, BOTH, NEITHER, Adjudication, Choice, Disputed, shown_names
from annotator.errors import AnnotatorError
from annotator.page import Page
from annotator.project import Query
from annotator.records import Change
from annotator.spans import Range, line_at
from annotator.versions import TO_ADJUDICATE
from ui.bridge import Bridge
from ui.desk.view import Desk
from ui.keymap import Keymap
from ui.models.versions import VersionRow
from ui.panels.adjudication import AdjudicationPanel
from ui.panels.queue import QueuePanel

FOLLOW_MS = 30
"""How long (milliseconds) after an act the panel follows: the text answers first."""


class Adjudicating(QObject):
    """Shows the panel and does what its keys ask for; while it is open, the list shows what is to be adjudicated."""

    def __init__(
        self, bridge: Bridge, desk: Desk, panel: AdjudicationPanel, queue: QueuePanel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._desk = desk
        self.panel = panel
        self._queue = queue
        self._room: Adjudication | None = None
        self._names: list[tuple[int, str]] = []
        self._returned = ""
        self.keymap = Keymap()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(FOLLOW_MS)
        self._timer.timeout.connect(self._refresh)
        panel.pointed.connect(self._point)
        panel.takeWanted.connect(self._clicked)
        panel.namesWanted.connect(self.switch_names)
        panel.closed.connect(self.close)
        bridge.pageOpened.connect(self._opened)
        bridge.pageChanged.connect(self._changed)
        bridge.projectChanged.connect(lambda _project: self._leave())
        bridge.articlesChanged.connect(lambda: self._opened(bridge.page))  # perhaps by a merge

    def set_keymap(self, keymap: Keymap) -> None:
        """Name the keys that hold."""
        self.keymap = keymap
        self.panel.set_keymap(keymap)

    # --- the panel

    def toggle(self) -> None:
        """Show the panel and give it the keyboard; or close it when it has it."""
        project, page = self._bridge.project, self._bridge.page
        if project is None:
            return
        if self.panel.holds_keyboard():
            self.close()
            return
        if not self.panel.isVisible():
            query = Query(versions=TO_ADJUDICATE)
            if not project.count(query):
                key = self.keymap.call("merge")
                self._tell(f"No article is to be adjudicated here. {key} brings in other curators' work.")
                return
            self.panel.show()
            self._queue.filters.choose("versions", TO_ADJUDICATE)
            if page is None or project.position(page.article.id, query) is None:
                self._bridge.open_article(project.next_open(page.article.id if page else None, query))
            self._opened(self._bridge.page)
        self.panel.setFocus()

    def close(self) -> None:
        """Hide the panel; the list shows all articles again, the keyboard goes back to the text."""
        held, shown = self.panel.holds_keyboard(), self.panel.isVisible()
        self._leave()
        if shown:
            self._queue.filters.choose("versions", "")
        if held:
            self._desk.setFocus()

    def _leave(self) -> None:
        self.stop()
        self.panel.hide()
        self._room = None
        self._desk.show_versions(())

    def stop(self) -> None:
        """Follow nothing any more."""
        self._timer.stop()

    # --- what is compared

    def _opened(self, page: Page | None) -> None:
        """Another article lies on the desk: compare its versions."""
        project = self._bridge.project
        self._room, self._names, self._returned = None, [], ""
        if not self.panel.isVisible() or project is None:
            return
        if page is not None:
            try:
                versions = project.versions(page.article.id)
            except AnnotatorError as error:
                self._bridge.said.emit("problem", str(error))
                versions = []
            if versions:
                self._room = Adjudication(page.article, versions)
                self._name()
        self._refresh()

    def _name(self) -> None:
        project, page = self._bridge.project, self._bridge.page
        if project is not None and page is not None and self._room is not None:
            hidden = project.hides_names
            self.panel.show_hidden(hidden)
            self._names = shown_names(self._room.versions, page.article.id, hidden=hidden, seed=project.seed())

    def _changed(self, _page: Page, change: Change | None) -> None:
        if self.panel.isVisible():
            self._returned = next(iter(change.touched("settled")), "") if change is not None else ""
            self._timer.start()

    def _refresh(self) -> None:
        self._timer.stop()
        page, room = self._bridge.page, self._room
        if page is None or room is None or len(room.versions) < 2:
            self.panel.show_disputed((), "No versions are compared here")
            return
        left = room.left(page.annotation)
        if left:
            head = f"Adjudicate  {edits.plural(len(left), 'disagreement')} left of {len(room.disputed):,}"
        else:
            head = f"Nothing is left to adjudicate: {self.keymap.call('finish')} finishes the article"
        self.panel.show_disputed(left, head, self._returned)
        self._returned = ""

    def _point(self, disputed: Disputed | None) -> None:
        """Brackets around what each version means; the focus is on what the text has of it."""
        page, room = self._bridge.page, self._room
        if not self.panel.isVisible():
            return
        if page is None or room is None or disputed is None:
            self._desk.show_versions(())
            self.panel.show_versions(())
            return
        here = room.here(page.annotation, disputed)
        self._desk.show_versions([disputed.ranges[number] for number, _ in self._names])
        self._bridge.set_focus(here)
        if disputed.place.end:
            self._desk.reveal(disputed.place)
        rows = [
            _row(str(place), name, page.text, disputed, disputed.said[n], disputed.parts[n], disputed.ranges[n])
            for place, (n, name) in enumerate(self._names, start=1)
        ]
        key = self.keymap.call("settle")
        stands = _row(key, "as it stands", page.text, disputed, *room.now(page.annotation, disputed))
        self.panel.show_versions([*rows, stands])

    # --- settling

    def take(self, place: int) -> None:
        """Take the version that is shown in this place (from 0)."""
        if place < len(self._names):
            self._settle(self._names[place][0])
        else:
            self._tell(f"There are only {len(self._names)} versions here.")

    def _clicked(self, row: int) -> None:
        """A version was chosen by the mouse; behind the last one comes what stands in the text."""
        if row < len(self._names):
            self.take(row)
        else:
            self.settle()

    def both(self) -> None:
        """Take all versions, where they can stand beside each other."""
        self._settle(BOTH)

    def neither(self) -> None:
        """Nobody is right: there is no such thing."""
        self._settle(NEITHER)

    def settle(self) -> None:
        """It is right as it stands, perhaps after it was mended by hand."""
        self._settle(AS_IT_STANDS)

    def _settle(self, choice: Choice) -> None:
        if self._timer.isActive():
            self._refresh()
        page, room, disputed = self._bridge.page, self._room, self.panel.current
        if page is None or room is None or disputed is None:
            self._tell("Nothing is left to adjudicate here." if self.panel.isVisible() else "No versions are compared.")
            return
        try:
            plan = room.plan(page.annotation, disputed, choice)
        except AnnotatorError as error:
            self._bridge.said.emit("problem", str(error))
            return
        if self._bridge.do(edits.adjudicate, plan) is not None:
            self._returned = ""
            self._refresh()

    def by_hand(self) -> None:
        """The keyboard goes to the text, to what is in hand; the key that opens the panel brings it back."""
        disputed = self.panel.current
        if disputed is None:
            return
        self._desk.setFocus()
        if not self._bridge.focus and disputed.place.end:
            self._desk.set_selection(disputed.place)
        back, settles = self.keymap.call("adjudicate"), self.keymap.call("settle")
        self._tell(f"Edit as usual; {back} comes back here, and {settles} says that it is right as it stands.")

    def step(self, by: int) -> None:
        """The next (1) or previous (-1) disagreement."""
        self.panel.step(by)

    def switch_names(self) -> None:
        """Hide the curators' names from now on, or show them."""
        project = self._bridge.project
        if project is None:
            return
        self._bridge.hide_names(not project.hides_names)
        self._queue.filters.choose("curator", "")
        self._name()
        self._point(self.panel.current)

    def holds_back(self) -> bool:
        """True, and said, when the article on the desk cannot be finished yet: something is not settled."""
        page, room = self._bridge.page, self._room
        if page is None or room is None or not self.panel.isVisible():
            return False
        left = room.left(page.annotation)
        if left:
            self._tell(f"{edits.plural(len(left), 'disagreement')} left: settle them, then finish the article.")
            return True
        closing = room.closing(page.annotation)
        return closing is not None and self._bridge.do(edits.adjudicate, closing) is None

    def _tell(self, words: str) -> None:
        self._bridge.said.emit("told", words)


def _row(
    key: str, name: str, text: str, disputed: Disputed, said: str, parts: tuple[str, ...], ranges: tuple[Range, ...]
) -> VersionRow:
    """One version, or what stands in the text, as the panel shows it."""
    if not parts:
        return VersionRow(key, name, said, said, _pieces(text, ranges))
    pieces: list[tuple[str, bool]] = []
    for number, part in enumerate(parts[1:], start=1):
        differs = len({other[number] for other in disputed.parts if other}) > 1
        pieces += [(", ", False)] * bool(part and pieces) + [(part, differs)] * bool(part)
    return VersionRow(key, name, said, parts[0], tuple(pieces))


def _pieces(text: str, ranges: tuple[Range, ...]) -> tuple[tuple[str, bool], ...]:
    """The line in which something is disputed, with the words marked that a version means."""
    if not ranges:
        return ()
    line, found = line_at(text, ranges[0].start), list[tuple[str, bool]]()
    at = line.start
    for span in ranges:
        if at <= span.start < line.end:
            found += [(_flat(text[at : span.start]), False), (_flat(text[span.start : span.end]), True)]
            at = span.end
    return (*found, (_flat(text[at : max(at, line.end)]), False))


def _flat(words: str) -> str:
    return words.replace("\n", " ").replace("\t", " ")
