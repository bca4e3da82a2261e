"""Pictures of the window of doubtful gold for docs/doubts.md: ``python -m tests.ui.doubts_pictures [FOLDER]``."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.faults import plant
from benchmarks.made_up import a_project, make, suggest
from ui.app import application
from ui.driving import Driver
from ui.review.doubts import DoubtsWindow
from ui.window import Window

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"


def take(mode: str, folder: Path, *, clean: bool = False) -> None:
    """Write the picture of one mode; ``clean``: of a project without a doubt."""
    with TemporaryDirectory() as home:
        articles = make(4 if clean else 60, 1)
        if not clean:
            suggest(articles, 2)
            plant(articles, 5, 3)
        a_project(Path(home) / "p.annot", articles).close()
        settings = QSettings(str(Path(home) / "s.ini"), QSettings.Format.IniFormat)
        settings.setValue("mode", mode)
        window = Window(settings=settings)
        window.show()
        window.open_path(Path(home) / "p.annot")
        driver = Driver(window)
        driver.keys("Ctrl+U")
        (doubts,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, DoubtsWindow) and w.isVisible()]
        driver.wait(lambda: doubts.doubts.known)
        QTest.qWait(200)
        if not clean:
            doubts.list.setCurrentIndex(doubts.model.index(2, 0))
        QTest.qWait(200)
        doubts.grab().save(str(folder / f"doubts-{'none-' if clean else ''}{mode}.png"))
        window.close()


def main(arguments: Sequence[str]) -> int:
    """Write all pictures."""
    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    application()
    for mode in ("light", "dark"):
        take(mode, folder)
    take("light", folder, clean=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
