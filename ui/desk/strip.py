"""The margin strip: the whole article from top to bottom, in a few pixels beside the text.

It tells where suggestions are still open, what was looked at, what is boilerplate, what is on the screen, and where the
focus is. Places are by code points, so that it costs nothing to lay the article out; a click or a drag goes there.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.coverage import share
from annotator.page import Page, is_open
from annotator.records import Polarity
from annotator.spans import Range
from ui.desk.view import Desk
from ui.theme import Theme, blend

WIDTH = 18
_READ = 3
"""How wide (pixels) the line at the left is that tells what was looked at."""
_MENTIONS, _STANCES = (5, 6), (12, 5)
"""Where ticks begin and how wide they are."""
_LEAST_FRAME = 14
FRAME_MS = 15
"""How long (milliseconds) after the text the strip follows."""


class Rows:
    """What stands on each pixel row of a strip of some height: how many open mentions, which open stance."""

    def __init__(self, page: Page, height: int) -> None:
        self.mentions = [0] * height
        self.stances: dict[int, Polarity] = {}
        self._scale = height / max(1, len(page.text))
        self._last = height - 1
        scale, last, counts = self._scale, self._last, self.mentions  # looked up once: there may be thousands
        for mention in page.mentions:
            if mention.decision is None:
                counts[min(last, int(mention.start * scale))] += 1
        for stance in page.stances:
            if is_open(stance.id):
                self.stances[self.row(stance.anchor)] = stance.polarity

    def row(self, offset: int) -> int:
        """The row of a code point."""
        return min(self._last, int(offset * self._scale))


class Strip(QWidget):
    """Stands beside a desk in place of its scroll bar."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setFixedWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # keys scroll the text itself
        self._desk = desk
        self._theme = Theme.of("light")
        self._page: Page | None = None
        self._looked: tuple[Range, ...] = ()
        self._picture: QPixmap | None = None
        desk.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(FRAME_MS)
        self._soon.timeout.connect(self.update)
        bar = desk.verticalScrollBar()
        bar.valueChanged.connect(self._follow)
        bar.rangeChanged.connect(self._follow)
        self._tell()

    def show_page(self, page: Page | None, looked: Sequence[Range] = ()) -> None:
        """Show a page, and what of it was looked at."""
        self._page, self._looked = page, tuple(looked)
        self._picture = None
        self._tell()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme, self._picture = theme, None
        self.update()

    def _follow(self) -> None:
        """The text is painted first; the strip follows a frame later."""
        if self.isVisible() and not self._soon.isActive():
            self._soon.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing has to follow."""
        super().hideEvent(event)
        self._soon.stop()

    def _tell(self) -> None:
        """What the strip shows, in words: for the mouse and for screen readers."""
        page = self._page
        if page is None:
            words = "No article"
        else:
            read = share(page, self._looked)
            percent = int(read * 100) if read < 1 else 100  # 99.6 % is not all of it
            words = f"{len(page.open):,} open, {percent} % looked at"
        self.setAccessibleName(f"Margin strip: {words}")
        self.setToolTip(words)

    # --- going there

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to that place of the article."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._go(event.position().y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag through the article."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position().y())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the text."""
        bar = self._desk.verticalScrollBar()
        bar.setValue(bar.value() - round(event.angleDelta().y() / 120 * 3 * bar.singleStep()))

    def _go(self, y: float) -> None:
        page = self._page
        if page is not None and self.height() > 0:
            offset = round(max(0.0, min(1.0, y / self.height())) * len(page.text))
            self._desk.centre(min(offset, max(0, len(page.text) - 1)))

    # --- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """What the page says comes from a picture; what moves is painted over it."""
        page, theme = self._page, self._theme
        ratio = self.devicePixelRatioF()
        with QPainter(self) as painter:
            if page is None:
                painter.fillRect(self.rect(), theme.panel)
                return
            if self._picture is None or self._picture.size() != QSize(
                round(WIDTH * ratio), round(self.height() * ratio)
            ):
                self._picture = self._paint_page(page, ratio)
            painter.drawPixmap(QPoint(0, 0), self._picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_place(painter, page)

    def _paint_place(self, painter: QPainter, page: Page) -> None:
        """The part that is on the screen, and the focus."""
        theme, scale = self._theme, self.height() / max(1, len(page.text))
        seen = self._desk.visible_range()
        top, bottom = seen.start * scale, seen.end * scale
        high = max(bottom - top, _LEAST_FRAME)
        top = min(top, self.height() - high)
        ground = QColor(theme.focus)
        ground.setAlpha(34)
        painter.setPen(theme.faded)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(0.5, top + 0.5, WIDTH - 1.0, high - 1.0), 3, 3)
        ring = self._desk.ring()
        if ring is not None:
            y = min(self.height() - 4.0, max(1.0, ring.start * scale - 1.5))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.focus)
            painter.drawRoundedRect(QRectF(1.0, y, WIDTH - 2.0, 3.0), 1.5, 1.5)

    def _paint_page(self, page: Page, ratio: float) -> QPixmap:
        """Ground, what was looked at, boilerplate, and ticks where suggestions are open."""
        theme, height = self._theme, max(1, self.height())
        picture = QPixmap(round(WIDTH * ratio), round(height * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(theme.panel)
        rows = Rows(page, height)
        soft = blend(theme.good, theme.panel, 0.14)
        with QPainter(picture) as painter:
            for span in self._looked:
                top, high = rows.row(span.start), rows.row(span.end) - rows.row(span.start)
                painter.fillRect(0, top, WIDTH, max(1, high), soft)
                painter.fillRect(0, top, _READ, max(1, high), theme.good)
            for section in page.sections:
                if section.kind == "boilerplate":
                    top = rows.row(section.start)
                    painter.fillRect(0, top, WIDTH, rows.row(section.end) - top + 1, theme.edge)
            one = blend(theme.ink, theme.panel, 0.62)
            for row, count in enumerate(rows.mentions):
                if count:
                    painter.fillRect(
                        _MENTIONS[0], row, _MENTIONS[1], 2 if count == 1 else 3, one if count < 3 else theme.ink
                    )
            for row, polarity in rows.stances.items():
                painter.fillRect(_STANCES[0], row, _STANCES[1], 3, theme.polarity(polarity))
        return picture
