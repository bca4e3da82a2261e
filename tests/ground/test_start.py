"""What a start loads, and what it leaves until it is wanted: each of these costs time before the first article is there."""

from __future__ import annotations

import ast
import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.blind import USUAL
from tests.ui.conftest import small_project

ROOT = Path(__file__).resolve().parents[2]
LATE = ("annotator", "ui.dialogs")
"""Packages whose names are loaded when they are first used."""
AT_START = {"ui.dialogs.labels", "ui.dialogs.problem", "ui.dialogs.progress", "ui.dialogs.start"}
PANELS = ("adjudication", "guideline", "left_out", "search", "hits", "template", "chart")
NOT_AT_START = (
    *("spacy", "thinc", "numpy", "jsonlines", "attr", "email", "xml", "csv", "importlib.metadata", "typer", "rich"),
    *("annotator.formats", "annotator.importing", "annotator.exporting", "annotator.merging", "annotator.filtering"),
    *(
        "annotator.training",
        "annotator.learn.messages",
        "annotator.running",
        "annotator.releasing",
        "annotator.release",
    ),
    *("annotator.adjudicating", "annotator.everywhere", "annotator.examples", "annotator.spread", "annotator.gold"),
    *("annotator.review", "annotator.doubts", "annotator.doubting", "annotator.charts", "annotator.evaluating"),
    *("ui.adjudicating", "ui.bulk", "ui.guiding", "ui.hiding", "ui.trainer", "ui.review", "ui.charts"),
    *(f"ui.panels.{name}" for name in PANELS),
)
SHOW = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QSettings
from ui.app import application
from ui.window import Window
made = application()
window = Window(settings=QSettings(sys.argv[2], QSettings.Format.IniFormat))
window.show()
window.open_path(Path(sys.argv[1]))
for _ in range(3):
    made.processEvents()
    window.catch_up()
assert window.bridge.page is not None and window.desk.isVisible()
print(json.dumps(sorted(sys.modules)))
window.close()
"""
COMMAND = """
import json, sys
from annotator.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print(json.dumps(sorted(sys.modules)))
"""


def loaded(code: str, *arguments: str) -> set[str]:
    """The modules that a process has loaded when it did this."""
    done = subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return set(json.loads(done.stdout.decode().splitlines()[-1]))


def among(modules: set[str], names: tuple[str, ...]) -> list[str]:
    """Those of ``names`` that are there, or of which a part is."""
    return [name for name in names if any(m == name or m.startswith(f"{name}.") for m in modules)]


def test_an_article_is_shown_without_what_only_other_work_needs(tmp_path: Path) -> None:
    modules = loaded(SHOW, str(small_project(tmp_path / "p.annot")), str(tmp_path / "s.ini"))
    assert among(modules, NOT_AT_START) == []
    assert {m for m in modules if m.startswith("ui.dialogs.")} == AT_START


def test_the_list_of_commands_needs_none_of_them() -> None:
    modules = loaded(COMMAND, "--help")
    ours = {m for m in modules if m.startswith("annotator.") and not m.startswith("annotator.cli.")}
    assert ours == {"annotator.cli", "annotator.errors", "annotator.late"}
    assert among(modules, ("msgspec", "regex", "rich", "sqlite3")) == []


def test_status_reads_no_format_and_no_model(tmp_path: Path) -> None:
    modules = loaded(COMMAND, "status", str(small_project(tmp_path / "p.annot")))
    unwanted = [name for name in NOT_AT_START if name.startswith("annotator.")]
    assert among(modules, (*unwanted, "spacy", "numpy", "pydantic", "jsonlines", "rich", "ui", "PySide6")) == []


def test_gold_is_found_and_written_without_the_other_formats(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    project = str(small_project(tmp_path / "p.annot"))
    modules = loaded(COMMAND, "export", project, str(gold), "--format", "gold", "--include-undone")
    assert gold.stat().st_size > 0
    formats = {m for m in modules if m.startswith("annotator.formats.")}
    assert {"annotator.formats.gold_jsonl"} <= formats
    assert not formats & {"annotator.formats.cas", "annotator.formats.brat", "annotator.formats.plugged"}


def test_a_new_project_has_the_blind_share_of_which_its_help_tells() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "annotator", "new", "--help"], cwd=ROOT, stdout=subprocess.PIPE, check=True
    )
    assert f"{100 * USUAL:g} when not given" in " ".join(done.stdout.decode().split())


# --- names that are loaded late


def declared(package: str) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Module and name of all that a package declares for type checkers, and of all that it loads when it is used."""
    tree = ast.parse((ROOT / package.replace(".", "/") / "__init__.py").read_text(encoding="utf-8"))
    seen: set[tuple[str, str]] = set()
    used: set[tuple[str, str]] = set()
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.ImportFrom)
            and (node.module or "").startswith(f"{package}.")
            and node.names[0].name != "late"
        ):
            seen |= {(str(node.module).removeprefix(f"{package}."), alias.name) for alias in node.names}
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "late":
            used |= {(str(word.arg), name) for word in node.keywords for name in ast.literal_eval(word.value).split()}
    return seen, used


@pytest.mark.parametrize("package", LATE)
def test_what_is_loaded_late_is_what_type_checkers_see(package: str) -> None:
    seen, used = declared(package)
    assert seen == used
    assert used
    for module, name in used:
        assert getattr(importlib.import_module(package), name) is getattr(
            importlib.import_module(f"{package}.{module}"), name
        )


@pytest.mark.parametrize("package", LATE)
def test_a_name_that_is_not_there_is_missed_as_in_any_module(package: str) -> None:
    with pytest.raises(AttributeError, match=f"module '{package}' has no attribute 'Nothing'"):
        _ = importlib.import_module(package).Nothing
