"""Acts on the article: done, written, taken back; and where the focus is after each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from annotator import edits
from annotator.clock import now
from annotator.errors import AnnotatorError
from annotator.page import OPEN, Page, is_open
from annotator.records import Change
from ui.bridge.holding import Holding


class Acting(Holding):
    """Carries acts to the project."""

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

    def unblind(self) -> None:
        """Show the suggestions for the article on the desk, which is blind no more."""
        if self.do(edits.unblind) is not None and self.page is not None:
            self._hold()
            self.set_focus(self.page.open[0] if self.page.open else "")

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
            again = OPEN + str(value.get("item")) if step.path[0] == "rejected" and isinstance(value, dict) else ""
            if again and page.item(again) is not None:
                self.set_focus(again)
                return
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
