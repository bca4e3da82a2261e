"""The only place from which the window changes a project: acts go in, changes come out as signals.

It holds what is open (the project, the article's page) and the one focus that desk, inspector and actions share.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QObject, Signal

from annotator import coverage, edits, shelved
from annotator.blind import Blindness
from annotator.clock import now
from annotator.edits import plural
from annotator.errors import AnnotatorError
from annotator.labelmap import LabelMap, with_labels
from annotator.page import OPEN, MentionItem, Page, is_open
from annotator.progress import Progress
from annotator.project import Picked, Project, Query
from annotator.records import Change
from annotator.relabelling import change_scheme, split_label
from annotator.scheme import Levels, Scheme, default_scheme, write_scheme
from annotator.spans import Range, merged

if TYPE_CHECKING:
    from annotator.doubting import Fine
    from annotator.doubts import Doubt
    from annotator.review.verdicts import Verdict

MANY = 32
"""When more articles changed at once, lists are read anew as a whole."""
BLIND = "Blind article: suggestions are hidden."
"""What is said while such an article lies on the desk."""


class Bridge(QObject):
    """Carries acts to the project and tells everyone what changed.

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
            self.said.emit("told", "No open article is left in this list.")
        else:
            self.open_article(following)

    def reseed(self, seed: int) -> None:
        """Shuffle the random order of the list anew."""
        if self.project is None:
            return
        try:
            self.project.reseed(seed)
        except AnnotatorError as error:
            self.said.emit("problem", str(error))
        else:
            self.said.emit("saved", f"Shuffled with seed {seed}")
        self.articlesChanged.emit()

    def keep_picked(self, picked: Picked) -> None:
        """Have other articles done next."""
        if self.project is None:
            return
        try:
            self.project.keep_picked(picked)
        except AnnotatorError as error:
            self.said.emit("problem", str(error))
        else:
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

    # --- acts

    def do(self, act: Callable[..., edits.Edit], *args: Any, **kwargs: Any) -> Change | None:
        """Do an act on the page and write it; its change, or None when it was not possible (and was said)."""
        if self.project is None or self.page is None:
            return None
        try:
            edit = edits.also_looked(act(self.page, *args, **kwargs), self._seen)
            page = self.project.apply(self.page, edit)
        except AnnotatorError as error:
            self.said.emit("problem", str(error))
            return None
        change = edit[1]
        self.last_rejected, self.last_joined = None, ""
        self._take(page, change)
        if change.kind == "join":
            self.last_joined = self._made(change)
        words = f"{change.words} ({change.side})" if change.side else change.words
        self.said.emit("saved", words[:1].upper() + words[1:])
        return change

    def decide(self, act: Callable[..., edits.Edit], item: str, *args: Any) -> None:
        """Decide about an item and move the focus on to the next open one in reading order."""
        page = self.page
        if page is None:
            return
        upcoming = page.neighbour(item, 1, only_open=True)
        rejected = page.mention(item) if act is edits.reject and is_open(item) else None
        change = self.do(act, item, *args)
        if change is None or self.page is None:
            return
        if rejected is not None:
            self.last_rejected = (page.words(rejected), rejected.label)
        if upcoming is None or upcoming == item or self.page.item(upcoming) is None:
            place = page.place(item)
            upcoming = self.page.neighbour(None, 1, only_open=True, offset=place) or self._made(change)
        self.set_focus(upcoming or "")

    def mend(self, doubt: Doubt) -> Change | None:
        """Do the fix of a doubt on its article, which comes to the desk; a finished article stays finished."""
        from annotator import doubting  # the checks come with it, which a start can do without

        if self.page is None or self.page.article.id != doubt.article:
            self.open_article(doubt.article)
        if self.project is None or self.page is None or self.page.article.id != doubt.article:
            return None
        return self.do(doubting.mend, doubt, self.project.curator, now())

    def call_fine(self, doubt: Doubt, *, fine: bool = True) -> bool:
        """Remember that a doubt is fine as it is, or forget it; False when that was not possible (and was said)."""
        from annotator import doubting

        if self.project is None:
            return False
        try:
            doubting.call_fine(self.project, doubt, fine=fine)
        except AnnotatorError as error:
            self.said.emit("problem", str(error))
            return False
        self.said.emit("saved", "Fine as it is" if fine else "Taken back: not called fine any more")
        return True

    def called_fine(self) -> list[Fine]:
        """What was called fine in this project, the newest first."""
        from annotator import doubting

        return doubting.called_fine(self.project.store) if self.project is not None else []

    def count_press(self) -> None:
        """A key was pressed on the desk or in a list."""
        if self.project is not None:
            self.project.count_press()

    def finish(self) -> Change | None:
        """Mark the article done, with what of it was on the screen."""
        who = self.project.curator if self.project else ""
        return self.do(edits.finish, who, now(), self._seen)

    def focus_made(self, change: Change | None, collection: str = "mentions") -> None:
        """Move the focus to what a change made or changed."""
        made = self._made(change, collection) if change is not None else ""
        if made:
            self.set_focus(made)

    def _made(self, change: Change, collection: str = "mentions") -> str:
        if self.page is None:
            return ""
        found = [i for i in change.touched(collection) if self.page.item(i) is not None]
        return min(found, key=self.page.place, default="")

    def undo(self) -> None:
        """Take back the last act, on whichever article it was."""
        self._reverse(forward=False)

    def redo(self) -> None:
        """Bring again what was undone last."""
        self._reverse(forward=True)

    def _reverse(self, *, forward: bool) -> None:
        if self.project is None:
            return
        try:
            undone = self.project.redo() if forward else self.project.undo()
        except AnnotatorError as error:
            self.said.emit("told", str(error))
            return
        self.last_rejected, self.last_joined = None, ""
        change = undone.change if forward else undone.change.inverse()
        done = "Redone" if forward else "Undone"
        if undone.scheme:
            self._take_scheme(undone.articles)
        elif len(undone.articles) > 1 and self.page is not None:  # the desk keeps its article
            self.reread(list(undone.articles))
            self.said.emit("saved", f"{done} in {len(undone.articles):,} articles: {undone.change.words} …")
            return
        else:
            self._show_reversed(undone.articles[0], change)
        self.said.emit("saved", f"{done}: {undone.change.words}")
        if self.page is not None:
            self._focus_on(change)

    def change_scheme(self, scheme: Scheme, renamed: Mapping[str, str], words: str) -> Generator[Progress, None, None]:
        """Give the project another scheme, with new names for ``renamed`` labels everywhere; yields progress.

        Closing it before the end changes nothing. Raises an AnnotatorError; then nothing has changed either.
        """
        if self.project is not None:
            touched = yield from change_scheme(self.project, scheme, renamed, words)
            self._take_scheme(touched)
            self.said.emit("saved", words[:1].upper() + words[1:])

    def split_label(self, old: str, new: str, wordings: Collection[str]) -> Generator[Progress, None, None]:
        """Give the mentions of a label that have these words another label, which may be new; as :meth:`change_scheme`."""
        if self.project is not None:
            scheme = with_labels(self.project.scheme, (new,))
            touched = yield from split_label(self.project, scheme, old, new, wordings)
            self._take_scheme(touched)
            self.said.emit("saved", f"Split {new} off {old} in {plural(len(touched), 'article')}")

    def use_model(self, name: str) -> None:
        """Use a model of the project's shelf from now on, or the default one (""). What lies on the desk stays."""
        if self.project is None:
            return
        try:
            shelved.promote(self.project, name)
        except AnnotatorError as error:
            self.said.emit("problem", str(error))
            return
        self.said.emit("saved", f"{name or 'The default model'} is in use; unfinished articles are read anew.")
        self.modelChanged.emit()

    def hide_names(self, wanted: bool) -> None:
        """Hide curators' names where versions are compared, or show them; it holds for the project."""
        if self.project is None:
            return
        try:
            self.project.set_hiding_names(wanted)
        except AnnotatorError as error:
            self.said.emit("problem", str(error))
            return
        self.said.emit("saved", "Curators' names are hidden" if wanted else "Curators' names are shown")

    def give_verdict(self, key: str, verdict: Verdict | None) -> bool:
        """Store what is said of a disagreement between gold and model, or (None) take it back; False when it cannot be."""
        from annotator.review.verdicts import give  # with it comes much that only the review room needs

        if self.project is None:
            return False
        try:
            give(self.project, key, verdict)
        except AnnotatorError as error:
            self.said.emit("problem", str(error))
            return False
        return True

    def set_levels(self, levels: Levels) -> None:
        """Say from which probabilities on suggestions are shown, perhaps right and likely."""
        if self.project is None or levels == self.project.scheme.levels:
            return
        words = f"show suggestions from {levels.shown:.0%} on, likely from {levels.likely:.0%} on"
        try:
            self.project.change_scheme(write_scheme(msgspec.structs.replace(self.project.scheme, levels=levels)), words)
        except AnnotatorError as error:
            self.said.emit("problem", str(error))
            return
        self._take_scheme(())
        self.said.emit("saved", words[:1].upper() + words[1:])

    def set_blindness(self, blindness: Blindness) -> None:
        """Have another share of the articles curated blind, of those that nobody touched yet."""
        project, here = self.project, self.page
        if project is None or blindness == project.blindness:
            return
        if here is not None and here.run:  # its suggestions are on the screen: it is touched, however short the look
            self.seen(coverage.sentence_around(here, here.place(self.focus)))
        self.keep_seen()
        try:
            project.set_blindness(blindness)
        except AnnotatorError as error:
            self.said.emit("problem", str(error))
            return
        if here is not None:
            self.open_article(here.article.id)
        self.articlesChanged.emit()
        self.said.emit("saved", f"Curate {blindness.share:.0%} of the articles blind")

    def unblind(self) -> None:
        """Show the suggestions for the article on the desk, which is blind no more."""
        if self.do(edits.unblind) is not None and self.page is not None:
            self._hold()
            self.set_focus(self.page.open[0] if self.page.open else "")

    def keep_label_map(self, table: LabelMap) -> None:
        """Have imports call labels of other tools so; labels that it adds come into the scheme."""
        if self.project is not None:
            self.project.keep_label_map(table)
            self._take_scheme(())
            self.said.emit("saved", "Labels of other tools are remembered")

    def take_import(self) -> None:
        """There may be more articles, decisions and labels than before."""
        self.articlesChanged.emit()
        self._take_scheme(())

    def _take_scheme(self, touched: Sequence[str]) -> None:
        """There are other labels; the article on the desk shows suggestions under other names too."""
        self.schemeChanged.emit()
        here = [self.page.article.id] if self.page is not None else []
        self.reread(list(dict.fromkeys([*here, *touched])))

    def _show_reversed(self, id: str, change: Change) -> None:
        """What was undone or redone is looked at: its article comes to the desk."""
        if self.project is None:
            return
        if self.page is None or self.page.article.id != id:
            self.open_article(id)
        else:
            self._take(self.project.page(id), change)
        self.rowChanged.emit(id)

    def _focus_on(self, change: Change) -> None:
        """After undo or redo the focus is on what came back, else on what is open again there."""
        page = self.page
        if page is None:
            return
        for collection in ("stances", "mentions", "entities"):
            if made := self._made(change, collection):
                self.set_focus(made)
                return
        for step in change.steps:
            value = step.before or step.after
            if step.path[0] in ("mentions", "rejected") and isinstance(value, dict) and "start" in value:
                here = [m.id for m in page.mentions if m.start == value["start"] and m.end == value["end"]]
                self.set_focus(
                    here[0] if here else page.neighbour(None, 1, only_open=True, offset=value["start"]) or ""
                )
                return
        self.set_focus(self.focus)

    def _take(self, page: Page, change: Change) -> None:
        self.page = page
        self.pageChanged.emit(page, change)
        self.rowChanged.emit(page.article.id)
        if self.focus and page.item(self.focus) is None:
            became = page.end_of(self.focus.removeprefix(OPEN))  # a suggested cluster is an entity of its own name now
            self.set_focus(became if page.entity(became) is not None else "")
