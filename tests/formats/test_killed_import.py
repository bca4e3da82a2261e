"""An import that is killed again and again, and started again each time, ends with the project of an undisturbed one."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from annotator.formats import find_format
from annotator.gold import GoldRecord
from annotator.importing import files_of
from annotator.project import Project
from tests.formats.everything import full
from tests.store.children import ROOT

ARTICLES = 120
_IMPORT = """
import sys
from pathlib import Path
from annotator.importing import files_of, import_files
from annotator.project import Project

print("ready", flush=True)
with Project.open(Path(sys.argv[1])) as project:
    for _ in import_files(project, files_of([Path(sys.argv[2])]), at_once=7):
        pass
print("done", flush=True)
"""
_TABLES = {
    "article": "*",
    "event": "seq, article, who, change, undoes, redoes, batch",
    "state": "article, seq, doc",
    "listing": "*",
    "labelled": "*",
    "curated": "*",
    "lesson": "article, item, who, taught, gone, kind, key, value, holds",
    "phrase": "*",
    "counter": "*",
}
"""What must be the same: all but when it was written, and what follows from that."""


def rows(project: Path) -> dict[str, list[object]]:
    with closing(sqlite3.connect(project)) as db:
        return {t: db.execute(f"SELECT {columns} FROM {t} ORDER BY 1, 2").fetchall() for t, columns in _TABLES.items()}


def records() -> list[GoldRecord]:
    made = full()
    return [msgspec.structs.replace(made, id=f"a{n}", text=f"{made.text}Number {n}.\n") for n in range(ARTICLES)]


def started(project: Path, source: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _IMPORT, str(project), str(source)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def imported(project: Path, source: Path) -> float:
    """Import and wait for the end; how long (seconds) it took."""
    process = started(project, source)
    begin = time.monotonic()
    output, _ = process.communicate(timeout=120)
    assert output == "done\n"
    return time.monotonic() - begin


@pytest.mark.parametrize(("format", "name"), [("gold", "in.jsonl"), ("brat", "in"), ("label_studio", "in.json")])
def test_a_killed_import_that_is_started_again_is_as_good_as_an_undisturbed_one(
    format: str, name: str, tmp_path: Path
) -> None:
    source = tmp_path / name
    for _ in find_format(format).write(records(), source):
        pass
    assert files_of([source])
    for project in ("one.annot", "two.annot"):
        Project.create(tmp_path / project).close()
    whole = imported(tmp_path / "one.annot", source)
    chance, killed = random.Random(5), 0
    for _ in range(6):
        process = started(tmp_path / "two.annot", source)
        time.sleep(chance.uniform(0, whole / 3))
        killed += process.poll() is None
        process.kill()
        process.communicate()
    assert killed
    imported(tmp_path / "two.annot", source)
    assert rows(tmp_path / "two.annot") == rows(tmp_path / "one.annot")
    with Project.open(tmp_path / "two.annot") as opened:
        assert opened.counts()["done"] == ARTICLES
        assert opened.check() == []
