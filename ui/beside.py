"""The windows beside the main one: models, doubtful gold, the review room; each made when it is first wanted."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMainWindow

from annotator.page import Page
from annotator.spans import Range
from ui import dialogs
from ui.appearance import Appearance
from ui.bridge import Bridge
from ui.desk.view import Desk
from ui.hands import Hands
from ui.suggesting import Suggesting

if TYPE_CHECKING:
    from annotator.review import Failure
    from ui.review.doubts import DoubtsWindow
    from ui.review.window import ReviewWindow
    from ui.trainer import Trainer


class Beside(QObject):
    """Shows them, and what they lead to on the desk. ``trainingChanged()``: see :attr:`trainer`."""

    trainingChanged = Signal()

    def __init__(
        self,
        window: QMainWindow,
        bridge: Bridge,
        hands: Hands,
        desk: Desk,
        suggesting: Suggesting,
        appearance: Appearance,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = bridge
        self._hands = hands
        self._desk = desk
        self._suggesting = suggesting
        self._appearance = appearance
        self.models: dialogs.TrainingDialog | None = None
        self.review: ReviewWindow | None = None
        self._doubts: DoubtsWindow | None = None

    @cached_property
    def trainer(self) -> Trainer:
        """The training beside the window; loaded when it is first asked for."""
        from ui.trainer import Trainer

        made = Trainer(self._bridge, self)
        made.changed.connect(self.trainingChanged)
        return made

    def hide(self) -> None:
        """The project is about to be closed."""
        for window in (self._doubts, self.models):
            if window is not None:
                window.hide()

    def stop(self) -> None:
        """The window closes: what runs beside it ends."""
        if "trainer" in self.__dict__:
            self.trainer.stop()
        if self.review is not None:
            self.review.stop()
            self.review.close()

    def show_models(self) -> None:
        """The shelf of models, and training one from the gold; it stands beside the window."""
        project = self._bridge.project
        if project is None:
            return
        if self.models is None:
            use = self._bridge.use_model
            self.models = dialogs.TrainingDialog(self._window, self.trainer, use, self._count_done)
        self.models.refresh()
        self.models.show()
        self.models.raise_()
        self.models.activateWindow()

    def show_doubts(self) -> None:
        """Gold that looks wrong, beside the window; asked for again it comes back as it was left."""
        from ui.review.doubts import DoubtsWindow  # what it speaks with takes a while to load

        if self._doubts is None:
            self._doubts = DoubtsWindow(self._window, self._bridge, self._go_to)
            self._doubts.set_keys(self._hands.keymap.call("doubts"))
        self._doubts.set_looks(self._appearance.theme, self._bridge.scheme)
        self._doubts.come_back()

    def resume_doubts(self) -> bool:
        """Come back to doubtful gold that was left for the desk; False when it was not."""
        if self._doubts is None or not self._doubts.was_left_for_desk:
            return False
        self._doubts.come_back()
        return True

    def _go_to(self, article: str, start: int, end: int) -> None:
        """Show a range of an article: its mention in focus, or its words selected."""
        page = self._open(article)
        self._hands.end_mode()
        self._come_back()
        if page is None:
            return
        here = [m.id for m in page.mentions if (m.start, m.end) == (start, end)]
        self._bridge.set_focus(here[0] if here else "")
        if not here and end > start:
            self._desk.set_selection(Range(start, end), exact=True)
        elif not here:
            self._desk.set_caret(start)

    def show_review(self) -> None:
        """The review room, beside the window: how good the suggestions are, and where they fail."""
        if self._bridge.project is None:
            return
        from ui.review.window import ReviewWindow  # nor this before it is wanted

        if self.review is None:
            settings = self._appearance.settings
            self.review = ReviewWindow(self._bridge, self._suggesting, self.trainer, settings, self._window)
            self.review.placeWanted.connect(self.show_failure)
            self.review.backWanted.connect(self._come_back)
        self.review.open()

    def show_failure(self, failure: Failure) -> None:
        """Open the article at an error's place: the mention or stance there in focus, else its words selected."""
        page, place = self._open(failure.article), Range(failure.place, failure.end)
        if page is None:
            return
        self._come_back()
        found = _item_at(page, place, stance=failure.what == "stance")
        if found:
            self._bridge.set_focus(found)
        else:
            self._desk.set_selection(place)

    def _open(self, article: str) -> Page | None:
        """The page of an article, which comes to the desk; None when it cannot be opened (which was said)."""
        if self._bridge.page is None or self._bridge.page.article.id != article:
            self._bridge.open_article(article)
        page = self._bridge.page
        return page if page is not None and page.article.id == article else None

    def _come_back(self) -> None:
        """The keyboard is the main window's again, on the text."""
        self._window.activateWindow()
        self._window.raise_()
        self._desk.setFocus()

    def _count_done(self) -> int:
        project = self._bridge.project
        return project.counts()["done"] if project is not None else 0


def _item_at(page: Page, place: Range, *, stance: bool) -> str:
    """The mention with these very words (or these behind "Ms"), or the stance with this cue; "" without."""
    if stance:
        return next((item.id for item in page.stances if place in item.cues), "")
    from annotator.titles import without_title  # nor this before it is wanted

    text = page.article.text  # a comparison leaves civil titles out
    return next((item.id for item in page.mentions if place in (item.range, without_title(text, item.range))), "")
