"""The sample without a display: the real window, real key events, a real export, and pictures of it."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QSettings, QtMsgType, qInstallMessageHandler

from annotator.errors import AnnotatorError
from annotator.importing import import_files
from annotator.page import MentionItem, is_open
from annotator.project import Project
from annotator.sample import seed_files
from ui.app import application
from ui.driving import Driver
from ui.window import Window

ARTICLES = 2
"""How many articles the demonstration finishes."""
DOUBTFUL = 0.45
"""A suggestion below this probability is rejected, as a curator in a hurry might."""


def curate(folder: Path) -> int:
    """Curate some of the sample by key events; leaves project, gold and pictures in ``folder``. The exit code."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in ("sample.annot", "sample.annot-wal", "sample.annot-shm", "gold.jsonl"):
        (folder / old).unlink(missing_ok=True)
    qInstallMessageHandler(_say)
    application()
    settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    settings.setValue("mode", "light")
    window = Window(settings=settings, keys=folder / "keys.toml")
    window.show()
    try:
        project = Project.create(folder / "sample.annot", curator="demo")
        for _ in import_files(project, seed_files()):
            pass
        window.set_project(project)
        window.worker.start()
        return _play(window, folder)
    except (AnnotatorError, TimeoutError, LookupError) as error:
        print(f"The demonstration stopped: {error}")
        return 1
    finally:
        window.close()


def _say(_kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
    """Qt's own messages, but for what it says of every window that has no screen."""
    if "propagateSizeHints" not in words:
        sys.stderr.write(f"{words}\n")


def _play(window: Window, folder: Path) -> int:
    driver = Driver(window)
    for number in range(ARTICLES):
        driver.wait(lambda: bool(driver.page.run), what="suggestions")
        driver.wait(lambda: window.inspector.entities.rowCount() > 0, what="the lists")
        if number == 0:
            _picture(driver, folder / "suggested.png")
        title, open_at_first, before = driver.page.article.title, len(driver.page.open), driver.pressed
        _decide(driver)
        if number == 0:
            driver.go_to(lambda item: not isinstance(item, MentionItem))
            _picture(driver, folder / "decided.png")
            window.commands.switch_theme()
            driver.settle()
            _picture(driver, folder / "decided-dark.png")
            window.commands.switch_theme()
        finished = driver.page.article.id
        driver.finish()
        print(f"Finished “{title}”: {open_at_first} suggestions, {driver.pressed - before} key presses.")
        if driver.page.article.id == finished:
            break
    gold = folder / "gold.jsonl"
    window.files.export_to(gold, "gold")
    driver.wait(lambda: not window.files.busy, what="the export")
    print(f"Gold:     {gold} ({len(gold.read_bytes().splitlines())} articles)")
    print(f"Pictures: {folder / 'suggested.png'}, decided.png, decided-dark.png")
    print(f"Project:  {folder / 'sample.annot'}")
    return 0


def _decide(driver: Driver) -> None:
    """Accept what is likely, reject what is not, until nothing is open."""
    for _ in range(len(driver.page.open) * 2):
        item = driver.mention or driver.stance
        if not driver.page.open:
            return
        if item is None or not is_open(item.id):
            driver.keys("Tab")
        else:
            driver.keys("X" if (item.p or 0.0) < DOUBTFUL else "A")


def _picture(driver: Driver, path: Path) -> None:
    driver.rest()
    driver.window.grab().save(str(path))
