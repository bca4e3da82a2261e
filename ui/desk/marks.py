"""Which marks lie in which paragraph, and where: found when a paragraph is painted, kept until it changes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import msgspec
from PySide6.QtCore import QRect, QRectF, QSizeF
from PySide6.QtGui import QFontMetricsF, QRegion, QTextBlock

from annotator.page import MentionItem, Page, is_open
from annotator.records import Polarity
from annotator.spans import Range
from ui.desk.geometry import Measures, Slot, chip_forms, crossing, first_rect, lanes, place_slots, range_rects
from ui.desk.offsets import Offsets


class Cue(msgspec.Struct, frozen=True):
    """Some words of a stance's cue; ``begins`` with its first words. ``p`` is the stance's probability while it is open."""

    stance: str
    polarity: Polarity
    span: Range
    begins: bool
    p: float | None = None


_NOWHERE = QRect()


@dataclass(frozen=True, slots=True)
class MentionMark:
    """A mention as it lies in one block: its rectangles line by line, its lane, and its chip if it has room.

    ``begins`` and ``ends`` say whether it does so in this block; ``crosses`` that it shares words with another mention
    of which it is no part. Nothing of it is painted outside its ``box``, but for the focus's ring and a chip over others.
    """

    item: MentionItem
    is_open: bool
    lane: int
    rects: tuple[QRectF, ...]
    chip: QRectF | None
    words: str
    begins: bool = True
    ends: bool = True
    crosses: bool = False
    box: QRect = _NOWHERE

    @property
    def id(self) -> str:
        """The mention's id."""
        return self.item.id


@dataclass(frozen=True, slots=True)
class CueMark:
    """A cue as it lies in one block, with the place of its sign if it has room, and what stands beside the sign.

    Nothing of it is painted outside its ``box``.
    """

    cue: Cue
    is_open: bool
    lane: int
    rects: tuple[QRectF, ...]
    sign: QRectF | None
    words: str = ""
    box: QRect = _NOWHERE

    @property
    def id(self) -> str:
        """The stance's id."""
        return self.cue.stance


@dataclass(frozen=True, slots=True)
class BlockMarks:
    """All that is marked in one block. Mentions are in reading order, the outer before the inner.

    ``pitch`` is how far apart (pixels) its underlines are.
    """

    mentions: tuple[MentionMark, ...] = ()
    cues: tuple[CueMark, ...] = ()
    pitch: float = 0.0

    def within(self, region: QRegion, always: Container[str]) -> BlockMarks:
        """What of it is painted in a region (in the same coordinates); those of the ids ``always`` wherever they are."""
        mentions = tuple([m for m in self.mentions if m.id in always or region.intersects(m.box)])
        cues = tuple([c for c in self.cues if c.id in always or region.intersects(c.box)])
        return BlockMarks(mentions, cues, self.pitch)


class Renewed(NamedTuple):
    """What of a document looks otherwise: ``items`` that stay where they are (by id), and ``blocks`` (by number).

    With a block comes what was marked in it before, None when nobody knows.
    """

    blocks: dict[int, BlockMarks | None]
    items: set[str]


_OVERHANG = 24.0
"""How far (pixels) a chip may reach into the right margin."""
_Content = tuple[MentionItem | Cue, ...]
_NOTHING = BlockMarks()


def _pieces(page: Page, id: str) -> list[MentionItem | Cue]:
    """What a mention or a stance puts on the text."""
    if mention := page.mention(id):
        return [mention]
    stance = page.stance(id)
    if stance is None:
        return []
    return [Cue(id, stance.polarity, span, index == 0, stance.p) for index, span in enumerate(stance.cues)]


def _rank(item: MentionItem | Cue) -> tuple[int, int, int, str]:
    """Mentions in reading order, then cues."""
    if isinstance(item, Cue):
        return 1, item.span.start, -item.span.end, item.stance
    return 0, item.start, -item.end, item.id


def _shape(item: MentionItem | Cue, numbers: bool) -> tuple[object, ...]:
    """All of an item that its place depends on; ``numbers`` need room too."""
    p = item.p if numbers else None
    return (item.span, item.begins, p) if isinstance(item, Cue) else (item.start, item.end, item.label, p)


def _look(item: MentionItem | Cue) -> tuple[object, ...]:
    """All of an item, beside its shape, that is seen of it; its reasons are not."""
    if isinstance(item, Cue):
        return item.stance, is_open(item.stance), item.p, item.polarity
    return item.id, is_open(item.id), item.p


def _id(item: MentionItem | Cue) -> str:
    return item.stance if isinstance(item, Cue) else item.id


def percent(p: float | None) -> str:
    """A probability as a whole number of hundredths, "" for none; never 0 or 100, which would be certain."""
    return "" if p is None else str(min(max(round(100 * p), 1), 99))


def _redrawn(placed: BlockMarks, items: Sequence[MentionItem | Cue]) -> BlockMarks:
    """The same places with other items of the same shapes: what was only decided need not be placed anew."""
    mentions = [item for item in items if not isinstance(item, Cue)]
    cues = [item for item in items if isinstance(item, Cue)]
    return replace(
        placed,
        mentions=tuple(
            mark if mark.item is item else replace(mark, item=item, is_open=is_open(item.id))
            for mark, item in zip(placed.mentions, mentions, strict=True)
        ),
        cues=tuple(
            mark if mark.cue == cue else replace(mark, cue=cue, is_open=is_open(cue.stance))
            for mark, cue in zip(placed.cues, cues, strict=True)
        ),
    )


class Marks:
    """The marks of one page over one document; with ``numbers`` chips and signs say how likely suggestions are."""

    def __init__(self, offsets: Offsets, measures: Measures, metrics: QFontMetricsF, *, numbers: bool = False) -> None:
        self._offsets = offsets
        self._measures = measures
        self._metrics = metrics
        self.numbers = numbers
        self._content: dict[int, _Content] = {}
        self._placed: dict[int, BlockMarks] = {}
        self._widths: dict[str, float] = {}
        self._page: Page | None = None

    def show(self, page: Page) -> Renewed:
        """Take over what a page says; returns what of it looks otherwise now.

        Of the page after an act only what the act changed is looked at.
        """
        before, self._page = self._page, page
        if before is not None and page.made_from is before.stamp:
            return self._patch(before, page)
        new: dict[int, _Content] = {}
        starts = [mention.start for mention in page.mentions]
        ends = [mention.end for mention in page.mentions]
        first = 0
        for block, end in enumerate(self._offsets.block_ends):
            last = bisect_left(starts, end, first)
            if last > first:
                here = page.mentions[first:last]
                new[block] = new.get(block, ()) + here
                if max(ends[first:last]) > end:
                    for mention in here:
                        self._spread(new, block, mention.end, mention)
                first = last
        for stance in page.stances:
            for index, span in enumerate(stance.cues):
                block = self._offsets.block_of(span.start)
                cue = Cue(stance.id, stance.polarity, span, index == 0, stance.p)
                new[block] = (*new.get(block, ()), cue)
                if span.end > self._offsets.block_ends[block]:
                    self._spread(new, block, span.end, cue)
        for block in {self._offsets.block_of(span.start) for stance in page.stances for span in stance.cues}:
            new[block] = tuple(sorted(new[block], key=_rank))
        changed = {b for b in new.keys() | self._content.keys() if new.get(b) != self._content.get(b)}
        for block in changed:
            self._placed.pop(block, None)
        self._content = new
        return Renewed(dict.fromkeys(changed), set())

    def _spread(self, new: dict[int, _Content], block: int, end: int, item: MentionItem | Cue) -> None:
        """Put an item that begins in a block into those that follow, as far as it reaches."""
        for later in range(block + 1, self._offsets.block_of(end - 1) + 1):
            new[later] = (*new.get(later, ()), item)

    def _patch(self, before: Page, page: Page) -> Renewed:
        """Take over what is otherwise on ``page`` than on the one that it was made from."""
        found: dict[int, list[MentionItem | Cue]] = {}
        for id in page.changed:
            for old in _pieces(before, id):
                for block in self._blocks(old):
                    found.setdefault(block, list(self._content.get(block, ()))).remove(old)
            for new in _pieces(page, id):
                for block in self._blocks(new):
                    found.setdefault(block, list(self._content.get(block, ()))).append(new)
        renewed = Renewed({}, set())
        for block, items in found.items():
            items.sort(key=_rank)
            placed, here = self._placed.pop(block, None), self._content.pop(block, ())
            if items:
                self._content[block] = tuple(items)
            if placed is None or [_shape(i, self.numbers) for i in here] != [_shape(i, self.numbers) for i in items]:
                renewed.blocks[block] = placed
            else:
                self._placed[block] = _redrawn(placed, items)
                for old, new in zip(here, items, strict=True):
                    renewed.items.update({_id(old), _id(new)} if _look(old) != _look(new) else ())
        return renewed

    def _blocks(self, item: MentionItem | Cue) -> range:
        span = item.span if isinstance(item, Cue) else item
        return range(self._offsets.block_of(span.start), self._offsets.block_of(span.end - 1) + 1)

    def forget_places(self) -> None:
        """The lines break anew: find every place again."""
        self._placed.clear()

    def known(self, block: QTextBlock) -> BlockMarks | None:
        """The marks of one block, if their places are found already."""
        return self._placed.get(block.blockNumber())

    def of(self, block: QTextBlock) -> BlockMarks:
        """The marks of one block, with their places."""
        number = block.blockNumber()
        found = self._placed.get(number)
        if found is None:
            content = self._content.get(number)
            found = self._placed[number] = self._place(block, content) if content else _NOTHING
        return found

    def _place(self, block: QTextBlock, content: _Content) -> BlockMarks:
        to_pos = self._offsets.to_pos
        places: list[tuple[int, int]] = []
        for item in content:
            span = item.span if isinstance(item, Cue) else item.range
            places.append((to_pos(span.start), to_pos(span.end)))
        rects = [tuple(range_rects(block, first, last)) for first, last in places]
        rows = lanes(places)
        crossed = self._crossed(content, places)
        first, last = block.position(), block.position() + block.length()
        chips = self._chips(block, content, places, rects)
        pitch = self._measures.pitch(max(rows))
        mentions: list[MentionMark] = []
        cues: list[CueMark] = []
        for index, (item, row, lines, chip) in enumerate(zip(content, rows, rects, chips, strict=True)):
            painted = self._box(lines, chip, row * pitch)
            if isinstance(item, Cue):
                sign = QRectF(chip[0].topLeft(), QSizeF(self._measures.chip, self._measures.chip)) if chip else None
                words = chip[1] if chip else ""
                cues.append(CueMark(item, is_open(item.stance), row, lines, sign, words, painted))
            else:
                box, words = chip or (None, "")
                start, end = places[index]
                edges = start >= first, end <= last
                crosses = index in crossed
                mentions.append(MentionMark(item, is_open(item.id), row, lines, box, words, *edges, crosses, painted))
        return BlockMarks(tuple(mentions), tuple(cues), pitch)

    def _box(self, lines: Sequence[QRectF], chip: tuple[QRectF, str] | None, below: float) -> QRect:
        """All that is painted of what has these lines and this chip, with outlines, and an underline so far ``below``."""
        found = QRectF() if chip is None else QRectF(chip[0])
        for line in lines:
            found |= line
        return found.adjusted(-3, -3, 3, below + 2 * self._measures.line + 3).toAlignedRect() if lines else _NOWHERE

    def _crossed(self, content: _Content, places: list[tuple[int, int]]) -> set[int]:
        """Which of the contents are mentions that cross another."""
        mentions = [index for index, item in enumerate(content) if not isinstance(item, Cue)]
        return {mentions[found] for found in crossing([places[index] for index in mentions])}

    def _chips(
        self,
        block: QTextBlock,
        content: _Content,
        places: list[tuple[int, int]],
        rects: list[tuple[QRectF, ...]],
    ) -> list[tuple[QRectF, str] | None]:
        """A chip for each mention and a sign for each stance that begins in this block."""
        slots: list[Slot] = []
        owners: list[int] = []
        for index, item in enumerate(content):
            begins = places[index][0] >= block.position() and (item.begins if isinstance(item, Cue) else True)
            if begins and rects[index]:
                slots.append(Slot(first_rect(block, places[index][0], rects[index]), self._forms(item)))
                owners.append(index)
        found: list[tuple[QRectF, str] | None] = [None] * len(content)
        layout = block.layout()
        width = layout.lineAt(0).width() + _OVERHANG if layout.lineCount() else 0.0
        for owner, placed in zip(owners, place_slots(slots, self._measures, width), strict=True):
            found[owner] = placed
        return found

    def whole_chip(self, mark: MentionMark) -> tuple[QRectF, str]:
        """Where a mention's chip would stand with all of its word, if there were room, and the word."""
        words, width = self._forms(mark.item)[0]
        rect, chip = mark.rects[0], self._measures.chip
        return QRectF(rect.x() - 1, rect.y() - chip - 0.5, width, chip), words

    def _forms(self, item: MentionItem | Cue) -> tuple[tuple[str, float], ...]:
        number = percent(item.p) if self.numbers else ""
        if isinstance(item, Cue):
            sign = self._measures.chip
            return ((number, sign + self._width(number)), ("", sign)) if number else (("", sign),)
        words = chip_forms(item.label)
        if number:
            words = (*(f"{form} {number}" for form in words), number)
        return tuple((form, self._width(form)) for form in words)

    def _width(self, words: str) -> float:
        found = self._widths.get(words)
        if found is None:
            found = self._widths[words] = self._metrics.horizontalAdvance(words) + self._measures.chip_font * 0.75
        return found
