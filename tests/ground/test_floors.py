"""The floors of the house, and that each contract really trips: a check that never failed is not a check."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# what is planted, where, and the contract that must break
FAULTS = [
    ("annotator/spans.py", "import PySide6.QtCore", "The core knows no window"),
    ("annotator/project/project.py", "import ui.theme", "The core knows no window"),
    ("annotator/records/base.py", "import annotator.project", "The core's floors"),
    ("annotator/store/lock.py", "import annotator.formats.text", "The core's floors"),
    ("annotator/page/items.py", "import annotator.edits", "The core's floors"),
    ("ui/theme.py", "import ui.window", "The window's floors"),
    ("ui/desk/hints.py", "import ui.hands", "The window's floors"),
    ("ui/bridge/acting.py", "import sqlite3", "No models, no SQL, no file formats' libraries in the window's process"),
    (
        "ui/panels/queue.py",
        "import annotator.suggest",
        "No models, no SQL, no file formats' libraries in the window's process",
    ),
    ("ui/models/queue.py", "import spacy", "Only the suggesters know spaCy"),
    ("ui/window.py", "import annotator.store", "No models, no SQL, no file formats' libraries in the window's process"),
    ("annotator/gold/making.py", "import spacy", "Only the suggesters know spaCy"),
    ("annotator/everywhere/finding.py", "import annotator.running", "Only the suggesters know spaCy"),
    ("annotator/homeless.py", "", "The core's floors"),  # a module that no floor names
    ("ui/homeless.py", "", "The window's floors"),
]


def lint(folder: Path) -> str:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.fixture
def house(tmp_path: Path) -> Path:
    for name in ("annotator", "ui"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_all_contracts_hold(house: Path) -> None:
    answer = lint(house)
    assert "5 kept, 0 broken" in answer, answer


@pytest.mark.parametrize(("file", "line", "contract"), FAULTS, ids=[f"{f}: {i}" for f, i, _ in FAULTS])
def test_a_planted_fault_breaks_its_contract(house: Path, file: str, line: str, contract: str) -> None:
    path = house / file
    assert path.is_file() or not line, "planted where the house has nothing"
    with path.open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")
    answer = lint(house)
    assert f"{contract} BROKEN" in answer, answer


def test_the_window_starts_without_spacy() -> None:
    code = "import sys, ui.app; sys.exit('spacy' in sys.modules or 'thinc' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert done.returncode == 0


def test_the_core_works_without_qt() -> None:
    code = "import sys, annotator.cli, annotator.project; sys.exit(any(m.startswith('PySide6') for m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert done.returncode == 0
