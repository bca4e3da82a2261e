"""Everything has a name, can be reached by keys, and is whole in a small window, in large letters, light and dark."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QToolButton,
    QWidget,
)

from annotator.formats import FORMATS
from annotator.page import Page
from annotator.progress import Progress
from annotator.records import Annotation, Article
from annotator.scheme import default_scheme
from tests.panels.conftest import TEXT, Articles, settle, suggestion
from ui.actions import table
from ui.desk.looks import ReadingSettings
from ui.dialogs.export import ExportDialog
from ui.dialogs.export_filter import Filters
from ui.dialogs.finish import FinishDialog
from ui.dialogs.keys import KeySheet
from ui.dialogs.labels import LabelBar, LabelList
from ui.dialogs.names import LineDialog
from ui.dialogs.note import NoteDialog
from ui.dialogs.palette import Entry, Palette
from ui.dialogs.progress import ProgressStrip
from ui.dialogs.reading import ReadingDialog
from ui.dialogs.release import ReleaseDialog
from ui.dialogs.split import SplitDialog
from ui.dialogs.start import StartScreen
from ui.dialogs.unknown_labels import ForeignLabel, UnknownLabels
from ui.keymap import Settings, resolve
from ui.panels.inspector import InspectorPanel
from ui.panels.queue import QueuePanel
from ui.theme import Theme, apply_theme, contrast

ACTIVE = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit)


def queue() -> QWidget:
    made = QueuePanel()
    made.set_source(Articles(40))
    made.set_counts({"todo": 1_000_000, "started": 12_345, "done": 999, "skipped": 3})
    made.set_current("a2")
    return made


def inspector() -> QWidget:
    made = InspectorPanel()
    page = Page(Article("a", TEXT), Annotation(), suggestion())
    made.show_page(page)
    made.set_focus(page.stances[0].id)
    return made


def palette() -> QWidget:
    return Palette([Entry("action", a.words, "", lambda: None, "".join(a.keys[:1])) for a in table(default_scheme())])


class Keys:
    """The keys of nobody's file, in which something is wrong."""

    def __init__(self) -> None:
        self.actions = table(default_scheme())
        self.keymap = resolve(self.actions, Settings({"preset": "label-studio", "keys": {"flag": ["P"], "fly": []}}))
        self.file = Path("/a/very/long/path" * 8 + "/keys.toml")

    def change_keys(self, act: Callable[[Settings], Settings]) -> None:
        act(Settings())


def export() -> QWidget:
    counts = {"todo": 280, "started": 5, "done": 12, "skipped": 3}
    formats = [f for f in FORMATS if f.writes]
    filters = Filters(lambda *_: iter(()), ["Morning Post"], ["ann"], ["PERSON"])  # type: ignore[arg-type,return-value]
    return ExportDialog(None, formats, Path("/no/such/folder/out.jsonl"), counts, lambda name: "{}\n" * 40, filters)  # type: ignore[arg-type]


def dataset() -> QWidget:
    formats = [f for f in FORMATS if f.writes]
    return ReleaseDialog(None, formats, Path("/no/such/folder/set"), 12, ["date", "source"])


def foreign() -> QWidget:
    rows = [ForeignLabel("MISC", 12, ("Blue Star",), None, "MISC"), ForeignLabel("PER", 3, ("Ann",), "PERSON", "PER")]
    return UnknownLabels(None, rows, default_scheme())


def wordings() -> Generator[Progress, None, dict[str, int]]:
    yield Progress(0, 1, "")
    return {"the plan to close the harbour " * 4: 12, "Port Vesta": 3}


def splitting() -> QWidget:
    return SplitDialog(None, "TOPIC", ["PERSON"], wordings())


def start() -> QWidget:
    made = StartScreen()
    made.set_recent(["/a/very/long/path" * 8 + "/p.annot", __file__])
    return made


def bar() -> QWidget:
    desk = QWidget()
    made = LabelBar(desk)
    made.set_scheme(default_scheme())
    desk.resize(600, 300)
    made.show_at(0, 1, desk.mapToGlobal(QPoint(20, 20)))
    return desk


def strip() -> QWidget:
    made = ProgressStrip()
    made.show_progress("Import: 3 of 12", 3, 12)
    return made


MAKERS: dict[str, Callable[[], QWidget]] = {
    "queue": queue,
    "inspector": inspector,
    "palette": palette,
    "keys": lambda: KeySheet(table(default_scheme())),
    "changing keys": lambda: KeySheet(table(default_scheme()), None, Keys()),
    "labels of other tools": foreign,
    "splitting a label": splitting,
    "labels": lambda: LabelList(default_scheme()),
    "bar": bar,
    "export": export,
    "dataset": dataset,
    "finish": lambda: FinishDialog(None, 7, 5, 0.8),
    "reading": lambda: ReadingDialog(None, ReadingSettings()),
    "note": lambda: NoteDialog(None, "some words"),
    "line": lambda: LineDialog(None, "Name of the entity", "Ann"),
    "start": start,
    "strip": strip,
}


@pytest.fixture(params=[1.0, 1.5, 2.0])
def letters(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[float]:
    """The application in letters of several sizes."""
    plain = qapp.font()
    large = QFont(plain)
    large.setPointSizeF(plain.pointSizeF() * request.param)
    qapp.setFont(large)
    apply_theme(qapp, Theme.of("light"))
    yield request.param
    qapp.setFont(plain)


@pytest.mark.parametrize("name", MAKERS)
def test_everything_has_a_name(show: Callable[..., None], name: str) -> None:
    widget = MAKERS[name]()
    show(widget)
    assert name == "bar" or widget.objectName()
    for part in widget.findChildren(QWidget):
        if not isinstance(part, ACTIVE) or not part.isVisible() or part.objectName().startswith("qt_"):
            continue
        inside = part.parentWidget()
        if isinstance(inside, (QComboBox, QLineEdit)) or inside is None or inside.objectName().startswith("qt_"):
            continue  # Qt's own parts of a box
        spoken = part.accessibleName() or (part.text() if isinstance(part, QAbstractButton) else "")
        assert spoken, f"{type(part).__name__} {part.objectName()} in {name} has no name"
        assert (
            part.objectName() or part.parentWidget().objectName().startswith("qt_") or isinstance(part, QAbstractButton)
        )


@pytest.mark.parametrize("name", MAKERS)
def test_labels_of_fields_lead_to_them(show: Callable[..., None], name: str) -> None:
    widget = MAKERS[name]()
    show(widget)
    for label in widget.findChildren(QLabel):
        if "&" in label.text():
            assert label.buddy() is not None, label.text()


@pytest.mark.parametrize("name", ["queue", "export", "finish", "reading", "note", "line", "start", "changing keys"])
def test_tab_goes_to_everything(show: Callable[..., None], name: str) -> None:
    widget = MAKERS[name]()
    show(widget)
    wanted = {
        part
        for part in widget.findChildren(QWidget)
        if isinstance(part, ACTIVE)
        and part.focusPolicy() & Qt.FocusPolicy.TabFocus
        and part.isVisible()
        and part.isEnabled()
        and not part.focusProxy()
    }
    reached = set()
    for _ in range(3 * len(wanted) + 3):
        here = QApplication.focusWidget()
        reached.add(here)
        if isinstance(here, QAbstractButton) and here.group() is not None:  # one of them; arrows go to the others
            reached |= set(here.group().buttons())
        QTest.keyClick(here or widget, Qt.Key.Key_Tab)
    assert {w.objectName() or type(w).__name__ for w in wanted - reached} == set()


@pytest.mark.parametrize("name", [n for n in MAKERS if n not in ("labels", "bar")])
def test_nothing_is_cut_off_in_large_letters(show: Callable[..., None], letters: float, name: str) -> None:
    """At most 800 x 600 pixels in large letters: words of labels and buttons have the room that they need."""
    widget = MAKERS[name]()
    if name in ("queue", "inspector"):
        show(widget, 220, 520)
    else:
        show(widget)
        widget.resize(widget.size().boundedTo(QSize(800, 600)))
        settle()
    assert widget.width() <= 800 / (2 if name in ("queue", "inspector") else 1)
    assert widget.height() <= 600
    for part in widget.findChildren(QWidget):
        if (
            not part.isVisible()
            or not isinstance(part, (QLabel, QAbstractButton))
            or part.objectName().startswith("qt_")
        ):
            continue
        if isinstance(part, QLabel) and part.wordWrap():
            assert part.height() >= part.heightForWidth(part.width()) or _scrolls(part), part.text()
        elif isinstance(part, QToolButton) and not part.icon().isNull():
            iconic = part.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
            words = 0 if iconic else part.fontMetrics().horizontalAdvance(part.text())
            assert part.width() >= max(words, part.iconSize().width()) + 4, part.objectName()
        elif part.objectName() != "focusCard" and not isinstance(part.parentWidget(), QLineEdit):
            wanted = part.minimumSizeHint()
            assert part.width() >= wanted.width() - 1, part.objectName()
            assert part.height() >= wanted.height() - 1, part.objectName()


def _scrolls(part: QWidget) -> bool:
    above: QWidget | None = part
    while above is not None:
        if isinstance(above, QScrollArea):
            return True
        above = above.parentWidget()
    return False


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("name", [n for n in MAKERS if n != "strip"])
def test_ground_and_words_are_those_of_the_theme(
    show: Callable[..., None], qapp: QApplication, name: str, mode: str
) -> None:
    widget = MAKERS[name]()
    show(widget, 400, 500)
    theme = Theme.of(mode)
    apply_theme(qapp, theme)
    if isinstance(widget, QueuePanel | InspectorPanel):
        widget.set_theme(theme)
    settle()
    image = widget.grab().toImage()
    colours = [image.pixelColor(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)]
    grounds = [c for c in colours if c in (theme.panel, theme.paper, theme.raised, theme.selection)]
    assert len(grounds) > len(colours) / 2
    assert max(contrast(c, theme.panel) for c in colours) > 7
