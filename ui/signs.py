"""Signs that lists and dialogs paint themselves, so that no font has to have them: chips, badges, states, key caps.

Every function paints into a rectangle it is given and leaves pen, brush and font as it likes.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QIcon, QPainter, QPainterPath, QPalette, QPen, QPixmap

from annotator.records import Polarity, Status
from ui.theme import SIGNS, Hue, Theme

CHIP = 0.72
"""The size of a chip's letters as a share of the letters beside it."""
_CENTRE = Qt.AlignmentFlag.AlignCenter
_SHARP = 3
"""Icons have this many pixels for each of the screen's, enough for any screen."""


def theme_of(palette: QPalette) -> Theme:
    """The theme whose palette this is."""
    return Theme.of("dark" if palette.window().color().lightness() < 128 else "light")


def sized(font: QFont, share: float, *, bold: bool = False) -> QFont:
    """``font`` at a share of its size."""
    made = QFont(font)
    if font.pointSizeF() > 0:
        made.setPointSizeF(font.pointSizeF() * share)
    else:
        made.setPixelSize(max(1, round(font.pixelSize() * share)))
    made.setBold(bold)
    return made


def paint_words(
    painter: QPainter, box: QRectF, words: str, elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight
) -> float:
    """One line of words in the middle of ``box``, with … when it is too long; where it ends."""
    shown = painter.fontMetrics().elidedText(words, elide, max(0, int(box.width())))
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    return box.left() + min(box.width(), painter.fontMetrics().horizontalAdvance(shown))


def words_width(font: QFont, words: str) -> float:
    """How wide words are in ``font``."""
    return QFontMetricsF(font).horizontalAdvance(words)


def paint_pieces(
    painter: QPainter, box: QRectF, pieces: Sequence[tuple[str, bool]], plain: QColor, marked: QColor
) -> None:
    """One line of pieces, the marked ones bold and in view; what stands before and behind them is cut off with …."""
    font, bold = painter.font(), sized(painter.font(), 1.0, bold=True)
    widths = [words_width(bold if strong else font, words) for words, strong in pieces]
    strongs = [n for n, (_, strong) in enumerate(pieces) if strong] or [0]
    first, last = strongs[0], strongs[-1] + 1
    room = box.width() - sum(widths[first:last]) - 1
    head = max(0.0, min(sum(widths[:first]) + 1, max(room / 2, room - sum(widths[last:]))))
    place = QRectF(box)
    for n, (words, strong) in enumerate(pieces):
        painter.setFont(bold if strong else font)
        painter.setPen(marked if strong else plain)
        part = QRectF(place)
        if n < first:
            part.setWidth(head)
            words = _last_words(painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideLeft, int(head)), words)
        place.setLeft(paint_words(painter, part, words))
    painter.setFont(font)


def _last_words(shown: str, words: str) -> str:
    """``shown`` without the piece of a word that stands behind its …."""
    at = shown.find(" ", 1, len(shown) // 2)
    return shown if shown == words or at < 0 else f"…{shown[at:]}"


def chip_width(font: QFont, label: str) -> float:
    """How wide a label's chip is beside words in ``font``."""
    return words_width(sized(font, CHIP, bold=True), label) + 10


def paint_chip(painter: QPainter, left: float, box: QRectF, label: str, hue: Hue, *, decided: bool) -> float:
    """A label's chip at ``left`` in the middle of ``box``: filled when decided, else dashed; where it ends."""
    font = painter.font()
    painter.setFont(sized(font, CHIP, bold=True))
    height = painter.fontMetrics().height() + 2.0
    chip = QRectF(left, box.center().y() - height / 2, chip_width(font, label), height)
    painter.setPen(Qt.PenStyle.NoPen if decided else _dashed(hue.chip))
    painter.setBrush(hue.chip if decided else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(chip, 3, 3)
    painter.setPen(hue.chip_text if decided else hue.chip)
    painter.drawText(chip, _CENTRE, label)
    painter.setFont(font)
    return chip.right()


def paint_badge(painter: QPainter, box: QRectF, polarity: Polarity, theme: Theme, *, decided: bool) -> None:
    """A polarity's sign in a disc: filled when decided, else a dashed ring."""
    colour = theme.polarity(polarity)
    painter.setPen(QPen(colour, 1.3) if decided else _dashed(colour, 1.3))
    painter.setBrush(colour if decided else theme.raised)
    painter.drawEllipse(box)
    font = painter.font()
    painter.setFont(sized(font, 1.0, bold=True))
    painter.setPen(theme.paper if decided else colour)
    painter.drawText(box, _CENTRE, SIGNS[polarity])
    painter.setFont(font)


def paint_tick(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """A tick: this is decided."""
    pen = QPen(colour, max(1.3, box.height() / 8))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline([_at(box, 0.18, 0.55), _at(box, 0.42, 0.78), _at(box, 0.84, 0.24)])


def paint_open(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """A dashed ring: this is only suggested."""
    painter.setPen(_dashed(colour))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box.adjusted(1, 1, -1, -1))


def paint_state(painter: QPainter, box: QRectF, status: Status, colour: QColor) -> None:
    """An article's state: an empty, a half, a full ring, or an arrow that jumps over."""
    pen = QPen(colour, max(1.3, box.height() / 10))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    ring = box.adjusted(1, 1, -1, -1)
    if status == "skipped":
        painter.drawArc(QRectF(_at(box, 0.08, 0.26), _at(box, 0.86, 1.1)), 0, 180 * 16)
        painter.drawPolyline([_at(box, 0.62, 0.52), _at(box, 0.86, 0.72), _at(box, 1.0, 0.40)])
        return
    if status == "done":
        painter.setBrush(colour)
    painter.drawEllipse(ring)
    if status == "started":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPie(ring, 90 * 16, 180 * 16)


def paint_flag(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """A flag on its pole."""
    painter.setPen(QPen(colour, max(1.3, box.height() / 10)))
    painter.drawLine(_at(box, 0.2, 0.08), _at(box, 0.2, 0.95))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon([_at(box, 0.2, 0.1), _at(box, 0.95, 0.34), _at(box, 0.2, 0.6)])


def paint_note(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """A pencil: there is a note."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon([_at(box, 0.70, 0.05), _at(box, 0.95, 0.30), _at(box, 0.36, 0.89), _at(box, 0.11, 0.64)])
    painter.drawPolygon([_at(box, 0.05, 0.72), _at(box, 0.28, 0.95), _at(box, 0.0, 1.0)])


def paint_blind(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """An eye with a stroke through it: suggestions are hidden."""
    pen = QPen(colour, max(1.2, box.height() / 11))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    eye = QPainterPath(_at(box, 0.02, 0.5))
    eye.quadTo(_at(box, 0.5, -0.1), _at(box, 0.98, 0.5))
    eye.quadTo(_at(box, 0.5, 1.1), _at(box, 0.02, 0.5))
    painter.drawPath(eye)
    painter.setBrush(colour)
    painter.drawEllipse(_at(box, 0.5, 0.5), box.width() * 0.09, box.height() * 0.09)
    painter.drawLine(_at(box, 0.15, 0.92), _at(box, 0.85, 0.08))


def paint_all(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """Three lines: a whole list."""
    pen = QPen(colour, max(1.3, box.height() / 9))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    for y in (0.2, 0.5, 0.8):
        painter.drawLine(_at(box, 0.1, y), _at(box, 0.9, y))


def paint_order(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """Three lines, each shorter than the one before: a list in an order."""
    pen = QPen(colour, max(1.3, box.height() / 9))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    for x, y in ((0.9, 0.2), (0.62, 0.5), (0.34, 0.8)):
        painter.drawLine(_at(box, 0.1, y), _at(box, x, y))


def paint_filter(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """A funnel: only some of a list."""
    pen = QPen(colour, max(1.3, box.height() / 10))
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    places = ((0.05, 0.15), (0.95, 0.15), (0.6, 0.55), (0.6, 0.95), (0.4, 0.8), (0.4, 0.55))
    painter.drawPolygon([_at(box, x, y) for x, y in places])


def paint_fold(painter: QPainter, box: QRectF, colour: QColor, *, unfolded: bool) -> None:
    """A small triangle: to the right when folded, down when unfolded."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    places = ((0.15, 0.3), (0.85, 0.3), (0.5, 0.75)) if unfolded else ((0.3, 0.15), (0.3, 0.85), (0.75, 0.5))
    painter.drawPolygon([_at(box, x, y) for x, y in places])


def cap_width(font: QFont, key: str) -> float:
    """How wide a key's cap is beside words in ``font``."""
    metrics = QFontMetricsF(sized(font, 0.85))
    return max(metrics.horizontalAdvance(key) + 10, metrics.height() + 4)


def paint_cap(painter: QPainter, left: float, box: QRectF, key: str, palette: QPalette) -> float:
    """A key as the cap on a keyboard, at ``left`` in the middle of ``box``; where it ends."""
    font = painter.font()
    painter.setFont(sized(font, 0.85))
    height = painter.fontMetrics().height() + 3.0
    cap = QRectF(left, box.center().y() - height / 2, cap_width(font, key), height)
    edge = palette.mid().color()
    path = QPainterPath()
    path.addRoundedRect(cap.translated(0, 1.5), 4, 4)
    painter.fillPath(path, edge)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(palette.light())
    painter.drawRoundedRect(cap, 4, 4)
    painter.setPen(palette.windowText().color())
    painter.drawText(cap, _CENTRE, key)
    painter.setFont(font)
    return cap.right()


def icon(name: str, colour: QColor, size: int) -> QIcon:
    """One of the signs "all", "flag", "order", "filter" or a state as an icon of ``size`` pixels of the screen."""
    pixmap = QPixmap(QSize(size, size) * _SHARP)
    pixmap.setDevicePixelRatio(_SHARP)
    pixmap.fill(QColor(0, 0, 0, 0))
    box = QRectF(1, 1, size - 2, size - 2)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint = {"all": paint_all, "flag": paint_flag, "order": paint_order, "filter": paint_filter}.get(name)
        if paint is not None:
            paint(painter, box, colour)
        else:
            paint_state(painter, box, name, colour)  # type: ignore[arg-type]
    return QIcon(pixmap)


def _dashed(colour: QColor, width: float = 1.0) -> QPen:
    pen = QPen(colour, width)
    pen.setDashPattern([2.5 / width, 2.0 / width])
    return pen


def _at(box: QRectF, across: float, down: float) -> QPointF:
    return QPointF(box.left() + across * box.width(), box.top() + down * box.height())
