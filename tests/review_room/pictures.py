"""Pictures of the review room for docs/review.md: ``python -m tests.review_room.pictures [FOLDER]``, offscreen unless told
otherwise. It loads the model that comes with the program. Look at each after any change to the room.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from tests.review_room.sample import make, second
from ui.app import application
from ui.driving import Driver
from ui.review.window import ReviewWindow
from ui.theme import Theme, apply_theme
from ui.window import Window

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
MOST_BYTES = 270_000
SIZE = (1280, 800)


def views(room: ReviewWindow) -> Iterator[str]:
    """Show one view after the other; each one's name is yielded while it is shown."""
    for tab, name in zip(room.views, ("scores", "errors", "thresholds", "models", "work", "agreement"), strict=True):
        room.show_tab(tab)
        yield name
    room.show_tab(room.errors)
    room.errors.switch.setChecked(True)
    yield "matrix"
    room.errors.switch.setChecked(False)


def take(path: Path, folder: Path, told: Callable[[Path], None]) -> None:
    """Open the project, and take a picture of each view in light and dark."""
    app = application()
    settings = QSettings(str(path.with_suffix(".ini")), QSettings.Format.IniFormat)
    settings.setValue("mode", "light")
    window = Window(settings=settings, keys=path.with_suffix(".toml"))
    window.show()
    window.open_path(path)
    window.commands.show_review()
    room, driver = window.commands.beside.review, Driver(window)
    if room is None:
        raise LookupError("the review room did not open")
    room.resize(*SIZE)

    def answered() -> bool:
        return room.looking.figures is not None and not room.looking.client.busy

    driver.wait(answered, 60, "the figures")
    for mode in ("light", "dark"):
        apply_theme(app, Theme.of(mode))
        for name in views(room):
            QTest.qWait(300)
            driver.wait(answered, 60, name)
            QTest.qWait(200)
            picture = folder / f"review-{name}{'-dark' if mode == 'dark' else ''}.png"
            room.grab().toImage().convertToFormat(QImage.Format.Format_RGB32).save(str(picture), "PNG", 0)
            told(picture)
    window.close()


def main(arguments: Sequence[str]) -> int:
    """Write all pictures; 1 when one is too large for the repository."""
    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    large = []

    def told(picture: Path) -> None:
        size = picture.stat().st_size
        if size > MOST_BYTES:
            large.append(picture)
        sys.stdout.write(f"{picture}: {size:,} bytes{'' if size <= MOST_BYTES else ', too large'}\n")

    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "news.annot"
        make(path)
        second(path)
        take(path, folder, told)
    return 1 if large else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
