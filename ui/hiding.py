"""What the page does not show: the panel of hidden suggestions, and the levels from which on they are shown."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QDialog, QWidget

from annotator import edits
from annotator.page import OPEN, LeftOut, Page, kept_back, left_out
from annotator.records import Suggestion
from annotator.spread import probabilities, spread
from ui import dialogs
from ui.bridge import BLIND, Bridge
from ui.desk.view import Desk
from ui.jobs import Sliced
from ui.panels.left_out import LeftOutPanel

FOLLOW_MS = 30
"""How long (milliseconds) after an act the panel follows: the text answers first."""


class Hiding(QObject):
    """Shows the panel and does what it asks for; while it is open it follows the page."""

    def __init__(self, window: QWidget, bridge: Bridge, desk: Desk, panel: LeftOutPanel) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = bridge
        self._desk = desk
        self.panel = panel
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(FOLLOW_MS)
        self._timer.timeout.connect(self._refresh)
        panel.pointed.connect(self._point)
        panel.goWanted.connect(self._go)
        panel.acceptWanted.connect(self._accept)
        panel.openWanted.connect(lambda item: bridge.do(edits.unreject, item, self._model()))
        panel.undoWanted.connect(lambda forward: bridge.redo() if forward else bridge.undo())
        panel.levelsWanted.connect(self.ask_levels)
        panel.closed.connect(self.close)
        bridge.pageOpened.connect(lambda _page: self._follow())
        bridge.pageChanged.connect(lambda _page, _change: self._follow())

    def toggle(self) -> None:
        """Show the panel and give it the keyboard; or close it."""
        if self.panel.holds_keyboard():
            self.close()
            return
        self.panel.show()
        self._refresh()
        self.panel.setFocus()

    def close(self) -> None:
        """Hide the panel; the keyboard goes back to the text."""
        held = self.panel.holds_keyboard()
        self.stop()
        self.panel.hide()
        self._desk.show_places(())
        if held:
            self._desk.setFocus()

    def stop(self) -> None:
        """Follow nothing any more."""
        self._timer.stop()

    def _follow(self) -> None:
        if self.panel.isVisible():
            self._timer.start()

    def _refresh(self) -> None:
        page, project = self._bridge.page, self._bridge.project
        if page is None or project is None:
            self.panel.show_items(())
            return
        if page.blind:
            self.panel.show_items((), BLIND)
            return
        model = Page(page.article, page.annotation, project.suggested(page), page.tokens, shown=page.proposal.shown)
        withheld = [(item, why) for item, why in project.withheld(page) if OPEN + item.id in model.open]
        found = [*left_out(model), *(kept_back(page, item, why) for item, why in withheld)]
        self.panel.show_items(sorted(found, key=lambda one: one.place))

    def _model(self) -> Suggestion | None:
        """What the model itself suggests, also what memory keeps back."""
        page, project = self._bridge.page, self._bridge.project
        return project.suggested(page) if page is not None and project is not None else None

    def _accept(self, item: LeftOut) -> None:
        if item.cause != "memory":
            self._bridge.do(edits.accept_hidden, item.item, self._model())
        elif item.stance:
            self._bridge.said.emit("told", "Memory keeps this stance back: make it by hand, and it learns from that.")
        else:
            self._bridge.do(edits.add, item.place.start, item.place.end, item.label)

    def _point(self, item: LeftOut | None) -> None:
        """A ring where the current one stands."""
        if not self.panel.isVisible():
            return
        if item is None or item.place.start == item.place.end:
            self._desk.show_places(())
            return
        self._desk.show_places((item.place,))
        self._desk.reveal(item.place)

    def _go(self, item: LeftOut) -> None:
        """The keyboard goes to the text, with its words selected: what is pressed next is about them."""
        self._desk.show_places(())
        self._desk.setFocus()
        if item.place.start < item.place.end:
            self._desk.set_selection(item.place)

    # --- levels

    def ask_levels(self) -> None:
        """Ask from which probabilities on suggestions are shown, perhaps right and likely; the counts are live."""
        project, page = self._bridge.project, self._bridge.page
        if project is None:
            return
        here = probabilities(page.suggestion if page is not None else None)
        dialog = dialogs.LevelsDialog(self._window, project.scheme.levels, here)
        job = Sliced(spread(project), self)
        job.progressed.connect(dialog.show_spread)
        job.finished.connect(dialog.show_spread)
        job.start()
        kept = dialog.exec() == QDialog.DialogCode.Accepted
        job.end()
        if kept:
            self._bridge.set_levels(dialog.levels())
        dialog.deleteLater()
