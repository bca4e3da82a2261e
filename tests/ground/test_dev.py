"""What `dev.py` does to `.venv`: nothing when all is there, the least when a list changed, all anew when half made."""

from __future__ import annotations

import importlib.util
import shutil
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load() -> ModuleType:
    """`dev.py` as it is."""
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """`dev.py` over an empty folder, with a `.venv` that is this test's own interpreter; it notes commands, runs none."""
    module = load()
    module.ROOT, module.VENV, module.STAMP = tmp_path, tmp_path / ".venv", tmp_path / ".venv" / "installed"
    module.PYTHON = Path(sys.executable)
    module.LISTS = {name: tmp_path / f"{name}.txt" for name in ("run", "test", "tools")}
    module.TOOLS, module.BIN = tmp_path / ".venv-tools", "python"
    module.VENV.mkdir()
    for name in ("run.txt", "test.txt", "tools.txt", "pyproject.toml", ".venv/pyvenv.cfg"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    module.done, module.environment = [], {}

    def note(*command: object, check: bool = True, quiet: bool = False, **environment: str) -> int:
        words = [str(word) for word in command]
        step = "venv" if "venv" in words else words[-1].rpartition("/")[2]
        if step == module.fails and check:
            sys.exit(1)
        if step == module.fails:
            return 1
        if step == "venv" and words[-1] == str(module.TOOLS):
            shutil.rmtree(module.TOOLS, ignore_errors=True)
            module.TOOLS.mkdir()
            (module.TOOLS / "python").symlink_to(sys.executable)
        module.done.append(step)
        module.environment = environment
        return 0

    module.fails = None
    monkeypatch.setattr(module, "run", note)
    monkeypatch.setattr(module, "system_libraries", lambda more: None)
    monkeypatch.setattr(module, "missing_packages", lambda names: [])
    return module


def steps(dev: ModuleType, kind: str) -> list[str]:
    dev.done.clear()
    dev.set_up(kind)
    return list(dev.done)


def test_the_second_time_nothing_is_done(dev: ModuleType) -> None:
    assert steps(dev, "run") == ["venv", "run.txt", "."]
    assert steps(dev, "run") == []


def test_tests_need_more_and_running_needs_no_more_then(dev: ModuleType) -> None:
    steps(dev, "run")
    assert steps(dev, "test") == ["test.txt"]
    assert steps(dev, "run") == []
    assert steps(dev, "test") == []


def test_a_changed_list_is_installed_and_so_is_the_old_one_when_it_comes_back(dev: ModuleType) -> None:
    steps(dev, "run")
    for text in ("new", "run.txt"):
        dev.LISTS["run"].write_text(text, encoding="utf-8")
        assert steps(dev, "run") == ["run.txt"]


def test_a_changed_project_or_a_moved_folder_is_linked_again(dev: ModuleType) -> None:
    steps(dev, "run")
    (dev.ROOT / "pyproject.toml").write_text("new", encoding="utf-8")
    assert steps(dev, "run") == ["."]


@pytest.mark.parametrize("fails", ["venv", "run.txt", "."])
def test_what_was_half_made_is_made_anew(dev: ModuleType, fails: str) -> None:
    dev.fails = fails
    with pytest.raises(SystemExit):
        dev.set_up("run")
    dev.fails = None
    assert steps(dev, "run") == ["venv", "run.txt", "."]
    assert steps(dev, "run") == []


def test_a_venv_whose_python_is_gone_is_made_anew(dev: ModuleType) -> None:
    steps(dev, "run")
    dev.PYTHON = dev.VENV / "bin" / "python"
    assert steps(dev, "run") == ["venv", "run.txt", "."]


def test_what_reads_the_window_is_installed_for_tests_only_and_may_be_missing(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(dev, "missing_packages", list)
    monkeypatch.setattr(dev, "apt_install", asked.append)  # it says None: they could not be had
    steps(dev, "run")
    assert asked == []
    assert steps(dev, "test") == ["test.txt"]
    assert asked == [list(dev.READING_PACKAGES)]
    assert "are not run" in capsys.readouterr().out


@pytest.fixture
def testing(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Run the command `test` with some words; the steps that were done. It is nobody's CI."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(dev, "command_lint", lambda rest: 0)
    steps(dev, "test")

    def tested(*rest: str) -> list[str]:
        dev.done.clear()
        dev.command_test(list(rest))
        return list(dev.done)

    return tested


def test_tools_are_installed_once_for_tests_and_again_when_their_list_changed(
    dev: ModuleType, testing: Callable[..., list[str]]
) -> None:
    assert testing("-x") == ["venv", "tools.txt", "-x"]
    assert testing("-x") == ["-x"]
    (dev.TOOLS / "python").unlink()
    dev.LISTS["tools"].write_text("new", encoding="utf-8")
    assert testing("-x") == ["venv", "tools.txt", "-x"]


def test_tools_can_be_left_out(dev: ModuleType, testing: Callable[..., list[str]]) -> None:
    assert testing("--without-tools", "-x") == ["-x"]
    assert not dev.TOOLS.exists()


@pytest.mark.parametrize(("has", "shared"), [(1, "1"), (2, "2"), (64, "4")])
def test_tests_are_shared_among_processes(
    dev: ModuleType, testing: Callable[..., list[str]], has: int, shared: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[tuple[object, ...]] = []
    monkeypatch.setattr(dev, "run", lambda *words, **rest: commands.append(words) or 0)
    monkeypatch.setattr(dev.os, "cpu_count", lambda: has)
    testing("--without-tools", "-k", "x")
    assert commands[-1][3:] == ("-n", shared, "--dist", "worksteal", "-k", "x")


def test_files_of_tests_lie_in_memory_where_there_is_room(
    dev: ModuleType, testing: Callable[..., list[str]], tmp_path: Path
) -> None:
    for dev.MEMORY, dev.ROOM in ((tmp_path / "none", 0), (tmp_path, 1 << 60)):
        testing("-x")
        assert "TMPDIR" not in dev.environment
    dev.MEMORY, dev.ROOM = tmp_path / "memory", 0
    dev.MEMORY.mkdir()
    testing("-x")
    folder = Path(dev.environment["TMPDIR"])
    assert folder.parent == dev.MEMORY
    assert not folder.exists(), "nothing of them stays"


def test_tools_come_while_style_is_looked_at(
    dev: ModuleType, testing: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    both = threading.Barrier(2, timeout=20)
    monkeypatch.setattr(dev, "tools", both.wait)
    monkeypatch.setattr(dev, "command_lint", lambda rest: both.wait() and 0)
    assert testing("-x") == ["-x"]


@pytest.mark.parametrize("fails", ["venv", "tools.txt"])
def test_tools_that_cannot_be_had_are_missed_only_in_ci(
    dev: ModuleType, testing: Callable[..., list[str]], fails: str,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    dev.fails = fails
    assert testing("-x")[-1] == "-x"
    assert "tests in tests/tools are not run" in capsys.readouterr().out
    assert not (dev.TOOLS / "installed").exists()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(SystemExit):
        testing("-x")


def test_debian_packages_count_under_their_new_names_too(monkeypatch: pytest.MonkeyPatch) -> None:
    dev = load()
    told = "libgl1 installed\nlibglib2.0-0t64 installed\nxvfb config-files\n"
    monkeypatch.setattr(dev.sys, "platform", "linux")
    monkeypatch.setattr(dev.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(dev.subprocess, "run", lambda *a, **k: dev.subprocess.CompletedProcess(a, 1, stdout=told))
    assert dev.missing_packages(("libgl1", "libglib2.0-0", "xvfb", "libegl1")) == ["xvfb", "libegl1"]


def test_without_root_the_line_to_run_is_told(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000, raising=False)
    assert dev.apt_install(["libegl1"]) is False
    assert "sudo apt-get install -y --no-install-recommends libegl1" in capsys.readouterr().out
    assert dev.done == []
