"""Pictures of crowded pages for docs/desk.md: ``python -m tests.desk.pictures [FOLDER]``, offscreen unless told otherwise.

Look at each after any change to the painting. Emoji need a font that has them (on Debian fonts-noto-color-emoji).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from annotator.page import Page
from annotator.spans import Range
from tests.desk.crowded import CROSSING, FAR, FIFTEEN, MIXED, NESTED
from ui.app import application
from ui.desk.strip import Strip
from ui.desk.view import Desk
from ui.theme import Theme, apply_theme

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
MOST_BYTES = 150_000
Prepare = Callable[[Desk], None]


def _named(page: Page, name: str) -> str:
    return next(entity.id for entity in page.entities if entity.name == name)


def _focus(name: str) -> Prepare:
    def prepare(desk: Desk) -> None:
        desk.set_focus(_named(desk.page, name) if desk.page else None)

    return prepare


def _all_arcs(desk: Desk) -> None:
    desk.show_all_arcs(True)


def _far(desk: Desk) -> None:
    desk.set_focus(_named(FAR, "Keller"))
    desk.verticalScrollBar().setValue(330)


def take(
    page: Page, prepare: Prepare | None = None, *, mode: str = "light", points: float = 13.0, height: int = 420
) -> QImage:
    """A picture of a page on a desk with its margin strip, 900 pixels wide."""
    app = application()
    theme = Theme.of(mode)
    apply_theme(app, theme)
    window, desk = QWidget(), Desk()
    strip = Strip(desk)
    row = QHBoxLayout(window)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addWidget(desk)
    row.addWidget(strip)
    desk.set_theme(theme)
    strip.set_theme(theme)
    desk.set_font_size(points)
    desk.setCursorWidth(0)
    window.resize(900, height)
    window.show()
    desk.show_page(page)
    desk.setCursorWidth(0)
    strip.show_page(page, [Range(0, len(page.text) // 2)])
    settle()
    if prepare is not None:
        prepare(desk)
        settle()
    picture = window.grab().toImage()
    window.close()
    window.deleteLater()
    settle()
    return picture


def settle() -> None:
    """Let everything be laid out and painted."""
    for _ in range(5):
        QApplication.processEvents()


PICTURES: dict[str, Callable[[], QImage]] = {
    "nested": lambda: take(NESTED),
    "crossing": lambda: take(CROSSING),
    "crossing-dark": lambda: take(CROSSING, mode="dark"),
    "fifteen": lambda: take(FIFTEEN, _all_arcs, height=380),
    "fifteen-focus": lambda: take(FIFTEEN, _focus("Keller"), height=380),
    "fifteen-dark": lambda: take(FIFTEEN, _all_arcs, mode="dark", height=380),
    "fifteen-200": lambda: take(FIFTEEN, _all_arcs, points=26.0, height=540),
    "mixed": lambda: take(MIXED, height=330),
    "far": lambda: take(FAR, _far, height=330),
}


def main(arguments: Sequence[str]) -> int:
    """Write all pictures; 1 when one is too large for the repository."""
    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    large = 0
    for name, make in PICTURES.items():
        path = folder / f"desk-{name}.png"
        make().convertToFormat(QImage.Format.Format_RGB32).save(str(path))
        size = path.stat().st_size
        large += size > MOST_BYTES
        sys.stdout.write(f"{path}: {size:,} bytes{'' if size <= MOST_BYTES else ', too large'}\n")
    return 1 if large else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
