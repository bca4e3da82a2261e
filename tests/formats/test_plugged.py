"""Formats from other packages: the example of the docs installed and used, and that a broken one breaks nothing else."""

from __future__ import annotations

import importlib
import json
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from annotator.cli import app
from annotator.errors import InputError, OutputError
from annotator.formats import FORMATS, all_formats, brought_by, detect, find_format
from annotator.importing import import_files
from annotator.project import Project
from tests.formats.everything import full
from tests.formats.reading import finished, written

DOCS = Path(__file__).resolve().parents[2] / "docs" / "plugins.md"
Install = Callable[[str, str, str], None]
run = CliRunner().invoke


def block(language: str, has: str) -> str:
    """The piece of code of the page about plug-ins that has these words."""
    found = re.findall(rf"```{language}\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    [code] = [piece for piece in found if has in piece]
    return str(code)


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Makes a package visible as if it were installed."""
    made: list[str] = []

    def install(package: str, code: str, points: str) -> None:
        place = tmp_path / f"of {package}"
        info = place / f"{package}-1.0.dist-info"
        info.mkdir(parents=True)
        module = package.replace("-", "_")
        (place / f"{module}.py").write_text(code, encoding="utf-8")
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[annotator.formats]\n{points}\n", encoding="utf-8")
        made.append(module)
        monkeypatch.syspath_prepend(str(place))
        importlib.invalidate_caches()

    yield install
    for module in made:
        sys.modules.pop(module, None)


@pytest.fixture
def wire(install: Install) -> None:
    described = tomllib.loads(block("toml", "agency-wire"))["project"]
    [(name, target)] = described["entry-points"]["annotator.formats"].items()
    install(described["name"], block("python", "WIRE"), f"{name} = {target}")


@pytest.mark.usefixtures("wire")
def test_the_format_of_the_docs_is_read_and_written_like_any_other(tmp_path: Path) -> None:
    path = written(tmp_path, "today.txt", "Ann left.\n%%\nBob came.")
    assert detect(path).name == "wire"
    with Project.create(tmp_path / "p.annot") as project:
        assert finished(import_files(project, [path])).new == 2
        assert project.store.article(next(iter(project.store.ids(("todo",))))).meta == {"source": "today.txt"}
    done = run(app, ["export", str(tmp_path / "p.annot"), str(tmp_path / "out.wire"), "--include-undone"])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "out.wire").read_bytes() == path.read_bytes()
    assert list(find_format("wire").write(iter([full()]), tmp_path / "full.wire")) == [{"mentions": 5}]
    lines = [line for line in block("python", "WIRE").splitlines() if line.strip()]
    assert len(lines) - sum(line.startswith("from ") for line in lines) <= 10


@pytest.mark.usefixtures("wire")
def test_it_is_listed_with_its_package() -> None:
    listed = run(app, ["formats"])
    assert re.search(r"^wire .*: read and written, from agency-wire 1\.0$", listed.stdout, re.MULTILINE)
    rows = {row["name"]: row["package"] for row in json.loads(run(app, ["formats", "--json"]).stdout)}
    assert rows["wire"] == "agency-wire 1.0"
    assert {rows[format.name] for format in FORMATS} == {""}


BROKEN = """
from annotator.formats import Format, article_of
from annotator.records import Annotation, Entity, Mention
def never(head, path): return False
def raises(head, path): raise OSError("no wire today")
def read(path):
    yield article_of("Ann left.", {})
    raise ZeroDivisionError("one too many")
def odd(path):
    yield 3
def outside(path):
    m = Mention("m1", 0, 99, "PERSON", "e1")
    yield article_of("Ann left.", {}), Annotation("done", entities={"e1": Entity("e1", "PERSON", "Ann")}, mentions={"m1": m})
    yield article_of("Bob left.", {})
def write(records, path):
    yield {}
    1 / 0
TAKEN = Format("gold", "Gold", (".x",), never, read)
NOTHING = 3
EMPTY = Format("empty", "Empty", (".x",), never)
FINE = Format("fine", "Fine", (".fine",), never, read, write)
ODD = Format("odd", "Odd", (".odd",), never, odd)
OUTSIDE = Format("outside", "Outside", (".out",), never, outside)
"""
POINTS = "\n".join(f"{n.lower()} = broken:{n}" for n in ("TAKEN", "NOTHING", "EMPTY", "FINE", "ODD", "OUTSIDE", "GONE"))


def test_broken_ones_are_told_in_a_line_each_and_the_others_stay(install: Install, tmp_path: Path) -> None:
    install("broken", BROKEN, POINTS)
    assert brought_by().problems == [
        "the format empty of broken 1.0 was left out (ValueError: it needs a suffix, and a reader or a writer).",
        "the format gone of broken 1.0 was left out (AttributeError: module 'broken' has no attribute 'GONE').",
        "the format nothing of broken 1.0 was left out (TypeError: it is int, not a Format).",
        "the format taken of broken 1.0 was left out (ValueError: there is a format 'gold' already).",
    ]
    assert len(list(all_formats())) == len(FORMATS) + 3
    listed = run(app, ["formats"])
    assert listed.exit_code == 0
    assert listed.stderr.splitlines() == brought_by().problems
    with pytest.raises(InputError, match="The format taken of broken"):
        find_format("taken")
    path = written(tmp_path, "a.txt", "Some words.")
    assert detect(path).name == "text"


def test_one_that_raises_refuses_its_file_only(install: Install, tmp_path: Path) -> None:
    install("broken", BROKEN, POINTS)
    path = written(tmp_path, "a.fine", "x")
    with Project.create(tmp_path / "p.annot") as project:
        done = finished(import_files(project, [path], format="fine"))
        assert done.problems == (f"{path}: the format fine of broken 1.0 failed (ZeroDivisionError: one too many).",)
        done = finished(import_files(project, [path], format="odd"))
        assert done.problems == (
            f"{path}: the format odd of broken 1.0 failed (TypeError: it yields int, no article).",
        )
        done = finished(import_files(project, [path], format="outside"))
        assert (done.new, done.refused, done.gold) == (1, 1, 0), "gold that is wrong is no gold, whoever brings it"
        assert ":1: " in done.problems[0]
    with pytest.raises(OutputError, match=r"fine of broken 1\.0 failed"):
        list(find_format("fine").write(iter([full()]), tmp_path / "out"))


def test_one_that_cannot_tell_whose_a_file_is_is_passed_over_and_told_once(install: Install, tmp_path: Path) -> None:
    code = BROKEN + 'CANNOT = Format("cannot", "Cannot", (".c",), raises, read)\n'
    install("broken", code, "cannot = broken:CANNOT")
    files = [written(tmp_path, "a.txt", "Some words."), written(tmp_path, "b.txt", "Other words.")]
    with Project.create(tmp_path / "p.annot") as project:
        done = finished(import_files(project, files))
    assert done.new == 2
    assert done.problems == ("the format cannot of broken 1.0 was not asked whose a file is (OSError: no wire today).",)
