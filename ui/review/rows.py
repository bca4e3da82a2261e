"""How an error looks in its list: the words in their sentence, and below them what gold and the model say."""

from __future__ import annotations

import re
from html import escape

from PySide6.QtCore import QObject, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from annotator.review import Failure
from annotator.scheme import Scheme
from ui import signs
from ui.models.words import one_line
from ui.panels.rows import Index, RowDelegate
from ui.review.failures import FAILURE_ROLE
from ui.theme import SIGNS, Theme

_MARGIN = 12.0
_SMALL = 0.9
_AIR = 18
_TITLES = 0.26
"""The share of a line that titles have."""
NARROW = 760
"""In a list of less than so many pixels the article's title has a line of its own."""
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
    "split": "split",
    "merged": "merged",
}
"""Kinds of errors as they are called on the screen."""


def is_narrow(width: int) -> bool:
    """Whether a list of so many pixels has titles on lines of their own."""
    return width < NARROW


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
    """Two lines for each error, three in a narrow list; ``scheme`` has the labels' colours, ``said`` is what the model is
    called."""

    def __init__(self, scheme: Scheme, parent: QObject, said: str = "model") -> None:
        super().__init__(parent)
        self.scheme = scheme
        self.said = said

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """The lines with some air; all rows of a list have as many."""
        narrow = option.widget is not None and is_narrow(option.widget.width())
        return QSize(300, (3 if narrow else 2) * option.fontMetrics.height() + _AIR)

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
        lines = 3 if box.height() - (_AIR - 12) > 2.5 * painter.fontMetrics().height() else 2
        line = QRectF(box.left(), box.top(), box.width(), box.height() / lines)
        signs.paint_pieces(painter, line, pieces(found), theme.ink if chosen else theme.faded, theme.ink)
        painter.setFont(signs.sized(painter.font(), _SMALL))
        line.translate(0, line.height())
        if lines == 3:
            painter.setPen(theme.faded)
            signs.paint_words(painter, line.translated(0, line.height()), one_line(found.title))
        else:
            line.setRight(self._title(painter, line, found, theme))
        painter.setPen(theme.problem)
        width = max(painter.fontMetrics().horizontalAdvance(words) for words in KINDS.values()) + 16
        signs.paint_words(
            painter, QRectF(line.left(), line.top(), width, line.height()), KINDS.get(found.kind, found.kind)
        )
        at, room = line.left() + width, (line.width() - width) / 2
        p = f"{found.p:.2f}" if found.p is not None else ""
        gold = QRectF(at, line.top(), room - 10, line.height())
        said = gold.translated(room, 0)
        self._side(painter, gold, ("gold", found.gold, found.labels[0], ""), found, theme)
        self._side(painter, said, (self.said, found.suggested, found.labels[1], p), found, theme)

    def _title(self, painter: QPainter, line: QRectF, found: Failure, theme: Theme) -> float:
        """The article's title at the right end of a line; how far the others may go."""
        box = QRectF(line)
        box.setLeft(line.right() - line.width() * _TITLES)
        title = painter.fontMetrics().elidedText(one_line(found.title), Qt.TextElideMode.ElideRight, int(box.width()))
        painter.setPen(theme.faded)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, title)
        return box.left() - 12

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
            quoted = words if found.what == "entity" else words.rpartition(" ")[0]
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
        f"<p style='margin:0 0 5px 0; color:{faded}'>{escape(one_line(found.title))}</p>"
        f"<p style='margin:0 0 5px 0'>{words}</p><p style='margin:0'>"
        f"<span style='color:{faded}'>gold:</span> {escape(found.gold) or 'nothing'} &nbsp;&nbsp; "
        f"<span style='color:{faded}'>model:</span> {escape(found.suggested) or 'nothing'}"
        f"<span style='color:{faded}'>{p}</span></p>"
    )
