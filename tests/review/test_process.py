"""The reviewer's process beside an open project, and the command."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
from io import BytesIO
from typing import Any

import msgspec
import pytest

from annotator.cli import main
from annotator.project import Project
from annotator.review import Asked, Room, Slice
from annotator.review import messages as m
from annotator.reviewer import Desk, Waiting


def replies(raw: bytes) -> list[m.Reply]:
    return [msgspec.json.decode(line, type=m.Reply) for line in raw.splitlines()]


def test_a_process_answers_beside_the_window_that_has_the_project_open(project: Project) -> None:
    questions: list[m.Questions] = [
        m.Runs(),
        m.AskScores("run"),
        m.Gather("run"),
        m.Gather("new"),
        m.AskScores("run", Slice(source="Post")),
        m.AskFailures("run", Asked(what="mention", kind="label"), limit=1),
        m.AskGroups("run", "about"),
        m.AskChoices("run"),
        m.AskThresholds("run", "stances"),
        m.AskOverTime("run"),
        m.AskIntervals("run"),
        m.AskCompared("run", "new"),
        m.AskChanged("run", "new", fixed=True),
        m.Gather("nothing"),
    ]
    final: dict[int, Any] = {}
    command = [sys.executable, "-m", "annotator.reviewer", str(project.path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number, question in enumerate(questions):
            process.stdin.write(msgspec.json.encode(m.Numbered(number, question)) + b"\n")
        process.stdin.flush()
        while len(final) < len(questions):
            (reply,) = replies(process.stdout.readline())
            if reply.progress is None:
                final[reply.number] = reply.problem or m.answer_of(questions[reply.number], reply.answer)
        process.stdin.close()
        assert process.wait(10) == 0
    assert [run.id for run in final[0]] == ["new", "run"]
    assert final[1] == "this run was not read yet."
    assert final[4].articles == 3
    assert final[5].total == 6
    assert final[7].sources == (("Post", 3), ("Times", 3))
    assert {name for group, name, _ in final[10] if group == "mentions"} == {"strict", "exact", "partial", "type"}
    assert final[11].articles == 5
    assert final[12].total == 5
    assert "nothing" in final[13]
    assert len(final) == len(questions)


def test_it_writes_nothing_but_its_cache(project: Project) -> None:
    before = {file.name for file in project.path.parent.iterdir()}
    line = msgspec.json.encode(m.Numbered(1, m.Gather("run"))) + b"\n"
    command = [sys.executable, "-m", "annotator.reviewer", str(project.path)]
    subprocess.run(command, input=line, check=True, capture_output=True)
    assert {file.name for file in project.path.parent.iterdir()} - before == {".news.review"}
    assert project.check() == []


def test_a_newer_question_of_a_kind_takes_the_place_of_a_long_one(room: Room) -> None:
    asked: Waiting = queue.Queue()

    class Sink(BytesIO):
        def write(self, data: Any) -> int:
            if b'"number":3,"answer"' in data:
                asked.put(None)  # the window is closed when it has what it wanted
            return super().write(data)

    sink = Sink()
    for number, question in enumerate(
        (m.AskIntervals("run"), m.AskScores("run"), m.AskIntervals("run", Slice(source="Post"))), start=1
    ):
        asked.put(m.Numbered(number, question))
    Desk(room, sink).serve(asked)
    told = [(reply.number, reply.dropped) for reply in replies(sink.getvalue()) if reply.progress is None]
    assert told == [(2, False), (1, True), (3, False)], "a quick question does not wait"


def test_a_missing_project_is_told(tmp_path: Any) -> None:
    made = subprocess.run(
        [sys.executable, "-m", "annotator.reviewer", str(tmp_path / "none.annot")], input=b"", capture_output=True
    )
    assert made.returncode == 1
    assert "there is no such file" in replies(made.stdout)[0].problem


def test_the_command_prints_the_same_figures(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.close()
    path = str(project.path)
    assert run("review", path, "--run", "run", "--json") == 0
    plain = json.loads(capsys.readouterr().out)
    strict = next(line for line in plain["scored"]["lines"] if line["name"] == "strict")
    assert strict["f1"] == 0.5
    assert len(plain["failures"]) > 3
    assert run("review", path, "--against", "run") == 0
    table = capsys.readouterr().out
    assert "better 2 (new) on 5 finished articles; 1 finished ones it has not read" in table
    assert "AGAINST run (5 articles that both have read)" in table
    assert "range and label right" in table
    assert run("review", path, "--run", "x") == 1
    assert "no run begins with “x”" in capsys.readouterr().err


def test_without_a_run_it_says_what_to_do(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    Project.create(tmp_path / "empty.annot").close()
    assert run("review", str(tmp_path / "empty.annot")) == 1
    assert "annotator suggest does it" in capsys.readouterr().err


def run(*arguments: str) -> int:
    """The command's exit code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["annotator", *arguments])
        try:
            return int(main() or 0)
        except SystemExit as end:
            return int(end.code or 0)
