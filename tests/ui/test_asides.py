"""Panels are made when they are first wanted; until then, and from then on, they are as if they had always been there."""

from __future__ import annotations

import msgspec
from PySide6.QtTest import QTest

from annotator.scheme import Label
from ui.driving import Driver

ROOMS = ("guiding", "hiding", "adjudicating", "bulk")


def made(driver: Driver) -> list[str]:
    return [name for name in ROOMS if name in vars(driver.window.asides)]


def test_a_panel_is_made_when_its_key_is_pressed_and_stays(driver: Driver) -> None:
    assert made(driver) == []
    driver.keys("Ctrl+F")
    assert made(driver) == ["bulk"]
    panel = driver.window.asides.bulk.panel
    driver.keys("Escape")
    driver.keys("Ctrl+F")
    assert driver.window.asides.bulk.panel is panel
    assert panel.isVisible()


def test_until_then_escape_f6_and_done_do_without_it(driver: Driver) -> None:
    for key in ("Escape", "F6", "F6", "F6", "Tab", "A", "Ctrl+Shift+F"):
        driver.keys(key)
    driver.window.catch_up()
    assert made(driver) == []


def test_it_looks_like_the_rest_whenever_it_is_made(driver: Driver) -> None:
    window = driver.window
    window.appearance.switch_theme()
    scheme = window.bridge.scheme
    window.asides.set_scheme(msgspec.structs.replace(scheme, label=(*scheme.label, Label("SHIP", "blue"))))
    for name in ("guiding", "hiding", "bulk"):
        panel = getattr(window.asides, name).panel
        assert panel.looks.theme is window.appearance.theme
        assert panel.looks.scheme.find("SHIP") is not None
    assert window.asides.adjudicating.panel.looks.theme is window.appearance.theme
    window.appearance.switch_theme()
    for name in ROOMS:
        assert getattr(window.asides, name).panel.looks.theme is window.appearance.theme


def test_it_stands_where_room_was_kept_for_it(driver: Driver) -> None:
    window = driver.window
    window.text_parts.setSizes([400, 111, 90, 90])
    panels = [getattr(window.asides, name).panel for name in ROOMS]
    assert [window.text_parts.indexOf(panel) for panel in panels] == [1, 2, 3, -1]
    assert [window.halves.indexOf(panel) for panel in panels] == [-1, -1, -1, 1]
    assert (window.text_parts.count(), window.halves.count()) == (4, 2)
    assert not any(panel.isVisible() for panel in panels)
    assert window.asides.panels == tuple(panels)
    assert panels[-1].sizePolicy().verticalStretch() == 2  # as it is kept when the window grows


def test_the_search_has_two_fifths_of_the_height_the_first_time_too(driver: Driver) -> None:
    driver.keys("Ctrl+F")
    QTest.qWait(20)
    above, below = driver.window.halves.sizes()
    assert 0.3 < below / (above + below) < 0.45


def test_keys_of_versions_work_in_the_panel_that_is_made_late(driver: Driver) -> None:
    window = driver.window
    panel = window.asides.adjudicating.panel
    ours = {action.objectName() for action in panel.actions()}
    wanted = {a.id for a in window.menus.actions if a.place == "versions"}
    assert wanted
    assert wanted <= ours
    window.menus.make(window.menus.scheme)
    assert {action.objectName() for action in panel.actions()} == ours
