"""The reading desk: a read-only text that hosts caret, selection and screen readers, with everything painted on it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextFrameFormat,
)
from PySide6.QtWidgets import QFrame, QTextEdit

from annotator.outline import sentence_at
from annotator.page import Page, is_open
from annotator.records import NOT_AN_ENTITY
from annotator.scheme import Scheme, default_scheme
from annotator.spans import Range, line_at, next_character, previous_character
from ui.desk.arcs import Arc, paint_arcs
from ui.desk.geometry import CHIP_BAND, CueMark, Mark, lanes, place_chips, range_rects
from ui.desk.offsets import Offsets
from ui.desk.painting import (
    Brushes,
    paint_cues,
    paint_dimmed,
    paint_fills,
    paint_focus,
    paint_hint,
    paint_lines,
)
from ui.theme import Theme, reading_font

GUTTER = 104
"""The margin (pixels) left of the text, for rails and badges."""
READING_WIDTH = 46
"""The longest line, in times the width of an m."""
MOST_ARCS = 12
_SMALLEST, _LARGEST = 8.0, 32.0


class Desk(QTextEdit):
    """Shows one page. Offsets are code points; it changes nothing, it only says what the curator points at."""

    itemClicked = Signal(str)
    bareClicked = Signal(int)
    caretMoved = Signal(int)
    selectionMade = Signal(int, int)
    selectionCleared = Signal()
    labelBarWanted = Signal(int, int, QPoint)
    mentionDragged = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("desk")
        self.setAccessibleName("Article")
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
        self._page: Page | None = None
        self._offsets = Offsets("")
        self._focus = ""
        self._kin: frozenset[str] = frozenset()
        self._scheme = default_scheme()
        self._theme = Theme.of("light")
        self._size = 13.0
        self._hints: dict[str, str] = {}
        self._typed = ""
        self._by_block: dict[int, list[int]] = {}
        self._cues_by_block: dict[int, list[tuple[str, int]]] = {}
        self._block_starts: list[int] = []
        self._marks: dict[int, tuple[list[Mark], list[CueMark]]] = {}
        self._exact = False
        self._pressed: tuple[QPoint, str] | None = None
        self._cycle: tuple[int, int] = (-1, 0)
        self._restyle()
        self.selectionChanged.connect(self._selection_changed)

    # --- what is shown

    def show_page(self, page: Page | None) -> None:
        """Show another article from its top."""
        self._page = page
        self._hints, self._typed = {}, ""
        self._focus, self._kin = "", frozenset()
        self._offsets = Offsets(page.text if page else "")
        blocked = self.blockSignals(True)
        self.setPlainText(self._offsets.shown)
        self.blockSignals(blocked)
        self._format()
        self._index()
        self.verticalScrollBar().setValue(0)

    def refresh(self, page: Page) -> None:
        """Show the same article after a change; scroll, caret and selection stay."""
        self._page = page
        self._index()
        self._find_kin()
        self.viewport().update()

    def set_focus(self, item: str | None) -> None:
        """Put the focus ring around a mention, a stance or an entity's first mention; it is scrolled into view."""
        self._focus = item or ""
        self._find_kin()
        self._marks.clear()
        place = self._focus_range()
        if place is not None:
            self.reveal(place)
        self.viewport().update()

    def set_scheme(self, scheme: Scheme) -> None:
        """Take the labels' colours from another scheme."""
        self._scheme = scheme
        self._restyle()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self._restyle()

    def font_size(self) -> float:
        """The size of the text, in points."""
        return self._size

    def set_font_size(self, points: float) -> None:
        """Give the text another size, within reason."""
        self._size = min(max(points, _SMALLEST), _LARGEST)
        self._restyle()

    def _restyle(self) -> None:
        self.setFont(reading_font(self._size))
        self.document().setDefaultFont(self.font())
        chip = QFont("DejaVu Sans")
        chip.setStyleHint(QFont.StyleHint.SansSerif)
        chip.setPixelSize(9)
        chip.setBold(True)
        self._brushes = Brushes(self._theme, self._scheme, chip)
        self._chip_metrics = QFontMetricsF(chip)
        self._hint_font = QFont(chip)
        self._hint_font.setPixelSize(13)
        self._format()
        self._marks.clear()
        self.viewport().update()

    def _format(self) -> None:
        """Line distance for the chips' band, and margins that keep lines short."""
        blocked = self.blockSignals(True)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        style = QTextBlockFormat()
        style.setLineHeight(CHIP_BAND, QTextBlockFormat.LineHeightTypes.LineDistanceHeight.value)
        style.setBottomMargin(self._size * 0.35)
        cursor.mergeBlockFormat(style)
        self._margins()
        self.blockSignals(blocked)

    def _margins(self) -> None:
        width = self.viewport().width()
        line = QFontMetricsF(self.font()).horizontalAdvance("m") * READING_WIDTH
        rest = max(0.0, width - GUTTER - 28 - line)
        frame = self.document().rootFrame()
        style = QTextFrameFormat(frame.frameFormat())
        left, right = GUTTER + rest * 0.4, 28 + rest * 0.6
        if (style.leftMargin(), style.rightMargin()) != (left, right):
            style.setLeftMargin(left)
            style.setRightMargin(right)
            style.setTopMargin(CHIP_BAND + 14)
            style.setBottomMargin(90)
            frame.setFrameFormat(style)
        self._left = left

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break anew: every place is another."""
        super().resizeEvent(event)
        self._margins()
        self._marks.clear()

    # --- indices and geometry

    def _index(self) -> None:
        """Which mentions and cues lie in which block; geometry is found when a block is painted."""
        self._by_block, self._cues_by_block = {}, {}
        self._marks.clear()
        page = self._page
        if page is None:
            return
        find = self.document().findBlock
        for number, mention in enumerate(page.mentions):
            first = find(self._offsets.to_pos(mention.start)).blockNumber()
            last = find(self._offsets.to_pos(mention.end - 1)).blockNumber() if mention.end - mention.start > 40 else first
            for block in range(first, last + 1):
                self._by_block.setdefault(block, []).append(number)
        for stance in page.stances:
            for index, cue in enumerate(stance.cues):
                block = find(self._offsets.to_pos(cue.start)).blockNumber()
                self._cues_by_block.setdefault(block, []).append((stance.id, index))

    def _marks_of(self, block: QTextBlock) -> tuple[list[Mark], list[CueMark]]:
        number = block.blockNumber()
        found = self._marks.get(number)
        if found is None:
            found = self._marks[number] = (self._mention_marks(block), self._cue_marks(block))
        return found

    def _mention_marks(self, block: QTextBlock) -> list[Mark]:
        page = self._page
        if page is None:
            return []
        items = [page.mentions[n] for n in self._by_block.get(block.blockNumber(), ())]
        pos = self._offsets.to_pos
        rects = [tuple(range_rects(block, pos(m.start), pos(m.end))) for m in items]
        rows = lanes([(m.start, m.end) for m in items])
        starts = block.position()
        begins = [pos(m.start) >= starts for m in items]
        firsts = [(n, r[0]) for n, r in enumerate(rects) if r and begins[n]]
        firsts.sort(key=lambda pair: (pair[1].y(), pair[1].x()))
        chips = place_chips(
            [(rect, items[n].label, items[n].id == self._focus) for n, rect in firsts],
            self._chip_metrics,
            block.layout().boundingRect().width() + 40,
        )
        by_item = {n: chip for (n, _), chip in zip(firsts, chips, strict=True)}
        return [
            Mark(item, row, rect, *by_item.get(n, (None, "")), begins[n])
            for n, (item, row, rect) in enumerate(zip(items, rows, rects, strict=True))
        ]

    def _cue_marks(self, block: QTextBlock) -> list[CueMark]:
        page, found = self._page, []
        for id, index in self._cues_by_block.get(block.blockNumber(), ()) if page else ():
            stance = page.stance(id) if page else None
            if stance is not None:
                cue = stance.cues[index]
                rects = range_rects(block, self._offsets.to_pos(cue.start), self._offsets.to_pos(cue.end))
                found.append(CueMark(id, stance.polarity, not is_open(id), tuple(rects), index == 0))
        return found

    def _find_kin(self) -> None:
        """The mentions that belong to the focus: of its entity, or of both ends of the stance."""
        page = self._page
        ends: set[str] = set()
        if page is not None and self._focus:
            mention, stance = page.mention(self._focus), page.stance(self._focus)
            ends = {mention.entity} if mention else {stance.holder, stance.target} if stance else {self._focus}
        kin = {m.id for m in page.mentions if m.entity in ends} if page else set()
        self._kin = frozenset(kin - {self._focus})

    def _focus_range(self) -> Range | None:
        page = self._page
        if page is None or not self._focus:
            return None
        if mention := page.mention(self._focus):
            return mention.range
        if stance := page.stance(self._focus):
            if stance.cues:
                return stance.cues[0]
            nearest = page.nearest_mention(stance.target, stance.anchor)
            return nearest.range if nearest else None
        mentions = page.mentions_of(self._focus)
        return mentions[0].range if mentions else None

    def rects_of(self, span: Range) -> list[QRectF]:
        """The rectangles of a range on the viewport."""
        first, last = self._offsets.to_pos(span.start), self._offsets.to_pos(span.end)
        block = self.document().findBlock(first)
        found: list[QRectF] = []
        while block.isValid() and block.position() < last:
            found += [r.translated(self._origin(block)) for r in range_rects(block, first, last)]
            block = block.next()
        return found

    def _origin(self, block: QTextBlock) -> QPointF:
        self.document().documentLayout().blockBoundingRect(block)
        at = block.layout().position()
        return QPointF(at.x() - self.horizontalScrollBar().value(), at.y() - self.verticalScrollBar().value())

    def reveal(self, span: Range) -> None:
        """Scroll just as far as needed to have a range well inside the window."""
        rects = self.rects_of(span)
        if not rects:
            return
        top, bottom = rects[0].top() - CHIP_BAND, rects[-1].bottom()
        height = self.viewport().height()
        margin = min(90.0, height * 0.2)
        bar = self.verticalScrollBar()
        if top < margin:
            bar.setValue(int(bar.value() + top - margin))
        elif bottom > height - margin:
            bar.setValue(int(bar.value() + min(bottom - height + margin, top - margin)))

    def visible_range(self) -> Range:
        """The code points that are on the screen."""
        first = self.cursorForPosition(QPoint(int(self._left) + 2, 2)).position()
        last = self.cursorForPosition(QPoint(self.viewport().width() - 4, self.viewport().height() - 2)).position()
        return self._offsets.range(first, last)

    # --- caret and selection

    def caret(self) -> int:
        """Where the caret is."""
        return self._offsets.to_offset(self.textCursor().position())

    def set_caret(self, offset: int) -> None:
        """Put the caret somewhere, without a selection."""
        cursor = self.textCursor()
        cursor.setPosition(self._offsets.to_pos(offset))
        self.setTextCursor(cursor)

    def selection(self) -> Range | None:
        """The selected words: whole tokens, unless they were selected by character; None when there is none."""
        cursor = self.textCursor()
        if self._page is None or not cursor.hasSelection():
            return None
        raw = self._offsets.range(cursor.selectionStart(), cursor.selectionEnd())
        if self._exact:
            return raw if raw.of(self._page.text).strip() else None
        return self._page.tokens.snap(raw.start, raw.end)

    def set_selection(self, span: Range | None, *, exact: bool = False) -> None:
        """Select a range."""
        if span is None:
            self.clear_selection()
            return
        self._exact = exact
        cursor = self.textCursor()
        cursor.setPosition(self._offsets.to_pos(span.start))
        cursor.setPosition(self._offsets.to_pos(span.end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.reveal(span)

    def clear_selection(self) -> None:
        """Let go of the selection; the caret stays."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            cursor.clearSelection()
            self.setTextCursor(cursor)
        self._exact = False

    def _selection_changed(self) -> None:
        span = self.selection()
        if span is None:
            self.selectionCleared.emit()
        else:
            self.selectionMade.emit(span.start, span.end)
        self.viewport().update()

    def createMimeDataFromSelection(self) -> QMimeData:
        """What is copied: the words of the article itself, not of the copy that is shown."""
        data = QMimeData()
        span = self.selection()
        if span is not None and self._page is not None:
            data.setText(span.of(self._page.text))
        return data

    # --- keys

    def event(self, event: QEvent) -> bool:
        """Keys that are not for caret and selection belong to the window's actions."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._is_mine(event):
                event.accept()
            else:
                event.ignore()
            return True
        return super().event(event)

    def _is_mine(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Copy):
            return True
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        return event.key() in _CARET_KEYS and not alt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the caret, select, copy; everything else is for others."""
        if not self._is_mine(event):
            event.ignore()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._page is not None:
            self._step(event.key() == Qt.Key.Key_Right, event.modifiers())
        else:
            if event.key() in _CARET_KEYS:
                self._exact = False
            before = self.textCursor().position()
            super().keyPressEvent(event)
            if not self.textCursor().hasSelection() and self.textCursor().position() != before:
                self.caretMoved.emit(self.caret())

    def _step(self, forward: bool, modifiers: Qt.KeyboardModifier) -> None:
        """By token; with Ctrl by character; with Shift the selection grows or shrinks."""
        page = self._page
        if page is None:
            return
        selecting = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        by_character = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        here, text, tokens = self.caret(), page.text, page.tokens
        anchor = self._offsets.to_offset(self.textCursor().anchor())
        if by_character:
            there = next_character(text, here) if forward else previous_character(text, here)
        elif selecting and (here > anchor or (here == anchor and forward)):
            there = tokens.next_end(here) if forward else max(anchor, tokens.previous_end(here))
        else:
            there = tokens.next_start(here) if forward else tokens.previous_start(here)
        if selecting:
            self._exact = by_character or (self._exact and anchor != here)
        cursor = self.textCursor()
        mode = QTextCursor.MoveMode.KeepAnchor if selecting else QTextCursor.MoveMode.MoveAnchor
        cursor.setPosition(self._offsets.to_pos(there), mode)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        if not selecting:
            self.caretMoved.emit(there)

    # --- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where it began: on a mention's chip a drag makes a stance, elsewhere it selects."""
        self._pressed = (event.position().toPoint(), self._chip_at(event.position()))
        self._exact = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if not self._pressed[1]:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A drag from a chip changes nothing yet."""
        if self._pressed is not None and self._pressed[1]:
            self.viewport().setCursor(Qt.CursorShape.CrossCursor)
            return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click points at something; a drag selected words, or went from one mention to another."""
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            super().mouseReleaseEvent(event)
            return
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        moved = (event.position().toPoint() - pressed[0]).manhattanLength() > 4
        if pressed[1]:
            other = self.item_at(event.position()) if moved else ""
            if other and other != pressed[1] and self._page is not None and self._page.mention(other) is not None:
                self.mentionDragged.emit(pressed[1], other)
            elif not moved:
                self.itemClicked.emit(pressed[1])
            return
        super().mouseReleaseEvent(event)
        span = self.selection()
        if moved and span is not None:
            self.set_selection(span, exact=self._exact)
            self.labelBarWanted.emit(span.start, span.end, self._below(span))
        elif not moved:
            self._clicked(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click selects the word, a third click the sentence."""
        page, offset = self._page, self._offset_at(event.position())
        self._pressed = None
        if page is None or offset is None:
            return
        token = page.tokens.at(offset)
        if token is not None and self.selection() == page.tokens.snap(token.start, token.end):
            token = sentence_at(page.outline, offset) or line_at(page.text, offset)
        if token is not None and (span := page.tokens.snap(token.start, token.end)) is not None:
            self.set_selection(span)
            self.labelBarWanted.emit(span.start, span.end, self._below(span))

    def _below(self, span: Range) -> QPoint:
        rects = self.rects_of(span)
        at = rects[-1].bottomLeft().toPoint() if rects else QPoint(0, 0)
        return self.viewport().mapToGlobal(at + QPoint(0, 8))

    def _clicked(self, at: QPointF) -> None:
        item = self.item_at(at)
        if item:
            self.itemClicked.emit(item)
        else:
            offset = self._offset_at(at)
            self.bareClicked.emit(-1 if offset is None else offset)

    def item_at(self, at: QPointF) -> str:
        """The mention or stance under a point of the viewport; a click on the focused one means the next outwards."""
        chip = self._chip_at(at)
        if chip:
            return chip
        page, offset = self._page, self._offset_at(at)
        if page is None or offset is None:
            return ""
        found = [m.id for m in page.mentions_at(offset)]
        found += [s.id for s in page.stances if any(c.holds(offset) for c in s.cues)]
        if self._focus in found:
            return found[(found.index(self._focus) + 1) % len(found)]
        return found[0] if found else ""

    def _offset_at(self, at: QPointF) -> int | None:
        """The code point under a point of the viewport; None beside the text."""
        place = QPointF(at.x() + self.horizontalScrollBar().value(), at.y() + self.verticalScrollBar().value())
        pos = self.document().documentLayout().hitTest(place, Qt.HitTestAccuracy.ExactHit)
        return None if pos < 0 else self._offsets.to_offset(pos)

    def _chip_at(self, at: QPointF) -> str:
        for block, origin in self._visible_blocks():
            for mark in self._marks_of(block)[0]:
                if mark.chip is not None and mark.chip.translated(origin).contains(at):
                    return mark.item.id
        return ""

    # --- hints

    def show_hints(self, hints: dict[str, str], typed: str) -> None:
        """Show letters at the nearest mention of each entity; what was ``typed`` of them already is faded."""
        self._hints, self._typed = hints, typed
        self.viewport().update()

    @property
    def hints(self) -> dict[str, str]:
        """The hints that are shown, by entity."""
        return dict(self._hints)

    def clear_hints(self) -> None:
        """Take the letters away."""
        self._hints, self._typed = {}, ""
        self.viewport().update()

    # --- painting

    def _visible_blocks(self) -> list[tuple[QTextBlock, QPointF]]:
        found: list[tuple[QTextBlock, QPointF]] = []
        layout = self.document().documentLayout()
        offset, height = self.verticalScrollBar().value(), self.viewport().height()
        block = self.cursorForPosition(QPoint(int(self._left) + 2, 0)).block()
        if block.previous().isValid():
            block = block.previous()
        while block.isValid():
            top = layout.blockBoundingRect(block).top() - offset
            if top > height + CHIP_BAND:
                break
            found.append((block, self._origin(block)))
            block = block.next()
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fills, then the words, then lines, chips, cues, arcs, the focus and hints."""
        blocks = self._visible_blocks()
        with QPainter(self.viewport()) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for block, origin in blocks:
                painter.translate(origin)
                paint_fills(painter, self._marks_of(block)[0], self._brushes, self._kin)
                painter.translate(-origin)
            self._paint_snap(painter)
        super().paintEvent(event)
        with QPainter(self.viewport()) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_dimmed(painter, blocks)
            for block, origin in blocks:
                marks, cues = self._marks_of(block)
                painter.translate(origin)
                paint_lines(painter, marks, self._brushes, self._kin)
                paint_cues(painter, cues, self._brushes, self._focus)
                painter.translate(-origin)
            arcs = self._arcs()
            if arcs:
                shown = QRectF(self.viewport().rect())
                paint_arcs(painter, arcs, self._left, shown, self._theme, self._brushes.chip_font)
            place = self._focus_range()
            if place is not None:
                paint_focus(painter, self.rects_of(place), self._theme)
            self._paint_hints(painter)

    def _paint_snap(self, painter: QPainter) -> None:
        """What a selection takes, shown while it is made: the whole tokens."""
        span = self.selection()
        if span is not None and not self._exact:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.selection))
            for rect in self.rects_of(span):
                painter.drawRect(rect)

    def _paint_dimmed(self, painter: QPainter, blocks: list[tuple[QTextBlock, QPointF]]) -> None:
        page = self._page
        dull = [s.range for s in page.sections if s.kind == "boilerplate"] if page else []
        if not dull:
            return
        for block, origin in blocks:
            at = self._offsets.to_offset(block.position())
            if any(r.holds(at) for r in dull):
                paint_dimmed(painter, block.layout().boundingRect().translated(origin), self._theme)

    def _arcs(self) -> list[Arc]:
        page = self._page
        if page is None or not self._focus:
            return []
        focused = page.stance(self._focus)
        if focused is not None:
            stances = [focused]
        else:
            mention = page.mention(self._focus)
            stances = page.stances_of(mention.entity if mention else self._focus)[:MOST_ARCS]
        found = []
        for stance in stances:
            start = None if stance.holder in NOT_AN_ENTITY else page.nearest_mention(stance.holder, stance.anchor)
            end = page.nearest_mention(stance.target, stance.anchor)
            first = start.range if start else stance.cues[0] if stance.cues else None
            if first is None or end is None:
                continue
            from_rects, to_rects = self.rects_of(first), self.rects_of(end.range)
            if from_rects and to_rects:
                corner, tip = from_rects[0].topLeft(), to_rects[0].topLeft()
                found.append(
                    Arc(
                        stance.id,
                        QPointF(corner.x() + 6, corner.y() - CHIP_BAND + 1),
                        QPointF(tip.x() + 6, tip.y() - CHIP_BAND + 1),
                        stance.polarity,
                        not is_open(stance.id),
                        stance.id == self._focus,
                    )
                )
        return found

    def _paint_hints(self, painter: QPainter) -> None:
        page = self._page
        if page is None or not self._hints:
            return
        middle = self.visible_range()
        centre = (middle.start + middle.end) // 2
        for entity, letters in self._hints.items():
            seen = [m for m in page.mentions_of(entity) if middle.overlaps(m.range)]
            spots = seen or [m for m in [page.nearest_mention(entity, centre)] if m is not None]
            for mention in spots[:1] if not seen else spots:
                rects = self.rects_of(mention.range)
                if rects:
                    paint_hint(painter, rects[0].topLeft(), letters, self._typed, self._theme, self._hint_font)


_CARET_KEYS = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)
