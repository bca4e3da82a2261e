"""The search of the whole project and what is put on its places: one, one and the next, or all that are ticked."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Generator, Iterator

from PySide6.QtCore import QObject

from annotator import edits
from annotator.edits import Template
from annotator.errors import AnnotatorError
from annotator.everywhere import Found, Plan, Search, find, look, plan, replan
from annotator.page import Page
from annotator.project import Project
from ui.bridge import Bridge
from ui.desk.view import Desk
from ui.hands import Hands
from ui.jobs import Sliced
from ui.panels.search import SearchPanel
from ui.same import template_at_hand

FIRST = 50
"""So many places are shown at once; the rest follows in slices."""
AT_ONCE_MS = 30
"""How long (milliseconds) the first places may take, however few they are."""


class Bulk(QObject):
    """Runs the search panel."""

    def __init__(self, bridge: Bridge, hands: Hands, desk: Desk, panel: SearchPanel, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._hands = hands
        self._desk = desk
        self.panel = panel
        self._template: Template | None = None
        self._words = ""
        self._fresh: list[Found] = []
        self._more = False
        self._job: Sliced | None = None
        self._putting: Sliced | None = None
        self._stale: set[str] = set()
        panel.searchWanted.connect(self._search)
        panel.jumpWanted.connect(self.jump)
        panel.putWanted.connect(self._put)
        panel.putAllWanted.connect(self.put_all)
        panel.labelWanted.connect(self._take_label)
        panel.undoWanted.connect(lambda redo: bridge.redo() if redo else bridge.undo())
        panel.closed.connect(self.stop)
        panel.closed.connect(desk.setFocus)
        bridge.projectChanged.connect(self._project_changed)
        bridge.pageOpened.connect(lambda page: panel.set_current(page.article.id if page else ""))
        bridge.rowChanged.connect(self._row_changed)
        bridge.articlesChanged.connect(self._articles_changed)
        panel.set_current(bridge.page.article.id if bridge.page is not None else "")
        panel.show_count("", _why_not(""))

    # --- opening

    def open(self) -> None:
        """Search: filled with the selection, else with what is in focus, which is then the template."""
        selection, page = self._desk.selection(), self._bridge.page
        if selection is not None and page is not None:
            self.panel.open(selection.of(page.text))
            return
        self.panel.open(self._take_template())

    def close(self) -> None:
        """Hide the panel; the keyboard goes back to the text."""
        self.panel.close_panel()

    def open_everywhere(self) -> None:
        """The same for the same words in the whole project: everything that fits is ticked, Return does it."""
        words = self._take_template()
        if not words:
            key = self._hands.keymap.call("same_everywhere")
            self._tell(f"{key} repeats a rejection, a join or a mention’s label: put a mention in focus.")
            return
        self.panel.any_case.setChecked(False)
        self.panel.ask_for(words)
        target = self.panel.all_ticked if self.panel.all_ticked.isEnabled() else self.panel.list
        target.setFocus()

    def _take_template(self) -> str:
        """Take the template at hand, if there is one; its words."""
        at_hand = template_at_hand(self._bridge, self._hands, everywhere=True)
        if at_hand is None:
            return ""
        self._set_template(*at_hand)
        return at_hand[1]

    def _set_template(self, template: Template | None, words: str = "") -> None:
        """Another template, and the words for which it is meant: of others nothing is ticked by itself."""
        self._template, self._words = template, " ".join(words.split()).casefold()
        self.panel.show_template(template)

    def _take_label(self, key: str) -> None:
        project = self._bridge.project
        label = project.scheme.by_key(key) if project else None
        if label is not None:
            here = self.panel.current
            self._set_template(Template("label", label.name), self.panel.words.text())
            self._search()
            self.panel.show_current(here)

    # --- searching

    @property
    def busy(self) -> bool:
        """True while places are looked for, or the template is put on them."""
        return self._job is not None or self._putting is not None

    def _search(self, *, keep_ticks: bool = False) -> None:
        """Look for the words: the first places at once, the rest in slices."""
        self._end_search()
        panel, project = self.panel, self._bridge.project
        words = panel.words.text().strip()
        panel.model.clear(ticks_fit=" ".join(words.split()).casefold() == self._words, keep_ticks=keep_ticks)
        panel.warn("")
        why = _why_not(words)
        if project is None or why:
            panel.show_count("", why)
            return
        work = self._stream(project, Search(words, panel.any_case.isChecked(), self._template))
        until = time.monotonic() + AT_ONCE_MS / 1000
        try:
            while len(self._fresh) < FIRST and time.monotonic() < until:
                next(work)
        except StopIteration:
            self._over()
            return
        except AnnotatorError as error:
            self._failed(error)
            return
        self._job = Sliced(work, self)
        self._show_more()
        self._job.progressed.connect(lambda _: self._show_more())
        self._job.finished.connect(lambda _: self._over())
        self._job.failed.connect(self._failed)
        self._job.start()

    def _stream(self, project: Project, search: Search) -> Generator[None, None, None]:
        """The search, whose places are collected aside; it may be read many times between two looks at them."""
        work = find(project, search)
        self._more = False
        try:
            while True:
                self._fresh += next(work)
                yield
        except StopIteration as end:
            self._more = end.value
        finally:
            work.close()

    def _show_more(self) -> None:
        fresh, self._fresh = self._fresh, []
        self.panel.model.append(fresh)
        self._tell_count()

    def _over(self) -> None:
        self._drop_job()
        self._show_more()

    def _failed(self, error: AnnotatorError) -> None:
        self._drop_job()
        self._show_more()
        self.panel.show_count("", str(error))
        self._bridge.said.emit("problem", str(error))

    def _drop_job(self) -> None:
        if self._job is not None:
            self._job.end()
            self._job = None

    def _end_search(self) -> None:
        self._drop_job()
        self._fresh = []

    def _tell_count(self) -> None:
        found, panel = self.panel.model.found, self.panel
        articles = len({f.article for f in found})
        count = f"{edits.plural(len(found), 'place')} in {edits.plural(articles, 'article')}"
        if self._job is not None:
            count += " so far …"
        elif self._more:
            count = f"the first {count}; there are more"
        words = edits.shorten(panel.words.text())
        nothing = "" if found else f"{words} stands nowhere, as whole words{_advice(panel)}."
        panel.show_count(count if found else "", "Looking …" if self._job is not None and not found else nothing)
        panel.warn(_otherwise(found, self._template))

    # --- going to places

    def step(self, by: int) -> None:
        """Go to the next or previous place and show it, from wherever the keyboard is."""
        found = self.panel.step(by) if self.panel.isVisible() else None
        if found is None:
            self._tell(f"Search the project first: {self._call('search')}.")
        else:
            self.jump(found)

    def jump(self, found: Found) -> None:
        """Show a place on the desk: its mention in focus, or its words selected."""
        page = self._page_of(found.article)
        if page is None:
            return
        span = found.place.range
        self._hands.end_mode()
        here = [m for m in page.mentions if m.range == span]
        if here:
            self._bridge.set_focus(min(here, key=lambda m: m.label != found.place.label).id)
            return
        self._bridge.set_focus("")
        self._desk.set_selection(span, exact=True)

    def _page_of(self, article: str) -> Page | None:
        page = self._bridge.page
        if page is None or page.article.id != article:
            self._bridge.open_article(article)
            page = self._bridge.page
        return page if page is not None and page.article.id == article else None

    # --- putting

    def put_here(self, *, go_on: bool) -> None:
        """Put the template on the place of the current row, from wherever the keyboard is."""
        found = self.panel.current if self.panel.isVisible() else None
        if found is None:
            self._tell(f"Go to a place first: {self._call('next_hit')}.")
        else:
            self._put(found, go_on)

    def _put(self, found: Found, go_on: bool) -> None:
        """Put the template on one place, which is on the desk then; it counts as looked at."""
        template = self._template
        if template is None:
            key = self._call("search")
            self._tell(f"There is nothing to put: put a mention in focus and press {key}, or press a label’s key.")
        elif not found.effect:
            self._tell(f"{template.words()} cannot be put here: {found.held}.")
            self.jump(found)
        elif self._page_of(found.article) is not None:
            span = found.place.range
            change = self._bridge.do(edits.put, template, [found.place], looked_at=[span])
            if change is not None and not go_on:
                self._bridge.focus_made(change)
        if go_on and template is not None:
            following = self.panel.step(1, only_doable=True)
            if following is not None:
                self.jump(following)

    def put_all(self) -> None:
        """Put the template on all that are ticked, as one act with one undo."""
        project, chosen = self._bridge.project, self.panel.model.ticked
        if project is None or self._template is None or not chosen:
            self._tell("Nothing is ticked.")
        elif self.busy:
            self._tell("Still at work: all places must be there before something is put on them.")
        else:
            self._stale.clear()
            self._putting = Sliced(plan(project, self._template, chosen), self)
            self._putting.progressed.connect(lambda p: self.panel.show_count(p.words))
            self._putting.finished.connect(self._planned)
            self._putting.failed.connect(self._not_planned)
            self._putting.start()

    def _planned(self, made: Plan) -> None:
        """All is worked out: what changed meanwhile is worked out again, then all is written at once."""
        self._drop_putting()
        project = self._bridge.project
        if project is None:
            return
        try:
            for id in self._stale & set(made.chosen):
                replan(project, made, id)
            project.apply_all(list(made.edits.items()))
        except AnnotatorError as error:
            self._not_planned(error)
            return
        self._bridge.reread(list(made.edits))
        self._search(keep_ticks=True)
        self.panel.list.setFocus()
        self._bridge.said.emit("saved", f"{made.told()} · U takes it back")

    def _not_planned(self, error: AnnotatorError) -> None:
        self._drop_putting()
        self._tell_count()
        self._bridge.said.emit("problem", str(error))

    def _drop_putting(self) -> None:
        if self._putting is not None:
            self._putting.end()
            self._putting = None

    # --- what others do

    def stop(self) -> None:
        """Look for nothing more, put nothing more."""
        self.panel.stop()
        self._end_search()
        self._drop_putting()

    def _project_changed(self, _project: object) -> None:
        self.stop()
        self._set_template(None)
        self.panel.words.clear()
        self.panel.stop()
        self.panel.model.clear()
        self.panel.show_count("", _why_not(""))
        self.panel.hide()

    def _row_changed(self, id: str) -> None:
        """An article changed: its places are shown as they are now."""
        self._stale.add(id)
        project = self._bridge.project
        if project is None or not self.panel.isVisible() or not self.panel.model.holds(id):
            return
        page = self._bridge.page
        page = page if page is not None and page.article.id == id else project.page(id)
        search = Search(self.panel.words.text().strip(), self.panel.any_case.isChecked(), self._template)
        self.panel.model.replace(look(page, search))
        self._tell_count()

    def _articles_changed(self) -> None:
        if self.panel.isVisible() and self._putting is None:
            here = self.panel.current
            self._search(keep_ticks=True)
            self.panel.show_current(here)

    def _call(self, action: str) -> str:
        return self._hands.keymap.call(action)

    def _tell(self, words: str) -> None:
        self._bridge.said.emit("told", words)


def _why_not(words: str) -> str:
    """What to do when there is nothing to look for yet; "" when there is."""
    if not words:
        return "Type words to find every place in the project where they stand."
    if not any(sign.isalnum() for sign in words):
        return "There is no letter or digit in this to look for."
    return "Type at least two letters." if len(words) == 1 and words.isascii() else ""


def _advice(panel: SearchPanel) -> str:
    return "" if panel.any_case.isChecked() else " and written just so (see “Any case”)"


def _otherwise(found: list[Found], template: Template | None) -> str:
    """A warning when the same words were decided otherwise somewhere: the string is ambiguous."""
    if template is None:
        return ""
    kinds = Counter(_decided_otherwise(found, template))
    return f"⚠ elsewhere {', '.join(f'{what} {n:,}×' for what, n in kinds.most_common(3))}" if kinds else ""


def _decided_otherwise(found: list[Found], template: Template) -> Iterator[str]:
    for place in (f.place for f in found):
        if template.kind == "join" and place.state == "decided" and place.name.casefold() != template.name.casefold():
            yield place.name
        elif template.kind == "label" and place.state == "decided" and place.label != template.label:
            yield place.label
        elif template.kind == "reject" and place.state == "decided" and place.label == template.label:
            yield f"decided {place.label}"
        elif template.kind != "reject" and place.state == "rejected":
            yield f"not {place.label}"
