"""The reading desk: an article with everything that is marked in it. It changes nothing; it says what is pointed at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QMargins, QPointF, QRect, QRectF
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
    QTextBlock,
)

from annotator.page import Page
from annotator.scheme import Scheme, default_scheme
from annotator.spans import Range
from ui.desk.arcs import Route, areas, paint_ends, paint_far_ends, paint_routes
from ui.desk.focus import Focus, focus_on, lit_by, stances_to_draw, stances_within
from ui.desk.geometry import range_rects
from ui.desk.hints import hint_boxes, paint_hint, paint_hint_lines
from ui.desk.hit import Hit, hit
from ui.desk.leading import Leading
from ui.desk.marks import BlockMarks, Marks, Renewed
from ui.desk.painting import (
    Looks,
    moved,
    paint_asked,
    paint_chips,
    paint_fills,
    paint_focus,
    paint_lines,
    paint_lit,
    paint_selection,
    paint_veil,
    paint_whole_chip,
)
from ui.desk.pointing import PointedText, Press
from ui.desk.renewing import around, of_difference, of_focus, of_items, region_of, stretches
from ui.desk.versions import paint_versions

_CLOSE = 5
"""What is painted in the margin no nearer to the words than this (pixels) touches none of them."""
_LEANING = QMargins(8, 8, 8, 8)
"""How far (pixels) letters may lean out of their lines: Qt leaves out lines that lie beside what is painted."""
_RENEW = QEvent.Type(QEvent.registerEventType())


class Desk(PointedText):
    """Shows one page. Offsets are code points; ids are those of the page's mentions, stances and entities."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("desk")
        self.setAccessibleName("Article")
        self._scheme = default_scheme()
        self._marks: Marks | None = None
        self._focus = self._painted_focus = Focus()
        self._renewed: Renewed | None = None
        self._routes: list[Route] | None = None
        self._hints: Mapping[str, str] | Mapping[Range, str] = {}
        self._all_arcs = self._rough = self._numbers = False
        self._lit: frozenset[str] = frozenset()
        self._pointed = ""
        self._typed = ""
        self._places: tuple[Range, ...] = ()
        self._versions: tuple[tuple[Range, ...], ...] = ()
        self._restyle()
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    # --- what is shown

    @property
    def page(self) -> Page | None:
        """The page on the desk."""
        return self._page

    def show_page(self, page: Page | None) -> None:
        """Show another article from its top, or none."""
        self._page = page
        self._hints, self._typed, self._places, self._versions = {}, "", (), ()
        self._lit, self._pointed = frozenset(), ""
        self._focus = self._painted_focus = Focus()
        self._routes = None
        self._show_text(page.text if page else "")
        self._marks = self._new_marks()
        self.viewport().update()

    def refresh(self, page: Page) -> None:
        """Show the same article after a change; scroll, caret and selection stay, and only what changed is painted."""
        old = self._page
        if old is None or self._marks is None or old.text != page.text:
            self.show_page(page)
            return
        self._page = page
        renewed = self._marks.show(page)
        alike = page.made_from is old.stamp and not page.changed
        if alike and page.entities == old.entities and page.sections == old.sections:
            return  # a flag, a note: nothing of it is on the text
        self._find_focus(self._focus.item)
        if self._hints or self._all_arcs or old.sections != page.sections:
            self.viewport().update()
        self._renew_soon(renewed)

    def set_focus(self, item: str | None) -> None:
        """Put the focus ring on a mention, on a stance's cue or on an entity's nearest mention, and have it in view."""
        before = self._focus
        self._find_focus(item or "")
        if self._focus.ring is not None:
            self.reveal(self._focus.ring)
        if self._focus != before:
            self._renew_soon()

    def follow_focus(self) -> None:
        """Have the caret at what is in focus, so that both are read, moved and selected from the same place."""
        ring = self._focus.ring
        if ring is not None and not ring.start <= self.caret() <= ring.end:
            self.set_caret(ring.start)

    def set_lit(self, item: str) -> None:
        """Light up what belongs to a mention, entity or stance that is pointed at; "" puts it out."""
        page = self._page
        lit = lit_by(page, item) if page is not None and item else frozenset()
        if lit == self._lit and item == self._pointed:
            return
        otherwise = (self._lit ^ lit) | {self._pointed, item}
        self._lit, self._pointed = lit, item
        region = QRegion()
        for _, marks, origin in self._marked():
            region += of_items(self._marks, marks, origin, otherwise)  # type: ignore[arg-type]
        self.viewport().update(region)

    @property
    def all_arcs(self) -> bool:
        """True while the arcs of all stances on the screen are drawn."""
        return self._all_arcs

    def show_all_arcs(self, wanted: bool) -> None:
        """Draw the arcs of all stances that are read on the screen, or only those of the focus."""
        self._all_arcs, self._routes = wanted, None
        self.viewport().update()

    @property
    def numbers(self) -> bool:
        """True while every suggestion says how likely it is."""
        return self._numbers

    def show_numbers(self, wanted: bool) -> None:
        """Have every suggestion say how likely it is (hundredths, behind its label or beside its sign), or none."""
        self._numbers, self._routes = wanted, None
        if self._page is not None:
            self._marks = self._new_marks()
        self.viewport().update()

    def _new_marks(self) -> Marks:
        marks = Marks(self._offsets, self._measures, QFontMetricsF(self._chip_font), numbers=self._numbers)
        if self._page is not None:
            marks.show(self._page)
        return marks

    def focused(self) -> str:
        """The id of what is in focus, or ""."""
        return self._focus.item

    def ring(self) -> Range | None:
        """The range that has the focus ring."""
        return self._focus.ring

    def set_scheme(self, scheme: Scheme) -> None:
        """Take the labels' colours from another scheme."""
        self._scheme = scheme
        self._restyle()

    def show_hints(self, hints: Mapping[str, str] | Mapping[Range, str], typed: str) -> None:
        """Show letters at items (at an entity's visible mentions) or ranges; what begins as was ``typed`` is left."""
        self._hints, self._typed = hints, typed
        self.viewport().update()

    @property
    def hints(self) -> dict[str | Range, str]:
        """The hints that are shown, by item or range."""
        return dict(self._hints.items())

    def clear_hints(self) -> None:
        """Take the letters away."""
        self.show_hints({}, "")

    def show_places(self, places: Sequence[Range]) -> None:
        """Put a ring on ranges about which something is asked; none takes the rings away."""
        self._places = tuple(places)
        self.viewport().update()

    @property
    def places(self) -> tuple[Range, ...]:
        """The ranges that have such a ring."""
        return self._places

    def show_versions(self, versions: Sequence[tuple[Range, ...]]) -> None:
        """Put brackets around the words that each version means, with their numbers; none takes them away."""
        self._versions = tuple(versions)
        self.viewport().update()

    @property
    def versions(self) -> tuple[tuple[Range, ...], ...]:
        """The words that have such brackets, by version."""
        return self._versions

    def _restyle(self) -> None:
        super()._restyle()
        self._looks = Looks(self._theme, self._scheme, self._measures, self._chip_font)
        self._hint_font = QFont(self._chip_font)
        self._hint_font.setPixelSize(round(self._measures.chip_font * 1.35))
        if self._page is not None:
            self._marks = self._new_marks()
        self._routes = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break anew: every place is another."""
        super().resizeEvent(event)
        if self._marks is not None:
            self._marks.forget_places()
        self._routes = None

    def _scrolled(self) -> None:
        """What floats over the text does not scroll with it: paint anew."""
        drawn = bool(self._routes)
        if self._all_arcs or self._rough:
            self._routes = None
        if drawn or self._hints or self._all_arcs:
            self.viewport().update()

    def _renew_soon(self, renewed: Renewed | None = None) -> None:
        """Have what looks otherwise painted anew: found once, before painting, for all that one key changes."""
        if self._renewed is None:
            self._renewed = Renewed({}, set())
            QCoreApplication.postEvent(self, QEvent(_RENEW))
        if renewed is not None:
            for number, before in renewed.blocks.items():
                self._renewed.blocks.setdefault(number, before)
            self._renewed.items.update(renewed.items)

    @property
    def settled(self) -> bool:
        """True when all that changed was found, and is painted or about to be."""
        return self._renewed is None

    def customEvent(self, event: QEvent) -> None:
        """What changed is to be painted anew now."""
        if event.type() == _RENEW and self._renewed is not None:
            self._renew(self._renewed)

    def _renew(self, renewed: Renewed) -> None:
        """Paint anew what changed and what looks otherwise under another focus, with its arcs, and nothing else."""
        page, marks, self._renewed = self._page, self._marks, None
        before, self._painted_focus = self._painted_focus, self._focus
        if page is None or marks is None or self._all_arcs:
            self._routes = None
            self.viewport().update()
            return
        region = QRegion()
        for block, here, origin in self._marked():
            region += of_focus(marks, here, origin, before, self._focus, renewed.items)
            if block.blockNumber() in renewed.blocks:
                was = renewed.blocks[block.blockNumber()]
                whole = was is None or was.pitch != here.pitch
                region += self._whole(block, origin) if whole else of_difference(was, here, origin)  # type: ignore[arg-type]
        if before.ring != self._focus.ring:
            for ring in filter(None, (before.ring, self._focus.ring)):
                region += around(self.rects_of(ring))
        self.viewport().update(region + self._renew_routes(page))

    def _whole(self, block: QTextBlock, origin: QPointF) -> QRect:
        """All that may be painted of a block."""
        band = self._measures.band
        box = block.layout().boundingRect().translated(origin).adjusted(0, -band, 0, band + 2)
        return QRect(0, int(box.top()), self.viewport().width(), int(box.height()))

    def _renew_routes(self, page: Page) -> QRegion:
        """Find the arcs anew; where they look otherwise."""
        old, new = self._routes or [], self._find_routes(page)
        self._routes = new
        if old == new:
            return QRegion()
        scroll = self.verticalScrollBar().value()
        shown = QRectF(self.viewport().rect()).translated(0, scroll)
        return region_of(area.translated(0, -scroll) for area in areas([*old, *new], self._looks, shown, self._left))

    def _marked(self) -> Iterator[tuple[QTextBlock, BlockMarks, QPointF]]:
        """The blocks on the screen with their marks and top left corners."""
        for block, origin in self._visible(self.viewport().rect()) if self._marks is not None else ():
            yield block, self._marks.of(block), origin  # type: ignore[union-attr]

    # --- the focus and its arcs

    def _find_focus(self, item: str) -> None:
        """Put the focus on an item."""
        self._focus = focus_on(self._page, item, self.visible_range, self._focus) if self._page and item else Focus()

    def _find_routes(self, page: Page) -> list[Route]:
        stances = stances_to_draw(page, self._focus) if self._focus.item else []
        if self._all_arcs:
            stances += [s for s in stances_within(page, self.visible_range()) if s not in stances]
        leading = Leading(page, self._measures.chip, self._marks_near, self._rects_in_document)
        found = leading.routes(stances, self._focus, self._left)
        self._rough = leading.rough
        return found

    def chip_of(self, item: str) -> QRectF | None:
        """Where a mention's chip stands, on the viewport; None when it has no room or is no mention."""
        mention = self._page.mention(item) if self._page else None
        if mention is None:
            return None
        marks, origin = self._marks_at(mention.start)
        chip = next((mark.chip for mark in marks.mentions if mark.item.id == item), None)
        return chip.translated(origin - QPointF(0, self.verticalScrollBar().value())) if chip else None

    def _marks_at(self, offset: int) -> tuple[BlockMarks, QPointF]:
        """The marks of the block that holds a code point, and its top left corner in the document."""
        block = self.document().findBlockByNumber(self._offsets.block_of(offset))
        origin = self._origin(block) + QPointF(0, self.verticalScrollBar().value())
        return self._marks.of(block) if self._marks else BlockMarks(), origin

    def _marks_near(self, offset: int) -> tuple[BlockMarks | None, QPointF]:
        """The same; None for a block that is not on the screen and has no marks yet."""
        block = self.document().findBlockByNumber(self._offsets.block_of(offset))
        origin = self._origin(block)
        in_document = origin + QPointF(0, self.verticalScrollBar().value())
        if self._marks is None:
            return BlockMarks(), in_document
        band, height = self._measures.band, self.viewport().height()
        far = origin.y() > height + band or origin.y() + block.layout().boundingRect().height() < -band
        return (self._marks.known(block) if far else self._marks.of(block)), in_document

    def _rects_in_document(self, span: Range) -> list[QRectF]:
        return [rect.translated(0, self.verticalScrollBar().value()) for rect in self.rects_of(span)]

    # --- the mouse

    def hit_at(self, at: QPointF, before: str = "") -> Hit:
        """What lies under a point of the viewport; ``before`` is what the last click there hit."""
        offset = self.offset_at(at)
        for block, origin in self._visible(QRect(0, int(at.y()), 1, 1)):
            found = hit(self._marks.of(block), at - origin, offset, before) if self._marks else Hit("nothing")
            if found.id:
                return found
        return Hit("words", "", offset) if offset >= 0 else Hit("nothing")

    # --- painting

    def _visible(self, area: QRect) -> list[tuple[QTextBlock, QPointF]]:
        """The blocks of which something is painted in an area of the viewport, with their top left corners."""
        found: list[tuple[QTextBlock, QPointF]] = []
        band = self._measures.band
        block, _ = self._line_at(area.top() - band)
        while block.isValid():
            origin = self._origin(block)
            if origin.y() - band > area.bottom():
                break
            found.append((block, origin))
            block = block.next()
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fills, then the words, then arcs, lines, chips, the focus and hints; of all only what is in the event's region."""
        if self._renewed is not None:  # painting came first
            self._renew(self._renewed)
        region = event.region()
        blocks = self._visible(event.rect())
        placed = self._placed_in(region, blocks)
        with QPainter(self.viewport()) as painter:
            painter.fillRect(event.rect(), self._theme.paper)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for marks, origin in placed:
                with moved(painter, origin):
                    paint_fills(painter, marks, self._looks, self._focus)
            if (span := self.selection()) is not None:
                paint_selection(painter, self.rects_of(span), self._theme)
        words = self.viewport().rect().adjusted(int(self._left) - _CLOSE, 0, 0, 0)
        for area in stretches(region.intersected(words)):
            super().paintEvent(QPaintEvent(area.marginsAdded(_LEANING)))
        with QPainter(self.viewport()) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_veils(painter, blocks)
            self._paint_over(painter, placed)

    def _placed_in(self, region: QRegion, blocks: list[tuple[QTextBlock, QPointF]]) -> list[tuple[BlockMarks, QPointF]]:
        """The marks of some blocks that are painted in a region, with the blocks' top left corners."""
        if self._marks is None:
            return []
        found = [(self._marks.of(block), origin) for block, origin in blocks]
        if region.boundingRect().size() != self.viewport().size() or region.rectCount() > 1:
            always = {self._focus.item, self._pointed}
            found = [(marks.within(region.translated(-origin.toPoint()), always), origin) for marks, origin in found]
        return [(marks, origin) for marks, origin in found if marks.mentions or marks.cues]

    def _paint_over(self, painter: QPainter, placed: list[tuple[BlockMarks, QPointF]]) -> None:
        if self._routes is None:
            self._routes = self._find_routes(self._page) if self._page else []
        scrolled = QPointF(0, self.verticalScrollBar().value())
        with moved(painter, -scrolled):
            paint_routes(painter, self._routes, self._looks)
        for marks, origin in placed:
            with moved(painter, origin):
                paint_lines(painter, marks, self._looks, self._focus)
        if self._focus.ring is not None:
            paint_focus(painter, self.rects_of(self._focus.ring), self._theme)
        if self._places:
            seen = self.visible_range()
            for span in self._places:
                if seen.overlaps(span):
                    paint_asked(painter, self.rects_of(span), self._theme)
        for marks, origin in placed if not self._hints else ():  # letters to type take the place of chips
            with moved(painter, origin):
                paint_chips(painter, marks, self._looks, self._focus)
                if self._lit:
                    paint_lit(painter, marks, self._looks, self._lit)
                self._paint_whole_chips(painter, marks)
        with moved(painter, -scrolled):
            shown = QRectF(self.viewport().rect()).translated(scrolled)
            paint_ends(painter, self._routes, self._looks, shown)
            paint_far_ends(painter, self._routes, self._looks, shown, self._left - 14)
        if self._versions:
            rects = [[rect for span in spans for rect in self.rects_of(span)] for spans in self._versions]
            paint_versions(painter, rects, self._theme, self._hint_font)
        if self._hints:
            self._paint_hints(painter)
        if self._pull is not None and self._press is not None:
            self._paint_pull(painter, self._press, self._pull)

    def _paint_whole_chips(self, painter: QPainter, marks: BlockMarks) -> None:
        """What is pointed at or in focus says its label, though there was no room for it."""
        for mark in marks.mentions if self._marks else ():
            if mark.item.id in (self._focus.item, self._pointed) and mark.begins and mark.rects:
                box, words = self._marks.whole_chip(mark)  # type: ignore[union-attr]
                if mark.words != words:
                    paint_whole_chip(painter, box, words, mark, self._looks)

    def _paint_veils(self, painter: QPainter, blocks: list[tuple[QTextBlock, QPointF]]) -> None:
        dull = [s.range for s in self._page.sections if s.kind == "boilerplate"] if self._page else []
        for section in dull:
            first, last = self._offsets.to_pos(section.start), self._offsets.to_pos(section.end)
            for block, origin in blocks:
                for rect in range_rects(block, first, last):
                    paint_veil(painter, rect.adjusted(-2, 0, 2, 2).translated(origin), self._theme)

    def _paint_hints(self, painter: QPainter) -> None:
        seen = self.visible_range()
        spots: list[tuple[QPointF, str]] = []
        for item, letters in self._hints.items():
            if letters.startswith(self._typed):
                if isinstance(item, Range):
                    paint_hint_lines(painter, self.rects_of(item), self._theme)
                rects = [rects[0] for span in self._hint_spots(item, seen) if (rects := self.rects_of(span))]
                spots += [(rect.topLeft() + QPointF(-1, 1), letters) for rect in rects]
        for (_, letters), box in zip(
            spots, hint_boxes(spots, self._hint_font, self.viewport().width() - 2.0), strict=True
        ):
            paint_hint(painter, box, letters, self._typed, self._theme, self._hint_font)

    def _hint_spots(self, item: str | Range, seen: Range) -> list[Range]:
        """The places of an item's hint: an entity has one at each of its mentions that are on the screen."""
        page = self._page
        if isinstance(item, Range):
            shorter = any(isinstance(r, Range) and r.start == item.start and r.end < item.end for r in self._hints)
            return [
                Range(item.end - 1, item.end) if shorter else item
            ]  # of two with one beginning the longer at its end
        if page is None:
            return []
        if mention := page.mention(item):
            return [mention.range]
        if stance := page.stance(item):
            return list(stance.cues[:1])
        return [m.range for m in page.mentions_of(item) if seen.overlaps(m.range)]

    def _paint_pull(self, painter: QPainter, press: Press, at: QPointF) -> None:
        """A stance being drawn with the mouse: a line from the mention to the mouse, a ring on what lies under it."""
        painter.setPen(QPen(self._theme.focus, 2.0))
        painter.drawLine(press.at, at)
        goal, page = self.hit_at(at), self._page
        mention = page.mention(goal.id) if page and goal.id != press.hit.id else None
        if mention is not None:
            paint_focus(painter, self.rects_of(mention.range), self._theme)
