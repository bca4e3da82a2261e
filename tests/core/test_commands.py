"""The commands, from a shell's point of view: exit codes, one clear line, nothing lost, never a traceback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from annotator.importing import import_files
from annotator.project import Project
from tests.conftest import SEED


def annotator(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "annotator", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        check=False,
    )


def problem(*arguments: object) -> str:
    """What a command that must fail says: one line, exit code 1."""
    done = annotator(*arguments)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    assert len(lines) == 1, done.stderr
    return lines[0]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "p.annot"
    with Project.create(path) as made:
        for _ in import_files(made, [SEED]):
            pass
    return path


def test_from_new_to_export(tmp_path: Path) -> None:
    path, out = tmp_path / "news.annot", tmp_path / "out.jsonl"
    assert annotator("new", path).returncode == 0
    done = annotator("import", path, SEED)
    assert done.returncode == 0
    assert "1 new" in done.stdout
    assert "1 already there" in annotator("import", path, SEED).stdout
    assert "suggestions for 1 article." in annotator("suggest", path).stdout
    assert "suggestions for 0 articles" in annotator("suggest", path).stdout
    status = json.loads(annotator("status", path, "--json").stdout)
    assert status["articles"] == {"todo": 1, "started": 0, "done": 0, "skipped": 0}
    assert {"blind", "blind_done", "versions"} <= status.keys(), "a program may rely on every key"
    done = annotator("export", path, out)
    assert "0 articles; 1 are not done and stayed out" in done.stdout
    assert out.read_bytes() == b""
    assert "1 articles" in annotator("export", path, out, "--include-undone").stdout
    assert annotator("check", out).returncode == 0
    assert annotator("check", path).returncode == 0
    assert json.loads(annotator("schema").stdout)["$id"] == "annotator.gold/1"
    assert "gold" in annotator("formats").stdout


def test_a_folder_can_be_imported_again_beside_its_bad_lines(tmp_path: Path) -> None:
    path, folder = tmp_path / "news.annot", tmp_path / "in"
    folder.mkdir()
    (folder / "a.jsonl").write_text('{"text": "Kim met Lee.", "label": []}\n{"label": []}\n', encoding="utf-8")
    annotator("new", path)
    told = [annotator("import", path, folder).stdout for _ in range(2)]
    assert (folder / "a.jsonl.rejects.jsonl").exists()
    assert ["1 refused" in words for words in told] == [True, True], "the bad line, and not the file of bad lines"


def test_a_dataset_is_imported_without_what_it_says_of_itself(tmp_path: Path) -> None:
    folder = Path(__file__).parents[2] / "datasets" / "sample"
    annotator("new", tmp_path / "p.annot")
    assert "10 new, 10 with finished annotation.\n" in annotator("import", tmp_path / "p.annot", folder).stdout


def test_check_says_where_doubtful_gold_is_listed(project: Path, tmp_path: Path) -> None:
    assert f"annotator doubts {project} lists it" in annotator("check", project).stdout
    assert json.loads(annotator("check", project, "--json").stdout) == []
    (tmp_path / "gold.jsonl").write_bytes(b"")
    assert "doubts" not in annotator("check", tmp_path / "gold.jsonl").stdout


def test_what_the_system_refuses_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert "file" in problem("demo", "--headless", tmp_path / "file" / "folder")


def test_ctrl_c_is_told_in_one_line_and_leaves_no_file(tmp_path: Path) -> None:
    path, many = tmp_path / "p.annot", tmp_path / "many.csv"
    annotator("new", path)
    with many.open("w", encoding="utf-8") as file:
        file.write("text\n" + "".join(f"Article {n} says nothing new.\n" for n in range(200_000)))
    work = subprocess.Popen(
        [sys.executable, "-m", "annotator", "import", path, many],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # what runs the tests may have it ignored
    )
    try:
        while not Path(f"{path}-wal").exists() or not Path(f"{path}-wal").stat().st_size:
            assert work.poll() is None
            time.sleep(0.01)
        work.send_signal(signal.SIGINT)
        out, err = work.communicate(timeout=60)
    finally:
        work.kill()
    assert (work.returncode, out, err) == (130, "", "annotator: stopped.\n")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["many.csv", "p.annot"]
    assert annotator("check", path).returncode == 0


def test_wrong_usage_is_told_with_exit_code_2() -> None:
    assert annotator("import").returncode == 2
    assert annotator("nonsense").returncode == 2


BAD_TEXTS = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\t\n", "empty"),
    "latin.txt": ("Caf\xe9 in\nParis".encode("latin-1"), ":1: not UTF-8"),
    "nul.txt": (b"one\ntwo\0three", ":2: a NUL character"),
    "surrogate.txt": (b"abc\xed\xa0\x80def", "not UTF-8"),
    "bad.jsonl": (b'{"schema":"annotator.gold/1"}\n', ":1: "),
}


@pytest.mark.parametrize("name", BAD_TEXTS)
def test_a_bad_file_is_told_and_the_rest_is_imported(project: Path, tmp_path: Path, name: str) -> None:
    data, cause = BAD_TEXTS[name]
    bad, good = tmp_path / name, tmp_path / "good.txt"
    bad.write_bytes(data)
    good.write_text("A good article.\n", encoding="utf-8")
    done = annotator("import", project, bad, good)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert f"{bad}" in done.stderr
    assert cause in done.stderr
    assert "1 new" in done.stdout
    assert "1 refused" in done.stdout
    with Project.open(project) as opened:
        assert sum(opened.counts().values()) == 2


def test_a_bad_line_goes_to_the_rejects_with_its_number(project: Path, tmp_path: Path) -> None:
    bad = tmp_path / "gold.jsonl"
    bad.write_bytes(b'{"schema":"annotator.gold/1"}\n{"schema":"annotator.gold/1","id":"x","text":"Hello.",'
                    b'"provenance":{"curators":["a"]}}\nnonsense\n')  # fmt: skip
    done = annotator("import", project, bad)
    assert "1 new, 1 with finished annotation, 2 refused" in done.stdout
    rejects = [json.loads(line) for line in (tmp_path / "gold.jsonl.rejects.jsonl").read_text().splitlines()]
    assert [r["line"] for r in rejects] == [1, 3]


def test_five_megabytes_in_one_line_are_kept_exactly(project: Path, tmp_path: Path) -> None:
    big = tmp_path / "big.txt"
    text = "wörd 😀 " * 500_000
    big.write_text(text, encoding="utf-8")
    assert annotator("import", project, big).returncode == 0
    with Project.open(project) as opened:
        ids = list(opened.store.ids())
        assert opened.store.article(ids[1]).text == text


def test_a_missing_file_and_a_folder_without_files(project: Path, tmp_path: Path) -> None:
    done = annotator("import", project, tmp_path / "nowhere.txt")
    assert done.returncode == 1
    assert "no such file" in done.stderr
    (tmp_path / "folder").mkdir()
    assert "0 new" in annotator("import", project, tmp_path / "folder").stdout


def test_projects_that_are_none(tmp_path: Path, project: Path) -> None:
    text, empty, cut, newer = (tmp_path / f"{n}.annot" for n in ("text", "empty", "cut", "newer"))
    text.write_text("This is no project, but it is long enough to be looked at. " * 5, encoding="utf-8")
    empty.touch()
    whole = project.read_bytes()
    cut.write_bytes(whole[: len(whole) // 2])
    newer.write_bytes(whole[:60] + (99).to_bytes(4, "big") + whole[64:])
    assert "no Annotator project" in problem("status", text)
    assert "empty" in problem("status", empty)
    assert "cut off" in problem("status", cut)
    assert "newer Annotator" in problem("status", newer)
    assert "no such file" in problem("status", tmp_path / "nowhere.annot")
    assert "a folder" in problem("status", tmp_path)
    assert text.read_text(encoding="utf-8").startswith("This is no project")
    assert empty.read_bytes() == b""
    assert cut.read_bytes() == whole[: len(whole) // 2]


def test_a_project_open_elsewhere_is_refused(project: Path) -> None:
    with Project.open(project):
        assert "open in another window" in problem("status", project)
    assert annotator("status", project).returncode == 0


def test_an_existing_file_is_never_made_a_new_project(project: Path) -> None:
    before = project.read_bytes()
    assert "exists already" in problem("new", project)
    assert project.read_bytes() == before


def test_exports_that_cannot_be_written_leave_what_was_there(project: Path, tmp_path: Path) -> None:
    assert "no such folder" in problem("export", project, tmp_path / "nowhere" / "out.jsonl")
    assert "a folder" in problem("export", project, tmp_path)
    full = Path("/dev/full")
    if full.exists():
        assert "cannot be written" in problem("export", project, full.parent / "x" / "y")
    assert "only read" in problem("export", project, tmp_path / "x.txt", "--format", "text")
    assert "no format 'nonsense'" in problem("export", project, tmp_path / "x.txt", "--format", "nonsense")
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith(".part")] == []


def test_a_bad_scheme_names_the_place(tmp_path: Path) -> None:
    scheme = tmp_path / "scheme.toml"
    scheme.write_text('version = 1\nname = "x"\n[[label]]\nname = "PERSON"\nhue = "purple"\n', encoding="utf-8")
    assert "label 'PERSON': hue 'purple'" in problem("new", tmp_path / "a.annot", "--scheme", scheme)
    assert not (tmp_path / "a.annot").exists()


def test_a_model_that_is_not_there(project: Path) -> None:
    assert "no model called 'nothing'" in problem("suggest", project, "--model", "nothing")


def test_a_name_with_a_line_break_is_told_on_one_line(tmp_path: Path) -> None:
    assert "two\\u000alines\\u001b.annot: there is no such file" in problem("status", tmp_path / "two\nlines\x1b.annot")


def test_a_file_with_a_name_that_is_no_utf_8_is_imported(tmp_path: Path) -> None:
    path = tmp_path / "p.annot"
    odd = Path(os.fsdecode(bytes(tmp_path) + b"/caf\xe9.txt"))
    try:
        odd.write_text("Kim met Lee in Oslo.\n", encoding="utf-8")
    except OSError:
        return  # this system has no such names
    annotator("new", path)
    assert "1 new" in annotator("import", path, odd).stdout
    with Project.open(path) as project:
        (id,) = project.store.ids()
        assert project.store.article(id).meta["source"] == "caf\ufffd.txt"
