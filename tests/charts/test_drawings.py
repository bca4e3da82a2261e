"""Every chart, the usual ones and the hard ones: well-formed, readable, and with the numbers that it shows."""

from __future__ import annotations

import math
import re
from itertools import combinations

import pytest

from annotator.charts import DARK, LIGHT, PRINT, Bar, Bars, Drawing, Group, bars, differences, stacked
from annotator.charts import words as wording
from annotator.charts.inks import contrast
from tests.charts.examples import EMPTY, EVERYTHING, HARD, USUAL, Sample, some_bars, some_differences, some_fates
from tests.charts.reading import SVG, of_kind, root, touching, words_of

WIDTHS = (260.0, 420.0, 640.0, 1200.0)
# what Qt and browsers both draw, and nothing that needs a style sheet, a script or another file
ELEMENTS = {"svg", "rect", "polyline", "polygon", "circle", "text", "title"}
every = pytest.mark.parametrize("sample", EVERYTHING, ids=lambda sample: sample.name)


@every
def test_only_what_qt_and_browsers_draw_alike(sample: Sample) -> None:
    tree = root(sample.drawn())
    assert {element.tag.removeprefix(SVG) for element in tree.iter()} <= ELEMENTS
    assert not any("style" in element.attrib or "href" in element.attrib for element in tree.iter())


@every
def test_no_number_is_nan_or_endless(sample: Sample) -> None:
    drawing = sample.drawn()
    places = [value for element in root(drawing).iter() for key, value in element.attrib.items() if key != "aria-label"]
    assert not any(re.search(r"\b(nan|inf)\b", value) for value in places)
    cells = [cell for row in drawing.table.rows for cell in row]
    assert all(math.isfinite(cell) for cell in cells if isinstance(cell, float))


@every
@pytest.mark.parametrize("width", WIDTHS)
def test_no_words_touch_and_none_leave_the_drawing(sample: Sample, width: float) -> None:
    drawing = sample.drawn(LIGHT, width)
    words = list(words_of(drawing))
    if len(words) > 500:  # each pair of 1,700 would take minutes; numbers in cells are asked about below
        words = [w for w in words if not w.text.isdigit()]
    for one in words:
        assert all(-1 <= x <= drawing.width + 1 and -1 <= y <= drawing.height + 1 for x, y in one.corners), one.text
    for one, other in combinations(words, 2):
        assert not touching(one.corners, other.corners), (one.text, other.text)


@every
@pytest.mark.parametrize("width", WIDTHS)
def test_numbers_stay_within_their_cells_and_bars(sample: Sample, width: float) -> None:
    drawing = sample.drawn(LIGHT, width)
    for spot in drawing.spots:
        assert -1 <= spot.box.x <= spot.box.right <= drawing.width + 5
        assert -1 <= spot.box.y <= spot.box.bottom <= drawing.height + 1
    if sample.name.endswith(("confusion", "labels", "cell")):
        boxes = [spot.box for spot in drawing.spots]
        for words in words_of(drawing):
            (x, y), (right, bottom) = words.corners[0], words.corners[2]
            if any(box.x < (x + right) / 2 < box.right and box.y < (y + bottom) / 2 < box.bottom for box in boxes):
                assert any(box.x <= x and right <= box.right for box in boxes), words.text


@every
def test_the_sentence_the_table_and_the_places_are_all_there(sample: Sample) -> None:
    drawing = sample.drawn()
    assert drawing.title
    assert drawing.description.endswith(".")
    assert "\n" not in drawing.description
    assert all(len(row) == len(drawing.table.header) for row in drawing.table.rows)
    assert all(spot.words for spot in drawing.spots)
    told = [element.text for element in of_kind(drawing, "title")]
    assert len(told) == len(drawing.spots)


@pytest.mark.parametrize("sample", EMPTY, ids=lambda sample: sample.name)
def test_nothing_to_draw_is_said(sample: Sample) -> None:
    drawing = sample.drawn(LIGHT, 400)
    assert sample.chart.nothing in " ".join(words.text for words in words_of(drawing))
    assert drawing.description == sample.chart.nothing
    assert drawing.width == 400
    assert not drawing.spots


@pytest.mark.parametrize("sample", USUAL, ids=lambda sample: sample.name)
@pytest.mark.parametrize("ink", [LIGHT, DARK, PRINT], ids=["light", "dark", "print"])
def test_words_can_be_read_on_what_they_stand_on(sample: Sample, ink: object) -> None:
    """A word stands on the last area that was painted below its middle."""
    drawing = sample.draw(sample.chart, ink, 640.0)
    grounds: list[tuple[float, float, float, float, str]] = []
    for element in root(drawing).iter():
        kind, fill = element.tag.removeprefix(SVG), element.get("fill", "")
        if kind == "rect" and fill != "none":
            x, y, wide, high = (float(element.get(name, "0")) for name in ("x", "y", "width", "height"))
            grounds.append((x, y, x + wide, y + high, fill))
        elif kind == "text":
            middle = next(w for w in words_of(drawing) if w.text == element.text)
            x = sum(corner[0] for corner in middle.corners) / 4
            y = sum(corner[1] for corner in middle.corners) / 4
            under = [g for g in grounds if g[0] <= x <= g[2] and g[1] <= y <= g[3]]
            assert contrast(fill, under[-1][4]) >= 4.5, element.text


def test_bars_are_as_long_as_their_values() -> None:
    chart = some_bars()
    drawing = bars(chart)
    fills = {LIGHT.hue(n).fill for n in range(2)}
    drawn = [e for e in of_kind(drawing, "rect") if e.get("fill") in fills and e.get("height") == "13"]
    values = [bar.value for group in chart.groups for bar in group.bars]
    lengths = [float(element.get("width", "nan")) for element in drawn]
    whole = lengths[0] / values[0]
    assert lengths == pytest.approx([value * whole for value in values], abs=0.02)
    assert [spot.key for spot in drawing.spots] == [bar.key for group in chart.groups for bar in group.bars]
    for spot, element in zip(drawing.spots, drawn, strict=True):
        assert spot.box.y < float(element.get("y", "nan")) < spot.box.bottom


def test_values_outside_of_a_share_are_drawn_at_its_ends() -> None:
    chart = Bars("t", series=("s",), groups=(Group("a", (Bar(1.2),)), Group("b", (Bar(-0.1),))))
    texts = [words.text for words in words_of(bars(chart))]
    assert {"100.0 %", "0.0 %"} <= set(texts)


def test_tables_hold_what_was_given() -> None:
    chart = some_bars()
    told = [(row[0], row[1], row[2], row[5]) for row in bars(chart).table.rows]
    given = [(g.name, s, b.value, b.n) for g in chart.groups for s, b in zip(chart.series, g.bars, strict=True)]
    assert told == given
    for name, size in (("confusion", 7), ("reliability", 10), ("threshold", 51), ("over time", 60)):
        sample = next(sample for sample in USUAL if sample.name == name)
        assert len(sample.drawn().table.rows) == size


def test_a_difference_that_may_be_chance_is_drawn_otherwise() -> None:
    """Not by colour alone: a ring instead of a triangle, and its number is not bold."""
    chart = some_differences()
    drawing = differences(chart)
    verdicts = [row.verdict for row in chart.rows]
    assert verdicts == ["better", "worse", "chance", "chance", "better", "worse"]
    assert len(of_kind(drawing, "polygon")) == 4 + 2  # and two in the legend
    assert len(of_kind(drawing, "circle")) == 2 + 1
    bold = {e.text for e in of_kind(drawing, "text") if e.get("font-weight") == "bold"}
    assert {"+4.1", "−2.7"} <= bold
    assert not {"+1.2", "0.0"} & bold
    assert [row[4] for row in drawing.table.rows] == verdicts
    assert "new is better than old at PERSON and EVENT; new is worse than old at ORG and TOPIC" in drawing.description


def test_parts_of_a_whole_fill_the_bar() -> None:
    chart = some_fates(("PERSON",))
    spots = stacked(chart).spots
    counts = chart.rows[0].counts
    assert [spot.key for spot in spots] == list(chart.rows[0].keys)
    whole = spots[-1].box.right - spots[0].box.x
    assert [spot.box.width / whole for spot in spots] == pytest.approx([c / sum(counts) for c in counts], abs=0.005)


def test_long_names_are_whole_where_one_looks_closer() -> None:
    drawing = next(s for s in HARD if s.name == "nasty bars").drawn()
    long = some_bars().title and next(s for s in drawing.table.rows)[0]
    assert not any(words.text == long for words in words_of(drawing))
    assert any(words.text.startswith("A_label") and words.text.endswith("…") for words in words_of(drawing))
    assert sum(str(long) in spot.words for spot in drawing.spots) == 2


def test_names_are_never_markup_and_never_turn_others() -> None:
    drawing = next(s for s in HARD if s.name == "nasty bars").drawn()
    texts = [words.text for words in words_of(drawing)]
    assert 'R&D <b>"x"</b>' in texts
    assert "<b>" not in drawing.svg
    assert "\u202e" not in drawing.svg
    assert "tur⟨202E⟩ned" in texts


def test_a_chosen_threshold_is_told() -> None:
    drawing = next(s for s in USUAL if s.name == "threshold").drawn()
    assert drawing.description.startswith("From 0.80: 38.8 % accepted (1,591), 95.2 % of these right")
    assert len(of_kind(drawing, "circle")) == 2


def test_what_more_articles_bring_is_told() -> None:
    drawing = next(s for s in USUAL if s.name == "learning curve").drawn()
    assert "about 120 more articles for +1 point (80 to 210)" in drawing.description
    dashed = [e for e in of_kind(drawing, "polyline") if e.get("stroke-dasharray") == "7 5"]
    solid = [
        e for e in of_kind(drawing, "polyline") if e.get("stroke-width") == "2.2" and not e.get("stroke-dasharray")
    ]
    last, first = solid[-1].get("points", "").split()[-1], dashed[0].get("points", "").split()[0]
    assert last == first  # the projection goes on where the curve ends


def test_the_table_as_text_for_other_programs() -> None:
    drawing: Drawing = bars(some_bars(("PER\tSON",), ("s",)))
    assert wording.tsv(drawing.table) == "label\tseries\tvalue\tlow\thigh\tn\nPER SON\ts\t0.93\t0.915\t0.945\t2400\n"


def test_what_does_not_fit_together_is_refused() -> None:
    chart = some_bars()
    with pytest.raises(ValueError, match="one bar for each series"):
        bars(type(chart)("t", series=("a",), groups=chart.groups))
    with pytest.raises(ValueError, match="one count"):
        stacked(type(some_fates())("t", parts=("a",), rows=some_fates().rows))
