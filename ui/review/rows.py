"""How an error looks in its list: the words in their sentence, and below them what gold and the model say."""

from __future__ import annotations

import re
from html import escape

from PySide6.QtCore import QObject, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from annotator.review import Failure
from annotator.scheme import Scheme
from ui import signs
from ui.panels.rows import Index, RowDelegate
from ui.review.failures import FAILURE_ROLE
from ui.theme import SIGNS, Theme

_MARGIN = 12.0
_SMALL = 0.9
KINDS = {
    "missed": "missed",
    "invented": "invented",
    "label": "wrong label",
    "edges": "wrong edges",
    "edges and label": "edges and label",
    "polarity": "wrong polarity",
    "direction": "wrong direction",
    "holder": "wrong holder",
    "target": "wrong target",
}
"""Kinds of errors as they are called on the screen."""


def pieces(found: Failure) -> list[tuple[str, bool]]:
    """The sentence in pieces, those bold that the error is about."""
    about = " ".join(found.about.split())
    match = re.search(rf"(?<!\w){re.escape(about)}(?!\w)", found.words) if about else None
    at = match.start() if match is not None else found.words.find(about) if about else -1
    if at < 0:
        return [(found.words, False)]
    parts = ((found.words[:at], False), (about, True), (found.words[at + len(about) :], False))
    return [part for part in parts if part[0]]


class FailureDelegate(RowDelegate):
    """Two lines for each error; ``scheme`` has the labels' colours, ``said`` is what the model is called."""

    def __init__(self, scheme: Scheme, parent: QObject, said: str = "model") -> None:
        super().__init__(parent)
        self.scheme = scheme
        self.said = said

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Two lines with some air."""
        return QSize(300, 2 * option.fontMetrics.height() + 18)

    def paint_row(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        """The sentence, and what either side says of it."""
        found = index.data(FAILURE_ROLE)
        theme = signs.theme_of(option.palette)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.selection)
        painter.setPen(theme.edge)
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if isinstance(found, Failure):
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            self._paint(painter, box.adjusted(_MARGIN, 6, -_MARGIN, -6), found, theme, chosen=chosen)
        else:
            painter.setPen(theme.faded)
            signs.paint_words(painter, box.adjusted(_MARGIN, 0, 0, 0), "…")
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.focus)
            painter.drawRect(box.adjusted(0.5, 0.5, -1.5, -1.5))

    def _paint(self, painter: QPainter, box: QRectF, found: Failure, theme: Theme, *, chosen: bool) -> None:
        half = box.height() / 2
        above = QRectF(box.left(), box.top(), box.width(), half)
        below = QRectF(box.left(), box.top() + half, box.width(), half)
        signs.paint_pieces(painter, above, pieces(found), theme.ink if chosen else theme.faded, theme.ink)
        painter.setFont(signs.sized(painter.font(), _SMALL))
        painter.setPen(theme.problem)
        width = max(painter.fontMetrics().horizontalAdvance(words) for words in KINDS.values()) + 16
        signs.paint_words(painter, QRectF(below.left(), below.top(), width, half), KINDS.get(found.kind, found.kind))
        at = below.left() + width
        room = (below.width() - width) / 2
        p = f"{found.p:.2f}" if found.p is not None else ""
        self._side(
            painter, QRectF(at, below.top(), room - 10, half), ("gold", found.gold, found.labels[0], ""), found, theme
        )
        side = (self.said, found.suggested, found.labels[1], p)
        self._side(painter, QRectF(at + room, below.top(), room, half), side, found, theme)

    def _side(
        self, painter: QPainter, box: QRectF, side: tuple[str, str, str, str], found: Failure, theme: Theme
    ) -> None:
        """One side's word: who, a chip or a sign, and what it says beyond that."""
        who, words, label, p = side
        painter.setPen(theme.faded)
        box.setLeft(signs.paint_words(painter, box, who) + 8)
        if not words:
            signs.paint_words(painter, box, "nothing")
            return
        if p:
            box.setRight(box.right() - painter.fontMetrics().horizontalAdvance(p) - 10)
        painter.setPen(theme.ink)
        if found.what == "stance":
            words = words.rpartition(" (")[0] or words
            sign = SIGNS.get(label, "")  # type: ignore[call-overload]
            end = signs.paint_words(painter, box, f"{sign} {words}".strip())
        else:
            painter.save()
            end = signs.paint_chip(painter, box.left(), box, label, theme.hue(self._hue(label)), decided=who == "gold")
            painter.restore()
            painter.setPen(theme.ink)
            quoted = words.rpartition(" ")[0]
            if quoted:
                box.setLeft(end + 7)
                end = signs.paint_words(painter, box, quoted)
        if p:
            painter.setPen(theme.faded)
            signs.paint_words(painter, QRectF(end + 8, box.top(), 60, box.height()), p)

    def _hue(self, label: str) -> str:
        return next((known.hue for known in self.scheme.label if known.name == label), "grey")


def as_html(found: Failure, theme: Theme) -> str:
    """The whole sentence and both sides, to read at leisure."""
    words = "".join(f"<b>{escape(part)}</b>" if bold else escape(part) for part, bold in pieces(found))
    p = f" · probability {found.p:.2f}" if found.p is not None else ""
    faded = theme.faded.name()
    return (
        f"<p style='margin:0 0 5px 0'>{words}</p><p style='margin:0'>"
        f"<span style='color:{faded}'>gold:</span> {escape(found.gold) or 'nothing'} &nbsp;&nbsp; "
        f"<span style='color:{faded}'>model:</span> {escape(found.suggested) or 'nothing'}"
        f"<span style='color:{faded}'>{p}</span></p>"
    )
