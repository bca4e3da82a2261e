"""The process whose start is measured (:mod:`benchmarks.project`); it loads nothing that the program itself does not."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

import ui.app
from annotator import cli
from ui.window import Window

SETTLING = 0.2
"""Seconds after which the memory is looked at."""


def opened(path: str, begin: float) -> None:
    """The command ``annotator open``, without the model's process; ``begin`` is when the process was asked for."""
    ui.app.run = lambda project, _model: _shown(project, begin)
    cli.app(["open", path], standalone_mode=False)


def _shown(project: Path, begin: float) -> int:
    """Show the window until the first article is painted; print how many seconds that took, of them the processor's."""
    ui.app.application()
    with tempfile.TemporaryDirectory(prefix="annotator-bench-") as folder:
        window = Window(settings=QSettings(str(Path(folder) / "s.ini"), QSettings.Format.IniFormat))
        window.show()
        window.open_path(project)
        while window.bridge.page is None or not window.desk.isVisible():
            QApplication.processEvents()
        window.repaint()
        QApplication.processEvents()
        seconds, cpu = time.time() - begin, time.process_time()
        until = time.time() + SETTLING
        while time.time() < until:
            QApplication.processEvents()
        print(json.dumps({"seconds": seconds, "cpu": cpu, "mb": _memory()}))
        window.close()
    return 0


def _memory() -> float:
    """The resident memory of this process in megabytes, without the pages of files that are shared."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    sizes = dict(line.split(":", 1) for line in status.read_text(encoding="ascii").splitlines() if ":" in line)
    return float(sizes["VmRSS"].split()[0]) / 1024
