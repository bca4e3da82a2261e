"""Pictures of adjudication for docs/agreement.md: ``python -m tests.adjudicating.pictures [FOLDER]``, offscreen.

Look at each after any change to the panel or to the painting.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import msgspec
from PySide6.QtCore import QSettings
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from tests.adjudicating.curators import differently, harbour, merged
from tests.agreeing.planting import under_other_ids
from ui.app import application
from ui.driving import Driver
from ui.window import Window

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
MOST_BYTES = 250_000
PICTURES: dict[str, tuple[str, tuple[str, ...]]] = {
    "adjudication": ("light", ()),
    "adjudication-dark": ("dark", ("J",) * 4),
    "adjudication-hidden": ("light", ("N", "2", "2")),
}
"""The theme, and the keys that are pressed in the panel before the picture is taken."""


def take(folder: Path, mode: str, keys: Sequence[str]) -> QImage:
    """A picture of the window while the article about the harbour is adjudicated."""
    found, ann = harbour()
    ben = msgspec.structs.replace(under_other_ids(differently(ann)), status="done", curators=("ben",))
    path, _ = merged(folder, [(found, ann)], [(found, ben)])
    application()
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    settings.setValue("mode", mode)
    window = Window(settings=settings)
    window.resize(1180, 760)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window, 5000)
    window.open_path(path)
    driver = Driver(window)
    window.desk.setCursorWidth(0)
    driver.keys("F7", *keys)
    driver.rest()
    window.suggesting.told.emit("")
    picture = window.grab().toImage()
    window.close()
    return picture


def main(arguments: Sequence[str]) -> int:
    """Write all pictures; 1 when one is too large for the repository."""
    target = Path(arguments[0]) if arguments else FOLDER
    target.mkdir(parents=True, exist_ok=True)
    large = 0
    for name, (mode, keys) in PICTURES.items():
        with tempfile.TemporaryDirectory() as folder:
            picture = take(Path(folder), mode, keys)
        path = target / f"{name}.png"
        picture.convertToFormat(QImage.Format.Format_RGB32).save(str(path))
        size = path.stat().st_size
        large += size > MOST_BYTES
        sys.stdout.write(f"{path}: {size:,} bytes{'' if size <= MOST_BYTES else ', too large'}\n")
    return 1 if large else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
