"""Training a project from a shell: in a process of its own, onto the shelf, into use, and back."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator import shelved, training
from annotator.errors import InputError, ModelError
from annotator.gold import encode, to_gold
from annotator.importing import import_files
from annotator.learn.cards import Settings
from annotator.learn.messages import Failed, Finished, Gold, Pointed, Unread, decode, decode_job
from annotator.learn.split import Pair, parted
from annotator.memory import Taught
from annotator.project import Project
from tests.core.test_commands import annotator, problem

QUICK = Settings(rounds=1, parts=("entities",))


@pytest.fixture
def project(tmp_path: Path, gold: list[Pair]) -> Iterator[Project]:
    """A project with twelve finished articles and one that is not."""
    few = [pair for use, pairs in parted(gold).items() for pair in pairs[: 8 if use == "taught" else 2]]
    lines = tmp_path / "gold.jsonl"
    lines.write_bytes(b"".join(encode(to_gold(*pair)) for pair in few))
    with Project.create(tmp_path / "news.annot") as made:
        for _ in import_files(made, [lines]):
            pass
        (tmp_path / "open.txt").write_text("Nobody has read this about the Hesper.")
        for _ in import_files(made, [tmp_path / "open.txt"]):
            pass
        yield made


def started(job: Path) -> subprocess.Popen[bytes]:
    import os

    environment = {**os.environ, **training.environment()}
    return subprocess.Popen(
        training.command(job), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    )


def test_a_job_holds_the_gold_and_what_is_open(project: Project, tmp_path: Path) -> None:
    job = tmp_path / "job"
    for _ in training.write_job(project, job):
        pass
    _, *rest = (decode_job(line) for line in job.read_bytes().splitlines())
    assert sum(isinstance(item, Gold) for item in rest) == 12
    assert [item.text for item in rest if isinstance(item, Unread)] == ["Nobody has read this about the Hesper."]


def test_without_gold_it_says_what_to_do(tmp_path: Path) -> None:
    with Project.create(tmp_path / "empty.annot") as empty, pytest.raises(InputError, match="Finish some"):
        list(training.train(empty))
    assert not (tmp_path / "empty.models").exists()


def test_a_closed_input_stops_the_trainer_and_leaves_nothing(project: Project, tmp_path: Path) -> None:
    job = tmp_path / "job"
    for _ in training.write_job(project, job, Settings()):
        pass
    with started(job) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        for line in process.stdout:
            if isinstance(decode(line), Pointed):
                break
        process.stdin.close()
        rest = [decode(line) for line in process.stdout]
        assert process.wait() == 1
    assert not any(isinstance(message, Finished) for message in rest)
    assert shelved.models(project) == []


def test_a_bad_job_is_told_on_one_line(tmp_path: Path) -> None:
    job = tmp_path / "job"
    job.write_text('{"type":"gold"}\n')
    with started(job) as process:
        assert process.stdout is not None
        (message,) = (decode(line) for line in process.stdout)
    assert isinstance(message, Failed)
    assert "job:1" in message.why


def test_from_gold_to_a_model_in_use_and_back(project: Project, tmp_path: Path) -> None:
    path, shelf = project.path, tmp_path / "news.models"
    for _ in training.train(project, QUICK):
        pass
    (card,) = shelved.models(project)
    assert [item.name for item in shelf.iterdir()] == [card.name]
    assert (shelved.in_use(project), shelved.model_path(project)) == ("", None)
    with pytest.raises(ModelError, match=card.name):
        shelved.promote(project, "0009-none")
    shelved.promote(project, card.name)
    assert shelved.model_path(project) == str(shelf / card.name)
    assert card.event == project.store.events(newest_first=True, limit=1)[0].seq
    assert set(card.parts[0].labels) == {"PERSON", "VESSEL"}
    with pytest.raises(InputError, match="in use"):
        shelved.remove(project, card.name)
    assert project._memory.taught.event == card.event
    project.close()
    with Project.open(path) as again:
        assert again._memory.taught == Taught(card.name, card.event, ("PERSON", "VESSEL"))

    listed = json.loads(annotator("models", path, "--json").stdout)
    assert listed["in_use"] == card.name
    assert "suggestions for 1 article." in annotator("suggest", path).stdout
    assert card.name.replace("-", ".") in annotator("status", path).stdout
    assert "* base" in annotator("models", path, "--use", "base").stdout
    assert f"* {card.name}" in annotator("models", path, "--use", card.name).stdout
    assert "0009" in problem("models", path, "--use", "0009")


def test_the_command_trains_and_says_how_good_it_is(project: Project, tmp_path: Path) -> None:
    path = project.path
    project.close()
    out = tmp_path / "own"
    done = annotator("train", path, "--out", out, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["after"]["articles"] == 4
    assert told["after"]["mentions"]["f1"] > told["before"]["mentions"]["f1"]
    assert told["verdict"]["promote"] == told["verdict"]["enough"], "better, where enough is held out to tell"
    assert (out / "config.cfg").is_file()
    assert not (tmp_path / "news.models").exists()
    assert "something already" in problem("train", path, "--out", out)
