"""What of the article was read. A sentence counts as looked at

- when the focus or the caret was in it (not the focus that an article is opened with), or
- when it stood on the screen, whole, for as long as skimming it takes: 12 words a second, and at least 0.7 seconds. Time
  counts only while the window is active and something was done in it within the last minute. Of a sentence that is
  larger than the screen, each part counts by itself.

All of it is found beside the work, a few times a second, and nothing once everything on the screen was read.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer

from annotator.coverage import is_within, sentence_around, sentences_in
from annotator.page import Page
from annotator.spans import Range
from ui.bridge import Bridge
from ui.desk.view import Desk

TICK_MS = 200
"""How often (milliseconds) it is looked what stands on the screen."""
WORDS_A_SECOND = 12.0
LEAST_SECONDS = 0.7
AWAKE_SECONDS = 60.0
"""Nobody reads who did nothing for longer than this."""


def seconds_for(words: str) -> float:
    """How long some words must have been on the screen to count as looked at."""
    return max(LEAST_SECONDS, len(words.split()) / WORDS_A_SECOND)


class Reading(QObject):
    """Tells the bridge which sentences were looked at."""

    def __init__(self, bridge: Bridge, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._desk = desk
        self._passed: list[int] = []
        self._shown: list[Range] | None = None
        self._times: dict[Range, float] = {}
        self._opened = False
        self._last_look = self._last_act = time.monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.look)
        bridge.pageOpened.connect(self._open)
        bridge.pageChanged.connect(lambda _page, _change: self._move())
        bridge.focusChanged.connect(self._focus)
        desk.caretMoved.connect(self._pass)
        bar = desk.verticalScrollBar()
        bar.valueChanged.connect(lambda _value: self._move())
        bar.rangeChanged.connect(lambda _low, _high: self._move())

    def _open(self, _page: Page | None) -> None:
        self._passed, self._times, self._opened = [], {}, True
        self._move()

    def _move(self) -> None:
        """Something else may be on the screen now."""
        self._shown = None
        self._wake()

    def _wake(self) -> None:
        self._last_act = time.monotonic()
        if not self._timer.isActive():
            self._last_look = self._last_act
            self._timer.start()

    def _focus(self, item: str) -> None:
        page, opened = self._bridge.page, self._opened
        self._opened = False
        if page is not None and item and not opened and page.entity(item) is None:
            self._pass(page.place(item))

    def _pass(self, offset: int) -> None:
        self._passed.append(offset)
        self._wake()

    def look(self) -> None:
        """See what was looked at since the last time."""
        page, now = self._bridge.page, time.monotonic()
        passed, since = now - self._last_look, now - self._last_act
        self._last_look = now
        if page is None or since > AWAKE_SECONDS:
            self._timer.stop()
            return
        seen = [sentence_around(page, offset) for offset in self._passed]
        self._passed.clear()
        waiting = False
        if self._desk.isVisible() and self._desk.isActiveWindow():
            looked = self._bridge.looked_at
            for span in self._on_the_screen(page):
                if is_within(looked, span):
                    continue
                self._times[span] = self._times.get(span, 0.0) + passed
                if self._times[span] >= seconds_for(span.of(page.text)):
                    seen.append(span)
                else:
                    waiting = True
            if not waiting:
                self._timer.stop()
        if seen:
            self._bridge.seen(*seen)

    def _on_the_screen(self, page: Page) -> list[Range]:
        """The sentences that stand on the screen whole, and the parts of those that are larger than it."""
        if self._shown is None:
            screen = self._desk.whole_range()
            self._shown = [
                part
                for sentence in sentences_in(page, screen)
                if (part := _part(page, sentence, screen)) is not None and not page.is_boilerplate(part.start)
            ]
        return self._shown

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()


def _part(page: Page, sentence: Range, screen: Range) -> Range | None:
    """What of a sentence counts: all of it if its words are on the screen, else what is, if it fills the screen."""
    words = sentence.of(page.text).rstrip()
    if not words:
        return None
    if screen.contains(Range(sentence.start, sentence.start + len(words))):
        return sentence
    cut = Range(max(sentence.start, screen.start), min(sentence.end, screen.end))
    return cut if 2 * (cut.end - cut.start) > screen.end - screen.start else None
