"""What the repository must not hold, that its lists agree, and what an installed program brings along."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LISTS = ("run.txt", "test.txt")
# put together here, so that this file does not hold them itself
FORBIDDEN = [
    *(
        "py" + "pi.org",
        "python" + "hosted",
        "/sim" + "ple/",
        "--find" + "-links ",
        "--index" + "-url ",
        "file:" + "///",
    ),
    *("/wo" + "rk/", "/ro" + "ot/", "/o" + "pt/", "../sha" + "red"),
]


def texts() -> list[tuple[str, str]]:
    """Every tracked text file that is there: its name and what it says."""
    listing = subprocess.run(["git", "ls-files", "-z", "--eol"], cwd=ROOT, capture_output=True, check=True).stdout
    found = []
    for entry in listing.decode().split("\0")[:-1]:
        facts, name = entry.split("\t")
        if "i/-text" not in facts and (ROOT / name).is_file():
            found.append((name, (ROOT / name).read_text(encoding="utf-8")))
    return found


def test_no_file_names_a_package_index_or_one_machine() -> None:
    every = texts()
    assert len(every) > 50
    assert [(name, words) for name, text in every for words in FORBIDDEN if words in text] == []


def requirements(name: str) -> list[tuple[Requirement, list[str]]]:
    """The requirements of one list, with their hashes."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    lines = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", "").splitlines()
    return [(Requirement(head), hashes) for head, *hashes in (re.split(r"\s+--hash=", line) for line in lines)]


def pins(name: str) -> dict[str, set[str]]:
    """Package → the versions that one list allows."""
    found: dict[str, set[str]] = {}
    for requirement, _ in requirements(name):
        found.setdefault(canonicalize_name(requirement.name), set()).add(str(requirement.specifier).removeprefix("=="))
    return found


@pytest.mark.parametrize("name", [*LISTS, "tools.txt"])
def test_every_requirement_is_pinned_by_hash(name: str) -> None:
    for requirement, hashes in requirements(name):
        assert re.fullmatch(r"==[\w.!+]+", str(requirement.specifier)), requirement
        assert hashes, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", h) for h in hashes), requirement


def project() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


@pytest.mark.parametrize("name", LISTS)
def test_the_lists_hold_what_the_project_asks_for(name: str) -> None:
    wanted = [
        *project()["dependencies"],
        *(ROOT / "requirements" / "build.in").read_text(encoding="utf-8").splitlines(),
    ]
    if name == "test.txt":
        wanted += project()["optional-dependencies"]["dev"]
    pinned = pins(name)
    for requirement in (Requirement(w) for w in wanted if not w.startswith("#")):
        versions = pinned[canonicalize_name(requirement.name)]
        assert all(requirement.specifier.contains(version) for version in versions), requirement


def test_the_list_for_tests_holds_the_list_for_running() -> None:
    run, test = pins("run.txt"), pins("test.txt")
    assert {name: test.get(name) for name in run} == run


def test_the_list_of_tools_holds_what_is_asked_for_in_the_versions_of_the_tests() -> None:
    folder = ROOT / "requirements"
    pinned, test = pins("tools.txt"), pins("test.txt")
    named = [line for line in (folder / "tools.in").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    for requirement in map(Requirement, [*named, *project()["optional-dependencies"]["parquet"]]):
        assert all(requirement.specifier.contains(v) for v in pinned[canonicalize_name(requirement.name)]), requirement
    both = pinned.keys() & test.keys()
    assert "pydantic" in both
    assert all(test[name] <= pinned[name] for name in both)
    without = (folder / "tools-without.in").read_text(encoding="utf-8").splitlines()
    assert not {line for line in without if line in pinned}


@pytest.mark.parametrize(("version", "fits"), [("6.10.0", True), ("6.11.3", True), ("6.12.0", False)])
def test_the_pyside_that_crashes_is_refused(version: str, fits: bool) -> None:
    wanted = next(Requirement(d) for d in project()["dependencies"] if d.startswith("PySide6"))
    assert wanted.specifier.contains(version) is fits


def test_the_installed_program_brings_its_data_and_articles(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {"annotator/py.typed", "ui/py.typed", "annotator/data/scheme.toml"} <= set(names)
    assert {n.split("/")[0] for n in names} == {"annotator", "ui", f"annotator-{project()['version']}.dist-info"}
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    code = "from annotator.sample import seed_files; print(*seed_files(), sep='\\n')"
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path / "site", capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert [Path(line).name for line in told] == [p.name for p in sorted((ROOT / "seeds").glob("*.txt"))]
    assert all(Path(line).is_relative_to(tmp_path / "site") for line in told)
