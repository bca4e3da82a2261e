"""Which chips the arcs of a page's stances lead from and to, in the coordinates of the document."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF

from annotator.page import MentionItem, Page, StanceItem, is_open
from annotator.spans import Range
from ui.desk.arcs import Arc, Route, routes
from ui.desk.focus import Focus, ends_of
from ui.desk.marks import BlockMarks


class Leading:
    """Looks marks up by ``marks_at``: those of the block that holds a code point, and its top left corner.

    A block far from the screen may have no marks yet (None): then the place of the words (``rects_of``, in the document)
    is near enough, and ``rough`` says that the ways have to be found anew when the text is scrolled.
    """

    def __init__(
        self,
        page: Page,
        chip: float,
        marks_at: Callable[[int], tuple[BlockMarks | None, QPointF]],
        rects_of: Callable[[Range], list[QRectF]],
    ) -> None:
        self._page = page
        self._chip = chip
        self._marks_at = marks_at
        self._rects_of = rects_of
        self.rough = False
        self._chips: dict[tuple[float, float], list[QRectF]] = {}

    def routes(self, stances: Sequence[StanceItem], focus: Focus, left: float) -> list[Route]:
        """The ways of the arcs of some stances, those of the focus strong; the words begin at ``left``."""
        strong = {focus.item} if focus.item not in focus.stances and self._page.stance(focus.item) else focus.stances
        alone = len(stances) == 1
        arcs = [arc for stance in stances if (arc := self._arc(stance, strong=alone or stance.id in strong))]
        return routes(arcs, left, [chip for chips in self._chips.values() for chip in chips])

    def _arc(self, stance: StanceItem, *, strong: bool) -> Arc | None:
        page = self._page
        holder, target = ends_of(page, stance)
        sign = self._sign(stance)
        start = self._end(holder) if holder else sign
        end = self._end(target) if target else None
        if start is None or end is None:
            return None
        names = page.name(stance.holder), page.name(stance.target)
        return Arc(stance.id, start, end, stance.polarity, is_open(stance.id), strong, sign, names)

    def _end(self, mention: MentionItem) -> QRectF | None:
        """Where an arc meets a mention: at its chip, or where that would stand."""
        marks, origin = self._look(mention.start)
        if marks is None:
            return self._roughly(mention.range)
        for mark in marks.mentions:
            if mark.item.id == mention.id and mark.rects:
                return (mark.chip or self._above(mark.rects)).translated(origin)
        return None

    def _sign(self, stance: StanceItem) -> QRectF | None:
        """Where a stance has its sign; an arc without a holder begins there."""
        if not stance.cues:
            return None
        marks, origin = self._look(stance.cues[0].start)
        if marks is None:
            return self._roughly(stance.cues[0])
        for cue in marks.cues:
            if cue.cue.stance == stance.id and cue.rects:
                return (cue.sign or self._above(cue.rects)).translated(origin)
        return None

    def _roughly(self, span: Range) -> QRectF | None:
        self.rough = True
        rects = self._rects_of(span)
        return self._above(tuple(rects)) if rects else None

    def _look(self, offset: int) -> tuple[BlockMarks | None, QPointF]:
        """The marks at a code point; the chips of their block are remembered."""
        marks, origin = self._marks_at(offset)
        key = origin.x(), origin.y()
        if marks is not None and key not in self._chips:
            boxes = [mark.chip for mark in marks.mentions] + [cue.sign for cue in marks.cues]
            self._chips[key] = [box.translated(origin) for box in boxes if box is not None]
        return marks, origin

    def _above(self, rects: tuple[QRectF, ...]) -> QRectF:
        return QRectF(rects[0].x(), rects[0].y() - self._chip, 2.0, self._chip)
