"""What a screen reader gets of the real window: a client of AT-SPI reads the desk, the lists, and hears what happens.

The client runs in the system's Python. Where Debian's packages for it are missing, these tests are not run, and say so.
"""

from __future__ import annotations

import json
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.test_seed_article import ROOT
from tests.ui.conftest import TEXT, small_project

pytestmark = pytest.mark.xvfb
PACKAGES = "at-spi2-core python3-pyatspi gir1.2-atspi-2.0 dbus"
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
SYSTEM_PYTHON = "/usr/bin/python3"
READY = 60
"""Seconds that a process may take to answer."""


def missing() -> str:
    """Why no client can run here, or ""."""
    launcher = next((path for path in LAUNCHERS if Path(path).exists()), None)
    works = Path(SYSTEM_PYTHON).exists() and (
        subprocess.run([SYSTEM_PYTHON, "-c", "import pyatspi"], capture_output=True, check=False).returncode == 0
    )
    if launcher and shutil.which("dbus-daemon") and works:
        return ""
    return f"not run: no AT-SPI client here (on Debian: apt-get install {PACKAGES})"


class Reader:
    """A window with keys to press, and a client that reads it."""

    def __init__(self, window: subprocess.Popen[str], client: subprocess.Popen[str]) -> None:
        self.window = window
        self.client = client

    def keys(self, *names: str) -> None:
        """Press keys on the window."""
        assert ask(self.window, " ".join(names)) == "ok"

    def __call__(self, what: str) -> Any:
        """What the client says of "tree", "desk" or "heard"."""
        return json.loads(ask(self.client, what))

    def names(self, role: str) -> list[str]:
        """The names of everything of a role."""
        return [node["name"] for node in self("tree") if node["role"] == role]

    def announced(self) -> list[str]:
        """What was announced since the last time."""
        return [words for kind, words in self("heard") if kind == "announced"]


def ask(process: subprocess.Popen[str], line: str) -> str:
    """One line to a process, or none, and one line back."""
    assert process.stdin is not None
    assert process.stdout is not None
    if line:
        process.stdin.write(line + "\n")
        process.stdin.flush()
    ready, _, _ = select.select([process.stdout], [], [], READY)
    assert ready, f"no answer to {line!r}"
    return process.stdout.readline().strip()


def begin(command: list[str], environment: dict[str, str], log: Path) -> subprocess.Popen[str]:
    """A process with pipes; what it complains about goes to a file."""
    with log.open("w") as errors:
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )


def end(process: subprocess.Popen[str]) -> int:
    """Close a process's input, and end it when that does not."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()
    return process.returncode


@pytest.fixture(scope="module")
def buses(xvfb: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a session with buses of its own, of which one is for accessibility."""
    if words := missing():
        pytest.skip(words)
    run = tmp_path_factory.mktemp("run")
    run.chmod(0o700)
    environment = {
        **{k: v for k, v in xvfb.items() if not k.startswith(("DBUS_", "AT_SPI_"))},
        "XDG_RUNTIME_DIR": str(run),
        "QT_ACCESSIBILITY": "1",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    }
    bus = begin(["dbus-daemon", "--session", "--nofork", "--print-address"], environment, run / "bus.txt")
    environment["DBUS_SESSION_BUS_ADDRESS"] = ask(bus, "")
    launcher = next(path for path in LAUNCHERS if Path(path).exists())
    access = begin([launcher, "--launch-immediately"], environment, run / "access.txt")
    yield environment
    for process in (access, bus):
        process.terminate()
        end(process)


@pytest.fixture
def reader(buses: dict[str, str], tmp_path: Path) -> Iterator[Reader]:
    """A window on a small project and a client that reads it; at the end the window has no complaints."""
    path = small_project(tmp_path / "p.annot")
    complaints = tmp_path / "window.txt"
    window = begin([sys.executable, "-m", "tests.e2e.accessible_window", str(path)], buses, complaints)
    assert ask(window, "") == "ready", complaints.read_text()
    client = begin([SYSTEM_PYTHON, str(Path(__file__).with_name("reading_client.py"))], buses, tmp_path / "client.txt")
    assert ask(client, "") == '"ready"', (tmp_path / "client.txt").read_text()
    yield Reader(window, client)
    codes = end(window), end(client)
    noise = [line for line in complaints.read_text().splitlines() if "GetApplicationBusAddress" not in line]
    assert (codes, noise) == ((0, 0), [])


def test_the_desk_is_a_text_with_words_caret_and_selection(reader: Reader) -> None:
    desk = reader("desk")
    assert desk["words"] == TEXT
    assert desk["focused"]
    reader.keys("Ctrl+Home", "Right")
    assert reader("desk")["caret"] == TEXT.index("Ann")
    assert reader("desk")["word"].strip() == "Ann"
    reader.keys("Shift+Right", "Shift+Right")
    assert reader("desk")["selected"] == ["Ann Reed"]
    reader.keys("Left", "Ctrl+End", "Left", "Left", "Shift+Left")
    assert reader("desk")["selected"] == ["the "], "the raw selection, behind an emoji"
    assert "Mayor" in reader("desk")["words"]


def test_everything_that_takes_the_keyboard_has_a_name(reader: Reader) -> None:
    nodes = reader("tree")
    focusable = [node for node in nodes if "FOCUSABLE" in node["states"] and "SHOWING" in node["states"]]
    assert len(focusable) > 12
    assert [node for node in focusable if not node["name"]] == []
    assert [node for node in nodes if node["role"] in ("check box", "menu item") and not node["name"]] == []


def test_lists_tell_their_rows_and_whether_they_are_decided(reader: Reader) -> None:
    assert any(name.startswith("Mayor Ann Reed") and "to do" in name for name in reader.names("table cell"))
    assert "Ann Reed: PERSON, 2 mentions, suggested" in reader.names("table cell")
    own, other = (
        "Ann Reed → the new bridge: favor, reported, suggested; “praised”",
        "Bob Reed → the new bridge: against, reported, suggested; “hates”",
    )
    assert reader.names("list item") == [own], "of the entity in focus"
    reader.keys("Escape")
    assert reader.names("list item") == [own, other]
    reader.keys("Tab", "A")
    assert "Ann Reed: PERSON, 2 mentions, decided" in reader.names("table cell")
    assert any(name.startswith("Mayor Ann Reed") and "started" in name for name in reader.names("table cell"))


def test_every_suggestion_is_reached_in_a_list(reader: Reader) -> None:
    reader.keys("F6", "Home")
    for mentions in (2, 2, 1, 2, 1):
        reader.keys("Right", *(["Down"] * (mentions + 1)))
    told = [n["name"] for n in reader("tree") if n["role"] == "table cell" and n["name"].endswith(", suggested")]
    for words, label in (("Ann Reed", "PERSON"), ("the new bridge", "TOPIC"), ("Bob Reed", "ORG"), ("Oslo", "GPE")):
        assert f"{words}: {label}, suggested" in told


def test_the_focus_what_was_done_and_what_is_asked_are_heard(reader: Reader) -> None:
    reader.keys("Ctrl+Home", "Tab")
    reader.announced()
    reader.keys("Tab")
    focus = reader.announced()
    assert len(focus) == 1
    assert reader("desk")["description"].split("\n")[0] in focus[0]
    assert "suggested, " in focus[0]
    reader.keys("A")
    heard = reader.announced()
    assert heard[0].startswith("saved: Accept ")
    assert len(heard) == 2, "and where the focus is now"
    reader.keys("Alt+Left", "S")
    heard = reader.announced()
    asked = next(n for n, words in enumerate(heard) if "→ for or against whom or what?" in words)
    assert heard[asked + 1].startswith("f: "), "which letter stands for whom"
    assert any("for or against whom or what?" in name for name in reader.names("label")), "it can be read again, too"
    reader.keys("Escape", "[", "[", "[", "[", "[", "[", "[", "[", "[", "[", "[", "[")
    assert any("There is no room" in words for words in reader.announced())
    assert "There is no room to move this edge." in reader.names("label")
