"""What all tests share: no display, no traces in the user's home, and failure on anything left over or only printed."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

os.environ["QT_QPA_PLATFORM"] = "offscreen"
settings.register_profile("the same every time", derandomize=True)
if os.environ.get("CI"):  # new examples are for those who can look into them
    settings.load_profile("the same every time")
SEEDS = Path(__file__).resolve().parent.parent / "seeds"
SEED = SEEDS / "000_9fa90ccd80290403.txt"
PATIENCE_SECONDS = 20.0
"""So long a dialog, menu or other popup may stay open in a test."""


def pytest_collection_finish() -> None:
    """What was imported stays until the end: the search for what a test left over need not look at it each time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def session_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A home for what is made once for many tests."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        _live_in(tmp_path_factory.mktemp("home"), monkeypatch)
        yield


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for every test: settings and sample projects never touch the user's."""
    home = tmp_path_factory.mktemp("home")
    _live_in(home, monkeypatch)
    return home


def _live_in(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "HOME",
        "USERPROFILE",
        "APPDATA",
        "LOCALAPPDATA",
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_CACHE_HOME",
    ):
        monkeypatch.setenv(name, str(home))
    if "PySide6.QtCore" in sys.modules:
        from PySide6.QtCore import QSettings

        for kind in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):  # Qt remembers the first home it saw
            QSettings.setPath(kind, QSettings.Scope.UserScope, str(home))


@pytest.fixture(autouse=True)
def nothing_left_over() -> Iterator[None]:
    """Fail a test that leaves a thread, a running timer or a process. What raises unseen, pytest and pytest-qt report."""
    before = set(threading.enumerate())
    yield
    left = [f"thread {t.name}" for t in threading.enumerate() if t not in before and t.is_alive()]
    if "PySide6.QtWidgets" in sys.modules:
        left += _left_over_of_qt()
    assert not left, f"still running: {', '.join(left)}"


def _left_over_of_qt() -> list[str]:
    """What still runs in Qt, and is now stopped, so that the next test is not blamed for it."""
    from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance()
    if not isinstance(application, QApplication):
        return []
    for widget in application.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    application.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    running = _running()
    if running:
        del running[:]
        gc.collect()  # what nobody holds any more is no leak
        running = _running()
    pool = QThreadPool.globalInstance()
    left = [f"{pool.activeThreadCount()} tasks of the thread pool"] if pool.activeThreadCount() else []
    pool.waitForDone()
    return left + [_stop(thing) for thing in running]


def _running() -> list[Any]:
    """Every timer, process and thread of Qt that Python knows and that runs."""
    import shiboken6
    from PySide6.QtCore import QProcess, QThread, QTimer

    of_qt = type(QTimer)  # asking for the type's type first is ten times faster
    kinds = (QTimer, QProcess, QThread)
    alive = [o for o in gc.get_objects() if type(type(o)) is of_qt and isinstance(o, kinds) and shiboken6.isValid(o)]
    return [
        o
        for o in alive
        if (isinstance(o, QTimer) and o.isActive())
        or (isinstance(o, QProcess) and o.state() != QProcess.ProcessState.NotRunning)
        or (isinstance(o, QThread) and o.isRunning() and o is not QThread.currentThread())
    ]


def _stop(thing: Any) -> str:
    from PySide6.QtCore import QProcess, QTimer

    name = f"{type(thing).__name__} {thing.objectName()}".strip()
    if isinstance(thing, QTimer):
        thing.stop()
        return f"{name} of {thing.interval()} ms"
    if isinstance(thing, QProcess):
        thing.kill()
        thing.waitForFinished(5000)
        return f"{name} {thing.program()}"
    thing.quit()
    thing.wait(5000)
    return name


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, object, object]:
    """Fail a test in which a dialog or popup waits for an answer that nobody gives; without this it would hang."""
    watch = _Unanswered() if _has_windows() else None
    try:
        return (yield)
    finally:
        if watch is not None and (names := watch.end()):
            pytest.fail(f"nobody answered in {PATIENCE_SECONDS:g} s: {', '.join(names)}")


def _has_windows() -> bool:
    if "PySide6.QtWidgets" not in sys.modules:
        return False
    from PySide6.QtWidgets import QApplication

    return isinstance(QApplication.instance(), QApplication)


class _Unanswered:
    """Takes away what is modal for too long; its timer runs in every event loop, those of dialogs too."""

    def __init__(self) -> None:
        from PySide6.QtCore import QTimer

        self._names: list[str] = []
        self._open: Any = None
        self._since = 0.0
        self._timer = QTimer()
        self._timer.timeout.connect(self._look)
        self._timer.start(200)

    def _look(self) -> None:
        from PySide6.QtWidgets import QApplication, QDialog

        widget = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if widget is not self._open:
            self._open, self._since = widget, time.monotonic()
        elif widget is not None and time.monotonic() - self._since > PATIENCE_SECONDS:
            self._open = None
            self._names.append(f"{type(widget).__name__} “{widget.windowTitle() or widget.objectName()}”")
            if isinstance(widget, QDialog):
                widget.reject()
                QDialog.done(widget, 0)  # of one that cannot be rejected just now
            else:
                widget.close()

    def end(self) -> list[str]:
        """Stop looking; what was taken away."""
        self._timer.stop()
        return self._names


@pytest.fixture(scope="session")
def xvfb() -> Iterator[dict[str, str]]:
    """The environment of a process that shows real windows on an X server of its own."""
    if shutil.which("Xvfb") is None:
        words = "Xvfb is not installed (on Debian: apt-get install xvfb)"
        if os.environ.get("CI") or os.environ.get("ANNOTATOR_ALL_TESTS"):
            pytest.fail(words)
        pytest.skip(words)
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
        pass_fds=(write,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as answer:
        display = answer.readline().strip()
    try:
        assert display, "Xvfb did not start"
        environment = {k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY")}
        yield {**environment, "DISPLAY": f":{display}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.terminate()
        server.wait(10)
