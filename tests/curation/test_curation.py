"""An article curated by keys alone, in the real window with the real model: its gold, and how many keys it took."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.gold import decode
from benchmarks.curation import LIMITS, Row, told
from benchmarks.fixed_gold import ROOT, all_gold, differences, of_record
from benchmarks.ledger import DECIDED, MENTION


@pytest.fixture(scope="module")
def curated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("curation")
    command = [
        "-m",
        "benchmarks",
        "curation",
        "--only",
        "001",
        "--json",
        folder / "rows.json",
        "--gold",
        folder / "gold.jsonl",
    ]
    done = subprocess.run(
        [sys.executable, *map(str, command)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_exported_gold_is_the_fixed_one(curated: Path) -> None:
    record = decode((curated / "gold.jsonl").read_bytes())
    (wanted,) = [gold for gold in all_gold() if gold.text == record.text]
    assert differences(wanted, of_record(record)) == []
    assert (len(record.mentions), len(record.stances)) == (36, 18)
    assert record.provenance.added > 0


def test_few_keys_and_no_pointer_are_needed(curated: Path) -> None:
    rows = {row["name"]: row for row in json.loads((curated / "rows.json").read_text())}
    assert set(LIMITS) <= set(rows)
    for name, limit in LIMITS.items():
        assert rows[name]["acts"] > 0, name
        assert rows[name]["presses"] <= limit * rows[name]["acts"], name
        assert (rows[name]["limit"], rows[name]["holds"]) == (limit, True)
        assert rows[name]["value"] == pytest.approx(rows[name]["presses"] / rows[name]["acts"], abs=0.001)
    assert rows["pointer acts"]["acts"] == 0
    assert rows["all"]["presses"] == sum(
        row["presses"] for row in rows.values() if row["limit"] or row["name"] in OTHERS
    )


OTHERS = ("label changed", "edges moved", "joined or parted", "stance corrected", "entity renamed", "article done")


def test_a_limit_that_does_not_hold_is_told() -> None:
    kept, broken = Row(DECIDED, 10, 13, 1.3), Row(MENTION, 10, 31, 3.0)
    assert kept.holds
    assert not broken.holds
    assert "3.10    3.0  FAILS" in told([kept, broken])
