"""What the repository must not hold, and that its lists agree."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def tracked() -> list[Path]:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / n for n in names.decode().split("\0") if n and (ROOT / n).is_file()]


def texts() -> list[tuple[Path, str]]:
    found = []
    for path in tracked():
        if path.suffix not in (".png", ".spacy"):
            found.append((path, path.read_text(encoding="utf-8")))
    return found


def test_no_file_names_a_package_index_or_one_machine() -> None:
    words = ["py" + "pi.org", "python" + "hosted", "--index" + "-url ", "--find" + "-links ", "/wo" + "rk/", "/ro" + "ot/"]
    found = [(p.name, w) for p, text in texts() for w in words if w in text and p.name not in ("test_tree.py", "dev.py")]
    assert found == []


def pinned(name: str) -> dict[str, list[str]]:
    """Package → its lines, of one list of requirements."""
    found: dict[str, list[str]] = {}
    for line in (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines():
        match = re.match(r"([A-Za-z0-9._-]+)==\S+", line)
        if match:
            found.setdefault(re.sub(r"[-_.]+", "-", match[1]).lower(), [])
            current = found[re.sub(r"[-_.]+", "-", match[1]).lower()]
        elif line.strip():
            assert line.strip().startswith("--hash=sha256:"), line
            current.append(line)
    return found


def test_every_requirement_is_pinned_by_hash() -> None:
    for name in ("run.txt", "test.txt"):
        assert all(hashes for hashes in pinned(name).values())


def test_the_lists_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    def names(wanted: list[str]) -> set[str]:
        return {re.sub(r"[-_.]+", "-", re.match(r"[A-Za-z0-9._-]+", w)[0]).lower() for w in wanted}  # type: ignore[index]

    assert names(project["dependencies"]) <= set(pinned("run.txt"))
    assert names(project["dependencies"]) | names(project["optional-dependencies"]["dev"]) <= set(pinned("test.txt"))
    assert set(pinned("run.txt")) <= set(pinned("test.txt"))


def test_the_pinned_pyside_is_one_that_does_not_crash() -> None:
    lines = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    version = re.search(r"^pyside6-essentials==(\d+)\.(\d+)", lines, re.MULTILINE)
    assert version is not None
    assert (6, 10) <= (int(version[1]), int(version[2])) < (6, 12)
