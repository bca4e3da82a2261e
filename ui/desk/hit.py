"""What lies under the mouse: a pure function of the marks and a point."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF

from ui.desk.marks import BlockMarks

HitKind = Literal["chip", "mention", "stance", "words", "nothing"]


@dataclass(frozen=True, slots=True)
class Hit:
    """What a point hits. ``id`` is that of a mention or stance, else ""; ``offset`` the code point there, else -1."""

    kind: HitKind
    id: str = ""
    offset: int = -1


def hit(marks: BlockMarks, at: QPointF, offset: int, before: str = "") -> Hit:
    """What the point ``at`` (in the coordinates of the marks' block) hits; ``offset`` is the code point there, or -1.

    A chip or a sign comes first, then the shortest mention or cue under the point. ``before`` is what the last click on
    the same place hit: then it is the turn of the next one outwards, and after the outermost of the innermost again.
    """
    for mark in marks.mentions:
        if mark.chip is not None and mark.chip.contains(at):
            return Hit("chip", mark.item.id, mark.item.start)
    for cue in marks.cues:
        if cue.sign is not None and cue.sign.contains(at):
            return Hit("stance", cue.cue.stance, cue.cue.span.start)
    under = [(m.item.end - m.item.start, m.item.id, True) for m in marks.mentions if _in_any(m.rects, at)]
    under += [(c.cue.span.end - c.cue.span.start, c.cue.stance, False) for c in marks.cues if _in_any(c.rects, at)]
    under.sort()
    if not under:
        return Hit("words", "", offset) if offset >= 0 else Hit("nothing")
    ids = [id for _, id, _ in under]
    _, id, is_mention = under[(ids.index(before) + 1) % len(ids) if before in ids else 0]
    return Hit("mention" if is_mention else "stance", id, offset)


def _in_any(rects: Iterable[QRectF], at: QPointF) -> bool:
    return any(rect.contains(at) for rect in rects)
