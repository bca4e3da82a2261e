"""What lies in which paragraph after any acts: patched as if it were found anew."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QFontMetricsF

from annotator import edits
from annotator.errors import EditError
from annotator.page import Page
from benchmarks.material import Size, make_page
from ui.desk.document import make_document
from ui.desk.geometry import Measures
from ui.desk.marks import BlockMarks, Marks
from ui.desk.offsets import Offsets
from ui.theme import chip_font, reading_font


def acts(page: Page, chance: random.Random) -> edits.Edit:
    """One of the acts that change what is marked."""
    item = chance.choice(page.order)
    entity, other = (chance.choice(page.entities).id for _ in range(2))
    start = chance.randrange(len(page.text) - 400)
    choices = [
        lambda: edits.accept(page, chance.choice(page.open)),
        lambda: edits.reject(page, item),
        lambda: edits.label(page, item, "EVENT"),
        lambda: edits.add(page, start, start + chance.choice((5, 20, 400)), "LAW"),
        lambda: edits.move(page, item, start, start + 9),
        lambda: edits.add_stance(page, entity, other, "mixed"),
        lambda: edits.set_cues(page, item, (page.mentions[0].range, page.mentions[-1].range)),
        lambda: edits.merge(page, entity, other),
        lambda: edits.put(
            page, edits.Template("label", "GPE"), edits.places(page, page.words(page.mentions[0]), "GPE")
        ),
    ]
    return chance.choice(choices)()


def seen(marks: BlockMarks, but: set[str]) -> list[object]:
    """All that is seen of marks, but for some items."""
    mentions = [(m.id, m.is_open, m.item.label, m.item.p, m.rects, m.chip) for m in marks.mentions if m.id not in but]
    return [
        *mentions,
        *((c.id, c.is_open, c.cue.polarity, c.cue.p, c.rects, c.sign) for c in marks.cues if c.id not in but),
    ]


@pytest.mark.parametrize("seed", range(6))
def test_marks_are_patched_as_if_found_anew(qapp: object, seed: int) -> None:
    page, chance = make_page(Size("small", 700, 90, 25), seed), random.Random(seed)
    offsets, measures, font = Offsets(page.text), Measures.of(17.0), reading_font(13.0)
    holder = QObject()
    document = make_document(holder, offsets.shown, font, measures)
    document.setTextWidth(500)
    blocks = [document.findBlockByNumber(number) for number in range(document.blockCount())]
    for block in blocks:
        document.documentLayout().blockBoundingRect(block)  # lays it out
    metrics = QFontMetricsF(chip_font(measures.chip_font))
    marks, done = Marks(offsets, measures, metrics), 0
    marks.show(page)
    for _ in range(60):
        placed = [marks.of(block) for block in blocks]  # all is placed, so that stale places would show
        try:
            after, change = acts(page, chance)
        except EditError:
            continue
        page = page.after(after, change)
        renewed = marks.show(page)
        anew = Marks(offsets, measures, metrics)
        anew.show(Page(page.article, page.annotation, page.suggestion))
        for number, block in enumerate(blocks):
            assert marks.of(block) == anew.of(block), change.words
            if number not in renewed.blocks:
                assert seen(marks.of(block), renewed.items) == seen(placed[number], renewed.items), change.words
        done += 1
    assert done > 20
    assert any(mark.chip for block in blocks for mark in marks.of(block).mentions)
