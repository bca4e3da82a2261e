#!/usr/bin/env python3
"""Set up, run and test Annotator from a clone.

  python3 dev.py run [FOLDER]   open the sample project; with no display, curate it offscreen into FOLDER
  python3 dev.py test [...]     style, types, floors, then the tests; the rest of the line goes to pytest, but for
                                --without-tools, which leaves out 700 MB of tools that tests ask
  python3 dev.py lint           style, types and floors only
  python3 dev.py bench [...]    measure against the budgets
  python3 dev.py lock           write the hash-pinned lists in requirements/ anew

Standard library only: it works on a bare Python 3.11 or newer, on Linux, macOS and Windows. Everything it installs goes
into `.venv` beside this file (for tests also into `.venv-tools`), from hash-pinned lists; on Debian, as root, also the few
system libraries that Qt needs.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed"
TOOLS = ROOT / ".venv-tools"
BIN = "Scripts/python.exe" if os.name == "nt" else "bin/python"
PYTHON = VENV / BIN
LISTS = {name: ROOT / "requirements" / f"{name}.txt" for name in ("run", "test", "tools")}
BUILD = ROOT / "requirements" / "build.in"
PIP = ("-m", "pip", "--quiet", "--disable-pip-version-check", "--retries", "8")
MOST_WORKERS = 4
"""Processes that share the tests, at most: each takes up to a gigabyte."""
MEMORY, ROOM = Path("/dev/shm"), 4 << 30
"""A file system in memory, and how many bytes must be free in it for the tests' files."""
# What PySide6's platform plugins load: offscreen, then a real window.
QT_PACKAGES = (
    *("libgl1", "libegl1", "libglib2.0-0", "libdbus-1-3", "libfontconfig1", "libxkbcommon0", "fonts-dejavu-core"),
    *("libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxcb-xkb1", "libxkbcommon-x11-0"),
)
# What tests read the window with as a screen reader does; without them those tests are not run, and say so.
READING_PACKAGES = ("at-spi2-core", "python3-pyatspi", "gir1.2-atspi-2.0", "dbus")


def say(words: str) -> None:
    """Print one line of progress, in order with what the steps print."""
    print(f"[dev] {words}", flush=True)


def run(*command: str | Path, check: bool = True, quiet: bool = False, **environment: str) -> int:
    """Run a command in the project's folder; leave with its code when it fails and ``check`` is set."""
    parts, out = [str(part) for part in command], subprocess.DEVNULL if quiet else None
    result = subprocess.run(parts, cwd=ROOT, env={**os.environ, **environment}, stdout=out, check=False)
    if check and result.returncode != 0:
        say(f"this failed: {' '.join(map(str, command))}")
        sys.exit(result.returncode)
    return result.returncode


def set_up(kind: str) -> None:
    """Make `.venv` hold exactly what the list of ``kind`` ("run" or "test") names, and the project itself.

    The stamp is written last and taken away before any change, so a `.venv` without one was never finished: it is made
    anew.
    """
    have = stamped() if works(PYTHON) else {}
    if not have:
        needs_venv()
        say(f"making {VENV.name}" + (" anew: it was not finished" if VENV.exists() else ""))
        run(sys.executable, "-m", "venv", "--clear", VENV)
    if have.get(kind) != digest(LISTS[kind]):
        say(f"installing what {kind} needs (a few hundred megabytes the first time)")
        STAMP.unlink(missing_ok=True)
        run(PYTHON, *PIP, "install", "--only-binary", ":all:", "--require-hashes", "-r", LISTS[kind])
        have.pop("test", None)  # its versions may be gone; it holds all that the list for running holds
        have |= {name: digest(LISTS[name]) for name in ("run", kind)}
    project = digest(ROOT / "pyproject.toml", str(ROOT))
    if have.get("project") != project:
        say("linking the project into it")
        STAMP.unlink(missing_ok=True)
        run(PYTHON, *PIP, "install", "--no-index", "--no-deps", "--no-build-isolation", "--editable", ".")
        have["project"] = project
    STAMP.write_text("".join(f"{name} {value}\n" for name, value in have.items()), encoding="utf-8")
    system_libraries(("xvfb",) if kind == "test" else ())
    if kind == "test":
        reading_packages()


def tools() -> None:
    """Make `.venv-tools` hold exactly what its list names: the tools that tests read our files with.

    They are apart from `.venv`, which they would make twice as large. In CI they must be there; elsewhere the tests that
    need them are left out when they can't be had.
    """
    must, stamp = bool(os.environ.get("CI")), TOOLS / "installed"
    wanted = digest(LISTS["tools"], (VENV / "pyvenv.cfg").read_text(encoding="utf-8"))
    if works(TOOLS / BIN) and stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    say(f"installing the tools that tests need into {TOOLS.name} (about 700 megabytes; --without-tools does without)")
    # not compiled: tests load few of the modules
    install = ("install", "--no-compile", "--only-binary", ":all:", "--no-deps", "--require-hashes", "-r")
    made = run(PYTHON, "-m", "venv", "--clear", TOOLS, check=must) == 0
    if not made or run(TOOLS / BIN, *PIP, *install, LISTS["tools"], check=must):
        say("without them the tests in tests/tools are not run")
        return
    stamp.write_text(wanted, encoding="utf-8")


def digest(path: Path, more: str = "") -> str:
    """SHA-256 of a file, whatever its line ends, and of ``more``."""
    return hashlib.sha256(path.read_text(encoding="utf-8").encode() + more.encode()).hexdigest()


def stamped() -> dict[str, str]:
    """What the stamp says is installed: list → digest."""
    lines = STAMP.read_text(encoding="utf-8").splitlines() if STAMP.is_file() else []
    return dict(line.split() for line in lines if line.count(" ") == 1)


def works(python: Path) -> bool:
    """True when the interpreter of an environment runs and has pip."""
    return python.exists() and subprocess.run([python, "-c", "import pip"], capture_output=True).returncode == 0


def needs_venv() -> None:
    """Debian ships Python without what makes a virtual environment: have it, or say how and leave."""
    if importlib.util.find_spec("ensurepip") is None and not apt_install(["python3-venv"]):
        sys.exit(1)


def system_libraries(more: tuple[str, ...]) -> None:
    """On Debian and its kin: have the libraries that Qt loads. Leave, with the one line to run, when Qt can't load."""
    missing = missing_packages((*QT_PACKAGES, *more))
    if missing and not apt_install(missing):
        qt = [str(PYTHON), "-c", "import PySide6.QtWidgets"]
        if subprocess.run(qt, capture_output=True).returncode != 0:
            sys.exit(1)


def reading_packages() -> None:
    """On Debian and its kin: have what reads the window in tests; go on without when it can't be had."""
    missing = missing_packages(READING_PACKAGES)
    if missing and not apt_install(missing):
        say("without them the tests that read the window as a screen reader does are not run")


def missing_packages(names: tuple[str, ...]) -> list[str]:
    """Those Debian packages that are not installed, neither so named nor with Debian's new suffix t64."""
    if not sys.platform.startswith("linux") or shutil.which("dpkg-query") is None:
        return []
    query = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *names, *(f"{name}t64" for name in names)]
    lines = subprocess.run(query, capture_output=True, text=True).stdout.splitlines()
    there = {line.split()[0].removesuffix("t64") for line in lines if line.endswith(" installed")}
    return [name for name in names if name not in there]


def apt_install(packages: list[str]) -> bool:
    """Install Debian packages, as root; otherwise say the one line that does. True when they are there now."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        say(f"system packages are missing; install them with: sudo {' '.join(command)}")
        return False
    say(f"installing system packages: {' '.join(packages)}")
    run("apt-get", "update", "-qq", check=False, quiet=True)
    return run(*command, "-qq", check=False, quiet=True, DEBIAN_FRONTEND="noninteractive") == 0


def has_display() -> bool:
    """True when a window can be shown."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def command_run(rest: list[str]) -> int:
    """Open the sample project; without a display curate it by itself and say where the results lie."""
    set_up("run")
    if has_display():
        say("opening the sample project")
        return run(PYTHON, "-m", "annotator", "demo", *rest, check=False)
    folder = rest[0] if rest else "demo-output"
    say("no display here: curating the sample by itself, offscreen")
    return run(PYTHON, "-m", "annotator", "demo", "--headless", folder, check=False, QT_QPA_PLATFORM="offscreen")


def command_lint(_: list[str]) -> int:
    """Style, types and the floors of the house."""
    set_up("test")
    failed = []
    for words, command in (
        ("style", ("-m", "ruff", "check", ".")),
        ("format", ("-m", "ruff", "format", "--check", ".")),
        ("types", ("-m", "mypy")),
        ("floors", ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")),
    ):
        say(words)
        if run(PYTHON, *command, check=False) != 0:
            failed.append(words)
    if failed:
        say(f"faults in: {', '.join(failed)}")
    return 1 if failed else 0


def command_test(rest: list[str]) -> int:
    """Everything that must hold: lint, then the tests. More arguments go to pytest. The tools come while lint runs."""
    set_up("test")
    words = [word for word in rest if word != "--without-tools"]
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(tools) if words == rest else None
        lint = command_lint([])
        if coming is not None:
            coming.result()
    say("tests")
    shared = ("-n", str(min(os.cpu_count() or 1, MOST_WORKERS)), "--dist", "worksteal")
    with quick_folder() as quick:
        # the second: what is compiled is kept, for the hundreds of processes that tests start
        environment = {"ANNOTATOR_ALL_TESTS": "1", "PYTHONDONTWRITEBYTECODE": "", **quick}
        tests = run(PYTHON, "-m", "pytest", *shared, *words, check=False, quiet=False, **environment)
    if lint:
        say("style, format, types or floors have faults: see above")
    return tests or lint


@contextmanager
def quick_folder() -> Iterator[dict[str, str]]:
    """The environment in which temporary files lie in memory, where there is room: tests wait for no disk."""
    if not (os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM):
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="annotator-tests-", dir=MEMORY, ignore_cleanup_errors=True) as folder:
        yield {"TMPDIR": folder}


def command_bench(rest: list[str]) -> int:
    """Measure against the budgets."""
    set_up("test")
    return run(PYTHON, "-m", "benchmarks", *rest, check=False, QT_QPA_PLATFORM="offscreen")


def command_lock(_: list[str]) -> int:
    """Write the hash-pinned lists anew from pyproject.toml, for every platform, without any index address."""
    venv = VENV.with_name(".venv-lock")
    needs_venv()
    run(sys.executable, "-m", "venv", "--clear", venv)
    python = venv / BIN
    run(python, *PIP, "install", "uv")
    options = ("--quiet", "--no-config", "--universal", "--python-version", "3.11", "--generate-hashes", "--upgrade")
    silent = (
        "--no-emit-index-url",
        "--no-emit-find-links",
        "--no-annotate",
        "--custom-compile-command",
        "python3 dev.py lock",
    )
    project, build, folder = Path("pyproject.toml"), BUILD.relative_to(ROOT), BUILD.parent.relative_to(ROOT)
    same: tuple[str | Path, ...] = ("--constraint", LISTS["test"].relative_to(ROOT))
    wanted: dict[str, tuple[str | Path, ...]] = {
        "test": ("--extra", "dev", project, build),
        "run": (*same, project, build),
        "tools": (*same, "--excludes", folder / "tools-without.in", folder / "tools.in"),
    }
    for kind, what in wanted.items():
        say(f"writing {LISTS[kind].relative_to(ROOT)}")
        run(
            python,
            "-m",
            "uv",
            "pip",
            "compile",
            *options,
            *silent,
            *what,
            "-o",
            LISTS[kind].relative_to(ROOT),
        )
    shutil.rmtree(venv)
    return 0


COMMANDS = {
    "run": command_run,
    "test": command_test,
    "lint": command_lint,
    "bench": command_bench,
    "lock": command_lock,
}


def main() -> int:
    """Run one command; its exit code."""
    if sys.version_info < (3, 11):
        say(f"Annotator needs Python 3.11 or newer; this is {sys.version.split()[0]}")
        return 1
    parser = argparse.ArgumentParser(
        prog="dev.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="a folder, or arguments for pytest or the benchmarks")
    arguments = parser.parse_args()
    rest = arguments.rest[1:] if arguments.rest[:1] == ["--"] else arguments.rest
    try:
        return COMMANDS[arguments.command](rest)
    except KeyboardInterrupt:
        say("stopped")
        return 130


if __name__ == "__main__":
    sys.exit(main())
