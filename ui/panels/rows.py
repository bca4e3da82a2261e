"""How the rows of the lists look: articles, entities with their mentions, stances as cards."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.page import EntityItem, MentionItem, StanceItem, is_open
from annotator.project import Row
from annotator.scheme import Scheme, default_scheme
from ui import signs
from ui.models.entities import ITEM_ROLE, WORDS_ROLE
from ui.models.queue import REASON_ROLE, ROW_ROLE
from ui.theme import Hue, Theme

SMALL = 0.87
"""Letters that matter less, as a share of the others."""
FADED = 0.42
"""How opaque a stance is that has nothing to do with the entity in focus."""
Index = QModelIndex | QPersistentModelIndex
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


@dataclass
class Looks:
    """What rows are painted by. ``focus`` is the id in focus (of an article, or an item), ``entity`` whose it is.

    ``fading`` fades the stances of others; ``hints`` are letters to type, by entity; ``marked`` are mentions that the
    next split is about; ``keys`` are those of actions, by id, as they are written on caps; ``lit`` is what the mouse is
    on, in the text or here (an item, and the entity that it belongs to).
    """

    theme: Theme
    scheme: Scheme
    focus: str = ""
    entity: str = ""
    fading: bool = False
    hints: dict[str, str] = field(default_factory=dict)
    marked: tuple[str, ...] = ()
    keys: dict[str, str] = field(default_factory=dict)
    lit: frozenset[str] = frozenset()
    palette: QPalette = field(default_factory=QPalette)

    @classmethod
    def plain(cls) -> Looks:
        """Light, with the scheme of a new project, nothing in focus."""
        return cls(Theme.of("light"), default_scheme())

    def hue(self, label: str) -> Hue:
        """The colours of a label; of one that the scheme does not know, grey."""
        found = self.scheme.find(label)
        return self.theme.hue(found.hue if found else "grey")

    def fades(self, stance: StanceItem) -> bool:
        """True for a stance that has nothing to do with the entity in focus, when another has."""
        return self.fading and self.entity not in (stance.holder, stance.target, stance.source)


class RowDelegate(QStyledItemDelegate):
    """Paints each row of a list whole, by :meth:`paint_row`: the painter has the list's font then, and smooth edges."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(option.font)
        try:
            self.paint_row(painter, QRectF(option.rect), option, index)
        finally:
            painter.restore()

    def paint_row(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        """One row in ``box``."""
        raise NotImplementedError


class Delegate(RowDelegate):
    """Paints with ``looks``, which others change."""

    def __init__(self, looks: Looks, parent: QObject) -> None:
        super().__init__(parent)
        self.looks = looks

    def paint_ground(
        self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, *, focused: bool, lit: bool = False
    ) -> None:
        """What lies under a row: the focus, the keyboard's place, the mouse."""
        if focused:
            painter.fillRect(box, self.looks.theme.selection)
        elif lit or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, self.looks.theme.raised)
        if lit:
            painter.fillRect(QRectF(box.left(), box.top() + 2, 3, box.height() - 4), self.looks.theme.ink)
        if option.state & QStyle.StateFlag.State_HasFocus and option.state & QStyle.StateFlag.State_Active:
            painter.setPen(self.looks.theme.focus)
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))


class ArticleDelegate(Delegate):
    """State, title, and in small letters beneath why it is here, how far and how long; flag, note and blind at the right."""

    def paint_row(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        """One article."""
        row, theme = index.data(ROW_ROLE), self.looks.theme
        if not isinstance(row, Row):
            return
        current = row.id == self.looks.focus
        self.paint_ground(painter, box, option, focused=current)
        if current:
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), theme.focus)
        painter.setPen(theme.edge)
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        metrics = option.fontMetrics
        line, side = metrics.height(), metrics.ascent()
        top = box.top() + (box.height() - 2 * line - 2) / 2
        colour = {"done": theme.good, "started": theme.focus}.get(row.status, theme.faded)
        signs.paint_state(painter, QRectF(box.left() + 10, top + (line - side) / 2, side, side), row.status, colour)
        left = box.left() + 18 + side
        painter.setPen(theme.faded if row.status in ("done", "skipped") and not current else theme.ink)
        width = box.right() - 8 - left
        signs.paint_words(painter, QRectF(left, top, width, line), " ".join(row.title.split()))
        below = QRectF(left, top + line + 2, width, line)
        if row.note:
            below.setRight(below.right() - side - 2)
            signs.paint_note(painter, _square(below.right() + 2, below, side), theme.faded)
        if row.flagged:
            below.setRight(below.right() - side - 2)
            signs.paint_flag(painter, _square(below.right() + 2, below, side), theme.problem)
        if row.blind:
            below.setRight(below.right() - side - 2)
            signs.paint_blind(painter, _square(below.right() + 2, below, side), theme.faded)
        painter.setFont(signs.sized(option.font, SMALL))
        painter.setPen(theme.faded)
        signs.paint_words(painter, below, " · ".join(filter(None, (index.data(REASON_ROLE), _how_far(row)))))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines."""
        return QSize(100, article_height(option.fontMetrics.height()))


def article_height(line: int) -> int:
    """The height (pixels) of an article's row whose letters need lines of that height."""
    return 2 * line + 16


def _how_far(row: Row) -> str:
    decided = f"{row.decided:,} decided · " if row.decided else ""
    return ("skipped · " if row.status == "skipped" else "") + decided + f"{row.words:,} words"


def _square(left: float, line: QRectF, side: float) -> QRectF:
    return QRectF(left, line.center().y() - side / 2, side, side)


class EntityDelegate(Delegate):
    """An entity: chip, name, count, decided or not. A mention: its words among others, pale while it is open."""

    def paint_row(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        """One row of the tree."""
        item, words = index.data(ITEM_ROLE), index.data(WORDS_ROLE)
        if isinstance(item, EntityItem):
            folded = not option.state & QStyle.StateFlag.State_Open  # else the mention's own row shows the focus
            focused = item.id == self.looks.focus or (folded and item.id == self.looks.entity)
            self.paint_ground(painter, box, option, focused=focused, lit=item.id in self.looks.lit)
            self._entity(painter, box, item, words[0])
        elif isinstance(item, MentionItem):
            lit = item.id in self.looks.lit
            marked = item.id in self.looks.marked
            self.paint_ground(painter, box, option, focused=marked or item.id == self.looks.focus, lit=lit)
            if marked:
                painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), self.looks.theme.focus)
            self._mention(painter, box, item, words)

    def _entity(self, painter: QPainter, box: QRectF, item: EntityItem, name: str) -> None:
        theme, metrics = self.looks.theme, painter.fontMetrics()
        x = signs.paint_chip(painter, box.left() + 4, box, item.label, self.looks.hue(item.label), decided=item.decided)
        right = self._state(painter, box, decided=item.decided)
        hint = self.looks.hints.get(item.id, "").upper()
        count = hint or f"{len(item.mentions):,}"
        width = metrics.horizontalAdvance(count)
        right -= width + 6
        if hint:
            painter.setPen(theme.hint_ink)
            painter.setBrush(theme.hint)
            painter.drawRoundedRect(QRectF(right - 4, box.top() + 3, width + 8, box.height() - 6), 4, 4)
        painter.setPen(theme.hint_ink if hint else theme.faded)
        painter.drawText(QRectF(right, box.top(), box.right() - right, box.height()), _MIDDLE, count)
        painter.setPen(theme.ink if item.decided else theme.faded)
        name = f"{name} · {', '.join(item.links.values())}" if item.links else name
        signs.paint_words(painter, QRectF(x + 7, box.top(), right - x - 13, box.height()), name)

    def _mention(self, painter: QPainter, box: QRectF, item: MentionItem, words: list[str]) -> None:
        theme = self.looks.theme
        line = box.adjusted(4, 0, self._state(painter, box, decided=not is_open(item.id)) - box.right() - 4, 0)
        pieces = ((f"…{words[0]}", False), (words[1], True), (f"{words[2]}…", False))
        signs.paint_pieces(painter, line, pieces, theme.faded, theme.faded if is_open(item.id) else theme.ink)

    def _state(self, painter: QPainter, box: QRectF, *, decided: bool) -> float:
        """A tick or a dashed ring at the right; where it begins."""
        side = painter.fontMetrics().ascent() - 1.0
        place = _square(box.right() - side - 6, box, side)
        if decided:
            signs.paint_tick(painter, place, self.looks.theme.good)
        else:
            signs.paint_open(painter, place, self.looks.theme.faded)
        return place.left()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line."""
        return QSize(60, option.fontMetrics.height() + 8)


class StanceDelegate(Delegate):
    """A card: sign, holder → target, and beneath it polarity, manner and cue; dashed while it is open."""

    def paint_row(self, painter: QPainter, box: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        """One card."""
        stance, theme = index.data(ITEM_ROLE), self.looks.theme
        if not isinstance(stance, StanceItem):
            return
        if self.looks.fades(stance):
            painter.setOpacity(FADED)
        decided, focused = not is_open(stance.id), stance.id == self.looks.focus
        card = box.adjusted(8, 3, -8, -3)
        pen = QPen(theme.focus if focused else theme.edge if decided else theme.faded, 2.0 if focused else 1.0)
        if not decided:
            pen.setDashPattern([3.0, 2.5])
        painter.setPen(pen)
        over = stance.id in self.looks.lit or option.state & QStyle.StateFlag.State_MouseOver
        painter.setBrush(theme.selection if focused else theme.paper if over else theme.raised)
        painter.drawRoundedRect(card, 6, 6)
        if stance.id in self.looks.lit:
            painter.fillRect(QRectF(card.left() + 2, card.top() + 6, 3, card.height() - 12), theme.ink)
        line = painter.fontMetrics().height()
        badge = QRectF(card.left() + 8, card.top() + 7, line + 2, line + 2)
        signs.paint_badge(painter, badge, stance.polarity, theme, decided=decided)
        self._words(painter, card.adjusted(line + 18, 5, -8, 0), stance, index.data(WORDS_ROLE))

    def _words(self, painter: QPainter, box: QRectF, stance: StanceItem, words: list[str]) -> None:
        theme, font, line = self.looks.theme, painter.font(), painter.fontMetrics().height()
        holder, target, below = words
        painter.setPen(theme.ink)
        row = QRectF(box.left(), box.top(), box.width(), line)
        for words_, whose in ((holder, stance.holder), (f"→ {target}", stance.target)):
            painter.setFont(signs.sized(font, 1.0, bold=bool(self.looks.entity) and whose == self.looks.entity))
            signs.paint_words(painter, row, words_)
            row.translate(0, line)
        painter.setFont(signs.sized(font, SMALL))
        painter.setPen(theme.faded)
        signs.paint_words(painter, row.translated(0, 1), below)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Three lines and their frame."""
        return QSize(60, option.fontMetrics.height() * 3 + 18)
