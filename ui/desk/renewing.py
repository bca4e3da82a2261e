"""What is painted anew when focus or decisions change: no more than looks otherwise, for painting costs what is painted.

All areas are those of the viewport, in pixels.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence, Set

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QRegion

from ui.desk.focus import Focus
from ui.desk.marks import BlockMarks, CueMark, Marks, MentionMark

Marked = Sequence[MentionMark | CueMark]
_NEAR = 100
"""Parts less than this apart (pixels) are painted together."""
_HALO = 7
"""How far (pixels) the ring of the focus reaches beyond its words."""


def region_of(areas: Iterable[QRectF]) -> QRegion:
    """The whole pixels of some rectangles."""
    found = QRegion()
    for area in areas:
        found += area.toAlignedRect()
    return found


def stretches(region: QRegion) -> list[QRect]:
    """What is painted of the height of a region: rectangles one below the other, each as wide as its part of the region."""
    found: list[QRect] = []
    rects: list[QRect] = list(region)  # type: ignore[call-overload]  # not declared, but it can be walked
    for rect in sorted(rects, key=QRect.top):
        if found and rect.top() <= found[-1].bottom() + _NEAR:
            found[-1] |= rect
        else:
            found.append(QRect(rect))
    return found


def around(rects: Iterable[QRectF]) -> QRegion:
    """Words with the ring of the focus around them."""
    return region_of(rect.adjusted(-_HALO, -_HALO, _HALO, _HALO) for rect in rects)


def of_focus(marks: Marks, here: BlockMarks, origin: QPointF, before: Focus, now: Focus, items: Set[str]) -> QRegion:
    """What of a block (whose top left corner is ``origin``) looks otherwise under another focus, and some items.

    The rings are no part of it.
    """
    if before == now:
        return of_items(marks, here, origin, items)
    found = of_items(marks, here, origin, (before.kin ^ now.kin) | {before.item, now.item} | items)
    if before.stances != now.stances:
        for cue in here.cues:
            if before.fades(cue.id) != now.fades(cue.id):
                found += _moved(cue.box, origin)
    return found


def of_difference(was: BlockMarks, here: BlockMarks, origin: QPointF) -> QRegion:
    """What of a block looks otherwise than when ``was`` was marked in it."""
    found = QRegion()
    pairs: tuple[tuple[Marked, Marked], ...] = ((was.mentions, here.mentions), (was.cues, here.cues))
    for old, new in pairs:
        for one, other in ((old, new), (new, old)):
            for mark in one:
                if mark not in other:
                    found += _moved(mark.box, origin)
    return found


def of_items(marks: Marks, here: BlockMarks, origin: QPointF, items: Container[str]) -> QRegion:
    """Some mentions and stances of a block, and their chips where they have no room."""
    found = QRegion()
    both: Marked = (*here.mentions, *here.cues)
    for mark in both:
        if mark.id in items:
            found += _moved(mark.box, origin)
            if isinstance(mark, MentionMark) and mark.rects:
                chip, _ = marks.whole_chip(mark)
                found += chip.adjusted(-3, -1, 3, 1).translated(origin).toAlignedRect()
    return found


def _moved(box: QRect, origin: QPointF) -> QRect:
    return QRectF(box).translated(origin).toAlignedRect()
