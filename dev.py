#!/usr/bin/env python3
"""Set up and run Annotator from a clone: `python3 dev.py run`, `python3 dev.py test`.

Standard library only: it works on a bare Python 3.11 or newer, on Linux, macOS and Windows. Everything it installs goes
into `.venv` beside this file, from hash-pinned lists; on Debian, as root, also the few system libraries that Qt needs.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LISTS = {"run": ROOT / "requirements" / "run.txt", "test": ROOT / "requirements" / "test.txt"}
# What PySide6's platform plugins load: offscreen, then a real window; xvfb for tests.
QT_PACKAGES = [
    "libgl1",
    "libegl1",
    "libglib2.0-0",
    "libdbus-1-3",
    "libfontconfig1",
    "libxkbcommon0",
    "fonts-dejavu-core",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
]


def say(words: str) -> None:
    """Print one line of progress, in order with what the steps print."""
    print(f"[dev] {words}", flush=True)


def run(*command: str | Path, check: bool = True, **environment: str) -> int:
    """Run a command in the project's folder; leave with its code when it fails and ``check`` is set."""
    result = subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **environment}, check=False)
    if check and result.returncode != 0:
        sys.exit(result.returncode)
    return result.returncode


def set_up(kind: str) -> None:
    """Make `.venv` hold exactly what the list of ``kind`` ("run" or "test") names; a broken one is made anew."""
    wanted = f"{sys.version_info[:2]} {kind} {hashlib.sha256(LISTS[kind].read_bytes()).hexdigest()}"
    have = STAMP.read_text(encoding="utf-8").splitlines() if STAMP.is_file() else []
    if wanted not in have or not works():
        if not works():
            say(f"making {VENV.name}")
            shutil.rmtree(VENV, ignore_errors=True)
            have = []
            venv.create(VENV, with_pip=True)
        say(f"installing what {kind} needs (a few hundred megabytes the first time)")
        STAMP.unlink(missing_ok=True)
        run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "8",
            "--only-binary", ":all:", "--require-hashes", "-r", LISTS[kind])  # fmt: skip
        path = subprocess.run([str(PYTHON), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
                              capture_output=True, text=True, check=True)  # fmt: skip
        Path(path.stdout.strip(), "annotator_here.pth").write_text(str(ROOT) + "\n", encoding="utf-8")
        STAMP.write_text("\n".join([*have, wanted]) + "\n", encoding="utf-8")
    system_libraries(with_xvfb=kind == "test")


def works() -> bool:
    """True when the interpreter of `.venv` runs and has pip."""
    if not PYTHON.exists():
        return False
    found = subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True, check=False)
    return found.returncode == 0


def system_libraries(*, with_xvfb: bool) -> None:
    """On Debian and its kin: have the libraries that Qt loads, or say the one line that installs them."""
    if not sys.platform.startswith("linux") or shutil.which("dpkg-query") is None:
        return
    wanted = [*QT_PACKAGES, "xvfb"] if with_xvfb else QT_PACKAGES
    missing = [name for name in wanted if not installed(name)]
    if not missing:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if os.geteuid() != 0:
        say(f"Qt needs system libraries; install them with: sudo {' '.join(command)}")
        return
    say(f"installing system libraries: {' '.join(missing)}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", "-qq", check=False, **quiet)
    run(*command, "-qq", **quiet)


def installed(package: str) -> bool:
    """True when Debian has the package, also under its newer name (libglib2.0-0t64)."""
    for name in (package, f"{package}t64"):
        query = ["dpkg-query", "-W", "-f", "${Status}", name]
        found = subprocess.run(query, capture_output=True, text=True, check=False)
        if found.stdout.endswith("ok installed"):
            return True
    return False


def has_display() -> bool:
    """True when a window can be shown."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def command_run(arguments: argparse.Namespace) -> int:
    """Open the sample project; without a display curate it by itself and say where the results lie."""
    set_up("run")
    if has_display():
        say("opening the sample project")
        return run(PYTHON, "-m", "annotator.cli", "demo", check=False)
    folder = Path(arguments.rest[0]) if arguments.rest else ROOT / "demo-output"
    say("no display here: curating the sample by itself, offscreen")
    return run(PYTHON, "-m", "annotator.cli", "demo", "--headless", folder, check=False, QT_QPA_PLATFORM="offscreen")


def command_lint(_: argparse.Namespace) -> int:
    """Style, types and the floors of the house."""
    set_up("test")
    codes = []
    for words, command in (
        ("style", ("-m", "ruff", "check", ".")),
        ("format", ("-m", "ruff", "format", "--check", ".")),
        ("types", ("-m", "mypy")),
        ("floors", ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")),
    ):
        say(words)
        codes.append(run(PYTHON, *command, check=False))
    return max(codes)


def command_test(arguments: argparse.Namespace) -> int:
    """Everything that must hold: lint, then the tests. More arguments go to pytest."""
    lint = command_lint(arguments)
    say("tests")
    tests = run(
        PYTHON, "-m", "pytest", *arguments.rest, check=False, QT_QPA_PLATFORM="offscreen", ANNOTATOR_ALL_TESTS="1"
    )
    if lint:
        say("style, types or floors have faults: see above")
    return tests or lint


def command_bench(arguments: argparse.Namespace) -> int:
    """Measure against the budgets."""
    set_up("test")
    return run(PYTHON, "-m", "benchmarks", *arguments.rest, check=False, QT_QPA_PLATFORM="offscreen")


def command_lock(_: argparse.Namespace) -> int:
    """Write the hash-pinned lists anew from pyproject.toml, for every platform, without any index address."""
    tools = VENV.with_name(".venv-lock")
    venv.create(tools, with_pip=True, clear=True)
    python = tools / PYTHON.relative_to(VENV)
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv")
    for kind, extra in (("run", ()), ("test", ("--extra", "dev"))):
        run(python, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes",
            "--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--no-header", "--upgrade", *extra,
            "--output-file", LISTS[kind].relative_to(ROOT), "pyproject.toml")  # fmt: skip
    shutil.rmtree(tools)
    return 0


def main() -> int:
    """Run one command; its exit code."""
    if sys.version_info < (3, 11):
        say(f"Annotator needs Python 3.11 or newer; this is {sys.version.split()[0]}")
        return 1
    commands = {
        "run": command_run,
        "test": command_test,
        "lint": command_lint,
        "bench": command_bench,
        "lock": command_lock,
    }
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("command", choices=commands)
    parser.add_argument("rest", nargs=argparse.REMAINDER, help="what goes to the program or to pytest")
    arguments = parser.parse_args()
    return commands[arguments.command](arguments)


if __name__ == "__main__":
    sys.exit(main())
