"""What of the article was read: what stood still on the screen for a while."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from ui.bridge import Bridge
from ui.desk.view import Desk

SEEN_MS = 700
"""What stood still on the screen for this long (milliseconds) counts as looked at."""


class Reading(QObject):
    """Tells the bridge what was on the screen long enough."""

    def __init__(self, bridge: Bridge, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._desk = desk
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEEN_MS)
        self._timer.timeout.connect(self.note)
        bridge.pageOpened.connect(lambda _page: self._timer.start())
        desk.verticalScrollBar().valueChanged.connect(lambda _value: self._timer.start())

    def note(self) -> None:
        """What is on the screen now was seen."""
        if self._desk.isVisible() and self._bridge.page is not None:
            self._bridge.seen(self._desk.visible_range())

    def stop(self) -> None:
        """Note nothing more."""
        self._timer.stop()
