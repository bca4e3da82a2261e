"""The composition root: application, window, first project."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from ui.dialogs.problem import show_problem
from ui.window import Window

SETTLED_MS = 400
"""How long (milliseconds) after its start the program is complete."""


def application() -> QApplication:
    """The one QApplication, made if there is none yet."""
    existing = QApplication.instance()
    made = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    made.setApplicationName("Annotator")
    made.setOrganizationName("Annotator")
    made.setApplicationDisplayName("Annotator")
    return made


def settle() -> None:
    """What the program is made of stays: look for garbage only in what comes now, which takes no frame's time."""
    gc.freeze()
    gc.enable()


def tell_fault(kind: type[BaseException], value: BaseException, trace: TracebackType | None) -> None:
    """A fault of the program itself: written to standard error whole, told in one dialog, and work goes on."""
    sys.__excepthook__(kind, value, trace)
    if QApplication.instance() is not None and QApplication.activeModalWidget() is None:
        words = f"{kind.__name__}: {value}\n\nEverything shown as saved is safe. Please report this, with what you did."
        show_problem(None, "Something went wrong in the program", words)


def run(project: Path | None, model: str | None) -> int:
    """Show the window until it is closed; the exit code."""
    made = application()
    sys.excepthook = tell_fault
    window = Window(model)
    window.show()
    if project is not None:
        QTimer.singleShot(0, lambda: window.open_path(project))
    QTimer.singleShot(SETTLED_MS, settle)
    QTimer.singleShot(50, window.worker.start)  # after the first paint: the window is usable before the model is
    return made.exec()
