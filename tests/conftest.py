"""What all tests share: no display, no traces in the user's home, and failure on anything left over or only printed."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
SEEDS = Path(__file__).resolve().parent.parent / "seeds"
SEED = SEEDS / "000_9fa90ccd80290403.txt"


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for every test: settings and sample projects never touch the user's."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home))
    return home


@pytest.fixture(autouse=True)
def nothing_left_over(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test that leaves a thread, a running timer or a process, or raises where nobody sees it."""
    unseen: list[str] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda u: unseen.append(f"{u.err_msg}: {u.exc_value!r} in {u.object!r}"))
    before = set(threading.enumerate())
    yield
    left = [t for t in threading.enumerate() if t not in before and t.is_alive() and not t.daemon]
    assert not left, f"threads left running: {left}"
    assert not unseen, f"exceptions that nobody saw: {unseen}"
    if "PySide6.QtWidgets" in sys.modules:
        _no_qt_left_over()


def _no_qt_left_over() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent, QProcess, QTimer
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance()
    if not isinstance(application, QApplication):
        return
    for widget in application.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    application.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    ours = [o for o in gc.get_objects() if isinstance(o, QTimer | QProcess) and _lives(o)]
    timers = [t for t in ours if isinstance(t, QTimer) and t.isActive()]
    running = [p for p in ours if isinstance(p, QProcess) and p.state() != QProcess.ProcessState.NotRunning]
    assert not timers, f"timers left running: {[t.objectName() or t.interval() for t in timers]}"
    assert not running, "processes left running"


def _lives(thing: Any) -> bool:
    import shiboken6

    return shiboken6.isValid(thing)


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


@pytest.fixture
def wait_for() -> Any:
    """Wait until a condition holds; fails with what was waited for."""

    def wait(condition: Any, seconds: float = 30.0, what: str = "a condition") -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"waited {seconds:.0f} s for {what}"
            time.sleep(0.01)

    return wait
