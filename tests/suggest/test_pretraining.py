"""The corpora that the default stance model is made from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.errors import InputError
from annotator.pretraining import read_dse, read_newsmtsc


def test_a_line_of_newsmtsc(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    target = {"from": 0, "to": 8, "mention": "Kim Lund", "polarity": 6.0}
    file.write_text(json.dumps({"sentence_normalized": "Kim Lund is brave.", "targets": [target]}), "utf-8")
    (row,) = read_newsmtsc(file)
    assert (row.target.of(row.text), row.wanted) == ("Kim Lund", 1)
    file.write_text('{"sentence_normalized": "Kim"}\n', "utf-8")
    with pytest.raises(InputError, match="line 1 is no NewsMTSC sentence"):
        list(read_newsmtsc(file))


def test_a_line_of_dse_with_its_quotes(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("[Lund] hates what [Berg]s do.\tLund\tBerg\t3\nNo brackets\tLund\tBerg\t0\n", "utf-8")
    (row,) = read_dse(file)
    assert (row.text, row.first.of(row.text), row.second.of(row.text)) == ("Lund hates what Bergs do.", "Lund", "Berg")
    assert row.wanted == 3
    file.write_text('"[Lund] said ""no"" to [Berg]."\tLund\tBerg\t3\n\n', "utf-8")
    assert [row.text for row in read_dse(file)] == ['"Lund said ""no"" to Berg."']
    file.write_text("[Lund] hates [Berg].\tLund\tBerg\t7\n", "utf-8")
    with pytest.raises(InputError, match="line 1 is no DSE pair"):
        list(read_dse(file))


def test_a_corpus_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        list(read_dse(tmp_path / "none.txt"))
