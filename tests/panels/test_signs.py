"""Painted signs: each has its own shape, so that no colour is needed, and stays in its box."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication

from ui import signs
from ui.theme import Theme, palette_of

BLACK, BOX = QColor("black"), QRectF(8, 8, 16, 16)


def picture(paint: Callable[[QPainter], object]) -> QImage:
    image = QImage(32, 32, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter)
    return image


def ink(image: QImage) -> set[tuple[int, int]]:
    return {(x, y) for x in range(32) for y in range(32) if image.pixelColor(x, y).lightness() < 160}


SHAPES: dict[str, Callable[[QPainter], object]] = {
    **{
        status: lambda painter, status=status: signs.paint_state(painter, BOX, status, BLACK)
        for status in ("todo", "started", "done", "skipped")
    },
    "flag": lambda painter: signs.paint_flag(painter, BOX, BLACK),
    "note": lambda painter: signs.paint_note(painter, BOX, BLACK),
    "all": lambda painter: signs.paint_all(painter, BOX, BLACK),
    "tick": lambda painter: signs.paint_tick(painter, BOX, BLACK),
    "open": lambda painter: signs.paint_open(painter, BOX, BLACK),
}


def test_every_sign_has_its_own_shape(qapp: QApplication) -> None:
    found = {name: ink(picture(paint)) for name, paint in SHAPES.items()}
    for name, one in found.items():
        assert len(one) > 10, name
        for other, two in found.items():
            # what tells two signs apart is at least as much as a third of the smaller one
            assert name == other or len(one ^ two) >= min(len(one), len(two)) / 3, (name, other)


@pytest.mark.parametrize("name", SHAPES)
def test_a_sign_stays_in_its_box(qapp: QApplication, name: str) -> None:
    assert all(7 <= x <= 24 and 7 <= y <= 24 for x, y in ink(picture(SHAPES[name])))


def test_a_decided_chip_is_filled_and_an_open_one_is_not(qapp: QApplication) -> None:
    hue = Theme.of("light").hue("blue")

    def covered(decided: bool) -> int:
        image = picture(lambda p: signs.paint_chip(p, 2, QRectF(0, 4, 32, 24), "ORG", hue, decided=decided))
        return sum(image.pixelColor(x, y) == hue.chip for x in range(32) for y in range(32))

    assert covered(True) > 2 * covered(False)


def test_sizes_follow_the_font(qapp: QApplication) -> None:
    small, large = QFont(), QFont()
    small.setPointSizeF(9)
    large.setPointSizeF(18)
    assert signs.chip_width(large, "PERSON") > 1.6 * signs.chip_width(small, "PERSON")
    assert signs.cap_width(large, "Ctrl+K") > 1.6 * signs.cap_width(small, "Ctrl+K")
    pixels = QFont()
    pixels.setPixelSize(20)
    assert signs.sized(pixels, 0.5).pixelSize() == 10


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_palette_tells_its_theme(qapp: QApplication, mode: str) -> None:
    assert signs.theme_of(palette_of(Theme.of(mode))) is Theme.of(mode)
