"""The guideline beside the text: whose it is, when examples are looked for, and where they lead."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from annotator.errors import AnnotatorError
from annotator.examples import Example, find_examples
from annotator.spans import Range
from ui.bridge import Bridge
from ui.desk.view import Desk
from ui.jobs import Sliced
from ui.panels.guideline import ALL, GuidelinePanel

LOOK_MS = 150
"""How long (milliseconds) a label must be in focus before examples are looked for."""


class Guiding(QObject):
    """Shows the guideline of what is in focus, and follows the focus while the panel is open."""

    def __init__(self, bridge: Bridge, desk: Desk, panel: GuidelinePanel, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._desk = desk
        self.panel = panel
        self._job: Sliced | None = None
        self._followed = ""
        self._back: tuple[str, str] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        panel.subjectChosen.connect(self.show)
        panel.placeChosen.connect(self.go_to)
        panel.backWanted.connect(self.go_back)
        panel.closed.connect(self.close)
        bridge.projectChanged.connect(lambda _project: self._forget())
        bridge.pageOpened.connect(lambda _page: self._again())

    # --- open and closed

    def toggle(self) -> None:
        """Show the guideline of what is in focus, or of all; or close the panel. The keyboard stays where it is."""
        if self.panel.isVisible():
            self.close()
            return
        if self._bridge.project is not None:
            self._followed = self.subject()
            self.panel.show()
            self.show(self._followed)
            self._desk.set_focus(self._bridge.focus or None)  # what is in focus stays in view

    def close(self) -> None:
        """Hide the panel; the keyboard goes back to the text."""
        held = self.panel.isAncestorOf(self.panel.window().focusWidget() or self.panel.window())
        self.stop()
        self.panel.hide()
        if held:
            self._desk.setFocus()

    def follow(self) -> None:
        """The focus may be on something else now."""
        if self.panel.isVisible() and (subject := self.subject()) and subject != self._followed:
            self._followed = subject
            self.show(subject)

    def subject(self) -> str:
        """The label or the polarity of what is in focus, or "" when nothing is."""
        page, focus = self._bridge.page, self._bridge.focus
        if page is None or not focus:
            return ALL
        if (stance := page.stance(focus)) is not None:
            return stance.polarity
        item = page.mention(focus) or page.entity(focus)
        return item.label if item is not None else ALL

    # --- examples

    def show(self, subject: str) -> None:
        """Show one label's or polarity's guideline, and soon its examples; or the list of all."""
        self._end_job()
        self.panel.show_subject(subject)
        self._again()

    def _again(self) -> None:
        if self.panel.isVisible() and self.panel.subject:
            self._timer.start()

    def _look(self) -> None:
        self._end_job()
        project = self._bridge.project
        if project is None or not self.panel.isVisible():
            return
        job = self._job = Sliced(find_examples(project, self.panel.subject), self)
        job.finished.connect(self.panel.show_examples)
        job.failed.connect(self._failed)
        job.start()

    def _failed(self, error: AnnotatorError) -> None:
        self._bridge.said.emit("problem", str(error))

    # --- places

    def go_to(self, example: Example) -> None:
        """Put the article of an example on the desk, with the example in focus."""
        page = self._bridge.page
        if self._back is None and page is not None:
            self._back = page.article.id, self._bridge.focus
        self._open(example.article)
        self._followed = self.panel.subject
        if example.item:
            self._bridge.set_focus(example.item)
        else:
            self._desk.set_selection(Range(example.start, example.end))
        self.panel.show_back(self._back is not None)

    def go_back(self) -> None:
        """Put the article back on the desk from which one went to an example."""
        if self._back is not None:
            (id, focus), self._back = self._back, None
            self._open(id)
            self._bridge.set_focus(focus)
        self.panel.show_back(False)

    def _open(self, id: str) -> None:
        page = self._bridge.page
        if page is None or page.article.id != id:
            self._bridge.open_article(id)

    # --- the end

    def _forget(self) -> None:
        """Another project: its examples are others."""
        self.stop()
        self._back = None
        self.panel.show_back(False)
        self.panel.hide()

    def _end_job(self) -> None:
        if self._job is not None:
            self._job.end()
            self._job = None

    def stop(self) -> None:
        """Look for nothing more."""
        self._timer.stop()
        self._end_job()
