"""The mouse on the desk: a click points at something, a drag selects words or makes a stance. It never decides."""

from __future__ import annotations

import time
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimerEvent, Signal
from PySide6.QtGui import QMouseEvent, QTextCursor
from PySide6.QtWidgets import QApplication

from annotator.outline import sentence_at
from annotator.page import Page
from annotator.spans import Range, line_at
from ui.desk.hit import Hit
from ui.desk.text import ArticleText

_SCROLL_MS = 40
_Move = QTextCursor.MoveMode
_STILL = 4
"""A mouse that moved less than this (pixels) was clicked, not dragged."""
_NOWHERE = QPointF(-99, -99)


@dataclass(frozen=True, slots=True)
class Press:
    """Where the left button went down, and on what. ``from_mention`` begins a stance, otherwise words are selected."""

    at: QPointF
    hit: Hit
    from_mention: bool
    clicks: int = 1


class PointedText(ArticleText):
    """A text that says what the mouse points at; what that is, a subclass knows.

    ``itemClicked(id)``: a mention or a stance. ``bareClicked(offset)``: words without either, or -1 beside them.
    ``labelBarWanted(start, end, place)``: words were selected with the mouse; ``place`` is a point of the screen below.
    ``mentionDragged(id, id)``: from one mention to another. ``itemPointed(id)``: what the mouse is on, "" for nothing.
    """

    itemClicked = Signal(str)
    bareClicked = Signal(int)
    labelBarWanted = Signal(int, int, QPoint)
    mentionDragged = Signal(str, str)
    itemPointed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.viewport().setMouseTracking(True)
        self._press: Press | None = None
        self._pull: QPointF | None = None
        self._clicked: tuple[QPointF, str] = (_NOWHERE, "")
        self._double: tuple[QPointF, float] = (_NOWHERE, 0.0)
        self._scrolling = 0
        self._drag_at = QPointF()
        self._under = ""

    def hit_at(self, at: QPointF, before: str = "") -> Hit:
        """What lies under a point of the viewport; ``before`` is what the last click there hit."""
        raise NotImplementedError

    # --- selecting with the mouse

    def _drag_from(self, at: QPointF, *, extend: bool) -> None:
        """Begin a selection at a point of the viewport (or extend the one that is there)."""
        self._dragging = True
        cursor = self.textCursor()
        cursor.setPosition(self._nearest(at), _Move.KeepAnchor if extend else _Move.MoveAnchor)
        self.setTextCursor(cursor)

    def _drag_to(self, at: QPointF) -> None:
        """Take the selection as far as the mouse is; beyond the window's edge the text comes by itself."""
        cursor = self.textCursor()
        cursor.setPosition(self._nearest(at), _Move.KeepAnchor)
        self.setTextCursor(cursor)
        self._drag_at = at
        beyond = at.y() < 0 or at.y() > self.viewport().height()
        if beyond and not self._scrolling:
            self._scrolling = self.startTimer(_SCROLL_MS)
        elif not beyond:
            self._stop_scrolling()

    def _stop_scrolling(self) -> None:
        if self._scrolling:
            self.killTimer(self._scrolling)
            self._scrolling = 0

    def _end_drag(self) -> None:
        self._stop_scrolling()
        self._dragging = False
        self._tell_selection()

    def timerEvent(self, event: QTimerEvent) -> None:
        """Scroll while the mouse is held beyond the edge."""
        if event.timerId() != self._scrolling:
            super().timerEvent(event)
            return
        y, bar = self._drag_at.y(), self.verticalScrollBar()
        over = y if y < 0 else y - self.viewport().height()
        bar.setValue(bar.value() + round(max(-60, min(60, over))))
        self._drag_to(self._drag_at)

    def _below(self, span: Range) -> QPoint:
        """A point of the screen just below a range."""
        rects = self.rects_of(span)
        at = rects[-1].bottomLeft().toPoint() if rects else QPoint(0, 0)
        return self.viewport().mapToGlobal(at + QPoint(0, 8))

    # --- press, move, release

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """On a chip (or with Alt, on a mention) a drag makes a stance, elsewhere it selects words."""
        if event.button() != Qt.MouseButton.LeftButton or self._page is None:
            return
        at, keys = event.position(), event.modifiers()
        place, when = self._double
        again = time.monotonic() - when < QApplication.doubleClickInterval() / 1000 and _near(place, at)
        found = self.hit_at(at)
        alt = bool(keys & Qt.KeyboardModifier.AltModifier)
        from_mention = found.kind == "chip" or (alt and found.kind == "mention")
        self._press = Press(at, found, from_mention, 3 if again else 1)
        if again:
            self._select_sentence(self._page, at)
        elif not from_mention:
            self._exact = bool(keys & Qt.KeyboardModifier.ControlModifier)
            self._drag_from(at, extend=bool(keys & Qt.KeyboardModifier.ShiftModifier))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click selects the word under the mouse; a third click its sentence."""
        page, at = self._page, event.position()
        if event.button() != Qt.MouseButton.LeftButton or page is None:
            return
        self._double = (at, time.monotonic())
        self._press = Press(at, Hit("words"), False, 2)
        offset = self.offset_at(at)
        token = page.tokens.at(offset) if offset >= 0 else None
        if token is not None:
            self._take(token)

    def _select_sentence(self, page: Page, at: QPointF) -> None:
        offset = self.offset_at(at)
        if offset >= 0:
            self._take(sentence_at(page.outline, offset) or line_at(page.text, offset))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or (without a button) show by the pointer's shape what a press would do."""
        press, at = self._press, event.position()
        if press is None:
            under = self.hit_at(at)
            self.viewport().setCursor(
                Qt.CursorShape.PointingHandCursor if under.kind == "chip" else Qt.CursorShape.IBeamCursor
            )
            self._point(under.id)
        elif press.from_mention:
            self._pull = None if _near(press.at, at) else at
            self.viewport().update()
        elif press.clicks == 1 and not _near(press.at, at):
            self._drag_to(at)

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse is elsewhere."""
        super().leaveEvent(event)
        self._point("")

    def _point(self, item: str) -> None:
        if item != self._under:
            self._under = item
            self.itemPointed.emit(item)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click points at something; a drag selected words, or went from one mention to another."""
        press, self._press, self._pull = self._press, None, None
        if press is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._end_drag()
        at = event.position()
        still = _near(press.at, at)
        if press.from_mention and not still:
            goal = self.hit_at(at)
            self.viewport().update()
            if goal.kind in ("chip", "mention") and goal.id != press.hit.id:
                self.mentionDragged.emit(press.hit.id, goal.id)
        elif (span := self.selection()) is not None and (press.clicks > 1 or not still or self._extended(event)):
            if not self._exact:
                self._take(span)
            self.labelBarWanted.emit(span.start, span.end, self._below(span))
        elif still and press.clicks == 1:
            self._click(press)

    def _extended(self, event: QMouseEvent) -> bool:
        return bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)

    def _click(self, press: Press) -> None:
        self.clear_selection()
        place, before = self._clicked
        found = self.hit_at(press.at, before if _near(place, press.at) else "")
        self._clicked = (press.at, found.id)
        if found.kind == "chip":
            self.set_caret(found.offset)
        if found.id:
            self.itemClicked.emit(found.id)
        else:
            self.bareClicked.emit(found.offset)


def _near(one: QPointF, other: QPointF) -> bool:
    return (one - other).manhattanLength() < _STILL
