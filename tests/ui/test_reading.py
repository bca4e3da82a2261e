"""What the curator sees beside the words: all arcs, the mouse lighting up both sides, letting go, reading settings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import TEXT
from tests.ui.test_hands import to, told
from ui.appearance import Appearance
from ui.desk.looks import ReadingSettings
from ui.desk.view import Desk
from ui.dialogs.reading import ReadingDialog
from ui.driving import Driver

Open = Callable[[Path | None], Driver]


def dialog() -> ReadingDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, ReadingDialog)
    return found


def test_one_key_draws_all_arcs_and_takes_them_away(driver: Driver) -> None:
    desk = driver.window.desk
    driver.keys("Shift+O")
    assert {r.arc.stance for r in desk._routes or ()} == {s.id for s in driver.page.stances}
    assert "All stances" in told(driver)
    driver.keys("Shift+O")
    assert not desk.all_arcs


def test_pointing_at_the_text_lights_up_the_row_and_says_what_it_is(driver: Driver) -> None:
    window, desk = driver.window, driver.window.desk
    at = TEXT.index("Oslo")
    mention = next(m for m in driver.page.mentions if m.start == at)
    [rect] = desk.rects_of(mention.range)
    QTest.mouseMove(desk.viewport(), rect.center().toPoint())
    driver.settle()
    assert window.inspector.looks.lit == {mention.id, mention.entity}
    said = window.statusBar().currentMessage()
    assert "“Oslo”" in said
    assert "GPE" in said
    assert "90%" in said
    assert "a name" in said, "and why"
    driver.keys("A")
    assert window.statusBar().currentMessage() == "", "what was saved is seen"
    QTest.mouseMove(desk.viewport(), QPoint(3, desk.viewport().height() - 3))
    driver.settle()
    assert window.inspector.looks.lit == frozenset()


def test_pointing_at_a_row_lights_up_the_text(driver: Driver) -> None:
    window, desk = driver.window, driver.window.desk
    window.bridge.set_focus("")
    desk.setCursorWidth(0)
    driver.settle()
    plain = desk.viewport().grab().toImage()
    entity = driver.page.mention(driver.page.order[0]).entity  # type: ignore[union-attr]
    window.inspector.itemHovered.emit(entity)
    driver.settle()
    lit = desk.viewport().grab().toImage()
    assert lit != plain
    for mention in driver.page.mentions_of(entity):
        [rect] = desk.rects_of(mention.range)
        area = rect.adjusted(-3, -3, 3, 3).toRect()
        assert lit.copy(area) != plain.copy(area), "all its mentions"
    window.inspector.itemHovered.emit("")
    driver.settle()
    assert desk.viewport().grab().toImage() == plain


def test_escape_lets_go_of_the_focus_at_last_and_tab_goes_on_from_there(driver: Driver) -> None:
    driver.keys("Tab", "Tab")
    was = driver.window.bridge.focus
    driver.keys("Escape")
    assert driver.window.bridge.focus == ""
    driver.wait(lambda: driver.window.inspector.stances.entity == "", 5, "the lists, a frame later")
    driver.keys("Tab")
    assert driver.window.bridge.focus == was, "the first open one from where the focus was"


def test_settings_show_at_once_and_escape_takes_them_back(driver: Driver) -> None:
    desk, settings = driver.window.desk, driver.window.settings
    before = desk.font(), desk._measures, desk._left

    def change() -> None:
        shown = dialog()
        QTest.keyClick(shown.size_, Qt.Key.Key_Up)
        QTest.keyClick(shown.spacing, Qt.Key.Key_Down)
        QTest.keyClick(shown.width_, Qt.Key.Key_PageDown)
        assert desk.font_size() == before[0].pointSizeF() + 1
        assert desk._measures.band > before[1].band
        assert desk._left > before[2]
        QTest.keyClick(shown, Qt.Key.Key_Escape)

    driver.window.resize(1600, 800)
    driver.settle()
    before = desk.font(), desk._measures, desk._left
    driver.later(change)
    driver.keys("Ctrl+R")
    assert (desk.font(), desk._measures, desk._left) == before
    assert settings.value("line_spacing") is None


def test_settings_are_kept_and_found_again(driver: Driver, open_window: Open) -> None:
    window = driver.window

    def change() -> None:
        shown = dialog()
        shown.family.setFocus()
        shown.family.lineEdit().selectAll()
        QTest.keyClicks(shown.family.lineEdit(), "DejaVu Sans Mono")
        shown.spacing.setCurrentText("Compact")
        shown.mode.setCurrentText("Dark")
        assert window.appearance.theme.dark, "at once"
        QTest.keyClick(shown, Qt.Key.Key_Return)

    driver.later(change)
    driver.keys("Ctrl+R")
    assert window.desk.font().family() == "DejaVu Sans Mono"
    wanted = ReadingSettings("DejaVu Sans Mono", 13.0, "compact", 46, "dark")
    assert window.appearance.reading == wanted
    again = Desk()
    looks = Appearance(QSettings(window.settings.fileName(), QSettings.Format.IniFormat), again, (), again)
    looks.restore()
    assert again.font().family() == "DejaVu Sans Mono"
    assert looks.theme.dark
    assert again._measures == window.desk._measures
    again.deleteLater()


def test_half_a_font_s_name_changes_nothing(qapp: QApplication) -> None:
    shown = ReadingDialog(None, ReadingSettings())
    heard: list[ReadingSettings] = []
    shown.changed.connect(heard.append)
    shown.family.setEditText("DejaVu San")
    assert heard == []
    shown.family.setEditText("DejaVu Sans")
    assert [h.family for h in heard] == ["DejaVu Sans"]
    shown.deleteLater()


@pytest.mark.parametrize(
    ("name", "value"),
    [("font_size", "huge"), ("font_size", "900"), ("reading_width", "-3"), ("line_spacing", "none"), ("mode", "pink")],
)
def test_settings_that_make_no_sense_do_no_harm(qapp: QApplication, tmp_path: Path, name: str, value: str) -> None:
    settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    settings.setValue(name, value)
    desk = Desk()
    Appearance(settings, desk, (), desk).restore()
    assert 8 <= desk.font_size() <= 32
    desk.deleteLater()


def test_the_theme_follows_the_system_only_when_it_is_told_to(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = driver.window.appearance
    monkeypatch.setattr("ui.appearance.system_mode", lambda: "dark")
    hints = QApplication.styleHints()
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert not looks.theme.dark, "light was chosen"
    looks.keep(ReadingSettings(mode="system"))
    assert looks.theme.dark
    monkeypatch.setattr("ui.appearance.system_mode", lambda: "light")
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert not looks.theme.dark
    assert driver.window.margin._theme is looks.theme


@pytest.mark.parametrize("spacing", ["compact", "airy"])
def test_another_spacing_keeps_what_is_read_at_the_top(driver: Driver, spacing: str) -> None:
    desk = driver.window.desk
    to(driver, "Oslo")
    before = desk.rects_of(driver.mention.range)[0].height()  # type: ignore[union-attr]
    desk.set_spacing(spacing)  # type: ignore[arg-type]
    driver.settle()
    assert desk.rects_of(driver.mention.range)[0].height() == before  # type: ignore[union-attr]
    assert desk.visible_range().start == 0
