"""The main job, end to end: the seed article, curated by keys in the real window with the real model."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from annotator.exporting import export
from annotator.gold import decode, json_schema
from annotator.importing import import_files
from annotator.project import Project
from tests.conftest import SEED

ROOT = Path(__file__).resolve().parents[2]


def curate(folder: Path, environment: dict[str, str]) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.seed_article", str(folder)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    noise = [line for line in done.stderr.splitlines() if "propagateSizeHints" not in line]
    assert done.returncode == 0, done.stderr
    assert noise == []
    facts = json.loads(done.stdout)
    assert isinstance(facts, dict)
    return facts


@pytest.fixture(scope="module")
def curated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, object]]:
    folder = tmp_path_factory.mktemp("seed")
    return folder, curate(folder, {**os.environ, "QT_QPA_PLATFORM": "offscreen"})


def assert_all_done(facts: dict[str, object]) -> None:
    assert facts["accepted"] == "✓ saved · Accept “Kim Yo Jong” as PERSON"
    assert facts["rejected"] == []
    assert facts["relabelled"] == ["Modi", "Trump"]
    assert facts["with_possessive"] == "South Korea’s"
    assert facts["trimmed"] == "South Korea"
    assert facts["topic"] == ["a proposal to hold talks", "TOPIC"]
    assert facts["Ms Kim"] == "Kim Yo Jong"
    assert facts["Mr Kim"] == "Kim Jong Un"
    assert "cue “rebuffed”" in str(facts["proposed"])
    assert facts["stance"] == ["Kim Yo Jong", "a proposal to hold talks", "against", ["rebuffed"]]
    assert int(str(facts["stance_keys"])) <= 6
    assert facts["undone"] is True
    assert facts["redone"] is True


def test_by_keys_offscreen(curated: tuple[Path, dict[str, object]]) -> None:
    assert_all_done(curated[1])


@pytest.mark.xvfb
def test_by_keys_in_a_real_window(tmp_path: Path, xvfb: dict[str, str]) -> None:
    assert_all_done(curate(tmp_path, xvfb))


def test_the_exported_line_is_valid_gold(curated: tuple[Path, dict[str, object]]) -> None:
    line = (curated[0] / "gold.jsonl").read_bytes()
    assert line.count(b"\n") == 1
    data = json.loads(line)
    jsonschema.validate(data, json_schema())
    decode(line)
    text = SEED.read_text(encoding="utf-8")
    assert data["text"] == text
    ranges = [*data["mentions"], *(c for s in data["stances"] for c in s["cues"])]
    assert ranges
    assert all(r["text"] == text[r["start"] : r["end"]] for r in ranges)
    stances = {(names(data)[s["holder"]], names(data)[s["target"]], s["polarity"]) for s in data["stances"]}
    assert ("Kim Yo Jong", "a proposal to hold talks", "against") in stances
    assert [r for r in data["rejected"] if r["what"] == "mention" and text[r["start"] : r["end"]] == "Koreas"]


def names(data: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    return {e["id"]: e["name"] for e in data["entities"]} | {"writer": "writer", "unnamed": "unnamed"}


def test_export_import_export_gives_equal_bytes(curated: tuple[Path, dict[str, object]], tmp_path: Path) -> None:
    first = (curated[0] / "gold.jsonl").read_bytes()
    with Project.open(curated[0] / "seed.annot") as project:
        for _ in export(project, tmp_path / "again.jsonl"):
            pass
        assert project.check() == []
    assert (tmp_path / "again.jsonl").read_bytes() == first
    with Project.create(tmp_path / "other.annot") as other:
        for _ in import_files(other, [tmp_path / "again.jsonl"]):
            pass
        for _ in export(other, tmp_path / "third.jsonl"):
            pass
    assert (tmp_path / "third.jsonl").read_bytes() == first
