"""How marks look: fills under the words, lines, chips and signs, the focus above them. Nothing here decides anything.

Painters stand at the top left corner of the block whose marks they paint, unless a rectangle of the viewport is said.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap

from annotator.records import Polarity
from annotator.scheme import Band, Scheme
from ui.desk.focus import Focus
from ui.desk.geometry import Measures
from ui.desk.marks import BlockMarks, CueMark, MentionMark
from ui.theme import SIGNS, Hue, Theme

_ROUND = 3.0
FADED = 0.42
"""How opaque a cue is that has nothing to do with the entity in focus."""
Line = Literal["solid"] | Band
DASHES: dict[Band, tuple[float, float]] = {"likely": (8.5, 3.6), "perhaps": (4.0, 3.0), "doubtful": (1.6, 2.6)}
"""How long a dash and the gap behind it are, by how likely a suggestion is: long dashes, short ones, dots; in pixels where
lines are ``_USUAL`` thick."""
_USUAL = 2.0
_NO_PEN, _NO_BRUSH, _CENTRE = Qt.PenStyle.NoPen, Qt.BrushStyle.NoBrush, Qt.AlignmentFlag.AlignCenter


class Looks:
    """Everything that paints needs, looked up once: colours by label, pens, the chips' font, the measures."""

    def __init__(self, theme: Theme, scheme: Scheme, measures: Measures, chip_font: QFont) -> None:
        self.theme = theme
        self.measures = measures
        self.chip_font = chip_font
        self._hues = {label.name: theme.hue(label.hue) for label in scheme.label}
        self._other = theme.hue("grey")
        self._bands = scheme.levels.band
        self._pens: dict[tuple[int, Line, float], QPen] = {}
        self._chips: dict[tuple[object, ...], QPixmap] = {}

    def chip(self, words: str, label: str, undecided: bool, size: QSizeF, ratio: float) -> QPixmap:
        """A chip as a picture, painted once: there are dozens on a screen. ``ratio`` is pixels of the device to ours."""
        hue = self.hue(label)
        key = (words, hue.chip.rgb(), undecided, size.width(), size.height(), ratio)
        found = self._chips.get(key)
        if found is None:
            found = self._chips[key] = QPixmap(math.ceil(size.width() * ratio), math.ceil(size.height() * ratio))
            found.setDevicePixelRatio(ratio)
            found.fill(Qt.GlobalColor.transparent)
            with QPainter(found) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setFont(self.chip_font)
                _draw_chip(painter, QRectF(QPointF(0, 0), size), words, hue, undecided)
        return found

    def hue(self, label: str) -> Hue:
        """The colours of a label; of one that the scheme does not know, grey."""
        return self._hues.get(label, self._other)

    def line(self, colour: QColor, is_open: bool, p: float | None, width: float) -> QPen:
        """The pen of an underline: solid for a decision, for a suggestion by how likely it is."""
        line: Line = self._bands(p or 0.0) if is_open else "solid"
        key = (colour.rgb(), line, width)
        pen = self._pens.get(key)
        if pen is None:
            pen = self._pens[key] = QPen(colour, width)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            if line != "solid":
                scale = self.measures.line / _USUAL
                pen.setDashPattern([part * scale / width for part in DASHES[line]])
        return pen


@contextmanager
def moved(painter: QPainter, by: QPointF) -> Iterator[None]:
    """Paint as if the origin lay elsewhere."""
    painter.translate(by)
    yield
    painter.translate(-by)


def paint_fills(painter: QPainter, marks: BlockMarks, looks: Looks, focus: Focus) -> None:
    """The ground under the words; mentions that belong to the focus are filled fully."""
    painter.setPen(_NO_PEN)
    for mark in marks.mentions:
        hue = looks.hue(mark.item.label)
        painter.setBrush(hue.suggested if mark.is_open and mark.item.id not in focus.kin else hue.decided)
        for rect in mark.rects:
            painter.drawRoundedRect(rect.adjusted(-1, 0, 1, 1), _ROUND, _ROUND)
    for cue in marks.cues:
        if cue.cue.stance == focus.item:
            ground = QColor(looks.theme.polarity(cue.cue.polarity))
            ground.setAlpha(48)
            painter.setBrush(ground)
            for rect in cue.rects:
                painter.drawRoundedRect(rect.adjusted(-1, 0, 1, 1), _ROUND, _ROUND)


def paint_lines(painter: QPainter, marks: BlockMarks, looks: Looks, focus: Focus) -> None:
    """Underlines (solid for decisions, else dashed or dotted), posts where mentions cross, soft outlines of the kin."""
    thick = min(looks.measures.line, max(1.4, marks.pitch * 0.7))
    for mark in marks.mentions:
        hue = looks.hue(mark.item.label)
        painter.setPen(looks.line(hue.line, mark.is_open, mark.item.p, thick))
        _underline(painter, mark, marks.pitch)
        if mark.crosses and mark.rects:
            _paint_posts(painter, mark, marks.pitch)
        if mark.item.id in focus.kin:
            painter.setPen(QPen(hue.outline, 1.2))
            painter.setBrush(_NO_BRUSH)
            for rect in mark.rects:
                painter.drawRoundedRect(rect.adjusted(-1.5, -0.5, 1.5, 1.5), _ROUND, _ROUND)
    for cue in marks.cues:
        colour = looks.theme.polarity(cue.cue.polarity)
        width = thick * (1.2 if cue.cue.stance == focus.item else 0.8)
        painter.setPen(looks.line(colour, cue.is_open, cue.cue.p, width))
        painter.setOpacity(FADED if focus.fades(cue.cue.stance) else 1.0)
        _underline(painter, cue, marks.pitch)
    painter.setOpacity(1.0)


def paint_lit(painter: QPainter, marks: BlockMarks, looks: Looks, lit: frozenset[str]) -> None:
    """A thin outline in ink around everything that the mouse lights up."""
    painter.setPen(QPen(looks.theme.ink, 1.3))
    painter.setBrush(_NO_BRUSH)
    found = [mark.rects for mark in marks.mentions if mark.item.id in lit]
    found += [cue.rects for cue in marks.cues if cue.cue.stance in lit]
    for rect in (rect for rects in found for rect in rects):
        painter.drawRoundedRect(rect.adjusted(-1.5, -0.5, 1.5, 1.5), _ROUND, _ROUND)


def paint_chips(painter: QPainter, marks: BlockMarks, looks: Looks, focus: Focus) -> None:
    """Chips with the labels' words, and the signs of stances."""
    ratio = painter.device().devicePixelRatio()
    for mark in marks.mentions:
        if mark.chip is not None:
            chip = looks.chip(mark.words, mark.item.label, mark.is_open, mark.chip.size(), ratio)
            painter.drawPixmap(mark.chip.topLeft(), chip)
    for cue in marks.cues:
        if cue.sign is not None:
            painter.setOpacity(FADED if focus.fades(cue.cue.stance) else 1.0)
            paint_badge(painter, cue.sign, cue.cue.polarity, looks, cue.is_open)
            if cue.words:
                _paint_number(painter, cue.sign, cue.words, looks.theme.polarity(cue.cue.polarity), looks)
    painter.setOpacity(1.0)


def _paint_number(painter: QPainter, sign: QRectF, words: str, colour: QColor, looks: Looks) -> None:
    """How likely a stance is, at the right of its sign."""
    painter.setPen(colour)
    painter.setFont(looks.chip_font)
    box = QRectF(sign.right() + 1, sign.top(), 100, sign.height())
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)


def paint_whole_chip(painter: QPainter, box: QRectF, words: str, mark: MentionMark, looks: Looks) -> None:
    """The chip of a mention that is pointed at, over others: it had no room for its word."""
    painter.setPen(_NO_PEN)
    painter.setBrush(looks.theme.paper)
    painter.drawRoundedRect(box.adjusted(-1.5, 0, 1.5, 0), _ROUND, _ROUND)
    painter.setFont(looks.chip_font)
    _draw_chip(painter, box, words, looks.hue(mark.item.label), mark.is_open)


def _below(rect: QRectF, mark: MentionMark | CueMark, pitch: float, thick: float) -> float:
    """Where a mark's underline runs below one of its rectangles: from a whole pixel on, so that all look equally thick."""
    return round(rect.bottom() + mark.lane * pitch) + thick / 2


def _underline(painter: QPainter, mark: MentionMark | CueMark, pitch: float) -> None:
    thick = painter.pen().widthF()
    for rect in mark.rects:
        y = _below(rect, mark, pitch, thick)
        painter.drawLine(QLineF(rect.left(), y, rect.right(), y))


def _paint_posts(painter: QPainter, mark: MentionMark, pitch: float) -> None:
    """Upright lines at both ends of a mention: they say where it begins and ends though another's fill hides it."""
    thick = painter.pen().widthF()
    width = max(1.0, float(round(thick / 2)))
    first, last = mark.rects[0], mark.rects[-1]
    ends = [(round(first.left()) + width / 2, first)] if mark.begins else []
    ends += [(round(last.right()) - width / 2, last)] if mark.ends else []
    painter.setPen(QPen(painter.pen().color(), width))
    for x, rect in ends:
        painter.drawLine(QLineF(x, rect.top() + 1, x, _below(rect, mark, pitch, thick)))


def _draw_chip(painter: QPainter, box: QRectF, words: str, hue: Hue, undecided: bool) -> None:
    painter.setPen(_NO_PEN)
    painter.setBrush(hue.suggested if undecided else hue.chip)
    painter.drawRoundedRect(box, _ROUND, _ROUND)
    painter.setPen(hue.chip if undecided else hue.chip_text)
    painter.drawText(box, _CENTRE, words)


def paint_badge(painter: QPainter, box: QRectF, polarity: Polarity, looks: Looks, undecided: bool) -> None:
    """The sign of a polarity in a circle: filled for a decision, hollow for a suggestion."""
    colour, paper = looks.theme.polarity(polarity), looks.theme.paper
    painter.setPen(QPen(colour, 1.2))
    painter.setBrush(paper if undecided else colour)
    painter.drawEllipse(box.adjusted(0.7, 0.7, -0.7, -0.7))
    ink = QPen(colour if undecided else paper, max(1.5, box.width() * 0.11))
    ink.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(ink)
    _draw_sign(painter, box, SIGNS[polarity])


def _draw_sign(painter: QPainter, box: QRectF, sign: str) -> None:
    """The sign as strokes: a font would place it a pixel off in so small a circle."""
    x, y, arm = box.center().x(), box.center().y(), box.width() * (0.2 if sign == "±" else 0.23)
    if sign == "0":
        painter.setBrush(_NO_BRUSH)
        painter.drawEllipse(QRectF(x - arm * 0.75, y - arm * 1.05, arm * 1.5, arm * 2.1))
        return
    middle = y - arm * 0.5 if sign == "±" else y
    painter.drawLine(QLineF(x - arm, middle, x + arm, middle))
    if sign in "+±":
        painter.drawLine(QLineF(x, middle - arm, x, middle + arm))
    if sign == "±":
        painter.drawLine(QLineF(x - arm, y + arm * 1.1, x + arm, y + arm * 1.1))


def paint_focus(painter: QPainter, rects: Sequence[QRectF], theme: Theme) -> None:
    """The one focus, in rectangles of the viewport: a ring with a halo, which nothing else has."""
    painter.setBrush(_NO_BRUSH)
    halo = QColor(theme.focus)
    halo.setAlpha(60)
    for width, colour in ((6.0, halo), (2.2, theme.focus)):
        painter.setPen(QPen(colour, width))
        for rect in rects:
            painter.drawRoundedRect(rect.adjusted(-3, -2, 3, 3), 5, 5)


def paint_asked(painter: QPainter, rects: Sequence[QRectF], theme: Theme) -> None:
    """A place about which something is asked, in rectangles of the viewport: a dashed ring on the ground of hints."""
    ground = QColor(theme.hint)
    ground.setAlpha(40)
    pen = QPen(theme.focus, 1.6)
    pen.setDashPattern([3.0, 2.0])
    painter.setPen(pen)
    painter.setBrush(ground)
    for rect in rects:
        painter.drawRoundedRect(rect.adjusted(-3, -2, 3, 3), 5, 5)


def paint_selection(painter: QPainter, rects: Iterable[QRectF], theme: Theme) -> None:
    """What the selection takes, in rectangles of the viewport; its edge sets it off from the fills of labels."""
    edge = QColor(theme.focus)
    edge.setAlpha(110)
    painter.setPen(QPen(edge, 1.0))
    painter.setBrush(theme.selection)
    for rect in rects:
        painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 2), 2, 2)


def paint_veil(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Boilerplate: the words are there, but step back."""
    veil = QColor(theme.paper)
    veil.setAlpha(150)
    painter.fillRect(rect, veil)
