"""How the places of a search look: their words one below the other in the middle, what is there now at the right."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from annotator.everywhere import Found
from ui import signs
from ui.models.search import LINE_ROLE, TICK_ROLE, Head
from ui.models.words import one_line, visible
from ui.panels.rows import SMALL, Delegate, Index, Looks

_MARGIN = 10.0
_MIDDLE = 0.42
"""Where the words begin, as a share of the room for text."""
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class HitDelegate(Delegate):
    """Paints with ``looks``, whose ``focus`` is the article on the desk; ``titled`` shows titles in each line."""

    def __init__(self, looks: Looks, parent: QObject) -> None:
        super().__init__(looks, parent)
        self.titled = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line."""
        return QSize(200, option.fontMetrics.height() + 8)

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """The panel ticks; Qt would tick too, where it thinks that the box is."""
        return False

    def on_tick(self, x: float, ascent: int) -> bool:
        """True when a click at ``x`` (pixels from the left) is on the tick rather than on the words."""
        return x < _MARGIN + ascent + 5

    def paint_row(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        """One line: an article's head, or a place."""
        line, theme = index.data(LINE_ROLE), self.looks.theme
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.selection)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.raised)
        if isinstance(line, Head):
            self._head(painter, box, line)
        elif isinstance(line, Found):
            self._place(painter, box, line, index.data(TICK_ROLE))
        if option.state & QStyle.StateFlag.State_HasFocus and option.state & QStyle.StateFlag.State_Active:
            painter.setPen(theme.focus)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))

    def _head(self, painter: QPainter, box: QRectF, head: Head) -> None:
        theme, side = self.looks.theme, painter.fontMetrics().ascent() - 1.0
        painter.setPen(theme.edge)
        painter.drawLine(box.topLeft(), box.topRight())
        state = QRectF(box.left() + _MARGIN, box.center().y() - side / 2, side, side)
        colour = {"done": theme.good, "started": theme.focus}.get(head.status, theme.faded)
        signs.paint_state(painter, state, head.status, colour)
        words = box.adjusted(_MARGIN + side + 8, 0, -_MARGIN, 0)
        painter.setFont(signs.sized(painter.font(), SMALL, bold=head.article == self.looks.focus))
        painter.setPen(theme.ink if head.article == self.looks.focus else theme.faded)
        count = f"  ·  {head.count:,}" if head.count > 1 else ""
        words.setRight(words.right() - painter.fontMetrics().horizontalAdvance(count))
        end = signs.paint_words(painter, words, one_line(head.title))
        painter.drawText(QRectF(end, box.top(), box.right() - end, box.height()), _LEFT, count)

    def _place(self, painter: QPainter, box: QRectF, found: Found, ticked: bool | None) -> None:
        side = painter.fontMetrics().ascent() + 1.0
        tick = QRectF(box.left() + _MARGIN, box.center().y() - side / 2, side, side)
        self._tick(painter, tick, ticked)
        room = box.adjusted(_MARGIN + side + 8, 0, -_MARGIN, 0)
        room.setRight(self._now(painter, room, found) - 10)
        if self.titled:
            title = QRectF(room.right() - room.width() * 0.2, room.top(), room.width() * 0.2, room.height())
            font = painter.font()
            painter.setFont(signs.sized(font, SMALL))
            painter.setPen(self.looks.theme.faded)
            signs.paint_words(painter, title, one_line(found.title))
            painter.setFont(font)
            room.setRight(title.left() - 10)
        self._words(painter, room, found, dim=ticked is None and bool(found.held))

    def _tick(self, painter: QPainter, box: QRectF, ticked: bool | None) -> None:
        theme = self.looks.theme
        if ticked is None:
            return
        painter.setPen(QPen(theme.focus if ticked else theme.faded, 1.2))
        painter.setBrush(theme.focus if ticked else theme.paper)
        painter.drawRoundedRect(box, 3, 3)
        if ticked:
            signs.paint_tick(painter, box.adjusted(1.5, 1.5, -1.5, -1.5), theme.paper)

    def _now(self, painter: QPainter, room: QRectF, found: Found) -> float:
        """What is there now, in a column at the right: a chip or a word, and why it is not ticked; where it begins."""
        theme, here, font = self.looks.theme, found.place, painter.font()
        width = min(room.width() * 0.34, painter.fontMetrics().averageCharWidth() * 34)
        column = QRectF(room.right() - width, room.top(), width, room.height())
        at = column.left()
        if here.state in ("suggested", "decided"):
            at = signs.paint_chip(
                painter, at, column, here.label, self.looks.hue(here.label), decided=here.state == "decided"
            )
            at += 6
        painter.setFont(signs.sized(font, SMALL))
        warns = bool(found.effect and found.held)
        painter.setPen(theme.problem if warns else theme.faded)
        rest = column.adjusted(at - column.left(), 0, 0, 0)
        signs.paint_words(painter, rest, _beside_the_chip(found))
        painter.setFont(font)
        return column.left()

    def _words(self, painter: QPainter, room: QRectF, found: Found, *, dim: bool) -> None:
        theme, font = self.looks.theme, QFont(painter.font())
        middle = room.left() + room.width() * _MIDDLE
        painter.setPen(theme.faded)
        before, words, after = _flat(found.before, -1), visible(" ".join(found.words.split())), _flat(found.after, 1)
        left = QRectF(room.left(), room.top(), middle - room.left(), room.height())
        elided = painter.fontMetrics().elidedText(before, Qt.TextElideMode.ElideLeft, int(left.width()))
        painter.drawText(left, _RIGHT | Qt.TextFlag.TextIncludeTrailingSpaces, elided)
        painter.setFont(signs.sized(font, 1.0, bold=True))
        painter.setPen(theme.faded if dim else theme.ink)
        end = signs.paint_words(painter, QRectF(middle, room.top(), room.right() - middle, room.height()), words)
        painter.setFont(font)
        painter.setPen(theme.faded)
        signs.paint_words(painter, QRectF(end, room.top(), room.right() - end, room.height()), after)


def _flat(words: str, side: int) -> str:
    """Context on one line; the space next to the words stays."""
    flat = visible(" ".join(words.split()))
    if side < 0:
        return f"{flat} " if words[-1:].isspace() else flat
    return f" {flat}" if words[:1].isspace() else flat


def _beside_the_chip(found: Found) -> str:
    """What the chip does not say: that nothing is marked, or why the place is held."""
    if found.held:
        return found.held
    return {"bare": "not marked", "rejected": f"not {found.place.label}", "part": f"part of “{found.place.name}”"}.get(
        found.place.state, "" if not found.place.name else f"{found.place.name}"
    )
