"""What must hold when the program is killed, or used hard: nothing saved is lost, nothing crashes, nothing leaks."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from annotator.importing import import_files
from annotator.project import Project
from annotator.running import suggest_all
from tests.conftest import SEED
from tests.e2e.press_keys import press
from tests.e2e.test_seed_article import ROOT

KILLS = 50
PRESSES = 2000
PROCESSES = multiprocessing.get_context("forkserver" if os.name == "posix" else "spawn")
"""Where it can be, the program is imported once and each process to be killed is a fork of what was imported."""
PROCESSES.set_forkserver_preload(["tests.e2e.press_keys"])


@pytest.fixture(scope="module")
def suggested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the seed article and the model's suggestions."""
    path = tmp_path_factory.mktemp("project") / "seed.annot"
    with Project.create(path) as project:
        for _ in import_files(project, [SEED]):
            pass
        for _ in suggest_all(project):
            pass
    return path


def test_kill_9_loses_nothing_that_was_shown_as_saved(suggested: Path, tmp_path: Path) -> None:
    chooser = random.Random(9)
    path = tmp_path / "killed.annot"
    shutil.copy(suggested, path)
    acknowledged = 0
    for kill in range(KILLS):
        shown = press_and_kill(path, kill, chooser.randint(0, 4), chooser.uniform(0.0, 0.1))
        acknowledged += len(shown)
        with Project.open(path, curator="tester") as project:
            newest = project.store.events(newest_first=True, limit=1)
            assert (newest[0].seq if newest else 0) >= max(shown, default=0), f"kill {kill}: a saved decision is gone"
            if kill % 10 == 9:
                assert project.check() == []
    assert acknowledged > KILLS, "too few decisions were shown as saved for this test to mean anything"


def press_and_kill(path: Path, seed: int, count: int, after: float) -> list[int]:
    """The log lengths that the window showed as saved before it was killed, ``after`` seconds behind the first ``count``."""
    told, telling = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=press, args=(path, seed, None, telling))
    process.start()
    telling.close()
    with told:
        assert told.recv() == 0
        shown = [told.recv() for _ in range(count)]
        time.sleep(after)
        process.kill()
        with suppress(EOFError):
            while True:
                shown.append(told.recv())
    process.join()
    assert process.exitcode == -signal.SIGKILL or os.name == "nt"
    process.close()
    return shown


def test_two_thousand_key_presses(suggested: Path, tmp_path: Path) -> None:
    path = tmp_path / "pressed.annot"
    shutil.copy(suggested, path)
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-m", "tests.e2e.press_keys", str(path), "2000", str(PRESSES)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    noise = [line for line in done.stderr.splitlines() if "propagateSizeHints" not in line]
    assert done.returncode == 0, done.stderr
    assert noise == []
    with Project.open(path) as project:
        assert project.check() == []
        assert len(project.store.events()) > 200


def test_void_calls_into_qt_keep_their_references() -> None:
    """PySide6 6.12.0 on Python 3.11 lost one reference to None at each call that returns nothing (docs/adr)."""
    from PySide6.QtCore import QObject

    thing = QObject()
    thing.setObjectName("warm")
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < 100
