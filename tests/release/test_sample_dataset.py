"""The dataset in the repo is what its manifest says, and the program still reads it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from annotator.formats import BadLine, detect
from annotator.gold import decode
from annotator.release.card import from_json
from annotator.release.lint import lint

FOLDER = Path(__file__).parents[2] / "datasets" / "sample"
MANIFEST = from_json((FOLDER / "manifest.json").read_bytes())


@pytest.mark.parametrize("part", MANIFEST.files)
def test_a_part_is_as_it_was_released(part: str) -> None:
    file = MANIFEST.files[part]  # type: ignore[index]
    data = (FOLDER / file.name).read_bytes()
    assert hashlib.sha256(data).hexdigest() == file.sha256
    records = [decode(line) for line in data.splitlines(keepends=True)]
    assert tuple(r.id for r in records) == file.articles
    assert not [flaw for r in records for flaw in lint(r) if flaw.level == "error"]
    read = list(detect(FOLDER / file.name).read(FOLDER / file.name))
    assert len(read) == len(records)
    assert not any(isinstance(item, BadLine) for item in read)


def test_all_ten_articles_are_in_it_once() -> None:
    ids = [id for file in MANIFEST.files.values() for id in file.articles]
    assert len(ids) == len(set(ids)) == 10
    assert set(ids) == set(MANIFEST.gold)
