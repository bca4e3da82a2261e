"""The real model on the sample's gold: the room, ``annotator evaluate`` and a few lines that know neither agree."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from annotator.importing import import_files
from annotator.project import Project
from annotator.review import Room, Scored, cache_of
from annotator.running import suggest_all
from tests.review.test_process import run
from tests.review.test_room import drained

SAMPLE = Path(__file__).resolve().parents[2] / "datasets" / "sample"


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Scored, dict[str, Any]]:
    """A project of the sample's gold read by the model, its figures, and the calibration of mentions."""
    path = tmp_path_factory.mktemp("sample") / "sample.annot"
    with Project.create(path) as project:
        drained(import_files(project, sorted(SAMPLE.glob("*.jsonl"))))
        drained(suggest_all(project, plugins=(), finished=True))
        cache = cache_of(path)
        room = Room(project.store, cache)
        name = room.runs()[0].id
        drained(room.gather(name))
        found = room.scores(name), room.thresholds(name, "entities").calibration
        cache.close()
    assert found[1] is not None
    return path, found[0], {"ece": found[1].ece, "n": found[1].n}


def test_the_figures_are_those_that_evaluate_prints(
    reviewed: tuple[Path, Scored, dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    path, scored, calibration = reviewed
    assert run("evaluate", str(path), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["articles"] == scored.articles == 10
    lines = {(line.group, line.name): line for line in scored.lines}
    assert lines["mentions", "strict"].f1 == told["entities"]["strict"]["f1"]
    for way, figures in told["entities"]["overlaps"].items():
        assert (lines["mentions", way].p, lines["mentions", way].r) == (figures["p"], figures["r"])
    assert {name for group, name in lines if group == "labels"} == set(told["entities"]["by_label"])
    for label, figures in told["entities"]["by_label"].items():
        line = lines["labels", label]
        assert (line.p or 0.0, line.r or 0.0, line.gold) == (figures["p"], figures["r"], figures["gold"])
    for name in ("b3", "lea"):
        assert lines["clusters", name].f1 == pytest.approx(told["entities"]["clusters"][name]["f1"], abs=1e-12)
    for name in ("triplet", "pair"):
        assert lines["stances", name].f1 == told["stances"][name]["f1"]
    assert lines["polarities", "macro"].f1 == told["stances"]["macro_f1"]
    assert lines["cues", "words"].f1 == pytest.approx(told["stances"]["cues"]["f1"], abs=1e-12)
    assert (told["calibration"]["entities"]["ece"], told["calibration"]["entities"]["n"]) == (
        pytest.approx(calibration["ece"], abs=1e-3),  # who reads boilerplate too is a little surer of names
        calibration["n"],
    )


def test_the_figures_are_those_of_a_few_lines_that_count_anew(reviewed: tuple[Path, Scored, dict[str, Any]]) -> None:
    """Of labels that no civil title belongs to: how many suggestions have gold's range and label."""
    path, scored, _ = reviewed
    right, suggested, gold = Counter[str](), Counter[str](), Counter[str]()
    with Project.open(path) as project:
        for id in project.store.ids():
            suggestion = project.store.suggestion(id)
            assert suggestion is not None
            annotation = project.store.annotation(id)
            body = set(range(len(project.store.article(id).text)))
            for section in annotation.sections:
                body -= set(range(section.start, section.end)) if section.kind == "boilerplate" else set()
            said = {(m.start, m.end, m.label) for m in suggestion.mentions if m.start in body}
            wanted = {(m.start, m.end, m.label) for m in annotation.mentions.values()}
            right.update(label for *_, label in said & wanted)
            suggested.update(label for *_, label in said)
            gold.update(label for *_, label in wanted)
    lines = {line.name: line for line in scored.lines if line.group == "labels"}
    for label in ("GPE", "ORG", "NORP"):
        line = lines[label]
        assert (line.gold, line.suggested) == (gold[label], suggested[label])
        assert line.p == right[label] / suggested[label]
        assert line.r == right[label] / gold[label]
    strict = next(line for line in scored.lines if line.name == "strict")
    assert 0.5 < (strict.f1 or 0) < 1
