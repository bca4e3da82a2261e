"""What lies on the desk: the project, the article's page, the one focus, and what of the article was looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from PySide6.QtCore import QObject, Signal

from annotator import coverage, edits
from annotator.edits import plural
from annotator.errors import AnnotatorError
from annotator.page import MentionItem, Page, is_open
from annotator.project import Picked, Project, Query
from annotator.scheme import Scheme, default_scheme
from annotator.spans import Range, merged

MANY = 32
"""When more articles changed at once, lists are read anew as a whole."""
BLIND = "Blind article: suggestions are hidden."
"""What is said while such an article lies on the desk."""


class Holding(QObject):
    """Holds what is open, and tells everyone what changed.

    ``pageOpened(Page | None)``: another article lies on the desk. ``pageChanged(Page, Change | None)``: the same article,
    after a change, or with new suggestions (None). ``focusChanged(str)``: the id in focus, or "". ``rowChanged(str)``: the
    list shows this article differently. ``articlesChanged()``: there are others, many changed, or they were shuffled anew.
    ``schemeChanged()``: the project has another scheme. ``said(str, str)``: a word for the status line, "saved", "told"
    or "problem". ``seenChanged()``: more of the article was looked at. ``newerChanged(bool)``: a newer run's suggestions
    wait for the article on the desk, or none do any more. ``modelChanged()``: another model is in use.
    """

    projectChanged = Signal(object)
    schemeChanged = Signal()
    pageOpened = Signal(object)
    pageChanged = Signal(object, object)
    focusChanged = Signal(str)
    rowChanged = Signal(str)
    articlesChanged = Signal()
    said = Signal(str, str)
    seenChanged = Signal()
    newerChanged = Signal(bool)
    modelChanged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project: Project | None = None
        self.page: Page | None = None
        self.query = Query()
        self.focus = ""
        self.last_rejected: tuple[str, str] | None = None
        self.last_joined = ""
        self._seen: tuple[Range, ...] = ()
        self.newer_waits = False

    @property
    def scheme(self) -> Scheme:
        """The project's scheme; without a project that of a new one."""
        return self.project.scheme if self.project is not None else default_scheme()

    def _attempt(self, act: Callable[[], object], done: str = "") -> bool:
        """Change the project, and say ``done`` (if it is anything); False when it was not possible, which is said too."""
        try:
            act()
        except AnnotatorError as error:
            self.said.emit("problem", str(error))
            return False
        if done:
            self.said.emit("saved", done)
        return True

    # --- project and article

    def set_project(self, project: Project | None) -> None:
        """Put another project on the desk (or none); the one before is closed."""
        self.keep_seen()
        if self.project is not None:
            self.project.close()
        self.project = project
        self.projectChanged.emit(project)
        self._show(None)

    def open_article(self, id: str | None) -> None:
        """Put an article on the desk, with the focus on its first open suggestion."""
        self.keep_seen()
        if id is None or self.project is None:
            self._show(None)
            return
        held = self.page.article.id if self.page is not None else ""
        self.project.hold("")  # the same article opened again shows the newest run
        try:
            page = self.project.page(id)
        except AnnotatorError as error:
            self.project.hold(held, self._run)
            self.said.emit("problem", str(error))
            return
        self._show(page)

    def prepare(self, id: str) -> None:
        """Read an article before it is asked for; one that cannot be read is told when it is."""
        if self.project is not None:
            with suppress(AnnotatorError):
                self.project.page(id)

    def _show(self, page: Page | None) -> None:
        self.page = page
        self._seen = ()
        self.last_rejected, self.last_joined = None, ""
        self._hold()
        self.pageOpened.emit(page)
        self.set_focus(page.open[0] if page is not None and page.open else "")

    @property
    def _run(self) -> str:
        """The run whose suggestions lie on the desk, or ""."""
        return self.page.run if self.page is not None else ""

    def _hold(self) -> None:
        """Nothing changes under a curator's hands: the article on the desk keeps to the run that it shows."""
        if self.project is not None:
            self.project.hold(self.page.article.id if self.page is not None else "", self._run)
        self._tell_newer(False)

    def _tell_newer(self, waits: bool) -> None:
        if waits != self.newer_waits:
            self.newer_waits = waits
            self.newerChanged.emit(waits)

    def open_next(self) -> None:
        """Put the next open article of the list on the desk; say so when there is none."""
        if self.project is None:
            return
        here = self.page.article.id if self.page else None
        following = self.project.next_open(here, self.query)
        if following is None or following == here:
            elsewhere = self.project.next_open(here) not in (None, here)
            rest = "; its filter hides others" if elsewhere else ""
            self.said.emit("told", f"No open article is left in this list{rest}.")
        else:
            self.open_article(following)

    def reseed(self, seed: int) -> None:
        """Shuffle the random order of the list anew."""
        project = self.project
        if project is not None:
            self._attempt(lambda: project.reseed(seed), f"Shuffled with seed {seed}")
            self.articlesChanged.emit()

    def keep_picked(self, picked: Picked) -> None:
        """Have other articles done next."""
        project = self.project
        if project is not None and self._attempt(lambda: project.keep_picked(picked)):
            self.articlesChanged.emit()

    def refresh_suggestions(self, id: str) -> None:
        """Take in suggestions for the article on the desk, if it has none yet.

        A newer run waits until the article is opened again or :meth:`take_newer` is asked for.
        """
        if self.project is None or self.page is None or self.page.article.id != id:
            return
        if self.page.run:
            self._tell_newer(self.project.newest_run(id) != self._run)
            return
        first = not self.focus
        self.page = self.project.page(id)
        self._hold()
        self.pageChanged.emit(self.page, None)
        if first or self.page.item(self.focus) is None:
            self.set_focus(self.page.open[0] if self.page.open else "")

    def take_newer(self) -> None:
        """Show the newest run's suggestions for the article on the desk; the focus stays at its place."""
        page = self.page
        if self.project is None or page is None or not self.newer_waits:
            self.said.emit("told", "No newer suggestions wait for this article.")
            return
        here, place = page.item(self.focus), page.place(self.focus)
        self.project.hold("")
        self.page = self.project.page(page.article.id)
        self._hold()
        self.pageChanged.emit(self.page, None)
        same = [m.id for m in self.page.mentions if isinstance(here, MentionItem) and m.range == here.range]
        known = self.focus if here is not None and not is_open(self.focus) else next(iter(same), "")
        self.set_focus(known or self.page.neighbour(None, 1, only_open=True, offset=place) or "")
        self.said.emit("told", f"{plural(len(self.page.open), 'suggestion')} of the newest model are open here.")

    def reread(self, ids: list[str]) -> None:
        """Show anew what an act on many articles changed."""
        self.last_rejected, self.last_joined = None, ""
        if self.project is not None and self.page is not None and self.page.article.id in ids:
            self.page = self.project.page(self.page.article.id)
            self.pageChanged.emit(self.page, None)
            self.set_focus(self.focus)
        if len(ids) > MANY:
            self.articlesChanged.emit()
            return
        for id in ids:
            self.rowChanged.emit(id)

    def _take_scheme(self, touched: Sequence[str]) -> None:
        """There are other labels; the article on the desk shows suggestions under other names too."""
        self.schemeChanged.emit()
        here = [self.page.article.id] if self.page is not None else []
        self.reread(list(dict.fromkeys([*here, *touched])))

    def seen(self, *spans: Range) -> None:
        """Note what of the article was looked at; it is written with the next act, or when the article is left."""
        looked = merged((*self._seen, *spans))
        if looked != self._seen:
            self._seen = looked
            self.seenChanged.emit()

    @property
    def looked_at(self) -> tuple[Range, ...]:
        """What of the open article was looked at, now and before."""
        return merged((*self.page.annotation.looked_at, *self._seen)) if self.page is not None else ()

    def unread(self) -> tuple[Range, ...]:
        """The sentences of the open article that nobody looked at."""
        return coverage.unread(self.page, self._seen) if self.page is not None else ()

    def keep_seen(self) -> None:
        """Write what was looked at since the last act: the article is about to be left."""
        page, project = self.page, self.project
        if page is None or project is None or page.annotation.status == "done" or not self._seen:
            return
        if self.looked_at != page.annotation.looked_at:
            try:
                self.page = project.apply(page, edits.look(page, self._seen))
            except AnnotatorError as error:
                self.said.emit("problem", str(error))

    # --- focus

    def set_focus(self, item: str) -> None:
        """Move the one focus to a mention, stance or entity of the page, or to nothing ("")."""
        if item and (self.page is None or self.page.item(item) is None):
            item = ""
        self.focus = item
        self.focusChanged.emit(item)

    def step(self, by: int, *, only_open: bool, offset: int = 0) -> None:
        """Move the focus to the next (1) or previous (-1) item in reading order."""
        if self.page is None:
            return
        found = self.page.neighbour(self.focus or None, by, only_open=only_open, offset=offset)
        if found is None and only_open and self.page.blind:
            self.said.emit("told", BLIND)
        elif found is None:
            self.said.emit("told", "Nothing is undecided here." if only_open else "Nothing is marked here.")
        else:
            self.set_focus(found)
