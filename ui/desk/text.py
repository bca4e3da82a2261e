"""The text of an article as Qt hosts it: caret and selection by token, mouse and keys, copying the original words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPalette,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextLine,
)
from PySide6.QtWidgets import QFrame, QTextEdit

from annotator.page import Page
from annotator.spans import Range, whole_characters
from ui.desk.document import LayingAhead, format_blocks, make_document, set_margins
from ui.desk.geometry import Measures, Spacing, range_rects
from ui.desk.keys import CARET_KEYS, is_for_text, step
from ui.desk.offsets import Offsets
from ui.theme import Theme, chip_font, reading_font

GUTTER = 76.0
"""The least margin (pixels) left of the words, for the rails of arcs."""
_RIGHT = 30.0
READING_WIDTH = 46
"""The longest line, in ems, unless another was chosen."""
_SMALLEST, _LARGEST = 8.0, 32.0
_CALM = 0.18
"""How near to the edge of the window something may lie before it is scrolled, as a share of the window's height."""
_Move = QTextCursor.MoveMode


class ArticleText(QTextEdit):
    """A read-only text with a caret; every offset that goes in or out is a code point of the article.

    A subclass calls ``_restyle`` once it is complete.
    """

    selectionMade = Signal(int, int)
    selectionCleared = Signal()
    caretMoved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setCursorWidth(2)
        # We fill the paper ourselves: else every widget beneath is painted too, each time.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setAutoFillBackground(False)
        self._page: Page | None = None
        self._offsets = Offsets("")
        self._theme = Theme.of("light")
        self._size = 13.0
        self._family = "serif"
        self._spacing: Spacing = "normal"
        self._ems = READING_WIDTH
        self._left = GUTTER
        self._exact = False
        self._told: Range | None = None
        self._dragging = False
        self._shown: QTextDocument | None = None
        self.laying_ahead = LayingAhead(self)
        self.selectionChanged.connect(self._tell_selection)

    # --- the text and its looks

    def _show_text(self, text: str) -> None:
        """Show another text from its top: laid out as far as it is seen; the rest follows when idle."""
        self._offsets = Offsets(text)
        self._exact, self._told = False, None
        document = make_document(self, self._offsets.shown, self.font(), self._measures)
        self._set_margins(document)
        blocked = self.blockSignals(True)
        self.setDocument(document)
        self.setCursorWidth(2)  # Qt keeps it with the document
        self.blockSignals(blocked)
        if self._shown is not None:
            self._shown.deleteLater()
        self._shown = document
        self.verticalScrollBar().setValue(0)
        self.laying_ahead.begin(document)

    def font_size(self) -> float:
        """The size of the text, in points."""
        return self._size

    def set_font_size(self, points: float) -> None:
        """Give the text another size, within reason; what was at the top stays there."""
        self._keep_place(lambda: self._set_font(min(max(points, _SMALLEST), _LARGEST), self._family))

    def set_font_family(self, family: str) -> None:
        """Read with or without serifs ("serif", "sans"), or in an installed font by its name."""
        self._keep_place(lambda: self._set_font(self._size, family))

    def set_spacing(self, spacing: Spacing) -> None:
        """Give the lines more or less room."""
        self._spacing = spacing
        self._keep_place(self._break_anew)

    def set_reading_width(self, ems: int) -> None:
        """Make lines as long as that at most."""
        self._ems = ems
        self._keep_place(self._break_anew)

    def _set_font(self, points: float, family: str) -> None:
        self._size, self._family = points, family
        self._restyle()

    def _break_anew(self) -> None:
        self._restyle()
        format_blocks(self.document(), self._measures)
        self._set_margins(self.document())

    def _keep_place(self, act: Callable[[], None]) -> None:
        """Do something that breaks the lines anew; the words at the top of the window stay at its top.

        The middle of the first line is what stays: its start would go back by some words each time.
        """
        block, line = self._line_at(self._measures.band)  # above it only chips stand
        kept = self._offsets.to_offset(block.position() + line.textStart() + line.textLength() // 2) if line else 0
        at_top = self.visible_range().start == 0
        act()
        rects = [] if at_top else self.rects_of(Range(kept, kept + 1))
        if rects:
            bar = self.verticalScrollBar()
            bar.setValue(round(bar.value() + rects[0].top() - self._measures.band))

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self._restyle()

    def _restyle(self) -> None:
        """Take over theme and font. What is selected is painted by us: Qt shall not paint it a second time."""
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Base, self._theme.paper)
        palette.setColor(QPalette.ColorRole.Text, self._theme.ink)
        palette.setColor(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)
        palette.setColor(QPalette.ColorRole.HighlightedText, self._theme.ink)
        self.setPalette(palette)
        font = reading_font(self._size, self._family)
        metrics = QFontMetricsF(font)
        self._measures = Measures.of(metrics.ascent() + metrics.descent() - metrics.leading(), self._spacing)
        self._chip_font = chip_font(self._measures.chip_font)
        if font != self.document().defaultFont():
            self.setFont(font)
            self.document().setDefaultFont(font)
            format_blocks(self.document(), self._measures)
            self._set_margins(self.document())
        self.viewport().update()

    def _set_margins(self, document: QTextDocument) -> None:
        """Keep lines short enough to read, in the middle of the window, with a gutter for arcs."""
        line = self.fontMetrics().horizontalAdvance("—") * self._ems
        width = float(self.viewport().width())
        self._left = max(GUTTER, (width - line) / 2)
        set_margins(document, self._left, max(_RIGHT, width - self._left - line), self._measures)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._set_margins(self.document())

    # --- places

    def rects_of(self, span: Range) -> list[QRectF]:
        """The rectangles of a range, on the viewport."""
        first, last = self._offsets.to_pos(span.start), self._offsets.to_pos(span.end)
        block = self.document().findBlock(first)
        found: list[QRectF] = []
        while block.isValid() and block.position() < last:
            origin = self._origin(block)
            found += [rect.translated(origin) for rect in range_rects(block, first, last)]
            block = block.next()
        return found

    def _origin(self, block: QTextBlock) -> QPointF:
        """The top left corner of a block's layout, on the viewport."""
        self.document().documentLayout().blockBoundingRect(block)  # lays it out if it was not yet
        return block.layout().position() - QPointF(0, self.verticalScrollBar().value())

    def _line_at(self, y: float) -> tuple[QTextBlock, QTextLine | None]:
        """The block at a height of the viewport and the line there, or the nearest line above."""
        block = self.document().findBlock(self._nearest(QPointF(self._left + 1, y)))
        origin = self._origin(block)
        found = None
        for number in range(block.layout().lineCount()):
            line = block.layout().lineAt(number)
            if found is not None and origin.y() + line.y() > y:
                break
            found = line
        return block, found

    def offset_at(self, at: QPointF) -> int:
        """The code point under a point of the viewport; -1 beside the words."""
        block, line = self._line_at(at.y())
        if line is None or self._page is None:
            return -1
        place = at - self._origin(block)
        if not line.naturalTextRect().adjusted(0, -2, 0, 3).contains(place):
            return -1
        pos = block.position() + line.xToCursor(place.x(), QTextLine.CursorPosition.CursorOnCharacter)
        offset = self._offsets.to_offset(pos)
        return offset if offset < len(self._page.text) else -1

    def visible_range(self) -> Range:
        """The code points of the lines that are on the screen."""
        first, top = self._line_at(0)
        last, bottom = self._line_at(self.viewport().height() - 1)
        start = first.position() + (top.textStart() if top else 0)
        end = last.position() + (bottom.textStart() + bottom.textLength() if bottom else 0)
        return self._offsets.range(start, end)

    def whole_range(self) -> Range:
        """The code points of the lines that are on the screen whole."""
        block, line = self._line_at(0)
        start = end = block.position() + (line.textStart() if line else 0)
        if line is not None and self._origin(block).y() + line.y() < 0:
            start = block.position() + line.textStart() + line.textLength()
        block, line = self._line_at(self.viewport().height() - 1)
        if line is not None:
            whole = self._origin(block).y() + line.y() + line.ascent() + line.descent() <= self.viewport().height()
            end = block.position() + line.textStart() + (line.textLength() if whole else 0)
        return self._offsets.range(start, max(start, end))

    def reveal(self, span: Range) -> None:
        """Scroll just as far as needed to have a range well inside the window; not at all when it is."""
        rects = self.rects_of(span)
        if not rects:
            return
        top, bottom = rects[0].top() - self._measures.band, rects[-1].bottom()
        height = self.viewport().height()
        margin = min(height * _CALM, max(0.0, (height - bottom + top) / 2))
        bar = self.verticalScrollBar()
        if top < margin / 2:
            bar.setValue(round(bar.value() + top - margin))
        elif bottom > height - margin / 2:
            bar.setValue(round(bar.value() + min(bottom - height + margin, top - margin)))

    def centre(self, offset: int) -> None:
        """Scroll until a code point stands in the middle of the window."""
        rects = self.rects_of(Range(offset, offset + 1)) or self.rects_of(Range(max(0, offset - 1), offset + 1))
        if rects:
            bar = self.verticalScrollBar()
            bar.setValue(round(bar.value() + rects[0].center().y() - self.viewport().height() / 2))

    # --- caret and selection

    def caret(self) -> int:
        """Where the caret is."""
        return self._offsets.to_offset(self.textCursor().position())

    def set_caret(self, offset: int) -> None:
        """Put the caret somewhere, without a selection."""
        self._place(offset, offset)

    def selection(self) -> Range | None:
        """The selected words: whole tokens, unless they were selected by character; None when there is none."""
        cursor = self.textCursor()
        if self._page is None or not cursor.hasSelection():
            return None
        raw = self._offsets.range(cursor.selectionStart(), cursor.selectionEnd())
        if self._exact:
            span = whole_characters(self._page.text, raw)
            return span if span.of(self._page.text).strip() else None
        return self._page.tokens.snap(raw.start, raw.end)

    def set_selection(self, span: Range | None, *, exact: bool = False) -> None:
        """Select a range and have it in view; ``exact`` keeps its edges though they are within a token."""
        if span is None:
            self.clear_selection()
            return
        self._exact = exact
        self._place(span.start, span.end)
        self.reveal(span)

    def clear_selection(self) -> None:
        """Let go of the selection; the caret stays."""
        self._exact = False
        self._place(self.caret(), self.caret())

    def _take(self, span: Range) -> None:
        """Select whole tokens where the mouse is: nothing scrolls, and the caret stays at its end of the selection."""
        cursor = self.textCursor()
        back = cursor.hasSelection() and cursor.position() < cursor.anchor()
        self._exact = False
        self._place(*((span.end, span.start) if back else (span.start, span.end)))

    def _place(self, anchor: int, caret: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(self._offsets.to_pos(anchor))
        if caret != anchor:
            cursor.setPosition(self._offsets.to_pos(caret), _Move.KeepAnchor)
        self.setTextCursor(cursor)

    def _tell_selection(self) -> None:
        """Say what is selected now, once it is another; while the mouse is dragging it is only shown."""
        self.viewport().update()
        span = self.selection()
        if span is None and self._told is not None:
            self._told = None
            self.selectionCleared.emit()
        elif span is not None and span != self._told and not self._dragging:
            self._told = span
            self.selectionMade.emit(span.start, span.end)

    def copy(self) -> None:
        """Copy the selected words of the article itself, not of the copy of it that is shown.

        Words, not a QMimeData made in Python: the clipboard would keep it beyond the interpreter's end and crash.
        """
        span = self.selection()
        if span is not None and self._page is not None:
            QGuiApplication.clipboard().setText(span.of(self._page.text))

    def _nearest(self, at: QPointF) -> int:
        """The position of the boundary between characters nearest to a point of the viewport."""
        top = self.document().rootFrame().frameFormat().topMargin()  # above it Qt finds the end of the text
        place = QPointF(at.x(), max(top, at.y() + self.verticalScrollBar().value()))
        return max(0, self.document().documentLayout().hitTest(place, Qt.HitTestAccuracy.FuzzyHit))

    # --- keys

    def event(self, event: QEvent) -> bool:
        """Keys that are not for caret and selection belong to the window's actions."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(is_for_text(event))
            return True
        return super().event(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes to the next suggestion: the window's actions see to that."""
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the caret, select, copy; everything else is for others."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        if not is_for_text(event):
            event.ignore()
            return
        before = self.textCursor().position()
        selecting = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._page is not None:
            by_character = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._step(self._page, event.key() == Qt.Key.Key_Right, selecting, by_character)
        else:
            if event.key() in CARET_KEYS:
                self._exact = False
            super().keyPressEvent(event)
        if self.textCursor().position() != before:
            here = self.caret()
            self.reveal(Range(here, here + 1))
            if not selecting:
                self.caretMoved.emit(here)

    def _step(self, page: Page, forward: bool, selecting: bool, by_character: bool) -> None:
        here, anchor = self.caret(), self._offsets.to_offset(self.textCursor().anchor())
        there = step(page.tokens, here, forward, anchor=anchor if selecting else None, by_character=by_character)
        self._exact = selecting and (by_character or (self._exact and anchor != here))
        self._place(anchor if selecting else there, there)
