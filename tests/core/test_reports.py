"""What imports and exports tell: every kind of thing that was dropped, with its count, and where refused lines are."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from annotator.cli import app
from annotator.errors import OutputError
from annotator.exporting import Exported, export, preview
from annotator.formats import FORMATS, find_format
from annotator.gold import from_gold
from annotator.imported import MOST_TOLD
from annotator.importing import import_files
from annotator.project import Project
from annotator.records import Annotation
from tests.formats.everything import full
from tests.formats.reading import finished

GOLD = find_format("gold")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A project with one finished article that has one of everything."""
    path = tmp_path / "in.jsonl"
    list(GOLD.write(iter([full()]), path))
    with Project.create(tmp_path / "p.annot", curator="me") as made:
        assert finished(import_files(made, [path])).gold == 1
        yield made


def exported(project: Project, path: Path, format: str) -> Exported:
    work = export(project, path, format=format)
    while True:
        try:
            next(work)
        except StopIteration as end:
            done: Exported = end.value
            return done


@pytest.mark.parametrize("format", [f for f in FORMATS if f.writes and not f.packed], ids=lambda f: f.name)
def test_an_export_tells_what_it_dropped(project: Project, tmp_path: Path, format) -> None:  # type: ignore[no-untyped-def]
    done = exported(project, tmp_path / f"out{format.suffixes[0]}", format.name)
    [dropped] = list(format.write(iter([full()]), tmp_path / "again"))
    assert done.dropped == dict(dropped)
    assert bool(done.dropped) == bool(format.loses)
    assert all(f"{kind}: {count}" in done.words() for kind, count in dropped.items())


@pytest.mark.parametrize("format", [f for f in FORMATS if f.writes], ids=lambda f: f.name)
def test_there_is_something_to_look_at_before_an_export(project: Project, format) -> None:  # type: ignore[no-untyped-def]
    shown = preview(project, format)
    assert ("packed" if format.packed else "rebuffed") in shown
    assert "\ufffd" not in shown


@pytest.mark.parametrize("format", [f for f in FORMATS if f.writes and not f.lacks], ids=lambda f: f.name)
@pytest.mark.parametrize("there", ["file", "folder", "empty folder"])
def test_what_is_there_is_replaced_as_a_whole_or_not_at_all(project: Project, tmp_path: Path, format, there) -> None:  # type: ignore[no-untyped-def]
    """A file takes the place of a file when all of it is written; nothing ever takes the place of a folder."""
    path = tmp_path / f"out{format.suffixes[0]}"
    if there == "file":
        path.write_text("mine", encoding="utf-8")
    else:
        path.mkdir()
    if there == "folder":
        (path / "mine.txt").write_text("mine", encoding="utf-8")
    if there == "file" and not format.folder:
        stopped = format.write(iter([full(), full()]), path)
        next(stopped)
        stopped.close()
        assert path.read_text(encoding="utf-8") == "mine"
        exported(project, path, format.name)
        assert path.read_bytes() != b"mine"
    else:
        with pytest.raises(OutputError, match=r"this is a folder|something of this name already") as caught:
            exported(project, path, format.name)
        assert str(path) in str(caught.value)
        assert [p.name for p in path.iterdir()] == ["mine.txt"][: there == "folder"] if path.is_dir() else True
        assert path.is_dir() or path.read_text(encoding="utf-8") == "mine"
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith(("out", ".out"))) == [path.name]


@pytest.mark.parametrize("format", [f for f in FORMATS if f.writes and not f.lacks], ids=lambda f: f.name)
def test_a_format_says_whether_it_makes_a_folder(project: Project, tmp_path: Path, format) -> None:  # type: ignore[no-untyped-def]
    exported(project, tmp_path / "made", format.name)
    assert (tmp_path / "made").is_dir() == format.folder


def test_a_package_that_is_missing_is_told_in_one_line(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    project.close()
    line = f"pyarrow is not installed. Install it: {sys.executable} -m pip install pyarrow"
    done = CliRunner().invoke(app, ["formats"])
    assert line in done.output
    done = CliRunner().invoke(app, ["export", str(project.path), str(tmp_path / "out.parquet")])
    assert done.exit_code != 0
    assert line in str(done.exception)
    assert not (tmp_path / "out.parquet").exists()


def test_the_command_tells_what_was_dropped(project: Project, tmp_path: Path) -> None:
    project.close()
    done = CliRunner().invoke(app, ["export", str(project.path), str(tmp_path / "out.brat")])
    assert done.exit_code == 0
    assert "Dropped: article ids: 1, counts of decisions: 1, curators: 2, entities: 1," in done.output
    assert sorted(p.name for p in (tmp_path / "out.brat").iterdir()) == ["the-id.ann", "the-id.txt"]


def test_refused_lines_go_where_they_are_wanted(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.jsonl").write_text('{"text": "Oslo", "answer": "accept", "spans": 3}\n', encoding="utf-8")
    wanted = tmp_path / "rejects"
    with Project.create(tmp_path / "p.annot") as project:
        done = finished(import_files(project, [tmp_path / "a.jsonl", tmp_path / "b.jsonl"], rejects=wanted))
    assert done.rejects == (str(wanted),)
    lines = [json.loads(line) for line in wanted.read_text(encoding="utf-8").splitlines()]
    assert [(line["file"], line["line"]) for line in lines] == [("a.jsonl", 1), ("b.jsonl", 1)]
    assert not (tmp_path / "a.jsonl.rejects.jsonl").exists()


def test_many_bad_lines_are_counted_and_not_all_told(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": 1, "answer": "accept"}\n' * (MOST_TOLD + 50), encoding="utf-8")
    with Project.create(tmp_path / "p.annot") as project:
        done = finished(import_files(project, [path]))
    assert (done.refused, len(done.problems)) == (MOST_TOLD + 50, MOST_TOLD)
    assert len(Path(done.rejects[0]).read_bytes().splitlines()) == MOST_TOLD + 50


def test_one_article_that_cannot_be_kept_does_not_keep_others_out(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [{"text": f"Oslo {n}", "entities": [], "article_id": "\0" if n == 3 else f"{n}"} for n in range(7)]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    with Project.create(tmp_path / "p.annot") as project:
        done = finished(import_files(project, [path]))
        assert (done.new, done.gold, done.refused) == (6, 6, 1)
        assert "NUL" in done.problems[0]
        assert project.check() == []


def test_an_import_that_was_stopped_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    tasks = [{"data": {"text": f"Oslo {n}"}, "annotations": [{"result": []}]} for n in range(70)]
    path.write_text(json.dumps(tasks), encoding="utf-8")
    with Project.create(tmp_path / "p.annot") as project:
        work = import_files(project, [path], at_once=50)
        while not project.counts()["done"]:
            next(work)
        work.close()
        assert project.counts()["done"] == 50
        done = finished(import_files(project, [path]))
        assert (done.new, done.same, done.gold) == (20, 50, 20)
        assert project.counts()["done"] == 70


def test_what_a_record_of_everything_holds_is_finished() -> None:
    annotation: Annotation = from_gold(full())[1]
    assert (annotation.status, len(annotation.stances)) == ("done", 5)


def test_the_docs_name_every_format() -> None:
    words = (Path(__file__).resolve().parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
    assert not [f.name for f in FORMATS if f"`{f.name}`" not in words]
