"""Whole files that nobody should have made, brought into a project: in bounded memory and time, and without a trace."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from annotator import gold
from annotator.errors import InputError
from annotator.exporting import export
from annotator.formats import detect
from annotator.imported import Imported
from annotator.importing import files_of, import_files
from annotator.project import Project
from annotator.records import Article
from annotator.store.adding import LONGEST_ID
from tests.formats.everything import full
from tests.formats.reading import finished, written
from tests.store.children import ROOT, UNPRIVILEGED

LINE = gold.encode(full())
DATA = json.loads(LINE)
GIB = 1 << 30


def dump(project: Path) -> list[object]:
    """All rows of all tables of a project, and how large the file is."""
    with closing(sqlite3.connect(project)) as db:
        tables = [n for (n,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'search'")]
        rows: list[object] = [(name, db.execute(f"SELECT * FROM {name}").fetchall()) for name in sorted(tables)]
    return [*rows, project.stat().st_size]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project with an article that has gold."""
    made = tmp_path / "p.annot"
    with Project.create(made) as project:
        assert finished(import_files(project, [written(tmp_path, "first.jsonl", LINE)])).gold == 1
    return made


def brought(project: Path, *files: Path) -> Imported:
    with Project.open(project) as opened:
        done = finished(import_files(opened, files_of(files)))
        assert opened.check() == []
    assert all(len(told) <= 1000 and told.isprintable() for told in done.problems)
    return done


def line(**changes: object) -> bytes:
    """A line of gold about another article, changed."""
    data = {**DATA, "id": "other", "text": DATA["text"] + "More.", "entities": [], "mentions": [], "stances": []}
    return json.dumps({**data, "sections": [], "looked_at": [], "rejected": [], **changes}).encode() + b"\n"


def one(kind: str, **changes: object) -> bytes:
    """A line with one thing of this kind, changed."""
    entity = {"id": "e1", "label": "ORG", "name": "A"}
    things: dict[str, dict[str, object]] = {
        "mentions": {"id": "m1", "start": 1, "end": 2, "text": DATA["text"][1:2], "label": "ORG", "entity": "e1"},
        "sections": {"start": 0, "end": 2, "kind": "body"},
        "looked_at": {"start": 0, "end": 2},
    }
    return line(entities=[entity], **{kind: [{**things[kind], **changes}]})


REFUSED: dict[str, tuple[str, bytes, str]] = {
    "an empty file": ("a.jsonl", b"", "no format"),
    "an empty text": ("a.txt", b"", "empty"),
    "nothing but spaces": ("a.txt", b" \n\t\n", "empty"),
    "UTF-16 lines": ("a.jsonl", LINE.decode().encode("utf-16"), "no format"),
    "a UTF-16 table": ("a.csv", "id,text\n1,Oslo won.\n".encode("utf-16"), "no format"),
    "UTF-16 without its mark": ("a.txt", "Oslo won.".encode("utf-16-le"), "NUL"),
    "Latin-1": ("a.txt", "Málaga won.\n".encode("latin-1"), "not UTF-8 text: byte 0xE1"),
    "an overlong sign": ("a.txt", b"Oslo \xc0\xaf won.", "byte 0xC0"),
    "half a character in bytes": ("a.txt", b"Oslo \xed\xa0\x80 won.", "byte 0xED"),
    "a NUL": ("a.txt", b"Oslo\nwon\0.", "a.txt:2: a NUL"),
    "a table that is none": ("a.csv", b"name,n\nOslo,1\n", "no format"),
    "a zip": ("a.zip", b"PK\x03\x04" + bytes(60), "no format"),
    "a zip that is called a text": ("a.txt", b"PK\x03\x04" + bytes(60), "NUL"),
    "another project": ("b.annot", b"SQLite format 3\0" + bytes(900), "no format"),
    "depth": ("a.jsonl", LINE[:-2] + b',"deep":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n", "too deeply"),
    "NaN": ("a.jsonl", line(meta={"n": float("nan")}), "not valid JSON"),
    "infinity": ("a.jsonl", line(meta={"n": float("inf")}), "not valid JSON"),
    "half a character": ("a.jsonl", line(meta={"n": "\ud800"}), "not valid JSON"),
    "a NUL in a text": ("a.jsonl", line(text="Oslo\0"), "NUL"),
    "a huge number": ("a.jsonl", one("mentions", end=10**40), "a.jsonl:1"),
    "a number before the text": ("a.jsonl", one("mentions", start=-1), "not within the text"),
    "a number behind the text": ("a.jsonl", one("sections", end=10**6), "not within the text"),
    "an end before its start": ("a.jsonl", one("looked_at", start=2, end=1), "not within the text"),
    "a broken number": ("a.jsonl", one("mentions", start=0.5), "Expected `int`, got `float`"),
    "a truth for a number": ("a.jsonl", one("looked_at", start=True), "Expected `int`, got `bool`"),
    "words that are not there": ("a.jsonl", one("mentions", text="Rome"), "its text is 'Rome'"),
    "an id without end": ("a.jsonl", line(id="x" * 1_000_000), f"more than {LONGEST_ID} characters"),
    "no id": ("a.jsonl", line(id=""), "id: empty"),
    "an id that is not text": ("a.jsonl", line(id="a\0b"), "NUL"),
    "things without end": ("a.jsonl", line(looked_at=[{"start": 0, "end": 1}] * 100_001), "more than 100,000"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_and_leaves_no_trace(name: str, path: Path, tmp_path: Path) -> None:
    called, content, words = REFUSED[name]
    before = dump(path)
    done = brought(path, written(tmp_path, called, content))
    assert (done.new, done.gold, done.same, done.refused) == (0, 0, 0, 1)
    assert words in done.problems[0]
    assert called in done.problems[0]
    assert dump(path) == before


def test_what_is_good_beside_what_is_bad_is_taken(path: Path, tmp_path: Path) -> None:
    bad = [content for called, content, _ in REFUSED.values() if called == "a.jsonl" and content.startswith(b"{")]
    done = brought(path, written(tmp_path, "a.jsonl", b"".join([*bad, line(), *bad, line(id="last", text="Oslo.")])))
    assert (done.new, done.gold, done.refused) == (2, 2, 2 * len(bad))


def test_the_last_of_two_equal_keys_counts(path: Path, tmp_path: Path) -> None:
    content = line().replace(b'"id": "other"', b'"id": "first", "id": "second"')
    assert brought(path, written(tmp_path, "a.jsonl", content)).new == 1
    with Project.open(path) as project:
        assert list(project.store.ids()) == ["the-id", "second"]


def test_an_id_may_be_odd_but_is_told_on_one_line(path: Path, tmp_path: Path) -> None:
    odd = "a\nb\x1b[31m\u202e"
    content = line(id=odd) + line(id=odd, text="Another text.")
    done = brought(path, written(tmp_path, "a.jsonl", content))
    assert (done.new, done.refused) == (1, 1)
    assert "a\\u000ab\\u001b[31m\\u202e" in done.problems[0]
    with Project.open(path) as project:
        assert odd in list(project.store.ids())


def test_many_things_are_read_in_time_and_come_out_again(path: Path, tmp_path: Path) -> None:
    """As many as are taken at all: nothing on the way is slower than in step with them."""
    text = "Oslo " * 2000
    entities = [{"id": f"e{n}", "label": "GPE", "name": f"Oslo {n}"} for n in range(2000)]
    mentions = [
        {"id": f"m{n}", "start": 5 * n, "end": 5 * n + 4, "text": "Oslo", "label": "GPE", "entity": f"e{n}"}
        for n in range(2000)
    ]
    stances = [
        {"id": f"s{n}", "holder": "unnamed", "target": f"e{n}", "polarity": "mixed", "manner": "acted", "source": None}
        for n in range(2000)
    ]
    rejected = [{"what": "stance", "start": 0, "end": n, "label": "favor", "holder": "x"} for n in range(1, 2001)]
    content = line(text=text, entities=entities, mentions=mentions, stances=stances, rejected=rejected)
    assert brought(path, written(tmp_path, "a.jsonl", content)).gold == 1
    with Project.open(path) as project:
        for _ in export(project, tmp_path / "out.jsonl"):
            pass
    assert json.loads((tmp_path / "out.jsonl").read_bytes().splitlines()[1])["stances"][-1]["target"] == "e2000"


# --- what is no file


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
def test_a_pipe_a_device_and_a_folder_are_refused_at_once(path: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.jsonl"
    os.mkfifo(pipe)
    (tmp_path / "a.jsonl").mkdir()
    link = tmp_path / "link.txt"
    link.symlink_to("/dev/zero")
    (tmp_path / "ring.txt").symlink_to(tmp_path / "ring.txt")
    before = dump(path)
    with Project.open(path) as project:
        files = [pipe, link, Path("/dev/null"), tmp_path / "a.jsonl", tmp_path / "ring.txt", tmp_path / "none.txt"]
        done = finished(import_files(project, files))
    words = ["device or a pipe"] * 3 + ["a folder", "cannot be read", "no such file"]
    assert [w for w, told in zip(words, done.problems, strict=True) if w not in told] == []
    assert dump(path) == before
    assert files_of([tmp_path / "a.jsonl"]) == []


def test_a_link_is_read_as_the_file_to_which_it_leads(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.jsonl"
    link.symlink_to(written(tmp_path, "a.jsonl", line()))
    assert brought(path, link).new == 1


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are others there")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    secret = written(tmp_path, "secret.txt", "Oslo.")
    secret.chmod(0)
    script = f"""{UNPRIVILEGED}
from annotator.errors import InputError
from annotator.formats import detect
from pathlib import Path
try:
    detect(Path({str(secret)!r}))
except InputError as error:
    print(error.what)
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout.strip()) in ((77, ""), (0, "cannot be read: Permission denied."))


@pytest.mark.parametrize("name", ["\0", "x" * 5000 + ".txt"])
def test_a_name_that_no_file_can_have_is_told(name: str) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        detect(Path(name))


# --- files without end

_BOUNDED = """
import resource, sys
from pathlib import Path
from annotator.importing import import_files
from annotator.project import Project
import annotator.formats

resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000,) * 2)
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
with Project.open(Path(sys.argv[1])) as project:
    work = import_files(project, [Path(sys.argv[2])])
    try:
        while True:
            next(work)
    except StopIteration as end:
        print(end.value.words())
        status = Path("/proc/self/status")  # ru_maxrss begins with what the tests' own process had
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        most = int(status.read_text().split("VmHWM:")[1].split()[0]) if status.exists() else own
        print(most // 1024)
"""


def hole(head: bytes, tail: bytes) -> Callable[[Path], None]:
    """Makes a file with a gibibyte of NULs in it that takes no room."""

    def make(path: Path) -> None:
        with path.open("wb") as file:
            file.write(head)
            file.truncate(GIB)
            file.seek(GIB)
            file.write(tail)

    return make


def letters(head: bytes, tail: bytes) -> Callable[[Path], None]:
    """Makes a file with a fifth of a gibibyte of letters on one line: more than any line may have."""

    def make(path: Path) -> None:
        with path.open("wb") as file:
            file.write(head)
            for _ in range(200):
                file.write(b"a" * (1 << 20))
            file.write(tail)

    return make


ENDLESS: dict[str, tuple[str, Callable[[Path], None], str]] = {
    "a text of NULs": ("a.txt", hole(b"Oslo\n", b""), "0 new, 1 refused"),
    "a line of NULs": ("a.jsonl", hole(line(), b"\n" + line(id="last", text="Oslo.")), "2 new, 2 with finished"),
    "a line of letters": ("a.jsonl", letters(line() + b'{"a":"', b'"}\n'), "1 new, 1 with finished"),
    "a table with an open quote": ("a.csv", letters(b'id,text\n1,"', b"\n"), "0 new"),
    "an array of NULs": ("a.json", hole(b'[{"data":{"text":"Oslo."},"annotations":[]},\n', b"]"), "1 new"),
    "a text in an array": ("a.json", letters(b'[{"annotations":[],"data":{"text":"', b'"}}]'), "0 new, 1 refused"),
    "columns of letters": ("a.conll", letters(b"Oslo B-GPE\nwon O\n\n", b"\n"), ""),
}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits are others there")
@pytest.mark.parametrize("name", ENDLESS)
def test_a_file_without_end_takes_bounded_memory_and_time(name: str, path: Path, tmp_path: Path) -> None:
    called, make, words = ENDLESS[name]
    endless = tmp_path / called
    make(endless)
    command = [sys.executable, "-c", _BOUNDED, str(path), str(endless)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    endless.unlink()
    assert done.returncode == 0, done.stderr[-2000:]
    told, most = done.stdout.splitlines()
    assert told.startswith(words)
    assert int(most) < 400, f"{most} MB"


def test_an_article_with_half_a_character_keeps_none_of_the_others_out(path: Path) -> None:
    with Project.open(path) as project, pytest.raises(InputError):
        project.add([Article("a", "Oslo."), Article("b", "Oslo \ud800")])
