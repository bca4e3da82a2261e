"""Charts in the window: sharp, in the window's colours, walked by keys, with numbers and pictures to take along."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QGuiApplication, QImage, QShortcut
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from annotator.charts import LIGHT, Ink, Spot, bars, confusion
from annotator.charts import words as wording
from annotator.charts.base import Box
from tests.charts.examples import EVERYTHING, NASTY, USUAL, Sample, some_bars, some_confusion
from tests.charts.reading import touching, words_of
from ui.charts import ChartView, ink_of
from ui.charts.picture import neighbour
from ui.charts.pictures import image_of
from ui.theme import Theme, apply_theme, reading_font

Key = Qt.Key
every = pytest.mark.parametrize("sample", EVERYTHING, ids=lambda sample: sample.name)


@pytest.fixture(autouse=True)
def light_again(qapp: QApplication) -> Iterator[None]:
    apply_theme(qapp, Theme.of("light"))
    yield
    apply_theme(qapp, Theme.of("light"))


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Callable[..., ChartView]]:
    windows: list[QWidget] = []  # as long as they are held they live

    def show(sample: Sample = USUAL[0], width: int = 640) -> ChartView:
        window = QWidget()
        windows.append(window)
        layout = QVBoxLayout(window)
        layout.setContentsMargins(0, 0, 0, 0)
        view = ChartView(lambda ink, wide: sample.draw(sample.chart, ink, wide))
        layout.addWidget(view)
        layout.addStretch()
        window.resize(width, 900)
        window.show()
        view.setFocus()
        qtbot.waitUntil(view.picture.hasFocus)
        return view

    yield show
    for window in windows:
        window.close()


# --- what is seen


@every
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_qt_draws_everything_without_a_warning(qapp: QApplication, sample: Sample, mode: str) -> None:
    """A warning of Qt's parser fails the test by itself."""
    theme = Theme.of(mode)
    drawing = sample.draw(sample.chart, ink_of(theme, qapp.font()), 420.0)
    image = image_of(drawing, 1.0)
    assert image.pixelColor(1, 1) == theme.paper
    colours = {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, min(image.height(), 300), 3)}
    assert len(colours) > 3


@every
def test_words_do_not_touch_in_a_real_font(sample: Sample) -> None:
    """The widths that charts reckon with hold for DejaVu Sans, among the widest fonts that there are."""

    def measured(text: str, size: float, bold: bool) -> float:
        font = reading_font(10, "DejaVu Sans")
        font.setPixelSize(100)
        font.setBold(bold)
        return QFontMetricsF(font).horizontalAdvance(text) * size / 100

    words = list(words_of(sample.drawn(LIGHT, 420), measured))
    words = [w for w in words if len(words) < 300 or not w.text.isdigit()]
    for n, one in enumerate(words):
        assert not any(touching(one.corners, other.corners) for other in words[:n]), one.text


@pytest.mark.parametrize("bold", [False, True])
def test_no_words_are_wider_than_reckoned(bold: bool) -> None:
    font = reading_font(10, "DejaVu Sans")
    font.setPixelSize(100)
    font.setBold(bold)
    metrics = QFontMetricsF(font)
    latin = [chr(n) for n in range(32, 0x132) if chr(n).isprintable()]
    for text in (*latin, *NASTY[:3], *"אבגдж", "100.0 %", "ORGANIZATION", "with suggestions 84.4 %", "+12.5", "−0.4"):
        assert metrics.horizontalAdvance(text) <= 100 * wording.width(text, 1.0, bold=bold) + 0.5, text


@pytest.mark.parametrize("ratio", [1.0, 1.5, 3.0])
def test_a_picture_has_all_the_pixels_there_are(ratio: float) -> None:
    drawing = bars(some_bars(), LIGHT, 401)
    image = image_of(drawing, ratio)
    assert image.size() == QSize(-int(-401 * ratio // 1), -int(-drawing.height * ratio // 1))
    sharp = {image.pixel(x, int(40 * ratio)) for x in range(image.width())}
    assert QColor(LIGHT.paper).rgb() in sharp


def test_a_new_theme_is_drawn_anew(qapp: QApplication, shown: Callable[..., ChartView]) -> None:
    view = shown()
    view.picture.go(3)
    before = view.grab().toImage()
    apply_theme(qapp, Theme.of("dark"))
    qapp.processEvents()
    after = view.grab().toImage()
    assert before.pixelColor(2, 2) == Theme.of("light").paper
    assert after.pixelColor(2, 2) == Theme.of("dark").paper
    assert view.picture.current == 3  # where one was, one stays


def test_it_is_drawn_for_the_width_there_is(qapp: QApplication, shown: Callable[..., ChartView]) -> None:
    view = shown()
    view.window().resize(400, 900)
    qapp.processEvents()
    assert view.drawing.width == view.width() == 400
    assert view.height() == view.picture.height() == round(view.drawing.height + 0.49)


def test_what_is_wider_than_the_window_is_scrolled_to(shown: Callable[..., ChartView]) -> None:
    many = tuple(f"LABEL_{n:02}" for n in range(40))
    view = shown(Sample("many", some_confusion(many), confusion), 500)
    assert view.drawing.width > 1000
    QTest.keyClick(view.picture, Key.Key_End)
    last = view.picture.visibleRegion().boundingRect()
    box = view.drawing.spots[-1].box
    assert QRectF(last).contains(QRectF(box.x, box.y, box.width, box.height))


# --- places


def test_arrows_walk_over_all_bars_and_return_opens(shown: Callable[..., ChartView]) -> None:
    view = shown()
    opened: list[str] = []
    view.opened.connect(opened.append)
    QTest.keyClick(view.picture, Key.Key_Return)  # nothing is in focus yet
    for _ in view.drawing.spots:
        QTest.keyClick(view.picture, Key.Key_Down)
        QTest.keyClick(view.picture, Key.Key_Return)
    assert opened == [spot.key for spot in view.drawing.spots]
    QTest.keyClick(view.picture, Key.Key_Home)
    assert view.picture.current == 0
    QTest.keyClick(view.picture, Key.Key_Up)
    assert view.picture.current == 0


def test_arrows_follow_rows_and_columns_of_a_matrix(shown: Callable[..., ChartView]) -> None:
    view = shown(Sample("c", some_confusion(("A", "B")), confusion))
    spots = view.drawing.spots
    keys = [spot.key for spot in spots]
    QTest.keyClick(view.picture, Key.Key_Home)
    walked = []
    for key in (Key.Key_Right, Key.Key_Down, Key.Key_Left, Key.Key_Up):
        QTest.keyClick(view.picture, key)
        walked.append(keys[view.picture.current or 0])
    assert walked == ["A>B", "B>B", "B>A", "A>A"]


def test_every_place_can_be_reached() -> None:
    """From the first, by the right arrow where nothing lies to the right of it."""
    column = [Spot(Box(0, 20 * n, 100, 18), f"{n}") for n in range(5)]
    assert [neighbour(column, n, (1, 0)) for n in range(5)] == [1, 2, 3, 4, 4]
    assert [neighbour(column, n, (0, -1)) for n in range(5)] == [0, 0, 1, 2, 3]


def test_a_click_opens_and_a_hand_says_so(shown: Callable[..., ChartView]) -> None:
    view = shown()
    opened: list[str] = []
    view.opened.connect(opened.append)
    box = view.drawing.spots[2].box
    middle = QPoint(round(box.x + box.width / 2), round(box.y + box.height / 2))
    QTest.mouseMove(view.picture, middle)
    QTest.mouseClick(view.picture, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseClick(view.picture, Qt.MouseButton.RightButton, pos=middle)
    QTest.mouseClick(view.picture, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert opened == [view.drawing.spots[2].key]
    assert view.picture.cursor().shape() == Qt.CursorShape.PointingHandCursor


def test_of_places_that_overlap_the_nearest_counts(shown: Callable[..., ChartView]) -> None:
    view = shown(next(sample for sample in USUAL if sample.name == "over time"))
    spots = [Spot(Box(0, 0, 20, 20), "a"), Spot(Box(5, 5, 20, 20), "b"), Spot(Box(10, 10, 20, 20), "c")]
    view.picture.show_drawing(msgspec.structs.replace(view.drawing, spots=tuple(spots)))
    assert [view.picture.spot_at(QPointF(x, x)) for x in (2, 10, 14, 19, 40)] == [0, 0, 1, 2, None]


def test_a_screen_reader_is_told_the_chart_and_then_the_place(shown: Callable[..., ChartView]) -> None:
    view = shown()
    assert view.accessibleName() == view.picture.accessibleName() == "F1 by label"
    assert view.accessibleDescription() == view.picture.accessibleDescription() == view.drawing.description
    QTest.keyClick(view.picture, Key.Key_Down)
    assert view.picture.accessibleDescription() == "PERSON, blind gold: 93.0 % (91.5 to 94.5), n 2,400"


def test_keys_are_the_charts_while_it_has_the_focus(shown: Callable[..., ChartView]) -> None:
    """The window's own keys must not take them."""
    view = shown()
    taken: list[str] = []
    for key in ("N", "Down", "Ctrl+C"):
        shortcut = QShortcut(key, view.window())
        shortcut.activated.connect(lambda key=key: taken.append(key))
    QTest.keyClick(view.picture, Key.Key_Down)
    QTest.keyClick(view.picture, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view.picture, Key.Key_N)
    assert view.shows_numbers
    QTest.keyClick(view.numbers, Key.Key_N)
    assert not view.shows_numbers
    assert view.picture.current == 0
    assert not taken


# --- numbers


def test_the_numbers_are_one_key_away_and_back(shown: Callable[..., ChartView]) -> None:
    view = shown()
    QTest.keyClick(view.picture, Key.Key_N)
    assert view.shows_numbers
    assert view.numbers.hasFocus()
    model = view.numbers.model()
    told = [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]
    assert told[:1] == [["PERSON", "blind gold", "0.93", "0.915", "0.945", "2,400"]]
    assert told == [[wording.told(cell) for cell in row] for row in view.drawing.table.rows]
    assert [model.headerData(n, Qt.Orientation.Horizontal) for n in range(6)] == list(view.drawing.table.header)
    QTest.keyClick(view.numbers, Key.Key_Escape)
    assert not view.shows_numbers
    assert view.picture.hasFocus()


def test_numbers_are_copied_for_a_spreadsheet(shown: Callable[..., ChartView]) -> None:
    view = shown()
    view.show_numbers(True)
    view.numbers.setCurrentIndex(view.numbers.model().index(0, 0))
    view.numbers.clearSelection()
    changes: list[str] = []
    QGuiApplication.clipboard().dataChanged.connect(lambda: changes.append(QGuiApplication.clipboard().text()))
    QTest.keyClick(view.numbers, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == wording.tsv(view.drawing.table)
    view.numbers.selectRow(1)
    view.numbers.setCurrentIndex(view.numbers.model().index(1, 5))
    view.numbers.selectRow(1)
    QTest.keyClick(view.numbers, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "PERSON\tall gold\t0.96\t0.945\t0.975\t2400\n"


def test_other_figures_come_with_their_numbers(shown: Callable[..., ChartView]) -> None:
    figures = [some_bars()]
    view = shown(Sample("bars", figures[0], lambda _chart, ink, wide: bars(figures[-1], ink, wide)))
    view.picture.go(5)
    figures.append(some_bars(("ONE",), ("s",)))
    view.again()
    assert view.numbers.model().rowCount() == len(view.drawing.spots) == 1
    assert view.picture.current is None


# --- pictures


def test_a_picture_on_the_clipboard_is_sharp_white_and_also_svg(
    qapp: QApplication, shown: Callable[..., ChartView]
) -> None:
    apply_theme(qapp, Theme.of("dark"))
    view = shown()
    QTest.keyClick(view.picture, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    image = QGuiApplication.clipboard().image()
    assert image.size() == QSize(1280, round(2 * view.drawing.height + 0.49))
    assert image.pixelColor(1, 1) == QColor("white")
    svg = bytes(data.data("image/svg+xml").data())
    ET.fromstring(svg.decode())
    assert QSvgRenderer(svg).isValid()


def test_a_program_that_copied_a_picture_ends_well() -> None:
    """What the clipboard holds when the interpreter ends must not be an object of the interpreter."""
    program = (
        "from PySide6.QtWidgets import QApplication\n"
        "from annotator.charts import bars; from tests.charts.examples import some_bars\n"
        "from ui.charts import ChartView\n"
        "app = QApplication([]); view = ChartView(lambda ink, width: bars(some_bars(), ink, width))\n"
        "view.copy_picture(); print(*app.clipboard().mimeData().formats())\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "application/x-qt-image image/svg+xml\n"), done.stderr


def test_a_chart_is_saved_by_its_ending(
    tmp_path: Path, shown: Callable[..., ChartView], monkeypatch: pytest.MonkeyPatch
) -> None:
    view = shown()
    told: list[tuple[str, str]] = []
    view.said.connect(lambda kind, words: told.append((kind, words)))
    for name, kind in (("a.svg", ""), ("b.png", ""), ("c", "Picture (*.png)"), ("d.1", "Drawing (*.svg)")):
        monkeypatch.setattr(
            "ui.charts.view.QFileDialog.getSaveFileName", lambda *_, name=name, kind=kind: (str(tmp_path / name), kind)
        )
        view.ask_and_save()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.svg", "b.png", "c.png", "d.1.svg"]
    assert QImage(str(tmp_path / "b.png")).width() == QImage(str(tmp_path / "c.png")).width() == 1280
    assert (tmp_path / "a.svg").read_text(encoding="utf-8") == view.printed(here=False).svg
    view.save_to(tmp_path / "no folder" / "e.svg")
    assert [kind for kind, _ in told] == ["told"] * 4 + ["problem"]
    assert "there is no such folder" in told[-1][1]


def test_the_menu_does_what_keys_do(shown: Callable[..., ChartView]) -> None:
    view = shown()
    menu = view.menu()
    assert [action.text().split("\t")[0] for action in menu.actions()] == [
        "Show the numbers",
        "Copy as picture",
        "Save as…",
    ]
    menu.actions()[0].trigger()
    assert view.shows_numbers
    assert view.menu().actions()[0].text() == "Show the chart\tN"


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_windows_ink_is_the_themes(qapp: QApplication, mode: str) -> None:
    theme = Theme.of(mode)
    ink: Ink = ink_of(theme, qapp.font())
    assert (ink.paper, ink.ink, ink.faded) == (theme.paper.name(), theme.ink.name(), theme.faded.name())
    assert ink.font == QFontInfo(qapp.font()).family()


def test_qt_paints_in_the_windows_font_and_others_have_fonts_to_fall_back_on(shown: Callable[..., ChartView]) -> None:
    """Qt's SVG knows no lists of families: it would take any font for one."""
    view = shown()
    view.setFont(reading_font(10, "DejaVu Serif"))
    here, there = (ET.fromstring(view.printed(here=here).svg).get("font-family", "") for here in (True, False))
    assert here == "DejaVu Serif"
    assert there.startswith("'DejaVu Serif', ")
    assert there.endswith("sans-serif")
    assert 'font-family="DejaVu Serif"' in view.drawing.svg
